// SPDX-License-Identifier: Apache-2.0
//! Non-negative numbers as 64-bit mantissa and exponent: what the kernel computes in.

use super::{
	reciprocal::{reciprocal, reciprocal_root},
	word::{halved_to_nearest, high, joined, lower, product, shifted_left, shifted_right, upper},
};
use crate::{arithmetic::ONE, MathsError};
use core::hint::select_unpredictable;

const TOP: u64 = 1 << 63;

/// `mantissa · 2^(exponent − 64)`; the mantissa's top bit is set unless the number is zero.
///
/// An operation's relative error is at most 2^-62, a root's 2^-61. Exponents enter below 2^17 in size and no result is a
/// product of a thousand numbers, so that sums of exponents stay far inside 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Binary {
	mantissa: u64,
	exponent: i32,
}

impl Binary {
	pub(crate) const ZERO: Self = Self { mantissa: 0, exponent: 0 };
	pub(crate) const ONE: Self = Self { mantissa: TOP, exponent: 1 };
	/// 10^-18: what the last digit of a decimal is worth.
	pub(crate) const LAST_DIGIT: Self = Self { mantissa: 0x9392_ee8e_921d_5d07, exponent: -59 };
	/// 10^18: the last digits of a one.
	pub(crate) const LAST_DIGITS: Self = Self { mantissa: 0xde0b_6b3a_7640_0000, exponent: 60 };

	/// `value · 2^-fraction_bits`, rounded down.
	#[inline]
	pub(crate) fn from_fixed(value: u128, fraction_bits: i32) -> Self {
		let (above, below) = (upper(value), lower(value));
		if above == 0 {
			return Self::from_word(below, fraction_bits);
		}
		let shift = above.leading_zeros();
		// A shift by 64 − shift in two parts, so that it may be by 64.
		let brought = (below >> 1).wrapping_shr(63u32.wrapping_sub(shift));
		Self {
			mantissa: above.wrapping_shl(shift) | brought,
			// At most 128.
			exponent: 128i32.wrapping_sub(shift.cast_signed()).wrapping_sub(fraction_bits),
		}
	}

	/// `value · 2^-fraction_bits`. Exact.
	#[inline]
	pub(crate) fn from_word(value: u64, fraction_bits: i32) -> Self {
		if value == 0 {
			return Self::ZERO;
		}
		let shift = value.leading_zeros();
		Self {
			mantissa: value.wrapping_shl(shift),
			exponent: 64i32.wrapping_sub(shift.cast_signed()).wrapping_sub(fraction_bits),
		}
	}

	/// From a mantissa whose top bit is set.
	#[inline]
	pub(crate) const fn from_parts(mantissa: u64, exponent: i32) -> Self {
		Self { mantissa, exponent }
	}

	#[inline]
	pub(crate) const fn is_zero(self) -> bool {
		self.mantissa == 0
	}

	#[inline]
	pub(crate) const fn mantissa(self) -> u64 {
		self.mantissa
	}

	/// The number is below `2^exponent` and, unless zero, at least half of it.
	#[inline]
	pub(crate) const fn exponent(self) -> i32 {
		self.exponent
	}

	/// `self · 2^powers`.
	#[inline]
	pub(crate) const fn scaled(self, powers: i32) -> Self {
		if self.is_zero() {
			return self;
		}
		Self { mantissa: self.mantissa, exponent: self.exponent.wrapping_add(powers) }
	}

	#[inline]
	pub(crate) fn times(self, other: Self) -> Self {
		let product = self.loosely(other);
		// Two mantissas of at least 2^63 have a high word of at least 2^62: one bit may be missing.
		let missing = (product.mantissa >> 63) ^ 1;
		let exponent = product.exponent.wrapping_sub(i32::from(missing == 1));
		Self {
			mantissa: product.mantissa.wrapping_shl(u32::from(missing == 1)),
			exponent: if product.is_zero() { 0 } else { exponent },
		}
	}

	/// The product without its first bit put in place, at a bit of precision for each factor: for what is
	/// multiplied once or twice more and then rounded.
	#[inline]
	pub(crate) const fn loosely(self, other: Self) -> Self {
		Self {
			mantissa: high(self.mantissa, other.mantissa),
			exponent: self.exponent.wrapping_add(other.exponent),
		}
	}

