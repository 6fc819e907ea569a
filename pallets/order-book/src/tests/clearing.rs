// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, *};
use frame_support::{assert_ok, weights::Weight};
use market_primitives::{
	testing::{
		instruments::FakeInstruments,
		risk::{FakeClearing, FakeRiskGate},
	},
	traits::{ClearingError, Instruments},
	FillRole, InstrumentId, Side, SubaccountId, Underlying,
};
use sp_runtime::Perbill;

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

#[test]
fn orders_that_do_not_meet_rest() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(5, 990)));
		assert_ok!(place(BOB, ask(3, 1_010)));
		clear();
		assert_eq!(cleared_at(), None);
		assert_eq!((resting(Side::Buy), resting(Side::Sell)), (vec![(990, 5)], vec![(1_010, 3)]));
		let rested = |order, lots| Event::OrderRested { order, instrument: PERPETUAL, lots };
		assert_eq!(events(), [rested(id(ALICE, 0), 5), rested(id(BOB, 0), 3)]);
	});
}

#[test]
fn better_prices_are_filled_first() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(5, 1_000)));
		assert_ok!(place(BOB, bid(5, 1_010)));
		assert_ok!(place(CAROL, ask(6, 990)));
		clear();
		assert_eq!(cleared_at(), Some((1_000, 6)));
		assert_eq!(fills(), [(id(ALICE, 0), 1), (id(BOB, 0), 5), (id(CAROL, 0), 6)]);
	});
}

#[test]
fn at_one_price_older_windows_are_filled_first() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(BOB, bid(5, 1_000)));
		clear();
		assert_ok!(place(ALICE, bid(5, 1_000)));
		clear();
		assert_ok!(place(CAROL, ask(6, 1_000)));
		clear();
		assert_eq!(fills(), [(id(ALICE, 0), 1), (id(BOB, 0), 5), (id(CAROL, 0), 6)]);
	});
}

#[test]
fn in_one_window_everybody_at_the_marginal_price_gets_the_same_share() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(30, 1_000)));
		assert_ok!(place(BOB, bid(10, 1_000)));
		assert_ok!(place(CAROL, ask(20, 1_000)));
		clear();
		assert_eq!(fills(), [(id(ALICE, 0), 15), (id(BOB, 0), 5), (id(CAROL, 0), 20)]);
	});
}

#[test]
fn who_rested_is_the_maker_and_who_came_is_the_taker() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(5, 1_000)));
		clear();
		assert_ok!(place(BOB, ask(2, 1_000)));
		assert_ok!(place(CAROL, bid(2, 1_001).post_only()));
		clear();
		let roles: Vec<_> = events()
			.into_iter()
			.filter_map(|event| match event {
				Event::OrderFilled { order, role, remaining, .. } => Some((order, role, remaining)),
				_ => None,
			})
			.collect();
		assert_eq!(roles, [(id(BOB, 0), FillRole::Taker, 0), (id(CAROL, 0), FillRole::Maker, 0)]);
	});
}

#[test]
fn what_an_immediate_order_does_not_get_is_cancelled() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(5, 1_010).immediate()));
		assert_ok!(place(BOB, ask(3, 990)));
		assert_ok!(place(CAROL, bid(5, 900).immediate()));
		clear();
		assert_eq!(
			cuts(),
			[(id(ALICE, 0), 2, CancelReason::Unfilled), (id(CAROL, 0), 5, CancelReason::Unfilled)]
		);
		assert_eq!(resting(Side::Buy), []);
	});
}

#[test]
fn a_post_only_order_that_meets_the_book_is_refused() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, ask(5, 1_000)));
		clear();
		assert_ok!(place(BOB, bid(5, 1_000).post_only()));
		assert_ok!(place(CAROL, bid(5, 999).post_only()));
		clear();
		assert_eq!(cuts(), [(id(BOB, 0), 5, CancelReason::WouldTake)]);
		assert_eq!((resting(Side::Buy), resting(Side::Sell)), (vec![(999, 5)], vec![(1_000, 5)]));
	});
}

