// SPDX-License-Identifier: Apache-2.0
//! Whether a later smile is nowhere below an earlier one, at any log-moneyness whatever: a grid would miss what
//! only crosses far out, and bounds on wings would refuse smiles that are all but parallel.
//!
//! Let d be what the later total variance w₂ is above the earlier one w₁, and 10^-15, at log-moneyness k. The
//! question is whether d is anywhere negative.
//!
//! **Two slices.** With k = m₂ + σ₂ (s − 1/s) / 2 the root of the later slice is σ₂ (s + 1/s) / 2, and s runs through
//! the positive numbers as k runs through all log-moneynesses: its ends are those of the wings. With x = k − m₁ and the
//! earlier slice's root r = √(x² + σ₁²), both
//!
//! ```text
//! f = s (d + b₁ (r − x))   and   g = s (d + b₁ (r + x))
//! ```
//!
//! are quadratic polynomials in s, as b₁ r cancels in them, and because r² − x² = σ₁²
//!
//! ```text
//! f g − (b₁ σ₁ s)² = s² ((d + b₁ r)² − (b₁ r)²)
//! ```
//!
//! is one of the fourth degree. Where it is negative, so is d. And if it is negative nowhere, d is not either: for b₁
//! above zero, f g is at least (b₁ σ₁ s)² and so never zero. Hence f keeps the sign that it has where s is zero,
//! where it is σ₂ (b₂ (1 − ρ₂) + b₁ (1 + ρ₁)) / 2. That is at least σ₂ b₁, as b₂ (1 − ρ₂), the slope of the later
//! left wing, has been found to be at least b₁ (1 − ρ₁). With f and g their mean is positive, s (d + b₁ r), and so
//! d + b₁ r, whose square is at least that of b₁ r, is at least b₁ r.
//!
//! Coefficients are whole numbers with 108 decimals. They are exact, so that of parallel slices nothing is left
//! but what they differ by.
//!
//! **A slice above straight lines.** Above one line, s d is a quadratic polynomial, and s (1 + s²) d one of the fourth
//! degree. If it is negative nowhere, that piece of the earlier smile is proved. If it is negative at a place
//! that is no part of the piece, that proves it as well: d is convex, so where it is negative is one interval, and an
//! end of the piece, at which it is not, lies between the piece and that place. An earlier slice with b₁ = 0 is
//! a line, too.
//!
//! **Straight lines above anything.** Between two neighbours of all nodes the later smile is straight and the earlier
//! one convex or straight: d is least at one of the two. Beyond the last node d never falls outwards, as the
//! later wing is at least as steep as the earlier one ever becomes.
//!
//! # Source
//!
//! That total variance may not fall with time at any log-moneyness: J. Gatheral and A. Jacquier, "Arbitrage-free
//! SVI volatility surfaces", Quantitative Finance 14 (2014). The proofs are ours.

use super::{
	interpolated::{Interpolated, Piece},
	quartic::{sign, Sign, Wide},
	svi::{Svi, FARTHEST},
	Node,
};
use crate::{arithmetic::ONE, units::Rate, MathsError};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

const UNIT: i128 = ONE.cast_signed();

/// A variance this far below is still equal: 10^-15.
const SLACK: i128 = 1_000;

/// The same for two that have been evaluated, less than what that may have cost.
const EVALUATED_SLACK: i128 = 900;

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
	/// Far out on a wing the later total variance is the smaller one: its wing is the flatter one, or too low for
	/// how little steeper it is.
	WingsCross,
	/// No crossing was found, and within the bounded work its absence was not proved either.
	NotProved,
}

/// Whether the later smile's total variance is at least the earlier one's at every log-moneyness, up
/// to 10^-15, which rounding never exceeds.
///
/// A yes is a proof, and so is a crossing. `NotProved` is left to pairs that are 10^-15 apart where they are
/// closest, to far more digits than a variance has, or come near that where the earlier b is but some last digits. At
/// nodes variances are evaluated: there the later one may be
/// below by 9·10^-16 only, which leaves a tenth for rounding, against the later smile.
///
/// The work is bounded. `OutsideDomain` for slices with b above 16, |ρ| above 1 or anything else that
/// [`Svi::check`] calls malformed, and for nodes farther than 16 from the centre of the other smile's slice. Source:
/// Gatheral and Jacquier 2014; the proofs are ours.
pub fn check_calendar(
	earlier: &Smile,
	later: &Smile,
) -> Result<Result<(), CalendarFault>, MathsError> {
	if earlier == later {
		return Ok(Ok(()));
	}
	for (before, after) in earlier.wings()?.into_iter().zip(later.wings()?) {
		if after.is_flatter_than(&before) {
			return Ok(Err(CalendarFault::WingsCross));
		}
	}
	match (earlier, later) {
		(Smile::Slice(earlier), Smile::Slice(later)) => check_slices(earlier, later),
		(Smile::Nodes(earlier), Smile::Slice(later)) => check_above_nodes(earlier, later),
		(_, Smile::Nodes(later)) => check_at_nodes(earlier, later),
	}
}

