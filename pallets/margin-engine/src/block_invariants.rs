// SPDX-License-Identifier: Apache-2.0
//! What must hold about what a block did: its events, judged by the state that the block left.
//!
//! These are read from outside, after the block. Prices and marks stand where the block's window put them.

use crate::{
	accounts::Account, markets::Markets, trade::Trade, types::AccountStatus, Config, Event,
};
use alloc::{format, string::String, vec::Vec};
use market_maths::units::{Cash, Usd};
use market_primitives::{traits::Instruments, Purpose, SubaccountId};

/// This pallet's events of the block so far.
pub(crate) fn events<T: Config>() -> Vec<Event<T>> {
	frame_system::Pallet::<T>::read_events_no_consensus()
		.filter_map(|record| record.event.try_into().ok())
		.collect()
}

/// No trade and no writing made a position larger, or turned it round, on a price that allows no new risk.
///
/// Taking tokens back into an account does not count: their holder had the option all along.
pub(crate) fn no_new_risk_when_halted<T: Config>(events: &[Event<T>]) -> Result<(), String> {
	for event in events {
		let Event::PositionChanged { account, instrument, change, lots, value, .. } = event else {
			continue;
		};
		let (now, change) = (i128::from(lots.into_inner()), i128::from(change.into_inner()));
		let before = now.saturating_sub(change);
		let is_smaller = (now == 0 || now.is_negative() == before.is_negative())
			&& now.unsigned_abs() <= before.unsigned_abs();
		let is_token_returned = !instrument.is_perpetual() && change > 0 && value.is_zero();
		if is_smaller || is_token_returned {
			continue;
		}
		let mark = T::Instruments::mark(instrument);
		if !mark.is_ok_and(|mark| mark.allows(Purpose::NewRisk)) {
			return Err(format!(
				"{:?}/{}: from {before} to {now} lots of {instrument} on {mark:?}",
				account.owner, account.index
			));
		}
	}
	Ok(())
}

/// Who was put into liquidation in this block was below the maintenance margin: as the account was before
/// the block worked on it, at this block's prices. And every liquidation under way says that it was.
pub(crate) fn nobody_liquidated_above_maintenance<T: Config>(
	events: &[Event<T>],
) -> Result<(), String> {
	// Under other rules the account would be judged by what it did not know.
	let rules_changed = events.iter().any(|event| {
		matches!(event, Event::MarginParametersChanged { .. } | Event::FeeRatesChanged { .. })
	});
	for (position, event) in events.iter().enumerate() {
		let Event::LiquidationStarted { account: id, .. } = event else { continue };
		let Some(account) = Account::<T>::load(id).filter(|_| !rules_changed) else { continue };
		let since = events.get(position..).unwrap_or_default();
		let found = maintenance_margin_before(account, since);
		// Each payment of funding since then was rounded by less than one unit.
		let slack = i128::try_from(since.len()).unwrap_or(i128::MAX);
		let slack = Cash::from_inner(slack).to_usd().unwrap_or(Usd::ZERO);
		match found {
			Some(margin) if margin < slack => {},
			Some(margin) => {
				return Err(format!(
					"{:?}/{}: liquidated at a maintenance margin of {margin}",
					id.owner, id.index
				));
			},
			None => {
				return Err(format!("{:?}/{}: liquidated, but has no value", id.owner, id.index));
			},
		}
	}
	Ok(())
}

/// The account's maintenance margin at today's prices, with everything undone that happened to it `since`.
/// `None` if it cannot be valued.
fn maintenance_margin_before<T: Config>(
	mut account: Account<T>,
	since: &[Event<T>],
) -> Option<Usd> {
	let id = account.id.clone();
	for event in since.iter().rev() {
		undo(&mut account, &id, event)?;
	}
	Some(Markets::<T>::new().value(&account).ok()?.net.maintenance)
}

/// Takes back what an event did to the account. Funding that was paid stays paid: before, it was owed.
fn undo<T: Config>(
	account: &mut Account<T>,
	id: &SubaccountId<T::AccountId>,
	event: &Event<T>,
) -> Option<()> {
	let received = match event {
		Event::PositionChanged { account: whose, instrument, change, value, fee, .. }
			if whose == id =>
		{
			let undone = Trade {
				instrument: *instrument,
				lots: change.checked_neg().ok()?,
				value: value.checked_neg().ok()?,
				fee: fee.checked_neg().ok()?,
				cumulative_funding: T::Instruments::cumulative_funding(instrument),
			};
			account.book_trade(&undone, T::Instruments::FUNDING_DECIMALS).ok()?;
			Cash::ZERO
		},
		Event::PositionSettled { account: whose, instrument, lots, payoff, .. } if whose == id => {
			account.change_line(instrument, |line| line.position.lots = *lots)?;
			*payoff
		},
		Event::InsurancePaid { account: whose, paid, .. } if whose == id => *paid,
		Event::DeficitRecorded { account: whose, amount, .. } if whose == id => *amount,
		Event::Deposited { account: whose, amount, .. } if whose == id => *amount,
		Event::Transferred { to, amount, .. } if to == id => *amount,
		Event::Transferred { from, amount, .. } if from == id => amount.checked_neg().ok()?,
		Event::Withdrawn { account: whose, amount, .. } if whose == id => {
			amount.checked_neg().ok()?
		},
		_ => Cash::ZERO,
	};
	account.cash = account.cash.checked_sub(received).ok()?;
	Some(())
}

/// Every liquidation under way began below the maintenance margin.
pub(crate) fn liquidation_began_below_maintenance(status: AccountStatus) -> Result<(), String> {
	match status {
		AccountStatus::InLiquidation(record) if !record.maintenance_margin.is_negative() => {
			Err(format!("began with a maintenance margin of {}", record.maintenance_margin))
		},
		_ => Ok(()),
	}
}
