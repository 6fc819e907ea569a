// SPDX-License-Identifier: Apache-2.0
//! What placing an order is charged beside its own work.

use crate::{weights::WeightInfo, Config, Pallet};
use frame_support::pallet_prelude::Weight;

/// How many orders come to a typical clearing. Each of them meets one that rests.
const TYPICAL_ORDERS: u32 = 4;

impl<T: Config> Pallet<T> {
	/// What so many orders of an account with `lines` positions and open markets will cost in clearings.
	///
	/// A clearing is nobody's transaction, so who sends an order pays for its share in a typical one: for one order
	/// that comes in, for one that rests and is taken out of the book, be it filled or cancelled, and for a part of
	/// what a market costs whatever comes. An order does each of that at most once, so its cancellation is paid for
	/// as well.
	pub(crate) fn share_of_clearings(orders: u32, lines: u32) -> Weight {
		let both = TYPICAL_ORDERS.saturating_mul(2);
		let lines = both.saturating_mul(lines);
		T::WeightInfo::clear_market(TYPICAL_ORDERS, TYPICAL_ORDERS, 0, lines)
			.saturating_div(TYPICAL_ORDERS.into())
			.saturating_mul(orders.into())
	}

	/// What an order costs that an account with `lines` positions and open markets places.
	pub(crate) fn charge_for_order(lines: u32) -> Weight {
		T::WeightInfo::place_order(lines).saturating_add(Self::share_of_clearings(1, lines))
	}

	/// What a batch of so many orders costs of which so many are taken.
	pub(crate) fn charge_for_batch(orders: usize, taken: u32, lines: u32) -> Weight {
		let orders = u32::try_from(orders).unwrap_or(u32::MAX);
		T::WeightInfo::place_orders(orders)
			.saturating_add(Self::share_of_clearings(taken.min(orders), lines))
	}
}