/// Whether [`check_calendar`] proves that the later slice is nowhere below the earlier one, up to 10^-15.
/// What is not proved counts as no.
pub fn is_calendar_free(earlier: &Svi, later: &Svi) -> Result<bool, MathsError> {
	check_calendar(&Smile::Slice(earlier), &Smile::Slice(later)).map(|answer| answer.is_ok())
}

/// `a < b` by more than rounding.
fn less(a: Rate, b: Rate) -> Result<bool, MathsError> {
	Ok(a.into_inner().checked_add(EVALUATED_SLACK).ok_or(MathsError::Overflow)? < b.into_inner())
}

/// How fast a wing rises outwards: exact, as a fraction of a positive number.
struct Slope {
	rise: i128,
	run: i128,
}

impl Slope {
	fn is_flatter_than(&self, other: &Self) -> bool {
		let product = |a: i128, b: i128| Wide::from(a).times(Wide::from(b));
		product(self.rise, other.run).minus(product(other.rise, self.run)).is_negative()
	}
}

/// b (1 − ρ) and b (1 + ρ), with 36 decimals: how fast the left and the right wing of a slice rise outwards.
fn slopes(slice: &Svi) -> Result<[i128; 2], MathsError> {
	let b = slice.b.into_inner();
	if !slice.is_bounded() || b > FARTHEST {
		return Err(MathsError::OutsideDomain);
	}
	let rho = slice.rho.into_inner();
	let slope =
		|tilt: Option<i128>| tilt.and_then(|tilt| tilt.checked_mul(b)).ok_or(MathsError::Overflow);
	Ok([slope(UNIT.checked_sub(rho))?, slope(UNIT.checked_add(rho))?])
}

impl Smile<'_> {
	fn total(&self, k: Rate) -> Result<Rate, MathsError> {
		match self {
			Self::Slice(slice) => slice.total_variance(k),
			Self::Nodes(nodes) => nodes.straight(k),
		}
	}

	fn nodes(&self) -> &[Node] {
		match self {
			Self::Slice(_) => &[],
			Self::Nodes(nodes) => nodes.nodes(),
		}
	}

	/// The left and the right wing.
	fn wings(&self) -> Result<[Slope; 2], MathsError> {
		match self {
			Self::Slice(slice) => {
				let run = UNIT.saturating_mul(UNIT);
				Ok(slopes(slice)?.map(|rise| Slope { rise, run }))
			},
			Self::Nodes(nodes) => {
				let pieces = nodes.pieces()?;
				let (Some(left), Some(right)) = (pieces.first(), pieces.last()) else {
					return Err(MathsError::Empty);
				};
				let outwards = left.rise.checked_neg().ok_or(MathsError::Overflow)?;
				Ok([
					Slope { rise: outwards, run: left.run },
					Slope { rise: right.rise, run: right.run },
				])
			},
		}
	}
}

/// Of two slices, of which the earlier one is not level: f g − (b₁ σ₁ s)² times 4, with 108 decimals and below 2^387,
/// and (f + g) (1 + s²) times 2.
fn of_slices(earlier: &Svi, later: &Svi) -> Result<[[Wide; 5]; 2], MathsError> {
	let wide = |value: Rate| Wide::from(value.into_inner());
	let two = Wide::from(2i128);
	let square_unit = Wide::from(UNIT).times(Wide::from(UNIT));
	let [left_before, right_before] = slopes(earlier)?.map(Wide::from);
	let [left, right] = slopes(later)?.map(Wide::from);
	let sigma = wide(later.sigma);
	let moved = wide(later.m).minus(wide(earlier.m));
	let raised = wide(later.a).minus(wide(earlier.a)).plus(Wide::from(SLACK)).times(square_unit);
	// Twice f and twice g, from the constant on, with 54 decimals.
	let [f0, f1, f2] = [
		sigma.times(left.plus(right_before)),
		raised.minus(right_before.times(moved)).times(two),
		sigma.times(right.minus(right_before)),
	];
	let [g0, g1, g2] = [
		sigma.times(left.minus(left_before)),
		raised.plus(left_before.times(moved)).times(two),
		sigma.times(right.plus(left_before)),
	];
	let width = wide(earlier.b).times(wide(earlier.sigma)).times(two);
	let middle = f0.times(g2).plus(f1.times(g1)).plus(f2.times(g0));
	let product = [
		f0.times(g0),
		f0.times(g1).plus(f1.times(g0)),
		middle.minus(width.times(width).times(square_unit)),
		f1.times(g2).plus(f2.times(g1)),
		f2.times(g2),
	];
	Ok([product, raised_to_fourth([f0.plus(g0), f1.plus(g1), f2.plus(g2)])])
}

