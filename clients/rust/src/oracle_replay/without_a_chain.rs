// SPDX-License-Identifier: Apache-2.0
//! The days on which USDC lost its peg, minute by minute through the feeders' arithmetic: seven reporters, each
//! with its own noise and its own choice of venues, and the median of their votes. No chain, no time.
//!
//! ```text
//! STRADDLE_RECORDED=folder cargo test -p straddle-client -- --ignored --nocapture peg
//! ```

use crate::{
	feeder::{value, LeftOut, Line, Rates, Sighting},
	oracle_replay::{
		judge::{judge, CountedVote},
		record::{Observed, Record},
	},
	simulator::{feeder_config, stablecoins, DataClock, Faults, Recording, Simulator},
	utc::read_utc_ms,
};
use market_maths::aggregation::{aggregate, Vote};
use market_primitives::{FeedStatus, Underlying};

const REPORTERS: u64 = 7;
const MINUTES: u64 = 4 * 1_440;
/// The oldest quote that counts, in milliseconds of data.
const MAX_AGE_MS: u64 = 300_000;

#[test]
#[ignore = "needs recorded candles of March 2023: STRADDLE_RECORDED names their folder"]
fn the_median_of_seven_stays_with_the_dollar_venues_while_usdc_loses_its_peg() {
	let folder = std::env::var_os("STRADDLE_RECORDED").expect("STRADDLE_RECORDED names a folder");
	let recording = Recording::read(folder.as_ref(), Some("2023-03")).unwrap();
	let from_ms = read_utc_ms("2023-03-10T00:00:00Z").unwrap();
	let simulator = Simulator {
		recording,
		clock: DataClock { begun_ms: from_ms, from_ms, speed: 1 },
		noise_millionths: 100,
		seed: 1,
		faults: Faults::default(),
	};
	let lines: Vec<Line> = simulator.recording.tracks.keys().cloned().collect();
	let coins = stablecoins(&lines, &[Underlying::BTC]);
	let skipped = [None, Some("binance-us"), Some("coinbase"), Some("kraken")];
	let mut record = Record::default();
	for minute in 0..MINUTES {
		let now = from_ms + minute * 60_000;
		let mut votes = Vec::new();
		for (viewer, without) in (1..=REPORTERS).zip(skipped.into_iter().cycle()) {
			let url = "http://127.0.0.1:1";
			let config =
				feeder_config(&simulator, url, viewer, &[Underlying::BTC], without).unwrap();
			let sightings: Vec<Sighting> = lines
				.iter()
				.filter(|line| without != Some(line.venue.as_str()))
				.filter_map(|line| {
					let quote = simulator.told(line, viewer, now)?;
					let counts = now - quote.seen_at_ms <= MAX_AGE_MS && !quote.volume.is_zero();
					counts.then(|| Sighting { line: line.clone(), quote })
				})
				.collect();
			let mut rates = Rates::new();
			for rule in config.rate_rules() {
				if let Ok(valued) = value(&rule, &sightings, &rates).outcome {
					rates.insert(rule.asset.clone(), valued);
				}
			}
			let valuation = value(&config.underlyings().unwrap()[0].1, &sightings, &rates);
			for (line, why) in valuation.left_out {
				let why = match why {
					LeftOut::NoRate(_) => "what it is paid in has no price",
					LeftOut::FarFromOthers { .. } => "too far from the others",
				};
				*record.left_out.entry((line, why)).or_default() += 1;
			}
			votes.push(valuation.outcome.expect("with these venues there is always a price"));
			record.reports += 1;
		}
		record.blocks += 1;
		let cast: Vec<Vote> = votes
			.iter()
			.map(|vote| Vote { price: vote.price, confidence: vote.confidence, weight: 1 })
			.collect();
		let found = aggregate(&cast).unwrap();
		// The chain's limits on a major coin: 30 basis points for caution, 100 for a halt.
		let band_bps = found.confidence.into_inner() * 10_000 / found.price.into_inner();
		let status = match band_bps {
			0..=30 => FeedStatus::Live,
			31..=100 => FeedStatus::Caution,
			_ => FeedStatus::Halted,
		};
		let counted: Vec<CountedVote> = votes
			.iter()
			.map(|vote| CountedVote { value: vote.price, observed_at_ms: now, honest: true })
			.collect();
		let observed = Observed {
			block: minute,
			underlying: Underlying::BTC,
			price: found.price,
			status,
			verdict: judge(found.price, status, &counted, MAX_AGE_MS, now),
			second: now / 1_000,
		};
		let recorded: Vec<(Sighting, u64)> = lines
			.iter()
			.filter_map(|line| {
				let recorded = simulator.recorded(line, now)?;
				let sighting = Sighting { line: line.clone(), quote: recorded.quote };
				Some((sighting, recorded.data_second))
			})
			.collect();
		record.note(&observed, &recorded, &coins);
	}
	eprintln!("{}", record.tables());
	assert!(record.holds());
	let (worst, _) = record.from_dollar_venues[&Underlying::BTC].worst().unwrap();
	assert!(worst.abs() < 5_000, "{worst} millionths from the dollar venues");
	let usdc = &record.pegs[&"USDC".parse().unwrap()];
	assert!(usdc.lowest.unwrap().0 < "0.9".parse().unwrap());
}
