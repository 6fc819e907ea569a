// SPDX-License-Identifier: Apache-2.0
//! Questions that clients ask. Answers carry all that is needed to judge a price.

use crate::{
	minutes::first_kept_before,
	types::{Class, Vote},
	Aggregates, BalanceOf, Config, FeedIds, FeedParameters, Feeds, LastScores, Pallet, Panel,
	RealisedVariances, Reporters, Scores, SecuredOpenInterest, SessionIndex, Votes,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use market_maths::units::{Price, Usd};
use market_primitives::{traits::SettlementPrice, FeedError, FeedId, Observation, Underlying};
use oracle_core::{
	cost_of_corruption, score::Score, Concern, CostOfCorruption, RealisedVariance, SeatNumber,
};
use scale_info::TypeInfo;

pub use crate::surface::{NodeDetails, SmileVoteDetails, SurfaceDetails};

/// Everything about a feed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct FeedDetails<AccountId> {
	/// Which feed.
	pub feed: FeedId,
	/// How it is made.
	pub parameters: FeedParameters,
	/// Its value, age, confidence and status; `None` if it never had one.
	pub observation: Option<Observation>,
	/// Why it is not live; `None` if it is. If it never had a value: `NoQuorum`.
	pub concern: Option<Concern>,
	/// Until when people have paused it, in milliseconds since 1970; `None` if they have not.
	pub paused_until_ms: Option<u64>,
	/// The median as the votes gave it, before the step limit.
	pub raw: Option<Price>,
	/// The average over the last hour.
	pub hour_average: Option<Price>,
	/// Rounds that were better than the status, one after the other.
	pub better_rounds: u32,
	/// Rounds in which the step limit held the value back, one after the other.
	pub clamped_rounds: u32,
	/// What the reporters weigh together whose votes count now.
	pub counted_weight: u128,
	/// What all reporters weigh together.
	pub total_weight: u128,
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
	/// What it weighs.
	pub weight: u128,
	/// When the reporter saw it, in milliseconds since 1970.
	pub observed_at_ms: u64,
	/// Whether it is young enough to count now, and weighs anything.
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

/// A seat on the panel, and what its reporter did in this session.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct SeatDetails<AccountId> {
	/// Its number.
	pub seat: SeatNumber,
	/// Who sits there.
	pub reporter: AccountId,
	/// As what.
	pub class: Class,
	/// What the reporter had at stake when the session began.
	pub stake: u128,
	/// What its votes weigh.
	pub weight: u128,
	/// What it did in this session so far.
	pub score: Score,
	/// In how many of the last sessions its votes were off.
	pub deviant_sessions: u32,
}

/// What reporters did in a session that is over.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct SessionScores<AccountId> {
	/// Which session.
	pub session: SessionIndex,
	/// Everybody who had a seat when it ended, by number, with what it did. Who was not there for any counting is
	/// left out.
	pub scores: Vec<(AccountId, Score)>,
}

