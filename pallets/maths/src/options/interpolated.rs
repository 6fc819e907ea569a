// SPDX-License-Identifier: Apache-2.0
//! A smile straight through reported nodes, for an expiry without a verified slice.
//!
//! # Source
//!
//! Ours: straight lines in total variance. What is free of butterflies is Durrleman's g ≥ 0, as in J. Gatheral
//! and A. Jacquier, "Arbitrage-free SVI volatility surfaces", Quantitative Finance 14 (2014).

use super::{
	fit::{annual_volatility, Node},
	polynomial::{Polynomial, Sign},
	svi::{SmileFault, MOST_VARIANCE},
};
use crate::{
	arithmetic::{multiply_divide_floor, ONE},
	functions::ln,
	units::{Price, Rate, Volatility},
	MathsError,
};
use alloc::vec::Vec;

const UNIT: i128 = ONE.cast_signed();

/// Farthest log-moneyness that is evaluated: 16. Beyond it the smile is what it is there.
const FARTHEST: i128 = 16 * UNIT;

/// Intervals of one segment that are looked at before nothing is proved.
const MOST_INTERVALS: u32 = 64;

/// Total variance, straight between nodes and beyond them as steep as next to the last one.
///
/// A wing that would fall outwards is level instead, and none is steeper than 2: a kink at the last node
/// is then never one that makes a butterfly worth less than nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interpolated {
	nodes: Vec<Node>,
}

/// A straight piece: through a node, `rise` per `run`, which is positive.
#[derive(Clone, Copy)]
pub(super) struct Piece {
	pub(super) from: Node,
	pub(super) rise: i128,
	pub(super) run: i128,
}

impl Piece {
	fn between(from: Node, to: Node) -> Result<Self, MathsError> {
		Ok(Self {
			from,
			rise: to.total.checked_sub(from.total)?.into_inner(),
			run: to.k.checked_sub(from.k)?.into_inner(),
		})
	}

	/// Rounded down.
	fn at(&self, k: Rate) -> Result<Rate, MathsError> {
		let along = k.checked_sub(self.from.k)?.into_inner();
		let run = u128::try_from(self.run).map_err(|_| MathsError::OutsideDomain)?;
		let risen = multiply_divide_floor(self.rise, along, run)?;
		self.from.total.checked_add(Rate::from_inner(risen))
	}

	/// Whether this piece's slope is at least the other's, exactly.
	fn is_at_least_as_steep_as(&self, other: &Self) -> Result<bool, MathsError> {
		// Every number is below 2^68, its product below 2^136: compare quotients and remainders.
		let parts = |a: i128, b: i128| -> Result<(i128, i128), MathsError> {
			let low = b.rem_euclid(UNIT);
			let high = b.div_euclid(UNIT);
			let low = a.checked_mul(low).ok_or(MathsError::Overflow)?;
			let high = a.checked_mul(high).ok_or(MathsError::Overflow)?;
			let carried = high.checked_add(low.div_euclid(UNIT)).ok_or(MathsError::Overflow)?;
			Ok((carried, low.rem_euclid(UNIT)))
		};
		Ok(parts(self.rise, other.run)? >= parts(other.rise, self.run)?)
	}
}

impl Interpolated {
	/// Nodes in rising order of moneyness, from −16 to 16, each with a total variance above 0 and at most
	/// 144; `OutsideDomain` otherwise, and `Empty` without any. One node alone is a level smile.
	pub fn new(nodes: Vec<Node>) -> Result<Self, MathsError> {
		if nodes.is_empty() {
			return Err(MathsError::Empty);
		}
		let is_rising = nodes.is_sorted_by(|one, next| one.k < next.k);
		let is_meant = nodes.iter().all(|node| {
			node.k.into_inner().unsigned_abs() <= FARTHEST.unsigned_abs()
				&& (1..=MOST_VARIANCE).contains(&node.total.into_inner())
		});
		if is_rising && is_meant {
			Ok(Self { nodes })
		} else {
			Err(MathsError::OutsideDomain)
		}
	}

	/// The nodes.
	pub fn nodes(&self) -> &[Node] {
		&self.nodes
	}

	/// Total variance at log-moneyness `k`: straight between nodes, on wings as the type says, and the same
	/// from ±16 outwards. Rounded down by less than 10^-18, and exact at the nodes. Ours.
	///
	/// At most 144, a total volatility of 12. Both ends belong to the smile and hide no failure: nodes
	/// themselves keep within them, and a call at the money then lacks 2·10^-9 of its most. Proofs are made
	/// without them.
	pub fn total_variance(&self, k: Rate) -> Result<Rate, MathsError> {
		let k = k.clamp(Rate::from_inner(FARTHEST.saturating_neg()), Rate::from_inner(FARTHEST));
		Ok(self.straight(k)?.min(Rate::from_inner(MOST_VARIANCE)))
	}