	/// The same number with its first bit in its place.
	#[inline]
	pub(crate) fn in_place(self) -> Self {
		Self::from_word(self.mantissa, 64).scaled(self.exponent)
	}

	/// `1 / self`, or `DivisionByZero`. Relative error: at most 2^-62.
	#[inline]
	pub(crate) fn reciprocal(self) -> Result<Self, MathsError> {
		match self.mantissa {
			0 => Err(MathsError::DivisionByZero),
			TOP => Ok(Self { mantissa: TOP, exponent: 2i32.wrapping_sub(self.exponent) }),
			mantissa => Ok(Self {
				mantissa: reciprocal(mantissa),
				exponent: 1i32.wrapping_sub(self.exponent),
			}),
		}
	}

	/// `self / other`, or `DivisionByZero`.
	pub(crate) fn over(self, other: Self) -> Result<Self, MathsError> {
		if self.is_zero() && !other.is_zero() {
			return Ok(Self::ZERO);
		}
		let shifted = u128::from(self.mantissa) << 63;
		let quotient =
			shifted.checked_div(other.mantissa.into()).ok_or(MathsError::DivisionByZero)?;
		let exponent = self.exponent.wrapping_sub(other.exponent).wrapping_add(1);
		Ok(Self::from_fixed(quotient, 64).scaled(exponent))
	}

	/// √self. Relative error: at most 2^-61.
	#[inline]
	pub(crate) fn root(self) -> Self {
		self.root_and_inverse().0
	}

	/// √self and its reciprocal; both are zero for zero. Relative error: at most 2^-61 and 2^-62.
	#[inline]
	pub(crate) fn root_and_inverse(self) -> (Self, Self) {
		if self.is_zero() {
			return (Self::ZERO, Self::ZERO);
		}
		// An odd power of two gives half of itself to the mantissa.
		let odd = self.exponent & 1;
		let exponent = self.exponent.wrapping_add(odd) >> 1;
		let inverse = reciprocal_root(self.mantissa, odd == 1);
		// x · 1/√x, of which the last bit may be missing to the first. Between 1 and 2 it is half of what the other is.
		let root = product(self.mantissa, inverse);
		let even = u64::from(odd == 0);
		let root = (upper(root) << even) | ((lower(root) >> 63) & even);
		(
			Self { mantissa: root.max(TOP), exponent },
			Self { mantissa: inverse, exponent: 1i32.wrapping_sub(exponent) },
		)
	}

	/// `self + other`.
	#[inline]
	pub(crate) fn plus(self, other: Self) -> Self {
		let (large, small) = if self.exponent_or_least() >= other.exponent_or_least() {
			(self, other)
		} else {
			(other, self)
		};
		if large.is_zero() || small.is_zero() {
			return if large.is_zero() { small } else { large };
		}
		let apart = large.exponent.wrapping_sub(small.exponent).cast_unsigned().min(127);
		let sum = (u128::from(large.mantissa) << 63)
			.wrapping_add(shifted_right(u128::from(small.mantissa) << 63, apart));
		Self::from_fixed(sum, 127).scaled(large.exponent)
	}

	/// `self − other` if that is not negative, and otherwise `None`.
	#[inline]
	pub(crate) fn minus(self, other: Self) -> Option<Self> {
		if other.is_zero() {
			return Some(self);
		}
		if self < other {
			return None;
		}
		let apart = self.exponent.wrapping_sub(other.exponent).cast_unsigned().min(127);
		let difference = (u128::from(self.mantissa) << 63)
			.wrapping_sub(shifted_right(u128::from(other.mantissa) << 63, apart));
		Some(Self::from_fixed(difference, 127).scaled(self.exponent))
	}

	/// `1 − self` with 64 fraction bits, rounded up, or zero if that is negative.
	#[inline]
	pub(crate) fn complement(self) -> Self {
		if self.exponent > 0 {
			return Self::ZERO;
		}
		let drop = self.exponent.unsigned_abs();
		let fraction = if drop < 64 { self.mantissa.wrapping_shr(drop) } else { 0 };
		if fraction == 0 {
			Self::ONE
		} else {
			Self::from_word(fraction.wrapping_neg(), 64)
		}
	}

