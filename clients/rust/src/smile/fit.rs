// SPDX-License-Identifier: Apache-2.0
//! A slice through nodes.
//!
//! For a given centre m and roundness σ the best a, b and ρ are found by least squares, and m and σ by a simplex:
//! the quasi-explicit method of De Marco and Martini (Zeliade, 2009). Places at which a butterfly or a calendar
//! spread would cost less than nothing are made expensive, and in the end the chain's own proof decides.

use super::{point, rate, simplex::lowest_near};
use market_maths::{
	options::{Node, SmileFault, Svi},
	MathsError,
};

/// Points between the farthest nodes, and as far again beyond them, at which free money is looked for.
const GRID: u32 = 48;
/// Points further out on each side, half as far again each.
const FAR: i32 = 12;
/// How strongly the density is kept away from zero, weakest first: the proof needs a little room.
const ROOM: [f64; 4] = [1e-6, 1e-3, 1e-2, 5e-2];
/// Wings stay so much flatter than 2.
const STEEPEST: f64 = 1.99;
/// Steps of each simplex.
const STEPS: usize = 160;

/// Total variance of the expiries before and after, at a log-moneyness.
#[derive(Clone, Copy, Default)]
pub struct Neighbours<'a> {
	/// The slice must not be below it.
	pub earlier: Option<&'a dyn Fn(f64) -> f64>,
	/// The slice must not be above it.
	pub later: Option<&'a dyn Fn(f64) -> f64>,
}

/// Why there is no slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
	/// Fewer than five nodes, or variances that are not positive: they do not determine a slice.
	TooFewNodes,
	/// The best slice would give money away.
	Fault(SmileFault),
	/// Its numbers are out of any domain.
	Outside(MathsError),
}

/// The slice that fits the nodes best, by the squares of relative errors, among those that the chain takes for
/// a smile.
pub fn fit(nodes: &[Node], neighbours: Neighbours) -> Result<Svi, Unfit> {
	fit_until(nodes, neighbours, |_| true)
}

/// The same, but a slice of which `is_taken` says no is tried again with more distance from free money, in density and
/// to its neighbours. The last smile that was found, if all are refused.
pub fn fit_until(
	nodes: &[Node],
	neighbours: Neighbours,
	is_taken: impl Fn(&Svi) -> bool,
) -> Result<Svi, Unfit> {
	let points: Vec<(f64, f64)> = nodes.iter().map(point).collect();
	if points.len() < 5 || points.iter().any(|(_, total)| *total <= 0.0) {
		return Err(Unfit::TooFewNodes);
	}
	let mut last = Err(Unfit::TooFewNodes);
	for room in ROOM {
		let slice = best(&points, neighbours, room);
		match slice.check() {
			Ok(Ok(())) if is_taken(&slice) => return Ok(slice),
			Ok(Ok(())) => last = Ok(slice),
			Ok(Err(fault)) => last = last.or(Err(Unfit::Fault(fault))),
			Err(error) => last = last.or(Err(Unfit::Outside(error))),
		}
	}
	last
}

/// a, d = ρ b σ and c = b σ for a centre and a roundness.
#[derive(Clone, Copy, Debug)]
struct Linear {
	a: f64,
	d: f64,
	c: f64,
}

impl Linear {
	fn at(&self, y: f64) -> f64 {
		self.a + self.d * y + self.c * y.hypot(1.0)
	}
}

