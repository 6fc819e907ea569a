// SPDX-License-Identifier: Apache-2.0
//! Feeds whose values and status a test decides.

use crate::{
	traits::{PriceFeed, SettlementPrice},
	FeedError, FeedId, FeedStatus, Observation, Underlying,
};
use alloc::collections::BTreeMap;
use core::cell::RefCell;
use market_maths::units::Price;

std::thread_local! {
	static FEEDS: RefCell<BTreeMap<FeedId, Observation>> = const { RefCell::new(BTreeMap::new()) };
	static DISPUTED_RANGE: RefCell<Option<(Price, Price)>> = const { RefCell::new(None) };
	static SETTLEMENTS: RefCell<BTreeMap<(Underlying, u64), SettlementPrice>> =
		const { RefCell::new(BTreeMap::new()) };
}

/// Answers [`PriceFeed`] from values that the test of this thread sets.
pub struct FakePriceFeed;

impl FakePriceFeed {
	/// Forgets every feed and settlement price.
	pub fn reset() {
		FEEDS.with_borrow_mut(BTreeMap::clear);
		SETTLEMENTS.with_borrow_mut(BTreeMap::clear);
		DISPUTED_RANGE.set(None);
	}

	/// Lets `feed` report `value` with zero confidence and status `Live`.
	pub fn report(feed: FeedId, value: Price) {
		Self::report_as(feed, value, FeedStatus::Live);
	}

	/// Lets `feed` report `value` with zero confidence and this status.
	pub fn report_as(feed: FeedId, value: Price, status: FeedStatus) {
		Self::set(feed, Observation::new(value, Price::ZERO, 0, status, value));
	}

	/// Sets everything there is to know about a feed.
	pub fn set(feed: FeedId, observation: Observation) {
		FEEDS.with_borrow_mut(|feeds| feeds.insert(feed, observation));
	}

	/// Lets `feed` be as if nobody had ever reported it.
	pub fn silence(feed: FeedId) {
		FEEDS.with_borrow_mut(|feeds| feeds.remove(&feed));
	}

	/// Sets the index of `underlying`, live and exact.
	pub fn set_index(underlying: Underlying, index: Price) {
		Self::report(FeedId::Index(underlying), index);
	}

	/// Sets the status of a feed and leaves its value as it is.
	pub fn set_status(feed: FeedId, status: FeedStatus) {
		FEEDS.with_borrow_mut(|feeds| {
			if let Some(observation) = feeds.get_mut(&feed) {
				observation.status = status;
			}
		});
	}

	/// Sets the range that was seen of every settlement in dispute.
	pub fn set_disputed_range(lowest: Price, highest: Price) {
		DISPUTED_RANGE.set(Some((lowest, highest)));
	}

	/// Sets what is known about the settlement of `underlying` at `expiry`.
	pub fn set_settlement(underlying: Underlying, expiry: u64, price: SettlementPrice) {
		SETTLEMENTS.with_borrow_mut(|prices| prices.insert((underlying, expiry), price));
	}
}

impl PriceFeed for FakePriceFeed {
	fn observe(feed: FeedId) -> Result<Observation, FeedError> {
		FEEDS.with_borrow(|feeds| feeds.get(&feed).copied().ok_or(FeedError::Unknown))
	}

	fn forget_settlement(underlying: Underlying, expiry: u64) {
		SETTLEMENTS.with_borrow_mut(|prices| prices.remove(&(underlying, expiry)));
	}

	fn settlement_price(underlying: Underlying, expiry: u64) -> SettlementPrice {
		SETTLEMENTS.with_borrow(|prices| {
			prices.get(&(underlying, expiry)).copied().unwrap_or(SettlementPrice::Pending)
		})
	}

	fn disputed_range(_: Underlying, _: u64) -> Option<(Price, Price)> {
		DISPUTED_RANGE.with_borrow(|range| *range)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(feed: FeedId, value: Price) {
		Self::report(feed, value);
	}
}
