// SPDX-License-Identifier: Apache-2.0
//! Which slices to propose for the smiles of a chain: where they are missed, and where the chain would take them.

use super::{fit_until, number, point, rate, variance_of, Neighbours, Refusal, Unfit};
use market_maths::{
	options::{FitTolerance, Interpolated, Node, Svi},
	units::{Rate, Volatility},
};
use market_primitives::{FeedStatus, Purpose, SmileShape};
use oracle_core::error_that_replaces;
use sp_arithmetic::Perbill;
use std::fmt;

/// A slice is proposed anew when less than this part of its life is left.
const LAST_PART: u64 = 5;

/// What the chain asks of slices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
	/// How far a slice may be from every node.
	pub tolerance: FitTolerance,
	/// By which part of the mean error of the slice that holds another must be closer to the nodes.
	pub improvement: Perbill,
	/// How long a slice holds, in milliseconds.
	pub slice_max_age_ms: u64,
}

/// The slice that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresentSlice {
	/// Its parameters as of the block.
	pub svi: Svi,
	/// The last millisecond at which it holds.
	pub valid_until_ms: u64,
}

/// A smile as a block has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresentSmile {
	/// When the options expire, in seconds since 1970.
	pub expiry: u64,
	/// How good it is.
	pub status: FeedStatus,
	/// Log-moneyness in roots of the time, and total variance, at each node; empty if it never had any.
	pub nodes: Vec<(Rate, Rate)>,
	/// The slice that holds, if one does.
	pub slice: Option<PresentSlice>,
	/// What is asked of another.
	pub rules: Rules,
}

/// Why a slice is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
	/// Options are priced on straight lines.
	NoSlice,
	/// The slice that holds misses a node by more than half of what it may.
	FarFromNode,
	/// It ends soon.
	Ending,
}

/// Why none is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoProposal {
	/// The slice that holds is good.
	Holds,
	/// The chain takes none while the smile is halted.
	Halted,
	/// Nobody voted yet.
	NoNodes,
	/// The options expire before it could be taken.
	TooLate,
	/// The chain would not take the best that was found.
	Refused(Refusal),
	/// It would be above the expiry after.
	AboveLater,
	/// It would not be enough closer to the nodes than the slice that holds.
	NotBetter,
}

/// What is to be done about one expiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
	/// When the options expire, in seconds since 1970.
	pub expiry: u64,
	/// Why a slice is wanted, if one is.
	pub need: Option<Need>,
	/// The largest error of the slice that holds, in annual volatility.
	pub before: Option<Volatility>,
	/// The slice to propose and its largest error, or why there is none.
	pub slice: Result<(Svi, Volatility), NoProposal>,
}

/// A smile as it will be when the proposal is judged.
struct Coming<'a> {
	smile: &'a PresentSmile,
	seconds: u64,
	nodes: Vec<Node>,
	slice: Option<Svi>,
	landing_ms: u64,
}

/// What to propose for the smiles of one underlying, the earliest expiry first, as they are in a block at `now_ms`,
/// in transactions that are judged at `landing_ms`; both in milliseconds since 1970.
///
/// Each slice is fitted between its neighbours as they will be then: as on the chain, the nearest expiries before and
/// after that can be relied on. What is proposed for an expiry counts as taken for the next.
pub fn plan(smiles: &[PresentSmile], now_ms: u64, landing_ms: u64) -> Vec<Proposal> {
	let coming: Vec<Coming> =
		smiles.iter().map(|smile| Coming::of(smile, now_ms, landing_ms)).collect();
	let mut shapes: Vec<Option<SmileShape>> = coming.iter().map(Coming::shape).collect();
	let is_there = |place: &usize| coming.get(*place).is_some_and(|it| !it.nodes.is_empty());
	let mut proposals = Vec::with_capacity(coming.len());
	for (place, it) in coming.iter().enumerate() {
		let shape_at = |place: usize| shapes.get(place).and_then(Option::as_ref);
		let earlier = (0..place).rev().filter(is_there).find_map(shape_at);
		let later = (place.saturating_add(1)..coming.len()).filter(is_there).find_map(shape_at);
		let need = it.need();
		let slice = match need {
			None => Err(NoProposal::Holds),
			Some(_) => it.propose(earlier, later),
		};
		let before = it
			.slice
			.and_then(|slice| slice.fit(&it.nodes, it.seconds).ok())
			.map(|found| found.worst);
		proposals.push(Proposal { expiry: it.smile.expiry, need, before, slice });
		if let (Ok((slice, _)), Some(shape)) = (slice, shapes.get_mut(place)) {
			*shape = Some(SmileShape::Slice(slice));
		}
	}
	proposals
}

