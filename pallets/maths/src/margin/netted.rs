// SPDX-License-Identifier: Apache-2.0
//! What options of one expiry can lose together.

use super::isolated::{per_coin, times};
use crate::{
	options::OptionKind,
	units::{Price, Quantity, Rate, Usd},
	MathsError,
};
use alloc::vec::Vec;

/// One option of an expiry, as its payoff needs it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leg {
	pub(super) kind: OptionKind,
	pub(super) strike: Price,
	pub(super) quantity: Quantity,
}

/// The most that the legs can lose at expiry, rounded up, and never negative.
///
/// The total payoff is a line between neighbouring strikes, so its lowest value lies at zero, at a
/// strike, or, if more calls are written than held, at no price at all: each unpaired call then costs
/// `unpaired` of the forward on top.
pub(super) fn greatest_loss(
	mut legs: Vec<Leg>,
	forward: Price,
	unpaired: Rate,
) -> Result<Usd, MathsError> {
	legs.sort_by_key(|leg| leg.strike);
	let mut payoff = Usd::ZERO;
	let mut slope = Quantity::ZERO;
	let mut calls = Quantity::ZERO;
	for leg in &legs {
		match leg.kind {
			OptionKind::Call => calls = calls.checked_add(leg.quantity)?,
			OptionKind::Put => {
				payoff = payoff.checked_add(leg.strike.value_floor(leg.quantity)?)?;
				slope = slope.checked_sub(leg.quantity)?;
			},
		}
	}
	let mut lowest = payoff.min(Usd::ZERO);
	let mut at = Price::ZERO;
	for leg in &legs {
		payoff = payoff.checked_add(leg.strike.checked_sub(at)?.value_floor(slope)?)?;
		lowest = lowest.min(payoff);
		slope = slope.checked_add(leg.quantity)?;
		at = leg.strike;
	}
	let loss = lowest.checked_neg()?;
	if !calls.is_negative() {
		return Ok(loss);
	}
	let per_call = per_coin(forward)?.fraction_ceil(unpaired)?;
	loss.checked_add(times(per_call, calls.checked_neg()?)?)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn leg(kind: OptionKind, strike: &str, quantity: &str) -> Leg {
		Leg { kind, strike: strike.parse().unwrap(), quantity: quantity.parse().unwrap() }
	}

	fn loss(legs: &[Leg]) -> Usd {
		greatest_loss(legs.to_vec(), "100".parse().unwrap(), "1.2".parse().unwrap()).unwrap()
	}

	#[test]
	fn a_call_spread_can_lose_the_distance_of_its_strikes() {
		let legs = [leg(OptionKind::Call, "100", "-1"), leg(OptionKind::Call, "110", "1")];
		assert_eq!(loss(&legs), "10".parse().unwrap());
	}

	#[test]
	fn an_iron_condor_can_lose_one_wing_only() {
		let legs = [
			leg(OptionKind::Put, "80", "1"),
			leg(OptionKind::Put, "90", "-1"),
			leg(OptionKind::Call, "110", "-1"),
			leg(OptionKind::Call, "120", "1"),
		];
		assert_eq!(loss(&legs), "10".parse().unwrap());
	}

	#[test]
	fn a_box_loses_nothing_and_a_long_loses_nothing() {
		let legs = [
			leg(OptionKind::Call, "100", "1"),
			leg(OptionKind::Call, "110", "-1"),
			leg(OptionKind::Put, "110", "1"),
			leg(OptionKind::Put, "100", "-1"),
		];
		assert_eq!(loss(&legs), Usd::ZERO);
		assert_eq!(loss(&[leg(OptionKind::Put, "100", "5")]), Usd::ZERO);
	}

	#[test]
	fn an_uncovered_call_costs_a_multiple_of_the_forward() {
		assert_eq!(loss(&[leg(OptionKind::Call, "100", "-1")]), "120".parse().unwrap());
		assert_eq!(loss(&[leg(OptionKind::Put, "100", "-1")]), "100".parse().unwrap());
	}
}
