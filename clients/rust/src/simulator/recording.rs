// SPDX-License-Identifier: Apache-2.0
use crate::{
	feeder::Line,
	prices::{read_candles, Candle, PathError},
	simulator::option_tape::{holds_chains, OptionTape},
	utc::write_utc,
};
use market_maths::units::{Price, Quantity};
use std::{
	collections::BTreeMap,
	path::{Path, PathBuf},
};

/// Seconds of volume that a ticker sums up: a day.
const VOLUME_SECONDS: u64 = 86_400;

/// The candles of one market of one venue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
	candles: Vec<Candle>,
	/// Seconds from the start of a candle to its end.
	step: u64,
	/// The volume of all candles up to each, itself included.
	volumes: Vec<i128>,
}

/// All candles of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recording {
	/// By venue and market.
	pub tracks: BTreeMap<Line, Track>,
	/// Recorded option chains.
	pub options: OptionTape,
	/// Files that were passed over, since their names say nothing of a market and a venue.
	pub passed_over: Vec<String>,
}

/// Why a folder is no recording.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
	/// The folder cannot be read.
	#[error("cannot read the folder {}: {source}", path.display())]
	Unreadable {
		/// The folder.
		path: PathBuf,
		/// What the system says.
		source: std::io::Error,
	},
	/// A file in it is no file of candles.
	#[error(transparent)]
	Candles(#[from] PathError),
	/// A file in it is no file of option chains.
	#[error("{0}")]
	Options(String),
	/// There is nothing in it.
	#[error(
		"there are no candles in {}{}: files are called MARKET.VENUE.STEP.PERIOD.csv or .csv.gz, for example \
		 btc-usd.kraken.1m.2023-03.csv.gz",
		path.display(),
		only.as_ref().map_or_else(String::new, |only| format!(" with `{only}` in their names"))
	)]
	Empty {
		/// The folder.
		path: PathBuf,
		/// The part of the name that was wanted.
		only: Option<String>,
	},
	/// A file's volumes are beyond counting.
	#[error("{}: the volumes do not fit", path.display())]
	TooMuch {
		/// The file.
		path: PathBuf,
	},
}

impl Recording {
	/// Reads a folder's files of candles; `only` those with a text in their names, if one is given.
	///
	/// A file's name says what it holds: `btc-usd.kraken.1m.2023-03.csv.gz` candles, and anything with `chain` in
	/// it option chains. Several files of one market
	/// of one venue are joined; where they overlap, the one earlier in the alphabet counts.
	pub fn read(folder: &Path, only: Option<&str>) -> Result<Self, RecordingError> {
		let unreadable = |source| RecordingError::Unreadable { path: folder.into(), source };
		let mut files = Vec::new();
		for entry in std::fs::read_dir(folder).map_err(unreadable)? {
			files.push(entry.map_err(unreadable)?.path());
		}
		files.sort();
		let mut passed_over = Vec::new();
		let mut options = OptionTape::default();
		let mut candles: BTreeMap<Line, (u64, BTreeMap<u64, Candle>, PathBuf)> = BTreeMap::new();
		for path in files {
			let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
			if only.is_some_and(|only| !name.contains(only)) {
				continue;
			}
			if holds_chains(name) {
				options.add(&path).map_err(RecordingError::Options)?;
				continue;
			}
			let Some((line, step)) = read_name(name) else {
				passed_over.push(name.to_string());
				continue;
			};
			let found =
				candles.entry(line).or_insert_with(|| (step, BTreeMap::new(), path.clone()));
			found.0 = found.0.min(step);
			for candle in read_candles(&path)? {
				found.1.entry(candle.start).or_insert(candle);
			}
		}
		if candles.is_empty() {
			return Err(RecordingError::Empty { path: folder.into(), only: only.map(Into::into) });
		}
		let tracks = candles
			.into_iter()
			.map(|(line, (step, candles, path))| {
				let track = Track::new(candles.into_values().collect(), step);
				Ok((line, track.ok_or(RecordingError::TooMuch { path })?))
			})
			.collect::<Result<_, RecordingError>>()?;
		Ok(Self { tracks, options, passed_over })
	}

	/// Only the tracks with a candle that starts in this time, in seconds since 1970.
	pub fn during(mut self, from: u64, until: u64) -> Self {
		self.tracks.retain(|_, track| {
			let at = track.candles.partition_point(|candle| candle.start < from);
			track.candles.get(at).is_some_and(|candle| candle.start < until)
		});
		self
	}

	/// The first and the last second of all tracks.
	pub fn span(&self) -> Option<(u64, u64)> {
		let first = self
			.tracks
			.values()
			.filter_map(|track| Some(track.candles.first()?.start))
			.min()?;
		let last = self
			.tracks
			.values()
			.filter_map(|track| Some(track.candles.last()?.start + track.step))
			.max()?;
		Some((first, last))
	}

