// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, InsuranceFund, Pallet};
use frame_support::ensure;
use market_primitives::UniverseId;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_add_insurance(
		by: T::AccountId,
		universe: UniverseId,
		amount: u128,
	) -> DispatchResult {
		let added = Self::to_cash(amount)?;
		ensure!(!added.is_zero(), Error::<T>::NothingToMove);
		Self::collect(universe, &by, amount)?;
		Self::add_to_insurance(universe, added).map_err(Error::<T>::from)?;
		let fund = InsuranceFund::<T>::get(universe);
		Self::deposit_event(Event::InsuranceAdded { universe, by, amount: added, fund });
		Ok(())
	}
}
