// SPDX-License-Identifier: Apache-2.0
//! What an account is worth and what it must hold.

use crate::{
	markets::{Markets, Prices, Quote, ValuationError},
	types::{Line, Subaccount},
	Config,
};
use alloc::borrow::Cow;
use market_maths::{
	margin::{NetMargin, OpenOrders, OptionPosition, PerpetualPosition},
	units::{Cash, Usd},
	MathsError,
};
use market_primitives::{traits::Instruments, FeedStatus, OptionContract, Purpose, Side};

/// An account's margin, and how good the prices behind it are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Valuation {
	pub(crate) net: NetMargin,
	/// The worst status among the indices behind its marks. Live if it has none.
	pub(crate) indices: FeedStatus,
	/// The worst status among the volatilities behind its options. It decides nothing about the account: see
	/// [`market_primitives::Mark::allows`].
	pub(crate) volatilities: FeedStatus,
	/// The status of the settlement asset's own price; it matters for the initial margin only.
	pub(crate) settlement_asset: FeedStatus,
}

impl Valuation {
	/// Whether the account may serve `purpose`, as far as what all of it rests on goes: every index, and the price of
	/// the settlement asset. Whoever wants new risk in an instrument must ask the instrument's own mark too.
	pub(crate) fn allows(&self, purpose: Purpose) -> bool {
		self.indices.allows(purpose) && self.settlement_asset.allows(purpose)
	}
}

/// What a perpetual position has gained and not yet realised, less the funding it owes.
pub(crate) fn unsettled(line: &Line, quote: &Quote, decimals: u32) -> Result<Usd, MathsError> {
	let position = &line.position;
	let worth = quote.mark.price.value_floor(position.lots.quantity(quote.terms.lot)?)?;
	let owed = position.funding_owed(quote.cumulative_funding, decimals)?.owed;
	worth.checked_sub(position.entry_value.checked_add(owed)?.to_usd()?)
}

/// What the open orders could trade, the fees for it included.
fn open_orders(line: &Line, quote: &Quote) -> Result<OpenOrders, MathsError> {
	let orders = &line.orders;
	if orders.is_empty() {
		return Ok(OpenOrders::default());
	}
	let coins = |lots: u64| {
		let lots = Side::Buy.signed(lots).ok_or(MathsError::Overflow)?;
		lots.quantity(quote.terms.lot)
	};
	let (bought, sold) = (coins(orders.buy_lots)?, coins(orders.sell_lots)?);
	let fee_of_buying = quote.fee_at_worst(orders.buy_value, bought)?;
	let fee_of_selling = quote.fee_at_worst(orders.sell_value, sold)?;
	Ok(OpenOrders {
		bought,
		bought_for: orders.buy_value.checked_add(fee_of_buying)?.to_usd()?,
		sold,
		sold_for: orders.sell_value.checked_sub(fee_of_selling)?.max(Cash::ZERO).to_usd()?,
	})
}

pub(crate) fn perpetual<T: Config>(
	line: &Line,
	quote: &Quote,
) -> Result<PerpetualPosition, MathsError> {
	Ok(PerpetualPosition {
		quantity: line.position.lots.quantity(quote.terms.lot)?,
		mark: quote.mark.price,
		unsettled: unsettled(line, quote, T::Instruments::FUNDING_DECIMALS)?,
		confidence: quote.confidence()?,
		orders: open_orders(line, quote)?,
	})
}

pub(crate) fn option(
	line: &Line,
	contract: &OptionContract,
	quote: &Quote,
) -> Result<OptionPosition, MathsError> {
	Ok(OptionPosition {
		kind: contract.kind,
		strike: contract.strike.price(),
		quantity: line.position.lots.quantity(quote.terms.lot)?,
		value: quote.mark.price,
		orders: open_orders(line, quote)?,
	})
}

impl<T: Config> Markets<T> {
	/// Values an account at the prices of now.
	pub(crate) fn value(&mut self, account: &Subaccount) -> Result<Valuation, ValuationError> {
		self.value_at(account, Prices::Current)
	}

	/// Values an account at the prices of now as if all that it has asked to write were written. That leaves it no more
	/// initial margin than it has: whatever is short only adds to a requirement.
	pub(crate) fn value_as_written(
		&mut self,
		account: &Subaccount,
	) -> Result<Valuation, ValuationError> {
		let written = account.as_written()?;
		self.value(&written)
	}

	/// Values an account at the prices of now, with the initial margin that all it has asked to write will leave it.
	/// What the account is worth, and whether it must be liquidated, a request does not change.
	pub(crate) fn value_to_act(
		&mut self,
		account: &Subaccount,
	) -> Result<Valuation, ValuationError> {
		let mut valuation = self.value(account)?;
		if let Cow::Owned(written) = account.as_written()? {
			valuation.net.initial = self.value(&written)?.net.initial;
		}
		Ok(valuation)
	}

	/// Values an account. Every instrument in it, by position, by order or to be written, must have a price.
	pub(crate) fn value_at(
		&mut self,
		account: &Subaccount,
		prices: Prices,
	) -> Result<Valuation, ValuationError> {
		self.sums_at(account, prices)?.valuation(account.cash)
	}

	/// Values one line as if it were all there is.
	pub(crate) fn value_line(&mut self, line: &Line) -> Result<NetMargin, ValuationError> {
		let mut alone = Subaccount::default();
		alone.lines.try_push(*line).map_err(|_| ValuationError::TooLarge)?;
		self.value_to_act(&alone).map(|valuation| valuation.net)
	}
}

/// Brings the funding of all of an account's positions up to date: what it owes, and how many of the
/// amounts were rounded. Cash is moved inside the account; the caller books the other side.
pub(crate) fn settle_all_funding<T: Config>(
	account: &mut Subaccount,
) -> Result<(Cash, u64), MathsError> {
	let mut total = Cash::ZERO;
	let mut roundings = 0u64;
	for line in account.lines.iter_mut().filter(|line| line.instrument.is_perpetual()) {
		let index = T::Instruments::cumulative_funding(&line.instrument);
		let payment = line.position.settle_funding(index, T::Instruments::FUNDING_DECIMALS)?;
		total = total.checked_add(payment.owed)?;
		roundings = roundings.saturating_add(u64::from(payment.rounded));
	}
	account.cash = account.cash.checked_sub(total)?;
	Ok((total, roundings))
}
