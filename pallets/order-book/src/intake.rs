// SPDX-License-Identifier: Apache-2.0
//! What the orders of one call have in common: asked for once, and stored together.

use crate::{
	queue::{self, AllAndOwn, Room},
	types::{MemoOf, SubaccountOf, WaitingOrder},
	Config, Error, OpenWindow,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::defensive_assert;
use market_maths::units::Lots;
use market_primitives::{
	traits::{Instruments, RiskGate},
	InstrumentId, InstrumentTerms, Mark, OrderRequest, Window,
};

/// The orders of one account that come with one call.
pub(crate) struct Intake<'a, T: Config> {
	pub(crate) account: &'a SubaccountOf<T>,
	/// The window they enter.
	pub(crate) window: Window,
	/// How much room there is left.
	room: Room,
	/// How much of it the owner may take.
	room_of_owner: u32,
	/// What the risk gate found out so far.
	pub(crate) memo: MemoOf<T>,
	markets: BTreeMap<InstrumentId, Option<(InstrumentTerms, Option<Mark>)>>,
	/// How many orders wait for a market in the window.
	orders: BTreeMap<InstrumentId, AllAndOwn>,
	waiting: BTreeMap<InstrumentId, Vec<WaitingOrder>>,
}

impl<'a, T: Config> Intake<'a, T> {
	pub(crate) fn open(account: &'a SubaccountOf<T>) -> Self {
		let window = OpenWindow::<T>::get();
		Self {
			account,
			window,
			room: queue::room::<T>(),
			room_of_owner: queue::room_of_owner::<T>(&account.owner),
			memo: Default::default(),
			markets: BTreeMap::new(),
			orders: BTreeMap::new(),
			waiting: BTreeMap::new(),
		}
	}

	/// The terms of a market, and its mark if it has one.
	pub(crate) fn market(
		&mut self,
		instrument: &InstrumentId,
	) -> Result<(InstrumentTerms, Option<Mark>), Error<T>> {
		self.markets
			.entry(*instrument)
			.or_insert_with(|| {
				let terms = T::Instruments::terms(instrument)?;
				Some((terms, T::Instruments::mark(instrument).ok()))
			})
			.ok_or(Error::<T>::UnknownInstrument)
	}

	/// The account's position, which no order changes before it is filled.
	pub(crate) fn position(&mut self, instrument: &InstrumentId) -> Lots {
		T::RiskGate::position(&mut self.memo, self.account, instrument)
	}

	/// Refuses an order if there is no room for one more in its market.
	pub(crate) fn ensure_room(&mut self, request: &OrderRequest) -> Result<(), Error<T>> {
		let needed = self.room_needed(&request.instrument);
		if needed.own > self.room_of_owner {
			return Err(Error::<T>::TooManyOrdersInWindow);
		}
		let Room { for_reductions, for_others, is_late } = self.room;
		let left = if request.reduce_only { for_reductions } else { for_others };
		if needed.all <= left {
			return Ok(());
		}
		match is_late && !request.reduce_only {
			true => Err(Error::<T>::ClearingsLate),
			false => Err(Error::<T>::WindowFull),
		}
	}

	/// Takes an order for which room was ensured.
	pub(crate) fn take(&mut self, instrument: InstrumentId, order: WaitingOrder) {
		let needed = self.room_needed(&instrument);
		self.room.for_reductions = self.room.for_reductions.saturating_sub(needed.all);
		self.room.for_others = self.room.for_others.saturating_sub(needed.all);
		self.room_of_owner = self.room_of_owner.saturating_sub(needed.own);
		if let Some(AllAndOwn { all, own }) = self.orders.get_mut(&instrument) {
			*all = all.saturating_add(1);
			*own = own.saturating_add(1);
		}
		self.waiting.entry(instrument).or_default().push(order);
	}

	/// How much room one more order in a market takes: of all, and of what the owner may take.
	fn room_needed(&mut self, instrument: &InstrumentId) -> AllAndOwn {
		let (window, account) = (self.window, self.account);
		let waiting = *self
			.orders
			.entry(*instrument)
			.or_insert_with(|| queue::orders_waiting::<T>(window, *instrument, account));
		let for_one_more = |orders: u32| {
			let with_it = queue::room_of::<T>(orders.saturating_add(1));
			with_it.saturating_sub(queue::room_of::<T>(orders))
		};
		AllAndOwn { all: for_one_more(waiting.all), own: for_one_more(waiting.own) }
	}

	/// Lets all orders taken wait for their window to be cleared.
	pub(crate) fn store(self) {
		for (instrument, orders) in self.waiting {
			let wait = queue::push_orders::<T>(self.window, instrument, self.account, orders);
			defensive_assert!(wait, "the account's limit of open orders leaves room");
		}
	}
}
