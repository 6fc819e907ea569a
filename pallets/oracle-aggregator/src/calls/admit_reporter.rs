// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Event, Pallet};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_admit_reporter(reporter: T::AccountId) -> DispatchResult {
		Self::admit(&reporter)?;
		Self::deposit_event(Event::ReporterAdmitted { reporter });
		Ok(())
	}
}
