// SPDX-License-Identifier: Apache-2.0
//! Elementary functions.
//!
//! - the root is the largest whose square is not above the number;
//! - ln has its sign and is refused for zero only; e^(ln x) is x within the errors of both;
//! - e^x answers up to 46, e^0 is one, and a larger x gives no less, but for the error of both;
//! - N(x) + N(−x) is one, N never decreases, the density is even and at most 1/√(2π).
#![no_main]

use libfuzzer_sys::fuzz_target;
use market_maths::{
	arithmetic::ONE,
	functions::{exp, ln, normal_cdf, normal_density, square_root},
};

/// The largest argument for which e^x promises an answer.
const LARGEST_EXPONENT: i128 = 46 * ONE as i128;

/// 1/√(2π) is 0.398942280401432677.9…, and an error of a last digit is allowed.
const LARGEST_DENSITY: u128 = 398_942_280_401_432_678;

fuzz_target!(|input: (u128, i128, i128, u16)| {
	let (x, wide, y, shift) = input;
	check_root(x);
	check_logarithm(x);
	let moderate = y % LARGEST_EXPONENT;
	let _ = exp(wide);
	check_exponential(moderate, shift);
	check_normal(wide, shift);
	// Within 11.5 deviations: most of that is where the distribution is neither zero nor one.
	check_normal(moderate / 4, shift);
	check_normal(beside_node(y, shift), shift);
});

/// Just below a multiple of 2^-35 within nine deviations, where the distribution passes from one piece to the next.
fn beside_node(y: i128, shift: u16) -> i128 {
	let node = y % (9 << 35);
	((node * ONE as i128) >> 35) - i128::from(shift / 2)
}

/// Products of up to 255 bits, as their upper and lower halves.
fn product(a: u128, b: u128) -> (u128, u128) {
	let halves = |number: u128| (number >> 64, number & u128::from(u64::MAX));
	let ((a1, a0), (b1, b0)) = (halves(a), halves(b));
	let middle = a1 * b0 + ((a0 * b0) >> 64);
	let other = a0 * b1 + halves(middle).1;
	let top = a1 * b1 + halves(middle).0 + halves(other).0;
	(top, (other << 64) | halves(a0 * b0).1)
}

fn check_root(x: u128) {
	let root = square_root(x).expect("every number has a root");
	let square = product(x, ONE);
	assert!(product(root, root) <= square && product(root + 1, root + 1) > square, "{x}");
}

fn check_logarithm(x: u128) {
	let Ok(logarithm) = ln(x) else {
		assert_eq!(x, 0);
		return;
	};
	assert!(x > 0);
	assert_eq!(logarithm < 0, x < ONE);
	// 0.6 digits of the logarithm are 0.6·10^-18 of the number, to which e^x adds 0.5·10^-18 of it and half a
	// digit. The largest numbers may be beyond the domain of e^x.
	if let Ok(back) = exp(logarithm) {
		assert!(back.abs_diff(x) <= 2 + x / ONE * 2, "{x} {back}");
	}
}

fn check_exponential(x: i128, shift: u16) {
	let value = |x: i128| exp(x).expect("within the domain");
	let (low, high) = (value(x), value((x + i128::from(shift)).min(LARGEST_EXPONENT)));
	assert!(low <= high + 2 + high / ONE, "{x} {shift}");
	assert!(x != 0 || low == ONE);
}

fn check_normal(x: i128, shift: u16) {
	let below = normal_cdf(x);
	assert!(below <= ONE);
	if let Some(mirrored) = x.checked_neg() {
		assert_eq!(below + normal_cdf(mirrored), ONE);
		assert_eq!(normal_density(x), normal_density(mirrored));
	}
	if let Some(next) = x.checked_add(shift.into()) {
		assert!(below <= normal_cdf(next), "{x} {shift}");
	}
	assert!(normal_density(x).expect("every number has a density") <= LARGEST_DENSITY);
}
