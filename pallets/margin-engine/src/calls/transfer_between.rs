// SPDX-License-Identifier: Apache-2.0
use crate::{accounts::Account, Config, Error, Event, Pallet};
use frame_support::ensure;
use market_primitives::{Purpose, SubaccountId, SubaccountIndex};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_transfer_between(
		who: T::AccountId,
		from: SubaccountIndex,
		to: SubaccountIndex,
		amount: u128,
	) -> DispatchResult {
		ensure!(from != to, Error::<T>::SameSubaccount);
		let moved = Self::to_cash(amount)?;
		let (from, to) = (SubaccountId::new(who.clone(), from), SubaccountId::new(who, to));
		let mut source = Account::<T>::load(&from).ok_or(Error::<T>::UnknownAccount)?;
		let mut target = Account::<T>::load_or_open(&to);
		if target.is_new() {
			target.universe = source.universe;
		}
		ensure!(source.universe == target.universe, Error::<T>::DifferentUniverse);
		Self::ensure_can_receive(&target, moved)?;
		Self::take_cash(&mut source, moved, Purpose::Withdraw)?;
		Self::ensure_enough_is_left(source.cash)?;
		target.cash = target.cash.checked_add(moved).map_err(Error::<T>::from)?;

		source.save();
		target.save();
		Self::deposit_event(Event::Transferred { from, to, amount: moved });
		Ok(())
	}
}
