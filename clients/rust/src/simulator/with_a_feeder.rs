// SPDX-License-Identifier: Apache-2.0
//! Simulated venues and a feeder that asks them, over real connections on the loopback address.

use crate::{
	feeder::{
		AssetConfig, Ballot, Feeder, FeederConfig, Health, Limits, NoValue, Silence, VenueError,
	},
	http_server::{Answer, Handler, HttpServer},
	prices::Candle,
	reporting::now_ms,
	simulator::{
		option_configs, serve, venue_configs, DataClock, Faults, Recording, Simulator, Track,
	},
};
use market_maths::units::Price;
use market_primitives::{SmileId, Underlying};
use std::{
	sync::{
		atomic::{AtomicU64, Ordering},
		Arc,
	},
	time::Duration,
};

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(60);

/// Four venues at 20,000 to 20,003 USD, and a fifth that quotes in USDC, worth 90 cents.
fn recording() -> Recording {
	let mut recording = Recording::default();
	for (market, venue, price) in [
		("BTC-USD", "a", "20000"),
		("BTC-USD", "b", "20001"),
		("BTC-USD", "c", "20002"),
		("BTC-USD", "d", "20003"),
		("BTC-USDC", "e", "22224"),
		("USDC-USD", "a", "0.9"),
	] {
		let price: Price = price.parse().unwrap();
		let candle = |minute: u64| Candle {
			start: minute * 60,
			open: price,
			high: price,
			low: price,
			close: price,
			volume: "2".parse().unwrap(),
		};
		let line = crate::feeder::Line { venue: venue.into(), market: market.parse().unwrap() };
		let track = Track::new((0..3_000).map(candle).collect(), 60).unwrap();
		recording.tracks.insert(line, track);
	}
	recording
}

async fn venues(faults: &str) -> (Arc<Simulator>, HttpServer) {
	let simulator = Arc::new(Simulator {
		recording: recording(),
		clock: DataClock { begun_ms: now_ms(), from_ms: 1_440 * 60_000, speed: 60 },
		noise_millionths: 0,
		seed: 1,
		faults: Faults::read(faults).unwrap(),
	});
	let server = serve(simulator.clone(), 0).await.unwrap();
	(simulator, server)
}

fn feeder(simulator: &Simulator, url: &str, minimum_venues: usize) -> Feeder {
	let asset = |asset: &str, quotes: &[&str], minimum_venues| AssetConfig {
		asset: asset.parse().unwrap(),
		quotes: quotes.iter().map(|quote| quote.parse().unwrap()).collect(),
		minimum_venues,
	};
	let config = FeederConfig {
		limits: Limits {
			timeout_ms: 1_000,
			interval_ms: 100,
			max_age_ms: 6_000,
			first_wait_ms: 50,
			longest_wait_ms: 400,
			..Limits::default()
		},
		venues: venue_configs(simulator, url, 0),
		rates: vec![asset("USDC", &["USD"], 1)],
		feeds: vec![asset("BTC", &["USD", "USDC"], minimum_venues)],
		options: option_configs(simulator, url),
	};
	Feeder::start(&config, 1).unwrap()
}

/// Ballots until one is as wanted.
async fn until(feeder: &mut Feeder, wanted: impl Fn(&Ballot) -> bool) -> Ballot {
	let begun = tokio::time::Instant::now();
	loop {
		let ballot = feeder.ballot(now_ms());
		if wanted(&ballot) {
			return ballot;
		}
		assert!(begun.elapsed() < PATIENCE, "the last ballot: {ballot:?}");
		tokio::time::sleep(Duration::from_millis(30)).await;
	}
}

fn has_quotes(count: usize) -> impl Fn(&Ballot) -> bool {
	move |ballot| ballot.feeds[0].vote.as_ref().is_ok_and(|vote| vote.quotes == count)
}

fn error_of(feeder: &Feeder, venue: &str) -> Option<VenueError> {
	let states = feeder.board().states();
	let (_, state) = states.into_iter().find(|(line, _)| line.venue == venue)?;
	state.last_error.map(|(_, error)| error)
}

