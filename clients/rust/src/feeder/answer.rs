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
mod tests;
