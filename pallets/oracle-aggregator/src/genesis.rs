// SPDX-License-Identifier: Apache-2.0
//! The first state. A chain specification that contradicts itself is refused here, when it is built.

use crate::{Config, GenesisConfig, Pallet, SettlementRules};

impl<T: Config> GenesisConfig<T> {
	/// Writes feeds, reporters and the settlement rule.
	pub(crate) fn fill_storage(&self) {
		assert!(self.settlement_rule.is_within_bounds(), "settlement rule outside its bounds");
		SettlementRules::<T>::put(self.settlement_rule);
		for (feed, parameters) in &self.feeds {
			let set = Pallet::<T>::put_feed(*feed, *parameters);
			assert!(set.is_ok(), "feed {feed:?}: {set:?}");
		}
		for (reporter, bond) in &self.reporters {
			let seated =
				Pallet::<T>::admit(reporter).and_then(|()| Pallet::<T>::take_seat(reporter, *bond));
			assert!(seated.is_ok(), "reporter {reporter:?}: {seated:?}");
		}
	}
}
