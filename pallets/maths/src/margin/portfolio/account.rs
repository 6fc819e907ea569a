// SPDX-License-Identifier: Apache-2.0
//! The portfolio margin of an account.
//!
//! ```text
//! initial     = mark-to-market − worst·(initial factor + depeg) − contingencies − initial contingencies − doubt
//! maintenance = mark-to-market − worst·maintenance factor       − contingencies
//! ```
//!
//! `worst` is the loss in the worst outcome, across underlyings. If the factors scale contingencies,
//! these stand inside of the brackets.

use super::{
	naked_shorts, outcomes::Outcomes, AcrossUnderlyings, Contingencies, DoubtParameters,
	PortfolioExpiry, PortfolioParameters, ScenarioSet, Worst,
};
use crate::{
	arithmetic::{multiply_divide_ceil, multiply_divide_floor, ONE},
	margin::NetMargin,
	units::{Price, Quantity, Rate, Usd},
	MathsError,
};
use alloc::vec::Vec;

const UNIT: Rate = Rate::from_inner(ONE.cast_signed());

/// A position in a perpetual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortfolioPerpetual {
	/// Coins, long positive.
	pub quantity: Quantity,
	/// The mark.
	pub mark: Price,
	/// What the position has gained and not yet paid out, less funding it owes.
	pub unsettled: Usd,
	/// The confidence of the mark, from 0 to 1.
	pub confidence: Rate,
}

/// Coins held as collateral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortfolioCollateral {
	/// Coins; not negative.
	pub quantity: Quantity,
	/// What one is worth.
	pub price: Price,
	/// The confidence of the price, from 0 to 1.
	pub confidence: Rate,
	/// Whether it moves with the underlying, and so may cancel risk.
	pub moves_with_underlying: bool,
	/// Share of the value that never counts.
	pub haircut: Rate,
	/// Share of the value that does not count for the initial requirement, either.
	pub initial_haircut: Rate,
}

/// All positions on one underlying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortfolioPositions {
	/// The spot price.
	pub spot: Price,
	/// The confidence of the spot price, from 0 to 1.
	pub confidence: Rate,
	/// The perpetual.
	pub perpetual: Option<PortfolioPerpetual>,
	/// Coins of the underlying itself; not negative.
	pub base: Quantity,
	/// Other collateral.
	pub collateral: Vec<PortfolioCollateral>,
	/// Options, by expiry.
	pub expiries: Vec<PortfolioExpiry>,
}

/// What positions on one underlying add to an account's margin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PortfolioPart {
	/// What they are worth.
	pub mark_to_market: Usd,
	/// What they gain in each outcome.
	pub outcomes: Outcomes,
	/// What they require beyond any outcome; not negative, like the next two.
	pub contingencies: Usd,
	/// What they require on top to open risk.
	pub initial_contingencies: Usd,
	/// What doubtful prices cost on top of that.
	pub doubt: Usd,
}

/// The margin of an account with its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortfolioMargin {
	/// What is left; positive is a surplus.
	pub net: NetMargin,
	/// The worst outcome; with several underlyings the worst joint one.
	pub worst: Worst,
	/// What is lost in it; with several underlyings after the offset between them.
	pub loss: Usd,
	/// The factor on it for the initial requirement, depeg included.
	pub initial_factor: Rate,
	/// The sums of the parts.
	pub contingencies: Usd,
	/// For the initial requirement only.
	pub initial_contingencies: Usd,
	/// For the initial requirement only.
	pub doubt: Usd,
}

impl PortfolioPositions {
	/// Prices the positions in every outcome. `settlement_price` is what one unit of the settlement asset
	/// is worth in USD.
	pub fn part(
		&self,
		settlement_price: Price,
		set: &ScenarioSet,
		parameters: &PortfolioParameters,
	) -> Result<PortfolioPart, MathsError> {
		let mut part = self.without_options(settlement_price, set, parameters)?;
		for expiry in &self.expiries {
			let PortfolioParameters { discount, basis, skew, .. } = parameters;
			let priced = expiry.outcomes(set, discount, basis, skew)?;
			part.mark_to_market = part.mark_to_market.checked_add(priced.mark)?;
			part.outcomes = part.outcomes.checked_add(&priced.outcomes)?;
		}
		Ok(part)
	}

