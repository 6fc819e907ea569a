// SPDX-License-Identifier: Apache-2.0
//! How often parameters may be changed. The only code that writes `LoosenedAt`.

use crate::{parameters::ParameterGroup, Config, Error, LoosenedAt, Pallet};
use frame_support::{ensure, traits::Get};
use sp_runtime::{DispatchResult, Saturating};

impl<T: Config> Pallet<T> {
	/// Lets the parameters of a group be loosened only once per interval.
	pub(crate) fn ensure_may_loosen(group: ParameterGroup) -> DispatchResult {
		let now = frame_system::Pallet::<T>::block_number();
		let interval = T::ParameterChangeInterval::get();
		let is_due =
			LoosenedAt::<T>::get(group).is_none_or(|last| now >= last.saturating_add(interval));
		ensure!(is_due, Error::<T>::ChangedTooRecently);
		LoosenedAt::<T>::insert(group, now);
		Ok(())
	}
}
