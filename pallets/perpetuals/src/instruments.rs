// SPDX-License-Identifier: Apache-2.0
use crate::{mark::MARK_BAND, Config, Listed, Market, Markets, Pallet};
use alloc::vec::Vec;
use market_maths::{
	perpetuals::clamp_to_band,
	units::{Lots, Price, Quantity, Volatility},
};
use market_primitives::{
	traits::{Instruments, PriceFeed, Quote},
	FeedError, FeedId, FeedStatus, InstrumentId, InstrumentTerms, Mark, Purpose, Underlying,
};

fn market<T: Config>(id: &InstrumentId) -> Option<Market> {
	id.is_perpetual().then(|| Markets::<T>::get(id.underlying)).flatten()
}

/// The last window's mark, held within the band around the index of now, whose status it carries.
fn mark_of<T: Config>(id: &InstrumentId, market: &Market) -> Result<Mark, FeedError> {
	let (index, confidence, status) = match T::PriceFeed::observe(FeedId::Index(id.underlying)) {
		Ok(now) => (now.value_for(Purpose::Show)?, now.confidence, now.status),
		// A feed that was taken away leaves a price to value positions with, and nothing else.
		Err(_) if market.is_marked() => (market.index, Price::ZERO, FeedStatus::Halted),
		Err(error) => return Err(error),
	};
	let last = if market.is_marked() { market.mark } else { index };
	let price = clamp_to_band(last, index, MARK_BAND).unwrap_or(index);
	Ok(Mark {
		price,
		index,
		forward: index,
		volatility: Volatility::ZERO,
		confidence,
		status,
		volatility_confidence: Volatility::ZERO,
		price_confidence: Price::ZERO,
		volatility_status: FeedStatus::Live,
	})
}

impl<T: Config> Instruments for Pallet<T> {
	type Memo = ();

	fn quote(_: &mut Self::Memo, id: &InstrumentId) -> Option<Quote> {
		let market = market::<T>(id)?;
		Some(Quote {
			terms: market.terms,
			mark: mark_of::<T>(id, &market),
			cumulative_funding: market.cumulative_funding,
			settlement_price: None,
		})
	}

	fn terms(id: &InstrumentId) -> Option<InstrumentTerms> {
		market::<T>(id).map(|market| market.terms)
	}

	fn mark(id: &InstrumentId) -> Result<Mark, FeedError> {
		mark_of::<T>(id, &market::<T>(id).ok_or(FeedError::Unknown)?)
	}

	fn cumulative_funding(id: &InstrumentId) -> i128 {
		market::<T>(id).map_or(0, |market| market.cumulative_funding)
	}

	fn open_interest(id: &InstrumentId) -> u64 {
		market::<T>(id).map_or(0, |market| market.open_interest)
	}

	fn open_quantity(underlying: Underlying) -> Quantity {
		Markets::<T>::get(underlying)
			.map_or(Quantity::ZERO, |market| market.terms.coins(market.open_interest))
	}

	fn note_open_interest(id: &InstrumentId, change: Lots) {
		if id.is_perpetual() {
			Self::update_market(id.underlying, |market| {
				market.open_interest =
					market.open_interest.saturating_add_signed(change.into_inner());
			});
		}
	}

	fn freeze(id: &InstrumentId) {
		if id.is_perpetual() {
			Self::freeze_market(id.underlying);
		}
	}

	fn listed() -> Vec<InstrumentId> {
		Listed::<T>::get().into_iter().map(InstrumentId::perpetual).collect()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(id: &InstrumentId, price: Price) {
		T::PriceFeed::prepare(FeedId::Index(id.underlying), price);
		let terms = crate::benchmarking::terms();
		let _ = Self::insert_market(id.underlying, terms, crate::benchmarking::funding());
		Self::update_market(id.underlying, |market| {
			market.mark = price;
			market.index = price;
			market.accrued_at_ms = Self::now_ms();
		});
	}
}
