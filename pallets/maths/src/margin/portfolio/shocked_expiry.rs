// SPDX-License-Identifier: Apache-2.0
//! What all strikes of one expiry share under a set of scenarios.
//!
//! # Source
//!
//! Terms of Black 1976. That a shock moves only what is not decided of the forward: Derive v2.

use super::{
	scenario_set::{Column, Move, ScenarioSet},
	VolatilityMove,
};
use crate::{
	functions::{binary::Binary, Logarithm},
	options::{per_unit, Expiry, Level, SettlingForward, Strike},
	units::{Price, Rate, Volatility},
	MathsError,
};
use alloc::vec::Vec;

/// One expiry under every move of a scenario set: forwards with their logarithms, discount, √t and
/// the factors on volatility. Computed once per refresh, for all strikes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShockedExpiry {
	expiry: Expiry,
	/// In the order of the set's moves.
	forwards: Vec<ShockedForward>,
	pub(super) columns: Vec<Column>,
	/// √t · 10^-18 times the factor on a raised volatility.
	raised: Binary,
	/// √t · 10^-18 times the factor on a lowered volatility.
	lowered: Binary,
	/// The least raised volatility.
	least_raised: Level,
}

/// A forward after a move of the price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ShockedForward {
	pub(super) price: Price,
	/// None for a price of zero.
	pub(super) logarithm: Option<Logarithm>,
}

/// The volatility of one series in the three directions.
pub(super) struct Levels {
	pub(super) flat: Level,
	pub(super) raised: Level,
	pub(super) lowered: Level,
}

impl ShockedExpiry {
	/// For a forward of which a part is already decided: `fixed + variable · multiplier`, rounded to
	/// nearest. See [`crate::options::settling_forward`].
	pub fn new(
		set: &ScenarioSet,
		forward: SettlingForward,
		seconds_to_expiry: u64,
		rate: Rate,
	) -> Result<Self, MathsError> {
		let whole = forward.fixed.checked_add(forward.variable)?;
		let expiry = Expiry::new(whole, seconds_to_expiry, rate)?;
		let factors = set.factors(seconds_to_expiry)?;
		let factor = |factor: Rate| per_unit(factor.into_inner().unsigned_abs());
		let forwards = set
			.moves
			.iter()
			.map(|by| shocked(&expiry, forward, by))
			.collect::<Result<Vec<_>, _>>()?;
		Ok(Self {
			forwards,
			columns: set.columns.clone(),
			raised: expiry.root_per_unit.times(factor(factors.raised)),
			lowered: expiry.root_per_unit.times(factor(factors.lowered)),
			least_raised: Level::new(factors.least_raised, expiry.root_per_unit)?,
			expiry,
		})
	}

	/// Without any shock.
	pub const fn expiry(&self) -> &Expiry {
		&self.expiry
	}

	pub(super) fn forwards(&self) -> &[ShockedForward] {
		&self.forwards
	}

	/// A raised volatility is no lower than the floor; the others are as they are.
	pub(super) fn levels(&self, volatility: Volatility) -> Result<Levels, MathsError> {
		let raised = Level::new(volatility, self.raised)?;
		let floor = self.least_raised;
		Ok(Levels {
			flat: Level::new(volatility, self.expiry.root_per_unit)?,
			raised: if raised.total < floor.total { floor } else { raised },
			lowered: Level::new(volatility, self.lowered)?,
		})
	}

	/// Call and put of one column.
	pub(super) fn prices(
		&self,
		column: &Column,
		strike: &Strike,
		levels: &Levels,
	) -> Result<(Price, Price), MathsError> {
		let forward = self.forwards.get(column.place).ok_or(MathsError::OutsideDomain)?;
		let level = levels.of(column.volatility);
		self.expiry.prices_on(forward.price, forward.logarithm, strike, level)
	}
}

impl Levels {
	pub(super) const fn of(&self, volatility: VolatilityMove) -> &Level {
		match volatility {
			VolatilityMove::Up => &self.raised,
			VolatilityMove::Flat => &self.flat,
			VolatilityMove::Down => &self.lowered,
		}
	}
}

fn shocked(
	expiry: &Expiry,
	forward: SettlingForward,
	by: &Move,
) -> Result<ShockedForward, MathsError> {
	let moved = Price::from_inner(by.shock.factor.of(forward.variable.into_inner())?);
	if forward.fixed.is_zero() {
		let logarithm = expiry.logarithm.map(|whole| whole.plus(by.shock.logarithm));
		return Ok(ShockedForward { price: moved, logarithm });
	}
	let price = forward.fixed.checked_add(moved)?;
	Ok(ShockedForward { price, logarithm: Logarithm::of(price.into_inner()).ok() })
}
