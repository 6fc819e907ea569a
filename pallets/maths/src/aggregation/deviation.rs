// SPDX-License-Identifier: Apache-2.0
//! How far a reporter's vote lies from everybody's.
//!
//! # Source
//!
//! The median absolute deviation: F. Hampel, "The influence curve and its role in robust estimation", Journal of
//! the American Statistical Association 69 (1974). The least width is ours.

use super::median::weighted_lower_median;
use crate::{
	arithmetic::{multiply_divide, Rounding, ONE},
	units::{Price, Rate},
	MathsError,
};
use alloc::vec::Vec;

/// For normal errors, the standard deviation over the median absolute deviation: 1.4826.
const DEVIATIONS_PER_MEDIAN: u128 = 1_482_600_000_000_000_000;

/// The width that votes around `median` are scored by: 1.4826 times the weighted median of the
/// distances from it, and at least `least` (a fraction) of the median.
///
/// `votes` are (price, weight). Half of the weight must be hostile to move it without bound. Rounded up, in
/// the reporters' favour: nobody is scored worse for the last digit. In USD per coin. Depends on the set of votes
/// only. Refuses a negative `least`, and no weight (`Empty`). Source: Hampel 1974; 1.4826 is 1 / N⁻¹(¾), to
/// five digits.
pub fn deviation_scale(
	votes: &[(Price, u128)],
	median: Price,
	least: Rate,
) -> Result<Price, MathsError> {
	let middle = median.into_inner();
	let mut distances: Vec<(u128, u128)> = votes
		.iter()
		.map(|(price, weight)| (price.into_inner().abs_diff(middle), *weight))
		.collect();
	let typical = weighted_lower_median(&mut distances)?;
	let least = u128::try_from(least.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
	let scale = multiply_divide(typical, DEVIATIONS_PER_MEDIAN, ONE, Rounding::Up)?;
	let floor = multiply_divide(middle, least, ONE, Rounding::Up)?;
	Ok(Price::from_inner(scale.max(floor)))
}

/// How many widths a vote lies from the median: `|price − median| / scale`, rounded down, in the
/// reporter's favour, by less than 10^-18. `DivisionByZero` without a width. Source: Hampel 1974.
pub fn deviation_score(price: Price, median: Price, scale: Price) -> Result<Rate, MathsError> {
	let distance = price.into_inner().abs_diff(median.into_inner());
	let score = multiply_divide(distance, ONE, scale.into_inner(), Rounding::Down)?;
	i128::try_from(score).map(Rate::from_inner).map_err(|_| MathsError::Overflow)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn price(text: &str) -> Price {
		text.parse().unwrap()
	}

	#[test]
	fn one_wild_vote_does_not_widen_what_it_is_scored_by() {
		let least: Rate = "0.0002".parse().unwrap();
		let votes = ["99", "100", "101", "500"].map(|text| (price(text), 1));
		let scale = deviation_scale(&votes, price("100"), least).unwrap();
		assert_eq!(scale, price("1.4826"));
		assert_eq!(
			deviation_score(price("500"), price("100"), scale),
			"269.796303790638068258".parse()
		);
		assert_eq!(deviation_score(price("100"), price("100"), scale), Ok(Rate::ZERO));
	}

	#[test]
	fn unanimous_votes_are_scored_by_the_least_width() {
		let least: Rate = "0.0002".parse().unwrap();
		let votes = [(price("100"), 3), (price("100"), 1)];
		assert_eq!(deviation_scale(&votes, price("100"), least), Ok(price("0.02")));
		assert_eq!(deviation_scale(&[], price("100"), least), Err(MathsError::Empty));
		assert_eq!(
			deviation_score(price("1"), price("100"), Price::ZERO),
			Err(MathsError::DivisionByZero)
		);
	}
}
