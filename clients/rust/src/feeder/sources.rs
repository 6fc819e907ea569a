// SPDX-License-Identifier: Apache-2.0
//! Which bit of a vote's `sources` stands for which venue.

/// The venues with a bit of their own, the lowest bit first. Only ever add at the end: the bits are on
/// chain.
const VENUES: [&str; 7] = ["binance", "okx", "bybit", "coinbase", "kraken", "bitstamp", "deribit"];

/// The bit of all other venues together.
const OTHER: u16 = 1 << 15;

/// The bits of `venues`.
pub fn source_bits<'a>(venues: impl IntoIterator<Item = &'a str>) -> u16 {
	venues.into_iter().fold(0, |bits, venue| bits | bit_of(venue))
}

fn bit_of(venue: &str) -> u16 {
	let name = venue.to_ascii_lowercase();
	VENUES.iter().position(|known| *known == name).map_or(OTHER, |at| 1 << at)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn each_known_venue_has_a_bit_and_the_others_share_one() {
		assert_eq!(source_bits(["binance"]), 1);
		assert_eq!(source_bits(["Kraken", "okx", "okx"]), 0b1_0010);
		assert_eq!(source_bits(["a corner shop", "another"]), OTHER);
		assert_eq!(source_bits(VENUES).count_ones(), 7);
		assert_eq!(source_bits([]), 0);
	}
}
