// SPDX-License-Identifier: Apache-2.0
//! Exact products and quotients of integers, with the rounding named by the caller.
//!
//! # Source
//!
//! Division by a word: N. Möller and T. Granlund, "Improved division by invariant integers", IEEE Transactions
//! on Computers 60 (2011). By more than a word: `sp-arithmetic`.

use crate::{
	functions::{wide_product, DivisorWord},
	MathsError,
};
use sp_arithmetic::helpers_128bit::multiply_by_rational_with_rounding;
pub use sp_arithmetic::Rounding;

/// One, in the 18-decimal fixed point of the border types.
pub const ONE: u128 = 1_000_000_000_000_000_000;

/// `a · b / c` of non-negative integers; the product is exact before the one rounding.
///
/// `Rounding::Down` and `Rounding::Up` mean towards and away from zero; whoever calls says who gains. Exact but
/// for that. `DivisionByZero`, and `Overflow` where the quotient does not fit. Source: Möller and Granlund
/// 2011.
pub fn multiply_divide(a: u128, b: u128, c: u128, rounding: Rounding) -> Result<u128, MathsError> {
	// Nearly every divisor is one in decimals: it and all others of one word divide without a loop.
	let divisor = match u64::try_from(c) {
		Ok(0) => return Err(MathsError::DivisionByZero),
		Ok(ONE_WORD) => const { DivisorWord::new(ONE_WORD) },
		Ok(word) => DivisorWord::new(word),
		Err(_) => {
			return multiply_by_rational_with_rounding(a, b, c, rounding)
				.ok_or(MathsError::Overflow)
		},
	};
	let (quotient, remainder) = divisor.divide(wide_product(a, b)).ok_or(MathsError::Overflow)?;
	let up = match rounding {
		Rounding::Down => false,
		Rounding::Up => remainder > 0,
		// Twice the remainder against the divisor, without doubling it.
		Rounding::NearestPrefDown => remainder > divisor.divisor().wrapping_sub(remainder),
		Rounding::NearestPrefUp => remainder >= divisor.divisor().wrapping_sub(remainder),
	};
	quotient.checked_add(u128::from(up)).ok_or(MathsError::Overflow)
}

/// [`ONE`] as a word.
const ONE_WORD: u64 = 1_000_000_000_000_000_000;

/// `a · b / c` of signed integers, `c > 0`, rounded towards minus infinity: for what somebody is owed. Exact
/// but for that; errors as [`multiply_divide`].
pub fn multiply_divide_floor(a: i128, b: i128, c: u128) -> Result<i128, MathsError> {
	signed(a, b, c, Rounding::Down, Rounding::Up)
}

/// `a · b / c` of signed integers, `c > 0`, rounded towards plus infinity: for what somebody owes. Exact but
/// for that; errors as [`multiply_divide`].
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
	use proptest::prelude::*;

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

	/// Numbers at which carries and estimates are at their limits, and random ones of every length.
	fn number() -> impl Strategy<Value = u128> {
		let edge = (0u32..129, -2i128..3).prop_map(|(bits, beside)| {
			let power = 1u128.checked_shl(bits).unwrap_or(0);
			power.wrapping_add_signed(beside)
		});
		let random = (any::<u128>(), 0u32..128).prop_map(|(all, bits)| all >> bits);
		prop_oneof![edge, random, Just(ONE), Just(ONE - 1), Just(ONE + 1)]
	}

	fn rounding() -> impl Strategy<Value = Rounding> {
		prop_oneof![
			Just(Rounding::Down),
			Just(Rounding::Up),
			Just(Rounding::NearestPrefDown),
			Just(Rounding::NearestPrefUp),
		]
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(20_000))]

		#[test]
		fn every_quotient_is_that_of_the_library(
			a in number(), b in number(), c in number(), rounding in rounding(),
		) {
			let of_library = match c {
				0 => Err(MathsError::DivisionByZero),
				_ => multiply_by_rational_with_rounding(a, b, c, rounding)
					.ok_or(MathsError::Overflow),
			};
			prop_assert_eq!(multiply_divide(a, b, c, rounding), of_library);
		}

		#[test]
		fn a_product_divided_by_its_factor_is_the_other_factor(a in number(), b in number()) {
			if b > 0 {
				prop_assert_eq!(multiply_divide(a, b, b, Rounding::Up), Ok(a));
			}
		}
	}
}
