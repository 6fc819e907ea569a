// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{approved, candidates};
use proptest::prelude::*;

#[test]
fn an_author_offers_what_counts_and_no_more_than_fits() {
	let notes = [
		Note::of(0, 99),
		Note { session: 2, ..Note::of(1, 100) },
		Note::of(2, 100),
		Note::of(3, 100),
	];
	assert_eq!(candidates(&notes, &COMMITTEE, 10), [0, 2, 3].map(|at| notes[at].clone()));
	assert_eq!(candidates(&notes, &COMMITTEE, 2), [0, 2].map(|at| notes[at].clone()));
	assert_eq!(candidates(&notes, &COMMITTEE, 0), []);
}

#[test]
fn what_the_runtime_refuses_is_left_out() {
	assert_eq!(approved(vec!['a', 'b', 'c'], &[Ok(()), Err(1), Ok(())]), ['a', 'c']);
}

proptest! {
	/// A runtime, or whoever answers in its place, decides at most between carrying and not carrying.
	#[test]
	fn whatever_is_answered_only_candidates_are_carried(
		offered in prop::collection::vec(any::<u8>(), 0..20),
		verdicts in prop::collection::vec(any::<Result<(), u8>>(), 0..20),
	) {
		let carried = approved(offered.clone(), &verdicts);
		let approvals = verdicts.iter().filter(|verdict| verdict.is_ok()).count();
		if offered.len() == verdicts.len() {
			prop_assert_eq!(carried.len(), approvals);
		} else {
			prop_assert!(carried.is_empty());
		}
		let mut rest = offered.iter();
		prop_assert!(carried.iter().all(|one| rest.any(|other| other == one)), "in order");
	}
}
