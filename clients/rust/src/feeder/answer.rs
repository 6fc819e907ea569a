// SPDX-License-Identifier: Apache-2.0
//! Where in a venue's JSON its price stands. Numbers are read from their text: nothing passes through
//! floating point.

use crate::{
	decimals::{read_decimal, DecimalError},
	feeder::Quote,
	utc::read_utc_ms,
};
use market_maths::{
	arithmetic::{multiply_divide, Rounding, ONE},
	units::{Price, Quantity},
};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The largest price and volume that make sense: a trillion, as on the chain.
const LARGEST: u128 = 1_000_000_000_000 * ONE;
/// How much of a strange value is shown.
const SHOWN: usize = 60;

/// Places in an answer, as JSON pointers such as `/result/0/price`. `{symbol}` stands for the venue's
/// name of the market.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerLayout {
	/// The last price.
	pub price: String,
	/// The best bid, if the answer has it.
	pub bid: Option<String>,
	/// The best ask, if the answer has it.
	pub ask: Option<String>,
	/// The traded volume, of a day on most venues.
	pub volume: String,
	/// What the volume is counted in.
	#[serde(default)]
	pub volume_in: VolumeUnit,
	/// The venue's time of the price. Without it the time of the answer is taken, and then nothing protects
	/// against a venue that goes on answering with an old price.
	pub time: Option<String>,
	/// How the time is written.
	#[serde(default)]
	pub time_in: TimeUnit,
	/// Where the venue explains an error in an answer that is otherwise in order. Empty means none.
	pub error: Option<String>,
}

/// What a volume is counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VolumeUnit {
	/// Units of what is bought.
	#[default]
	Base,
	/// Units of what it is paid in.
	Quote,
}

/// How a time is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TimeUnit {
	/// Seconds since 1970, perhaps with decimals.
	Seconds,
	/// Milliseconds since 1970.
	#[default]
	Milliseconds,
	/// Microseconds since 1970.
	Microseconds,
	/// Nanoseconds since 1970.
	Nanoseconds,
	/// Date and time in UTC: `2023-03-11T07:18:00Z`.
	Rfc3339,
}

/// Why an answer is no quote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
	/// It is not JSON.
	#[error("the answer is not JSON: {0}")]
	NotJson(String),
	/// Something is not where it should be.
	#[error("the answer has nothing at {pointer}")]
	Missing {
		/// The place.
		pointer: String,
	},
	/// A value cannot be read.
	#[error("{pointer} is `{found}`: {problem}")]
	Unreadable {
		/// Its place.
		pointer: String,
		/// What stands there.
		found: String,
		/// Why it cannot be used.
		problem: String,
	},
	/// Bid and ask are the wrong way round.
	#[error("the bid {bid} is above the ask {ask}")]
	Crossed {
		/// The bid.
		bid: Price,
		/// The ask.
		ask: Price,
	},
	/// There should be a list.
	#[error("what the answer has at `{pointer}` is no list")]
	NotAList {
		/// The place.
		pointer: String,
	},
	/// A list has nothing in it that means anything.
	#[error("none of {rows} rows can be used; the first: {problem}")]
	NothingUsable {
		/// How many there are.
		rows: usize,
		/// What is wrong with the first.
		problem: String,
	},
	/// The venue says itself that something is wrong.
	#[error("the venue says: {0}")]
	Refused(String),
}

