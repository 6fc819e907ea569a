// SPDX-License-Identifier: Apache-2.0
//! The exponential function.
//!
//! # Source
//!
//! Table-driven argument reduction: P. Tang, "Table-driven implementation of the exponential function in IEEE
//! floating-point arithmetic", ACM TOMS 15 (1989). Tables, series and their certificate are ours.

use super::{
	binary::Binary,
	tables::{EXP2_COARSE, EXP2_FINE, EXP2_SERIES, LOG2_E_PER_UNIT},
	word::{high, lower, upper, wide_product},
};
use crate::MathsError;

/// Below this, e^x is less than half of 10^-18.
const LEAST: i128 = -42_200_000_000_000_000_000;

/// e^x, both with 18 decimals, rounded to nearest.
///
/// Domain: x ≤ 47.27 or so, where the result leaves `u128` (`Overflow`). e^0 is exactly one.
/// Error: at most 0.5·10^-18 for the rounding and 5·10^-19 of the result, proved: certificate
/// `exponential`. Source: Tang 1989.
pub fn exp(x: i128) -> Result<u128, MathsError> {
	if x < LEAST {
		return Ok(0);
	}
	let power = log2_of_exp(x.unsigned_abs())?;
	let result = if x < 0 { exp2_of_minus(power) } else { exp2(power) };
	result.to_decimal()
}

/// |x| · log2(e) as a fixed-point number with 64 fraction bits, x with 18 decimals.
fn log2_of_exp(magnitude: u128) -> Result<u128, MathsError> {
	// 2^68 is 295 in 18 decimals, far outside the domain.
	if magnitude >= 1 << 68 {
		return Err(MathsError::Overflow);
	}
	// magnitude · 2^56 · constant · 2^-187 in the upper 128 bits leaves 115 fraction bits.
	let (scaled, _) = wide_product(magnitude << 56, LOG2_E_PER_UNIT);
	Ok(scaled >> 51)
}

/// 2^power, `power` with 64 fraction bits and below 2^16.
pub(crate) fn exp2(power: u128) -> Binary {
	let whole = i32::try_from(upper(power)).unwrap_or(i32::MAX);
	fraction_of_exp2(lower(power)).scaled(whole)
}

/// 2^−power, `power` with 64 fraction bits and below 2^16.
pub(crate) fn exp2_of_minus(power: u128) -> Binary {
	// 2^−(n + f) = 2^(1 − f) · 2^−(n + 1).
	let fraction = lower(power);
	let whole = i32::try_from(upper(power)).unwrap_or(i32::MAX);
	if fraction == 0 {
		return Binary::ONE.scaled(whole.saturating_neg());
	}
	fraction_of_exp2(fraction.wrapping_neg()).scaled(whole.saturating_neg().saturating_sub(1))
}

/// 2^(fraction · 2^-64), in [1, 2).
///
/// The fraction is i/64 + j/4096 + g; with a, b, c the three powers less one, the product of the
/// powers is one more than a + (1 + a)(b + c + b·c). Everything is a positive fraction of 2^64.
/// Error: at most 2^-62.
fn fraction_of_exp2(fraction: u64) -> Binary {
	let coarse = pick(&EXP2_COARSE, fraction >> 58);
	let fine = pick(&EXP2_FINE, (fraction >> 52) & 63);
	let rest = fraction & ((1 << 52) - 1);
	let [c1, c2, c3, c4] = EXP2_SERIES;
	let series = c3.wrapping_add(high(c4, rest));
	let series = c2.wrapping_add(high(series, rest));
	let series = c1.wrapping_add(high(series, rest));
	let small = high(series, rest);
	let factor = fine.wrapping_add(small).wrapping_add(high(fine, small));
	// The sum stays below one: the whole is below 2.
	let above_one = coarse.wrapping_add(factor).wrapping_add(high(coarse, factor));
	Binary::from_parts((above_one >> 1) | (1 << 63), 1)
}

/// The entry at `index` of a table that has one for each six-bit number.
fn pick(table: &[u64; 64], index: u64) -> u64 {
	usize::try_from(index)
		.ok()
		.and_then(|index| table.get(index))
		.copied()
		.unwrap_or(0)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::arithmetic::ONE;

	#[test]
	fn the_exponential_reaches_as_far_as_its_type() {
		// ln(2^128 / 10^18) = 47.27630743778017729…
		let largest = exp(47_276_307_437_780_177_000).unwrap();
		assert!(u128::MAX - largest < u128::MAX / 1_000_000_000_000_000);
		assert_eq!(exp(47_276_307_437_780_178_000), Err(MathsError::Overflow));
		assert_eq!(exp(i128::MAX), Err(MathsError::Overflow));
		assert_eq!([exp(0), exp(LEAST - 1), exp(i128::MIN)], [Ok(ONE), Ok(0), Ok(0)]);
	}
}
