// SPDX-License-Identifier: Apache-2.0
//! The Mills ratio: every cell of the table, and the fraction beyond it.
//!
//! R(y) = ∫ e^(−yu − u²/2) du over u > 0, so (−1)ⁿ R⁽ⁿ⁾(y) = mₙ(y) = ∫ uⁿ e^(−yu − u²/2) du: positive,
//! decreasing in y, with m₁ = 1 − y·m₀ and mₖ₊₁ = k·mₖ₋₁ − y·mₖ. From the right end r of a cell,
//! R(r − t) = Σ mₖ(r) tᵏ / k!, all terms positive, and what follows the term before n is at most
//! mₙ(0) tⁿ / n!. R(16) is enclosed by its continued fraction; each cell gives R at its left end to the
//! next one; and R(0)² = π/2 closes the chain.

use super::enclosure::{number, pi, Enclosure};
use crate::functions::{normal::mills, tables::MILLS};
use num_bigint::BigInt;

/// Terms that carry the chain of cells.
const LONG: u64 = 120;
/// Terms that a cell's polynomial is compared with.
const SHORT: usize = 26;
/// Pieces of a cell on which the difference is bounded.
const PIECES: u64 = 16;

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

/// mₖ / k! for k below `count`, at r = eighths / 8, from R(r).
fn terms(ratio: &Enclosure, eighths: u64, count: u64) -> Vec<Enclosure> {
	let one = Enclosure::whole(1);
	// aₖ = mₖ / k!: aₖ₊₁ = (aₖ₋₁ − r·aₖ) / (k + 1).
	let mut terms = vec![ratio.clone(), one.minus(&ratio.times_ratio(eighths, 8))];
	for k in 1..count - 1 {
		let last = terms.len() - 1;
		let next = terms[last - 1].minus(&terms[last].times_ratio(eighths, 8));
		terms.push(next.times_ratio(1, k + 1));
	}
	terms
}

/// Between nothing and mₙ(0) 8⁻ⁿ / n! for an even n. mₙ(0) = (n − 1)!! √(π/2), and √(π/2) < 1.26, so
/// that is 1.26 · 8⁻ⁿ / n!!.
fn rest_after(count: u64) -> Enclosure {
	assert!(count.is_multiple_of(2));
	let mut most = Enclosure::ratio(126, 100);
	for even in (2..=count).step_by(2) {
		most = most.times_ratio(1, even * 64);
	}
	Enclosure::between(&Enclosure::zero(), &most)
}

/// Σ termsₖ 8⁻ᵏ.
fn at_an_eighth(terms: &[Enclosure]) -> Enclosure {
	terms
		.iter()
		.rev()
		.fold(Enclosure::zero(), |sum, term| sum.times_ratio(1, 8).plus(term))
}

/// All values of Σ coefficientsₖ tᵏ for 0 ≤ t ≤ 1/8, from its expansion about the middle of each piece.
fn range(coefficients: &[Enclosure]) -> Enclosure {
	let pieces = (0..PIECES).map(|piece| {
		let mut about = coefficients.to_vec();
		for done in 0..about.len() - 1 {
			for k in (done..about.len() - 1).rev() {
				let shifted = about[k + 1].times_ratio(2 * piece + 1, 16 * PIECES);
				about[k] = about[k].plus(&shifted);
			}
		}
		let mut around = Enclosure::zero();
		for term in about[1..].iter().rev() {
			around = around.plus(&term.both_ways()).times_ratio(1, 16 * PIECES);
		}
		about[0].plus(&around)
	});
	pieces.reduce(|all, piece| all.or(&piece)).expect("some pieces")
}

/// The most that rounding down loses in `mills`, in thousandths of 2^-63, rounded up at each step.
fn lost_to_rounding(cell: &[u64; 11]) -> u64 {
	const UNIT: u128 = 1 << 64;
	let up = |value: u128, divisor: u128| value.div_ceil(divisor);
	// The square is at most 2^-6 and loses less than one of 2^-64; its factor is the sum before.
	let chain = |coefficients: &[u64]| {
		let (mut sum, mut lost) = (0u128, 0u128);
		for coefficient in coefficients.iter().rev() {
			lost = up(lost, 64) + if sum == 0 { 0 } else { 1_000 + up(1_000 * sum, UNIT) };
			sum = u128::from(*coefficient) + up(sum, 64);
			assert!(sum < UNIT, "a sum overflows");
		}
		(sum, lost)
	};
	let [c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10] = *cell;
	let (even, lost_even) = chain(&[c0, c2, c4, c6, c8, c10]);
	let (odd, lost_odd) = chain(&[c1, c3, c5, c7, c9]);
	assert!(even + odd.div_ceil(8) < UNIT, "the ratio overflows");
	u64::try_from(lost_even + up(lost_odd, 8) + 1_000).expect("a few units")
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
				Enclosure::binary(tabled, 63).minus(term)
			})
			.collect();
		difference[0] = difference[0].minus(&rest_after(number(SHORT)));
		let polynomial = range(&difference);
		let lost = Enclosure::between(
			&Enclosure::zero().minus(&thousandths(lost_to_rounding(coefficients))),
			&Enclosure::zero(),
		);
		// 2^-62: what `mills` states.
		assert!(polynomial.plus(&lost).is_within_thousandths(1_000, 62), "cell {cell}");
		// And the code computes what was bounded: seven places of each cell.
		for seventh in 0..7u64 {
			let to_right_end = (1u64 << 56) - seventh * ((1 << 56) / 7);
			let t = Enclosure::binary(to_right_end, 59);
			let exact = terms
				.iter()
				.rev()
				.fold(Enclosure::zero(), |sum, term| sum.times(&t).plus(term))
				.plus(&rest_after(LONG));
			let found = Enclosure::binary(mills((right << 56) - to_right_end), 63);
			assert!(found.minus(&exact).is_within_thousandths(1_000, 62), "{cell} {seventh}");
		}
		ratio = at_an_eighth(&terms).plus(&rest_after(LONG));
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
