// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Event, Pallet};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_cancel_penalty(reporter: T::AccountId) -> DispatchResult {
		let amount = Self::drop_penalties(&reporter)?;
		Self::deposit_event(Event::PenaltyCancelled { reporter, amount });
		Ok(())
	}
}