impl AnswerLayout {
	/// Reads an answer that came at `received_at_ms`.
	///
	/// With bid and ask, the price is the last one, moved to the nearer of them if it lies outside: the
	/// book is of now, the last trade may be older.
	pub fn read(
		&self,
		body: &[u8],
		symbol: &str,
		received_at_ms: u64,
	) -> Result<Quote, AnswerError> {
		let answer = Reading::of(body, symbol)?;
		answer.ensure_no_error(self.error.as_deref())?;

		let last = answer.positive(&self.price)?;
		let (price, half_spread) = match (&self.bid, &self.ask) {
			(Some(bid), Some(ask)) => {
				let (bid, ask) = (answer.positive(bid)?, answer.positive(ask)?);
				if bid > ask {
					let [bid, ask] = [bid, ask].map(Price::from_inner);
					return Err(AnswerError::Crossed { bid, ask });
				}
				(last.clamp(bid, ask), (ask - bid).div_ceil(2))
			},
			_ => (last, 0),
		};
		let volume = answer.amount(&self.volume)?;
		let volume = match self.volume_in {
			VolumeUnit::Base => volume,
			// Rounded down; a weight, so nobody's money.
			VolumeUnit::Quote => multiply_divide(volume, ONE, price, Rounding::Down)
				.map_err(|error| answer.unreadable(&self.volume, error.to_string()))?,
		};
		let volume = i128::try_from(volume.min(LARGEST)).unwrap_or(i128::MAX);
		let seen_at_ms = match &self.time {
			Some(pointer) => answer.time(pointer, self.time_in)?,
			None => received_at_ms,
		};
		Ok(Quote {
			price: Price::from_inner(price),
			half_spread: Price::from_inner(half_spread),
			volume: Quantity::from_inner(volume),
			seen_at_ms,
		})
	}

	/// What is wrong with the places themselves.
	pub(super) fn ensure_well_formed(&self) -> Result<(), String> {
		let all = [Some(&self.price), self.bid.as_ref(), self.ask.as_ref(), Some(&self.volume)];
		for pointer in all.into_iter().chain([self.time.as_ref(), self.error.as_ref()]).flatten() {
			ensure_pointer(pointer)?;
		}
		if self.bid.is_some() != self.ask.is_some() {
			return Err("name both bid and ask, or neither".into());
		}
		Ok(())
	}
}

/// Refuses a text that is no JSON pointer.
pub(super) fn ensure_pointer(pointer: &str) -> Result<(), String> {
	match pointer.starts_with('/') {
		true => Ok(()),
		false => Err(format!("`{pointer}` is not a JSON pointer: it must begin with /")),
	}
}

/// An answer that is being read, or a part of it.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
	json: &'a RawValue,
	symbol: &'a str,
}

impl<'a> Reading<'a> {
	/// An answer in which `{symbol}` stands for `symbol`.
	pub(super) fn of(body: &'a [u8], symbol: &'a str) -> Result<Self, AnswerError> {
		let json: &RawValue = serde_json::from_slice(body)
			.map_err(|error| AnswerError::NotJson(error.to_string()))?;
		Ok(Self { json, symbol })
	}

	/// Refuses an answer that explains an error at `pointer`. Empty means none.
	pub(super) fn ensure_no_error(&self, pointer: Option<&str>) -> Result<(), AnswerError> {
		let Some(pointer) = pointer else { return Ok(()) };
		match self.text(pointer) {
			Err(_) => Ok(()),
			Ok(text) if matches!(text.as_str(), "" | "null" | "[]" | "{}" | "false" | "0") => {
				Ok(())
			},
			Ok(text) => Err(AnswerError::Refused(shown(&text))),
		}
	}

	/// The elements of the list at `pointer`; of the whole answer if that is empty.
	pub(super) fn list(&self, pointer: &str) -> Result<Vec<Self>, AnswerError> {
		let found = self.find(pointer)?;
		let elements: Vec<&'a RawValue> = serde_json::from_str(found.get())
			.map_err(|_| AnswerError::NotAList { pointer: pointer.into() })?;
		Ok(elements.into_iter().map(|json| Self { json, symbol: self.symbol }).collect())
	}

