// SPDX-License-Identifier: Apache-2.0
//! Plays the story on a chain, block by block.

use crate::{
	chain::{
		Client, ClientError, FeedDetails, Queries, StraddleConfig, SubaccountId, TransactionId,
	},
	commands::Output,
	demo::{
		cast::{Cast, Member, Role},
		checklist::Checklist,
		expectations::{expectations, Expectation},
		ledger::Ledger,
		scene::{Listed, Scene, Standing, WINDOW_SECONDS},
		sending::Underway,
		slots::Slots,
		story::Story,
		summary::Summary,
		verdict::ExecutedReport,
		DemoError,
	},
	node_process::NodeProcess,
	prices::{PricePath, PricePoint, ReporterNoise},
	reporting::Reported,
	ticket::Grid,
};
use futures::FutureExt;
use market_maths::units::Cash;
use market_primitives::{FeedStatus, MarketState, Purpose, Underlying};
use std::{
	collections::{BTreeMap, BTreeSet},
	time::Duration,
};
use subxt::client::Blocks;

/// After so long without a block something is wrong.
const SILENCE: Duration = Duration::from_secs(45);
/// Blocks that the preparations may take.
const PREPARATION_BLOCKS: u64 = 60;
/// Blocks that the story may go on after the end of its path.
const EPILOGUE_BLOCKS: u64 = 130;

/// A performance.
pub struct Stage {
	pub(super) client: Client,
	pub(super) cast: Cast,
	pub(super) story: Story,
	pub(super) output: Output,
	/// What must have happened.
	pub checklist: Checklist<Expectation>,
	pub(super) ledger: Ledger,
	pub(super) noise: Vec<ReporterNoise>,
	pub(super) last_reports: Vec<Vec<Reported>>,
	pub(super) underway: BTreeMap<TransactionId, Underway>,
	/// The newest executed report of each reporter.
	pub(super) reports: BTreeMap<Role, ExecutedReport>,
	/// How old a report may be, in milliseconds.
	pub(super) most_report_age_ms: u64,
	pub(super) start_wealth: BTreeMap<Role, Cash>,
	pub(super) start_pots: Cash,
	pub(super) position: Option<usize>,
	begun_at: u64,
	/// The block in which everybody acted last, and its time.
	pub(super) acted_at: (u64, u64),
	/// The final block up to which the chain is judged.
	pub(super) judged: u64,
	pub(super) refused: BTreeSet<&'static str>,
	pub(super) surprises: Vec<String>,
	pub(super) first_block: Option<u64>,
	pub(super) last_block: u64,
	pub(super) slots: Slots,
	pub(super) blocks_checked: u64,
	pub(super) invariants: Vec<String>,
	funded: Funding,
}

#[derive(PartialEq)]
enum Funding {
	NotSent,
	Sent,
	Done,
}

impl Stage {
	/// A performance of the cast along a path.
	pub fn new(client: Client, cast: Cast, path: PricePath, seed: u64, output: Output) -> Self {
		let reporters = cast.reporters().count();
		let numbers = 0..u64::try_from(reporters).unwrap_or(0);
		Self {
			client,
			story: Story::new(&cast, path),
			cast,
			output,
			checklist: expectations(),
			ledger: Ledger::default(),
			noise: numbers.map(|number| ReporterNoise::new(seed, number)).collect(),
			last_reports: vec![Vec::new(); reporters],
			underway: BTreeMap::new(),
			reports: BTreeMap::new(),
			most_report_age_ms: 0,
			start_wealth: BTreeMap::new(),
			start_pots: Cash::ZERO,
			position: None,
			begun_at: 0,
			acted_at: (0, 0),
			judged: 0,
			refused: BTreeSet::new(),
			surprises: Vec::new(),
			first_block: None,
			last_block: 0,
			slots: Slots::default(),
			blocks_checked: 0,
			invariants: Vec::new(),
			funded: Funding::NotSent,
		}
	}

	/// Plays until everything has happened, or cannot happen any more.
	pub async fn play(&mut self, node: &mut Option<NodeProcess>) -> Result<(), DemoError> {
		let mut blocks = self.client.best_blocks().await?;
		let queries = Queries::from(self.client.head().await?);
		self.invariants = queries.invariant_names().await?;
		self.most_report_age_ms = queries.most_report_age_ms()?;
		self.judged = self.client.finalized_number().await?;
		loop {
			let queries = self.next_block(&mut blocks, node).await?;
			if self.is_over(&queries).await? {
				break;
			}
			self.act(&queries).await?;
			self.judge_final_blocks().await?;
		}
		self.curtain().await
	}