	/// `self · 2^fraction_bits` rounded to nearest, halves up; `None` if that does not fit 64 bits.
	#[inline]
	pub(crate) fn to_fixed(self, fraction_bits: i32) -> Option<u64> {
		match 64i32.wrapping_sub(self.exponent).wrapping_sub(fraction_bits) {
			drop @ 1..=64 => Some(self.mantissa_without(drop)),
			0 => Some(self.mantissa),
			65.. => Some(0),
			_ => self.is_zero().then_some(0),
		}
	}

	/// Rounded to nearest, halves up. `Overflow` from 2^127 on.
	///
	/// Money lies on both sides of 2^64 last digits, some 18 USD, and no processor can tell beforehand on which: so
	/// both are computed, and no branch depends on it.
	#[inline(always)]
	pub(crate) fn rounded(self) -> Result<i128, MathsError> {
		match 127i32.wrapping_sub(self.exponent) {
			drop @ 0..=127 => {
				let drop = drop.cast_unsigned();
				// Shifts by a word's length and more are by what exceeds it.
				let doubled = self.mantissa.wrapping_shr(drop);
				let whole = doubled >> 1;
				let small = whole.wrapping_add(doubled & 1);
				let is_large = drop < 64;
				let low = self.mantissa.wrapping_shl(!drop);
				let value = joined(
					select_unpredictable(is_large, whole, 0),
					select_unpredictable(is_large, low, small),
				);
				Ok(value.cast_signed())
			},
			128.. => Ok(0),
			_ if self.is_zero() => Ok(0),
			_ => Err(MathsError::Overflow),
		}
	}

	/// [`Binary::rounded`] of what is nearly always below 2^64.
	#[inline(always)]
	pub(crate) fn rounded_word(self) -> Result<i128, MathsError> {
		match 64i32.wrapping_sub(self.exponent) {
			drop @ 1..=64 => Ok(self.mantissa_without(drop).into()),
			_ => self.rounded_far(),
		}
	}

	#[cold]
	#[inline(never)]
	fn rounded_far(self) -> Result<i128, MathsError> {
		self.rounded()
	}

	/// The mantissa without its last 1 to 64 bits, rounded to nearest, halves up.
	#[inline(always)]
	const fn mantissa_without(self, bits: i32) -> u64 {
		// One more bit than is kept, which decides the rounding.
		let doubled = self.mantissa.wrapping_shr(bits.cast_unsigned().wrapping_sub(1));
		(doubled >> 1).wrapping_add(doubled & 1)
	}

	/// `self · value` rounded to nearest, halves up. One rounding only.
	#[inline]
	pub(crate) fn of(self, value: u128) -> Result<u128, MathsError> {
		// The product is (top · 2^64 + bottom) · 2^(exponent − 64).
		let bottom = product(lower(value), self.mantissa);
		let top = product(upper(value), self.mantissa).wrapping_add(upper(bottom).into());
		let bottom = lower(bottom);
		if self.exponent > 0 {
			let up = self.exponent.cast_unsigned();
			if value == 0 || self.is_zero() {
				return Ok(0);
			}
			if up > 127 || top.leading_zeros() < up {
				return Err(MathsError::Overflow);
			}
			let whole = shifted_left(top, up);
			let (brought, half) = match up.checked_sub(64) {
				Some(beyond) => (shifted_left(bottom.into(), beyond), 0),
				None => {
					let kept = shifted_left(bottom.into(), up);
					(upper(kept).into(), lower(kept) >> 63)
				},
			};
			return whole
				.checked_add(brought)
				.and_then(|sum| sum.checked_add(half.into()))
				.ok_or(MathsError::Overflow);
		}
		let down = self.exponent.unsigned_abs();
		if down == 0 {
			return top.checked_add((bottom >> 63).into()).ok_or(MathsError::Overflow);
		}
		if down > 128 {
			return Ok(0);
		}
		Ok(halved_to_nearest(shifted_right(top, down.wrapping_sub(1))))
	}

