// SPDX-License-Identifier: Apache-2.0
use market_maths::units::{Price, Quantity};

/// The prices of one interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candle {
	/// When the interval began, in seconds since 1970.
	pub start: u64,
	/// The first price.
	pub open: Price,
	/// The highest.
	pub high: Price,
	/// The lowest.
	pub low: Price,
	/// The last.
	pub close: Price,
	/// How much was traded, in the unit of the source: coins, unless it says otherwise.
	pub volume: Quantity,
}

/// Which of a candle's prices are replayed, each in a window of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Reading {
	/// The last price: one window a candle.
	#[default]
	Close,
	/// The extreme that lies away from the close, the other extreme, the close: three windows a candle.
	Extremes,
}

impl Candle {
	/// The prices to replay, in the order in which they most likely happened.
	pub fn read(&self, reading: Reading) -> Vec<Price> {
		match reading {
			Reading::Close => vec![self.close],
			Reading::Extremes if self.close >= self.open => vec![self.low, self.high, self.close],
			Reading::Extremes => vec![self.high, self.low, self.close],
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_falling_candle_is_read_high_first() {
		let price = |text: &str| text.parse::<Price>().unwrap();
		let candle = Candle {
			start: 0,
			open: price("10"),
			high: price("11"),
			low: price("7"),
			close: price("8"),
			volume: Quantity::ZERO,
		};
		assert_eq!(candle.read(Reading::Close), [price("8")]);
		assert_eq!(candle.read(Reading::Extremes), [price("11"), price("7"), price("8")]);
		let rising = Candle { close: price("10.5"), ..candle };
		assert_eq!(rising.read(Reading::Extremes), [price("7"), price("11"), price("10.5")]);
	}
}
