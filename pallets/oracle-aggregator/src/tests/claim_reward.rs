// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::Earned;
use market_maths::units::Cash;

fn cash(dollars: &str) -> Cash {
	dollars.parse().unwrap()
}

/// Alice earned 40 dollars.
fn after_a_session(story: impl FnOnce()) {
	ExtBuilder::default().build_and_execute(|| {
		Earned::<Test>::insert(ALICE, cash("40"));
		SetAside::set(cash("40").into_inner());
		story();
	});
}

#[test]
fn anyone_may_have_a_reporters_reward_paid_and_it_goes_to_the_reporter() {
	after_a_session(|| {
		assert_ok!(Oracle::claim_reward(signed(STRANGER), ALICE));
		assert_eq!(Paid::get(), [(ALICE, cash("40"))]);
		let amount = cash("40");
		assert_eq!(events().pop(), Some(Event::RewardClaimed { reporter: ALICE, amount }));
		assert_noop!(Oracle::claim_reward(signed(ALICE), ALICE), Error::<Test>::NothingToDo);
	});
}

#[test]
fn a_reward_that_cannot_be_paid_stays_to_be_claimed() {
	after_a_session(|| {
		PurseIsShut::set(true);
		assert!(Oracle::claim_reward(signed(ALICE), ALICE).is_err());
	});
}

#[test]
fn who_earned_nothing_has_nothing_to_claim() {
	after_a_session(|| {
		assert_noop!(Oracle::claim_reward(signed(BOB), BOB), Error::<Test>::NothingToDo);
		assert_noop!(Oracle::claim_reward(RuntimeOrigin::none(), ALICE), BadOrigin);
	});
}