	/// The straight pieces and wings without any end, for proofs: a smile that ends would be bent the wrong
	/// way there.
	pub(super) fn straight(&self, k: Rate) -> Result<Rate, MathsError> {
		self.piece_at(k)?.at(k)
	}

	/// Annual volatility of a strike: √(w / years) at k = ln(strike / forward). A strike of zero has none.
	///
	/// The logarithms are off by 1.2·10^-18 together and both w and the root are rounded down: nobody owes a
	/// volatility to anybody. Refuses a forward of zero and no time. Ours.
	pub fn volatility(
		&self,
		forward: Price,
		strike: Price,
		seconds_to_expiry: u64,
	) -> Result<Volatility, MathsError> {
		if forward.is_zero() {
			return Err(MathsError::OutsideDomain);
		}
		if strike.is_zero() {
			return Ok(Volatility::ZERO);
		}
		let k = ln(strike.into_inner())?
			.checked_sub(ln(forward.into_inner())?)
			.ok_or(MathsError::Overflow)?;
		annual_volatility(self.total_variance(Rate::from_inner(k))?, seconds_to_expiry)
	}

	/// Whether no butterfly is free money at any log-moneyness: both wings are flatter than 2, slopes do not
	/// fall at nodes, and on no straight piece the density is negative.
	///
	/// A smile that fails is still a smile: nodes are votes, and nobody proposed their shape. A yes is a proof,
	/// as that of [`Svi::check`](super::Svi::check). Source: Durrleman, as in Gatheral and Jacquier 2014; the
	/// proof is ours.
	pub fn check(&self) -> Result<Result<(), SmileFault>, MathsError> {
		let pieces = self.pieces()?;
		for wing in pieces.first().into_iter().chain(pieces.last()) {
			if wing.rise.unsigned_abs() >= wing.run.unsigned_abs().saturating_mul(2) {
				return Ok(Err(SmileFault::WingTooSteep));
			}
		}
		for (before, after) in pieces.iter().zip(pieces.iter().skip(1)) {
			if !after.is_at_least_as_steep_as(before)? {
				return Ok(Err(SmileFault::NegativeDensity { at: after.from.k }));
			}
		}
		let last = self.nodes.len();
		for (number, piece) in pieces.iter().enumerate() {
			// On a level piece g is 1.
			if piece.rise == 0 {
				continue;
			}
			let fault = if number == 0 {
				Segment::wing(&piece.mirrored()?)
					.fault()?
					.map(SmileFault::mirrored)
					.transpose()?
			} else if number == last {
				Segment::wing(piece).fault()?
			} else {
				Segment::inner(piece).fault()?
			};
			if let Some(fault) = fault {
				return Ok(Err(fault));
			}
		}
		Ok(Ok(()))
	}

	fn piece_at(&self, k: Rate) -> Result<Piece, MathsError> {
		self.piece(self.nodes.partition_point(|node| node.k <= k))
	}

	/// The left wing, the pieces between the nodes, and the right wing.
	pub(super) fn pieces(&self) -> Result<Vec<Piece>, MathsError> {
		(0..=self.nodes.len()).map(|number| self.piece(number)).collect()
	}

	/// The piece before the node of this number; the right wing has the number of nodes.
	fn piece(&self, number: usize) -> Result<Piece, MathsError> {
		let node = |number: usize| self.nodes.get(number).copied();
		let level = |from: Node| Piece { from, rise: 0, run: UNIT };
		let steepest = |piece: &Piece| piece.run.saturating_mul(2);
		let before = number.checked_sub(1).and_then(node);
		match (before, node(number)) {
			(Some(from), Some(to)) => Piece::between(from, to),
			(None, Some(first)) => Ok(match node(1) {
				None => level(first),
				Some(second) => {
					let next = Piece::between(first, second)?;
					let rise = next.rise.clamp(steepest(&next).saturating_neg(), 0);
					Piece { rise, ..next }
				},
			}),
			(Some(last), None) => Ok(match number.checked_sub(2).and_then(node) {
				None => level(last),
				Some(previous) => {
					let next = Piece::between(previous, last)?;
					Piece { from: last, rise: next.rise.clamp(0, steepest(&next)), run: next.run }
				},
			}),
			(None, None) => Err(MathsError::Empty),
		}
	}
}