#[tokio::test]
async fn a_feeder_sees_what_the_venues_serve_and_converts_a_stablecoin() {
	let (simulator, server) = venues("").await;
	let mut feeder = feeder(&simulator, &server.url(), 3);
	let ballot = until(&mut feeder, has_quotes(5)).await;
	let vote = ballot.feeds[0].vote.as_ref().unwrap();
	// 22,224 USDC at 0.9 USD are 20,001.6 USD: the middle of five equal weights.
	assert_eq!(vote.price, "20001.6".parse().unwrap());
	assert_eq!((vote.lowest, vote.highest), ("20000".parse().unwrap(), "20003".parse().unwrap()));
	assert_eq!(ballot.rates[0].1.outcome.as_ref().unwrap().price, "0.9".parse().unwrap());
	assert!(now_ms() - ballot.observed_at_ms < 6_000);
}

#[tokio::test]
async fn a_venue_that_is_wrong_by_a_factor_has_no_say() {
	let (simulator, server) = venues("d:factor=10").await;
	let mut feeder = feeder(&simulator, &server.url(), 3);
	let ballot =
		until(&mut feeder, |ballot| has_quotes(4)(ballot) && ballot.feeds[0].left_out.len() == 1)
			.await;
	let feed = &ballot.feeds[0];
	assert_eq!(feed.left_out[0].0.venue, "d");
	assert!(feed.left_out[0].1.to_string().contains("from the median"));
	assert!(feed.vote.as_ref().unwrap().highest < "20003".parse().unwrap());
}

#[tokio::test]
async fn silent_slow_failing_and_talkative_venues_are_named_and_the_others_carry_on() {
	let (simulator, server) =
		venues("a/BTC-USD:silent\nb:latency=5000\nc:status=429\nd:garbage").await;
	let mut feeder = feeder(&simulator, &server.url(), 1);
	let ballot = until(&mut feeder, |ballot| {
		has_quotes(1)(ballot)
			&& ballot.feeds[0]
				.vote
				.as_ref()
				.is_ok_and(|vote| vote.price == "20001.6".parse().unwrap())
	})
	.await;
	assert_eq!(ballot.values().len(), 1);
	let begun = tokio::time::Instant::now();
	while ["a", "b", "c", "d"].iter().any(|venue| error_of(&feeder, venue).is_none()) {
		assert!(begun.elapsed() < PATIENCE);
		tokio::time::sleep(Duration::from_millis(50)).await;
	}
	assert_eq!(error_of(&feeder, "a"), Some(VenueError::TimedOut { limit_ms: 1_000 }));
	assert_eq!(error_of(&feeder, "b"), Some(VenueError::TimedOut { limit_ms: 1_000 }));
	assert!(matches!(error_of(&feeder, "c"), Some(VenueError::Status { status: 429, .. })));
	assert!(error_of(&feeder, "d").unwrap().to_string().contains("not JSON"));
	assert_eq!(error_of(&feeder, "e"), None);
}

