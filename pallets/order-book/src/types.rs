// SPDX-License-Identifier: Apache-2.0
//! Stored records, and what needs nothing but their values.

use crate::tick_page::Committed;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	pallet_prelude::{BoundedVec, ConstU32, Get},
	CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound, PartialEqNoBound,
};
use market_maths::units::{Price, Quantity, Ticks};
use market_primitives::{
	traits::RiskGate, ClientOrderId, InstrumentId, OrderId, Side, SubaccountId, TimeInForce, Window,
};
use scale_info::TypeInfo;

pub(crate) type SubaccountOf<T> = SubaccountId<<T as frame_system::Config>::AccountId>;
/// What the risk gate of a chain remembers.
pub(crate) type MemoOf<T> =
	<<T as crate::Config>::RiskGate as RiskGate<<T as frame_system::Config>::AccountId>>::Memo;
pub(crate) type OrderIdOf<T> = OrderId<<T as frame_system::Config>::AccountId>;
pub(crate) type OrderListOf<T> = OrderList<<T as crate::Config>::MaxOrdersPerAccount>;
pub(crate) type MessagesOf<T> = Messages<<T as crate::Config>::MaxOrdersPerAccount>;
pub(crate) type UsedPagesOf<T> = UsedPages<<T as crate::Config>::MaxPagesPerSide>;
pub(crate) type RestingOrderOf<T> = RestingOrder<<T as frame_system::Config>::AccountId>;
pub(crate) type LevelOf<T> = BoundedVec<RestingOrderOf<T>, <T as crate::Config>::MaxOrdersPerLevel>;

/// How many different expiries may have a book at once.
pub type MaxExpiries = ConstU32<1_024>;

/// An order as a trader writes it: size in coins, limit in USD.
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
pub struct OrderTicket {
	/// What to trade.
	pub instrument: InstrumentId,
	/// Buy or sell.
	pub side: Side,
	/// How many coins of the underlying: a positive multiple of the market's lot.
	pub size: Quantity,
	/// The worst acceptable price in USD per coin: a positive multiple of the market's tick.
	pub limit: Price,
	/// How long it lives.
	pub time_in_force: TimeInForce,
	/// Refuse it rather than let it take what rests in the book. Of what other post-only orders of the same window
	/// would trade with it, only as many lots are refused.
	pub post_only: bool,
	/// Never let it enlarge or turn the position.
	pub reduce_only: bool,
	/// Your own number for it, unique among your subaccount's open orders.
	pub client_id: Option<ClientOrderId>,
}

/// What happens to a batch of which some orders are refused.
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
pub enum BatchMode {
	/// One refused order refuses the batch.
	AllOrNothing,
	/// Refused orders are left out, each announced by an event.
	BestEffort,
}

/// Why lots of an order left the book without being filled.
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
pub enum CancelReason {
	/// The owner asked for it.
	Requested,
	/// The order lived for one clearing only, and this was not filled in it.
	Unfilled,
	/// A post-only order, or an order in a market that admits no takers, would have met what rests in the book: then it
	/// is refused as a whole. Or these lots of it would have traded with others of that kind in the same window: what is
	/// left of it rests.
	WouldTake,
	/// It would have met an order of the same owner.
	SelfTrade,
	/// A reduce-only order, or an order in a market that only reduces, was larger than the position.
	NothingToReduce,
	/// The account could no longer bear it.
	InsufficientMargin,
	/// The market's open interest has reached its cap; or that of all markets of the underlying together has reached
	/// what the stakes behind its price secure in this session. Closing goes on.
	OpenInterestCap,
	/// The price level, or that side of the book, has no room; or what rested at the worst prices of a side made room
	/// for better ones.
	BookFull,
	/// It would have stayed behind crossed with orders that could not trade with it.
	CannotRest,
	/// The market does not trade.
	MarketClosed,
	/// The series has expired.
	Expired,
	/// The account is being liquidated.
	Liquidation,
	/// The liquidation that it was part of is over.
	LiquidationOver,
	/// Something that the account has lacks a price good enough for new risk.
	PriceUnavailable,
}

/// Why a market was frozen. Each is a defect, not a trader's mistake.
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
pub enum FreezeCause {
	/// Bought and sold lots differed.
	Unbalanced,
	/// The margin engine does not know the instrument.
	UnknownInstrument,
	/// The margin engine does not know an account.
	UnknownAccount,
	/// An account had no room for the position.
	TooManyPositions,
	/// A number did not fit.
	Overflow,
	/// The stored book contradicts itself.
	CorruptBook,
}

