// SPDX-License-Identifier: Apache-2.0
use crate::{FeedError, FeedId, Observation, Underlying};
use codec::{Decode, Encode, MaxEncodedLen};
use market_maths::units::Price;
use scale_info::TypeInfo;

/// Prices and volatilities with their age, confidence and status.
pub trait PriceFeed {
	/// The current value of a feed. An old value never looks like a new one: its status says so.
	fn observe(feed: FeedId) -> Result<Observation, FeedError>;

	/// The price at which options on `underlying` that expire at `expiry` (seconds since 1970) settle.
	fn settlement_price(underlying: Underlying, expiry: u64) -> SettlementPrice;

	/// Nobody will ask for this settlement price again: what was kept of it can go.
	fn forget_settlement(_underlying: Underlying, _expiry: u64) {}

	/// The lowest and the highest price that was seen for a settlement that is
	/// [`Disputed`](SettlementPrice::Disputed): whoever decides it decides within them. `None` if nothing was
	/// seen.
	fn disputed_range(_underlying: Underlying, _expiry: u64) -> Option<(Price, Price)> {
		None
	}

	/// Lets `feed` report `value`, live, so that a benchmark finds a price.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(_feed: FeedId, _value: Price) {}
}

/// What is known about a settlement price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum SettlementPrice {
	/// Not known yet: the expiry has not come, or too many minutes are missing so far.
	Pending,
	/// Known, and final.
	Final(Price),
	/// It cannot be computed from what was observed; governance must decide.
	Disputed,
}
