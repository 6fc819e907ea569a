// SPDX-License-Identifier: Apache-2.0
use crate::{hooks::plan_clearing::plan, mock::*, *};
use frame_support::assert_ok;
use market_primitives::{testing::risk::FakeRiskGate, Side};
use sp_runtime::Perbill;

#[test]
fn an_account_that_cannot_bear_its_orders_is_cut_not_filled() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(5, 1_010)));
		assert_ok!(place(BOB, ask(5, 990)));
		FakeRiskGate::set_bearable_share(&sub(ALICE), Perbill::from_percent(50));
		clear();
		assert_eq!(cleared_at(), Some((1_000, 2)));
		assert_eq!(cuts(), [(id(ALICE, 0), 3, CancelReason::InsufficientMargin)]);
		assert_eq!(resting(Side::Sell), [(990, 3)]);
	});
}

#[test]
fn a_reduction_that_the_account_cannot_bear_at_its_limit_is_cut() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(ALICE, ask(10, 990).reduce_only()));
		assert_ok!(place(CAROL, bid(10, 1_010)));
		FakeRiskGate::set_bearable_reduction(&sub(ALICE), Perbill::from_percent(40));
		clear();
		assert_eq!(fills(), [(id(ALICE, 0), 4), (id(CAROL, 0), 4)]);
		assert_eq!(cuts(), [(id(ALICE, 0), 6, CancelReason::InsufficientMargin)]);
		assert_eq!(position(ALICE), 6);
	});
}

#[test]
fn what_an_account_cannot_bear_beside_a_reduction_does_not_hold_it_back() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(ALICE, ask(5, 990)));
		assert_ok!(place(ALICE, ask(5, 990).reduce_only()));
		assert_ok!(place(CAROL, bid(10, 1_010)));
		FakeRiskGate::set_bearable_lots(&sub(ALICE), 2);
		clear();
		assert_eq!(fills(), [(id(ALICE, 0), 2), (id(ALICE, 1), 5), (id(CAROL, 0), 7)]);
		assert_eq!(cuts(), [(id(ALICE, 0), 3, CancelReason::InsufficientMargin)]);
	});
}

#[test]
fn what_cannot_be_borne_together_is_cut_by_one_share() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(ALICE, ask(4, 990)));
		assert_ok!(place(ALICE, ask(6, 990).reduce_only()));
		assert_ok!(place(CAROL, bid(10, 1_010)));
		// Whatever the plain order does, so much and no more.
		FakeRiskGate::set_bearable_share(&sub(ALICE), Perbill::from_percent(50));
		clear();
		assert_eq!(fills(), [(id(ALICE, 0), 2), (id(ALICE, 1), 3), (id(CAROL, 0), 5)]);
	});
}

#[test]
fn for_want_of_a_price_what_rests_stays_in_the_book_and_takes_no_part() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 20);
		assert_ok!(place(ALICE, ask(5, 1_000)));
		assert_ok!(place(ALICE, ask(2, 1_000).reduce_only()));
		assert_ok!(place(CAROL, ask(5, 1_010)));
		clear();
		FakeRiskGate::set_unpriced(&sub(ALICE), true);
		assert_ok!(place(ALICE, ask(4, 1_000)));
		assert_ok!(place(DAVE, bid(9, 1_010).immediate()));
		clear();
		// Her reduction is good; of the rest what came in goes, and what rests waits for a price.
		assert_eq!(fills(), [(id(ALICE, 1), 2), (id(CAROL, 0), 5), (id(DAVE, 0), 7)]);
		assert_eq!(
			cuts(),
			[
				(id(ALICE, 2), 4, CancelReason::PriceUnavailable),
				(id(DAVE, 0), 2, CancelReason::Unfilled)
			]
		);
		assert_eq!(resting(Side::Sell), [(1_000, 5)]);

		FakeRiskGate::set_unpriced(&sub(ALICE), false);
		assert_ok!(place(DAVE, bid(5, 1_000)));
		clear();
		assert_eq!(fills(), [(id(ALICE, 0), 5), (id(DAVE, 1), 5)]);
	});
}

#[test]
fn what_lacks_a_price_yields_to_an_order_that_would_rest_across_it() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, ask(5, 1_000)));
		assert_ok!(place(ALICE, ask(5, 1_010)));
		clear();
		FakeRiskGate::set_unpriced(&sub(ALICE), true);
		assert_ok!(place(DAVE, bid(2, 1_000)));
		clear();
		assert_eq!(fills(), []);
		assert_eq!(cuts(), [(id(ALICE, 0), 5, CancelReason::PriceUnavailable)]);
		assert_eq!((resting(Side::Buy), resting(Side::Sell)), (vec![(1_000, 2)], vec![(1_010, 5)]));
	});
}

#[test]
fn deeper_orders_step_in_for_a_maker_that_is_cut() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(5, 1_000)));
		assert_ok!(place(BOB, bid(5, 995)));
		assert_ok!(place(CAROL, bid(5, 990)));
		clear();
		FakeRiskGate::set_bearable_share(&sub(ALICE), Perbill::zero());
		assert_ok!(place(DAVE, ask(6, 990)));
		clear();
		assert_eq!(cuts(), [(id(ALICE, 0), 5, CancelReason::InsufficientMargin)]);
		assert_eq!(fills(), [(id(BOB, 0), 5), (id(CAROL, 0), 1), (id(DAVE, 0), 6)]);
		assert_eq!(resting(Side::Buy), [(990, 4)]);
	});
}

/// What one lot takes to find that none of sixteen makers can sell it: rounds, and questions to the gate.
fn in_vain(makers: impl Fn(u64) -> AccountId) -> (u32, u32) {
	let mut effort = (0, 0);
	ExtBuilder::default().tell(|| {
		for step in 0..16 {
			let maker = makers(step);
			assert_ok!(place(maker, ask(1, 1_001 + u128::from(step))));
			FakeRiskGate::set_bearable_share(&sub(maker), Perbill::zero());
		}
		clear();
		assert_ok!(place(ALICE, bid(1, 1_020)));
		let messages = queue::peek::<Test>(window(), PERPETUAL);
		let mut book = book::Book::<Test>::open(PERPETUAL);
		FakeRiskGate::take_questions();
		let plan = plan::<Test>(window(), PERPETUAL, &messages, &mut book, 16, &mut ()).unwrap();
		assert_eq!(plan.clearing, None);
		effort = (plan.rounds, FakeRiskGate::take_questions());
	});
	effort
}

#[test]
fn however_much_is_cut_the_rounds_grow_with_the_logarithm_of_the_depth() {
	// It has read 1, 2, 4, 8 and 16 orders.
	assert_eq!(in_vain(|step| 10 + step).0, 5);
	assert_eq!(in_vain(|_| BOB).0, 5);
}

#[test]
fn an_account_is_asked_about_again_only_when_more_of_its_orders_were_read() {
	assert_eq!(in_vain(|step| 10 + step).1, 17, "sixteen makers and the taker, once each");
	assert_eq!(in_vain(|_| BOB).1, 6, "the maker in each round, the taker once");
}

#[test]
fn orders_that_could_not_trade_are_not_cut() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(5, 980)));
		clear();
		FakeRiskGate::set_bearable_share(&sub(ALICE), Perbill::zero());
		assert_ok!(place(ALICE, bid(5, 985)));
		assert_ok!(place(BOB, bid(5, 1_000)));
		assert_ok!(place(CAROL, ask(5, 1_000)));
		clear();
		assert_eq!(cuts(), []);
		assert_eq!(resting(Side::Buy), [(985, 5), (980, 5)]);
	});
}
