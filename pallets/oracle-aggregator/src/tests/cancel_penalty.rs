// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::Reporters;

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
fn who_leaves_with_a_loss_waiting_leaves_the_funds_behind() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Oracle::unbond(signed(ALICE), 1_000));
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
