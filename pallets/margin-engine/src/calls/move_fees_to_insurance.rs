// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, Fees, InsuranceFund, Pallet};
use frame_support::ensure;
use market_maths::units::Cash;
use market_primitives::UniverseId;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_move_fees_to_insurance(universe: UniverseId, amount: Cash) -> DispatchResult {
		ensure!(amount > Cash::ZERO, Error::<T>::NothingToMove);
		let fees = Fees::<T>::get(universe);
		ensure!(fees >= amount, Error::<T>::NotEnoughInPot);
		Fees::<T>::insert(universe, fees.checked_sub(amount).map_err(Error::<T>::from)?);
		Self::add_to_insurance(universe, amount).map_err(Error::<T>::from)?;
		let fund = InsuranceFund::<T>::get(universe);
		Self::deposit_event(Event::FeesMovedToInsurance { universe, amount, fund });
		Ok(())
	}
}
