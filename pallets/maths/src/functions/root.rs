// SPDX-License-Identifier: Apache-2.0
//! The square root.

use super::word::wide_product;
use crate::{arithmetic::ONE, MathsError};
use primitive_types::U256;

/// √x, both with 18 decimals, rounded down. Exact: the result is the largest whose square is not
/// above x. Every x is in the domain.
pub fn square_root(x: u128) -> Result<u128, MathsError> {
	if let Some(square) = x.checked_mul(ONE) {
		return Ok(square.isqrt());
	}
	// The square has 129 to 188 bits. The root of its upper part, one too large, is at least the
	// answer and exceeds it by 2^-31 of it at most, so that one step of Newton's brings it to the
	// answer or one above.
	let square = wide_product(x, ONE);
	let upper_part = (square.0 << 64) | (square.1 >> 64);
	let above = upper_part.isqrt().wrapping_add(1) << 32;
	let quotient = U256::from(x)
		.checked_mul(U256::from(ONE))
		.and_then(|square| square.checked_div(U256::from(above)))
		.ok_or(MathsError::Overflow)?;
	let quotient = u128::try_from(quotient).map_err(|_| MathsError::Overflow)?;
	let estimate = above.wrapping_add(quotient) >> 1;
	let too_much = wide_product(estimate, estimate) > square;
	Ok(estimate.saturating_sub(too_much.into()))
}

#[cfg(test)]
mod tests {
	use super::*;

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
