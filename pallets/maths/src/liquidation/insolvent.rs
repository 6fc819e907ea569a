// SPDX-License-Identifier: Apache-2.0
//! Paying somebody to take over an account that is worth less than nothing.
//!
//! # Source
//!
//! Derive v2, Dutch auction of insolvent accounts and the lock on withdrawals (public contracts).

use super::solvent::{share, Sale, Standing};
use crate::{
	arithmetic::multiply_divide_floor,
	units::{Rate, Usd},
	MathsError,
};

/// What is paid for taking over the whole account `elapsed_ms` after the start: what it owes at
/// first, and after `length_ms` what a healthy account needs on top.
///
/// `−(m + (MM − m)·t/length)` with `m = min(MtM, 0)`, and `−MM` from the end on; nothing if `MM` is not
/// negative. Never negative, never falls if `MM ≤ MtM`, never above the larger of `−MM` and `−m`.
/// In USD. Rounded down by less than 10^-18: the bidder gets the last digit less. Source: Derive v2.
pub fn insolvent_payout(
	standing: &Standing,
	elapsed_ms: u64,
	length_ms: u64,
) -> Result<Usd, MathsError> {
	if !standing.maintenance.is_negative() {
		return Ok(Usd::ZERO);
	}
	let most = standing.maintenance.checked_neg()?;
	if elapsed_ms >= length_ms {
		return Ok(most);
	}
	let least = standing.mark_to_market.min(Usd::ZERO).checked_neg()?;
	let risen = multiply_divide_floor(
		most.checked_sub(least)?.into_inner(),
		elapsed_ms.into(),
		length_ms.into(),
	)?;
	least.checked_add(Usd::from_inner(risen))
}

/// What a bid for `wanted` of an insolvent account gets and is paid.
///
/// The bidder is paid the fraction of `payout`, rounded down, and must hold what the fraction then
/// still lacks of its maintenance margin, rounded up. `wanted` must lie above 0 and not above 1, and `payout`
/// must not be negative. Less than 10^-18 USD each. Source: Derive v2.
pub fn insolvent_sale(standing: &Standing, wanted: Rate, payout: Usd) -> Result<Sale, MathsError> {
	if share(wanted)?.is_zero() || payout.is_negative() {
		return Err(MathsError::OutsideDomain);
	}
	let paid = payout.fraction_floor(wanted)?;
	let lacking = standing.maintenance.min(Usd::ZERO).checked_neg()?.fraction_ceil(wanted)?;
	Ok(Sale {
		fraction: wanted,
		price: paid.checked_neg()?,
		collateral: lacking.checked_sub(paid)?.max(Usd::ZERO),
		exhausts: super::solvent::whole()? == wanted,
	})
}

/// Whether withdrawals must wait: while insurance could not pay for all insolvent accounts under
/// auction.
///
/// `maintenance_at_start` holds the maintenance margin that each of them had when its auction started.
/// What bids take since does not shorten the list: only the end of an auction does. Exact, in USD. Source:
/// Derive v2.
pub fn withdrawals_wait(maintenance_at_start: &[Usd], insurance: Usd) -> Result<bool, MathsError> {
	let mut needed = Usd::ZERO;
	for maintenance in maintenance_at_start {
		needed = needed.checked_sub((*maintenance).min(Usd::ZERO))?;
	}
	Ok(needed > insurance)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn usd(text: &str) -> Usd {
		text.parse().unwrap()
	}

	fn payout(mark_to_market: &str, maintenance: &str, elapsed: u64, length: u64) -> String {
		let standing = Standing {
			mark_to_market: usd(mark_to_market),
			maintenance: usd(maintenance),
			reserved: Usd::ZERO,
		};
		insolvent_payout(&standing, elapsed, length).unwrap().to_string()
	}

	#[test]
	fn the_payout_rises_from_the_debt_to_what_a_healthy_account_needs() {
		assert_eq!(payout("-100", "-300", 0, 600), "100");
		assert_eq!(payout("-100", "-300", 300, 600), "200");
		assert_eq!(payout("-100", "-300", 600, 600), "300");
		assert_eq!(payout("-100", "-300", u64::MAX, 600), "300");
		assert_eq!(payout("100", "-1000", 0, 600), "0");
		assert_eq!(payout("0", "1000", 0, 600), "0");
		assert_eq!(payout("100", "-1000", 0, 0), "1000");
		assert_eq!(payout("-1", "-2", 1, 3), "1.333333333333333333");
	}

	#[test]
	fn a_bidder_holds_what_the_payout_does_not_cover() {
		let standing = Standing {
			mark_to_market: usd("-100"),
			maintenance: usd("-300"),
			..Default::default()
		};
		let half = insolvent_sale(&standing, "0.5".parse().unwrap(), usd("200")).unwrap();
		assert_eq!((half.price, half.collateral), (usd("-100"), usd("50")));
		assert!(!half.exhausts);
	}

	#[test]
	fn withdrawals_wait_until_insurance_can_pay_for_all() {
		let open = [usd("-300"), usd("-20"), usd("5")];
		assert_eq!(withdrawals_wait(&open, usd("319")), Ok(true));
		assert_eq!(withdrawals_wait(&open, usd("320")), Ok(false));
		assert_eq!(withdrawals_wait(&[], Usd::ZERO), Ok(false));
	}
}
