// SPDX-License-Identifier: Apache-2.0
//! The normal distribution's tail, N(−y) = φ(y) R(y), put together from the bounds on its two factors; and what
//! becomes of it with 18 decimals.

use super::enclosure::{pi, up_to, Enclosure};
use crate::{
	arithmetic::ONE,
	functions::{normal::long_deviation, tables::PER_UNIT},
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

/// What `tail` can be off by, relative to itself, beside the error of its ratio: the density by 2^-61 of itself,
/// certified, and the product by 2^-62 of itself.
fn error_of_tail_but_for_its_ratio() -> Enclosure {
	// Products of such errors are far below 2^-110.
	off(61).plus(&off(62)).plus(&off(110))
}

/// What `tail` can be off by, relative to itself, for y up to 12: the ratio by 2^-62, certified, too.
fn error_of_tail() -> Enclosure {
	off(62).times(&most_per_ratio()).plus(&error_of_tail_but_for_its_ratio())
}

/// What a difference that is more than half of what it was taken from can be off by, relative to itself: half of
/// the last bit of its mantissa, and what shifting loses below it.
fn error_of_difference() -> Enclosure {
	off(64).plus(&off(125))
}

/// What the way from a node is off by: it has 99 fraction bits, and the argument is certified below.
fn error_of_way() -> Enclosure {
	off(99).plus(&off(122))
}

/// Half of a last digit.
fn rounding() -> Enclosure {
	Enclosure::ratio(5, BigInt::from(10).pow(19)).both_ways()
}

/// 10^-18.
fn last_digit() -> Enclosure {
	Enclosure::ratio(1, ONE).both_ways()
}

/// No density is more than 1 / √(2π).
fn most_density() -> Enclosure {
	let most = Enclosure::ratio(399, 1_000);
	let square = most.times(&most).times(&pi()).times_ratio(2, 1);
	assert!(Enclosure::whole(1).is_within(&up_to(&square)));
	most
}

#[test]
fn the_tail_keeps_its_relative_bound_up_to_twelve_deviations() {
	assert!(error_of_tail().is_within_thousandths(1_000, 58));
}

#[test]
fn the_distribution_keeps_its_relative_bound_before_it_is_rounded() {
	// Between nodes 2^-35 apart the density extends the tail: its error and that of its product, below 2^-60 of
	// itself, count 2^-35 / R, and what is left out is y φ(y) 2^-71 at most. Neither end it is held to is worse.
	let along = off(35 + 60).times(&most_per_ratio());
	let left_out = up_to(&off(71)).times_ratio(12, 1).times(&most_per_ratio()).both_ways();
	// An error of the argument counts φ / N = 1 / R of itself.
	let way = error_of_way().times(&most_per_ratio());
	let error = error_of_tail()
		.plus(&along)
		.plus(&left_out)
		.plus(&way)
		.plus(&error_of_difference());
	let bound = Enclosure::ratio(4, BigInt::from(10).pow(18));
	assert!(error.is_within(&bound.both_ways()));
}

#[test]
fn the_distribution_keeps_its_absolute_bound_with_decimals() {
	// The tail is one half at most: so much of a relative error counts, and the density of one of the ratio.
	let half = |error: &Enclosure| error.times_ratio(1, 2);
	let tail = half(&error_of_tail_but_for_its_ratio()).plus(&off(62).times(&most_density()));
	let along = off(35 + 60).plus(&error_of_way()).times(&most_density());
	// y φ(y) is below a quarter, half of which counts the square of 2^-35.
	let left_out = off(73);
	let error = tail
		.plus(&along)
		.plus(&left_out)
		.plus(&half(&error_of_difference()))
		.plus(&rounding());
	assert!(error.is_within(&last_digit()));
}

#[test]
fn the_density_keeps_its_absolute_bound_with_decimals() {
	// The argument is rounded to the nearest deviation, and the density's slope y φ(y) is below a quarter.
	let argument = off(60).plus(&off(122)).times_ratio(1, 4);
	let error = off(61).times(&most_density()).plus(&argument).plus(&rounding());
	assert!(error.is_within(&last_digit()));
}

#[test]
fn the_slope_of_the_density_is_below_a_quarter() {
	// y² φ(y)² is largest at one: 1 / (2 π e), and e is above 2.7.
	let square = Enclosure::whole(1).over(&pi().times_ratio(27, 5));
	assert!(square.is_within(&up_to(&Enclosure::ratio(1, 16))));
}

#[test]
fn an_argument_with_decimals_keeps_its_bound_as_a_deviation() {
	// 2^187 over 10^18 to its last bit: an argument below 2^64 counts 2^-187 of it, and one product loses less than
	// 2^-123.
	let apart = BigInt::from(PER_UNIT) * BigInt::from(ONE) - (BigInt::from(1) << 187);
	assert!(-BigInt::from(ONE) <= apart && apart <= BigInt::from(ONE));
	assert!(off(123).plus(&off(123)).is_within_thousandths(1_000, 122));
	// And the code computes what was bounded.
	let mut state = 0x9e37_79b9_7f4a_7c15u64;
	for step in 0..20_000u64 {
		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		let x = if step < 100 { step } else { state };
		let found = long_deviation(x.into(), u64::MAX).unwrap_or(0);
		let exact = Enclosure::ratio(x, ONE);
		assert!(
			Enclosure::binary(found, 123).minus(&exact).is_within_thousandths(1_000, 122),
			"{x}"
		);
	}
}
