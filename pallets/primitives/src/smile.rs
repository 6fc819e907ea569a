// SPDX-License-Identifier: Apache-2.0
//! The implied volatilities of one expiry, with all that is needed to judge them.

use crate::{FeedError, FeedStatus, Purpose, Underlying};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::{
	arithmetic::{multiply_divide, Rounding, ONE},
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

	/// Half the width of the band around one of the smile's volatilities: how far it is off if its variance is off by
	/// the smile's [`confidence`](Self::confidence) `c`, and never less.
	///
	/// ```text
	/// volatility · (1 − √(1 − c)) ≤ volatility · c / (2 − c)
	/// ```
	///
	/// That is the lower edge, which is the further one. All of the volatility from `c = 1` on. Rounded up: whoever
	/// relies on the volatility must not take it to be surer than it is.
	pub fn half_width(&self, volatility: Volatility) -> Volatility {
		let confidence = self.confidence.max(Rate::ZERO).into_inner().unsigned_abs().min(ONE);
		let rest = ONE.saturating_mul(2).saturating_sub(confidence);
		multiply_divide(volatility.into_inner(), confidence, rest, Rounding::Up)
			.map_or(volatility, Volatility::from_inner)
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

#[cfg(test)]
mod tests {
	use super::*;

	fn number<N: core::str::FromStr>(text: &str) -> N {
		text.parse().unwrap_or_else(|_| panic!("{text} is not such a number"))
	}

	fn unsure(confidence: &str) -> SmileObservation {
		let slice = Svi {
			a: number("0.01"),
			b: Rate::ZERO,
			rho: Rate::ZERO,
			m: Rate::ZERO,
			sigma: number("0.1"),
		};
		let id = SmileId::new(Underlying::BTC, 0);
		let mut smile =
			SmileObservation::new(id, number("90000"), SmileShape::Slice(slice), 86_400);
		smile.confidence = number(confidence);
		smile
	}

	#[test]
	fn a_variance_that_is_unsure_makes_its_volatility_half_as_unsure_and_a_little_more() {
		let width = |confidence| unsure(confidence).half_width(number("0.5"));
		assert_eq!(width("0"), Volatility::ZERO);
		// The square root of 0.9 · 0.25 is 0.474…: 0.0257 below.
		assert_eq!(width("0.1"), number("0.026315789473684211"));
		assert_eq!(width("0.4"), number("0.125"));
		assert_eq!(width("1"), number("0.5"));
		assert_eq!(width("7"), number("0.5"));
	}
}
