// SPDX-License-Identifier: Apache-2.0
use crate::{
	prices::{
		change_in_millionths, moved, parse_candles, Candle, CsvError, Reading, RealisedVolatility,
	},
	table_file,
};
use market_maths::units::{Price, Volatility};
use std::{
	io::{self, Read},
	path::{Path, PathBuf},
};

/// What one window's reports are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PricePoint {
	/// Bitcoin in USD.
	pub btc: Price,
	/// Ether in USD.
	pub eth: Price,
	/// Annual volatility of Bitcoin.
	pub btc_volatility: Volatility,
	/// Annual volatility of Ether.
	pub eth_volatility: Volatility,
}

/// One point per window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricePath {
	/// The points, oldest first.
	pub points: Vec<PricePoint>,
	/// Where they come from, in words.
	pub origin: String,
}

/// The deepest fall of Bitcoin in a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fall {
	/// The point it falls from.
	pub from: usize,
	/// The lowest point after it.
	pub to: usize,
	/// How deep, in millionths of where it falls from.
	pub millionths: i64,
}

/// Ether's first price where only Bitcoin's is known, in millionths of Bitcoin's.
pub const FIRST_ETH_PER_BTC: i64 = 35_000;
/// How far Ether moves when Bitcoin moves by 1, where only Bitcoin's moves are known, in percent.
pub const BETA_OF_ETH: i64 = 110;

/// The largest move of [`PricePath::in_small_steps`], in millionths.
const LARGEST_STEP: i64 = 30_000;

/// Why there is no path.
#[derive(Debug, thiserror::Error)]
pub enum PathError {
	/// The file cannot be read.
	#[error("cannot read {}: {source}", path.display())]
	Unreadable {
		/// The file.
		path: PathBuf,
		/// What the system says.
		source: std::io::Error,
	},
	/// The file is not a file of candles.
	#[error("{}, {source}", path.display())]
	Malformed {
		/// The file.
		path: PathBuf,
		/// Where and why.
		source: CsvError,
	},
}

impl PricePath {
	/// A path of Bitcoin, with Ether derived from it and volatilities from their moves.
	///
	/// Ether starts at 3.5 % of Bitcoin's price and then makes each of its moves 1.1 times.
	pub fn from_bitcoin(prices: Vec<Price>, step_seconds: u64, origin: String) -> Self {
		let eth = derive_ether(&prices);
		Self::from_both(prices, eth, step_seconds, origin)
	}

	/// A path of both, one price each per window.
	pub fn from_both(btc: Vec<Price>, eth: Vec<Price>, step_seconds: u64, origin: String) -> Self {
		let mut btc_volatility = RealisedVolatility::new(step_seconds);
		let mut eth_volatility = RealisedVolatility::new(step_seconds);
		let points = btc
			.into_iter()
			.zip(eth)
			.map(|(btc, eth)| {
				btc_volatility.observe(btc);
				eth_volatility.observe(eth);
				PricePoint {
					btc,
					eth,
					btc_volatility: btc_volatility.value(),
					eth_volatility: eth_volatility.value(),
				}
			})
			.collect();
		Self { points, origin }
	}

	/// Reads recorded candles of Bitcoin and, if there are any, of Ether.
	///
	/// Ether's candles are matched by time; where one is missing, the price before it stays.
	pub fn from_files(
		bitcoin: &Path,
		ether: Option<&Path>,
		reading: Reading,
	) -> Result<Self, PathError> {
		let candles = read_candles(bitcoin)?;
		let step_seconds = interval(&candles) / reading_steps(reading);
		let origin = bitcoin.display().to_string();
		let prices: Vec<Price> = candles.iter().flat_map(|candle| candle.read(reading)).collect();
		let Some(ether) = ether else {
			return Ok(Self::from_bitcoin(prices, step_seconds, origin));
		};
		let eth = match_by_time(&candles, &read_candles(ether)?, reading);
		let origin = format!("{origin} and {}", ether.display());
		Ok(Self::from_both(prices, eth, step_seconds, origin))
	}