	/// Goes on for as long as it is let: prices wander, quotes and trades go on.
	pub async fn keep_going(
		&mut self,
		seed: u64,
		node: &mut Option<NodeProcess>,
	) -> Result<(), DemoError> {
		self.story.go_on(seed);
		let mut blocks = self.client.best_blocks().await?;
		loop {
			let queries = self.next_block(&mut blocks, node).await?;
			self.act(&queries).await?;
			self.judge_final_blocks().await?;
		}
	}

	/// Waits for a block and returns the newest that has come: the story goes on there, and at once, because
	/// reports must be young.
	async fn next_block(
		&self,
		blocks: &mut Blocks<StraddleConfig>,
		node: &mut Option<NodeProcess>,
	) -> Result<Queries, DemoError> {
		let silent = DemoError::NoBlocks { seconds: SILENCE.as_secs() };
		let mut next = match tokio::time::timeout(SILENCE, blocks.next()).await {
			Ok(next) => next,
			Err(_) => {
				running(node)?;
				return Err(silent);
			},
		};
		loop {
			running(node)?;
			let block = next.ok_or(silent_connection())?.map_err(ClientError::from)?;
			match blocks.next().now_or_never() {
				Some(following) => next = following,
				None => return Ok(Queries::from(self.client.at(block.hash()).await?)),
			}
		}
	}

	async fn is_over(&mut self, queries: &Queries) -> Result<bool, DemoError> {
		let block = queries.at().block_number();
		let first = self.first_block.unwrap_or(block);
		let Some(position) = self.position else {
			if block > first + PREPARATION_BLOCKS {
				self.output.progress("the preparations did not come to an end");
				return Ok(true);
			}
			return Ok(false);
		};
		let path_is_over = position >= self.story.path().points.len();
		let points = u64::try_from(self.story.path().points.len()).unwrap_or(u64::MAX);
		let too_late = block > self.begun_at.saturating_add(points).saturating_add(EPILOGUE_BLOCKS);
		let happened = [
			Expectation::PerpetualsTrade,
			Expectation::OptionsTrade,
			Expectation::HolderPaid,
			Expectation::SeriesSettled,
			Expectation::Liquidated,
			Expectation::WrongRefused,
		];
		let all_happened = happened.iter().all(|key| self.checklist.is_decided(*key));
		Ok(path_is_over && (all_happened || too_late))
	}

	async fn act(&mut self, queries: &Queries) -> Result<(), DemoError> {
		let block = queries.at().block_number();
		// Another block in the place of one that was acted on is no new window.
		if block <= self.acted_at.0 {
			return Ok(());
		}
		self.acted_at = (block, queries.now_ms().await? / 1_000);
		let point = self.point();
		self.report(queries.at(), &point).await?;
		match self.funded {
			Funding::NotSent => {
				self.fund(queries).await?;
				self.funded = Funding::Sent;
				return Ok(());
			},
			// What everybody owns is counted when the funds are final, so that no other branch counts more.
			Funding::Sent if !self.underway.values().all(|it| is_reporter(it.who)) => return Ok(()),
			Funding::Sent => {
				self.snapshot(queries).await?;
				self.funded = Funding::Done;
			},
			Funding::Done => {},
		}
		let scene = self.scene(queries, &point).await?;
		for errand in self.story.next(&scene) {
			self.run_errand(queries.at(), errand).await?;
		}
		self.begin_or_go_on(&scene);
		Ok(())
	}

	/// The path begins when everything that it is meant to move is in place, and then goes on point by
	/// point.
	fn begin_or_go_on(&mut self, scene: &Scene) {
		if scene.prices_are_live {
			self.checklist
				.hold(Expectation::PricesLive, "Bitcoin and Ether, prices and volatilities");
		}
		let depositors = self.cast.depositors().count();
		if scene.accounts.len() >= depositors {
			self.checklist
				.hold(Expectation::Deposits, format!("{depositors} accounts are open"));
		}
		if let Some(position) = &mut self.position {
			*position += 1;
			return;
		}
		let perpetuals = scene
			.perpetuals
			.iter()
			.filter(|it| scene.quoted.contains(&it.instrument))
			.count();
		let options = scene.quoted.len() - perpetuals;
		let is_ready = scene.prices_are_live
			&& scene.accounts.len() >= depositors
			&& perpetuals == scene.perpetuals.len()
			&& perpetuals > 0
			&& options > 0;
		if is_ready {
			self.checklist.hold(
				Expectation::Quotes,
				format!("{perpetuals} perpetuals and {options} series when the path began"),
			);
			self.output.progress("            everything is in place: the path begins");
			self.position = Some(0);
			self.begun_at = scene.block;
		}
	}

