// SPDX-License-Identifier: Apache-2.0
//! # Counting the votes on a feed
//!
//! **Triggers**: the oracle's step in each window.
//!
//! **Actions**: finishes the minute that is over; makes a value of the votes that are young enough;
//! moves the breaker; samples the minute if the value is live or in caution.
//!
//! **Skip if**: no quorum (the value stays and ages; the breaker may worsen and does not heal), or the numbers do not
//! fit (the value stays and ages).

use crate::{
	types::{Seat, Vote},
	Aggregates, Config, Event, FeedParameters, Feeds, Pallet, SettlementRules, Votes,
};
use alloc::{collections::BTreeMap, vec::Vec};
use market_maths::{units::Price, MathsError};
use market_primitives::{FeedId, FeedStatus, Purpose, Window};
use oracle_core::{
	counted,
	score::{conduct_of, Conduct, Showing},
	Aggregate, Counting, Outcome, SeatNumber,
};

/// The young votes on a feed, by seat.
type YoungVotes = BTreeMap<SeatNumber, Vote>;

impl<T: Config> Pallet<T> {
	/// Everything that a window does with one feed. Returns what each seat did, in the order of the
	/// panel; nothing if no value was made. Votes that arrived in `arrived_in` are new, and those of `before`
	/// were in the last counting.
	pub(crate) fn step_feed(
		feed: FeedId,
		panel: &[Seat<T::AccountId>],
		now_ms: u64,
		arrived_in: Window,
		before: Window,
	) -> Vec<Conduct> {
		let Some(parameters) = Feeds::<T>::get(feed) else { return Vec::new() };
		if Self::finished_until(feed).is_none() || Self::has_minute_to_finish(feed, now_ms) {
			Self::finish_minute(feed, now_ms, SettlementRules::<T>::get().samples);
		}
		let last = Aggregates::<T>::get(feed);
		let young: YoungVotes = Votes::<T>::get(feed)
			.into_iter()
			.filter(|vote| vote.counts_at(now_ms, parameters.max_age_ms))
			.map(|vote| (vote.seat, vote))
			.collect();
		match count_votes(panel, &young, &parameters, last.as_ref(), now_ms) {
			Ok(Outcome::Renewed(aggregate)) => {
				Aggregates::<T>::insert(feed, aggregate);
				Self::announce_value(feed, &parameters, &aggregate, now_ms);
				Self::announce_status(feed, last.as_ref(), &aggregate);
				if aggregate.breaker.status.allows(Purpose::Settle) {
					Self::sample(feed, now_ms, aggregate.value);
				}
				let is_new = |vote: &Vote| vote.window == arrived_in;
				let last = last.map(|last| last.value);
				conduct(panel, &young, &aggregate, last, is_new, before)
			},
			Ok(Outcome::Aged(aggregate)) => {
				Aggregates::<T>::insert(feed, aggregate);
				Self::announce_status(feed, last.as_ref(), &aggregate);
				Vec::new()
			},
			Ok(Outcome::Nothing) => Vec::new(),
			Err(error) => {
				log::error!(target: "oracle", "votes on {feed:?} cannot be counted: {error}");
				Vec::new()
			},
		}
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

	pub(crate) fn announce_status(feed: FeedId, last: Option<&Aggregate>, aggregate: &Aggregate) {
		let old = last.map_or(FeedStatus::Halted, |last| last.breaker.status);
		let new = aggregate.breaker.status;
		if old != new {
			let concern = aggregate.concern;
			Self::deposit_event(Event::StatusChanged { feed, old, new, concern });
		}
	}
}

fn count_votes<AccountId>(
	panel: &[Seat<AccountId>],
	young: &YoungVotes,
	parameters: &FeedParameters,
	last: Option<&Aggregate>,
	now_ms: u64,
) -> Result<Outcome, MathsError> {
	let total_weight = panel.iter().fold(0u128, |sum, seat| sum.saturating_add(seat.weight));
	let with_weight = || {
		panel
			.iter()
			.filter(|seat| seat.weight > 0)
			.filter_map(|seat| Some((young.get(&seat.number)?, seat.weight)))
	};
	let newest_ms = with_weight().map(|(vote, _)| vote.observed_at_ms).max().unwrap_or_default();
	let votes: Vec<_> = with_weight()
		.map(|(vote, weight)| counted(vote.value, vote.confidence, weight, parameters))
		.collect();
	Counting { votes: &votes, newest_ms, total_weight, parameters, now_ms }.count(last)
}

fn conduct<AccountId>(
	panel: &[Seat<AccountId>],
	young: &YoungVotes,
	made: &Aggregate,
	shown: Option<Price>,
	is_new: impl Fn(&Vote) -> bool,
	before: Window,
) -> Vec<Conduct> {
	let showings: Vec<Showing> = panel
		.iter()
		.map(|seat| {
			let vote = young.get(&seat.number);
			Showing {
				weight: seat.weight,
				vote: vote.map(Vote::given),
				is_new: vote.is_some_and(&is_new),
				earlier: vote.map(Vote::given_earlier).unwrap_or_default(),
				before: vote.and_then(|vote| vote.given_in(before)),
			}
		})
		.collect();
	// Without a width nobody can be off; the value stands all the same.
	conduct_of(&showings, made.raw, shown).unwrap_or_default()
}
