// SPDX-License-Identifier: Apache-2.0
//! Stored records. Their methods need no storage.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::units::Price;
use market_primitives::{FeedId, FeedStatus, Observation, Window};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// A reporter's place on the panel. Votes name the seat, not the account, to stay small.
pub type SeatNumber = u16;

/// Someone who may report, or once might.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Reporter<Balance> {
	/// What the account may do.
	pub standing: Standing,
	/// What gives its votes their weight. Held.
	pub bond: Balance,
	/// What is on its way back to the account. Still held.
	pub unbonding: Option<Unbonding<Balance>>,
}

/// What an account may do here.
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
pub enum Standing {
	/// Admitted, but without a bond: it may take a seat.
	Admitted,
	/// It reports from this seat.
	Seated(SeatNumber),
	/// It was removed and only waits for its bond.
	Removed,
}

/// A part of a bond that waits for its release.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Unbonding<Balance> {
	/// How much.
	pub amount: Balance,
	/// From when on it may be withdrawn, in milliseconds since 1970.
	pub withdrawable_at_ms: u64,
}

/// A taken seat. All seats together are the panel, which every aggregation reads at once.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Seat<AccountId> {
	/// Its number. No two reporters share one.
	pub number: SeatNumber,
	/// Who sits there.
	pub reporter: AccountId,
	/// The bond, before the cap on its weight.
	pub bond: u128,
}

/// A value as a reporter sends it.
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
pub struct ReportedValue {
	/// Of what.
	pub feed: FeedId,
	/// The value: USD for a price, 1 = 100 % a year for a volatility; 18 decimals.
	pub value: Price,
	/// Half the width within which the reporter believes the true value to lie; 18 decimals.
	pub confidence: Price,
}

/// A reporter's latest word on a feed. It counts until it is too old, whether or not it is repeated.
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
pub struct Vote {
	/// Who gave it.
	pub seat: SeatNumber,
	/// The value.
	pub value: Price,
	/// Half the width of the reporter's band.
	pub confidence: Price,
	/// When the reporter saw it, in milliseconds since 1970.
	pub observed_at_ms: u64,
	/// The window it arrived in.
	pub window: Window,
}

impl Vote {
	/// Whether the vote still counts at `now_ms`.
	pub const fn counts_at(&self, now_ms: u64, max_age_ms: u64) -> bool {
		now_ms.saturating_sub(self.observed_at_ms) <= max_age_ms
	}
}

/// Why a feed is not live, the gravest reason first.
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
}

impl Concern {
	/// The best status a feed can have while the concern lasts.
	pub const fn grade(self) -> FeedStatus {
		match self {
			Self::TooOld | Self::Disagreement | Self::VeryWide | Self::ClampedRepeatedly => {
				FeedStatus::Halted
			},
			Self::NoQuorum
			| Self::ThinQuorum
			| Self::Wide
			| Self::Clamped
			| Self::AwayFromAverage => FeedStatus::Caution,
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
	/// Half the width of the band the votes agree on.
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
	pub breaker: crate::Breaker,
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
		if self.is_stale_at(now_ms, max_age_ms) {
			return Some(Concern::TooOld);
		}
		match self.breaker.status {
			FeedStatus::Live => None,
			_ => Some(self.concern.unwrap_or(Concern::Recovering)),
		}
	}

	/// The value as everybody else sees it.
	pub const fn observation_at(&self, now_ms: u64, max_age_ms: u64) -> Observation {
		Observation::new(
			self.value,
			self.confidence,
			self.observed_at_ms,
			self.status_at(now_ms, max_age_ms),
			self.average,
		)
	}
}

/// A finished minute: the median of the values in it.
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
pub struct MinutePoint {
	/// Which minute of its hour, 0 to 59.
	pub minute_of_hour: u8,
	/// The median of the values that were live or in caution in it.
	pub value: Price,
}

/// How a settlement price is known.
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
pub enum Settlement {
	/// It was computed, or governance decided. It never changes again.
	Final {
		/// The price.
		price: Price,
	},
	/// Too few minutes were seen. Governance may decide on a price within this range.
	Disputed {
		/// The lowest and the highest of the minutes that were seen.
		range: Option<(Price, Price)>,
	},
}

/// How settlement prices are made.
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
	serde::Serialize,
	serde::Deserialize,
)]
pub struct SettlementRule {
	/// Minutes before the expiry whose mean is the price.
	pub minutes: u32,
	/// The share of these minutes that must be known.
	pub coverage: Perbill,
	/// The longest run of unknown minutes that is passed over.
	pub longest_gap: u32,
	/// Values a minute needs to count as known.
	pub samples: u32,
}

impl Default for SettlementRule {
	/// 30 minutes, 24 of them known, no gap beyond 3, each of 5 values or more.
	fn default() -> Self {
		Self { minutes: 30, coverage: Perbill::from_percent(80), longest_gap: 3, samples: 5 }
	}
}

impl SettlementRule {
	/// Minutes that must be known.
	pub fn required(&self) -> u32 {
		self.coverage.mul_ceil(self.minutes)
	}

	/// Whether no number more than doubles or halves from `old` to this.
	pub(crate) fn is_one_step_from(&self, old: &Self) -> bool {
		use crate::parameters::is_one_step;
		is_one_step(old.minutes.into(), self.minutes.into(), 1)
			&& is_one_step(old.longest_gap.into(), self.longest_gap.into(), 1)
			&& is_one_step(old.samples.into(), self.samples.into(), 1)
	}

	/// Whether each number lies within its hard bounds.
	pub fn is_within_bounds(&self) -> bool {
		(1..=crate::MAX_SETTLEMENT_MINUTES).contains(&self.minutes)
			&& self.coverage >= Perbill::from_percent(50)
			&& self.longest_gap <= crate::MAX_SETTLEMENT_MINUTES
			&& (1..=20).contains(&self.samples)
	}
}
