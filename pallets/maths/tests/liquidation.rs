// SPDX-License-Identifier: Apache-2.0
//! What must be true of auctions, of what follows them, and of the prices that lead there.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_sign_loss,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "test code"
)]

use market_maths::{
	aggregation::{
		deviation_scale, deviation_score, realised_variance, realised_variance_step,
		squared_return_per_year, PriceOverTime,
	},
	arithmetic::ONE,
	combination::{net_payment, Leg, Terms},
	liquidation::{
		backing, burned_for, deficit_of_closing, deleveraging_shares, from_insurance,
		insolvent_payout, insolvent_sale, share_fraction, share_loss, split_balance,
		AuctionParameters, Opposite, Standing,
	},
	margin::{
		collateral_credit, fraction_at_open_interest, linear_liquidation_prices,
		slice_bankruptcy_price, tiered_requirement, CollateralParameters, LinearPositions,
		OpenInterestBand, Tier,
	},
	units::{Cash, Lots, Price, Quantity, Rate, Usd},
};
use proptest::prelude::*;

const UNIT: i128 = ONE as i128;

fn usd(units: i128) -> Usd {
	Usd::from_inner(units)
}

fn rate(units: i128) -> Rate {
	Rate::from_inner(units)
}

/// From 0 to 1.
fn share() -> impl Strategy<Value = Rate> {
	prop_oneof![Just(0), Just(UNIT), 0..=UNIT].prop_map(rate)
}

prop_compose! {
	fn parameters()(
		one in share(),
		other in share(),
		times in (0u64..100_000, 0u64..100_000, 0u64..100_000),
		buffer in 0..UNIT,
		fee in share(),
	) -> AuctionParameters {
		AuctionParameters {
			start: one.max(other),
			turning: one.min(other),
			fast_ms: times.0,
			slow_ms: times.1,
			insolvent_ms: times.2,
			buffer: rate(buffer),
			fee,
			least_worth: Usd::ZERO,
		}
	}
}

/// An account that is worth something more than what bidders have paid, and lacks margin.
fn standing() -> impl Strategy<Value = Standing> {
	(1..1_000_000 * UNIT, share(), 1..2_000_000 * UNIT).prop_map(|(worth, paid, required)| {
		let reserved = usd(worth).fraction_floor(paid).unwrap();
		Standing { mark_to_market: usd(worth), maintenance: usd(-required), reserved }
	})
}

/// Numbered weights, and the same in another order.
fn shuffled<T: Clone + core::fmt::Debug>(
	of: impl Strategy<Value = T>,
) -> impl Strategy<Value = (Vec<(usize, T)>, Vec<(usize, T)>)> {
	prop::collection::vec(of, 1..20).prop_flat_map(|items| {
		let keyed: Vec<_> = items.into_iter().enumerate().collect();
		(Just(keyed.clone()), Just(keyed).prop_shuffle())
	})
}

fn sorted<T: Ord>(keyed: impl IntoIterator<Item = (usize, T)>) -> Vec<(usize, T)> {
	let mut all: Vec<_> = keyed.into_iter().collect();
	all.sort();
	all
}