fn best(points: &[(f64, f64)], neighbours: Neighbours, room: f64) -> Svi {
	let (least, most) = points
		.iter()
		.fold((f64::MAX, f64::MIN), |(least, most), (k, _)| (least.min(*k), most.max(*k)));
	let width = (most - least).max(1e-6);
	let cost = |[m, roundness]: [f64; 2]| {
		// Centres far outside of what was seen say nothing, and very sharp slices are corners.
		let sigma = roundness.exp();
		if m < least - width || m > most + width || sigma < width / 200.0 || sigma > 4.0 * width {
			return f64::MAX;
		}
		let linear = least_squares(points, m, sigma);
		let slice = |k: f64| linear.at((k - m) / sigma);
		error(points, &slice) + free_money(&slice, (least, width), neighbours, room)
	};
	let mut found = ([(least + most) / 2.0, (width / 4.0).ln()], f64::MAX);
	for centre in [0.25, 0.5, 0.75] {
		for roundness in [width / 12.0, width / 3.0, width] {
			let start = [least + centre * width, roundness.ln()];
			let candidate = lowest_near(start, [width / 8.0, 0.5], STEPS, cost);
			if candidate.1 < found.1 {
				found = candidate;
			}
		}
	}
	let [m, roundness] = found.0;
	let Linear { a, d, c } = least_squares(points, m, roundness.exp());
	let start = [a, d, c, m, roundness];
	// Least squares know nothing of free money. Where they leave some, all five numbers are moved.
	let found = if money_at(start, (least, width), neighbours, room) > 0.0 {
		let level = points.iter().map(|(_, total)| total).sum::<f64>() / points.len() as f64;
		let widths = [level / 10.0, level / 10.0, level / 10.0, width / 8.0, 0.3];
		let cost = |place: [f64; 5]| {
			let [a, d, c, m, roundness] = place;
			let linear = Linear { a, d, c };
			error(points, &|k| linear.at((k - m) / roundness.exp()))
				+ money_at(place, (least, width), neighbours, room)
		};
		// Begun anew where it ended, a simplex goes on that had become flat.
		let once = lowest_near(start, widths, 3 * STEPS, cost).0;
		lowest_near(once, widths.map(|width| width / 4.0), 3 * STEPS, cost).0
	} else {
		start
	};
	let [a, d, c, m, roundness] = found;
	let sigma = roundness.exp();
	let rho = if c > 0.0 { d / c } else { 0.0 };
	Svi { a: rate(a), b: rate(c / sigma), rho: rate(rho), m: rate(m), sigma: rate(sigma) }
}

/// What a slice of any five numbers gives away; more than any slice does if it is none.
fn money_at(
	[a, d, c, m, roundness]: [f64; 5],
	extent: (f64, f64),
	neighbours: Neighbours,
	room: f64,
) -> f64 {
	let sigma = roundness.exp();
	let is_slice = c >= 0.0 && d.abs() <= c && c + d.abs() <= 1.0001 * STEEPEST * sigma;
	if !is_slice {
		return 1e6;
	}
	let linear = Linear { a, d, c };
	free_money(&|k| linear.at((k - m) / sigma), extent, neighbours, room)
}

fn error(points: &[(f64, f64)], slice: &impl Fn(f64) -> f64) -> f64 {
	points.iter().map(|(k, total)| (slice(*k) / total - 1.0).powi(2)).sum()
}

/// How much a slice gives away on a grid: butterflies by a density below `room`, calendar spreads by variances on
/// the wrong side of its neighbours.
fn free_money(
	slice: &impl Fn(f64) -> f64,
	(least, width): (f64, f64),
	neighbours: Neighbours,
	room: f64,
) -> f64 {
	let middle = least + width / 2.0;
	let near = (0..=GRID).map(|place| {
		(middle + width * (2.0 * f64::from(place) / f64::from(GRID) - 1.0), width / 512.0)
	});
	// Far out densities fall below nothing and wings cross that do neither near the money.
	let far = (1..=FAR).flat_map(|power| {
		let distance = width * 1.5_f64.powi(power);
		[(middle - distance, distance / 512.0), (middle + distance, distance / 512.0)]
	});
	near.chain(far)
		.map(|(k, narrow)| {
			let total = slice(k);
			if total <= 0.0 {
				return 1e3;
			}
			let (below, above) = (slice(k - narrow), slice(k + narrow));
			let slope = (above - below) / (2.0 * narrow);
			let bend = (above - 2.0 * total + below) / (narrow * narrow);
			let density = (1.0 - k * slope / (2.0 * total)).powi(2)
				- slope.powi(2) / 4.0 * (1.0 / total + 0.25)
				+ bend / 2.0;
			(room - density).max(0.0) + calendar(slice, k, neighbours, room)
		})
		.sum()
}

/// How much a slice gives away against its neighbours at one place.
fn calendar(slice: &impl Fn(f64) -> f64, k: f64, neighbours: Neighbours, room: f64) -> f64 {
	let total = slice(k);
	let earlier = neighbours.earlier.map_or(0.0, |it| (it(k) / total - 1.0 + room).max(0.0));
	let later = neighbours.later.map_or(0.0, |it| (1.0 - it(k) / total + room).max(0.0));
	100.0 * (earlier + later)
}

