// SPDX-License-Identifier: Apache-2.0
//! What the oracle costs, by the weights that were measured in WASM.

use frame_support::weights::Weight;
use pallet_oracle_aggregator::WeightInfo;
use sp_runtime::Perbill;
use straddle_runtime::{configs::system::RuntimeBlockWeights, Runtime};

type Weights = <Runtime as pallet_oracle_aggregator::Config>::WeightInfo;

/// A block whose inherent carries a bundle of every reporter with a value of every feed, and that counts them all.
fn counting(reporters: u32, feeds: u32) -> Weight {
	Weights::submit_votes(reporters, feeds, 0)
		.saturating_add(Weights::on_window_base())
		.saturating_add(Weights::aggregate_feed(reporters).saturating_mul(feeds.into()))
}

#[test]
fn thirteen_reporters_on_twelve_feeds_take_a_twentieth_of_a_block_at_most() {
	let whole = RuntimeBlockWeights::get().max_block.ref_time();
	let needed = counting(13, 12).ref_time();
	let share = Perbill::from_rational(needed, whole);
	assert!(share <= Perbill::from_percent(5), "{share:?} of a block");
	// Also in the block that finishes a minute of every feed.
	let minute = Weights::finish_minute().saturating_mul(12).ref_time();
	let share = Perbill::from_rational(needed + minute, whole);
	assert!(share <= Perbill::from_percent(5), "{share:?} of a block");
}

#[test]
fn twice_the_reporters_or_twice_the_feeds_cost_twice_as_much_at_most() {
	let once = counting(13, 12).ref_time();
	assert!(counting(26, 12).ref_time() <= 2 * once);
	assert!(counting(13, 24).ref_time() <= 2 * once);
	assert!(counting(1, 1).ref_time() < once);
}
