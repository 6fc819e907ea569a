// SPDX-License-Identifier: Apache-2.0
//! Variance as it happened, from points of a price at even distances.
//!
//! # Source
//!
//! The mean of squared log returns without a mean return, as variance swaps define it. Weighted
//! exponentially: J.P. Morgan, "RiskMetrics technical document" (1996), with a half-life for its decay.

use super::average::ema_step;
use crate::{
	functions::ln,
	options::SECONDS_PER_YEAR,
	units::{Price, Rate},
	MathsError,
};
use primitive_types::U256;

const MILLISECONDS_PER_YEAR: u64 = SECONDS_PER_YEAR * 1_000;
/// 10^18, what a product of two 18-decimal numbers has too much.
const UNIT: u64 = 1_000_000_000_000_000_000;

/// The square of the log return between two prices `elapsed_ms` apart, per year of 365 days.
///
/// `ln(now / then)² · year / elapsed`. The return is off by at most 1.2·10^-18, twice the bound of `ln`; the last
/// digit is rounded to nearest: nobody owes it to anybody. Refuses a price of zero and no time. Source: its
/// definition.
pub fn squared_return_per_year(
	then: Price,
	now: Price,
	elapsed_ms: u64,
) -> Result<Rate, MathsError> {
	let square = squared_return(then, now)?;
	per_year(square, elapsed_ms.into())
}

/// The realised variance of `points` that lie `interval_ms` apart: the mean of their squared log
/// returns, per year. Its square root is the realised volatility.
///
/// No mean return is taken off, so a trend counts as variance. Never negative. `Empty` for fewer
/// than two points. Rounded once, to nearest: nobody owes it to anybody. Source: the definition of variance
/// swaps.
pub fn realised_variance(points: &[Price], interval_ms: u64) -> Result<Rate, MathsError> {
	let mut sum = U256::zero();
	let mut returns = 0u64;
	for (then, now) in points.iter().zip(points.iter().skip(1)) {
		sum = sum.checked_add(squared_return(*then, *now)?).ok_or(MathsError::Overflow)?;
		returns = returns.checked_add(1).ok_or(MathsError::Overflow)?;
	}
	if returns == 0 {
		return Err(MathsError::Empty);
	}
	per_year(
		sum,
		u128::from(interval_ms)
			.checked_mul(returns.into())
			.ok_or(MathsError::Overflow)?,
	)
}

/// One step of the exponentially weighted realised variance: the average moves towards the squared
/// return of the last `elapsed_ms` as [`ema_step`] does, so that after `half_life_ms` an old return
/// counts half.
///
/// Stays between the average before and the squared return, never below zero. Rounded towards the average
/// before: nobody owes it to anybody. The half-life is kept to a millisecond of its window. Refuses a negative
/// average, and what [`squared_return_per_year`] refuses. Source: RiskMetrics 1996.
pub fn realised_variance_step(
	average: Rate,
	then: Price,
	now: Price,
	elapsed_ms: u64,
	half_life_ms: u64,
) -> Result<Rate, MathsError> {
	if average.is_negative() {
		return Err(MathsError::OutsideDomain);
	}
	let sample = squared_return_per_year(then, now, elapsed_ms)?;
	// e^(−t/window) = 2^(−t/half life) for window = half life / ln 2.
	let window = u128::from(half_life_ms)
		.checked_mul(UNIT.into())
		.ok_or(MathsError::Overflow)?
		.div_ceil(LN_2);
	let window = u64::try_from(window).map_err(|_| MathsError::Overflow)?;
	let next = ema_step(average.into_inner(), sample.into_inner(), elapsed_ms, window)?;
	Ok(Rate::from_inner(next))
}

/// The natural logarithm of two, in units of 10^-18, rounded to nearest.
const LN_2: u128 = 693_147_180_559_945_309;

/// With 36 decimals.
fn squared_return(then: Price, now: Price) -> Result<U256, MathsError> {
	let (then, now) = (ln(then.into_inner())?, ln(now.into_inner())?);
	let size = U256::from(now.abs_diff(then));
	size.checked_mul(size).ok_or(MathsError::Overflow)
}

/// A sum with 36 decimals over a time, per year.
fn per_year(sum: U256, elapsed_ms: u128) -> Result<Rate, MathsError> {
	let divisor = U256::from(elapsed_ms).checked_mul(UNIT.into()).ok_or(MathsError::Overflow)?;
	if divisor.is_zero() {
		return Err(MathsError::DivisionByZero);
	}
	let scaled = sum.checked_mul(MILLISECONDS_PER_YEAR.into()).ok_or(MathsError::Overflow)?;
	let half = divisor.checked_div(2.into()).ok_or(MathsError::DivisionByZero)?;
	let rounded = scaled
		.checked_add(half)
		.and_then(|sum| sum.checked_div(divisor))
		.ok_or(MathsError::Overflow)?;
	let units = u128::try_from(rounded).map_err(|_| MathsError::Overflow)?;
	i128::try_from(units).map(Rate::from_inner).map_err(|_| MathsError::Overflow)
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::vec::Vec;

	const MINUTE: u64 = 60_000;

	fn price(text: &str) -> Price {
		text.parse().unwrap()
	}

	#[test]
	fn a_still_price_has_no_variance() {
		assert_eq!(realised_variance(&[price("100"); 5], MINUTE), Ok(Rate::ZERO));
		assert_eq!(realised_variance(&[price("100")], MINUTE), Err(MathsError::Empty));
		let points = [price("100"), price("101")];
		assert_eq!(realised_variance(&points, 0), Err(MathsError::DivisionByZero));
		let zero = [price("100"), Price::ZERO];
		assert_eq!(realised_variance(&zero, MINUTE), Err(MathsError::OutsideDomain));
	}

	#[test]
	fn a_tenth_of_a_percent_a_minute_is_a_volatility_of_72_percent() {
		// ln(1.001)² · 525,600 = 0.525074…, whose root is 0.724620…
		let up = squared_return_per_year(price("1000"), price("1001"), MINUTE).unwrap();
		let down = squared_return_per_year(price("1001"), price("1000"), MINUTE).unwrap();
		assert_eq!(up, down);
		assert_eq!(up.to_string().get(..8), Some("0.525074"));
		let points: Vec<_> = ["1000", "1001", "1000", "1001"].map(price).to_vec();
		let mean = realised_variance(&points, MINUTE).unwrap();
		assert!(mean.into_inner().abs_diff(up.into_inner()) <= 1);
	}

	#[test]
	fn after_a_half_life_an_old_return_counts_half() {
		let average: Rate = "0.8".parse().unwrap();
		let hour = 60 * MINUTE;
		let next = realised_variance_step(average, price("100"), price("100"), hour, hour).unwrap();
		let half: Rate = "0.4".parse().unwrap();
		// The half life's window is whole milliseconds.
		assert!(next.into_inner().abs_diff(half.into_inner()) < 100_000_000_000);
		let refused =
			realised_variance_step("-1".parse().unwrap(), price("1"), price("1"), hour, hour);
		assert_eq!(refused, Err(MathsError::OutsideDomain));
	}
}
