// SPDX-License-Identifier: Apache-2.0
//! What a market maker quotes: the same distance on both sides of what it thinks is fair.

use crate::ticket::{Grid, Ticket};
use market_maths::units::Price;
use market_primitives::{InstrumentId, Side};

/// How a maker quotes.
#[derive(Clone, Copy, Debug)]
pub struct MakerStyle {
	/// From fair to the best quote of a perpetual, in millionths.
	pub perpetual_distance: u128,
	/// From one quote of a perpetual to the next, in millionths.
	pub perpetual_step: u128,
	/// Quotes on each side of a perpetual.
	pub perpetual_levels: u32,
	/// What each quote of a perpetual is worth, in USD.
	pub perpetual_size: u128,
	/// From fair to the quote of an option, in millionths of its price.
	pub option_distance: u128,
	/// The least distance from fair of an option's quote, in millionths of the index.
	pub option_least_distance: u128,
	/// How many coins of underlying each quote of an option is for, in USD.
	pub option_size: u128,
}

/// Orders around `fair` in a perpetual.
pub fn quote_perpetual(
	style: &MakerStyle,
	instrument: InstrumentId,
	grid: &Grid,
	fair: Price,
) -> Vec<Ticket> {
	(0..style.perpetual_levels)
		.flat_map(|level| {
			let distance = style.perpetual_distance + style.perpetual_step * u128::from(level);
			both_sides(instrument, grid, fair, share(fair, distance), style.perpetual_size, fair)
		})
		.collect()
}

/// Orders around `fair` in an option on something worth `index`. There is no bid for what is worth
/// less than the distance.
pub fn quote_option(
	style: &MakerStyle,
	instrument: InstrumentId,
	grid: &Grid,
	fair: Price,
	index: Price,
) -> Vec<Ticket> {
	let distance =
		share(fair, style.option_distance).max(share(index, style.option_least_distance));
	both_sides(instrument, grid, fair, distance, style.option_size, index)
}

fn both_sides(
	instrument: InstrumentId,
	grid: &Grid,
	fair: Price,
	distance: Price,
	size_in_usd: u128,
	underlying: Price,
) -> Vec<Ticket> {
	let size = grid.size_worth(size_in_usd, underlying);
	let bid = fair.checked_sub(distance).ok().filter(|bid| *bid >= grid.tick);
	let ask = fair.checked_add(distance).ok();
	let quote = |side, price| Ticket::resting(instrument, side, size, grid.price_for(side, price));
	let bid = bid.map(|bid| quote(Side::Buy, bid));
	let ask = ask.map(|ask| quote(Side::Sell, ask));
	bid.into_iter().chain(ask).collect()
}

fn share(of: Price, millionths: u128) -> Price {
	Price::from_inner(of.into_inner() / 1_000_000 * millionths)
}

#[cfg(test)]
mod tests {
	use super::*;

	const STYLE: MakerStyle = MakerStyle {
		perpetual_distance: 200,
		perpetual_step: 400,
		perpetual_levels: 2,
		perpetual_size: 30_000,
		option_distance: 40_000,
		option_least_distance: 500,
		option_size: 6_000,
	};

	fn price(text: &str) -> Price {
		text.parse().unwrap()
	}

	fn grid() -> Grid {
		Grid { tick: price("1"), lot: "0.01".parse().unwrap() }
	}

	#[test]
	fn a_perpetual_is_quoted_on_both_sides_in_levels() {
		let instrument = "BTC-PERP".parse().unwrap();
		let quotes = quote_perpetual(&STYLE, instrument, &grid(), price("60000"));
		let prices: Vec<(Side, Price)> = quotes.iter().map(|it| (it.side, it.limit)).collect();
		assert_eq!(
			prices,
			[
				(Side::Buy, price("59988")),
				(Side::Sell, price("60012")),
				(Side::Buy, price("59964")),
				(Side::Sell, price("60036")),
			]
		);
		assert!(quotes.iter().all(|quote| quote.size == "0.5".parse().unwrap()));
	}

	#[test]
	fn a_nearly_worthless_option_has_no_bid() {
		let instrument = "BTC-27NOV26-90000-C".parse().unwrap();
		let quotes = quote_option(&STYLE, instrument, &grid(), price("20"), price("60000"));
		assert_eq!(quotes.len(), 1);
		assert_eq!((quotes[0].side, quotes[0].limit), (Side::Sell, price("50")));
		let quotes = quote_option(&STYLE, instrument, &grid(), price("1000"), price("60000"));
		assert_eq!((quotes[0].side, quotes[0].limit), (Side::Buy, price("960")));
		assert_eq!(quotes[0].size, "0.1".parse().unwrap());
	}
}
