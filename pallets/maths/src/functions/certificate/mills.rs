// SPDX-License-Identifier: Apache-2.0
//! The Mills ratio: every cell of the table, and the fraction beyond it.
//!
//! R(y) = ∫ e^(−yu − u²/2) du over u > 0, so (−1)ⁿ R⁽ⁿ⁾(y) = mₙ(y) = ∫ uⁿ e^(−yu − u²/2) du: positive,
//! decreasing in y, with m₁ = 1 − y·m₀ and mₖ₊₁ = k·mₖ₋₁ − y·mₖ. From the right end r of a cell,
//! R(r − t) = Σ mₖ(r) tᵏ / k!, all terms positive, and what follows the term before n is at most
//! mₙ(0) tⁿ / n!. R(16) is enclosed by its continued fraction; each cell gives R at its left end to the
//! next one; and R(0)² = π/2 closes the chain.

use super::enclosure::{number, pi, Enclosure};
use crate::functions::{mills::mills, tables::MILLS};
use num_bigint::BigInt;

/// Terms that carry the chain of cells.
const LONG: u64 = 80;
/// Terms that a cell's polynomial is compared with.
const SHORT: usize = 20;
/// One over the width of a cell.
const CELLS_IN_ONE: u64 = 32;

/// R(16) = 1 / (16 + 1/(16 + 2/(16 + …))): the tail after any number of steps is at least 16, and at
/// most 16 plus its numerator over 16.
fn ratio_at_sixteen() -> Enclosure {
	const DEPTH: u64 = 300;
	let y = Enclosure::whole(16);
	let most = y.plus(&Enclosure::ratio(DEPTH + 1, 16));
	let mut tail = Enclosure::between(&y, &most);
	for numerator in (1..=DEPTH).rev() {
		tail = y.plus(&Enclosure::whole(numerator.cast_signed()).over(&tail));
	}
	Enclosure::whole(1).over(&tail)
}

/// mₖ / k! for k below `count`, at r = right / 32, from R(r).
fn terms(ratio: &Enclosure, right: u64, count: u64) -> Vec<Enclosure> {
	let one = Enclosure::whole(1);
	// aₖ = mₖ / k!: aₖ₊₁ = (aₖ₋₁ − r·aₖ) / (k + 1).
	let mut terms = vec![ratio.clone(), one.minus(&ratio.times_ratio(right, CELLS_IN_ONE))];
	for k in 1..count - 1 {
		let last = terms.len() - 1;
		let next = terms[last - 1].minus(&terms[last].times_ratio(right, CELLS_IN_ONE));
		terms.push(next.times_ratio(1, k + 1));
	}
	terms
}

/// Between nothing and mₙ(0) 32⁻ⁿ / n! for an even n. mₙ(0) = (n − 1)!! √(π/2), and √(π/2) < 1.26, so
/// that is 1.26 · 32⁻ⁿ / n!!.
fn rest_after(count: u64) -> Enclosure {
	assert!(count.is_multiple_of(2));
	let mut most = Enclosure::ratio(126, 100);
	for even in (2..=count).step_by(2) {
		most = most.times_ratio(1, even * CELLS_IN_ONE * CELLS_IN_ONE);
	}
	Enclosure::between(&Enclosure::zero(), &most)
}

/// Σ termsₖ 32⁻ᵏ.
fn at_the_left_end(terms: &[Enclosure]) -> Enclosure {
	terms
		.iter()
		.rev()
		.fold(Enclosure::zero(), |sum, term| sum.times_ratio(1, CELLS_IN_ONE).plus(term))
}

/// All values of Σ coefficientsₖ tᵏ for 0 ≤ t ≤ 1/32, from its expansion about the middle of each of so many
/// pieces.
fn range(coefficients: &[Enclosure], count: u64) -> Enclosure {
	let halves = 2 * count * CELLS_IN_ONE;
	let pieces = (0..count).map(|piece| {
		let mut about = coefficients.to_vec();
		for done in 0..about.len() - 1 {
			for k in (done..about.len() - 1).rev() {
				let shifted = about[k + 1].times_ratio(2 * piece + 1, halves);
				about[k] = about[k].plus(&shifted);
			}
		}
		let mut around = Enclosure::zero();
		for term in about[1..].iter().rev() {
			around = around.plus(&term.both_ways()).times_ratio(1, halves);
		}
		about[0].plus(&around)
	});
	pieces.reduce(|all, piece| all.or(&piece)).expect("some pieces")
}

/// What the last two coefficients are divided by.
const LAST: u32 = 26;

