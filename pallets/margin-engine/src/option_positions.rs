// SPDX-License-Identifier: Apache-2.0
//! Option positions that change without a trade: written, wrapped, settled.

use crate::{
	accounts::Account,
	markets::Markets,
	trade::{Trade, TradeError},
	Config, DeleveragingCursor, Error, Event, Holders, Pallet, SettlementPool, Subaccounts,
};
use alloc::vec::Vec;
use frame_support::ensure;
use market_maths::{
	margin::payoff_per_lot,
	units::{Cash, Lots, Price},
	MathsError,
};
use market_primitives::{
	traits::{Instruments, OptionPositions, SettlementProgress},
	InstrumentId, Side, SubaccountId,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T> From<TradeError> for Error<T> {
	fn from(error: TradeError) -> Self {
		match error {
			TradeError::TooManyPositions => Self::TooManyPositions,
			TradeError::Overflow => Self::TooLarge,
		}
	}
}

/// Which way an option goes between an account and a token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
	/// Out of the account, which becomes short by it: new risk in the option.
	Written,
	/// Out of the account, which must be able to do without, while withdrawals are possible.
	Out,
	/// Into the account, at any time.
	In,
}

impl<T: Config> Pallet<T> {
	/// Adds `lots` to an option position for nothing. The other side is a token.
	fn change_option(
		id: &SubaccountId<T::AccountId>,
		instrument: &InstrumentId,
		lots: Lots,
		direction: Direction,
	) -> DispatchResult {
		let mut account = Self::account_for(id, instrument)?;
		let trade = Trade {
			instrument: *instrument,
			lots,
			value: Cash::ZERO,
			fee: Cash::ZERO,
			cumulative_funding: 0,
		};
		let traded = account
			.book_trade(&trade, T::Instruments::FUNDING_DECIMALS)
			.map_err(Error::<T>::from)?;
		match direction {
			Direction::Written => {
				Self::ensure_can_spare(&account, core::slice::from_ref(instrument))?;
			},
			Direction::Out => Self::ensure_can_spare(&account, &[])?,
			Direction::In => {},
		}
		Self::announce_trade(&account, &trade, &traded);
		account.save();
		if !traded.short_side.is_zero() {
			T::Instruments::note_open_interest(instrument, traded.short_side);
		}
		Ok(())
	}

	/// The account, if the instrument is an option of its universe.
	fn account_for(
		id: &SubaccountId<T::AccountId>,
		instrument: &InstrumentId,
	) -> Result<Account<T>, DispatchError> {
		ensure!(instrument.as_option().is_some(), Error::<T>::NotAnOption);
		let terms = T::Instruments::terms(instrument).ok_or(Error::<T>::NotAnOption)?;
		let account = Account::<T>::load(id).ok_or(Error::<T>::UnknownAccount)?;
		ensure!(terms.universe == account.universe, Error::<T>::NotAnOption);
		Ok(account)
	}

	/// Refuses if the account cannot do without what left it, or takes more risk in the options `opened` than it bears.
	fn ensure_can_spare(account: &Account<T>, opened: &[InstrumentId]) -> DispatchResult {
		Self::ensure_value_may_leave(account.universe)?;
		ensure!(!account.is_in_liquidation(), Error::<T>::InLiquidation);
		Markets::<T>::new()
			.ensure_initial_margin(account, opened)
			.map_err(Error::<T>::from)?;
		Ok(())
	}

	/// What one lot of an expired option pays.
	pub(crate) fn payoff(id: &InstrumentId, settlement_price: Price) -> Option<Cash> {
		let contract = id.as_option()?;
		let terms = T::Instruments::terms(id)?;
		payoff_per_lot(contract.kind, contract.strike.price(), settlement_price, terms.lot).ok()
	}

