// SPDX-License-Identifier: Apache-2.0
//! When the market does not help: insurance, opposite positions, and the open deficit.
//!
//! Insurance money moves before position money on every path. The other order once stopped a chain.

use crate::{
	accounts::Account,
	markets::{Markets, ValuationError},
	Config, Deficit, Event, InsuranceFund, Pallet,
};
use market_maths::{margin::NetMargin, units::Cash, MathsError};

impl<T: Config> Pallet<T> {
	/// Closes one position against its opposites, or, if none is left, makes good what is owed.
	pub(super) fn take_last_resort(
		markets: &mut Markets<T>,
		mut account: Account<T>,
		net: &NetMargin,
	) -> Result<(), ValuationError> {
		if account.positions().next().is_some() {
			account = Self::deleverage(markets, account, net)?;
		}
		if account.positions().next().is_some() {
			account.save();
			return Ok(());
		}
		Self::write_off(account)?;
		Ok(())
	}

	/// Pays the debt of an account without positions from insurance, and records what is left of it.
	fn write_off(mut account: Account<T>) -> Result<(), MathsError> {
		if account.cash.is_negative() {
			let debt = account.cash.checked_neg()?;
			Self::insure(&mut account, debt)?;
		}
		if account.cash.is_negative() {
			let amount = account.cash.checked_neg()?;
			let universe = account.universe;
			let total = Deficit::<T>::get(universe).checked_add(amount)?;
			account.cash = Cash::ZERO;
			Deficit::<T>::insert(universe, total);
			let account = account.id.clone();
			Self::deposit_event(Event::DeficitRecorded { account, universe, amount, total });
		}
		let cash = account.cash.to_usd()?;
		Self::end_liquidation(account, &NetMargin::of_cash(cash));
		Ok(())
	}

	/// Moves up to `needed` from the universe's insurance fund into the account.
	pub(super) fn insure(account: &mut Account<T>, needed: Cash) -> Result<Cash, MathsError> {
		let universe = account.universe;
		let paid = Self::take_from_insurance(universe, needed)?;
		if !paid.is_zero() {
			account.cash = account.cash.checked_add(paid)?;
			Self::deposit_event(Event::InsurancePaid {
				account: account.id.clone(),
				universe,
				needed,
				paid,
				left: InsuranceFund::<T>::get(universe),
			});
		}
		Ok(paid)
	}
}
