// SPDX-License-Identifier: Apache-2.0
use crate::{BalanceOf, Config, Event, Pallet};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_unbond(reporter: T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		let unbonding = Self::lower_bond(&reporter, amount, Self::now_ms())?;
		Self::deposit_event(Event::Unbonded {
			reporter,
			amount,
			unbonding: unbonding.amount,
			withdrawable_at_ms: unbonding.withdrawable_at_ms,
		});
		Ok(())
	}
}
