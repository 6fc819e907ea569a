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
//! - greeks have their signs, deltas are the discount apart, gamma and vega are the same for call and put;
//!   they are refused only where gamma does not fit;
//! - prices and greeks are the same, asked for one by one or together.
#![no_main]

use libfuzzer_sys::{arbitrary, arbitrary::Arbitrary, fuzz_target};
use market_maths::{
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
	check_greeks(&option);
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