impl Piece {
	/// Seen from the other side, so that a left wing becomes a right one.
	fn mirrored(&self) -> Result<Self, MathsError> {
		let from = Node { k: self.from.k.checked_neg()?, total: self.from.total };
		Ok(Self { from, rise: self.rise.checked_neg().ok_or(MathsError::Overflow)?, run: self.run })
	}
}

/// A straight piece for the proof: k and w at both ends, and 1 there, or 0 where the end is infinitely far.
///
/// 16 w² · g = 4 (2w − kβ)² − β² w (4 + w) with β the slope. Far ends are divided by their
/// distance, which changes no sign.
struct Segment {
	k: [i128; 2],
	w: [i128; 2],
	one: [i128; 2],
	rise: Polynomial<1>,
	run: Polynomial<1>,
}

/// Fraction bits that numbers of 18 decimals below 144 are moved up by.
const MORE: u32 = 50;

impl Segment {
	fn new(piece: &Piece, k: [i128; 2], w: [i128; 2], one: [i128; 2]) -> Self {
		let up = |value: i128| value.wrapping_shl(MORE);
		Self {
			k: k.map(up),
			w: w.map(up),
			one: one.map(up),
			rise: Polynomial::new([piece.rise], 0, 0),
			run: Polynomial::new([piece.run], 0, 0),
		}
	}

	fn inner(piece: &Piece) -> Self {
		let (k, w) = (piece.from.k.into_inner(), piece.from.total.into_inner());
		let to = (k.saturating_add(piece.run), w.saturating_add(piece.rise));
		Self::new(piece, [k, to.0], [w, to.1], [UNIT, UNIT])
	}

	/// From its node outwards without end, where k grows by the run as often as w by the rise.
	fn wing(piece: &Piece) -> Self {
		let (k, w) = (piece.from.k.into_inner(), piece.from.total.into_inner());
		Self::new(piece, [k, piece.run], [w, piece.rise], [UNIT, 0])
	}

	fn fault(self) -> Result<Option<SmileFault>, MathsError> {
		let mut open = Vec::from([(self.k, self.w, self.one)]);
		let mut error = 0u128;
		for _ in 0..MOST_INTERVALS {
			let Some((k, w, one)) = open.pop() else { return Ok(None) };
			let linear =
				|ends| Polynomial::<2>::new(ends, MORE.cast_signed().saturating_neg(), error);
			let (k_line, w_line) = (linear(k), linear(w));
			let x = w_line.scaled(&self.run, 1).minus(&k_line.scaled(&self.rise, 0));
			let square: Polynomial<3> = x.times(&x).doubled(2);
			let w_term: Polynomial<3> = w_line.times(&linear(one).doubled(2).plus(&w_line));
			let weighted = w_term.scaled(&self.rise, 0).scaled(&self.rise, 0);
			let ([k0, k1], [w0, w1], [one0, one1]) = (k, w, one);
			match square.minus(&weighted).sign() {
				Sign::NeverNegative => {},
				Sign::NegativeAtStart => return refuted(k0, one0),
				Sign::NegativeAtEnd => return refuted(k1, one1),
				Sign::Unknown => {
					let middle = |start: i128, end: i128| start.wrapping_add(end) >> 1;
					let (k, w, one) = (middle(k0, k1), middle(w0, w1), middle(one0, one1));
					open.push(([k0, k], [w0, w], [one0, one]));
					open.push(([k, k1], [w, w1], [one, one1]));
					error = error.saturating_add(1);
				},
			}
		}
		Ok(Some(SmileFault::NotProved))
	}
}

