// SPDX-License-Identifier: Apache-2.0
//! When the market does not help: insurance, opposite positions, the market once more, and the open deficit.
//!
//! Insurance money moves before position money on every path. The other order once stopped a chain. Where
//! the fund cannot pay everybody who needs it in a window, everybody gets the same part of it: debts that are
//! final first, then the losses of those who still hold positions.

use super::{deleveraging::Opposites, LastResort};
use crate::{
	accounts::Account,
	atomic::all_or_nothing,
	markets::{Markets, ValuationError},
	parameters::LiquidationParameters,
	types::AccountStatus,
	Attempts, Config, Deficit, Event, InsuranceFund, LiquidationRules, Pallet,
};
use alloc::{collections::BTreeMap, vec::Vec};
use market_maths::{
	arithmetic::multiply_divide_floor,
	margin::{split_in_proportion, NetMargin},
	units::{Cash, Rate, Usd},
	MathsError,
};
use market_primitives::{SubaccountId, UniverseId, Window};

/// The most that closing positions may cost insurance beyond the mark, of what they require: a tenth.
const MOST_OF_REQUIREMENT: Rate = Rate::from_inner(100_000_000_000_000_000);

/// In how many windows holders are looked through again after so many times in vain: in two, four, eight, and from
/// then on sixteen. Where not all of them were seen, always in two, so that the cursor gets on.
fn windows_until_next_search(fruitless: u8, everybody_seen: bool) -> Window {
	let most = if everybody_seen { 4 } else { 1 };
	2u64.saturating_pow(fruitless.min(most).into())
}

/// What the insurance funds have, and what is needed of them, when a window comes to its last resorts.
pub(super) struct InsuranceShares(BTreeMap<UniverseId, (Cash, Cash)>);

impl InsuranceShares {
	/// What those who are worth less than nothing need of their funds.
	fn of<T: Config>(markets: &mut Markets<T>, ids: &[SubaccountId<T::AccountId>]) -> Self {
		let mut shares = BTreeMap::new();
		for account in ids.iter().filter_map(Account::<T>::load) {
			let Ok(lost) = markets.value(&account).map_err(drop).and_then(|valuation| {
				let lost = valuation.net.mark_to_market.min(Usd::ZERO).checked_neg();
				lost.and_then(Usd::to_cash_ceil).map_err(drop)
			}) else {
				continue;
			};
			let universe = account.universe;
			let (_, needed) = shares
				.entry(universe)
				.or_insert_with(|| (InsuranceFund::<T>::get(universe), Cash::ZERO));
			*needed = needed.checked_add(lost).unwrap_or(Cash::MAX);
		}
		Self(shares)
	}

	/// The part of `loss` that the fund can pay if it pays everybody the same part. Rounded down, in favour of
	/// the fund.
	pub(super) fn part(&self, universe: UniverseId, loss: Cash) -> Result<Cash, MathsError> {
		match self.0.get(&universe) {
			None => Ok(Cash::ZERO),
			Some((fund, needed)) if needed <= fund => Ok(loss),
			Some((fund, needed)) => proportion(*fund, loss, *needed),
		}
	}

	/// What the fund could pay beyond all losses there are, as far as it goes with `loss`.
	fn beyond(&self, universe: UniverseId, loss: Cash) -> Result<Cash, MathsError> {
		match self.0.get(&universe) {
			Some((fund, needed)) if needed < fund && !needed.is_zero() => {
				proportion(fund.checked_sub(*needed)?, loss, *needed)
			},
			_ => Ok(Cash::ZERO),
		}
	}
}

