// SPDX-License-Identifier: Apache-2.0
//! The implied volatilities of one expiry, with all that is needed to judge them.

use crate::{FeedError, FeedStatus, Purpose, Underlying};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::{
	options::{check_calendar, CalendarFault, Interpolated, Smile, Svi},
	units::{Price, Rate, Volatility},
	MathsError,
};
use scale_info::TypeInfo;

/// Names a smile: that of the options on an underlying that expire together.
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
	serde::Serialize,
	serde::Deserialize,
)]
pub struct SmileId {
	/// What the options are on.
	pub underlying: Underlying,
	/// When they expire, in seconds since 1970.
	pub expiry: u64,
}

impl SmileId {
	/// The smile of `underlying` and `expiry` (seconds since 1970).
	pub const fn new(underlying: Underlying, expiry: u64) -> Self {
		Self { underlying, expiry }
	}

	/// Whole seconds that are left at `now_ms` (milliseconds since 1970); none from the expiry on.
	pub const fn seconds_left(&self, now_ms: u64) -> u64 {
		self.expiry.saturating_sub(now_ms / 1_000)
	}
}

/// What a smile's volatilities are taken from.
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
pub enum SmileSource {
	/// A slice that somebody proposed and the chain verified.
	Slice,
	/// Straight lines between the nodes that reporters voted: no slice is valid.
	Interpolated,
}

/// How total variance follows from log-moneyness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SmileShape {
	/// By a verified slice.
	Slice(Svi),
	/// Straight through nodes.
	Nodes(Interpolated),
}

impl SmileShape {
	/// What it is.
	pub const fn source(&self) -> SmileSource {
		match self {
			Self::Slice(_) => SmileSource::Slice,
			Self::Nodes(_) => SmileSource::Interpolated,
		}
	}

	/// As the mathematics sees it.
	pub const fn as_smile(&self) -> Smile<'_> {
		match self {
			Self::Slice(slice) => Smile::Slice(slice),
			Self::Nodes(nodes) => Smile::Nodes(nodes),
		}
	}

	/// Total variance at log-moneyness `k`.
	pub fn total_variance(&self, k: Rate) -> Result<Rate, MathsError> {
		match self {
			Self::Slice(slice) => slice.total_variance(k),
			Self::Nodes(nodes) => nodes.total_variance(k),
		}
	}

	/// Annual volatility of a strike.
	pub fn volatility(
		&self,
		forward: Price,
		strike: Price,
		seconds_to_expiry: u64,
	) -> Result<Volatility, MathsError> {
		match self {
			Self::Slice(slice) => slice.volatility(forward, strike, seconds_to_expiry),
			Self::Nodes(nodes) => nodes.volatility(forward, strike, seconds_to_expiry),
		}
	}

	/// Whether `later`, the shape of a later expiry, is nowhere below this one.
	pub fn check_below(&self, later: &Self) -> Result<Result<(), CalendarFault>, MathsError> {
		check_calendar(&self.as_smile(), &later.as_smile())
	}
}

/// A smile with all that is needed to judge it. There is no way to a bare volatility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmileObservation {
	/// Which smile.
	pub id: SmileId,
	/// Half the width of the band the reporters agree on, as a part of the total variance, where it is
	/// widest.
	pub confidence: Rate,
	/// When the newest vote in it was given, in milliseconds since 1970.
	pub observed_at_ms: u64,
	/// How good it is.
	pub status: FeedStatus,
	forward: Price,
	shape: SmileShape,
	seconds_to_expiry: u64,
}

impl SmileObservation {
	/// A smile of which nobody is unsure, `Live` and seen at the beginning of time. The rest is said with the
	/// public fields.
	pub const fn new(
		id: SmileId,
		forward: Price,
		shape: SmileShape,
		seconds_to_expiry: u64,
	) -> Self {
		Self {
			id,
			confidence: Rate::ZERO,
			observed_at_ms: 0,
			status: FeedStatus::Live,
			forward,
			shape,
			seconds_to_expiry,
		}
	}

	/// Whether the volatilities come from a verified slice.
	pub const fn source(&self) -> SmileSource {
		self.shape.source()
	}

	/// The forward, if the status allows `purpose`.
	pub fn forward_for(&self, purpose: Purpose) -> Result<Price, FeedError> {
		self.allow(purpose).map(|()| self.forward)
	}

	/// The volatility of a strike, if the status allows `purpose`. `None` if the numbers are beyond what can
	/// be computed with: nobody may take new risk on such a strike.
	pub fn volatility_for(
		&self,
		strike: Price,
		purpose: Purpose,
	) -> Result<Option<Volatility>, FeedError> {
		self.allow(purpose)?;
		Ok(self.shape.volatility(self.forward, strike, self.seconds_to_expiry).ok())
	}

	/// The whole shape, if the status allows `purpose`.
	pub fn shape_for(&self, purpose: Purpose) -> Result<&SmileShape, FeedError> {
		self.allow(purpose).map(|()| &self.shape)
	}

	fn allow(&self, purpose: Purpose) -> Result<(), FeedError> {
		if self.status.allows(purpose) {
			Ok(())
		} else {
			Err(FeedError::Halted)
		}
	}
}
