// SPDX-License-Identifier: Apache-2.0
use market_maths::units::{Price, Quantity};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A coin or a currency by its ticker, such as `BTC`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Asset(String);

/// The longest ticker.
const LONGEST_TICKER: usize = 10;

/// Why a text names no asset or no market.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {wanted}")]
pub struct NameError {
	text: String,
	wanted: &'static str,
}

impl Asset {
	/// The dollar, in which everything is worth something.
	pub fn usd() -> Self {
		Self("USD".into())
	}

	/// Its ticker.
	pub fn ticker(&self) -> &str {
		&self.0
	}
}

impl FromStr for Asset {
	type Err = NameError;

	fn from_str(text: &str) -> Result<Self, NameError> {
		let ticker = text.to_ascii_uppercase();
		let is_ticker = (1..=LONGEST_TICKER).contains(&ticker.len())
			&& ticker.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
		match is_ticker {
			true => Ok(Self(ticker)),
			false => Err(NameError { text: text.into(), wanted: "a ticker such as BTC" }),
		}
	}
}

/// A market: what is bought there, and what it is paid in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Market {
	/// What is bought.
	pub base: Asset,
	/// What it is paid in.
	pub quote: Asset,
}

impl FromStr for Market {
	type Err = NameError;

	fn from_str(text: &str) -> Result<Self, NameError> {
		let wanted = "a market such as BTC-USD";
		let wrong = || NameError { text: text.into(), wanted };
		let (base, quote) = text.split_once('-').ok_or_else(wrong)?;
		let market = Self {
			base: base.parse().map_err(|_| wrong())?,
			quote: quote.parse().map_err(|_| wrong())?,
		};
		if market.base == market.quote {
			return Err(wrong());
		}
		Ok(market)
	}
}

impl fmt::Display for Asset {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(&self.0)
	}
}

impl fmt::Display for Market {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{}-{}", self.base, self.quote)
	}
}

macro_rules! as_text {
	($($name:ident),*) => {$(
		impl TryFrom<String> for $name {
			type Error = NameError;
			fn try_from(text: String) -> Result<Self, NameError> {
				text.parse()
			}
		}

		impl From<$name> for String {
			fn from(name: $name) -> Self {
				name.to_string()
			}
		}
	)*};
}
as_text!(Asset, Market);

/// What a venue says about a market at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
	/// The price of one unit of the base, in the quote asset.
	pub price: Price,
	/// Half the distance between bid and ask; zero where the venue does not tell.
	pub half_spread: Price,
	/// How much was traded lately, in units of the base: how much the venue's word weighs.
	pub volume: Quantity,
	/// The venue's own time of it, in milliseconds since 1970.
	pub seen_at_ms: u64,
}

/// One market of one venue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
	/// The venue's name.
	pub venue: String,
	/// The market.
	pub market: Market,
}

impl fmt::Display for Line {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{}@{}", self.market, self.venue)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_market_is_two_different_tickers() {
		let market: Market = "btc-usdt".parse().unwrap();
		assert_eq!((market.base.ticker(), market.quote.ticker()), ("BTC", "USDT"));
		assert_eq!(market.to_string(), "BTC-USDT");
		for text in ["BTC", "BTC-", "BTC-USD-T", "BTC-BTC", "B C-USD", "ABCDEFGHIJK-USD"] {
			assert!(text.parse::<Market>().is_err(), "{text}");
		}
	}
}