#[test]
fn of_post_only_orders_that_meet_each_other_both_are_refused() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, ask(5, 1_000).post_only()));
		assert_ok!(place(BOB, bid(5, 1_001).post_only()));
		assert_ok!(place(CAROL, bid(5, 999).post_only()));
		assert_ok!(place(DAVE, ask(5, 1_002).post_only()));
		clear();
		assert_eq!(
			cuts(),
			[(id(ALICE, 0), 5, CancelReason::WouldTake), (id(BOB, 0), 5, CancelReason::WouldTake)]
		);
		assert_eq!((resting(Side::Buy), resting(Side::Sell)), (vec![(999, 5)], vec![(1_002, 5)]));
	});
}

#[test]
fn a_reduce_only_order_is_cut_to_the_position() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 15);
		assert_ok!(place(ALICE, ask(15, 990).reduce_only()));
		assert_ok!(place(CAROL, bid(20, 1_010)));
		// Something else takes a third of the position in the meantime.
		hold(ALICE, BOB, 10);
		clear();
		assert_eq!(fills(), [(id(ALICE, 0), 10), (id(CAROL, 0), 10)]);
		assert_eq!(cuts(), [(id(ALICE, 0), 5, CancelReason::NothingToReduce)]);
		assert_eq!(position(ALICE), 0);
	});
}

#[test]
fn reduce_only_orders_leave_room_for_what_else_the_account_sells() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(ALICE, ask(6, 990).reduce_only()));
		assert_ok!(place(ALICE, ask(4, 990).reduce_only()));
		assert_ok!(place(ALICE, ask(3, 990)));
		assert_ok!(place(CAROL, bid(20, 1_010)));
		clear();
		// Of ten, three are for the plain order; the first reduce-only order gets six, the second one.
		assert_eq!(cuts(), [(id(ALICE, 1), 3, CancelReason::NothingToReduce)]);
		assert_eq!(position(ALICE), 0);
	});
}

#[test]
fn a_resting_reduce_only_order_shrinks_with_the_position_once_it_could_trade() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(ALICE, ask(10, 1_020).reduce_only()));
		clear();
		assert_ok!(place(ALICE, ask(7, 990)));
		assert_ok!(place(CAROL, bid(7, 1_010)));
		clear();
		assert_eq!(resting(Side::Sell), [(1_020, 10)]);
		assert_ok!(place(CAROL, bid(10, 1_020)));
		clear();
		assert_eq!(fills(), [(id(ALICE, 0), 3), (id(CAROL, 1), 3)]);
		assert_eq!(cuts(), [(id(ALICE, 0), 7, CancelReason::NothingToReduce)]);
		assert_eq!(position(ALICE), 0);
	});
}

#[test]
fn an_order_that_meets_its_owners_resting_order_yields() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, ask(5, 1_000)));
		assert_ok!(place(BOB, ask(5, 1_005)));
		clear();
		// From another subaccount of the same owner.
		assert_ok!(place_for(ALICE, 1, bid(5, 1_010)));
		clear();
		assert_eq!(cleared_at(), None);
		let yielding =
			market_primitives::OrderId { account: SubaccountId::new(ALICE, 1), sequence: 0 };
		assert_eq!(cuts(), [(yielding, 5, CancelReason::SelfTrade)]);
		assert_eq!(resting(Side::Sell), [(1_000, 5), (1_005, 5)]);
	});
}

#[test]
fn an_order_still_trades_with_others_ahead_of_its_owners_own() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, ask(5, 1_005)));
		assert_ok!(place(BOB, ask(5, 1_000)));
		clear();
		assert_ok!(place(ALICE, bid(8, 1_010)));
		clear();
		assert_eq!(fills(), [(id(ALICE, 1), 5), (id(BOB, 0), 5)]);
		assert_eq!(cuts(), [(id(ALICE, 1), 3, CancelReason::SelfTrade)]);
		assert_eq!(resting(Side::Sell), [(1_005, 5)]);
	});
}

