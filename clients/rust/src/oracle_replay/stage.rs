// SPDX-License-Identifier: Apache-2.0
//! Plays a recording to a chain through feeders, block by block.

use crate::{
	chain::{
		api, At, BlockReport, Calls, Client, ClientError, FeedDetails, Queries, StraddleConfig,
		TransactionId,
	},
	commands::Output,
	feeder::{Asset, Feeder, Line},
	figures,
	http_server::HttpServer,
	node_process::NodeProcess,
	oracle_replay::{
		judge::{judge, CountedVote},
		record::{Observed, Record, StatusChange},
		reporters::{left_out_by, lie, venues_of},
		ReplayError,
	},
	reporting::now_ms,
	simulator::{feeder_config, recorded_underlyings, serve, stablecoins, DataClock, Simulator},
	utc::write_utc,
	wallet::Wallet,
};
use futures::FutureExt;
use market_primitives::{FeedId, Purpose, Underlying};
use oracle_core::FeedParameters;
use sp_arithmetic::Perbill;
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::Arc,
	time::Duration,
};
use subxt::{
	client::Blocks,
	transactions::Payload,
	utils::{AccountId32, H256},
};

/// After so long without a block something is wrong.
const SILENCE: Duration = Duration::from_secs(45);

/// The age up to which a feed's votes count, in milliseconds, and the votes.
type VotesByFeed = BTreeMap<Underlying, (u64, Vec<CountedVote>)>;

/// Who takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
	/// How many report.
	pub reporters: u32,
	/// How many of them report 5 % more than they see.
	pub liars: u32,
	/// How many minutes of data are played.
	pub minutes: u64,
}

/// The accounts of so many reporters.
pub fn cast(reporters: u32) -> Result<Vec<Wallet>, ReplayError> {
	(1..=reporters)
		.map(|number| {
			Wallet::named(&format!("Reporter {number}"), &format!("//Reporter//{number}"))
		})
		.collect::<Result<_, _>>()
		.map_err(|error| ReplayError::Unusable(error.to_string()))
}

/// Somebody who reports.
struct Reporter {
	wallet: Wallet,
	feeder: Feeder,
	honest: bool,
}

/// A performance.
pub struct Stage {
	client: Client,
	simulator: Arc<Simulator>,
	/// Kept, since the venues close when it is dropped.
	_venues: HttpServer,
	reporters: Vec<Reporter>,
	liars: BTreeSet<AccountId32>,
	coins: Vec<(Asset, Vec<Asset>)>,
	until_ms: u64,
	/// The votes after the last block, and its number.
	votes_before: Option<(u64, VotesByFeed)>,
	sent: BTreeSet<TransactionId>,
	output: Output,
	/// What is written down.
	pub record: Record,
}

impl Stage {
	/// Admits the reporters, opens the venues and lets the feeders look. The recording begins to run.
	pub async fn prepare(
		client: Client,
		mut simulator: Simulator,
		plan: Plan,
		output: Output,
	) -> Result<Self, ReplayError> {
		let feeds = Queries::from(client.head().await?).feeds().await?;
		let indices: Vec<Underlying> =
			feeds.iter().filter_map(|feed| index_of(&feed.feed)).collect();
		let underlyings = recorded_underlyings(&simulator, &indices);
		if underlyings.is_empty() {
			return Err(ReplayError::Unusable("nothing recorded has a feed on this chain".into()));
		}
		let wallets = cast(plan.reporters)?;
		admit(&client, &wallets, output).await?;

		simulator.clock = DataClock { begun_ms: now_ms(), ..simulator.clock };
		let until_ms = simulator.clock.from_ms.saturating_add(plan.minutes.saturating_mul(60_000));
		let simulator = Arc::new(simulator);
		let venues = serve(simulator.clone(), 0)
			.await
			.map_err(|error| ReplayError::Unusable(format!("cannot open the venues: {error}")))?;
		let names: Vec<&str> = venues_of(&simulator.recording, &underlyings);
		let mut reporters = Vec::new();
		let mut liars = BTreeSet::new();
		for (number, wallet) in (0u32..).zip(wallets) {
			let without = left_out_by(number, &names);
			let viewer = u64::from(number) + 1;
			let config = feeder_config(&simulator, &venues.url(), viewer, &underlyings, without)
				.map_err(ReplayError::Unusable)?;
			let feeder = Feeder::start(&config, viewer)?;
			let honest = number >= plan.liars;
			if !honest {
				liars.insert(wallet.account());
			}
			output.progress(format!(
				"{}: every venue{}{}",
				wallet.name,
				without.map_or_else(String::new, |name| format!(" but {name}")),
				if honest { "" } else { ", and lies by 5 %" },
			));
			reporters.push(Reporter { wallet, feeder, honest });
		}
		let lines: Vec<Line> = simulator.recording.tracks.keys().cloned().collect();
		let coins = stablecoins(&lines, &underlyings);
		Ok(Self {
			client,
			simulator,
			_venues: venues,
			reporters,
			liars,
			coins,
			until_ms,
			votes_before: None,
			sent: BTreeSet::new(),
			output,
			record: Record::default(),
		})
	}

