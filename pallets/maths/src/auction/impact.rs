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

/// What a trade uses up before the levels in which it ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UsedUp {
	/// Its lots.
	pub lots: u64,
	/// Each lot times its price in ticks, added up.
	pub value: u128,
}

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
	let value = value_of_trade(notional, per_tick_and_lot)?;
	impact_price_after(UsedUp::default(), levels, value, tick, rounding)
}

/// What a trade of `notional` uses up of a book, in ticks × lots, rounded up to a whole one.
///
/// `None` if `notional` or `per_tick_and_lot` is not positive.
pub fn value_of_trade(notional: Cash, per_tick_and_lot: Cash) -> Option<u128> {
	let notional = u128::try_from(notional.into_inner()).ok()?;
	let per = u128::try_from(per_tick_and_lot.into_inner()).ok()?;
	if notional == 0 || per == 0 {
		return None;
	}
	Some(notional.div_ceil(per))
}

/// [`impact_price`] of a trade worth `value`, in ticks × lots, for who knows only the sum of the best levels.
///
/// `levels` are those after what is `used_up`. `None` if that is worth as much as the trade already.
pub fn impact_price_after(
	used_up: UsedUp,
	levels: impl IntoIterator<Item = Level>,
	value: u128,
	tick: Price,
	rounding: Rounding,
) -> Option<Price> {
	let mut left = value.checked_sub(used_up.value).filter(|left| *left > 0)?;
	let mut lots = u128::from(used_up.lots);
	for level in levels {
		let price = u128::from(level.price.into_inner());
		let worth = price.checked_mul(level.lots.into())?;
		if worth < left {
			left = left.checked_sub(worth)?;
			lots = lots.checked_add(level.lots.into())?;
			continue;
		}
		let quantity = lots.checked_mul(price)?.checked_add(left)?;
		let numerator = value.checked_mul(price)?;
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

	#[test]
	fn a_sum_of_the_best_levels_does_for_the_levels() {
		let level = |price, lots| Level { price: Ticks::from_inner(price), lots };
		let asks = [level(900, 10), level(1_000, 10), level(1_100, 10)];
		let tick: Price = "0.1".parse().unwrap();
		let used_up = UsedUp { lots: 20, value: 19_000 };
		for value in [19_001u128, 25_000, 30_000] {
			let buy = |used_up, levels: &[Level]| {
				impact_price_after(used_up, levels.iter().copied(), value, tick, Rounding::Up)
			};
			let by_sum = buy(used_up, &asks[2..]);
			assert!(by_sum.is_some());
			assert_eq!(by_sum, buy(UsedUp::default(), &asks));
		}
		let ends_before = impact_price_after(used_up, asks, 19_000, tick, Rounding::Up);
		assert_eq!(ends_before, None);
		let one = Cash::from_inner(1);
		assert_eq!(value_of_trade("0.000003".parse().unwrap(), Cash::from_inner(2)), Some(2));
		assert_eq!(value_of_trade(Cash::ZERO, one), None);
		assert_eq!(value_of_trade(one, Cash::ZERO), None);
	}
}
