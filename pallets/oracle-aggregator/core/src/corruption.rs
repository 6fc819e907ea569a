// SPDX-License-Identifier: Apache-2.0
//! How large a market the oracle can carry.

use crate::{Fault, FeedParameters};
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use sp_arithmetic::Perbill;

/// What it costs to push a feed, and the open interest at which it begins to pay. In the unit of the stakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct CostOfCorruption {
	/// What those lose who together hold more than a third of the weight, for votes grossly off.
	pub cost: u128,
	/// How far the value can be pushed until the feed halts, as a share of it.
	pub reach: Perbill,
	/// The open interest up to which a push costs at least twice what it brings.
	pub open_interest_cap: u128,
}

/// The cost of corrupting a feed on whose panel all weights are `total_weight`.
///
/// ```text
/// cost = 2 % of (a third of the weight and one unit)      a seat weighs at most what it has at stake
/// reach = step limit · rounds until the feed halts
/// cap  = cost / (2 · reach)
/// ```
///
/// All rounded down, but the reach up: the market is never larger than what secures it. It is a loss that
/// governance must impose: no fault is found automatically when more than a third deviates together.
pub fn cost_of_corruption(total_weight: u128, parameters: &FeedParameters) -> CostOfCorruption {
	let needed = if total_weight == 0 { 0 } else { (total_weight / 3).saturating_add(1) };
	let cost = Fault::GrossDeviation.fraction().mul_floor(needed);
	let reach = parameters
		.step_limit
		.deconstruct()
		.saturating_mul(parameters.clamped_rounds_to_halt);
	let reach = Perbill::from_parts(reach);
	let open_interest_cap = reach.saturating_reciprocal_mul_floor(cost) / 2;
	CostOfCorruption { cost, reach, open_interest_cap }
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_major_reaches_five_percent_and_carries_ten_times_its_cost() {
		// A third and one of 3,000,000 is 1,000,001; two percent of it 20,000.
		let found = cost_of_corruption(3_000_000, &FeedParameters::major());
		assert_eq!(found.cost, 20_000);
		assert_eq!(found.reach, Perbill::from_percent(5));
		assert_eq!(found.open_interest_cap, 200_000);
	}

	#[test]
	fn nobody_on_the_panel_secures_nothing() {
		let found = cost_of_corruption(0, &FeedParameters::major());
		assert_eq!((found.cost, found.open_interest_cap), (0, 0));
	}

	#[test]
	fn a_feed_that_may_move_by_more_than_all_of_itself_reaches_all() {
		let wild = FeedParameters {
			step_limit: Perbill::from_percent(50),
			clamped_rounds_to_halt: 100,
			..FeedParameters::major()
		};
		assert_eq!(cost_of_corruption(1_000_000, &wild).reach, Perbill::one());
	}
}
