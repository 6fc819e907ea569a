// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{Panel, Reporters, Standing, Unbonding, Votes};

#[test]
fn a_part_of_the_bond_weighs_until_the_session_ends_and_stays_on_hold() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Oracle::unbond(signed(ALICE), 400));
		let reporter = Reporters::<Test>::get(ALICE).unwrap();
		let withdrawable_at_ms = START_MS + UNBONDING_DELAY_MS;
		assert_eq!(reporter.bond, 600);
		assert_eq!(reporter.unbonding, Some(Unbonding { amount: 400, withdrawable_at_ms }));
		assert_eq!(seat(ALICE).weight, 1_000);
		assert_eq!(
			events().pop(),
			Some(Event::Unbonded {
				reporter: ALICE,
				amount: 400,
				unbonding: 400,
				withdrawable_at_ms
			})
		);
		next_session(&[]);
		assert_eq!(seat(ALICE).weight, 600);
	});
}

#[test]
fn the_delay_begins_again_for_all_that_unbonds() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Oracle::unbond(signed(ALICE), 100));
		next_window();
		assert_ok!(Oracle::unbond(signed(ALICE), 200));
		assert_eq!(
			Reporters::<Test>::get(ALICE).unwrap().unbonding,
			Some(Unbonding {
				amount: 300,
				withdrawable_at_ms: START_MS + WINDOW_MS + UNBONDING_DELAY_MS
			})
		);
	});
}

#[test]
fn the_whole_bond_gives_up_the_seat_and_its_votes() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 1, "60000");
		assert_ok!(Oracle::unbond(signed(ALICE), 1_000));
		assert_eq!(Reporters::<Test>::get(ALICE).unwrap().standing, Standing::Admitted);
		assert_eq!(Panel::<Test>::get().len(), 2);
		assert_eq!(Votes::<Test>::get(BTC).len(), 2);
		assert_noop!(report(ALICE, BTC, "60000"), Error::<Test>::NoSeat);
	});
}

#[test]
fn what_stays_must_be_worth_a_seat() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Oracle::unbond(signed(ALICE), 901), Error::<Test>::BondTooSmall);
		assert_noop!(Oracle::unbond(signed(ALICE), 1_001), Error::<Test>::MoreThanBonded);
		assert_noop!(Oracle::unbond(signed(ALICE), 0), Error::<Test>::NothingToDo);
		assert_noop!(Oracle::unbond(signed(STRANGER), 1), Error::<Test>::NotAdmitted);
		assert_ok!(Oracle::unbond(signed(ALICE), 900));
	});
}
