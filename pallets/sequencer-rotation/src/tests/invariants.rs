// SPDX-License-Identifier: Apache-2.0
//! Each invariant notices the damage it is there for.

use super::*;
use crate::{CurrentTurn, SilentStreak};
use market_primitives::Invariants;

fn notices(expected: &str, damage: impl FnOnce()) {
	new_chain().execute_with(|| {
		enter(1_000);
		damage();
		let names: Vec<_> = <Sequencing as Invariants>::broken()
			.into_iter()
			.map(|broken| broken.name)
			.collect();
		assert_eq!(names, vec![expected]);
	});
}

#[test]
fn a_lead_out_of_turn_is_found() {
	notices("current_turn_follows_the_rules", || {
		CurrentTurn::<Test>::mutate(|current| current.as_mut().unwrap().lead += 1);
	});
}

#[test]
fn silence_that_nobody_can_have_noticed_is_found() {
	notices("silent_streak_needs_lists", || SilentStreak::<Test>::put(1));
}