fn keys<T>(keyed: &[(usize, T)]) -> impl Iterator<Item = usize> + '_ {
	keyed.iter().map(|(key, _)| *key)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]

	#[test]
	fn the_price_never_rises_and_stays_a_share(
		parameters in parameters(),
		time in 0u64..300_000,
		later in 0u64..300_000,
	) {
		let (before, after) = (parameters.price_factor(time), parameters.price_factor(time + later));
		let (before, after) = (before.unwrap(), after.unwrap());
		prop_assert!(after <= before && before <= parameters.start && !after.is_negative());
		prop_assert_eq!(after.is_zero() || !parameters.is_run_out(time + later), true);
	}

	#[test]
	fn nobody_pays_more_than_the_fraction_is_worth(
		parameters in parameters(),
		standing in standing(),
		wanted in share().prop_map(|wanted| wanted.max(rate(1))),
		factor in share(),
	) {
		let sale = standing.sale(wanted, factor, &parameters).unwrap();
		prop_assert!(sale.fraction <= wanted && !sale.fraction.is_negative());
		let for_sale = standing.mark_to_market.checked_sub(standing.reserved).unwrap();
		prop_assert!(sale.price <= for_sale.fraction_ceil(sale.fraction).unwrap());
		prop_assert!(!sale.price.is_negative() && sale.collateral >= sale.price);
	}

	#[test]
	fn what_is_left_after_the_greatest_fraction_has_its_buffer(
		parameters in parameters(), standing in standing(), factor in share(),
	) {
		let whole = rate(UNIT);
		let sale = standing.sale(whole, factor, &parameters).unwrap();
		prop_assert!(sale.exhausts);
		let kept = whole.checked_sub(sale.fraction).unwrap();
		let left = |part: Usd| {
			part.checked_sub(standing.reserved)
				.and_then(|part| part.fraction_floor(kept))
				.and_then(|part| part.checked_add(standing.reserved))
				.and_then(|part| part.checked_add(sale.price))
				.unwrap()
		};
		let after = Standing {
			mark_to_market: left(standing.mark_to_market),
			maintenance: left(standing.maintenance),
			reserved: standing.reserved.checked_add(sale.price).unwrap(),
		};
		let buffer_margin = after.buffer_margin(parameters.buffer).unwrap().into_inner();
		// A unit of the fraction is this much of the account.
		let unit = 10 + (standing.mark_to_market.into_inner() - standing.maintenance.into_inner()) / UNIT * 3;
		prop_assert!(buffer_margin >= -unit, "{buffer_margin} {unit}");
		// With all sold and paid for there may be more than the buffer.
		prop_assert!(sale.fraction == whole || buffer_margin <= unit, "{buffer_margin} {unit}");
	}

	#[test]
	fn a_lower_price_sells_more(
		parameters in parameters(), standing in standing(), one in share(), other in share(),
	) {
		let sold = |factor| standing.greatest_fraction(factor, &parameters).unwrap();
		prop_assert!(sold(one.min(other)) >= sold(one.max(other)));
		prop_assert!(sold(Rate::ZERO) <= rate(UNIT));
	}

	#[test]
	fn an_account_worth_less_than_the_least_is_for_sale_as_a_whole(
		parameters in parameters(),
		standing in standing(),
		margin in -1_000_000 * UNIT..1_000_000 * UNIT,
		factor in share(),
	) {
		let standing = Standing { maintenance: usd(margin), ..standing };
		let greatest = |least_worth: Usd| {
			let parameters = AuctionParameters { least_worth, ..parameters };
			standing.greatest_fraction(factor, &parameters)
		};
		let worth = standing.mark_to_market;
		prop_assert_eq!(greatest(worth.checked_add(usd(1)).unwrap()), Ok(rate(UNIT)));
		prop_assert_eq!(greatest(worth), greatest(Usd::ZERO));
	}

	#[test]
	fn the_fee_is_never_more_than_its_share_of_the_account(
		parameters in parameters(), standing in standing(),
	) {
		let fee = standing.fee(&parameters).unwrap();
		prop_assert!(!fee.is_negative());
		prop_assert!(fee <= standing.mark_to_market.fraction_ceil(parameters.fee).unwrap());
	}

	#[test]
	fn bids_share_what_is_for_sale_whatever_their_order(
		(bids, other) in shuffled(share()), greatest in share(), balance: i128,
	) {
		let got = share_fraction(&bids, greatest).unwrap();
		let total: i128 = got.iter().map(|share| share.into_inner()).sum();
		let wanted: i128 = bids.iter().map(|(_, wanted)| wanted.into_inner()).sum();
		prop_assert_eq!(total, wanted.min(greatest.into_inner()));
		prop_assert!(got.iter().zip(&bids).all(|(got, (_, wanted))| got <= wanted));
		let turned = share_fraction(&other, greatest).unwrap();
		prop_assert_eq!(
			sorted(keys(&bids).zip(got.clone())),
			sorted(keys(&other).zip(turned.clone()))
		);

		let sold: Vec<_> = keys(&bids).zip(got).collect();
		let parts = split_balance(balance, &sold).unwrap();
		let moved: i128 = parts.iter().sum();
		prop_assert!(moved.unsigned_abs() <= balance.unsigned_abs());
		prop_assert!(parts.iter().all(|part| *part == 0 || (*part < 0) == (balance < 0)));
		prop_assert!(total < UNIT || moved == balance);
		let other: Vec<_> = keys(&other).zip(turned).collect();
		let turned = split_balance(balance, &other).unwrap();
		prop_assert_eq!(sorted(keys(&sold).zip(parts)), sorted(keys(&other).zip(turned)));
	}

	#[test]
	fn a_payout_rises_and_is_never_above_what_is_lacking(
		worth in -(1i128 << 90)..1i128 << 90,
		required in 0i128..1i128 << 90,
		length in 0u64..10_000,
		time in 0u64..10_000,
		later in 0u64..10_000,
		wanted in share(),
	) {
		let standing = Standing {
			mark_to_market: usd(worth),
			maintenance: usd(worth - required),
			reserved: Usd::ZERO,
		};
		let payout = |time| insolvent_payout(&standing, time, length).unwrap();
		let lacking = usd(required - worth).max(Usd::ZERO);
		prop_assert!(!payout(time).is_negative() && payout(time) <= payout(time + later));
		prop_assert!(payout(time + later) <= lacking);
		if !wanted.is_zero() {
			let sale = insolvent_sale(&standing, wanted, payout(time)).unwrap();
			let paid = sale.price.checked_neg().unwrap();
			prop_assert!(paid <= payout(time) && !sale.collateral.is_negative());
			// The bidder can bear the fraction with what is paid and what is held.
			let borne = paid.checked_add(sale.collateral).unwrap();
			prop_assert!(borne >= lacking.fraction_floor(wanted).unwrap());
		}
	}

	#[test]
	fn what_insurance_pays_and_what_is_shared_is_what_was_lost(
		loss in 0i128..1 << 100, fund in 0i128..1 << 100, (gains, other) in shuffled(-100i128..1 << 90),
	) {
		let (paid, unpaid) =
			from_insurance(Cash::from_inner(loss), Cash::from_inner(fund)).unwrap();
		prop_assert_eq!(paid.into_inner() + unpaid.into_inner(), loss);
		prop_assert!(paid.into_inner() <= fund && !unpaid.is_negative());

		let in_cash = |keyed: &[(usize, i128)]| -> Vec<_> {
			keyed.iter().map(|(key, gain)| (*key, Cash::from_inner(*gain))).collect()
		};
		let (borne, left) = share_loss(unpaid, &in_cash(&gains)).unwrap();
		let all: i128 = borne.iter().map(|part| part.into_inner()).sum();
		prop_assert_eq!(all + left.into_inner(), unpaid.into_inner());
		for (borne, (_, gain)) in borne.iter().zip(&gains) {
			prop_assert!(borne.into_inner() <= (*gain).max(0) && !borne.is_negative());
		}
		let (turned, _) = share_loss(unpaid, &in_cash(&other)).unwrap();
		prop_assert_eq!(sorted(keys(&gains).zip(borne)), sorted(keys(&other).zip(turned)));
	}

	#[test]
	fn a_pool_that_is_written_down_pays_everybody_and_no_more(
		held in 1i128..1 << 60, claims in prop::collection::vec(1i128..1 << 50, 1..20),
	) {
		let all: i128 = claims.iter().sum();
		let backed = backing(Cash::from_inner(held), Cash::from_inner(all)).unwrap();
		prop_assert!(backed <= rate(UNIT) && !backed.is_negative());
		// Everybody asks for what his cash is worth: the pool can pay, and nobody burns more than
		// he has.
		let mut paid = 0;
		for claim in claims {
			let worth = claim * backed.into_inner() / UNIT;
			paid += worth;
			if !backed.is_zero() {
				let burned = burned_for(Cash::from_inner(worth), backed).unwrap().into_inner();
				prop_assert!(burned <= claim && burned >= worth);
			}
		}
		prop_assert!(paid <= held);
	}

	#[test]
	fn deleveraging_takes_no_more_than_there_is_and_no_order_changes_it(
		(positions, other) in shuffled((0u64..1_000, -5i128..1_000)), closing in 0u64..12_000,
	) {
		let opposites = |keyed: &[(usize, (u64, i128))]| -> Vec<_> {
			keyed
				.iter()
				.map(|(key, (lots, relief))| Opposite { key: *key, lots: *lots, relief: usd(*relief) })
				.collect()
		};
		let of = opposites(&positions);
		let shares = deleveraging_shares(closing, &of).unwrap();
		let all: u64 = of.iter().map(|of| of.lots).sum();
		prop_assert_eq!(shares.iter().sum::<u64>(), closing.min(all));
		for (share, of) in shares.iter().zip(&of) {
			prop_assert!(*share <= of.lots);
			// A hedge gives only when whoever sheds risk has given all.
			if of.relief <= Usd::ZERO && *share > 0 {
				let others = shares.iter().zip(opposites(&positions));
				prop_assert!(others.into_iter().all(|(share, of)| of.relief <= Usd::ZERO || *share == of.lots));
			}
		}
		// Of two who are not exhausted, who sheds more gives no less.
		for (share, one) in shares.iter().zip(&of) {
			for (other_share, other) in shares.iter().zip(&of) {
				if *share < one.lots && one.relief > other.relief && other.relief > Usd::ZERO {
					prop_assert!(share + 1 >= *other_share);
				}
			}
		}
		let turned = deleveraging_shares(closing, &opposites(&other)).unwrap();
		prop_assert_eq!(sorted(keys(&positions).zip(shares)), sorted(keys(&other).zip(turned)));
	}
}

