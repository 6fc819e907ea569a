// SPDX-License-Identifier: Apache-2.0
//! Rows under a smile that tilts or bends, against prices computed one by one.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_sign_loss,
	clippy::float_arithmetic,
	clippy::indexing_slicing,
	clippy::panic,
	clippy::unwrap_used,
	reason = "test code"
)]

use market_maths::{
	margin::portfolio::{
		BasisShock, ColumnProfits, DiscountFactors, ExpiryRows, Holdings, PortfolioExpiry,
		PortfolioOption, RiskRow, ScenarioSet, ShockedExpiry, SkewLosses, SkewShock,
		StaticDiscount, BEND, COLUMNS, TILT,
	},
	options::{OptionKind, SettlingForward, Strike},
	units::{Lots, Price, Quantity, Rate, Volatility},
};
use proptest::prelude::*;

const ONE: i128 = 1_000_000_000_000_000_000;

fn units(part: f64) -> i128 {
	(part * 1e9) as i128 * 1_000_000_000
}

proptest! {
	#[test]
	fn rows_under_a_skew_never_cost_less_than_prices_under_it(
		(power, digits) in (-2i32..6, 1.0f64..10.0),
		days in prop_oneof![0.001f64..2.0, 2.0f64..800.0],
		annual_rate in prop_oneof![Just(0.0), -0.02f64..0.2],
		options in prop::collection::vec((any::<bool>(), 0.5f64..2.0, 0.1f64..2.0, -900i64..900), 1..9),
		long in 0.5f64..1.0,
		short in 1.0f64..1.3,
		weights in (0.0f64..2.0, 0.0f64..2.0),
		decided in prop_oneof![Just(0.0), 0.0f64..1.0],
	) {
		let set = ScenarioSet::launch().unwrap();
		let lot: Quantity = "0.001".parse().unwrap();
		let amount = digits * 10f64.powi(power);
		let index = Price::from_inner(units(amount) as u128);
		let forward = Price::from_inner(units(amount * 1.02) as u128);
		// A smile tilts where the forward is, decided or not.
		let fixed = Price::from_inner(
			(forward.into_inner() / 1_000_000) * (decided * 1e6) as u128,
		);
		let settling = SettlingForward { fixed, variable: forward.checked_sub(fixed).unwrap() };
		let (seconds_to_expiry, rate) = ((days * 86_400.0) as u64, Rate::from_inner(units(annual_rate)));
		let options: Vec<PortfolioOption> = options
			.iter()
			.map(|(is_call, moneyness, volatility, lots)| PortfolioOption {
				kind: if *is_call { OptionKind::Call } else { OptionKind::Put },
				strike: Price::from_inner(
					(forward.into_inner() / 1_000_000) * (moneyness * 1e6) as u128,
				),
				quantity: Quantity::from_inner(i128::from(*lots) * lot.into_inner()),
				volatility: Volatility::from_inner(units(*volatility) as u128),
			})
			.collect();
		let expiry = PortfolioExpiry {
			forward: settling,
			seconds_to_expiry,
			pricing_rate: rate,
			rate: Rate::ZERO,
			confidence: Rate::from_inner(ONE),
			options,
		};
		let discount = StaticDiscount {
			long_base: Rate::from_inner(units(long)),
			short_base: Rate::from_inner(units(short)),
			..StaticDiscount::NONE
		};
		let part = |text: &str| text.parse::<Rate>().unwrap();
		let skew = SkewShock {
			tilt: Rate::from_inner(units(weights.0)),
			bend: Rate::from_inner(units(weights.1)),
			tilt_cap: part("0.25"),
			tilt_cap_per_root_year: part("-0.1"),
			bend_cap: part("0.2"),
			bend_cap_per_root_year: part("-0.05"),
			least_reach: part("0.01"),
			width: part("4"),
			level: part("0.6"),
			level_per_root_year: Rate::ZERO,
		};
		let priced = expiry.outcomes(&set, &discount, &BasisShock::default(), &skew).unwrap();

		let shocked = ShockedExpiry::new(&set, settling, seconds_to_expiry, rate).unwrap();
		let basis = ExpiryRows::new(shocked, index).unwrap();
		let rows: Vec<RiskRow> = expiry
			.options
			.iter()
			.map(|option| {
				let strike = Strike::new(option.strike);
				basis.skewed(option.kind, &strike, option.volatility, &skew).unwrap()
			})
			.collect();
		let mut holdings = Holdings::new();
		for (option, row) in expiry.options.iter().zip(&rows) {
			let lots = option.quantity.into_inner() / lot.into_inner();
			holdings.add(Lots::from_inner(lots as i64), row).unwrap();
		}
		let unit = index.into_inner() as f64 / 1e18 * 1e-3 / 2f64.powi(30);
		let mark = (priced.mark.into_inner() as f64 / 1e18 / unit).floor() as i64 - 1;
		let factors = expiry.discount_factors(&discount).unwrap();
		let losses = skew.losses(&holdings.profits(), &factors, mark).unwrap();
		for (loss, outcome) in [(losses.tilt, TILT), (losses.bend, BEND)] {
			let in_usd = ColumnProfits::from_columns([loss; COLUMNS]);
			let rows = in_usd.breakdown(index, lot).unwrap()[0].into_inner();
			let prices = priced.outcomes.profits()[outcome].into_inner();
			prop_assert!(rows <= 0 && prices <= 0);
			prop_assert!(rows <= prices + 1_000_000, "{outcome}: {rows} {prices}");
			// A millionth of a coin for eight positions of up to 0.9, counted twice at most.
			let close = index.into_inner() as i128 / 1_000_000;
			prop_assert!(prices - rows < close, "{outcome}: {rows} {prices}");
		}
	}
}

