// SPDX-License-Identifier: Apache-2.0
//! An indexer that knows nothing but events.

use crate::{mock::*, *};
use frame_support::assert_ok;
use market_maths::units::Ticks;
use market_primitives::{InstrumentId, OrderId, Side};
use std::collections::BTreeMap;

/// Market, side, limit and lots left of a resting order.
type Line = (InstrumentId, Side, Ticks, u64);

/// The book as the events tell it.
#[derive(Default)]
pub(super) struct Replay {
	placed: BTreeMap<OrderId<AccountId>, (InstrumentId, Side, Ticks)>,
	resting: BTreeMap<OrderId<AccountId>, Line>,
}

impl Replay {
	pub(super) fn read(&mut self, events: Vec<Event<Test>>) {
		for event in events {
			match event {
				Event::OrderPlaced { order, request, .. } => {
					let line = (request.instrument, request.side, request.limit);
					assert_eq!(self.placed.insert(order, line), None, "{order:?} placed twice");
				},
				Event::OrderRested { order, lots, .. } => {
					let (instrument, side, limit) = self.placed[&order];
					self.resting.insert(order, (instrument, side, limit, lots));
				},
				Event::OrderFilled { order, remaining, .. }
				| Event::OrderCancelled { order, remaining, .. } => self.set(order, remaining),
				_ => {},
			}
		}
	}

	fn set(&mut self, order: OrderId<AccountId>, remaining: u64) {
		if remaining == 0 {
			self.resting.remove(&order);
		} else if let Some(line) = self.resting.get_mut(&order) {
			line.3 = remaining;
		}
	}

	pub(super) fn ensure_matches_the_book(&self) {
		let mut stored = BTreeMap::new();
		for (instrument, (side, limit), level) in Levels::<Test>::iter() {
			for resting in level {
				stored.insert(resting.order, (instrument, side, limit, resting.lots));
			}
		}
		assert_eq!(self.resting, stored);
	}
}

#[test]
fn the_book_can_be_rebuilt_from_events_alone() {
	ExtBuilder::default().tell(|| {
		let mut replay = Replay::default();
		let next_block = |replay: &mut Replay| {
			replay.read(events());
			clear();
		};
		assert_ok!(place(ALICE, bid(5, 990)));
		assert_ok!(place(ALICE, bid(3, 995)));
		assert_ok!(place(BOB, ask(5, 1_010)));
		next_block(&mut replay);
		assert_ok!(place(CAROL, ask(4, 990)));
		assert_ok!(cancel(BOB, id(BOB, 0)));
		assert_ok!(place(BOB, ask(2, 1_020)));
		next_block(&mut replay);
		assert_ok!(place(CAROL, ask(9, 990).immediate()));
		next_block(&mut replay);
		replay.read(events());
		assert_eq!(replay.resting.len(), 1);
		replay.ensure_matches_the_book();
	});
}

#[test]
fn what_is_left_of_post_only_orders_that_met_can_be_rebuilt_too() {
	ExtBuilder::default().tell(|| {
		let mut replay = Replay::default();
		assert_ok!(place(ALICE, bid(10, 1_000).post_only()));
		assert_ok!(place(BOB, ask(4, 1_000).post_only()));
		assert_ok!(place(CAROL, ask(3, 1_000)));
		replay.read(events());
		clear();
		replay.read(events());
		assert_eq!(replay.resting[&id(ALICE, 0)].3, 3);
		replay.ensure_matches_the_book();
	});
}