	/// Everything but what options are worth and gain: their contingencies are in it. The rest follows from
	/// risk rows, or from [`PortfolioExpiry::outcomes`].
	pub fn without_options(
		&self,
		settlement_price: Price,
		set: &ScenarioSet,
		parameters: &PortfolioParameters,
	) -> Result<PortfolioPart, MathsError> {
		let mut part = PortfolioPart::default();
		let base = value_in_settlement(self.base, self.spot, settlement_price)?;
		part.hold(base, true, set)?;
		if let Some(perpetual) = &self.perpetual {
			part.mark_to_market = part.mark_to_market.checked_add(perpetual.unsettled)?;
			part.move_with_price(set, |fraction| {
				perpetual.mark.value_floor(perpetual.quantity)?.fraction_floor(fraction)
			})?;
		}
		self.add_contingencies(&mut part, &parameters.contingencies)?;
		part.doubt = self.doubt(&parameters.doubt)?;
		for collateral in &self.collateral {
			let PortfolioCollateral { quantity, price, confidence, .. } = *collateral;
			let value = value_in_settlement(quantity, price, settlement_price)?;
			part.hold(value, collateral.moves_with_underlying, set)?;
			let haircut = value.fraction_ceil(collateral.haircut)?;
			part.contingencies = part.contingencies.checked_add(haircut)?;
			let haircut = value.fraction_ceil(collateral.initial_haircut)?;
			part.initial_contingencies = part.initial_contingencies.checked_add(haircut)?;
			let doubt = parameters.doubt.on(confidence.min(self.confidence), value)?;
			part.doubt = part.doubt.checked_add(doubt)?;
		}
		Ok(part)
	}

	fn perpetual_notional(&self) -> Result<Usd, MathsError> {
		let quantity = self.perpetual.map_or(Quantity::ZERO, |perpetual| perpetual.quantity);
		self.spot.value_ceil(magnitude(quantity)?)
	}

	fn add_contingencies(
		&self,
		part: &mut PortfolioPart,
		parameters: &Contingencies,
	) -> Result<(), MathsError> {
		let perpetuals = self.perpetual_notional()?;
		let base = self.spot.value_ceil(self.base)?;
		let mut naked = Quantity::ZERO;
		for expiry in &self.expiries {
			let positions = expiry
				.options
				.iter()
				.map(|option| (option.kind, option.strike, option.quantity));
			naked = naked.checked_add(naked_shorts(positions)?)?;
		}
		let naked = self.spot.value_ceil(naked)?;
		part.contingencies = perpetuals
			.fraction_ceil(parameters.perpetual)?
			.checked_add(base.fraction_ceil(parameters.base)?)?
			.checked_add(naked.fraction_ceil(parameters.option)?)?;
		part.initial_contingencies = perpetuals
			.fraction_ceil(parameters.perpetual_initial)?
			.checked_add(naked.fraction_ceil(parameters.option_initial)?)?;
		Ok(())
	}

	/// Perpetual and coins pay for the doubt about spot and mark, options of an expiry for that and the
	/// doubt about the expiry, longs included.
	fn doubt(&self, parameters: &DoubtParameters) -> Result<Usd, MathsError> {
		let held = self.perpetual.filter(|perpetual| !perpetual.quantity.is_zero());
		let confidence =
			held.map_or(self.confidence, |perpetual| self.confidence.min(perpetual.confidence));
		let coins = self.perpetual_notional()?.checked_add(self.spot.value_ceil(self.base)?)?;
		let mut doubt = parameters.on(confidence, coins)?;
		for expiry in &self.expiries {
			let mut gross = Quantity::ZERO;
			for option in &expiry.options {
				gross = gross.checked_add(magnitude(option.quantity)?)?;
			}
			let notional = self.spot.value_ceil(gross)?;
			doubt =
				doubt.checked_add(parameters.on(confidence.min(expiry.confidence), notional)?)?;
		}
		Ok(doubt)
	}
}

impl DoubtParameters {
	/// `(1 − confidence)·factor` of a notional if the confidence is below the threshold, rounded up.
	pub fn on(&self, confidence: Rate, notional: Usd) -> Result<Usd, MathsError> {
		if confidence >= self.threshold {
			return Ok(Usd::ZERO);
		}
		notional
			.fraction_ceil(UNIT.checked_sub(confidence)?)?
			.fraction_ceil(self.factor)
	}
}

