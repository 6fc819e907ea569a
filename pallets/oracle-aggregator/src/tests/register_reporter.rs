// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{HoldReason, Panel};
use frame_support::traits::fungible::InspectHold;
use oracle_core::Ignored;
use sp_runtime::TokenError;

fn held(who: AccountId) -> Balance {
	Balances::balance_on_hold(&HoldReason::ReporterBond.into(), &who)
}

#[test]
fn a_bond_is_held_and_buys_the_lowest_free_seat() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Oracle::remove_reporter(root(), BOB));
		assert_ok!(Oracle::admit_reporter(root(), DAVE));
		assert_ok!(Oracle::register_reporter(signed(DAVE), 400));
		assert_eq!(held(DAVE), 400);
		let seats: Vec<_> = Panel::<Test>::get()
			.into_iter()
			.map(|seat| (seat.number, seat.reporter))
			.collect();
		assert_eq!(seats, vec![(0, ALICE), (1, DAVE), (2, CAROL)]);
		assert_eq!(
			events().pop(),
			Some(Event::ReporterRegistered { reporter: DAVE, seat: 1, bond: 400 })
		);
		assert_eq!(seat(DAVE).weight, 0);
		next_session(&[]);
		assert_eq!(seat(DAVE).weight, 400);
	});
}

#[test]
fn who_registers_during_a_session_has_no_say_before_the_next() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Oracle::admit_reporter(root(), DAVE));
		assert_ok!(Oracle::register_reporter(signed(DAVE), 1_000));
		assert_ok!(report(DAVE, BTC, "90000"));
		assert_ok!(report(ALICE, BTC, "60000"));
		assert_ok!(report(BOB, BTC, "60000"));
		next_window();
		// Not even as one of three reporters that a value needs.
		assert_eq!(observe(BTC), Err(market_primitives::FeedError::NeverReported));
	});
}

#[test]
fn what_the_last_on_a_seat_signed_is_no_forgery_of_the_next_on_it() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Oracle::admit_reporter(root(), DAVE));
		for who in [ALICE, DAVE] {
			assert_ok!(name_key(who, who));
		}
		next_session(&[]);
		let number = seat(ALICE).number;
		let vote = vote_of(ALICE, "60000");
		assert_ok!(Oracle::remove_reporter(root(), ALICE));
		assert_ok!(Oracle::register_reporter(signed(DAVE), 1_000));
		assert_eq!((seat(DAVE).number, seat(DAVE).key), (number, None));
		// A node that does not know of it yet passes Alice's vote on, and is not to blame.
		let verdict = || {
			let (slot, now_ms) = (CurrentWindow::get() + 1, NowMs::get() + WINDOW_MS);
			Oracle::acceptable_bundles(slot, now_ms, core::slice::from_ref(&vote))
		};
		assert_eq!(verdict(), [Err(Ignored::UnknownReporter)]);
		next_session(&[]);
		assert_eq!(seat(DAVE).key, Some(key(DAVE).public()));
		assert_eq!(verdict(), [Err(Ignored::WrongSession)]);
		for excused in [Ignored::UnknownReporter, Ignored::WrongSession] {
			assert!(!excused.is_beyond_excuse());
		}
	});
}

#[test]
fn only_the_admitted_may_register() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Oracle::register_reporter(signed(STRANGER), 1_000),
			Error::<Test>::NotAdmitted
		);
		assert_ok!(Oracle::remove_reporter(root(), BOB));
		assert_noop!(Oracle::register_reporter(signed(BOB), 1_000), Error::<Test>::NotAdmitted);
	});
}

#[test]
fn nobody_takes_two_seats() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Oracle::register_reporter(signed(ALICE), 1_000), Error::<Test>::AlreadySeated);
	});
}

#[test]
fn a_bond_must_be_large_enough_and_owned() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Oracle::admit_reporter(root(), DAVE));
		assert_noop!(
			Oracle::register_reporter(signed(DAVE), MINIMUM_BOND - 1),
			Error::<Test>::BondTooSmall
		);
		assert_noop!(
			Oracle::register_reporter(signed(DAVE), 2_000_000),
			TokenError::FundsUnavailable
		);
		assert_ok!(Oracle::register_reporter(signed(DAVE), MINIMUM_BOND));
	});
}
