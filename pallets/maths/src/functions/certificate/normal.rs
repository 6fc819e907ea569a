// SPDX-License-Identifier: Apache-2.0
//! The normal distribution's tail, N(−y) = φ(y) R(y), put together from the bounds on its two factors.

use super::enclosure::{up_to, Enclosure};
use crate::{
	arithmetic::ONE,
	functions::{binary::Binary, mills::DEVIATION_BITS},
};
use num_bigint::BigInt;

/// 2^-bits, either way.
fn off(bits: u32) -> Enclosure {
	Enclosure::ratio(1, BigInt::from(1) << bits).both_ways()
}

/// One over the least R(y) up to 12: R falls and is above y / (y² + 1) (Gordon 1941).
fn most_per_ratio() -> Enclosure {
	Enclosure::ratio(12 * 12 + 1, 12)
}

/// What `tail` can be off by, relative to itself, for y up to 12: the ratio by 2^-62, the density by 2^-61 of
/// itself, both certified, and their product by 2^-62 of itself.
fn error_of_tail() -> Enclosure {
	let ratio = off(62).times(&most_per_ratio());
	// Products of such errors are far below 2^-110.
	ratio.plus(&off(61)).plus(&off(62)).plus(&off(110))
}

#[test]
fn the_tail_keeps_its_relative_bound_up_to_twelve_deviations() {
	assert!(error_of_tail().is_within_thousandths(1_000, 58));
}

#[test]
fn the_distribution_keeps_its_relative_bound_before_it_is_rounded() {
	// Between nodes 2^-35 apart the density extends the tail: its own error counts 2^-35 / R, and what is left
	// out is y φ(y) 2^-71 at most. A difference is off by 2^-62 of itself. Neither end it is held to is worse.
	let along = off(35 + 58).times(&most_per_ratio());
	let left_out = up_to(&off(71)).times_ratio(12, 1).times(&most_per_ratio()).both_ways();
	// An argument off by 2^-59 counts φ / N = 1 / R of itself.
	let argument = off(59).times(&most_per_ratio());
	let error = error_of_tail().plus(&along).plus(&left_out).plus(&off(62)).plus(&argument);
	let bound = Enclosure::ratio(3, BigInt::from(10).pow(17));
	assert!(error.is_within(&bound.both_ways()));
}

#[test]
fn an_argument_is_off_by_a_last_bit_of_a_deviation_at_most() {
	let mut state = 0x9e37_79b9_7f4a_7c15u64;
	for _ in 0..20_000 {
		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		let x = u128::from(state) % (12 * ONE);
		let y = Binary::from_fixed(x, 0).over(Binary::from_fixed(ONE, 0)).unwrap();
		let y = y.to_fixed(DEVIATION_BITS).unwrap();
		let exact = Enclosure::ratio(x, ONE);
		assert!(Enclosure::binary(y, 59).minus(&exact).is_within_thousandths(1_000, 59), "{x}");
	}
}