	/// Pays one account out against the settlement pool.
	fn settle_account(
		id: &InstrumentId,
		payoff_per_lot: Cash,
		holder: &SubaccountId<T::AccountId>,
	) -> Option<()> {
		let mut account = Account::<T>::load(holder)?;
		let lots = account.position(id).lots;
		let payoff = times(payoff_per_lot, i128::from(lots.into_inner())).ok()?;
		let cash = account.cash.checked_add(payoff).ok()?;
		let pool = SettlementPool::<T>::get(id).checked_sub(payoff).ok()?;
		account.change_line(id, |line| line.position = Default::default())?;
		account.cash = cash;
		account.save();
		set_pool::<T>(id, pool);
		if lots < Lots::ZERO {
			T::Instruments::note_open_interest(id, lots);
		}
		Self::deposit_event(Event::PositionSettled {
			account: holder.clone(),
			instrument: *id,
			lots,
			payoff,
			cash,
		});
		Some(())
	}
}

/// What `lots` of an expired option receive, or pay if negative. Exact.
pub(crate) fn times(payoff_per_lot: Cash, lots: i128) -> Result<Cash, MathsError> {
	let product = payoff_per_lot.into_inner().checked_mul(lots);
	product.map(Cash::from_inner).ok_or(MathsError::Overflow)
}

fn set_pool<T: Config>(id: &InstrumentId, pool: Cash) {
	if pool.is_zero() {
		SettlementPool::<T>::remove(id);
	} else {
		SettlementPool::<T>::insert(id, pool);
	}
}

fn signed<T: Config>(side: Side, lots: u64) -> Result<Lots, DispatchError> {
	ensure!(lots != 0, Error::<T>::NothingToMove);
	side.signed(lots).ok_or_else(|| Error::<T>::TooLarge.into())
}

impl<T: Config> OptionPositions<T::AccountId> for Pallet<T> {
	fn reserve_write(
		account: &SubaccountId<T::AccountId>,
		id: &InstrumentId,
		lots: u64,
	) -> DispatchResult {
		ensure!(lots != 0, Error::<T>::NothingToMove);
		let mut account = Self::account_for(account, id)?;
		let reserved = account.change_line(id, |line| {
			line.to_write = line.to_write.checked_add(lots)?;
			Some(())
		});
		reserved.ok_or(Error::<T>::TooManyPositions)?.ok_or(Error::<T>::TooLarge)?;
		Self::ensure_can_spare(&account, core::slice::from_ref(id))?;
		account.save();
		Ok(())
	}

	fn release_write(account: &SubaccountId<T::AccountId>, id: &InstrumentId, lots: u64) {
		let account = Account::<T>::load(account);
		let Some(mut account) = account.filter(|account| account.line(id).is_some()) else {
			log::error!(target: crate::risk_gate::LOG, "{id}: {lots} lots released, none reserved");
			return;
		};
		account.change_line(id, |line| line.to_write = line.to_write.saturating_sub(lots));
		account.save();
	}

	fn reserved_writes() -> Vec<(InstrumentId, SubaccountId<T::AccountId>, u64)> {
		let mut reserved = Vec::new();
		for (id, account) in Subaccounts::<T>::iter() {
			let lines = account.lines.iter().filter(|line| line.to_write != 0);
			reserved.extend(lines.map(|line| (line.instrument, id.clone(), line.to_write)));
		}
		reserved
	}

	fn write(account: &SubaccountId<T::AccountId>, id: &InstrumentId, lots: u64) -> DispatchResult {
		let change = signed::<T>(Side::Sell, lots)?;
		Self::change_option(account, id, change, Direction::Written)
	}

	fn take_long(
		account: &SubaccountId<T::AccountId>,
		id: &InstrumentId,
		lots: u64,
	) -> DispatchResult {
		let change = signed::<T>(Side::Sell, lots)?;
		let held = Account::<T>::load(account).ok_or(Error::<T>::UnknownAccount)?.position(id).lots;
		ensure!(
			held.checked_add(change).map_err(Error::<T>::from)? >= Lots::ZERO,
			Error::<T>::NotEnoughLots
		);
		Self::change_option(account, id, change, Direction::Out)
	}

	fn put_long(
		account: &SubaccountId<T::AccountId>,
		id: &InstrumentId,
		lots: u64,
	) -> DispatchResult {
		let change = signed::<T>(Side::Buy, lots)?;
		Self::change_option(account, id, change, Direction::In)
	}

