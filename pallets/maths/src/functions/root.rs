// SPDX-License-Identifier: Apache-2.0
//! The square root.

use crate::{arithmetic::ONE, MathsError};
use primitive_types::U256;

/// √x, both with 18 decimals, rounded down. Exact: the result is the largest whose square is not
/// above x. Every x is in the domain.
pub fn square_root(x: u128) -> Result<u128, MathsError> {
	if let Some(square) = x.checked_mul(ONE) {
		return Ok(square.isqrt());
	}
	// The square has up to 188 bits. Its upper half's root is within 2^30 of the answer in 2^94,
	// and one step of Newton's leaves at most one too much.
	let square = U256::from(x).checked_mul(U256::from(ONE)).ok_or(MathsError::Overflow)?;
	let upper = u128::try_from(square >> 64).map_err(|_| MathsError::Overflow)?;
	let above =
		U256::from(upper.isqrt()).checked_add(U256::one()).ok_or(MathsError::Overflow)? << 32;
	let quotient = square.checked_div(above).ok_or(MathsError::DivisionByZero)?;
	let estimate = above.checked_add(quotient).ok_or(MathsError::Overflow)? >> 1;
	let estimate = u128::try_from(estimate).map_err(|_| MathsError::Overflow)?;
	// Newton's step from above never falls below the floor; from this close it exceeds it by one
	// at most.
	let too_much = U256::from(estimate)
		.checked_mul(U256::from(estimate))
		.is_none_or(|s| s > square);
	Ok(if too_much { estimate.saturating_sub(1) } else { estimate })
}
