// SPDX-License-Identifier: Apache-2.0
//! Questions clients ask about the book.

use crate::{
	book::Book, hooks::plan_clearing::plan, queue, types::SubaccountOf, Config, OpenWindow,
	OrderLists, Pallet,
};
use alloc::vec::Vec;
use codec::{Codec, Decode, Encode};
use frame_support::pallet_prelude::Get;
use market_maths::units::{Price, Quantity};
use market_primitives::{
	traits::Instruments, ClientOrderId, InstrumentId, InstrumentTerms, OrderId, Side, SubaccountId,
	Window,
};
use scale_info::TypeInfo;

/// Everything that rests at one price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct DepthLevel {
	/// The price.
	pub price: Price,
	/// The size of all orders there together.
	pub size: Quantity,
	/// How many orders these are.
	pub orders: u32,
}

/// The best prices of a book, best first on each side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct Depth {
	/// What is bid.
	pub bids: Vec<DepthLevel>,
	/// What is asked.
	pub asks: Vec<DepthLevel>,
}

/// An open order as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct OpenOrderView<AccountId> {
	/// The order.
	pub order: OrderId<AccountId>,
	/// What it trades.
	pub instrument: InstrumentId,
	/// Buy or sell.
	pub side: Side,
	/// What is left of it.
	pub size: Quantity,
	/// Its limit.
	pub limit: Price,
	/// The window it was placed in.
	pub window: Window,
	/// Whether it rests in the book. Otherwise it waits for its window's clearing.
	pub resting: bool,
	/// The trader's own number for it.
	pub client_id: Option<ClientOrderId>,
	/// Whether its cancellation waits for the next clearing.
	pub cancelling: bool,
}

/// What the open window would do if it ended now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct IndicativeClearing {
	/// The window.
	pub window: Window,
	/// The price.
	pub price: Price,
	/// The size that would change hands.
	pub size: Quantity,
}

sp_api::decl_runtime_apis! {
	/// Questions about books and orders.
	pub trait OrderBookApi<AccountId> where AccountId: Codec {
		/// The best prices of a market, at most `levels` on each side and never more than 200.
		fn depth(instrument: InstrumentId, levels: u32) -> Depth;

		/// All open orders of a subaccount, oldest first.
		fn open_orders(account: SubaccountId<AccountId>) -> Vec<OpenOrderView<AccountId>>;

		/// What the open window would do if it ended now; nothing if nothing would trade.
		fn indicative_clearing(instrument: InstrumentId) -> Option<IndicativeClearing>;
	}
}

/// Levels that one answer holds at most on each side.
const MOST_LEVELS: usize = 200;

impl<T: Config> Pallet<T> {
	pub(crate) fn read_depth(instrument: InstrumentId, levels: u32) -> Depth {
		let Some(terms) = T::Instruments::terms(&instrument) else { return Depth::default() };
		let most = usize::try_from(levels).unwrap_or(MOST_LEVELS).min(MOST_LEVELS);
		let mut book = Book::<T>::open(instrument);
		let mut side = |side: Side| {
			let mut at = None;
			core::iter::from_fn(|| {
				at = Some(book.next(side, at)?);
				let tick = at?;
				Some(DepthLevel {
					price: tick.price(terms.tick).ok()?,
					size: size(book.lots(side, tick), &terms)?,
					orders: u32::try_from(book.level(side, tick).len()).ok()?,
				})
			})
			.take(most)
			.collect()
		};
		Depth { bids: side(Side::Buy), asks: side(Side::Sell) }
	}

	pub(crate) fn read_open_orders(account: SubaccountOf<T>) -> Vec<OpenOrderView<T::AccountId>> {
		let list = OrderLists::<T>::get(&account);
		let view = |open: crate::OpenOrder| {
			let order = OrderId { account: account.clone(), sequence: open.sequence };
			let terms = T::Instruments::terms(&open.instrument)?;
			let waiting = queue::order::<T>(open.window, open.instrument, &account, open.sequence);
			let lots = match &waiting {
				Some(waiting) => waiting.lots,
				None => {
					Book::<T>::open(open.instrument)
						.level(open.side, open.limit)
						.iter()
						.find(|resting| resting.order == order)?
						.lots
				},
			};
			Some(OpenOrderView {
				order,
				instrument: open.instrument,
				side: open.side,
				size: size(lots, &terms)?,
				limit: open.limit.price(terms.tick).ok()?,
				window: open.window,
				resting: waiting.is_none(),
				client_id: open.client_id,
				cancelling: open.cancelling,
			})
		};
		list.open.into_iter().filter_map(view).collect()
	}

	pub(crate) fn plan_open_window(instrument: InstrumentId) -> Option<IndicativeClearing> {
		let terms = T::Instruments::terms(&instrument)?;
		let window = OpenWindow::<T>::get();
		let messages = queue::peek::<T>(window, instrument);
		let depth = T::MaxDepthPerClearing::get();
		let mut book = Book::<T>::open(instrument);
		let mut memo = Default::default();
		let plan = plan::<T>(window, instrument, &messages, &mut book, depth, &mut memo).ok()?;
		let clearing = plan.clearing?;
		Some(IndicativeClearing {
			window,
			price: clearing.price.price(terms.tick).ok()?,
			size: size(clearing.volume, &terms)?,
		})
	}
}

/// Coins in so many lots.
fn size(lots: u64, terms: &InstrumentTerms) -> Option<Quantity> {
	Side::Buy.signed(lots)?.quantity(terms.lot).ok()
}
