// SPDX-License-Identifier: Apache-2.0
//! The portfolio margin of an account.
//!
//! ```text
//! initial     = mark-to-market − worst·(initial factor + depeg) − contingencies − initial contingencies − doubt
//! maintenance = mark-to-market − worst·maintenance factor       − contingencies
//! ```
//!
//! `worst` is the loss in the worst outcome, across underlyings. If the factors scale contingencies, they
//! multiply the sum of both.
//!
//! # Source
//!
//! Derive v2, portfolio risk managers 1 and 2 (public contracts), of which parameters choose one.

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
	/// is worth in USD; one of zero is refused.
	///
	/// In USD. Profits are rounded down and requirements up, each product by less than 10^-18: against the account.
	/// Source: Derive v2.
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

	/// Everything but what options are worth and gain: their contingencies are in it. In USD, rounded as
	/// [`Self::part`]. Source: Derive v2.
	pub fn without_options(
		&self,
		settlement_price: Price,
		set: &ScenarioSet,
		parameters: &PortfolioParameters,
	) -> Result<PortfolioPart, MathsError> {
		let mut part = self.beyond_outcomes(settlement_price, parameters)?;
		let mut moving = value_in_settlement(self.base, self.spot, settlement_price)?;
		for collateral in self.collateral.iter().filter(|held| held.moves_with_underlying) {
			let PortfolioCollateral { quantity, price, .. } = *collateral;
			let more = value_in_settlement(quantity, price, settlement_price)?;
			moving.least = moving.least.checked_add(more.least)?;
			moving.most = moving.most.checked_add(more.most)?;
		}
		for (number, scenario) in set.scenarios().iter().enumerate() {
			let moved = scenario.multiplier.checked_sub(UNIT)?;
			// Against the account, whichever way the price goes.
			let coins = if moved.is_negative() { moving.most } else { moving.least };
			let mut profit = coins.fraction_floor(moved)?;
			if let Some(PortfolioPerpetual { quantity, mark, .. }) = self.perpetual {
				let value = if moved.is_negative() {
					mark.value_ceil(quantity)?
				} else {
					mark.value_floor(quantity)?
				};
				profit = profit.checked_add(value.fraction_floor(moved)?)?;
			}
			part.outcomes.add(number, profit.fraction_floor(scenario.weight)?)?;
		}
		Ok(part)
	}

	/// What no outcome holds: contingencies, haircuts and doubt, and what everything but options is worth.
	///
	/// With [`ColumnProfits::worst`](super::ColumnProfits::worst) and what options are worth it is all that
	/// [`margin_after_loss`] needs. In USD, rounded as [`Self::part`]. Source: Derive v2.
	pub fn beyond_outcomes(
		&self,
		settlement_price: Price,
		parameters: &PortfolioParameters,
	) -> Result<PortfolioPart, MathsError> {
		let base = value_in_settlement(self.base, self.spot, settlement_price)?;
		let unsettled = self.perpetual.map_or(Usd::ZERO, |perpetual| perpetual.unsettled);
		let mut part = PortfolioPart {
			mark_to_market: base.least.checked_add(unsettled)?,
			doubt: self.doubt(&parameters.doubt)?,
			..PortfolioPart::default()
		};
		self.add_contingencies(&mut part, &parameters.contingencies)?;
		for collateral in &self.collateral {
			let PortfolioCollateral { quantity, price, confidence, .. } = *collateral;
			let value = value_in_settlement(quantity, price, settlement_price)?;
			let doubt = parameters.doubt.on(confidence.min(self.confidence), value.most)?;
			let haircut = value.most.fraction_ceil(collateral.haircut)?;
			let initial_haircut = value.most.fraction_ceil(collateral.initial_haircut)?;
			part = part.checked_add(&PortfolioPart {
				mark_to_market: value.least,
				contingencies: haircut,
				initial_contingencies: initial_haircut,
				doubt,
				..PortfolioPart::default()
			})?;
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
	/// `(1 − confidence)·factor` of a notional if the confidence is below the threshold, in USD, rounded up by
	/// less than 2·10^-18: against the account. Source: Derive v2, oracle contingency.
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
	/// The sum of two parts of one account.
	pub fn checked_add(&self, other: &Self) -> Result<Self, MathsError> {
		Ok(Self {
			mark_to_market: self.mark_to_market.checked_add(other.mark_to_market)?,
			outcomes: self.outcomes.checked_add(&other.outcomes)?,
			contingencies: self.contingencies.checked_add(other.contingencies)?,
			initial_contingencies: self
				.initial_contingencies
				.checked_add(other.initial_contingencies)?,
			doubt: self.doubt.checked_add(other.doubt)?,
		})
	}
}

/// The margin of an account from its parts, one for each underlying.
///
/// `separateness` is λ of [`AcrossUnderlyings::requirement`]: with one underlying it does not matter.
/// `stresses` are joint stresses as rows of outcome numbers, one for each part, beside the same outcome for
/// all. Everything is in USD and rounded against the account. Refuses a `separateness` outside of 0 … 1 and stresses
/// of another length. Source: Derive v2 for one underlying; across them SPAN's offsets, and λ is ours.
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
	let mut sum = PortfolioPart { mark_to_market: cash, ..PortfolioPart::default() };
	for part in parts {
		sum = sum.checked_add(part)?;
	}
	let loss = across.requirement(separateness)?;
	margin_after_loss(&sum, across.joint, loss, settlement_price, parameters)
}

/// The margin of an account that is worth `account.mark_to_market`, cash included, and may lose `loss`.
///
/// The outcomes of `account` do not matter, so a chain that has the loss from risk rows needs none. In USD;
/// requirements are rounded up, against the account. Source: Derive v2.
pub fn margin_after_loss(
	account: &PortfolioPart,
	worst: Worst,
	loss: Usd,
	settlement_price: Price,
	parameters: &PortfolioParameters,
) -> Result<PortfolioMargin, MathsError> {
	let PortfolioPart { mark_to_market, contingencies, initial_contingencies, doubt, .. } =
		*account;
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
		worst,
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

/// What coins are worth in units of the settlement asset.
struct CoinValue {
	/// Rounded down: what they count.
	least: Usd,
	/// Rounded up: what may be lost of them.
	most: Usd,
}

/// Refuses a debt of coins.
fn value_in_settlement(
	coins: Quantity,
	price: Price,
	settlement_price: Price,
) -> Result<CoinValue, MathsError> {
	if coins.is_negative() {
		return Err(MathsError::OutsideDomain);
	}
	let (one, by) = (UNIT.into_inner(), settlement_price.into_inner());
	let least = multiply_divide_floor(price.value_floor(coins)?.into_inner(), one, by)?;
	let most = multiply_divide_ceil(price.value_ceil(coins)?.into_inner(), one, by)?;
	Ok(CoinValue { least: Usd::from_inner(least), most: Usd::from_inner(most) })
}
