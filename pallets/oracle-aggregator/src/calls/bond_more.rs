// SPDX-License-Identifier: Apache-2.0
use crate::{BalanceOf, Config, Event, Pallet};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_bond_more(reporter: T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		let bond = Self::raise_bond(&reporter, amount)?;
		Self::deposit_event(Event::BondIncreased { reporter, amount, bond });
		Ok(())
	}
}
