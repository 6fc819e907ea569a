// SPDX-License-Identifier: Apache-2.0
//! Markets to which nothing but cancellations came in a window.

use crate::{mock::*, *};
use frame_support::{assert_ok, weights::Weight};
use market_maths::units::Ticks;
use market_primitives::{
	testing::instruments::FakeInstruments, traits::LiquidationVenue, InstrumentId, Side, Underlying,
};

/// Lets a bid of one lot rest in each of these markets. Each trader bids in ten of them; the first is number 10.
fn bid_in_each(markets: &[InstrumentId], subaccount: u8, limit: u128) {
	for (ten, trader) in markets.chunks(10).zip(10..) {
		for market in ten {
			assert_ok!(place_for(trader, subaccount, bid(1, limit).on(*market)));
		}
		clear();
	}
}

fn cancel_all(who: AccountId, subaccount: u8) {
	assert_ok!(OrderBook::cancel_all(RuntimeOrigin::signed(who), subaccount, None));
}

fn windows_that_wait() -> usize {
	Windows::<Test>::iter().count()
}

fn sell_off(who: AccountId, lots: u64, limit: u64) -> bool {
	let limit = Ticks::from_inner(limit);
	OrderBook::reduce_in_next_clearing(&sub(who), &PERPETUAL, Side::Sell, lots, limit)
}

#[test]
fn one_in_each_of_a_hundred_markets_fits_what_every_block_leaves_to_the_book() {
	ExtBuilder::default().tell(|| {
		let markets: Vec<_> = (0..100).map(coin).collect();
		bid_in_each(&markets, 0, 900);
		for trader in 10..20 {
			cancel_all(trader, 0);
		}
		let waiting = MessageCount { orders: 0, cancels: 100, liquidations: 0 };
		assert_eq!(Windows::<Test>::get(window()), waiting);
		let least = OrderBook::least_weight_for_progress();
		let used = open_window_within(window() + 1, least);
		assert!(used.all_lte(least), "{used} of {least}");
		assert_eq!((cuts().len(), windows_that_wait()), (100, 0));
		assert_eq!(Levels::<Test>::iter().count(), 0);
	});
}

#[test]
fn who_cancels_in_many_markets_window_after_window_keeps_nobody_from_trading() {
	ExtBuilder::default().tell(|| {
		let markets: Vec<_> = (0..60).map(coin).collect();
		for subaccount in 0..10 {
			bid_in_each(&markets, subaccount, 900 + u128::from(subaccount));
		}
		// Its name comes last.
		let ether = InstrumentId::perpetual(Underlying::ETH);
		FakeInstruments::list(ether, usd(1_000));
		let least = OrderBook::least_weight_for_progress();
		for subaccount in 0..10 {
			for trader in 10..16 {
				cancel_all(trader, subaccount);
			}
			assert_ok!(place(ALICE, bid(1, 1_000).on(ether)));
			assert_ok!(place(BOB, ask(1, 1_000).on(ether)));
			let used = open_window_within(window() + 1, least);
			assert!(used.all_lte(least), "{used} of {least}");
			assert_eq!((cuts().len(), fills().len(), windows_that_wait()), (60, 2, 0));
		}
	});
}

#[test]
fn those_that_do_not_fit_any_more_go_with_the_next_block() {
	ExtBuilder::default().tell(|| {
		let markets = [coin(0), coin(1)];
		for (market, traders) in [(markets[0], 10..13), (markets[1], 20..23)] {
			for trader in traders {
				for price in 900..920 {
					assert_ok!(place(trader, bid(1, price).on(market)));
				}
			}
			clear();
		}
		for trader in (10..13).chain(20..23) {
			cancel_all(trader, 0);
		}
		// Enough for one market and about half of the other.
		let weight = <() as WeightInfo>::on_window() + <() as WeightInfo>::cancel_in_market(90, 60);
		let used = open_window_within(window() + 1, weight);
		assert!(used.all_lte(weight), "{used} of {weight}");
		let at_first = cuts().len();
		assert!((61..120).contains(&at_first), "{at_first} went at first");
		assert_eq!(windows_that_wait(), 1);
		ensure_invariants();
		open_window_within(window() + 1, weight);
		assert_eq!((cuts().len(), windows_that_wait()), (120 - at_first, 0));
	});
}

#[test]
fn a_market_to_which_orders_came_as_well_is_cleared_as_ever() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, ask(5, 1_000)));
		assert_ok!(place(BOB, ask(5, 1_001)));
		assert_ok!(place(ALICE, bid(1, 900).on(coin(0))));
		clear();
		cancel_all(ALICE, 0);
		assert_ok!(place(CAROL, bid(5, 1_010)));
		clear();
		let requested = |number, lots| (id(ALICE, number), lots, CancelReason::Requested);
		assert_eq!(cuts(), [requested(0, 5), requested(1, 1)]);
		assert_eq!(fills(), [(id(BOB, 0), 5), (id(CAROL, 0), 5)]);
		assert_eq!(cleared_at(), Some((1_001, 5)));
		assert_eq!(windows_that_wait(), 0);
	});
}

#[test]
fn a_slice_of_a_liquidation_that_waits_beside_them_is_sold() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(CAROL, bid(6, 995)));
		assert_ok!(place(DAVE, bid(6, 996)));
		clear();
		cancel_all(DAVE, 0);
		assert!(sell_off(ALICE, 6, 990));
		clear();
		assert_eq!(cuts(), [(id(DAVE, 0), 6, CancelReason::Requested)]);
		assert_eq!(fills(), [(id(ALICE, 0), 6), (id(CAROL, 0), 6)]);
		assert!(OrderLists::<Test>::get(sub(ALICE)).reducing.is_empty());
	});
}

#[test]
fn they_do_not_overtake_a_slice_that_waits_since_an_earlier_window() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(CAROL, bid(6, 995)));
		clear();
		assert!(sell_off(ALICE, 4, 990));
		open_window_within(window() + 1, Weight::from_parts(1, 1));
		cancel_all(CAROL, 0);
		clear();
		assert_eq!(fills(), [(id(ALICE, 0), 4), (id(CAROL, 0), 4)]);
		assert_eq!(cuts(), [(id(CAROL, 0), 2, CancelReason::Requested)]);
		assert!(!OrderBook::reduction_waits(&sub(ALICE)));
		assert_eq!((windows_that_wait(), resting(Side::Buy)), (0, vec![]));
	});
}
