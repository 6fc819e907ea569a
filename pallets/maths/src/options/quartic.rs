// SPDX-License-Identifier: Apache-2.0
//! Whether a polynomial of the fourth degree is negative at any positive number.
//!
//! Coefficients are whole numbers of 512 bits, so that whatever they are the sum of cancels exactly. On
//! the numbers from 0 to 1, and on the inverses of the others, the polynomial is `Σ bᵢ (1 − u)^(4−i) uⁱ` with
//! binomial factors, u running through an interval: one without negative bᵢ proves the interval, one with a
//! negative end refutes the polynomial, and any other is halved.
//!
//! Every step rounds down: powers of positive numbers and the terms of that form are positive, so that what is left
//! is nowhere more than the true polynomial, and a proof needs no bound on its error. What is exactly zero stays
//! so, as the ends of wings that are equally steep are.
//!
//! # Source
//!
//! S. Bernstein's form, halved as by P. de Casteljau. Rounding it down is ours.

use crate::{
	arithmetic::{multiply_divide, Rounding},
	MathsError,
};
use alloc::vec::Vec;
use primitive_types::U512;

/// Bits of the largest coefficient: sixty times as much is below 2^124, so that no sum of two leaves 127 bits.
const BITS: usize = 118;

/// Where s is 1, as a whole number of its smallest steps.
const WHOLE: u128 = 1 << 112;

/// Intervals that are looked at, on both sides of 1 together, before nothing is proved.
const MOST_INTERVALS: u32 = 1_024;

/// What is below this is negative. Rounding takes at most 60 of the whole interval's numbers and 4 more each of
/// the 112 times that an interval is halved.
const SURELY_NEGATIVE: i128 = -1_024;

/// A signed whole number in two's complement. Whoever computes stays below 2^511 in size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wide(U512);

impl Wide {
	pub(super) const ZERO: Self = Self(U512::zero());

	pub(super) fn plus(self, other: Self) -> Self {
		Self(self.0.overflowing_add(other.0).0)
	}

	pub(super) fn minus(self, other: Self) -> Self {
		Self(self.0.overflowing_sub(other.0).0)
	}

	pub(super) fn times(self, other: Self) -> Self {
		Self(self.0.overflowing_mul(other.0).0)
	}

	pub(super) fn is_negative(self) -> bool {
		self.0.bit(511)
	}

	fn size(self) -> U512 {
		if self.is_negative() {
			Self::ZERO.minus(self).0
		} else {
			self.0
		}
	}
}

impl From<i128> for Wide {
	fn from(number: i128) -> Self {
		let size = Self(U512::from(number.unsigned_abs()));
		if number < 0 {
			Self::ZERO.minus(size)
		} else {
			size
		}
	}
}

/// What is known of a polynomial at positive numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
	/// Negative at none.
	NeverNegative,
	/// Negative here.
	NegativeAt(Place),
	/// Neither could be shown.
	Unknown,
}

/// A positive number, or the end of their line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
	/// The number, or its inverse, in steps of which [`WHOLE`] are one.
	part: u128,
	/// Whether it is the inverse.
	is_inverse: bool,
}

impl Place {
	/// `factor · (s − 1/s) / 2` within one last digit; where that does not fit, the farthest that does.
	pub(super) fn half_of_difference(self, factor: u128) -> i128 {
		// Of the number and its inverse the one above one, and the other.
		let above = multiply_divide(factor, WHOLE, self.part, Rounding::Down).unwrap_or(u128::MAX);
		let below = multiply_divide(factor, self.part, WHOLE, Rounding::Down).unwrap_or(0);
		let size = i128::try_from(above.saturating_sub(below) / 2).unwrap_or(i128::MAX);
		if self.is_inverse {
			size
		} else {
			size.saturating_neg()
		}
	}
}

