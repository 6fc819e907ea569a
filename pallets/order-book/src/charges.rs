// SPDX-License-Identifier: Apache-2.0
//! What calls are charged for.

use crate::{types::OrderTicket, weights::WeightInfo, Config, Pallet};
use alloc::collections::BTreeSet;
use frame_support::pallet_prelude::Weight;
use market_primitives::InstrumentId;

/// How many orders come to a typical clearing. Each of them meets one that rests.
const TYPICAL_ORDERS: u32 = 4;

impl<T: Config> Pallet<T> {
	/// What so many orders of an account with `lines` positions and open markets will cost in clearings.
	///
	/// A clearing is nobody's transaction, so who sends an order pays for its share in a typical one: for one order
	/// that comes in, for one that rests and is taken out of the book, be it filled or cancelled, and for a part of
	/// what a market costs whatever comes. An order does each of that at most once, so its cancellation is paid for
	/// as well, even one that is alone in its market and window: what that costs beyond being taken out of the book in
	/// a clearing comes on top.
	pub(crate) fn share_of_clearings(orders: u32, lines: u32) -> Weight {
		let both = TYPICAL_ORDERS.saturating_mul(2).saturating_mul(lines);
		let typical = T::WeightInfo::clear_market(TYPICAL_ORDERS, TYPICAL_ORDERS, 0, both)
			.saturating_mul(orders.into())
			.saturating_div(TYPICAL_ORDERS.into());
		let leaving = T::WeightInfo::clear_market(0, 1, 0, lines)
			.saturating_sub(Self::market_without_orders());
		let cancelled_alone = T::WeightInfo::cancel_in_market(1, 1).saturating_sub(leaving);
		typical.saturating_add(cancelled_alone.saturating_mul(orders.into()))
	}

	/// What an order costs that an account with `lines` positions and open markets places.
	pub(crate) fn charge_for_order(lines: u32) -> Weight {
		T::WeightInfo::place_order(lines).saturating_add(Self::share_of_clearings(1, lines))
	}

	/// What a batch costs of which so many orders are taken.
	pub(crate) fn charge_for_batch(tickets: &[OrderTicket], taken: u32, lines: u32) -> Weight {
		let orders = u32::try_from(tickets.len()).unwrap_or(u32::MAX);
		let markets = count_markets(tickets.iter().map(|ticket| ticket.instrument));
		T::WeightInfo::place_orders(orders, markets)
			.saturating_add(Self::share_of_clearings(taken.min(orders), lines))
	}
}

/// How many different markets these are. Each has messages and counts of its own to read and write.
pub(crate) fn count_markets(instruments: impl Iterator<Item = InstrumentId>) -> u32 {
	let markets: BTreeSet<InstrumentId> = instruments.collect();
	u32::try_from(markets.len()).unwrap_or(u32::MAX)
}
