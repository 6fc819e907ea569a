// SPDX-License-Identifier: Apache-2.0
use crate::{
	parameters::{
		default_margin, margin_is_one_step, margin_only_tightens, margin_within_bounds,
		ParameterGroup,
	},
	Config, Error, Event, MarginParameters, Pallet,
};
use alloc::boxed::Box;
use frame_support::ensure;
use market_maths::margin::StandardParameters;
use market_primitives::Underlying;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_margin_parameters(
		underlying: Underlying,
		new: StandardParameters,
	) -> DispatchResult {
		ensure!(margin_within_bounds(&new), Error::<T>::MarginParametersOutOfBounds);
		let old = MarginParameters::<T>::get(underlying).unwrap_or_else(default_margin);
		ensure!(margin_is_one_step(&old, &new), Error::<T>::StepTooLarge);
		if !margin_only_tightens(&old, &new) {
			Self::ensure_may_loosen(ParameterGroup::Margin(underlying))?;
		}
		MarginParameters::<T>::insert(underlying, new);
		let (old, new) = (Box::new(old), Box::new(new));
		Self::deposit_event(Event::MarginParametersChanged { underlying, old, new });
		Ok(())
	}
}