/// The best a, d and c for a centre and a roundness, with 0 ≤ |d| ≤ c and wings flatter than 2. Where the best of
/// all lies outside, it is looked for on each edge.
fn least_squares(points: &[(f64, f64)], m: f64, sigma: f64) -> Linear {
	let most = STEEPEST * sigma;
	let basis = |of: &dyn Fn(f64, f64) -> f64| -> Vec<f64> {
		points
			.iter()
			.map(|(k, _)| {
				let y = (k - m) / sigma;
				of(y, y.hypot(1.0))
			})
			.collect()
	};
	let ones = basis(&|_, _| 1.0);
	let (tilt, round) = (basis(&|y, _| y), basis(&|_, root| root));
	let totals: Vec<f64> = points.iter().map(|(_, total)| *total).collect();
	let mut candidates = Vec::new();
	if let Some([a, d, c]) = solve([&ones, &tilt, &round], &totals, &totals) {
		candidates.push(Linear { a, d, c });
	}
	for side in [-1.0, 1.0] {
		// All of the slope on one side.
		let edge = basis(&|y, root| root + 0.999 * side * y);
		if let Some([a, c, _]) = solve([&ones, &edge, &[]], &totals, &totals) {
			let c = c.clamp(0.0, most / 2.0);
			candidates.push(Linear { a, d: 0.999 * side * c, c });
		}
		// One wing as steep as may be: c = most − side · d.
		let edge = basis(&|y, root| y - side * root);
		let rest: Vec<f64> =
			totals.iter().zip(&round).map(|(total, root)| total - most * root).collect();
		if let Some([a, d, _]) = solve([&ones, &edge, &[]], &rest, &totals) {
			let d = side * (side * d).clamp(0.0, most / 2.0);
			candidates.push(Linear { a, d, c: most - side * d });
		}
	}
	let level = totals.iter().sum::<f64>() / totals.len() as f64;
	let flat = Linear { a: level, d: 0.0, c: 0.0 };
	candidates
		.into_iter()
		.filter(|it| it.c >= 0.0 && it.d.abs() <= it.c && it.c + it.d.abs() <= most * 1.0001)
		.map(|it| {
			// The lowest point is a + √(c² − d²), and must be above nothing.
			let lowest = -(it.c.powi(2) - it.d.powi(2)).max(0.0).sqrt();
			let a = it.a.max(lowest + 1e-9 + 1e-6 * level);
			Linear { a, ..it }
		})
		.map(|it| (it, error(points, &|k| it.at((k - m) / sigma))))
		.min_by(|one, other| one.1.total_cmp(&other.1))
		.map_or(flat, |(it, _)| it)
}

/// The factors with which the columns come nearest to `values`, weighed by the squares of 1 / `scales`; an empty
/// last column is left out. `None` if they are not determined.
fn solve(columns: [&[f64]; 3], values: &[f64], scales: &[f64]) -> Option<[f64; 3]> {
	let size = if columns[2].is_empty() { 2 } else { 3 };
	let mut rows = [[0.0; 4]; 3];
	for (place, row) in rows.iter_mut().enumerate().take(size) {
		for (other, cell) in row.iter_mut().enumerate().take(size) {
			*cell = product(columns[place], columns[other], scales);
		}
		row[3] = product(columns[place], values, scales);
	}
	for place in 0..size {
		let pivot = (place..size)
			.max_by(|one, other| rows[*one][place].abs().total_cmp(&rows[*other][place].abs()))?;
		rows.swap(place, pivot);
		let head = rows[place];
		if head[place].abs() < 1e-12 * product(columns[0], columns[0], scales) {
			return None;
		}
		for (other, row) in rows.iter_mut().enumerate().take(size) {
			if other != place {
				let factor = row[place] / head[place];
				for (cell, of_head) in row.iter_mut().zip(head) {
					*cell -= factor * of_head;
				}
			}
		}
	}
	let mut found = [0.0; 3];
	for (place, factor) in found.iter_mut().enumerate().take(size) {
		*factor = rows[place][3] / rows[place][place];
	}
	found.iter().all(|it: &f64| it.is_finite()).then_some(found)
}

