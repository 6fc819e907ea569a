// SPDX-License-Identifier: Apache-2.0
//! How far a slice is from what was reported.
//!
//! # Source
//!
//! Ours: a chain verifies a proposed slice and never fits one. Distances are in annual volatility,
//! √(w / years), because that is what is quoted.

use super::{svi::Svi, SECONDS_PER_YEAR};
use crate::{
	arithmetic::{multiply_divide, Rounding, ONE},
	functions::{floor_of_root, square_root},
	units::{Rate, Volatility},
	MathsError,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use primitive_types::U256;
use scale_info::TypeInfo;

/// One reported point of a smile.
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
pub struct Node {
	/// Log-moneyness, ln(strike / forward).
	pub k: Rate,
	/// Total variance, volatility² · years.
	pub total: Rate,
}

impl Node {
	/// A node at so many roots of a year: k = standardised · √years.
	///
	/// Rounded to nearest, from two roots of 18 decimals rounded down: nobody owes a place to anybody. Every
	/// time is in the domain. Ours.
	pub fn standardised(
		standardised: Rate,
		total: Rate,
		seconds_to_expiry: u64,
	) -> Result<Self, MathsError> {
		// √(seconds / year) with 18 decimals would lose minutes; its square has 36.
		let years = u128::from(seconds_to_expiry).checked_mul(ONE).ok_or(MathsError::Overflow)?;
		let root = square_root(years)?;
		let of_year = square_root(u128::from(SECONDS_PER_YEAR).saturating_mul(ONE))?;
		let size = standardised.into_inner().unsigned_abs();
		let size = multiply_divide(size, root, of_year, Rounding::NearestPrefDown)?;
		let size = i128::try_from(size).map_err(|_| MathsError::Overflow)?;
		let k = if standardised.is_negative() { size.saturating_neg() } else { size };
		Ok(Self { k: Rate::from_inner(k), total })
	}
}

/// Errors of a slice at nodes, in annual volatility. Rounded up, against who proposes the slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
	/// The largest.
	pub worst: Volatility,
	/// Where that is.
	pub worst_at: Rate,
	/// The mean of all.
	pub mean: Volatility,
}

/// How far a slice may be from every node: the larger of both allowances counts.
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
pub struct FitTolerance {
	/// As a part of the node's total variance.
	pub of_variance: Rate,
	/// In annual volatility.
	pub volatility: Volatility,
}

/// The node that a slice misses by more than it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeMissed {
	/// The node.
	pub node: Node,
	/// By how much, in annual volatility.
	pub by: Volatility,
}

/// A year in seconds, with 18 decimals.
const YEAR: u128 = (SECONDS_PER_YEAR as u128).saturating_mul(ONE);