#[test]
fn of_an_owners_orders_in_one_window_the_later_yields() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, ask(5, 1_000)));
		assert_ok!(place(ALICE, bid(5, 1_010)));
		assert_ok!(place(BOB, bid(5, 1_005)));
		clear();
		assert_eq!(cleared_at(), Some((1_000, 5)));
		assert_eq!(fills(), [(id(ALICE, 0), 5), (id(BOB, 0), 5)]);
		assert_eq!(cuts(), [(id(ALICE, 1), 5, CancelReason::SelfTrade)]);
	});
}

#[test]
fn open_interest_never_passes_its_cap_and_the_room_is_shared() {
	ExtBuilder::default().open_interest_cap(10).tell(|| {
		assert_ok!(place(ALICE, ask(30, 1_000)));
		assert_ok!(place(BOB, ask(10, 1_000)));
		assert_ok!(place(CAROL, bid(40, 1_000)));
		clear();
		// Three quarters and one quarter of ten, rounded down.
		assert_eq!(fills(), [(id(ALICE, 0), 7), (id(BOB, 0), 2), (id(CAROL, 0), 9)]);
		assert_eq!(FakeInstruments::open_interest(&PERPETUAL), 9);
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
fn a_market_at_its_cap_lets_everybody_out() {
	ExtBuilder::default().open_interest_cap(10).tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(ALICE, ask(10, 990)));
		assert_ok!(place(DAVE, ask(10, 980)));
		assert_ok!(place(CAROL, bid(20, 1_010)));
		clear();
		// Dave would open a short; Alice closes, and Carol may take over from her.
		assert_eq!(fills(), [(id(ALICE, 0), 10), (id(CAROL, 0), 10)]);
		assert_eq!(FakeInstruments::open_interest(&PERPETUAL), 10);
		assert_eq!(cuts(), [(id(DAVE, 0), 10, CancelReason::OpenInterestCap)]);
	});
}

#[test]
fn one_clearing_reaches_only_so_deep() {
	ExtBuilder::default().tell(|| {
		for price in 1_001..=1_020 {
			assert_ok!(place(BOB, ask(1, price)));
		}
		clear();
		assert_ok!(place(ALICE, bid(20, 1_020)));
		clear();
		assert_eq!(cleared_at(), Some((1_016, 16)));
		assert_eq!(cuts(), [(id(ALICE, 0), 4, CancelReason::CannotRest)]);
		assert_eq!(resting(Side::Sell).first(), Some(&(1_017, 1)));
	});
}

#[test]
fn a_level_has_room_for_so_many_and_nobody_can_choose_to_be_among_them() {
	ExtBuilder::default().tell(|| {
		for trader in 10..20 {
			assert_ok!(place(trader, bid(1, 990)));
		}
		clear();
		assert_eq!(resting(Side::Buy), [(990, 8)]);
		let mut keys: Vec<_> =
			(10..20).map(|trader| (auction::tie_break(&id(trader, 0), 1), trader)).collect();
		keys.sort();
		let mut unlucky: Vec<_> = keys[8..].iter().map(|(_, trader)| id(*trader, 0)).collect();
		unlucky.sort();
		let refused: Vec<_> = cuts().into_iter().map(|(order, ..)| order).collect();
		assert_eq!(refused, unlucky);
		assert!(cuts().iter().all(|(.., reason)| *reason == CancelReason::BookFull));
	});
}

