// SPDX-License-Identifier: Apache-2.0
//! In what reporters differ: whom they ask, and whether they say what they see.

use crate::{prices::moved, reporting::Reported, simulator::Recording};
use market_primitives::Underlying;
use std::collections::BTreeSet;

/// How far a liar is from what it sees, in millionths: 5 %.
const LIE: i64 = 50_000;

/// The venues with a market of one of the underlyings.
pub fn venues_of<'a>(recording: &'a Recording, underlyings: &[Underlying]) -> Vec<&'a str> {
	let tickers: Vec<String> = underlyings.iter().map(ToString::to_string).collect();
	let names: BTreeSet<&str> = recording
		.tracks
		.keys()
		.filter(|line| tickers.iter().any(|ticker| line.market.base.ticker() == ticker))
		.map(|line| line.venue.as_str())
		.collect();
	names.into_iter().collect()
}

/// The venue that a reporter does not ask, so that reporters differ: each in turn another, and none. With two
/// venues or fewer, everybody asks all.
pub fn left_out_by<'a>(reporter: u32, venues: &[&'a str]) -> Option<&'a str> {
	if venues.len() < 3 {
		return None;
	}
	let turn = usize::try_from(reporter).ok()?.checked_rem(venues.len() + 1)?;
	venues.get(turn.checked_sub(1)?).copied()
}

/// What a liar says in the place of what it sees.
pub fn lie((feed, value, confidence): Reported) -> Reported {
	(feed, moved(value, LIE), confidence)
}

#[cfg(test)]
mod tests {
	use super::*;
	use market_primitives::FeedId;

	#[test]
	fn reporters_differ_in_whom_they_ask() {
		let venues = ["a", "b", "c"];
		let asked: Vec<_> = (0..7).map(|number| left_out_by(number, &venues)).collect();
		assert_eq!(asked, [None, Some("a"), Some("b"), Some("c"), None, Some("a"), Some("b")]);
		assert_eq!(left_out_by(1, &["a", "b"]), None, "two venues are needed");
	}

	#[test]
	fn a_liar_says_five_percent_more() {
		let truth =
			(FeedId::Index(Underlying::BTC), "20000".parse().unwrap(), "4".parse().unwrap());
		assert_eq!(lie(truth).1, "21000".parse().unwrap());
	}
}
