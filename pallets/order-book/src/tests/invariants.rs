// SPDX-License-Identifier: Apache-2.0
//! Each invariant is broken on purpose, and must be seen to be.

use crate::{mock::*, *};
use frame_support::assert_ok;
use market_maths::units::Ticks;
use market_primitives::{
	testing::risk::FakeRiskGate, traits::RiskGate, Invariants, RestingExposure, Side,
};
use std::collections::BTreeSet;

/// Breaks something in a book with orders on both sides, fills and a waiting message; says what is noticed.
fn noticed(damage: impl FnOnce()) -> BTreeSet<String> {
	ExtBuilder::default().build().execute_with(|| {
		assert_ok!(place(ALICE, bid(5, 990).named(1)));
		assert_ok!(place(ALICE, bid(5, 980).named(2)));
		assert_ok!(place(BOB, ask(5, 1_010)));
		assert_ok!(place(CAROL, ask(2, 990)));
		clear();
		assert_ok!(place(BOB, bid(1, 900)));
		ensure_invariants();
		damage();
		OrderBook::broken().into_iter().map(|broken| broken.name).collect()
	})
}

fn at(side: Side, tick: u64) -> (Side, Ticks) {
	(side, Ticks::from_inner(tick))
}

#[test]
fn every_invariant_has_a_name() {
	let names = OrderBook::names();
	assert_eq!(names.len(), names.iter().collect::<BTreeSet<_>>().len());
	assert!(names.contains(&"book_matches_orders"));
}

#[test]
fn an_order_in_no_list_is_noticed() {
	let broken = noticed(|| {
		OrderLists::<Test>::mutate(sub(ALICE), |list| list.remove(0));
	});
	assert!(broken.contains("book_matches_orders"));
}

#[test]
fn an_order_missing_from_the_book_is_noticed() {
	let broken = noticed(|| {
		Levels::<Test>::mutate(PERPETUAL, at(Side::Buy, 990), |level| level.clear());
	});
	assert!(broken.contains("book_matches_orders"));
}

#[test]
fn a_resting_order_without_lots_is_noticed() {
	let broken = noticed(|| {
		Levels::<Test>::mutate(PERPETUAL, at(Side::Buy, 990), |level| level[0].lots = 0);
	});
	assert!(broken.contains("book_matches_orders"));
}

fn only(name: &str) -> BTreeSet<String> {
	[name.to_string()].into()
}

#[test]
fn a_side_that_is_not_the_listed_one_is_noticed() {
	let broken = noticed(|| {
		OrderLists::<Test>::mutate(sub(ALICE), |list| list.open[0].side = Side::Sell);
	});
	assert_eq!(broken, only("book_matches_orders"));
	let broken = noticed(|| {
		Waiting::<Test>::mutate((2, PERPETUAL, sub(BOB)), |messages| {
			messages.orders[0].side = Side::Sell;
		});
	});
	assert_eq!(broken, only("book_matches_orders"));
}

#[test]
fn lots_that_are_not_those_counted_for_the_account_are_noticed() {
	let broken = noticed(|| {
		Levels::<Test>::mutate(PERPETUAL, at(Side::Buy, 990), |level| level[0].lots += 1);
	});
	let both = ["book_matches_orders", "committed_lots_match_levels"].map(String::from);
	assert_eq!(broken, both.into());
	let broken = noticed(|| {
		let order = RestingExposure {
			instrument: PERPETUAL,
			side: Side::Sell,
			lots: 1,
			limit: Ticks::from_inner(1_000),
			reduce_only: false,
		};
		FakeRiskGate::admit_order(&mut Default::default(), &sub(CAROL), &order).unwrap();
	});
	assert_eq!(broken, only("book_matches_orders"));
}

#[test]
fn lots_that_only_reduce_and_are_not_the_listed_ones_are_noticed() {
	let broken = noticed(|| {
		assert_ok!(place(ALICE, ask(2, 1_020).reduce_only()));
		clear();
		ensure_invariants();
		Levels::<Test>::mutate(PERPETUAL, at(Side::Sell, 1_020), |level| level[0].lots = 1);
	});
	assert_eq!(broken, only("book_matches_orders"));
}

#[test]
fn a_liquidation_that_waits_elsewhere_than_listed_is_noticed() {
	let broken = noticed(|| {
		OrderLists::<Test>::mutate(sub(ALICE), |list| list.reducing.try_push((2, PERPETUAL)))
			.unwrap();
	});
	assert_eq!(broken, ["book_matches_orders".to_string()].into());
}

#[test]
fn a_level_that_is_not_marked_is_noticed() {
	let broken = noticed(|| {
		TickPages::<Test>::mutate(PERPETUAL, (Side::Buy, 0), |page| {
			page.as_mut().unwrap().used.set(990, false)
		});
	});
	assert!(broken.contains("used_ticks_match_levels"));
}

#[test]
fn a_mark_without_a_level_is_noticed() {
	let broken = noticed(|| {
		TickPages::<Test>::mutate(PERPETUAL, (Side::Sell, 0), |page| {
			page.as_mut().unwrap().used.set(1_000, true)
		});
	});
	assert!(broken.contains("used_ticks_match_levels"));
}