/// A quadratic polynomial times 1 + s², which leaves its sign.
fn raised_to_fourth([start, middle, end]: [Wide; 3]) -> [Wide; 5] {
	[start, middle, start.plus(end), middle, end]
}

/// s (1 + s²) d of a slice above a line, times 2 and what the line runs; with 72 decimals, below 2^257.
fn above_line(slice: &Svi, line: &Piece) -> Result<[Wide; 5], MathsError> {
	let wide = |value: Rate| Wide::from(value.into_inner());
	let square_unit = Wide::from(UNIT).times(Wide::from(UNIT));
	let [left, right] = slopes(slice)?.map(Wide::from);
	let sigma = wide(slice.sigma);
	let (rise, run) = (Wide::from(line.rise), Wide::from(line.run));
	let risen = rise.times(square_unit);
	let raised = wide(slice.a).minus(wide(line.from.total)).plus(Wide::from(SLACK));
	let along = rise.times(wide(slice.m).minus(wide(line.from.k)));
	// s d alone, from the constant on.
	let start = sigma.times(left.times(run).plus(risen));
	let middle = raised.times(run).minus(along).times(square_unit).times(Wide::from(2i128));
	let end = sigma.times(right.times(run).minus(risen));
	Ok(raised_to_fourth([start, middle, end]))
}

/// A place where the later slice was found to be below: a crossing, if variances are evaluated there.
fn crossing(at: i128, slices: &[&Svi]) -> CalendarFault {
	let is_near = |slice: &&Svi| at.abs_diff(slice.m.into_inner()) <= FARTHEST.unsigned_abs();
	if slices.iter().all(is_near) {
		CalendarFault::Crossing { at: Rate::from_inner(at) }
	} else {
		CalendarFault::WingsCross
	}
}

/// Two slices whose wings are steep enough.
fn check_slices(earlier: &Svi, later: &Svi) -> Result<Result<(), CalendarFault>, MathsError> {
	let [decisive, sum] = if earlier.b == Rate::ZERO {
		let from = Node { k: earlier.m, total: earlier.a };
		[above_line(later, &Piece { from, rise: 0, run: UNIT })?; 2]
	} else {
		of_slices(earlier, later)?
	};
	let place = match sign(&decisive)? {
		Sign::NeverNegative => return Ok(Ok(())),
		Sign::NegativeAt(place) => place,
		// Of a slice with a b of some last digits the first may be negative out of sight only, where it is
		// below by so much more than it rises that f and g are both negative.
		Sign::Unknown => match sign(&sum)? {
			Sign::NegativeAt(place) => place,
			Sign::NeverNegative | Sign::Unknown => return Ok(Err(CalendarFault::NotProved)),
		},
	};
	let distance = place.half_of_difference(later.sigma.into_inner().unsigned_abs());
	let at = later.m.into_inner().saturating_add(distance);
	Ok(Err(crossing(at, &[earlier, later])))
}