/// The coefficients times one power of two, which gives the largest [`BITS`], and rounded down.
fn aligned(coefficients: &[Wide; 5]) -> Result<[i128; 5], MathsError> {
	let sizes = coefficients.map(Wide::size);
	let longest = sizes.iter().map(U512::bits).max().unwrap_or(0);
	let power =
		|bits: usize| U512::from(2u8).checked_pow(U512::from(bits)).ok_or(MathsError::Overflow);
	let up = power(BITS.saturating_sub(longest))?;
	let down = power(longest.saturating_sub(BITS))?;
	let mut aligned = [0i128; 5];
	for ((slot, coefficient), size) in aligned.iter_mut().zip(coefficients).zip(sizes) {
		let size = size.checked_mul(up).ok_or(MathsError::Overflow)?;
		let whole = size.checked_div(down).ok_or(MathsError::DivisionByZero)?;
		let rest = size.checked_rem(down).ok_or(MathsError::DivisionByZero)?;
		let whole = u128::try_from(whole).map_err(|_| MathsError::Overflow)?;
		let whole = i128::try_from(whole).map_err(|_| MathsError::Overflow)?;
		*slot = if coefficient.is_negative() {
			whole.wrapping_neg().wrapping_sub(i128::from(!rest.is_zero()))
		} else {
			whole
		};
	}
	Ok(aligned)
}

/// An interval of numbers up to 1, or of their inverses.
struct Interval {
	from: u128,
	to: u128,
	is_inverse: bool,
	/// Twelve times Bernstein's coefficients, or less.
	numbers: [i128; 5],
}

impl Interval {
	/// From 0 to 1, by the coefficients of the powers of what runs from 0 to 1.
	fn whole(coefficients: [i128; 5], is_inverse: bool) -> Self {
		// Twelve times binomial(i, j) / binomial(4, j): what a power counts in each.
		const WEIGHTS: [[i128; 5]; 5] = [
			[12, 0, 0, 0, 0],
			[12, 3, 0, 0, 0],
			[12, 6, 2, 0, 0],
			[12, 9, 6, 3, 0],
			[12, 12, 12, 12, 12],
		];
		let numbers = WEIGHTS.map(|weights| {
			let terms = weights.iter().zip(&coefficients);
			terms.fold(0i128, |sum, (weight, coefficient)| {
				sum.wrapping_add(weight.wrapping_mul(*coefficient))
			})
		});
		Self { from: 0, to: WHOLE, is_inverse, numbers }
	}

	const fn can_be_halved(&self) -> bool {
		self.to.saturating_sub(self.from) > 1
	}

	fn halved(&self) -> [Self; 2] {
		let mean = |one: i128, next: i128| one.wrapping_add(next) >> 1;
		let [a, b, c, d, e] = self.numbers;
		let [ab, bc, cd, de] = [mean(a, b), mean(b, c), mean(c, d), mean(d, e)];
		let [abc, bcd, cde] = [mean(ab, bc), mean(bc, cd), mean(cd, de)];
		let [abcd, bcde] = [mean(abc, bcd), mean(bcd, cde)];
		let all = mean(abcd, bcde);
		let middle = self.from.midpoint(self.to);
		[
			Self { to: middle, numbers: [a, ab, abc, abcd, all], ..*self },
			Self { from: middle, numbers: [all, bcde, cde, de, e], ..*self },
		]
	}

	/// Where the polynomial is surely negative: at an end, if at all.
	fn refuted_at(&self) -> Option<Place> {
		let [start, _, _, _, end] = self.numbers;
		let part = if start < SURELY_NEGATIVE {
			self.from
		} else if end < SURELY_NEGATIVE {
			self.to
		} else {
			return None;
		};
		Some(Place { part, is_inverse: self.is_inverse })
	}
}

/// The sign of `Σ cᵢ sⁱ` at the positive numbers s, by the five coefficients. The work is bounded.
pub(super) fn sign(coefficients: &[Wide; 5]) -> Result<Sign, MathsError> {
	let of_powers = aligned(coefficients)?;
	let mut of_inverses = of_powers;
	of_inverses.reverse();
	let mut open =
		Vec::from([Interval::whole(of_powers, false), Interval::whole(of_inverses, true)]);
	let mut is_proved = true;
	for _ in 0..MOST_INTERVALS {
		let Some(interval) = open.pop() else { break };
		if interval.numbers.iter().all(|&number| number >= 0) {
			continue;
		}
		if let Some(place) = interval.refuted_at() {
			return Ok(Sign::NegativeAt(place));
		}
		if interval.can_be_halved() {
			open.extend(interval.halved());
		} else {
			is_proved = false;
		}
	}
	Ok(if is_proved && open.is_empty() { Sign::NeverNegative } else { Sign::Unknown })
}

#[cfg(test)]
mod tests {
	use super::*;

