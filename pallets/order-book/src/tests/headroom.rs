// SPDX-License-Identifier: Apache-2.0
//! How far open interest may grow: by a market's own cap, and by what is secured of its underlying.

use crate::{mock::*, *};
use frame_support::assert_ok;
use market_maths::units::Lots;
use market_primitives::{
	testing::{
		instruments::FakeInstruments, market_security::FakeMarketSecurity, risk::FakeRiskGate,
	},
	traits::Instruments,
	InstrumentId, Side, Underlying,
};

const EVE: AccountId = 5;

/// Lets so many USD of open interest in Bitcoin be secured. At an index of 1,000 each of them is a lot.
fn secure(dollars: &str) {
	FakeMarketSecurity::secure(Underlying::BTC, dollars.parse().unwrap());
}

fn open(id: &InstrumentId) -> u64 {
	FakeInstruments::open_interest(id)
}

/// A call on Bitcoin in lots of the same size, on which nothing is open, at the index of the perpetual.
fn a_call() -> InstrumentId {
	let call = "BTC-27NOV26-1000-C".parse().unwrap();
	FakeInstruments::list(call, usd(1_000));
	call
}

#[test]
fn a_clearing_opens_no_more_than_is_secured_and_the_room_is_shared() {
	ExtBuilder::default().tell(|| {
		secure("10");
		assert_ok!(place(ALICE, ask(30, 1_000)));
		assert_ok!(place(BOB, ask(10, 1_000)));
		assert_ok!(place(CAROL, bid(40, 1_000)));
		clear();
		// Three quarters and one quarter of ten, rounded down.
		assert_eq!(fills(), [(id(ALICE, 0), 7), (id(BOB, 0), 2), (id(CAROL, 0), 9)]);
		assert_eq!(open(&PERPETUAL), 9);
		assert_eq!(
			cuts(),
			[
				(id(ALICE, 0), 23, CancelReason::OpenInterestCap),
				(id(BOB, 0), 8, CancelReason::OpenInterestCap)
			]
		);
		assert_eq!(resting(Side::Buy), [(1_000, 31)]);
	});
}

#[test]
fn a_lot_that_is_not_secured_to_the_last_cent_is_not_opened() {
	ExtBuilder::default().tell(|| {
		secure("10.99");
		assert_ok!(place(ALICE, ask(30, 1_000)));
		assert_ok!(place(CAROL, bid(30, 1_000)));
		clear();
		assert_eq!(open(&PERPETUAL), 10);
	});
}

#[test]
fn the_lower_of_both_caps_holds() {
	for (cap, secured, expected) in [(10, "5", 5), (5, "10", 5), (10, "0", 0)] {
		ExtBuilder::default().open_interest_cap(cap).tell(|| {
			secure(secured);
			assert_ok!(place(ALICE, ask(30, 1_000)));
			assert_ok!(place(CAROL, bid(30, 1_000)));
			clear();
			assert_eq!(open(&PERPETUAL), expected);
		});
	}
}

#[test]
fn of_another_underlying_as_much_may_be_open_as_its_cap_allows() {
	ExtBuilder::default().open_interest_cap(10).tell(|| {
		FakeMarketSecurity::secure(Underlying::ETH, "1".parse().unwrap());
		assert_ok!(place(ALICE, ask(30, 1_000)));
		assert_ok!(place(CAROL, bid(30, 1_000)));
		clear();
		assert_eq!(open(&PERPETUAL), 10);
	});
}

#[test]
fn what_is_open_in_options_is_not_there_for_the_perpetual() {
	ExtBuilder::default().tell(|| {
		FakeInstruments::note_open_interest(&a_call(), Lots::from_inner(6));
		secure("10");
		assert_ok!(place(ALICE, ask(30, 1_000)));
		assert_ok!(place(CAROL, bid(30, 1_000)));
		clear();
		assert_eq!(open(&PERPETUAL), 4);
	});
}

#[test]
fn of_two_markets_in_a_window_the_first_by_name_finds_the_room_whoever_came_first() {
	for option_first in [true, false] {
		ExtBuilder::default().tell(|| {
			let call = a_call();
			secure("10");
			let markets = if option_first { [call, PERPETUAL] } else { [PERPETUAL, call] };
			for market in markets {
				assert_ok!(place(ALICE, ask(8, 1_000).on(market)));
				assert_ok!(place(CAROL, bid(8, 1_000).on(market)));
			}
			clear();
			assert_eq!((open(&PERPETUAL), open(&call)), (8, 2));
		});
	}
}

#[test]
fn at_a_higher_index_fewer_lots_are_secured() {
	ExtBuilder::default().tell(|| {
		secure("10");
		FakeInstruments::set_price(&PERPETUAL, usd(2_000));
		assert_ok!(place(ALICE, ask(30, 2_000)));
		assert_ok!(place(CAROL, bid(30, 2_000)));
		clear();
		assert_eq!(open(&PERPETUAL), 5);
	});
}

#[test]
fn a_bound_below_what_is_open_lets_everybody_out() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		secure("5");
		assert_ok!(place(ALICE, ask(10, 990)));
		assert_ok!(place(DAVE, ask(10, 980)));
		assert_ok!(place(CAROL, bid(20, 1_010)));
		clear();
		// Dave would open a short; Alice closes, and Carol may take over from her.
		assert_eq!(fills(), [(id(ALICE, 0), 10), (id(CAROL, 0), 10)]);
		assert_eq!(cuts(), [(id(DAVE, 0), 10, CancelReason::OpenInterestCap)]);
		assert_eq!(open(&PERPETUAL), 10);
	});
}

#[test]
fn at_the_bound_a_close_far_from_the_price_does_not_keep_those_who_would_take_over_from_others_who_close(
) {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		hold(EVE, BOB, 1);
		FakeRiskGate::set_position(&sub(BOB), &PERPETUAL, -11);
		secure("5");
		assert_ok!(place(ALICE, ask(10, 990)));
		assert_ok!(place(CAROL, bid(20, 1_010)));
		// Bob has more to close than Alice, but only Dave, who would open a lot, offers at his price.
		assert_ok!(place(DAVE, ask(1, 980)));
		assert_ok!(place(BOB, bid(11, 980).reduce_only()));
		clear();
		assert_eq!(fills(), [(id(ALICE, 0), 10), (id(CAROL, 0), 10)]);
		assert_eq!(cleared_at(), Some((1_000, 10)));
		assert_eq!(cuts(), [(id(DAVE, 0), 1, CancelReason::OpenInterestCap)]);
		assert_eq!(resting(Side::Buy), [(1_010, 10), (980, 11)]);
		assert_eq!((open(&PERPETUAL), position(ALICE), position(CAROL)), (11, 0, 10));
	});
}

#[test]
fn positions_are_closed_above_the_bound_and_down_to_it_and_below() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		secure("5");
		for (lots, left) in [(4, 6), (3, 3), (3, 0)] {
			assert_ok!(place(ALICE, ask(lots, 1_000)));
			assert_ok!(place(BOB, bid(lots, 1_000)));
			clear();
			assert_eq!(open(&PERPETUAL), left);
		}
		assert_eq!((position(ALICE), position(BOB)), (0, 0));
	});
}

#[test]
fn a_bound_that_falls_closes_nothing() {
	ExtBuilder::default().tell(|| {
		secure("10");
		assert_ok!(place(ALICE, ask(10, 1_000)));
		assert_ok!(place(CAROL, bid(10, 1_000)));
		clear();
		secure("3");
		clear();
		clear();
		assert_eq!((open(&PERPETUAL), position(ALICE), position(CAROL)), (10, -10, 10));
	});
}
