// SPDX-License-Identifier: Apache-2.0
//! Corrupts the state on purpose; each invariant must notice.

use crate::{
	mock::*, BoardKey, Boards, Expiries, ListingRules, OpenOptions, Phase, Series, SeriesRecord,
	Settling,
};
use frame_support::{assert_ok, traits::fungibles::Mutate};
use market_maths::units::Quantity;
use market_primitives::{
	testing::risk::FakeOptionPositions, traits::OptionPositions, Invariants, MarketState,
};

const BOARD: BoardKey = BoardKey { expiry: EXPIRY, underlying: BTC };

fn broken_after(corrupt: impl FnOnce()) -> Vec<String> {
	listed_options().build().execute_with(|| {
		write(WRITER, 0, call_at(90_000), 5);
		check();
		corrupt();
		assert!(Options::ensure_unbroken().is_err());
		Options::broken().into_iter().map(|broken| broken.name).collect()
	})
}

fn corrupt_series(change: impl FnOnce(&mut SeriesRecord)) -> Vec<String> {
	broken_after(|| Series::<Test>::mutate_extant(call_at(90_000), change))
}

#[test]
fn a_position_without_another_side_is_noticed() {
	let broken = broken_after(|| FakeOptionPositions::trade(account(HOLDER), call_at(90_000), 1));
	assert_eq!(broken, ["option_open_interest_balances"]);
}

#[test]
fn tokens_made_elsewhere_are_noticed() {
	let broken = broken_after(|| {
		assert_ok!(OptionTokens::mint_into(call_at(90_000), &HOLDER, 1));
	});
	assert_eq!(broken, ["no_option_token_without_backing"]);
	let broken = corrupt_series(|series| series.tokens = 4);
	assert_eq!(broken, ["no_option_token_without_backing", "option_open_interest_balances"]);
	let broken = corrupt_series(|series| series.tokens = 6);
	assert_eq!(broken, ["option_open_interest_balances"]);
}

#[test]
fn parameters_out_of_bounds_are_noticed() {
	let name = ["series_parameters_within_bounds"];
	assert_eq!(corrupt_series(|series| series.terms.lot = number("0")), name);
	let broken = broken_after(|| {
		ListingRules::<Test>::mutate_extant(BTC, |rule| rule.terms.price_band = number("2"));
	});
	assert_eq!(broken, name);
}

#[test]
fn a_series_settled_before_its_price_is_known_is_noticed() {
	let broken = corrupt_series(|series| series.terms.state = MarketState::Settled);
	assert_eq!(broken, ["settled_exactly_once"]);
}

#[test]
fn an_expiry_that_is_done_before_its_series_are_is_noticed() {
	let broken = broken_after(|| {
		Boards::<Test>::mutate_extant(BOARD, |board| {
			board.phase = Phase::Settled { price: number("90000"), at_ms: 0 };
		});
	});
	assert_eq!(broken, ["settled_exactly_once"; 6]);
}

#[test]
fn a_wrong_count_of_unpaid_series_is_noticed() {
	let broken = broken_after(|| {
		Boards::<Test>::mutate_extant(BOARD, |board| {
			board.phase = Phase::Settling(Settling::start(number("90000"), 5));
		});
	});
	assert_eq!(broken, ["settled_exactly_once"]);
}

#[test]
fn a_payment_after_settlement_is_noticed() {
	listed_options().build().execute_with(|| {
		expire_at("90000");
		windows(1);
		FakeOptionPositions::trade(account(HOLDER), call_at(90_000), 1);
		let broken: Vec<_> = Options::broken().into_iter().map(|broken| broken.name).collect();
		assert_eq!(broken, ["settled_exactly_once"]);
	});
}

#[test]
fn a_pool_that_does_not_hold_what_is_still_to_be_paid_is_noticed() {
	listed_options().build().execute_with(|| {
		let id = call_at(90_000);
		write(WRITER, 0, id, 5);
		settle_in_steps_of(1);
		expire_at("91000");
		windows(1);
		FakeOptionPositions::settle_token(&id, number("91000"), &HOLDER, 1).unwrap();
		let broken: Vec<_> = Options::broken().into_iter().map(|broken| broken.name).collect();
		assert_eq!(broken, ["option_open_interest_balances"]);
	});
}

#[test]
fn open_interest_that_is_not_counted_is_noticed() {
	let name = ["open_options_are_counted"];
	assert_eq!(corrupt_series(|series| series.open_interest = 5), name);
	let counted = |coins: Quantity| broken_after(|| OpenOptions::<Test>::insert(BTC, coins));
	assert_eq!(counted(number("1")), name);
	assert_eq!(counted(Quantity::ZERO), name, "nothing is stored of nothing");
}

#[test]
fn a_claim_that_is_not_counted_is_noticed() {
	let broken = corrupt_series(|series| series.claims = 1);
	assert_eq!(broken, ["option_claims_are_counted"]);
}

#[test]
fn a_series_nobody_lists_is_noticed() {
	let name = ["every_series_is_listed_once"];
	assert_eq!(broken_after(Expiries::<Test>::kill), name);
	assert_eq!(broken_after(|| Series::<Test>::remove(put_at(89_000))), name);
	let orphan = || {
		let record = series(call_at(90_000));
		Series::<Test>::insert(call_at(95_000), SeriesRecord { tokens: 0, ..record });
	};
	assert_eq!(broken_after(orphan), name);
	let unsorted = || {
		Boards::<Test>::mutate_extant(BOARD, |board| {
			let mut strikes = board.strikes.to_vec();
			strikes.reverse();
			board.strikes = strikes.try_into().unwrap();
		});
	};
	assert_eq!(broken_after(unsorted), name);
}

#[test]
fn every_name_is_listed() {
	assert_eq!(Options::names().len(), 9);
}

/// Somebody waits to write so many lots of the call at 90,000.
fn waits(lots: u64) {
	crate::PendingWrites::<Test>::insert(call_at(90_000), account(WRITER), lots);
}

fn reserve(lots: u64) {
	assert_ok!(FakeOptionPositions::reserve_write(&account(WRITER), &call_at(90_000), lots));
}

/// So many of the writer's subaccounts are counted as waiting.
fn count(subaccounts: u32) {
	crate::PendingWriters::<Test>::mutate(call_at(90_000), |writers| {
		writers.try_insert(WRITER, subaccounts).unwrap();
	});
}

#[test]
fn a_writer_that_is_not_counted_is_noticed() {
	let name = ["pending_writes_are_counted"];
	let broken = broken_after(|| {
		waits(5);
		reserve(5);
	});
	assert_eq!(broken, name);
	assert_eq!(broken_after(|| count(1)), name);
}

#[test]
fn a_writer_that_waits_for_nothing_is_noticed() {
	let broken = broken_after(|| {
		waits(0);
		count(1);
	});
	assert_eq!(broken, ["pending_writes_are_counted"]);
}

#[test]
fn what_waits_and_is_not_reserved_is_noticed_and_so_is_what_is_reserved_and_does_not_wait() {
	let name = ["pending_writes_are_reserved"];
	let waits_for_more = broken_after(|| {
		waits(5);
		count(1);
		reserve(4);
	});
	assert_eq!(waits_for_more, name);
	assert_eq!(broken_after(|| reserve(1)), name);
}
