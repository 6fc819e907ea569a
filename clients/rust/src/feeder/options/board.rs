// SPDX-License-Identifier: Apache-2.0
use super::OptionRows;
use crate::{
	feeder::{AgeLimits, AnswerError, VenueError},
	smile::OptionQuote,
};
use market_primitives::Underlying;
use serde_json::{json, Value};
use std::{
	collections::BTreeMap,
	sync::{Mutex, MutexGuard, PoisonError},
};

/// A venue's options on one underlying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OptionChain {
	/// Those that can be used.
	quotes: Vec<OptionQuote>,
	/// The lower median of the venue's own times of them, in milliseconds since 1970.
	seen_at_ms: u64,
	/// How many were left out, and why the first was.
	left_out: usize,
	problem: Option<String>,
}

impl OptionChain {
	/// What an answer holds that is young enough at `now_ms`. If nothing is, the first is the error.
	pub(super) fn of(rows: OptionRows, ages: &AgeLimits, now_ms: u64) -> Result<Self, VenueError> {
		let OptionRows { mut quotes, mut left_out, mut problem } = rows;
		let mut untimely = None;
		quotes.retain(|quote| match ages.ensure_time(quote.seen_at_ms, now_ms) {
			Ok(()) => true,
			Err(error) => {
				left_out = left_out.saturating_add(1);
				problem.get_or_insert_with(|| error.to_string());
				untimely.get_or_insert(error);
				false
			},
		});
		let mut times: Vec<u64> = quotes.iter().map(|quote| quote.seen_at_ms).collect();
		times.sort_unstable();
		match (times.get(times.len().saturating_sub(1) / 2), untimely) {
			(Some(seen_at_ms), _) => {
				Ok(Self { quotes, seen_at_ms: *seen_at_ms, left_out, problem })
			},
			(None, Some(error)) => Err(error),
			(None, None) => {
				let problem = "there is none".into();
				Err(AnswerError::NothingUsable { rows: left_out, problem }.into())
			},
		}
	}
}

/// What is known of one underlying's options at one venue.
#[derive(Default)]
struct ChainState {
	chain: Option<OptionChain>,
	accepted: u64,
	refused: u64,
	last_error: Option<(u64, VenueError)>,
	left_alone_until_ms: Option<u64>,
}

/// A venue and an underlying.
type Key = (String, Underlying);

/// The latest options of all venues. Many write, one reads.
#[derive(Default)]
pub(in crate::feeder) struct OptionBoard(Mutex<BTreeMap<Key, (AgeLimits, ChainState)>>);

impl OptionBoard {
	/// A board on which nothing is known yet.
	pub(super) fn new(lines: impl IntoIterator<Item = (Key, AgeLimits)>) -> Self {
		let lines = lines.into_iter().map(|(key, ages)| (key, (ages, ChainState::default())));
		Self(Mutex::new(lines.collect()))
	}

	fn lines(&self) -> MutexGuard<'_, BTreeMap<Key, (AgeLimits, ChainState)>> {
		// Nobody panics while holding it; and if, the options are still options.
		self.0.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// Notes what a venue answered. What is older than what it said before is an error too, which is returned.
	pub(super) fn note(
		&self,
		venue: &str,
		underlying: Underlying,
		answer: Result<OptionChain, VenueError>,
		now_ms: u64,
	) -> Result<(), VenueError> {
		let mut lines = self.lines();
		let Some((_, state)) = lines.get_mut(&(venue.to_string(), underlying)) else {
			return Ok(());
		};
		let checked = answer.and_then(|chain| {
			let before_ms = state.chain.as_ref().map_or(0, |before| before.seen_at_ms);
			match before_ms.saturating_sub(chain.seen_at_ms) {
				0 => Ok(chain),
				by_ms => Err(VenueError::OlderThanBefore { by_ms }),
			}
		});
		match checked {
			Ok(chain) => {
				state.chain = Some(chain);
				state.accepted = state.accepted.saturating_add(1);
				state.left_alone_until_ms = None;
				Ok(())
			},
			Err(error) => {
				state.refused = state.refused.saturating_add(1);
				state.last_error = Some((now_ms, error.clone()));
				Err(error)
			},
		}
	}

	/// Notes until when a venue is left alone.
	pub(super) fn leave_alone(&self, venue: &str, underlying: Underlying, until_ms: u64) {
		if let Some((_, state)) = self.lines().get_mut(&(venue.to_string(), underlying)) {
			state.left_alone_until_ms = Some(until_ms);
		}
	}

