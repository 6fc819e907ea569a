// SPDX-License-Identifier: Apache-2.0
//! From what a trader writes to what a market trades: exact, or refused.

use crate::types::OrderTicket;
use market_maths::{
	arithmetic::{multiply_divide, Rounding, ONE},
	units::{Price, Ticks},
};
use market_primitives::{InstrumentTerms, Mark, MarketState, OrderRequest, TimeInForce};

/// What is wrong with a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TicketError {
	SizeNotPositive,
	SizeNotOnLot,
	SizeTooLarge,
	PriceNotPositive,
	PriceNotOnTick,
	PriceTooLarge,
	PostOnlyCannotBeImmediate,
	PriceOutOfBand,
	MarketHalted,
	MarketExpired,
	MarketReduceOnly,
	MarketPostOnly,
}

/// The request that a ticket makes under a market's terms.
pub(crate) fn read_ticket(
	ticket: &OrderTicket,
	terms: &InstrumentTerms,
	most_lots: u64,
) -> Result<OrderRequest, TicketError> {
	if ticket.post_only && ticket.time_in_force == TimeInForce::ImmediateOrCancel {
		return Err(TicketError::PostOnlyCannotBeImmediate);
	}
	Ok(OrderRequest {
		instrument: ticket.instrument,
		side: ticket.side,
		lots: lots(ticket, terms, most_lots)?,
		limit: limit(ticket, terms)?,
		time_in_force: ticket.time_in_force,
		post_only: ticket.post_only,
		reduce_only: ticket.reduce_only,
		client_id: ticket.client_id,
	})
}

fn lots(ticket: &OrderTicket, terms: &InstrumentTerms, most: u64) -> Result<u64, TicketError> {
	let size = u128::try_from(ticket.size.into_inner())
		.ok()
		.filter(|size| *size > 0)
		.ok_or(TicketError::SizeNotPositive)?;
	let lot = u128::try_from(terms.lot.into_inner()).map_err(|_| TicketError::SizeNotOnLot)?;
	let whole = whole_multiple(size, lot).ok_or(TicketError::SizeNotOnLot)?;
	u64::try_from(whole)
		.ok()
		.filter(|lots| *lots <= most)
		.ok_or(TicketError::SizeTooLarge)
}

fn limit(ticket: &OrderTicket, terms: &InstrumentTerms) -> Result<Ticks, TicketError> {
	if ticket.limit.is_zero() {
		return Err(TicketError::PriceNotPositive);
	}
	let whole = whole_multiple(ticket.limit.into_inner(), terms.tick.into_inner())
		.ok_or(TicketError::PriceNotOnTick)?;
	// The last tick stays free: there must be a next higher price to every order.
	u64::try_from(whole)
		.ok()
		.filter(|ticks| *ticks < u64::MAX)
		.map(Ticks::from_inner)
		.ok_or(TicketError::PriceTooLarge)
}

fn whole_multiple(of: u128, unit: u128) -> Option<u128> {
	(of.checked_rem(unit)? == 0).then(|| of.checked_div(unit))?
}

/// Whether the market takes such an order now.
pub(crate) fn ensure_market_takes(
	state: MarketState,
	request: &OrderRequest,
) -> Result<(), TicketError> {
	match state {
		MarketState::Listed => Ok(()),
		MarketState::PostOnly if request.post_only => Ok(()),
		MarketState::PostOnly => Err(TicketError::MarketPostOnly),
		MarketState::ReduceOnly if request.reduce_only => Ok(()),
		MarketState::ReduceOnly => Err(TicketError::MarketReduceOnly),
		MarketState::Halted => Err(TicketError::MarketHalted),
		MarketState::Settling | MarketState::Settled => Err(TicketError::MarketExpired),
	}
}

/// Whether the limit lies within the market's band: around a perpetual's mark by a fraction of it, around
/// an option's mark by a fraction of the index. The band's width is rounded down.
pub(crate) fn ensure_in_band(
	request: &OrderRequest,
	terms: &InstrumentTerms,
	mark: &Mark,
) -> Result<(), TicketError> {
	let out = TicketError::PriceOutOfBand;
	let limit = request.limit.price(terms.tick).map_err(|_| TicketError::PriceTooLarge)?;
	let base = if request.instrument.is_perpetual() { mark.price } else { mark.index };
	let width = band_width(base, terms).ok_or(out)?;
	let distance = limit.into_inner().abs_diff(mark.price.into_inner());
	if distance <= width {
		Ok(())
	} else {
		Err(out)
	}
}

fn band_width(base: Price, terms: &InstrumentTerms) -> Option<u128> {
	let fraction = u128::try_from(terms.price_band.into_inner()).ok()?;
	multiply_divide(base.into_inner(), fraction, ONE, Rounding::Down).ok()
}
