// SPDX-License-Identifier: Apache-2.0
//! When the market does not help: insurance, opposite positions, the market once more, and the open deficit.
//!
//! Insurance money moves before position money on every path. The other order once stopped a chain.

use crate::{
	accounts::Account,
	markets::{Markets, ValuationError},
	parameters::LiquidationParameters,
	types::AccountStatus,
	Config, Deficit, Event, InsuranceFund, Pallet,
};
use market_maths::{
	margin::NetMargin,
	units::{Cash, Usd},
	MathsError,
};

impl<T: Config> Pallet<T> {
	/// Closes one position against its opposites; where nobody holds them, asks the market again; or, if no
	/// position is left, makes good what is owed.
	pub(super) fn take_last_resort(
		markets: &mut Markets<T>,
		mut account: Account<T>,
		net: &NetMargin,
		rules: &LiquidationParameters,
	) -> Result<(), ValuationError> {
		if account.positions().next().is_some() {
			let closed;
			(account, closed) = Self::deleverage(markets, account, net)?;
			if !closed {
				return Self::ask_the_market_again(markets, account, net, rules);
			}
		}
		if account.positions().next().is_some() {
			account.save();
			return Ok(());
		}
		Self::write_off(account)?;
		Ok(())
	}

	/// Places slices for an account whose opposites are not accounts, as those of a writer of tokens are not,
	/// and gives the market as long as before.
	///
	/// If the account is worth less than nothing, its positions may cost as much more than the mark as the
	/// insurance fund could pay beyond the debt there is, shared out among them as equity is.
	fn ask_the_market_again(
		markets: &mut Markets<T>,
		mut account: Account<T>,
		net: &NetMargin,
		rules: &LiquidationParameters,
	) -> Result<(), ValuationError> {
		let equity = net.mark_to_market;
		let at_stake = if equity.is_negative() {
			let fund = InsuranceFund::<T>::get(account.universe).to_usd()?;
			equity.checked_add(fund)?.max(Usd::ZERO)
		} else {
			equity
		};
		let placed = Self::place_slices(markets, &account, net, at_stake, rules)?;
		if let AccountStatus::InLiquidation(record) = &mut account.status {
			record.idle_windows = u16::from(placed);
		}
		account.save();
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
