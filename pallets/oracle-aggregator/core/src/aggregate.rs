// SPDX-License-Identifier: Apache-2.0
//! What the votes on a feed amounted to, and how much of it still holds.

use crate::{Breaker, STEP_PERIOD_MS};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::{
	arithmetic::{multiply_divide, Rounding, ONE},
	functions::square_root,
	units::Price,
	MathsError,
};
use market_primitives::{FeedStatus, Observation};
use scale_info::TypeInfo;

/// Why a feed or a smile is not live.
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
pub enum Concern {
	/// People have paused the feed or the smile. Halted.
	Paused,
	/// The newest vote in the value is older than the feed allows. Halted.
	TooOld,
	/// More than a third of the weight lies outside the agreement band. Halted.
	Disagreement,
	/// The band of the votes is wider than the halting limit. Halted.
	VeryWide,
	/// The value was held back by the step limit too many rounds in a row. Halted.
	ClampedRepeatedly,
	/// Too little weight or too few reporters: the value was not renewed. Caution.
	NoQuorum,
	/// Enough weight for a value, not enough for a live one. Caution.
	ThinQuorum,
	/// The band of the votes is wider than the caution limit. Caution.
	Wide,
	/// The step limit held the value back. Caution.
	Clamped,
	/// The value is far from its own average. Caution.
	AwayFromAverage,
	/// All is well again, but not for long enough yet.
	Recovering,
	/// The nodes of a smile without a valid slice give butterflies away. Caution.
	Butterfly,
	/// A smile crosses that of the expiry before or after, and gives calendar spreads away. Caution.
	Calendar,
}

impl Concern {
	/// The best status a feed can have while the concern lasts.
	pub const fn grade(self) -> FeedStatus {
		match self {
			Self::Paused
			| Self::TooOld
			| Self::Disagreement
			| Self::VeryWide
			| Self::ClampedRepeatedly => FeedStatus::Halted,
			Self::NoQuorum
			| Self::ThinQuorum
			| Self::Wide
			| Self::Clamped
			| Self::AwayFromAverage
			| Self::Butterfly
			| Self::Calendar => FeedStatus::Caution,
			Self::Recovering => FeedStatus::Live,
		}
	}
}

/// What the votes on a feed amounted to when they were last counted.
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
pub struct Aggregate {
	/// The feed's value: the median, held within the step limit.
	pub value: Price,
	/// The median as the votes gave it.
	pub raw: Price,
	/// Half the width of the band the votes agree on, when they were counted.
	pub confidence: Price,
	/// The lowest value among the votes counted.
	pub lowest: Price,
	/// The highest value among the votes counted.
	pub highest: Price,
	/// The value's exponential average over 150 seconds.
	pub average: Price,
	/// The value's exponential average over an hour.
	pub hour_average: Price,
	/// When the newest vote counted was given, in milliseconds since 1970.
	pub observed_at_ms: u64,
	/// When the votes were counted, in milliseconds since 1970.
	pub computed_at_ms: u64,
	/// The status, apart from the age, and how it came about.
	pub breaker: Breaker,
	/// What is wrong, if anything.
	pub concern: Option<Concern>,
}

impl Aggregate {
	/// Whether the value is too old at `now_ms`.
	pub const fn is_stale_at(&self, now_ms: u64, max_age_ms: u64) -> bool {
		now_ms.saturating_sub(self.observed_at_ms) > max_age_ms
	}

	/// The status at `now_ms`. Age is judged when somebody asks, not when the votes were counted, so
	/// that an old value never passes for a live one, even if nobody counted votes since.
	pub const fn status_at(&self, now_ms: u64, max_age_ms: u64) -> FeedStatus {
		if self.is_stale_at(now_ms, max_age_ms) {
			FeedStatus::Halted
		} else {
			self.breaker.status
		}
	}

	/// Why it is not live at `now_ms`; `None` if it is.
	pub fn concern_at(&self, now_ms: u64, max_age_ms: u64) -> Option<Concern> {
		if self.breaker.is_paused_at(now_ms) {
			return Some(Concern::Paused);
		}
		if self.is_stale_at(now_ms, max_age_ms) {
			return Some(Concern::TooOld);
		}
		match self.breaker.status {
			FeedStatus::Live => None,
			_ => Some(self.concern.unwrap_or(Concern::Recovering)),
		}
	}

	/// The confidence at `now_ms`. A value that is not renewed may have moved as far as any in that
	/// time: from one step period after the counting on, its band grows with the square root of the
	/// time, up to the value itself.
	///
	/// ```text
	/// confidence · √max(1, age / 3 s)
	/// ```
	///
	/// Rounded up: whoever relies on the value must not take it to be surer than it is.
	pub fn confidence_at(&self, now_ms: u64) -> Price {
		let age_ms = now_ms.saturating_sub(self.computed_at_ms);
		if age_ms <= STEP_PERIOD_MS {
			return self.confidence;
		}
		let widened = widened(self.confidence, age_ms).unwrap_or(self.value);
		// A band that was wider than the value from the beginning stays as it was.
		widened.min(self.value.max(self.confidence))
	}

	/// The value as everybody else sees it.
	pub fn observation_at(&self, now_ms: u64, max_age_ms: u64) -> Observation {
		Observation::new(
			self.value,
			self.confidence_at(now_ms),
			self.observed_at_ms,
			self.status_at(now_ms, max_age_ms),
			self.average,
		)
	}
}

fn widened(confidence: Price, age_ms: u64) -> Result<Price, MathsError> {
	let periods = multiply_divide(age_ms.into(), ONE, STEP_PERIOD_MS.into(), Rounding::Up)?;
	// The root is rounded down; one more unit is never below it.
	let factor = square_root(periods)?.saturating_add(1);
	multiply_divide(confidence.into_inner(), factor, ONE, Rounding::Up).map(Price::from_inner)
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "test code")]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn aggregate(value: u128, confidence: u128) -> Aggregate {
		let value = Price::from_inner(value);
		Aggregate {
			value,
			raw: value,
			confidence: Price::from_inner(confidence),
			lowest: value,
			highest: value,
			average: value,
			hour_average: value,
			observed_at_ms: 1_000_000,
			computed_at_ms: 1_000_000,
			breaker: Breaker::beginning(),
			concern: None,
		}
	}

	#[test]
	fn a_value_that_is_not_renewed_gets_less_sure_with_the_root_of_the_time() {
		let it = aggregate(60_000 * ONE, 20 * ONE);
		assert_eq!(it.confidence_at(1_003_000), it.confidence);
		// Twelve seconds are four periods: twice as wide, and not narrower for the last digit.
		let after = it.confidence_at(1_012_000).into_inner();
		assert!((40 * ONE..=40 * ONE + 20).contains(&after), "{after}");
		assert_eq!(it.confidence_at(u64::MAX), it.value);
	}

	proptest! {
		#[test]
		fn confidence_never_shrinks_with_age_and_never_passes_the_value(
			value in 1u128..1u128 << 90,
			share in 0u128..=1_000,
			early in 0u64..1u64 << 40,
			more in 0u64..1u64 << 40,
		) {
			let it = aggregate(value, value / 1_000 * share);
			let now = 1_000_000 + early;
			prop_assert!(it.confidence_at(now) <= it.confidence_at(now + more));
			prop_assert!(it.confidence_at(now + more) <= it.value);
		}
	}
}