	/// Plays until the recording's minutes are over.
	pub async fn play(&mut self, node: &mut Option<NodeProcess>) -> Result<(), ReplayError> {
		let mut blocks = self.client.best_blocks().await?;
		let beginning = Queries::from(self.client.head().await?);
		let feeds = beginning.feeds().await?;
		self.remember_votes(beginning.at().block_number(), &feeds);
		self.record.guards = feeds.iter().filter_map(guards_of).collect();
		while self.simulator.clock.at(now_ms()) < self.until_ms {
			let newest = next_block(&mut blocks, node).await?;
			let mut seen_last = None;
			for report in self.unseen(newest).await? {
				let queries = Queries::from(self.client.at(report.hash).await?);
				let now = queries.now_ms().await?;
				let feeds = queries.feeds().await?;
				self.look_at(&report, now);
				self.remember_votes(report.number, &feeds);
				seen_last = Some((report.number, now, queries, feeds));
			}
			let Some((number, now, queries, feeds)) = seen_last else { continue };
			let said = self.report(queries.at()).await?;
			self.output.progress(format!(
				"block {number:>6}  {}  {}  {said}",
				write_utc(self.simulator.clock.at(now) / 1_000),
				feeds.iter().filter_map(feed_in_words).collect::<Vec<_>>().join("  "),
			));
		}
		Ok(())
	}

	/// The blocks after the last one that was looked at, up to `newest`: the earliest first and none left out, since
	/// each is judged by the votes of the one before. None if it takes the place of one that was looked at.
	async fn unseen(&self, newest: H256) -> Result<Vec<BlockReport>, ReplayError> {
		let seen = self.votes_before.as_ref().map_or(0, |(block, _)| *block);
		let mut latest_first = vec![self.client.block(newest).await?];
		while let Some((number, parent)) = latest_first.last().map(|it| (it.number, it.parent)) {
			if number <= seen.saturating_add(1) {
				break;
			}
			latest_first.push(self.client.block(parent).await?);
		}
		latest_first.retain(|it| it.number > seen);
		latest_first.reverse();
		Ok(latest_first)
	}

	/// Judges what a block made of the votes before it.
	fn look_at(&mut self, report: &BlockReport, now_ms: u64) {
		self.record.blocks += 1;
		let (first, _) = self.record.span_ms.unwrap_or((now_ms, now_ms));
		self.record.span_ms = Some((first, now_ms));
		for landed in &report.transactions {
			let ours = landed.id.as_ref().is_some_and(|id| self.sent.remove(id));
			if let (true, Err(refusal)) = (ours, &landed.result) {
				*self.record.refused.entry(refusal.name.clone()).or_default() += 1;
			}
		}
		for event in &report.events {
			let api::Event::OracleAggregator(event) = event else { continue };
			match event {
				api::oracle_aggregator::Event::ValueRenewed { feed, observation } => {
					let Some(underlying) = index_of(feed) else { continue };
					let Ok(price) = observation.value_for(Purpose::Show) else { continue };
					let votes = self
						.votes_before
						.as_ref()
						.filter(|(block, _)| block.checked_add(1) == Some(report.number))
						.and_then(|(_, votes)| votes.get(&underlying));
					let Some((max_age_ms, votes)) = votes else {
						self.record.unjudged += 1;
						continue;
					};
					let observed = Observed {
						block: report.number,
						underlying,
						price,
						status: observation.status,
						verdict: judge(price, observation.status, votes, *max_age_ms, now_ms),
						second: self.simulator.clock.at(observation.observed_at_ms) / 1_000,
					};
					let sightings = self.simulator.all_recorded(observation.observed_at_ms);
					self.record.note(&observed, &sightings, &self.coins);
				},
				api::oracle_aggregator::Event::StatusChanged { feed, old, new, concern } => {
					let Some(underlying) = index_of(feed) else { continue };
					self.record.changes.push(StatusChange {
						block: report.number,
						second: self.simulator.clock.at(now_ms) / 1_000,
						underlying,
						old: old.0,
						new: new.0,
						concern: concern.as_ref().map(|concern| format!("{concern:?}")),
					});
				},
				_ => {},
			}
		}
	}

	/// The votes after this block are those that the next one counts.
	fn remember_votes(&mut self, block: u64, feeds: &[FeedDetails]) {
		let votes = feeds.iter().filter_map(|feed| {
			let votes = feed.votes.iter().map(|vote| CountedVote {
				value: vote.value.0,
				observed_at_ms: vote.observed_at_ms,
				honest: !self.liars.contains(&vote.reporter),
			});
			Some((index_of(&feed.feed)?, (feed.parameters.max_age_ms, votes.collect())))
		});
		self.votes_before = Some((block, votes.collect()));
	}

