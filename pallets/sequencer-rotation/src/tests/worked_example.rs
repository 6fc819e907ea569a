// SPDX-License-Identifier: Apache-2.0
//! The example of the README, with its numbers.

use super::*;
use crate::Quorum;

#[test]
fn the_readme_example_holds() {
	story(|| {
		assert_eq!(Rotation::new(FIRST, 20).order(), ORDER);
		let turns = Sequencing::api_schedule(1_000, 10);
		assert_eq!(turns.len(), 10);

		let turn = Sequencing::api_schedule(1_045, 1)[0].turn;
		assert_eq!((turn.number, turn.window_from, turn.window_to), (2, 1_040, 1_059));
		assert_eq!(turn.lead, ORDER[2]);
		assert_eq!(Sequencing::api_lead_of(1_140).unwrap().lead, ORDER[0]);
		let turns_of = |lead| turns.iter().filter(|turn| turn.turn.lead == lead).count();
		assert_eq!(ORDER.map(turns_of), [2, 2, 2, 1, 1, 1, 1]);

		let rotation = Rotation::new(FIRST, 20);
		assert_eq!(rotation.acting_lead(1_140, 2), Some(ORDER[1]));
		let expected = Quorum { listers: 7, faulty: 2, lists: 5, threshold: 3 };
		assert_eq!(Sequencing::api_quorum(), expected);
	});
}

const ORDER: [u32; 7] = [2, 4, 6, 5, 0, 1, 3];
