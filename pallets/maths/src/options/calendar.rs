// SPDX-License-Identifier: Apache-2.0
//! Whether a later smile is nowhere below an earlier one.
//!
//! # Source
//!
//! That total variance may not fall with time at any log-moneyness: J. Gatheral and A. Jacquier, "Arbitrage-free
//! SVI volatility surfaces", Quantitative Finance 14 (2014). The proof by chords and tangents is ours.

use super::{interpolated::Interpolated, svi::Svi};
use crate::{
	arithmetic::{multiply_divide_floor, ONE},
	units::Rate,
	MathsError,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

const UNIT: i128 = ONE.cast_signed();

/// A variance this far below is still equal: 10^-15.
const SLACK: i128 = 1_000;

/// Intervals that are looked at before nothing is proved.
const MOST_INTERVALS: u32 = 512;

/// The smile of an expiry: a verified slice, or the nodes where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Smile<'a> {
	/// A slice.
	Slice(&'a Svi),
	/// Nodes.
	Nodes(&'a Interpolated),
}

/// Why a later smile is not taken to be above an earlier one.
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
pub enum CalendarFault {
	/// The later total variance is the smaller one.
	Crossing {
		/// A log-moneyness where it is.
		at: Rate,
	},
	/// A wing of the earlier smile is the steeper one, so that they cross far out.
	WingsCross,
	/// No crossing was found, and within the bounded work its absence was not proved either.
	NotProved,
}

/// Whether the later smile's total variance is at least the earlier one's at every log-moneyness, up
/// to 10^-15.
///
/// Proves it, on intervals between nodes: both smiles are convex there, so the later one lies above its
/// tangent and the earlier one below its chord, and the difference of two lines is smallest at an end. An
/// interval that is not proved is halved. Beyond the last interval the wings' slopes decide: a grid
/// alone would miss variances that only cross far out.
///
/// Rounding is within those 10^-15, which are the later smile's to lose. The work is bounded. Refuses
/// log-moneyness outside of [`Svi::total_variance`]'s domain. Source: Gatheral and Jacquier 2014; the
/// proof is ours.
pub fn check_calendar(
	earlier: &Smile,
	later: &Smile,
) -> Result<Result<(), CalendarFault>, MathsError> {
	if earlier == later {
		return Ok(Ok(()));
	}
	let right = match end_of_wing(&earlier.wing()?, &later.wing()?)? {
		Ok(end) => end,
		Err(fault) => return Ok(Err(fault)),
	};
	let left = match end_of_wing(&earlier.left_wing()?, &later.left_wing()?)? {
		Ok(end) => end.checked_neg().ok_or(MathsError::Overflow)?,
		Err(fault) => return Ok(Err(fault)),
	};
	let mut ends: Vec<i128> = [earlier, later]
		.into_iter()
		.flat_map(|smile| smile.kinks())
		.filter(|&kink| left < kink && kink < right)
		.chain([left, right])
		.collect();
	ends.sort_unstable();
	ends.dedup();

	let mut open: Vec<(i128, i128)> =
		ends.iter().copied().zip(ends.iter().copied().skip(1)).collect();
	let most = open.len().saturating_add(usize::try_from(MOST_INTERVALS).unwrap_or(0));
	for _ in 0..most {
		let Some((from, to)) = open.pop() else { return Ok(Ok(())) };
		let middle = from.checked_add(to).ok_or(MathsError::Overflow)?.div_euclid(2);
		let at = Rate::from_inner(middle);
		let (total, slope) = later.total_and_slope(at)?;
		if less(total, earlier.total(at)?)? {
			return Ok(Err(CalendarFault::Crossing { at }));
		}
		let mut proved = true;
		for end in [from, to] {
			let along = end.checked_sub(middle).ok_or(MathsError::Overflow)?;
			let rise = multiply_divide_floor(slope.into_inner(), along, ONE)?;
			let tangent = total.checked_add(Rate::from_inner(rise))?;
			proved &= !less(tangent, earlier.total(Rate::from_inner(end))?)?;
		}
		if !proved {
			open.push((from, middle));
			open.push((middle, to));
		}
	}
	Ok(if open.is_empty() { Ok(()) } else { Err(CalendarFault::NotProved) })
}

/// Whether [`check_calendar`] proves that the later slice is nowhere below the earlier one, up to 10^-15.
/// What is not proved counts as no.
pub fn is_calendar_free(earlier: &Svi, later: &Svi) -> Result<bool, MathsError> {
	check_calendar(&Smile::Slice(earlier), &Smile::Slice(later)).map(|answer| answer.is_ok())
}

/// `a < b` by more than rounding.
fn less(a: Rate, b: Rate) -> Result<bool, MathsError> {
	Ok(a.into_inner().checked_add(SLACK).ok_or(MathsError::Overflow)? < b.into_inner())
}

/// A smile far to the right: above `level + slope · (k − centre)`, and at most `above / (k − centre)`
/// above that.
struct Wing {
	centre: i128,
	level: i128,
	/// With 36 decimals.
	slope: i128,
	/// b σ² / 2 of a slice; nothing of nodes, for k from their last one on.
	above: i128,
}

impl Wing {
	fn of_slice(slice: &Svi) -> Result<Self, MathsError> {
		let tilt = UNIT.checked_add(slice.rho.into_inner()).ok_or(MathsError::Overflow)?;
		let (b, sigma) = (slice.b.into_inner(), slice.sigma.into_inner());
		let square = multiply_divide_floor(sigma, sigma, ONE)?;
		let above = multiply_divide_floor(b, square, ONE.saturating_mul(2))?;
		Ok(Self {
			centre: slice.m.into_inner(),
			level: slice.a.into_inner(),
			slope: b.checked_mul(tilt).ok_or(MathsError::Overflow)?,
			// The square's last digit counts b times; both quotients are rounded down.
			above: above.saturating_add(b.div_euclid(UNIT)).saturating_add(3),
		})
	}

	fn of_nodes(nodes: &Interpolated) -> Result<Self, MathsError> {
		let (node, slope) = nodes.right_wing()?;
		Ok(Self { centre: node.k.into_inner(), level: node.total.into_inner(), slope, above: 0 })
	}

	fn asymptote(&self, k: i128) -> Result<i128, MathsError> {
		let along = k.checked_sub(self.centre).ok_or(MathsError::Overflow)?;
		let rise = multiply_divide_floor(self.slope.div_euclid(UNIT), along, ONE)?;
		self.level.checked_add(rise).ok_or(MathsError::Overflow)
	}

	/// The most that the smile is worth from `k` on, with its asymptote there.
	fn highest(&self, k: i128) -> Result<i128, MathsError> {
		let along = k.checked_sub(self.centre).ok_or(MathsError::Overflow)?;
		let along = u128::try_from(along).map_err(|_| MathsError::OutsideDomain)?;
		let above = multiply_divide_floor(self.above, UNIT, along)?;
		self.asymptote(k)?.checked_add(above).ok_or(MathsError::Overflow)
	}
}

impl Smile<'_> {
	fn total(&self, k: Rate) -> Result<Rate, MathsError> {
		match self {
			Self::Slice(slice) => slice.total_variance(k),
			Self::Nodes(nodes) => nodes.straight(k),
		}
	}

	fn total_and_slope(&self, k: Rate) -> Result<(Rate, Rate), MathsError> {
		match self {
			Self::Slice(slice) => {
				let variance = slice.variance(k)?;
				Ok((variance.total, variance.slope))
			},
			Self::Nodes(nodes) => Ok((nodes.straight(k)?, nodes.slope(k)?)),
		}
	}

	fn kinks(&self) -> impl Iterator<Item = i128> + '_ {
		let nodes = match self {
			Self::Slice(_) => &[],
			Self::Nodes(nodes) => nodes.nodes(),
		};
		nodes.iter().map(|node| node.k.into_inner())
	}

	fn wing(&self) -> Result<Wing, MathsError> {
		match self {
			Self::Slice(slice) => Wing::of_slice(slice),
			Self::Nodes(nodes) => Wing::of_nodes(nodes),
		}
	}

	/// The left wing, seen from the other side.
	fn left_wing(&self) -> Result<Wing, MathsError> {
		match self {
			Self::Slice(slice) => Wing::of_slice(&slice.mirrored()?),
			Self::Nodes(nodes) => Wing::of_nodes(&nodes.mirrored()?),
		}
	}
}

