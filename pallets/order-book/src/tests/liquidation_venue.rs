// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, *};
use frame_support::{assert_ok, weights::Weight};
use market_maths::units::Ticks;
use market_primitives::{traits::LiquidationVenue, FillRole, MarketState, Side};

fn sell_off(who: AccountId, lots: u64, limit: u64) -> bool {
	let limit = Ticks::from_inner(limit);
	OrderBook::reduce_in_next_clearing(&sub(who), &PERPETUAL, Side::Sell, lots, limit)
}

#[test]
fn a_liquidation_sells_into_the_next_clearing_and_then_is_gone() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(CAROL, bid(6, 995)));
		clear();
		assert!(sell_off(ALICE, 20, 990));
		clear();
		assert_eq!(fills(), [(id(ALICE, 0), 6), (id(CAROL, 0), 6)]);
		assert_eq!(
			cuts(),
			[
				(id(ALICE, 0), 10, CancelReason::NothingToReduce),
				(id(ALICE, 0), 4, CancelReason::Unfilled)
			]
		);
		let role = events().into_iter().find_map(|event| match event {
			Event::OrderFilled { order, role, .. } if order == id(ALICE, 0) => Some(role),
			_ => None,
		});
		assert_eq!(role, Some(FillRole::Liquidation));
		assert_eq!(position(ALICE), 4);
	});
}

#[test]
fn a_liquidation_never_fills_beyond_its_limit() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(CAROL, bid(6, 985)));
		clear();
		assert!(sell_off(ALICE, 10, 990));
		clear();
		assert_eq!(fills(), []);
		assert_eq!(cuts(), [(id(ALICE, 0), 10, CancelReason::Unfilled)]);
	});
}

#[test]
fn the_same_side_adds_up_and_the_other_side_replaces() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(CAROL, bid(9, 995)));
		clear();
		assert!(sell_off(ALICE, 2, 990));
		assert!(sell_off(ALICE, 3, 980));
		clear();
		assert_eq!(fills(), [(id(ALICE, 0), 5), (id(CAROL, 0), 5)]);
		let limit = Ticks::from_inner(1_010);
		assert!(OrderBook::reduce_in_next_clearing(&sub(ALICE), &PERPETUAL, Side::Buy, 2, limit));
		assert!(sell_off(ALICE, 1, 990));
		clear();
		assert_eq!(position(ALICE), 4);
	});
}

#[test]
fn while_a_clearing_is_late_no_second_slice_comes_on_top() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(CAROL, bid(9, 995)));
		clear();
		assert!(sell_off(ALICE, 3, 990));
		assert!(!OrderBook::reduction_waits(&sub(ALICE)), "it is cleared with its window");
		open_window_within(window() + 1, Weight::from_parts(1, 1));
		assert!(OrderBook::reduction_waits(&sub(ALICE)));
		assert!(!sell_off(ALICE, 3, 990));
		assert!(sell_off(BOB, 1, 990), "others are not held up");
		clear();
		assert_eq!(position(ALICE), 7);
		assert!(!OrderBook::reduction_waits(&sub(ALICE)));
		assert!(sell_off(ALICE, 3, 990));
		clear();
		assert_eq!(position(ALICE), 4);
	});
}

#[test]
fn so_many_accounts_sell_in_one_clearing_and_others_in_the_next() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(CAROL, bid(9, 995)));
		clear();
		for who in 10..15 {
			hold(who, who + 10, 1);
		}
		for who in 10..14 {
			assert!(sell_off(who, 1, 990));
		}
		assert!(!sell_off(14, 1, 990));
		assert!(sell_off(13, 1, 991), "who sells may sell more");
		clear();
		assert_eq!(position(13), 0);
		assert!(sell_off(14, 1, 990));
		clear();
		assert_eq!(position(14), 0);
	});
}

