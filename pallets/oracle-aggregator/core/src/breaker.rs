// SPDX-License-Identifier: Apache-2.0
//! When a feed is trusted: the one place where its status moves.
//!
//! ```text
//!            a concern                a grave concern
//!   Live ───────────────▶ Caution ─────────────────────▶ Halted
//!    ▲ ▲                   │   ▲                          │  ▲
//!    │ └───────────────────┘   └──────────────────────────┘  │
//!    │   5 rounds without         20 rounds without          │
//!    │   any concern              a grave concern            │
//!    └───────────────────── a grave concern ─────────────────┘
//! ```
//!
//! A pause by people is a grave concern that lasts until a time they name. A round without a quorum may be a step down
//! and never one up: nobody has said anything that could be better.

use crate::FeedParameters;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_primitives::FeedStatus;
use scale_info::TypeInfo;

/// A feed's status, apart from its age.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Breaker {
	/// The status.
	pub status: FeedStatus,
	/// Rounds in a row that were better than the status.
	pub better_rounds: u32,
	/// Rounds in a row in which the step limit held the value back.
	pub clamped_rounds: u32,
	/// Until when the feed is paused by people, in milliseconds since 1970. In the past if it is not.
	pub paused_until_ms: u64,
}

impl Breaker {
	/// A feed begins in caution: its first value can be compared with nothing.
	pub const fn beginning() -> Self {
		Self {
			status: FeedStatus::Caution,
			better_rounds: 0,
			clamped_rounds: 0,
			paused_until_ms: 0,
		}
	}

	/// Halted by people until a time. It heals from then on as after any halt.
	pub const fn paused_until(self, paused_until_ms: u64) -> Self {
		Self { status: FeedStatus::Halted, better_rounds: 0, paused_until_ms, ..self }
	}

	/// Whether people have halted it.
	pub const fn is_paused_at(&self, now_ms: u64) -> bool {
		now_ms < self.paused_until_ms
	}

	/// The breaker after a round that was as good as `grade`. It worsens at once and heals slowly.
	pub fn after_round(self, grade: FeedStatus, parameters: &FeedParameters) -> Self {
		if badness(grade) > badness(self.status) {
			return Self { status: grade, better_rounds: 0, ..self };
		}
		if grade == self.status {
			return Self { better_rounds: 0, ..self };
		}
		let better_rounds = self.better_rounds.saturating_add(1);
		let (needed, next) = match self.status {
			FeedStatus::Halted => (parameters.rounds_to_leave_halt, FeedStatus::Caution),
			FeedStatus::Caution | FeedStatus::Live => {
				(parameters.rounds_to_leave_caution, FeedStatus::Live)
			},
		};
		if better_rounds >= needed {
			Self { status: next, better_rounds: 0, ..self }
		} else {
			Self { better_rounds, ..self }
		}
	}

	/// The breaker after a round without a quorum, in which nothing can be better than `grade`. It worsens as after any
	/// round, and heals nothing: better rounds are counted anew from the next quorum on.
	pub const fn after_round_without_quorum(self, grade: FeedStatus) -> Self {
		let is_worse = badness(grade) > badness(self.status);
		Self { status: if is_worse { grade } else { self.status }, better_rounds: 0, ..self }
	}
}

const fn badness(status: FeedStatus) -> u8 {
	match status {
		FeedStatus::Live => 0,
		FeedStatus::Caution => 1,
		FeedStatus::Halted => 2,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use FeedStatus::{Caution, Halted, Live};

	fn after(breaker: Breaker, grades: &[FeedStatus]) -> FeedStatus {
		let parameters = FeedParameters {
			rounds_to_leave_caution: 2,
			rounds_to_leave_halt: 3,
			..FeedParameters::major()
		};
		grades
			.iter()
			.fold(breaker, |breaker, grade| breaker.after_round(*grade, &parameters))
			.status
	}

	#[test]
	fn it_worsens_at_once() {
		let live = Breaker { status: Live, ..Breaker::beginning() };
		assert_eq!(after(live, &[Caution]), Caution);
		assert_eq!(after(live, &[Halted]), Halted);
		assert_eq!(after(Breaker::beginning(), &[Halted]), Halted);
	}

	#[test]
	fn it_heals_only_after_enough_better_rounds_in_a_row() {
		let beginning = Breaker::beginning();
		assert_eq!(after(beginning, &[Live]), Caution);
		assert_eq!(after(beginning, &[Live, Live]), Live);
		assert_eq!(after(beginning, &[Live, Caution, Live]), Caution);
		let halted = Breaker { status: Halted, ..beginning };
		assert_eq!(after(halted, &[Live, Live]), Halted);
		assert_eq!(after(halted, &[Live, Live, Live]), Caution);
		assert_eq!(after(halted, &[Caution, Caution, Caution]), Caution);
		assert_eq!(after(halted, &[Live, Live, Live, Live]), Caution);
		assert_eq!(after(halted, &[Live, Live, Live, Live, Live]), Live);
	}

	#[test]
	fn a_round_without_a_quorum_may_worsen_it_and_heals_nothing() {
		let silent = |breaker: Breaker, grade| breaker.after_round_without_quorum(grade);
		for status in [Live, Caution, Halted] {
			let before = Breaker { status, better_rounds: 2, ..Breaker::beginning() };
			for (grade, expected) in
				[(Caution, if status == Live { Caution } else { status }), (Halted, Halted)]
			{
				let found = silent(before, grade);
				assert_eq!((found.status, found.better_rounds), (expected, 0));
			}
		}
		// One round short of healing, a silent one in between: all of them are needed again.
		let halted = Breaker { status: Halted, better_rounds: 2, ..Breaker::beginning() };
		assert_eq!(after(halted, &[Live]), Caution);
		assert_eq!(after(silent(halted, Caution), &[Live, Live]), Halted);
		assert_eq!(after(silent(halted, Caution), &[Live, Live, Live]), Caution);
	}
}
