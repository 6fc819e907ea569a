// SPDX-License-Identifier: Apache-2.0
//! Where in a venue's JSON its options stand. Numbers are read from their text, as prices are.

use super::OptionName;
use crate::{
	feeder::{
		answer::{ensure_pointer, Reading},
		AnswerError, TimeUnit,
	},
	smile::OptionQuote,
};
use market_maths::units::{Price, Volatility};
use serde::Deserialize;

/// The largest annual volatility that makes sense, with 18 decimals: 2,000 %.
const LARGEST_VOLATILITY: u128 = 20_000_000_000_000_000_000;

/// Places in an answer: that of the list of options, and within a row of it, as JSON pointers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionLayout {
	/// The list, such as `/result`; empty if the answer is the list.
	pub rows: String,
	/// An option's name, which says its expiry and its strike.
	pub instrument: String,
	/// The volatility at which the venue marks it.
	pub volatility: String,
	/// What the volatility is counted in.
	pub volatility_in: VolatilityUnit,
	/// The forward of the underlying to its expiry, in USD.
	pub forward: String,
	/// The venue's index, in USD, if a row has it.
	pub index: Option<String>,
	/// The venue's time, if a row has it. Without it the time of the answer is taken, and then nothing protects
	/// against a venue that goes on answering with old options.
	pub time: Option<String>,
	/// How the time is written.
	#[serde(default)]
	pub time_in: TimeUnit,
	/// The expiry in milliseconds since 1970, if a row has it. It counts, whatever the name says.
	pub expiry: Option<String>,
	/// Where the venue explains an error in an answer that is otherwise in order. Empty means none.
	pub error: Option<String>,
}

/// What a volatility is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VolatilityUnit {
	/// 50 is 50 %.
	Percent,
	/// 0.5 is 50 %.
	Fraction,
}

/// The options of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionRows {
	/// Those that can be used; at least one.
	pub quotes: Vec<OptionQuote>,
	/// How many cannot.
	pub left_out: usize,
	/// Why the first of these cannot.
	pub problem: Option<String>,
}

impl OptionLayout {
	/// Reads an answer about `underlying`, by the venue's name of it, that came at `received_at_ms`.
	///
	/// Rows without a volatility or a forward, or of another underlying, are left out and counted: exchanges list
	/// options that nobody marks. An answer without a single usable row is an error.
	pub fn read(
		&self,
		body: &[u8],
		underlying: &str,
		received_at_ms: u64,
	) -> Result<OptionRows, AnswerError> {
		let answer = Reading::of(body, underlying)?;
		answer.ensure_no_error(self.error.as_deref())?;
		let rows = answer.list(&self.rows)?;
		let mut found = OptionRows { quotes: Vec::new(), left_out: 0, problem: None };
		for row in &rows {
			match self.read_row(row, underlying, received_at_ms) {
				Ok(quote) => found.quotes.push(quote),
				Err(problem) => {
					found.left_out = found.left_out.saturating_add(1);
					found.problem.get_or_insert(problem);
				},
			}
		}
		if found.quotes.is_empty() {
			let problem = found.problem.unwrap_or_else(|| "there is none".into());
			return Err(AnswerError::NothingUsable { rows: rows.len(), problem });
		}
		Ok(found)
	}

	fn read_row(
		&self,
		row: &Reading<'_>,
		underlying: &str,
		received_at_ms: u64,
	) -> Result<OptionQuote, String> {
		let words = |error: AnswerError| error.to_string();
		let name = row.text(&self.instrument).map_err(words)?;
		let name = OptionName::read(&name, underlying).map_err(|error| error.to_string())?;
		let expiry_ms = match &self.expiry {
			Some(pointer) => row.time(pointer, TimeUnit::Milliseconds).map_err(words)?,
			None => name.expiry_ms,
		};
		let seen_at_ms = match &self.time {
			Some(pointer) => row.time(pointer, self.time_in).map_err(words)?,
			None => received_at_ms,
		};
		Ok(OptionQuote {
			expiry_ms,
			strike: name.strike,
			volatility: self.volatility_of(row).map_err(words)?,
			forward: Price::from_inner(row.positive(&self.forward).map_err(words)?),
			index: self.index_of(row).map_err(words)?,
			seen_at_ms,
		})
	}

	/// The venue's index. A row without it is still a row.
	fn index_of(&self, row: &Reading<'_>) -> Result<Option<Price>, AnswerError> {
		let Some(pointer) = &self.index else { return Ok(None) };
		match row.text(pointer) {
			Err(_) => Ok(None),
			Ok(text) if matches!(text.as_str(), "" | "null") => Ok(None),
			Ok(_) => row.positive(pointer).map(|index| Some(Price::from_inner(index))),
		}
	}

	fn volatility_of(&self, row: &Reading<'_>) -> Result<Volatility, AnswerError> {
		let amount = row.amount(&self.volatility)?;
		let inner = match self.volatility_in {
			// Rounded down, far below what a mark is good for.
			VolatilityUnit::Percent => amount / 100,
			VolatilityUnit::Fraction => amount,
		};
		match inner {
			0 => Err(row.unreadable(&self.volatility, "a volatility is above zero".into())),
			inner if inner > LARGEST_VOLATILITY => {
				Err(row.unreadable(&self.volatility, "it is above 2,000 % a year".into()))
			},
			inner => Ok(Volatility::from_inner(inner)),
		}
	}

