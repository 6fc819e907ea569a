// SPDX-License-Identifier: Apache-2.0
//! One counting of the votes on one smile. Values in, value out: no storage.

use crate::{
	counting::{distance, share_of},
	slice::{Neighbours, SliceLoss},
	surface::{from_numbers, numbers, NUMBERS},
	Breaker, Concern, Slice, SmileNodes, Surface, SurfaceRule, SMILE_STEP_PERIOD_MS,
};
use alloc::vec::Vec;
use market_maths::{
	aggregation::{self, Vote},
	arithmetic::{multiply_divide, Rounding, ONE},
	units::Price,
	MathsError,
};
use market_primitives::{FeedStatus, SmileId, SmileShape};
use sp_arithmetic::{traits::Saturating, Perbill};

/// The forward is allowed this part of the widths that variances are.
const FORWARD_SHARE: Perbill = Perbill::from_percent(10);

/// A vote on a smile that is young enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmileBallot {
	/// What was said.
	pub nodes: SmileNodes,
	/// When it was seen, in milliseconds since 1970.
	pub observed_at_ms: u64,
	/// Where the index stood when it came in.
	pub index: Option<Price>,
	/// What it weighs.
	pub weight: u128,
}

/// What there is to count: the young votes on a smile, and by what they are judged.
#[derive(Clone, Copy, Debug)]
pub struct SmileCounting<'a> {
	/// Which smile.
	pub id: SmileId,
	/// The votes that are young enough.
	pub ballots: &'a [SmileBallot],
	/// The capped weight of the whole panel, present or not.
	pub total_weight: u128,
	/// The rule.
	pub rule: &'a SurfaceRule,
	/// The smiles of the nearest expiries before and after it that can be relied on, as of now.
	pub neighbours: &'a Neighbours,
	/// Where the index is now.
	pub index: Option<Price>,
	/// The block's time, in milliseconds since 1970.
	pub now_ms: u64,
}

/// What a counting leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmileOutcome {
	/// New nodes. If a slice was lost by it, why.
	Renewed(Surface, Option<SliceLoss>),
	/// No quorum: the nodes stay as they were, and age. Their breaker may worsen, and does not heal. A slice is lost
	/// if they halt.
	Aged(Surface),
	/// No quorum, and there never was one.
	Nothing,
}

