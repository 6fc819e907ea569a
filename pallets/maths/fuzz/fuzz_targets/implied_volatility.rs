// SPDX-License-Identifier: Apache-2.0
//! Implied volatility: it gives back the price, and refuses what no volatility explains.
#![no_main]

use libfuzzer_sys::fuzz_target;
use market_maths::{
	options::{implied_volatility, Expiry, OptionKind, Strike},
	units::Price,
	MathsError,
};
use market_maths_fuzz::{error_of, Raw};

fuzz_target!(|input: (Raw, bool, u128, u64)| {
	let (raw, is_call, any, part) = input;
	let option = raw.option();
	let kind = if is_call { OptionKind::Call } else { OptionKind::Put };
	let expiry = Expiry::new(option.forward, option.seconds_to_expiry, option.rate).expect("terms");
	let strike = Strike::new(option.strike);
	let intrinsic = option.intrinsic(kind).expect("an intrinsic value");

	let modelled = option.price(kind).expect("a price");
	// And any price between nothing and twice the larger of both.
	let most = option.forward.max(option.strike).into_inner() * 2;
	for asked in [modelled, Price::from_inner(any % most), Price::from_inner(most / (u128::from(part) + 1))] {
		match implied_volatility(kind, &expiry, &strike, asked) {
			Ok(found) => {
				assert!(asked > intrinsic);
				let Ok((back, greeks)) = expiry.price_and_greeks(kind, &strike, found) else {
					continue;
				};
				// Half of the last digit of the volatility, and 10^-15 of it, in money.
				let step = found.into_inner() / 1_000_000_000_000_000 + 1;
				let vega = greeks.vega.into_inner().unsigned_abs();
				let slack = market_maths::arithmetic::multiply_divide(
					vega,
					step,
					market_maths::arithmetic::ONE,
					market_maths::arithmetic::Rounding::Up,
				)
				.expect("small");
				let apart = back.into_inner().abs_diff(asked.into_inner());
				assert!(apart <= 2 * error_of(&option) + 2 * slack, "{option:?} {asked} {found} {back}");
			},
			Err(MathsError::BelowIntrinsic) => assert!(asked < intrinsic),
			Err(MathsError::AtIntrinsic) => assert_eq!(asked, intrinsic),
			Err(MathsError::AboveMaximum) => assert!(asked >= modelled),
			Err(error) => {
				assert!(option.seconds_to_expiry == 0 || error == MathsError::Overflow, "{option:?} {asked} {error:?}");
			},
		}
	}
});
