// SPDX-License-Identifier: Apache-2.0
//! Averages of a price over any span, from two readings of one sum.
//!
//! # Source
//!
//! The cumulative price of Uniswap v2's oracle (white paper, 2020). What counts, and the rounding, are ours.

use super::average::mean;
use crate::{units::Price, MathsError};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A price summed over the time that counts, in 10^-18 USD milliseconds.
///
/// Time that shall not count, in a halt or an auction, is left out: nothing is added for it. A
/// price of a million dollars fills the sum in ten thousand years.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct PriceOverTime {
	/// Σ price · milliseconds.
	pub sum: u128,
	/// The milliseconds that counted.
	pub counted_ms: u64,
}

impl PriceOverTime {
	/// The sum after a price has held for `elapsed_ms` more. Exact, or `Overflow`. Source: Uniswap v2.
	pub fn then(self, price: Price, elapsed_ms: u64) -> Result<Self, MathsError> {
		let added =
			price.into_inner().checked_mul(elapsed_ms.into()).ok_or(MathsError::Overflow)?;
		Ok(Self {
			sum: self.sum.checked_add(added).ok_or(MathsError::Overflow)?,
			counted_ms: self.counted_ms.checked_add(elapsed_ms).ok_or(MathsError::Overflow)?,
		})
	}

	/// The average price since an earlier reading, each price weighted with exactly the time it
	/// held.
	///
	/// From the lowest to the highest price of the span. Rounded to nearest, halves to even, so
	/// that neither side gains from the last digit. `Empty` if no time counted, `OutsideDomain` if
	/// `earlier` is later. In USD per coin. Source: Uniswap v2.
	pub fn average_since(&self, earlier: &Self) -> Result<Price, MathsError> {
		let sum = self.sum.checked_sub(earlier.sum).ok_or(MathsError::OutsideDomain)?;
		let time = self
			.counted_ms
			.checked_sub(earlier.counted_ms)
			.ok_or(MathsError::OutsideDomain)?;
		mean(sum, time.into()).map(Price::from_inner)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn price(text: &str) -> Price {
		text.parse().unwrap()
	}

	#[test]
	fn every_price_counts_for_as_long_as_it_held() {
		let start = PriceOverTime::default().then(price("7"), 5_000).unwrap();
		let end = start.then(price("100"), 3_000).unwrap().then(price("104"), 1_000).unwrap();
		assert_eq!(end.average_since(&start), Ok(price("101")));
		assert_eq!(end.average_since(&end), Err(MathsError::Empty));
		assert_eq!(start.average_since(&end), Err(MathsError::OutsideDomain));
		assert_eq!(end.then(Price::MAX, 2), Err(MathsError::Overflow));
	}
}