/// Three tiers whose fractions rise.
fn tiers() -> impl Strategy<Value = [Tier; 3]> {
	((1..1_000i128, 1..1_000i128), (0..300i128, 0..300i128, 0..300i128)).prop_map(
		|((first, second), (low, middle, high))| {
			let tier = |above: i128, fraction: i128| Tier {
				above: usd(above * 100 * UNIT),
				fraction: rate(fraction * UNIT / 1_000),
			};
			[tier(0, low), tier(first, low + middle), tier(first + second, low + middle + high)]
		},
	)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]

	#[test]
	fn a_tiered_requirement_rises_and_bends_upwards(
		tiers in tiers(), notional in 0..300_000i128, more in 1..100_000i128,
	) {
		let at = |notional: i128| {
			tiered_requirement(usd(notional * UNIT), &tiers).unwrap().into_inner()
		};
		let (low, middle, high) = (at(notional), at(notional + more), at(notional + 2 * more));
		prop_assert!(low <= middle && middle <= high);
		prop_assert!(middle - low <= high - middle + 6);
		prop_assert!(low <= notional * UNIT);
	}

	#[test]
	fn more_open_interest_never_asks_for_less(
		base in share(), lower in 0..1_000i128, width in 1..1_000i128,
		interest in 0..3_000i128, more in 0..1_000i128,
	) {
		let band = OpenInterestBand { lower: usd(lower), upper: usd(lower + width) };
		let at = |interest| fraction_at_open_interest(base, usd(interest), band).unwrap();
		prop_assert!(at(interest) >= base && at(interest) <= at(interest + more));
		prop_assert!(at(interest + more) <= rate(UNIT));
	}

	#[test]
	fn at_its_liquidation_price_a_margin_has_just_run_out(
		tiers in tiers(),
		mark in 1..1_000u128,
		perpetual in -1_000..1_000i128,
		collateral in prop_oneof![Just(0i128), 0..200_000i128],
		net in 0..100_000i128,
	) {
		let positions = LinearPositions {
			mark: Price::from_inner(mark * ONE),
			perpetual: Quantity::from_inner(perpetual * UNIT),
			collateral: usd(collateral * UNIT),
			net: usd(net * UNIT),
		};
		let mark = mark as i128 * UNIT;
		// The margin at a price, in units of 10^-18, to a few of them.
		let margin = |price: Price| {
			let price = price.into_inner() as i128;
			let required = |price: i128| {
				tiered_requirement(usd(perpetual.abs() * price), &tiers).unwrap().into_inner()
			};
			let coins = collateral * (price - mark) / (mark / UNIT);
			net * UNIT + perpetual * (price - mark) + coins - required(price) + required(mark)
		};
		let (below, above) = linear_liquidation_prices(&positions, &tiers).unwrap();
		let bound = 1_000_000;
		for price in [below, above].into_iter().flatten() {
			let left = margin(price);
			prop_assert!(left >= -bound && left <= bound, "{price}: {left}");
		}
		if let Some(below) = below {
			prop_assert!(below.into_inner() as i128 <= mark);
		} else {
			prop_assert!(margin(Price::ZERO) >= -bound);
		}
		if let Some(above) = above {
			prop_assert!(above.into_inner() as i128 >= mark);
		} else {
			prop_assert!(margin(Price::from_inner(ONE * 1_000_000)) >= -bound);
		}
	}
}

