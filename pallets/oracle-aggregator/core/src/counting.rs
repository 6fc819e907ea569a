// SPDX-License-Identifier: Apache-2.0
//! One counting of the votes on one feed. Values in, value out: no storage.

use crate::{Aggregate, Breaker, Concern, FeedParameters};
use market_maths::{
	aggregation::{self, clamp_step, ema_price_step},
	units::{Price, Rate},
	MathsError,
};
use market_primitives::FeedStatus;
use sp_arithmetic::Perbill;

/// The time in which a value may move by its step limit once.
pub const STEP_PERIOD_MS: u64 = 3_000;
/// The time constant of the average that consumers see, and that a value is compared with.
///
/// What it is made of is 150 seconds old on the mean, as in a plain average over five minutes. That one would have to be
/// made of the stored minutes, which costs a read of up to an hour of them for each feed in every window; it would not
/// know the minute that runs; and just after a halt, when it is needed most, there would be no minutes to make it of.
/// This one stands beside the value whenever there is a value.
pub const AVERAGE_MS: u64 = 150_000;
/// The time constant of the slower average.
pub const HOUR_AVERAGE_MS: u64 = 3_600_000;

/// The longest time a step takes into account. A day without a value frees the next one all the same.
const LONGEST_STEP_MS: u64 = 86_400_000;

/// What there is to count: the young votes of a feed, and by what they are judged.
#[derive(Clone, Copy, Debug)]
pub struct Counting<'a> {
	/// The votes that are young enough, each with its capped weight.
	pub votes: &'a [aggregation::Vote],
	/// When the newest of them was given.
	pub newest_ms: u64,
	/// The capped weight of the whole panel, present or not.
	pub total_weight: u128,
	/// The feed's parameters.
	pub parameters: &'a FeedParameters,
	/// The block's time.
	pub now_ms: u64,
}

/// What a round leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
	/// A new value.
	Renewed(Aggregate),
	/// No quorum: the value stays as it was, and ages. Its breaker may worsen, and does not heal.
	Aged(Aggregate),
	/// No quorum, and there never was one.
	Nothing,
}

