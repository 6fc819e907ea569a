// SPDX-License-Identifier: Apache-2.0
//! What is known of one smile, and what governance may set about all of them.

use crate::{parameters::is_one_step, Breaker, Concern, FeedParameters, Slice, SmileNodes, NODES};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::ops::RangeInclusive;
use market_maths::{
	options::FitTolerance,
	units::{Price, Rate, Volatility},
	MathsError,
};
use market_primitives::{FeedStatus, SmileId, SmileObservation, SmileShape};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_arithmetic::Perbill;

/// The time in which a node, and the forward's distance to the index, may move by the step limit.
pub const SMILE_STEP_PERIOD_MS: u64 = 60_000;

/// A smile is counted anew after this time, even if nobody voted: votes grow old.
pub const RECOUNT_MS: u64 = 15_000;

/// How smiles are made of votes, when they are trusted, and which slices are taken.
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
pub struct SurfaceRule {
	/// As for a feed, with total variance as the value, but the step limit is for a minute and grows with
	/// time. The forward is allowed a tenth of each width.
	pub counting: FeedParameters,
	/// How far a slice may be from every node.
	pub tolerance: FitTolerance,
	/// How long a slice holds, in milliseconds.
	pub slice_max_age_ms: u64,
	/// By which part of the mean error of the slice that holds another one must be closer to the nodes. However small
	/// that is, it must be closer by a tenth of the tolerance in volatility, too: a slice that is taken is free.
	pub improvement: Perbill,
}

impl Default for SurfaceRule {
	fn default() -> Self {
		Self {
			counting: FeedParameters {
				max_age_ms: 120_000,
				step_limit: Perbill::from_percent(10),
				// With a round in every window the chain gives up following after a minute: the market is then
				// more than a tenth of variance away from where it was.
				clamped_rounds_to_halt: 20,
				confidence_floor: Perbill::from_percent(1),
				// A variance moves twice as far as its volatility.
				caution_confidence: Perbill::from_percent(15),
				halt_confidence: Perbill::from_percent(40),
				agreement_band: Perbill::from_percent(30),
				..FeedParameters::major()
			},
			tolerance: FitTolerance {
				of_variance: Rate::from_inner(15_000_000_000_000_000),
				volatility: Volatility::from_inner(5_000_000_000_000_000),
			},
			slice_max_age_ms: 120_000,
			improvement: Perbill::from_percent(5),
		}
	}
}

impl SurfaceRule {
	/// A thousandth to a tenth.
	const OF_VARIANCE: RangeInclusive<Rate> =
		Rate::from_inner(1_000_000_000_000_000)..=Rate::from_inner(100_000_000_000_000_000);
	/// A twentieth of a volatility point to five points.
	const VOLATILITY: RangeInclusive<Volatility> = Volatility::from_inner(500_000_000_000_000)
		..=Volatility::from_inner(50_000_000_000_000_000);
	const SLICE_MAX_AGE_MS: RangeInclusive<u64> = 3_000..=600_000;
	const LARGEST_IMPROVEMENT: Perbill = Perbill::from_percent(50);

	/// Whether each number lies within its hard bounds, and they fit together.
	pub fn is_within_bounds(&self, max_reporters: u32) -> bool {
		self.counting.is_within_bounds(max_reporters)
			&& Self::OF_VARIANCE.contains(&self.tolerance.of_variance)
			&& Self::VOLATILITY.contains(&self.tolerance.volatility)
			&& Self::SLICE_MAX_AGE_MS.contains(&self.slice_max_age_ms)
			&& self.improvement <= Self::LARGEST_IMPROVEMENT
	}

	/// Whether no number more than doubles or halves from `old` to this.
	pub fn is_one_step_from(&self, old: &Self) -> bool {
		let word = |number: u128| u64::try_from(number).unwrap_or(u64::MAX);
		let of_variance =
			|rule: &Self| word(rule.tolerance.of_variance.into_inner().unsigned_abs());
		let volatility = |rule: &Self| word(rule.tolerance.volatility.into_inner());
		/// A hundredth of a percent.
		const LEAST_SHARE: u64 = 100_000;
		let improvement = |rule: &Self| u64::from(rule.improvement.deconstruct());
		self.counting.is_one_step_from(&old.counting)
			&& is_one_step(of_variance(old), of_variance(self), 1)
			&& is_one_step(volatility(old), volatility(self), 1)
			&& is_one_step(old.slice_max_age_ms, self.slice_max_age_ms, 1)
			&& is_one_step(improvement(old), improvement(self), LEAST_SHARE)
	}
}

/// What the votes on a smile amounted to when they were last counted, and the slice that was taken since.
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
pub struct Surface {
	/// The medians, held within the step limit, as of the counting.
	pub nodes: SmileNodes,
	/// The medians as the votes gave them.
	pub raw: SmileNodes,
	/// The index at the counting, which the forward goes along with; `None` if there was no usable one.
	pub index: Option<Price>,
	/// Half the width of the band the votes agree on, as a part of the variance of the node where it is
	/// widest.
	pub confidence: Rate,
	/// When the newest vote counted was given, in milliseconds since 1970.
	pub observed_at_ms: u64,
	/// When the votes were counted, in milliseconds since 1970.
	pub computed_at_ms: u64,
	/// The last millisecond at which the nodes are not too old.
	pub fresh_until_ms: u64,
	/// The status, apart from the age, and how it came about.
	pub breaker: Breaker,
	/// What is wrong, if anything.
	pub concern: Option<Concern>,
	/// The slice that goes through the nodes, if there is one.
	pub slice: Option<Slice>,
	/// Whether straight lines between the nodes give no butterfly away: what holds once the slice does not.
	pub are_lines_sound: bool,
}

