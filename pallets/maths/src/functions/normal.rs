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
	mills::{mills, Deviation},
	tables::PER_UNIT,
	word::{high, lower, product, upper},
};
use crate::{arithmetic::ONE, MathsError};

/// N(−y): the probability of more than `y` standard deviations on one side, from the density there. Relative
/// error: at most 2^-58 up to 12, proved: certificate `normal`.
fn tail(y: Deviation, density: Binary) -> Binary {
	if y == 0 {
		return Binary::ONE.scaled(-1);
	}
	density.times(Binary::from_word(mills(y), 63))
}

/// From here on, the tail is less than half of 10^-18.
const FAR: u64 = 9_000_000_000_000_000_000;

/// From here on, the density is less than half of 10^-18.
const FAR_FOR_DENSITY: u64 = 9_100_000_000_000_000_000;

/// x / 10^18 with 123 fraction bits, the upper word of which is a [`Deviation`]; `None` from `far` on. Error: at
/// most 2^-122, proved: certificate `normal`.
pub(super) fn long_deviation(x: u128, far: u64) -> Option<u128> {
	let x = u64::try_from(x).ok().filter(|x| *x < far)?;
	Some(product(x, upper(PER_UNIT)).wrapping_add(high(x, lower(PER_UNIT)).into()))
}

/// The standard normal distribution N(x), both with 18 decimals, rounded to nearest.
///
/// Domain: every x. N(0) is exactly one half, N(x) + N(−x) exactly one, and N never decreases.
/// Error: at most 10^-18, half of which is the rounding. Of the smaller of N(x) and N(−x), before it is rounded
/// to 18 decimals, at most 4·10^-18 of itself. Both proved: certificate `normal`. Nobody owes it to anybody.
/// Source: Gordon 1941.
pub fn normal_cdf(x: i128) -> u128 {
	let lesser = lesser_tail(x.unsigned_abs());
	if x <= 0 {
		lesser
	} else {
		ONE.saturating_sub(lesser)
	}
}

/// The kernel is asked at multiples of 2^-35 only: so many bits of a deviation lie between them.
const NODE_BITS: u32 = 24;

/// N(−x) for x ≥ 0 with 18 decimals.
///
/// The kernel's last bits are not monotone, so it is asked only at nodes, the multiples of 2^-35. Between two
/// of them the density extends the value, but never below the value at the farther one. At the
/// nodes themselves the steps are larger than the kernel's error.
fn lesser_tail(x: u128) -> u128 {
	let Some(y) = long_deviation(x, FAR) else {
		return 0;
	};
	let node = upper(y) & !((1 << NODE_BITS) - 1);
	let next = node.wrapping_add(1 << NODE_BITS);
	// The way from the node, below 2^-35: of the 123 fraction bits 99 fill a word. A last bit of a deviation alone
	// would be worth a third of the bound.
	let beyond = Binary::from_word(lower(y >> NODE_BITS), 99);
	let density_here = density(node);
	let here = tail(node, density_here);
	let least = tail(next, density(next));
	let value = here.minus(density_here.times(beyond)).unwrap_or(Binary::ZERO);
	value.max(least).min(here).to_decimal().unwrap_or(0)
}

/// The standard normal density φ(x), both with 18 decimals, rounded to nearest.
///
/// Domain: every x. Error: at most 10^-18: one half for the rounding, 2^-61 of itself, and the argument's last
/// bits. Proved: certificates `density` and `normal`. Nobody owes it to anybody. Source: its definition,
/// e^(−x²/2) / √(2π).
pub fn normal_density(x: i128) -> Result<u128, MathsError> {
	let Some(y) = long_deviation(x.unsigned_abs(), FAR_FOR_DENSITY) else {
		return Ok(0);
	};
	// The nearest deviation.
	density(upper(y).wrapping_add(lower(y) >> 63)).to_decimal()
}

#[cfg(test)]
mod tests {
	use super::{super::mills::CELL_BITS, *};

	#[test]
	fn tails_never_grow_between_the_nodes_of_the_distribution() {
		let tail = |y: Deviation| tail(y, density(y));
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

	/// They were dropped once, and these two were off by more than the bound.
	#[test]
	fn the_bits_of_an_argument_below_its_deviation_count() {
		// …776.0166 and …084.0164 exactly.
		assert_eq!(normal_cdf(-15_996_044_415_378_558), 493_618_773_695_737_776);
		assert_eq!(normal_cdf(-3_697_941_344_104_211), 498_524_738_209_704_084);
		assert_eq!(normal_cdf(15_996_044_415_378_558), ONE - 493_618_773_695_737_776);
	}

	/// It was nothing from nine on once, where it is one last digit and a little.
	#[test]
	fn the_density_goes_on_until_it_is_less_than_half_of_a_digit() {
		let digits = |x: i128| normal_density(x).unwrap();
		assert_eq!([digits(9_000_000_000_000_000_000), digits(-9_079_000_000_000_000_000)], [1, 1]);
		assert_eq!([digits(9_080_000_000_000_000_000), digits(9_100_000_000_000_000_000)], [0, 0]);
	}
}