#[test]
fn what_waits_of_a_liquidation_that_is_over_is_withdrawn() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(CAROL, bid(9, 995)));
		clear();
		assert!(sell_off(ALICE, 3, 990));
		open_window_within(window() + 1, Weight::from_parts(1, 1));
		assert_eq!(OrderBook::withdraw_liquidation_orders(&sub(BOB)), 0);
		assert!(!OrderLists::<Test>::contains_key(sub(BOB)), "and no list is made for that");
		assert_eq!(OrderBook::withdraw_liquidation_orders(&sub(ALICE)), 1);
		assert_eq!(cuts(), [(id(ALICE, 0), 3, CancelReason::LiquidationOver)]);
		ensure_invariants();
		assert_ok!(place(ALICE, ask(1, 1_020)));
		clear();
		assert_eq!((position(ALICE), cleared_at()), (10, None));
		assert!(sell_off(ALICE, 3, 990));
	});
}

#[test]
fn a_liquidation_comes_before_the_accounts_own_reduce_only_orders() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(CAROL, bid(20, 1_000)));
		clear();
		assert_ok!(place(ALICE, ask(10, 990).reduce_only()));
		assert!(sell_off(ALICE, 8, 990));
		clear();
		assert_eq!(cuts(), [(id(ALICE, 0), 8, CancelReason::NothingToReduce)]);
		assert_eq!(position(ALICE), 0);
	});
}

#[test]
fn an_owners_other_orders_do_not_hold_up_a_liquidation() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place_for(ALICE, 1, bid(4, 1_000)));
		clear();
		assert!(sell_off(ALICE, 10, 990));
		clear();
		assert_eq!(position(ALICE), 6);
	});
}

#[test]
fn markets_in_which_nobody_takes_admit_no_liquidation() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		for (state, admits) in [
			(MarketState::Listed, true),
			(MarketState::ReduceOnly, true),
			(MarketState::PostOnly, false),
			(MarketState::Halted, false),
			(MarketState::Settling, false),
		] {
			set_state(state);
			assert_eq!(sell_off(ALICE, 1, 990), admits, "{state:?}");
		}
		assert!(!sell_off(ALICE, 0, 990));
	});
}

#[test]
fn cancelling_all_reaches_waiting_and_resting_orders_at_once() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(5, 990)));
		assert_ok!(place(ALICE, bid(5, 991)));
		assert_ok!(place(BOB, bid(5, 990)));
		clear();
		assert_ok!(place(ALICE, ask(5, 1_010)));
		assert_ok!(cancel(ALICE, id(ALICE, 0)));
		assert_eq!(OrderBook::cancel_all_for_liquidation(&sub(ALICE)), 3);
		assert_eq!(OrderBook::cancel_all_for_liquidation(&sub(ALICE)), 0);
		assert_eq!(OrderBook::cancel_all_for_liquidation(&sub(DAVE)), 0);
		assert!(!OrderLists::<Test>::contains_key(sub(DAVE)));
		assert_eq!(resting(Side::Buy), [(990, 5)]);
		assert!(cuts().iter().all(|(.., reason)| *reason == CancelReason::Liquidation));
		ensure_invariants();
		clear();
		assert_eq!(cuts(), []);
	});
}

#[test]
fn recent_volume_fades_out() {
	ExtBuilder::default().tell(|| {
		assert_eq!(OrderBook::recent_volume(&PERPETUAL), 0);
		assert_ok!(place(ALICE, bid(50, 1_000)));
		assert_ok!(place(BOB, ask(50, 1_000)));
		clear();
		assert_eq!(OrderBook::recent_volume(&PERPETUAL), 49);
		open_window(51);
		assert_eq!(OrderBook::recent_volume(&PERPETUAL), 25);
		assert_ok!(place(ALICE, bid(10, 1_000)));
		assert_ok!(place(BOB, ask(10, 1_000)));
		clear();
		assert_eq!(OrderBook::recent_volume(&PERPETUAL), 34);
		open_window(500);
		assert_eq!(OrderBook::recent_volume(&PERPETUAL), 0);
	});
}
