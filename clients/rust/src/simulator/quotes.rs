// SPDX-License-Identifier: Apache-2.0
use crate::{
	feeder::{Line, Quote, Sighting},
	prices::{moved, SeededNumbers},
	simulator::{DataClock, FaultKind, Faults, Recording},
};
use market_maths::{
	arithmetic::{multiply_divide, Rounding, ONE},
	units::Price,
};

/// Milliseconds in a minute.
const MINUTE_MS: u64 = 60_000;

/// Recorded venues with a clock, noise and faults. Everything is a function of time: the same question at
/// the same moment has the same answer.
#[derive(Clone, Debug)]
pub struct Simulator {
	/// What was recorded.
	pub recording: Recording,
	/// Its time.
	pub clock: DataClock,
	/// The widest noise on a price, in millionths of it.
	pub noise_millionths: u32,
	/// What the noise is made from.
	pub seed: u64,
	/// What goes wrong.
	pub faults: Faults,
}

/// What a venue says, with the time of the data behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedQuote {
	/// The quote, stamped with the present time at which the candle ended.
	pub quote: Quote,
	/// When the candle ended, in seconds since 1970 of the recording.
	pub data_second: u64,
}

impl Simulator {
	/// The minute of data since the beginning.
	pub fn minute(&self, now_ms: u64) -> u64 {
		self.clock.at(now_ms).saturating_sub(self.clock.from_ms) / MINUTE_MS
	}

	/// What the recording says, without noise and faults.
	pub fn recorded(&self, line: &Line, now_ms: u64) -> Option<RecordedQuote> {
		let track = self.recording.tracks.get(line)?;
		let (price, volume, data_second) = track.at(self.clock.at(now_ms) / 1_000)?;
		let seen_at_ms = self.clock.present(data_second.saturating_mul(1_000)).min(now_ms);
		let quote = Quote { price, half_spread: Price::ZERO, volume, seen_at_ms };
		Some(RecordedQuote { quote, data_second })
	}

	/// Everything recorded that way, each with the second of its data.
	pub fn all_recorded(&self, now_ms: u64) -> Vec<(Sighting, u64)> {
		let lines = self.recording.tracks.keys();
		lines
			.filter_map(|line| {
				let RecordedQuote { quote, data_second } = self.recorded(line, now_ms)?;
				Some((Sighting { line: line.clone(), quote }, data_second))
			})
			.collect()
	}

	/// What `viewer` is told: noise of its own, and the faults that change prices and times.
	pub fn told(&self, line: &Line, viewer: u64, now_ms: u64) -> Option<Quote> {
		let minute = self.minute(now_ms);
		let frozen = self
			.faults
			.of(line, minute)
			.filter(|fault| fault.kind == FaultKind::Stale)
			.map(|fault| {
				let began = self.clock.from_ms.saturating_add(fault.from_minute * MINUTE_MS);
				self.clock.present(began)
			})
			.min();
		let RecordedQuote { mut quote, data_second } =
			self.recorded(line, frozen.unwrap_or(now_ms).min(now_ms))?;
		quote.price = moved(quote.price, self.noise(line, viewer, data_second));
		for fault in self.faults.of(line, minute) {
			if let FaultKind::Factor(factor) = fault.kind {
				let factor = factor.into_inner();
				let wrong = multiply_divide(quote.price.into_inner(), factor, ONE, Rounding::Down);
				quote.price = wrong.map_or(Price::MAX, Price::from_inner);
			}
		}
		Some(quote)
	}

	/// The noise of one viewer on one candle of one market.
	fn noise(&self, line: &Line, viewer: u64, data_second: u64) -> i64 {
		let name = line.to_string();
		let mixed = name
			.bytes()
			.map(u64::from)
			.chain([viewer, data_second])
			.fold(self.seed ^ 0xcbf2_9ce4_8422_2325, |mixed, part| {
				(mixed ^ part).wrapping_mul(0x0100_0000_01b3)
			});
		SeededNumbers::new(mixed).around_zero(self.noise_millionths)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		prices::{change_in_millionths, Candle},
		simulator::Track,
	};

	fn line() -> Line {
		Line { venue: "kraken".into(), market: "BTC-USD".parse().unwrap() }
	}

	/// Minutes 1, 2, 3 and 6 of the recording, at 60 times the speed from minute 2 on.
	fn simulator(faults: &str) -> Simulator {
		let candle = |minute: u64, price: &str| {
			let price = price.parse().unwrap();
			let volume = "5".parse().unwrap();
			Candle {
				start: minute * 60,
				open: price,
				high: price,
				low: price,
				close: price,
				volume,
			}
		};
		let candles = vec![candle(1, "100"), candle(2, "101"), candle(3, "102"), candle(6, "105")];
		let mut recording = Recording::default();
		recording.tracks.insert(line(), Track::new(candles, 60).unwrap());
		Simulator {
			recording,
			clock: DataClock { begun_ms: 1_000_000, from_ms: 120_000, speed: 60 },
			noise_millionths: 0,
			seed: 1,
			faults: Faults::read(faults).unwrap(),
		}
	}

	#[test]
	fn a_gap_in_the_recording_is_a_price_that_grows_old() {
		let simulator = simulator("");
		let told = |now_ms| simulator.told(&line(), 0, now_ms).unwrap();
		assert_eq!(told(1_000_000).price, "100".parse().unwrap());
		assert_eq!(told(1_000_000).seen_at_ms, 1_000_000);
		assert_eq!(told(1_002_000).price, "102".parse().unwrap());
		// Minutes 4 and 5 are missing.
		let old = told(1_004_900);
		assert_eq!((old.price, old.seen_at_ms), ("102".parse().unwrap(), 1_002_000));
		assert_eq!(told(1_005_000).price, "105".parse().unwrap());
	}

	#[test]
	fn a_stale_venue_repeats_price_and_time_of_when_the_fault_began() {
		let simulator = simulator("kraken:stale@1-4");
		let told = |now_ms| simulator.told(&line(), 0, now_ms).unwrap();
		assert_eq!(told(1_000_900).price, "100".parse().unwrap());
		for now_ms in [1_001_000, 1_002_500, 1_003_900] {
			assert_eq!(
				(told(now_ms).price, told(now_ms).seen_at_ms),
				("101".parse().unwrap(), 1_001_000)
			);
		}
		assert_eq!(told(1_004_000).price, "102".parse().unwrap());
	}

	#[test]
	fn a_wrong_venue_is_wrong_by_its_factor() {
		let simulator = simulator("kraken/BTC-USD:factor=0.1@0-1");
		assert_eq!(simulator.told(&line(), 0, 1_000_000).unwrap().price, "10".parse().unwrap());
		assert_eq!(simulator.told(&line(), 0, 1_001_000).unwrap().price, "101".parse().unwrap());
	}

	#[test]
	fn viewers_differ_a_little_and_always_in_the_same_way() {
		let noisy = Simulator { noise_millionths: 100, ..simulator("") };
		let told = |viewer, now_ms| noisy.told(&line(), viewer, now_ms).unwrap().price;
		assert_eq!(told(1, 1_000_000), told(1, 1_000_500), "the same candle, the same noise");
		let seen: std::collections::BTreeSet<Price> =
			(0..20).map(|viewer| told(viewer, 1_000_000)).collect();
		assert!(seen.len() > 3);
		let truth = "100".parse().unwrap();
		assert!(seen.into_iter().all(|price| change_in_millionths(truth, price).abs() <= 100));
	}
}
