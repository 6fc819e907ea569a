// SPDX-License-Identifier: Apache-2.0
//! What the options of one expiry gain in every outcome, priced one by one.
//!
//! A chain reads risk rows instead. This is what the rows are measured against, and what answers where
//! the last digit matters more than time.
//!
//! # Source
//!
//! Derive v2, portfolio risk manager 2 (public contracts), with prices by Black 1976.

use super::{
	outcomes::{Outcomes, BASIS, BEND, TILT},
	skew::skewed,
	BasisShock, DiscountFactors, ScenarioSet, ShockedExpiry, SkewShock, StaticDiscount,
};
use crate::{
	options::{Expiry, OptionKind, SettlingForward, Strike},
	units::{Price, Quantity, Rate, Usd, Volatility},
	MathsError,
};
use alloc::vec::Vec;

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
	/// What they gain from there in each outcome, weighted, rounded down.
	pub outcomes: Outcomes,
}

impl PortfolioExpiry {
	/// Prices everything in every outcome, in USD. Each position's value is rounded down: against the account. Beyond
	/// that the error is that of prices, times coins. Source: Derive v2; Black 1976.
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
		for (number, weight, bends) in [(TILT, skew.tilt, false), (BEND, skew.bend, true)] {
			if !weight.is_zero() {
				let value = self.value_under_skew(&shocked, skew, bends)?;
				let loss = against(discount.on(value)?.checked_sub(mark)?)?;
				outcomes.add(number, loss.fraction_floor(weight)?)?;
			}
		}
		Ok(ExpiryOutcomes { mark, outcomes })
	}

	/// What values of this expiry count: see [`StaticDiscount::factors`].
	pub fn discount_factors(
		&self,
		discount: &StaticDiscount,
	) -> Result<DiscountFactors, MathsError> {
		let forward = self.forward.fixed.checked_add(self.forward.variable)?;
		let expiry = Expiry::new(forward, self.seconds_to_expiry, self.pricing_rate)?;
		discount.factors(&expiry, self.seconds_to_expiry, self.rate)
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
		let forward = shocked.expiry().forward();
		let root = SkewShock::root_of_years(self.seconds_to_expiry)?;
		self.value(|option, strike| {
			let factor = skew.factor(forward, option.strike, root, bends)?;
			let volatility = skewed(option.volatility, factor)?;
			shocked.expiry().price(option.kind, strike, volatility)
		})
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