	fn of(coefficients: [i128; 5]) -> Sign {
		sign(&coefficients.map(Wide::from)).unwrap()
	}

	/// Where it is negative, as a number.
	fn negative_at(coefficients: [i128; 5]) -> f64 {
		let Sign::NegativeAt(Place { part, is_inverse }) = of(coefficients) else {
			panic!("{:?} of {coefficients:?}", of(coefficients));
		};
		let number = part as f64 / WHOLE as f64;
		if is_inverse {
			1.0 / number
		} else {
			number
		}
	}

	#[test]
	fn wide_numbers_compute_as_narrow_ones_do() {
		let numbers = [0i128, 1, -1, 7, -12, 1_000_000_007, -999_999_999_999];
		for a in numbers {
			for b in numbers {
				let [one, other] = [a, b].map(Wide::from);
				assert_eq!(one.plus(other), Wide::from(a + b));
				assert_eq!(one.minus(other), Wide::from(a - b));
				assert_eq!(one.times(other), Wide::from(a * b));
				assert_eq!(one.minus(other).is_negative(), a < b);
				assert_eq!(one.size(), U512::from(a.unsigned_abs()));
			}
		}
		let least = Wide::from(i128::MIN);
		assert_eq!(least.size(), U512::from(1u128 << 127));
		let power = least.times(least).times(least);
		assert!(power.is_negative() && power.size().bits() == 382);
	}

	#[test]
	fn coefficients_are_rounded_down_to_the_same_last_digit() {
		let unit = 1i128 << (BITS - 1);
		let small = [1i128, -1, 2, 0, 0];
		assert_eq!(aligned(&small.map(Wide::from)), Ok([unit / 2, -unit / 2, unit, 0, 0]));
		let large = Wide::from(unit).times(Wide::from(1i128 << 20));
		let kept = aligned(&[large, Wide::from(1i128), Wide::from(-1i128), Wide::ZERO, Wide::ZERO]);
		assert_eq!(kept, Ok([unit, 0, -1, 0, 0]));
	}

	#[test]
	fn signs_of_squares_and_of_what_is_just_below_them_are_found() {
		// (s − 3)²(s² + 1) and the same less a little.
		assert_eq!(of([9, -6, 10, -6, 1].map(|c: i128| c << 60)), Sign::Unknown);
		let above = [(9 << 60) + 1, -(6 << 60), 10 << 60, -(6 << 60), 1 << 60];
		assert_eq!(of(above), Sign::NeverNegative);
		let below = [(9 << 60) - 1, -(6 << 60), 10 << 60, -(6 << 60), 1 << 60];
		assert!((negative_at(below) - 3.0).abs() < 1e-8);
		// (s − 1/3)², as three times itself.
		let beside = [(1 << 60) - 1, -(6 << 60), 9 << 60, 0, 0];
		assert!((negative_at(beside) - 1.0 / 3.0).abs() < 1e-8);
	}

	#[test]
	fn signs_at_both_ends_of_the_line_are_found() {
		assert_eq!(of([0; 5]), Sign::NeverNegative);
		assert_eq!(of([0, 1, -1, 1, 0]), Sign::NeverNegative);
		assert!(negative_at([-1, 9, 9, 9, 9]) < 0.2);
		assert!(negative_at([9, 9, 9, 9, -1]) > 5.0);
		// Negative only below 10^-15, and only above 10^15.
		let much = 1_000_000_000_000_000i128;
		assert!(negative_at([0, -1, much, 0, 0]) < 1.0 / much as f64);
		assert!(negative_at([0, 0, much, -1, 0]) > much as f64);
		assert_eq!(of([0, 1, much, -1, much]), Sign::NeverNegative);
	}

	#[test]
	fn a_place_is_half_the_difference_of_a_number_and_its_inverse() {
		let quarter = Place { part: WHOLE / 4, is_inverse: false };
		// (1/4 − 4) / 2.
		assert_eq!(quarter.half_of_difference(16), -30);
		assert_eq!(Place { is_inverse: true, ..quarter }.half_of_difference(16), 30);
		let end = Place { part: 0, is_inverse: true };
		assert_eq!(end.half_of_difference(16), i128::MAX);
		assert!(Place { is_inverse: false, ..end }.half_of_difference(16) <= -i128::MAX / 2);
	}
}
