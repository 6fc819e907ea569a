// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{Panel, Reporters, Scores, Standing, Unbonding, Votes};

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
fn the_whole_bond_gives_up_the_seat_and_its_votes_when_the_session_ends() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 1, "60000");
		let score = |who: AccountId| {
			let number = seat(who).number;
			let scores = Scores::<Test>::get();
			scores.iter().find(|(scored, _)| *scored == number).map(|(_, score)| *score)
		};
		let standing = || Reporters::<Test>::get(ALICE).unwrap().standing;
		assert_ok!(Oracle::unbond(signed(ALICE), 1_000));
		assert_eq!((standing(), seat(ALICE).weight), (Standing::Leaving(0), 1_000));
		// Until then she is a reporter like the others.
		rounds_of(BTC, 1, "60010");
		assert_eq!(Votes::<Test>::get(BTC).len(), 3);
		assert!(score(ALICE).is_some() && score(ALICE) == score(BOB));

		next_session(&[]);
		assert_eq!(standing(), Standing::Admitted);
		assert!(!is_seated(ALICE));
		assert_eq!(Panel::<Test>::get().len(), 2);
		assert_eq!(Votes::<Test>::get(BTC).len(), 2);
		assert_noop!(report(ALICE, BTC, "60000"), Error::<Test>::NoSeat);
		assert!(events().contains(&Event::ReporterLeft { reporter: ALICE }));
	});
}

#[test]
fn who_leaves_changes_nothing_about_it_before_the_next_session() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Oracle::unbond(signed(ALICE), 1_000));
		assert_noop!(Oracle::unbond(signed(ALICE), 1), Error::<Test>::AlreadyLeaving);
		assert_noop!(Oracle::bond_more(signed(ALICE), 1), Error::<Test>::AlreadyLeaving);
		assert_noop!(
			Oracle::register_reporter(signed(ALICE), 1_000),
			Error::<Test>::AlreadyLeaving
		);
		assert_noop!(Oracle::admit_reporter(root(), ALICE), Error::<Test>::AlreadyAdmitted);

		next_session(&[]);
		assert_ok!(Oracle::register_reporter(signed(ALICE), 500));
		let reporter = Reporters::<Test>::get(ALICE).unwrap();
		assert_eq!((reporter.bond, reporter.unbonding.unwrap().amount), (500, 1_000));
	});
}

#[test]
fn a_seat_without_weight_falls_free_with_the_session_too() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Oracle::admit_reporter(root(), DAVE));
		assert_ok!(Oracle::register_reporter(signed(DAVE), 400));
		assert_ok!(Oracle::unbond(signed(DAVE), 400));
		assert!(is_seated(DAVE));
		next_session(&[]);
		assert!(!is_seated(DAVE));
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