proptest! {
	#[test]
	fn an_average_over_time_lies_between_its_prices_and_joins_its_parts(
		first in (1u128..1 << 80, 1u64..1_000_000), second in (1u128..1 << 80, 1u64..1_000_000),
	) {
		let start = PriceOverTime::default();
		let middle = start.then(Price::from_inner(first.0), first.1).unwrap();
		let end = middle.then(Price::from_inner(second.0), second.1).unwrap();
		let average = end.average_since(&start).unwrap().into_inner();
		prop_assert!(average >= first.0.min(second.0) && average <= first.0.max(second.0));
		prop_assert_eq!(middle.average_since(&start).unwrap().into_inner(), first.0);
		prop_assert_eq!(end.average_since(&middle).unwrap().into_inner(), second.0);
	}

	#[test]
	fn a_score_does_not_depend_on_the_order_of_votes_and_grows_with_distance(
		(votes, other) in shuffled((1u128..1_000_000, 1u128..100)), vote in 1u128..1_000_000,
	) {
		let median = Price::from_inner(500_000);
		let least = rate(UNIT / 5_000);
		let scale = |keyed: &[(usize, (u128, u128))]| {
			let votes: Vec<_> =
				keyed.iter().map(|(_, (price, weight))| (Price::from_inner(*price), *weight)).collect();
			deviation_scale(&votes, median, least).unwrap()
		};
		let width = scale(&votes);
		prop_assert_eq!(width, scale(&other));
		let score = |price| deviation_score(Price::from_inner(price), median, width).unwrap();
		prop_assert!(!score(vote).is_negative());
		let farther = if vote >= 500_000 { vote + 7 } else { vote.saturating_sub(7) };
		prop_assert!(score(farther) >= score(vote));
	}

	#[test]
	fn a_step_of_realised_variance_stays_between_what_was_and_what_happened(
		average in 0..10 * UNIT, then in 1u128 << 60..1 << 70, now in 1u128 << 60..1 << 70,
		elapsed in 1u64..1_000_000, half_life in 1u64..100_000_000,
	) {
		let (then, now) = (Price::from_inner(then), Price::from_inner(now));
		let sample = squared_return_per_year(then, now, elapsed).unwrap();
		let next = realised_variance_step(rate(average), then, now, elapsed, half_life).unwrap();
		prop_assert!(next >= rate(average).min(sample) && next <= rate(average).max(sample));
	}
}