	/// What is reported now. After the end of the path the last price stays.
	fn point(&self) -> PricePoint {
		let points = &self.story.path().points;
		let at = self.position.unwrap_or(0).min(points.len().saturating_sub(1));
		points[at]
	}

	/// What everybody owns before the story, so that it can be compared with the end.
	async fn snapshot(&mut self, queries: &Queries) -> Result<(), DemoError> {
		for member in self.cast.members().to_vec() {
			let wealth = self.wealth(queries, &member).await?;
			self.start_wealth.insert(member.role, wealth);
		}
		self.start_pots = pots(queries).await?;
		Ok(())
	}

	/// USD in the wallet and the worth of the margin account.
	pub(super) async fn wealth(
		&self,
		queries: &Queries,
		member: &Member,
	) -> Result<Cash, DemoError> {
		let account = member.wallet.account();
		let wallet = queries.usd_in_wallet(&account).await?;
		let equity = queries
			.account(&SubaccountId { owner: account, index: 0 })
			.await?
			.map_or(Cash::ZERO, |account| account.equity.to_cash_floor());
		wallet
			.checked_add(equity)
			.map_err(|error| DemoError::Unusable(format!("{error:?}")))
	}

	async fn scene(&self, queries: &Queries, point: &PricePoint) -> Result<Scene, DemoError> {
		let feeds = queries.feeds().await?;
		let perpetuals = queries
			.perpetuals()
			.await?
			.into_iter()
			.filter(|market| market.terms.state == MarketState::Listed)
			.map(|market| Listed {
				instrument: *market.instrument,
				grid: Grid { tick: market.terms.tick, lot: market.terms.lot },
				mark: market.mark.as_ref().ok().map(|mark| mark.price),
			})
			.collect::<Vec<_>>();
		let series = self.series(queries).await?;
		let mut quoted = BTreeSet::new();
		let candidates = perpetuals.iter().chain(&series).map(|listed| listed.instrument);
		for instrument in candidates {
			let depth = queries.depth(instrument, 1).await?;
			if !depth.bids.is_empty() && !depth.asks.is_empty() {
				quoted.insert(instrument);
			}
		}
		let mut accounts = BTreeMap::new();
		let mut tokens = BTreeMap::new();
		for member in self.cast.members() {
			let account = member.wallet.account();
			if member.deposit > 0 {
				if let Some(found) =
					queries.account(&SubaccountId { owner: account, index: 0 }).await?
				{
					let lots = found
						.lines
						.iter()
						.map(|line| (*line.instrument, line.lots.into_inner()))
						.collect();
					accounts.insert(member.role, Standing { lots, cash: *found.cash });
				}
			}
			if let (Some((series, _)), Role::Writer | Role::Holder) =
				(self.story.call(), member.role)
			{
				let held = queries.tokens_in_wallet(series, &account).await?;
				tokens.insert(member.role, u64::try_from(held).unwrap_or(u64::MAX));
			}
		}
		Ok(Scene {
			block: queries.at().block_number(),
			now: self.acted_at.1,
			prices_are_live: all_feeds(&feeds, |status| status == FeedStatus::Live),
			prices_are_usable: prices_are_usable(&feeds),
			btc: point.btc,
			eth: point.eth,
			perpetuals,
			series,
			quoted,
			accounts,
			tokens,
			underway: self.underway.values().filter_map(|it| it.errand.clone()).collect(),
			has_begun: self.position.is_some(),
			position: self.position.unwrap_or(0),
		})
	}