	/// `self · 10^18` rounded to nearest, halves up: [`Binary::of`] for the one number that every result
	/// with 18 decimals is multiplied by, with half of its products.
	#[inline]
	pub(crate) fn to_decimal(self) -> Result<u128, MathsError> {
		// The product is below 2^124 and counts 2^(exponent − 64).
		let whole = product(lower(ONE), self.mantissa);
		match 64i32.wrapping_sub(self.exponent) {
			0 => Ok(whole),
			drop @ 1..=127 => {
				Ok(halved_to_nearest(shifted_right(whole, drop.unsigned_abs().wrapping_sub(1))))
			},
			_ => self.of(ONE),
		}
	}

	#[inline]
	fn exponent_or_least(self) -> i32 {
		if self.is_zero() {
			i32::MIN
		} else {
			self.exponent
		}
	}
}

impl PartialOrd for Binary {
	fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
		Some(self.cmp(other))
	}
}

impl Ord for Binary {
	fn cmp(&self, other: &Self) -> core::cmp::Ordering {
		(self.exponent_or_least(), self.mantissa).cmp(&(other.exponent_or_least(), other.mantissa))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn number(value: u128) -> Binary {
		Binary::from_fixed(value, 0)
	}

	#[test]
	fn small_whole_numbers_compute_exactly() {
		assert_eq!(number(6).times(number(7)), number(42));
		assert_eq!(number(6).plus(number(7)), number(13));
		assert_eq!(number(7).minus(number(6)), Some(number(1)));
		assert_eq!(number(6).minus(number(7)), None);
		assert_eq!(number(7).minus(number(7)), Some(Binary::ZERO));
		assert_eq!(number(42).over(number(7)), Ok(number(6)));
		assert_eq!(number(8).reciprocal(), Ok(number(1).scaled(-3)));
		assert_eq!(Binary::ZERO.reciprocal(), Err(MathsError::DivisionByZero));
		assert!(number(6) < number(7) && Binary::ZERO < number(1).scaled(-100));
	}

	#[test]
	fn a_decimal_is_the_product_with_one() {
		let mut mantissa = TOP;
		for step in 0..20_000u64 {
			mantissa = TOP | mantissa.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(step);
			let exponent = i32::try_from(step % 300).unwrap() - 150;
			let number = Binary { mantissa, exponent };
			assert_eq!(number.to_decimal(), number.of(ONE), "{number:?}");
		}
		assert_eq!(Binary::ZERO.to_decimal(), Ok(0));
		assert_eq!(Binary::ONE.to_decimal(), Ok(ONE));
	}

	#[test]
	fn a_complement_is_what_is_missing_to_one() {
		assert_eq!(Binary::ONE.scaled(-1).complement(), Binary::ONE.scaled(-1));
		assert_eq!(Binary::ONE.scaled(-2).complement(), number(3).scaled(-2));
		assert_eq!(Binary::ONE.complement(), Binary::ZERO);
		assert_eq!(number(7).complement(), Binary::ZERO);
		assert_eq!(Binary::ZERO.complement(), Binary::ONE);
		assert_eq!(Binary::ONE.scaled(-70).complement(), Binary::ONE);
	}

	#[test]
	fn scaling_an_integer_rounds_once_to_nearest() {
		let third = number(1).over(number(3)).unwrap();
		assert_eq!(third.of(10), Ok(3));
		assert_eq!(third.of(11), Ok(4));
		assert_eq!(Binary::ONE.of(u128::MAX), Ok(u128::MAX));
		assert_eq!(Binary::ONE.scaled(1).of(u128::MAX), Err(MathsError::Overflow));
		assert_eq!(number(1 << 63).of(1 << 64), Ok(1 << 127));
		assert_eq!(number(1 << 64).of(1 << 63), Ok(1 << 127));
		assert_eq!(number(1 << 64).of(1 << 64), Err(MathsError::Overflow));
		assert_eq!(Binary::ONE.scaled(-128).of(u128::MAX), Ok(1));
		assert_eq!(Binary::ONE.scaled(-129).of(u128::MAX), Ok(0));
	}

	/// The topmost power of two was refused once, in a faster way to round.
	#[test]
	fn numbers_are_rounded_up_to_the_last_that_fits() {
		for exponent in -200..=130 {
			let number = Binary { mantissa: TOP | 0x1234_5678_9abc_def1, exponent };
			let doubled = match exponent {
				..=-1 => 0,
				0..=63 => u128::from(number.mantissa >> (63 - exponent)),
				_ if exponent > 127 => {
					assert_eq!(number.rounded(), Err(MathsError::Overflow), "{exponent}");
					continue;
				},
				_ => u128::from(number.mantissa) << (exponent - 63),
			};
			let expected = (doubled / 2 + doubled % 2).cast_signed();
			assert_eq!(number.rounded(), Ok(expected), "{exponent}");
		}
		assert_eq!(Binary::ZERO.scaled(500).rounded(), Ok(0));
		assert_eq!(Binary { mantissa: 0, exponent: 500 }.rounded(), Ok(0));
	}

	#[test]
	fn a_reciprocal_is_off_by_two_of_its_last_bit_at_most() {
		let mut mantissa = TOP;
		for step in 0..200_000u64 {
			mantissa = TOP | mantissa.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(step);
			for mantissa in [mantissa, TOP + step, u64::MAX - step] {
				let found = Binary { mantissa, exponent: 0 }.reciprocal().unwrap();
				if mantissa > TOP {
					let exact = lower((1u128 << 127) / u128::from(mantissa));
					assert!(found.mantissa.abs_diff(exact) <= 2, "{mantissa:x}");
					assert_eq!(found.exponent, 1);
				}
			}
		}
	}

	#[test]
	fn roots_and_their_reciprocals_are_off_by_four_of_their_last_bit_at_most() {
		assert_eq!(Binary::ZERO.root_and_inverse(), (Binary::ZERO, Binary::ZERO));
		assert_eq!(number(1).root(), number(1));
		assert_eq!(number(2).root().scaled(3), number(128).root());
		let mut mantissa = TOP;
		for step in 0..100_000u64 {
			mantissa = TOP | mantissa.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(step);
			for mantissa in [mantissa, TOP + step, u64::MAX - step] {
				for exponent in [-3, 0] {
					let (root, inverse) = Binary { mantissa, exponent }.root_and_inverse();
					assert!(root.mantissa >= TOP && inverse.mantissa >= TOP);
					let bits = if exponent == 0 { 64 } else { 63 };
					let exact = (u128::from(mantissa) << bits).isqrt();
					assert!(lower(exact).abs_diff(root.mantissa) <= 4, "{mantissa:x} {exponent}");
					assert_eq!(root.exponent, (exponent + 1) >> 1);
					let lacking = Binary::ONE.minus(root.times(inverse)).unwrap();
					assert!(lacking < Binary::ONE.scaled(-60), "{mantissa:x} {exponent}");
				}
			}
		}
	}

	#[test]
	fn a_whole_number_is_the_product_with_one() {
		let mantissa = 0xfedc_ba98_7654_3211;
		for exponent in -70..=127 {
			let number = Binary { mantissa, exponent };
			assert_eq!(number.rounded().map(i128::unsigned_abs), number.of(1), "{exponent}");
			// With the first bit missing.
			let half = Binary { mantissa: mantissa >> 1, exponent };
			let exact = Binary::from_parts(mantissa & !1, exponent - 1).of(1);
			assert_eq!(half.rounded().map(i128::unsigned_abs), exact, "{exponent}");
		}
		assert_eq!(Binary { mantissa, exponent: 128 }.rounded(), Err(MathsError::Overflow));
		assert_eq!(Binary::ZERO.scaled(200).rounded(), Ok(0));
		assert_eq!(Binary::LAST_DIGITS.rounded(), Ok(ONE.cast_signed()));
		let almost_one = Binary::LAST_DIGIT.times(Binary::LAST_DIGITS);
		assert!(Binary::ONE.minus(almost_one).unwrap() < Binary::ONE.scaled(-62));
	}

	#[test]
	fn fixed_point_rounds_to_nearest() {
		assert_eq!(number(5).scaled(-1).to_fixed(0), Some(3));
		assert_eq!(number(5).scaled(-2).to_fixed(0), Some(1));
		assert_eq!(number(1).scaled(-70).to_fixed(0), Some(0));
		assert_eq!(number(1).to_fixed(63), Some(1 << 63));
		assert_eq!(number(1).to_fixed(64), None);
	}
}
