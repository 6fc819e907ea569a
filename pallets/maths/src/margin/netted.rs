// SPDX-License-Identifier: Apache-2.0
//! What options of one expiry can lose together.
//!
//! # Source
//!
//! Derive v2, standard risk manager: the greatest loss of an expiry's payoff, and a share of the forward for each
//! call that no other call caps.

use super::{
	isolated::{per_coin, times},
	standard::OptionPosition,
};
use crate::{
	options::OptionKind,
	units::{Price, Quantity, Rate, Usd},
	MathsError,
};

/// One option of an expiry, as its payoff needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leg {
	pub(super) kind: OptionKind,
	pub(super) strike: Price,
	pub(super) quantity: Quantity,
	/// What open orders could sell.
	pub(super) sold: Quantity,
}

impl Leg {
	pub(super) const fn of(option: &OptionPosition) -> Self {
		let OptionPosition { kind, strike, quantity, orders, .. } = *option;
		Self { kind, strike, quantity, sold: orders.sold }
	}
}

/// What options of one expiry can lose together at expiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Losses {
	/// The most at any price, never negative.
	greatest: Usd,
	/// Calls written beyond those held, in coins; not negative.
	unpaired: Quantity,
}

impl Losses {
	/// The greatest loss, and `unpaired` of the forward for each unpaired call. Rounded up, never negative.
	pub(super) fn requirement(&self, forward: Price, unpaired: Rate) -> Result<Usd, MathsError> {
		if self.unpaired.is_zero() {
			return Ok(self.greatest);
		}
		let per_call = per_coin(forward)?.fraction_ceil(unpaired)?;
		self.greatest.checked_add(times(per_call, self.unpaired)?)
	}
}

/// What the legs can lose, if each counts with `coins` of it. They must come by strike.
///
/// The total payoff is a line between neighbouring strikes, so its lowest value lies at zero, at a
/// strike, or, if more calls are written than held, at no price at all.
pub(super) fn losses(
	legs: &[Leg],
	coins: impl Fn(&Leg) -> Result<Quantity, MathsError>,
) -> Result<Losses, MathsError> {
	let mut payoff = Usd::ZERO;
	let mut slope = Quantity::ZERO;
	let mut calls = Quantity::ZERO;
	for leg in legs {
		let coins = coins(leg)?;
		match leg.kind {
			OptionKind::Call => calls = calls.checked_add(coins)?,
			OptionKind::Put => {
				payoff = payoff.checked_add(leg.strike.value_floor(coins)?)?;
				slope = slope.checked_sub(coins)?;
			},
		}
	}
	let mut lowest = payoff.min(Usd::ZERO);
	let mut at = Price::ZERO;
	for leg in legs {
		payoff = payoff.checked_add(leg.strike.checked_sub(at)?.value_floor(slope)?)?;
		lowest = lowest.min(payoff);
		slope = slope.checked_add(coins(leg)?)?;
		at = leg.strike;
	}
	let unpaired = calls.min(Quantity::ZERO).checked_neg()?;
	Ok(Losses { greatest: lowest.checked_neg()?, unpaired })
}

#[cfg(test)]
mod tests {
	use super::*;

	fn leg(kind: OptionKind, strike: &str, quantity: &str) -> Leg {
		let (strike, quantity) = (strike.parse().unwrap(), quantity.parse().unwrap());
		Leg { kind, strike, quantity, sold: Quantity::ZERO }
	}

	fn loss(legs: &[Leg]) -> Usd {
		let mut legs = legs.to_vec();
		legs.sort_by_key(|leg| leg.strike);
		let losses = losses(&legs, |leg| Ok(leg.quantity)).unwrap();
		losses.requirement("100".parse().unwrap(), "1.2".parse().unwrap()).unwrap()
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
