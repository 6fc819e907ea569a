// SPDX-License-Identifier: Apache-2.0
//! Prices and greeks of one option.
//!
//! Whatever is asked, there is an answer or a refusal, and no price is below the intrinsic value.
//!
//! Of what a market could have:
//!
//! - the price of the call less that of the put is that of their intrinsic values, to the last digit;
//! - no call is worth more than the discounted forward, no put more than the discounted strike, by more than the
//!   error of a price, and without a rate not by one digit;
//! - more volatility costs no less, but for the errors of both prices;
//! - nor does a higher forward cost less of a call or a higher strike of a put, or the other way round more, and a
//!   butterfly costs something;
//! - what a step of the forward brings a call lies between the deltas at both of its ends, and what it brings delta and
//!   a step of the volatility brings the price is not below the lesser gamma and the lesser vega of both ends: each has
//!   one peak. This of a minute and more and 5 % and more, where the errors of greeks are stated;
//! - greeks have their signs, deltas are the discount apart, gamma and vega are the same for call and put;
//!   they are refused only where gamma does not fit;
//! - prices and greeks are the same, asked for one by one or together.
#![no_main]

use libfuzzer_sys::{arbitrary, arbitrary::Arbitrary, fuzz_target};
use market_maths::{
	arithmetic::{multiply_divide_floor, ONE},
	options::{Black76, Expiry, Greeks, OptionKind, Strike},
	units::{Price, Rate, Usd, Volatility},
};
use market_maths_fuzz::{discounted, error_of, is_gamma_too_large, Raw};

/// Numbers without any meaning.
#[derive(Arbitrary, Debug)]
struct Anything {
	forward: u128,
	strike: u128,
	volatility: u128,
	seconds: u64,
	rate: i128,
}

fuzz_target!(|input: (Raw, u64, Anything)| {
	let (raw, more, anything) = input;
	check_anything(&anything);
	let option = raw.option();
	check_prices(&option);
	check_volatility(&option, more);
	check_moves(&option, more);
	check_greeks(&option);
	check_differences(&option, more);
});

fn check_anything(anything: &Anything) {
	let option = Black76 {
		forward: Price::from_inner(anything.forward),
		strike: Price::from_inner(anything.strike),
		volatility: Volatility::from_inner(anything.volatility),
		seconds_to_expiry: anything.seconds,
		rate: Rate::from_inner(anything.rate),
	};
	for kind in [OptionKind::Call, OptionKind::Put] {
		if let (Ok(price), Ok(intrinsic)) = (option.price(kind), option.intrinsic(kind)) {
			assert!(price >= intrinsic);
		}
		let _ = option.greeks(kind);
	}
}

/// Call and put, in last digits.
fn both(option: &Black76) -> (u128, u128) {
	let (call, put) = option.prices().expect("a market's option has a price");
	(call.into_inner(), put.into_inner())
}

fn check_prices(option: &Black76) {
	let (call, put) = both(option);
	let intrinsic = |kind| option.intrinsic(kind).expect("and an intrinsic value").into_inner();
	let (call_floor, put_floor) = (intrinsic(OptionKind::Call), intrinsic(OptionKind::Put));
	assert!(call >= call_floor && put >= put_floor);
	assert_eq!(call - call_floor, put - put_floor);

	let error = if option.rate.is_zero() { 0 } else { error_of(option) };
	assert!(call <= discounted(option, option.forward).into_inner() + error);
	assert!(put <= discounted(option, option.strike).into_inner() + error);
}

fn check_volatility(option: &Black76, more: u64) {
	let volatility = option.volatility.into_inner() + u128::from(more);
	let dearer = Black76 { volatility: Volatility::from_inner(volatility), ..*option };
	let ((call, put), (dear_call, dear_put)) = (both(option), both(&dearer));
	let errors = 2 * error_of(option);
	assert!(dear_call + errors >= call && dear_put + errors >= put);
}

/// Some part of a price, and at least a digit: so many 2^-64 of it.
fn part(of: Price, digits: u64) -> u128 {
	1 + (of.into_inner() >> 32) * u128::from(digits >> 32)
}

fn with_forward_up(option: &Black76, step: u128) -> Black76 {
	Black76 { forward: Price::from_inner(option.forward.into_inner() + step), ..*option }
}

