// SPDX-License-Identifier: Apache-2.0
use super::rate;
use market_maths::{
	options::{Node, SECONDS_PER_YEAR},
	units::Rate,
	MathsError,
};

/// Where a smile is reported: k / √years, in the order of the chain.
pub const STANDARDISED: [f64; 7] = [-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5];

/// What is quoted for one strike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quoted {
	/// The strike over the forward.
	pub moneyness: f64,
	/// Annual volatility, 1 for 100 %.
	pub volatility: f64,
}

/// The part of the quotes' width whose slope the wing beyond it has.
const OUTER_PART: f64 = 0.15;
/// The steepest wing.
const STEEPEST: f64 = 1.9;

/// The total variances of one expiry at the chain's nodes, as its quotes give them: straight between quotes in
/// log-moneyness, and straight on beyond the last ones. `None` if there is no quote that means anything.
///
/// Quotes of a strike for call and put are averaged.
pub fn nodes_of(quotes: &[Quoted], seconds_to_expiry: u64) -> Option<Vec<Node>> {
	let points = points_of(quotes, seconds_to_expiry);
	points.first()?;
	let years = years_of(seconds_to_expiry);
	STANDARDISED
		.into_iter()
		.map(|standardised| node_at(&points, standardised, years, seconds_to_expiry).ok())
		.collect()
}

/// Seconds as years of 365 days.
pub(super) fn years_of(seconds: u64) -> f64 {
	seconds as f64 / SECONDS_PER_YEAR as f64
}

/// Log-moneyness and total variance of each strike with a quote that means anything, and how many quotes it had;
/// the lowest strike first.
pub(super) fn points_of(quotes: &[Quoted], seconds_to_expiry: u64) -> Vec<(f64, f64, f64)> {
	let years = years_of(seconds_to_expiry);
	let mut points: Vec<(f64, f64, f64)> = quotes
		.iter()
		.filter(|it| it.moneyness > 0.0 && it.volatility > 0.0 && it.volatility.is_finite())
		.map(|it| (it.moneyness.ln(), it.volatility.powi(2) * years, 1.0))
		.filter(|point| point.0.is_finite())
		.collect();
	points.sort_by(|one, other| one.0.total_cmp(&other.0));
	points.dedup_by(|next, kept| {
		let is_same = next.0 - kept.0 < 1e-12;
		if is_same {
			kept.1 = (kept.1 * kept.2 + next.1) / (kept.2 + 1.0);
			kept.2 += 1.0;
		}
		is_same
	});
	points
}

fn node_at(
	points: &[(f64, f64, f64)],
	standardised: f64,
	years: f64,
	seconds_to_expiry: u64,
) -> Result<Node, MathsError> {
	let k = standardised * years.sqrt();
	let total = between(points, k);
	Node::standardised(
		Rate::from_inner((standardised * 1e18) as i128),
		rate(total),
		seconds_to_expiry,
	)
}

/// The total variance at a log-moneyness, as [`nodes_of`] reads it from the points.
pub(super) fn between(points: &[(f64, f64, f64)], k: f64) -> f64 {
	let above = points.partition_point(|point| point.0 < k);
	match (above.checked_sub(1).and_then(|below| points.get(below)), points.get(above)) {
		(Some(below), Some(above)) => {
			let part = (k - below.0) / (above.0 - below.0);
			below.1 + part * (above.1 - below.1)
		},
		(Some(last), None) => beyond(points, last, k),
		(None, Some(first)) => beyond(points, first, k),
		(None, None) => 0.0,
	}
}

/// Wings of total variance are straight. Their slope is that of the outer part of what is quoted, which a single
/// quote says little about; it never falls outwards, nor rises as steeply as no smile can.
fn beyond(points: &[(f64, f64, f64)], end: &(f64, f64, f64), k: f64) -> f64 {
	let width = points.last().map_or(0.0, |last| last.0) - points[0].0;
	let inner = points
		.iter()
		.filter(|point| (point.0 - end.0).abs() >= OUTER_PART * width)
		.min_by(|one, other| (one.0 - end.0).abs().total_cmp(&(other.0 - end.0).abs()));
	let slope = inner
		.filter(|inner| inner.0 != end.0)
		.map_or(0.0, |inner| (end.1 - inner.1) / (end.0 - inner.0).abs());
	end.1 + slope.clamp(0.0, STEEPEST) * (k - end.0).abs()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::smile::point;

	const YEAR: u64 = SECONDS_PER_YEAR;

	fn quoted(moneyness: f64, volatility: f64) -> Quoted {
		Quoted { moneyness, volatility }
	}

	#[test]
	fn variance_is_straight_between_quotes_and_goes_straight_on_beyond_them() {
		let quotes = [quoted(1.0_f64.exp(), 0.5), quoted((-1.0_f64).exp(), 0.3), quoted(1.0, 0.2)];
		let nodes = nodes_of(&quotes, YEAR).unwrap();
		let found: Vec<_> = nodes.iter().map(point).collect();
		let expected = [0.115, 0.09, 0.065, 0.04, 0.145, 0.25, 0.355];
		for ((found, standardised), expected) in found.into_iter().zip(STANDARDISED).zip(expected) {
			assert!((found.0 - standardised).abs() < 1e-12);
			assert!((found.1 - expected).abs() < 1e-12, "{found:?} is not {expected}");
		}
	}

	#[test]
	fn a_wing_never_falls_outwards_and_never_rises_beyond_reason() {
		let falling = [quoted(0.9, 0.6), quoted(1.0, 0.5), quoted(1.1, 0.4)];
		let nodes = nodes_of(&falling, YEAR).unwrap();
		assert!((point(&nodes[6]).1 - 0.16).abs() < 1e-12);
		let steep = [quoted(1.0, 0.1), quoted(1.01, 2.0)];
		let nodes = nodes_of(&steep, YEAR).unwrap();
		let end = 1.01_f64.ln();
		assert!((point(&nodes[6]).1 - (4.0 + 1.9 * (1.5 - end))).abs() < 1e-9);
	}

	#[test]
	fn call_and_put_of_a_strike_count_together() {
		let one = nodes_of(&[quoted(1.0, 0.4), quoted(1.0, 0.2)], YEAR).unwrap();
		assert!((point(&one[3]).1 - 0.1).abs() < 1e-12);
	}

	#[test]
	fn quotes_that_mean_nothing_make_no_smile() {
		assert_eq!(nodes_of(&[], YEAR), None);
		let nonsense =
			[quoted(0.0, 0.5), quoted(1.0, 0.0), quoted(1.0, f64::NAN), quoted(-1.0, 0.5)];
		assert_eq!(nodes_of(&nonsense, YEAR), None);
	}
}
