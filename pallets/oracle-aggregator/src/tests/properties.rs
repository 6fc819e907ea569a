// SPDX-License-Identifier: Apache-2.0
//! What holds for all votes.

use crate::{Aggregate, FeedParameters};
use market_maths::{aggregation::Vote, units::Price};
use market_primitives::FeedStatus;
use oracle_core::{Counting, Outcome};
use proptest::prelude::*;

const NOW_MS: u64 = 1_000_000_000;

fn votes() -> impl Strategy<Value = Vec<Vote>> {
	let vote =
		(1u128..1_000_000, 0u128..10_000, 1u128..1_000).prop_map(|(price, confidence, weight)| {
			Vote {
				price: Price::from_inner(price),
				confidence: Price::from_inner(confidence.min(price)),
				weight,
			}
		});
	proptest::collection::vec(vote, 1..20)
}

fn count(votes: &[Vote], total_weight: u128, last: Option<&Aggregate>) -> Outcome {
	let parameters = FeedParameters { min_reporters: 1, ..FeedParameters::major() };
	let counting = Counting {
		votes,
		newest_ms: NOW_MS,
		total_weight,
		parameters: &parameters,
		now_ms: NOW_MS,
	};
	counting.count(last).unwrap()
}

fn weight(votes: &[Vote]) -> u128 {
	votes.iter().map(|vote| vote.weight).sum()
}

proptest! {
	/// The value does not depend on the order in which votes arrived.
	#[test]
	fn order_does_not_matter(votes in votes(), turn in 0usize..20) {
		let mut turned = votes.clone();
		turned.rotate_left(turn % votes.len());
		turned.reverse();
		let total = weight(&votes);
		prop_assert_eq!(count(&votes, total, None), count(&turned, total, None));
	}

	/// Liars with less than half of the counted weight cannot move the median out of what the honest say.
	#[test]
	fn a_minority_cannot_leave_the_honest_range(
		honest in votes(),
		lies in proptest::collection::vec(1u128..u128::from(u64::MAX), 1..10),
	) {
		let most = weight(&honest).saturating_sub(1);
		let share = most / lies.len() as u128;
		let mut all = honest.clone();
		all.extend(lies.iter().map(|lie| Vote {
			price: Price::from_inner(*lie),
			confidence: Price::ZERO,
			weight: share,
		}));
		let Outcome::Renewed(found) = count(&all, weight(&all), None) else {
			return Err(TestCaseError::fail("everybody voted"));
		};
		let lowest = honest.iter().map(|vote| vote.price).min().unwrap();
		let highest = honest.iter().map(|vote| vote.price).max().unwrap();
		prop_assert!((lowest..=highest).contains(&found.raw));
	}

	/// Votes of less than half of all weight never make a value.
	#[test]
	fn no_value_without_a_quorum(votes in votes(), missing in 1u128..1_000_000) {
		let total = weight(&votes) * 2 + missing;
		prop_assert_eq!(count(&votes, total, None), Outcome::Nothing);
	}

	/// A step is never longer than the limit, and the feed is never live after it was cut.
	#[test]
	fn a_step_is_never_longer_than_the_limit(
		first in votes(),
		second in votes(),
		elapsed_ms in 1u64..600_000,
	) {
		let Outcome::Renewed(mut last) = count(&first, weight(&first), None) else {
			return Err(TestCaseError::fail("everybody voted"));
		};
		last.computed_at_ms = NOW_MS - elapsed_ms;
		let Outcome::Renewed(next) = count(&second, weight(&second), Some(&last)) else {
			return Err(TestCaseError::fail("everybody voted"));
		};
		let (from, to) = (last.value.into_inner(), next.value.into_inner());
		// (step / last)² · 3 s ≤ 1 %² · elapsed
		let step = from.abs_diff(to);
		prop_assert!(step * step * 10_000 * 3_000 <= from * from * u128::from(elapsed_ms));
		if next.value != next.raw {
			prop_assert_ne!(next.breaker.status, FeedStatus::Live);
		}
	}
}
