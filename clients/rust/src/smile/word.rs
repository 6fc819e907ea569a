// SPDX-License-Identifier: Apache-2.0
//! What a reporter says of a smile.

use super::rate;
use market_maths::units::{Price, Rate};
use market_primitives::SmileId;
use serde::Serialize;

/// How many nodes a smile has.
const NODES: usize = 7;
/// The largest total variance that the chain takes.
const LARGEST_VARIANCE: f64 = 144.0;
/// The largest forward that the chain takes, in USD.
const LARGEST_FORWARD: f64 = 1e12;
const UNIT: f64 = 1e18;

/// A venue has no say if its forward, or its volatility at a node, is more than so many times that of the median of all
/// venues, or the median's is more than so many times its.
///
/// Honest venues differ most in the wings, which one quotes and another leaves to be drawn on, but by less than this. Who
/// says fractions where percent are read, or volatilities of a day where those of a year are, is off by far more.
const PLAUSIBLE_FACTOR: f64 = 2.0;

/// A smile as a venue gives it, before it is a vote.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeenSmile {
	/// The forward, in USD.
	pub forward: f64,
	/// Total variance at each of [`STANDARDISED`](super::STANDARDISED).
	pub totals: [f64; NODES],
}

/// A forward and total variances, as the chain reads them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SmileNodes {
	/// The forward, in USD.
	pub forward: Price,
	/// Volatility² · years at each of [`STANDARDISED`](super::STANDARDISED).
	pub totals: [Rate; NODES],
}

/// A reporter's word on one smile: what is handed in, and what is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SmileWord {
	/// Which smile.
	pub smile: SmileId,
	/// What it looks like.
	pub nodes: SmileNodes,
}

/// Why a smile is no vote.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum ImpossibleSmile {
	/// The forward is no price.
	#[error("a forward of {0} USD is none")]
	Forward(f64),
	/// A variance is no variance.
	#[error("a total variance of {0} is not between 0 and 144")]
	Variance(f64),
}

impl SeenSmile {
	/// In the chain's units. What is not finite, not above zero or beyond what the chain takes is refused.
	pub fn checked(&self) -> Result<SmileNodes, ImpossibleSmile> {
		// A comparison with a number that is none is false.
		let is_price = self.forward > 0.0 && self.forward <= LARGEST_FORWARD;
		let forward = Price::from_inner(if is_price { (self.forward * UNIT) as u128 } else { 0 });
		if forward.is_zero() {
			return Err(ImpossibleSmile::Forward(self.forward));
		}
		let mut totals = [Rate::ZERO; NODES];
		for (checked, total) in totals.iter_mut().zip(self.totals) {
			let is_variance = total > 0.0 && total <= LARGEST_VARIANCE;
			*checked = if is_variance { rate(total) } else { Rate::ZERO };
			if checked.is_zero() {
				return Err(ImpossibleSmile::Variance(total));
			}
		}
		Ok(SmileNodes { forward, totals })
	}

	/// Whether a venue that says this may be right, if `middle` is the median of all venues: neither its forward nor
	/// its volatility at any node is more than twice that one's, or less than half of it. What is no number never is.
	pub fn is_plausible_beside(&self, middle: &Self) -> bool {
		let is_near =
			|one: f64, other: f64, factor: f64| one <= other * factor && other <= one * factor;
		// A variance is the square of its volatility.
		let of_variance = PLAUSIBLE_FACTOR * PLAUSIBLE_FACTOR;
		is_near(self.forward, middle.forward, PLAUSIBLE_FACTOR)
			&& self
				.totals
				.iter()
				.zip(middle.totals)
				.all(|(total, middle)| is_near(*total, middle, of_variance))
	}
}

/// The lower median of what venues say, of the forward and of each node by itself. `None` if none says anything.
pub fn median_of(seen: &[SeenSmile]) -> Option<SeenSmile> {
	let forward = lower_median(seen.iter().map(|smile| smile.forward))?;
	let mut totals = [0.0; NODES];
	for (node, total) in totals.iter_mut().enumerate() {
		*total = lower_median(seen.iter().filter_map(|smile| smile.totals.get(node).copied()))?;
	}
	Some(SeenSmile { forward, totals })
}

fn lower_median(numbers: impl Iterator<Item = f64>) -> Option<f64> {
	let mut numbers: Vec<f64> = numbers.collect();
	numbers.sort_by(f64::total_cmp);
	numbers.get(numbers.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests {
	use super::*;
	use market_primitives::Underlying;
	use serde_json::json;

	fn level(forward: f64, total: f64) -> SeenSmile {
		SeenSmile { forward, totals: [total; NODES] }
	}

	#[test]
	fn a_word_is_written_as_the_node_reads_it() {
		let nodes = level(60_000.0, 0.01).checked().unwrap();
		let word = SmileWord { smile: SmileId::new(Underlying::BTC, 1_767_225_600), nodes };
		assert_eq!(
			serde_json::to_value(word).unwrap(),
			json!({
				"smile": { "underlying": "BTC", "expiry": 1_767_225_600 },
				"nodes": {
					"forward": "60000",
					"totals": ["0.01", "0.01", "0.01", "0.01", "0.01", "0.01", "0.01"],
				},
			})
		);
	}

	#[test]
	fn what_the_chain_would_refuse_is_not_said() {
		for forward in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e13, 1e-20] {
			let refused = level(forward, 0.01).checked();
			assert!(matches!(refused, Err(ImpossibleSmile::Forward(_))), "{forward}");
		}
		for total in [0.0, -0.01, f64::NAN, f64::INFINITY, 144.5, 1e-20] {
			let refused = level(60_000.0, total).checked();
			assert!(matches!(refused, Err(ImpossibleSmile::Variance(_))), "{total}");
		}
		let largest = level(1.0, 144.0).checked().unwrap();
		assert_eq!(largest.totals[6], "144".parse().unwrap());
	}

	#[test]
	fn a_smile_is_plausible_up_to_half_or_twice_the_volatility_at_every_node() {
		let middle = level(60_000.0, 0.01);
		for total in [0.0025, 0.01, 0.04] {
			assert!(level(60_000.0, total).is_plausible_beside(&middle), "{total}");
		}
		for total in [0.00249, 0.0401, 0.01 / 1e4, 0.01 * 1e4, 0.0, -0.01, f64::NAN, f64::INFINITY]
		{
			let mut wing = middle;
			wing.totals[6] = total;
			assert!(!wing.is_plausible_beside(&middle), "{total}");
		}
		for (forward, expected) in
			[(30_000.0, true), (120_000.0, true), (29_000.0, false), (1.0, false)]
		{
			assert_eq!(level(forward, 0.01).is_plausible_beside(&middle), expected, "{forward}");
		}
	}

	#[test]
	fn of_an_even_number_of_venues_the_lower_middle_counts_node_by_node() {
		let mut one = level(60_000.0, 0.01);
		one.totals[6] = 0.09;
		let other = level(60_010.0, 0.02);
		let median = median_of(&[one, other]).unwrap();
		assert_eq!(median.forward, 60_000.0);
		assert_eq!((median.totals[0], median.totals[6]), (0.01, 0.02));
		let third = level(60_020.0, 0.03);
		assert_eq!(median_of(&[one, other, third]).unwrap().forward, 60_010.0);
		assert_eq!(median_of(&[]), None);
	}
}
