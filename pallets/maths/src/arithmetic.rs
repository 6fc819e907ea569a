// SPDX-License-Identifier: Apache-2.0
//! Exact products and quotients of integers, with the rounding named by the caller.

use crate::MathsError;
use sp_arithmetic::helpers_128bit::multiply_by_rational_with_rounding;
pub use sp_arithmetic::Rounding;

/// One, in the 18-decimal fixed point of the border types.
pub const ONE: u128 = 1_000_000_000_000_000_000;

/// `a · b / c` of non-negative integers; the product is exact before the one rounding.
///
/// `Rounding::Down` and `Rounding::Up` mean towards and away from zero.
pub fn multiply_divide(a: u128, b: u128, c: u128, rounding: Rounding) -> Result<u128, MathsError> {
	if c == 0 {
		return Err(MathsError::DivisionByZero);
	}
	multiply_by_rational_with_rounding(a, b, c, rounding).ok_or(MathsError::Overflow)
}

/// `a · b / c` of signed integers, `c > 0`, rounded towards minus infinity.
pub fn multiply_divide_floor(a: i128, b: i128, c: u128) -> Result<i128, MathsError> {
	signed(a, b, c, Rounding::Down, Rounding::Up)
}

/// `a · b / c` of signed integers, `c > 0`, rounded towards plus infinity.
pub fn multiply_divide_ceil(a: i128, b: i128, c: u128) -> Result<i128, MathsError> {
	signed(a, b, c, Rounding::Up, Rounding::Down)
}

fn signed(
	a: i128,
	b: i128,
	c: u128,
	if_positive: Rounding,
	if_negative: Rounding,
) -> Result<i128, MathsError> {
	let negative = (a < 0) != (b < 0);
	let rounding = if negative { if_negative } else { if_positive };
	let magnitude = multiply_divide(a.unsigned_abs(), b.unsigned_abs(), c, rounding)?;
	let magnitude = i128::try_from(magnitude).map_err(|_| MathsError::Overflow)?;
	if negative {
		magnitude.checked_neg().ok_or(MathsError::Overflow)
	} else {
		Ok(magnitude)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn floor_and_ceil_round_towards_their_infinity_whatever_the_sign() {
		assert_eq!(multiply_divide_floor(7, 1, 2), Ok(3));
		assert_eq!(multiply_divide_ceil(7, 1, 2), Ok(4));
		assert_eq!(multiply_divide_floor(-7, 1, 2), Ok(-4));
		assert_eq!(multiply_divide_ceil(-7, 1, 2), Ok(-3));
		assert_eq!(multiply_divide_floor(7, -1, 2), Ok(-4));
	}

	#[test]
	fn products_beyond_128_bits_are_exact() {
		assert_eq!(multiply_divide(u128::MAX, 3, 3, Rounding::Down), Ok(u128::MAX));
		assert_eq!(multiply_divide(u128::MAX, 3, 2, Rounding::Down), Err(MathsError::Overflow));
		assert_eq!(multiply_divide(1, 1, 0, Rounding::Down), Err(MathsError::DivisionByZero));
	}
}
