// SPDX-License-Identifier: Apache-2.0
//! What happens to an account below its maintenance margin.
//!
//! Each step is taken only if the one before was not enough, and says what it did in an event:
//! cancel the orders, reduce in slices, let the insurance fund stand in, close against opposite
//! positions, write the rest down.

mod deleveraging;
mod last_resort;
mod slices;

#[cfg(feature = "runtime-benchmarks")]
pub(crate) use deleveraging::HOLDERS_PER_STEP;

use crate::{
	accounts::Account,
	atomic::all_or_nothing,
	markets::{Markets, Prices, ValuationError},
	types::{AccountStatus, LiquidationRecord, Subaccount, MAX_LINES},
	valuation::Valuation,
	Attempts, Config, Event, LiquidationRules, Pallet, RedList,
};
use market_maths::{margin::NetMargin, units::Usd, MathsError};
use market_primitives::{traits::LiquidationVenue, FeedStatus, Purpose, SubaccountId, Window};

/// What an account lacks until its liquidation may end: positive if it lacks anything.
///
/// It must exceed its requirement (worth less maintenance margin) by `buffer` of it, so that the next
/// tick does not bring it back.
pub(crate) fn lacking(
	net: &NetMargin,
	buffer: market_maths::units::Rate,
) -> Result<Usd, MathsError> {
	let requirement = net.mark_to_market.checked_sub(net.maintenance)?.max(Usd::ZERO);
	requirement.fraction_ceil(buffer)?.checked_sub(net.maintenance)
}

/// What was found when an account on the red list was tended.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tended {
	/// How many lines it has.
	pub(crate) lines: u32,
	/// Whether it waits for the window's last resorts.
	pub(crate) needs_last_resort: bool,
}

impl<T: Config> Pallet<T> {
	/// The account's valuation if it is below its maintenance margin at prices good enough to act on.
	///
	/// Prices are as good as the indices behind them. When those are doubtful it must be so at the average of the
	/// last minutes too. An option whose volatility is halted is taken at the last one: else one lot of it would
	/// keep everything in the account from being liquidated.
	pub(crate) fn needs_liquidation(
		markets: &mut Markets<T>,
		account: &Subaccount,
	) -> Result<Option<Valuation>, ValuationError> {
		let valuation = markets.value(account)?;
		let may_act = valuation.indices.allows(Purpose::Liquidate);
		if !valuation.net.maintenance.is_negative() || !may_act {
			return Ok(None);
		}
		if valuation.indices != FeedStatus::Live {
			let average = markets.value_at(account, Prices::Average)?;
			if !average.net.maintenance.is_negative() {
				return Ok(None);
			}
		}
		Ok(Some(valuation))
	}

	/// Does what an account on the red list needs in this window, but for the last resort. It is taken off once
	/// it needs nothing.
	///
	/// Each half is all or nothing: what cannot be done to the end, because a price is missing or a number
	/// does not fit, leaves no trace, and the account waits on the list.
	pub(crate) fn tend(
		markets: &mut Markets<T>,
		id: &SubaccountId<T::AccountId>,
		window: Window,
	) -> Tended {
		let Some(account) = Account::<T>::load(id) else {
			RedList::<T>::remove(id);
			return Tended::default();
		};
		let lines = u32::try_from(account.lines.len()).unwrap_or(MAX_LINES);
		if !account.is_in_liquidation() {
			all_or_nothing(|| Self::tend_healthy(markets, account, window));
		}
		let mut needs_last_resort = false;
		if let Some(account) = Account::<T>::load(id) {
			if let AccountStatus::InLiquidation(record) = account.status {
				if record.last_step != Some(window) {
					let tended =
						all_or_nothing(|| Self::tend_liquidation(markets, account, record, window));
					needs_last_resort = matches!(tended, Some(Ok(true)));
				}
			}
		}
		Tended { lines, needs_last_resort }
	}

