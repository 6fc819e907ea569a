// SPDX-License-Identifier: Apache-2.0
//! The exponential function.

use super::{
	binary::Binary,
	tables::{EXP2_COARSE, EXP2_FINE, EXP2_SERIES, LOG2_E_PER_UNIT, LOG2_E_PER_UNIT_SECOND},
	word::{high, lower, product, upper},
};
use crate::{arithmetic::ONE, MathsError};

/// Below this, e^x is less than half of 10^-18.
const LEAST: i128 = -42_200_000_000_000_000_000;

/// e^x, both with 18 decimals, rounded to nearest.
///
/// Domain: x ≤ 46.2 or so, where the result leaves `u128` (`Overflow`). e^0 is exactly one.
/// Error: at most 0.5·10^-18 for the rounding and 5·10^-19 of the result.
pub fn exp(x: i128) -> Result<u128, MathsError> {
	if x < LEAST {
		return Ok(0);
	}
	let power = log2_of_exp(x.unsigned_abs())?;
	let result = if x < 0 { exp2_of_minus(power) } else { exp2(power) };
	result.of(ONE)
}

/// e^(−rate · seconds / year): what one USD then is worth now. `rate` is per year, 18 decimals.
///
/// Exactly one for no time and for no rate. Refuses |rate| · time above 2^15 ln 2.
pub(crate) fn discount(rate: i128, seconds: u64) -> Result<Binary, MathsError> {
	let unit_seconds =
		rate.unsigned_abs().checked_mul(seconds.into()).ok_or(MathsError::Overflow)?;
	let power =
		Binary::from_fixed(unit_seconds, 0).times(Binary::from_word(LOG2_E_PER_UNIT_SECOND, 148));
	if power.exponent() > 15 {
		return Err(MathsError::OutsideDomain);
	}
	let power = power.scaled(64).of(1)?;
	Ok(if rate < 0 { exp2(power) } else { exp2_of_minus(power) })
}

/// |x| · log2(e) as a fixed-point number with 64 fraction bits, x with 18 decimals.
fn log2_of_exp(magnitude: u128) -> Result<u128, MathsError> {
	// 2^68 is 295 in 18 decimals, far outside the domain.
	if magnitude >= 1 << 68 {
		return Err(MathsError::Overflow);
	}
	// magnitude · constant · 2^-187 with 64 fraction bits, so the 196-bit product drops 123.
	let magnitude = magnitude << 56;
	let (m1, m0) = (upper(magnitude), lower(magnitude));
	let (c1, c0) = (upper(LOG2_E_PER_UNIT), lower(LOG2_E_PER_UNIT));
	let middle = product(m1, c0);
	let other = product(m0, c1);
	let carry = u128::from(high(m0, c0))
		.wrapping_add(lower(middle).into())
		.wrapping_add(lower(other).into());
	let top = product(m1, c1)
		.wrapping_add(upper(middle).into())
		.wrapping_add(upper(other).into())
		.wrapping_add(upper(carry).into());
	// `top` is the product over 2^128 with 56 extra bits: 123 + 56 − 128 = 51 more to drop.
	Ok(top >> 51)
}

/// 2^power, `power` with 64 fraction bits and below 2^16.
pub(crate) fn exp2(power: u128) -> Binary {
	let whole = i32::try_from(upper(power)).unwrap_or(i32::MAX);
	fraction_of_exp2(lower(power)).scaled(whole)
}

/// 2^−power, `power` with 64 fraction bits.
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
