// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{Reporters, MAX_PENALTIES};

/// Lets Alice owe a penalty.
fn owe(amount: Balance) {
	Oracle::let_penalty_wait(&ALICE, amount, NowMs::get()).unwrap();
}

#[test]
fn the_administration_spares_a_reporter_its_loss() {
	ExtBuilder::default().build_and_execute(|| {
		owe(20);
		assert_noop!(Oracle::cancel_penalty(signed(ALICE), ALICE), BadOrigin);
		assert_ok!(Oracle::cancel_penalty(root(), ALICE));
		assert_eq!(events().pop(), Some(Event::PenaltyCancelled { reporter: ALICE, amount: 20 }));
		assert_noop!(Oracle::cancel_penalty(root(), ALICE), Error::<Test>::NothingToDo);
		next_window_after(PENALTY_DELAY_MS);
		next_session(&[]);
		assert_eq!(Slashed::get(), 0);
	});
}

#[test]
fn what_is_not_cancelled_is_taken_when_it_is_due() {
	ExtBuilder::default().build_and_execute(|| {
		owe(20);
		next_window_after(PENALTY_DELAY_MS - 1);
		next_session(&[]);
		assert_eq!(Slashed::get(), 0);
		next_window_after(1);
		next_session(&[]);
		assert_eq!(Slashed::get(), 20);
		assert_eq!(Reporters::<Test>::get(ALICE).unwrap().bond, 980);
		assert!(events().contains(&Event::ReporterSlashed { reporter: ALICE, amount: 20 }));
	});
}

#[test]
fn what_was_owed_first_is_due_a_day_after_it_was_found_though_the_fault_repeats() {
	ExtBuilder::default().build_and_execute(|| {
		owe(20);
		next_window_after(PENALTY_DELAY_MS / 2);
		owe(30);
		next_window_after(PENALTY_DELAY_MS / 2);
		next_session(&[]);
		assert_eq!(Slashed::get(), 20);
		// The second can be cancelled for as long as the first could.
		next_window_after(PENALTY_DELAY_MS / 2 - 1);
		next_session(&[]);
		assert_eq!(Slashed::get(), 20);
		next_window_after(1);
		next_session(&[]);
		assert_eq!(Slashed::get(), 50);
		assert!(Reporters::<Test>::get(ALICE).unwrap().penalties.is_empty());
	});
}

#[test]
fn all_losses_that_wait_are_cancelled_together() {
	ExtBuilder::default().build_and_execute(|| {
		owe(20);
		next_window_after(PENALTY_DELAY_MS / 2);
		owe(30);
		assert_ok!(Oracle::cancel_penalty(root(), ALICE));
		assert_eq!(events().pop(), Some(Event::PenaltyCancelled { reporter: ALICE, amount: 50 }));
		next_window_after(PENALTY_DELAY_MS);
		next_session(&[]);
		assert_eq!(Slashed::get(), 0);
	});
}

#[test]
fn of_too_many_losses_the_last_ones_wait_together() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..MAX_PENALTIES {
			owe(1);
		}
		next_window_after(1);
		owe(2);
		let waiting = || Reporters::<Test>::get(ALICE).unwrap().penalties;
		assert_eq!(waiting().len(), usize::try_from(MAX_PENALTIES).unwrap());
		next_window_after(PENALTY_DELAY_MS - 1);
		next_session(&[]);
		assert_eq!(Slashed::get(), Balance::from(MAX_PENALTIES) - 1);
		let rest: Vec<_> = waiting().iter().map(|penalty| penalty.amount).collect();
		assert_eq!(rest, [3]);
		next_window_after(1);
		next_session(&[]);
		assert_eq!(Slashed::get(), Balance::from(MAX_PENALTIES) + 2);
	});
}

#[test]
fn who_leaves_with_a_loss_waiting_leaves_the_funds_behind() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Oracle::unbond(signed(ALICE), 1_000));
		next_session(&[]);
		next_window_after(UNBONDING_DELAY_MS - 1);
		owe(20);
		next_window_after(1);
		assert_noop!(Oracle::withdraw_unbonded(signed(ALICE), ALICE), Error::<Test>::PenaltyWaits);
		next_window_after(PENALTY_DELAY_MS);
		next_session(&[]);
		assert_eq!(Slashed::get(), 20);
		assert_ok!(Oracle::withdraw_unbonded(signed(ALICE), ALICE));
		assert_eq!(Balances::free_balance(ALICE), 1_000_000 - 20);
	});
}
