// SPDX-License-Identifier: Apache-2.0
use crate::mock::*;
use frame_support::assert_ok;
use market_maths::units::Usd;
use market_primitives::{traits::BookPrices, InstrumentId, Underlying};

fn dollars(whole: i128) -> Usd {
	Usd::from_inner(whole * 10i128.pow(18))
}

#[test]
fn the_top_is_the_best_of_each_side_and_the_last_price() {
	ExtBuilder::default().tell(|| {
		assert_eq!(OrderBook::top(&PERPETUAL), (None, None, None));
		assert_ok!(place(ALICE, bid(5, 990)));
		assert_ok!(place(ALICE, bid(5, 980)));
		assert_ok!(place(BOB, ask(5, 1_020)));
		assert_ok!(place(BOB, ask(1, 980)));
		clear();
		let expected = (Some(usd(990)), Some(usd(1_020)), Some(usd(990)));
		assert_eq!(OrderBook::top(&PERPETUAL), expected);
		let unknown = InstrumentId::perpetual(Underlying::ETH);
		assert_eq!(OrderBook::top(&unknown), (None, None, None));
	});
}

#[test]
fn impact_prices_average_over_the_levels_a_notional_needs() {
	ExtBuilder::default().tell(|| {
		// Lots of a thousandth: 10 lots at 1,000 are 10 USD, 10 at 900 are 9 USD.
		assert_ok!(place(ALICE, bid(10, 1_000)));
		assert_ok!(place(ALICE, bid(10, 900)));
		assert_ok!(place(BOB, ask(10, 1_100)));
		clear();
		let (bid, ask) = OrderBook::impact_prices(&PERPETUAL, dollars(10));
		assert_eq!((bid, ask), (Some(usd(1_000)), Some(usd(1_100))));
		let (bid, ask) = OrderBook::impact_prices(&PERPETUAL, dollars(19));
		// 19 USD for 20 lots; the asks are too thin.
		assert_eq!((bid, ask), (Some(usd(950)), None));
		assert_eq!(OrderBook::impact_prices(&PERPETUAL, dollars(20)), (None, None));
		assert_eq!(OrderBook::impact_prices(&PERPETUAL, dollars(-1)), (None, None));
	});
}

#[test]
fn what_only_reduces_moves_no_price() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 90);
		assert_ok!(place(ALICE, ask(40, 1_010).reduce_only()));
		assert_ok!(place(ALICE, ask(40, 1_100).reduce_only()));
		assert_ok!(place(BOB, bid(40, 990).reduce_only()));
		assert_ok!(place(CAROL, ask(10, 1_100)));
		assert_ok!(place(CAROL, bid(10, 900)));
		clear();
		assert_eq!(OrderBook::top(&PERPETUAL), (Some(usd(900)), Some(usd(1_100)), None));
		let impact = (Some(usd(900)), Some(usd(1_100)));
		assert_eq!(OrderBook::impact_prices(&PERPETUAL, dollars(9)), impact);
		// Forty lots at 1,100 would be 44 USD, but they only reduce.
		assert_eq!(OrderBook::impact_prices(&PERPETUAL, dollars(12)), (None, None));
	});
}