fn refuted(k: i128, one: i128) -> Result<Option<SmileFault>, MathsError> {
	let one = u128::try_from(one).map_err(|_| MathsError::OutsideDomain)?;
	let at = Rate::from_inner(multiply_divide_floor(k, UNIT, one)?);
	Ok(Some(SmileFault::NegativeDensity { at }))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn smile(nodes: &[(&str, &str)]) -> Result<Interpolated, MathsError> {
		Interpolated::new(
			nodes
				.iter()
				.map(|(k, total)| Node { k: k.parse().unwrap(), total: total.parse().unwrap() })
				.collect(),
		)
	}

	fn rate(text: &str) -> Rate {
		text.parse().unwrap()
	}

	#[test]
	fn the_smile_is_straight_between_nodes_and_as_steep_beyond_them() {
		let smile = smile(&[("-0.5", "0.09"), ("0", "0.04"), ("1", "0.08")]).unwrap();
		let at = |k: &str| smile.total_variance(rate(k)).unwrap();
		assert_eq!([at("-0.5"), at("0"), at("1")], ["0.09", "0.04", "0.08"].map(rate));
		assert_eq!([at("-0.25"), at("0.5")], ["0.065", "0.06"].map(rate));
		assert_eq!([at("-1.5"), at("3")], ["0.19", "0.16"].map(rate));
		assert_eq!(at("-40"), at("-16"));
		assert_eq!(smile.check(), Ok(Ok(())));
	}

	#[test]
	fn a_wing_that_would_fall_is_level() {
		let skewed = smile(&[("-0.5", "0.09"), ("0", "0.06"), ("0.5", "0.05")]).unwrap();
		assert_eq!(skewed.total_variance(rate("9")).unwrap(), rate("0.05"));
		assert_eq!(skewed.check(), Ok(Ok(())));
		let alone = smile(&[("0.1", "0.04")]).unwrap();
		assert_eq!(alone.total_variance(rate("-3")).unwrap(), rate("0.04"));
		assert_eq!(alone.check(), Ok(Ok(())));
	}

	#[test]
	fn nodes_must_be_in_order_and_positive() {
		assert_eq!(smile(&[]), Err(MathsError::Empty));
		for nodes in [
			[("0", "0.04"), ("0", "0.05")],
			[("0.1", "0.04"), ("0", "0.05")],
			[("0", "0"), ("1", "0.05")],
			[("0", "-0.1"), ("1", "0.05")],
			[("0", "0.1"), ("16.1", "0.1")],
			[("0", "0.1"), ("1", "145")],
		] {
			assert_eq!(smile(&nodes), Err(MathsError::OutsideDomain));
		}
	}

	#[test]
	fn each_fault_of_nodes_is_found() {
		let found = |nodes: &[(&str, &str)]| smile(nodes).unwrap().check().unwrap();
		// A bulge: the slope falls at its top.
		assert_eq!(
			found(&[("-1", "0.04"), ("0", "0.06"), ("1", "0.05")]),
			Err(SmileFault::NegativeDensity { at: rate("0") })
		);
		assert_eq!(found(&[("0", "0.1"), ("1", "2.1")]), Err(SmileFault::WingTooSteep));
		assert_eq!(found(&[("-1", "2.1"), ("0", "0.1")]), Err(SmileFault::WingTooSteep));
		// Steep at a small variance: 16 w² g is 4 · 0.02² − 1.96 · 0.01 · 4.01 at the start.
		let steep = found(&[("0", "0.01"), ("0.1", "0.15")]);
		assert!(matches!(steep, Err(SmileFault::NegativeDensity { .. })), "{steep:?}");
		let mirrored = found(&[("-0.1", "0.15"), ("0", "0.01")]);
		assert!(matches!(mirrored, Err(SmileFault::NegativeDensity { .. })), "{mirrored:?}");
	}

	#[test]
	fn a_wing_that_gives_money_away_between_its_node_and_far_out_only_is_found() {
		let nodes = [("-1.1349", "0.027180077253"), ("0.9344", "0.011479328862")];
		let steep = smile(&[nodes[0], nodes[1], ("1.2799", "0.055397724204")]).unwrap();
		let fault = steep.check().unwrap();
		assert!(matches!(fault, Err(SmileFault::NegativeDensity { .. })), "{fault:?}");
		let g = |k: f64| {
			let slope = (0.055397724204 - 0.011479328862) / (1.2799 - 0.9344);
			let w = 0.055397724204 + slope * (k - 1.2799);
			(1.0 - k * slope / (2.0 * w)).powi(2) - slope * slope / 4.0 * (1.0 / w + 0.25)
		};
		// Least about where kβ = 2w; a search in whole steps of k goes past it.
		assert!(g(1.28) > 0.14 && g(1.65) < -0.03 && g(2.28) > 0.01);
	}

	#[test]
	fn volatility_is_the_root_of_variance_per_year() {
		let smile = smile(&[("0", "0.04")]).unwrap();
		let price = |text: &str| text.parse::<Price>().unwrap();
		let volatility =
			|forward, strike| smile.volatility(price(forward), price(strike), 31_536_000);
		assert_eq!(volatility("100", "120"), Ok("0.2".parse().unwrap()));
		assert_eq!(volatility("100", "0"), Ok(Volatility::ZERO));
		assert_eq!(volatility("0", "100"), Err(MathsError::OutsideDomain));
	}
}
