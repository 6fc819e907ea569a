// SPDX-License-Identifier: Apache-2.0
//! A venue's options, expiry by expiry. This is where decimals end and floating point begins.

use super::{Quoted, SeenExpiry};
use market_maths::units::{Price, Volatility};
use std::collections::BTreeMap;

const UNIT: f64 = 1e18;

/// One option as a venue quotes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionQuote {
	/// When it expires, in milliseconds since 1970.
	pub expiry_ms: u64,
	/// The strike, in USD.
	pub strike: Price,
	/// The annual volatility at which the venue marks it.
	pub volatility: Volatility,
	/// The forward to the expiry, in USD.
	pub forward: Price,
	/// The venue's index at that moment, in USD, if it says so.
	pub index: Option<Price>,
	/// The venue's own time of it, in milliseconds since 1970.
	pub seen_at_ms: u64,
}

/// A price as floating point.
pub fn in_floating_point(price: Price) -> f64 {
	price.into_inner() as f64 / UNIT
}

/// A venue's options by expiry, the earliest first, with forwards in terms of one's own `index` in USD.
///
/// A strike is measured by the forward of its own row. The forward of an expiry is the lower median of its rows:
/// of forward over index, times one's own index, where the venue says its index in every row; of the forwards as
/// they are otherwise.
pub fn expiries_of(quotes: &[OptionQuote], index: Price) -> Vec<SeenExpiry> {
	let mut by_expiry: BTreeMap<u64, Vec<&OptionQuote>> = BTreeMap::new();
	for quote in quotes.iter().filter(|quote| !quote.forward.is_zero()) {
		by_expiry.entry(quote.expiry_ms / 1_000).or_default().push(quote);
	}
	by_expiry
		.into_iter()
		.map(|(expiry, rows)| SeenExpiry {
			expiry,
			forward: forward_of(&rows, in_floating_point(index)),
			quotes: rows.iter().map(|row| quoted(row)).collect(),
		})
		.collect()
}

fn quoted(row: &OptionQuote) -> Quoted {
	Quoted {
		moneyness: in_floating_point(row.strike) / in_floating_point(row.forward),
		volatility: row.volatility.into_inner() as f64 / UNIT,
	}
}

fn forward_of(rows: &[&OptionQuote], index: f64) -> f64 {
	let ratios: Option<Vec<f64>> = rows
		.iter()
		.map(|row| {
			let theirs = row.index.filter(|theirs| !theirs.is_zero())?;
			Some(in_floating_point(row.forward) / in_floating_point(theirs))
		})
		.collect();
	match ratios {
		Some(ratios) => index * lower_median(ratios),
		None => lower_median(rows.iter().map(|row| in_floating_point(row.forward)).collect()),
	}
}

/// Nothing if there are no numbers.
fn lower_median(mut numbers: Vec<f64>) -> f64 {
	numbers.sort_by(f64::total_cmp);
	numbers.get(numbers.len().saturating_sub(1) / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn row(expiry_ms: u64, strike: &str, forward: &str, index: Option<&str>) -> OptionQuote {
		OptionQuote {
			expiry_ms,
			strike: strike.parse().unwrap(),
			volatility: "0.5".parse().unwrap(),
			forward: forward.parse().unwrap(),
			index: index.map(|index| index.parse().unwrap()),
			seen_at_ms: 0,
		}
	}

	fn gathered(rows: &[OptionQuote]) -> Vec<SeenExpiry> {
		expiries_of(rows, "60000".parse().unwrap())
	}

	#[test]
	fn a_forward_keeps_its_distance_to_the_venues_index() {
		// The venue sees 75,000, and a forward one percent above it.
		let rows = [row(2_000, "75750", "75750", Some("75000"))];
		let found = gathered(&rows);
		assert!((found[0].forward - 60_600.0).abs() < 1e-6, "{found:?}");
		assert_eq!(found[0].quotes, [Quoted { moneyness: 1.0, volatility: 0.5 }]);
	}

	#[test]
	fn a_venue_that_does_not_say_its_index_everywhere_is_taken_at_its_word() {
		let rows = [row(2_000, "1", "75750", Some("75000")), row(2_000, "2", "75760", None)];
		assert_eq!(gathered(&rows)[0].forward, 75_750.0);
	}

	#[test]
	fn rows_are_gathered_by_the_second_of_their_expiry_the_earliest_first() {
		let rows = [
			row(9_000, "1", "100", None),
			row(2_999, "1", "100", None),
			row(2_000, "1", "100", None),
			row(2_000, "1", "0", None),
		];
		let found = gathered(&rows);
		let shape: Vec<_> = found.iter().map(|it| (it.expiry, it.quotes.len())).collect();
		assert_eq!(shape, [(2, 2), (9, 1)]);
	}
}
