// SPDX-License-Identifier: Apache-2.0
//! Orders that may only rest, and what becomes of those that meet.

use crate::{mock::*, *};
use frame_support::assert_ok;
use market_primitives::{FillRole, MarketState, Side};
use proptest::prelude::*;

#[test]
fn one_lot_costs_a_maker_one_lot() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(100, 990).post_only()));
		assert_ok!(place(BOB, ask(100, 1_010).post_only()));
		assert_ok!(place(CAROL, ask(1, 900).post_only()));
		clear();
		let refused = |who| (id(who, 0), 1, CancelReason::WouldTake);
		assert_eq!(cuts(), [refused(ALICE), refused(CAROL)]);
		assert_eq!(resting(Side::Buy), [(990, 99)]);
		assert_eq!(resting(Side::Sell), [(1_010, 100)]);
	});
}

#[test]
fn two_lots_that_reach_through_all_quotes_refuse_each_other() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(100, 990).post_only()));
		assert_ok!(place(BOB, ask(100, 1_010).post_only()));
		assert_ok!(place(CAROL, ask(1, 900).post_only()));
		assert_ok!(place(DAVE, bid(1, 1_100).post_only()));
		clear();
		let refused = |who| (id(who, 0), 1, CancelReason::WouldTake);
		assert_eq!(cuts(), [refused(CAROL), refused(DAVE)]);
		assert_eq!(resting(Side::Buy), [(990, 100)]);
		assert_eq!(resting(Side::Sell), [(1_010, 100)]);
	});
}

#[test]
fn what_would_have_traded_is_shared_as_a_clearing_shares_it() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(30, 1_000).post_only()));
		assert_ok!(place(BOB, bid(10, 1_000).post_only()));
		assert_ok!(place(CAROL, ask(25, 1_000).post_only()));
		assert_ok!(place(DAVE, bid(5, 1_001).post_only()));
		clear();
		// Dave's price is better; of the other twenty, three quarters and one quarter.
		let refused = |who, lots| (id(who, 0), lots, CancelReason::WouldTake);
		let expected = [refused(ALICE, 15), refused(BOB, 5), refused(CAROL, 25), refused(DAVE, 5)];
		assert_eq!(cuts(), expected);
		assert_eq!(resting(Side::Buy), [(1_000, 20)]);
		assert_eq!(resting(Side::Sell), []);
		assert!(events().contains(&Event::OrderCancelled {
			order: id(ALICE, 0),
			instrument: PERPETUAL,
			lots: 15,
			remaining: 15,
			reason: CancelReason::WouldTake,
		}));
		let rested = Event::OrderRested { order: id(ALICE, 0), instrument: PERPETUAL, lots: 15 };
		assert!(events().contains(&rested));
	});
}

#[test]
fn what_is_left_still_trades_with_those_who_take() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(10, 1_000).post_only()));
		assert_ok!(place(BOB, ask(4, 1_000).post_only()));
		assert_ok!(place(CAROL, ask(3, 1_000)));
		clear();
		let refused = |who| (id(who, 0), 4, CancelReason::WouldTake);
		assert_eq!(cuts(), [refused(ALICE), refused(BOB)]);
		assert_eq!(fills(), [(id(ALICE, 0), 3), (id(CAROL, 0), 3)]);
		let role = events().into_iter().find_map(|event| match event {
			Event::OrderFilled { order, role, .. } if order == id(ALICE, 0) => Some(role),
			_ => None,
		});
		assert_eq!(role, Some(FillRole::Maker));
		assert_eq!(resting(Side::Buy), [(1_000, 3)]);
	});
}

#[test]
fn what_meets_the_book_is_refused_as_a_whole_and_costs_others_nothing() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, ask(1, 1_000)));
		clear();
		assert_ok!(place(BOB, bid(5, 1_000).post_only()));
		assert_ok!(place(CAROL, ask(5, 1_000).post_only()));
		clear();
		assert_eq!(cuts(), [(id(BOB, 0), 5, CancelReason::WouldTake)]);
		assert_eq!(resting(Side::Sell), [(1_000, 6)]);
	});
}

#[test]
fn in_a_post_only_market_orders_that_meet_are_cut_alike() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(5, 1_000)));
		assert_ok!(place(BOB, ask(2, 1_000)));
		set_state(MarketState::PostOnly);
		clear();
		let refused = |who| (id(who, 0), 2, CancelReason::WouldTake);
		assert_eq!(cuts(), [refused(ALICE), refused(BOB)]);
		assert_eq!(resting(Side::Buy), [(1_000, 3)]);
	});
}

#[test]
fn an_order_that_cannot_rest_costs_those_that_can_nothing() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(5, 1_000)));
		assert_ok!(place(BOB, ask(5, 990).immediate()));
		set_state(MarketState::PostOnly);
		clear();
		assert_eq!(cuts(), [(id(BOB, 0), 5, CancelReason::WouldTake)]);
		assert_eq!(resting(Side::Buy), [(1_000, 5)]);
	});
}

/// Whether it buys, lots and limit.
type Quote = (bool, i64, u128);

fn quote() -> impl Strategy<Value = Quote> {
	(any::<bool>(), 1i64..30, 990u128..1_011)
}

/// Lots that rest of the first so many quotes, each from a trader of its own, once all have met.
fn lots_left_of(first: usize, quotes: &[Quote]) -> u64 {
	ExtBuilder::default().build().execute_with(|| {
		for (who, (buys, lots, limit)) in (10u64..).zip(quotes) {
			let order = if *buys { bid(*lots, *limit) } else { ask(*lots, *limit) };
			assert_ok!(place(who, order.post_only()));
		}
		clear();
		ensure_invariants();
		assert_eq!(cleared_at(), None);
		let others = 10 + u64::try_from(first).unwrap();
		Levels::<Test>::iter()
			.flat_map(|(_, _, level)| level)
			.filter(|resting| resting.order.account.owner < others)
			.map(|resting| resting.lots)
			.sum::<u64>()
	})
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	#[test]
	fn an_order_costs_others_no_more_lots_than_it_has(
		// With one more as many as fit at one price.
		others in prop::collection::vec(quote(), 1..8),
		one_more in quote(),
	) {
		let without = lots_left_of(others.len(), &others);
		let mut all = others.clone();
		all.push(one_more);
		let with = lots_left_of(others.len(), &all);
		let lots = u64::try_from(one_more.1).unwrap();
		prop_assert!(with + lots >= without, "{with} left of {without} for {lots} lots");
	}
}
