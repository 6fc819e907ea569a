// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{weights::WeightInfo, CurrentTurn, Epoch};
use frame_support::weights::WeightMeter;

fn turns_announced() -> Vec<(u64, u64)> {
	events()
		.into_iter()
		.map(|Event::TurnBegan { epoch, number, .. }| (epoch, number))
		.collect()
}

#[test]
fn each_turn_is_announced_once() {
	story(|| {
		(1_000..1_045).for_each(enter);
		assert_eq!(turns_announced(), vec![(1, 0), (1, 1), (1, 2)]);
		let lead = Rotation::new(FIRST, 20).lead(1_040).unwrap();
		assert_eq!(CurrentTurn::<Test>::get().unwrap().lead, lead);
	});
}

#[test]
fn an_announcement_names_the_lead_and_its_windows() {
	story(|| {
		enter(1_007);
		let lead = Rotation::new(FIRST, 20).order()[0];
		assert_eq!(
			events(),
			vec![Event::TurnBegan {
				epoch: 1,
				number: 0,
				window_from: 1_000,
				window_to: 1_019,
				lead,
				validator: Some(100 + u64::from(lead)),
			}]
		);
	});
}

#[test]
fn a_new_epoch_has_its_own_turns() {
	story(|| {
		enter(1_000);
		Current::set(SECOND);
		enter(1_200);
		assert_eq!(turns_announced(), vec![(1, 0), (2, 0)]);
	});
}

#[test]
fn missed_windows_miss_no_turn_that_is_still_on() {
	story(|| {
		enter(1_000);
		enter(1_199);
		assert_eq!(turns_announced(), vec![(1, 0), (1, 9)]);
	});
}

#[test]
fn without_validators_and_before_the_epoch_nothing_happens() {
	story(|| {
		enter(999);
		Current::set(Epoch { validators: 0, ..FIRST });
		enter(1_000);
		assert_eq!(turns_announced(), vec![]);
	});
}

#[test]
fn a_turn_that_does_not_fit_is_announced_by_the_next_window() {
	story(|| {
		enter_with(1_000, &mut WeightMeter::with_limit(<() as WeightInfo>::same_turn()));
		assert_eq!(turns_announced(), vec![]);
		enter(1_001);
		assert_eq!(turns_announced(), vec![(1, 0)]);
	});
}