	fn tend_healthy(
		markets: &mut Markets<T>,
		account: Account<T>,
		window: Window,
	) -> Result<(), ValuationError> {
		if let Some(valuation) = Self::needs_liquidation(markets, &account)? {
			Self::start_liquidation(account, &valuation.net, window);
			return Ok(());
		}
		// While prices are doubtful the account stays where it is looked at in every window.
		if !markets.value(&account)?.net.maintenance.is_negative() {
			RedList::<T>::remove(&account.id);
		}
		Ok(())
	}

	/// Marks the account and cancels its orders.
	fn start_liquidation(mut account: Account<T>, net: &NetMargin, window: Window) {
		let id = account.id.clone();
		account.status = AccountStatus::InLiquidation(LiquidationRecord {
			since: window,
			equity: net.mark_to_market,
			maintenance_margin: net.maintenance,
			last_step: None,
			idle_windows: 0,
		});
		account.save();
		RedList::<T>::insert(&id, ());
		let cancelled_orders = T::LiquidationVenue::cancel_all_for_liquidation(&id);
		Self::deposit_event(Event::LiquidationStarted {
			account: id,
			equity: net.mark_to_market,
			maintenance_margin: net.maintenance,
			cancelled_orders,
		});
	}

	/// Says whether the market is no help any more.
	fn tend_liquidation(
		markets: &mut Markets<T>,
		mut account: Account<T>,
		mut record: LiquidationRecord,
		window: Window,
	) -> Result<bool, ValuationError> {
		let valuation = markets.value(&account)?;
		let rules = LiquidationRules::<T>::get();
		if lacking(&valuation.net, rules.buffer)? <= Usd::ZERO {
			Self::end_liquidation(account, &valuation.net);
			return Ok(false);
		}
		let may_act = valuation.indices == FeedStatus::Live
			|| Self::needs_liquidation(markets, &account)?.is_some();
		// What waits in a late clearing may still be sold: until then it is not known what is lacking.
		if !may_act || T::LiquidationVenue::reduction_waits(&account.id) {
			return Ok(false);
		}
		record.last_step = Some(window);
		account.status = AccountStatus::InLiquidation(record);
		let out_of_patience = record.idle_windows >= rules.patience_windows;
		let equity = valuation.net.mark_to_market;
		let is_insolvent = equity.is_negative();
		let has_positions = account.positions().next().is_some();
		// Whether it is insolvent is not known before all that has expired is priced: until then nobody pays for it,
		// and what still trades goes to the market, at the mark.
		let is_known = !is_insolvent || !Self::awaits_settlement(markets, &account);
		if is_known && (!has_positions || is_insolvent || out_of_patience) {
			account.save();
			return Ok(true);
		}
		let at_stake = equity.max(Usd::ZERO);
		let placed = Self::place_slices(markets, &account, &valuation.net, at_stake, &rules)?;
		if placed {
			// Counted as idle until a fill says otherwise.
			record.idle_windows = record.idle_windows.saturating_add(1);
			account.status = AccountStatus::InLiquidation(record);
		}
		account.save();
		Ok(false)
	}

	/// Whether the account holds anything that has expired and is not priced yet.
	fn awaits_settlement(markets: &mut Markets<T>, account: &Subaccount) -> bool {
		account.positions().any(|line| markets.awaits_settlement(&line.instrument))
	}

	/// Lets the account act again. What was to be sold for it and is not sold yet stays unsold.
	pub(crate) fn end_liquidation(mut account: Account<T>, net: &NetMargin) {
		let id = account.id.clone();
		account.status = AccountStatus::Healthy;
		account.save();
		RedList::<T>::remove(&id);
		Attempts::<T>::remove(&id);
		T::LiquidationVenue::withdraw_liquidation_orders(&id);
		Self::deposit_event(Event::LiquidationEnded {
			account: id,
			equity: net.mark_to_market,
			maintenance_margin: net.maintenance,
		});
	}
}
