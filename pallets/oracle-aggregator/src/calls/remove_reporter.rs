// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Event, Pallet};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_remove_reporter(reporter: T::AccountId) -> DispatchResult {
		Self::dismiss(&reporter, Self::now_ms())?;
		Self::deposit_event(Event::ReporterRemoved { reporter });
		Ok(())
	}
}
