// SPDX-License-Identifier: Apache-2.0
//! What a fixed amount of cash would trade at.
//!
//! # Source
//!
//! Impact prices of dYdX v4 and Derive v2 (public documentation): the average price of a fixed notional on one
//! side of the book.

use super::Level;
use crate::{
	arithmetic::{multiply_divide, Rounding},
	units::{Cash, Price},
};

/// The average price at which `notional` of cash trades against `levels`, best first.
///
/// With `Rounding::Down` for bids and `Rounding::Up` for asks the spread is never understated. `None`
/// if the levels are too thin, or if `notional` or `per_tick_and_lot` is not positive.
///
/// The notional is rounded up to a whole tick × lot, so that a tiny one trades at the best price.
/// With `N` the notional in ticks × lots, `Q` the lots of the levels used up, `t` the price of the
/// last one and `r` what it adds to the notional: average = `N / (Q + r / t)` ticks. In USD per coin, exact but
/// for the one rounding. Source: dYdX v4; Derive v2.
pub fn impact_price(
	levels: impl IntoIterator<Item = Level>,
	notional: Cash,
	tick: Price,
	per_tick_and_lot: Cash,
	rounding: Rounding,
) -> Option<Price> {
	let notional = u128::try_from(notional.into_inner()).ok()?;
	let per = u128::try_from(per_tick_and_lot.into_inner()).ok()?;
	if notional == 0 || per == 0 {
		return None;
	}
	let wanted = notional.div_ceil(per);
	let mut left = wanted;
	let mut lots = 0u128;
	for level in levels {
		let price = u128::from(level.price.into_inner());
		let value = price.checked_mul(level.lots.into())?;
		if value < left {
			left = left.checked_sub(value)?;
			lots = lots.checked_add(level.lots.into())?;
			continue;
		}
		let quantity = lots.checked_mul(price)?.checked_add(left)?;
		let numerator = wanted.checked_mul(price)?;
		return multiply_divide(numerator, tick.into_inner(), quantity, rounding)
			.ok()
			.map(Price::from_inner);
	}
	None
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::units::Ticks;

	#[test]
	fn the_average_weighs_each_level_by_what_is_taken_from_it() {
		let level = |price, lots| Level { price: Ticks::from_inner(price), lots };
		let bids = [level(1_000, 10), level(900, 10)];
		let tick: Price = "0.1".parse().unwrap();
		let per: Cash = "0.1".parse().unwrap();
		let sell = |notional: &str| {
			impact_price(bids, notional.parse().unwrap(), tick, per, Rounding::Down)
		};
		assert_eq!(sell("1000"), Some("100".parse().unwrap()));
		// 10 lots at 100 and 5 at 90: 1450 for 15 lots.
		assert_eq!(sell("1450"), Some("96.666666666666666666".parse().unwrap()));
		assert_eq!(sell("1900"), Some("95".parse().unwrap()));
		assert_eq!(sell("1901"), None);
		assert_eq!(sell("0"), None);
		assert_eq!(sell("0.000001"), Some("100".parse().unwrap()));
	}
}
