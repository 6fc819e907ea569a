// SPDX-License-Identifier: Apache-2.0
//! Slices that anybody proposes: the chain verifies them and fits none.

use crate::{SmileNodes, SurfaceRule};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::{
	arithmetic::{multiply_divide, multiply_divide_floor, Rounding, ONE},
	functions::square_root,
	options::{CalendarFault, FitTolerance, SmileFault, Svi},
	units::{Rate, Volatility},
	MathsError,
};
use market_primitives::{SmileId, SmileShape};
use scale_info::TypeInfo;
use sp_arithmetic::Perbill;

/// A slice must be closer to the nodes than the one that holds by at least one such part of the tolerance in volatility.
///
/// A slice that is taken is free. If a part of the last error were enough, each of ever smaller steps would be taken, and
/// somebody could fill blocks with them. So only about as many follow each other as the tolerance has such parts.
const LEAST_GAINS_IN_TOLERANCE: u128 = 10;

/// The largest mean error with which a slice takes the place of one whose mean error at the same nodes is `holding`, both
/// in annual volatility; `None` if none can be close enough.
///
/// It must be closer by `improvement` of that error, and by a tenth of the tolerance in volatility, too. Both are rounded
/// up, against who proposes.
pub fn error_that_replaces(
	holding: Volatility,
	tolerance: &FitTolerance,
	improvement: Perbill,
) -> Option<Volatility> {
	let holding = holding.into_inner();
	let least = tolerance.volatility.into_inner().div_ceil(LEAST_GAINS_IN_TOLERANCE).max(1);
	let gain = improvement.mul_ceil(holding).max(least);
	holding.checked_sub(gain).map(Volatility::from_inner)
}

/// A slice that was verified.
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
pub struct Slice {
	/// Its parameters.
	pub svi: Svi,
	/// The moment whose time to expiry the parameters are for, in milliseconds since 1970.
	pub as_of_ms: u64,
	/// When it was taken, in milliseconds since 1970.
	pub accepted_at_ms: u64,
	/// The last millisecond at which it holds.
	pub valid_until_ms: u64,
	/// Its largest distance to a node, in annual volatility.
	pub worst_error: Volatility,
	/// The mean of its distances to the nodes, in annual volatility: what proposers compete for.
	pub mean_error: Volatility,
}

/// Why a slice is not taken, in the order in which it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SliceRefusal {
	/// The parameters make no smile.
	Malformed,
	/// The variance is not positive everywhere.
	NegativeVariance,
	/// A wing is not flatter than 2.
	WingTooSteep,
	/// It is too far from a node.
	MissesNode,
	/// A butterfly would cost less than nothing, or that none does could not be proved.
	Butterfly,
	/// It is below the smile of an expiry before, or that it is not could not be proved.
	BelowEarlier,
	/// It is above the smile of an expiry after, or that it is not could not be proved.
	AboveLater,
	/// It is not enough closer to the nodes than the slice that holds.
	NotBetter,
	/// The numbers lie beyond what can be computed with.
	BeyondReach,
}

impl From<MathsError> for SliceRefusal {
	fn from(_: MathsError) -> Self {
		Self::BeyondReach
	}
}

/// Why a slice does not hold any more.
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
pub enum SliceLoss {
	/// It was taken too long ago.
	TooOld,
	/// The nodes moved away from it.
	MissesNodes,
	/// Another one is closer to the nodes.
	Replaced,
	/// The smile was halted. Slices of other expiries are not held against one that is, so that it would have to be
	/// proved anew.
	Halted,
}

/// The smiles of other expiries that a smile must not cross, as of now: on each side the nearest that can be relied on,
/// and for a slice that is proposed all other slices that hold, too. Straight lines of expiries between two slices may
/// cross each other, and then say nothing about these two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
	/// Of expiries before; empty if none can be relied on.
	pub earlier: Vec<SmileShape>,
	/// Of expiries after; empty if none can be relied on.
	pub later: Vec<SmileShape>,
}

/// What a proposal is judged by.
#[derive(Clone, Debug)]
pub struct SliceTrial<'a> {
	/// The smile that it is proposed for.
	pub id: SmileId,
	/// Its nodes, as of now.
	pub nodes: &'a SmileNodes,
	/// The slice that holds, as of now.
	pub holding: Option<&'a Slice>,
	/// The smiles beside it.
	pub neighbours: &'a Neighbours,
	/// The rule.
	pub rule: &'a SurfaceRule,
	/// The block's time, in milliseconds since 1970.
	pub now_ms: u64,
}

