// SPDX-License-Identifier: Apache-2.0
//! What an option pays.
//!
//! # Source
//!
//! The definition of a European option settled in cash.

use crate::{
	options::{payoff, OptionKind},
	units::{Cash, Price, Quantity},
	MathsError,
};

/// The cash that one lot of an expired option pays, rounded down to a whole unit: writers gain less than one
/// a lot.
///
/// Longs, shorts and tokens are all paid by this one number, so that payments add up to zero exactly. `Overflow`
/// where it does not fit. Source: the definition of the payoff.
pub fn payoff_per_lot(
	kind: OptionKind,
	strike: Price,
	settlement_price: Price,
	lot: Quantity,
) -> Result<Cash, MathsError> {
	let payoff = payoff(kind, strike, settlement_price);
	Ok(payoff.value_floor(lot)?.to_cash_floor())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_option_pays_what_it_is_in_the_money() {
		let pays = |kind, settlement: &str| {
			payoff_per_lot(
				kind,
				"90000".parse().unwrap(),
				settlement.parse().unwrap(),
				"0.001".parse().unwrap(),
			)
			.unwrap()
			.to_string()
		};
		assert_eq!(pays(OptionKind::Call, "90001.2345678"), "0.001234");
		assert_eq!(pays(OptionKind::Call, "90000"), "0");
		assert_eq!(pays(OptionKind::Call, "10"), "0");
		assert_eq!(pays(OptionKind::Put, "80000"), "10");
		assert_eq!(pays(OptionKind::Put, "95000"), "0");
	}
}
