// SPDX-License-Identifier: Apache-2.0
use crate::{BalanceOf, Config, Event, Pallet};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_reporter(
		reporter: T::AccountId,
		bond: BalanceOf<T>,
	) -> DispatchResult {
		let seat = Self::take_seat(&reporter, bond)?;
		Self::deposit_event(Event::ReporterRegistered { reporter, seat, bond });
		Ok(())
	}
}
