// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, Market, Pallet};
use frame_support::{dispatch::DispatchResult, ensure, traits::Get};
use market_primitives::{Emergency, MarketState, Underlying};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_market_state(
		underlying: Underlying,
		state: MarketState,
	) -> DispatchResult {
		ensure!(state.is_for_trading(), Error::<T>::NotATradingState);
		Self::change_market(underlying, |market| {
			let old = market.terms.state;
			// A restriction that would end by itself may be made to last.
			ensure!(state != old || market.emergency.is_some(), Error::<T>::StateUnchanged);
			market.terms.state = state;
			market.emergency = None;
			Self::announce_state(underlying, old, market);
			Ok(())
		})
	}

	pub(crate) fn do_tighten_market_state(
		underlying: Underlying,
		state: MarketState,
	) -> DispatchResult {
		ensure!(state.is_for_trading(), Error::<T>::NotATradingState);
		Self::change_market(underlying, |market| {
			let old = market.terms.state;
			ensure!(state.strictness() > old.strictness(), Error::<T>::EmergencyMayOnlyTighten);
			// A second restriction does not forget the state before the first.
			let previous = market.emergency.map_or(old, |emergency| emergency.previous);
			let lasts_ms = T::EmergencyDuration::get().saturating_mul(1_000);
			let until_ms = Self::now_ms().saturating_add(lasts_ms);
			market.terms.state = state;
			market.emergency = Some(Emergency { previous, until_ms });
			Self::announce_state(underlying, old, market);
			Ok(())
		})
	}

	fn announce_state(underlying: Underlying, old: MarketState, market: &Market) {
		Self::deposit_event(Event::MarketStateChanged {
			underlying,
			old,
			new: market.terms.state,
			until_ms: market.emergency.map(|emergency| emergency.until_ms),
		});
	}
}
