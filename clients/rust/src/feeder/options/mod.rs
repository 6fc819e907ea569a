// SPDX-License-Identifier: Apache-2.0
//! Venues of options, and the smiles that a feeder makes of what they say.
//!
//! ```text
//!  option venues ──HTTP/JSON──▶ OptionLayout ──▶ OptionBoard     each in its own time, with back-off
//!                                                    │
//!  node ── expiries it lists ──▶ Listed ─┐           │
//!  the feeder's own index ───────────────┼──▶ for each expiry: nodes by venue, lower median ──▶ SmileWord
//!                                                                   │
//!                                      venues too few, or at odds: nothing is said
//! ```
//!
//! Quotes are decimals until they are here; what is read between them is floating point, as `smile` says.

mod board;
mod config;
mod layout;
mod listed;
mod name;
mod venue;

pub use config::OptionsConfig;
pub use layout::{OptionLayout, OptionRows, VolatilityUnit};
pub use name::{OptionName, OptionNameError};

pub(super) use board::OptionBoard;
pub(super) use config::{ensure_sensible, open};
pub(super) use listed::{asked_for, Listed};
pub(super) use venue::ask_for_ever;

use board::OptionChain;
use config::AskedOptions;
use venue::HttpOptionVenue;

use crate::smile::{
	expiries_of, in_floating_point, median_of, smile_at, ImpossibleSmile, SeenExpiry, SeenSmile,
	SmileWord,
};
use market_maths::units::Price;
use market_primitives::{SmileId, Underlying};
use serde_json::{json, Value};

/// Why a venue has no say in a smile.
const FAR_FROM_OTHERS: &str =
	"its forward, or its volatility at a node, is above twice or below half of the median of all venues";

/// What a feeder says about smiles, and what it cannot say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SmileBallot {
	/// What is said, by underlying and expiry.
	pub smiles: Vec<SmileWord>,
	/// About what nothing is said, and why.
	pub silent: Vec<(SmileId, NoSmile)>,
	/// The venues that had no say in a smile, because they are too far from the median of all.
	pub left_out: Vec<(SmileId, String)>,
}

/// Why nothing is said about a smile.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum NoSmile {
	/// The feeder has no price of the underlying just now.
	#[error("there is no price of the underlying")]
	NoIndex,
	/// No venue has options on it that are young enough.
	#[error("no venue has options that are young enough")]
	NoOptions,
	/// Too few venues say something usable.
	#[error("{found} of at least {needed} venues have a usable smile")]
	TooFewVenues {
		/// How many have one.
		found: usize,
		/// How many are needed.
		needed: usize,
	},
	/// The venues contradict each other, and no majority of them is right.
	#[error("{far} of {venues} venues are too far from the median of all: there is no telling who is right")]
	AtOdds {
		/// How many are too far from it.
		far: usize,
		/// How many there are.
		venues: usize,
	},
	/// What the venues say is no smile.
	#[error(transparent)]
	Impossible(#[from] ImpossibleSmile),
}

impl SmileBallot {
	/// For the health page, with what is known of the venues.
	pub(super) fn page(&self, venues: Vec<Value>) -> Value {
		let silent: Vec<Value> = self
			.silent
			.iter()
			.map(|(smile, reason)| json!({ "smile": smile, "because": reason.to_string() }))
			.collect();
		let left_out: Vec<Value> = self
			.left_out
			.iter()
			.map(
				|(smile, venue)| json!({ "smile": smile, "venue": venue, "because": FAR_FROM_OTHERS }),
			)
			.collect();
		json!({ "venues": venues, "said": self.smiles, "silent": silent, "left_out": left_out })
	}
}

/// A venue and what it says of a smile.
type Said<'a> = (&'a str, SeenSmile);

/// The word on each of `listed`, as of `observed_at_ms` (milliseconds since 1970), from options that are young
/// enough at `now_ms`. `index_of` says where one's own index stands. A smile of fewer than `minimum_venues` is none.
pub(super) fn smiles_of(
	board: &OptionBoard,
	listed: &[SmileId],
	minimum_venues: usize,
	index_of: impl Fn(Underlying) -> Option<Price>,
	observed_at_ms: u64,
	now_ms: u64,
) -> SmileBallot {
	let mut ballot = SmileBallot::default();
	for of_one in listed.chunk_by(|one, next| one.underlying == next.underlying) {
		let Some(underlying) = of_one.first().map(|smile| smile.underlying) else { continue };
		let index = index_of(underlying);
		let venues: Vec<(String, Vec<SeenExpiry>)> = index.map_or_else(Vec::new, |index| {
			let chains = board.fresh(underlying, now_ms).into_iter();
			chains.map(|(venue, quotes)| (venue, expiries_of(&quotes, index))).collect()
		});
		for smile in of_one {
			let as_of = observed_at_ms / 1_000;
			let mut left_out: Vec<&str> = Vec::new();
			let word = index.ok_or(NoSmile::NoIndex).and_then(|index| {
				let index = in_floating_point(index);
				let said: Vec<Said<'_>> = venues
					.iter()
					.filter_map(|(venue, expiries)| {
						let seen = smile_at(expiries, smile.expiry, as_of, index)?;
						Some((venue.as_str(), seen))
					})
					.collect();
				let nodes = agreed_on(&said, minimum_venues, &mut left_out)?.checked()?;
				Ok(SmileWord { smile: *smile, nodes })
			});
			ballot
				.left_out
				.extend(left_out.into_iter().map(|venue| (*smile, venue.to_string())));
			match word {
				Ok(word) => ballot.smiles.push(word),
				Err(reason) => ballot.silent.push((*smile, reason)),
			}
		}
	}
	ballot
}

