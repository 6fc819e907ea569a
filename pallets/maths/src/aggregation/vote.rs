// SPDX-License-Identifier: Apache-2.0
//! Reporters' votes on a price, and the one price and confidence made of them.
//!
//! # Source
//!
//! Three votes of each reporter, their median and quartiles: Pyth's price aggregation (public documentation).
//! Ours: the price is the lower median of prices alone, and weights are capped.

use super::median::{weighted_lower_median, weighted_lower_quantile};
use crate::{
	arithmetic::{multiply_divide, Rounding, ONE},
	units::{Price, Rate},
	MathsError,
};
use alloc::vec::Vec;

/// What one reporter says a price is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vote {
	/// The price.
	pub price: Price,
	/// Half the width within which the reporter believes the price to lie.
	pub confidence: Price,
	/// How much the reporter counts.
	pub weight: u128,
}

/// One price made of many votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aggregate {
	/// Lower weighted median of the prices.
	pub price: Price,
	/// The wider of the distances from the price to the quartiles.
	pub confidence: Price,
	/// Lower quartile of the votes with their confidences.
	pub lower_quartile: Price,
	/// Upper quartile of the votes with their confidences.
	pub upper_quartile: Price,
}

/// Each bond, but at most `cap` (a fraction) of the sum of all bonds, rounded down: against the largest, which
/// the cap is there to hold. Unit: that of the bonds. Refuses a negative cap. Ours.
pub fn capped_weights(bonds: &[u128], cap: Rate) -> Result<Vec<u128>, MathsError> {
	let fraction = u128::try_from(cap.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
	let mut total = 0u128;
	for bond in bonds {
		total = total.checked_add(*bond).ok_or(MathsError::Overflow)?;
	}
	let most = multiply_divide(total, fraction, ONE, Rounding::Down)?;
	Ok(bonds.iter().map(|bond| most.min(*bond)).collect())
}

/// The median price of `votes` and its confidence.
///
/// Every reporter votes three times with its weight: price − confidence, price, price + confidence.
/// The confidence of the result is the wider of the distances from the median to the quartiles of
/// these votes: it grows both when reporters are unsure and when they disagree.
///
/// Exact, in USD per coin: every answer is a vote or a distance of two. A vote's lower end is zero at least, as
/// prices are. Less than half of the weight cannot move the price beyond the others' prices. `Empty` without
/// weight. Source: Pyth's price aggregation.
pub fn aggregate(votes: &[Vote]) -> Result<Aggregate, MathsError> {
	let mut prices: Vec<(u128, u128)> =
		votes.iter().map(|vote| (vote.price.into_inner(), vote.weight)).collect();
	let price = weighted_lower_median(&mut prices)?;

	let mut thrice = Vec::with_capacity(votes.len().saturating_mul(3));
	for vote in votes {
		let (middle, width) = (vote.price.into_inner(), vote.confidence.into_inner());
		// A price is never below zero, so neither is a vote on one.
		thrice.push((middle.saturating_sub(width), vote.weight));
		thrice.push((middle, vote.weight));
		thrice.push((middle.checked_add(width).ok_or(MathsError::Overflow)?, vote.weight));
	}
	let lower = weighted_lower_quantile(&mut thrice, 1, 4)?;
	let upper = weighted_lower_quantile(&mut thrice, 3, 4)?;
	Ok(Aggregate {
		price: Price::from_inner(price),
		confidence: Price::from_inner(upper.saturating_sub(price).max(price.saturating_sub(lower))),
		lower_quartile: Price::from_inner(lower),
		upper_quartile: Price::from_inner(upper),
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	fn vote(price: u128, confidence: u128, weight: u128) -> Vote {
		Vote { price: Price::from_inner(price), confidence: Price::from_inner(confidence), weight }
	}

	#[test]
	fn no_bond_weighs_more_than_its_cap() {
		let cap: Rate = "0.1".parse().unwrap();
		assert_eq!(capped_weights(&[50, 3, 47], cap), Ok(alloc::vec![10, 3, 10]));
		assert_eq!(capped_weights(&[], cap), Ok(alloc::vec![]));
	}

	#[test]
	fn agreement_is_as_confident_as_its_voters() {
		let agreed = aggregate(&[vote(100, 2, 1), vote(100, 2, 1), vote(100, 2, 1)]).unwrap();
		assert_eq!(agreed.price, Price::from_inner(100));
		assert_eq!(agreed.confidence, Price::from_inner(2));
	}

	#[test]
	fn disagreement_widens_the_confidence() {
		let split = aggregate(&[vote(90, 1, 1), vote(100, 1, 1), vote(110, 1, 1)]).unwrap();
		assert_eq!(split.price, Price::from_inner(100));
		assert_eq!(split.lower_quartile, Price::from_inner(91));
		assert_eq!(split.upper_quartile, Price::from_inner(109));
		assert_eq!(split.confidence, Price::from_inner(9));
	}

	#[test]
	fn a_vote_wider_than_its_price_stops_at_zero() {
		let wide = aggregate(&[vote(5, 9, 1)]).unwrap();
		assert_eq!(wide.lower_quartile, Price::ZERO);
		assert_eq!(wide.confidence, Price::from_inner(9));
	}
}
