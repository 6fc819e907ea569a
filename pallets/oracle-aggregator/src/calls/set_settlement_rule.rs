// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, Pallet, SettlementRule, SettlementRules};
use frame_support::ensure;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_settlement_rule(new: SettlementRule) -> DispatchResult {
		ensure!(new.is_within_bounds(), Error::<T>::ParametersOutsideBounds);
		let old = SettlementRules::<T>::get();
		ensure!(new.is_one_step_from(&old), Error::<T>::StepTooLarge);
		SettlementRules::<T>::put(new);
		Self::deposit_event(Event::SettlementRuleSet { old, new });
		Ok(())
	}
}
