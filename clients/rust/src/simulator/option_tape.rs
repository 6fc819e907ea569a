// SPDX-License-Identifier: Apache-2.0
//! Recorded option chains.

use crate::{decimals::read_decimal, table_file, utc::write_utc};
use market_maths::units::{Price, Volatility};
use serde_json::{json, Value};
use std::{collections::BTreeMap, io::BufRead, path::Path};

/// The columns that are read; others may stand between them.
const COLUMNS: [&str; 6] = [
	"snapshot_utc_seconds",
	"instrument",
	"expiry_utc_seconds",
	"mark_iv",
	"underlying_price",
	"index_price",
];

/// One option of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TapedOption {
	/// Its name.
	pub instrument: String,
	/// The time that was left, in seconds.
	pub seconds_left: u64,
	/// Its annual volatility.
	pub volatility: Volatility,
	/// The forward to its expiry, in USD.
	pub forward: Price,
	/// The index, in USD, if it was recorded.
	pub index: Option<Price>,
}

/// All recorded option chains: by underlying and by the second, since 1970, at which they were taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptionTape(BTreeMap<String, BTreeMap<u64, Vec<TapedOption>>>);

/// Whether a file's name says that it holds option chains.
pub(super) fn holds_chains(name: &str) -> bool {
	name.contains("chain") && (name.ends_with(".csv") || name.ends_with(".csv.gz"))
}

impl OptionTape {
	/// Adds the rows of a file, packed or not. Expired options and those without a volatility or a forward are
	/// left out.
	pub fn add(&mut self, path: &Path) -> Result<(), String> {
		let with_name = |problem: String| format!("{}: {problem}", path.display());
		let source = table_file::open_lines(path).map_err(|error| with_name(error.to_string()))?;
		self.add_rows(source).map_err(with_name)
	}

	/// Adds the rows of a text.
	pub fn add_rows(&mut self, source: impl BufRead) -> Result<(), String> {
		let mut lines = source.lines();
		let places = table_file::columns(&mut lines, COLUMNS)?;
		for (index, line) in (1_usize..).zip(lines) {
			let at_line = |problem: String| format!("line {}: {problem}", index + 1);
			let line = line.map_err(|error| at_line(error.to_string()))?;
			if line.trim().is_empty() {
				continue;
			}
			let fields: Vec<&str> = line.trim().split(',').collect();
			let row = places.map(|place| fields.get(place).copied());
			if row.contains(&None) {
				return Err(at_line("too short".into()));
			}
			self.add_row(row.map(Option::unwrap_or_default)).map_err(at_line)?;
		}
		Ok(())
	}

	fn add_row(&mut self, row: [&str; COLUMNS.len()]) -> Result<(), String> {
		let [taken_at, instrument, expiry, volatility, forward, index] = row;
		let amount = |column: usize, text: &str| match text {
			"" => Ok(None),
			text => read_decimal(text)
				.map(|inner| (inner > 0).then_some(inner))
				.map_err(|error| format!("{} is `{text}`: {error}", COLUMNS[column])),
		};
		let seconds = |column: usize, text: &str| {
			text.parse::<u64>()
				.map_err(|_| format!("{} is `{text}`: it is no second", COLUMNS[column]))
		};
		let (taken_at, expiry) = (seconds(0, taken_at)?, seconds(2, expiry)?);
		let (Some(volatility), Some(forward)) = (amount(3, volatility)?, amount(4, forward)?)
		else {
			return Ok(());
		};
		let index = amount(5, index)?.map(Price::from_inner);
		let Some((underlying, _)) = instrument.split_once('-') else {
			return Err(format!("`{instrument}` names no option"));
		};
		let seconds_left = expiry.saturating_sub(taken_at);
		if seconds_left > 0 {
			let of_underlying = self.0.entry(underlying.to_string()).or_default();
			of_underlying.entry(taken_at).or_default().push(TapedOption {
				instrument: instrument.to_string(),
				seconds_left,
				volatility: Volatility::from_inner(volatility),
				forward: Price::from_inner(forward),
				index,
			});
		}
		Ok(())
	}

	/// The underlyings with recorded options, by the names that their instruments begin with.
	pub fn underlyings(&self) -> impl Iterator<Item = &str> {
		self.0.keys().map(String::as_str)
	}

	/// The snapshots of an underlying and when, in seconds since 1970, they were taken; the earliest first.
	pub fn snapshots(&self, underlying: &str) -> impl Iterator<Item = (u64, &[TapedOption])> {
		let snapshots = self.0.get(underlying).into_iter().flatten();
		snapshots.map(|(taken_at, rows)| (*taken_at, rows.as_slice()))
	}