	/// The series of the next expiries that trade.
	async fn series(&self, queries: &Queries) -> Result<Vec<Listed>, DemoError> {
		const EXPIRIES: usize = 3;
		let now = self.acted_at.1;
		let mut series = Vec::new();
		for underlying in [Underlying::BTC, Underlying::ETH] {
			let expiries = queries.expiries(underlying).await?;
			let ahead = expiries.into_iter().filter(|expiry| *expiry > now + WINDOW_SECONDS);
			for expiry in ahead.take(EXPIRIES) {
				let Some(chain) = queries.option_chain(underlying, expiry).await? else { continue };
				let both = chain.strikes.into_iter().flat_map(|strike| [strike.call, strike.put]);
				series.extend(
					both.flatten().filter(|it| it.terms.state == MarketState::Listed).map(|it| {
						Listed {
							instrument: *it.instrument,
							grid: Grid { tick: it.terms.tick, lot: it.terms.lot },
							mark: it.mark.as_ref().ok().map(|mark| mark.price),
						}
					}),
				);
			}
		}
		Ok(series)
	}

	pub(super) fn name(&self, role: Role) -> String {
		self.cast
			.find(role)
			.map_or_else(String::new, |member| member.wallet.name.clone())
	}

	/// Judges what can only be judged at the end, and shows everything.
	async fn curtain(&mut self) -> Result<(), DemoError> {
		let finalized = self.finality().await?;
		self.judge_final_blocks().await?;
		let lost: Vec<String> = self
			.underway
			.values()
			.filter(|it| it.sent_at + 20 < self.last_block)
			.map(|it| format!("{} {} was never in a block", self.name(it.who), it.what))
			.collect();
		self.surprises.extend(lost);
		let surprises = self.surprises.join("; ");
		let found = match self.surprises.len() {
			0 => format!("{} transactions", self.ledger.transactions),
			_ => surprises,
		};
		self.checklist
			.decide(Expectation::NothingElseRefused, self.surprises.is_empty(), found);
		self.checklist.hold(Expectation::OthersUnharmed, "everybody else stayed above");
		self.checklist.hold(
			Expectation::OnePrice,
			format!("{} clearings, {} fills", self.ledger.clearings, self.ledger.fills),
		);
		self.checklist.hold(
			Expectation::Invariants,
			format!("{} names, {} blocks", self.invariants.len(), self.blocks_checked),
		);
		// All that was judged and nothing else: the end is that of the last block that was.
		let last = self.client.final_block_at(self.judged).await?;
		let queries = Queries::from(self.client.at(last).await?);
		let summary = Summary::read(self, &queries, finalized).await?;
		summary.judge(&mut self.checklist);
		self.output.show(summary.json(&self.checklist), summary.text(&self.checklist));
		Ok(())
	}

	/// The newest finalised block, after giving finality a little time to reach what was acted on last.
	async fn finality(&self) -> Result<u64, DemoError> {
		let mut finalized = 0;
		for _ in 0..20 {
			finalized = self.client.finalized_number().await?;
			if finalized >= self.acted_at.0 {
				break;
			}
			tokio::time::sleep(Duration::from_secs(1)).await;
		}
		Ok(finalized)
	}

	pub(super) fn members(&self) -> &[Member] {
		self.cast.members()
	}
}

/// Whether no feed is halted, so that new risk may be taken.
pub(super) fn prices_are_usable(feeds: &[FeedDetails]) -> bool {
	all_feeds(feeds, |status| status.allows(Purpose::NewRisk))
}

fn all_feeds(feeds: &[FeedDetails], are_good_enough: fn(FeedStatus) -> bool) -> bool {
	let is =
		|feed: &FeedDetails| feed.observation.as_ref().is_some_and(|it| are_good_enough(it.status));
	!feeds.is_empty() && feeds.iter().all(is)
}

/// Insurance and fees of the majors, less their deficit.
///
/// The funding pot is not counted: what it lacks or holds is owed by or to accounts, and is part of
/// their worth already.
pub(super) async fn pots(queries: &Queries) -> Result<Cash, DemoError> {
	let pots = queries.pots().await?;
	let sum = pots
		.insurance
		.checked_add(*pots.fees)
		.and_then(|sum| sum.checked_add(*pots.rewards))
		.and_then(|sum| sum.checked_sub(*pots.deficit));
	sum.map_err(|error| DemoError::Unusable(format!("{error:?}")))
}

pub(super) fn cash(dollars: u64) -> Cash {
	Cash::from_inner(i128::from(dollars) * 1_000_000)
}

const fn is_reporter(role: Role) -> bool {
	matches!(role, Role::Reporter(_))
}

fn running(node: &mut Option<NodeProcess>) -> Result<(), DemoError> {
	match node {
		Some(node) => Ok(node.ensure_running()?),
		None => Ok(()),
	}
}

fn silent_connection() -> DemoError {
	DemoError::Unusable("the node closed the connection".into())
}