#[test]
fn a_side_has_room_for_so_many_pages_and_keeps_the_best() {
	ExtBuilder::default().band(99).tell(|| {
		FakeInstruments::set_price(&PERPETUAL, usd(10_000));
		for price in [1_000, 3_000, 5_000, 7_000, 9_000] {
			assert_ok!(place(ALICE, bid(1, price)));
		}
		clear();
		assert_eq!(cuts(), [(id(ALICE, 0), 1, CancelReason::BookFull)]);
		assert_eq!(resting(Side::Buy), [(9_000, 1), (7_000, 1), (5_000, 1), (3_000, 1)]);
	});
}

/// Places bids of one lot and, as far from the mark on the other side, asks.
fn on_both_sides(who: [AccountId; 2], distances: &[u128]) {
	for distance in distances {
		assert_ok!(place(who[0], bid(1, 20_000 - distance)));
		assert_ok!(place(who[1], ask(1, 20_000 + distance)));
	}
}

#[test]
fn a_full_side_gives_up_its_worst_page_for_a_better_price() {
	ExtBuilder::default().band(99).tell(|| {
		FakeInstruments::set_price(&PERPETUAL, usd(20_000));
		// Four pages on each side, of which the worst holds two orders.
		on_both_sides([ALICE, BOB], &[18_500, 18_510, 14_000, 12_000, 10_000]);
		clear();
		on_both_sides([CAROL, DAVE], &[2_000]);
		clear();
		let given_up = |who| [0, 1].map(|number| (id(who, number), 1, CancelReason::BookFull));
		assert_eq!(cuts(), [given_up(ALICE), given_up(BOB)].concat());
		let left = [2_000, 10_000, 12_000, 14_000];
		assert_eq!(resting(Side::Buy), left.map(|distance| (20_000 - distance, 1)));
		assert_eq!(resting(Side::Sell), left.map(|distance| (20_000 + distance, 1)));
	});
}

#[test]
fn a_full_side_takes_no_price_that_is_worse_than_what_it_holds() {
	ExtBuilder::default().band(99).tell(|| {
		FakeInstruments::set_price(&PERPETUAL, usd(20_000));
		on_both_sides([ALICE, BOB], &[14_000, 12_000, 10_000, 8_000]);
		clear();
		on_both_sides([CAROL, DAVE], &[18_500]);
		clear();
		let refused = |who| (id(who, 0), 1, CancelReason::BookFull);
		assert_eq!(cuts(), [refused(CAROL), refused(DAVE)]);
	});
}

#[test]
fn a_worst_page_that_holds_many_orders_is_given_up_in_steps_and_takes_no_others() {
	ExtBuilder::default().band(99).tell(|| {
		FakeInstruments::set_price(&PERPETUAL, usd(10_000));
		for step in 0..20 {
			assert_ok!(place(ALICE, bid(1, 1_030 + step)));
		}
		for price in [3_000, 5_000, 7_000] {
			assert_ok!(place(CAROL, bid(1, price)));
		}
		clear();
		let least = OrderBook::least_weight_for_progress();
		let given_up = |numbers: std::ops::Range<u64>| {
			numbers
				.map(|number| (id(ALICE, number), 1, CancelReason::BookFull))
				.collect::<Vec<_>>()
		};
		// Sixteen leave at a time, the worst prices first, and nobody comes to where they were.
		assert_ok!(place(BOB, bid(2, 9_000)));
		assert_ok!(place(DAVE, bid(2, 1_060)));
		let used = open_window_within(window() + 1, least);
		assert!(used.all_lte(least), "{used} of {least}");
		let refused = |who| (id(who, 0), 2, CancelReason::BookFull);
		assert_eq!(cuts(), [given_up(0..16), vec![refused(BOB), refused(DAVE)]].concat());
		ensure_invariants();

		assert_ok!(place(BOB, bid(2, 9_000)));
		let used = open_window_within(window() + 1, least);
		assert!(used.all_lte(least), "{used} of {least}");
		assert_eq!(cuts(), given_up(16..20));
		assert_eq!(resting(Side::Buy), [(9_000, 2), (7_000, 1), (5_000, 1), (3_000, 1)]);
	});
}