#[tokio::test]
async fn below_the_minimum_of_venues_there_is_silence_and_the_health_page_says_so() {
	let (simulator, server) = venues("c:status=500\nd:status=500\ne:status=500").await;
	let mut feeder = feeder(&simulator, &server.url(), 3);
	let ballot = until(&mut feeder, |ballot| {
		matches!(
			ballot.feeds[0].vote,
			Err(Silence::NoValue(NoValue::TooFewVenues { found: 2, needed: 3 }))
		)
	})
	.await;
	assert!(ballot.values().is_empty());

	let health = Arc::new(Health::new(feeder.board().clone(), vec![Underlying::BTC]));
	health.note_ballot(&ballot, now_ms());
	let page_server = health.serve(0).await.unwrap();
	let web = crate::feeder::Web::new(false).unwrap();
	let address = format!("{}/health", page_server.url()).parse().unwrap();
	let error = web.get(&address).await.unwrap_err();
	assert!(matches!(&error, VenueError::Status { status: 503, .. }), "{error}");
	let page = health.page(now_ms());
	assert_eq!(page["healthy"], false);
	let complaints = page["complaints"].to_string();
	assert!(complaints.contains("2 of at least 3 venues"), "{complaints}");
	assert_eq!(page["venues"].as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn a_stale_venue_is_left_out_when_its_time_is_too_old() {
	let (simulator, server) = venues("a/BTC-USD:stale").await;
	let mut feeder = feeder(&simulator, &server.url(), 3);
	until(&mut feeder, |ballot| {
		let lowest = "20001".parse().unwrap();
		has_quotes(4)(ballot)
			&& ballot.feeds[0].vote.as_ref().is_ok_and(|vote| vote.lowest == lowest)
	})
	.await;
	let begun = tokio::time::Instant::now();
	while !matches!(error_of(&feeder, "a"), Some(VenueError::TooOld { .. })) {
		assert!(begun.elapsed() < PATIENCE);
		tokio::time::sleep(Duration::from_millis(50)).await;
	}
}

#[tokio::test]
async fn a_venue_in_trouble_is_asked_less_often() {
	let asked = Arc::new(AtomicU64::new(0));
	let counter = asked.clone();
	let handler: Handler = Arc::new(move |_, _| {
		counter.fetch_add(1, Ordering::Relaxed);
		Box::pin(std::future::ready(Answer::error(500, "broken")))
	});
	let server = HttpServer::start(0, handler).await.unwrap();
	let (mut simulator, _unused) = venues("").await;
	Arc::make_mut(&mut simulator)
		.recording
		.tracks
		.retain(|line, _| line.venue == "b");
	let config = FeederConfig {
		limits: Limits {
			interval_ms: 50,
			first_wait_ms: 20_000,
			longest_wait_ms: 60_000,
			..Limits::default()
		},
		venues: venue_configs(&simulator, &server.url(), 0),
		rates: Vec::new(),
		feeds: vec![AssetConfig {
			asset: "BTC".parse().unwrap(),
			quotes: vec!["USD".parse().unwrap()],
			minimum_venues: 1,
		}],
		options: Vec::new(),
	};
	let feeder = Feeder::start(&config, 7).unwrap();
	let begun = tokio::time::Instant::now();
	while error_of(&feeder, "b").is_none() {
		assert!(begun.elapsed() < PATIENCE);
		tokio::time::sleep(Duration::from_millis(10)).await;
	}
	// Eighteen times the interval, and far less than the shortest first wait.
	tokio::time::sleep(Duration::from_millis(900)).await;
	assert_eq!(asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn recorded_options_become_smiles_at_the_feeders_own_price() {
	const DAY: u64 = 86_400;
	// Taken at another time than the candles, at an index of 75,000: forwards of 75,750 and 77,250.
	let mut rows = "snapshot_utc_seconds,instrument,expiry_utc_seconds,mark_iv,underlying_price,\
		index_price\n"
		.to_string();
	for strike in [60_000, 75_000, 90_000] {
		rows += &format!("1000,BTC-12FEB26-{strike}-C,{},0.5,75750,75000\n", 1_000 + 10 * DAY);
		rows += &format!("1000,BTC-4MAR26-{strike}-P,{},0.5,77250,75000\n", 1_000 + 30 * DAY);
	}
	let mut simulator = Arc::unwrap_or_clone(venues("").await.0);
	simulator.recording.options.add_rows(rows.as_bytes()).unwrap();
	let simulator = Arc::new(simulator);
	let server = serve(simulator.clone(), 0).await.unwrap();
	let mut feeder = feeder(&simulator, &server.url(), 3);

	let begun = tokio::time::Instant::now();
	let nodes = loop {
		let ballot = until(&mut feeder, has_quotes(5)).await;
		let now = now_ms();
		let smile = SmileId::new(Underlying::BTC, now / 1_000 + 10 * DAY);
		let smiles = feeder.smiles(&[smile], &ballot, now);
		if let [word] = smiles.smiles.as_slice() {
			assert_eq!(word.smile, smile);
			break word.nodes;
		}
		assert!(begun.elapsed() < PATIENCE, "{smiles:?}");
		tokio::time::sleep(Duration::from_millis(50)).await;
	};
	// One percent above the feeder's 20,001.6 USD, and 25 % a year for ten days of 365, give or take a few seconds.
	let forward: Price = "20201.616".parse().unwrap();
	assert!(nodes.forward.into_inner().abs_diff(forward.into_inner()) < 10_000_000_000_000_000);
	for total in nodes.totals {
		assert!(total.into_inner().abs_diff(6_849_315_068_493_150) < 100_000_000_000, "{total}");
	}
}
