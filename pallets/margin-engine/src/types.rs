// SPDX-License-Identifier: Apache-2.0
//! What a subaccount is made of.

use alloc::borrow::Cow;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use market_maths::{
	units::{Cash, Lots, Ticks, Usd},
	MathsError,
};
use market_primitives::{InstrumentId, Side, UniverseId, Window};
use scale_info::TypeInfo;

/// The most instruments in which a subaccount may have a position, an open order or something to write.
pub const MAX_LINES: u32 = 64;

/// How an account's requirement is computed.
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
)]
pub enum MarginModel {
	/// Each position on its own, options of one expiry also by their greatest common loss.
	#[default]
	Standard,
}

/// Why and when an account's liquidation began.
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
pub struct LiquidationRecord {
	/// The window in which it began.
	pub since: Window,
	/// What the account was worth then.
	pub equity: Usd,
	/// Its maintenance margin then: negative, or it would not have begun.
	pub maintenance_margin: Usd,
	/// The window in which it was last worked on, if it was.
	pub last_step: Option<Window>,
	/// Windows in a row in which its orders were not filled at all.
	pub idle_windows: u16,
}

/// What was tried for an account in liquidation for whose positions nobody was found.
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
)]
pub struct AttemptRecord {
	/// Windows in which the market was asked at the expense of insurance. What that may cost grows with them.
	pub asked_windows: u16,
	/// How often in a row nobody was found who holds the opposite of any of its positions.
	pub fruitless: u8,
	/// The window from which on the holders are looked through again.
	pub search_from: Window,
	/// Whether the market took any orders when it was asked last. If not it is not asked before then, either.
	pub market_takes: bool,
}

/// Whether an account may act freely.
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
)]
pub enum AccountStatus {
	/// It meets its maintenance margin as far as is known.
	#[default]
	Healthy,
	/// It is being liquidated: the owner may deposit and reduce, nothing else.
	InLiquidation(LiquidationRecord),
}

/// A position in one instrument.
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
)]
pub struct Position {
	/// Lots, long positive.
	pub lots: Lots,
	/// What the lots cost: paid for a long (positive), received for a short (negative). A perpetual has
	/// not paid it yet; an option has.
	pub entry_value: Cash,
	/// The cumulative funding up to which the position has paid.
	pub funding_index: i128,
}

/// What the open orders in one instrument could still trade. Reduce-only orders are not in it.
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
)]
pub struct OrderExposure {
	/// Lots that could be bought.
	pub buy_lots: u64,
	/// What they would cost at the orders' limits.
	pub buy_value: Cash,
	/// Lots that could be sold.
	pub sell_lots: u64,
	/// What they would bring at the orders' limits.
	pub sell_value: Cash,
}

impl OrderExposure {
	/// Whether there is nothing that could be traded.
	pub fn is_empty(&self) -> bool {
		self.buy_lots == 0 && self.sell_lots == 0
	}

	/// Counts `lots` more that could be traded at `limit`.
	pub fn add(
		&mut self,
		side: Side,
		lots: u64,
		limit: Ticks,
		per_tick_and_lot: Cash,
	) -> Result<(), MathsError> {
		let value = value_of(lots, limit, per_tick_and_lot)?;
		let (counted, total) = self.side_mut(side);
		*counted = counted.checked_add(lots).ok_or(MathsError::Overflow)?;
		*total = total.checked_add(value)?;
		Ok(())
	}

	/// Stops counting `lots` that could be traded at `limit`. More than is counted is an error.
	pub fn remove(
		&mut self,
		side: Side,
		lots: u64,
		limit: Ticks,
		per_tick_and_lot: Cash,
	) -> Result<(), MathsError> {
		let value = value_of(lots, limit, per_tick_and_lot)?;
		let (counted, total) = self.side_mut(side);
		*counted = counted.checked_sub(lots).ok_or(MathsError::Overflow)?;
		*total = total.checked_sub(value)?;
		Ok(())
	}

	fn side_mut(&mut self, side: Side) -> (&mut u64, &mut Cash) {
		match side {
			Side::Buy => (&mut self.buy_lots, &mut self.buy_value),
			Side::Sell => (&mut self.sell_lots, &mut self.sell_value),
		}
	}
}

