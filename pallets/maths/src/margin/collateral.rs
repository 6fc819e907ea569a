// SPDX-License-Identifier: Apache-2.0
//! What coins count for as collateral.
//!
//! # Source
//!
//! Derive v2, standard risk manager, base assets: a factor and a scale on it. The cap is ours.

use super::CollateralParameters;
use crate::{
	units::{Price, Quantity, Usd},
	MathsError,
};

/// What collateral counts for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CollateralCredit {
	/// For opening risk.
	pub initial: Usd,
	/// For keeping it.
	pub maintenance: Usd,
}

/// What `coins` at a price count for: their value, no more than `cap`, less the haircuts.
///
/// `maintenance = min(coins · price, cap) · factor`, `initial = maintenance · initial_scale`. Each step is
/// rounded down by less than 10^-18 USD, against the holder, so it never falls when coins, price or cap rise.
/// Refuses negative coins, a negative cap and negative factors. Source: Derive v2; the cap is ours.
pub fn collateral_credit(
	coins: Quantity,
	price: Price,
	cap: Usd,
	parameters: &CollateralParameters,
) -> Result<CollateralCredit, MathsError> {
	let CollateralParameters { factor, initial_scale } = *parameters;
	let negative = coins.is_negative()
		|| cap.is_negative()
		|| factor.is_negative()
		|| initial_scale.is_negative();
	if negative {
		return Err(MathsError::OutsideDomain);
	}
	let maintenance = price.value_floor(coins)?.min(cap).fraction_floor(factor)?;
	Ok(CollateralCredit { initial: maintenance.fraction_floor(initial_scale)?, maintenance })
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn no_more_than_the_cap_counts_and_that_with_a_haircut() {
		let parameters = CollateralParameters {
			factor: "0.8".parse().unwrap(),
			initial_scale: "0.9375".parse().unwrap(),
		};
		let credit = |coins: &str, cap: &str| {
			let (coins, cap) = (coins.parse().unwrap(), cap.parse().unwrap());
			collateral_credit(coins, "2000".parse().unwrap(), cap, &parameters)
		};
		let (initial, maintenance) = ("1500".parse().unwrap(), "1600".parse().unwrap());
		assert_eq!(credit("1", "5000"), Ok(CollateralCredit { initial, maintenance }));
		assert_eq!(credit("10", "2000"), Ok(CollateralCredit { initial, maintenance }));
		assert_eq!(credit("10", "0"), Ok(CollateralCredit::default()));
		assert_eq!(credit("-1", "0"), Err(MathsError::OutsideDomain));
	}
}
