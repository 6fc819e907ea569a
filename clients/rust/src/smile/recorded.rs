// SPDX-License-Identifier: Apache-2.0
//! Recorded option chains.

use super::Quoted;
use crate::table_file;
use std::{collections::BTreeMap, io::BufRead, path::Path};

/// The columns that are read; others may stand between them.
const COLUMNS: [&str; 5] =
	["snapshot_utc_seconds", "expiry_utc_seconds", "strike", "mark_iv", "underlying_price"];

/// The options of one expiry at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedExpiry {
	/// When they were quoted, in seconds since 1970.
	pub taken_at: u64,
	/// When they expire, in seconds since 1970.
	pub expiry: u64,
	/// What was quoted.
	pub quotes: Vec<Quoted>,
}

impl RecordedExpiry {
	/// The time that was left.
	pub fn seconds_to_expiry(&self) -> u64 {
		self.expiry.saturating_sub(self.taken_at)
	}
}

/// Reads a file of rows of options, packed or not: by time, and of one time by expiry. Expired options and those
/// without a volatility are left out.
pub fn read_chains(path: &Path) -> Result<Vec<RecordedExpiry>, String> {
	let cannot = |error: std::io::Error| format!("cannot read {}: {error}", path.display());
	let source = table_file::open_lines(path).map_err(cannot)?;
	read(source).map_err(|problem| format!("{}: {problem}", path.display()))
}

fn read(source: impl BufRead) -> Result<Vec<RecordedExpiry>, String> {
	let mut lines = source.lines();
	let places = table_file::columns(&mut lines, COLUMNS)?;
	let mut found: BTreeMap<(u64, u64), Vec<Quoted>> = BTreeMap::new();
	for (index, line) in (1_usize..).zip(lines) {
		let line = line.map_err(|error| error.to_string())?;
		let fields: Vec<&str> = line.trim().split(',').collect();
		let field = |place: usize| {
			fields
				.get(places[place])
				.copied()
				.ok_or(format!("line {}: too short", index + 1))
		};
		let number = |place: usize| -> Result<Option<f64>, String> {
			match field(place)? {
				"" => Ok(None),
				text => text.parse().map(Some).map_err(|_| {
					format!("line {}: {} `{text}` is no number", index + 1, COLUMNS[place])
				}),
			}
		};
		let (Some(taken_at), Some(expiry), Some(strike), Some(volatility), Some(forward)) =
			(number(0)?, number(1)?, number(2)?, number(3)?, number(4)?)
		else {
			continue;
		};
		if expiry > taken_at && volatility > 0.0 && forward > 0.0 {
			let quoted = Quoted { moneyness: strike / forward, volatility };
			found.entry((taken_at as u64, expiry as u64)).or_default().push(quoted);
		}
	}
	Ok(found
		.into_iter()
		.map(|((taken_at, expiry), quotes)| RecordedExpiry { taken_at, expiry, quotes })
		.collect())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn rows_are_gathered_by_time_and_expiry_and_useless_ones_left_out() {
		let text =
			"snapshot_utc_seconds,instrument,strike,expiry_utc_seconds,mark_iv,underlying_price\n\
			100,A,90,200,0.5,100\n100,B,110,200,0.6,100\n100,C,110,300,0.7,100\n\
			100,D,110,100,0.7,100\n100,E,110,300,,100\n200,F,100,300,0.4,100\n";
		let found = read(text.as_bytes()).unwrap();
		let shape: Vec<_> =
			found.iter().map(|it| (it.taken_at, it.expiry, it.quotes.len())).collect();
		assert_eq!(shape, [(100, 200, 2), (100, 300, 1), (200, 300, 1)]);
		assert_eq!(found[0].quotes[0], Quoted { moneyness: 0.9, volatility: 0.5 });
		assert_eq!(found[0].seconds_to_expiry(), 100);
	}

	#[test]
	fn what_is_wrong_with_a_file_is_said_with_its_line() {
		assert_eq!(read("".as_bytes()), Err("the file is empty".into()));
		assert_eq!(
			read("strike\n".as_bytes()),
			Err("there is no column `snapshot_utc_seconds`".into())
		);
		let header =
			"snapshot_utc_seconds,expiry_utc_seconds,strike,mark_iv,underlying_price\n".to_string();
		let wrong = header.clone() + "1,2,x,0.5,100\n";
		assert_eq!(read(wrong.as_bytes()), Err("line 2: strike `x` is no number".into()));
		let short = header + "1,2\n";
		assert_eq!(read(short.as_bytes()), Err("line 2: too short".into()));
	}
}
