// SPDX-License-Identifier: Apache-2.0
use crate::{
	marks::{has_expired, SeriesQuotes},
	BoardKey, Boards, Config, Event, Expiries, OpenOptions, Pallet, Phase, Series,
};
use alloc::vec::Vec;
use market_maths::units::{Lots, Price, Quantity};
use market_primitives::{
	traits::{Instruments, ListedExpiries, Quote},
	FeedError, InstrumentId, InstrumentTerms, Mark, MarketState, SmileId, Underlying,
};

impl<T: Config> Instruments for Pallet<T> {
	type Memo = SeriesQuotes<T>;

	fn quote(quotes: &mut Self::Memo, id: &InstrumentId) -> Option<Quote> {
		quotes.quote(id)
	}

	/// The terms with the state of the moment.
	fn terms(id: &InstrumentId) -> Option<InstrumentTerms> {
		let contract = id.as_option()?;
		let series = Series::<T>::get(id)?;
		Some(InstrumentTerms { state: series.state_at(contract, Self::now_ms()), ..series.terms })
	}

	fn mark(id: &InstrumentId) -> Result<Mark, FeedError> {
		Self::mark_now(id)
	}

	fn cumulative_funding(_: &InstrumentId) -> i128 {
		0
	}

	fn settlement_price(id: &InstrumentId) -> Option<Price> {
		let contract = id.as_option()?;
		if has_expired(contract.expiry, Self::now_ms()) && Series::<T>::contains_key(id) {
			Self::settlement_price_of(id.underlying, contract.expiry)
		} else {
			None
		}
	}

	fn open_interest(id: &InstrumentId) -> u64 {
		Series::<T>::get(id).map_or(0, |series| series.open_interest)
	}

	fn open_quantity(underlying: Underlying) -> Quantity {
		OpenOptions::<T>::get(underlying)
	}

	fn note_open_interest(id: &InstrumentId, change: Lots) {
		Series::<T>::mutate_extant(id, |series| {
			let lots = series.open_interest.saturating_add_signed(change.into_inner());
			Self::set_open_interest(id.underlying, series, lots);
		});
	}

	fn freeze(id: &InstrumentId) {
		Series::<T>::mutate_extant(id, |series| {
			let Some(contract) = id.as_option() else { return };
			let old = series.state_at(contract, Self::now_ms());
			series.emergency = None;
			if old.strictness() < MarketState::Halted.strictness() {
				series.terms.state = MarketState::Halted;
				Self::deposit_event(Event::SeriesFrozen { id: *id, old });
			}
		});
	}

	fn listed() -> Vec<InstrumentId> {
		let mut listed = Vec::new();
		for key in Expiries::<T>::get() {
			listed.extend(Self::unsettled_series(&key));
		}
		listed
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(id: &InstrumentId, price: Price) {
		crate::benchmarking::prepare_series::<T>(id, price);
	}
}

impl<T: Config> ListedExpiries for Pallet<T> {
	fn is_listed(id: SmileId) -> bool {
		Boards::<T>::contains_key(BoardKey { expiry: id.expiry, underlying: id.underlying })
	}
}

impl<T: Config> Pallet<T> {
	fn unsettled_series(key: &BoardKey) -> Vec<InstrumentId> {
		let Some(board) = Boards::<T>::get(key) else { return Vec::new() };
		let all = key.all_series(&board.strikes);
		match board.phase {
			Phase::Settled { .. } => Vec::new(),
			// Some of them are paid out already.
			Phase::Settling(_) => all
				.filter(|id| {
					Series::<T>::get(id)
						.is_some_and(|series| series.terms.state != MarketState::Settled)
				})
				.collect(),
			Phase::Trading | Phase::AwaitingPrice | Phase::Disputed => all.collect(),
		}
	}
}
