// SPDX-License-Identifier: Apache-2.0
//! Who bears what an insolvent account owes.
//!
//! # Source
//!
//! Derive v2, security module and cash (public contracts): insurance first, then one rate for whoever
//! withdraws, and all income to insurance meanwhile. That the rate follows from the present alone is ours.

use super::{curve::is_share, solvent::whole};
use crate::{
	arithmetic::{multiply_divide, Rounding, ONE},
	units::{Cash, Rate},
	MathsError,
};

/// What insurance pays of `needed`, and what it cannot: all it has at most. The two add up to
/// `needed`, exactly. Refuses negative amounts. Source: Derive v2.
pub fn from_insurance(needed: Cash, insurance: Cash) -> Result<(Cash, Cash), MathsError> {
	if needed.is_negative() || insurance.is_negative() {
		return Err(MathsError::OutsideDomain);
	}
	let paid = needed.min(insurance);
	Ok((paid, needed.checked_sub(paid)?))
}

/// How much of one unit of cash is backed: `min(1, held / claims)`. One if there are no claims.
///
/// `held` is the settlement asset held for a universe, `claims` all cash that could be asked for it.
/// Rounded down by less than 10^-18: the last digit stays in the pool. Refuses a pool below zero. Source:
/// Derive v2.
pub fn backing(held: Cash, claims: Cash) -> Result<Rate, MathsError> {
	let held = u128::try_from(held.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
	let Some(claims) = u128::try_from(claims.into_inner()).ok().filter(|claims| *claims > held)
	else {
		return whole();
	};
	let rate = multiply_divide(held, ONE, claims, Rounding::Down)?;
	i128::try_from(rate).map(Rate::from_inner).map_err(|_| MathsError::Overflow)
}

/// The cash that a withdrawal of `withdrawn` costs while only `backing` of it is backed: `withdrawn
/// / backing`, rounded up to a whole unit: whoever leaves pays the last digit. Refuses a negative amount and a
/// backing outside of 0 … 1; `DivisionByZero` where nothing is backed. Source: Derive v2.
pub fn burned_for(withdrawn: Cash, backing: Rate) -> Result<Cash, MathsError> {
	if !is_share(backing) {
		return Err(MathsError::OutsideDomain);
	}
	let amount = u128::try_from(withdrawn.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
	let backing = u128::try_from(backing.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
	let burned = multiply_divide(amount, ONE, backing, Rounding::Up)?;
	i128::try_from(burned).map(Cash::from_inner).map_err(|_| MathsError::Overflow)
}

/// The share of income that goes to insurance: the usual one, and all of it while cash is not
/// backed.
///
/// It follows from the present alone, so no second loss can overwrite the usual share. Exact; refuses shares
/// outside of 0 … 1. Source: Derive v2; that it keeps no memory is ours.
pub fn share_kept_for_insurance(usual: Rate, backing: Rate) -> Result<Rate, MathsError> {
	if !is_share(usual) || !is_share(backing) {
		return Err(MathsError::OutsideDomain);
	}
	let whole = whole()?;
	Ok(if backing < whole { whole } else { usual })
}

#[cfg(test)]
mod tests {
	use super::*;

	fn cash(text: &str) -> Cash {
		text.parse().unwrap()
	}

	#[test]
	fn insurance_pays_what_it_has() {
		assert_eq!(from_insurance(cash("10"), cash("4")), Ok((cash("4"), cash("6"))));
		assert_eq!(from_insurance(cash("10"), cash("40")), Ok((cash("10"), cash("0"))));
		assert_eq!(from_insurance(cash("-1"), cash("4")), Err(MathsError::OutsideDomain));
	}

	#[test]
	fn a_withdrawal_from_a_pool_with_a_hole_costs_more() {
		let backed = backing(cash("10000"), cash("12500")).unwrap();
		assert_eq!(backed, "0.8".parse().unwrap());
		assert_eq!(burned_for(cash("100"), backed), Ok(cash("125")));
		assert_eq!(burned_for(cash("0.000001"), backed), Ok(cash("0.000002")));
		assert_eq!(burned_for(cash("1"), Rate::ZERO), Err(MathsError::DivisionByZero));
		assert_eq!(backing(cash("20000"), cash("20000")), "1".parse());
		assert_eq!(backing(cash("1"), cash("0")), "1".parse());
	}

	#[test]
	fn the_usual_share_comes_back_after_any_number_of_losses() {
		let usual: Rate = "0.1".parse().unwrap();
		let share = |held: &str, claims: &str| {
			share_kept_for_insurance(usual, backing(cash(held), cash(claims)).unwrap())
		};
		assert_eq!(share("10000", "15000"), "1".parse());
		assert_eq!(share("10000", "20000"), "1".parse());
		assert_eq!(share("20000", "20000"), Ok(usual));
	}
}
