// SPDX-License-Identifier: Apache-2.0
//! What money at a later time is worth now.
//!
//! # Source
//!
//! e^(−rt), continuous compounding. The correction of a first estimate by its own logarithm is ours.

use super::{
	binary::Binary,
	exponential::{exp2, exp2_of_minus},
	logarithm::Logarithm,
	tables::{HALF_LOG2_E, PER_UNIT_SECOND},
	word::{
		halved_to_nearest, lower, product, product_with_half, shifted_left, shifted_right,
		times_half, upper, wide_product,
	},
};
use crate::MathsError;

/// e^(−rate · time), with 96 bits because whole prices are multiplied by it.
///
/// Relative error: at most 2^-74. Exactly one for no time and for no rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Discount {
	/// Times 2^(exponent − 128); the top bit is set, and the lowest 32 are not, which halves the cost of products.
	mantissa: u128,
	exponent: i32,
}

/// The lower half of a word.
const HALF: u64 = 0xffff_ffff;

impl Discount {
	const ONE: Self = Self { mantissa: 1 << 127, exponent: 1 };

	/// `rate` is per year with 18 decimals. Refuses |rate| · time of 64 or more.
	pub(crate) fn new(rate: i128, seconds: u64) -> Result<Self, MathsError> {
		let unit_seconds =
			rate.unsigned_abs().checked_mul(seconds.into()).ok_or(MathsError::Overflow)?;
		if unit_seconds == 0 {
			return Ok(Self::ONE);
		}
		let shift = unit_seconds.leading_zeros();
		let (scaled, _) = wide_product(shifted_left(unit_seconds, shift), PER_UNIT_SECOND);
		// `scaled` is rate · time with 212 − 128 + shift = 84 + shift fraction bits and at least 126
		// significant ones. With 96 fraction bits it has to be below 2^102.
		let drop = shift.checked_sub(12).ok_or(MathsError::OutsideDomain)?;
		let exponent = shifted_right(scaled, drop);
		if exponent >= 1 << 102 {
			return Err(MathsError::OutsideDomain);
		}
		let first = first_estimate(exponent, rate < 0);
		// e^(−u) = first · e^(−δ) with δ = u + ln(first), which is tiny: first − first · δ.
		let logarithm = Logarithm::of_binary(first)?.bits();
		let exponent = exponent.cast_signed();
		let exponent = if rate < 0 { exponent.wrapping_neg() } else { exponent };
		Ok(Self::corrected(first, exponent.wrapping_add(logarithm)))
	}

	fn corrected(first: Binary, delta: i128) -> Self {
		let wide = u128::from(first.mantissa()) << 64;
		// δ has 96 fraction bits and is far below 2^-32, so its mantissa fits one word.
		let size = u64::try_from(delta.unsigned_abs()).unwrap_or(u64::MAX);
		let correction = product(first.mantissa(), size) >> 32;
		if delta > 0 {
			let mantissa = wide.wrapping_sub(correction);
			let missing = mantissa.leading_zeros();
			let exponent = first.exponent().saturating_sub(missing.cast_signed());
			return Self::cut(shifted_left(mantissa, missing), exponent);
		}
		match wide.checked_add(correction) {
			Some(mantissa) => Self::cut(mantissa, first.exponent()),
			None => Self::cut(1 << 127, first.exponent().saturating_add(1)),
		}
	}

	/// Rounded down to the bits that are kept.
	const fn cut(mantissa: u128, exponent: i32) -> Self {
		Self { mantissa: mantissa & !(HALF as u128), exponent }
	}

	/// The least that e^(−rate · time) may be, by the bound on the error of this.
	pub(crate) fn lowest(self) -> Self {
		if self == Self::ONE {
			return self;
		}
		Self::cut(self.mantissa.wrapping_sub(self.mantissa >> 74), self.exponent)
	}

	/// To 64 bits.
	pub(crate) fn binary(self) -> Binary {
		Binary::from_fixed(self.mantissa, 128).scaled(self.exponent)
	}

	/// `self · value` rounded to nearest, halves up. One rounding only.
	#[inline(always)]
	pub(crate) fn of(self, value: u128) -> Result<u128, MathsError> {
		// Prices up to 79 billion USD, of which a half is left at least.
		let (value_above, value_below) = (upper(value), lower(value));
		if self.exponent != 0 || value_above > HALF {
			return self.of_any(value);
		}
		// The mantissa is (above · 2^32 + half) · 2^32. What is below the lowest 64 bits of the product comes
		// from one product alone, so nothing is carried into them.
		let (above, half) = (upper(self.mantissa), lower(self.mantissa) >> 32);
		let carried = times_half::<0>(value_below, half);
		let middle = product(value_below, above).wrapping_add(carried.into());
		let crossed = u128::from(value_above.wrapping_mul(half)) << 32;
		let middle_below = crossed.wrapping_add(lower(middle).into());
		let top = product_with_half(above, value_above)
			.wrapping_add(upper(middle).into())
			.wrapping_add(upper(middle_below).into());
		Ok(top.wrapping_add((lower(middle_below) >> 63).into()))
	}

	/// [`Discount::of`] of any value.
	#[inline(never)]
	fn of_any(self, value: u128) -> Result<u128, MathsError> {
		if self == Self::ONE {
			return Ok(value);
		}
		let (top, bottom) = wide_product(value, self.mantissa);
		let (whole, half) = if self.exponent > 0 {
			let up = self.exponent.unsigned_abs();
			if up > 127 || top.leading_zeros() < up {
				return Err(MathsError::Overflow);
			}
			let brought = shifted_right(bottom, 128u32.wrapping_sub(up));
			(shifted_left(top, up) | brought, shifted_left(bottom, up) >> 127)
		} else {
			match self.exponent.unsigned_abs() {
				0 => (top, bottom >> 127),
				down => return Ok(halved_to_nearest(shifted_right(top, down.wrapping_sub(1)))),
			}
		};
		whole.checked_add(half).ok_or(MathsError::Overflow)
	}
}

/// e^(∓exponent), `exponent` with 96 fraction bits and below 2^102, to some 60 bits.
fn first_estimate(exponent: u128, grows: bool) -> Binary {
	// u · log2(e): 6 + 58 bits of u, log2(e) / 2 with 64.
	let power = product(upper(exponent << 26), HALF_LOG2_E) >> 57;
	if grows {
		exp2(power)
	} else {
		exp2_of_minus(power)
	}
}

#[cfg(test)]
mod tests {
	use super::{super::word::joined, *};

	#[test]
	fn both_ways_to_discount_a_price_agree_to_the_last_digit() {
		let mut word = 1u64;
		let mut next = || {
			word = word
				.wrapping_mul(6_364_136_223_846_793_005)
				.wrapping_add(1_442_695_040_888_963_407);
			word
		};
		for _ in 0..20_000 {
			// Up to 60 % a year for up to thirteen years, so that some are worth less than a half.
			let rate = i128::from(next() % 600_000_000_000_000_000);
			let discount = Discount::new(rate, next() >> 35).unwrap();
			for value in [next().into(), joined(next() >> 32, next()), joined(next() >> 51, next())]
			{
				assert_eq!(discount.of(value), discount.of_any(value), "{discount:?} of {value}");
			}
		}
	}
}
