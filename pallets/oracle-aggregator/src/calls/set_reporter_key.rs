// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Event, Pallet};
use oracle_core::crypto::reporter;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_reporter_key(
		reporter: T::AccountId,
		key: reporter::Public,
	) -> DispatchResult {
		Self::take_key(&reporter, key.clone())?;
		Self::deposit_event(Event::ReporterKeySet { reporter, key });
		Ok(())
	}
}
