// SPDX-License-Identifier: Apache-2.0
//! What might happen to one underlying: a list of moves of its price and its volatilities.
//!
//! # Source
//!
//! Grids of price and volatility: Deribit and Derive v2, portfolio margin. Tails that count 16 % / |move|: Paradex,
//! portfolio margin (public documentation).

use super::{VolatilityFactors, VolatilityShock};
use crate::{
	arithmetic::{multiply_divide, Rounding, ONE},
	functions::high,
	options::Shock,
	units::{Rate, Volatility},
	MathsError,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Most scenarios of a set: the columns of a risk row.
pub const COLUMNS: usize = 32;

const UNIT: i128 = ONE.cast_signed();

/// Largest multiplier of a scenario: ten times the price.
const MOST_MULTIPLIER: i128 = 10 * UNIT;

/// Largest weight: eight times the loss.
const MOST_WEIGHT: i128 = 8 * UNIT;

/// Fraction bits of a weight.
pub(super) const WEIGHT_BITS: u32 = 60;

/// Where volatilities go in a scenario.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub enum VolatilityMove {
	/// They rise, by the tenor law of the set.
	Up,
	/// They stay.
	#[default]
	Flat,
	/// They fall, by the tenor law of the set.
	Down,
}

/// One column: what happens, and how much of the loss counts.
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
	Serialize,
	Deserialize,
)]
pub struct Scenario {
	/// Factor on the price: 0.84 for 16 % down.
	pub multiplier: Rate,
	/// What volatilities do.
	pub volatility: VolatilityMove,
	/// What profit and loss are multiplied with, from 0 to 8: less than one for a tail of which a part
	/// counts, zero for a scenario that is switched off.
	pub weight: Rate,
}

/// Why a set of scenarios is refused. Columns count from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScenarioFault {
	/// It has no scenario.
	Empty,
	/// It has more than [`COLUMNS`].
	TooMany(usize),
	/// A multiplier is not above zero and at most 10.
	Multiplier(usize),
	/// A weight is not between zero and 8.
	Weight(usize),
	/// A scenario is in the set twice.
	Repeated(usize),
	/// The shocks of volatility are out of bounds: see [`VolatilityShock::is_valid`].
	Volatility,
}

impl core::fmt::Display for ScenarioFault {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		match self {
			Self::Empty => f.write_str("a set needs at least one scenario"),
			Self::TooMany(count) => write!(f, "{count} scenarios are more than {COLUMNS}"),
			Self::Multiplier(column) => {
				write!(f, "scenario {column}: a multiplier must be above 0 and at most 10")
			},
			Self::Weight(column) => {
				write!(f, "scenario {column}: a weight must be from 0 to 8")
			},
			Self::Repeated(column) => write!(f, "scenario {column} repeats an earlier one"),
			Self::Volatility => f.write_str("a shock of volatility is out of bounds"),
		}
	}
}

/// A valid set of scenarios with what all expiries share under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioSet {
	scenarios: Vec<Scenario>,
	volatility: VolatilityShock,
	/// Every multiplier once.
	pub(super) moves: Vec<Move>,
	pub(super) columns: Vec<Column>,
}

/// A multiplier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Move {
	pub(super) multiplier: Rate,
	pub(super) shock: Shock,
}

/// A scenario as a risk row needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
	/// Which of the moves.
	pub(super) place: usize,
	pub(super) volatility: VolatilityMove,
	/// With [`WEIGHT_BITS`]; `None` for one.
	pub(super) weight: Option<u64>,
	/// Nothing moves, or nothing of it counts.
	pub(super) is_still: bool,
}

impl ScenarioSet {
	/// Checks the scenarios and computes what their rows share. Weights are kept to 2^-60, rounded down.
	pub fn new(
		scenarios: Vec<Scenario>,
		volatility: VolatilityShock,
	) -> Result<Self, ScenarioFault> {
		match scenarios.len() {
			0 => return Err(ScenarioFault::Empty),
			1..=COLUMNS => (),
			count => return Err(ScenarioFault::TooMany(count)),
		}
		if !volatility.is_valid() {
			return Err(ScenarioFault::Volatility);
		}
		let mut moves: Vec<Move> = Vec::new();
		let mut columns = Vec::new();
		for (number, scenario) in scenarios.iter().enumerate() {
			let Scenario { multiplier, weight, .. } = *scenario;
			if !(1..=MOST_MULTIPLIER).contains(&multiplier.into_inner()) {
				return Err(ScenarioFault::Multiplier(number));
			}
			let weight = weight_of(weight).ok_or(ScenarioFault::Weight(number))?;
			if scenarios.iter().take(number).any(|other| other == scenario) {
				return Err(ScenarioFault::Repeated(number));
			}
			let known = moves.iter().position(|known| known.multiplier == multiplier);
			let place = match known {
				Some(place) => place,
				None => {
					let shock =
						Shock::new(multiplier).map_err(|_| ScenarioFault::Multiplier(number))?;
					moves.push(Move { multiplier, shock });
					moves.len().saturating_sub(1)
				},
			};
			columns.push(Column {
				place,
				volatility: scenario.volatility,
				weight,
				is_still: weight == Some(0)
					|| (multiplier.into_inner() == UNIT
						&& scenario.volatility == VolatilityMove::Flat),
			});
		}
		Ok(Self { scenarios, volatility, moves, columns })
	}

	/// The set of the chain's first day: nine moves of up to 16 % either way, each with volatility up,
	/// flat and down, and five tails with volatility up, of which 16 % / |move| counts, rounded up: against the
	/// account. Source: Deribit's core, Paradex's tails.
	pub fn launch() -> Result<Self, ScenarioFault> {
		Self::new(launch_scenarios(), launch_volatility())
	}

