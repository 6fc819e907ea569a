// SPDX-License-Identifier: Apache-2.0
//! Elementary functions: exact where they promise it, inverse to each other, monotone.
#![no_main]

use libfuzzer_sys::fuzz_target;
use market_maths::{
	arithmetic::ONE,
	functions::{exp, ln, normal_cdf, normal_density, square_root},
};

fuzz_target!(|input: (u128, i128, i128, u16)| {
	let (x, wide, y, shift) = input;
	let root = square_root(x).expect("every number has a root");
	// root² ≤ x · 10^18 < (root + 1)², without leaving 128 bits.
	if let Some(square) = x.checked_mul(ONE) {
		assert!(root * root <= square);
		assert!((root + 1).checked_mul(root + 1).is_none_or(|above| above > square));
	}
	match ln(x) {
		Ok(logarithm) => {
			assert!(x > 0);
			assert_eq!(logarithm < 0, x < ONE);
			// One digit of the logarithm is 10^-18 of the number.
			if let Ok(back) = exp(logarithm) {
				assert!(back.abs_diff(x) <= 2 + x / (ONE / 4), "{x} {back}");
			}
		},
		Err(_) => assert_eq!(x, 0),
	}
	let moderate = y % (47 * ONE as i128);
	let next = moderate + i128::from(shift);
	if let (Ok(low), Ok(high)) = (exp(moderate), exp(next)) {
		assert!(low <= high + 2 + high / ONE, "{moderate} {next}");
		assert!(moderate != 0 || low == ONE);
	}
	for x in [wide, moderate / 4] {
		let below = normal_cdf(x);
		assert!(below <= ONE);
		if x != i128::MIN {
			assert_eq!(below + normal_cdf(-x), ONE);
			assert_eq!(normal_density(x), normal_density(-x));
		}
		if let Some(next) = x.checked_add(i128::from(shift)) {
			assert!(below <= normal_cdf(next), "{x} {next}");
		}
		assert!(normal_density(x).expect("every number has a density") <= 398_942_280_401_432_679);
	}
});
