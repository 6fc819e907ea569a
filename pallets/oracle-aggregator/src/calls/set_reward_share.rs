// SPDX-License-Identifier: Apache-2.0
use crate::{rewards::MOST_REWARD_SHARE, Config, Error, Event, Pallet, RewardShare};
use frame_support::ensure;
use sp_runtime::{DispatchResult, Perbill};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_reward_share(new: Perbill) -> DispatchResult {
		ensure!(new <= MOST_REWARD_SHARE, Error::<T>::ParametersOutsideBounds);
		let old = RewardShare::<T>::get();
		RewardShare::<T>::put(new);
		Self::deposit_event(Event::RewardShareSet { old, new });
		Ok(())
	}
}