impl SmileCounting<'_> {
	/// Counts the votes, given what the smile was before.
	///
	/// ```text
	/// each vote   brought to now: variance · time left / time left then; forward · index / index then
	/// each number the weighted lower median over votes, within last · (1 ± step limit · minutes)
	/// ```
	pub fn count(&self, last: Option<&Surface>) -> Result<SmileOutcome, MathsError> {
		if !self.is_quorate() {
			return Ok(match last {
				Some(last) => SmileOutcome::Aged(self.aged(last)),
				None => SmileOutcome::Nothing,
			});
		}
		let columns = self.columns()?;
		let mut medians = [(0, Perbill::zero()); NUMBERS];
		for (median, column) in medians.iter_mut().zip(&columns) {
			*median = median_and_width(column)?;
		}
		let raw = from_numbers(medians.map(|(median, _)| median))?;
		let nodes = match last {
			Some(last) => self.within_a_step_of(last, &raw)?,
			None => raw,
		};
		let before = self.breaker_before(last);
		let (slice, lost) = self.slice_of(last, before, &nodes);
		let clamped_rounds = if nodes == raw { 0 } else { before.clamped_rounds.saturating_add(1) };
		let lines = nodes.interpolated(self.id.seconds_left(self.now_ms))?;
		let are_lines_sound = matches!(lines.check(), Ok(Ok(())));
		let shape = match &slice {
			Some((_, now)) => SmileShape::Slice(now.svi),
			None => SmileShape::Nodes(lines),
		};
		// The costly question last.
		let concern = self
			.concern(&columns, &medians, clamped_rounds)
			.or_else(|| self.free_money(&shape, are_lines_sound));
		let grade = concern.map_or(FeedStatus::Live, Concern::grade);
		let parameters = &self.rule.counting;
		let breaker = Breaker { clamped_rounds, ..before.after_round(grade, parameters) };
		let (slice, lost) = match slice {
			Some(_) if breaker.status == FeedStatus::Halted => (None, Some(SliceLoss::Halted)),
			slice => (slice.map(|(slice, _)| slice), lost),
		};
		let observed_at_ms = self
			.ballots
			.iter()
			.map(|ballot| ballot.observed_at_ms)
			.max()
			.unwrap_or_default();
		let [(_, _), variances @ ..] = medians;
		let widest = variances.iter().map(|(_, width)| *width).max().unwrap_or_default();
		let surface = Surface {
			nodes,
			raw,
			index: self.index,
			confidence: crate::rate(widest)?,
			observed_at_ms,
			computed_at_ms: self.now_ms,
			fresh_until_ms: observed_at_ms.saturating_add(parameters.max_age_ms),
			breaker,
			concern,
			slice,
			are_lines_sound,
		};
		Ok(SmileOutcome::Renewed(surface, lost))
	}

	fn counted_weight(&self) -> u128 {
		self.ballots.iter().fold(0u128, |sum, ballot| sum.saturating_add(ballot.weight))
	}

	fn reaches(&self, share: Perbill) -> bool {
		let weight = self.counted_weight();
		weight > 0 && weight >= share.mul_ceil(self.total_weight)
	}

	fn is_quorate(&self) -> bool {
		let enough_voters = u32::try_from(self.ballots.len())
			.is_ok_and(|voters| voters >= self.rule.counting.min_reporters);
		enough_voters && self.reaches(self.rule.counting.quorum)
	}

	/// The votes on each number, brought to now.
	fn columns(&self) -> Result<[Vec<Vote>; NUMBERS], MathsError> {
		let mut columns: [Vec<Vote>; NUMBERS] = core::array::from_fn(|_| Vec::new());
		for ballot in self.ballots {
			let nodes = self.as_of_now(ballot)?;
			for (place, (column, number)) in columns.iter_mut().zip(numbers(&nodes)).enumerate() {
				let price = Price::from_inner(number);
				let confidence =
					share_of(price, share_at(place, self.rule.counting.confidence_floor));
				column.push(Vote { price, confidence, weight: ballot.weight });
			}
		}
		Ok(columns)
	}

	/// A vote, brought to now.
	pub(crate) fn as_of_now(&self, ballot: &SmileBallot) -> Result<SmileNodes, MathsError> {
		ballot
			.nodes
			.over_time(self.left_ms(ballot.observed_at_ms), self.left_ms(self.now_ms))?
			.along_with_index(ballot.index, self.index)
	}

	/// Time is counted in whole seconds now, as whoever prices counts it.
	pub(crate) fn left_ms(&self, at_ms: u64) -> u64 {
		if at_ms == self.now_ms {
			self.id.seconds_left(at_ms).saturating_mul(1_000)
		} else {
			self.id.expiry.saturating_mul(1_000).saturating_sub(at_ms)
		}
	}

	/// `raw`, each number no further from the last one, brought to now, than a step.
	fn within_a_step_of(&self, last: &Surface, raw: &SmileNodes) -> Result<SmileNodes, MathsError> {
		let from = last.nodes_at(self.id, self.now_ms, self.index)?;
		let elapsed_ms = self.now_ms.saturating_sub(last.computed_at_ms);
		let limit = crate::rate(self.rule.counting.step_limit)?.into_inner().unsigned_abs();
		let limit =
			multiply_divide(limit, elapsed_ms.into(), SMILE_STEP_PERIOD_MS.into(), Rounding::Down)?;
		let mut held = [0u128; NUMBERS];
		for (held, (from, to)) in held.iter_mut().zip(numbers(&from).zip(numbers(raw))) {
			// A day without a value frees the next one all the same.
			let most = multiply_divide(from, limit, ONE, Rounding::Down).unwrap_or(u128::MAX);
			*held = to.clamp(from.saturating_sub(most), from.saturating_add(most));
		}
		from_numbers(held)
	}

	/// What is left of the last slice with these nodes, as it was proved and as of now, and why if it is lost. One
	/// that cannot be compared with the nodes any more does not hold up the counting.
	fn slice_of(
		&self,
		last: Option<&Surface>,
		before: Breaker,
		nodes: &SmileNodes,
	) -> (Option<(Slice, Slice)>, Option<SliceLoss>) {
		let Some(slice) = last.and_then(|last| last.slice) else { return (None, None) };
		if before.status == FeedStatus::Halted && self.now_ms <= slice.valid_until_ms {
			return (None, Some(SliceLoss::Halted));
		}
		let kept = slice.kept(self.id, nodes, self.rule, self.now_ms);
		match kept.unwrap_or(Err(SliceLoss::MissesNodes)) {
			Ok(slice) => match slice.over_time(self.id, self.now_ms) {
				Ok(now) => (Some((slice, now)), None),
				Err(_) => (None, Some(SliceLoss::MissesNodes)),
			},
			Err(loss) => (None, Some(loss)),
		}
	}

	/// The breaker as this round finds it: nodes that became too old before they were renewed have halted it,
	/// whoever noticed.
	fn breaker_before(&self, last: Option<&Surface>) -> Breaker {
		let Some(last) = last else { return Breaker::beginning() };
		if self.now_ms > last.fresh_until_ms {
			last.breaker.after_round(FeedStatus::Halted, &self.rule.counting)
		} else {
			last.breaker
		}
	}

	fn aged(&self, last: &Surface) -> Surface {
		let concern =
			if self.now_ms > last.fresh_until_ms { Concern::TooOld } else { Concern::NoQuorum };
		let breaker = last.breaker.after_round_without_quorum(concern.grade());
		let slice = if breaker.status == FeedStatus::Halted { None } else { last.slice };
		Surface { breaker, concern: Some(concern), slice, ..*last }
	}

	/// The gravest thing wrong with what was found.
	fn concern(
		&self,
		columns: &[Vec<Vote>; NUMBERS],
		medians: &[(u128, Perbill); NUMBERS],
		clamped_rounds: u32,
	) -> Option<Concern> {
		let parameters = &self.rule.counting;
		let wider_than = |share: Perbill| {
			let is_wider =
				|(place, (_, width)): (usize, &(u128, Perbill))| *width > share_at(place, share);
			medians.iter().enumerate().any(is_wider)
		};
		let disagree = columns.iter().zip(medians).enumerate().any(|(place, (column, median))| {
			let band = share_at(place, parameters.agreement_band);
			self.is_disagreement(column, Price::from_inner(median.0), band)
		});
		let reasons = [
			(disagree, Concern::Disagreement),
			(wider_than(parameters.halt_confidence), Concern::VeryWide),
			(clamped_rounds >= parameters.clamped_rounds_to_halt, Concern::ClampedRepeatedly),
			(!self.reaches(parameters.live_quorum), Concern::ThinQuorum),
			(wider_than(parameters.caution_confidence), Concern::Wide),
			(clamped_rounds > 0, Concern::Clamped),
		];
		reasons.into_iter().find_map(|(holds, concern)| holds.then_some(concern))
	}

	/// Whether more than a third of the counted weight lies outside of a band.
	fn is_disagreement(&self, column: &[Vote], median: Price, band: Perbill) -> bool {
		let band = share_of(median, band);
		let outside = column
			.iter()
			.filter(|vote| distance(vote.price, median) > band)
			.fold(0u128, |sum, vote| sum.saturating_add(vote.weight));
		outside.saturating_mul(3) > self.counted_weight()
	}

	/// Which combination of options the smile gives away, if any. A slice was proved free of butterflies when
	/// it was taken; straight lines between medians of votes are what they are. What cannot be computed is not
	/// proved.
	fn free_money(&self, shape: &SmileShape, are_lines_sound: bool) -> Option<Concern> {
		if matches!(shape, SmileShape::Nodes(_)) && !are_lines_sound {
			return Some(Concern::Butterfly);
		}
		let is_between_neighbours = matches!(self.neighbours.fault_of(shape), Ok(None));
		(!is_between_neighbours).then_some(Concern::Calendar)
	}
}

/// The median of a column and the half width of its band as a part of it, rounded up.
fn median_and_width(column: &[Vote]) -> Result<(u128, Perbill), MathsError> {
	let found = aggregation::aggregate(column)?;
	let (median, width) = (found.price.into_inner(), found.confidence.into_inner());
	let parts = multiply_divide(width, 1_000_000_000, median.max(1), Rounding::Up);
	let parts = parts.ok().and_then(|parts| u32::try_from(parts).ok()).unwrap_or(u32::MAX);
	Ok((median, Perbill::from_parts(parts.min(1_000_000_000))))
}

/// How much of a share of the variance the number at this place is allowed.
pub(crate) fn share_at(place: usize, share: Perbill) -> Perbill {
	if place == 0 {
		share.saturating_mul(FORWARD_SHARE)
	} else {
		share
	}
}
