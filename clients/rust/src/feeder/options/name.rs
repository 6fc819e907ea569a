// SPDX-License-Identifier: Apache-2.0
//! Expiry and strike of an option, from the name that a venue gives it.

use crate::{decimals::read_decimal, utc::read_utc_ms};
use market_maths::units::Price;

/// The hour of the day at which listed options expire, in UTC.
const EXPIRY_HOUR: u32 = 8;
const MONTHS: [&str; 12] =
	["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// What a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionName {
	/// When it expires, in milliseconds since 1970: at 08:00 UTC of the day in the name.
	pub expiry_ms: u64,
	/// The strike, in USD.
	pub strike: Price,
	/// Whether it is a call.
	pub is_call: bool,
}

/// Why a name says nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OptionNameError {
	/// It begins with something else than the underlying.
	#[error("`{name}` is no option on {underlying}")]
	OtherUnderlying {
		/// The name.
		name: String,
		/// What was asked about.
		underlying: String,
	},
	/// It is made in no known way.
	#[error("`{0}` is not written like BTC-27MAR26-80000-C or BTC-USD-260327-80000-C")]
	Shape(String),
	/// Its day is none.
	#[error("`{day}` in `{name}` is no day like 27MAR26 or 260327")]
	Day {
		/// The name.
		name: String,
		/// The part that should be a day.
		day: String,
	},
	/// Its strike is none.
	#[error("`{strike}` in `{name}` is no strike")]
	Strike {
		/// The name.
		name: String,
		/// The part that should be a strike.
		strike: String,
	},
}

impl OptionName {
	/// Reads a name that begins with the venue's name of an underlying, such as `BTC` or `BTC-USD`: a day, a
	/// strike, `C` or `P`, and on some venues what it is paid in.
	///
	/// | Deribit | `BTC-27MAR26-80000-C` |
	/// |---|---|
	/// | Bybit | `BTC-27MAR26-80000-C-USDT` |
	/// | OKX | `BTC-USD-260327-80000-C` |
	pub fn read(name: &str, underlying: &str) -> Result<Self, OptionNameError> {
		let rest = name
			.strip_prefix(underlying)
			.and_then(|rest| rest.strip_prefix('-'))
			.ok_or_else(|| OptionNameError::OtherUnderlying {
				name: shown(name),
				underlying: underlying.into(),
			})?;
		let parts: Vec<&str> = rest.split('-').collect();
		// A pair may stand before the day also where the underlying was given without it.
		let parts = match parts.as_slice() {
			[pair, rest @ ..] if is_currency(pair) => rest,
			all => all,
		};
		let (day, strike, kind) = match parts {
			[day, strike, kind] => (*day, *strike, *kind),
			[day, strike, kind, paid_in] if is_currency(paid_in) => (*day, *strike, *kind),
			_ => return Err(OptionNameError::Shape(shown(name))),
		};
		let is_call = match kind {
			"C" => true,
			"P" => false,
			_ => return Err(OptionNameError::Shape(shown(name))),
		};
		let expiry_ms = expiry_of(day)
			.ok_or_else(|| OptionNameError::Day { name: shown(name), day: shown(day) })?;
		let strike = strike_of(strike)
			.ok_or_else(|| OptionNameError::Strike { name: shown(name), strike: shown(strike) })?;
		Ok(Self { expiry_ms, strike, is_call })
	}
}

/// Names come from strangers.
fn shown(text: &str) -> String {
	text.chars().take(60).collect()
}

/// Three to five letters.
fn is_currency(text: &str) -> bool {
	(3..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// 08:00 UTC of a day such as `27MAR26`, `2FEB26` or `260327`.
fn expiry_of(day: &str) -> Option<u64> {
	let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
	let (day_of_month, month, year) = if is_number(day) && day.len() == 6 {
		(day.get(4..)?, day.get(2..4)?.parse::<usize>().ok()?, day.get(..2)?)
	} else {
		let (rest, year) = day.split_at_checked(day.len().checked_sub(2)?)?;
		let (day_of_month, month) = rest.split_at_checked(rest.len().checked_sub(3)?)?;
		let month = MONTHS.iter().position(|name| *name == month)?.checked_add(1)?;
		(day_of_month, month, year)
	};
	if !is_number(day_of_month) || day_of_month.len() > 2 || !is_number(year) {
		return None;
	}
	read_utc_ms(&format!("20{year}-{month:02}-{day_of_month:0>2}T{EXPIRY_HOUR:02}:00:00Z"))
}

/// A strike; on Deribit `0d5` is half a dollar.
fn strike_of(text: &str) -> Option<Price> {
	let inner = read_decimal(&text.replacen('d', ".", 1)).ok()?;
	(inner > 0).then(|| Price::from_inner(inner))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::utc::write_utc;
	use proptest::prelude::*;

	fn read(name: &str, underlying: &str) -> Result<(String, String, bool), String> {
		let found = OptionName::read(name, underlying).map_err(|error| error.to_string())?;
		Ok((write_utc(found.expiry_ms / 1_000), found.strike.to_string(), found.is_call))
	}

	#[test]
	fn the_names_of_three_exchanges_are_read() {
		let expected: Result<(String, String, bool), String> =
			Ok(("2026-03-27T08:00:00Z".into(), "80000".into(), true));
		assert_eq!(read("BTC-27MAR26-80000-C", "BTC"), expected);
		assert_eq!(read("BTC-27MAR26-80000-C-USDT", "BTC"), expected);
		assert_eq!(read("BTC-USD-260327-80000-C", "BTC-USD"), expected);
		assert_eq!(read("BTC-USD-260327-80000-C", "BTC"), expected);
	}

	#[test]
	fn days_of_one_digit_puts_and_strikes_with_decimals_are_read() {
		let found = read("ETH-2FEB26-2000.5-P", "ETH").unwrap();
		assert_eq!(found, ("2026-02-02T08:00:00Z".into(), "2000.5".into(), false));
		assert_eq!(read("XRP_USDC-2FEB26-0d5-C", "XRP_USDC").unwrap().1, "0.5");
		assert_eq!(read("BTC-29FEB28-1-C", "BTC").unwrap().0, "2028-02-29T08:00:00Z");
	}

	#[test]
	fn what_is_wrong_with_a_name_is_said() {
		let words = |name: &str| read(name, "BTC").unwrap_err();
		assert_eq!(words("ETH-27MAR26-80000-C"), "`ETH-27MAR26-80000-C` is no option on BTC");
		assert_eq!(words("BTCD-27MAR26-1-C"), "`BTCD-27MAR26-1-C` is no option on BTC");
		assert!(words("BTC-PERPETUAL").contains("is not written like"));
		assert!(words("BTC-27MAR26-80000-X").contains("is not written like"));
		assert!(words("BTC-27MAR26-80000-C-5").contains("is not written like"));
		for day in ["30FEB26", "27MRZ26", "7", "261340", "2603270", "MAR26", "027MAR26"] {
			let said = words(&format!("BTC-{day}-80000-C"));
			assert!(said.contains("is no day like"), "{said}");
		}
		for strike in ["0", "x", "", "1d2d3"] {
			let said = words(&format!("BTC-27MAR26-{strike}-C"));
			assert!(said.ends_with("is no strike"), "{said}");
		}
	}

	proptest! {
		#[test]
		fn any_name_is_read_or_refused(name in "(BTC-)?[-0-9A-Zd.é]{0,30}") {
			let _ = OptionName::read(&name, "BTC");
		}
	}
}
