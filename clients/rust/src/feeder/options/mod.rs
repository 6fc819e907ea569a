// SPDX-License-Identifier: Apache-2.0
//! Venues of options, and the smiles that a feeder makes of what they say.
//!
//! ```text
//!  option venues ──HTTP/JSON──▶ OptionLayout ──▶ OptionBoard     each in its own time, with back-off
//!                                                    │
//!  node ── expiries it lists ──▶ Listed ─┐           │
//!  the feeder's own index ───────────────┼──▶ for each expiry: nodes by venue, lower median ──▶ SmileWord
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

/// What a feeder says about smiles, and what it cannot say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SmileBallot {
	/// What is said, by underlying and expiry.
	pub smiles: Vec<SmileWord>,
	/// About what nothing is said, and why.
	pub silent: Vec<(SmileId, NoSmile)>,
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
		json!({ "venues": venues, "said": self.smiles, "silent": silent })
	}
}

/// The word on each of `listed`, as of `observed_at_ms` (milliseconds since 1970), from options that are young
/// enough at `now_ms`. `index_of` says where one's own index stands.
pub(super) fn smiles_of(
	board: &OptionBoard,
	listed: &[SmileId],
	index_of: impl Fn(Underlying) -> Option<Price>,
	observed_at_ms: u64,
	now_ms: u64,
) -> SmileBallot {
	let mut ballot = SmileBallot::default();
	for of_one in listed.chunk_by(|one, next| one.underlying == next.underlying) {
		let Some(underlying) = of_one.first().map(|smile| smile.underlying) else { continue };
		let index = index_of(underlying);
		let venues: Vec<Vec<SeenExpiry>> = index.map_or_else(Vec::new, |index| {
			let chains = board.fresh(underlying, now_ms);
			chains.iter().map(|quotes| expiries_of(quotes, index)).collect()
		});
		for smile in of_one {
			let as_of = observed_at_ms / 1_000;
			let word = index.ok_or(NoSmile::NoIndex).and_then(|index| {
				let index = in_floating_point(index);
				let seen: Vec<SeenSmile> = venues
					.iter()
					.filter_map(|expiries| smile_at(expiries, smile.expiry, as_of, index))
					.collect();
				let nodes = median_of(&seen).ok_or(NoSmile::NoOptions)?.checked()?;
				Ok(SmileWord { smile: *smile, nodes })
			});
			match word {
				Ok(word) => ballot.smiles.push(word),
				Err(reason) => ballot.silent.push((*smile, reason)),
			}
		}
	}
	ballot
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
		let ballot = smiles_of(&board, &listed, index, NOW_MS, NOW_MS);
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
		let ballot = smiles_of(&board(&["one"]), &[smile(1), eth], index, NOW_MS, NOW_MS);
		assert!(ballot.smiles.is_empty());
		assert_eq!(ballot.silent, [(smile(1), NoSmile::NoOptions), (eth, NoSmile::NoIndex)]);
	}

	#[test]
	fn options_that_grew_old_have_no_say() {
		let board = board(&["one"]);
		note(&board, "one", "0.4");
		let at = |now_ms| smiles_of(&board, &[smile(10)], index, NOW_MS, now_ms).smiles.len();
		assert_eq!((at(NOW_MS + 30_000), at(NOW_MS + 30_001)), (1, 0));
	}
}