/// A log-moneyness from which on the later variance is proved to stay above, to the right.
fn end_of_wing(earlier: &Wing, later: &Wing) -> Result<Result<i128, CalendarFault>, MathsError> {
	if later.slope < earlier.slope {
		return Ok(Err(CalendarFault::WingsCross));
	}
	let centre = earlier.centre.max(later.centre);
	for reach in [1i128, 2, 4, 8, 12] {
		let end = UNIT
			.checked_mul(reach)
			.and_then(|reach| reach.checked_add(centre))
			.ok_or(MathsError::Overflow)?;
		let (lowest, highest) = (later.asymptote(end)?, earlier.highest(end)?);
		if !less(Rate::from_inner(lowest), Rate::from_inner(highest))? {
			return Ok(Ok(end));
		}
	}
	Ok(Err(CalendarFault::NotProved))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::options::Node;

	fn svi([a, b, rho, m, sigma]: [&str; 5]) -> Svi {
		let [a, b, rho, m, sigma] = [a, b, rho, m, sigma].map(|text| text.parse().unwrap());
		Svi { a, b, rho, m, sigma }
	}

	fn nodes(nodes: &[(&str, &str)]) -> Interpolated {
		let nodes = nodes
			.iter()
			.map(|(k, total)| Node { k: k.parse().unwrap(), total: total.parse().unwrap() });
		Interpolated::new(nodes.collect()).unwrap()
	}

	fn check(earlier: &Svi, later: &Svi) -> Result<(), CalendarFault> {
		check_calendar(&Smile::Slice(earlier), &Smile::Slice(later)).unwrap()
	}

	#[test]
	fn a_smile_is_not_below_itself_or_a_higher_one_above_it() {
		let low = svi(["0.02", "0.12", "-0.3", "0.02", "0.15"]);
		let high = Svi { a: "0.03".parse().unwrap(), ..low };
		assert_eq!(is_calendar_free(&low, &high), Ok(true));
		assert_eq!(is_calendar_free(&high, &low), Ok(false));
		assert_eq!(check(&low, &low), Ok(()));
	}

	#[test]
	fn wings_that_only_cross_far_out_are_found() {
		let earlier = svi(["0.02", "0.100001", "-0.2", "0", "0.2"]);
		let later = svi(["0.05", "0.1", "-0.2", "0", "0.2"]);
		assert_eq!(check(&earlier, &later), Err(CalendarFault::WingsCross));
	}

	#[test]
	fn a_dent_between_two_grid_points_is_found_where_it_is() {
		let earlier = svi(["0.04", "0.05", "0", "0", "0.2"]);
		let dented = svi(["0.0398", "0.2", "0", "0.11", "0.0005"]);
		let Err(CalendarFault::Crossing { at }) = check(&earlier, &dented) else {
			panic!("a dent");
		};
		assert!(dented.total_variance(at).unwrap() < earlier.total_variance(at).unwrap());
	}

	#[test]
	fn nodes_and_slices_are_neighbours() {
		let slice = svi(["0.02", "0.12", "-0.3", "0.02", "0.15"]);
		let above = nodes(&[("-1", "0.25"), ("0", "0.05"), ("1", "0.2")]);
		let below = nodes(&[("-1", "0.23"), ("0", "0.03"), ("1", "0.18")]);
		let of = |earlier, later| check_calendar(&earlier, &later).unwrap();
		let slice = Smile::Slice(&slice);
		assert_eq!(of(slice, Smile::Nodes(&above)), Ok(()));
		assert_eq!(of(Smile::Nodes(&above), Smile::Nodes(&above)), Ok(()));
		assert_eq!(of(Smile::Nodes(&below), Smile::Nodes(&above)), Ok(()));
		assert!(matches!(of(slice, Smile::Nodes(&below)), Err(CalendarFault::Crossing { .. })));
		assert_eq!(of(Smile::Nodes(&above), slice), Err(CalendarFault::WingsCross));
	}
}