/// What `lots` are worth at `price`, never negative. Exact.
pub(crate) fn value_of(
	lots: u64,
	price: Ticks,
	per_tick_and_lot: Cash,
) -> Result<Cash, MathsError> {
	let lots = Side::Buy.signed(lots).ok_or(MathsError::Overflow)?;
	market_maths::units::fill_value(price, lots, per_tick_and_lot)
}

/// What a subaccount has and wants in one instrument.
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
pub struct Line {
	/// The instrument.
	pub instrument: InstrumentId,
	/// What it has.
	pub position: Position,
	/// What its open orders could still trade.
	pub orders: OrderExposure,
	/// Lots of an option that it has asked to write and that are not written yet.
	pub to_write: u64,
}

impl Line {
	/// Whether nothing would be lost by forgetting it.
	pub(crate) fn is_empty(&self) -> bool {
		self.position.lots.is_zero() && self.orders.is_empty() && self.to_write == 0
	}
}

/// A margined account: everything in it stands behind everything in it.
#[derive(
	Clone,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Subaccount {
	/// The universe it trades in.
	pub universe: UniverseId,
	/// How its requirement is computed.
	pub margin_model: MarginModel,
	/// Settled cash. Negative is owed.
	pub cash: Cash,
	/// Whether it may act freely.
	pub status: AccountStatus,
	/// Positions, open orders and what waits to be written, by instrument and in its order.
	pub lines: BoundedVec<Line, ConstU32<MAX_LINES>>,
}

impl Subaccount {
	/// The line of an instrument.
	pub fn line(&self, instrument: &InstrumentId) -> Option<&Line> {
		let place = self.place(instrument).ok()?;
		self.lines.get(place)
	}

	/// Its position in an instrument; nothing if there is none.
	pub fn position(&self, instrument: &InstrumentId) -> Position {
		self.line(instrument).map(|line| line.position).unwrap_or_default()
	}

	/// Changes the line of an instrument, which is made if there is none and dropped if it ends up
	/// empty. `None` if there is no room for another one.
	pub(crate) fn change_line<R>(
		&mut self,
		instrument: &InstrumentId,
		change: impl FnOnce(&mut Line) -> R,
	) -> Option<R> {
		let place = match self.place(instrument) {
			Ok(place) => place,
			Err(place) => {
				let line = Line {
					instrument: *instrument,
					position: Position::default(),
					orders: OrderExposure::default(),
					to_write: 0,
				};
				self.lines.try_insert(place, line).ok()?;
				place
			},
		};
		let line = self.lines.get_mut(place)?;
		let result = change(line);
		if line.is_empty() {
			self.lines.remove(place);
		}
		Some(result)
	}

	/// The account as if all that it has asked to write were written. `Overflow` if it could not hold that.
	pub(crate) fn as_written(&self) -> Result<Cow<'_, Self>, MathsError> {
		if self.lines.iter().all(|line| line.to_write == 0) {
			return Ok(Cow::Borrowed(self));
		}
		let mut written = self.clone();
		for line in written.lines.iter_mut() {
			let lots = Side::Sell.signed(line.to_write).ok_or(MathsError::Overflow)?;
			line.position.lots = line.position.lots.checked_add(lots)?;
			line.to_write = 0;
		}
		Ok(Cow::Owned(written))
	}

	/// Whether it is being liquidated.
	pub const fn is_in_liquidation(&self) -> bool {
		matches!(self.status, AccountStatus::InLiquidation(_))
	}

	/// The lines in which there is a position.
	pub fn positions(&self) -> impl Iterator<Item = &Line> {
		self.lines.iter().filter(|line| !line.position.lots.is_zero())
	}

	/// Whether prices or debts can bring it below its maintenance margin.
	pub fn can_fall_short(&self) -> bool {
		self.cash.is_negative() || self.positions().next().is_some()
	}

	/// Whether nothing would be lost by forgetting it.
	pub fn is_empty(&self) -> bool {
		self.cash.is_zero() && self.lines.is_empty() && !self.is_in_liquidation()
	}

	fn place(&self, instrument: &InstrumentId) -> Result<usize, usize> {
		self.lines.binary_search_by_key(instrument, |line| line.instrument)
	}
}
