// SPDX-License-Identifier: Apache-2.0
//! The first state. A chain specification that contradicts itself is refused here, when it is built.

use crate::{seats::Newcomers, Config, GenesisConfig, Pallet, PanelRules, SettlementRules};
use alloc::vec::Vec;

impl<T: Config> GenesisConfig<T> {
	/// Writes feeds, reporters and the settlement rule.
	pub(crate) fn fill_storage(&self) {
		assert!(self.settlement_rule.is_within_bounds(), "settlement rule outside its bounds");
		SettlementRules::<T>::put(self.settlement_rule);
		assert!(self.panel_rule.is_within_bounds(), "panel rule outside its bounds");
		PanelRules::<T>::put(self.panel_rule);
		for (feed, parameters) in &self.feeds {
			let set = Pallet::<T>::put_feed(*feed, *parameters);
			assert!(set.is_ok(), "feed {feed:?}: {set:?}");
		}
		for (reporter, bond) in &self.reporters {
			let seated =
				Pallet::<T>::admit(reporter).and_then(|()| Pallet::<T>::take_seat(reporter, *bond));
			assert!(seated.is_ok(), "reporter {reporter:?}: {seated:?}");
		}
		if !self.panel_rule.validators_report {
			// The first session began before the rule was known.
			Pallet::<T>::seat_validators(Vec::new());
		}
		Pallet::<T>::weigh_panel(Newcomers::Weigh);
	}
}
