// SPDX-License-Identifier: Apache-2.0
//! The static discount of one expiry, on values in USD and on columns.
//!
//! # Source
//!
//! Derive v2, portfolio risk manager 2 (public contracts). By columns: ours.

use super::{
	scenario_set::{ScenarioSet, WEIGHT_BITS},
	ColumnProfits, StaticDiscount,
};
use crate::{
	arithmetic::{multiply_divide, multiply_divide_ceil, multiply_divide_floor, Rounding, ONE},
	functions::exp,
	options::{Expiry, SECONDS_PER_YEAR},
	units::{Rate, Usd},
	MathsError,
};

const UNIT: i128 = ONE.cast_signed();

/// What one USD of value in a scenario counts. The first is rounded down and the second up: against the
/// account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiscountFactors {
	/// If it is an asset.
	pub long: Rate,
	/// If it is a debt.
	pub short: Rate,
}

impl StaticDiscount {
	/// The factors of an expiry so many seconds away at a rate.
	///
	/// Rounded against the account, exponents and exponentials included; an exponent of zero is exact. With t in
	/// years and R the exponential, within 10^-18 (1 + base·(1.5 + (2.5 + t)·R)). A rate below zero counts as zero,
	/// against the account, and a debt no more than the value without its own discount: one over the discount factor
	/// with its 18 decimals, or one where that is less, at a pricing rate below zero: no debt counts less than itself
	/// for want of a cap. Refuses a base below zero, and exponents beyond the domain of the exponential function.
	/// Source: Derive v2.
	pub fn factors(
		&self,
		expiry: &Expiry,
		seconds_to_expiry: u64,
		rate: Rate,
	) -> Result<DiscountFactors, MathsError> {
		let rate = rate.max(Rate::ZERO);
		let exponent = |scale: Rate, add: Rate| -> Result<i128, MathsError> {
			let annual = multiply_divide_ceil(rate.into_inner(), scale.into_inner(), ONE)?;
			let annual = annual.checked_add(add.into_inner()).ok_or(MathsError::Overflow)?;
			multiply_divide_ceil(annual, seconds_to_expiry.into(), SECONDS_PER_YEAR.into())
		};
		// The larger either exponent is, the worse for the account.
		let long = exponent(self.long_rate_scale, self.long_rate_add)?;
		let (long, _) = exp_between(long.checked_neg().ok_or(MathsError::Overflow)?)?;
		let (_, short) = exp_between(exponent(self.short_rate_scale, self.short_rate_add)?)?;
		let most = multiply_divide(
			ONE,
			ONE,
			expiry.discount_factor()?.into_inner().unsigned_abs(),
			Rounding::Up,
		)?;
		let of = |base: Rate, growth: u128, rounding| -> Result<u128, MathsError> {
			let base = u128::try_from(base.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
			multiply_divide(base, growth, ONE, rounding)
		};
		let rate = |units: u128| {
			i128::try_from(units).map(Rate::from_inner).map_err(|_| MathsError::Overflow)
		};
		Ok(DiscountFactors {
			long: rate(of(self.long_base, long, Rounding::Down)?)?,
			short: rate(of(self.short_base, short, Rounding::Up)?.min(most.max(ONE)))?,
		})
	}
}

/// Between what e^x lies: [`exp`] is off by half a last digit and half of one for each one that its result holds.
/// e^0 is exact.
fn exp_between(x: i128) -> Result<(u128, u128), MathsError> {
	let value = exp(x)?;
	let off = if x == 0 { 0 } else { value.div_ceil(ONE).max(1) };
	Ok((value.saturating_sub(off), value.saturating_add(off)))
}

impl DiscountFactors {
	/// Everything counts as it stands.
	pub const NONE: Self = Self { long: Rate::from_inner(UNIT), short: Rate::from_inner(UNIT) };

	/// What a value counts, in USD, rounded down by less than 10^-18: against the account. Source: Derive v2.
	pub fn on(&self, value: Usd) -> Result<Usd, MathsError> {
		value.fraction_floor(if value.is_negative() { self.short } else { self.long })
	}

	/// Between what a value in the unit of the columns counts: rounded down, and rounded up.
	pub(super) fn counted(&self, value: i128) -> Result<(i128, i128), MathsError> {
		let debt = value < 0;
		let rate = if debt { self.short } else { self.long };
		let (floor, ceiling) =
			(fixed(rate, multiply_divide_floor)?, fixed(rate, multiply_divide_ceil)?);
		let (least, most) = if debt { (ceiling, floor) } else { (floor, ceiling) };
		let times = |factor: i128| value.checked_mul(factor).ok_or(MathsError::Overflow);
		let most = (times(most)? >> FACTOR_BITS).saturating_add(1);
		Ok((times(least)? >> FACTOR_BITS, most))
	}