#[test]
fn an_order_that_took_part_in_the_auction_may_be_given_up_after_it() {
	ExtBuilder::default().band(99).tell(|| {
		FakeInstruments::set_price(&PERPETUAL, usd(10_000));
		for price in [1_030, 3_000, 5_000, 7_000] {
			assert_ok!(place(ALICE, bid(1, price)));
		}
		clear();
		// What she bids waits for a price, and is read by the clearing all the same.
		FakeRiskGate::set_unpriced(&sub(ALICE), true);
		assert_ok!(place(BOB, bid(2, 9_000)));
		assert_ok!(place(DAVE, ask(1, 1_030).immediate()));
		clear();
		assert_eq!(fills(), [(id(BOB, 0), 1), (id(DAVE, 0), 1)]);
		assert_eq!(cuts(), [(id(ALICE, 0), 1, CancelReason::BookFull)]);
		assert_eq!(resting(Side::Buy), [(9_000, 1), (7_000, 1), (5_000, 1), (3_000, 1)]);
	});
}

#[test]
fn what_does_not_fit_into_a_block_waits_first_in_line() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(5, 1_000)));
		open_window_within(2, Weight::from_parts(1, 1));
		assert_eq!(resting(Side::Buy), []);
		assert_ok!(place(BOB, ask(5, 1_000)));
		// An order whose window is over is not taken out of it.
		assert_ok!(cancel(ALICE, id(ALICE, 0)));
		let used = open_window_within(3, Weight::MAX);
		// Window 1 first: Alice's order rests. Then window 2: it goes before Bob's comes.
		assert_eq!(cuts(), [(id(ALICE, 0), 5, CancelReason::Requested)]);
		assert_eq!(cleared_at(), None);
		assert_eq!(resting(Side::Sell), [(1_000, 5)]);
		assert!(used.ref_time() < Weight::MAX.ref_time());
	});
}

#[test]
fn windows_in_which_nothing_waits_do_not_hide_those_after_them() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(5, 990)));
		open_window_within(2, Weight::from_parts(1, 1));
		open_window_within(7, Weight::from_parts(1, 1));
		assert_ok!(place(BOB, ask(5, 1_010)));
		open_window(20);
		assert_eq!((resting(Side::Buy), resting(Side::Sell)), (vec![(990, 5)], vec![(1_010, 5)]));
		assert_eq!(WaitingLine::<Test>::get(), Line { front: 20, windows: 0, room: 0 });
	});
}

/// Twenty asks at prices of their own, and a bid that wants them all.
fn sweep() {
	for price in 1_001..=1_020 {
		assert_ok!(place(BOB, ask(1, price)));
	}
	clear();
	assert_ok!(place(ALICE, bid(20, 1_020)));
}

#[test]
fn a_clearing_never_uses_more_than_the_weight_it_was_let_in_with() {
	ExtBuilder::default().tell(|| {
		sweep();
		let most = <() as WeightInfo>::on_window() + OrderBook::clearing_of_full_accounts(1, 20, 8);
		let used = open_window_within(window() + 1, most);
		assert_eq!(cleared_at(), Some((1_016, 16)));
		assert!(used.all_lte(most), "{used} of {most}");
	});
}

#[test]
fn the_first_market_of_a_block_reaches_as_deep_as_the_weight_allows() {
	ExtBuilder::default().tell(|| {
		sweep();
		// Whole levels of up to eight orders on both sides are paid for beforehand: two of eighteen.
		let weight =
			<() as WeightInfo>::on_window() + OrderBook::clearing_of_full_accounts(1, 18, 8);
		let used = open_window_within(window() + 1, weight);
		assert!(used.all_lte(weight), "{used} of {weight}");
		assert_eq!(cleared_at(), Some((1_001, 1)));
		assert_eq!(cuts(), [(id(ALICE, 0), 19, CancelReason::CannotRest)]);
	});
}

