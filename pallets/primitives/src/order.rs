// SPDX-License-Identifier: Apache-2.0
use crate::{InstrumentId, SubaccountId};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::units::{Lots, Ticks};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A trader's own number for an order.
pub type ClientOrderId = u64;

/// Whether something is bought or sold.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub enum Side {
	/// Bought: a bid.
	Buy,
	/// Sold: an ask.
	Sell,
}

impl Side {
	/// The other side.
	pub const fn opposite(self) -> Self {
		match self {
			Self::Buy => Self::Sell,
			Self::Sell => Self::Buy,
		}
	}

	/// `lots` with the sign of this side: bought is positive. `None` if they do not fit.
	pub fn signed(self, lots: u64) -> Option<Lots> {
		let lots = i64::try_from(lots).ok()?;
		match self {
			Self::Buy => Some(Lots::from_inner(lots)),
			Self::Sell => lots.checked_neg().map(Lots::from_inner),
		}
	}
}

/// How long an order lives.
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
pub enum TimeInForce {
	/// Until it is filled or cancelled.
	#[default]
	GoodTillCancelled,
	/// What the next clearing does not fill is cancelled.
	ImmediateOrCancel,
}

/// An order as a trader asks for it.
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
pub struct OrderRequest {
	/// What to trade.
	pub instrument: InstrumentId,
	/// Buy or sell.
	pub side: Side,
	/// How many lots.
	pub lots: u64,
	/// The worst acceptable price, in ticks.
	pub limit: Ticks,
	/// How long it lives.
	pub time_in_force: TimeInForce,
	/// Refuse it rather than let it take what rests in the book.
	pub post_only: bool,
	/// Never let it enlarge or turn the position.
	pub reduce_only: bool,
	/// The trader's own number for it.
	pub client_id: Option<ClientOrderId>,
}

/// An order's identity: whose it is, and its number in that subaccount.
///
/// It does not depend on anybody else's orders, so that the order in which a window's messages
/// arrive leaves no trace.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct OrderId<AccountId> {
	/// Whose order it is.
	pub account: SubaccountId<AccountId>,
	/// Its number among all orders this subaccount ever placed.
	pub sequence: u64,
}

/// How an order took part in a fill.
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
pub enum FillRole {
	/// It rested in the book before the window, or was post-only.
	Maker,
	/// It came in with the window.
	Taker,
	/// It reduces an account that is being liquidated.
	Liquidation,
}

/// One order's share of a clearing.
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
pub struct Fill<AccountId> {
	/// The order that was filled.
	pub order: OrderId<AccountId>,
	/// What was traded.
	pub instrument: InstrumentId,
	/// Bought or sold.
	pub side: Side,
	/// How many lots.
	pub lots: u64,
	/// The clearing's one price, in ticks.
	pub price: Ticks,
	/// The order's own limit, which the price is never worse than.
	pub limit: Ticks,
	/// How the order took part.
	pub role: FillRole,
	/// Whether the order was reduce-only: such lots were never counted as exposure.
	pub reduce_only: bool,
}

/// Lots of an order that could still be filled, as the margin engine counts them.
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
pub struct RestingExposure {
	/// What the order trades.
	pub instrument: InstrumentId,
	/// Buy or sell.
	pub side: Side,
	/// Lots not yet filled.
	pub lots: u64,
	/// The order's limit, in ticks.
	pub limit: Ticks,
	/// Whether it can only shrink the position. Such lots are not counted as exposure: they are judged by
	/// what closing at the limit does to the account.
	pub reduce_only: bool,
}