	/// What there is, for people.
	pub fn summary(&self) -> String {
		let lines: Vec<String> = self.tracks.keys().map(ToString::to_string).collect();
		let span = self.span().map_or_else(String::new, |(first, last)| {
			format!(", {} to {}", write_utc(first), write_utc(last))
		});
		let options = self.options.summary().map_or_else(String::new, |text| format!("\n{text}"));
		format!("{}{span}{options}", lines.join(", "))
	}
}

impl Track {
	/// Candles, oldest first, of `step` seconds each. `None` if the volumes do not fit.
	pub fn new(candles: Vec<Candle>, step: u64) -> Option<Self> {
		let mut sum = 0i128;
		let mut volumes = Vec::with_capacity(candles.len());
		for candle in &candles {
			sum = sum.checked_add(candle.volume.into_inner())?;
			volumes.push(sum);
		}
		Some(Self { candles, step, volumes })
	}

	/// What is known at a second of data: close and end of the last finished candle, and the volume of the
	/// day before. `None` before the first candle ended.
	pub fn at(&self, second: u64) -> Option<(Price, Quantity, u64)> {
		let finished = self.candles.partition_point(|candle| candle.start + self.step <= second);
		let last = finished.checked_sub(1)?;
		let candle = self.candles.get(last)?;
		let ended = candle.start + self.step;
		let day_ago = second.saturating_sub(VOLUME_SECONDS);
		let before = self.candles.partition_point(|candle| candle.start + self.step <= day_ago);
		let sum = |count: usize| {
			count.checked_sub(1).and_then(|at| self.volumes.get(at)).copied().unwrap_or(0)
		};
		Some((candle.close, Quantity::from_inner(sum(finished) - sum(before)), ended))
	}
}

/// Market, venue and step of a file's name.
fn read_name(name: &str) -> Option<(Line, u64)> {
	let name = name.strip_suffix(".csv.gz").or_else(|| name.strip_suffix(".csv"))?;
	let mut parts = name.split('.');
	let market = parts.next()?.parse().ok()?;
	let venue = parts.next().filter(|venue| !venue.is_empty())?;
	let step = parts.next()?;
	let (number, unit) = step.split_at_checked(step.len().checked_sub(1)?)?;
	let seconds = match unit {
		"m" => 60,
		"h" => 3_600,
		"d" => 86_400,
		_ => return None,
	};
	let step = number.parse::<u64>().ok()?.checked_mul(seconds).filter(|step| *step > 0)?;
	Some((Line { venue: venue.into(), market }, step))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn candle(start: u64, close: &str, volume: &str) -> Candle {
		let close = close.parse().unwrap();
		let volume = volume.parse().unwrap();
		Candle { start, open: close, high: close, low: close, close, volume }
	}

	#[test]
	fn a_files_name_says_what_it_holds() {
		let (line, step) = read_name("usdc-usdt.binance-us.1m.2023-03.csv.gz").unwrap();
		assert_eq!((line.to_string().as_str(), step), ("USDC-USDT@binance-us", 60));
		let (line, step) = read_name("eth-usdt.binance-perp.5m.2022-06-10_06-19.csv").unwrap();
		assert_eq!((line.to_string().as_str(), step), ("ETH-USDT@binance-perp", 300));
		assert!(
			read_name("panel-close.btc-usdc-usdt.multi-venue.1m.2023-03-10_03-13.csv.gz").is_none()
		);
		assert!(read_name("README.md").is_none());
		assert!(read_name("btc-usd.kraken.csv").is_none());
	}

	#[test]
	fn nobody_sees_a_candle_before_it_ended() {
		let track = Track::new(vec![candle(60, "10", "1"), candle(120, "11", "2")], 60).unwrap();
		assert_eq!(track.at(119), None);
		assert_eq!(track.at(120).unwrap().0, "10".parse().unwrap());
		assert_eq!(track.at(179).unwrap().0, "10".parse().unwrap());
		let (price, volume, ended) = track.at(180).unwrap();
		assert_eq!((price, ended), ("11".parse().unwrap(), 180));
		assert_eq!(volume, "3".parse().unwrap());
		assert_eq!(track.at(100_000).unwrap().2, 180, "the last price stays, and ages");
	}

	#[test]
	fn the_volume_is_that_of_one_day() {
		let candles = (0..2_000).map(|minute| candle(minute * 60, "1", "1")).collect();
		let track = Track::new(candles, 60).unwrap();
		assert_eq!(track.at(600).unwrap().1, "10".parse().unwrap());
		assert_eq!(track.at(1_900 * 60).unwrap().1, "1440".parse().unwrap());
	}

	#[test]
	fn a_folder_without_candles_says_how_files_are_called() {
		let folder = std::env::temp_dir().join(format!("straddle-empty-{}", std::process::id()));
		std::fs::create_dir_all(&folder).unwrap();
		let error = Recording::read(&folder, Some("2023-03")).unwrap_err().to_string();
		assert!(error.contains("btc-usd.kraken.1m") && error.contains("`2023-03`"), "{error}");
		std::fs::remove_dir_all(&folder).unwrap();
		assert!(Recording::read(&folder, None).unwrap_err().to_string().contains("cannot read"));
	}
}
