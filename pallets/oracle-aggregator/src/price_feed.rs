// SPDX-License-Identifier: Apache-2.0
//! Prices for the other pallets.

use crate::{
	minutes::minute_of,
	settlement::{plan_settlement, Minutes},
	types::Settlement,
	Aggregates, Config, Event, Feeds, Pallet, SettlementRules, Settlements,
};
use frame_support::traits::UnixTime;
use market_maths::units::Price;
use market_primitives::{
	traits::{PriceFeed, SettlementPrice},
	FeedError, FeedId, Observation, Underlying,
};

const SECONDS_PER_MINUTE: u64 = 60;

impl<T: Config> PriceFeed for Pallet<T> {
	fn observe(feed: FeedId) -> Result<Observation, FeedError> {
		Self::observe_feed(feed)
	}

	/// Keeps what it finds as soon as it is final or disputed, so that it never changes again: neither
	/// by a new rule, nor because minutes are forgotten after two days.
	fn settlement_price(underlying: Underlying, expiry: u64) -> SettlementPrice {
		if let Some(settlement) = Settlements::<T>::get(underlying, expiry) {
			return known(settlement);
		}
		match Self::plan_settlement_of(underlying, expiry) {
			Some(settlement) => {
				Self::keep_settlement(underlying, expiry, settlement);
				known(settlement)
			},
			None => SettlementPrice::Pending,
		}
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
		Settlements::<T>::get(underlying, expiry)
			.or_else(|| Self::plan_settlement_of(underlying, expiry))
			.map_or(SettlementPrice::Pending, known)
	}

	/// The settlement as the minutes give it; `None` while it must be waited for.
	fn plan_settlement_of(underlying: Underlying, expiry: u64) -> Option<Settlement> {
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
			.unwrap_or(Some(Settlement::Disputed { range: None }))
	}

	fn keep_settlement(underlying: Underlying, expiry: u64, settlement: Settlement) {
		Settlements::<T>::insert(underlying, expiry, settlement);
		Self::deposit_event(match settlement {
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
		Settlement::Final { price } => SettlementPrice::Final(price),
		Settlement::Disputed { .. } => SettlementPrice::Disputed,
	}
}
