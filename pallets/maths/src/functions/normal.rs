// SPDX-License-Identifier: Apache-2.0
//! The normal distribution.

use super::{
	binary::Binary,
	exponential::exp2_of_minus,
	tables::{HALF_LOG2_E, LOG2_ROOT_TWO_PI, MILLS},
	word::{high, lower, product, upper},
};
use crate::{arithmetic::ONE, MathsError};

/// Fraction bits of a [`Deviation`].
pub(crate) const DEVIATION_BITS: i32 = 59;

/// Standard deviations with 59 fraction bits, so below 32.
pub(crate) type Deviation = u64;

/// The density at `y`: e^(−y²/2) / √(2π). Relative error: at most 2^-61 for y ≤ 3, 2^-57 for y ≤ 13.
pub(crate) fn density(y: Deviation) -> Binary {
	let square = product(y, y);
	// y² · log2(e) / 2 with 118 fraction bits, then with 64.
	let power = product(upper(square), HALF_LOG2_E)
		.wrapping_add(high(lower(square), HALF_LOG2_E).into())
		>> 54;
	exp2_of_minus(power.wrapping_add(LOG2_ROOT_TWO_PI))
}

/// The Mills ratio N(−y) / φ(y) as a fraction of 2^63. Error: at most 2^-62.
pub(crate) fn mills(y: Deviation) -> u64 {
	// Cells are 1/8 wide: 2^56.
	let cell = y >> 56;
	let Some(coefficients) = usize::try_from(cell).ok().and_then(|cell| MILLS.get(cell)) else {
		return mills_by_fraction(y);
	};
	let to_right_end = cell.wrapping_add(1).wrapping_shl(56).wrapping_sub(y);
	let distance = to_right_end << 5;
	// Even and odd powers apart: two short chains instead of a long one.
	let [c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10] = *coefficients;
	let square = high(distance, distance);
	let step = |coefficient: u64, sum: u64| coefficient.wrapping_add(high(sum, square));
	let even = step(c0, step(c2, step(c4, step(c6, step(c8, c10)))));
	let odd = step(c1, step(c3, step(c5, step(c7, c9))));
	even.wrapping_add(high(odd, distance))
}

/// The Mills ratio beyond the table, y ≥ 16, by its continued fraction 1/(y + 1/(y + 2/(y + …))).
fn mills_by_fraction(y: Deviation) -> u64 {
	const DEPTH: u128 = 16;
	let y = u128::from(y);
	let mut tail = y;
	for numerator in (1..=DEPTH).rev() {
		// numerator · 2^118 / tail: at most 2^122 over at least 2^63.
		let quotient = (numerator << 118).checked_div(tail).unwrap_or(0);
		tail = y.wrapping_add(quotient);
	}
	lower((1u128 << 122).checked_div(tail).unwrap_or(0))
}

/// N(−y): the probability of more than `y` standard deviations on one side.
pub(crate) fn tail(y: Deviation) -> Binary {
	if y == 0 {
		return Binary::ONE.scaled(-1);
	}
	density(y).times(Binary::from_word(mills(y), 63))
}

/// Beyond this, the tail is less than half of 10^-18.
const FAR: u128 = 9_000_000_000_000_000_000;

/// The standard normal distribution N(x), both with 18 decimals, rounded to nearest.
///
/// Domain: every x. N(0) is exactly one half, N(x) + N(−x) exactly one, and N never decreases.
/// Error: at most 10^-18.
pub fn normal_cdf(x: i128) -> u128 {
	let lesser = lesser_tail(x.unsigned_abs());
	if x <= 0 {
		lesser
	} else {
		ONE.saturating_sub(lesser)
	}
}

/// N(−x) for x ≥ 0 with 18 decimals.
///
/// The kernel's last bits are not monotone, so it is asked only at multiples of 2^-35. Between two
/// of them the density extends the value, but never below the value at the farther one. At the
/// multiples themselves the steps are larger than the kernel's error.
fn lesser_tail(x: u128) -> u128 {
	if x >= FAR {
		return 0;
	}
	// Below 9 · 2^59 · 10^18, and 2^59 / 10^18 is 5^-18 · 2^41.
	let Some(y) = Binary::from_fixed(x, 0).over(Binary::from_fixed(ONE, 0)).ok() else {
		return 0;
	};
	let y = y.to_fixed(DEVIATION_BITS).unwrap_or(u64::MAX);
	let node = y & !((1 << 24) - 1);
	let next = node.wrapping_add(1 << 24);
	let here = tail(node);
	let step = density(node).times(Binary::from_word(y.wrapping_sub(node), DEVIATION_BITS));
	let value = here.minus(step).unwrap_or(Binary::ZERO).max(tail(next)).min(here);
	value.to_decimal().unwrap_or(0)
}

/// The standard normal density φ(x), both with 18 decimals, rounded to nearest.
///
/// Domain: every x. Error: at most 10^-18.
pub fn normal_density(x: i128) -> Result<u128, MathsError> {
	if x.unsigned_abs() >= FAR {
		return Ok(0);
	}
	let y = Binary::from_fixed(x.unsigned_abs(), 0).over(Binary::from_fixed(ONE, 0))?;
	let y = y.to_fixed(DEVIATION_BITS).ok_or(MathsError::Overflow)?;
	density(y).to_decimal()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn ratios_decrease_across_the_joints_of_the_cells() {
		for cell in 1..=128u64 {
			let joint = cell << 56;
			let [before, at, after] = [joint - (1 << 24), joint, joint + (1 << 24)].map(mills);
			assert!(before > at && at > after, "{cell}");
			// The same step on both sides: no cell is shifted against its neighbour.
			let bend = (before - at).abs_diff(at - after);
			assert!(bend <= 6, "{cell}: {bend}");
		}
	}

	#[test]
	fn the_continued_fraction_takes_over_where_the_table_ends() {
		let last = (16u64 << 59) - 1;
		assert!(mills(last).abs_diff(mills(last + 1)) <= 2);
	}

	#[test]
	fn tails_never_grow_between_the_nodes_of_the_distribution() {
		// The steps are smallest far out and the kernel's error is largest near zero.
		for start in [0u64, 1 << 58, 1 << 59, 3 << 59, 6 << 59, (9 << 59) - (1 << 36)] {
			for node in 0..2_000u64 {
				let y = start + (node << 24);
				assert!(tail(y) > tail(y + (1 << 24)), "{y}");
			}
		}
		for cell in 1..72u64 {
			for node in 0..16u64 {
				let y = (cell << 56) - (8 << 24) + (node << 24);
				assert!(tail(y) > tail(y + (1 << 24)), "{y}");
			}
		}
	}

	#[test]
	fn a_half_lies_on_each_side() {
		assert_eq!(normal_cdf(0), ONE / 2);
		assert_eq!(normal_cdf(i128::MIN), 0);
		assert_eq!(normal_cdf(i128::MAX), ONE);
		assert_eq!(normal_density(i128::MIN), Ok(0));
		// 1 / √(2π).
		assert_eq!(normal_density(0), Ok(398_942_280_401_432_678));
	}
}
