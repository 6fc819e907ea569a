// SPDX-License-Identifier: Apache-2.0
use crate::Underlying;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::units::Price;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What reporters give values for.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub enum FeedId {
	/// The spot index of an underlying, in USD.
	Index(Underlying),
	/// The annual volatility that the outside market implies for an underlying at the money.
	Volatility(Underlying),
}

/// How good a feed's value is.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum FeedStatus {
	/// Fresh, agreed on by a quorum, and narrow.
	Live,
	/// Usable with care: wide, just clamped, or short of reporters.
	Caution,
	/// Not usable: too old, or the reporters disagree.
	#[default]
	Halted,
}

/// What somebody wants to do with a value.
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
pub enum Purpose {
	/// Open or enlarge risk.
	NewRisk,
	/// Shrink risk, cancel.
	Reduce,
	/// Liquidate an account.
	Liquidate,
	/// Accrue funding.
	Fund,
	/// Settle an option.
	Settle,
	/// Withdraw collateral.
	Withdraw,
	/// Show it to a person.
	Show,
}

impl FeedStatus {
	/// Whether a value of this status may serve `purpose`. The one place where this is decided. Which of the values
	/// behind a mark a purpose asks about is said at [`Mark::allows`](crate::Mark::allows).
	///
	/// | purpose | Live | Caution | Halted |
	/// |---|---|---|---|
	/// | new risk | yes | yes; what is doubtful comes on top of the initial margin | no |
	/// | reduce | yes | yes | yes |
	/// | liquidate | yes | only if price and average agree, which the watch checks | no |
	/// | fund | yes | yes, but nothing for a premium over the index | no |
	/// | settle | yes | yes | no: the minute counts as missing |
	/// | withdraw | yes | yes, above the initial margin and what is doubtful | no, unless nothing is open |
	/// | show | yes | yes | yes |
	///
	/// What is doubtful is the confidence, at every status. How far from the mark an order may be does not depend on
	/// the status.
	pub const fn allows(self, purpose: Purpose) -> bool {
		match self {
			Self::Live | Self::Caution => true,
			Self::Halted => matches!(purpose, Purpose::Reduce | Purpose::Show),
		}
	}
}

/// A feed's value with all that is needed to judge it. There is no way to a bare value.
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
pub struct Observation {
	value: Price,
	/// Half the width of the band the reporters agree on, in the unit of the value.
	pub confidence: Price,
	/// When the newest vote in it was given, in milliseconds since 1970.
	pub observed_at_ms: u64,
	/// How good it is.
	pub status: FeedStatus,
	/// The value's average over the last minutes.
	pub average: Price,
}

impl Observation {
	/// A value and what there is to say about it.
	pub const fn new(
		value: Price,
		confidence: Price,
		observed_at_ms: u64,
		status: FeedStatus,
		average: Price,
	) -> Self {
		Self { value, confidence, observed_at_ms, status, average }
	}

	/// The value, if its status allows `purpose`.
	pub fn value_for(&self, purpose: Purpose) -> Result<Price, FeedError> {
		if self.status.allows(purpose) {
			Ok(self.value)
		} else {
			Err(FeedError::Halted)
		}
	}
}

/// Why a feed gives no value.
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
pub enum FeedError {
	/// Nobody reports this feed.
	Unknown,
	/// It never had a value.
	NeverReported,
	/// It has a value that is not good enough for the purpose.
	Halted,
}
