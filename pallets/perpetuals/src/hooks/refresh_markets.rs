// SPDX-License-Identifier: Apache-2.0
//! Triggers: every window, after the index is known and before anything is liquidated or cleared.
//!
//! Actions, for each market: ends an emergency whose time is over; accrues funding since the last
//! window at a rate from this window's impact prices, or at the interest alone on an index that calls for caution
//! and in a market that is not listed; marks the market, in one that is not listed without its book.
//!
//! Skip if: the index is not good enough to fund with. The mark then stays where it was, and the time
//! does not count for funding. Neither does time in a market that does not clear, nor what a gap
//! between two windows is longer than a minute. A market that does not fit the block's weight waits.

use crate::{
	funding::{hourly_rate, payment_per_lot, LONGEST_GAP_MS},
	mark::{average_premium, compute_mark},
	Config, Event, Listed, Market, Pallet, WeightInfo,
};
use frame_support::{traits::Get, weights::WeightMeter};
use market_maths::{
	units::{Price, Rate},
	MathsError,
};
use market_primitives::{
	traits::{BookPrices, PriceFeed},
	FeedId, FeedStatus, InstrumentId, MarketState, Purpose, Underlying, WindowClock,
};
use sp_runtime::SaturatedConversion;

impl<T: Config> Pallet<T> {
	pub(crate) fn refresh_markets(clock: &WindowClock, meter: &mut WeightMeter) {
		if meter.try_consume(T::DbWeight::get().reads(1)).is_err() {
			return;
		}
		let mut listed = Listed::<T>::get().into_inner();
		// Another market is first in each window, so that a full block starves none of them.
		let count: u64 = listed.len().saturated_into();
		let first = clock.window.checked_rem(count).unwrap_or_default();
		listed.rotate_left(first.saturated_into());
		for underlying in listed {
			if meter.try_consume(T::WeightInfo::refresh_market()).is_err() {
				return;
			}
			Self::refresh_market(underlying, clock.now_ms);
		}
	}

	pub(crate) fn refresh_market(underlying: Underlying, now_ms: u64) {
		let index = T::PriceFeed::observe(FeedId::Index(underlying)).and_then(|observation| {
			Ok((observation.value_for(Purpose::Fund)?, observation.status))
		});
		Self::update_market(underlying, |market| {
			Self::end_emergency(underlying, market, now_ms);
			let elapsed_ms = match market.accrued_at_ms {
				0 => 0,
				accrued_at_ms => now_ms.saturating_sub(accrued_at_ms).min(LONGEST_GAP_MS),
			};
			market.accrued_at_ms = now_ms.max(market.accrued_at_ms);
			let Ok((index, status)) = index else { return };
			// A number that does not fit is a defect in the book or the feed. It must not stop the
			// chain: the mark and the funding stay as they were.
			let next = Self::next_market(underlying, market, (index, status), elapsed_ms);
			let Ok(next) = next else { return };
			*market = next;
			Self::deposit_event(Event::MarketMarked {
				underlying,
				index,
				mark: market.mark,
				hourly_rate: market.hourly_rate,
				cumulative_funding: market.cumulative_funding,
			});
		});
	}

	fn next_market(
		underlying: Underlying,
		market: &Market,
		(index, status): (Price, FeedStatus),
		elapsed_ms: u64,
	) -> Result<Market, MathsError> {
		let id = InstrumentId::perpetual(underlying);
		let mut next = *market;
		next.hourly_rate = Rate::ZERO;
		// A quote says something about the price only as long as anybody may trade with it.
		let trades = market.terms.state == MarketState::Listed;
		if market.terms.state.clears() {
			let (bid, ask) = match status {
				FeedStatus::Live if trades => {
					T::BookPrices::impact_prices(&id, market.funding.impact_notional)
				},
				// How far a book is from an index that may be wrong is nothing that anybody should pay for.
				_ => (None, None),
			};
			next.hourly_rate = hourly_rate(&market.funding, index, bid, ask)?;
			let paid = payment_per_lot(index, market.terms.lot, next.hourly_rate, elapsed_ms)?;
			next.cumulative_funding =
				market.cumulative_funding.checked_add(paid).ok_or(MathsError::Overflow)?;
		}
		let top = if trades { T::BookPrices::top(&id) } else { (None, None, None) };
		next.premium = average_premium(market.premium, index, top, elapsed_ms)?;
		next.mark = compute_mark(index, next.premium, top)?;
		next.index = index;
		Ok(next)
	}
}