#[test]
fn a_later_market_rather_reaches_less_deep_than_waiting() {
	ExtBuilder::default().tell(|| {
		let ether = InstrumentId::perpetual(Underlying::ETH);
		FakeInstruments::list(ether, usd(1_000));
		for price in 1_001..=1_020 {
			assert_ok!(place(BOB, ask(1, price).on(ether)));
		}
		clear();
		assert_ok!(place(ALICE, bid(20, 1_020).on(ether)));
		assert_ok!(place(ALICE, bid(1, 990)));
		let least = <() as WeightInfo>::on_window()
			+ <() as WeightInfo>::clear_market(1, 0, 0, 0)
			+ OrderBook::clearing_of_full_accounts(1, 18, 8);
		let used = open_window_within(window() + 1, least);
		assert!(used.all_lte(least), "{used} of {least}");
		assert_eq!(resting(Side::Buy), [(990, 1)]);
		// In ticks of a tenth.
		assert_eq!(cleared_at(), Some((10_010, 1)));
		assert_eq!(cuts(), [(id(ALICE, 0), 19, CancelReason::CannotRest)]);
	});
}

/// Sixty asks in each of two markets, of three traders each.
fn two_deep_markets() -> [InstrumentId; 2] {
	let ether = InstrumentId::perpetual(Underlying::ETH);
	FakeInstruments::list(ether, usd(1_000));
	for (market, traders) in [(PERPETUAL, 10..13), (ether, 20..23)] {
		for trader in traders {
			for price in 1_001..=1_020 {
				assert_ok!(place(trader, ask(1, price).on(market)));
			}
		}
		clear();
	}
	[PERPETUAL, ether]
}

#[test]
fn two_deep_markets_are_cleared_in_every_window_on_little_weight() {
	ExtBuilder::default().tell(|| {
		let markets = two_deep_markets();
		// Enough for the shallowest clearing of both, and not for the deepest of one.
		let shallowest = OrderBook::clearing_of_full_accounts(1, 18, 8);
		let deepest = OrderBook::clearing_of_full_accounts(1, 48, 8);
		let weight = <() as WeightInfo>::on_window() + shallowest + shallowest;
		assert!(weight.all_lt(deepest), "{weight} suffices for {deepest}");
		for _ in 0..20 {
			for market in markets {
				assert_ok!(place(ALICE, bid(1, 1_020).on(market).immediate()));
			}
			let used = open_window_within(window() + 1, weight);
			assert!(used.all_lte(weight), "{used} of {weight}");
			assert_eq!(Windows::<Test>::iter().count(), 0);
			assert_eq!(fills().len(), 4);
		}
	});
}

#[test]
fn a_market_leaves_half_of_the_weight_to_those_that_come_after_it() {
	ExtBuilder::default().tell(|| {
		let markets = two_deep_markets();
		for market in markets {
			assert_ok!(place(ALICE, bid(60, 1_020).on(market).immediate()));
		}
		// With all of it the first could reach as deep as it may, and nothing would be left for the second.
		let weight =
			<() as WeightInfo>::on_window() + OrderBook::clearing_of_full_accounts(1, 48, 8);
		let used = open_window_within(window() + 1, weight);
		assert!(used.all_lte(weight), "{used} of {weight}");
		let volumes: Vec<_> = events()
			.into_iter()
			.filter_map(|event| match event {
				Event::MarketCleared { instrument, volume, .. } => Some((instrument, volume)),
				_ => None,
			})
			.collect();
		// Half of it reaches two orders on each side, which is one level; what is left of all reaches thirteen.
		assert_eq!(volumes, [(markets[0], 3), (markets[1], 15)]);
	});
}

