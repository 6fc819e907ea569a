// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::RewardShare;
use sp_runtime::Perbill;

#[test]
fn the_administration_decides_what_share_of_fees_reporters_get() {
	ExtBuilder::default().build_and_execute(|| {
		let (old, new) = (Perbill::zero(), Perbill::from_percent(50));
		assert_eq!(RewardShare::<Test>::get(), old);
		assert_ok!(Oracle::set_reward_share(root(), new));
		assert_eq!(RewardShare::<Test>::get(), new);
		assert_eq!(events().pop(), Some(Event::RewardShareSet { old, new }));
	});
}

#[test]
fn more_than_a_half_and_anybody_else_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let half = Perbill::from_percent(50);
		assert_noop!(Oracle::set_reward_share(signed(ALICE), half), BadOrigin);
		let more = Perbill::from_parts(half.deconstruct() + 1);
		assert_noop!(
			Oracle::set_reward_share(root(), more),
			Error::<Test>::ParametersOutsideBounds
		);
	});
}