/// The lower median of the venues that are plausible beside the median of all; the others are noted in `left_out`.
///
/// A venue is left out as a whole: if one of its numbers is wrong, the others are not to be trusted either. And only if
/// most venues remain: of two that are at odds the median of all is the lower one, which may as well be what is wrong.
fn agreed_on<'a>(
	said: &[Said<'a>],
	minimum_venues: usize,
	left_out: &mut Vec<&'a str>,
) -> Result<SeenSmile, NoSmile> {
	let median = |said: &[Said<'a>]| -> Result<SeenSmile, NoSmile> {
		let smiles: Vec<SeenSmile> = said.iter().map(|(_, smile)| *smile).collect();
		let found = smiles.len();
		let middle = median_of(&smiles).ok_or(NoSmile::NoOptions)?;
		match found >= minimum_venues {
			true => Ok(middle),
			false => Err(NoSmile::TooFewVenues { found, needed: minimum_venues }),
		}
	};
	let middle = median(said)?;
	// Whoever is alone is beside nobody.
	if said.len() == 1 {
		return Ok(middle);
	}
	let (near, far): (Vec<Said<'a>>, Vec<Said<'a>>) =
		said.iter().copied().partition(|(_, smile)| smile.is_plausible_beside(&middle));
	if near.len() <= far.len() {
		return Err(NoSmile::AtOdds { far: far.len(), venues: said.len() });
	}
	left_out.extend(far.into_iter().map(|(venue, _)| venue));
	median(&near)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{feeder::AgeLimits, smile::OptionQuote};

	const NOW_MS: u64 = 1_700_000_000_000;
	const DAY: u64 = 86_400;
	const AGES: AgeLimits = AgeLimits { max_age_ms: 30_000, max_ahead_ms: 1_000 };

	/// A venue that marks everything at one volatility, one percent above its index.
	fn note(board: &OptionBoard, venue: &str, volatility: &str) {
		let quotes = ["60000", "80000"].map(|strike| OptionQuote {
			expiry_ms: NOW_MS + 10 * DAY * 1_000,
			strike: strike.parse().unwrap(),
			volatility: volatility.parse().unwrap(),
			forward: "75750".parse().unwrap(),
			index: Some("75000".parse().unwrap()),
			seen_at_ms: NOW_MS,
		});
		let rows = OptionRows { quotes: quotes.to_vec(), left_out: 0, problem: None };
		let chain = OptionChain::of(rows, &AGES, NOW_MS);
		board.note(venue, Underlying::BTC, chain, NOW_MS).unwrap();
	}

	fn board(venues: &[&str]) -> OptionBoard {
		OptionBoard::new(venues.iter().map(|it| ((it.to_string(), Underlying::BTC), AGES)))
	}

	fn smile(days: u64) -> SmileId {
		SmileId::new(Underlying::BTC, NOW_MS / 1_000 + days * DAY)
	}

	fn index(underlying: Underlying) -> Option<Price> {
		(underlying == Underlying::BTC).then(|| "60000".parse().unwrap())
	}

	#[test]
	fn each_listed_expiry_gets_the_lower_median_of_the_venues_at_ones_own_index() {
		let board = board(&["one", "two", "three"]);
		note(&board, "one", "0.4");
		note(&board, "two", "0.6");
		note(&board, "three", "0.5");
		let listed = [smile(5), smile(10)];
		let ballot = smiles_of(&board, &listed, 1, index, NOW_MS, NOW_MS);
		assert!(ballot.silent.is_empty());
		let [five, ten] = ballot.smiles.as_slice() else { panic!("{ballot:?}") };
		// 25 % a year for ten days of 365, and half of it for five; a millionth of a dollar, and 10⁻¹⁵.
		let totals = [ten.nodes.totals[3], five.nodes.totals[0]].map(|total| total.into_inner());
		assert!(totals[0].abs_diff(6_849_315_068_493_150) < 1_000, "{totals:?}");
		assert!(totals[1].abs_diff(3_424_657_534_246_575) < 1_000, "{totals:?}");
		for (smile, forward) in [(ten, "60600"), (five, "60300")] {
			let expected: Price = forward.parse().unwrap();
			let apart = smile.nodes.forward.into_inner().abs_diff(expected.into_inner());
			assert!(apart < 1_000_000_000_000, "{smile:?}");
		}
	}

	#[test]
	fn what_cannot_be_said_is_said_to_be_silent_and_why() {
		let eth = SmileId::new(Underlying::ETH, smile(1).expiry);
		let ballot = smiles_of(&board(&["one"]), &[smile(1), eth], 1, index, NOW_MS, NOW_MS);
		assert!(ballot.smiles.is_empty());
		assert_eq!(ballot.silent, [(smile(1), NoSmile::NoOptions), (eth, NoSmile::NoIndex)]);
	}

	/// What is made of these venues' volatilities of ten days, if so many venues are needed.
	fn said(volatilities: &[(&str, &str)], minimum_venues: usize) -> SmileBallot {
		let names: Vec<&str> = volatilities.iter().map(|(venue, _)| *venue).collect();
		let board = board(&names);
		for (venue, volatility) in volatilities {
			note(&board, venue, volatility);
		}
		smiles_of(&board, &[smile(10)], minimum_venues, index, NOW_MS, NOW_MS)
	}

	/// What is said where a venue is alone.
	fn alone(volatility: &str) -> Vec<SmileWord> {
		let ballot = said(&[("one", volatility)], 1);
		assert_eq!(ballot.smiles.len(), 1, "{ballot:?}");
		ballot.smiles
	}

	#[test]
	fn of_three_venues_the_one_that_says_fractions_for_percent_is_left_out() {
		let low = said(&[("one", "0.005"), ("two", "0.5"), ("three", "0.52")], 1);
		assert_eq!(low.smiles, alone("0.5"));
		assert_eq!(low.left_out, [(smile(10), "one".to_string())]);
		// The middle of all three would be the third one's.
		let high = said(&[("one", "50"), ("two", "0.5"), ("three", "0.52")], 1);
		assert_eq!(high.smiles, alone("0.5"));
		assert_eq!(high.left_out, [(smile(10), "one".to_string())]);
		let page = high.page(Vec::new());
		assert_eq!(page["left_out"][0]["venue"], "one");
		assert_eq!(page["left_out"][0]["because"], FAR_FROM_OTHERS);
	}

	#[test]
	fn of_two_venues_at_odds_none_is_believed_and_it_is_said_why() {
		for (one, two) in [("0.005", "0.5"), ("0.5", "0.005"), ("0.5", "1.01")] {
			let ballot = said(&[("one", one), ("two", two)], 1);
			assert!(ballot.smiles.is_empty() && ballot.left_out.is_empty(), "{ballot:?}");
			assert_eq!(ballot.silent, [(smile(10), NoSmile::AtOdds { far: 1, venues: 2 })]);
			let page = ballot.page(Vec::new());
			assert_eq!(
				page["silent"][0]["because"],
				"1 of 2 venues are too far from the median of all: there is no telling who is right"
			);
		}
		// Neither are two against two.
		let two_pairs = [("one", "0.5"), ("two", "0.5"), ("three", "0.005"), ("four", "0.005")];
		let ballot = said(&two_pairs, 1);
		assert_eq!(ballot.silent, [(smile(10), NoSmile::AtOdds { far: 2, venues: 4 })]);
	}

	#[test]
	fn venues_that_differ_as_honest_ones_do_all_have_a_say() {
		let ballot = said(&[("one", "0.5"), ("two", "0.9")], 2);
		assert_eq!(ballot.smiles, alone("0.5"));
		assert!(ballot.left_out.is_empty());
	}

	#[test]
	fn a_smile_of_fewer_venues_than_are_wanted_is_not_said() {
		let too_few = |found, needed| vec![(smile(10), NoSmile::TooFewVenues { found, needed })];
		assert_eq!(said(&[("one", "0.5")], 2).silent, too_few(1, 2));
		assert!(said(&[("one", "0.5"), ("two", "0.52")], 2).silent.is_empty());
		// Whoever is left out does not count.
		let three = [("one", "0.5"), ("two", "0.52"), ("three", "0.005")];
		let ballot = said(&three, 3);
		assert_eq!(ballot.silent, too_few(2, 3));
		assert_eq!(ballot.left_out, [(smile(10), "three".to_string())]);
		assert_eq!(
			ballot.page(Vec::new())["silent"][0]["because"],
			"2 of at least 3 venues have a usable smile"
		);
	}

	#[test]
	fn options_that_grew_old_have_no_say() {
		let board = board(&["one"]);
		note(&board, "one", "0.4");
		let at = |now_ms| smiles_of(&board, &[smile(10)], 1, index, NOW_MS, now_ms).smiles.len();
		assert_eq!((at(NOW_MS + 30_000), at(NOW_MS + 30_001)), (1, 0));
	}
}