impl<'a> Coming<'a> {
	fn of(smile: &'a PresentSmile, now_ms: u64, landing_ms: u64) -> Self {
		let left = |at_ms: u64| smile.expiry.saturating_sub(at_ms / 1_000);
		let (from, seconds) = (left(now_ms), left(landing_ms));
		let part = if from == 0 { 0.0 } else { seconds as f64 / from as f64 };
		let nodes = smile.nodes.iter().map(|(standardised, total)| {
			Node::standardised(*standardised, rate(number(*total) * part), seconds).ok()
		});
		let nodes: Option<Vec<Node>> = if seconds == 0 { None } else { nodes.collect() };
		let slice = smile.slice.filter(|slice| landing_ms <= slice.valid_until_ms);
		let slice = slice.map(|slice| with_less_time(slice.svi, part));
		Self { smile, seconds, nodes: nodes.unwrap_or_default(), slice, landing_ms }
	}

	/// What neighbours are held against, if it can be relied on.
	fn shape(&self) -> Option<SmileShape> {
		if !self.smile.status.allows(Purpose::Liquidate) {
			return None;
		}
		match self.slice {
			Some(slice) => Some(SmileShape::Slice(slice)),
			None => Interpolated::new(self.nodes.clone()).ok().map(SmileShape::Nodes),
		}
	}

	fn need(&self) -> Option<Need> {
		let Some(slice) = self.slice else { return Some(Need::NoSlice) };
		let Rules { tolerance, slice_max_age_ms, .. } = self.smile.rules;
		let half = FitTolerance {
			of_variance: Rate::from_inner(tolerance.of_variance.into_inner() / 2),
			volatility: Volatility::from_inner(tolerance.volatility.into_inner() / 2),
		};
		if !matches!(slice.check_fit(&self.nodes, self.seconds, &half), Ok(Ok(_))) {
			return Some(Need::FarFromNode);
		}
		let until_ms = self.smile.slice.map_or(0, |slice| slice.valid_until_ms);
		let left_ms = until_ms.saturating_sub(self.landing_ms);
		(left_ms < slice_max_age_ms / LAST_PART).then_some(Need::Ending)
	}

	/// Fits a slice and asks of it what the chain asks, in the chain's order.
	fn propose(
		&self,
		earlier: Option<&SmileShape>,
		later: Option<&SmileShape>,
	) -> Result<(Svi, Volatility), NoProposal> {
		let outside = |_| NoProposal::Refused(Refusal::Outside);
		if self.seconds == 0 {
			return Err(NoProposal::TooLate);
		}
		if self.nodes.is_empty() {
			return Err(NoProposal::NoNodes);
		}
		if !self.smile.status.allows(Purpose::NewRisk) {
			return Err(NoProposal::Halted);
		}
		let slice = fit_between(&self.nodes, earlier, later)
			.map_err(|unfit| NoProposal::Refused(Refusal::Unfit(unfit)))?;
		let found = slice
			.check_fit(&self.nodes, self.seconds, &self.smile.rules.tolerance)
			.map_err(outside)?
			.map_err(|missed| NoProposal::Refused(Refusal::Missed(missed)))?;
		let shape = SmileShape::Slice(slice);
		if let Some(earlier) = earlier {
			earlier
				.check_below(&shape)
				.map_err(outside)?
				.map_err(|fault| NoProposal::Refused(Refusal::Calendar(fault)))?;
		}
		if let Some(later) = later {
			shape.check_below(later).map_err(outside)?.map_err(|_| NoProposal::AboveLater)?;
		}
		if let Some(holding) = self.slice {
			let error = holding.fit(&self.nodes, self.seconds).map_err(outside)?.mean;
			let Rules { tolerance, improvement, .. } = &self.smile.rules;
			let most = error_that_replaces(error, tolerance, *improvement);
			if most.is_none_or(|most| found.mean > most) {
				return Err(NoProposal::NotBetter);
			}
		}
		Ok((slice, found.worst))
	}
}

