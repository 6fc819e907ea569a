// SPDX-License-Identifier: Apache-2.0
//! Whether a price on the chain is one that honest reporters stand for.

use market_maths::units::Price;
use market_primitives::FeedStatus;

/// A vote as the chain had it when it counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedVote {
	/// The value.
	pub value: Price,
	/// When the reporter saw it, in milliseconds since 1970.
	pub observed_at_ms: u64,
	/// Whether the reporter reports what it sees.
	pub honest: bool,
}

/// What there is to say about a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
	/// It is live and inside the range of the honest votes.
	Inside,
	/// It is live and outside of it.
	Outside {
		/// The lowest honest vote.
		lowest: Price,
		/// The highest.
		highest: Price,
	},
	/// It is live, and no honest vote counted.
	WithoutHonestVotes,
	/// It is not live.
	NotLive {
		/// Whether it is inside the range of the honest votes all the same. One that the step limit holds back
		/// need not be.
		is_inside: bool,
	},
}

impl Verdict {
	/// Whether it must never happen.
	pub fn is_broken(&self) -> bool {
		matches!(self, Self::Outside { .. } | Self::WithoutHonestVotes)
	}
}

/// Judges a value that was made at `now_ms` of `votes`: those the chain had before the block, since votes
/// are counted before a block's own reports. Votes older than `max_age_ms` did not count.
pub fn judge(
	value: Price,
	status: FeedStatus,
	votes: &[CountedVote],
	max_age_ms: u64,
	now_ms: u64,
) -> Verdict {
	let honest = || {
		votes
			.iter()
			.filter(|vote| vote.honest && now_ms.saturating_sub(vote.observed_at_ms) <= max_age_ms)
	};
	let lowest = honest().map(|vote| vote.value).min();
	let highest = honest().map(|vote| vote.value).max();
	if status != FeedStatus::Live {
		let range = lowest.zip(highest);
		let is_inside = range.is_some_and(|(lowest, highest)| (lowest..=highest).contains(&value));
		return Verdict::NotLive { is_inside };
	}
	match (lowest, highest) {
		(Some(lowest), Some(highest)) if (lowest..=highest).contains(&value) => Verdict::Inside,
		(Some(lowest), Some(highest)) => Verdict::Outside { lowest, highest },
		_ => Verdict::WithoutHonestVotes,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn vote(value: &str, observed_at_ms: u64, honest: bool) -> CountedVote {
		CountedVote { value: value.parse().unwrap(), observed_at_ms, honest }
	}

	fn judged(value: &str, status: FeedStatus, votes: &[CountedVote]) -> Verdict {
		judge(value.parse().unwrap(), status, votes, 15_000, 100_000)
	}

	#[test]
	fn a_live_price_must_lie_inside_the_honest_range() {
		let votes =
			[vote("100", 90_000, true), vote("102", 90_000, true), vote("150", 90_000, false)];
		assert_eq!(judged("100", FeedStatus::Live, &votes), Verdict::Inside);
		assert_eq!(judged("102", FeedStatus::Live, &votes), Verdict::Inside);
		let outside = judged("102.1", FeedStatus::Live, &votes);
		assert!(outside.is_broken());
		let (lowest, highest) = ("100".parse().unwrap(), "102".parse().unwrap());
		assert_eq!(outside, Verdict::Outside { lowest, highest });
		let held_back = judged("150", FeedStatus::Caution, &votes);
		assert_eq!(held_back, Verdict::NotLive { is_inside: false });
		let caution = judged("101", FeedStatus::Caution, &votes);
		assert_eq!(caution, Verdict::NotLive { is_inside: true });
		assert!(!judged("150", FeedStatus::Halted, &votes).is_broken());
	}

	#[test]
	fn a_vote_that_was_too_old_to_count_widens_no_range() {
		let votes = [vote("100", 90_000, true), vote("200", 84_999, true)];
		assert!(judged("150", FeedStatus::Live, &votes).is_broken());
		assert_eq!(
			judged(
				"150",
				FeedStatus::Live,
				&[vote("200", 85_000, true), vote("100", 90_000, true)]
			),
			Verdict::Inside
		);
	}

	#[test]
	fn a_live_price_without_any_honest_vote_is_broken() {
		let verdict = judged("100", FeedStatus::Live, &[vote("100", 90_000, false)]);
		assert_eq!(verdict, Verdict::WithoutHonestVotes);
		assert!(verdict.is_broken());
	}
}
