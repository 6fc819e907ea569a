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
	parameters::MOST_SLICES,
	types::{AccountStatus, LiquidationRecord, Subaccount, MAX_LINES},
	valuation::Valuation,
	Attempts, Config, Event, LiquidationRules, Pallet, RedList, WeightInfo,
};
use frame_support::weights::{Weight, WeightMeter};
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

/// What is left for the end of a window, when all are known who need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LastResort {
	/// An account without positions is written off. Any other is closed against the opposites of one, or offered to
	/// the market if nobody holds them.
	Opposites,
	/// Lately nobody held the opposite of anything: the account is offered to the market.
	Market,
}

/// The meter has no room for what an account could need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoRoom;

/// What was done for an account on the red list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
	/// So many orders went to the market: none if it needs none, or nothing can be done now.
	Orders(u32),
	/// The market is no help any more.
	LastResort(LastResort),
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

	/// Does what an account on the red list needs in this window, but for the last resort. It is taken off once it
	/// needs nothing.
	///
	/// Consumes what that weighs, the last resort included: little, where nothing can be done.
	///
	/// Each half is all or nothing: what cannot be done to the end, because a price is missing or a number
	/// does not fit, leaves no trace, and the account waits on the list.
	pub(crate) fn tend(
		markets: &mut Markets<T>,
		id: &SubaccountId<T::AccountId>,
		window: Window,
		meter: &mut WeightMeter,
	) -> Result<Step, NoRoom> {
		let most = Self::most_of_a_step();
		if !meter.can_consume(most) {
			return Err(NoRoom);
		}
		let Some(account) = Account::<T>::load(id) else {
			RedList::<T>::remove(id);
			meter.consume(T::WeightInfo::tend_account(0, 0));
			return Ok(Step::Orders(0));
		};
		let lines = u32::try_from(account.lines.len()).unwrap_or(MAX_LINES);
		if !account.is_in_liquidation() {
			let orders = T::LiquidationVenue::open_orders(id);
			if !meter.can_consume(most.saturating_add(T::WeightInfo::cancel_orders(orders))) {
				return Err(NoRoom);
			}
			let begun = all_or_nothing(|| Self::tend_healthy(markets, account, window));
			if let Some(Ok(Some(cancelled))) = begun {
				meter.consume(T::WeightInfo::cancel_orders(cancelled.min(orders)));
			}
		}
		let mut step = Step::Orders(0);
		if let Some(account) = Account::<T>::load(id) {
			if let AccountStatus::InLiquidation(record) = account.status {
				if record.last_step != Some(window) {
					let tended =
						all_or_nothing(|| Self::tend_liquidation(markets, account, record, window));
					if let Some(Ok(done)) = tended {
						step = done;
					}
				}
			}
		}
		meter.consume(match step {
			Step::Orders(orders) => T::WeightInfo::tend_account(lines, orders),
			Step::LastResort(resort) => Self::weight_of_resort(resort, lines),
		});
		Ok(step)
	}

	/// The most that a step may weigh, for any account.
	pub(crate) fn most_of_any_step() -> Weight {
		let orders = <T::LiquidationVenue as LiquidationVenue<T::AccountId>>::MOST_ORDERS;
		Self::most_of_a_step().saturating_add(T::WeightInfo::cancel_orders(orders))
	}

	/// The most that a step may weigh for an account that has no orders.
	pub(crate) fn most_of_a_step() -> Weight {
		let opposites = Self::weight_of_resort(LastResort::Opposites, MAX_LINES);
		opposites.max(Self::weight_of_resort(LastResort::Market, MAX_LINES))
	}

	/// What a step with its last resort weighs for an account with so many lines.
	fn weight_of_resort(resort: LastResort, lines: u32) -> Weight {
		match resort {
			LastResort::Opposites => T::WeightInfo::liquidation_step(lines),
			LastResort::Market => {
				let orders = lines.min(MOST_SLICES.into());
				T::WeightInfo::tend_account(lines, 0)
					.saturating_add(T::WeightInfo::tend_account(lines, orders))
			},
		}
	}

	/// Says how many orders were cancelled, if a liquidation began.
	fn tend_healthy(
		markets: &mut Markets<T>,
		account: Account<T>,
		window: Window,
	) -> Result<Option<u32>, ValuationError> {
		if let Some(valuation) = Self::needs_liquidation(markets, &account)? {
			return Ok(Some(Self::start_liquidation(account, &valuation.net, window)));
		}
		// While prices are doubtful the account stays where it is looked at in every window.
		if !markets.value(&account)?.net.maintenance.is_negative() {
			RedList::<T>::remove(&account.id);
		}
		Ok(None)
	}

	/// Marks the account and cancels its orders. Says how many there were.
	fn start_liquidation(mut account: Account<T>, net: &NetMargin, window: Window) -> u32 {
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
		cancelled_orders
	}

	fn tend_liquidation(
		markets: &mut Markets<T>,
		mut account: Account<T>,
		mut record: LiquidationRecord,
		window: Window,
	) -> Result<Step, ValuationError> {
		let valuation = markets.value(&account)?;
		let rules = LiquidationRules::<T>::get();
		if lacking(&valuation.net, rules.buffer)? <= Usd::ZERO {
			Self::end_liquidation(account, &valuation.net);
			return Ok(Step::Orders(0));
		}
		let may_act = valuation.indices == FeedStatus::Live
			|| Self::needs_liquidation(markets, &account)?.is_some();
		// What waits in a late clearing may still be sold: until then it is not known what is lacking.
		if !may_act || T::LiquidationVenue::reduction_waits(&account.id) {
			return Ok(Step::Orders(0));
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
			let Some(resort) = Self::next_resort(&account, window) else {
				return Ok(Step::Orders(0));
			};
			account.save();
			return Ok(Step::LastResort(resort));
		}
		let at_stake = equity.max(Usd::ZERO);
		let placed = Self::place_slices(markets, &account, &valuation.net, at_stake, &rules)?;
		if placed > 0 {
			// Counted as idle until a fill says otherwise.
			record.idle_windows = record.idle_windows.saturating_add(1);
			account.status = AccountStatus::InLiquidation(record);
		}
		account.save();
		Ok(Step::Orders(placed))
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
