// SPDX-License-Identifier: Apache-2.0
use crate::{
	parameters::{fees_are_one_step, fees_within_bounds, FeeRates, ParameterGroup},
	Config, Error, Event, Pallet, TradingFees,
};
use frame_support::ensure;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_fee_rates(new: FeeRates) -> DispatchResult {
		ensure!(fees_within_bounds(&new), Error::<T>::FeeRatesOutOfBounds);
		let old = TradingFees::<T>::get();
		ensure!(fees_are_one_step(&old, &new), Error::<T>::StepTooLarge);
		Self::ensure_may_loosen(ParameterGroup::Fees)?;
		TradingFees::<T>::put(new);
		Self::deposit_event(Event::FeeRatesChanged { old, new });
		Ok(())
	}
}
