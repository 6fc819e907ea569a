// SPDX-License-Identifier: Apache-2.0
//! Terms, marks and parameters, each asked for once per piece of work.

use crate::{
	clearing::fraction_ceil,
	parameters::{default_margin, FeeRates},
	trade::Trade,
	Config, MarginParameters, TradingFees,
};
use alloc::collections::BTreeMap;
use frame_support::traits::Get;
use market_maths::{
	arithmetic::{multiply_divide, Rounding, ONE},
	margin::{payoff_per_lot, StandardParameters},
	units::{fill_value, Cash, Lots, Price, Quantity, Rate, Ticks},
	MathsError,
};
use market_primitives::{
	traits::{Instruments, PriceFeed},
	FeedId, FeedStatus, InstrumentId, InstrumentTerms, Mark, MarketState, Purpose, Underlying,
};

/// Why an account cannot be valued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValuationError {
	/// Something in it has no price, or is not listed.
	PriceUnavailable,
	/// A number does not fit.
	TooLarge,
}

impl From<MathsError> for ValuationError {
	fn from(_: MathsError) -> Self {
		Self::TooLarge
	}
}

/// Which prices an account is valued at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prices {
	/// Those of now.
	Current,
	/// Those that go with the index's average over the last minutes. Options are moved by as much as the
	/// forward moved, in the account's favour: this view is there to doubt a liquidation.
	Average,
}

/// What is known about an instrument.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quote {
	pub(crate) terms: InstrumentTerms,
	pub(crate) per_tick_and_lot: Cash,
	pub(crate) mark: Mark,
	pub(crate) cumulative_funding: i128,
	/// What a maker or taker pays at most: of the value traded, or for an option of the underlying's value.
	worst_fee: Rate,
	/// The most that an option's fee may be, of its premium.
	fee_cap: Option<Rate>,
}

impl Quote {
	/// The most that trading `coins` for `value` can cost in fees, neither of them negative. Rounded up,
	/// against the account.
	pub(crate) fn fee_at_worst(&self, value: Cash, coins: Quantity) -> Result<Cash, MathsError> {
		let Some(cap) = self.fee_cap else { return fraction_ceil(value, self.worst_fee) };
		let underlying = self.mark.index.value_ceil(coins)?;
		let fee = underlying.fraction_ceil(self.worst_fee)?.to_cash_ceil()?;
		Ok(fee.min(fraction_ceil(value, cap)?))
	}

	/// How far the index can be trusted, from 0 to 1: one less the relative width of its band.
	pub(crate) fn index_confidence(&self) -> Result<Rate, MathsError> {
		self.trust(self.mark.confidence)
	}

	/// How far the price can be trusted, from 0 to 1: one less the width of the index's band and, for an option, of
	/// that which the volatility's puts around its price, both as parts of the index.
	pub(crate) fn confidence(&self) -> Result<Rate, MathsError> {
		let Mark { confidence, price_confidence, .. } = self.mark;
		let both = confidence.into_inner().saturating_add(price_confidence.into_inner());
		self.trust(Price::from_inner(both))
	}

	/// One less a part of the index; nothing if that is no less than the index. Rounded down, against the account.
	fn trust(&self, confidence: Price) -> Result<Rate, MathsError> {
		let index = self.mark.index;
		if index.is_zero() || confidence >= index {
			return Ok(Rate::ZERO);
		}
		let doubt =
			multiply_divide(confidence.into_inner(), ONE, index.into_inner(), Rounding::Up)?;
		let trust = ONE.saturating_sub(doubt);
		i128::try_from(trust).map(Rate::from_inner).map_err(|_| MathsError::Overflow)
	}

	/// A trade of `lots` at `price`, with the greater fee.
	pub(crate) fn trade_at(
		&self,
		instrument: InstrumentId,
		price: Ticks,
		lots: Lots,
	) -> Result<Trade, MathsError> {
		let value = fill_value(price, lots, self.per_tick_and_lot)?;
		let coins = lots.quantity(self.terms.lot)?;
		let fee = if lots < Lots::ZERO {
			self.fee_at_worst(value.checked_neg()?, coins.checked_neg()?)?
		} else {
			self.fee_at_worst(value, coins)?
		};
		let cumulative_funding = self.cumulative_funding;
		Ok(Trade { instrument, lots, value, fee, cumulative_funding })
	}

	/// Whether it has expired. Once its settlement price is known it is valued by that, and not by its quote.
	pub(crate) fn awaits_settlement(&self) -> bool {
		self.terms.state == MarketState::Settling
	}

	/// Whether trading `lots` at `price`, with the greater fee, costs more than they are worth at the mark.
	pub(crate) fn loses_at(
		&self,
		instrument: InstrumentId,
		price: Ticks,
		lots: Lots,
	) -> Result<bool, MathsError> {
		let trade = self.trade_at(instrument, price, lots)?;
		let worth = self.mark.price.value_floor(lots.quantity(self.terms.lot)?)?;
		Ok(trade.value.checked_add(trade.fee)?.to_usd()? > worth)
	}

