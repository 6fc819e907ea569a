// SPDX-License-Identifier: Apache-2.0
//! What reporters say of an expiry: its forward, and total implied variance at fixed distances from it.
//!
//! Parameters of a smile are never voted on: different parameters give the same smile, so that a median of
//! them means nothing. Variances at the same places can be compared one by one.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::{
	arithmetic::{multiply_divide, Rounding},
	options::{Interpolated, Node},
	units::{Price, Rate},
	MathsError,
};
use market_primitives::SmileId;
use scale_info::TypeInfo;

/// How many nodes a smile has.
pub const NODES: usize = 7;

const TENTH: i128 = 100_000_000_000_000_000;

/// Where the nodes are: log-moneyness, ln(strike / forward), in roots of the time to expiry.
pub const STANDARDISED: [Rate; NODES] = [
	Rate::from_inner(-15 * TENTH),
	Rate::from_inner(-10 * TENTH),
	Rate::from_inner(-5 * TENTH),
	Rate::ZERO,
	Rate::from_inner(5 * TENTH),
	Rate::from_inner(10 * TENTH),
	Rate::from_inner(15 * TENTH),
];

/// The largest total variance that may be reported: 144, a total volatility of 12.
pub const LARGEST_VARIANCE: Rate = Rate::from_inner(1_440 * TENTH);

/// A forward, and total implied variance at each of [`STANDARDISED`].
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
pub struct SmileNodes {
	/// The forward of the underlying to the expiry, in USD; 18 decimals.
	pub forward: Price,
	/// Volatility² · years at each node, as of the moment of observation; 18 decimals.
	pub totals: [Rate; NODES],
}

/// A reporter's word on one smile.
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
pub struct SmileEntry {
	/// Of which underlying and expiry.
	pub smile: SmileId,
	/// What it looks like.
	pub nodes: SmileNodes,
}

impl SmileNodes {
	/// Whether every variance is above zero and not above [`LARGEST_VARIANCE`].
	pub fn has_possible_variances(&self) -> bool {
		self.totals
			.iter()
			.all(|total| *total > Rate::ZERO && *total <= LARGEST_VARIANCE)
	}

	/// The same volatilities at the same standardised distances with less time left, or more.
	///
	/// Rounded to nearest, but never to nothing.
	pub fn over_time(&self, from_ms: u64, to_ms: u64) -> Result<Self, MathsError> {
		if from_ms == to_ms {
			return Ok(*self);
		}
		let mut totals = self.totals;
		for total in &mut totals {
			*total = scaled(*total, to_ms.into(), from_ms.into())?;
		}
		Ok(Self { totals, ..*self })
	}

	/// The same with a forward that went along with the index since it stood at `then`. Where either is not
	/// known the forward stays.
	pub fn along_with_index(
		&self,
		then: Option<Price>,
		now: Option<Price>,
	) -> Result<Self, MathsError> {
		let (Some(then), Some(now)) = (then, now) else { return Ok(*self) };
		if then == now || then.is_zero() || now.is_zero() {
			return Ok(*self);
		}
		let forward = multiply_divide(
			self.forward.into_inner(),
			now.into_inner(),
			then.into_inner(),
			Rounding::NearestPrefDown,
		)?;
		Ok(Self { forward: Price::from_inner(forward.max(1)), ..*self })
	}

	/// The nodes with their log-moneyness, so long before the expiry.
	pub fn nodes(&self, seconds_to_expiry: u64) -> Result<[Node; NODES], MathsError> {
		let mut nodes = [Node { k: Rate::ZERO, total: Rate::ZERO }; NODES];
		let given = STANDARDISED.iter().zip(&self.totals);
		for (node, (standardised, total)) in nodes.iter_mut().zip(given) {
			*node = Node::standardised(*standardised, *total, seconds_to_expiry)?;
		}
		Ok(nodes)
	}

	/// The smile straight through the nodes.
	pub fn interpolated(&self, seconds_to_expiry: u64) -> Result<Interpolated, MathsError> {
		Interpolated::new(self.nodes(seconds_to_expiry)?.to_vec())
	}
}

/// `value · numerator / denominator`, at least its last digit and at most [`LARGEST_VARIANCE`].
fn scaled(value: Rate, numerator: u128, denominator: u128) -> Result<Rate, MathsError> {
	let size = value.into_inner().unsigned_abs();
	let next = multiply_divide(size, numerator, denominator, Rounding::NearestPrefDown)?;
	let next = i128::try_from(next).map_err(|_| MathsError::Overflow)?;
	Ok(Rate::from_inner(next.max(1)).min(LARGEST_VARIANCE))
}
