// SPDX-License-Identifier: Apache-2.0
use crate::{
	accounts::Account,
	markets::{Markets, ValuationError},
	valuation::settle_all_funding,
	Config, Deficit, Error, Event, Pallet, WithdrawalsPausedUntil,
};
use frame_support::{ensure, traits::Get};
use market_maths::{units::Cash, MathsError};
use market_primitives::{Purpose, SubaccountId, SubaccountIndex, UniverseId};
use sp_runtime::{DispatchError, DispatchResult};

impl<T> From<ValuationError> for Error<T> {
	fn from(error: ValuationError) -> Self {
		match error {
			ValuationError::PriceUnavailable => Self::PriceUnavailable,
			ValuationError::TooLarge => Self::TooLarge,
		}
	}
}

impl<T> From<MathsError> for Error<T> {
	fn from(_: MathsError) -> Self {
		Self::TooLarge
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_withdraw(
		who: T::AccountId,
		index: SubaccountIndex,
		amount: u128,
	) -> DispatchResult {
		let withdrawn = Self::to_cash(amount)?;
		let id = SubaccountId::new(who.clone(), index);
		let mut account = Account::<T>::load(&id).ok_or(Error::<T>::UnknownAccount)?;
		Self::ensure_value_may_leave(account.universe)?;
		Self::take_cash(&mut account, withdrawn, Purpose::Withdraw)?;
		Self::ensure_enough_is_left(account.cash)?;

		Self::pay_out(account.universe, &who, amount)?;
		let cash = account.cash;
		account.save();
		Self::deposit_event(Event::Withdrawn { account: id, amount: withdrawn, cash });
		Ok(())
	}

	/// Refuses while withdrawals from the universe are paused or wait for a deficit to be made good. Cash is
	/// not all that can leave: an option that becomes a token does too.
	pub(crate) fn ensure_value_may_leave(universe: UniverseId) -> DispatchResult {
		ensure!(Self::withdrawals_are_open(), Error::<T>::WithdrawalsPaused);
		ensure!(Deficit::<T>::get(universe).is_zero(), Error::<T>::WithdrawalsBlockedByDeficit);
		Ok(())
	}

	/// Whoever takes cash out leaves nothing, or as much as opens a subaccount: ten dollars moved from one to
	/// the next must not leave a row of them behind.
	pub(crate) fn ensure_enough_is_left(cash: Cash) -> DispatchResult {
		let minimum = Self::to_cash(T::MinimumFirstDeposit::get())?;
		ensure!(cash.is_zero() || cash >= minimum, Error::<T>::TooLittleLeft);
		Ok(())
	}

	/// Whether no pause is in force.
	pub(crate) fn withdrawals_are_open() -> bool {
		WithdrawalsPausedUntil::<T>::get()
			.is_none_or(|until| frame_system::Pallet::<T>::block_number() >= until)
	}

	/// Takes settled cash out of an account, which must meet its initial margin afterwards, with all that it has asked
	/// to write.
	///
	/// Funding is brought up to date first, so that nobody withdraws what is owed.
	pub(crate) fn take_cash(
		account: &mut Account<T>,
		amount: Cash,
		purpose: Purpose,
	) -> Result<(), DispatchError> {
		ensure!(!amount.is_zero(), Error::<T>::NothingToMove);
		ensure!(!account.is_in_liquidation(), Error::<T>::InLiquidation);
		let (paid, roundings) = settle_all_funding::<T>(account).map_err(Error::<T>::from)?;
		Self::book_funding(account.universe, paid, roundings).map_err(Error::<T>::from)?;
		account.cash = account.cash.checked_sub(amount).map_err(Error::<T>::from)?;
		ensure!(!account.cash.is_negative(), Error::<T>::NotEnoughCash);
		let valuation = Markets::<T>::new().value_as_written(account).map_err(Error::<T>::from)?;
		let no_price_needed = account.lines.is_empty();
		ensure!(no_price_needed || valuation.allows(purpose), Error::<T>::PriceUnavailable);
		ensure!(!valuation.net.initial.is_negative(), Error::<T>::WithdrawalBelowInitialMargin);
		Ok(())
	}
}
