// SPDX-License-Identifier: Apache-2.0
//! Everything but the scenarios that decides a portfolio margin.
//!
//! # Source
//!
//! Derive v2, portfolio risk manager 2 (public contracts): static discount, basis, skew, contingencies, doubt and
//! depeg, with its formulas.

use super::{
	parameters,
	scenario_set::{Scenario, ScenarioFault, ScenarioSet, VolatilityMove},
	ColumnProfits, VolatilityShock,
};
use crate::{
	arithmetic::{multiply_divide_ceil, multiply_divide_floor, ONE},
	margin::DepegParameters,
	options::SECONDS_PER_YEAR,
	units::Rate,
	MathsError,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

const UNIT: Rate = Rate::from_inner(ONE.cast_signed());

parameters!(
	/// How what an expiry would be worth in a scenario is counted: the farther away, the less of a gain
	/// and the more of a debt.
	///
	/// A value above zero counts `long_base·e^(−t·(r·long_rate_scale + long_rate_add))` of itself. One below
	/// zero counts `short_base·e^(+t·(r·short_rate_scale + short_rate_add))`, but no more than the value
	/// without its own discount, `1/D`. r is the expiry's rate, at least zero; t is in years.
	StaticDiscount {
		/// Of a value above zero, before time.
		long_base: Rate,
		/// Share of the expiry's rate.
		long_rate_scale: Rate,
		/// On top of it, per year.
		long_rate_add: Rate,
		/// Of a value below zero, before time.
		short_base: Rate,
		/// Share of the expiry's rate.
		short_rate_scale: Rate,
		/// On top of it, per year.
		short_rate_add: Rate,
	}
);

impl StaticDiscount {
	/// Everything counts as it stands.
	pub const NONE: Self = Self {
		long_base: UNIT,
		long_rate_scale: Rate::ZERO,
		long_rate_add: Rate::ZERO,
		short_base: UNIT,
		short_rate_scale: Rate::ZERO,
		short_rate_add: Rate::ZERO,
	};
}

parameters!(
	/// Forwards that move against each other. Each expiry loses the worse of two moves of its own forward,
	/// times `factor + factor_per_year·t`. The sum over expiries is one more thing that may happen.
	BasisShock {
		/// Multiplier of the forward on the way up.
		up: Rate,
		/// Multiplier of the forward on the way down.
		down: Rate,
		/// Share of that loss, before time.
		factor: Rate,
		/// Share of that loss for each year to expiry.
		factor_per_year: Rate,
	}
);

impl BasisShock {
	/// The moves as a set: column 0 up, column 1 down; only one if they are the same.
	///
	/// A second row of an instrument under this set is what [`BasisShock::loss`] needs.
	pub fn scenarios(&self) -> Result<ScenarioSet, ScenarioFault> {
		let moved =
			|multiplier| Scenario { multiplier, volatility: VolatilityMove::Flat, weight: UNIT };
		let volatility = VolatilityShock::default();
		let mut moves = alloc::vec![moved(self.up), moved(self.down)];
		moves.dedup();
		ScenarioSet::new(moves, volatility)
	}

	/// Whether nothing of it counts.
	pub const fn is_off(&self) -> bool {
		self.factor.is_zero() && self.factor_per_year.is_zero()
	}

	/// What counts of the worse move, `factor + factor_per_year·t`, rounded up by less than 10^-18: against the
	/// holder. Source: Derive v2.
	pub fn share(&self, seconds_to_expiry: u64) -> Result<Rate, MathsError> {
		let growth = multiply_divide_ceil(
			self.factor_per_year.into_inner(),
			seconds_to_expiry.into(),
			SECONDS_PER_YEAR.into(),
		)?;
		self.factor.checked_add(Rate::from_inner(growth))
	}

	/// What the options of one expiry lose in the worse move, in the unit of the columns: not above zero,
	/// rounded down by less than one: against the account. `profits` are theirs under [`BasisShock::scenarios`].
	/// Source: Derive v2.
	pub fn loss(&self, profits: &ColumnProfits, seconds_to_expiry: u64) -> Result<i64, MathsError> {
		let (_, worst) = profits.least();
		let share = self.share(seconds_to_expiry)?.into_inner();
		let loss = multiply_divide_floor(worst.min(0).into(), share, ONE)?;
		i64::try_from(loss).map_err(|_| MathsError::Overflow)
	}
}

parameters!(
	/// A smile that tilts or bends: `σ·(1 + clamp(k·cap/k*, ±cap))`, k = ln(K/F) for the tilt and |k| for the
	/// bend, `cap = base + per_root_year·√t` and `k* = max(least, √t·width·(level + level_per_root_year·√t))`.
	///
	/// Every expiry loses the size of what that does to it, whichever way it goes, times the weight. A weight
	/// of zero turns it off.
	SkewShock {
		/// Weight of a tilt.
		tilt: Rate,
		/// Weight of a bend.
		bend: Rate,
		/// Most relative change of a volatility in a tilt, before time.
		tilt_cap: Rate,
		/// For each root of a year on top of it; may be negative.
		tilt_cap_per_root_year: Rate,
		/// Most relative change of a volatility in a bend, before time.
		bend_cap: Rate,
		/// For each root of a year on top of it; may be negative.
		bend_cap_per_root_year: Rate,
		/// The least k*.
		least_reach: Rate,
		/// Of k*.
		width: Rate,
		/// Of k*.
		level: Rate,
		/// Of k*; may be negative.
		level_per_root_year: Rate,
	}
);

parameters!(
	/// What positions require for what no scenario holds. Fractions of the notional at the index.
	Contingencies {
		/// Of perpetuals.
		perpetual: Rate,
		/// Of perpetuals, on top for the initial requirement.
		perpetual_initial: Rate,
		/// Of coins of the underlying.
		base: Rate,
		/// Of shorts that no long at the same strike offsets.
		option: Rate,
		/// Of the same, on top for the initial requirement.
		option_initial: Rate,
	}
);

parameters!(
	/// What a doubtful price costs. It raises the initial requirement only.
	DoubtParameters {
		/// Confidence below which it costs.
		threshold: Rate,
		/// Share of the missing confidence that is required, of the notional.
		factor: Rate,
	}
);

parameters!(
	/// Everything but the scenarios.
	PortfolioParameters {
		/// On the worst loss, for the initial requirement.
		initial_factor: Rate,
		/// On the worst loss, for the maintenance requirement.
		maintenance_factor: Rate,
		/// Whether the factors multiply the contingencies, too. Otherwise these are added as they are.
		factors_scale_contingencies: bool,
		/// Less for values that lie far ahead.
		discount: StaticDiscount,
		/// Forwards that move apart.
		basis: BasisShock,
		/// Smiles that tilt or bend.
		skew: SkewShock,
		/// Perpetuals, coins and naked shorts.
		contingencies: Contingencies,
		/// Doubtful prices.
		doubt: DoubtParameters,
		/// A settlement asset below a dollar: `missing · factor` is added to the initial factor.
		depeg: DepegParameters,
	}
);
