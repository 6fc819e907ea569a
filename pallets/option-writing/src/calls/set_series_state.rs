// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, Pallet, SeriesRecord};
use frame_support::{dispatch::DispatchResult, ensure, traits::Get};
use market_primitives::{Emergency, InstrumentId, MarketState};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_series_state(id: InstrumentId, state: MarketState) -> DispatchResult {
		ensure!(state.is_for_trading(), Error::<T>::NotATradingState);
		let now_ms = Self::now_ms();
		Self::change_series(id, |contract, series| {
			let old = series.state_at(contract, now_ms);
			ensure!(old.is_for_trading(), Error::<T>::NotATradingState);
			// A restriction that would end by itself may be made to last.
			let lasts = series.emergency.is_none_or(|emergency| emergency.until_ms <= now_ms);
			ensure!(state != old || !lasts, Error::<T>::StateUnchanged);
			series.terms.state = state;
			series.emergency = None;
			Self::announce_state(id, old, series);
			Ok(())
		})
	}

	pub(crate) fn do_tighten_series_state(id: InstrumentId, state: MarketState) -> DispatchResult {
		ensure!(state.is_for_trading(), Error::<T>::NotATradingState);
		let now_ms = Self::now_ms();
		Self::change_series(id, |contract, series| {
			let old = series.state_at(contract, now_ms);
			ensure!(state.strictness() > old.strictness(), Error::<T>::EmergencyMayOnlyTighten);
			// A second restriction does not forget the state before the first, unless that one is over.
			let previous = series
				.emergency
				.filter(|emergency| emergency.until_ms > now_ms)
				.map_or(old, |emergency| emergency.previous);
			let lasts_ms = T::EmergencyDuration::get().saturating_mul(1_000);
			series.terms.state = state;
			series.emergency =
				Some(Emergency { previous, until_ms: now_ms.saturating_add(lasts_ms) });
			Self::announce_state(id, old, series);
			Ok(())
		})
	}

	fn announce_state(id: InstrumentId, old: MarketState, series: &SeriesRecord) {
		Self::deposit_event(Event::SeriesStateChanged {
			id,
			old,
			new: series.terms.state,
			until_ms: series.emergency.map(|emergency| emergency.until_ms),
		});
	}
}
