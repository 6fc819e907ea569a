// SPDX-License-Identifier: Apache-2.0
//! # Counting the votes on a feed
//!
//! **Triggers**: the oracle's step in each window.
//!
//! **Actions**: finishes the minute that is over; makes a value of the votes that are young enough;
//! moves the breaker; samples the minute if the value is live or in caution.
//!
//! **Skip if**: no quorum (the value stays, ages and the breaker moves), or the numbers do not fit (the
//! value stays and ages).

use crate::{
	round::{counted, rate, Outcome, Round},
	types::{Aggregate, Seat, Vote},
	Aggregates, Config, Event, FeedParameters, Feeds, Pallet, SettlementRules, Votes,
};
use alloc::vec::Vec;
use frame_support::traits::Get;
use market_maths::{aggregation::capped_weights, MathsError};
use market_primitives::{FeedId, FeedStatus, Purpose};

impl<T: Config> Pallet<T> {
	/// Everything that a window does with one feed.
	pub(crate) fn step_feed(feed: FeedId, panel: &[Seat<T::AccountId>], now_ms: u64) {
		let Some(parameters) = Feeds::<T>::get(feed) else { return };
		if Self::finished_until(feed).is_none() || Self::has_minute_to_finish(feed, now_ms) {
			Self::finish_minute(feed, now_ms, SettlementRules::<T>::get().samples);
		}
		let last = Aggregates::<T>::get(feed);
		match Self::count_votes(feed, panel, &parameters, last.as_ref(), now_ms) {
			Ok(Outcome::Renewed(aggregate)) => {
				Aggregates::<T>::insert(feed, aggregate);
				Self::announce_value(feed, &parameters, &aggregate, now_ms);
				Self::announce_status(feed, last.as_ref(), &aggregate);
				if aggregate.breaker.status.allows(Purpose::Settle) {
					Self::sample(feed, now_ms, aggregate.value);
				}
			},
			Ok(Outcome::Aged(aggregate)) => {
				Aggregates::<T>::insert(feed, aggregate);
				Self::announce_status(feed, last.as_ref(), &aggregate);
			},
			Ok(Outcome::Nothing) => {},
			Err(error) => {
				log::error!(target: "oracle", "votes on {feed:?} cannot be counted: {error}");
			},
		}
	}

	fn count_votes(
		feed: FeedId,
		panel: &[Seat<T::AccountId>],
		parameters: &FeedParameters,
		last: Option<&Aggregate>,
		now_ms: u64,
	) -> Result<Outcome, MathsError> {
		let bonds: Vec<u128> = panel.iter().map(|seat| seat.bond).collect();
		let weights = capped_weights(&bonds, rate(T::WeightCap::get())?)?;
		let total_weight = weights.iter().fold(0u128, |sum, weight| sum.saturating_add(*weight));

		let young: Vec<Vote> = Votes::<T>::get(feed)
			.into_iter()
			.filter(|vote| vote.counts_at(now_ms, parameters.max_age_ms))
			.collect();
		let newest_ms = young.iter().map(|vote| vote.observed_at_ms).max().unwrap_or_default();
		let weight_of = |vote: &Vote| {
			let at = panel.binary_search_by_key(&vote.seat, |seat| seat.number).ok()?;
			weights.get(at).copied()
		};
		let votes: Vec<_> = young
			.iter()
			.filter_map(|vote| Some(counted(vote, weight_of(vote)?, parameters)))
			.collect();
		Round { votes: &votes, newest_ms, total_weight, parameters, now_ms }.count(last)
	}

	fn announce_value(
		feed: FeedId,
		parameters: &FeedParameters,
		aggregate: &Aggregate,
		now_ms: u64,
	) {
		let observation = aggregate.observation_at(now_ms, parameters.max_age_ms);
		Self::deposit_event(Event::ValueRenewed { feed, observation });
	}

	fn announce_status(feed: FeedId, last: Option<&Aggregate>, aggregate: &Aggregate) {
		let old = last.map_or(FeedStatus::Halted, |last| last.breaker.status);
		let new = aggregate.breaker.status;
		if old != new {
			let concern = aggregate.concern;
			Self::deposit_event(Event::StatusChanged { feed, old, new, concern });
		}
	}
}
