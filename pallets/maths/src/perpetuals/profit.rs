// SPDX-License-Identifier: Apache-2.0
//! What a position has gained.
//!
//! # Source
//!
//! Its definition: size times the way of the price.

use crate::{
	arithmetic::{multiply_divide_floor, ONE},
	units::{Cash, Lots, Price, Quantity, Ticks, Usd},
	MathsError,
};

/// `size · (now − entry)` in USD, rounded towards minus infinity by less than 10^-18: against the holder, long
/// or short, so that two sides never gain more than nothing. Source: its definition.
pub fn profit(size: Quantity, entry: Price, now: Price) -> Result<Usd, MathsError> {
	let moved = signed_difference(now, entry)?;
	multiply_divide_floor(size.into_inner(), moved, ONE).map(Usd::from_inner)
}

/// `lots · (now − entry)` in cash. Exact, because the instrument's tick and lot make whole cash: what one
/// side gains the other loses. Source: its definition.
pub fn profit_of_lots(
	lots: Lots,
	entry: Ticks,
	now: Ticks,
	per_tick_and_lot: Cash,
) -> Result<Cash, MathsError> {
	i128::from(now.into_inner())
		.checked_sub(entry.into_inner().into())
		.and_then(|moved| moved.checked_mul(lots.into_inner().into()))
		.and_then(|moved| moved.checked_mul(per_tick_and_lot.into_inner()))
		.map(Cash::from_inner)
		.ok_or(MathsError::Overflow)
}

/// `a − b` with a sign.
pub(super) fn signed_difference(a: Price, b: Price) -> Result<i128, MathsError> {
	let size = i128::try_from(a.into_inner().abs_diff(b.into_inner()))
		.map_err(|_| MathsError::Overflow)?;
	if a >= b {
		Ok(size)
	} else {
		size.checked_neg().ok_or(MathsError::Overflow)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_long_gains_what_a_short_loses() {
		let price = |text: &str| text.parse::<Price>().unwrap();
		let size = |text: &str| text.parse::<Quantity>().unwrap();
		assert_eq!(profit(size("1"), price("1500"), price("1600")), "100".parse());
		assert_eq!(profit(size("-1"), price("1500"), price("1600")), "-100".parse());
		assert_eq!(profit(size("1"), price("1500"), price("1400")), "-100".parse());
	}

	#[test]
	fn the_last_digit_is_lost_by_the_holder_on_both_sides() {
		let size = |units| Quantity::from_inner(units);
		let (one, two) = (Price::from_inner(1), Price::from_inner(2));
		assert_eq!(profit(size(1), one, two), Ok(Usd::from_inner(0)));
		assert_eq!(profit(size(-1), one, two), Ok(Usd::from_inner(-1)));
	}

	#[test]
	fn lots_and_ticks_gain_whole_cash() {
		let gained = profit_of_lots(
			Lots::from_inner(-3),
			Ticks::from_inner(10),
			Ticks::from_inner(4),
			Cash::from_inner(100),
		);
		assert_eq!(gained, Ok(Cash::from_inner(1_800)));
	}
}
