// SPDX-License-Identifier: Apache-2.0
use crate::{FeedStatus, Purpose, UniverseId};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::units::{cash_per_tick_and_lot, Cash, Price, Quantity, Rate, Volatility};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What may be done in a market.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub enum MarketState {
	/// Everything.
	#[default]
	Listed,
	/// Orders may rest but none may take.
	PostOnly,
	/// Positions may only shrink.
	ReduceOnly,
	/// Nothing trades; orders may be cancelled.
	Halted,
	/// Expired; positions are being paid out.
	Settling,
	/// Expired and paid out.
	Settled,
}

impl MarketState {
	/// Whether positions may be opened or enlarged.
	pub const fn allows_new_risk(self) -> bool {
		matches!(self, Self::Listed | Self::PostOnly)
	}

	/// Whether positions may be made smaller by trading.
	pub const fn allows_reduction(self) -> bool {
		matches!(self, Self::Listed | Self::PostOnly | Self::ReduceOnly)
	}

	/// Whether an order may take what rests in the book.
	pub const fn allows_taking(self) -> bool {
		matches!(self, Self::Listed | Self::ReduceOnly)
	}

	/// Whether somebody may put a market into this state. Only time brings the others.
	pub const fn is_for_trading(self) -> bool {
		!matches!(self, Self::Settling | Self::Settled)
	}

	/// How much it forbids, compared with other states.
	pub const fn strictness(self) -> u8 {
		match self {
			Self::Listed => 0,
			Self::PostOnly => 1,
			Self::ReduceOnly => 2,
			Self::Halted => 3,
			Self::Settling => 4,
			Self::Settled => 5,
		}
	}

	/// Whether the market takes part in the clearing of windows.
	pub const fn clears(self) -> bool {
		self.allows_reduction()
	}
}

/// A restriction that ends by itself.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Emergency {
	/// The state that returns.
	pub previous: MarketState,
	/// When it returns, in milliseconds since 1970.
	pub until_ms: u64,
}

/// The terms under which an instrument trades.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct InstrumentTerms {
	/// The universe whose insurance stands behind it.
	pub universe: UniverseId,
	/// The smallest step of its price.
	pub tick: Price,
	/// The smallest size, in coins of the underlying.
	pub lot: Quantity,
	/// How far from its mark an order's limit may lie, as a fraction: of the mark for a perpetual, of the
	/// underlying's index for an option, whose own price may be near zero.
	pub price_band: Rate,
	/// The most lots that may be open, counted on the long side. They may be fewer: all markets of the underlying share
	/// what the stakes behind its price secure, where that is known.
	pub open_interest_cap: u64,
	/// What may be done in it now.
	pub state: MarketState,
}

impl InstrumentTerms {
	/// An open-interest cap may be raised to this many lots in one change, however low it was.
	pub const OPEN_INTEREST_CAP_STEP_FLOOR: u64 = 10_000;

	/// Whether a change from `old` at most doubles the price band and the open-interest cap. It may lower them
	/// as far as the bounds allow.
	pub fn is_one_step_from(&self, old: &Self) -> bool {
		let band = old.price_band.into_inner().saturating_mul(2);
		let cap = old.open_interest_cap.saturating_mul(2).max(Self::OPEN_INTEREST_CAP_STEP_FLOOR);
		self.price_band.into_inner() <= band && self.open_interest_cap <= cap
	}

	/// The cash that one lot is worth at one tick; `None` marks terms that must not be listed.
	pub fn cash_per_tick_and_lot(&self) -> Option<Cash> {
		cash_per_tick_and_lot(self.tick, self.lot)
	}

	/// Coins in so many lots. Exact, or [`Quantity::MAX`] where it does not fit.
	pub fn coins(&self, lots: u64) -> Quantity {
		Quantity::from_inner(i128::from(lots).saturating_mul(self.lot.into_inner()))
	}
}

/// What an instrument is worth now, and what that rests on.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Mark {
	/// The price at which positions are valued, in USD per coin.
	pub price: Price,
	/// The spot index of the underlying.
	pub index: Price,
	/// The forward of the underlying to the expiry; the index for a perpetual.
	pub forward: Price,
	/// The volatility behind an option's price; zero for a perpetual.
	pub volatility: Volatility,
	/// The confidence of the index, in USD.
	pub confidence: Price,
	/// How good the index is. What an account may do goes by it.
	pub status: FeedStatus,
	/// Half the width of the band around the volatility, never less than its status makes it; zero for a
	/// perpetual.
	pub volatility_confidence: Volatility,
	/// How far an option's price may be off because its volatility is, in USD per coin; zero for a perpetual.
	pub price_confidence: Price,
	/// How good the volatility is: `Halted` also if there is none, or none that can be computed with. `Live` for a
	/// perpetual. What may be opened in the instrument goes by it, and nothing else does.
	pub volatility_status: FeedStatus,
}

impl Mark {
	/// Whether `purpose` may be served in this instrument. The one place where it is decided which status of a
	/// mark a purpose asks about.
	///
	/// | purpose | index | volatility |
	/// |---|---|---|
	/// | new risk in this instrument | yes | yes |
	/// | new risk in another one of the same account | yes | no |
	/// | reduce | yes | no |
	/// | liquidate | yes | no |
	/// | fund | yes | no |
	/// | settle | yes | no |
	/// | withdraw | yes | no |
	/// | show | yes | no |
	///
	/// A halted volatility is that of one expiry. Were the account asked about it, one lot of such an option would
	/// keep everything else in it from being liquidated. The option is valued at the last volatility there was, and
	/// whoever is short of it needs more initial margin: [`price_confidence`](Self::price_confidence) on top. For
	/// new risk in another instrument, ask its own mark, and the [`status`](Self::status) alone of this one.
	pub const fn allows(&self, purpose: Purpose) -> bool {
		let volatility = match purpose {
			Purpose::NewRisk => self.volatility_status.allows(purpose),
			_ => true,
		};
		volatility && self.status.allows(purpose)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use FeedStatus::{Caution, Halted, Live};

	const PURPOSES: [Purpose; 7] = [
		Purpose::NewRisk,
		Purpose::Reduce,
		Purpose::Liquidate,
		Purpose::Fund,
		Purpose::Settle,
		Purpose::Withdraw,
		Purpose::Show,
	];

	fn mark(status: FeedStatus, volatility_status: FeedStatus) -> Mark {
		Mark {
			price: Price::ZERO,
			index: Price::ZERO,
			forward: Price::ZERO,
			volatility: Volatility::ZERO,
			confidence: Price::ZERO,
			status,
			volatility_confidence: Volatility::ZERO,
			price_confidence: Price::ZERO,
			volatility_status,
		}
	}

	#[test]
	fn a_halted_volatility_stops_new_risk_and_nothing_else() {
		for index in [Live, Caution, Halted] {
			for volatility in [Live, Caution] {
				for purpose in PURPOSES {
					let allowed = mark(index, volatility).allows(purpose);
					assert_eq!(allowed, index.allows(purpose), "{purpose:?}");
				}
			}
			for purpose in PURPOSES {
				let allowed = mark(index, Halted).allows(purpose);
				assert_eq!(allowed, purpose != Purpose::NewRisk && index.allows(purpose));
			}
		}
	}
}
