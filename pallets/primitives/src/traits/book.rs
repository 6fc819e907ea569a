// SPDX-License-Identifier: Apache-2.0
use crate::{InstrumentId, Side, SubaccountId};
use market_maths::units::{Price, Ticks, Usd};

/// What the book says about prices, for marks and funding.
pub trait BookPrices {
	/// The average price at which `notional` USD could be sold into the bids, then bought from the asks,
	/// just after the last clearing. `None` on a side that is too thin. What only reduces does not count; all else does,
	/// at however many prices it rests.
	fn impact_prices(instrument: &InstrumentId, notional: Usd) -> (Option<Price>, Option<Price>);

	/// Best bid, best ask, and the price of the last clearing. What only reduces is no bid and no ask here.
	fn top(instrument: &InstrumentId) -> (Option<Price>, Option<Price>, Option<Price>);

	/// Fills the book around `price` so that a benchmark finds the longest walk to an impact price.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_depth(_instrument: &InstrumentId, _price: Price) {}
}

/// Where positions of accounts in liquidation are sold.
pub trait LiquidationVenue<AccountId> {
	/// The most open orders that an account may have.
	const MOST_ORDERS: u32 = 200;

	/// How many orders [`cancel_all_for_liquidation`](Self::cancel_all_for_liquidation) would cancel now, or more: who
	/// charges weight for it asks first.
	fn open_orders(account: &SubaccountId<AccountId>) -> u32;

	/// Cancels all open orders of an account, waiting ones included, and releases their exposure.
	/// Returns how many there were.
	fn cancel_all_for_liquidation(account: &SubaccountId<AccountId>) -> u32;

	/// Puts a reduce-only order that lives for the next clearing only. It never fills beyond `limit`,
	/// and never enlarges or turns the position. False if the market does not clear now, if an order of an
	/// earlier block waits there for a clearing that is late, or if as many accounts sell there as one clearing
	/// takes.
	///
	/// The order is neither admitted to nor released from the risk gate. A second one for the same
	/// account, market and side adds its lots to the first and sets the limit of both; on the other side it
	/// replaces the first.
	fn reduce_in_next_clearing(
		account: &SubaccountId<AccountId>,
		instrument: &InstrumentId,
		side: Side,
		lots: u64,
		limit: Ticks,
	) -> bool;

	/// Whether orders of an earlier block wait anywhere because their clearing is late. Until then it is not
	/// known what the account still lacks.
	fn reduction_waits(_account: &SubaccountId<AccountId>) -> bool {
		false
	}

	/// Takes out the orders that [`reduce_in_next_clearing`](Self::reduce_in_next_clearing) put for an account
	/// and that still wait, because its liquidation is over. Returns how many there were.
	fn withdraw_liquidation_orders(_account: &SubaccountId<AccountId>) -> u32 {
		0
	}

	/// Lots that traded in the market's last clearings, as a measure of what it can take.
	fn recent_volume(instrument: &InstrumentId) -> u64;

	/// Gives an account so many open orders, in as many markets and at as many prices as there can be, so that a
	/// benchmark finds as much to cancel as there may be. Says how many it has.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_orders(account: &SubaccountId<AccountId>, count: u32) -> u32;
}
