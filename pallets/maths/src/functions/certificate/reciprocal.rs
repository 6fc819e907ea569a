// SPDX-License-Identifier: Apache-2.0
//! Reciprocals and reciprocal roots: every estimate, and what their series and their rounding can lose.

use super::enclosure::{floor, power, up_to, Enclosure};
use crate::functions::{
	reciprocal::{estimate, estimate_of_root, reciprocal, reciprocal_root, CENTRING},
	word::wide_product,
};

/// Every estimate that there is: one for each 2^20th of [1, 2). And so close that no square leaves its word.
#[test]
fn every_estimate_is_below_the_reciprocal_by_less_than_2_to_the_minus_17_of_it() {
	for step in 0..1u64 << 20 {
		let first = (1 << 63) | (step << 43);
		let last = first | ((1 << 43) - 1);
		let estimated = u128::from(estimate(first));
		assert_eq!(estimated, u128::from(estimate(last)));
		assert_eq!(estimated >> 32, 0, "{step}");
		// The mantissas between them leave less than the first and more than the last.
		assert!(u128::from(last) * estimated < 1 << 95, "{step}");
		assert!((1 << 95) - u128::from(first) * estimated < (1 << 78) - (1 << 62), "{step}");
	}
}

/// Relative to the reciprocal, which is t (1 + e + e² + …) for the estimate t and e below 2^-17.
#[test]
fn a_reciprocal_keeps_its_bound() {
	let e = up_to(&power(17));
	let times_e =
		|number: &Enclosure, times: u32| (0..times).fold(number.clone(), |n, _| n.times(&e));
	// How much an error of e changes e² + e³.
	let bent = |error: &Enclosure| {
		times_e(error, 1).times_ratio(2, 1).plus(&times_e(error, 2).times_ratio(3, 1))
	};
	// Its centring, and the bits left out of what is subtracted.
	let rest = Enclosure::binary(CENTRING, 80).plus(&up_to(&power(80)));
	// What 49 bits of e leave, and what rounding down the square and the last product loses.
	let short = up_to(&power(49));
	let lost = bent(&short).plus(&times_e(&short, 1)).plus(&up_to(&power(80)));
	// e⁴ and all after it.
	let missing = times_e(&Enclosure::ratio(1_001, 1_000), 4);
	// The result is half of its unit at least.
	let last = floor().times_ratio(2, 1);
	let error = rest.plus(&bent(&rest)).minus(&lost).minus(&missing).plus(&last);
	assert!(error.is_within_thousandths(1_000, 62));
}

/// Mantissas all over, and next to both ends.
fn mantissas() -> impl Iterator<Item = u64> {
	let mut word = 1u64;
	(0..30_000u64).map(move |step| {
		word = word
			.wrapping_mul(6_364_136_223_846_793_005)
			.wrapping_add(1_442_695_040_888_963_407);
		match step % 3 {
			0 => word | (1 << 63),
			1 => (1 << 63) + 1 + (word >> (step % 62 + 2)),
			_ => u64::MAX - (word >> (step % 62 + 2)),
		}
	})
}

#[test]
fn the_code_computes_the_reciprocal_that_was_bounded() {
	for mantissa in mantissas() {
		let found = Enclosure::binary(reciprocal(mantissa), 64);
		let product = found.times(&Enclosure::binary(mantissa, 63));
		let error = product.minus(&Enclosure::whole(1));
		assert!(error.is_within_thousandths(1_000, 62), "{mantissa:x}");
	}
}

/// As for the reciprocal: x t² is below one by less than 2^-16, and no square leaves its word.
#[test]
fn every_estimate_of_a_root_is_below_its_reciprocal_by_less_than_2_to_the_minus_17_of_it() {
	for (odd, one) in [(true, 1u128 << 127), (false, 1 << 126)] {
		for step in 0..1u64 << 20 {
			let first = (1 << 63) | (step << 43);
			let last = first | ((1 << 43) - 1);
			let estimated = estimate_of_root(first, odd);
			assert_eq!(estimated, estimate_of_root(last, odd));
			assert_eq!(estimated >> 32, 0, "{step}");
			let square = u128::from(estimated.wrapping_mul(estimated));
			assert!(odd || square >> 63 == 0, "{step}");
			// Of two words: their product fits one of 128 bits.
			let product = |mantissa: u64| wide_product(mantissa.into(), square).1;
			assert!(product(last) < one, "{step}");
			assert!(one - product(first) < one >> 17, "{step}");
		}
	}
}

/// Relative to the reciprocal root, which is t (1 + w + …) for the estimate t and w below 2^-18.
#[test]
fn a_reciprocal_root_keeps_its_bound_and_is_never_above() {
	let w = up_to(&power(18));
	let times_w =
		|number: &Enclosure, times: u32| (0..times).fold(number.clone(), |n, _| n.times(&w));
	// How much an error of w changes 3/2·w² + 5/2·w³.
	let bent = |error: &Enclosure| {
		times_w(error, 1).times_ratio(3, 1).plus(&times_w(error, 2).times_ratio(15, 2))
	};
	// Rounded down.
	let rest = Enclosure::zero().minus(&up_to(&power(81)));
	// What 49 bits of w leave, and what rounding down the square, the half and the last product loses.
	let short = up_to(&power(49));
	let lost = bent(&short)
		.plus(&times_w(&short, 1).times_ratio(4, 1))
		.plus(&up_to(&power(81)));
	// 35/8·w⁴ and all after it.
	let missing = times_w(&Enclosure::ratio(4_376, 1_000), 4);
	// The result is half of its unit at least.
	let last = floor().times_ratio(2, 1);
	let error = rest.plus(&bent(&rest)).minus(&lost).minus(&missing).plus(&last);
	assert!(error.is_within_thousandths(1_000, 62));
	assert!(error.is_within(&Enclosure::between(&error, &Enclosure::zero())), "never above");
}

#[test]
fn the_code_computes_the_reciprocal_root_that_was_bounded() {
	for mantissa in mantissas() {
		for (odd, bits) in [(true, 63), (false, 62)] {
			let found = Enclosure::binary(reciprocal_root(mantissa, odd), 64);
			let square = found.times(&found).times(&Enclosure::binary(mantissa, bits));
			let error = square.minus(&Enclosure::whole(1));
			// A square is off by twice as much.
			assert!(error.is_within_thousandths(1_000, 61), "{mantissa:x}");
			assert!(error.is_within(&Enclosure::between(&error, &Enclosure::zero())));
		}
	}
}
