// SPDX-License-Identifier: Apache-2.0
//! What the orders of one call have in common: asked for once, and stored together.

use crate::{
	queue,
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
	/// How many more orders the window takes.
	room: u32,
	/// What the risk gate found out so far.
	pub(crate) memo: MemoOf<T>,
	markets: BTreeMap<InstrumentId, Option<(InstrumentTerms, Option<Mark>)>>,
	waiting: BTreeMap<InstrumentId, Vec<WaitingOrder>>,
}

impl<'a, T: Config> Intake<'a, T> {
	pub(crate) fn open(account: &'a SubaccountOf<T>) -> Self {
		let window = OpenWindow::<T>::get();
		Self {
			account,
			window,
			room: queue::room_for_orders::<T>(window),
			memo: Default::default(),
			markets: BTreeMap::new(),
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

	/// Refuses an order if its window has no room for one more.
	pub(crate) fn ensure_room(&self) -> Result<(), Error<T>> {
		match self.room {
			0 => Err(Error::<T>::WindowFull),
			_ => Ok(()),
		}
	}

	/// Takes an order for which room was ensured.
	pub(crate) fn take(&mut self, instrument: InstrumentId, order: WaitingOrder) {
		self.room = self.room.saturating_sub(1);
		self.waiting.entry(instrument).or_default().push(order);
	}

	/// Lets all orders taken wait for their window to be cleared.
	pub(crate) fn store(self) {
		for (instrument, orders) in self.waiting {
			let wait = queue::push_orders::<T>(self.window, instrument, self.account, orders);
			defensive_assert!(wait, "the account's limit of open orders leaves room");
		}
	}
}
