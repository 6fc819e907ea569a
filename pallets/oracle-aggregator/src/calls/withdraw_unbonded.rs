// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Event, Pallet};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_withdraw_unbonded(reporter: T::AccountId) -> DispatchResult {
		let amount = Self::release_unbonded(&reporter, Self::now_ms())?;
		Self::deposit_event(Event::UnbondedWithdrawn { reporter, amount });
		Ok(())
	}
}
