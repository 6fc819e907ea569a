// SPDX-License-Identifier: Apache-2.0
//! Questions that clients ask. Answers carry all that is needed to judge a price.

use crate::{
	types::{Concern, Vote},
	Aggregates, BalanceOf, Config, FeedIds, FeedParameters, Feeds, Pallet, Panel, Reporters, Votes,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use market_maths::units::Price;
use market_primitives::{traits::SettlementPrice, FeedError, FeedId, Observation, Underlying};
use scale_info::TypeInfo;

/// Everything about a feed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct FeedDetails<AccountId> {
	/// Which feed.
	pub feed: FeedId,
	/// How it is made.
	pub parameters: FeedParameters,
	/// Its value, age, confidence and status; `None` if it never had one.
	pub observation: Option<Observation>,
	/// Why it is not live; `None` if it is, or if it never had a value.
	pub concern: Option<Concern>,
	/// The median as the votes gave it, before the step limit.
	pub raw: Option<Price>,
	/// The average over the last hour.
	pub hour_average: Option<Price>,
	/// Rounds that were better than the status, one after the other.
	pub better_rounds: u32,
	/// The latest vote of each reporter.
	pub votes: Vec<VoteDetails<AccountId>>,
}

/// A reporter's latest vote.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct VoteDetails<AccountId> {
	/// Who gave it.
	pub reporter: AccountId,
	/// The value.
	pub value: Price,
	/// Half the width of the reporter's band.
	pub confidence: Price,
	/// When the reporter saw it, in milliseconds since 1970.
	pub observed_at_ms: u64,
	/// Whether it is young enough to count now.
	pub counts: bool,
}

/// A reporter.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct ReporterDetails<AccountId, Balance> {
	/// The account.
	pub account: AccountId,
	/// Its record.
	pub record: crate::Reporter<Balance>,
}

sp_api::decl_runtime_apis! {
	/// Prices, and who stands behind them.
	pub trait OracleApi<AccountId, Balance>
	where
		AccountId: codec::Codec,
		Balance: codec::Codec,
	{
		/// A feed's value with its age, confidence and status; or why there is none.
		fn price(feed: FeedId) -> Result<Observation, FeedError>;

		/// Everything about a feed: value, status and why, and each reporter's vote.
		fn feed(feed: FeedId) -> Option<FeedDetails<AccountId>>;

		/// The same for all feeds, in order.
		fn feeds() -> Vec<FeedDetails<AccountId>>;

		/// Everyone who may report or still has a bond.
		fn reporters() -> Vec<ReporterDetails<AccountId, Balance>>;

		/// What is known about the price at which options settle that expire at `expiry` (seconds
		/// since 1970).
		fn settlement_price(underlying: Underlying, expiry: u64) -> SettlementPrice;

		/// The one-minute points of the last `count` finished minutes, oldest first, at most 1,440.
		fn minutes(feed: FeedId, count: u32) -> Vec<(u64, Option<Price>)>;
	}
}

impl<T: Config> Pallet<T> {
	/// Answers [`OracleApi::feed`].
	pub fn feed_details(feed: FeedId) -> Option<FeedDetails<T::AccountId>> {
		let parameters = Feeds::<T>::get(feed)?;
		let aggregate = Aggregates::<T>::get(feed);
		let now_ms = Self::now_ms();
		let max_age_ms = parameters.max_age_ms;
		let panel = Panel::<T>::get();
		let details_of = |vote: Vote| {
			let seat = panel.iter().find(|seat| seat.number == vote.seat)?;
			Some(VoteDetails {
				reporter: seat.reporter.clone(),
				value: vote.value,
				confidence: vote.confidence,
				observed_at_ms: vote.observed_at_ms,
				counts: vote.counts_at(now_ms, max_age_ms),
			})
		};
		Some(FeedDetails {
			feed,
			parameters,
			observation: aggregate.map(|it| it.observation_at(now_ms, max_age_ms)),
			concern: aggregate.and_then(|it| it.concern_at(now_ms, max_age_ms)),
			raw: aggregate.map(|it| it.raw),
			hour_average: aggregate.map(|it| it.hour_average),
			better_rounds: aggregate.map_or(0, |it| it.breaker.better_rounds),
			votes: Votes::<T>::get(feed).into_iter().filter_map(details_of).collect(),
		})
	}

	/// Answers [`OracleApi::price`].
	pub fn api_price(feed: FeedId) -> Result<Observation, FeedError> {
		Self::observe_feed(feed)
	}

	/// Answers [`OracleApi::feeds`].
	pub fn api_feeds() -> Vec<FeedDetails<T::AccountId>> {
		FeedIds::<T>::get().into_iter().filter_map(Self::feed_details).collect()
	}

	/// Answers [`OracleApi::reporters`].
	pub fn api_reporters() -> Vec<ReporterDetails<T::AccountId, BalanceOf<T>>> {
		Reporters::<T>::iter()
			.map(|(account, record)| ReporterDetails { account, record })
			.collect()
	}

	/// Answers [`OracleApi::settlement_price`].
	pub fn api_settlement_price(underlying: Underlying, expiry: u64) -> SettlementPrice {
		Self::known_settlement_price(underlying, expiry)
	}

	/// Answers [`OracleApi::minutes`].
	pub fn api_minutes(feed: FeedId, count: u32) -> Vec<(u64, Option<Price>)> {
		const MOST: u32 = 1_440;
		let Some(until) = Self::finished_until(feed) else { return Vec::new() };
		let minutes = until.saturating_sub(count.min(MOST).into())..until;
		minutes.clone().zip(Self::minutes_in(feed, minutes)).collect()
	}
}
