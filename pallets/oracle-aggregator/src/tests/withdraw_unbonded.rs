// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::Reporters;

#[test]
fn anyone_may_send_a_reporter_its_funds_once_the_delay_is_over() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Oracle::unbond(signed(ALICE), 400));
		next_window_after(UNBONDING_DELAY_MS - 1);
		assert_noop!(
			Oracle::withdraw_unbonded(signed(STRANGER), ALICE),
			Error::<Test>::StillUnbonding
		);
		next_window_after(1);
		assert_ok!(Oracle::withdraw_unbonded(signed(STRANGER), ALICE));
		assert_eq!(Balances::free_balance(ALICE), 1_000_000 - 600);
		assert_eq!(events().pop(), Some(Event::UnbondedWithdrawn { reporter: ALICE, amount: 400 }));
		assert_noop!(Oracle::withdraw_unbonded(signed(ALICE), ALICE), Error::<Test>::NothingToDo);
	});
}

#[test]
fn nothing_is_free_before_the_session_is_over_in_which_the_seat_was_given_up() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Oracle::unbond(signed(ALICE), 1_000));
		next_window_after(UNBONDING_DELAY_MS);
		assert_noop!(
			Oracle::withdraw_unbonded(signed(ALICE), ALICE),
			Error::<Test>::StillUnbonding
		);
		next_session(&[]);
		assert_ok!(Oracle::withdraw_unbonded(signed(ALICE), ALICE));
		assert_eq!(Balances::free_balance(ALICE), 1_000_000);
	});
}

#[test]
fn a_removed_reporter_is_forgotten_with_its_last_funds() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Oracle::remove_reporter(root(), ALICE));
		next_window_after(UNBONDING_DELAY_MS);
		assert_ok!(Oracle::withdraw_unbonded(signed(ALICE), ALICE));
		assert!(!Reporters::<Test>::contains_key(ALICE));
		assert_eq!(Balances::free_balance(ALICE), 1_000_000);
	});
}
