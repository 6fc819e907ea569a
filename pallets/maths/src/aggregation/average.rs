// SPDX-License-Identifier: Apache-2.0
//! Averages over time, and the limit on a price's step.
//!
//! # Source
//!
//! The exponential average over uneven times, with the last value held: U. Müller, "Specially weighted moving
//! averages with repeated application of the EMA operator" (1991). The mean of minutes and the limit, which
//! grows with the root of time as a random walk does, are ours.

use crate::{
	arithmetic::{multiply_divide, Rounding, ONE},
	functions::{exp, square_root},
	units::{Price, Rate},
	MathsError,
};

/// 1 − e^(−elapsed / window), with 18 decimals.
fn weight_of_sample(elapsed_ms: u64, window_ms: u64) -> Result<u128, MathsError> {
	if window_ms == 0 {
		return Err(MathsError::DivisionByZero);
	}
	let spans =
		multiply_divide(elapsed_ms.into(), ONE, window_ms.into(), Rounding::NearestPrefDown)?;
	let spans = i128::try_from(spans).map_err(|_| MathsError::Overflow)?;
	Ok(ONE.saturating_sub(exp(spans.saturating_neg())?))
}

/// One step of an exponential average over time: the previous average moves towards the sample by
/// 1 − e^(−elapsed / window) of their distance.
///
/// Two steps of half the time equal one whole step, up to rounding, so the result does not depend
/// on how often it is taken. Rounded towards the previous average, so it never passes the sample. Unit: that of
/// the values. Error: 2·10^-18 of their distance for the weight, and less than a last digit. Refuses a window of
/// no time. Source: Müller 1991.
pub fn ema_step(
	previous: i128,
	sample: i128,
	elapsed_ms: u64,
	window_ms: u64,
) -> Result<i128, MathsError> {
	let weight = weight_of_sample(elapsed_ms, window_ms)?;
	let moved = multiply_divide(previous.abs_diff(sample), weight, ONE, Rounding::Down)?;
	let next = if sample >= previous {
		previous.checked_add_unsigned(moved)
	} else {
		previous.checked_sub_unsigned(moved)
	};
	next.ok_or(MathsError::Overflow)
}

/// [`ema_step`] of prices, in USD per coin: the same digits.
pub fn ema_price_step(
	previous: Price,
	sample: Price,
	elapsed_ms: u64,
	window_ms: u64,
) -> Result<Price, MathsError> {
	let (previous, sample) = (previous.into_inner(), sample.into_inner());
	let weight = weight_of_sample(elapsed_ms, window_ms)?;
	let moved = multiply_divide(previous.abs_diff(sample), weight, ONE, Rounding::Down)?;
	let next =
		if sample >= previous { previous.checked_add(moved) } else { previous.checked_sub(moved) };
	next.map(Price::from_inner).ok_or(MathsError::Overflow)
}

/// The settlement price: the mean of the minutes' prices, rounded to nearest, halves to even, so
/// that neither longs nor shorts gain from the last digit over many expiries. `Empty` without a minute. Ours.
pub fn settlement_mean(minutes: &[Price]) -> Result<Price, MathsError> {
	let mut sum = 0u128;
	for minute in minutes {
		sum = sum.checked_add(minute.into_inner()).ok_or(MathsError::Overflow)?;
	}
	let count = u128::try_from(minutes.len()).map_err(|_| MathsError::Overflow)?;
	mean(sum, count).map(Price::from_inner)
}

/// `sum / count`, rounded to nearest, halves to even. `Empty` if nothing was counted.
pub(super) fn mean(sum: u128, count: u128) -> Result<u128, MathsError> {
	let mean = sum.checked_div(count).ok_or(MathsError::Empty)?;
	let rest = sum.checked_rem(count).ok_or(MathsError::Empty)?;
	let twice = rest.checked_mul(2).ok_or(MathsError::Overflow)?;
	let up = twice > count || (twice == count && mean % 2 == 1);
	mean.checked_add(up.into()).ok_or(MathsError::Overflow)
}

/// The raw price kept within one step of the last: last · (1 ± step · √(elapsed / reference)).
///
/// The largest step is rounded down, so that no price moves farther than it may. The second value says whether
/// the price was clamped: nothing saturates in silence. A limit below zero or above what a price can be holds no
/// price. Refuses a negative step and a reference of no time. Ours.
pub fn clamp_step(
	last: Price,
	raw: Price,
	step: Rate,
	elapsed_ms: u64,
	reference_ms: u64,
) -> Result<(Price, bool), MathsError> {
	let step = u128::try_from(step.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
	let spans = multiply_divide(elapsed_ms.into(), ONE, reference_ms.into(), Rounding::Down)?;
	let fraction = multiply_divide(step, square_root(spans)?, ONE, Rounding::Down)?;
	let most = multiply_divide(last.into_inner(), fraction, ONE, Rounding::Down)?;
	let highest = last.into_inner().saturating_add(most);
	let lowest = last.into_inner().saturating_sub(most);
	let clamped = raw.into_inner().clamp(lowest, highest);
	Ok((Price::from_inner(clamped), clamped != raw.into_inner()))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn price(text: &str) -> Price {
		text.parse().unwrap()
	}

	#[test]
	fn an_average_starts_still_and_ends_at_the_sample() {
		assert_eq!(ema_step(100, 200, 0, 150_000), Ok(100));
		assert_eq!(ema_step(100, -200, u64::MAX, 1), Ok(-200));
		assert_eq!(ema_step(0, 1, 0, 0), Err(MathsError::DivisionByZero));
		// 1 − 1/e of the way after one window.
		let one_window = ema_price_step(price("100"), price("200"), 150_000, 150_000);
		assert_eq!(one_window, Ok(price("163.2120558828557678")));
	}

	#[test]
	fn half_a_step_twice_is_a_whole_step() {
		let whole = ema_price_step(price("100"), price("200"), 6_000, 150_000).unwrap();
		let half = ema_price_step(price("100"), price("200"), 3_000, 150_000).unwrap();
		let twice = ema_price_step(half, price("200"), 3_000, 150_000).unwrap();
		assert!(whole.into_inner().abs_diff(twice.into_inner()) < 1_000);
	}

	#[test]
	fn the_mean_rounds_halves_to_even() {
		let mean = |values: &[u128]| {
			let minutes: alloc::vec::Vec<Price> =
				values.iter().copied().map(Price::from_inner).collect();
			settlement_mean(&minutes).map(Price::into_inner)
		};
		assert_eq!(mean(&[1, 2]), Ok(2));
		assert_eq!(mean(&[2, 3]), Ok(2));
		assert_eq!(mean(&[1, 1, 2]), Ok(1));
		assert_eq!(mean(&[1, 2, 2]), Ok(2));
		assert_eq!(mean(&[]), Err(MathsError::Empty));
	}

	#[test]
	fn a_step_is_limited_by_the_root_of_the_time() {
		let step: Rate = "0.01".parse().unwrap();
		let after = |raw, ms| clamp_step(price("100"), price(raw), step, ms, 3_000);
		assert_eq!(after("102", 3_000), Ok((price("101"), true)));
		assert_eq!(after("102", 12_000), Ok((price("102"), false)));
		assert_eq!(after("90", 3_000), Ok((price("99"), true)));
		assert_eq!(after("100.5", 3_000), Ok((price("100.5"), false)));
	}
}
