// SPDX-License-Identifier: Apache-2.0
//! A smile that tilts or bends: what becomes of a volatility, and what rows of it cost an expiry.
//!
//! # Source
//!
//! Derive v2, portfolio risk manager 2, linear and absolute skew scenarios (public contracts). By rows: ours.

use super::{ColumnProfits, DiscountFactors, SkewShock};
use crate::{
	arithmetic::{multiply_divide, multiply_divide_floor, Rounding, ONE},
	functions::{ln, square_root},
	options::SECONDS_PER_YEAR,
	units::{Price, Rate, Volatility},
	MathsError,
};

const UNIT: i128 = ONE.cast_signed();

/// Columns of a row under a skew: what a tilt gains, and what its opposite would, each rounded down.
const TILTED: [usize; 2] = [0, 1];

/// The same of a bend.
const BENT: [usize; 2] = [2, 3];

/// What the options of one expiry lose when their smile changes, in the unit of the columns: not above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SkewLosses {
	/// When it tilts.
	pub tilt: i64,
	/// When it bends.
	pub bend: i64,
}

impl SkewShock {
	/// Whether nothing of it counts.
	pub const fn is_off(&self) -> bool {
		self.tilt.is_zero() && self.bend.is_zero()
	}

	/// What the options of one expiry lose, weighted, rounded down: against the account.
	///
	/// `profits` are theirs under [`ExpiryRows::skewed`](super::ExpiryRows::skewed), `mark` is what they are
	/// worth, in the unit of the columns and rounded down, and `discount` how values of the expiry count. The
	/// sum over expiries is one more thing that may happen for the tilt, and one for the bend. Source: Derive v2.
	pub fn losses(
		&self,
		profits: &ColumnProfits,
		discount: &DiscountFactors,
		mark: i64,
	) -> Result<SkewLosses, MathsError> {
		let loss = |[there, back]: [usize; 2], weight: Rate| {
			let column = |number: usize| {
				profits.columns().get(number).copied().ok_or(MathsError::OutsideDomain)
			};
			// The gain lies between the one column and what is missing in the other.
			let least = i128::from(mark).saturating_add(column(there)?.into());
			let most = i128::from(mark).saturating_sub(column(back)?.into()).saturating_add(1);
			let least = discount.counted(least)?.0.saturating_sub(mark.into()).saturating_sub(1);
			let most = discount.counted(most)?.1.saturating_sub(mark.into());
			let worst = least.min(most.saturating_neg()).min(0);
			let weighted = multiply_divide_floor(worst, weight.into_inner(), ONE)?;
			i64::try_from(weighted).map_err(|_| MathsError::Overflow)
		};
		Ok(SkewLosses { tilt: loss(TILTED, self.tilt)?, bend: loss(BENT, self.bend)? })
	}

	/// √t in years, the root of a number with 18 decimals: both are rounded down, and nobody owes them to anybody.
	/// Source: its definition.
	pub fn root_of_years(seconds_to_expiry: u64) -> Result<Rate, MathsError> {
		let years = multiply_divide(
			ONE,
			seconds_to_expiry.into(),
			SECONDS_PER_YEAR.into(),
			Rounding::Down,
		)?;
		i128::try_from(square_root(years)?)
			.map(Rate::from_inner)
			.map_err(|_| MathsError::Overflow)
	}

	/// The factor on the volatility of one strike; not negative. `root_of_years` is √t.
	///
	/// A cap that time has made negative turns the smile the other way: what lies above the forward falls by
	/// the cap at least. The cap is the rule and no saturation. Each product is rounded down, by some 10^-17 in all:
	/// nobody owes it to anybody. Refuses prices of zero and a reach below zero. Source: Derive v2.
	pub fn factor(
		&self,
		forward: Price,
		strike: Price,
		root_of_years: Rate,
		bends: bool,
	) -> Result<Rate, MathsError> {
		let times = |a: i128, b: i128| multiply_divide_floor(a, b, ONE);
		let add = |a: i128, b: i128| a.checked_add(b).ok_or(MathsError::Overflow);
		let root = root_of_years.into_inner();
		let (cap, slope) = if bends {
			(self.bend_cap, self.bend_cap_per_root_year)
		} else {
			(self.tilt_cap, self.tilt_cap_per_root_year)
		};
		let cap = add(cap.into_inner(), times(slope.into_inner(), root)?)?;
		let level =
			add(self.level.into_inner(), times(self.level_per_root_year.into_inner(), root)?)?;
		let reach =
			times(times(root, self.width.into_inner())?, level)?.max(self.least_reach.into_inner());
		let reach = u128::try_from(reach).map_err(|_| MathsError::OutsideDomain)?;
		let moneyness = ln(strike.into_inner())?
			.checked_sub(ln(forward.into_inner())?)
			.ok_or(MathsError::Overflow)?;
		let moneyness = if bends { moneyness.saturating_abs() } else { moneyness };
		let change = multiply_divide_floor(moneyness, cap, reach)?;
		let change = if moneyness < 0 { change.max(cap.saturating_neg()) } else { change.min(cap) };
		Ok(Rate::from_inner(add(UNIT, change)?.max(0)))
	}
}

/// A volatility times its factor, rounded to nearest.
pub(super) fn skewed(volatility: Volatility, factor: Rate) -> Result<Volatility, MathsError> {
	multiply_divide(
		volatility.into_inner(),
		factor.into_inner().unsigned_abs(),
		ONE,
		Rounding::NearestPrefDown,
	)
	.map(Volatility::from_inner)
}
