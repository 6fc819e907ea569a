// SPDX-License-Identifier: Apache-2.0
//! What the options of one expiry gain in every outcome, priced one by one.
//!
//! A chain reads risk rows instead. This is what the rows are measured against, and what answers where
//! the last digit matters more than time.

use super::{
	outcomes::{Outcomes, BASIS, BEND, TILT},
	BasisShock, DiscountFactors, ScenarioSet, ShockedExpiry, SkewShock, StaticDiscount,
};
use crate::{
	arithmetic::{multiply_divide, multiply_divide_floor, Rounding, ONE},
	functions::{ln, square_root},
	options::{OptionKind, SettlingForward, Strike, SECONDS_PER_YEAR},
	units::{Price, Quantity, Rate, Usd, Volatility},
	MathsError,
};
use alloc::vec::Vec;

const UNIT: i128 = ONE.cast_signed();

/// A position in one option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortfolioOption {
	/// Call or put.
	pub kind: OptionKind,
	/// The strike.
	pub strike: Price,
	/// Coins, long positive.
	pub quantity: Quantity,
	/// Annual volatility.
	pub volatility: Volatility,
}

/// Positions in the options of one expiry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortfolioExpiry {
	/// The forward, with what is already decided of it.
	pub forward: SettlingForward,
	/// Time to expiry, in seconds.
	pub seconds_to_expiry: u64,
	/// The rate prices are discounted with.
	pub pricing_rate: Rate,
	/// The rate the static discount is made of.
	pub rate: Rate,
	/// The lowest confidence among forward, rate and volatilities, from 0 to 1.
	pub confidence: Rate,
	/// The positions.
	pub options: Vec<PortfolioOption>,
}

/// What the options of one expiry are worth and gain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpiryOutcomes {
	/// What they are worth now, rounded down.
	pub mark: Usd,
	/// What they gain in each outcome, weighted, rounded down.
	pub outcomes: Outcomes,
}

impl PortfolioExpiry {
	/// Prices everything in every outcome.
	pub fn outcomes(
		&self,
		set: &ScenarioSet,
		discount: &StaticDiscount,
		basis: &BasisShock,
		skew: &SkewShock,
	) -> Result<ExpiryOutcomes, MathsError> {
		let shocked = self.under(set)?;
		let discount = discount.factors(shocked.expiry(), self.seconds_to_expiry, self.rate)?;
		let mark = self.value(|option, strike| {
			shocked.expiry().price(option.kind, strike, option.volatility)
		})?;
		let mut outcomes = Outcomes::default();
		for (number, scenario) in set.scenarios().iter().enumerate() {
			let value = discount.on(self.value_in(&shocked, number)?)?;
			let profit = value.checked_sub(mark)?.fraction_floor(scenario.weight)?;
			outcomes.add(number, profit)?;
		}
		outcomes.add(BASIS, self.basis_loss(basis, mark)?)?;
		for (number, is_on, bends) in [(TILT, skew.tilts, false), (BEND, skew.bends, true)] {
			if is_on {
				let value = self.value_under_skew(&shocked, skew, bends)?;
				outcomes.add(number, against(discount.on(value)?.checked_sub(mark)?)?)?;
			}
		}
		Ok(ExpiryOutcomes { mark, outcomes })
	}

	fn under(&self, set: &ScenarioSet) -> Result<ShockedExpiry, MathsError> {
		ShockedExpiry::new(set, self.forward, self.seconds_to_expiry, self.pricing_rate)
	}

	/// The sum of all positions at these prices, each rounded down.
	fn value(
		&self,
		price: impl Fn(&PortfolioOption, &Strike) -> Result<Price, MathsError>,
	) -> Result<Usd, MathsError> {
		let mut value = Usd::ZERO;
		for option in &self.options {
			let price = price(option, &Strike::new(option.strike))?;
			value = value.checked_add(price.value_floor(option.quantity)?)?;
		}
		Ok(value)
	}

	/// The value in one column, not weighted.
	fn value_in(&self, shocked: &ShockedExpiry, number: usize) -> Result<Usd, MathsError> {
		let column = shocked.columns.get(number).ok_or(MathsError::OutsideDomain)?;
		self.value(|option, strike| {
			let levels = shocked.levels(option.volatility)?;
			let (call, put) = shocked.prices(column, strike, &levels)?;
			Ok(of_kind(option.kind, call, put))
		})
	}

	/// The worse of two moves of the forward, times a share that grows with time; never a gain.
	fn basis_loss(&self, basis: &BasisShock, mark: Usd) -> Result<Usd, MathsError> {
		if basis.is_off() {
			return Ok(Usd::ZERO);
		}
		let set = basis.scenarios().map_err(|_| MathsError::OutsideDomain)?;
		let shocked = self.under(&set)?;
		let mut worst = Usd::ZERO;
		for number in 0..set.scenarios().len() {
			worst = worst.min(self.value_in(&shocked, number)?.checked_sub(mark)?);
		}
		worst.fraction_floor(basis.share(self.seconds_to_expiry)?)
	}

	fn value_under_skew(
		&self,
		shocked: &ShockedExpiry,
		skew: &SkewShock,
		bends: bool,
	) -> Result<Usd, MathsError> {
		let years = multiply_divide(
			ONE,
			self.seconds_to_expiry.into(),
			SECONDS_PER_YEAR.into(),
			Rounding::NearestPrefDown,
		)?;
		let root = i128::try_from(square_root(years)?).map_err(|_| MathsError::Overflow)?;
		let forward = shocked.expiry().forward();
		self.value(|option, strike| {
			let factor = skew.factor(forward, option.strike, Rate::from_inner(root), bends)?;
			let units = multiply_divide(
				option.volatility.into_inner(),
				factor.into_inner().unsigned_abs(),
				ONE,
				Rounding::NearestPrefDown,
			)?;
			shocked.expiry().price(option.kind, strike, Volatility::from_inner(units))
		})
	}
}

impl SkewShock {
	/// The factor on the volatility of one strike; not negative. `root_of_years` is √t.
	///
	/// Where the cap is negative, far expiries of a falling cap, volatilities above the forward fall by no
	/// less than the cap.
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

fn of_kind(kind: OptionKind, call: Price, put: Price) -> Price {
	match kind {
		OptionKind::Call => call,
		OptionKind::Put => put,
	}
}

/// A gain counts as the loss of the same size.
fn against(profit: Usd) -> Result<Usd, MathsError> {
	if profit.is_negative() {
		Ok(profit)
	} else {
		profit.checked_neg()
	}
}

impl DiscountFactors {
	/// Those of an expiry's positions.
	pub fn of(expiry: &PortfolioExpiry, discount: &StaticDiscount) -> Result<Self, MathsError> {
		let forward = expiry.forward.fixed.checked_add(expiry.forward.variable)?;
		let priced =
			crate::options::Expiry::new(forward, expiry.seconds_to_expiry, expiry.pricing_rate)?;
		discount.factors(&priced, expiry.seconds_to_expiry, expiry.rate)
	}
}
