// SPDX-License-Identifier: Apache-2.0
//! What reporters earn: a share of the exchange's fees, divided when a session ends. The only code that writes
//! `Earned`.

use crate::{Config, Earned, Event, Pallet, RewardShare, SessionIndex};
use alloc::vec::Vec;
use market_maths::{margin::split_in_proportion, units::Cash};
use market_primitives::traits::RewardPurse;
use sp_runtime::Perbill;

/// The most of the fees that may be promised in one session.
pub(crate) const MOST_REWARD_SHARE: Perbill = Perbill::from_percent(50);

impl<T: Config> Pallet<T> {
	/// Promises this session's share of the fees to reporters, in proportion to their merits, to the last unit.
	/// If nobody has any, the fees stay where they are.
	pub(crate) fn reward(session: SessionIndex, merits: Vec<(T::AccountId, u128)>) {
		let merits: Vec<_> = merits.into_iter().filter(|(_, merit)| *merit > 0).collect();
		let fees = u128::try_from(T::RewardPurse::fees().into_inner()).unwrap_or(0);
		let pot = RewardShare::<T>::get().mul_floor(fees);
		if pot == 0 || merits.is_empty() {
			return;
		}
		let Ok(parts) = split_in_proportion(pot, &merits) else { return };
		let Ok(promised) = i128::try_from(pot).map(Cash::from_inner) else { return };
		if T::RewardPurse::put_aside(promised).is_err() {
			return;
		}
		for ((reporter, _), part) in merits.into_iter().zip(parts) {
			let amount = Cash::from_inner(i128::try_from(part).unwrap_or(0));
			if amount.is_zero() {
				continue;
			}
			Earned::<T>::mutate(&reporter, |earned| {
				*earned = earned.checked_add(amount).unwrap_or(*earned);
			});
			Self::deposit_event(Event::RewardEarned { reporter, session, amount });
		}
	}

	/// Everything a reporter earned and did not claim yet, which it then has not any more.
	pub(crate) fn take_earned(reporter: &T::AccountId) -> Cash {
		Earned::<T>::take(reporter)
	}
}
