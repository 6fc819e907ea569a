// SPDX-License-Identifier: Apache-2.0
//! What changes hands when several instruments are traded as one.
//!
//! # Source
//!
//! Derive v2, trades of several legs by request for quote (public contracts): outright legs pay their price,
//! perpetuals the distance to the mark.

use crate::{
	units::{Price, Quantity, Usd},
	MathsError,
};

/// What one leg pays when it is traded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terms {
	/// The whole price: an option or a coin.
	Outright,
	/// Only the distance to the mark, at which the position then stands: a perpetual.
	AgainstMark(Price),
}

/// One leg of a combination, as its buyer sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg {
	/// Coins, bought positive.
	pub quantity: Quantity,
	/// The price agreed on.
	pub price: Price,
	/// What it pays.
	pub terms: Terms,
}

/// What the buyer of all legs pays the seller, in one transfer; negative: what the buyer receives.
///
/// An outright leg costs `price · quantity`, a perpetual `(price − mark) · quantity`. Each leg is
/// rounded up, against the buyer; the seller receives the same number, so nothing is made or lost
/// between the two. In USD. It does not depend on the order of the legs. Error: less than 2·10^-18 a leg.
/// Source: Derive v2.
pub fn net_payment(legs: &[Leg]) -> Result<Usd, MathsError> {
	legs.iter().try_fold(Usd::ZERO, |sum, leg| {
		let cost = leg.price.value_ceil(leg.quantity)?;
		let cost = match leg.terms {
			Terms::Outright => cost,
			Terms::AgainstMark(mark) => cost.checked_sub(mark.value_floor(leg.quantity)?)?,
		};
		sum.checked_add(cost)
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_perpetual_below_its_mark_pays_its_buyer() {
		let leg = |quantity: &str, price: &str, terms| Leg {
			quantity: quantity.parse().unwrap(),
			price: price.parse().unwrap(),
			terms,
		};
		let perpetual = leg("10", "1490", Terms::AgainstMark("1500".parse().unwrap()));
		assert_eq!(net_payment(&[perpetual]), "-100".parse());
		let call = leg("-2", "30.5", Terms::Outright);
		assert_eq!(net_payment(&[perpetual, call]), "-161".parse());
		assert_eq!(net_payment(&[]), Ok(Usd::ZERO));
	}
}