/// A slice above nodes, its wings being steep enough.
fn check_above_nodes(
	earlier: &Interpolated,
	later: &Svi,
) -> Result<Result<(), CalendarFault>, MathsError> {
	let nodes = earlier.nodes();
	for node in nodes {
		if less(later.total_variance(node.k)?, node.total)? {
			return Ok(Err(CalendarFault::Crossing { at: node.k }));
		}
	}
	let places = || nodes.iter().map(|node| Some(node.k.into_inner()));
	let starts = core::iter::once(None).chain(places());
	let ends = places().chain(core::iter::once(None));
	let mut is_proved = true;
	for (piece, (start, end)) in earlier.pieces()?.iter().zip(starts.zip(ends)) {
		let place = match sign(&above_line(later, piece)?)? {
			Sign::NeverNegative => continue,
			Sign::NegativeAt(place) => place,
			Sign::Unknown => {
				is_proved = false;
				continue;
			},
		};
		let distance = place.half_of_difference(later.sigma.into_inner().unsigned_abs());
		let at = later.m.into_inner().saturating_add(distance);
		// The place is known to a last digit.
		let (lowest, highest) = (at.saturating_sub(1), at.saturating_add(1));
		let is_before = start.is_some_and(|start| highest < start);
		let is_beyond = end.is_some_and(|end| end < lowest);
		if start.is_none_or(|start| start < lowest) && end.is_none_or(|end| highest < end) {
			return Ok(Err(crossing(at, &[later])));
		}
		is_proved &= is_before || is_beyond;
	}
	Ok(if is_proved { Ok(()) } else { Err(CalendarFault::NotProved) })
}

/// Nodes above any smile, their wings being steep enough.
fn check_at_nodes(
	earlier: &Smile,
	later: &Interpolated,
) -> Result<Result<(), CalendarFault>, MathsError> {
	for node in earlier.nodes().iter().chain(later.nodes()) {
		if less(later.straight(node.k)?, earlier.total(node.k)?)? {
			return Ok(Err(CalendarFault::Crossing { at: node.k }));
		}
	}
	Ok(Ok(()))
}

#[cfg(test)]
mod tests {
	use super::*;

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

	/// A slice with other last parts: a, b, ρ, m and σ move by so many last digits.
	fn moved(slice: &Svi, [a, b, rho, m, sigma]: [i128; 5]) -> Svi {
		let by = |value: Rate, digits: i128| Rate::from_inner(value.into_inner() + digits);
		Svi {
			a: by(slice.a, a),
			b: by(slice.b, b),
			rho: by(slice.rho, rho),
			m: by(slice.m, m),
			sigma: by(slice.sigma, sigma),
		}
	}

	fn bases() -> [Svi; 4] {
		[
			svi(["0.02", "0.12", "-0.3", "0.02", "0.15"]),
			svi(["0.04", "0.1", "-0.2", "0", "0.4"]),
			svi(["0.01", "0.3", "-0.6", "0.1", "0.05"]),
			svi(["0.1", "0.5", "0", "0", "1"]),
		]
	}

	#[test]
	fn a_slice_above_a_parallel_one_is_free_by_however_little_it_is_above() {
		for low in bases() {
			let unit = |value: Rate| value.into_inner() / 1_000_000;
			let mut above = Vec::new();
			// From 10^-14 up to 10^-4, on both sides of b σ² / 24.
			above.extend((4..15).map(|power| moved(&low, [10i128.pow(power), 0, 0, 0, 0])));
			above.extend(
				[1, 1_000, 100_000].map(|many| moved(&low, [0, 0, 0, 0, many * unit(low.sigma)])),
			);
			above.extend([1, 1_000].map(|many| moved(&low, [0, many * unit(low.b), 0, 0, 0])));
			above.extend(
				[1, 1_000]
					.map(|many| moved(&low, [many * unit(low.a), many * unit(low.b), 0, 0, 0])),
			);
			for high in above {
				assert_eq!(check(&low, &high), Ok(()), "{low:?} {high:?}");
				assert!(check(&high, &low).is_err(), "{low:?} {high:?}");
			}
		}
	}

	#[test]
	fn a_moved_slice_is_free_once_it_is_lifted_by_what_its_steeper_wing_loses() {
		for low in bases() {
			for distance in [1_000_000_000_000i128, 1_000_000_000_000_000, 100_000_000_000_000_000]
			{
				// b (1 + |ρ|) for each of the distance: from there on both asymptotes are above.
				let steepest = UNIT + low.rho.into_inner().abs();
				let lost = low.b.into_inner() * steepest / UNIT * distance / UNIT;
				for distance in [distance, -distance] {
					let lifted = |lift: i128| moved(&low, [lift, 0, 0, distance, 0]);
					assert_eq!(check(&low, &lifted(lost / 5 * 6)), Ok(()), "{low:?} {distance}");
					// The digits that those products lost, and what counts as equal.
					assert_eq!(check(&low, &lifted(lost + 20)), Ok(()), "{low:?} {distance}");
					let is_steeper = (distance < 0) == low.rho.is_negative();
					if is_steeper || low.rho == Rate::ZERO {
						let fault = check(&low, &lifted(lost - 1_020));
						assert!(fault.is_err(), "{low:?} {distance}");
					}
				}
			}
		}
	}