#[test]
fn a_skew_counts_both_ways_and_only_as_far_as_its_weights() {
	let rate = |text: &str| text.parse::<Rate>().unwrap();
	let skew = SkewShock {
		tilt: rate("1"),
		bend: rate("0.5"),
		tilt_cap: rate("0.25"),
		bend_cap: rate("0.25"),
		least_reach: rate("0.05"),
		..SkewShock::default()
	};
	assert!(SkewShock::default().is_off() && !skew.is_off());
	let set = ScenarioSet::launch().unwrap();
	let index: Price = "100".parse().unwrap();
	let forward = SettlingForward { fixed: Price::ZERO, variable: index };
	let shocked = ShockedExpiry::new(&set, forward, 30 * 86_400, Rate::ZERO).unwrap();
	let rows = ExpiryRows::new(shocked, index).unwrap();
	let row = |strike: &str| {
		let strike = Strike::new(strike.parse().unwrap());
		rows.skewed(OptionKind::Call, &strike, "0.5".parse().unwrap(), &skew).unwrap()
	};
	// Beyond the reach: volatility above the forward rises by a quarter, below it falls by a quarter in a tilt.
	let [above, below] = ["110", "90"].map(row);
	let [up, down, bent, unbent] = above.columns()[..4] else { panic!("columns") };
	assert!(up > 0 && up == bent && down == unbent && (-up - 2..-up).contains(&down));
	assert!(below.columns()[0] < 0 && below.columns()[2] > 0);
	assert!(above.columns()[4..].iter().all(|cell| *cell == 0));

	let losses = |lots: [i64; 2]| {
		let mut holdings = Holdings::new();
		holdings.add(Lots::from_inner(lots[0]), &above).unwrap();
		holdings.add(Lots::from_inner(lots[1]), &below).unwrap();
		skew.losses(&holdings.profits(), &DiscountFactors::NONE, 0).unwrap()
	};
	// A long and a short lose alike, but for the roundings; a half of a bend counts.
	let (long, short) = (losses([1_000, 0]), losses([-1_000, 0]));
	assert!(long.tilt.abs_diff(short.tilt) < 2_010 && long.tilt.abs_diff(2 * long.bend) < 4);
	assert_eq!(losses([0, 0]), SkewLosses { tilt: -2, bend: -1 });
	// Long both: what a tilt takes from one it gives to the other, and a bend hits both.
	assert!(losses([1_000, 1_000]).tilt > long.tilt && losses([1_000, 1_000]).bend < long.bend);
	let off = SkewShock { tilt: Rate::ZERO, ..skew };
	let mut holdings = Holdings::new();
	holdings.add(Lots::from_inner(1_000), &above).unwrap();
	let found = off.losses(&holdings.profits(), &DiscountFactors::NONE, 0).unwrap();
	assert!(found.tilt == 0 && found.bend < 0);
}