impl PortfolioPart {
	/// Something that is worth so much, and may move with the underlying.
	fn hold(&mut self, value: Usd, moves: bool, set: &ScenarioSet) -> Result<(), MathsError> {
		self.mark_to_market = self.mark_to_market.checked_add(value)?;
		if moves && !value.is_zero() {
			self.move_with_price(set, |fraction| value.fraction_floor(fraction))?;
		}
		Ok(())
	}

	/// Adds to every column what `profit` says of its relative move, weighted and rounded down.
	fn move_with_price(
		&mut self,
		set: &ScenarioSet,
		profit: impl Fn(Rate) -> Result<Usd, MathsError>,
	) -> Result<(), MathsError> {
		for (number, scenario) in set.scenarios().iter().enumerate() {
			let moved = scenario.multiplier.checked_sub(UNIT)?;
			self.outcomes.add(number, profit(moved)?.fraction_floor(scenario.weight)?)?;
		}
		Ok(())
	}
}

/// The margin of an account from its parts, one for each underlying.
///
/// `separateness` is λ of [`AcrossUnderlyings::requirement`]: with one underlying it does not matter.
/// `stresses` are joint stresses as rows of outcome numbers, one for each part, beside the same outcome for
/// all. Everything is rounded against the account.
pub fn portfolio_margin(
	cash: Usd,
	parts: &[PortfolioPart],
	settlement_price: Price,
	stresses: &[&[u8]],
	separateness: Rate,
	parameters: &PortfolioParameters,
) -> Result<PortfolioMargin, MathsError> {
	let outcomes: Vec<Outcomes> = parts.iter().map(|part| part.outcomes).collect();
	let across = AcrossUnderlyings::of_same_outcomes(&outcomes)?
		.or(AcrossUnderlyings::of_stresses(&outcomes, stresses)?);
	let loss = across.requirement(separateness)?;
	let sum = |of: fn(&PortfolioPart) -> Usd| {
		parts.iter().try_fold(Usd::ZERO, |sum, part| sum.checked_add(of(part)))
	};
	let mark_to_market = cash.checked_add(sum(|part| part.mark_to_market)?)?;
	let contingencies = sum(|part| part.contingencies)?;
	let initial_contingencies = sum(|part| part.initial_contingencies)?;
	let doubt = sum(|part| part.doubt)?;

	let peg = i128::try_from(settlement_price.into_inner()).map_err(|_| MathsError::Overflow)?;
	let missing = parameters.depeg.threshold.checked_sub(Rate::from_inner(peg))?.max(Rate::ZERO);
	let depeg =
		multiply_divide_ceil(missing.into_inner(), parameters.depeg.factor.into_inner(), ONE)?;
	let initial_factor = parameters.initial_factor.checked_add(Rate::from_inner(depeg))?;

	let requirement = |factor: Rate| {
		if parameters.factors_scale_contingencies {
			loss.checked_add(contingencies)?.fraction_ceil(factor)
		} else {
			loss.fraction_ceil(factor)?.checked_add(contingencies)
		}
	};
	let initial = requirement(initial_factor)?
		.checked_add(initial_contingencies)?
		.checked_add(doubt)?;
	let maintenance = requirement(parameters.maintenance_factor)?;
	Ok(PortfolioMargin {
		net: NetMargin {
			initial: mark_to_market.checked_sub(initial)?,
			maintenance: mark_to_market.checked_sub(maintenance)?,
			mark_to_market,
		},
		worst: across.joint,
		loss,
		initial_factor,
		contingencies,
		initial_contingencies,
		doubt,
	})
}

fn magnitude(quantity: Quantity) -> Result<Quantity, MathsError> {
	if quantity.is_negative() {
		quantity.checked_neg()
	} else {
		Ok(quantity)
	}
}

/// Coins in units of the settlement asset, rounded down. Refuses a debt of coins.
fn value_in_settlement(
	coins: Quantity,
	price: Price,
	settlement_price: Price,
) -> Result<Usd, MathsError> {
	if coins.is_negative() {
		return Err(MathsError::OutsideDomain);
	}
	let value = price.value_floor(coins)?.into_inner();
	multiply_divide_floor(value, UNIT.into_inner(), settlement_price.into_inner())
		.map(Usd::from_inner)
}
