// SPDX-License-Identifier: Apache-2.0
use crate::prices::Candle;
use market_maths::units::{Price, Quantity};

/// The first line of a file of candles.
const HEADER: &str = "time_utc_seconds,open,high,low,close,volume";

/// What is wrong with a file of candles, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct CsvError {
	/// The line, counted from 1.
	pub line: usize,
	/// What is wrong with it.
	pub problem: String,
}

/// Reads candles: a header, then one line each, oldest first. Intervals may be missing.
pub fn parse_candles(text: &str) -> Result<Vec<Candle>, CsvError> {
	let wrong = |line: usize, problem: String| CsvError { line, problem };
	let mut lines = text
		.lines()
		.enumerate()
		.map(|(index, line)| (index + 1, line.trim()))
		.filter(|(_, line)| !line.is_empty());

	match lines.next() {
		Some((_, header)) if header.trim_start_matches('\u{feff}') == HEADER => {},
		Some((line, found)) => {
			return Err(wrong(line, format!("expected the header `{HEADER}`, found `{found}`")))
		},
		None => return Err(wrong(1, format!("the file is empty; expected the header `{HEADER}`"))),
	}

	let mut candles: Vec<Candle> = Vec::new();
	for (line, row) in lines {
		let candle = parse_candle(row).map_err(|problem| wrong(line, problem))?;
		if let Some(previous) = candles.last().filter(|previous| previous.start >= candle.start) {
			return Err(wrong(
				line,
				format!(
					"its time {} is not after {} of the candle before; sort the rows by time",
					candle.start, previous.start
				),
			));
		}
		candles.push(candle);
	}
	if candles.is_empty() {
		return Err(wrong(2, "there is no candle after the header".into()));
	}
	Ok(candles)
}

fn parse_candle(row: &str) -> Result<Candle, String> {
	let fields: Vec<&str> = row.split(',').map(str::trim).collect();
	let [time, open, high, low, close, volume] = fields.as_slice() else {
		return Err(format!("expected 6 fields, found {}", fields.len()));
	};
	let start = time
		.parse()
		.map_err(|_| format!("time_utc_seconds `{time}` is not a whole number of seconds"))?;
	let candle = Candle {
		start,
		open: parse_price("open", open)?,
		high: parse_price("high", high)?,
		low: parse_price("low", low)?,
		close: parse_price("close", close)?,
		volume: parse_volume(volume)?,
	};
	let inside = |price: Price| candle.low <= price && price <= candle.high;
	if !inside(candle.open) || !inside(candle.close) {
		return Err(format!(
			"open {} and close {} must lie between low {} and high {}",
			candle.open, candle.close, candle.low, candle.high
		));
	}
	Ok(candle)
}

fn parse_price(name: &str, text: &str) -> Result<Price, String> {
	match text.parse::<Price>() {
		Ok(price) if !price.is_zero() => Ok(price),
		Ok(_) => Err(format!("{name} is zero; leave the row out if nothing traded")),
		Err(_) => {
			Err(format!("{name} `{text}` is not a positive decimal number of at most 18 decimals"))
		},
	}
}

fn parse_volume(text: &str) -> Result<Quantity, String> {
	match text.parse::<Quantity>() {
		Ok(volume) if !volume.is_negative() => Ok(volume),
		_ => Err(format!(
			"volume `{text}` is not a decimal number of at most 18 decimals from zero up"
		)),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn file(rows: &[&str]) -> String {
		format!("{HEADER}\n{}\n", rows.join("\n"))
	}

	fn problem(rows: &[&str]) -> String {
		parse_candles(&file(rows)).unwrap_err().to_string()
	}

	#[test]
	fn recorded_candles_are_read() {
		let candles = parse_candles(&file(&[
			"1584009600,6830.59,6837.73,6706,6726.91,3722.701",
			"",
			"1584009660,6729.72,6730,6639.88,6650.16,2911.957",
		]))
		.unwrap();
		assert_eq!(candles.len(), 2);
		assert_eq!(candles[0].start, 1_584_009_600);
		assert_eq!(candles[0].low, "6706".parse().unwrap());
		assert_eq!(candles[1].close, "6650.16".parse().unwrap());
		assert_eq!(candles[1].volume, "2911.957".parse().unwrap());
	}

	#[test]
	fn windows_line_ends_and_a_byte_order_mark_do_no_harm() {
		let text = format!("\u{feff}{HEADER}\r\n60,1,2,1,2,0\r\n");
		assert_eq!(parse_candles(&text).unwrap().len(), 1);
	}

	#[test]
	fn a_wrong_header_is_shown_beside_the_right_one() {
		let error = parse_candles("date,open\n").unwrap_err();
		assert_eq!(error.line, 1);
		assert!(error.problem.contains(HEADER) && error.problem.contains("date,open"));
		assert!(parse_candles("").unwrap_err().problem.contains("empty"));
	}

	#[test]
	fn what_is_wrong_in_a_row_is_said_with_its_line() {
		let good = "60,1,2,1,2,0";
		assert_eq!(problem(&[]), "line 2: there is no candle after the header");
		assert_eq!(problem(&[good, "120,1,2,1,2"]), "line 3: expected 6 fields, found 5");
		assert!(problem(&["x,1,2,1,2,0"]).starts_with("line 2: time_utc_seconds `x`"));
		assert!(problem(&["60,1e3,2,1,2,0"]).starts_with("line 2: open `1e3`"));
		assert!(problem(&["60,0,2,0,2,0"]).starts_with("line 2: open is zero"));
		assert!(problem(&["60,1,2,1,3,0"]).contains("between low 1 and high 2"));
		assert!(problem(&["60,1,2,1,2,-4"]).starts_with("line 2: volume `-4`"));
		assert!(problem(&[good, good]).contains("line 3: its time 60 is not after 60"));
	}
}
