// SPDX-License-Identifier: Apache-2.0
//! Prices for the other pallets.

use crate::{
	minutes::minute_of, Aggregates, Config, Event, Feeds, Pallet, SettlementRules, Settlements,
};
use frame_support::traits::UnixTime;
use market_maths::units::Price;
use market_primitives::{
	traits::{PriceFeed, SettlementPrice},
	FeedError, FeedId, Observation, Underlying,
};
use oracle_core::{plan_settlement, Decision, Minutes, Settlement};
use sp_runtime::traits::UniqueSaturatedInto;

const SECONDS_PER_MINUTE: u64 = 60;

impl<T: Config> PriceFeed for Pallet<T> {
	fn observe(feed: FeedId) -> Result<Observation, FeedError> {
		Self::observe_feed(feed)
	}

	/// Keeps what it finds as soon as it is computed or disputed, so that it never changes again: neither
	/// by a new rule, nor because minutes are forgotten after two days. What is computed is final some blocks
	/// later.
	fn settlement_price(underlying: Underlying, expiry: u64) -> SettlementPrice {
		let kept = Settlements::<T>::get(underlying, expiry);
		let Some(settlement) = Self::current_settlement(kept, underlying, expiry) else {
			return SettlementPrice::Pending;
		};
		if kept != Some(settlement) {
			Self::keep_settlement(underlying, expiry, settlement);
		}
		known(settlement)
	}

	fn forget_settlement(underlying: Underlying, expiry: u64) {
		Settlements::<T>::remove(underlying, expiry);
	}

	fn disputed_range(underlying: Underlying, expiry: u64) -> Option<(Price, Price)> {
		match Settlements::<T>::get(underlying, expiry) {
			Some(Settlement::Disputed { range }) => range,
			_ => None,
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(feed: FeedId, value: Price) {
		crate::benchmarking::prepare_feed::<T>(feed, value);
	}
}

impl<T: Config> Pallet<T> {
	/// The block's time in milliseconds since 1970.
	pub(crate) fn now_ms() -> u64 {
		u64::try_from(T::Time::now().as_millis()).unwrap_or(u64::MAX)
	}

	/// The one way to a value.
	pub(crate) fn observe_feed(feed: FeedId) -> Result<Observation, FeedError> {
		let parameters = Feeds::<T>::get(feed).ok_or(FeedError::Unknown)?;
		let aggregate = Aggregates::<T>::get(feed).ok_or(FeedError::NeverReported)?;
		Ok(aggregate.observation_at(Self::now_ms(), parameters.max_age_ms))
	}

	/// What is known about a settlement price. Writes nothing.
	pub(crate) fn known_settlement_price(underlying: Underlying, expiry: u64) -> SettlementPrice {
		let kept = Settlements::<T>::get(underlying, expiry);
		Self::current_settlement(kept, underlying, expiry).map_or(SettlementPrice::Pending, known)
	}

	/// What a settlement is in this block, given what was kept of it; `None` while it must be waited for.
	fn current_settlement(
		kept: Option<Settlement>,
		underlying: Underlying,
		expiry: u64,
	) -> Option<Settlement> {
		let block = frame_system::Pallet::<T>::block_number().unique_saturated_into();
		let made = || Some(Self::decision_on(underlying, expiry)?.made_in(block));
		Some(kept.or_else(made)?.in_block(block))
	}

	/// The decision as the minutes give it; `None` while it must be waited for.
	fn decision_on(underlying: Underlying, expiry: u64) -> Option<Decision> {
		let feed = FeedId::Index(underlying);
		let rule = SettlementRules::<T>::get();
		let end = expiry.div_ceil(SECONDS_PER_MINUTE);
		// Before the first minute is sampled, time alone tells when waiting is over.
		let finished = Self::finished_until(feed).unwrap_or_else(|| minute_of(Self::now_ms()));
		if finished < end {
			return None;
		}
		let before = Self::minutes_in(feed, end.saturating_sub(rule.minutes.into())..end);
		let waited_until = finished.min(end.saturating_add(rule.minutes.into()));
		let after = Self::minutes_in(feed, end..waited_until);
		plan_settlement(&Minutes { before: &before, after: &after }, &rule)
			.unwrap_or(Some(Decision::Dispute(None)))
	}

	fn keep_settlement(underlying: Underlying, expiry: u64, settlement: Settlement) {
		Settlements::<T>::insert(underlying, expiry, settlement);
		Self::deposit_event(match settlement {
			Settlement::Computed { price, .. } => {
				Event::SettlementPriceComputed { underlying, expiry, price }
			},
			Settlement::Final { price } => {
				Event::SettlementPriceFinal { underlying, expiry, price }
			},
			Settlement::Disputed { range } => {
				Event::SettlementPriceDisputed { underlying, expiry, range }
			},
		});
	}
}

fn known(settlement: Settlement) -> SettlementPrice {
	match settlement {
		Settlement::Computed { .. } => SettlementPrice::Pending,
		Settlement::Final { price } => SettlementPrice::Final(price),
		Settlement::Disputed { .. } => SettlementPrice::Disputed,
	}
}
