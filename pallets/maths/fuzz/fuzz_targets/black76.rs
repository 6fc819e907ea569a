// SPDX-License-Identifier: Apache-2.0
//! Prices and greeks: parity, bounds, signs, and differences.
#![no_main]

use libfuzzer_sys::fuzz_target;
use market_maths::{
	arithmetic::ONE,
	options::{Black76, Expiry, OptionKind, Strike},
	units::{Price, Rate, Usd, Volatility},
};
use market_maths_fuzz::{error_of, Raw};

fuzz_target!(|input: (Raw, u64, u128, u128, i128, u64)| {
	let (raw, more, forward, strike, rate, seconds) = input;
	// Whatever the inputs are, there is an answer or a refusal.
	let any = Black76 {
		forward: Price::from_inner(forward),
		strike: Price::from_inner(strike),
		volatility: Volatility::from_inner(u128::from(raw.volatility) << (raw.ratio % 64)),
		seconds_to_expiry: seconds,
		rate: Rate::from_inner(rate),
	};
	if let (Ok((call, put)), Ok(call_floor), Ok(put_floor)) =
		(any.prices(), any.intrinsic(OptionKind::Call), any.intrinsic(OptionKind::Put))
	{
		assert!(call >= call_floor && put >= put_floor);
	}
	let _ = any.greeks(OptionKind::Put);

	let option = raw.option();
	let error = error_of(&option);
	let (call, put) = option.prices().expect("a market's option has a price");
	let intrinsic = |kind| option.intrinsic(kind).expect("and an intrinsic value").into_inner();
	let (call, put) = (call.into_inner(), put.into_inner());
	assert_eq!(call - intrinsic(OptionKind::Call), put - intrinsic(OptionKind::Put));
	let expiry = Expiry::new(option.forward, option.seconds_to_expiry, option.rate).expect("terms");
	let discount = expiry.discount_factor().expect("a discount").into_inner();
	if option.rate.is_zero() {
		assert!(call <= option.forward.into_inner() && put <= option.strike.into_inner());
	}

	// A step of volatility costs no less than nothing.
	let dearer = Black76 {
		volatility: Volatility::from_inner(option.volatility.into_inner() + u128::from(more)),
		..option
	};
	let (dear_call, dear_put) = dearer.prices().expect("a price");
	let scale = u128::try_from(discount).expect("positive") / ONE + 1;
	assert!(dear_call.into_inner() + scale * error >= call);
	assert!(dear_put.into_inner() + scale * error >= put);

	let long = option.greeks(OptionKind::Call).expect("greeks");
	let short = option.greeks(OptionKind::Put).expect("greeks");
	assert_eq!(long.delta.into_inner() - short.delta.into_inner(), discount);
	assert!(!long.delta.is_negative() && short.delta <= Rate::ZERO);
	assert!(long.gamma == short.gamma && !long.gamma.is_negative());
	assert!(long.vega == short.vega && !long.vega.is_negative());
	assert!(long.rho <= Usd::ZERO && short.rho <= Usd::ZERO);
	let known = expiry.price_and_greeks(OptionKind::Call, &Strike::new(option.strike), option.volatility);
	assert_eq!(known, Ok((Price::from_inner(call), long)));
});
