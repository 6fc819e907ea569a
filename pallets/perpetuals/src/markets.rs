// SPDX-License-Identifier: Apache-2.0
//! The only code that writes `Markets` and `Listed`.

use crate::{bounds, Config, Error, Event, FundingParameters, Listed, Market, Markets, Pallet};
use frame_support::{ensure, traits::UnixTime};
use market_primitives::{InstrumentTerms, MarketState, Underlying};
use sp_runtime::{DispatchError, SaturatedConversion};

impl<T: Config> Pallet<T> {
	pub(crate) fn now_ms() -> u64 {
		T::Time::now().as_millis().saturated_into()
	}

	pub(crate) fn insert_market(
		underlying: Underlying,
		terms: InstrumentTerms,
		funding: FundingParameters,
	) -> Result<(), DispatchError> {
		ensure!(underlying.is_well_formed(), Error::<T>::UnderlyingNotWellFormed);
		ensure!(!Markets::<T>::contains_key(underlying), Error::<T>::AlreadyListed);
		bounds::check_terms(&terms).map_err(Error::<T>::from)?;
		bounds::check_funding(&funding).map_err(Error::<T>::from)?;
		Listed::<T>::try_append(underlying).map_err(|()| Error::<T>::TooManyMarkets)?;
		Markets::<T>::insert(underlying, Market::new(terms, funding));
		Ok(())
	}

	/// Changes a market, or changes nothing if `change` refuses.
	pub(crate) fn change_market<R>(
		underlying: Underlying,
		change: impl FnOnce(&mut Market) -> Result<R, DispatchError>,
	) -> Result<R, DispatchError> {
		Markets::<T>::try_mutate(underlying, |market| {
			change(market.as_mut().ok_or(Error::<T>::UnknownMarket)?)
		})
	}

	/// Changes a market if it is listed.
	pub(crate) fn update_market(underlying: Underlying, update: impl FnOnce(&mut Market)) {
		Markets::<T>::mutate_extant(underlying, update);
	}

	/// Lets the parameters of a market be loosened only once per interval.
	pub(crate) fn ensure_may_loosen(market: &mut Market) -> Result<(), DispatchError> {
		let now_ms = Self::now_ms();
		let interval_ms = <T::ParameterChangeInterval as frame_support::traits::Get<u64>>::get()
			.saturating_mul(1_000);
		let allowed_at = market.changed_at_ms.saturating_add(interval_ms);
		ensure!(market.changed_at_ms == 0 || now_ms >= allowed_at, Error::<T>::ChangedTooRecently);
		market.changed_at_ms = now_ms;
		Ok(())
	}

	/// Lets the state return that an emergency replaced, when its time is over.
	pub(crate) fn end_emergency(underlying: Underlying, market: &mut Market, now_ms: u64) {
		let Some(emergency) = market.emergency.filter(|emergency| emergency.until_ms <= now_ms)
		else {
			return;
		};
		let old = market.terms.state;
		market.emergency = None;
		market.terms.state = emergency.previous;
		Self::deposit_event(Event::MarketStateChanged {
			underlying,
			old,
			new: emergency.previous,
			until_ms: None,
		});
	}

	/// Halts a market until the admin opens it again.
	pub(crate) fn freeze_market(underlying: Underlying) {
		Self::update_market(underlying, |market| {
			market.emergency = None;
			let old = market.terms.state;
			if old.strictness() < MarketState::Halted.strictness() {
				market.terms.state = MarketState::Halted;
				Self::deposit_event(Event::MarketFrozen { underlying, old });
			}
		});
	}
}