	fn find(&self, pointer: &str) -> Result<&'a RawValue, AnswerError> {
		let missing = || AnswerError::Missing { pointer: pointer.into() };
		let mut at = self.json;
		for token in pointer.split('/').skip(1) {
			let token =
				token.replace("{symbol}", self.symbol).replace("~1", "/").replace("~0", "~");
			at = child(at, &token).ok_or_else(missing)?;
		}
		Ok(at)
	}

	/// A string without its quotation marks, anything else as it stands.
	pub(super) fn text(&self, pointer: &str) -> Result<String, AnswerError> {
		let found = self.find(pointer)?.get();
		Ok(serde_json::from_str::<String>(found).unwrap_or_else(|_| found.to_string()))
	}

	pub(super) fn amount(&self, pointer: &str) -> Result<u128, AnswerError> {
		let text = self.text(pointer)?;
		read_decimal(&text).map_err(|error| self.unreadable(pointer, error.to_string()))
	}

	pub(super) fn positive(&self, pointer: &str) -> Result<u128, AnswerError> {
		match self.amount(pointer)? {
			0 => Err(self.unreadable(pointer, "a price is above zero".into())),
			amount if amount > LARGEST => {
				Err(self.unreadable(pointer, DecimalError::TooLarge.to_string()))
			},
			amount => Ok(amount),
		}
	}

	pub(super) fn time(&self, pointer: &str, unit: TimeUnit) -> Result<u64, AnswerError> {
		let per_ms = match unit {
			TimeUnit::Seconds => ONE / 1_000,
			TimeUnit::Milliseconds => ONE,
			TimeUnit::Microseconds => 1_000 * ONE,
			TimeUnit::Nanoseconds => 1_000_000 * ONE,
			TimeUnit::Rfc3339 => {
				let not_a_time = "it is not a time such as 2023-03-11T07:18:00Z".to_string();
				return read_utc_ms(&self.text(pointer)?)
					.ok_or_else(|| self.unreadable(pointer, not_a_time));
			},
		};
		u64::try_from(self.amount(pointer)? / per_ms)
			.map_err(|_| self.unreadable(pointer, DecimalError::TooLarge.to_string()))
	}

	pub(super) fn unreadable(&self, pointer: &str, problem: String) -> AnswerError {
		let found = self.text(pointer).map_or_else(|_| String::new(), |text| shown(&text));
		AnswerError::Unreadable { pointer: pointer.into(), found, problem }
	}
}

/// A member of an object or an element of an array.
fn child<'a>(of: &'a RawValue, token: &str) -> Option<&'a RawValue> {
	if let Ok(mut members) = serde_json::from_str::<BTreeMap<String, &'a RawValue>>(of.get()) {
		return members.remove(token);
	}
	let elements: Vec<&'a RawValue> = serde_json::from_str(of.get()).ok()?;
	elements.get(token.parse::<usize>().ok()?).copied()
}

