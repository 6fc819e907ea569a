// SPDX-License-Identifier: Apache-2.0
//! The normal density: its tables, its series and its rounding.

use super::enclosure::{floor, ln, ln_2, number, pi, power, units, up_to, Enclosure};
use crate::functions::{
	density::density,
	tables::{DENSITY, EXP_COARSE, EXP_FINE},
};

/// e^x for x from zero to one, by its series.
fn exp(x: &Enclosure) -> Enclosure {
	let mut term = Enclosure::whole(1);
	let mut sum = Enclosure::zero();
	for k in 1..=120u64 {
		sum = sum.plus(&term);
		term = term.times(x).times_ratio(1, k);
	}
	// The rest is below twice its first term.
	sum.plus(&up_to(&term.times_ratio(2, 1)))
}

/// All of some enclosures.
fn all(enclosures: impl Iterator<Item = Enclosure>) -> Enclosure {
	enclosures.reduce(|all, more| all.or(&more)).expect("a table")
}

/// What the logarithms of a table of factors are off by.
fn error_of_logarithms(table: &[[u64; 2]], factor: impl Fn(u64) -> Enclosure) -> Enclosure {
	all(table
		.iter()
		.map(|[logarithm, tabled]| Enclosure::binary(*logarithm, 64).minus(&ln(&factor(*tabled)))))
}

fn coarse(tabled: u64) -> Enclosure {
	Enclosure::binary(tabled, 31)
}

fn fine(tabled: u64) -> Enclosure {
	Enclosure::whole(1).plus(&Enclosure::binary(tabled, 37))
}

#[test]
fn what_the_tables_leave_of_an_exponent_is_never_negative_and_below_2_to_the_minus_12_and_a_little()
{
	// The exponent of a density is at most one half and what its table lacks.
	assert!(DENSITY.iter().all(|[_, lacking]| *lacking < 1 << 34));
	for (table, bits, count) in [(&EXP_COARSE[..], 58, 33), (&EXP_FINE[..], 52, 64)] {
		assert_eq!(table.len(), count);
		for (place, [logarithm, tabled]) in table.iter().enumerate() {
			let first = number(place) << bits;
			assert!(*logarithm <= first && first - logarithm < 1 << 33 && tabled >> 32 == 0);
		}
	}
	assert!(EXP_FINE
		.iter()
		.enumerate()
		.all(|(place, [l, _])| (number(place) << 52) - l <= 1 << 27));
}

/// What the error of e^g − 1 can be, g below 2^-12 and a little.
fn error_of_small() -> Enclosure {
	let g = up_to(&power(12).plus(&power(30)));
	let times_g =
		|number: &Enclosure, times: u32| (0..times).fold(number.clone(), |n, _| n.times(&g));
	// The constants and the bits that their products lose: 2^-32 at most where 32 bits enter a product.
	let cubic = power(32).both_ways();
	let square = times_g(&cubic, 1).plus(&floor());
	let bent = times_g(&square, 2).plus(&times_g(&power(75).both_ways(), 1)).plus(&floor());
	// What 43 bits of g leave, δ, counts δ (1 + g) of its δ (e^g + δ/2 …).
	let left = times_g(&power(43), 2).plus(&power(86));
	let left = Enclosure::zero().minus(&up_to(&left)).plus(&floor());
	// g^5 / 120 and all after it.
	let missing = up_to(&times_g(&Enclosure::ratio(1_001, 120_000), 5));
	bent.plus(&left).minus(&missing)
}

/// Everything that a density can be off by, relative to itself: in a cell of the table.
fn error_of_cell(cell: usize, exponents: &Enclosure, factors: &Enclosure) -> Enclosure {
	let [packed, lacking] = DENSITY[cell];
	let (mantissa, drop) = (packed >> 32, packed & 0xffff_ffff);
	assert!((1 << 31..1 << 32).contains(&mantissa));
	// ln φ(r) = −r²/2 − ln 2 − ln(π/2)/2, and of the entry: ln(mantissa / 2^31) − (drop + 1) ln 2.
	let right = number(cell) + 1;
	let exact = Enclosure::zero()
		.minus(&Enclosure::ratio(right * right, 2_048))
		.minus(&ln_2())
		.minus(&ln(&pi().times_ratio(1, 2)).times_ratio(1, 2));
	let tabled = ln(&Enclosure::binary(mantissa, 31)).minus(&ln_2().times_ratio(drop + 1, 1));
	let entry = Enclosure::binary(lacking, 64).minus(&exact.minus(&tabled));
	// The product with the entry and the last one lose less than 2^-63 each and are no less than the entry.
	let last = units(-4_000, 0).over(&Enclosure::binary(mantissa, 32));
	let all = exponents.plus(&entry).plus(factors).plus(&last);
	// Of e^δ − 1 and of products of such errors: far below a thousandth of the bound, 2^-61.
	all.plus(&power(71).both_ways())
}

#[test]
fn the_density_keeps_its_bound_in_every_cell() {
	let one = Enclosure::whole(1);
	// The exponent: one rounding down, and the two logarithms that are taken off.
	let exponents = floor()
		.minus(&error_of_logarithms(&EXP_COARSE, coarse))
		.minus(&error_of_logarithms(&EXP_FINE, fine));
	// Relative to what they multiply: e^g is at least one, and so are the tabled factors, whose product loses less
	// than 2^-64.
	let factors = error_of_small().plus(&floor());
	assert!(exponents.is_within(&one.both_ways()));
	for cell in 0..DENSITY.len() {
		let error = error_of_cell(cell, &exponents, &factors);
		assert!(error.is_within_thousandths(1_000, 61), "cell {cell}");
	}
}

#[test]
fn the_code_computes_the_density_that_was_bounded() {
	let root = ln_2().plus(&ln(&pi().times_ratio(1, 2)).times_ratio(1, 2));
	for step in 0..700u64 {
		// Both ends of cells and what lies between, up to 16.
		let y = match step % 4 {
			0 => (step / 4 * 3) << 54,
			1 => ((step / 4 * 3) << 54) + 1,
			2 => ((step / 4 * 3 + 1) << 54) - 1,
			_ => step.wrapping_mul(0x0123_4567_89ab_cdef) & (u64::MAX >> 1),
		};
		if y >> 63 != 0 {
			continue;
		}
		let found = density(y);
		// e^(y²/2 + ln √(2π)) times the density is one; in powers of two: 2^whole · e^rest.
		let deviation = Enclosure::binary(y, 59);
		let exponent = deviation.times(&deviation).times_ratio(1, 2).plus(&root);
		let whole = u32::try_from(-found.exponent()).expect("below one");
		let rest = exponent.minus(&ln_2().times_ratio(whole.into(), 1));
		// The mantissa is in [1/2, 1), so the rest lies between 0 and 1.
		let product = Enclosure::binary(found.mantissa(), 64).times(&exp(&rest));
		let error = product.minus(&Enclosure::whole(1));
		assert!(error.is_within_thousandths(1_000, 61), "{y}");
	}
}
