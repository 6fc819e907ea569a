// SPDX-License-Identifier: Apache-2.0
//! What holds for every input, not only for the cases somebody thought of.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_sign_loss,
	clippy::unwrap_used,
	reason = "test code"
)]

use market_maths::{
	aggregation::{
		aggregate, clamp_step, ema_step, median, minute_median, settlement_mean,
		weighted_lower_median, Vote,
	},
	arithmetic::{multiply_divide_floor, ONE},
	functions::{exp, ln, normal_cdf, normal_density, square_root},
	options::{implied_volatility, settling_forward, Black76, Expiry, OptionKind, Shock, Strike},
	perpetuals::{funding_increment, funding_payment, median_of_three, profit},
	units::{Price, Quantity, Rate, Usd, Volatility},
};
use proptest::prelude::*;

const UNIT: i128 = ONE as i128;

/// A cent to ten million.
fn price() -> impl Strategy<Value = Price> {
	(16u32..24, 1_000_000_000u128..10_000_000_000)
		.prop_map(|(power, digits)| Price::from_inner(digits * 10u128.pow(power) / 1_000_000_000))
}

/// A forward and a strike up to e² apart, with every other one close to the money.
fn forward_and_strike() -> impl Strategy<Value = (Price, Price)> {
	(price(), prop_oneof![135_000u128..7_389_000, 990_000u128..1_010_000]).prop_map(
		|(forward, millionths)| {
			(forward, Price::from_inner(forward.into_inner() / 1_000_000 * millionths))
		},
	)
}

prop_compose! {
	fn option()(
		(forward, strike) in forward_and_strike(),
		volatility in 20_000_000_000_000_000u128..5_000_000_000_000_000_000,
		seconds_to_expiry in prop_oneof![1u64..100_000, 100_000u64..100_000_000],
		rate in prop_oneof![Just(0i128), -50_000_000_000_000_000i128..200_000_000_000_000_000],
	) -> Black76 {
		Black76 {
			forward,
			strike,
			volatility: Volatility::from_inner(volatility),
			seconds_to_expiry,
			rate: Rate::from_inner(rate),
		}
	}
}

/// The bound on a price's error, 4·10^-18 (1 + max(F, K)), and the last digit's rounding.
fn error_of(option: &Black76) -> u128 {
	2 + 4 * (ONE + option.forward.max(option.strike).into_inner()) / ONE
}