/// Annual volatility of a total variance: the root of the variance in a year.
///
/// Rounded down: the largest whose variance over the time is not above it. Whoever judges by a distance to it rounds
/// that up. Refuses a negative variance and no time. Source: the definition of total variance, w = σ²·t.
pub fn annual_volatility(total: Rate, seconds_to_expiry: u64) -> Result<Volatility, MathsError> {
	let total = u128::try_from(total.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
	// With 36 decimals: the root of 18 would be short by 10^-18 / (2 · volatility).
	match multiply_divide(total, YEAR, seconds_to_expiry.into(), Rounding::Down) {
		Ok(annual) => Ok(Volatility::from_inner(floor_of_root(annual).into())),
		Err(MathsError::Overflow) => large_annual_volatility(total, seconds_to_expiry),
		Err(refused) => Err(refused),
	}
}

/// The same from 18 on, where the root of 18 decimals is short by one at most.
fn large_annual_volatility(total: u128, seconds: u64) -> Result<Volatility, MathsError> {
	let per_second =
		multiply_divide(total, SECONDS_PER_YEAR.into(), seconds.into(), Rounding::Down)?;
	let root = square_root(per_second)?;
	let next = root.saturating_add(1);
	// A root is below 2^94, so that no product leaves 256 bits.
	let of = |a: u128, b: u128| U256::from(a).checked_mul(U256::from(b));
	let square = of(next, next).and_then(|square| square.checked_mul(seconds.into()));
	let (square, most) = square.zip(of(total, YEAR)).ok_or(MathsError::Overflow)?;
	Ok(Volatility::from_inner(if square <= most { next } else { root }))
}

impl Svi {
	/// How far the slice is from the nodes, in annual volatility. One square root more than its variance for
	/// each.
	///
	/// Rounded up by at most two last digits of each distance, against who proposes the slice. The slice's variance
	/// is what [`Svi::total_variance`] answers: its own last digit is worth 10^-18 / (2 · volatility · years).
	/// Refuses no nodes at all, no time, and negative variances. Ours.
	pub fn fit(&self, nodes: &[Node], seconds_to_expiry: u64) -> Result<Fit, MathsError> {
		let mut worst = None;
		let mut sum = 0u128;
		for node in nodes {
			let apart = self.distance(node, seconds_to_expiry)?;
			sum = sum.checked_add(apart.into_inner()).ok_or(MathsError::Overflow)?;
			if worst.is_none_or(|(largest, _)| apart > largest) {
				worst = Some((apart, node.k));
			}
		}
		let (worst, worst_at) = worst.ok_or(MathsError::Empty)?;
		let count = u128::try_from(nodes.len()).map_err(|_| MathsError::Overflow)?;
		Ok(Fit { worst, worst_at, mean: Volatility::from_inner(sum.div_ceil(count)) })
	}

	/// The slice's fit if it is close enough to every node, and otherwise the first that it misses.
	///
	/// Both allowances are rounded against who proposes the slice; a negative allowance allows nothing.
	/// Refuses what [`Svi::fit`] refuses. Ours.
	pub fn check_fit(
		&self,
		nodes: &[Node],
		seconds_to_expiry: u64,
		tolerance: &FitTolerance,
	) -> Result<Result<Fit, NodeMissed>, MathsError> {
		for node in nodes {
			let by = self.distance(node, seconds_to_expiry)?;
			let total = node.total.into_inner().unsigned_abs();
			let apart = self.total_variance(node.k)?.into_inner().abs_diff(node.total.into_inner());
			let share = tolerance.of_variance.into_inner().max(0).unsigned_abs();
			let allowed = multiply_divide(total, share, ONE, Rounding::Down)?;
			if apart > allowed && by > tolerance.volatility {
				return Ok(Err(NodeMissed { node: *node, by }));
			}
		}
		self.fit(nodes, seconds_to_expiry).map(Ok)
	}

	/// |volatility of the slice − volatility of the node|, rounded up by at most two last digits. Nothing if both
	/// variances are the same.
	fn distance(&self, node: &Node, seconds_to_expiry: u64) -> Result<Volatility, MathsError> {
		let total = self.total_variance(node.k)?;
		let ours = annual_volatility(total, seconds_to_expiry)?;
		let theirs = annual_volatility(node.total, seconds_to_expiry)?;
		let apart = ours.into_inner().abs_diff(theirs.into_inner());
		// Each root is rounded down, so that their distance may be short by less than a digit.
		let short = u128::from(total != node.total);
		Ok(Volatility::from_inner(apart.saturating_add(short)))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn part(text: &str) -> Rate {
		text.parse().unwrap()
	}

	/// 20 % at every strike, over a quarter of a year.
	fn flat() -> Svi {
		let [a, b, rho, m, sigma] = ["0.01", "0", "0", "0", "0.1"].map(part);
		Svi { a, b, rho, m, sigma }
	}

	const QUARTER: u64 = SECONDS_PER_YEAR / 4;

	fn node(k: &str, total: &str) -> Node {
		Node { k: part(k), total: part(total) }
	}

	fn allow(of_variance: &str, volatility: &str) -> FitTolerance {
		FitTolerance { of_variance: part(of_variance), volatility: volatility.parse().unwrap() }
	}

	#[test]
	fn errors_are_in_volatility_and_the_worst_has_a_place() {
		// 20 % as it should be, 22 % and 19 %.
		let nodes = [node("-0.1", "0.01"), node("0", "0.0121"), node("0.1", "0.009025")];
		let fit = flat().fit(&nodes, QUARTER).unwrap();
		assert_eq!(fit.worst_at, part("0"));
		assert_eq!(fit.worst, "0.020000000000000001".parse().unwrap());
		assert_eq!(fit.mean, "0.010000000000000001".parse().unwrap());
		assert_eq!(flat().fit(&[], QUARTER), Err(MathsError::Empty));
	}

	#[test]
	fn a_volatility_is_the_floor_of_its_root() {
		let of = |total: i128, seconds| {
			annual_volatility(Rate::from_inner(total), seconds).map(Volatility::into_inner)
		};
		// Once rounded to nearest before the root: …847 instead of 842.25.
		assert_eq!(of(1_477_207_714_182_407, 17_972_860), Ok(50_911_452_926_820_842));
		assert_eq!(of(-1, 1), Err(MathsError::OutsideDomain));
		assert_eq!(of(1, 0), Err(MathsError::DivisionByZero));
		assert_eq!(of(0, 1), Ok(0));
		// Of every size: the next one would be too much.
		let mut state = 1u128;
		for step in 0..20_000u32 {
			state = state.wrapping_mul(0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645) + 0x9e37_79b9;
			let total = (state >> (1 + step % 127)).cast_signed();
			let seconds = (state as u64 >> (step % 61)).max(1);
			let Ok(found) = of(total, seconds) else { continue };
			let square = |root: u128| U256::from(root) * U256::from(root) * U256::from(seconds);
			let most = U256::from(total) * U256::from(YEAR);
			assert!(square(found) <= most && square(found + 1) > most, "{total} {seconds}");
		}
	}

	/// It was short by eight digits.
	#[test]
	fn no_distance_is_less_than_it_is() {
		let seconds = 52_268_721;
		let level = Svi { a: Rate::from_inner(4_459_217_580_630_260), ..flat() };
		let node = Node { k: Rate::ZERO, total: Rate::from_inner(4_516_222_564_384_757) };
		// 330,487,096,503,759.10 exactly.
		let worst = level.fit(&[node], seconds).unwrap().worst;
		assert_eq!(worst.into_inner(), 330_487_096_503_760);
		// Two variances whose volatilities have the same digits are still apart.
		let node = Node { k: Rate::ZERO, total: Rate::from_inner(4_459_217_580_630_261) };
		let century = 100 * SECONDS_PER_YEAR;
		let apart = level.fit(&[node], century * 1_000).unwrap().worst;
		assert_eq!(apart.into_inner(), 1);
	}

	#[test]
	fn the_larger_allowance_counts_at_each_node() {
		let nodes = [node("0", "0.0121")];
		let check = |tolerance| flat().check_fit(&nodes, QUARTER, &tolerance).unwrap();
		assert!(check(allow("0.18", "0")).is_ok());
		assert!(check(allow("0", "0.0201")).is_ok());
		let missed = check(allow("0.17", "0.0199")).unwrap_err();
		assert_eq!(missed.node, nodes[0]);
		assert_eq!(missed.by, "0.020000000000000001".parse().unwrap());
	}

	#[test]
	fn standardised_nodes_are_as_far_as_the_root_of_time() {
		let of = |seconds| Node::standardised(part("-1.5"), part("1"), seconds).unwrap().k;
		assert_eq!(of(SECONDS_PER_YEAR), part("-1.5"));
		assert_eq!(of(QUARTER), part("-0.75"));
		assert_eq!(of(0), Rate::ZERO);
	}
}
