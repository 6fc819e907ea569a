// SPDX-License-Identifier: Apache-2.0
//! Where the prices that reporters report come from: recorded candles or a seeded path.
//!
//! Everything here is integer arithmetic on decimal units: the same input gives the same reports on
//! every machine.

mod candles;
mod csv;
mod noise;
mod path;
mod seeded;
mod volatility;

pub use candles::{Candle, Reading};
pub use csv::{parse_candles, CsvError};
pub use noise::ReporterNoise;
pub(crate) use noise::SeededNumbers;
pub use path::{
	read_candles, Fall, PathError, PricePath, PricePoint, BETA_OF_ETH, FIRST_ETH_PER_BTC,
};
pub use seeded::seeded_path;
pub use volatility::RealisedVolatility;

use market_maths::{
	arithmetic::{multiply_divide, Rounding},
	units::Price,
};

/// Ten thousand basis points are the whole.
pub const BASIS_POINTS: i64 = 10_000;

/// What the prices of a path are rounded to: six decimals.
const REPORTED_UNIT: u128 = 1_000_000_000_000;

/// `price` moved by `millionths` of itself, rounded down to six decimals and never below one unit.
pub(crate) fn moved(price: Price, millionths: i64) -> Price {
	let factor = u128::try_from(1_000_000i64.saturating_add(millionths)).unwrap_or(0);
	let inner = multiply_divide(price.into_inner(), factor, 1_000_000, Rounding::Down)
		.unwrap_or(Price::MAX.into_inner());
	Price::from_inner((inner / REPORTED_UNIT).max(1) * REPORTED_UNIT)
}

/// How much `to` is above `from`, in millionths of `from`, rounded towards zero.
pub(crate) fn change_in_millionths(from: Price, to: Price) -> i64 {
	let (from, to) = (from.into_inner(), to.into_inner());
	let size = multiply_divide(from.abs_diff(to), 1_000_000, from.max(1), Rounding::Down)
		.ok()
		.and_then(|size| i64::try_from(size).ok())
		.unwrap_or(i64::MAX);
	if to < from {
		-size
	} else {
		size
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_move_and_its_measure_agree() {
		let price: Price = "60000".parse().unwrap();
		assert_eq!(moved(price, -25_000), "58500".parse().unwrap());
		assert_eq!(change_in_millionths(price, moved(price, -25_000)), -25_000);
		assert_eq!(moved(price, -2_000_000), "0.000001".parse().unwrap());
	}
}
