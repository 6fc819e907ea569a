// SPDX-License-Identifier: Apache-2.0
//! Which strikes a forward calls for: decided on numbers alone.

use alloc::vec::Vec;
use market_maths::units::Price;
use market_primitives::Strike;

/// The strikes on the grid of `step`: the one nearest to `forward`, and `each_side` below and above it.
/// Ascending, without zero and without what is not a strike.
pub fn strikes_around(forward: Price, step: Price, each_side: u8) -> Vec<Strike> {
	let half = step.into_inner() / 2;
	let nearest = forward
		.into_inner()
		.saturating_add(half)
		.checked_div(step.into_inner())
		.unwrap_or_default();
	let lowest = nearest.saturating_sub(each_side.into()).max(1);
	let highest = nearest.saturating_add(each_side.into());
	(lowest..=highest)
		.filter_map(|multiple| multiple.checked_mul(step.into_inner()))
		.filter_map(|price| Strike::from_price(Price::from_inner(price)).ok())
		.collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	fn around(forward: &str, step: &str, each_side: u8) -> Vec<String> {
		let [forward, step] = [forward, step].map(|text| text.parse().unwrap());
		let strikes = strikes_around(forward, step, each_side);
		strikes.iter().map(|strike| strike.price().to_string()).collect()
	}

	#[test]
	fn strikes_lie_on_a_grid_around_the_forward() {
		assert_eq!(around("90400", "1000", 2), ["88000", "89000", "90000", "91000", "92000"]);
		assert_eq!(around("90500", "1000", 1), ["90000", "91000", "92000"]);
		assert_eq!(around("0.13", "0.05", 1), ["0.1", "0.15", "0.2"]);
	}

	#[test]
	fn there_is_no_strike_at_or_below_zero() {
		assert_eq!(around("3", "2", 5), ["2", "4", "6", "8", "10", "12", "14"]);
		assert_eq!(around("0", "2", 1), ["2"]);
	}

	#[test]
	fn a_forward_beyond_every_strike_calls_for_none() {
		assert!(strikes_around(Price::MAX, "1000".parse().unwrap(), 3).is_empty());
	}
}