fn both(option: &Black76) -> (u128, u128) {
	let (call, put) = option.prices().unwrap();
	(call.into_inner(), put.into_inner())
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]

	#[test]
	fn call_minus_put_is_the_discounted_distance_to_the_last_digit(option in option()) {
		let (call, put) = both(&option);
		let of = |kind| option.intrinsic(kind).unwrap().into_inner();
		prop_assert_eq!(call - of(OptionKind::Call), put - of(OptionKind::Put));
		prop_assert_eq!(of(OptionKind::Call).min(of(OptionKind::Put)), 0);
		if option.rate.is_zero() {
			prop_assert_eq!(
				call + option.strike.into_inner(),
				put + option.forward.into_inner()
			);
		}
	}

	#[test]
	fn time_value_is_what_either_kind_costs_beyond_its_intrinsic_value(option in option()) {
		let time_value = option.time_value().unwrap();
		for kind in [OptionKind::Call, OptionKind::Put] {
			let price = option.price(kind).unwrap();
			// A negative one would be refused here.
			prop_assert_eq!(price.checked_sub(option.intrinsic(kind).unwrap()), Ok(time_value));
		}
		let calm = Black76 { volatility: Volatility::ZERO, ..option };
		let expired = Black76 { seconds_to_expiry: 0, ..option };
		prop_assert_eq!(calm.time_value(), Ok(Price::ZERO));
		prop_assert_eq!(expired.time_value(), Ok(Price::ZERO));
	}

	#[test]
	fn a_price_lies_between_its_intrinsic_value_and_its_maximum(option in option()) {
		let (call, put) = both(&option);
		let discounted = |price: Price| {
			Expiry::new(price, option.seconds_to_expiry, option.rate)
				.and_then(|expiry| expiry.intrinsic(OptionKind::Call, Price::ZERO))
				.unwrap()
				.into_inner()
		};
		prop_assert!(call >= option.intrinsic(OptionKind::Call).unwrap().into_inner());
		prop_assert!(put >= option.intrinsic(OptionKind::Put).unwrap().into_inner());
		prop_assert!(call <= discounted(option.forward) + error_of(&option));
		prop_assert!(put <= discounted(option.strike) + error_of(&option));
		let (call, put) = both(&Black76 { rate: Rate::ZERO, ..option });
		prop_assert!(call <= option.forward.into_inner() && put <= option.strike.into_inner());
	}

	#[test]
	fn more_volatility_never_costs_less(option in option(), more in 1u128..1_000_000_000_000_000_000) {
		let dearer = Volatility::from_inner(option.volatility.into_inner() + more);
		let (call, put) = both(&option);
		let (dear_call, dear_put) = both(&Black76 { volatility: dearer, ..option });
		prop_assert!(dear_call + error_of(&option) >= call);
		prop_assert!(dear_put + error_of(&option) >= put);
	}

	#[test]
	fn a_higher_forward_is_good_for_calls_and_bad_for_puts(option in option(), more in 1u128..ONE) {
		let higher = Price::from_inner(option.forward.into_inner() + more);
		let (call, put) = both(&option);
		let (higher_call, higher_put) = both(&Black76 { forward: higher, ..option });
		prop_assert!(higher_call + error_of(&option) >= call);
		prop_assert!(higher_put <= put + error_of(&option));
	}

	#[test]
	fn a_higher_strike_is_bad_for_calls_and_good_for_puts(option in option(), more in 1u128..ONE) {
		let higher = Price::from_inner(option.strike.into_inner() + more);
		let (call, put) = both(&option);
		let (higher_call, higher_put) = both(&Black76 { strike: higher, ..option });
		prop_assert!(higher_call <= call + error_of(&option));
		prop_assert!(higher_put + error_of(&option) >= put);
	}

	#[test]
	fn a_butterfly_is_never_free_money(option in option(), apart in 1u128..1_000) {
		let width = option.strike.into_inner() / 1_001 * apart;
		let at = |strike| both(&Black76 { strike: Price::from_inner(strike), ..option }).0;
		let strike = option.strike.into_inner();
		let wings = at(strike - width) + at(strike + width);
		prop_assert!(wings + 6 * error_of(&option) >= 2 * at(strike));
	}

	#[test]
	fn a_shocked_expiry_is_the_expiry_of_the_shocked_forward(
		option in option(),
		multiplier in 300_000_000_000_000_000i128..4_000_000_000_000_000_000,
	) {
		let shock = Shock::new(Rate::from_inner(multiplier)).unwrap();
		let expiry =
			Expiry::new(option.forward, option.seconds_to_expiry, option.rate).unwrap();
		let shocked = expiry.under(&shock).unwrap();
		let anew = expiry.with_forward(shocked.forward());
		let strike = Strike::new(option.strike);
		let same = |a: Price, b: Price| {
			let larger = option.strike.max(shocked.forward()).into_inner();
			a.into_inner().abs_diff(b.into_inner()) <= 2 + 4 * larger / ONE
		};
		let (call, put) = shocked.prices(&strike, option.volatility).unwrap();
		let (other_call, other_put) = anew.prices(&strike, option.volatility).unwrap();
		prop_assert!(same(call, other_call) && same(put, other_put));
		let level = expiry.level(option.volatility).unwrap();
		prop_assert_eq!(expiry.prices_under(&shock, &strike, &level), Ok((call, put)));
	}

	#[test]
	fn greeks_have_their_signs_and_deltas_add_up(option in option()) {
		let call = option.greeks(OptionKind::Call).unwrap();
		let put = option.greeks(OptionKind::Put).unwrap();
		prop_assert!(!call.delta.is_negative() && put.delta <= Rate::ZERO);
		let discount = Expiry::new(option.forward, option.seconds_to_expiry, option.rate)
			.unwrap()
			.discount_factor();
		prop_assert_eq!(call.delta.checked_sub(put.delta), discount);
		prop_assert!(!call.gamma.is_negative() && call.gamma == put.gamma);
		prop_assert!(!call.vega.is_negative() && call.vega == put.vega);
		prop_assert!(call.rho <= Usd::ZERO && put.rho <= Usd::ZERO);
	}

	#[test]
	fn greeks_are_the_differences_of_prices(option in option()) {
		// Differences of the second order say little about an option that is nearly a step.
		let years = option.seconds_to_expiry as i128 * UNIT / 31_536_000;
		let volatility = option.volatility.into_inner() as i128;
		let variance = volatility / 1_000_000_000 * (volatility / 1_000_000_000) / UNIT * years;
		if option.seconds_to_expiry < 1_000_000 || variance < UNIT / 400 {
			return Ok(());
		}
		let value = |option: &Black76| both(option).0 as i128;
		let greeks = option.greeks(OptionKind::Call).unwrap();
		let scale = (option.forward.max(option.strike).into_inner() as i128 + UNIT) / UNIT;
		let over = |up: i128, down: i128, apart: i128| {
			multiply_divide_floor(up - down, UNIT, apart.unsigned_abs()).unwrap()
		};
		let close = |found: i128, greek: i128, scale: i128| {
			// 10^-7 of the size of the greek's unit.
			(found - greek).abs() <= scale * (UNIT / 10_000_000) + greek.abs() / 1_000_000
		};

		let step = option.forward.into_inner() / 100_000;
		let moved = |forward: u128| Black76 { forward: Price::from_inner(forward), ..option };
		let (up, down) = (moved(option.forward.into_inner() + step), moved(option.forward.into_inner() - step));
		let apart = 2 * step as i128;
		prop_assert!(close(over(value(&up), value(&down), apart), greeks.delta.into_inner(), 1));
		let delta = |option: &Black76| option.greeks(OptionKind::Call).unwrap().delta.into_inner();
		// Gamma times the forward, in deltas.
		let bend = (delta(&up) - delta(&down)) * 50_000;
		let gamma = multiply_divide_floor(greeks.gamma.into_inner(), option.forward.into_inner() as i128, ONE).unwrap();
		prop_assert!((bend - gamma).abs() <= UNIT / 1_000_000 + gamma / 100_000, "{bend} {gamma}");

		let step = ONE / 100_000;
		let moved = |volatility: u128| Black76 { volatility: Volatility::from_inner(volatility), ..option };
		let (up, down) = (moved(option.volatility.into_inner() + step), moved(option.volatility.into_inner() - step));
		prop_assert!(close(over(value(&up), value(&down), 2 * step as i128), greeks.vega.into_inner(), scale));

		let step = ONE as i128 / 100_000;
		let moved = |rate: i128| Black76 { rate: Rate::from_inner(rate), ..option };
		let (up, down) = (moved(option.rate.into_inner() + step), moved(option.rate.into_inner() - step));
		prop_assert!(close(over(value(&up), value(&down), 2 * step), greeks.rho.into_inner(), 10 * scale));

		// As time passes there is less of it.
		let step = option.seconds_to_expiry / 10_000;
		let moved = |seconds: u64| Black76 { seconds_to_expiry: seconds, ..option };
		let (up, down) = (moved(option.seconds_to_expiry - step), moved(option.seconds_to_expiry + step));
		let apart = 2 * step as i128 * UNIT / 31_536_000;
		prop_assert!(close(over(value(&up), value(&down), apart), greeks.theta.into_inner(), 10 * scale));
	}

	#[test]
	fn what_a_step_brings_lies_between_the_greeks_at_both_ends(
		option in option(),
		part in 1u128..1_000_000,
		more in 1u128..ONE,
	) {
		let of_delta = 10;
		let greeks = |option: &Black76| option.greeks(OptionKind::Call).unwrap();
		let times = |step: u128, slope: i128| multiply_divide_floor(step as i128, slope, ONE).unwrap();
		let gained = |from: &Black76, to: &Black76| both(to).0 as i128 - both(from).0 as i128;

		// A call is convex in its forward.
		let step = (option.forward.into_inner() / 1_000_000 * part).max(1);
		let dearer = Price::from_inner(option.forward.into_inner() + step);
		let dearer = Black76 { forward: dearer, ..option };
		let (here, there) = (greeks(&option), greeks(&dearer));
		let slack = 2 * error_of(&dearer) as i128 + times(step, of_delta) + 2;
		let brought = gained(&option, &dearer);
		prop_assert!(brought + slack >= times(step, here.delta.into_inner()));
		prop_assert!(brought <= times(step, there.delta.into_inner()) + slack);
		// Gamma and vega have one peak, so that between two places neither is below both.
		let gamma = here.gamma.min(there.gamma).into_inner();
		let gamma = (gamma - gamma / 1_000_000_000_000_000 - 2).max(0);
		let bent = there.delta.into_inner() - here.delta.into_inner();
		prop_assert!(bent + 2 * of_delta + 2 >= times(step, gamma));

		let wilder = Volatility::from_inner(option.volatility.into_inner() + more);
		let wilder = Black76 { volatility: wilder, ..option };
		let vega = here.vega.min(greeks(&wilder).vega).into_inner();
		let slack = 5 * error_of(&option) as i128 + 2;
		prop_assert!(gained(&option, &wilder) + slack >= times(more, vega));
	}

	#[test]
	fn the_implied_volatility_of_a_price_has_that_price(option in option()) {
		let expiry =
			Expiry::new(option.forward, option.seconds_to_expiry, option.rate).unwrap();
		let strike = Strike::new(option.strike);
		for kind in [OptionKind::Call, OptionKind::Put] {
			let (price, greeks) =
				expiry.price_and_greeks(kind, &strike, option.volatility).unwrap();
			let intrinsic = expiry.intrinsic(kind, option.strike).unwrap();
			let vega = greeks.vega.into_inner().unsigned_abs();
			let time_value = price.checked_sub(intrinsic).unwrap().into_inner();
			// Where the last digit of the price decides the third of the volatility, nothing is left
			// to compare.
			if time_value < 1_000_000 || vega < 1_000_000_000 {
				continue;
			}
			let found = implied_volatility(kind, &expiry, &strike, price);
			prop_assert!(found.is_ok(), "{kind:?} {price} {found:?}");
			let apart =
				found.unwrap().into_inner().abs_diff(option.volatility.into_inner());
			// The price is known to its error and to its last digit.
			let from_price = (ONE + option.forward.min(option.strike).into_inner() / 4 + ONE / 2) / vega;
			let bound = 2 + option.volatility.into_inner() / 500_000_000_000_000 + from_price;
			prop_assert!(apart <= bound, "{apart} > {bound}");
		}
	}

	#[test]
	fn no_input_makes_pricing_panic(
		forward: u128,
		strike: u128,
		volatility: u128,
		seconds_to_expiry: u64,
		rate: i128,
		price: u128,
		shifts in (0u32..128, 0u32..128, 0u32..128, 0u32..64, 0u32..128),
	) {
		let option = Black76 {
			forward: Price::from_inner(forward >> shifts.0),
			strike: Price::from_inner(strike >> shifts.1),
			volatility: Volatility::from_inner(volatility >> shifts.2),
			seconds_to_expiry: seconds_to_expiry >> shifts.3,
			rate: Rate::from_inner(rate >> shifts.4),
		};
		for kind in [OptionKind::Call, OptionKind::Put] {
			if let (Ok(price), Ok(intrinsic)) = (option.price(kind), option.intrinsic(kind)) {
				prop_assert!(price >= intrinsic);
			}
			let _ = option.greeks(kind);
			if let Ok(expiry) =
				Expiry::new(option.forward, option.seconds_to_expiry, option.rate)
			{
				let _ = implied_volatility(
					kind,
					&expiry,
					&Strike::new(option.strike),
					Price::from_inner(price >> shifts.0),
				);
			}
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(20_000))]

	#[test]
	fn the_normal_distribution_never_decreases(
		x in -9_100_000_000_000_000_000i128..9_100_000_000_000_000_000,
		step in prop_oneof![1i128..20, 1i128..100_000_000, 1i128..ONE as i128],
	) {
		prop_assert!(normal_cdf(x) <= normal_cdf(x + step));
		prop_assert_eq!(normal_cdf(x) + normal_cdf(-x), ONE);
	}

	#[test]
	fn the_density_is_even(x: i128) {
		let x = x.max(-i128::MAX);
		prop_assert_eq!(normal_density(x), normal_density(-x));
	}

	#[test]
	fn exponential_and_logarithm_never_decrease(
		x in -45_000_000_000_000_000_000i128..46_000_000_000_000_000_000, number in 1u128.., step in 0u64..1_000_000_000,
	) {
		let (low, high) = (exp(x).unwrap(), exp(x + i128::from(step)).unwrap());
		// Between neighbours only the error of the last digits can turn the order.
		prop_assert!(low <= high + 1 + high / ONE);
		let higher = number.saturating_add(step.into());
		prop_assert!(ln(number).unwrap() <= ln(higher).unwrap() + 1);
	}

	#[test]
	fn the_logarithm_undoes_the_exponential(x in -20_000_000_000_000_000_000i128..46_000_000_000_000_000_000) {
		let y = exp(x).unwrap();
		// A unit of y is this much of x.
		let bound = 3 + 2 * ONE / y;
		prop_assert!(ln(y).unwrap().abs_diff(x) <= bound);
	}

	#[test]
	fn roots_are_floors(x: u128, shift in 0u32..128) {
		let x = x >> shift;
		let root = square_root(x).unwrap();
		let square = |root: u128| primitive_types::U256::from(root) * primitive_types::U256::from(root);
		let exact = primitive_types::U256::from(x) * primitive_types::U256::from(ONE);
		prop_assert!(square(root) <= exact && square(root + 1) > exact);
	}

	#[test]
	fn an_average_lies_between_what_it_averages(
		previous in -(1i128 << 90)..1i128 << 90,
		sample in -(1i128 << 90)..1i128 << 90,
		elapsed: u32,
		window in 1u32..,
	) {
		let next = ema_step(previous, sample, elapsed.into(), window.into()).unwrap();
		prop_assert!(next >= previous.min(sample) && next <= previous.max(sample));
	}

	#[test]
	fn a_clamped_step_stays_within_the_step(last in price(), raw in price(), ms in 0u64..60_000) {
		let step = Rate::from_inner(ONE as i128 / 100);
		let (clamped, was) = clamp_step(last, raw, step, ms, 3_000).unwrap();
		prop_assert_eq!(was, clamped != raw);
		// √20 < 5.
		let moved = clamped.into_inner().abs_diff(last.into_inner());
		prop_assert!(moved <= last.into_inner() / 100 * 5 + 5);
		prop_assert!((clamped >= last) == (raw >= last) || clamped == last);
	}
}