/// The most that rounding down loses in `mills`, and the most that the slope adds, in thousandths of 2^-63.
fn lost_and_added(cell: u64, coefficients: &[u64; 8]) -> (u64, u64) {
	const UNIT: u128 = 1 << 64;
	let [c0, rest @ .., c6, c7] = *coefficients;
	// The last two and what they are multiplied with fill half a word each, so that no product leaves a word. Rounding
	// their sum loses less than one 2^26.
	let last = c6 + c7.div_ceil(CELLS_IN_ONE);
	assert!(c7 >> 32 == 0 && last >> 32 == 0, "half a word overflows");
	let (mut sum, mut lost) = (u128::from(last) << LAST, 1_000u64 << LAST);
	// A step multiplies with the width of the cell at most and loses less than one unit.
	for coefficient in rest.iter().rev() {
		lost = lost.div_ceil(CELLS_IN_ONE) + 1_000;
		sum = u128::from(*coefficient) + sum.div_ceil(CELLS_IN_ONE.into());
		assert!(sum < UNIT, "a sum overflows");
	}
	assert!(u128::from(c0) + sum.div_ceil(CELLS_IN_ONE.into()) + 1 < UNIT, "the ratio overflows");
	// The last sum to 2^-68, and with the way to the deviation to one unit.
	let lost = lost.div_ceil(CELLS_IN_ONE) + 32 + 1_000;
	// Of that way, δ − δyR, the product is too small: by 2^-68 R for the bits that δy lacks, by 2^-31 δy for those that
	// R lacks, and by 2^-68 where it is cut. In 2^-63: R/32, y/32 and 1/32, with R < 5/4 + 2^-8. That y is the
	// deviation's and not the node's, and what the ratio bends between the two, are below 2^-73.
	(lost, 40 + (cell + 2) + 32 + 1)
}

/// A whole number of 2^-63 in thousandths.
fn thousandths(number: u64) -> Enclosure {
	Enclosure::ratio(number, BigInt::from(1_000) << 63)
}

#[test]
fn every_cell_of_the_mills_table_keeps_its_bound() {
	let mut ratio = ratio_at_sixteen();
	for (cell, coefficients) in MILLS.iter().enumerate().rev() {
		let right = number(cell) + 1;
		let terms = terms(&ratio, right, LONG);
		let mut difference: Vec<_> = terms[..SHORT]
			.iter()
			.enumerate()
			.map(|(k, term)| {
				let tabled = coefficients.get(k).copied().unwrap_or(0);
				let bits = if k < 6 { 63 } else { 63 - LAST };
				Enclosure::binary(tabled, bits).minus(term)
			})
			.collect();
		difference[0] = difference[0].minus(&rest_after(number(SHORT)));
		// The ratio bends most near zero, where the bound is nearly reached.
		let polynomial = range(&difference, if cell < 16 { 128 } else { 32 });
		let (lost, added) = lost_and_added(number(cell), coefficients);
		let rounding =
			Enclosure::between(&Enclosure::zero().minus(&thousandths(lost)), &thousandths(added));
		// 2^-62: what `mills` states.
		assert!(polynomial.plus(&rounding).is_within_thousandths(1_000, 62), "cell {cell}");
		// And the code computes what was bounded: seven places of each cell.
		for seventh in 0..7u64 {
			let to_right_end = (1u64 << 54) - seventh * ((1 << 54) / 7);
			let t = Enclosure::binary(to_right_end, 59);
			let exact = terms
				.iter()
				.rev()
				.fold(Enclosure::zero(), |sum, term| sum.times(&t).plus(term))
				.plus(&rest_after(LONG));
			let found = Enclosure::binary(mills((right << 54) - to_right_end), 63);
			assert!(found.minus(&exact).is_within_thousandths(1_000, 62), "{cell} {seventh}");
		}
		ratio = at_the_left_end(&terms).plus(&rest_after(LONG));
	}
	let half_of_pi = pi().times_ratio(1, 2);
	assert!(half_of_pi.minus(&ratio.times(&ratio)).is_within_thousandths(1_000, 300));
}

#[test]
fn the_fraction_beyond_the_mills_table_keeps_its_bound() {
	// Consecutive convergents lie on both sides of R, and are the closer the larger y is.
	let convergent = |depth: u64| {
		let y = Enclosure::whole(16);
		let tail = (1..=depth).rev().fold(y.clone(), |tail, numerator| {
			y.plus(&Enclosure::whole(numerator.cast_signed()).over(&tail))
		});
		Enclosure::whole(1).over(&tail)
	};
	let truncated = convergent(16).minus(&convergent(17));
	assert!(truncated.is_within_thousandths(100, 62));
	// Each quotient loses less than one of 2^-59, of which the next passes on 16/16² at most: less than
	// 16/15 in the last tail. One over that tail moves by 1/16² of it: 16/15 / 256 · 2^-59 is below
	// 0.067 of 2^-63. The last quotient loses less than one of 2^-63: 1.3 in all, of the 2 in 2^-62.
	assert!(mills(16 << 59) > mills(u64::MAX));
}