/// `part` of `whole`, of `amount`; rounded down. None of them is negative.
fn proportion(amount: Cash, part: Cash, whole: Cash) -> Result<Cash, MathsError> {
	let whole = u128::try_from(whole.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
	multiply_divide_floor(amount.into_inner(), part.into_inner(), whole).map(Cash::from_inner)
}

impl<T: Config> Pallet<T> {
	/// Does for all of these what is left to be done in this window. Nothing depends on their order but whose
	/// opposites come first.
	pub(crate) fn take_last_resorts(
		markets: &mut Markets<T>,
		resorts: Vec<(SubaccountId<T::AccountId>, LastResort)>,
		window: Window,
	) {
		let ids = |resorts: &[(SubaccountId<T::AccountId>, LastResort)]| -> Vec<_> {
			resorts.iter().map(|(id, _)| id.clone()).collect()
		};
		let (open, closed): (Vec<_>, Vec<_>) =
			resorts.into_iter().partition(|(id, _)| Self::holds_positions(id));
		Self::write_off_all(ids(&closed));
		let open_ids = ids(&open);
		let shares = InsuranceShares::of::<T>(markets, &open_ids);
		for (id, resort) in &open {
			all_or_nothing(|| Self::close_against_others(markets, id, *resort, &shares, window));
		}
		Self::write_off_all(open_ids.into_iter().filter(|id| !Self::holds_positions(id)).collect());
	}

	/// Which last resort it is the turn of; `None` if one has to wait.
	pub(super) fn next_resort(account: &Account<T>, window: Window) -> Option<LastResort> {
		let attempts = Attempts::<T>::get(&account.id);
		let holds_positions = account.positions().next().is_some();
		match (holds_positions && window < attempts.search_from, attempts.market_takes) {
			(false, _) => Some(LastResort::Opposites),
			(true, true) => Some(LastResort::Market),
			(true, false) => None,
		}
	}

	fn holds_positions(id: &SubaccountId<T::AccountId>) -> bool {
		Account::<T>::load(id).is_some_and(|account| account.positions().next().is_some())
	}

	/// Closes one position against its opposites; where nobody holds them, asks the market again.
	fn close_against_others(
		markets: &mut Markets<T>,
		id: &SubaccountId<T::AccountId>,
		resort: LastResort,
		shares: &InsuranceShares,
		window: Window,
	) -> Result<(), ValuationError> {
		let Some(mut account) = Account::<T>::load(id) else { return Ok(()) };
		let net = markets.value(&account)?.net;
		if net.mark_to_market.is_negative() && Self::awaits_settlement(markets, &account) {
			return Ok(());
		}
		if resort == LastResort::Opposites {
			let (left, opposites) = Self::deleverage(markets, account, &net, shares)?;
			account = left;
			let Opposites::NotFound { everybody_seen } = opposites else {
				account.save();
				Attempts::<T>::mutate_extant(id, |attempts| attempts.fruitless = 0);
				return Ok(());
			};
			Attempts::<T>::mutate(id, |attempts| {
				attempts.fruitless = attempts.fruitless.saturating_add(1);
				let wait = windows_until_next_search(attempts.fruitless, everybody_seen);
				attempts.search_from = window.saturating_add(wait);
			});
		}
		Self::ask_the_market_again(markets, account, &net, shares)
	}

	/// Places slices for an account whose opposites are not accounts, as those of a writer of tokens are not,
	/// and gives the market as long as before.
	///
	/// If the account is worth less than nothing, insurance is at stake.
	fn ask_the_market_again(
		markets: &mut Markets<T>,
		mut account: Account<T>,
		net: &NetMargin,
		shares: &InsuranceShares,
	) -> Result<(), ValuationError> {
		let rules = LiquidationRules::<T>::get();
		let is_insolvent = net.mark_to_market.is_negative();
		let at_stake = if is_insolvent {
			Self::stake_of_insurance(&account, net, shares, &rules)?
		} else {
			net.mark_to_market
		};
		let placed = Self::place_slices(markets, &account, net, at_stake, &rules)?;
		let market_takes = placed > 0;
		Attempts::<T>::mutate(&account.id, |attempts| {
			attempts.market_takes = market_takes;
			if market_takes && is_insolvent {
				attempts.asked_windows = attempts.asked_windows.saturating_add(1);
			}
		});
		if let AccountStatus::InLiquidation(record) = &mut account.status {
			record.idle_windows = u16::from(market_takes);
		}
		account.save();
		Ok(())
	}

	/// What closing the positions of an account that is worth less than nothing may cost insurance beyond the
	/// mark, shared out among them as equity is.
	///
	/// Nothing when the market is asked first, and more after each window in which it was asked, until patience ends:
	/// who sells for less is found before who waits for more. Never more than is missing already, than
	/// [`MOST_OF_REQUIREMENT`], and than the fund could pay beyond all losses there are. A fill does not bring it down
	/// again: else one lot in each window would hold it where it is. Rounded down, in favour of the fund.
	fn stake_of_insurance(
		account: &Account<T>,
		net: &NetMargin,
		shares: &InsuranceShares,
		rules: &LiquidationParameters,
	) -> Result<Usd, MathsError> {
		let missing = net.mark_to_market.checked_neg()?;
		let beyond = shares.beyond(account.universe, missing.to_cash_ceil()?)?.to_usd()?;
		let required = net.mark_to_market.checked_sub(net.maintenance)?.max(Usd::ZERO);
		let most = beyond.min(missing).min(required.fraction_floor(MOST_OF_REQUIREMENT)?);
		let patience = rules.patience_windows;
		let asked = Attempts::<T>::get(&account.id).asked_windows.min(patience);
		multiply_divide_floor(most.into_inner(), asked.into(), patience.into()).map(Usd::from_inner)
	}

	/// Ends the liquidation of accounts without positions. What they owe is paid from insurance, to each the
	/// same part of it; what is left then is recorded as a deficit.
	fn write_off_all(ids: Vec<SubaccountId<T::AccountId>>) {
		let mut debts: BTreeMap<UniverseId, Vec<(SubaccountId<T::AccountId>, u128)>> =
			BTreeMap::new();
		for account in ids.iter().filter_map(Account::<T>::load) {
			let debt = account.cash.min(Cash::ZERO).into_inner().unsigned_abs();
			debts.entry(account.universe).or_default().push((account.id, debt));
		}
		for (universe, debts) in debts {
			let all = debts.iter().fold(0u128, |sum, (_, debt)| sum.saturating_add(*debt));
			let fund = InsuranceFund::<T>::get(universe).max(Cash::ZERO).into_inner();
			let Ok(parts) = split_in_proportion(all.min(fund.unsigned_abs()), &debts) else {
				continue;
			};
			for ((id, _), part) in debts.iter().zip(parts) {
				all_or_nothing(|| Self::write_off(id, part));
			}
		}
	}

	/// Pays `part` of an account's debt from insurance, and records what is left of it.
	fn write_off(id: &SubaccountId<T::AccountId>, part: u128) -> Result<(), MathsError> {
		let Some(mut account) = Account::<T>::load(id) else { return Ok(()) };
		if account.cash.is_negative() {
			let debt = account.cash.checked_neg()?;
			let part = i128::try_from(part).map_err(|_| MathsError::Overflow)?;
			Self::insure(&mut account, debt, Cash::from_inner(part))?;
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

	/// Moves up to `part` from the universe's insurance fund into an account that needs `needed`.
	pub(super) fn insure(
		account: &mut Account<T>,
		needed: Cash,
		part: Cash,
	) -> Result<Cash, MathsError> {
		let universe = account.universe;
		let paid = Self::take_from_insurance(universe, part.min(needed))?;
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

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn holders_are_looked_through_again_after_two_windows_or_sixteen_if_all_were_seen() {
		let waits = |everybody_seen| {
			(1..=6).map(move |fruitless| windows_until_next_search(fruitless, everybody_seen))
		};
		assert!(waits(true).eq([2, 4, 8, 16, 16, 16]));
		assert!(waits(false).eq([2, 2, 2, 2, 2, 2]));
	}
}