	/// The same path with more points where it moves quickly: no move of either coin is larger than 3 % of
	/// the price before it. A minute's candle is longer than a window; a price that is read only once a
	/// minute would jump as no reporter's does.
	pub fn in_small_steps(mut self) -> Self {
		let mut points: Vec<PricePoint> = Vec::new();
		for next in &self.points {
			let Some(last) = points.last().copied() else {
				points.push(*next);
				continue;
			};
			let largest = change_in_millionths(last.btc, next.btc)
				.abs()
				.max(change_in_millionths(last.eth, next.eth).abs());
			let steps = largest / LARGEST_STEP + 1;
			points.extend((1..=steps).map(|step| PricePoint {
				btc: between(last.btc, next.btc, step, steps),
				eth: between(last.eth, next.eth, step, steps),
				..*next
			}));
		}
		self.points = points;
		self
	}

	/// The deepest fall of Bitcoin, if it ever falls.
	pub fn deepest_fall(&self) -> Option<Fall> {
		let mut highest = 0;
		let mut deepest: Option<Fall> = None;
		for (index, point) in self.points.iter().enumerate() {
			let peak = self.points.get(highest)?.btc;
			if point.btc > peak {
				highest = index;
				continue;
			}
			let millionths = -change_in_millionths(peak, point.btc);
			if millionths > deepest.map_or(0, |fall| fall.millionths) {
				deepest = Some(Fall { from: highest, to: index, millionths });
			}
		}
		deepest
	}

	/// At most `windows` points: those around the deepest fall, a quarter of them before it begins
	/// where the path allows.
	pub fn around_the_fall(mut self, windows: usize) -> Self {
		let whole = self.points.len();
		if whole <= windows {
			return self;
		}
		let lead = windows / 4;
		// The steepest stretch that fits, so that a slow decline over days is not mistaken for a crash.
		let stretch = windows - lead;
		let start = (0..=whole - stretch)
			.max_by_key(|start| {
				let part = Self {
					points: self.points[*start..*start + stretch].to_vec(),
					origin: String::new(),
				};
				(part.deepest_fall().map_or(0, |fall| fall.millionths), *start)
			})
			.unwrap_or(0)
			.saturating_sub(lead)
			.min(whole - windows);
		self.points = self.points[start..start + windows].to_vec();
		self.origin =
			format!("{}, points {} to {} of {whole}", self.origin, start + 1, start + windows);
		self
	}
}

/// The price that is `step` of `steps` on the way.
fn between(from: Price, to: Price, step: i64, steps: i64) -> Price {
	if step == steps {
		return to;
	}
	moved(from, change_in_millionths(from, to) * step / steps)
}

fn derive_ether(bitcoin: &[Price]) -> Vec<Price> {
	let mut previous: Option<(Price, Price)> = None;
	bitcoin
		.iter()
		.map(|btc| {
			let eth = match previous {
				None => moved(*btc, FIRST_ETH_PER_BTC - 1_000_000),
				Some((btc_before, eth_before)) => {
					moved(eth_before, change_in_millionths(btc_before, *btc) * BETA_OF_ETH / 100)
				},
			};
			previous = Some((*btc, eth));
			eth
		})
		.collect()
}

/// The largest file that is read, unpacked: years of minutes.
const LARGEST_FILE: u64 = 256 << 20;

/// Reads a file of text, packed (`.gz`) or not.
fn read_text(path: &Path) -> io::Result<String> {
	let mut reader = table_file::open(path)?;
	let mut text = String::new();
	reader.by_ref().take(LARGEST_FILE).read_to_string(&mut text)?;
	match reader.read(&mut [0])? {
		0 => Ok(text),
		_ => Err(io::Error::other(format!("it is longer than {} MB", LARGEST_FILE >> 20))),
	}
}

/// Reads a file of candles, packed (`.gz`) or not.
pub fn read_candles(path: &Path) -> Result<Vec<Candle>, PathError> {
	let text =
		read_text(path).map_err(|source| PathError::Unreadable { path: path.into(), source })?;
	parse_candles(&text).map_err(|source| PathError::Malformed { path: path.into(), source })
}

/// The shortest time between two candles.
fn interval(candles: &[Candle]) -> u64 {
	candles
		.windows(2)
		.filter_map(|pair| match pair {
			[before, after] => after.start.checked_sub(before.start),
			_ => None,
		})
		.min()
		.unwrap_or(60)
}

fn reading_steps(reading: Reading) -> u64 {
	match reading {
		Reading::Close => 1,
		Reading::Extremes => 3,
	}
}

