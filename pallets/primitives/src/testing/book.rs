// SPDX-License-Identifier: Apache-2.0
//! A book whose prices and liquidation venue a test decides.

use crate::{
	traits::{BookPrices, LiquidationVenue},
	InstrumentId, Side, SubaccountId,
};
use alloc::{collections::BTreeMap, vec::Vec};
use codec::Encode;
use core::cell::RefCell;
use market_maths::units::{Price, Ticks, Usd};

/// What a [`FakeBookPrices`] says about one instrument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FakeQuotes {
	/// Best bid.
	pub bid: Option<Price>,
	/// Best ask.
	pub ask: Option<Price>,
	/// Price of the last clearing.
	pub last: Option<Price>,
	/// What a notional could be sold at into the bids.
	pub impact_bid: Option<Price>,
	/// What a notional could be bought at from the asks.
	pub impact_ask: Option<Price>,
}

std::thread_local! {
	static QUOTES: RefCell<BTreeMap<InstrumentId, FakeQuotes>> =
		const { RefCell::new(BTreeMap::new()) };
}

/// Answers [`BookPrices`] from quotes that the test of this thread sets.
pub struct FakeBookPrices;

impl FakeBookPrices {
	/// Empties every book.
	pub fn reset() {
		QUOTES.with_borrow_mut(BTreeMap::clear);
	}

	/// Sets what the book of `instrument` says.
	pub fn set(instrument: InstrumentId, quotes: FakeQuotes) {
		QUOTES.with_borrow_mut(|all| all.insert(instrument, quotes));
	}

	/// Sets best prices that are also the impact prices, and the last clearing between them.
	pub fn quote(instrument: InstrumentId, bid: Price, last: Price, ask: Price) {
		Self::set(
			instrument,
			FakeQuotes {
				bid: Some(bid),
				ask: Some(ask),
				last: Some(last),
				impact_bid: Some(bid),
				impact_ask: Some(ask),
			},
		);
	}

	fn quotes(instrument: &InstrumentId) -> FakeQuotes {
		QUOTES.with_borrow(|all| all.get(instrument).copied().unwrap_or_default())
	}
}

impl BookPrices for FakeBookPrices {
	fn impact_prices(instrument: &InstrumentId, _notional: Usd) -> (Option<Price>, Option<Price>) {
		let quotes = Self::quotes(instrument);
		(quotes.impact_bid, quotes.impact_ask)
	}

	fn top(instrument: &InstrumentId) -> (Option<Price>, Option<Price>, Option<Price>) {
		let quotes = Self::quotes(instrument);
		(quotes.bid, quotes.ask, quotes.last)
	}
}

/// A reduce-only order that a [`FakeVenue`] was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiquidationOrder {
	/// Whose position it reduces, encoded.
	pub account: Vec<u8>,
	/// What it trades.
	pub instrument: InstrumentId,
	/// Buy or sell.
	pub side: Side,
	/// How many lots.
	pub lots: u64,
	/// The worst acceptable price.
	pub limit: Ticks,
}

std::thread_local! {
	static LIQUIDATION_ORDERS: RefCell<Vec<LiquidationOrder>> = const { RefCell::new(Vec::new()) };
	static CANCELLED: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
	static OPEN_ORDERS: RefCell<u32> = const { RefCell::new(0) };
	static RECENT_VOLUME: RefCell<BTreeMap<InstrumentId, u64>> =
		const { RefCell::new(BTreeMap::new()) };
	static CLEARS: RefCell<bool> = const { RefCell::new(true) };
	static ROOM: RefCell<usize> = const { RefCell::new(usize::MAX) };
}

/// Answers [`LiquidationVenue`] by writing down what it is asked. It fills nothing by itself.
pub struct FakeVenue;

impl FakeVenue {
	/// Forgets everything; markets clear, nothing traded recently, nobody has orders.
	pub fn reset() {
		LIQUIDATION_ORDERS.with_borrow_mut(Vec::clear);
		CANCELLED.with_borrow_mut(Vec::clear);
		OPEN_ORDERS.set(0);
		RECENT_VOLUME.with_borrow_mut(BTreeMap::clear);
		CLEARS.set(true);
		ROOM.set(usize::MAX);
	}

	/// How many reduce-only orders are accepted until somebody takes them.
	pub fn set_room(orders: usize) {
		ROOM.set(orders);
	}

	/// Whether reduce-only orders are accepted from now on.
	pub fn set_clears(clears: bool) {
		CLEARS.set(clears);
	}

	/// How many orders the next account to be cancelled has.
	pub fn set_open_orders(count: u32) {
		OPEN_ORDERS.set(count);
	}

	/// Sets the lots that traded lately.
	pub fn set_recent_volume(instrument: InstrumentId, lots: u64) {
		RECENT_VOLUME.with_borrow_mut(|all| all.insert(instrument, lots));
	}

	/// Hands over the orders given since the last time.
	pub fn take_orders() -> Vec<LiquidationOrder> {
		LIQUIDATION_ORDERS.take()
	}

	/// Whether the orders of this account were cancelled.
	pub fn was_cancelled<AccountId: Encode>(account: &SubaccountId<AccountId>) -> bool {
		CANCELLED.with_borrow(|all| all.contains(&account.encode()))
	}
}

impl<AccountId: Encode> LiquidationVenue<AccountId> for FakeVenue {
	fn open_orders(_: &SubaccountId<AccountId>) -> u32 {
		OPEN_ORDERS.with_borrow(|count| *count)
	}

	fn cancel_all_for_liquidation(account: &SubaccountId<AccountId>) -> u32 {
		CANCELLED.with_borrow_mut(|all| all.push(account.encode()));
		OPEN_ORDERS.take()
	}

	fn reduce_in_next_clearing(
		account: &SubaccountId<AccountId>,
		instrument: &InstrumentId,
		side: Side,
		lots: u64,
		limit: Ticks,
	) -> bool {
		let waiting = LIQUIDATION_ORDERS.with_borrow(Vec::len);
		if !CLEARS.with_borrow(|clears| *clears) || ROOM.with_borrow(|room| waiting >= *room) {
			return false;
		}
		let account = account.encode();
		let order = LiquidationOrder { account, instrument: *instrument, side, lots, limit };
		LIQUIDATION_ORDERS.with_borrow_mut(|all| all.push(order));
		true
	}

	fn withdraw_liquidation_orders(account: &SubaccountId<AccountId>) -> u32 {
		let account = account.encode();
		LIQUIDATION_ORDERS.with_borrow_mut(|all| {
			let before = all.len();
			all.retain(|order| order.account != account);
			u32::try_from(before.saturating_sub(all.len())).unwrap_or(u32::MAX)
		})
	}

	fn recent_volume(instrument: &InstrumentId) -> u64 {
		RECENT_VOLUME.with_borrow(|all| all.get(instrument).copied().unwrap_or_default())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_orders(_: &SubaccountId<AccountId>, count: u32) -> u32 {
		OPEN_ORDERS.set(count);
		count
	}
}
