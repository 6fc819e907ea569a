// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use market_primitives::{
	testing::{instruments::FakeInstruments, risk::FakeRiskGate},
	FeedStatus, MarketState, Side,
};
use sp_runtime::Perbill;

#[test]
fn each_state_takes_only_its_orders() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		let plain = ask(1, 1_000);
		let posting = ask(1, 1_001).post_only();
		let reducing = ask(1, 1_002).reduce_only();
		for (state, order, error) in [
			(MarketState::PostOnly, plain, Error::<Test>::MarketPostOnly),
			(MarketState::PostOnly, reducing, Error::<Test>::MarketPostOnly),
			(MarketState::ReduceOnly, plain, Error::<Test>::MarketReduceOnly),
			(MarketState::ReduceOnly, posting, Error::<Test>::MarketReduceOnly),
			(MarketState::Halted, reducing, Error::<Test>::MarketHalted),
			(MarketState::Settling, reducing, Error::<Test>::MarketExpired),
			(MarketState::Settled, reducing, Error::<Test>::MarketExpired),
		] {
			set_state(state);
			assert_noop!(place(ALICE, order), error);
		}
		set_state(MarketState::PostOnly);
		assert_ok!(place(ALICE, posting));
		set_state(MarketState::ReduceOnly);
		assert_ok!(place(ALICE, reducing));
	});
}

#[test]
fn in_a_post_only_market_nobody_takes() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, ask(5, 1_000)));
		clear();
		assert_ok!(place(BOB, bid(5, 1_000)));
		assert_ok!(place(CAROL, bid(5, 990)));
		set_state(MarketState::PostOnly);
		clear();
		assert_eq!(cuts(), [(id(BOB, 0), 5, CancelReason::WouldTake)]);
		assert_eq!(resting(Side::Buy), [(990, 5)]);
	});
}

#[test]
fn a_halted_market_clears_nothing_but_cancellations() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, ask(5, 1_000)));
		assert_ok!(place(ALICE, ask(5, 1_001)));
		clear();
		assert_ok!(place(BOB, bid(5, 1_000)));
		assert_ok!(cancel(ALICE, id(ALICE, 1)));
		set_state(MarketState::Halted);
		clear();
		assert_eq!(
			cuts(),
			[
				(id(ALICE, 1), 5, CancelReason::Requested),
				(id(BOB, 0), 5, CancelReason::MarketClosed)
			]
		);
		assert_eq!(resting(Side::Sell), [(1_000, 5)]);
	});
}

#[test]
fn in_a_market_that_only_reduces_resting_orders_that_would_open_stay_untouched() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(CAROL, bid(5, 1_000)));
		assert_ok!(place(BOB, bid(5, 990)));
		clear();
		set_state(MarketState::ReduceOnly);
		assert_ok!(place(ALICE, ask(8, 980).reduce_only()));
		clear();
		// Carol would open and is passed over; Bob closes his short with Alice.
		assert_eq!(fills(), [(id(ALICE, 0), 5), (id(BOB, 0), 5)]);
		assert_eq!(cuts(), [(id(ALICE, 0), 3, CancelReason::CannotRest)]);
		assert_eq!(resting(Side::Buy), [(1_000, 5)]);
	});
}

#[test]
fn where_positions_only_shrink_an_account_must_still_bear_its_limits() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(BOB, bid(5, 1_020)));
		assert_ok!(place(BOB, bid(5, 1_000).reduce_only()));
		clear();
		set_state(MarketState::ReduceOnly);
		FakeRiskGate::set_bearable_reduction(&sub(BOB), Perbill::from_percent(20));
		assert_ok!(place(ALICE, ask(10, 980).reduce_only()));
		clear();
		assert_eq!(fills(), [(id(ALICE, 0), 2), (id(BOB, 0), 1), (id(BOB, 1), 1)]);
		assert_eq!(position(BOB), -8);
	});
}

/// Alice sells more than she holds, Bob closes a part of what he is short, and Carol would open.
fn a_clearing_adds_no_risk_while(halted: impl FnOnce()) {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(ALICE, ask(12, 990)));
		assert_ok!(place(BOB, bid(4, 1_000)));
		assert_ok!(place(CAROL, bid(5, 1_000)));
		halted();
		clear();
		assert_eq!(fills(), [(id(ALICE, 0), 4), (id(BOB, 0), 4)]);
		assert_eq!(
			cuts(),
			[
				(id(ALICE, 0), 2, CancelReason::NothingToReduce),
				(id(CAROL, 0), 5, CancelReason::NothingToReduce)
			]
		);
		assert_eq!(position(ALICE), 6);
	});
}

#[test]
fn without_a_good_price_a_clearing_adds_no_risk() {
	a_clearing_adds_no_risk_while(|| FakeInstruments::set_status_of_all(FeedStatus::Halted));
}

#[test]
fn nor_on_a_halted_volatility_of_that_market() {
	a_clearing_adds_no_risk_while(|| {
		FakeInstruments::set_volatility_status(&PERPETUAL, FeedStatus::Halted);
	});
}
