// SPDX-License-Identifier: Apache-2.0
//! Many bids for one account in one window.
//!
//! # Source
//!
//! Ours. Units that remain: largest remainders, as Hamilton apportioned seats.

use super::solvent::share;
use crate::{
	arithmetic::{multiply_divide, Rounding, ONE},
	margin::split_in_proportion,
	units::Rate,
	MathsError,
};
use alloc::vec::Vec;

/// What each bid gets of an account of which `greatest` is for sale: what it wants, and if all want
/// more than that, a share in proportion.
///
/// The fractions add up to the lesser of all that is wanted and `greatest`, to the last unit. No
/// bid gets more than it wants, and none gains by its place in the list: units that remain go by
/// [`split_in_proportion`]'s rule. In the order of the bids; a fraction wanted lies from 0 to 1. Exact to 10^-18.
/// Ours.
pub fn share_fraction<Key: Ord>(
	wanted: &[(Key, Rate)],
	greatest: Rate,
) -> Result<Vec<Rate>, MathsError> {
	let weights = weights(wanted)?;
	let all = sum(&weights)?;
	let greatest = unsigned(share(greatest)?)?;
	split_in_proportion(all.min(greatest), &weights)?
		.into_iter()
		.map(|units| i128::try_from(units).map(Rate::from_inner).map_err(|_| MathsError::Overflow))
		.collect()
}

/// What each of the sold `fractions` of an account receives of one of its balances.
///
/// Together they receive all fractions of the balance, rounded towards zero, and the account keeps
/// the rest: what is given is what is taken, to the last unit. Negative balances are debts or
/// shorts. The fractions may add up to 1 at most. In their order, and no order changes what a key
/// gets. Unit: that of the balance. Ours.
pub fn split_balance<Key: Ord>(
	balance: i128,
	fractions: &[(Key, Rate)],
) -> Result<Vec<i128>, MathsError> {
	let weights = weights(fractions)?;
	let sold = sum(&weights)?;
	if sold > ONE {
		return Err(MathsError::OutsideDomain);
	}
	let moved = multiply_divide(balance.unsigned_abs(), sold, ONE, Rounding::Down)?;
	split_in_proportion(moved, &weights)?
		.into_iter()
		.map(|part| {
			let signed = if balance < 0 {
				0i128.checked_sub_unsigned(part)
			} else {
				0i128.checked_add_unsigned(part)
			};
			signed.ok_or(MathsError::Overflow)
		})
		.collect()
}

fn unsigned(rate: Rate) -> Result<u128, MathsError> {
	u128::try_from(rate.into_inner()).map_err(|_| MathsError::OutsideDomain)
}

fn weights<Key: Ord>(rates: &[(Key, Rate)]) -> Result<Vec<(&Key, u128)>, MathsError> {
	rates.iter().map(|(key, rate)| Ok((key, unsigned(share(*rate)?)?))).collect()
}

fn sum<Key>(weights: &[(Key, u128)]) -> Result<u128, MathsError> {
	weights
		.iter()
		.try_fold(0u128, |sum, (_, weight)| sum.checked_add(*weight))
		.ok_or(MathsError::Overflow)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn rate(text: &str) -> Rate {
		text.parse().unwrap()
	}

	#[test]
	fn bids_that_want_too_much_share_in_proportion() {
		let bids = [("ann", rate("0.3")), ("bob", rate("0.1"))];
		assert_eq!(share_fraction(&bids, rate("0.2")), Ok(vec![rate("0.15"), rate("0.05")]));
		assert_eq!(share_fraction(&bids, rate("0.5")), Ok(vec![rate("0.3"), rate("0.1")]));
		assert_eq!(share_fraction::<u8>(&[], rate("0.5")), Ok(vec![]));
		let beyond = [("ann", rate("1.1"))];
		assert_eq!(share_fraction(&beyond, rate("0.5")), Err(MathsError::OutsideDomain));
	}

	#[test]
	fn a_balance_is_shared_to_the_last_unit_and_the_rest_is_kept() {
		let sold = [("ann", rate("0.15")), ("bob", rate("0.05"))];
		assert_eq!(split_balance(-10, &sold), Ok(vec![-2, 0]));
		assert_eq!(split_balance(-100, &sold), Ok(vec![-15, -5]));
		assert_eq!(split_balance(4, &sold), Ok(vec![0, 0]));
		assert_eq!(split_balance(i128::MIN, &[((), rate("1"))]), Ok(vec![i128::MIN]));
		let more = [("ann", rate("0.6")), ("bob", rate("0.6"))];
		assert_eq!(split_balance(100, &more), Err(MathsError::OutsideDomain));
	}
}