	/// What a venue would answer `passed_ms` after the tape began, at a present time of `now_ms`: the newest
	/// snapshot by then. `None` if there are no options on the underlying.
	///
	/// The tape of an underlying begins with its first snapshot, whatever the time of the prices. The expiry of a
	/// row is moved so that from now on as much time is left as was left when the snapshot was taken; it moves on
	/// with the present until the next snapshot comes. Names, strikes, volatilities, forwards and the venue's index
	/// are as recorded.
	pub fn answer(&self, underlying: &str, passed_ms: u64, now_ms: u64) -> Option<Value> {
		let snapshots = self.0.get(underlying)?;
		let (first, _) = snapshots.first_key_value()?;
		let until = first.saturating_add(passed_ms / 1_000);
		let (_, rows) = snapshots.range(..=until).next_back()?;
		let row = |row: &TapedOption| {
			let percent = row.volatility.into_inner().saturating_mul(100);
			json!({
				"instrument_name": row.instrument,
				"mark_iv": Volatility::from_inner(percent),
				"underlying_price": row.forward,
				"index_price": row.index,
				"time": now_ms,
				"expiry": now_ms.saturating_add(row.seconds_left.saturating_mul(1_000)),
			})
		};
		Some(rows.iter().map(row).collect())
	}

	/// What there is, for people; nothing if there is nothing.
	pub fn summary(&self) -> Option<String> {
		let lines: Vec<String> = self
			.0
			.iter()
			.filter_map(|(underlying, snapshots)| {
				let (first, _) = snapshots.first_key_value()?;
				let (last, _) = snapshots.last_key_value()?;
				Some(format!(
					"options on {underlying}, {} snapshots of {} to {}",
					snapshots.len(),
					write_utc(*first),
					write_utc(*last)
				))
			})
			.collect();
		(!lines.is_empty()).then(|| lines.join("\n"))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const HEADER: &str =
		"snapshot_utc_seconds,instrument,option_type,strike,expiry_utc_seconds,mark_iv,\
		underlying_price,underlying_name,index_price";

	fn tape(rows: &str) -> Result<OptionTape, String> {
		let mut tape = OptionTape::default();
		tape.add_rows(format!("{HEADER}\n{rows}").as_bytes())?;
		Ok(tape)
	}

	#[test]
	fn the_newest_snapshot_is_played_from_the_tapes_own_beginning() {
		let tape = tape(
			"1000,BTC-A,C,1,1600,0.5,100,SYN,99\n1000,BTC-B,C,1,1000,0.5,100,SYN,99\n\
			 1060,BTC-A,C,1,1600,0.505,101,SYN,\n1060,BTC-C,C,1,1700,,101,SYN,99\n\
			 1060,BTC-D,C,1,1700,0.5,,,99\n1000,ETH-A,C,1,1600,0,1,SYN,9\n",
		)
		.unwrap();
		assert_eq!(tape.underlyings().collect::<Vec<_>>(), ["BTC"]);
		let snapshots = tape.snapshots("BTC").map(|(taken_at, rows)| (taken_at, rows.len()));
		assert_eq!(snapshots.collect::<Vec<_>>(), [(1_000, 1), (1_060, 1)]);
		let first = tape.answer("BTC", 59_999, 5_000_000).unwrap();
		assert_eq!(
			first,
			json!([{
				"instrument_name": "BTC-A", "mark_iv": "50", "underlying_price": "100",
				"index_price": "99", "time": 5_000_000, "expiry": 5_600_000,
			}])
		);
		let second = tape.answer("BTC", 60_000, 5_060_000).unwrap();
		assert_eq!(second[0]["mark_iv"], "50.5");
		assert_eq!(second[0]["index_price"], Value::Null);
		assert_eq!(second.as_array().unwrap().len(), 1);
		assert_eq!(second[0]["expiry"], 5_600_000, "540 seconds from then");
		assert_eq!(tape.answer("SOL", 0, 0), None);
		assert!(tape.summary().unwrap().starts_with("options on BTC, 2 snapshots of 1970-01-01"));
	}

	#[test]
	fn what_is_wrong_with_a_file_is_said_with_its_line() {
		let words = |rows: &str| tape(rows).unwrap_err();
		assert_eq!(words("1,BTC-A,C"), "line 2: too short");
		assert_eq!(
			words("1,BTC-A,C,1,x,1,1,S,1"),
			"line 2: expiry_utc_seconds is `x`: it is no second"
		);
		assert_eq!(words("1,BTC-A,C,1,2,-1,1,S,1"), "line 2: mark_iv is `-1`: it is below zero");
		assert_eq!(words("1,BTC,C,1,2,1,1,S,1"), "line 2: `BTC` names no option");
		let mut none = OptionTape::default();
		assert_eq!(none.add_rows("".as_bytes()), Err("the file is empty".into()));
		assert_eq!(
			none.add_rows("a,b\n".as_bytes()),
			Err("there is no column `snapshot_utc_seconds`".into())
		);
		assert_eq!(none.summary(), None);
	}

	#[test]
	fn a_files_name_says_whether_it_holds_chains() {
		assert!(holds_chains("deribit-chain.btc.2026-02-02_02-13.csv.gz"));
		assert!(holds_chains("chain.csv"));
		assert!(!holds_chains("chain.txt") && !holds_chains("btc-usd.kraken.1m.2023-03.csv.gz"));
	}
}