fn check_moves(option: &Black76, more: u64) {
	let strike = option.strike.into_inner();
	let width = part(Price::from_inner(strike / 2), more);
	let struck = |strike: u128| Black76 { strike: Price::from_inner(strike), ..*option };
	let (low, high) = (struck(strike - width), struck(strike + width));
	let ((low_call, low_put), (call, put), (high_call, high_put)) =
		(both(&low), both(option), both(&high));
	let errors = 2 * error_of(&high);
	assert!(low_call + errors >= call && call + errors >= high_call);
	assert!(low_put <= put + errors && put <= high_put + errors);
	assert!(low_call + high_call + 2 * errors >= 2 * call);

	let dearer = with_forward_up(option, part(option.forward, more));
	let (dear_call, dear_put) = both(&dearer);
	let errors = 2 * error_of(&dearer);
	assert!(dear_call + errors >= call && dear_put <= put + errors);
}

/// Of what bounds of greeks are stated for: a minute and 5 % at least.
fn check_differences(option: &Black76, more: u64) {
	if option.seconds_to_expiry < 60 || option.volatility.into_inner() < ONE / 20 {
		return;
	}
	let greeks = |option: &Black76| option.greeks(OptionKind::Call).ok();
	let signed = |digits: u128| i128::try_from(digits).expect("a price of a market");
	let times = |step: i128, slope: i128| multiply_divide_floor(step, slope, ONE).ok();
	let call = |option: &Black76| signed(both(option).0);
	// Of deltas: 10^-17 each, and what a rate below zero makes of it.
	let discount = discounted(option, Price::from_inner(ONE)).into_inner().div_ceil(ONE);
	let of_delta = 10 * signed(discount);

	let step = part(option.forward, more);
	let dearer = with_forward_up(option, step);
	if let (Some(here), Some(there)) = (greeks(option), greeks(&dearer)) {
		let step = signed(step);
		let gained = call(&dearer) - call(option);
		let bound = |delta: Rate| times(step, delta.into_inner()).expect("no more than the step");
		let slack = 2 * signed(error_of(&dearer)) + bound(Rate::from_inner(of_delta)) + 2;
		assert!(gained + slack >= bound(here.delta) && gained <= bound(there.delta) + slack);
		let gamma = here.gamma.min(there.gamma).into_inner();
		// Less 10^-18 and 10^-15 of itself.
		let gamma = (gamma - gamma / 1_000_000_000_000_000 - 2).max(0);
		let bent = there.delta.into_inner() - here.delta.into_inner();
		assert!(times(step, gamma).is_none_or(|least| bent + 2 * of_delta + 2 >= least));
	}

	// Up to 500 %, where vega is off by no more than three errors of a price.
	let step = 1 + u128::from(more) % (5 * ONE - option.volatility.into_inner());
	let volatility = Volatility::from_inner(option.volatility.into_inner() + step);
	let wilder = Black76 { volatility, ..*option };
	if let (Some(here), Some(there)) = (greeks(option), greeks(&wilder)) {
		let least = times(signed(step), here.vega.min(there.vega).into_inner()).expect("a price");
		let slack = (2 + 5 * 3) * signed(error_of(option)) + 2;
		assert!(call(&wilder) - call(option) + slack >= least);
	}
}

fn check_greeks(option: &Black76) {
	let (long, short) = match (option.greeks(OptionKind::Call), option.greeks(OptionKind::Put)) {
		(Ok(long), Ok(short)) => (long, short),
		(Err(refusal), Err(other)) => {
			assert!(refusal == other && is_gamma_too_large(option, refusal), "{refusal:?}");
			return;
		},
		one_of_two => panic!("call and put have the same gamma: {one_of_two:?}"),
	};
	let expiry = Expiry::new(option.forward, option.seconds_to_expiry, option.rate).expect("terms");
	assert_eq!(long.delta.checked_sub(short.delta), expiry.discount_factor());
	assert!(!long.delta.is_negative() && short.delta <= Rate::ZERO);
	assert!(long.gamma == short.gamma && !long.gamma.is_negative());
	assert!(long.vega == short.vega && !long.vega.is_negative());
	assert!(long.rho <= Usd::ZERO && short.rho <= Usd::ZERO);

	let together = |kind| {
		let strike = Strike::new(option.strike);
		expiry.price_and_greeks(kind, &strike, option.volatility)
	};
	let (call, put) = both(option);
	let known = |price: u128, greeks: Greeks| Ok((Price::from_inner(price), greeks));
	assert_eq!(together(OptionKind::Call), known(call, long));
	assert_eq!(together(OptionKind::Put), known(put, short));
}
