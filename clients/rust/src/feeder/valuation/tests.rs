// SPDX-License-Identifier: Apache-2.0
use super::*;
use market_maths::units::Quantity;
use proptest::prelude::*;

fn rule(asset: &str, quotes: &[&str], minimum_venues: usize) -> Rule {
	Rule {
		asset: asset.parse().unwrap(),
		quotes: quotes.iter().map(|quote| quote.parse().unwrap()).collect(),
		minimum_venues,
		venue_weight_cap_bps: 4_000,
		plausible_bps: 500,
		confidence_floor_bps: 2,
	}
}

fn sighting(venue: &str, market: &str, price: &str, volume: &str) -> Sighting {
	Sighting {
		line: Line { venue: venue.into(), market: market.parse().unwrap() },
		quote: Quote {
			price: price.parse().unwrap(),
			half_spread: Price::ZERO,
			volume: volume.parse().unwrap(),
			seen_at_ms: 1_000,
		},
	}
}

fn price(text: &str) -> Price {
	text.parse().unwrap()
}

fn bitcoin() -> Rule {
	rule("BTC", &["USD", "USDT", "USDC"], 3)
}

fn rate(text: &str, confidence: &str) -> Valued {
	Valued {
		price: price(text),
		confidence: price(confidence),
		seen_at_ms: 900,
		lowest: price(text),
		highest: price(text),
		venues: 2,
		quotes: 2,
		sources: 0,
	}
}

#[test]
fn the_price_is_the_median_by_liquidity() {
	// After the cap the venues weigh 20 of 50, 15 and 15: the middle price has the middle of the weight.
	let sightings = [
		sighting("a", "BTC-USD", "20010", "900"),
		sighting("b", "BTC-USD", "20000", "15"),
		sighting("c", "BTC-USD", "20020", "15"),
	];
	let valued = value(&bitcoin(), &sightings, &Rates::new()).outcome.unwrap();
	assert_eq!(valued.price, price("20010"));
	assert_eq!((valued.lowest, valued.highest), (price("20000"), price("20020")));
	assert_eq!((valued.venues, valued.quotes), (3, 3));
	// Without a cap the giant alone would have been the price wherever it stood; now its end counts less.
	let turned = [
		sighting("a", "BTC-USD", "20020", "900"),
		sighting("b", "BTC-USD", "20000", "15"),
		sighting("c", "BTC-USD", "20010", "15"),
	];
	assert_eq!(value(&bitcoin(), &turned, &Rates::new()).outcome.unwrap().price, price("20010"));
}

#[test]
fn a_stablecoin_is_worth_what_its_own_markets_say() {
	let rates = Rates::from([
		("USDT".parse().unwrap(), rate("1.002", "0.001")),
		("USDC".parse().unwrap(), rate("0.9", "0.01")),
	]);
	let sightings = [
		sighting("a", "BTC-USD", "20040", "10"),
		sighting("b", "BTC-USDT", "20000", "10"),
		sighting("c", "BTC-USDC", "22222", "10"),
	];
	let valued = value(&bitcoin(), &sightings, &rates).outcome.unwrap();
	// 20000 · 1.002 = 20040; 22222 · 0.9 = 19999.8.
	assert_eq!(valued.price, price("20040"));
	assert_eq!(valued.lowest, price("19999.8"));
	// The doubt about USDT, a tenth of a cent on each of 20,000, widens the band: 20 + 2 basis points.
	assert_eq!(valued.confidence, price("24.008"));
	assert_eq!(valued.seen_at_ms, 900, "a converted price is as old as the older of the two");
}

#[test]
fn a_stablecoin_without_a_price_takes_its_markets_along() {
	let sightings = [
		sighting("a", "BTC-USD", "20040", "10"),
		sighting("b", "BTC-USDT", "20000", "10"),
		sighting("c", "BTC-USD", "20030", "10"),
	];
	let valuation = value(&bitcoin(), &sightings, &Rates::new());
	assert_eq!(valuation.outcome, Err(NoValue::TooFewVenues { found: 2, needed: 3 }));
	let (line, why) = &valuation.left_out[0];
	assert_eq!(format!("{line}: {why}"), "BTC-USDT@b: USDT has no price in USD");
}

#[test]
fn one_venue_that_is_wrong_by_a_factor_changes_nothing() {
	let honest = |wrong: &str| {
		let sightings = [
			sighting("a", "BTC-USD", "20000", "10"),
			sighting("b", "BTC-USD", "20001", "10"),
			sighting("c", "BTC-USD", "20002", "10"),
			sighting("d", "BTC-USD", wrong, "1000"),
		];
		value(&bitcoin(), &sightings, &Rates::new())
	};
	for wrong in ["200000", "2000", "0.000001"] {
		let valuation = honest(wrong);
		let valued = valuation.outcome.unwrap();
		assert!(valued.price >= price("20000") && valued.price <= price("20002"));
		assert!(valued.confidence < price("10"), "{}", valued.confidence);
		assert!(matches!(valuation.left_out[0].1, LeftOut::FarFromOthers { .. }));
		assert_eq!(valuation.left_out[0].0.venue, "d");
	}
}

#[test]
fn venues_in_two_camps_are_no_price() {
	let sightings = [
		sighting("a", "BTC-USD", "20000", "10"),
		sighting("b", "BTC-USD", "20000", "10"),
		sighting("c", "BTC-USD", "30000", "10"),
		sighting("d", "BTC-USD", "30000", "10"),
	];
	let outcome = value(&bitcoin(), &sightings, &Rates::new()).outcome;
	assert_eq!(outcome, Err(NoValue::TooFewVenues { found: 2, needed: 3 }));
}

