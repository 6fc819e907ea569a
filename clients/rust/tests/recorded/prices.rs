// SPDX-License-Identifier: Apache-2.0
//! Every minute of recorded venues: seven reporters with a feeder's arithmetic, noise and choice of venues of their own
//! sign what they see, and the pallet counts it, a block for each minute.
//!
//! It is what `straddle oracle-replay` plays, without a node and without waiting: blocks of three seconds, in which
//! a minute of the recording passes.

use crate::{
	chain::{block, feed, Block, Chain, Words},
	setting,
};
use market_primitives::{FeedId, Purpose, Underlying};
use oracle_core::VoteEntry;
use pallet_oracle_aggregator::Event;
use std::path::Path;
use straddle_client::{
	feeder::{AgeLimits, Asset, Ballot, Board, FeederConfig, Line, Valuer, VenueError},
	oracle_replay::{
		judge::{judge, CountedVote},
		record::{Observed, Record, StatusChange},
		report::{Played, Setting},
		reporters::{left_out_by, lie, venues_of},
	},
	simulator::{
		feeder_config, recorded_underlyings, stablecoins, DataClock, Faults, Recording, Simulator,
	},
	utc::{read_utc_ms, write_utc},
};

/// How many report.
const REPORTERS: u32 = 7;
/// From one block to the next, in milliseconds.
const BLOCK_MS: u64 = 3_000;
/// How many seconds of the recording pass in one: a minute in a block.
const SPEED: u32 = 20;
/// From a vote to the block that counts it, in milliseconds.
const ON_THE_WAY_MS: u64 = 500;
/// The widest noise on what each reporter sees, in millionths.
const NOISE: u32 = 100;
const SEED: u64 = 1;

#[test]
#[ignore = "needs recorded candles: STRADDLE_PRICES names their folder"]
fn no_recorded_minute_has_a_live_price_outside_the_range_of_the_honest_votes() {
	let liars = setting::number("STRADDLE_LIARS").unwrap_or(0);
	assert!(liars <= REPORTERS, "there cannot be more liars than reporters");
	let (simulator, minutes) = recorded(&setting::place("STRADDLE_PRICES"));
	let underlyings = recorded_underlyings(&simulator, &[Underlying::BTC, Underlying::ETH]);
	assert!(!underlyings.is_empty(), "no market of Bitcoin or Ether is recorded");
	println!("recorded: {}", simulator.recording.summary());

	let begun_ms = simulator.clock.begun_ms;
	let mut play = Play::new(simulator, underlyings, liars);
	let mut chain = Chain::new(&play.underlyings, REPORTERS, begun_ms);
	chain.execute(|| (1..=minutes).for_each(|number| play.block(number)));

	println!("{}", play.record.tables());
	setting::write_report(|| play.record.report(&play.setting(minutes, liars)));
	assert!(play.record.holds(), "not everything held that must");
}

/// What is recorded, and how many minutes of it are played.
fn recorded(folder: &Path) -> (Simulator, u64) {
	let recording = Recording::read(folder, setting::text("STRADDLE_ONLY").as_deref()).unwrap();
	let (first, last) = recording.span().expect("the recording is empty");
	let from_ms = setting::text("STRADDLE_FROM").map_or(first * 1_000, |time| {
		read_utc_ms(&time).expect("STRADDLE_FROM is a time such as 2023-03-11T05:00:00Z")
	});
	let left = last.saturating_sub(from_ms / 1_000) / 60;
	let minutes =
		setting::number("STRADDLE_MINUTES").map_or(left, |minutes: u64| minutes.min(left));
	assert!(minutes > 0, "nothing is recorded from {} on", write_utc(from_ms / 1_000));
	let recording = recording.during(from_ms / 1_000, from_ms / 1_000 + minutes * 60);
	let clock = DataClock { begun_ms: from_ms, from_ms, speed: SPEED };
	let faults = Faults::default();
	(Simulator { recording, clock, noise_millionths: NOISE, seed: SEED, faults }, minutes)
}

/// Reporters, what they look at, and what is written down.
struct Play {
	simulator: Simulator,
	underlyings: Vec<Underlying>,
	reporters: Vec<Reporter>,
	coins: Vec<(Asset, Vec<Asset>)>,
	record: Record,
}

/// Somebody who looks at the recording as a feeder does.
struct Reporter {
	/// From one on.
	number: u64,
	lines: Vec<Line>,
	board: Board,
	valuer: Valuer,
	honest: bool,
}

impl Play {
	fn new(simulator: Simulator, underlyings: Vec<Underlying>, liars: u32) -> Self {
		let venues = venues_of(&simulator.recording, &underlyings);
		let reporters = (0..REPORTERS)
			.map(|number| {
				let viewer = u64::from(number) + 1;
				let without = left_out_by(number, &venues);
				// Nobody is asked over a network.
				let url = "http://127.0.0.1:1";
				let config = feeder_config(&simulator, url, viewer, &underlyings, without).unwrap();
				Reporter::new(viewer, &config, number >= liars)
			})
			.collect();
		let lines: Vec<Line> = simulator.recording.tracks.keys().cloned().collect();
		let coins = stablecoins(&lines, &underlyings);
		Self { simulator, underlyings, reporters, coins, record: Record::default() }
	}