	/// Lets everybody report what they see. Returns how many did.
	async fn report(&mut self, at: &At) -> Result<String, ReplayError> {
		let mut reported = 0u32;
		let of = self.reporters.len();
		for reporter in &mut self.reporters {
			let ballot = reporter.feeder.ballot(now_ms());
			self.record.note_silence(&ballot);
			let mut values = ballot.values();
			if values.is_empty() {
				continue;
			}
			if !reporter.honest {
				values = values.into_iter().map(lie).collect();
			}
			let call = Calls::report(ballot.observed_at_ms, &values);
			match self.client.submit(at, &reporter.wallet, &call).await {
				Ok(id) => {
					self.sent.insert(id);
					self.record.reports += 1;
					reported += 1;
				},
				Err(ClientError::NotTaken(reason)) => {
					*self.record.refused.entry(reason).or_default() += 1;
				},
				Err(error) => return Err(error.into()),
			}
		}
		Ok(format!("{reported} of {of} report"))
	}
}

/// Waits for a block, and returns the newest that has come.
async fn next_block(
	blocks: &mut Blocks<StraddleConfig>,
	node: &mut Option<NodeProcess>,
) -> Result<H256, ReplayError> {
	let mut next = match tokio::time::timeout(SILENCE, blocks.next()).await {
		Ok(next) => next,
		Err(_) => {
			// If the node ended, its last words say more.
			running(node)?;
			return Err(ReplayError::NoBlocks { seconds: SILENCE.as_secs() });
		},
	};
	loop {
		running(node)?;
		let block = next
			.ok_or_else(|| ClientError::Missing("the node closed the connection".into()))?
			.map_err(ClientError::from)?;
		match blocks.next().now_or_never() {
			Some(following) => next = following,
			None => return Ok(block.hash()),
		}
	}
}

fn running(node: &mut Option<NodeProcess>) -> Result<(), ReplayError> {
	match node {
		Some(node) => Ok(node.ensure_running()?),
		None => Ok(()),
	}
}

/// By what the chain trusts an index.
fn guards_of(feed: &FeedDetails) -> Option<(Underlying, FeedParameters)> {
	let it = &feed.parameters;
	let parameters = FeedParameters {
		max_age_ms: it.max_age_ms,
		min_reporters: it.min_reporters,
		quorum: Perbill::from_parts(it.quorum.0),
		live_quorum: Perbill::from_parts(it.live_quorum.0),
		step_limit: Perbill::from_parts(it.step_limit.0),
		clamped_rounds_to_halt: it.clamped_rounds_to_halt,
		confidence_floor: Perbill::from_parts(it.confidence_floor.0),
		caution_confidence: Perbill::from_parts(it.caution_confidence.0),
		halt_confidence: Perbill::from_parts(it.halt_confidence.0),
		agreement_band: Perbill::from_parts(it.agreement_band.0),
		rounds_to_leave_caution: it.rounds_to_leave_caution,
		rounds_to_leave_halt: it.rounds_to_leave_halt,
	};
	Some((index_of(&feed.feed)?, parameters))
}

fn index_of(feed: &FeedId) -> Option<Underlying> {
	match feed {
		FeedId::Index(underlying) => Some(*underlying),
		FeedId::Volatility(_) => None,
	}
}

fn feed_in_words(feed: &FeedDetails) -> Option<String> {
	let underlying = index_of(&feed.feed)?;
	let observation = feed.observation.as_ref()?;
	let value = observation.value_for(Purpose::Show).ok()?;
	Some(format!("{underlying} {} {:?}", figures::price(value), observation.status))
}

/// Endows, admits and seats those who do not report on this chain yet.
async fn admit(client: &Client, wallets: &[Wallet], output: Output) -> Result<(), ReplayError> {
	let queries = Queries::from(client.head().await?);
	let known = queries.reporters().await?;
	let newcomers: Vec<&Wallet> =
		wallets.iter().filter(|wallet| !known.contains(&wallet.account())).collect();
	if newcomers.is_empty() {
		return Ok(());
	}
	let bond = queries.minimum_bond()?;
	let treasurer = Wallet::named("Alice", "//Alice")
		.map_err(|error| ReplayError::Unusable(error.to_string()))?;
	output.progress(format!("admitting {} more reporters", newcomers.len()));
	for newcomer in &newcomers {
		let account = newcomer.account();
		let endowment = Calls::send_native(account, bond.saturating_mul(2));
		send(client, queries.at(), &treasurer, &endowment).await?;
		client.execute(&treasurer, &Calls::admit_reporter(account)).await?;
	}
	let seats = newcomers.iter().map(|newcomer| async move {
		client.execute(newcomer, &Calls::register_reporter(bond)).await
	});
	futures::future::try_join_all(seats).await?;
	Ok(())
}

async fn send<Call: Payload>(
	client: &Client,
	at: &At,
	wallet: &Wallet,
	call: &Call,
) -> Result<(), ClientError> {
	client.submit(at, wallet, call).await.map(|_| ())
}
