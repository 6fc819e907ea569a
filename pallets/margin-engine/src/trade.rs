// SPDX-License-Identifier: Apache-2.0
//! What a trade does to a subaccount. Values only, no storage.

use crate::{position::FundingPayment, types::Subaccount};
use market_maths::{
	units::{Cash, Lots},
	MathsError,
};
use market_primitives::InstrumentId;

/// A change of a position, and what is paid for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trade {
	pub(crate) instrument: InstrumentId,
	/// Lots that are added; negative are taken away.
	pub(crate) lots: Lots,
	/// What is paid for them; negative is received.
	pub(crate) value: Cash,
	/// What it costs on top.
	pub(crate) fee: Cash,
	/// The instrument's cumulative funding now.
	pub(crate) cumulative_funding: i128,
}

/// What a trade did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traded {
	/// Lots now.
	pub(crate) lots: Lots,
	/// By how many lots the short side grew. It shrinks as often as the long side does, tokens included.
	pub(crate) short_side: Lots,
	/// The profit that left the position.
	pub(crate) realised: Cash,
	/// Funding that was paid.
	pub(crate) funding: FundingPayment,
}

/// Why a trade cannot be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TradeError {
	/// There is no room for another position.
	TooManyPositions,
	/// A number does not fit.
	Overflow,
}

impl From<MathsError> for TradeError {
	fn from(_: MathsError) -> Self {
		Self::Overflow
	}
}

impl Subaccount {
	/// Brings the position's funding up to date and books the trade.
	///
	/// A perpetual's value stays in its entry value until the position is reduced; an option's premium
	/// moves at once. In both, cash less entry values of perpetuals changes by −value − fee − funding.
	pub(crate) fn book_trade(
		&mut self,
		trade: &Trade,
		decimals: u32,
	) -> Result<Traded, TradeError> {
		let is_perpetual = trade.instrument.is_perpetual();
		let traded = self
			.change_line(&trade.instrument, |line| -> Result<Traded, MathsError> {
				let position = &mut line.position;
				let funding = if is_perpetual {
					position.settle_funding(trade.cumulative_funding, decimals)?
				} else {
					FundingPayment::default()
				};
				let before = short_lots(position.lots)?;
				let realised = position.trade(trade.lots, trade.value)?;
				let short_side = short_lots(position.lots)?.checked_sub(before)?;
				Ok(Traded { lots: position.lots, short_side, realised, funding })
			})
			.ok_or(TradeError::TooManyPositions)??;
		let earned = if is_perpetual { traded.realised } else { trade.value.checked_neg()? };
		self.cash = self
			.cash
			.checked_add(earned)?
			.checked_sub(trade.fee)?
			.checked_sub(traded.funding.owed)?;
		Ok(traded)
	}
}

/// The lots that a position is short.
fn short_lots(lots: Lots) -> Result<Lots, MathsError> {
	lots.min(Lots::ZERO).checked_neg()
}
