// SPDX-License-Identifier: Apache-2.0
//! How many listers must agree.

use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// The numbers that belong to a number of listers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct Quorum {
	/// Who may list.
	pub listers: u32,
	/// How many of them may be faulty without harm: fewer than a third.
	pub faulty: u32,
	/// Lists that a window needs.
	pub lists: u32,
	/// Lists that must hold a message for it to be executed: more than the faulty.
	pub threshold: u32,
}

impl Quorum {
	/// The numbers for `listers` listers.
	pub const fn of(listers: u32) -> Self {
		let faulty = listers.saturating_sub(1) / 3;
		Self {
			listers,
			faulty,
			lists: listers.saturating_sub(faulty),
			threshold: faulty.saturating_add(1),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_numbers_of_small_committees() {
		let numbers = |listers| {
			let quorum = Quorum::of(listers);
			(quorum.faulty, quorum.lists, quorum.threshold)
		};
		assert_eq!(numbers(1), (0, 1, 1));
		assert_eq!(numbers(4), (1, 3, 2));
		assert_eq!(numbers(7), (2, 5, 3));
		assert_eq!(numbers(21), (6, 15, 7));
		assert_eq!(numbers(64), (21, 43, 22));
	}

	#[test]
	fn what_honest_listers_saw_is_executed_and_what_none_saw_is_not() {
		for listers in 1..=1_000u32 {
			let Quorum { faulty, lists, threshold, .. } = Quorum::of(listers);
			// Fewer than a third are faulty, and one more would be a third.
			assert!(3 * faulty < listers && listers <= 3 * (faulty + 1));
			// The honest alone are a quorum.
			assert!(lists <= listers - faulty);
			// Two quorums share an honest lister.
			assert!(2 * lists - listers > faulty);
			// The faulty alone cannot insert a message.
			assert!(threshold > faulty);
			// A message on all honest lists is on enough of any quorum.
			assert!(lists - faulty >= threshold);
		}
	}
}