	/// Everybody votes shortly before the block comes, which counts it.
	fn block(&mut self, number: u64) {
		let now_ms = self.simulator.clock.begun_ms + number * BLOCK_MS;
		let seen_at_ms = now_ms - ON_THE_WAY_MS;
		let Self { simulator, reporters, record, .. } = self;
		let made = block(now_ms, |who| {
			let reporter = reporters.iter_mut().find(|it| it.number == who)?;
			let ballot = reporter.look(simulator, seen_at_ms);
			record.note_silence(&ballot);
			let prices = reporter.votes(&ballot);
			let observed_at_ms = ballot.observed_at_ms;
			(!prices.is_empty()).then_some(Words { observed_at_ms, prices, smiles: Vec::new() })
		});
		self.write_down(number, now_ms, &made);
	}

	fn write_down(&mut self, number: u64, now_ms: u64, made: &Block) {
		let record = &mut self.record;
		record.blocks += 1;
		record.reports += u64::from(made.bundles);
		let (first, _) = record.span_ms.unwrap_or((now_ms, now_ms));
		record.span_ms = Some((first, now_ms));
		for (why, times) in &made.ignored {
			*record.refused.entry(why.name().into()).or_default() += u64::from(*times);
		}
		for event in &made.events {
			match event {
				Event::ValueRenewed { feed: FeedId::Index(underlying), observation } => {
					let Ok(price) = observation.value_for(Purpose::Show) else { continue };
					let feed = feed(*underlying).expect("it was set up");
					record.guards.insert(*underlying, feed.parameters);
					let votes: Vec<CountedVote> = feed
						.votes
						.iter()
						.map(|vote| CountedVote {
							value: vote.value,
							observed_at_ms: vote.observed_at_ms,
							honest: self
								.reporters
								.iter()
								.any(|it| it.number == vote.reporter && it.honest),
						})
						.collect();
					let (status, max_age_ms) = (observation.status, feed.parameters.max_age_ms);
					let observed = Observed {
						block: number,
						underlying: *underlying,
						price,
						status,
						verdict: judge(price, status, &votes, max_age_ms, now_ms),
						second: self.simulator.clock.at(observation.observed_at_ms) / 1_000,
					};
					let recorded = self.simulator.all_recorded(observation.observed_at_ms);
					record.note(&observed, &recorded, &self.coins);
				},
				Event::StatusChanged { feed: FeedId::Index(underlying), old, new, concern } => {
					record.changes.push(StatusChange {
						block: number,
						second: self.simulator.clock.at(now_ms) / 1_000,
						underlying: *underlying,
						old: *old,
						new: *new,
						concern: concern.as_ref().map(|concern| format!("{concern:?}")),
					});
				},
				_ => {},
			}
		}
	}

	fn setting(&self, minutes: u64, liars: u32) -> Setting {
		Setting {
			played: Played::ToPallet,
			made_at: setting::now(),
			machine: setting::machine(),
			recorded: self.simulator.recording.summary(),
			from: self.simulator.clock.from_ms / 1_000,
			minutes,
			speed: SPEED,
			reporters: REPORTERS,
			liars,
			noise_millionths: NOISE,
			seed: SEED,
		}
	}
}

impl Reporter {
	fn new(number: u64, config: &FeederConfig, honest: bool) -> Self {
		let lines: Vec<Line> = config
			.venues
			.iter()
			.flat_map(|venue| {
				venue
					.markets
					.keys()
					.map(|market| Line { venue: venue.name.clone(), market: market.clone() })
			})
			.collect();
		let ages = AgeLimits {
			max_age_ms: config.limits.max_age_ms,
			max_ahead_ms: config.limits.max_ahead_ms,
		};
		let board = Board::new(lines.iter().map(|line| (line.clone(), ages)));
		Self { number, lines, board, valuer: Valuer::new(config).unwrap(), honest }
	}

	/// Asks every venue, and makes a ballot of what they say.
	fn look(&mut self, simulator: &Simulator, now_ms: u64) -> Ballot {
		for line in &self.lines {
			let told = simulator.told(line, self.number, now_ms);
			let answer = told.ok_or_else(|| VenueError::UnknownMarket(line.market.clone()));
			// What a feeder would not take, it does not see.
			let _refused = self.board.note(line, answer, now_ms);
		}
		self.valuer.ballot(&self.board.fresh(now_ms), now_ms)
	}

	fn votes(&self, ballot: &Ballot) -> Vec<VoteEntry> {
		ballot
			.feeds
			.iter()
			.filter_map(|feed| {
				let valued = feed.vote.as_ref().ok()?;
				let said = (FeedId::Index(feed.underlying), valued.price, valued.confidence);
				let (feed, value, confidence) = if self.honest { said } else { lie(said) };
				Some(VoteEntry { feed, value, confidence, sources: valued.sources })
			})
			.collect()
	}
}