/// The slice that fits the nodes best between the smiles of the expiries before and after; the last that was found,
/// if the chain would find none to be between them.
pub fn fit_between(
	nodes: &[Node],
	earlier: Option<&SmileShape>,
	later: Option<&SmileShape>,
) -> Result<Svi, Unfit> {
	let floor = earlier.map(|shape| move |k: f64| total_of(shape, k));
	let ceiling = later.map(|shape| move |k: f64| total_of(shape, k));
	let neighbours = Neighbours {
		earlier: floor.as_ref().map(|floor| floor as &dyn Fn(f64) -> f64),
		later: ceiling.as_ref().map(|ceiling| ceiling as &dyn Fn(f64) -> f64),
	};
	let is_between = |slice: &Svi| {
		let shape = SmileShape::Slice(*slice);
		let above = earlier.is_none_or(|it| matches!(it.check_below(&shape), Ok(Ok(()))));
		above && later.is_none_or(|it| matches!(shape.check_below(it), Ok(Ok(()))))
	};
	fit_until(nodes, neighbours, is_between)
}

/// The same volatilities at the same standardised distances with `part` of the time.
fn with_less_time(slice: Svi, part: f64) -> Svi {
	let by = |value: Rate, factor: f64| rate(number(value) * factor);
	let root = part.sqrt();
	let Svi { a, b, rho, m, sigma } = slice;
	Svi { a: by(a, part), b: by(b, root), rho, m: by(m, root), sigma: by(sigma, root) }
}

/// Total variance of a neighbour, at whatever distance.
fn total_of(shape: &SmileShape, k: f64) -> f64 {
	match shape {
		SmileShape::Slice(slice) => variance_of(slice, k),
		SmileShape::Nodes(lines) => {
			let points: Vec<(f64, f64)> = lines.nodes().iter().map(point).collect();
			straight_through(&points, k)
		},
	}
}

/// Straight from point to point, straight on beyond them, but never falling outwards.
fn straight_through(points: &[(f64, f64)], k: f64) -> f64 {
	let above = points.partition_point(|point| point.0 < k).clamp(1, points.len().max(2) - 1);
	let (Some(from), Some(to)) = (points.get(above - 1), points.get(above)) else {
		return points.first().map_or(0.0, |point| point.1);
	};
	let slope = (to.1 - from.1) / (to.0 - from.0);
	if k < from.0 {
		from.1 + slope.min(0.0) * (k - from.0)
	} else if k > to.0 {
		to.1 + slope.max(0.0) * (k - to.0)
	} else {
		from.1 + slope * (k - from.0)
	}
}

impl fmt::Display for Need {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::NoSlice => "on straight lines",
			Self::FarFromNode => "on a slice far from a node",
			Self::Ending => "on a slice that ends soon",
		})
	}
}

impl fmt::Display for NoProposal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Holds => "the slice that holds is good",
			Self::Halted => "not proposed: the smile is halted",
			Self::NoNodes => "not proposed: nobody voted yet",
			Self::TooLate => "not proposed: it expires first",
			Self::AboveLater => "not proposed: above the expiry after",
			Self::NotBetter => "not proposed: no better than the slice that holds",
			Self::Refused(Refusal::NoQuotes) => "not proposed: no nodes",
			Self::Refused(Refusal::Unfit(_)) => "not proposed: no slice without a butterfly",
			Self::Refused(Refusal::Missed(_)) => "not proposed: too far from a node",
			Self::Refused(Refusal::Calendar(_)) => "not proposed: below the expiry before",
			Self::Refused(Refusal::Outside) => "not proposed: out of any domain",
		})
	}
}

#[cfg(test)]
mod tests;
