// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use market_primitives::{OrderId, Side, SubaccountId};

#[test]
fn an_order_of_the_open_window_goes_at_once() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(5, 1_000)));
		assert_ok!(cancel(ALICE, id(ALICE, 0)));
		assert_eq!(cuts(), [(id(ALICE, 0), 5, CancelReason::Requested)]);
		assert_noop!(cancel(ALICE, id(ALICE, 0)), Error::<Test>::UnknownOrder);
		assert_ok!(place(BOB, ask(5, 1_000)));
		clear();
		assert_eq!(cleared_at(), None);
		assert_eq!(Windows::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_resting_order_goes_before_anything_of_the_window_trades() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, ask(5, 1_000)));
		clear();
		assert_ok!(place(BOB, bid(5, 1_000)));
		assert_ok!(cancel(ALICE, id(ALICE, 0)));
		assert!(events().contains(&Event::CancellationQueued {
			order: id(ALICE, 0),
			instrument: PERPETUAL,
			window: 2
		}));
		// It is still there until the window ends.
		assert_eq!(resting(Side::Sell), [(1_000, 5)]);
		clear();
		assert_eq!(cuts(), [(id(ALICE, 0), 5, CancelReason::Requested)]);
		assert_eq!(cleared_at(), None);
		assert_eq!((resting(Side::Buy), resting(Side::Sell)), (vec![(1_000, 5)], vec![]));
	});
}

#[test]
fn a_cancellation_is_queued_once() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, ask(5, 1_000)));
		clear();
		assert_ok!(cancel(ALICE, id(ALICE, 0)));
		assert_noop!(cancel(ALICE, id(ALICE, 0)), Error::<Test>::AlreadyCancelling);
		clear();
		assert_noop!(cancel(ALICE, id(ALICE, 0)), Error::<Test>::UnknownOrder);
	});
}

#[test]
fn nobody_cancels_for_somebody_else() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, ask(5, 1_000)));
		assert_noop!(cancel(BOB, id(ALICE, 0)), Error::<Test>::NotOrderOwner);
		clear();
		assert_noop!(cancel(BOB, id(ALICE, 0)), Error::<Test>::NotOrderOwner);
	});
}

#[test]
fn an_order_that_never_was_or_belongs_to_another_subaccount_is_unknown() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, ask(5, 1_000)));
		assert_noop!(cancel(ALICE, id(ALICE, 1)), Error::<Test>::UnknownOrder);
		let other = OrderId { account: SubaccountId::new(ALICE, 1), sequence: 0 };
		assert_noop!(cancel(ALICE, other), Error::<Test>::UnknownOrder);
	});
}

#[test]
fn a_cancellation_of_what_is_left_after_a_fill_cancels_only_that() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, ask(5, 1_000)));
		assert_ok!(place(BOB, bid(2, 1_000)));
		clear();
		assert_ok!(cancel(ALICE, id(ALICE, 0)));
		clear();
		assert_eq!(cuts(), [(id(ALICE, 0), 3, CancelReason::Requested)]);
		assert_eq!(position(ALICE), -2);
	});
}

/// Seven traders with as many orders as they may have, and one that asks for them: more cancellations than a
/// window takes orders.
fn everybody_leaves() {
	for traders in [10..16, 16..17] {
		for trader in traders {
			for price in 900..920 {
				assert_ok!(place(trader, bid(1, price)));
			}
		}
		clear();
	}
	for trader in 10..17 {
		assert_ok!(OrderBook::cancel_all(RuntimeOrigin::signed(trader), 0, None));
	}
}

#[test]
fn no_number_of_cancellations_keeps_out_another() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(1, 901)));
		clear();
		everybody_leaves();
		assert_ok!(cancel(ALICE, id(ALICE, 0)));
		clear();
		assert_eq!(cuts().len(), 141);
		assert_eq!(resting(Side::Buy), []);
	});
}

#[test]
fn cancellations_that_do_not_fit_go_ahead_in_steps_before_anything_trades() {
	ExtBuilder::default().tell(|| {
		everybody_leaves();
		assert_ok!(place(BOB, ask(5, 900)));
		let per_block =
			<() as WeightInfo>::on_window() + <() as WeightInfo>::cancel_in_market(70, 140);
		let mut blocks = 0;
		while Windows::<Test>::iter().next().is_some() {
			let used = open_window_within(window() + 1, per_block);
			assert!(used.all_lte(per_block), "{used} of {per_block}");
			assert!(!cuts().is_empty(), "no progress");
			assert!(cuts().iter().all(|(.., reason)| *reason == CancelReason::Requested));
			assert_eq!(fills(), []);
			ensure_invariants();
			blocks += 1;
		}
		assert_eq!(blocks, 3);
		assert_eq!((resting(Side::Buy), resting(Side::Sell)), (vec![], vec![(900, 5)]));
	});
}
