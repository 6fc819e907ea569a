// SPDX-License-Identifier: Apache-2.0
//! Requirements of a perpetual that grow faster than its size, and with everybody's.
//!
//! # Source
//!
//! Tiers that each hold for a part of the notional: Hyperliquid's margin tiers, whose deduction is the same sum
//! written otherwise. Growth with open interest: dYdX v4, open-interest notional caps.

use crate::{
	arithmetic::{multiply_divide_ceil, ONE},
	units::{Rate, Usd},
	MathsError,
};

/// What is required of the part of a notional that lies above a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
	/// The threshold. That of the first tier is zero.
	pub above: Usd,
	/// The fraction required of what lies above it, up to the next tier.
	pub fraction: Rate,
}

/// `OutsideDomain` unless the first tier starts at zero, thresholds rise, fractions do not fall, and none
/// lies outside of 0 … 1. `Empty` without a tier.
pub fn check_tiers(tiers: &[Tier]) -> Result<(), MathsError> {
	let first = tiers.first().ok_or(MathsError::Empty)?;
	let rising =
		tiers.is_sorted_by(|tier, next| tier.above < next.above && tier.fraction <= next.fraction);
	let one = i128::try_from(ONE).map_err(|_| MathsError::Overflow)?;
	let within = tiers.iter().all(|tier| (0..=one).contains(&tier.fraction.into_inner()));
	if first.above.is_zero() && rising && within {
		Ok(())
	} else {
		Err(MathsError::OutsideDomain)
	}
}

/// What a position of a notional requires: the sum over the tiers of its part in each times its
/// fraction.
///
/// Continuous, never falls and convex in the notional: a larger position never pays less per
/// dollar. In USD. Rounded up, tier by tier, by less than 10^-18 each: against the holder. Refuses a negative
/// notional, and what [`check_tiers`] refuses. Source: Hyperliquid's margin tiers.
pub fn tiered_requirement(notional: Usd, tiers: &[Tier]) -> Result<Usd, MathsError> {
	check_tiers(tiers)?;
	if notional.is_negative() {
		return Err(MathsError::OutsideDomain);
	}
	let mut required = Usd::ZERO;
	let mut upper = notional;
	for tier in tiers.iter().rev().filter(|tier| tier.above < notional) {
		required =
			required.checked_add(upper.checked_sub(tier.above)?.fraction_ceil(tier.fraction)?)?;
		upper = tier.above;
	}
	Ok(required)
}

/// The open interest between which a market's initial fraction grows to 100 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenInterestBand {
	/// Notional up to which it does not grow.
	pub lower: Usd,
	/// Notional from which on every dollar needs a dollar. Zero: it never grows.
	pub upper: Usd,
}

/// The initial fraction at an open interest: `base + (1 − base) · (interest − lower) / (upper −
/// lower)`, from `base` to 1. Maintenance does not grow with it: nobody is liquidated for what
/// others opened.
///
/// Judge a trade by the open interest after it. Rounded up by less than 10^-18, against who opens. Refuses a base
/// outside of 0 … 1 and a band that is turned round or empty. Source: dYdX v4.
pub fn fraction_at_open_interest(
	base: Rate,
	open_interest: Usd,
	band: OpenInterestBand,
) -> Result<Rate, MathsError> {
	let one = Rate::from_inner(i128::try_from(ONE).map_err(|_| MathsError::Overflow)?);
	if base.is_negative() || base > one || open_interest.is_negative() {
		return Err(MathsError::OutsideDomain);
	}
	if band.upper.is_zero() {
		return Ok(base);
	}
	if band.lower.is_negative() || band.upper <= band.lower {
		return Err(MathsError::OutsideDomain);
	}
	if open_interest <= band.lower {
		return Ok(base);
	}
	if open_interest >= band.upper {
		return Ok(one);
	}
	let width = band.upper.checked_sub(band.lower)?.into_inner();
	let growth = multiply_divide_ceil(
		one.checked_sub(base)?.into_inner(),
		open_interest.checked_sub(band.lower)?.into_inner(),
		u128::try_from(width).map_err(|_| MathsError::OutsideDomain)?,
	)?;
	base.checked_add(Rate::from_inner(growth))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn usd(text: &str) -> Usd {
		text.parse().unwrap()
	}

	fn rate(text: &str) -> Rate {
		text.parse().unwrap()
	}

	fn tiers() -> [Tier; 2] {
		[
			Tier { above: Usd::ZERO, fraction: rate("0.0125") },
			Tier { above: usd("150000000"), fraction: rate("0.025") },
		]
	}

	#[test]
	fn only_what_lies_above_a_threshold_costs_more() {
		let required = |notional| tiered_requirement(usd(notional), &tiers());
		assert_eq!(required("200000000"), Ok(usd("3125000")));
		assert_eq!(required("150000000"), Ok(usd("1875000")));
		assert_eq!(required("0"), Ok(Usd::ZERO));
		assert_eq!(required("-1"), Err(MathsError::OutsideDomain));
	}

	#[test]
	fn tiers_that_are_out_of_order_are_refused() {
		let [first, second] = tiers();
		assert_eq!(check_tiers(&[second, first]), Err(MathsError::OutsideDomain));
		assert_eq!(check_tiers(&[second]), Err(MathsError::OutsideDomain));
		assert_eq!(check_tiers(&[first, first]), Err(MathsError::OutsideDomain));
		assert_eq!(check_tiers(&[]), Err(MathsError::Empty));
		let cheaper = Tier { fraction: rate("0.01"), ..second };
		assert_eq!(check_tiers(&[first, cheaper]), Err(MathsError::OutsideDomain));
	}

	#[test]
	fn a_crowded_market_asks_for_more_until_it_asks_for_all() {
		let band = OpenInterestBand { lower: usd("20"), upper: usd("50") };
		let at = |interest| fraction_at_open_interest(rate("0.1"), usd(interest), band);
		assert_eq!(at("0"), Ok(rate("0.1")));
		assert_eq!(at("20"), Ok(rate("0.1")));
		assert_eq!(at("30"), Ok(rate("0.4")));
		assert_eq!(at("50"), Ok(rate("1")));
		assert_eq!(at("1000"), Ok(rate("1")));
		let off = OpenInterestBand { lower: usd("20"), upper: Usd::ZERO };
		assert_eq!(fraction_at_open_interest(rate("0.1"), usd("30"), off), Ok(rate("0.1")));
		let turned = OpenInterestBand { lower: usd("20"), upper: usd("20") };
		let refused = fraction_at_open_interest(rate("0.1"), usd("30"), turned);
		assert_eq!(refused, Err(MathsError::OutsideDomain));
	}
}