impl Counting<'_> {
	/// Counts the votes, given what the feed was before.
	///
	/// ```text
	/// m     = weighted lower median of the votes
	/// band  = max(upper quartile − m, m − lower quartile) of every vote at value − c, value, value + c
	/// value = m, within last · (1 ± step limit · √(Δt / 3 s))
	/// ```
	pub fn count(&self, last: Option<&Aggregate>) -> Result<Outcome, MathsError> {
		if !self.is_quorate() {
			return Ok(match last {
				Some(last) => Outcome::Aged(self.aged(last)),
				None => Outcome::Nothing,
			});
		}
		let (median, confidence) = self.median()?;
		let (value, average, hour_average) = match last {
			Some(last) => self.continued(last, median)?,
			None => (median, median, median),
		};
		let is_clamped = value != median;
		let before = self.breaker_before(last);
		let clamped_rounds = if is_clamped { before.clamped_rounds.saturating_add(1) } else { 0 };

		let found = Found { median, confidence, value, average, clamped_rounds };
		let concern = self.pause(last).or_else(|| self.concern(&found));
		let grade = concern.map_or(FeedStatus::Live, Concern::grade);
		let breaker = Breaker { clamped_rounds, ..before.after_round(grade, self.parameters) };

		let values = || self.votes.iter().map(|vote| vote.price);
		Ok(Outcome::Renewed(Aggregate {
			value,
			raw: median,
			confidence,
			lowest: values().min().unwrap_or(median),
			highest: values().max().unwrap_or(median),
			average,
			hour_average,
			observed_at_ms: self.newest_ms,
			computed_at_ms: self.now_ms,
			breaker,
			concern,
		}))
	}

	fn counted_weight(&self) -> u128 {
		self.votes.iter().fold(0u128, |sum, vote| sum.saturating_add(vote.weight))
	}

	fn reaches(&self, share: Perbill) -> bool {
		let weight = self.counted_weight();
		weight > 0 && weight >= share.mul_ceil(self.total_weight)
	}

	fn is_quorate(&self) -> bool {
		let enough_voters = u32::try_from(self.votes.len())
			.is_ok_and(|voters| voters >= self.parameters.min_reporters);
		enough_voters && self.reaches(self.parameters.quorum)
	}

	/// The median and its band. The floor on confidence was applied when the votes were gathered.
	fn median(&self) -> Result<(Price, Price), MathsError> {
		let found = aggregation::aggregate(self.votes)?;
		Ok((found.price, found.confidence))
	}

	/// The value and its averages, coming from the last ones.
	fn continued(
		&self,
		last: &Aggregate,
		median: Price,
	) -> Result<(Price, Price, Price), MathsError> {
		let elapsed_ms = self.now_ms.saturating_sub(last.computed_at_ms).min(LONGEST_STEP_MS);
		let limit = rate(self.parameters.step_limit)?;
		let (value, _) = clamp_step(last.value, median, limit, elapsed_ms, STEP_PERIOD_MS)?;
		let average = ema_price_step(last.average, value, elapsed_ms, AVERAGE_MS)?;
		let hour_average = ema_price_step(last.hour_average, value, elapsed_ms, HOUR_AVERAGE_MS)?;
		Ok((value, average, hour_average))
	}

	/// The breaker as this round finds it. A value that became too old before it was renewed has
	/// halted the feed, whoever noticed.
	fn breaker_before(&self, last: Option<&Aggregate>) -> Breaker {
		let Some(last) = last else { return Breaker::beginning() };
		if last.is_stale_at(self.now_ms, self.parameters.max_age_ms) {
			last.breaker.after_round(FeedStatus::Halted, self.parameters)
		} else {
			last.breaker
		}
	}

	fn pause(&self, last: Option<&Aggregate>) -> Option<Concern> {
		last.is_some_and(|last| last.breaker.is_paused_at(self.now_ms))
			.then_some(Concern::Paused)
	}

	fn aged(&self, last: &Aggregate) -> Aggregate {
		let concern = if last.is_stale_at(self.now_ms, self.parameters.max_age_ms) {
			Concern::TooOld
		} else {
			Concern::NoQuorum
		};
		let concern = self.pause(Some(last)).unwrap_or(concern);
		Aggregate {
			breaker: last.breaker.after_round_without_quorum(concern.grade()),
			concern: Some(concern),
			..*last
		}
	}

	/// The gravest thing wrong with what was found.
	fn concern(&self, found: &Found) -> Option<Concern> {
		let parameters = self.parameters;
		let clamped_too_often = found.clamped_rounds >= parameters.clamped_rounds_to_halt;
		let wider_than = |share| found.confidence > share_of(found.median, share);
		let far_from_average = distance(found.value, found.average)
			> share_of(found.average, parameters.agreement_band);
		[
			(self.is_disagreement(found.median), Concern::Disagreement),
			(wider_than(parameters.halt_confidence), Concern::VeryWide),
			(clamped_too_often, Concern::ClampedRepeatedly),
			(!self.reaches(parameters.live_quorum), Concern::ThinQuorum),
			(wider_than(parameters.caution_confidence), Concern::Wide),
			(found.clamped_rounds > 0, Concern::Clamped),
			(far_from_average, Concern::AwayFromAverage),
		]
		.into_iter()
		.find_map(|(holds, concern)| holds.then_some(concern))
	}

	/// Whether more than a third of the counted weight lies outside the agreement band.
	fn is_disagreement(&self, median: Price) -> bool {
		let band = share_of(median, self.parameters.agreement_band);
		let outside = self
			.votes
			.iter()
			.filter(|vote| distance(vote.price, median) > band)
			.fold(0u128, |sum, vote| sum.saturating_add(vote.weight));
		outside.saturating_mul(3) > self.counted_weight()
	}
}

/// What a round found, before it is judged.
struct Found {
	median: Price,
	confidence: Price,
	value: Price,
	average: Price,
	clamped_rounds: u32,
}

/// `share` of `value`, rounded down: a limit is never wider than it says.
pub fn share_of(value: Price, share: Perbill) -> Price {
	Price::from_inner(share.mul_floor(value.into_inner()))
}

/// A share as a rate. Exact.
pub fn rate(share: Perbill) -> Result<Rate, MathsError> {
	/// Units of a rate in one billionth.
	const RATE_UNITS: i128 = 1_000_000_000;
	i128::from(share.deconstruct())
		.checked_mul(RATE_UNITS)
		.map(Rate::from_inner)
		.ok_or(MathsError::Overflow)
}

/// How far two values lie apart.
pub fn distance(one: Price, other: Price) -> Price {
	Price::from_inner(one.into_inner().abs_diff(other.into_inner()))
}

/// A vote as it counts: with its weight, and no surer than the feed lets anybody be.
pub fn counted(
	value: Price,
	confidence: Price,
	weight: u128,
	parameters: &FeedParameters,
) -> aggregation::Vote {
	let floor = share_of(value, parameters.confidence_floor);
	aggregation::Vote { price: value, confidence: confidence.max(floor), weight }
}