	fn settle_accounts(
		id: &InstrumentId,
		settlement_price: Price,
		limit: u32,
	) -> SettlementProgress {
		let Some(payoff) = Self::payoff(id, settlement_price) else {
			log::error!(target: crate::risk_gate::LOG, "{id}: no payoff at {settlement_price}");
			return SettlementProgress::default();
		};
		let limit = usize::try_from(limit).unwrap_or(usize::MAX);
		let holders: Vec<_> = Holders::<T>::iter_key_prefix(id).take(limit).collect();
		let mut settled = 0u32;
		for holder in holders {
			if Self::settle_account(id, payoff, &holder).is_none() {
				log::error!(target: crate::risk_gate::LOG, "{id}: {holder:?} cannot be settled");
				// Left where it is; the others must not wait for it.
				continue;
			}
			settled = settled.saturating_add(1);
		}
		let finished = Holders::<T>::iter_key_prefix(id).next().is_none();
		if finished {
			// Nobody holds it any more who could be closed against others.
			DeleveragingCursor::<T>::remove(id);
		}
		SettlementProgress { settled, finished }
	}

	fn settle_token(
		id: &InstrumentId,
		settlement_price: Price,
		holder: &T::AccountId,
		lots: u64,
	) -> Result<Cash, DispatchError> {
		let payoff_per_lot = Self::payoff(id, settlement_price).ok_or(Error::<T>::NotAnOption)?;
		let payoff = times(payoff_per_lot, i128::from(lots)).map_err(Error::<T>::from)?;
		let pool = SettlementPool::<T>::get(id).checked_sub(payoff).map_err(Error::<T>::from)?;
		if let Ok(amount @ 1..) = u128::try_from(payoff.into_inner()) {
			let terms = T::Instruments::terms(id).ok_or(Error::<T>::NotAnOption)?;
			Self::ensure_value_may_leave(terms.universe)?;
			Self::pay_out(terms.universe, holder, amount)?;
		}
		set_pool::<T>(id, pool);
		Self::deposit_event(Event::TokensSettled {
			holder: holder.clone(),
			instrument: *id,
			lots,
			payoff,
		});
		Ok(payoff)
	}

	fn forfeit_tokens(
		id: &InstrumentId,
		settlement_price: Price,
		lots: u64,
	) -> Result<Cash, DispatchError> {
		let payoff_per_lot = Self::payoff(id, settlement_price).ok_or(Error::<T>::NotAnOption)?;
		let universe = T::Instruments::terms(id).ok_or(Error::<T>::NotAnOption)?.universe;
		let payoff = times(payoff_per_lot, i128::from(lots)).map_err(Error::<T>::from)?;
		let pool = SettlementPool::<T>::get(id).checked_sub(payoff).map_err(Error::<T>::from)?;
		// What others are owed is not forfeited.
		ensure!(!pool.is_negative(), Error::<T>::NotEnoughInPot);
		set_pool::<T>(id, pool);
		Self::add_to_insurance(universe, payoff).map_err(Error::<T>::from)?;
		Self::deposit_event(Event::ForfeitedToInsurance {
			instrument: *id,
			lots,
			universe,
			amount: payoff,
		});
		Ok(payoff)
	}

	fn net_lots(id: &InstrumentId) -> Lots {
		let total = Holders::<T>::iter_key_prefix(id)
			.filter_map(|holder| Account::<T>::load(&holder))
			.map(|account| i128::from(account.position(id).lots.into_inner()))
			.fold(0i128, i128::saturating_add);
		Lots::from_inner(i64::try_from(total).unwrap_or(i64::MAX))
	}

	fn settlement_pool(id: &InstrumentId) -> Cash {
		SettlementPool::<T>::get(id)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn endow(account: &SubaccountId<T::AccountId>) {
		use market_primitives::{traits::RiskGate, Underlying};
		Self::endow_with_lines(account, &InstrumentId::perpetual(Underlying::BTC), u32::MAX);
	}
}