	/// The quote as if the index stood at `average`.
	fn moved_to(
		mut self,
		average: Price,
		is_perpetual: bool,
		is_long: bool,
	) -> Result<Self, MathsError> {
		let index = self.mark.index;
		let scale = |price: Price| {
			multiply_divide(
				price.into_inner(),
				average.into_inner(),
				index.into_inner(),
				Rounding::Down,
			)
			.map(Price::from_inner)
		};
		let forward = scale(self.mark.forward)?;
		let moved = forward.max(self.mark.forward).checked_sub(forward.min(self.mark.forward))?;
		self.mark.price = match (is_perpetual, is_long) {
			(true, _) => scale(self.mark.price)?,
			(false, true) => self.mark.price.checked_add(moved)?,
			(false, false) => self.mark.price.checked_sub(moved.min(self.mark.price))?,
		};
		self.mark.forward = forward;
		self.mark.index = average;
		Ok(self)
	}
}

/// What is known about an instrument, priced or not.
#[derive(Clone, Copy)]
struct Known {
	quote: Option<Quote>,
	/// What one lot of an expired option pays.
	payoff: Option<Cash>,
}

/// What was asked for so far.
pub(crate) struct Markets<T: Config> {
	memo: <T::Instruments as Instruments>::Memo,
	known: BTreeMap<InstrumentId, Known>,
	averages: BTreeMap<Underlying, Option<Price>>,
	parameters: BTreeMap<Underlying, StandardParameters>,
	rates: Option<FeeRates>,
	settlement_asset: Option<(Price, FeedStatus)>,
}

impl<T: Config> Markets<T> {
	/// Nothing asked for yet.
	pub(crate) fn new() -> Self {
		Self {
			memo: Default::default(),
			known: BTreeMap::new(),
			averages: BTreeMap::new(),
			parameters: BTreeMap::new(),
			rates: None,
			settlement_asset: None,
		}
	}

	fn known(&mut self, id: &InstrumentId) -> Known {
		if let Some(known) = self.known.get(id) {
			return *known;
		}
		let rates = *self.rates.get_or_insert_with(TradingFees::<T>::get);
		let quoted = T::Instruments::quote(&mut self.memo, id);
		let known = Known {
			quote: quoted.and_then(|quoted| {
				Some(Quote {
					terms: quoted.terms,
					per_tick_and_lot: quoted.terms.cash_per_tick_and_lot()?,
					mark: quoted.mark.ok()?,
					cumulative_funding: quoted.cumulative_funding,
					worst_fee: rates.worst(id.is_perpetual()),
					fee_cap: (!id.is_perpetual()).then_some(rates.option_cap_of_premium),
				})
			}),
			payoff: quoted.and_then(|quoted| {
				let (contract, price) = (id.as_option()?, quoted.settlement_price?);
				payoff_per_lot(contract.kind, contract.strike.price(), price, quoted.terms.lot).ok()
			}),
		};
		self.known.insert(*id, known);
		known
	}

	/// What is known about an instrument.
	pub(crate) fn quote(&mut self, id: &InstrumentId) -> Result<Quote, ValuationError> {
		self.known(id).quote.ok_or(ValuationError::PriceUnavailable)
	}

	/// What one lot of an expired option pays, once that is known. It trades no more, and needs no price.
	pub(crate) fn payoff(&mut self, id: &InstrumentId) -> Option<Cash> {
		self.known(id).payoff
	}

	/// Whether it has expired and is not priced yet. Until it is, its mark is what it would pay at the index of the
	/// moment, which may be far from what it will pay.
	pub(crate) fn awaits_settlement(&mut self, id: &InstrumentId) -> bool {
		let Known { quote, payoff } = self.known(id);
		payoff.is_none() && quote.is_some_and(|quote| quote.awaits_settlement())
	}

	/// The same at other prices.
	pub(crate) fn quote_at(
		&mut self,
		id: &InstrumentId,
		prices: Prices,
		is_long: bool,
	) -> Result<Quote, ValuationError> {
		let quote = self.quote(id)?;
		match prices {
			Prices::Current => Ok(quote),
			Prices::Average => {
				let average = self
					.averages
					.entry(id.underlying)
					.or_insert_with(|| {
						let observation =
							T::PriceFeed::observe(FeedId::Index(id.underlying)).ok()?;
						(!observation.average.is_zero()).then_some(observation.average)
					})
					.ok_or(ValuationError::PriceUnavailable)?;
				Ok(quote.moved_to(average, id.is_perpetual(), is_long)?)
			},
		}
	}

	/// The margin parameters of an underlying.
	pub(crate) fn parameters(&mut self, underlying: Underlying) -> StandardParameters {
		*self.parameters.entry(underlying).or_insert_with(|| {
			MarginParameters::<T>::get(underlying).unwrap_or_else(default_margin)
		})
	}

	/// What one unit of the settlement asset is worth, and how good that is.
	pub(crate) fn settlement_asset(&mut self) -> (Price, FeedStatus) {
		*self.settlement_asset.get_or_insert_with(|| {
			let one = Price::from_inner(ONE);
			let Some(feed) = T::SettlementAssetFeed::get() else {
				return (one, FeedStatus::Live);
			};
			match T::PriceFeed::observe(feed) {
				Ok(observation) => {
					let price = observation.value_for(Purpose::Show).unwrap_or(one);
					(price, observation.status)
				},
				Err(_) => (one, FeedStatus::Halted),
			}
		})
	}
}
