// SPDX-License-Identifier: Apache-2.0
//! The natural logarithm.
//!
//! # Source
//!
//! Table-driven argument reduction: P. Tang, "Table-driven implementation of the logarithm function in IEEE
//! floating-point arithmetic", ACM TOMS 16 (1990). Tables, series and their certificate are ours.

use super::{
	binary::Binary,
	tables::{LN_2, LN_ONE, LN_RECIPROCAL, LN_SERIES, LN_TABLE},
	word::{high, joined, lower, product, shifted_left, upper},
};
use crate::{arithmetic::ONE, MathsError};

/// A natural logarithm with 96 fraction bits. Error: at most 2^-75.
///
/// Differences of logarithms are logarithms of quotients; close numbers lose nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Logarithm(i128);

impl Logarithm {
	/// Of a whole number, or `OutsideDomain` of zero.
	pub(crate) fn of(number: u128) -> Result<Self, MathsError> {
		if number == 0 {
			return Err(MathsError::OutsideDomain);
		}
		let shift = number.leading_zeros();
		// 96 bits with the top one set: the number over its power of two, in [1, 2).
		let mantissa = shifted_left(number, shift) >> 32;
		let cell = usize::try_from((mantissa >> 88) & 127).unwrap_or(0);
		let reciprocal = LN_RECIPROCAL.get(cell).copied().unwrap_or(0);
		let tabled = LN_TABLE.get(cell).copied().unwrap_or(0);
		// mantissa · reciprocal is just below one, exactly: 1 − r with r < 2^-7 and 111 bits.
		// Two halves of 48 bits times 16 bits fit one word each.
		let reciprocal = u64::from(reciprocal);
		let upper_half = upper(mantissa << 16).wrapping_mul(reciprocal);
		let lower_half = (lower(mantissa) & ((1 << 48) - 1)).wrapping_mul(reciprocal);
		let covered = (u128::from(upper_half) << 48).wrapping_add(lower_half.into());
		let rest = (1u128 << 111).wrapping_sub(covered);
		// −ln(1 − r) = r + r² (1/2 + r/3 + …), with r · 2^7 as a fraction of 2^64.
		let fraction = lower(rest >> 40);
		let square = high(fraction, fraction);
		let step = |coefficient: u64, sum: u64| coefficient.wrapping_add(high(sum, square));
		let [c0, c1, c2, c3, c4, c5, c6, c7, c8] = LN_SERIES;
		let even = step(c0, step(c2, step(c4, step(c6, c8))));
		let odd = step(c1, step(c3, step(c5, c7)));
		let bent = high(even.wrapping_add(high(odd, fraction)), square);
		let minus_rest = (rest >> 15).wrapping_add(u128::from(bent) << 18);
		let power = u64::from(127u32.wrapping_sub(shift));
		let powers =
			product(lower(LN_2), power).wrapping_add(joined(upper(LN_2).wrapping_mul(power), 0));
		let value = powers.wrapping_add(tabled).wrapping_sub(minus_rest);
		Ok(Self(value.cast_signed()))
	}

	/// `self − other`, below 2^104 in size.
	pub(crate) const fn minus(self, other: Self) -> Self {
		Self(self.0.wrapping_sub(other.0))
	}

	/// `self + other`: the logarithm of the product.
	pub(crate) const fn plus(self, other: Self) -> Self {
		Self(self.0.wrapping_add(other.0))
	}

	/// Of a positive binary number.
	pub(crate) fn of_binary(number: Binary) -> Result<Self, MathsError> {
		let mantissa = Self::of(number.mantissa().into())?;
		let powers = i128::from(number.exponent().saturating_sub(64));
		Ok(Self(mantissa.0.wrapping_add(powers.wrapping_mul(LN_2.cast_signed()))))
	}

	/// With 96 fraction bits.
	pub(crate) const fn bits(self) -> i128 {
		self.0
	}

	pub(crate) fn magnitude(self) -> Binary {
		Binary::from_fixed(self.0.unsigned_abs(), 96)
	}

	/// With 18 decimals, rounded to nearest.
	fn to_decimal(self) -> i128 {
		// Whole part and fraction apart, so that nothing exceeds 128 bits.
		let magnitude = self.0.unsigned_abs();
		let whole = (magnitude >> 96).wrapping_mul(ONE);
		let fraction = magnitude & ((1 << 96) - 1);
		let scaled = (fraction >> 32).wrapping_mul(ONE).wrapping_add(1 << 63);
		let total = whole.wrapping_add(upper(scaled).into()).cast_signed();
		if self.0 < 0 {
			total.wrapping_neg()
		} else {
			total
		}
	}
}

/// ln x, both with 18 decimals, rounded to nearest.
///
/// Domain: x > 0 (`OutsideDomain` otherwise). ln 1 is exactly zero. Error: at most 0.6·10^-18, proved:
/// certificate `logarithm`. Source: Tang 1990.
pub fn ln(x: u128) -> Result<i128, MathsError> {
	let scale = Logarithm(LN_ONE.cast_signed());
	if x == ONE {
		return Ok(0);
	}
	Ok(Logarithm::of(x)?.minus(scale).to_decimal())
}