	/// Columns of one expiry with the discount: profit is measured from the mark to the discounted value.
	///
	/// `mark` is what the expiry's positions are worth, in the unit of the columns and rounded down. The
	/// answer is never above the exact one, and below it by five units at most where a debt counts no
	/// more than twice: against the account. Source: Derive v2; by columns ours.
	pub fn on_columns(
		&self,
		set: &ScenarioSet,
		profits: &ColumnProfits,
		mark: i64,
	) -> Result<ColumnProfits, MathsError> {
		let long = fixed(self.long, multiply_divide_floor)?;
		let short = fixed(self.short, multiply_divide_ceil)?;
		let mut columns = *profits.columns();
		for (profit, column) in columns.iter_mut().zip(&set.columns) {
			let weighted = match column.weight {
				None => i128::from(mark),
				// 2^63 times 2^64 fits.
				Some(weight) => i128::from(mark).wrapping_mul(weight.into()) >> WEIGHT_BITS,
			};
			let value = weighted.saturating_add((*profit).into());
			let factor = if value < 0 { short } else { long };
			// A factor is below 2^38 and a value below 2^67. The mark and its weighted part are each less
			// than a unit too low, and a gain counts the more by that.
			let counted = value.wrapping_mul(factor) >> FACTOR_BITS;
			let profit_now = counted.saturating_sub(weighted).saturating_sub(2);
			*profit = i64::try_from(profit_now).map_err(|_| MathsError::Overflow)?;
		}
		Ok(ColumnProfits::from_columns(columns))
	}
}

const FACTOR_BITS: u32 = 32;

/// With 32 fraction bits. Refuses factors below zero and of 64 and more.
fn fixed(
	factor: Rate,
	rounded: fn(i128, i128, u128) -> Result<i128, MathsError>,
) -> Result<i128, MathsError> {
	let units = rounded(factor.into_inner(), 1 << FACTOR_BITS, ONE)?;
	if (0..1 << 38).contains(&units) {
		Ok(units)
	} else {
		Err(MathsError::OutsideDomain)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{margin::portfolio::COLUMNS, units::Price};

	const YEAR: u64 = 31_536_000;

	fn expiry(rate: &str) -> Expiry {
		Expiry::new("100".parse::<Price>().unwrap(), YEAR, rate.parse().unwrap()).unwrap()
	}

	#[test]
	fn the_farther_away_the_less_a_gain_counts_and_the_more_a_debt() {
		let discount = StaticDiscount {
			long_base: "0.95".parse().unwrap(),
			long_rate_scale: "1".parse().unwrap(),
			long_rate_add: "0.12".parse().unwrap(),
			short_base: "1.04".parse().unwrap(),
			short_rate_scale: "0.5".parse().unwrap(),
			short_rate_add: "0.08".parse().unwrap(),
		};
		let rate = "0.05".parse().unwrap();
		let factors = discount.factors(&expiry("0.2"), YEAR, rate).unwrap();
		// 0.95·e^−0.17 and 1.04·e^0.105.
		assert_eq!(&factors.long.to_string()[..10], "0.80148157");
		assert_eq!(&factors.short.to_string()[..10], "1.15513903");
		// No debt counts more than without its own discount: e^0.05.
		let factors = discount.factors(&expiry("0.05"), YEAR, rate).unwrap();
		assert_eq!(&factors.short.to_string()[..10], "1.05127109");
		// A negative rate counts as none.
		let negative = discount.factors(&expiry("0"), YEAR, "-0.05".parse().unwrap()).unwrap();
		assert_eq!(negative, discount.factors(&expiry("0"), YEAR, Rate::ZERO).unwrap());
		assert_eq!(negative.short, "1".parse().unwrap());
	}

	/// The exponent was rounded down before its sign was changed: a gain counted …346 where it is 344.55.
	#[test]
	fn no_gain_counts_more_and_no_debt_less_than_exactly() {
		let discount = StaticDiscount {
			long_rate_add: Rate::from_inner(70_943_739_537_612_777),
			short_rate_add: Rate::from_inner(70_943_739_537_612_777),
			..StaticDiscount::NONE
		};
		let factors = discount.factors(&expiry("10"), 532_869, Rate::ZERO).unwrap();
		let long = factors.long.into_inner();
		assert!((998_801_970_128_527_341..=998_801_970_128_527_344).contains(&long), "{long}");
		// …093.30 exactly.
		let short = factors.short.into_inner();
		assert!(
			(1_001_199_466_868_611_094..=1_001_199_466_868_611_098).contains(&short),
			"{short}"
		);
		// Nothing is added to what is exact.
		let none = StaticDiscount::NONE.factors(&expiry("0.05"), 532_869, Rate::ZERO);
		assert_eq!(none, Ok(DiscountFactors::NONE));
	}

	#[test]
	fn columns_lose_the_discount_of_what_they_would_be_worth() {
		let set = ScenarioSet::launch().unwrap();
		let factors =
			DiscountFactors { long: "0.9".parse().unwrap(), short: "1.1".parse().unwrap() };
		let mut columns = [0i64; COLUMNS];
		columns[0] = 1_000;
		columns[1] = -15_000;
		columns[31] = -10;
		let profits = ColumnProfits::from_columns(columns);
		let counted = factors.on_columns(&set, &profits, 10_000).unwrap();
		// 0.9 · 11,000 − 10,000, and −1.1 · 5,000 − 10,000, each with what rounding may take.
		assert!((-103..=-100).contains(&counted.columns()[0]));
		assert!((-15_503..=-15_500).contains(&counted.columns()[1]));
		assert!((-1_003..=-1_000).contains(&counted.columns()[2]));
		// 0.0533 of the mark: 0.9 · 523 − 533.
		assert!((-66..=-62).contains(&counted.columns()[31]));
	}
}
