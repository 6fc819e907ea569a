// SPDX-License-Identifier: Apache-2.0
//! Prices at which an account is in trouble.
//!
//! # Source
//!
//! The bankruptcy price: dYdX v4's, of a whole position. The estimate of a liquidation price is ours: the root
//! of a straight line.

use crate::{
	arithmetic::{multiply_divide_ceil, multiply_divide_floor, ONE},
	units::{Price, Quantity, Rate, Usd},
	MathsError,
};

/// The price at which closing `position` uses up exactly `equity`, counted from the mark.
///
/// A long may be sold down to it and a short bought back up to it. Rounded so that the account never
/// loses more than `equity`; no price is below zero, where a long has lost all it can. With negative equity it
/// lies on the other side of the mark: what the account would need to come out even. In USD per coin, off by
/// less than 10^-18. `DivisionByZero` without a position. Source: dYdX v4.
pub fn bankruptcy_price(mark: Price, position: Quantity, equity: Usd) -> Result<Price, MathsError> {
	let coins = position.into_inner().unsigned_abs();
	let mark = i128::try_from(mark.into_inner()).map_err(|_| MathsError::Overflow)?;
	let equity = equity.into_inner();
	// Rounding the distance down keeps a long's price up and a short's price down.
	let distance = multiply_divide_floor(equity, ONE_SIGNED, coins)?;
	let price = if position.is_negative() {
		mark.checked_add(distance)
	} else {
		mark.checked_sub(distance)
	};
	let price = price.ok_or(MathsError::Overflow)?.max(0);
	u128::try_from(price).map(Price::from_inner).map_err(|_| MathsError::Overflow)
}

/// An estimate of the mark at which an account's maintenance margin reaches zero if only this perpetual
/// moves; `None` if it never does.
///
/// `net` is the maintenance margin now. With `f` the maintenance fraction, one dollar of mark changes it
/// by `q − f·|q|`. The estimate ignores that the fraction grows with size. In USD per coin, and for people: no
/// rule of the market hangs on it. Ours.
pub fn liquidation_price(
	mark: Price,
	position: Quantity,
	net: Usd,
	maintenance: Rate,
) -> Result<Option<Price>, MathsError> {
	let coins = position.into_inner();
	let magnitude = i128::try_from(coins.unsigned_abs()).map_err(|_| MathsError::Overflow)?;
	let withheld = multiply_divide_ceil(magnitude, maintenance.into_inner(), ONE)?;
	let slope = coins.checked_sub(withheld).ok_or(MathsError::Overflow)?;
	if slope == 0 {
		return Ok(None);
	}
	let mark = i128::try_from(mark.into_inner()).map_err(|_| MathsError::Overflow)?;
	let distance = multiply_divide_floor(net.into_inner(), ONE_SIGNED, slope.unsigned_abs())?;
	let price = if slope > 0 { mark.checked_sub(distance) } else { mark.checked_add(distance) };
	let price = price.ok_or(MathsError::Overflow)?;
	Ok(u128::try_from(price).ok().map(Price::from_inner))
}

const ONE_SIGNED: i128 = 1_000_000_000_000_000_000;

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn closing_at_the_bankruptcy_price_leaves_nothing() {
		let price = |mark: &str, position: &str, equity: &str| {
			bankruptcy_price(
				mark.parse().unwrap(),
				position.parse().unwrap(),
				equity.parse().unwrap(),
			)
			.unwrap()
			.to_string()
		};
		assert_eq!(price("100", "2", "30"), "85");
		assert_eq!(price("100", "-2", "30"), "115");
		assert_eq!(price("100", "2", "-30"), "115");
		assert_eq!(price("100", "2", "1000"), "0");
		assert_eq!(price("100", "3", "10"), "96.666666666666666667");
		assert_eq!(price("100", "-3", "10"), "103.333333333333333333");
	}

	#[test]
	fn the_liquidation_price_is_where_maintenance_ends() {
		let price = |position: &str, net: &str| {
			liquidation_price(
				"100".parse().unwrap(),
				position.parse().unwrap(),
				net.parse().unwrap(),
				"0.05".parse().unwrap(),
			)
			.unwrap()
			.map(|price| price.to_string())
		};
		// A long of one coin bought at 100 with 14.5 of cash: 14.5 − 5 = 9.5 above maintenance.
		assert_eq!(price("1", "9.5").as_deref(), Some("90"));
		assert_eq!(price("-1", "10.5").as_deref(), Some("110"));
		assert_eq!(price("1", "200"), None);
	}
}
