// SPDX-License-Identifier: Apache-2.0
//! # The oracle's step in each window
//!
//! **Triggers**: the block hook, after the inherents and before everything that needs prices.
//!
//! **Actions**: notes the window, then for each feed in order: finishes the minute that is over, counts
//! the votes, samples the minute. What each reporter did enters its score. Then the smiles, see `surface`.
//!
//! **Skip if**: the meter has no room. A feed that does not fit keeps its value, which is seen to age;
//! the next window begins with it.

use crate::{
	weights::WeightInfo, Clock, Config, FeedIds, FirstFeed, LastCounted, Pallet, Panel, Scores,
};
use alloc::collections::BTreeMap;
use frame_support::BoundedVec;
use market_primitives::{traits::WindowStep, FeedId, WindowClock};
use oracle_core::score::Score;
use sp_runtime::Weight;

impl<T: Config> WindowStep for Pallet<T> {
	fn on_window(clock: &WindowClock, meter: &mut frame_support::weights::WeightMeter) {
		if meter.try_consume(T::WeightInfo::on_window_base()).is_err() {
			return;
		}
		let last_window = Clock::<T>::get().window;
		Clock::<T>::put(clock);
		let before = LastCounted::<T>::mutate(|last| core::mem::replace(last, last_window));
		let panel = Panel::<T>::get();
		let seats = u32::try_from(panel.len()).unwrap_or(u32::MAX);
		let mut scores: BTreeMap<_, Score> = Scores::<T>::get().into_iter().collect();
		for feed in Self::feeds_in_turn() {
			if meter.try_consume(Self::weight_of_feed(feed, seats, clock.now_ms)).is_err() {
				FirstFeed::<T>::put(feed);
				break;
			}
			let conducts = Self::step_feed(feed, &panel, clock.now_ms, last_window, before);
			let weighty = panel.iter().zip(conducts).filter(|(seat, _)| seat.weight > 0);
			for (seat, conduct) in weighty {
				let score = scores.entry(seat.number).or_default();
				*score = score.with(conduct);
			}
		}
		Self::step_smiles(&panel, clock.now_ms, last_window, &mut scores, meter);
		Scores::<T>::put(BoundedVec::truncate_from(scores.into_iter().collect()));
	}
}

impl<T: Config> Pallet<T> {
	/// All feeds in order, beginning with the one that did not fit last time.
	fn feeds_in_turn() -> impl Iterator<Item = FeedId> {
		let mut feeds = FeedIds::<T>::get().into_inner();
		if let Some(first) = FirstFeed::<T>::take() {
			let at = feeds.partition_point(|feed| *feed < first);
			feeds.rotate_left(at);
		}
		feeds.into_iter()
	}

	fn weight_of_feed(feed: FeedId, seats: u32, now_ms: u64) -> Weight {
		let counting = T::WeightInfo::aggregate_feed(seats);
		if Self::has_minute_to_finish(feed, now_ms) {
			counting.saturating_add(T::WeightInfo::finish_minute())
		} else {
			counting
		}
	}
}