	/// The underlyings whose options are asked for.
	pub(in crate::feeder) fn underlyings(&self) -> Vec<Underlying> {
		let mut underlyings: Vec<Underlying> = self.lines().keys().map(|(_, it)| *it).collect();
		underlyings.sort_unstable();
		underlyings.dedup();
		underlyings
	}

	/// Each venue's options on an underlying that are young enough at `now_ms`, with the venue's name.
	pub(super) fn fresh(&self, of: Underlying, now_ms: u64) -> Vec<(String, Vec<OptionQuote>)> {
		self.lines()
			.iter()
			.filter(|((_, underlying), _)| *underlying == of)
			.filter_map(|((venue, _), (ages, state))| {
				let chain = state.chain.as_ref()?;
				ages.ensure_time(chain.seen_at_ms, now_ms).ok()?;
				Some((venue.clone(), chain.quotes.clone()))
			})
			.collect()
	}

	/// Everything, for the health page.
	pub(in crate::feeder) fn page(&self, now_ms: u64) -> Vec<Value> {
		self.lines()
			.iter()
			.map(|((venue, underlying), (_, it))| {
				let chain = it.chain.as_ref();
				json!({
					"venue": venue,
					"underlying": underlying.to_string(),
					"options": chain.map(|chain| chain.quotes.len()),
					"left_out": chain.map(|chain| chain.left_out),
					"left_out_because": chain.and_then(|chain| chain.problem.clone()),
					"age_ms": chain.map(|chain| now_ms.saturating_sub(chain.seen_at_ms)),
					"accepted": it.accepted,
					"refused": it.refused,
					"last_error": it.last_error.as_ref().map(|(_, error)| error.to_string()),
					"last_error_age_ms": it.last_error.as_ref().map(|(at, _)| now_ms.saturating_sub(*at)),
					"asked_again_in_ms": it.left_alone_until_ms.map(|until| until.saturating_sub(now_ms)),
				})
			})
			.collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const AGES: AgeLimits = AgeLimits { max_age_ms: 30_000, max_ahead_ms: 1_000 };

	fn quote(seen_at_ms: u64) -> OptionQuote {
		OptionQuote {
			expiry_ms: 1_000_000,
			strike: "80000".parse().unwrap(),
			volatility: "0.5".parse().unwrap(),
			forward: "75000".parse().unwrap(),
			index: None,
			seen_at_ms,
		}
	}

	fn chain(times: &[u64], now_ms: u64) -> Result<OptionChain, VenueError> {
		let quotes = times.iter().map(|time| quote(*time)).collect();
		OptionChain::of(OptionRows { quotes, left_out: 0, problem: None }, &AGES, now_ms)
	}

	#[test]
	fn options_that_are_too_old_are_left_out_and_the_rest_is_as_old_as_its_middle() {
		let found = chain(&[60_000, 95_000, 90_000], 100_000).unwrap();
		assert_eq!((found.quotes.len(), found.left_out, found.seen_at_ms), (2, 1, 90_000));
		assert!(found.problem.unwrap().contains("40000 ms old"));
		assert_eq!(
			chain(&[60_000, 50_000], 100_000),
			Err(VenueError::TooOld { age_ms: 40_000, limit_ms: 30_000 })
		);
	}

	#[test]
	fn a_chain_counts_until_it_is_too_old_whatever_comes_after_it() {
		let board = OptionBoard::new([(("one".to_string(), Underlying::BTC), AGES)]);
		let note = |answer, now_ms| board.note("one", Underlying::BTC, answer, now_ms);
		assert!(board.fresh(Underlying::BTC, 100_000).is_empty());
		note(chain(&[99_000], 100_000), 100_000).unwrap();
		let older = note(chain(&[98_000], 100_000), 100_000).unwrap_err();
		assert_eq!(older, VenueError::OlderThanBefore { by_ms: 1_000 });
		note(Err(VenueError::TimedOut { limit_ms: 5 }), 110_000).unwrap_err();
		let fresh = board.fresh(Underlying::BTC, 129_000);
		assert_eq!(fresh, [("one".to_string(), vec![quote(99_000)])]);
		assert!(board.fresh(Underlying::BTC, 129_001).is_empty());
		assert!(board.fresh(Underlying::ETH, 100_000).is_empty());
		assert_eq!(board.underlyings(), [Underlying::BTC]);
		let page = board.page(129_000);
		assert_eq!((&page[0]["options"], &page[0]["refused"]), (&json!(1), &json!(2)));
		assert_eq!(page[0]["last_error"], "no answer within 5 ms");
	}
}