/// How large all markets on an underlying together may be, for a push of its price not to pay.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct MarketSize {
	/// In units of stake.
	pub in_stake: CostOfCorruption,
	/// The cost in USD, rounded down; `None` while nothing tells what stakes are worth.
	pub cost: Option<Usd>,
	/// The open interest cap in USD, rounded down; `None` while nothing tells what stakes are worth.
	pub open_interest_cap: Option<Usd>,
	/// The open interest cap in USD that holds in this session; `None` if only the markets' own caps do, because no
	/// session has begun yet while it was known what stakes are worth.
	pub in_force: Option<Usd>,
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

		/// The one-minute points of the last `count` finished minutes, oldest first, but no more than are kept: those of
		/// two days, and of the hour that is being filled.
		fn minutes(feed: FeedId, count: u32) -> Vec<(u64, Option<Price>)>;

		/// The seats of this session with their weights and scores, by number.
		fn seats() -> Vec<SeatDetails<AccountId>>;

		/// What reporters did in the last session that is over; `None` in the first.
		fn last_scores() -> Option<SessionScores<AccountId>>;

		/// The variance of an underlying's index as it happened, per year; `None` before its first minute.
		fn realised_variance(underlying: Underlying) -> Option<RealisedVariance>;

		/// What it costs to push an underlying's index, the open interest at which it begins to pay, and the cap that
		/// holds in this session; `None` if nobody set up the index.
		fn market_size(underlying: Underlying) -> Option<MarketSize>;

		/// Everything about the smile of an underlying and expiry (seconds since 1970): status and why,
		/// nodes, slice, votes; `None` if nobody votes on it and nobody has paused it.
		fn surface(underlying: Underlying, expiry: u64) -> Option<SurfaceDetails<AccountId>>;

		/// The same for all expiries of an underlying on which somebody votes or which are paused one by one, the
		/// earliest first.
		fn surfaces(underlying: Underlying) -> Vec<SurfaceDetails<AccountId>>;
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
				weight: seat.weight,
				observed_at_ms: vote.observed_at_ms,
				counts: seat.weight > 0 && vote.counts_at(now_ms, max_age_ms),
			})
		};
		let votes: Vec<_> = Votes::<T>::get(feed).into_iter().filter_map(details_of).collect();
		let sum = |sum: u128, weight: u128| sum.saturating_add(weight);
		// Whatever was never counted never had a quorum.
		let concern =
			aggregate.map_or(Some(Concern::NoQuorum), |it| it.concern_at(now_ms, max_age_ms));
		Some(FeedDetails {
			feed,
			parameters,
			observation: aggregate.map(|it| it.observation_at(now_ms, max_age_ms)),
			concern,
			paused_until_ms: aggregate
				.map(|it| it.breaker.paused_until_ms)
				.filter(|until_ms| now_ms < *until_ms),
			raw: aggregate.map(|it| it.raw),
			hour_average: aggregate.map(|it| it.hour_average),
			better_rounds: aggregate.map_or(0, |it| it.breaker.better_rounds),
			clamped_rounds: aggregate.map_or(0, |it| it.breaker.clamped_rounds),
			counted_weight: votes
				.iter()
				.filter(|vote| vote.counts)
				.map(|vote| vote.weight)
				.fold(0, sum),
			total_weight: panel.iter().map(|seat| seat.weight).fold(0, sum),
			votes,
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
		let Some(until) = Self::finished_until(feed) else { return Vec::new() };
		let from = until.saturating_sub(count.into()).max(first_kept_before(until));
		(from..until).zip(Self::minutes_in(feed, from..until)).collect()
	}

	/// Answers [`OracleApi::seats`].
	pub fn api_seats() -> Vec<SeatDetails<T::AccountId>> {
		let scores = Scores::<T>::get();
		let score_of = |number| {
			let found = scores.iter().find(|(seat, _)| *seat == number);
			found.map(|(_, score)| *score).unwrap_or_default()
		};
		Panel::<T>::get()
			.into_iter()
			.map(|seat| SeatDetails {
				seat: seat.number,
				score: score_of(seat.number),
				reporter: seat.reporter,
				class: seat.class,
				stake: seat.stake,
				weight: seat.weight,
				deviant_sessions: seat.record.0.count_ones(),
			})
			.collect()
	}

	/// Answers [`OracleApi::last_scores`].
	pub fn api_last_scores() -> Option<SessionScores<T::AccountId>> {
		let (session, scores) = LastScores::<T>::get()?;
		Some(SessionScores { session, scores: scores.into_inner() })
	}

	/// Answers [`OracleApi::realised_variance`].
	pub fn api_realised_variance(underlying: Underlying) -> Option<RealisedVariance> {
		RealisedVariances::<T>::get(FeedId::Index(underlying))
	}

	/// Answers [`OracleApi::market_size`].
	pub fn api_market_size(underlying: Underlying) -> Option<MarketSize> {
		let parameters = Feeds::<T>::get(FeedId::Index(underlying))?;
		let in_stake = cost_of_corruption(Self::weight_of_panel(), &parameters);
		let price = Self::stake_price();
		let worth = |stake| price.and_then(|price| Self::worth(stake, price));
		Some(MarketSize {
			in_stake,
			cost: worth(in_stake.cost),
			open_interest_cap: worth(in_stake.open_interest_cap),
			in_force: SecuredOpenInterest::<T>::get(underlying),
		})
	}
}
