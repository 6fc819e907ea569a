// SPDX-License-Identifier: Apache-2.0
use crate::mock::*;
use frame_support::assert_ok;
use market_primitives::Side;

#[test]
fn two_orders_that_meet_trade_at_one_price_in_the_next_clearing() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(5, 1_010)));
		assert_ok!(place(BOB, ask(3, 990)));
		assert_eq!((position(ALICE), position(BOB)), (0, 0));
		clear();
		assert_eq!(cleared_at(), Some((1_000, 3)));
		assert_eq!((position(ALICE), position(BOB)), (3, -3));
		assert_eq!(resting(Side::Buy), [(1_010, 2)]);
		assert_eq!(resting(Side::Sell), []);
	});
}
