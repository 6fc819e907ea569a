// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Event, Pallet, WithdrawalsPausedUntil};
use frame_support::traits::Get;
use sp_runtime::Saturating;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_pause_withdrawals() {
		let now = frame_system::Pallet::<T>::block_number();
		let until = now.saturating_add(T::WithdrawalPause::get());
		WithdrawalsPausedUntil::<T>::put(until);
		Self::deposit_event(Event::WithdrawalsPaused { until });
	}
}
