// SPDX-License-Identifier: Apache-2.0
//! What governance may set about a feed, and how far.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::ops::RangeInclusive;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_arithmetic::Perbill;

/// How a feed is made of votes and when it is trusted.
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
	Serialize,
	Deserialize,
)]
pub struct FeedParameters {
	/// A vote counts, and a value is usable, until it is this old, in milliseconds.
	pub max_age_ms: u64,
	/// Votes a value needs.
	pub min_reporters: u32,
	/// The share of all weight a value needs.
	pub quorum: Perbill,
	/// The share of all weight a live value needs. Between the two quorums: caution.
	pub live_quorum: Perbill,
	/// How far the value may move in three seconds. Over longer it grows with the square root of time.
	pub step_limit: Perbill,
	/// Rounds in a row that the step limit may hold the value back before the feed halts.
	pub clamped_rounds_to_halt: u32,
	/// Reporters are never taken to be surer than this share of their value.
	pub confidence_floor: Perbill,
	/// A band of votes wider than this share of the value is a reason for caution.
	pub caution_confidence: Perbill,
	/// A band of votes wider than this share of the value halts the feed.
	pub halt_confidence: Perbill,
	/// How far a vote may be from the median, and the value from its average, without concern.
	pub agreement_band: Perbill,
	/// Rounds without a concern that end caution.
	pub rounds_to_leave_caution: u32,
	/// Rounds without a reason to halt that end a halt. Caution follows.
	pub rounds_to_leave_halt: u32,
}

impl FeedParameters {
	/// The oldest that a value may be and still be usable, whatever governance sets, in milliseconds.
	pub const LARGEST_MAX_AGE_MS: u64 = 600_000;
	const MAX_AGE_MS: RangeInclusive<u64> = 3_000..=Self::LARGEST_MAX_AGE_MS;
	const QUORUM: RangeInclusive<Perbill> = Perbill::from_percent(50)..=Perbill::from_percent(100);
	const STEP_LIMIT: RangeInclusive<Perbill> =
		Perbill::from_parts(100_000)..=Perbill::from_percent(50);
	const ROUNDS: RangeInclusive<u32> = 1..=1_000;
	const CLAMPED_ROUNDS: RangeInclusive<u32> = 1..=100;
	const LARGEST_CONFIDENCE_FLOOR: Perbill = Perbill::from_percent(5);
	const LARGEST_HALT_CONFIDENCE: Perbill = Perbill::from_percent(50);
	const AGREEMENT_BAND: RangeInclusive<Perbill> =
		Perbill::from_parts(1_000_000)..=Perbill::from_percent(50);

	/// For the price of a major coin.
	pub const fn major() -> Self {
		Self {
			max_age_ms: 15_000,
			min_reporters: 3,
			quorum: Perbill::from_percent(50),
			live_quorum: Perbill::from_parts(666_666_666),
			step_limit: Perbill::from_percent(1),
			clamped_rounds_to_halt: 5,
			confidence_floor: Perbill::from_parts(100_000),
			caution_confidence: Perbill::from_parts(3_000_000),
			halt_confidence: Perbill::from_percent(1),
			agreement_band: Perbill::from_percent(2),
			rounds_to_leave_caution: 5,
			rounds_to_leave_halt: 20,
		}
	}

	/// For a volatility, on which reporters agree less and which moves further.
	pub const fn volatility() -> Self {
		Self {
			max_age_ms: 120_000,
			step_limit: Perbill::from_percent(3),
			confidence_floor: Perbill::from_parts(5_000_000),
			caution_confidence: Perbill::from_percent(8),
			halt_confidence: Perbill::from_percent(20),
			agreement_band: Perbill::from_percent(15),
			..Self::major()
		}
	}

	/// Whether no number more than doubles or halves from `old` to this.
	pub fn is_one_step_from(&self, old: &Self) -> bool {
		/// A hundredth of a percent.
		const LEAST_SHARE: u64 = 100_000;
		let share = |old: Perbill, new: Perbill| {
			is_one_step(old.deconstruct().into(), new.deconstruct().into(), LEAST_SHARE)
		};
		let count = |old: u32, new: u32| is_one_step(old.into(), new.into(), 1);
		is_one_step(old.max_age_ms, self.max_age_ms, 1)
			&& count(old.min_reporters, self.min_reporters)
			&& share(old.quorum, self.quorum)
			&& share(old.live_quorum, self.live_quorum)
			&& share(old.step_limit, self.step_limit)
			&& count(old.clamped_rounds_to_halt, self.clamped_rounds_to_halt)
			&& share(old.confidence_floor, self.confidence_floor)
			&& share(old.caution_confidence, self.caution_confidence)
			&& share(old.halt_confidence, self.halt_confidence)
			&& share(old.agreement_band, self.agreement_band)
			&& count(old.rounds_to_leave_caution, self.rounds_to_leave_caution)
			&& count(old.rounds_to_leave_halt, self.rounds_to_leave_halt)
	}

	/// Whether each number lies within its hard bounds, and they fit together.
	pub fn is_within_bounds(&self, max_reporters: u32) -> bool {
		Self::MAX_AGE_MS.contains(&self.max_age_ms)
			&& (1..=max_reporters).contains(&self.min_reporters)
			&& Self::QUORUM.contains(&self.quorum)
			&& Self::QUORUM.contains(&self.live_quorum)
			&& self.quorum <= self.live_quorum
			&& Self::STEP_LIMIT.contains(&self.step_limit)
			&& Self::CLAMPED_ROUNDS.contains(&self.clamped_rounds_to_halt)
			&& self.confidence_floor <= Self::LARGEST_CONFIDENCE_FLOOR
			&& self.confidence_floor <= self.caution_confidence
			&& self.caution_confidence < self.halt_confidence
			&& self.halt_confidence <= Self::LARGEST_HALT_CONFIDENCE
			&& Self::AGREEMENT_BAND.contains(&self.agreement_band)
			&& Self::ROUNDS.contains(&self.rounds_to_leave_caution)
			&& Self::ROUNDS.contains(&self.rounds_to_leave_halt)
	}
}

/// Whether a number at most doubles or halves. From zero and to zero it goes by `least`.
pub(crate) fn is_one_step(old: u64, new: u64, least: u64) -> bool {
	let limit = |from: u64| from.saturating_mul(2).max(least);
	new <= limit(old) && old <= limit(new)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_suggested_parameters_are_within_bounds() {
		assert!(FeedParameters::major().is_within_bounds(64));
		assert!(FeedParameters::volatility().is_within_bounds(64));
	}

	#[test]
	fn each_bound_is_enforced() {
		let outside: [fn(&mut FeedParameters); 14] = [
			|p| p.max_age_ms = 2_999,
			|p| p.max_age_ms = 600_001,
			|p| p.min_reporters = 0,
			|p| p.min_reporters = 65,
			|p| p.quorum = Perbill::from_percent(49),
			|p| p.live_quorum = Perbill::from_percent(49),
			|p| p.step_limit = Perbill::zero(),
			|p| p.clamped_rounds_to_halt = 0,
			|p| p.confidence_floor = Perbill::from_percent(6),
			|p| p.caution_confidence = p.halt_confidence,
			|p| p.halt_confidence = Perbill::from_percent(51),
			|p| p.agreement_band = Perbill::zero(),
			|p| p.rounds_to_leave_caution = 0,
			|p| p.rounds_to_leave_halt = 1_001,
		];
		for (case, spoil) in outside.iter().enumerate() {
			let mut parameters = FeedParameters::major();
			spoil(&mut parameters);
			assert!(!parameters.is_within_bounds(64), "case {case}");
		}
	}
}
