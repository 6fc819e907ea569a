// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{Panel, Reporters, Standing, Votes};

#[test]
fn a_removed_reporter_is_silent_at_once_and_its_bond_unbonds() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 1, "60000");
		assert_noop!(Oracle::remove_reporter(signed(BOB), ALICE), BadOrigin);
		assert_ok!(Oracle::remove_reporter(root(), ALICE));
		let reporter = Reporters::<Test>::get(ALICE).unwrap();
		assert_eq!(reporter.standing, Standing::Removed);
		assert_eq!(reporter.unbonding.unwrap().amount, 1_000);
		assert_eq!(Panel::<Test>::get().len(), 2);
		assert_eq!(Votes::<Test>::get(BTC).len(), 2);
		assert_noop!(report(ALICE, BTC, "60000"), Error::<Test>::NoSeat);
		assert_eq!(events().pop(), Some(Event::ReporterRemoved { reporter: ALICE }));
	});
}

#[test]
fn one_that_leaves_is_silent_at_once_as_well() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 1, "60000");
		assert_ok!(Oracle::unbond(signed(ALICE), 1_000));
		let unbonding = Reporters::<Test>::get(ALICE).unwrap().unbonding;
		next_window();
		assert_ok!(Oracle::remove_reporter(root(), ALICE));
		let standing = || Reporters::<Test>::get(ALICE).unwrap().standing;
		assert_eq!(standing(), Standing::Removed);
		assert_eq!(Reporters::<Test>::get(ALICE).unwrap().unbonding, unbonding);
		assert_eq!((Panel::<Test>::get().len(), Votes::<Test>::get(BTC).len()), (2, 2));
		next_session(&[]);
		assert_eq!(standing(), Standing::Removed);
	});
}

#[test]
fn the_next_on_the_seat_does_not_inherit_its_votes() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 1, "60000");
		assert_ok!(Oracle::remove_reporter(root(), ALICE));
		assert_ok!(Oracle::admit_reporter(root(), DAVE));
		assert_ok!(Oracle::register_reporter(signed(DAVE), 1_000));
		assert!(Votes::<Test>::get(BTC).iter().all(|vote| vote.seat != 0));
	});
}

#[test]
fn one_without_a_bond_is_forgotten_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Oracle::admit_reporter(root(), DAVE));
		assert_ok!(Oracle::remove_reporter(root(), DAVE));
		assert!(!Reporters::<Test>::contains_key(DAVE));
		assert_noop!(Oracle::remove_reporter(root(), DAVE), Error::<Test>::NotAdmitted);
	});
}
