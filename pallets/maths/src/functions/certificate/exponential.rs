// SPDX-License-Identifier: Apache-2.0
//! The powers of two: tables, series and rounding.

use super::enclosure::{floor, ln_2, number, up_to, Enclosure};
use crate::functions::tables::{EXP2_COARSE, EXP2_FINE, EXP2_SERIES, LOG2_E_PER_UNIT};
use num_bigint::BigInt;

/// 2^(part / of) below 2, by its series.
fn power_of_two(part: u64, of: u64) -> Enclosure {
	let x = ln_2().times_ratio(part, of);
	let mut term = Enclosure::whole(1);
	let mut sum = Enclosure::zero();
	for k in 1..=120u64 {
		sum = sum.plus(&term);
		term = term.times(&x).times_ratio(1, k);
	}
	// x < 1, so the rest is below twice its first term.
	sum.plus(&Enclosure::between(&Enclosure::zero(), &term.times_ratio(2, 1)))
}

/// The error of an entry of a power table.
fn error_of_entry(place: usize, entry: u64, of: u64) -> Enclosure {
	let exact = power_of_two(number(place), of).minus(&Enclosure::whole(1));
	Enclosure::binary(entry, 64).minus(&exact)
}

/// Everything that `fraction_of_exp2` can be off by, relative to the power.
fn error_of_exp2() -> Enclosure {
	let one = Enclosure::whole(1);
	let g = up_to(&Enclosure::ratio(1, 4_096));

	let mut exact = one.clone();
	let mut errors = Vec::new();
	for (k, entry) in EXP2_SERIES.iter().enumerate() {
		exact = exact.times(&ln_2()).times_ratio(1, number(k) + 1);
		errors.push(Enclosure::binary(*entry, 64).minus(&exact));
	}
	let series = errors
		.iter()
		.rev()
		.fold(Enclosure::zero(), |inner, error| error.plus(&inner.times(&g)).plus(&floor()));
	// The first unused term is (g ln 2)^5 / 120, and all after it are below a thousandth of it.
	let missing = exact.times(&ln_2()).times_ratio(1_001, 5_000);
	let missing = (0..5).fold(missing, |product, _| product.times(&g));
	let small_error = series.times(&g).plus(&floor()).minus(&up_to(&missing));
	let small = up_to(&Enclosure::ratio(1, 4_096));

	let factor_error = EXP2_FINE
		.iter()
		.enumerate()
		.map(|(place, entry)| {
			let fine_error = error_of_entry(place, *entry, 4_096);
			let (fine, lost) = if place == 0 {
				(Enclosure::zero(), Enclosure::zero())
			} else {
				(Enclosure::binary(*entry, 64), floor())
			};
			fine_error
				.times(&one.plus(&small))
				.plus(&small_error.times(&one.plus(&fine)))
				.plus(&lost)
		})
		.reduce(|all, error| all.or(&error))
		.expect("a table");
	// 2^(1/64) − 1 and a little for the errors.
	let factor = up_to(&Enclosure::ratio(11, 1_000));

	EXP2_COARSE
		.iter()
		.enumerate()
		.map(|(place, entry)| {
			let power = power_of_two(number(place), 64);
			let coarse_error = error_of_entry(place, *entry, 64);
			let lost = if place == 0 { Enclosure::zero() } else { floor() };
			// One more bit is lost where the sum becomes a mantissa.
			let absolute = coarse_error
				.times(&one.plus(&factor))
				.plus(&factor_error.times(&power))
				.plus(&lost)
				.plus(&floor());
			absolute.over(&power.times(&one.plus(&factor)))
		})
		.reduce(|all, error| all.or(&error))
		.expect("a table")
}

#[test]
fn powers_of_two_keep_their_bound_for_every_entry_of_both_tables() {
	assert!(error_of_exp2().is_within_thousandths(1_000, 62));
	assert_eq!((EXP2_COARSE[0], EXP2_FINE[0]), (0, 0));
}

#[test]
fn the_exponential_keeps_its_bound() {
	// |x| log2(e) has an error of its constant, 2^68 · 2^-188 at most, and is rounded down to 2^-64.
	let exact = Enclosure::whole(1).over(&ln_2());
	let scaled = Enclosure::binary(LOG2_E_PER_UNIT, 187).times_ratio(1_000_000_000_000_000_000, 1);
	assert!(scaled.minus(&exact).is_within_thousandths(1_000, 120));
	let power = floor().plus(&Enclosure::ratio(1, BigInt::from(1) << 119).both_ways());
	let error = error_of_exp2().plus(&of_power(&power));
	// 5 · 10^-19 of the result.
	let bound = Enclosure::ratio(5, BigInt::from(10).pow(19));
	assert!(error.is_within(&bound.both_ways()));
}

/// What an error of the exponent of two does to the power: at most 0.7 times as much, for 0.7 > ln 2.
fn of_power(error: &Enclosure) -> Enclosure {
	error.both_ways().times_ratio(7, 10)
}