fn match_by_time(bitcoin: &[Candle], ether: &[Candle], reading: Reading) -> Vec<Price> {
	bitcoin
		.iter()
		.flat_map(|candle| {
			let at = ether.partition_point(|other| other.start <= candle.start);
			let other = ether.get(at.saturating_sub(1)).unwrap_or(candle);
			if other.start == candle.start {
				other.read(reading)
			} else {
				vec![other.close; candle.read(reading).len()]
			}
		})
		.collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use market_maths::units::Quantity;

	fn prices(texts: &[&str]) -> Vec<Price> {
		texts.iter().map(|text| text.parse().unwrap()).collect()
	}

	fn path(texts: &[&str]) -> PricePath {
		PricePath::from_bitcoin(prices(texts), 60, "test".into())
	}

	#[test]
	fn ether_makes_bitcoins_moves_a_little_larger() {
		let path = path(&["60000", "54000", "54000"]);
		let eth: Vec<Price> = path.points.iter().map(|point| point.eth).collect();
		assert_eq!(eth, prices(&["2100", "1869", "1869"]));
	}

	#[test]
	fn the_deepest_fall_is_found() {
		let fall = path(&["100", "90", "120", "60", "110"]).deepest_fall().unwrap();
		assert_eq!(fall, Fall { from: 2, to: 3, millionths: 500_000 });
		assert_eq!(path(&["1", "2", "3"]).deepest_fall(), None);
	}

	#[test]
	fn a_long_path_is_cut_to_its_crash() {
		let mut texts = vec!["100"; 300];
		texts.extend(["90", "80", "70", "75"]);
		texts.extend(["75"; 300]);
		let cut = path(&texts).around_the_fall(40);
		assert_eq!(cut.points.len(), 40);
		let fall = cut.deepest_fall().unwrap();
		assert_eq!(fall.millionths, 300_000);
		assert!(fall.to >= 10, "the fall comes after a lead: {fall:?}");
		assert!(cut.origin.contains("of 604"));
	}

	#[test]
	fn a_quick_fall_is_replayed_in_small_steps() {
		let path = path(&["100", "88", "88.1"]).in_small_steps();
		assert_eq!(path.points.last().unwrap().btc, "88.1".parse().unwrap());
		assert_eq!(path.points.len(), 7);
		for pair in path.points.windows(2) {
			assert!(change_in_millionths(pair[0].btc, pair[1].btc).abs() <= 36_000);
			assert!(change_in_millionths(pair[0].eth, pair[1].eth).abs() <= 40_000);
		}
	}

	#[test]
	fn a_short_path_stays_whole() {
		assert_eq!(path(&["3", "2"]).around_the_fall(40), path(&["3", "2"]));
	}

	#[test]
	fn a_missing_candle_of_ether_keeps_the_price_before_it() {
		let candle = |start, price: &str| {
			let price = price.parse().unwrap();
			Candle {
				start,
				open: price,
				high: price,
				low: price,
				close: price,
				volume: Quantity::ZERO,
			}
		};
		let bitcoin = [candle(60, "10"), candle(120, "11"), candle(180, "12")];
		let ether = [candle(60, "1"), candle(180, "3")];
		assert_eq!(match_by_time(&bitcoin, &ether, Reading::Close), prices(&["1", "1", "3"]));
	}

	#[test]
	fn packed_and_plain_files_are_read_alike() {
		let folder = std::env::temp_dir().join(format!("straddle-packed-{}", std::process::id()));
		std::fs::create_dir_all(&folder).unwrap();
		let text =
			"time_utc_seconds,open,high,low,close,volume\n60,10,11,9,10.5,3\n120,10.5,12,10,11,4\n";
		let (plain, packed) = (folder.join("a.csv"), folder.join("a.csv.gz"));
		std::fs::write(&plain, text).unwrap();
		let mut encoder = flate2::write::GzEncoder::new(
			std::fs::File::create(&packed).unwrap(),
			Default::default(),
		);
		std::io::Write::write_all(&mut encoder, text.as_bytes()).unwrap();
		encoder.finish().unwrap();
		assert_eq!(read_candles(&plain).unwrap(), read_candles(&packed).unwrap());
		std::fs::write(&packed, text).unwrap();
		assert!(read_candles(&packed).unwrap_err().to_string().starts_with("cannot read"));
		std::fs::remove_dir_all(folder).unwrap();
	}

	#[test]
	fn a_file_that_is_not_there_is_named() {
		let error = PricePath::from_files(Path::new("nowhere.csv"), None, Reading::Close);
		assert!(error.unwrap_err().to_string().starts_with("cannot read nowhere.csv"));
	}
}
