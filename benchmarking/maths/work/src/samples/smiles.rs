// SPDX-License-Identifier: Apache-2.0
//! Smiles, nodes near them and strikes on them.

use super::{exp, part, product, spot, uniform, UNIT};
use crate::{
	random::Random,
	yardstick::{self, FloatSmile},
};
use alloc::vec::Vec;
use market_maths::{
	options::{Interpolated, Node, Svi, SECONDS_PER_YEAR},
	units::{Price, Rate},
};

/// How many smiles there are.
const SMILES: usize = 16;

/// Standard deviations of the reported nodes, in fourths.
const NODES: [i128; 13] = [-10, -8, -6, -4, -2, -1, 0, 1, 2, 4, 6, 8, 10];

/// 10^9, by which both factors are divided where their product might not fit.
const UNIT_ROOT: i128 = 1_000_000_000;

/// A smile of one expiry in every form.
pub(crate) struct Smile {
	pub(crate) seconds: u64,
	pub(crate) years: f64,
	/// Free of arbitrage.
	pub(crate) slice: Svi,
	/// Of a later expiry, above it.
	pub(crate) later: Svi,
	/// What was reported, within a hundredth of the slice.
	pub(crate) nodes: Vec<Node>,
	/// Straight between the slice's own nodes, so that its check looks at every piece.
	pub(crate) straight: Interpolated,
	/// The slice in floating point.
	pub(crate) float: FloatSmile,
}

/// A strike of an expiry.
pub(crate) struct StruckAt {
	/// Of which smile.
	pub(crate) smile: usize,
	pub(crate) forward: Price,
	pub(crate) strike: Price,
	/// ln(strike / forward).
	pub(crate) moneyness: Rate,
	pub(crate) float_forward: f64,
	pub(crate) float_strike: f64,
	pub(crate) float_moneyness: f64,
}

fn slice(random: &mut Random, years: i128) -> Svi {
	// At the money 40 % to 80 % a year, sloping down.
	let level = |rate: Rate| Rate::from_inner(rate.into_inner() * years / UNIT);
	Svi {
		a: level(part(random, 100, 400)),
		b: level(part(random, 100, 300)),
		rho: Rate::from_inner(-part(random, 50, 500).into_inner()),
		m: Rate::from_inner(part(random, 0, 100).into_inner() - UNIT / 20),
		sigma: part(random, 200, 500),
	}
}

fn smile(random: &mut Random) -> Option<Smile> {
	let seconds = random.between(7 * 86_400, 2 * SECONDS_PER_YEAR);
	let years = i128::from(seconds) * UNIT / i128::from(SECONDS_PER_YEAR);
	let slice = slice(random, years);
	if slice.check() != Ok(Ok(())) {
		return None;
	}
	let middle = slice.total_variance(Rate::ZERO).ok()?.into_inner();
	let root = market_maths::functions::square_root(middle.unsigned_abs()).ok()? as i128;
	let exact = NODES
		.iter()
		.map(|fourths| {
			let k = Rate::from_inner(root / 4 * fourths);
			Some(Node { k, total: slice.total_variance(k).ok()? })
		})
		.collect::<Option<Vec<_>>>()?;
	let nodes = exact
		.iter()
		.map(|node| {
			let seen = part(random, 990, 1_010).into_inner() / UNIT_ROOT;
			let total = node.total.into_inner() / UNIT_ROOT * seen;
			Node { total: Rate::from_inner(total), ..*node }
		})
		.collect();
	// A tenth more variance everywhere.
	let grown = |rate: Rate| Rate::from_inner(rate.into_inner() / 10 * 11);
	Some(Smile {
		seconds,
		years: yardstick::decimal(years),
		later: Svi { a: grown(slice.a), b: grown(slice.b), ..slice },
		straight: Interpolated::new(exact).ok()?,
		float: FloatSmile::new(&slice),
		nodes,
		slice,
	})
}

pub(super) fn some(random: &mut Random) -> Vec<Smile> {
	core::iter::from_fn(|| Some(smile(random))).flatten().take(SMILES).collect()
}

pub(super) fn struck_at(random: &mut Random, smiles: &[Smile]) -> StruckAt {
	let smile = random.below(smiles.len() as u64) as usize;
	let forward = spot(random);
	// Two standard deviations to either side.
	let root = smiles[smile].nodes[10].k.into_inner() * 2 / 3;
	let deviations = 4 * uniform(random) - 2 * UNIT;
	let moneyness = root / UNIT_ROOT * deviations / UNIT_ROOT;
	let strike = product(forward.into_inner(), exp(moneyness));
	StruckAt {
		smile,
		forward,
		strike: Price::from_inner(strike),
		moneyness: Rate::from_inner(moneyness),
		float_forward: yardstick::decimal(forward.into_inner() as i128),
		float_strike: yardstick::decimal(strike as i128),
		float_moneyness: yardstick::decimal(moneyness),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use market_maths::options::is_calendar_free;

	#[test]
	fn the_smiles_are_free_of_arbitrage_and_differ() {
		let smiles = some(&mut Random::new(1));
		assert_eq!(smiles.len(), SMILES);
		for smile in &smiles {
			assert_eq!(smile.slice.check(), Ok(Ok(())));
			assert_eq!(is_calendar_free(&smile.slice, &smile.later), Ok(true));
		}
		assert_ne!(smiles[0].slice, smiles[1].slice);
	}
}