fn product(one: &[f64], other: &[f64], scales: &[f64]) -> f64 {
	one.iter()
		.zip(other)
		.zip(scales)
		.map(|((one, other), scale)| one * other / scale.powi(2))
		.sum()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::smile::{rate, variance_of, STANDARDISED};
	use market_maths::{
		options::{FitTolerance, SECONDS_PER_YEAR},
		units::{Rate, Volatility},
	};
	use proptest::prelude::*;

	const MONTH: u64 = SECONDS_PER_YEAR / 12;

	/// The chain's own tolerance: 1.5 % of the variance or half a point of volatility.
	const TOLERANCE: FitTolerance = FitTolerance {
		of_variance: Rate::from_inner(15_000_000_000_000_000),
		volatility: Volatility::from_inner(5_000_000_000_000_000),
	};

	fn nodes(seconds: u64, total: impl Fn(f64) -> f64) -> Vec<Node> {
		let years = seconds as f64 / SECONDS_PER_YEAR as f64;
		STANDARDISED
			.into_iter()
			.map(|standardised| {
				let total = total(standardised * years.sqrt());
				Node::standardised(rate(standardised), rate(total), seconds).unwrap()
			})
			.collect()
	}

	fn svi(parameters: [f64; 5]) -> Svi {
		let [a, b, rho, m, sigma] = parameters.map(rate);
		Svi { a, b, rho, m, sigma }
	}

	#[test]
	fn a_slice_is_found_again_from_its_nodes() {
		let original = svi([0.01, 0.1, -0.4, 0.05, 0.2]);
		let nodes = nodes(MONTH, |k| variance_of(&original, k));
		let found = fit(&nodes, Neighbours::default()).unwrap();
		let worst = found.fit(&nodes, MONTH).unwrap().worst;
		assert!(worst < Volatility::from_inner(100_000_000_000_000), "{worst} at {found:?}");
	}

	#[test]
	fn a_level_smile_is_a_slice() {
		let nodes = nodes(MONTH, |_| 0.02);
		let found = fit(&nodes, Neighbours::default()).unwrap();
		assert!(found.check_fit(&nodes, MONTH, &TOLERANCE).unwrap().is_ok());
	}

	#[test]
	fn nodes_with_a_butterfly_get_a_slice_without_one() {
		// The middle node is far too high for its neighbours.
		let nodes = nodes(MONTH, |k| if k.abs() < 1e-9 { 0.05 } else { 0.02 + 0.02 * k.abs() });
		let found = fit(&nodes, Neighbours::default()).unwrap();
		assert_eq!(found.check(), Ok(Ok(())));
		assert!(found.check_fit(&nodes, MONTH, &TOLERANCE).unwrap().is_err(), "it cannot be near");
	}

	#[test]
	fn a_slice_stays_between_its_neighbours() {
		let nodes = nodes(MONTH, |k| 0.02 + 0.01 * k * k);
		let (earlier, later) = (|_: f64| 0.0205, |_: f64| 0.0215);
		let neighbours = Neighbours { earlier: Some(&earlier), later: Some(&later) };
		let found = fit(&nodes, neighbours).unwrap();
		for place in -6..=6 {
			let total = variance_of(&found, f64::from(place) * 0.07);
			assert!((0.0205..0.0215).contains(&total), "{total}");
		}
	}

	#[test]
	fn too_few_nodes_and_no_variance_are_refused() {
		let mut few = nodes(MONTH, |_| 0.02);
		few.truncate(4);
		assert_eq!(fit(&few, Neighbours::default()), Err(Unfit::TooFewNodes));
		let none = nodes(MONTH, |_| 0.0);
		assert_eq!(fit(&none, Neighbours::default()), Err(Unfit::TooFewNodes));
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(40))]

		/// Whatever slice a market has, one that the chain takes comes near it.
		#[test]
		fn every_sound_slice_is_met_within_the_chains_tolerance(
			level in 0.002f64..0.05,
			steepness in 0.02f64..0.6,
			tilt in -0.8f64..0.8,
			centre in -0.1f64..0.1,
			roundness in 0.05f64..0.5,
		) {
			let original = svi([level, steepness, tilt, centre, roundness]);
			prop_assume!(original.check() == Ok(Ok(())));
			let nodes = nodes(MONTH, |k| variance_of(&original, k));
			let found = fit(&nodes, Neighbours::default()).unwrap();
			prop_assert_eq!(found.check(), Ok(Ok(())));
			let near = found.check_fit(&nodes, MONTH, &TOLERANCE).unwrap();
			prop_assert!(near.is_ok(), "{:?} for {:?}", near, original);
		}
	}
}
