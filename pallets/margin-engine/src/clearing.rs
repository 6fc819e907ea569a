// SPDX-License-Identifier: Apache-2.0
//! Books the fills of a clearing into accounts.

use crate::{
	accounts::Account,
	atomic::all_or_nothing,
	parameters::FeeRates,
	trade::{Trade, TradeError, Traded},
	types::{value_of, AccountStatus},
	Config, Event, Pallet, TradingFees,
};
use alloc::{collections::BTreeMap, vec::Vec};
use market_maths::{
	arithmetic::{multiply_divide_ceil, ONE},
	units::{fill_value, Cash, Lots, Price, Rate},
	MathsError,
};
use market_primitives::{
	traits::{Clearing, ClearingError, Instruments},
	Fill, FillRole, InstrumentId, InstrumentTerms, SubaccountId,
};

impl From<TradeError> for ClearingError {
	fn from(error: TradeError) -> Self {
		match error {
			TradeError::TooManyPositions => Self::TooManyPositions,
			TradeError::Overflow => Self::Overflow,
		}
	}
}

fn overflow(_: MathsError) -> ClearingError {
	ClearingError::Overflow
}

/// The market in which a clearing took place.
struct Market {
	instrument: InstrumentId,
	terms: InstrumentTerms,
	per_tick_and_lot: Cash,
	cumulative_funding: i128,
	/// The underlying's index, if known; options' fees depend on it.
	index: Option<Price>,
	rates: FeeRates,
}

/// What an account paid for its fills.
#[derive(Clone, Copy, Default)]
struct Costs {
	lots: Lots,
	value: Cash,
	trading_fee: Cash,
	liquidation_fee: Cash,
	in_liquidation: bool,
}

/// `rate` of `amount`, rounded up: against whoever pays it.
pub(crate) fn fraction_ceil(amount: Cash, rate: Rate) -> Result<Cash, MathsError> {
	multiply_divide_ceil(amount.into_inner(), rate.into_inner(), ONE).map(Cash::from_inner)
}

impl Market {
	fn load<T: Config>(instrument: &InstrumentId) -> Option<Self> {
		let terms = T::Instruments::terms(instrument)?;
		Some(Self {
			instrument: *instrument,
			terms,
			per_tick_and_lot: terms.cash_per_tick_and_lot()?,
			cumulative_funding: T::Instruments::cumulative_funding(instrument),
			index: T::Instruments::mark(instrument).ok().map(|mark| mark.index),
			rates: TradingFees::<T>::get(),
		})
	}

	/// The fee of a maker or taker, rounded up.
	///
	/// A perpetual's is a fraction of the value traded. An option's is a fraction of the underlying's
	/// value, but no more than a fraction of the premium.
	fn trading_fee<A>(&self, fill: &Fill<A>, value: Cash) -> Result<Cash, MathsError> {
		let (perpetual, option) = match fill.role {
			FillRole::Maker => (self.rates.perpetual_maker, self.rates.option_maker),
			FillRole::Taker => (self.rates.perpetual_taker, self.rates.option_taker),
			FillRole::Liquidation => return Ok(Cash::ZERO),
		};
		if self.instrument.is_perpetual() {
			return fraction_ceil(value, perpetual);
		}
		let cap = fraction_ceil(value, self.rates.option_cap_of_premium)?;
		let Some(index) = self.index else {
			return Ok(cap);
		};
		let lots = market_primitives::Side::Buy.signed(fill.lots).ok_or(MathsError::Overflow)?;
		let underlying = index.value_ceil(lots.quantity(self.terms.lot)?)?;
		let fee = underlying.fraction_ceil(option)?.to_cash_ceil()?;
		Ok(fee.min(cap))
	}

	/// The fee of a liquidation: a fraction of the value traded, but never more than what the price was
	/// better than the limit, which is no worse than the bankruptcy price.
	fn liquidation_fee<A>(&self, fill: &Fill<A>, value: Cash) -> Result<Cash, MathsError> {
		if fill.role != FillRole::Liquidation {
			return Ok(Cash::ZERO);
		}
		let at_limit = value_of(fill.lots, fill.limit, self.per_tick_and_lot)?;
		let better = at_limit.max(value).checked_sub(at_limit.min(value))?;
		Ok(fraction_ceil(value, self.rates.liquidation)?.min(better))
	}

	/// Sums the fills of one account. The sums do not depend on their order.
	fn sum<A>(&self, fills: &[&Fill<A>]) -> Result<Costs, MathsError> {
		let mut costs = Costs::default();
		for fill in fills {
			let lots = fill.side.signed(fill.lots).ok_or(MathsError::Overflow)?;
			let signed = fill_value(fill.price, lots, self.per_tick_and_lot)?;
			let value = value_of(fill.lots, fill.price, self.per_tick_and_lot)?;
			costs.lots = costs.lots.checked_add(lots)?;
			costs.value = costs.value.checked_add(signed)?;
			costs.trading_fee = costs.trading_fee.checked_add(self.trading_fee(fill, value)?)?;
			costs.liquidation_fee =
				costs.liquidation_fee.checked_add(self.liquidation_fee(fill, value)?)?;
			costs.in_liquidation |= fill.role == FillRole::Liquidation;
		}
		Ok(costs)
	}

	/// An account's fills as one trade.
	fn trade(&self, costs: &Costs) -> Result<Trade, MathsError> {
		Ok(Trade {
			instrument: self.instrument,
			lots: costs.lots,
			value: costs.value,
			fee: costs.trading_fee.checked_add(costs.liquidation_fee)?,
			cumulative_funding: self.cumulative_funding,
		})
	}

