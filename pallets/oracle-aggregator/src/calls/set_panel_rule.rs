// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, Pallet, PanelRules};
use frame_support::ensure;
use oracle_core::PanelRule;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_panel_rule(new: PanelRule) -> DispatchResult {
		ensure!(new.is_within_bounds(), Error::<T>::ParametersOutsideBounds);
		let old = PanelRules::<T>::get();
		PanelRules::<T>::put(new);
		Self::deposit_event(Event::PanelRuleSet { old, new });
		Ok(())
	}
}
