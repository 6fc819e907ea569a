// SPDX-License-Identifier: Apache-2.0
use crate::{
	mock::*,
	runtime_api::{Depth, DepthLevel, IndicativeClearing, OpenOrderView},
};
use frame_support::assert_ok;
use market_primitives::{Side, SubaccountId};

#[test]
fn depth_shows_the_best_levels_of_each_side() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(5, 990)));
		assert_ok!(place(CAROL, bid(2, 990)));
		assert_ok!(place(ALICE, bid(5, 980)));
		assert_ok!(place(BOB, ask(1, 1_010)));
		clear();
		let level =
			|price, lots, orders| DepthLevel { price: usd(price), size: coins(lots), orders };
		let two = Depth {
			bids: vec![level(990, 7, 2), level(980, 5, 1)],
			asks: vec![level(1_010, 1, 1)],
		};
		assert_eq!(OrderBook::depth(PERPETUAL, 10), two);
		assert_eq!(OrderBook::depth(PERPETUAL, 1).bids, [level(990, 7, 2)]);
	});
}

#[test]
fn open_orders_are_shown_waiting_resting_and_being_cancelled() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(5, 990).named(3)));
		assert_ok!(place(BOB, ask(2, 990)));
		clear();
		assert_ok!(cancel(ALICE, id(ALICE, 0)));
		assert_ok!(place(ALICE, ask(4, 1_010)));
		let resting = OpenOrderView {
			order: id(ALICE, 0),
			instrument: PERPETUAL,
			side: Side::Buy,
			size: coins(3),
			limit: usd(990),
			window: 1,
			resting: true,
			client_id: Some(3),
			cancelling: true,
		};
		let waiting = OpenOrderView {
			order: id(ALICE, 1),
			side: Side::Sell,
			size: coins(4),
			limit: usd(1_010),
			window: 2,
			resting: false,
			client_id: None,
			cancelling: false,
			..resting.clone()
		};
		assert_eq!(OrderBook::open_orders(sub(ALICE)), [resting, waiting]);
		assert_eq!(OrderBook::open_orders(SubaccountId::new(ALICE, 9)), []);
	});
}

#[test]
fn the_indicative_clearing_is_what_then_happens_and_changes_nothing() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, ask(5, 1_000)));
		clear();
		assert_eq!(OrderBook::indicative_clearing(PERPETUAL), None);
		assert_ok!(place(BOB, bid(3, 1_010)));
		assert_ok!(place(CAROL, ask(1, 990)));
		let expected = IndicativeClearing { window: window(), price: usd(1_000), size: coins(3) };
		assert_eq!(OrderBook::indicative_clearing(PERPETUAL), Some(expected));
		assert_eq!(OrderBook::indicative_clearing(PERPETUAL), Some(expected));
		clear();
		assert_eq!(cleared_at(), Some((1_000, 3)));
	});
}
