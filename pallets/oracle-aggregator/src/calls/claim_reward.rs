// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, Pallet};
use frame_support::ensure;
use market_primitives::traits::RewardPurse;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_claim_reward(reporter: T::AccountId) -> DispatchResult {
		let amount = Self::take_earned(&reporter);
		ensure!(!amount.is_zero(), Error::<T>::NothingToDo);
		T::RewardPurse::pay(&reporter, amount)?;
		Self::deposit_event(Event::RewardClaimed { reporter, amount });
		Ok(())
	}
}