	/// The scenarios, in the order of the columns.
	pub fn scenarios(&self) -> &[Scenario] {
		&self.scenarios
	}

	/// The shocks of volatility.
	pub const fn volatility(&self) -> &VolatilityShock {
		&self.volatility
	}

	pub(super) fn factors(&self, seconds: u64) -> Result<VolatilityFactors, MathsError> {
		self.volatility.factors(seconds)
	}
}

/// Core and tails with a price that moves by so many parts per hundred.
fn launch_scenarios() -> Vec<Scenario> {
	const PERCENT: i128 = UNIT / 100;
	let moved =
		|percent: i128| Rate::from_inner(UNIT.saturating_add(percent.saturating_mul(PERCENT)));
	let mut scenarios = Vec::with_capacity(COLUMNS);
	for percent in [-16, -12, -8, -4, 0, 4, 8, 12, 16] {
		for volatility in [VolatilityMove::Up, VolatilityMove::Flat, VolatilityMove::Down] {
			let weight = Rate::from_inner(UNIT);
			scenarios.push(Scenario { multiplier: moved(percent), volatility, weight });
		}
	}
	for percent in [-66i128, -33, 50, 100, 300] {
		// 16 % / |move|, rounded up: against the holder.
		let weight = (16u128.saturating_mul(ONE)).div_ceil(percent.unsigned_abs());
		scenarios.push(Scenario {
			multiplier: moved(percent),
			volatility: VolatilityMove::Up,
			weight: Rate::from_inner(weight.cast_signed()),
		});
	}
	scenarios
}

/// Half up and a quarter down at 30 days, more for nearer and less for farther expiries, and never
/// below 50 % when up.
const fn launch_volatility() -> VolatilityShock {
	VolatilityShock {
		up: Rate::from_inner(UNIT / 2),
		down: Rate::from_inner(UNIT / 4),
		near_power: Rate::from_inner(UNIT / 100 * 30),
		far_power: Rate::from_inner(UNIT / 100 * 13),
		least_seconds: 86_400,
		least_raised: Volatility::from_inner(ONE / 2),
	}
}

/// With [`WEIGHT_BITS`], rounded down; the inner `None` for one, the outer for what is out of bounds.
fn weight_of(weight: Rate) -> Option<Option<u64>> {
	match weight.into_inner() {
		UNIT => Some(None),
		units @ 0..=MOST_WEIGHT => {
			let one = 1 << WEIGHT_BITS;
			let fixed = multiply_divide(units.unsigned_abs(), one, ONE, Rounding::Down).ok()?;
			u64::try_from(fixed).ok().map(Some)
		},
		_ => None,
	}
}

impl Column {
	/// `size` times the weight, rounded down; `size` below 2^61.
	#[inline]
	pub(super) fn weighted(&self, size: u64) -> u64 {
		match self.weight {
			None => size,
			Some(weight) => high(size, weight) << (64 - WEIGHT_BITS),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn scenario(multiplier: &str, volatility: VolatilityMove, weight: &str) -> Scenario {
		Scenario {
			multiplier: multiplier.parse().unwrap(),
			volatility,
			weight: weight.parse().unwrap(),
		}
	}

	#[test]
	fn the_set_of_the_first_day_fills_the_columns() {
		let set = ScenarioSet::launch().unwrap();
		assert_eq!(set.scenarios().len(), COLUMNS);
		assert_eq!(set.scenarios()[0], scenario("0.84", VolatilityMove::Up, "1"));
		assert_eq!(set.scenarios()[13], scenario("1", VolatilityMove::Flat, "1"));
		assert_eq!(
			set.scenarios()[27],
			scenario("0.34", VolatilityMove::Up, "0.242424242424242425")
		);
		assert_eq!(set.scenarios()[31].multiplier, "4".parse().unwrap());
		assert_eq!(set.columns.iter().filter(|column| column.is_still).count(), 1);
		assert_eq!(set.moves.len(), 14);
	}

	#[test]
	fn a_set_that_makes_no_sense_is_refused_with_the_column_that_does_not() {
		let shock = launch_volatility();
		let good = scenario("1.1", VolatilityMove::Up, "1");
		let refused =
			|more: Scenario| ScenarioSet::new(alloc::vec![good, more], shock).unwrap_err();
		let flat = VolatilityMove::Flat;
		assert_eq!(refused(scenario("0", flat, "1")), ScenarioFault::Multiplier(1));
		assert_eq!(refused(scenario("10.1", flat, "1")), ScenarioFault::Multiplier(1));
		assert_eq!(refused(scenario("1", flat, "-0.1")), ScenarioFault::Weight(1));
		assert_eq!(refused(scenario("1", flat, "8.01")), ScenarioFault::Weight(1));
		assert_eq!(refused(good), ScenarioFault::Repeated(1));
		assert_eq!(ScenarioSet::new(Vec::new(), shock), Err(ScenarioFault::Empty));
		let many = alloc::vec![good; 33];
		assert_eq!(ScenarioSet::new(many, shock), Err(ScenarioFault::TooMany(33)));
		let shock = VolatilityShock { up: "11".parse().unwrap(), ..shock };
		let fault = ScenarioSet::new(alloc::vec![good], shock).unwrap_err();
		assert_eq!(fault, ScenarioFault::Volatility);
		assert_eq!(fault.to_string(), "a shock of volatility is out of bounds");
	}
}