fn shown(text: &str) -> String {
	match text.chars().count() > SHOWN {
		true => text.chars().take(SHOWN).chain(['…']).collect(),
		false => text.into(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn layout(pairs: &str) -> AnswerLayout {
		toml::from_str(pairs).unwrap()
	}

	fn read(layout: &AnswerLayout, body: &str) -> Result<Quote, AnswerError> {
		layout.read(body.as_bytes(), "XXBTZUSD", 1_000)
	}

	fn flat() -> AnswerLayout {
		layout("price = '/p'\nvolume = '/v'\ntime = '/t'")
	}

	#[test]
	fn nested_arrays_and_the_venues_own_names_are_found() {
		let layout = layout(
			"price = '/result/{symbol}/c/0'\nbid = '/result/{symbol}/b/0'\n\
			 ask = '/result/{symbol}/a/0'\nvolume = '/result/{symbol}/v/1'\nerror = '/error'",
		);
		let body = r#"{"error":[],"result":{"XXBTZUSD":{"a":["20001.0","1"],"b":["20000.0","1"],
			"c":["20000.5","0.1"],"v":["12.5","4083.67"]}}}"#;
		let quote = read(&layout, body).unwrap();
		assert_eq!(quote.price, "20000.5".parse().unwrap());
		assert_eq!(quote.half_spread, "0.5".parse().unwrap());
		assert_eq!(quote.volume, "4083.67".parse().unwrap());
		assert_eq!(quote.seen_at_ms, 1_000, "without a time, that of the answer");

		let refused = r#"{"error":["EQuery:Unknown asset pair"]}"#;
		let words = read(&layout, refused).unwrap_err().to_string();
		assert!(words.contains("Unknown asset pair"), "{words}");
	}

	#[test]
	fn numbers_are_read_as_they_are_written() {
		let quote = read(&flat(), r#"{"p":23146.100000000000001,"v":1e-7,"t":5}"#).unwrap();
		assert_eq!(quote.price.to_string(), "23146.100000000000001");
		assert_eq!(quote.volume.to_string(), "0.0000001");
	}

	#[test]
	fn a_last_trade_outside_the_book_moves_to_its_edge() {
		let layout = layout("price = '/0'\nbid = '/1'\nask = '/2'\nvolume = '/3'");
		let price = |body| read(&layout, body).unwrap().price.to_string();
		assert_eq!(price("[\"90\",\"99\",\"101\",\"1\"]"), "99");
		assert_eq!(price("[\"100\",\"99\",\"101\",\"1\"]"), "100");
		let crossed = read(&layout, "[100,102,101,1]").unwrap_err();
		assert_eq!(crossed.to_string(), "the bid 102 is above the ask 101");
	}

	#[test]
	fn a_volume_in_the_quote_asset_becomes_one_in_the_base() {
		let layout = layout("price = '/p'\nvolume = '/v'\nvolume_in = 'quote'");
		let quote = read(&layout, r#"{"p":"20000","v":"50000"}"#).unwrap();
		assert_eq!(quote.volume, "2.5".parse().unwrap());
	}

	#[test]
	fn every_way_of_writing_a_time_is_read() {
		for (unit, text) in [
			("seconds", "1678519080.25"),
			("milliseconds", "1678519080250"),
			("microseconds", "1678519080250999"),
			("nanoseconds", "1678519080250999999"),
			("rfc3339", "\"2023-03-11T07:18:00.250Z\""),
		] {
			let layout =
				layout(&format!("price = '/p'\nvolume = '/v'\ntime = '/t'\ntime_in = '{unit}'"));
			let quote = read(&layout, &format!(r#"{{"p":1,"v":1,"t":{text}}}"#)).unwrap();
			assert_eq!(quote.seen_at_ms, 1_678_519_080_250, "{unit}");
		}
	}

	#[test]
	fn nonsense_is_refused_with_its_place() {
		let words = |body: &str| read(&flat(), body).unwrap_err().to_string();
		assert!(words("<html>").starts_with("the answer is not JSON"));
		assert_eq!(words(r#"{"p":1,"v":1}"#), "the answer has nothing at /t");
		assert_eq!(words(r#"{"p":0,"v":1,"t":1}"#), "/p is `0`: a price is above zero");
		assert_eq!(words(r#"{"p":"-5","v":1,"t":1}"#), "/p is `-5`: it is below zero");
		assert_eq!(words(r#"{"p":"NaN","v":1,"t":1}"#), "/p is `NaN`: it is not a decimal number");
		assert_eq!(words(r#"{"p":null,"v":1,"t":1}"#), "/p is `null`: it is not a decimal number");
		assert_eq!(words(r#"{"p":1e15,"v":1,"t":1}"#), "/p is `1e15`: it is too large");
		assert!(words(r#"{"p":1,"v":1,"t":"now"}"#).starts_with("/t is `now`"));
		let long = format!(r#"{{"p":"{}","v":1,"t":1}}"#, "x".repeat(500));
		assert!(words(&long).len() < 150);
	}

	#[test]
	fn a_layout_without_sense_is_refused_before_it_is_used() {
		assert!(flat().ensure_well_formed().is_ok());
		let no_pointer = AnswerLayout { price: "price".into(), ..flat() };
		assert!(no_pointer.ensure_well_formed().unwrap_err().contains("begin with /"));
		let half = AnswerLayout { bid: Some("/b".into()), ..flat() };
		assert!(half.ensure_well_formed().unwrap_err().contains("both bid and ask"));
	}

	proptest! {
		#[test]
		fn any_bytes_are_read_or_refused(body: Vec<u8>) {
			let _ = flat().read(&body, "X", 0);
		}

		#[test]
		fn any_json_of_the_right_shape_is_read_or_refused(
			price in "[-0-9.eE\"a-z]{0,12}", volume in "[-0-9.eE]{1,12}", time in "[0-9]{1,25}",
		) {
			let body = format!(r#"{{"p":{price},"v":{volume},"t":{time}}}"#);
			if let Ok(quote) = flat().read(body.as_bytes(), "X", 0) {
				prop_assert!(!quote.price.is_zero() && quote.price.into_inner() <= LARGEST);
			}
		}
	}
}