impl Surface {
	/// The status at `now_ms`. Age is judged when somebody asks.
	pub const fn status_at(&self, now_ms: u64) -> FeedStatus {
		if now_ms > self.fresh_until_ms {
			return FeedStatus::Halted;
		}
		match self.breaker.status {
			FeedStatus::Live if self.is_on_unsound_lines_at(now_ms) => FeedStatus::Caution,
			status => status,
		}
	}

	/// Whether the slice has ended since the counting and what is left gives butterflies away.
	const fn is_on_unsound_lines_at(&self, now_ms: u64) -> bool {
		match &self.slice {
			Some(slice) => now_ms > slice.valid_until_ms && !self.are_lines_sound,
			None => false,
		}
	}

	/// Why it is not live at `now_ms`; `None` if it is.
	pub fn concern_at(&self, now_ms: u64) -> Option<Concern> {
		if now_ms > self.fresh_until_ms {
			return Some(Concern::TooOld);
		}
		match self.breaker.status {
			FeedStatus::Live if self.is_on_unsound_lines_at(now_ms) => Some(Concern::Butterfly),
			FeedStatus::Live => None,
			_ => Some(self.concern.unwrap_or(Concern::Recovering)),
		}
	}

	/// Whether people have paused it until a time after it was counted. It is halted until it is counted again, so
	/// that it heals as after any halt, however short the pause was.
	pub const fn is_halted_by_pause(&self, paused_until_ms: u64) -> bool {
		self.computed_at_ms < paused_until_ms
	}

	/// The smile as people halted it: without a slice, as after any halt.
	pub const fn paused(self) -> Self {
		let breaker = Breaker { status: FeedStatus::Halted, better_rounds: 0, ..self.breaker };
		Self { breaker, concern: Some(Concern::Paused), slice: None, ..self }
	}

	/// The nodes at `now_ms`, with the index where it is then.
	pub fn nodes_at(
		&self,
		id: SmileId,
		now_ms: u64,
		index: Option<Price>,
	) -> Result<SmileNodes, MathsError> {
		self.nodes
			.over_time(id.seconds_left(self.computed_at_ms), id.seconds_left(now_ms))?
			.along_with_index(self.index, index)
	}

	/// The slice, if it still holds at `now_ms`, as of then.
	pub fn slice_at(&self, id: SmileId, now_ms: u64) -> Result<Option<Slice>, MathsError> {
		match self.slice {
			Some(slice) if now_ms <= slice.valid_until_ms => slice.over_time(id, now_ms).map(Some),
			_ => Ok(None),
		}
	}

	/// The shape that options are priced on at `now_ms`.
	pub fn shape_at(&self, id: SmileId, now_ms: u64) -> Result<SmileShape, MathsError> {
		if let Some(slice) = self.slice_at(id, now_ms)? {
			return Ok(SmileShape::Slice(slice.svi));
		}
		let nodes = self.nodes_at(id, now_ms, None)?;
		nodes.interpolated(id.seconds_left(now_ms)).map(SmileShape::Nodes)
	}

	/// The smile as everybody else sees it.
	pub fn observation_at(
		&self,
		id: SmileId,
		now_ms: u64,
		index: Option<Price>,
	) -> Result<SmileObservation, MathsError> {
		let forward = self.nodes.along_with_index(self.index, index)?.forward;
		let shape = self.shape_at(id, now_ms)?;
		let mut seen = SmileObservation::new(id, forward, shape, id.seconds_left(now_ms));
		seen.confidence = self.confidence;
		seen.observed_at_ms = self.observed_at_ms;
		seen.status = self.status_at(now_ms);
		Ok(seen)
	}
}

/// The forward and the variances as plain numbers, one after the other.
pub(crate) fn numbers(nodes: &SmileNodes) -> impl Iterator<Item = u128> + '_ {
	let forward = core::iter::once(nodes.forward.into_inner());
	forward.chain(nodes.totals.iter().map(|total| total.into_inner().unsigned_abs()))
}

/// How many [`numbers`] there are.
pub(crate) const NUMBERS: usize = NODES + 1;

/// The other way round.
pub(crate) fn from_numbers(numbers: [u128; NUMBERS]) -> Result<SmileNodes, MathsError> {
	let [forward, variances @ ..] = numbers;
	let mut totals = [Rate::ZERO; NODES];
	for (total, number) in totals.iter_mut().zip(variances) {
		*total = Rate::from_inner(i128::try_from(number).map_err(|_| MathsError::Overflow)?);
	}
	Ok(SmileNodes { forward: Price::from_inner(forward), totals })
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_suggested_rule_is_within_bounds() {
		assert!(SurfaceRule::default().is_within_bounds(64));
		assert!(SurfaceRule::default().is_one_step_from(&SurfaceRule::default()));
	}

	#[test]
	fn each_bound_is_enforced() {
		let outside: [fn(&mut SurfaceRule); 8] = [
			|rule| rule.counting.min_reporters = 0,
			|rule| rule.tolerance.of_variance = "0.0009".parse().unwrap(),
			|rule| rule.tolerance.of_variance = "0.11".parse().unwrap(),
			|rule| rule.tolerance.volatility = "0.0004".parse().unwrap(),
			|rule| rule.tolerance.volatility = "0.06".parse().unwrap(),
			|rule| rule.slice_max_age_ms = 2_999,
			|rule| rule.slice_max_age_ms = 600_001,
			|rule| rule.improvement = Perbill::from_percent(51),
		];
		for (case, spoil) in outside.iter().enumerate() {
			let mut rule = SurfaceRule::default();
			spoil(&mut rule);
			assert!(!rule.is_within_bounds(64), "case {case}");
		}
	}
}