/// An open order, waiting or resting, in its account's list.
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
pub struct OpenOrder {
	/// Its number in the subaccount.
	pub sequence: u64,
	/// What it trades.
	pub instrument: InstrumentId,
	/// Buy or sell.
	pub side: Side,
	/// Its limit.
	pub limit: Ticks,
	/// The window it was placed in. Once that window is cleared, the order rests in the book.
	pub window: Window,
	/// The trader's own number for it.
	pub client_id: Option<ClientOrderId>,
	/// Whether its cancellation waits for the next clearing.
	pub cancelling: bool,
	/// Lots by which it may still reduce the position, if it is reduce-only; otherwise none.
	pub reduces: u64,
}

/// All open orders of one subaccount, by rising sequence.
#[derive(
	CloneNoBound,
	DebugNoBound,
	DefaultNoBound,
	PartialEqNoBound,
	EqNoBound,
	Encode,
	Decode,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(MaxOrders))]
pub struct OrderList<MaxOrders: Get<u32>> {
	/// The number of the subaccount's next order.
	pub next_sequence: u64,
	/// Its open orders.
	pub open: BoundedVec<OpenOrder, MaxOrders>,
	/// Where orders of its liquidation wait: the window, and the market, each of which occurs once.
	pub reducing: BoundedVec<(Window, InstrumentId), MaxOrders>,
}

impl<MaxOrders: Get<u32>> OrderList<MaxOrders> {
	pub(crate) fn find(&self, sequence: u64) -> Option<&OpenOrder> {
		let place = self.open.binary_search_by_key(&sequence, |order| order.sequence).ok()?;
		self.open.get(place)
	}

	pub(crate) fn find_mut(&mut self, sequence: u64) -> Option<&mut OpenOrder> {
		let place = self.open.binary_search_by_key(&sequence, |order| order.sequence).ok()?;
		self.open.get_mut(place)
	}

	pub(crate) fn remove(&mut self, sequence: u64) -> Option<OpenOrder> {
		let place = self.open.binary_search_by_key(&sequence, |order| order.sequence).ok()?;
		Some(self.open.remove(place))
	}

	/// Lots by which the reduce-only orders on one side of a market could reduce the position. What is being
	/// cancelled goes before anything trades.
	pub(crate) fn reduces(&self, instrument: &InstrumentId, side: Side) -> u64 {
		self.open
			.iter()
			.filter(|order| order.instrument == *instrument && order.side == side)
			.filter(|order| !order.cancelling)
			.fold(0u64, |sum, order| sum.saturating_add(order.reduces))
	}

	pub(crate) fn has_client_id(&self, client_id: ClientOrderId) -> bool {
		self.open.iter().any(|order| order.client_id == Some(client_id))
	}
}

/// An order that waits for its window to be cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct WaitingOrder {
	/// Its number in the subaccount.
	pub sequence: u64,
	/// Buy or sell.
	pub side: Side,
	/// How many lots.
	pub lots: u64,
	/// Its limit.
	pub limit: Ticks,
	/// How long it lives.
	pub time_in_force: TimeInForce,
	/// Refuse it rather than let it take.
	pub post_only: bool,
	/// Never let it enlarge or turn the position.
	pub reduce_only: bool,
}

/// A cancellation that waits for its window to be cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct WaitingCancel {
	/// Which order.
	pub sequence: u64,
	/// The order's side.
	pub side: Side,
	/// The order's limit.
	pub limit: Ticks,
}

/// What a liquidation wants to reduce in the next clearing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct LiquidationOrder {
	/// Its number in the subaccount.
	pub sequence: u64,
	/// Buy or sell.
	pub side: Side,
	/// How many lots.
	pub lots: u64,
	/// Its limit: the bankruptcy price or better.
	pub limit: Ticks,
}

/// All messages of one subaccount to one market in one window.
#[derive(
	CloneNoBound,
	DebugNoBound,
	DefaultNoBound,
	PartialEqNoBound,
	EqNoBound,
	Encode,
	Decode,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(MaxOrders))]
pub struct Messages<MaxOrders: Get<u32>> {
	/// Orders, by rising sequence.
	pub orders: BoundedVec<WaitingOrder, MaxOrders>,
	/// Cancellations, in the order they were asked for.
	pub cancels: BoundedVec<WaitingCancel, MaxOrders>,
	/// What the liquidation of the account wants to reduce.
	pub liquidation: Option<LiquidationOrder>,
}

impl<MaxOrders: Get<u32>> Messages<MaxOrders> {
	pub(crate) fn count(&self) -> MessageCount {
		let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
		MessageCount {
			orders: count(self.orders.len()),
			cancels: count(self.cancels.len()),
			liquidations: self.liquidation.is_some().into(),
		}
	}
}