proptest! {
	#[test]
	fn aggregates_do_not_depend_on_the_order(
		votes in prop::collection::vec((1u128..1_000, 0u128..50, 0u128..100), 1..20),
		seed: u64,
	) {
		let mut shuffled = votes.clone();
		// Any permutation will do; this one depends on the seed.
		shuffled.sort_by_key(|vote| (vote.0 ^ u128::from(seed)).wrapping_mul(0x9e37_79b9_7f4a_7c15));
		let votes_of = |rows: &[(u128, u128, u128)]| -> Vec<Vote> {
			rows.iter()
				.map(|row| Vote {
					price: Price::from_inner(row.0),
					confidence: Price::from_inner(row.1),
					weight: row.2,
				})
				.collect()
		};
		prop_assert_eq!(aggregate(&votes_of(&votes)), aggregate(&votes_of(&shuffled)));

		let mut pairs: Vec<_> = votes.iter().map(|row| (row.0, row.2)).collect();
		let mut other: Vec<_> = shuffled.iter().map(|row| (row.0, row.2)).collect();
		let found = weighted_lower_median(&mut pairs);
		prop_assert_eq!(found, weighted_lower_median(&mut other));
		if let Ok(found) = found {
			// Less than half of the weight lies below, at most half above.
			let total: u128 = votes.iter().map(|row| row.2).sum();
			let below: u128 = votes.iter().filter(|row| row.0 < found).map(|row| row.2).sum();
			let above: u128 = votes.iter().filter(|row| row.0 > found).map(|row| row.2).sum();
			prop_assert!(2 * below < total && 2 * above <= total);
		}
	}

	#[test]
	fn a_minority_cannot_move_the_median_beyond_the_honest(
		honest in prop::collection::vec(900u128..1_100, 3..20),
		hostile in prop::collection::vec(any::<u128>(), 0..10),
	) {
		prop_assume!(hostile.len() < honest.len());
		let mut votes: Vec<_> =
			honest.iter().chain(&hostile).map(|price| (*price, 1u128)).collect();
		let found = weighted_lower_median(&mut votes).unwrap();
		prop_assert!(honest.iter().any(|price| *price <= found));
		prop_assert!(honest.iter().any(|price| *price >= found));
	}

	#[test]
	fn plain_medians_agree_and_lie_inside(values in prop::collection::vec(0u64.., 1..30)) {
		let mut signed: Vec<i128> = values.iter().copied().map(i128::from).collect();
		let mut prices: Vec<Price> =
			values.iter().map(|value| Price::from_inner((*value).into())).collect();
		let found = median(&mut signed).unwrap();
		prop_assert_eq!(minute_median(&mut prices).unwrap().into_inner() as i128, found);
		prop_assert!(found >= signed[0] && found <= signed[signed.len() - 1]);
		let mean = settlement_mean(&prices).unwrap();
		prop_assert!(mean >= prices[0] && mean <= prices[prices.len() - 1]);
	}

	#[test]
	fn the_middle_of_three_is_their_median(a in price(), b in price(), c in price()) {
		let mut sorted = [a, b, c];
		sorted.sort();
		prop_assert_eq!(median_of_three(a, b, c), sorted[1]);
	}

	#[test]
	fn funding_never_pays_out_more_than_it_takes(
		sizes in prop::collection::vec(-(1i128 << 80)..1i128 << 80, 1..12),
		rate in -7_500_000_000_000_000i128..7_500_000_000_000_000,
		index in price(),
		ms in 0u64..100_000_000,
	) {
		// The last one takes the other side of all others.
		let mut sizes = sizes;
		sizes.push(-sizes.iter().sum::<i128>());
		let grown = funding_increment(Rate::from_inner(rate), index, ms).unwrap();
		let total: i128 = sizes
			.iter()
			.map(|size| {
				funding_payment(Quantity::from_inner(*size), grown, Usd::ZERO).unwrap().into_inner()
			})
			.sum();
		prop_assert!(total <= 0 && total > -(sizes.len() as i128));
	}

	#[test]
	fn profits_of_two_sides_never_sum_to_more_than_nothing(
		size in -(1i128 << 80)..1i128 << 80,
		entry in price(),
		now in price(),
	) {
		let of = |size| profit(Quantity::from_inner(size), entry, now).unwrap().into_inner();
		let sum = of(size) + of(-size);
		prop_assert!(sum == 0 || sum == -1);
	}

	#[test]
	fn a_settling_forward_has_no_more_than_its_parts(
		realised in price(),
		forward in price(),
		seconds in 0u64..4_000,
	) {
		let split = settling_forward(realised, forward, seconds, 1_800).unwrap();
		let whole = split.fixed.checked_add(split.variable).unwrap();
		prop_assert!(whole <= realised.max(forward));
		prop_assert!(whole.into_inner() + 2 >= realised.min(forward).into_inner());
	}
}
