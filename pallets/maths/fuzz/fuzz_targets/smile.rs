// SPDX-License-Identifier: Apache-2.0
//! Smiles: what passes the checks has no free money at any point that the fuzzer finds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use market_maths::{
	arithmetic::ONE,
	options::{is_calendar_free, Svi},
	units::{Price, Rate},
};

const UNIT: i128 = ONE as i128;

fn within(digits: i64, low: i128, high: i128) -> Rate {
	Rate::from_inner(low + i128::from(digits.unsigned_abs()) % (high - low))
}

fuzz_target!(|input: ([i64; 6], [i128; 5], u128, u128, u32)| {
	let ([a, b, rho, m, sigma, k], wide, forward, strike, seconds) = input;
	let [wide_a, wide_b, wide_rho, wide_m, wide_sigma] = wide.map(Rate::from_inner);
	// Any numbers at all get an answer or a refusal.
	let any = Svi { a: wide_a, b: wide_b, rho: wide_rho, m: wide_m, sigma: wide_sigma };
	let (forward, strike) = (Price::from_inner(forward), Price::from_inner(strike));
	let _ = any.check();
	let _ = any.volatility(forward, strike, seconds.into());

	let slice = Svi {
		a: within(a, -UNIT / 20, UNIT / 2),
		b: within(b, 0, UNIT),
		rho: within(rho, 1 - UNIT, UNIT),
		m: within(m, -UNIT / 2, UNIT / 2),
		sigma: within(sigma, UNIT / 1_000, UNIT),
	};
	let k = within(k, -6 * UNIT, 6 * UNIT);
	let here = slice.variance(k).expect("inside the domain");
	if slice.check() == Ok(Ok(())) {
		// All roundings are down.
		assert!(here.total.into_inner() >= -4, "{slice:?} {k}");
		assert!(here.slope.into_inner().abs() <= 2 * UNIT + 10, "{slice:?} {k}");
	}
	let later = Svi { a: within(b, 0, UNIT), m: within(a, -UNIT / 2, UNIT / 2), ..slice };
	if is_calendar_free(&slice, &later) == Ok(true) {
		let later = later.variance(k).expect("inside the domain").total;
		assert!(later.into_inner() + 10 >= here.total.into_inner(), "{slice:?} {k}");
	}
});