#[test]
fn a_venue_counts_once_however_many_markets_it_has() {
	let rates = Rates::from([("USDT".parse().unwrap(), rate("1", "0.0001"))]);
	let sightings = [
		sighting("a", "BTC-USD", "20000", "10"),
		sighting("a", "BTC-USDT", "20000", "10"),
		sighting("b", "BTC-USD", "20001", "10"),
	];
	let outcome = value(&bitcoin(), &sightings, &rates).outcome;
	assert_eq!(outcome, Err(NoValue::TooFewVenues { found: 2, needed: 3 }));
}

#[test]
fn spreads_and_disagreement_widen_the_band() {
	let with = |prices: [&str; 3], half_spread: &str| {
		let sightings: Vec<Sighting> = ["a", "b", "c"]
			.iter()
			.zip(prices)
			.map(|(venue, price)| {
				let mut sighting = sighting(venue, "BTC-USD", price, "10");
				sighting.quote.half_spread = half_spread.parse().unwrap();
				sighting
			})
			.collect();
		value(&bitcoin(), &sightings, &Rates::new()).outcome.unwrap().confidence
	};
	let agreed = with(["20000", "20000", "20000"], "0");
	assert_eq!(agreed, price("4"), "two basis points at least");
	assert_eq!(with(["20000", "20000", "20000"], "15"), price("15"));
	assert!(with(["19950", "20000", "20050"], "0") > price("40"));
}

#[test]
fn markets_of_other_assets_have_no_say() {
	let sightings = [
		sighting("a", "ETH-USD", "1500", "10"),
		sighting("b", "BTC-EUR", "19000", "10"),
		sighting("c", "USDC-USD", "1", "10"),
	];
	let valuation = value(&bitcoin(), &sightings, &Rates::new());
	assert_eq!(valuation.outcome, Err(NoValue::TooFewVenues { found: 0, needed: 3 }));
	assert!(valuation.left_out.is_empty());
}

fn sightings() -> impl Strategy<Value = Vec<Sighting>> {
	let one = (0usize..6, 0usize..3, 900_000u64..1_100_000, 1u64..1_000_000_000_000);
	prop::collection::vec(one, 1..14).prop_map(|rows| {
		let mut by_line = BTreeMap::new();
		for (venue, quote, price, volume) in rows {
			let market = ["BTC-USD", "BTC-USDT", "BTC-USDC"][quote];
			let mut sighting = sighting(&format!("venue {venue}"), market, "1", "1");
			sighting.quote.price = Price::from_inner(u128::from(price) * 20_000_000_000_000_000);
			sighting.quote.volume = Quantity::from_inner(i128::from(volume) * 1_000_000_000);
			by_line.insert(sighting.line.clone(), sighting);
		}
		by_line.into_values().collect()
	})
}

fn rates() -> Rates {
	Rates::from([
		("USDT".parse().unwrap(), rate("1.003", "0.0005")),
		("USDC".parse().unwrap(), rate("0.97", "0.004")),
	])
}

proptest! {
	#[test]
	fn the_price_lies_inside_the_range_of_the_quotes_in_it(sightings in sightings()) {
		let valuation = value(&rule("BTC", &["USD", "USDT", "USDC"], 1), &sightings, &rates());
		if let Ok(valued) = valuation.outcome {
			prop_assert!(valued.lowest <= valued.price && valued.price <= valued.highest);
			prop_assert!(!valued.confidence.is_zero() && valued.confidence <= valued.price);
			prop_assert_eq!(valued.quotes + valuation.left_out.len(), sightings.len());
		}
	}

	#[test]
	fn the_order_of_the_sightings_does_not_matter(
		sightings in sightings(), turn in 0usize..14, minimum in 1usize..5,
	) {
		let rule = rule("BTC", &["USD", "USDT", "USDC"], minimum);
		let mut turned = sightings.clone();
		turned.rotate_left(turn % sightings.len());
		prop_assert_eq!(value(&rule, &turned, &rates()), value(&rule, &sightings, &rates()));
		turned.reverse();
		prop_assert_eq!(value(&rule, &turned, &rates()), value(&rule, &sightings, &rates()));
	}

	/// One venue of at least four cannot move the price out of the range of the others.
	#[test]
	fn a_single_venue_cannot_leave_the_range_of_the_others(
		honest in prop::collection::vec((19_900u64..20_100, 1u64..1_000), 3..8),
		lie in 1u64..1_000_000,
		volume in 1u64..1_000_000_000,
	) {
		let mut sightings: Vec<Sighting> = honest
			.iter()
			.enumerate()
			.map(|(venue, (price, volume))| {
				let venue = format!("honest {venue}");
				sighting(&venue, "BTC-USD", &price.to_string(), &volume.to_string())
			})
			.collect();
		let lowest = sightings.iter().map(|it| it.quote.price).min().unwrap();
		let highest = sightings.iter().map(|it| it.quote.price).max().unwrap();
		sightings.push(sighting("liar", "BTC-USD", &lie.to_string(), &volume.to_string()));
		if let Ok(valued) = value(&bitcoin(), &sightings, &Rates::new()).outcome {
			prop_assert!(lowest <= valued.price && valued.price <= highest);
		}
	}
}
