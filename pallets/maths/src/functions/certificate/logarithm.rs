// SPDX-License-Identifier: Apache-2.0
//! The logarithm: reciprocals, table, series and rounding.

use super::enclosure::{floor, ln, ln_2, number, units, up_to, Enclosure};
use crate::functions::tables::{LN_2, LN_ONE, LN_RECIPROCAL, LN_SERIES, LN_TABLE, PER_UNIT_SECOND};
use num_bigint::BigInt;

/// Half of 2^-96, in thousandths.
const HALF: u64 = 500;

#[test]
fn every_reciprocal_leaves_a_rest_between_zero_and_a_128th() {
	for (cell, reciprocal) in LN_RECIPROCAL.iter().enumerate() {
		let left = 128 + number(cell);
		let right = left + 1;
		let one = 128u64 << 16;
		let most = one - left * u64::from(*reciprocal);
		// Numbers of the cell lie below its right end.
		assert!(right * u64::from(*reciprocal) <= one, "{cell}");
		assert!(most < one / 128, "{cell}");
	}
}

#[test]
fn every_tabled_logarithm_is_within_half_of_its_last_bit() {
	let close = |entry: u128, exact: &Enclosure| {
		Enclosure::binary(entry, 96).minus(exact).is_within_thousandths(HALF, 96)
	};
	for (reciprocal, entry) in LN_RECIPROCAL.iter().zip(LN_TABLE) {
		let exact = ln(&Enclosure::ratio(1 << 16, *reciprocal));
		assert!(close(entry, &exact), "{reciprocal}");
	}
	assert!(close(LN_2, &ln_2()));
	// ln 10 = 3 ln 2 + ln 1.25.
	let ten = ln_2().times_ratio(3, 1).plus(&ln(&Enclosure::ratio(5, 4)));
	assert!(close(LN_ONE, &ten.times_ratio(18, 1)));
}

#[test]
fn a_logarithm_keeps_its_bound() {
	// With u = 128 r: −ln(1 − r) − r = 2^-14 · u² (1/2 + …). Errors of u², of each coefficient, and of
	// each product, all in 2^-64.
	let u = up_to(&Enclosure::whole(1));
	let u_error = floor();
	let square_error = u_error.times(&Enclosure::whole(2)).plus(&units(-1_001, 1));
	let chain = |from: usize| {
		let (mut sum, mut error) = (Enclosure::zero(), Enclosure::zero());
		for k in (from..LN_SERIES.len()).step_by(2).rev() {
			let exact = Enclosure::ratio(1, BigInt::from(k + 2) << (7 * k));
			let entry = Enclosure::binary(LN_SERIES[k], 64);
			error = entry
				.minus(&exact)
				.plus(&error.times(&u))
				.plus(&up_to(&sum).times(&square_error))
				.plus(&floor());
			sum = sum.plus(&entry);
		}
		(sum, error)
	};
	let ((even, even_error), (odd, odd_error)) = (chain(0), chain(1));
	let whole = even.plus(&odd);
	let whole_error = even_error
		.plus(&odd_error.times(&u))
		.plus(&up_to(&odd).times(&u_error))
		.plus(&floor());
	let bent_error = whole_error.times(&u).plus(&up_to(&whole).times(&square_error)).plus(&floor());
	// r^11/11 and what follows it.
	let missing = up_to(&Enclosure::ratio(128, BigInt::from(11 * 127) << 77));
	let series = bent_error.times_ratio(1, 1 << 14).minus(&missing);

	let last = |halves: u64| Enclosure::ratio(halves, BigInt::from(1) << 97).both_ways();
	// r to 2^-96; the table; 127 times ln 2; and the number itself to 2^-95 of it.
	let error = series.plus(&last(2)).plus(&last(1)).plus(&last(127)).plus(&last(4));
	assert!(error.is_within_thousandths(1_000, 75));

	// With 18 decimals: both logarithms, the bits below 2^-64 that are dropped, and the rounding.
	let decimal = error
		.both_ways()
		.plus(&last(1))
		.plus(&Enclosure::ratio(1, BigInt::from(1) << 64).both_ways())
		.plus(&Enclosure::ratio(5, BigInt::from(10).pow(19)).both_ways());
	assert!(decimal.is_within(&Enclosure::ratio(6, BigInt::from(10).pow(19)).both_ways()));
}

#[test]
fn a_discount_keeps_its_bound() {
	// The exponent: 2^212 over a year of 10^-18, to 128 bits, and rounded down to 2^-96.
	let year = BigInt::from(31_536_000u64) * BigInt::from(10).pow(18);
	let twice_off = (BigInt::from(PER_UNIT_SECOND) * &year - (BigInt::from(1) << 212)) * 2;
	assert!(twice_off <= year && twice_off >= -year);
	// rate · time is below 64 = 2^6, of which the constant and one rounding lose 2^-126 each.
	let exponent = Enclosure::ratio(1, BigInt::from(1) << 119).both_ways();
	let exponent = exponent.plus(&Enclosure::ratio(1, BigInt::from(1) << 96).both_ways());
	// The logarithm of the first estimate; the square of δ, which is below 2^-50, over two; and the
	// last bits of the mantissa, of which the upper 96 are kept.
	let logarithm = Enclosure::ratio(1, BigInt::from(1) << 75).both_ways();
	let square = Enclosure::ratio(1, BigInt::from(1) << 101).both_ways();
	let rounding = Enclosure::ratio(1, BigInt::from(1) << 95).both_ways();
	let error = exponent.plus(&logarithm).plus(&square).plus(&rounding);
	assert!(error.is_within_thousandths(1_000, 74));
}
