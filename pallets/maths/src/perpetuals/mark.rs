// SPDX-License-Identifier: Apache-2.0
//! The mark of a perpetual.
//!
//! # Source
//!
//! The median of index with premium, book, and outside prices: Hyperliquid's documentation, robust price
//! indices. The band around the index is ours.

use crate::{
	arithmetic::{multiply_divide, Rounding, ONE},
	units::{Price, Rate},
	MathsError,
};

/// The middle one of three, exactly. Unlike a mean it moves no farther than the other two, whatever one
/// does. Source: its definition.
pub fn median_of_three(a: Price, b: Price, c: Price) -> Price {
	a.min(b).max(a.max(b).min(c))
}

/// `price` kept within `band` (a fraction) of the index. The band's edges are rounded towards the
/// index, so the result is never farther away than `band`. In USD per coin.
///
/// The band is the rule and no saturation: an edge below zero or above what a price can be holds no price.
/// Refuses a negative band. Ours.
pub fn clamp_to_band(price: Price, index: Price, band: Rate) -> Result<Price, MathsError> {
	let fraction = u128::try_from(band.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
	let width = multiply_divide(index.into_inner(), fraction, ONE, Rounding::Down)?;
	let lowest = index.into_inner().saturating_sub(width);
	let highest = index.into_inner().saturating_add(width);
	Ok(Price::from_inner(price.into_inner().clamp(lowest, highest)))
}

/// The mark: the median of the index moved by the book's average premium, of the book's own
/// median, and of the price of perpetuals elsewhere, kept within `band` of the index.
///
/// One of the three may be absurd without moving the mark beyond the other two. Exact but for the band's
/// edges, which are rounded towards the index: neither side gains. Refuses a negative band. Source:
/// Hyperliquid's documentation; the band is ours.
pub fn mark_price(
	index: Price,
	index_with_premium: Price,
	book_median: Price,
	outside: Price,
	band: Rate,
) -> Result<Price, MathsError> {
	clamp_to_band(median_of_three(index_with_premium, book_median, outside), index, band)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn price(text: &str) -> Price {
		text.parse().unwrap()
	}

	#[test]
	fn the_middle_one_is_the_middle_one_in_any_order() {
		let [a, b, c] = ["1", "2", "3"].map(price);
		for [x, y, z] in [[a, b, c], [a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]] {
			assert_eq!(median_of_three(x, y, z), b);
		}
		assert_eq!(median_of_three(a, a, c), a);
	}

	#[test]
	fn a_mark_stays_within_its_band() {
		let band: Rate = "0.01".parse().unwrap();
		let marked = |a, b, c| mark_price(price("100"), price(a), price(b), price(c), band);
		assert_eq!(marked("100.2", "100.4", "500"), Ok(price("100.4")));
		assert_eq!(marked("105", "104", "103"), Ok(price("101")));
		assert_eq!(marked("90", "104", "50"), Ok(price("99")));
	}
}