#[test]
fn a_page_that_is_not_listed_is_noticed() {
	let broken = noticed(|| {
		Books::<Test>::mutate(0, PERPETUAL, |used| used.as_mut().unwrap().asks.clear());
	});
	assert!(broken.contains("used_ticks_match_levels"));
}

#[test]
fn committed_lots_that_are_not_those_of_the_levels_are_noticed() {
	let of_the_page = |damage: fn(&mut TickPage)| {
		noticed(|| {
			TickPages::<Test>::mutate(PERPETUAL, (Side::Buy, 0), |page| {
				damage(page.as_mut().unwrap())
			});
		})
	};
	let name = "committed_lots_match_levels";
	assert_eq!(of_the_page(|page| page.committed.set(990, false)), only(name));
	// The word of both bids, from 960 on.
	assert_eq!(of_the_page(|page| page.sums[15].value += 1), only(name));
	let broken = noticed(|| {
		Books::<Test>::mutate(0, PERPETUAL, |used| {
			used.as_mut().unwrap().bids[0].committed.lots += 1;
		});
	});
	assert_eq!(broken, only(name));
}

#[test]
fn a_wrong_count_of_resting_orders_is_noticed() {
	let broken = noticed(|| {
		Books::<Test>::mutate(0, PERPETUAL, |used| used.as_mut().unwrap().orders += 1);
	});
	assert_eq!(broken, ["used_ticks_match_levels".to_string()].into());
}

#[test]
fn a_wrong_count_of_messages_is_noticed() {
	for damage in [(|| Windows::<Test>::mutate(2, |count| count.orders += 1)) as fn(), || {
		Backlog::<Test>::mutate(2, PERPETUAL, |count| count.cancels += 1)
	}] {
		assert_eq!(noticed(damage), ["messages_match_their_counts".to_string()].into());
	}
}

#[test]
fn a_wrong_line_of_what_waits_is_noticed() {
	for damage in [
		(|| WaitingLine::<Test>::mutate(|line| line.room += 1)) as fn(),
		|| WaitingLine::<Test>::mutate(|line| line.windows += 1),
		|| WaitingLine::<Test>::mutate(|line| line.front += 1),
		|| RoomOfOwners::<Test>::mutate(BOB, |room| *room += 1),
	] {
		assert_eq!(noticed(damage), ["messages_match_their_counts".to_string()].into());
	}
}

#[test]
fn an_order_in_two_places_is_noticed() {
	let broken = noticed(|| {
		let twice = Levels::<Test>::get(PERPETUAL, at(Side::Buy, 990));
		Levels::<Test>::mutate(PERPETUAL, at(Side::Buy, 980), |level| {
			level.try_push(twice[0]).unwrap();
		});
	});
	assert!(broken.contains("message_executes_at_most_once"));
}

#[test]
fn a_number_that_could_be_given_again_is_noticed() {
	let broken = noticed(|| {
		OrderLists::<Test>::mutate(sub(ALICE), |list| list.next_sequence = 1);
	});
	assert_eq!(broken, ["message_executes_at_most_once".to_string()].into());
}

#[test]
fn a_client_id_used_twice_is_noticed() {
	let broken = noticed(|| {
		OrderLists::<Test>::mutate(sub(ALICE), |list| list.open[1].client_id = Some(1));
	});
	assert_eq!(broken, ["message_executes_at_most_once".to_string()].into());
}

#[test]
fn a_crossed_book_is_noticed() {
	let broken = noticed(|| {
		let mut book = book::Book::<Test>::open(PERPETUAL);
		let resting = book.remove(Side::Sell, Ticks::from_inner(1_010), &id(BOB, 0)).unwrap();
		book.insert(Side::Sell, Ticks::from_inner(985), resting).unwrap();
		book.commit().unwrap();
	});
	assert!(broken.contains("no_crossed_book_after_clearing"));
}

fn damage_record(damage: impl FnOnce(&mut ClearingRecord)) -> BTreeSet<String> {
	noticed(|| {
		LastClearings::<Test>::mutate(0, PERPETUAL, |record| damage(record.as_mut().unwrap()))
	})
}

#[test]
fn a_second_price_or_an_unequal_volume_is_noticed() {
	let two = damage_record(|record| record.fill_prices.1 = Ticks::from_inner(2_000));
	assert!(two.contains("one_price_per_clearing"));
	let unequal = damage_record(|record| record.sold += 1);
	assert_eq!(unequal, ["one_price_per_clearing".to_string()].into());
}

#[test]
fn a_fill_beyond_the_limit_is_noticed() {
	let bought = damage_record(|record| record.lowest_bid = Ticks::from_inner(1));
	assert_eq!(bought, ["nobody_filled_beyond_limit".to_string()].into());
	let sold = damage_record(|record| record.highest_ask = Ticks::from_inner(2_000));
	assert_eq!(sold, ["nobody_filled_beyond_limit".to_string()].into());
}