	/// Asymptotes that are the same: which slice is above is decided by how round they are.
	#[test]
	fn slices_with_the_same_asymptotes_are_ordered_by_what_rounds_them() {
		let sharp = svi(["0.04", "0.1", "-0.2", "0", "0.2"]);
		let round = moved(&sharp, [0, 0, 0, 0, 1_000_000]);
		assert_eq!(check(&sharp, &round), Ok(()));
		assert!(matches!(check(&round, &sharp), Err(CalendarFault::Crossing { .. })));
		// 10^-16 of variance, which is equal.
		let rounder = moved(&sharp, [0, 0, 0, 0, 1_000]);
		assert_eq!([check(&sharp, &rounder), check(&rounder, &sharp)], [Ok(()); 2]);
	}

	#[test]
	fn what_is_equal_ends_with_the_thousandth_last_digit() {
		for slice in bases() {
			let other = moved(&slice, [-1_000, 0, 0, 0, 0]);
			assert_eq!(check(&slice, &other), Ok(()));
			let other = moved(&slice, [-1_001, 0, 0, 0, 0]);
			assert!(matches!(check(&slice, &other), Err(CalendarFault::Crossing { .. })));
		}
		// As far as nothing but the end of a wing decides: level, and lower than an asymptote.
		let level = svi(["0.05", "0", "0", "0", "0.1"]);
		let wing = svi(["0.05", "0.1", "-1", "0", "0.1"]);
		assert_eq!(check(&level, &wing), Ok(()));
		assert_eq!(check(&level, &moved(&wing, [-1_000, 0, 0, 0, 0])), Ok(()));
		let below = check(&level, &moved(&wing, [-1_001, 0, 0, 0, 0]));
		assert_eq!(below, Err(CalendarFault::WingsCross));
	}

	#[test]
	fn wings_that_cross_and_cross_back_far_out_are_found() {
		// Lower by 0.01, steeper by 10^-12: above again from k = 10^10 on.
		let earlier = svi(["0.05", "0.1", "0", "0", "0.2"]);
		let later = svi(["0.04", "0.100000000001", "0", "0", "0.2"]);
		assert!(check(&earlier, &later).is_err());
		// Rounder by so much that it is below on the wings only, from k = 37 on.
		let rounder = Svi { sigma: "1".parse().unwrap(), ..later };
		let lowered = Svi { a: "0.0487".parse().unwrap(), ..rounder };
		assert_eq!(check(&earlier, &lowered), Err(CalendarFault::WingsCross));
		// As steep, and the lower asymptote is only approached.
		let parallel = Svi { b: earlier.b, ..lowered };
		assert_eq!(check(&earlier, &parallel), Err(CalendarFault::WingsCross));
	}

	#[test]
	fn slices_that_nothing_is_proved_of_are_refused() {
		let slice = svi(["0.04", "0.1", "-0.2", "0", "0.2"]);
		let of = |part: &str| part.parse::<Rate>().unwrap();
		for outside in [
			Svi { a: of("144.1"), ..slice },
			Svi { b: of("-0.1"), ..slice },
			Svi { b: of("16.1"), ..slice },
			Svi { rho: of("1.1"), ..slice },
			Svi { m: of("-16.1"), ..slice },
			Svi { sigma: Rate::ZERO, ..slice },
			Svi { sigma: of("16.1"), ..slice },
		] {
			for (earlier, later) in [(slice, outside), (outside, slice)] {
				let refused = is_calendar_free(&earlier, &later);
				assert_eq!(refused, Err(MathsError::OutsideDomain), "{outside:?}");
			}
		}
		// All parameters at their limits fit.
		let limits = svi(["144", "16", "1", "16", "16"]);
		let others = svi(["-144", "16", "-1", "-16", "0.000000000000000001"]);
		assert_eq!(check(&limits, &others), Err(CalendarFault::WingsCross));
		let level = |slice: Svi| Svi { rho: Rate::ZERO, m: limits.m, ..slice };
		assert_eq!(check(&level(others), &level(limits)), Ok(()));
	}