	/// What is wrong with the places themselves.
	pub(super) fn ensure_well_formed(&self) -> Result<(), String> {
		if !self.rows.is_empty() {
			ensure_pointer(&self.rows)?;
		}
		let always = [&self.instrument, &self.volatility, &self.forward];
		let perhaps = [&self.index, &self.time, &self.expiry, &self.error];
		for pointer in always.into_iter().chain(perhaps.into_iter().flatten()) {
			ensure_pointer(pointer)?;
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn layout(more: &str) -> OptionLayout {
		toml::from_str(&format!(
			"rows = '/result'\ninstrument = '/instrument_name'\nvolatility = '/mark_iv'\n\
			 volatility_in = 'percent'\nforward = '/underlying_price'\n{more}"
		))
		.unwrap()
	}

	fn read(layout: &OptionLayout, rows: &str) -> Result<OptionRows, String> {
		let body = format!(r#"{{"result":{rows}}}"#);
		layout.read(body.as_bytes(), "BTC", 5_000).map_err(|error| error.to_string())
	}

	const ROW: &str = r#"{"instrument_name":"BTC-27MAR26-80000-C","mark_iv":50.25,
		"underlying_price":75125.5,"index_price":"75000","creation_timestamp":4000,"expiry":9000}"#;

	#[test]
	fn a_row_is_read_exactly() {
		let layout = layout("index = '/index_price'\ntime = '/creation_timestamp'");
		let found = read(&layout, &format!("[{ROW}]")).unwrap();
		let quote = found.quotes[0];
		assert_eq!(quote.volatility, "0.5025".parse().unwrap());
		assert_eq!(quote.forward, "75125.5".parse().unwrap());
		assert_eq!(quote.index, Some("75000".parse().unwrap()));
		assert_eq!(quote.strike, "80000".parse().unwrap());
		assert_eq!((quote.expiry_ms, quote.seen_at_ms), (1_774_598_400_000, 4_000));
	}

	#[test]
	fn a_row_without_an_index_is_still_a_row() {
		let layout = layout("index = '/index_price'");
		for index in ["null", "\"\""] {
			let row = ROW.replace("\"75000\"", index);
			assert_eq!(read(&layout, &format!("[{row}]")).unwrap().quotes[0].index, None);
		}
		let row = ROW.replace("\"75000\"", "-1");
		assert!(read(&layout, &format!("[{row}]")).unwrap_err().contains("below zero"));
	}

	#[test]
	fn an_expiry_of_its_own_counts_more_than_the_name() {
		let found = read(&layout("expiry = '/expiry'"), &format!("[{ROW}]")).unwrap();
		assert_eq!((found.quotes[0].expiry_ms, found.quotes[0].seen_at_ms), (9_000, 5_000));
	}

	#[test]
	fn rows_that_mean_nothing_are_left_out_and_the_first_reason_is_kept() {
		let useless = [
			r#"{"instrument_name":"BTC-27MAR26-80000-C","mark_iv":0,"underlying_price":1}"#,
			r#"{"instrument_name":"BTC-27MAR26-80000-C","mark_iv":2001,"underlying_price":1}"#,
			r#"{"instrument_name":"BTC-27MAR26-80000-C","mark_iv":50,"underlying_price":null}"#,
			r#"{"instrument_name":"BTC-PERPETUAL","mark_iv":50,"underlying_price":1}"#,
			"7",
		];
		let found = read(&layout(""), &format!("[{ROW},{}]", useless.join(","))).unwrap();
		assert_eq!((found.quotes.len(), found.left_out), (1, 5));
		assert_eq!(found.problem.unwrap(), "/mark_iv is `0`: a volatility is above zero");
		let nothing = read(&layout(""), &format!("[{}]", useless[1])).unwrap_err();
		assert_eq!(
			nothing,
			"none of 1 rows can be used; the first: /mark_iv is `2001`: it is above 2,000 % a year"
		);
	}

	#[test]
	fn an_answer_that_is_no_list_of_options_is_refused_by_name() {
		let words = |rows: &str| read(&layout(""), rows).unwrap_err();
		assert_eq!(words("[]"), "none of 0 rows can be used; the first: there is none");
		assert_eq!(words("{}"), "what the answer has at `/result` is no list");
		let elsewhere = OptionLayout { rows: "/data".into(), ..layout("") };
		assert_eq!(read(&elsewhere, "[]").unwrap_err(), "the answer has nothing at /data");
		let unhappy = layout("error = '/result/message'");
		assert_eq!(
			read(&unhappy, r#"{"message":"slow down"}"#).unwrap_err(),
			"the venue says: slow down"
		);
	}

	#[test]
	fn a_layout_without_sense_is_refused_before_it_is_used() {
		assert!(layout("").ensure_well_formed().is_ok());
		assert!(OptionLayout { rows: String::new(), ..layout("") }.ensure_well_formed().is_ok());
		let no_pointer = OptionLayout { index: Some("index".into()), ..layout("") };
		assert!(no_pointer.ensure_well_formed().unwrap_err().contains("begin with /"));
		let unknown = toml::from_str::<OptionLayout>("rows = ''\nstrike = '/s'").unwrap_err();
		assert!(unknown.to_string().contains("unknown field"), "{unknown}");
	}

	proptest! {
		#[test]
		fn any_bytes_are_read_or_refused(body: Vec<u8>) {
			let _ = layout("").read(&body, "BTC", 0);
		}
	}
}
