// SPDX-License-Identifier: Apache-2.0
//! What the orders of one call have in common: asked for once, and stored together.

use crate::{
	queue::{self, Room},
	types::{MemoOf, SubaccountOf, WaitingOrder},
	Config, Error, OpenWindow,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::defensive_assert;
use market_maths::units::Lots;
use market_primitives::{
	traits::{Instruments, RiskGate},
	InstrumentId, InstrumentTerms, Mark, Window,
};

/// The orders of one account that come with one call.
pub(crate) struct Intake<'a, T: Config> {
	pub(crate) account: &'a SubaccountOf<T>,
	/// The window they enter.
	pub(crate) window: Window,
	/// How much room there is left.
	room: Room,
	/// What the risk gate found out so far.
	pub(crate) memo: MemoOf<T>,
	markets: BTreeMap<InstrumentId, Option<(InstrumentTerms, Option<Mark>)>>,
	/// How many orders of anybody wait for a market in the window.
	orders: BTreeMap<InstrumentId, u32>,
	waiting: BTreeMap<InstrumentId, Vec<WaitingOrder>>,
}

impl<'a, T: Config> Intake<'a, T> {
	pub(crate) fn open(account: &'a SubaccountOf<T>) -> Self {
		let window = OpenWindow::<T>::get();
		Self {
			account,
			window,
			room: queue::room::<T>(),
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
	pub(crate) fn ensure_room(&mut self, instrument: &InstrumentId) -> Result<(), Error<T>> {
		let needed = self.room_needed(instrument);
		match self.room {
			Room { is_late: true, .. } => Err(Error::<T>::ClearingsLate),
			Room { left, .. } if needed > left => Err(Error::<T>::WindowFull),
			_ => Ok(()),
		}
	}

	/// Takes an order for which room was ensured.
	pub(crate) fn take(&mut self, instrument: InstrumentId, order: WaitingOrder) {
		let needed = self.room_needed(&instrument);
		self.room.left = self.room.left.saturating_sub(needed);
		let orders = self.orders.entry(instrument).or_default();
		*orders = orders.saturating_add(1);
		self.waiting.entry(instrument).or_default().push(order);
	}

	/// How much room one more order in a market takes.
	fn room_needed(&mut self, instrument: &InstrumentId) -> u32 {
		let window = self.window;
		let orders = *self
			.orders
			.entry(*instrument)
			.or_insert_with(|| queue::orders_waiting::<T>(window, *instrument));
		let with_it = queue::room_of::<T>(orders.saturating_add(1));
		with_it.saturating_sub(queue::room_of::<T>(orders))
	}

	/// Lets all orders taken wait for their window to be cleared.
	pub(crate) fn store(self) {
		for (instrument, orders) in self.waiting {
			let wait = queue::push_orders::<T>(self.window, instrument, self.account, orders);
			defensive_assert!(wait, "the account's limit of open orders leaves room");
		}
	}
}
