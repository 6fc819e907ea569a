// SPDX-License-Identifier: Apache-2.0
//! Why a feed or a smile is not live, as people read it.

use crate::{chain::Concern, figures, utc::write_utc};

/// What is wrong, and what there is to say about it; nothing if nothing is.
pub(super) fn because(
	concern: Option<&Concern>,
	paused_until_ms: Option<u64>,
	counted_weight: u128,
	total_weight: u128,
) -> String {
	match (concern, paused_until_ms) {
		(None, _) => String::new(),
		(Some(Concern::Paused), Some(until_ms)) => {
			// The whole second in which it is certainly over.
			format!("Paused until {}", write_utc(until_ms.div_ceil(1_000)))
		},
		(Some(concern @ (Concern::NoQuorum | Concern::ThinQuorum)), _) => {
			let part = figures::part(counted_weight, total_weight);
			format!("{concern:?}, {part} of the weight counts")
		},
		(Some(concern), _) => format!("{concern:?}"),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_wrong_is_named() {
		assert_eq!(because(None, None, 3, 3), "");
		assert_eq!(because(Some(&Concern::Disagreement), None, 3, 3), "Disagreement");
	}

	#[test]
	fn a_pause_says_when_it_ends() {
		let seen = because(Some(&Concern::Paused), Some(1_678_519_079_001), 3, 3);
		assert_eq!(seen, "Paused until 2023-03-11T07:18:00Z");
	}

	#[test]
	fn a_want_of_votes_says_how_far_it_goes() {
		let seen = |counted| because(Some(&Concern::NoQuorum), None, counted, 3_000);
		assert_eq!(seen(1_000), "NoQuorum, 33 % of the weight counts");
		assert_eq!(seen(0), "NoQuorum, 0 % of the weight counts");
	}
}
