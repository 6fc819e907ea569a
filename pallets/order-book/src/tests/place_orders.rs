// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use market_primitives::Side;

#[test]
fn a_batch_is_placed_in_its_own_order() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place_all(ALICE, &[bid(1, 900), bid(2, 901)], BatchMode::AllOrNothing));
		clear();
		assert_eq!(resting(Side::Buy), [(901, 2), (900, 1)]);
		assert_eq!(OrderLists::<Test>::get(sub(ALICE)).next_sequence, 2);
	});
}

#[test]
fn all_or_nothing_is_refused_for_one_wrong_order() {
	ExtBuilder::default().tell(|| {
		let batch = [bid(1, 900), bid(0, 901)];
		assert_noop!(
			place_all(ALICE, &batch, BatchMode::AllOrNothing),
			Error::<Test>::SizeNotPositive
		);
		// The fake gate forgets nothing by itself when storage is undone.
		market_primitives::testing::risk::FakeRiskGate::reset();
		clear();
		assert_eq!(resting(Side::Buy), []);
	});
}

#[test]
fn best_effort_leaves_out_what_is_wrong_and_says_so() {
	ExtBuilder::default().tell(|| {
		let batch = [bid(1, 900), bid(0, 901), bid(2, 902)];
		assert_ok!(place_all(ALICE, &batch, BatchMode::BestEffort));
		assert!(events().contains(&Event::OrderRefused {
			account: sub(ALICE),
			place: 1,
			error: Error::<Test>::SizeNotPositive.into(),
		}));
		clear();
		assert_eq!(resting(Side::Buy), [(902, 2), (900, 1)]);
	});
}

#[test]
fn a_batch_pays_for_the_clearings_of_what_is_taken() {
	ExtBuilder::default().tell(|| {
		let batch = BoundedVec::try_from(vec![bid(1, 900), bid(0, 901), bid(2, 902)]).unwrap();
		let origin = RuntimeOrigin::signed(ALICE);
		let taken = OrderBook::place_orders(origin, 0, batch, BatchMode::BestEffort).unwrap();
		let own = <() as WeightInfo>::place_orders(3, 1);
		assert_eq!(taken.actual_weight, Some(own + OrderBook::share_of_clearings(2, 0)));
	});
}

#[test]
fn a_batch_costs_more_in_many_markets_than_in_one() {
	ExtBuilder::default().tell(|| {
		let batch = BoundedVec::try_from(vec![bid(1, 900), bid(1, 900).on(coin(1))]).unwrap();
		let origin = RuntimeOrigin::signed(ALICE);
		let taken = OrderBook::place_orders(origin, 0, batch, BatchMode::AllOrNothing).unwrap();
		let own = <() as WeightInfo>::place_orders(2, 2);
		assert_eq!(taken.actual_weight, Some(own + OrderBook::share_of_clearings(2, 0)));
		let per_market = own - <() as WeightInfo>::place_orders(2, 1);
		assert!(per_market.ref_time() > 100_000_000, "its messages and their count are written");
	});
}

#[test]
fn a_client_id_may_occur_once_in_a_batch() {
	ExtBuilder::default().tell(|| {
		let batch = [bid(1, 900).named(1), bid(1, 901).named(1)];
		assert_ok!(place_all(ALICE, &batch, BatchMode::BestEffort));
		clear();
		assert_eq!(resting(Side::Buy), [(900, 1)]);
	});
}

#[test]
fn a_batch_refused_whole_stores_nothing() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place_all(ALICE, &[bid(0, 900), bid(1, 0)], BatchMode::BestEffort));
		assert_eq!(OrderLists::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_batch_that_only_partly_fits_the_window_is_cut_where_it_is_full() {
	ExtBuilder::default().tell(|| {
		for trader in 10..15 {
			for price in 900..920 {
				assert_ok!(place(trader, bid(1, price)));
			}
		}
		for price in 900..915 {
			assert_ok!(place(15, bid(1, price)));
		}
		let batch: Vec<_> = (0..10).map(|step| bid(1, 930 + step)).collect();
		assert_ok!(place_all(ALICE, &batch, BatchMode::BestEffort));
		let refused = events()
			.into_iter()
			.filter(|event| {
				matches!(event, Event::OrderRefused { error, .. }
				if *error == Error::<Test>::WindowFull.into())
			})
			.count();
		assert_eq!((Windows::<Test>::get(window()).orders, refused), (120, 5));
	});
}