#[test]
fn a_clearing_that_cuts_full_accounts_uses_no_more_than_it_was_let_in_with() {
	ExtBuilder::default().tell(|| {
		for trader in [ALICE, BOB] {
			for number in 0..64 {
				FakeRiskGate::set_position(&sub(trader), &coin(number), 1);
			}
			FakeRiskGate::set_bearable_share(&sub(trader), Perbill::zero());
		}
		assert_ok!(place(ALICE, bid(5, 1_010)));
		assert_ok!(place(BOB, ask(5, 990)));
		let most = <() as WeightInfo>::on_window() + OrderBook::clearing_of_full_accounts(2, 0, 0);
		let used = open_window_within(window() + 1, most);
		assert!(used.all_lte(most), "{used} of {most}");
		assert_eq!(cuts().len(), 2);
	});
}

#[test]
fn any_window_moves_on_within_the_weight_that_is_promised_to_suffice() {
	ExtBuilder::default().tell(|| {
		for trader in 10..16 {
			for price in 900..920 {
				assert_ok!(place(trader, bid(1, price)));
			}
		}
		open_window_within(window() + 1, OrderBook::least_weight_for_progress());
		assert_eq!(Windows::<Test>::iter().count(), 0);
	});
}

/// Full accounts place an order at each of twenty prices.
fn crowd(traders: std::ops::Range<AccountId>, order: fn(u128) -> OrderTicket) {
	for trader in traders {
		for step in 0..20 {
			assert_ok!(place(trader, order(step)));
		}
	}
}

#[test]
fn the_fullest_window_of_a_market_moves_on_within_the_weight_that_is_promised_to_suffice() {
	ExtBuilder::default().tell(|| {
		crowd(10..16, |step| bid(1, 900 + step));
		clear();
		crowd(20..26, |step| ask(1, 1_001 + step));
		clear();
		// As many messages as go in: some cancel all they have, others want all that is offered.
		for trader in 10..16 {
			assert_ok!(OrderBook::cancel_all(RuntimeOrigin::signed(trader), 0, None));
		}
		crowd(30..36, |step| bid(1, 1_001 + step));
		let full = MessageCount { orders: 120, cancels: 120, liquidations: 0 };
		assert_eq!(Windows::<Test>::get(window()), full);
		let least = OrderBook::least_weight_for_progress();
		let mut blocks = 0;
		while Windows::<Test>::iter().next().is_some() {
			let used = open_window_within(window() + 1, least);
			assert!(used.all_lte(least), "{used} of {least}");
			// Cancellations go ahead, as many as fit.
			assert!(!cuts().is_empty() || cleared_at().is_some(), "no progress");
			blocks += 1;
		}
		assert!((2..=5).contains(&blocks), "{blocks} blocks");
		assert!(cleared_at().is_some());
	});
}

#[test]
fn a_clearing_that_does_not_add_up_freezes_its_market_and_no_other() {
	ExtBuilder::default().tell(|| {
		let ether = InstrumentId::perpetual(Underlying::ETH);
		FakeInstruments::list(ether, usd(1_000));
		assert_ok!(place(ALICE, bid(5, 1_000)));
		assert_ok!(place(BOB, ask(5, 1_000)));
		assert_ok!(place(ALICE, bid(5, 1_000).on(ether)));
		assert_ok!(place(BOB, ask(5, 1_000).on(ether)));
		FakeClearing::fail_next(ClearingError::TooManyPositions);
		clear();
		assert!(events().contains(&Event::MarketFrozen {
			instrument: PERPETUAL,
			window: 1,
			cause: FreezeCause::TooManyPositions,
		}));
		assert!(FakeInstruments::is_frozen(&PERPETUAL) && !FakeInstruments::is_frozen(&ether));
		assert_eq!(position(ALICE), 0);
		assert_eq!(FakeClearing::take_clearings(), [(ether, 5)]);
		ensure_invariants();
		// The messages are still there, and leave with the next block.
		clear();
		assert_eq!(
			cuts(),
			[
				(id(ALICE, 0), 5, CancelReason::MarketClosed),
				(id(BOB, 0), 5, CancelReason::MarketClosed)
			]
		);
	});
}
