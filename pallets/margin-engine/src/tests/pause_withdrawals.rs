// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::BadOrigin;

#[test]
fn a_pause_stops_withdrawals_and_ends_by_itself() {
	a_chain().with(ALICE, 10).run(|| {
		assert_ok!(Margin::pause_withdrawals(as_committee()));
		assert_eq!(take_events(), [Event::WithdrawalsPaused { until: 101 }]);
		System::set_block_number(100);
		assert_noop!(Margin::withdraw(signed(ALICE), 0, 1), Error::<Test>::WithdrawalsPaused);
		assert_ok!(Margin::deposit(signed(ALICE), 0, 1));
		System::set_block_number(101);
		assert_ok!(Margin::withdraw(signed(ALICE), 0, 1));
	});
}

#[test]
fn only_the_emergency_origin_may_pause() {
	a_chain().run(|| {
		assert_noop!(Margin::pause_withdrawals(as_admin()), BadOrigin);
	});
}