/// How many messages wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct MessageCount {
	/// Orders of traders.
	pub orders: u32,
	/// Cancellations.
	pub cancels: u32,
	/// Orders of liquidations.
	pub liquidations: u32,
}

impl MessageCount {
	pub(crate) fn total(&self) -> u32 {
		self.orders.saturating_add(self.cancels).saturating_add(self.liquidations)
	}

	/// Whether cancellations wait and nothing else.
	pub(crate) fn only_cancels(&self) -> bool {
		self.cancels > 0 && self.cancels == self.total()
	}

	pub(crate) fn plus(self, other: Self) -> Self {
		Self {
			orders: self.orders.saturating_add(other.orders),
			cancels: self.cancels.saturating_add(other.cancels),
			liquidations: self.liquidations.saturating_add(other.liquidations),
		}
	}

	pub(crate) fn minus(self, other: Self) -> Self {
		Self {
			orders: self.orders.saturating_sub(other.orders),
			cancels: self.cancels.saturating_sub(other.cancels),
			liquidations: self.liquidations.saturating_sub(other.liquidations),
		}
	}
}

/// What waits, over all windows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Line {
	/// Nothing waits in windows before this one.
	pub front: Window,
	/// In how many windows something waits.
	pub windows: u32,
	/// How much room of a window all waiting orders take together.
	pub room: u32,
}

/// An order that rests in the book.
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
pub struct RestingOrder<AccountId> {
	/// Which order.
	pub order: OrderId<AccountId>,
	/// Lots not yet filled.
	pub lots: u64,
	/// The window it came in with: older windows are filled first.
	pub window: Window,
	/// Whether it may only reduce.
	pub reduce_only: bool,
}

/// A page with at least one used tick, on one side of a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct UsedPage {
	/// Its number: its lowest tick divided by 1,024.
	pub page: u64,
	/// What is committed at all its ticks together.
	pub committed: Committed,
}

/// What a book holds: the pages with at least one used tick, by rising price, and how many orders.
#[derive(
	CloneNoBound,
	DebugNoBound,
	DefaultNoBound,
	PartialEqNoBound,
	EqNoBound,
	Encode,
	Decode,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(MaxPages))]
pub struct UsedPages<MaxPages: Get<u32>> {
	/// Pages with bids.
	pub bids: BoundedVec<UsedPage, MaxPages>,
	/// Pages with asks.
	pub asks: BoundedVec<UsedPage, MaxPages>,
	/// How many orders rest on both sides.
	pub orders: u32,
}

impl<MaxPages: Get<u32>> UsedPages<MaxPages> {
	pub(crate) fn of(&self, side: Side) -> &BoundedVec<UsedPage, MaxPages> {
		match side {
			Side::Buy => &self.bids,
			Side::Sell => &self.asks,
		}
	}

	pub(crate) fn of_mut(&mut self, side: Side) -> &mut BoundedVec<UsedPage, MaxPages> {
		match side {
			Side::Buy => &mut self.bids,
			Side::Sell => &mut self.asks,
		}
	}

	pub(crate) fn is_empty(&self) -> bool {
		self.bids.is_empty() && self.asks.is_empty()
	}
}

/// What the last clearing with fills did in a market.
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
pub struct ClearingRecord {
	/// The window that was cleared.
	pub window: Window,
	/// The one price.
	pub price: Ticks,
	/// Lots bought, as the fills add up.
	pub bought: u64,
	/// Lots sold, as the fills add up.
	pub sold: u64,
	/// Lowest and highest price among the fills.
	pub fill_prices: (Ticks, Ticks),
	/// The lowest limit of a filled buy order.
	pub lowest_bid: Ticks,
	/// The highest limit of a filled sell order.
	pub highest_ask: Ticks,
	/// Lots traded in this and the windows before, fading out.
	pub recent_volume: u64,
}

/// Windows over which traded lots fade out of a market's recent volume: five minutes of 3 s windows.
const VOLUME_FADES_OVER: u64 = 100;

impl ClearingRecord {
	/// What is left at `now` of the lots traded lately. Rounded down: liquidations rather take too
	/// small a slice of the book than too large a one.
	pub fn recent_volume_at(&self, now: Window) -> u64 {
		let passed = now.saturating_sub(self.window).min(VOLUME_FADES_OVER);
		let left = u128::from(VOLUME_FADES_OVER.saturating_sub(passed));
		let volume = u128::from(self.recent_volume)
			.saturating_mul(left)
			.checked_div(u128::from(VOLUME_FADES_OVER));
		volume.and_then(|volume| u64::try_from(volume).ok()).unwrap_or(0)
	}
}
