// SPDX-License-Identifier: Apache-2.0
use crate::{accounts::Account, Config, Error, Event, Pallet};
use frame_support::{ensure, traits::Get};
use market_maths::units::Cash;
use market_primitives::{SubaccountId, SubaccountIndex};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_deposit(
		who: T::AccountId,
		index: SubaccountIndex,
		amount: u128,
	) -> DispatchResult {
		let deposited = Self::to_cash(amount)?;
		let mut account = Account::<T>::load_or_open(&SubaccountId::new(who.clone(), index));
		Self::ensure_can_receive(&account, deposited)?;
		account.cash = account.cash.checked_add(deposited).map_err(|_| Error::<T>::TooLarge)?;

		Self::collect(account.universe, &who, amount)?;
		let (id, cash) = (account.id.clone(), account.cash);
		account.save();
		Self::deposit_event(Event::Deposited { account: id, amount: deposited, cash });
		Ok(())
	}

	/// Nothing moves nothing, and a new subaccount starts with at least the minimum.
	pub(crate) fn ensure_can_receive(account: &Account<T>, amount: Cash) -> DispatchResult {
		ensure!(!amount.is_zero(), Error::<T>::NothingToMove);
		let minimum = Self::to_cash(T::MinimumFirstDeposit::get())?;
		ensure!(!account.is_new() || amount >= minimum, Error::<T>::FirstDepositTooSmall);
		Ok(())
	}
}
