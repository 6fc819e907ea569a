// SPDX-License-Identifier: Apache-2.0
//! The normal distribution.
//!
//! # Source
//!
//! N(−y) = φ(y) R(y) with the Mills ratio R: R. Gordon, "Values of Mills' ratio of area to bounding ordinate",
//! Annals of Mathematical Statistics 12 (1941). Polynomials and certificate are ours.

use super::{
	binary::Binary,
	density::density,
	mills::{mills, Deviation, DEVIATION_BITS},
};
use crate::{arithmetic::ONE, MathsError};

/// N(−y): the probability of more than `y` standard deviations on one side. Relative error: at most 2^-58
/// up to 12, proved: certificate `normal`.
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
/// Error: at most 10^-18, tested. Of the smaller of N(x) and N(−x), before it is rounded to 18 decimals, at
/// most 3·10^-17 of itself, proved: certificate `normal`. Nobody owes it to anybody. Source: Gordon 1941.
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
/// Domain: every x. Error: at most 10^-18: one half for the rounding, 2^-61 of itself, proved by certificate
/// `density`, and the argument's last bits. Nobody owes it to anybody. Source: its definition,
/// e^(−x²/2) / √(2π).
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
	use super::{super::mills::CELL_BITS, *};

	#[test]
	fn tails_never_grow_between_the_nodes_of_the_distribution() {
		// The steps are smallest far out and the kernel's error is largest near zero.
		for start in [0u64, 1 << 58, 1 << 59, 3 << 59, 6 << 59, (9 << 59) - (1 << 36)] {
			for node in 0..2_000u64 {
				let y = start + (node << 24);
				assert!(tail(y) > tail(y + (1 << 24)), "{y}");
			}
		}
		for cell in 1..288u64 {
			for node in 0..16u64 {
				let y = (cell << CELL_BITS) - (8 << 24) + (node << 24);
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
