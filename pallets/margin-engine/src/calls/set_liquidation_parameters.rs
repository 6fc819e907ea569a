// SPDX-License-Identifier: Apache-2.0
use crate::{
	parameters::{
		liquidation_is_one_step, liquidation_within_bounds, LiquidationParameters, ParameterGroup,
	},
	Config, Error, Event, LiquidationRules, Pallet,
};
use frame_support::ensure;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_liquidation_parameters(new: LiquidationParameters) -> DispatchResult {
		ensure!(liquidation_within_bounds(&new), Error::<T>::LiquidationParametersOutOfBounds);
		let old = LiquidationRules::<T>::get();
		ensure!(liquidation_is_one_step(&old, &new), Error::<T>::StepTooLarge);
		Self::ensure_may_loosen(ParameterGroup::Liquidation)?;
		LiquidationRules::<T>::put(new);
		Self::deposit_event(Event::LiquidationParametersChanged { old, new });
		Ok(())
	}
}
