// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{Epoch, Quorum};

#[test]
fn the_schedule_reaches_to_the_end_of_the_next_epoch() {
	story(|| {
		let turns = Sequencing::api_schedule(1_185, 100);
		assert_eq!(turns.len(), 11);
		assert_eq!((turns[0].turn.window_from, turns[0].turn.window_to), (1_180, 1_199));
		assert_eq!(turns[1].turn.window_from, 1_200);
		assert_eq!(turns[10].turn.window_to, 1_399);
		let lead = turns[0].turn.lead;
		assert_eq!(turns[0].validator, Some(100 + u64::from(lead)));
		assert_eq!(turns[1].validator, None);
	});
}

#[test]
fn no_more_turns_than_asked_for() {
	story(|| {
		assert_eq!(Sequencing::api_schedule(1_000, 3).len(), 3);
		assert_eq!(Sequencing::api_schedule(1_190, 3).len(), 3);
		assert_eq!(Sequencing::api_schedule(1_400, 3), vec![]);
		Next::set(None);
		assert_eq!(Sequencing::api_schedule(1_190, 3).len(), 1);
	});
}

#[test]
fn the_lead_of_a_window_is_the_one_of_its_turn() {
	story(|| {
		for turn in Sequencing::api_schedule(1_000, 100) {
			for window in [turn.turn.window_from, turn.turn.window_to] {
				let lead = Sequencing::api_lead_of(window).unwrap();
				assert_eq!((lead.lead, lead.acting), (turn.turn.lead, turn.turn.lead));
				assert_eq!(lead.validator, turn.validator);
			}
		}
		assert_eq!(Sequencing::api_lead_of(999), None);
		assert_eq!(Sequencing::api_lead_of(1_400), None);
	});
}

#[test]
fn everybody_lists_up_to_the_most() {
	story(|| {
		assert_eq!(Sequencing::api_quorum(), Quorum::of(7));
		Current::set(Epoch { validators: 300, ..FIRST });
		assert_eq!(Sequencing::api_quorum(), Quorum::of(64));
	});
}