	/// The places where f g decides lie 5·10^15 from both centres.
	#[test]
	fn a_slice_that_hardly_rises_is_below_what_it_is_below() {
		let flat = Svi { b: Rate::from_inner(1), ..svi(["0.05", "0", "0", "0.1", "0.1"]) };
		let below = svi(["0.04", "0.000000000000000001", "0", "-0.1", "0.1"]);
		assert!(matches!(check(&flat, &below), Err(CalendarFault::Crossing { .. })));
		assert_eq!(check(&below, &flat), Ok(()));
	}

	/// Its last line rises by less than the slice's wing, which the asymptote is below for long.
	#[test]
	fn a_slice_is_above_a_line_that_it_only_just_clears() {
		let slice = svi(["0.04", "0.1", "0", "0", "0.4"]);
		// At k = 8.94 it comes as close as it gets: by 10^-4.
		let below = nodes(&[("0.2", "0.06"), ("1", "0.141584"), ("2", "0.241484")]);
		let of = |earlier: &Interpolated| {
			check_calendar(&Smile::Nodes(earlier), &Smile::Slice(&slice)).unwrap()
		};
		assert_eq!(of(&below), Ok(()));
		// As steep a line 2·10^-4 higher is above the slice there, and not at its nodes.
		let across = nodes(&[("0.2", "0.06"), ("1", "0.141784"), ("2", "0.241684")]);
		let Err(CalendarFault::Crossing { at }) = of(&across) else {
			panic!("a crossing");
		};
		assert!(slice.total_variance(at).unwrap() < across.straight(at).unwrap());
		// Parallel to its asymptote, and below that or not.
		let parallel = |level: &str| {
			let (near, far) = (format!("0.1{level}"), format!("0.2{level}"));
			nodes(&[("0.2", "0.06"), ("1", near.as_str()), ("2", far.as_str())])
		};
		assert_eq!(of(&parallel("399")), Ok(()));
		assert_eq!(of(&parallel("400")), Ok(()));
		assert_eq!(of(&parallel("401")), Err(CalendarFault::WingsCross));
	}

	/// Between two nodes a slice may dip below the line that joins them.
	#[test]
	fn a_slice_below_a_line_between_its_nodes_only_is_found() {
		let slice = svi(["0.02", "0.12", "-0.3", "0.02", "0.15"]);
		let above = [-1i128, 1].map(|k| {
			let k = Rate::from_inner(k * UNIT);
			Node { k, total: slice.total_variance(k).unwrap() }
		});
		let line = Interpolated::new(above.to_vec()).unwrap();
		let fault = check_calendar(&Smile::Nodes(&line), &Smile::Slice(&slice)).unwrap();
		let Err(CalendarFault::Crossing { at }) = fault else {
			panic!("{fault:?}");
		};
		assert!(slice.total_variance(at).unwrap() < line.straight(at).unwrap());
		// The other way round the line is the chord of a convex smile; but its wings end more flatly.
		let fault = check_calendar(&Smile::Slice(&slice), &Smile::Nodes(&line)).unwrap();
		assert_eq!(fault, Err(CalendarFault::WingsCross));
	}

	#[test]
	fn straight_smiles_are_compared_at_the_nodes_of_both_and_by_exact_slopes() {
		let of = |earlier: &Interpolated, later: &Interpolated| {
			check_calendar(&Smile::Nodes(earlier), &Smile::Nodes(later)).unwrap()
		};
		let sharp = nodes(&[("-1", "0.2"), ("0", "0.1"), ("1", "0.2")]);
		let blunt = nodes(&[("-1", "0.2"), ("-0.5", "0.15"), ("0.5", "0.16"), ("1", "0.21")]);
		assert_eq!(of(&sharp, &blunt), Ok(()));
		let at = |k: &str| Err(CalendarFault::Crossing { at: k.parse().unwrap() });
		assert_eq!(of(&blunt, &sharp), at("0.5"));
		// Lower at a node of the earlier smile only.
		let peak = nodes(&[("-1", "0.1"), ("0", "0.2"), ("1", "0.1")]);
		assert_eq!(of(&peak, &nodes(&[("-1", "0.15"), ("1", "0.15")])), at("0"));
		// Slopes of 1/3 and of a last digit less, over three.
		let third = nodes(&[("0", "0.1"), ("3", "1.1")]);
		let flatter = nodes(&[("0", "0.200000000000000001"), ("3", "1.2")]);
		assert_eq!(of(&third, &flatter), Err(CalendarFault::WingsCross));
		assert_eq!(of(&third, &nodes(&[("0", "0.2"), ("3", "1.2")])), Ok(()));
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