impl SliceTrial<'_> {
	/// Verifies a slice: parameters, nodes, butterfly, calendar, and whether it is worth the change.
	pub fn verify(&self, svi: &Svi) -> Result<Slice, SliceRefusal> {
		let free_of_butterflies = svi.check()?;
		match free_of_butterflies {
			Err(SmileFault::Malformed) => return Err(SliceRefusal::Malformed),
			Err(SmileFault::NegativeVariance { .. }) => return Err(SliceRefusal::NegativeVariance),
			Err(SmileFault::WingTooSteep) => return Err(SliceRefusal::WingTooSteep),
			Ok(()) | Err(SmileFault::NegativeDensity { .. } | SmileFault::NotProved) => {},
		}
		let seconds = self.id.seconds_left(self.now_ms);
		let nodes = self.nodes.nodes(seconds)?;
		let fit = svi
			.check_fit(&nodes, seconds, &self.rule.tolerance)?
			.map_err(|_| SliceRefusal::MissesNode)?;
		free_of_butterflies.map_err(|_| SliceRefusal::Butterfly)?;
		match self.neighbours.fault_of(&SmileShape::Slice(*svi))? {
			Some(Side::Earlier) => return Err(SliceRefusal::BelowEarlier),
			Some(Side::Later) => return Err(SliceRefusal::AboveLater),
			None => {},
		}
		if let Some(holding) = self.holding {
			let error = holding.svi.fit(&nodes, seconds)?.mean;
			let SurfaceRule { tolerance, improvement, .. } = self.rule;
			let most = error_that_replaces(error, tolerance, *improvement);
			if most.is_none_or(|most| fit.mean > most) {
				return Err(SliceRefusal::NotBetter);
			}
		}
		Ok(Slice {
			svi: *svi,
			as_of_ms: self.now_ms,
			accepted_at_ms: self.now_ms,
			valid_until_ms: self.now_ms.saturating_add(self.rule.slice_max_age_ms),
			worst_error: fit.worst,
			mean_error: fit.mean,
		})
	}
}

/// On which side two smiles cross.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
	Earlier,
	Later,
}

impl Neighbours {
	/// With which neighbour `shape` has a calendar spread that would cost less than nothing, if with any.
	/// What could not be proved counts as one.
	pub(crate) fn fault_of(&self, shape: &SmileShape) -> Result<Option<Side>, MathsError> {
		let crosses = |found: Result<(), CalendarFault>| found.is_err();
		for earlier in &self.earlier {
			if crosses(earlier.check_below(shape)?) {
				return Ok(Some(Side::Earlier));
			}
		}
		for later in &self.later {
			if crosses(shape.check_below(later)?) {
				return Ok(Some(Side::Later));
			}
		}
		Ok(None)
	}
}

impl Slice {
	/// The same volatilities at the same standardised distances at another moment.
	///
	/// With f the time left then, as a part of that left at `as_of_ms`, w(k) becomes f · w(k / √f): a is
	/// multiplied by f; b, m and σ by √f. As time passes a slice free of butterflies stays so: of the terms of
	/// Durrleman's g only −w′² / 16 depends on f, and it shrinks.
	pub fn over_time(&self, id: SmileId, now_ms: u64) -> Result<Self, MathsError> {
		let (from, to) = (id.seconds_left(self.as_of_ms), id.seconds_left(now_ms));
		if from == to {
			return Ok(*self);
		}
		let ratio = multiply_divide(to.into(), ONE, from.into(), Rounding::NearestPrefDown)?;
		let root = square_root(ratio)?;
		let by = |value: Rate, factor: u128| {
			let factor = i128::try_from(factor).map_err(|_| MathsError::Overflow)?;
			multiply_divide_floor(value.into_inner(), factor, ONE).map(Rate::from_inner)
		};
		let Svi { a, b, rho, m, sigma } = self.svi;
		let sigma = by(sigma, root)?.max(Rate::from_inner(1));
		let svi = Svi { a: by(a, ratio)?, b: by(b, root)?, rho, m: by(m, root)?, sigma };
		Ok(Self { svi, as_of_ms: now_ms, ..*self })
	}

	/// What is left of the slice at `now_ms`, when the nodes are these: itself, exactly as it was proved, with its
	/// errors of now; or why it is lost.
	pub(crate) fn kept(
		&self,
		id: SmileId,
		nodes: &SmileNodes,
		rule: &SurfaceRule,
		now_ms: u64,
	) -> Result<Result<Self, SliceLoss>, MathsError> {
		if now_ms > self.valid_until_ms {
			return Ok(Err(SliceLoss::TooOld));
		}
		let slice = self.over_time(id, now_ms)?;
		let seconds = id.seconds_left(now_ms);
		let nodes = nodes.nodes(seconds)?;
		Ok(match slice.svi.check_fit(&nodes, seconds, &rule.tolerance)? {
			Ok(fit) => Ok(Self { worst_error: fit.worst, mean_error: fit.mean, ..*self }),
			Err(_) => Err(SliceLoss::MissesNodes),
		})
	}
}