	/// Books an account's fills into it.
	fn book<T: Config>(
		&self,
		account: &mut Account<T>,
		costs: &Costs,
		fills: &[&Fill<T::AccountId>],
	) -> Result<Traded, ClearingError> {
		if account.universe != self.terms.universe {
			return Err(ClearingError::UnknownAccount);
		}
		let counted = fills.iter().filter(|fill| !fill.reduce_only);
		let released = account
			.change_line(&self.instrument, |line| {
				counted.into_iter().try_for_each(|fill| {
					line.orders.remove(fill.side, fill.lots, fill.limit, self.per_tick_and_lot)
				})
			})
			.ok_or(ClearingError::TooManyPositions)?;
		released.map_err(overflow)?;
		let trade = self.trade(costs).map_err(overflow)?;
		let traded = account.book_trade(&trade, T::Instruments::FUNDING_DECIMALS)?;
		if let (true, AccountStatus::InLiquidation(record)) =
			(costs.in_liquidation, &mut account.status)
		{
			record.idle_windows = 0;
		}
		Ok(traded)
	}
}

/// Everything booked, waiting to be written.
struct Booked<T: Config> {
	accounts: Vec<(Account<T>, Costs, Traded)>,
	fees: Cash,
	insurance: Cash,
	funding: Cash,
	roundings: u64,
	short_side: Lots,
}

impl<T: Config> Booked<T> {
	fn add(&mut self, account: Account<T>, costs: Costs, traded: Traded) -> Result<(), MathsError> {
		self.fees = self.fees.checked_add(costs.trading_fee)?;
		self.insurance = self.insurance.checked_add(costs.liquidation_fee)?;
		self.funding = self.funding.checked_add(traded.funding.owed)?;
		self.roundings = self.roundings.saturating_add(u64::from(traded.funding.rounded));
		self.short_side = self.short_side.checked_add(traded.short_side)?;
		self.accounts.push((account, costs, traded));
		Ok(())
	}

	fn write(self, market: &Market) -> Result<(), MathsError> {
		let universe = market.terms.universe;
		Pallet::<T>::book_fees(universe, self.fees)?;
		Pallet::<T>::add_to_insurance(universe, self.insurance)?;
		Pallet::<T>::book_funding(universe, self.funding, self.roundings)?;
		if !self.short_side.is_zero() {
			T::Instruments::note_open_interest(&market.instrument, self.short_side);
		}
		for (account, costs, traded) in self.accounts {
			let trade = market.trade(&costs)?;
			Pallet::<T>::announce_trade(&account, &trade, &traded);
			account.save();
		}
		Ok(())
	}
}

/// Bought and sold lots are equal, and at one price.
fn ensure_balanced<A>(fills: &[Fill<A>], instrument: &InstrumentId) -> Result<(), ClearingError> {
	let mut net = 0i128;
	for fill in fills {
		if fill.instrument != *instrument {
			return Err(ClearingError::UnknownInstrument);
		}
		let lots = fill.side.signed(fill.lots).ok_or(ClearingError::Overflow)?;
		net = net.checked_add(lots.into_inner().into()).ok_or(ClearingError::Overflow)?;
	}
	let one_price = fills.windows(2).all(|pair| match pair {
		[first, second] => first.price == second.price,
		_ => true,
	});
	if net != 0 || !one_price {
		return Err(ClearingError::Unbalanced);
	}
	Ok(())
}

impl<T: Config> Clearing<T::AccountId> for Pallet<T> {
	fn book_fills(
		instrument: &InstrumentId,
		fills: &[Fill<T::AccountId>],
	) -> Result<(), ClearingError> {
		ensure_balanced(fills, instrument)?;
		let market = Market::load::<T>(instrument).ok_or(ClearingError::UnknownInstrument)?;
		let mut by_account: BTreeMap<&SubaccountId<T::AccountId>, Vec<&Fill<T::AccountId>>> =
			BTreeMap::new();
		for fill in fills {
			by_account.entry(&fill.order.account).or_default().push(fill);
		}
		let mut booked = Booked {
			accounts: Vec::with_capacity(by_account.len()),
			fees: Cash::ZERO,
			insurance: Cash::ZERO,
			funding: Cash::ZERO,
			roundings: 0,
			short_side: Lots::ZERO,
		};
		for (id, fills) in by_account {
			let mut account = Account::<T>::load(id).ok_or(ClearingError::UnknownAccount)?;
			let costs = market.sum(&fills).map_err(overflow)?;
			let traded = market.book(&mut account, &costs, &fills)?;
			booked.add(account, costs, traded).map_err(overflow)?;
		}
		all_or_nothing(|| booked.write(&market))
			.ok_or(ClearingError::Overflow)?
			.map_err(overflow)
	}
}

impl<T: Config> Pallet<T> {
	/// Tells what a trade did to an account, which has not been saved yet.
	pub(crate) fn announce_trade(account: &Account<T>, trade: &Trade, traded: &Traded) {
		Self::deposit_event(Event::PositionChanged {
			account: account.id.clone(),
			instrument: trade.instrument,
			change: trade.lots,
			lots: traded.lots,
			value: trade.value,
			realised: traded.realised,
			fee: trade.fee,
			funding: traded.funding.owed,
			cash: account.cash,
		});
	}

	/// The cash that one lot of an instrument is worth at one tick.
	pub(crate) fn per_tick_and_lot(instrument: &InstrumentId) -> Option<Cash> {
		T::Instruments::terms(instrument)?.cash_per_tick_and_lot()
	}
}