/// Any number, small ones as often as large ones.
fn any_size() -> impl Strategy<Value = i128> {
	(any::<i128>(), 0u32..127).prop_map(|(number, shift)| number >> shift)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(5_000))]

	#[test]
	fn no_input_makes_an_auction_panic(
		amounts in (any_size(), any_size(), any_size()),
		rates in (any_size(), any_size(), any_size(), any_size(), any_size()),
		times: (u64, u64, u64, u64),
		lots: (u64, u64, i64, i64),
	) {
		let parameters = AuctionParameters {
			start: rate(rates.0),
			turning: rate(rates.1),
			fast_ms: times.0,
			slow_ms: times.1,
			insolvent_ms: times.2,
			buffer: rate(rates.2),
			fee: rate(rates.3),
			least_worth: usd(amounts.2),
		};
		let standing = Standing {
			mark_to_market: usd(amounts.0),
			maintenance: usd(amounts.1),
			reserved: usd(amounts.2),
		};
		for wanted in [rate(rates.4), rate(UNIT / 3)] {
			let _ = standing.sale(wanted, rate(rates.3), &parameters);
			let _ = split_balance(amounts.0, &[(0, wanted), (1, rate(rates.3))]);
			let _ = share_fraction(&[(0, wanted), (1, rate(rates.3))], rate(rates.0));
			let _ = insolvent_sale(&standing, wanted, usd(amounts.2));
		}
		let _ = standing.fee(&parameters);
		let _ = standing.verdict(times.3, &parameters);
		let _ = insolvent_payout(&standing, times.3, times.2);
		let _ = backing(Cash::from_inner(amounts.0), Cash::from_inner(amounts.1));
		let _ = burned_for(Cash::from_inner(amounts.0), rate(rates.0));
		let _ = share_loss(Cash::from_inner(amounts.0), &[(0, Cash::from_inner(amounts.1))]);
		let _ = deficit_of_closing(
			Cash::from_inner(amounts.0),
			usd(amounts.1),
			usd(amounts.2),
			Lots::from_inner(lots.2),
			Lots::from_inner(lots.3),
		);
		let opposites = [(0, lots.0, amounts.0), (1, lots.1, amounts.1)]
			.map(|(key, lots, relief)| Opposite { key, lots, relief: usd(relief) });
		let _ = deleveraging_shares(times.0, &opposites);
	}

	#[test]
	fn no_input_makes_a_price_of_trouble_panic(
		amounts in (any_size(), any_size(), any_size(), any_size()),
		fractions in (any_size(), any_size()),
		prices: (u128, u128),
		shift in 0u32..128,
		times: (u64, u64),
	) {
		let (mark, other) = (Price::from_inner(prices.0 >> shift), Price::from_inner(prices.1));
		let tiers = [
			Tier { above: Usd::ZERO, fraction: rate(fractions.0) },
			Tier { above: usd(amounts.3), fraction: rate(fractions.1) },
		];
		let positions = LinearPositions {
			mark,
			perpetual: Quantity::from_inner(amounts.0),
			collateral: usd(amounts.1),
			net: usd(amounts.2),
		};
		let _ = linear_liquidation_prices(&positions, &tiers);
		let flat = Tier { above: Usd::ZERO, fraction: rate(UNIT / 20) };
		let steep = Tier { above: usd(amounts.3.max(1)), fraction: rate(UNIT) };
		let _ = linear_liquidation_prices(&positions, &[flat, steep]);
		let _ = tiered_requirement(usd(amounts.0), &[flat, steep]);
		let band = OpenInterestBand { lower: usd(amounts.1), upper: usd(amounts.2) };
		let _ = fraction_at_open_interest(rate(fractions.0), usd(amounts.0), band);
		let haircuts =
			CollateralParameters { factor: rate(fractions.0), initial_scale: rate(fractions.1) };
		let coins = Quantity::from_inner(amounts.0);
		let _ = collateral_credit(coins, mark, usd(amounts.1), &haircuts);
		let _ = slice_bankruptcy_price(mark, coins, usd(amounts.1), usd(amounts.2), usd(amounts.3));
		let terms = [Terms::Outright, Terms::AgainstMark(other)];
		let _ = net_payment(&terms.map(|terms| Leg { quantity: coins, price: mark, terms }));
		let _ = PriceOverTime::default().then(mark, times.0);
		let _ = deviation_scale(&[(mark, prices.1)], other, rate(fractions.0));
		let _ = deviation_score(mark, other, other);
		let _ = realised_variance(&[mark, other, mark], times.0);
		let _ = realised_variance_step(rate(fractions.0), mark, other, times.0, times.1);
	}
}
