// SPDX-License-Identifier: Apache-2.0
//! Medians and quantiles.
//!
//! # Source
//!
//! Their definitions. Which of two equally heavy halves wins, and that a minute is worth the median of its
//! blocks, is ours.

use crate::{units::Price, MathsError};

/// The smallest value whose cumulative weight reaches half of the total: of two equally heavy
/// halves the lower value wins. Sorts `votes` of (value, weight).
///
/// Exact, in the unit of the values. Less than half of the weight cannot move it beyond the others' values.
/// Refuses with `Empty` when there is no weight at all. Source: its definition; the tie is ours.
pub fn weighted_lower_median(votes: &mut [(u128, u128)]) -> Result<u128, MathsError> {
	weighted_lower_quantile(votes, 2, 4)
}

/// The smallest value whose cumulative weight reaches the share `numerator / denominator` of the total. Sorts
/// `votes` of (value, weight).
///
/// Exact, in the unit of the values. Refuses a share above one, and no weight (`Empty`). Source: its
/// definition; the tie is ours.
pub fn weighted_lower_quantile(
	votes: &mut [(u128, u128)],
	numerator: u32,
	denominator: u32,
) -> Result<u128, MathsError> {
	if denominator == 0 {
		return Err(MathsError::DivisionByZero);
	}
	if numerator > denominator {
		return Err(MathsError::OutsideDomain);
	}
	votes.sort_unstable();
	let mut total = 0u128;
	for (_, weight) in votes.iter() {
		total = total.checked_add(*weight).ok_or(MathsError::Overflow)?;
	}
	if total == 0 {
		return Err(MathsError::Empty);
	}
	let wanted = total.checked_mul(numerator.into()).ok_or(MathsError::Overflow)?;
	let mut cumulative = 0u128;
	for (value, weight) in votes.iter().filter(|(_, weight)| *weight > 0) {
		// Both products are at most total · denominator; the last one may be the only overflow.
		cumulative = cumulative.checked_add(*weight).ok_or(MathsError::Overflow)?;
		let reached = cumulative.checked_mul(denominator.into()).ok_or(MathsError::Overflow)?;
		if reached >= wanted {
			return Ok(*value);
		}
	}
	Err(MathsError::Empty)
}

/// The middle value; of an even number the mean of the two middle values, halves away from zero.
/// Sorts `values`. Off by half a last digit at most; `Empty` without values. Source: its definition.
pub fn median(values: &mut [i128]) -> Result<i128, MathsError> {
	values.sort_unstable();
	let upper_at = values.len() / 2;
	let lower_at = values.len().checked_sub(1).ok_or(MathsError::Empty)? / 2;
	let lower = *values.get(lower_at).ok_or(MathsError::Empty)?;
	let upper = *values.get(upper_at).ok_or(MathsError::Empty)?;
	if (lower < 0) == (upper < 0) {
		// Their sum may not fit, their distance does: half of it, rounded up, is away from zero.
		let apart = upper.checked_sub(lower).ok_or(MathsError::Overflow)?;
		let half = (apart / 2).checked_add(apart % 2).ok_or(MathsError::Overflow)?;
		let middle = if lower < 0 { upper.checked_sub(half) } else { lower.checked_add(half) };
		return middle.ok_or(MathsError::Overflow);
	}
	let sum = lower.checked_add(upper).ok_or(MathsError::Overflow)?;
	// The quotient truncates towards zero, and the remainder is −1, 0 or 1: adding it moves a half
	// away from zero.
	(sum / 2).checked_add(sum % 2).ok_or(MathsError::Overflow)
}

/// The price that stands for a minute: the [`median`] of its block prices. Sorts `prices`, in USD per coin.
///
/// A price that holds for less than half of the minute does not count, and one that holds for more is the minute's.
/// Of exactly half the blocks it counts half: the mean of the two middle ones. That deviates from the rule that a
/// price must hold for more than half to count at all. The rule needs one of the two: with the lower one a push
/// down for half of the minute would count whole and one up not at all, with the upper one the reverse. Half a
/// last digit is rounded up: longs and shorts gain it alike. `Empty` without prices. Ours.
pub fn minute_median(prices: &mut [Price]) -> Result<Price, MathsError> {
	prices.sort_unstable();
	let upper_at = prices.len() / 2;
	let lower_at = prices.len().checked_sub(1).ok_or(MathsError::Empty)? / 2;
	let lower = prices.get(lower_at).ok_or(MathsError::Empty)?.into_inner();
	let upper = prices.get(upper_at).ok_or(MathsError::Empty)?.into_inner();
	let half = upper.checked_sub(lower).ok_or(MathsError::Overflow)?.div_ceil(2);
	lower.checked_add(half).map(Price::from_inner).ok_or(MathsError::Overflow)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_median_exists_of_numbers_whose_sum_does_not_fit() {
		assert_eq!(median(&mut [i128::MAX, i128::MAX]), Ok(i128::MAX));
		assert_eq!(median(&mut [i128::MIN, i128::MIN]), Ok(i128::MIN));
		assert_eq!(median(&mut [i128::MAX, i128::MAX - 3]), Ok(i128::MAX - 1));
		assert_eq!(median(&mut [i128::MIN, i128::MIN + 3]), Ok(i128::MIN + 1));
		assert_eq!(median(&mut [i128::MIN, i128::MAX]), Ok(-1));
		assert_eq!(median(&mut [-3, -2]), Ok(-3));
		assert_eq!(median(&mut [-3, 2]), Ok(-1));
	}

	#[test]
	fn a_price_of_exactly_half_a_minute_counts_half() {
		let of = |pushed: u128, blocks: usize| {
			let mut prices = [Price::from_inner(100); 20];
			prices[..blocks].fill(Price::from_inner(pushed));
			minute_median(&mut prices).unwrap().into_inner()
		};
		assert_eq!([of(200, 9), of(200, 10), of(200, 11)], [100, 150, 200]);
		assert_eq!([of(50, 9), of(50, 10), of(50, 11)], [100, 75, 50]);
	}

	#[test]
	fn of_two_equal_halves_the_lower_value_wins() {
		assert_eq!(weighted_lower_median(&mut [(200, 1), (100, 1)]), Ok(100));
		assert_eq!(weighted_lower_median(&mut [(300, 30), (100, 10), (200, 20)]), Ok(200));
		assert_eq!(weighted_lower_median(&mut [(100, 1), (200, 2)]), Ok(200));
	}

	#[test]
	fn a_vote_without_weight_is_no_vote() {
		assert_eq!(weighted_lower_median(&mut [(1, 0), (7, 5), (9, 0)]), Ok(7));
		assert_eq!(weighted_lower_median(&mut [(1, 0)]), Err(MathsError::Empty));
		assert_eq!(weighted_lower_median(&mut []), Err(MathsError::Empty));
	}

	#[test]
	fn the_mean_of_two_middle_values_rounds_halves_away_from_zero() {
		assert_eq!(median(&mut [-12, -5]), Ok(-9));
		assert_eq!(median(&mut [-9, 0]), Ok(-5));
		assert_eq!(median(&mut [6, 11]), Ok(9));
		assert_eq!(median(&mut [3, 1, 2]), Ok(2));
		assert_eq!(median(&mut []), Err(MathsError::Empty));
		let mut prices = [6, 11].map(Price::from_inner);
		assert_eq!(minute_median(&mut prices), Ok(Price::from_inner(9)));
	}
}
