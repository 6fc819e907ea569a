// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! Values that a feeder hands in, to be signed at the next cut-off.

use market_maths::units::Price;
use market_primitives::FeedId;
use oracle_core::{
	check_entries, check_smiles, Entries, Ignored, Round, SmileEntry, Smiles, VoteEntry,
	MAX_ENTRIES, MAX_OBSERVATION_AGE_MS, MAX_OBSERVATION_LEAD_MS, MAX_SMILES,
};
use serde::{Deserialize, Serialize};

/// The most smiles that can be handed in at once: four votes of them.
pub const MAX_HANDED_SMILES: usize = 4 * SMILES_IN_A_VOTE;

const SMILES_IN_A_VOTE: usize = MAX_SMILES as usize;

/// A value as it is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HandedValue {
	/// Of what: `{"Index":"BTC"}`.
	pub feed: FeedId,
	/// The value, a decimal in quotes: USD for a price, 1 = 100 % a year for a volatility.
	pub value: Price,
	/// Half the width within which the true value is believed to lie, a decimal in quotes.
	pub confidence: Price,
	/// The venues it was taken from, a bit for each.
	#[serde(default)]
	pub sources: u16,
}

/// Why values are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandInRefused {
	/// More values than fit into a vote.
	#[error("more than {MAX_ENTRIES} values")]
	TooMany,
	/// More smiles than can be voted on in good time.
	#[error("more than {MAX_HANDED_SMILES} smiles")]
	TooManySmiles,
	/// The values are ones that no vote may have.
	#[error("the values can never count: {}", .0.name())]
	Senseless(Ignored),
	/// They were seen too long ago.
	#[error("the values are {age_ms} ms old, and votes older than {MAX_OBSERVATION_AGE_MS} ms do not count")]
	TooOld {
		/// How old.
		age_ms: u64,
	},
	/// They were seen in the future.
	#[error("the values are of {lead_ms} ms ahead of this machine's time: check the clocks")]
	InFuture {
		/// How far ahead.
		lead_ms: u64,
	},
	/// Newer ones were handed in before.
	#[error("values of {by_ms} ms later were handed in before")]
	OlderThanBefore {
		/// By how much.
		by_ms: u64,
	},
}

/// Values with the time they were seen at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandIn {
	/// In milliseconds since 1970.
	pub observed_at_ms: u64,
	/// Strictly ascending by feed.
	pub entries: Entries,
	/// Strictly ascending by underlying and expiry.
	pub smiles: Vec<SmileEntry>,
}

impl HandIn {
	/// Orders values and smiles and refuses what could not be signed anyway.
	pub fn new(
		values: &[HandedValue],
		mut smiles: Vec<SmileEntry>,
		observed_at_ms: u64,
		now_ms: u64,
	) -> Result<Self, HandInRefused> {
		let lead_ms = observed_at_ms.saturating_sub(now_ms);
		let age_ms = now_ms.saturating_sub(observed_at_ms);
		if lead_ms > MAX_OBSERVATION_LEAD_MS {
			return Err(HandInRefused::InFuture { lead_ms });
		}
		if age_ms > MAX_OBSERVATION_AGE_MS {
			return Err(HandInRefused::TooOld { age_ms });
		}
		let mut entries: Vec<VoteEntry> = values
			.iter()
			.map(|it| VoteEntry {
				feed: it.feed,
				value: it.value,
				confidence: it.confidence,
				sources: it.sources,
			})
			.collect();
		// A feed that is there twice stays out of order and is refused below.
		entries.sort_by_key(|entry| entry.feed);
		let entries = Entries::try_from(entries).map_err(|_| HandInRefused::TooMany)?;
		if smiles.is_empty() || !entries.is_empty() {
			check_entries(&entries).map_err(HandInRefused::Senseless)?;
		}
		if smiles.len() > MAX_HANDED_SMILES {
			return Err(HandInRefused::TooManySmiles);
		}
		smiles.sort_by_key(|entry| entry.smile);
		check_smiles(&smiles, observed_at_ms).map_err(HandInRefused::Senseless)?;
		Ok(Self { observed_at_ms, entries, smiles })
	}

	/// The smiles whose turn it is in a round, if not all fit into a vote.
	pub fn smiles_of(&self, round: Round) -> Smiles {
		let turns: Vec<_> = self.smiles.chunks(SMILES_IN_A_VOTE).collect();
		let turn = usize::try_from(round).unwrap_or_default().checked_rem(turns.len());
		let smiles = turn.and_then(|turn| turns.get(turn)).copied().unwrap_or_default();
		Smiles::truncate_from(smiles.to_vec())
	}
}
