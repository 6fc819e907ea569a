// SPDX-License-Identifier: Apache-2.0
//! The square root.
//!
//! # Source
//!
//! x times its reciprocal root, of which `reciprocal.rs` names the source, and the steps of one that are missing to
//! the largest whole number whose square is not above; for more than 128 bits one step of Newton's.

use super::{
	binary::Binary,
	word::{product, shifted_left, upper, wide_product},
};
use crate::{arithmetic::ONE, MathsError};
use primitive_types::U256;

/// √x, both with 18 decimals, rounded down. Exact: the result is the largest whose square is not
/// above x. Every x is in the domain. Source: Newton.
pub fn square_root(x: u128) -> Result<u128, MathsError> {
	if let Some(square) = x.checked_mul(ONE) {
		return Ok(floor_of_root(square).into());
	}
	// The square has 129 to 188 bits. The root of its upper part, one too large, is at least the
	// answer and exceeds it by 2^-31 of it at most, so that one step of Newton's brings it to the
	// answer or one above.
	let square = wide_product(x, ONE);
	let upper_part = (square.0 << 64) | (square.1 >> 64);
	let above = u128::from(floor_of_root(upper_part)).wrapping_add(1) << 32;
	let quotient = U256::from(x)
		.checked_mul(U256::from(ONE))
		.and_then(|square| square.checked_div(U256::from(above)))
		.ok_or(MathsError::Overflow)?;
	let quotient = u128::try_from(quotient).map_err(|_| MathsError::Overflow)?;
	let estimate = above.wrapping_add(quotient) >> 1;
	let too_much = wide_product(estimate, estimate) > square;
	Ok(estimate.saturating_sub(too_much.into()))
}

/// The root of a number of 128 bits, rounded down. The compiler's own divides numbers of 128 bits, which WebAssembly
/// does bit by bit.
pub(crate) fn floor_of_root(number: u128) -> u64 {
	/// What it is off by before: 2^-61 of itself, and half a unit for the lower word.
	const MOST_STEPS: u32 = 9;
	if number == 0 {
		return 0;
	}
	let shift = number.leading_zeros();
	let odd = shift & 1;
	let mantissa = upper(shifted_left(number, shift));
	let mut root = Binary::from_parts(mantissa, 0i32.wrapping_sub_unsigned(odd)).root().mantissa();
	// Never above the root of the number shifted by an even number of bits.
	let shift = shift.wrapping_sub(odd);
	let mut rest = shifted_left(number, shift).wrapping_sub(product(root, root));
	for _ in 0..MOST_STEPS {
		let step = (u128::from(root) << 1) | 1;
		if rest < step {
			break;
		}
		rest = rest.wrapping_sub(step);
		root = root.wrapping_add(1);
	}
	root.wrapping_shr(shift >> 1)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn roots_of_words_are_those_of_the_compiler() {
		let mut number = 1u128;
		for step in 0..200_000u32 {
			number = number.wrapping_mul(0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645) + 0x9e37_79b9;
			let wide = number >> (step % 128);
			let square = (wide >> 64) * (wide >> 64);
			for number in [wide, square, square.saturating_sub(1), u128::MAX - u128::from(step)] {
				assert_eq!(u128::from(floor_of_root(number)), number.isqrt(), "{number}");
			}
		}
	}

	#[test]
	fn roots_are_floors_on_both_sides_of_128_bits() {
		let is_floor = |x: u128| {
			let root = square_root(x).unwrap();
			let square = wide_product(x, ONE);
			assert!(wide_product(root, root) <= square, "{x}");
			assert!(wide_product(root + 1, root + 1) > square, "{x}");
		};
		for x in [0, 1, 2, ONE - 1, ONE, ONE + 1, 4 * ONE, u128::MAX, u128::MAX - 1] {
			is_floor(x);
		}
		let edge = u128::MAX / ONE;
		for x in edge - 50..edge + 50 {
			is_floor(x);
		}
		for bits in 60..128 {
			for x in [(1u128 << bits) - 1, 1 << bits, (1 << bits) + 1] {
				is_floor(x);
			}
		}
		// Whole squares, and one less.
		for root in [340_282_367u128, 18_446_744_073, 999_999_999_999] {
			let square = root.pow(2).checked_mul(ONE).unwrap_or(u128::MAX / ONE * ONE);
			is_floor(square);
			is_floor(square - 1);
		}
	}
}
