// SPDX-License-Identifier: Apache-2.0
use crate::feeder::{AgeLimits, Line, Quote, Sighting, VenueError};
use std::{
	collections::BTreeMap,
	sync::{Mutex, MutexGuard, PoisonError},
};

/// What is known of one market of one venue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineState {
	/// The last quote that was accepted.
	pub quote: Option<Quote>,
	/// Quotes accepted.
	pub accepted: u64,
	/// Answers that were none, or were refused.
	pub refused: u64,
	/// How many of the last answers were refused, one after the other.
	pub refused_in_a_row: u64,
	/// The last refusal, and when.
	pub last_error: Option<(u64, VenueError)>,
	/// When the venue is asked again, in milliseconds since 1970, if it is left alone for a while.
	pub left_alone_until_ms: Option<u64>,
}

/// The latest of all venues. Many write, one reads.
#[derive(Debug, Default)]
pub struct Board(Mutex<BTreeMap<Line, (AgeLimits, LineState)>>);

impl Board {
	/// A board on which nothing is known yet.
	pub fn new(lines: impl IntoIterator<Item = (Line, AgeLimits)>) -> Self {
		let lines = lines.into_iter().map(|(line, ages)| (line, (ages, LineState::default())));
		Self(Mutex::new(lines.collect()))
	}

	fn lines(&self) -> MutexGuard<'_, BTreeMap<Line, (AgeLimits, LineState)>> {
		// Nobody panics while holding it; and if, the quotes are still quotes.
		self.0.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// Notes what a venue answered. An answer that is too old or nonsense is an error too, which is returned.
	pub fn note(
		&self,
		line: &Line,
		answer: Result<Quote, VenueError>,
		now_ms: u64,
	) -> Result<(), VenueError> {
		let mut lines = self.lines();
		let Some((ages, state)) = lines.get_mut(line) else { return Ok(()) };
		let checked = answer.and_then(|quote| {
			ages.ensure_acceptable(&quote, state.quote.as_ref(), now_ms)?;
			Ok(quote)
		});
		match checked {
			Ok(quote) => {
				state.quote = Some(quote);
				state.accepted += 1;
				state.refused_in_a_row = 0;
				state.left_alone_until_ms = None;
				Ok(())
			},
			Err(error) => {
				state.refused += 1;
				state.refused_in_a_row += 1;
				state.last_error = Some((now_ms, error.clone()));
				Err(error)
			},
		}
	}

	/// Notes until when a venue is left alone.
	pub fn leave_alone(&self, line: &Line, until_ms: u64) {
		if let Some((_, state)) = self.lines().get_mut(line) {
			state.left_alone_until_ms = Some(until_ms);
		}
	}

	/// All quotes that are young enough at `now_ms`.
	pub fn fresh(&self, now_ms: u64) -> Vec<Sighting> {
		self.lines()
			.iter()
			.filter_map(|(line, (ages, state))| {
				let quote =
					state.quote.filter(|quote| ages.ensure_timely(quote, now_ms).is_ok())?;
				Some(Sighting { line: line.clone(), quote })
			})
			.collect()
	}

	/// Everything, for the health page.
	pub fn states(&self) -> Vec<(Line, LineState)> {
		self.lines()
			.iter()
			.map(|(line, (_, state))| (line.clone(), state.clone()))
			.collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn line() -> Line {
		Line { venue: "a".into(), market: "BTC-USD".parse().unwrap() }
	}

	fn quote(seen_at_ms: u64) -> Quote {
		Quote {
			price: "100".parse().unwrap(),
			half_spread: "0".parse().unwrap(),
			volume: "1".parse().unwrap(),
			seen_at_ms,
		}
	}

	#[test]
	fn a_quote_counts_until_it_is_too_old_whatever_comes_after_it() {
		let ages = AgeLimits { max_age_ms: 5_000, max_ahead_ms: 1_000 };
		let board = Board::new([(line(), ages)]);
		assert!(board.fresh(10_000).is_empty());
		board.note(&line(), Ok(quote(9_500)), 10_000).unwrap();
		board
			.note(&line(), Err(VenueError::TimedOut { limit_ms: 2_000 }), 12_000)
			.unwrap_err();
		assert_eq!(board.fresh(14_500).len(), 1);
		assert!(board.fresh(14_501).is_empty());
		let (_, state) = board.states().remove(0);
		assert_eq!((state.accepted, state.refused, state.refused_in_a_row), (1, 1, 1));
	}

	#[test]
	fn a_refused_quote_does_not_take_the_place_of_a_good_one() {
		let ages = AgeLimits { max_age_ms: 5_000, max_ahead_ms: 1_000 };
		let board = Board::new([(line(), ages)]);
		board.note(&line(), Ok(quote(9_500)), 10_000).unwrap();
		let error = board.note(&line(), Ok(quote(9_000)), 10_500).unwrap_err();
		assert_eq!(error, VenueError::OlderThanBefore { by_ms: 500 });
		assert_eq!(board.fresh(10_500)[0].quote, quote(9_500));
	}
}
