// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, Pallet, SurfaceRules};
use frame_support::{ensure, traits::Get};
use oracle_core::SurfaceRule;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_surface_rule(new: SurfaceRule) -> DispatchResult {
		let old = SurfaceRules::<T>::get();
		ensure!(new.is_within_bounds(T::MaxReporters::get()), Error::<T>::ParametersOutsideBounds);
		ensure!(new.is_one_step_from(&old), Error::<T>::StepTooLarge);
		SurfaceRules::<T>::put(new);
		Self::deposit_event(Event::SurfaceRuleSet { old, new });
		Ok(())
	}
}
