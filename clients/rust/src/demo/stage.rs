// SPDX-License-Identifier: Apache-2.0
//! Plays the story on a chain, block by block.

use crate::{
	chain::{
		api, At, BlockReport, Calls, Client, ClientError, FeedDetails, OrderId, Queries,
		StraddleConfig, SubaccountId,
	},
	commands::Output,
	demo::{
		cast::{Cast, Member, Role},
		checklist::Checklist,
		expectations::{expectations, Expectation},
		ledger::Ledger,
		scene::{Listed, Scene, Standing, WINDOW_SECONDS},
		story::{Act, Errand, Story, WRONG_MESSAGES},
		summary::Summary,
		DemoError,
	},
	figures,
	node_process::NodeProcess,
	prices::{PricePath, PricePoint, ReporterNoise},
	reporting::{now_ms, view, Reported},
	ticket::Grid,
};
use futures::FutureExt;
use market_maths::units::{Cash, Price};
use market_primitives::{FeedStatus, InstrumentId, MarketState, Purpose, Underlying};
use std::{
	collections::{BTreeMap, BTreeSet},
	time::Duration,
};
use subxt::{client::Blocks, transactions::Payload, utils::H256};

/// What everybody's wallet needs for fees, in the smallest unit of the native token: 100 STRD.
const FEES: u128 = 100_000_000_000_000;
/// What the treasurer gives to the insurance fund, in USD.
const INSURANCE: &str = "25000";
/// After so long without a block something is wrong.
const SILENCE: Duration = Duration::from_secs(45);
/// Blocks that the preparations may take.
const PREPARATION_BLOCKS: u64 = 60;
/// Blocks that the story may go on after the end of its path.
const EPILOGUE_BLOCKS: u64 = 130;

/// What a transaction on its way was sent for.
struct Underway {
	who: Role,
	what: String,
	must_fail_with: Option<&'static str>,
	sent_at: u64,
}

/// A performance.
pub struct Stage {
	client: Client,
	cast: Cast,
	story: Story,
	output: Output,
	/// What must have happened.
	pub checklist: Checklist<Expectation>,
	pub(super) ledger: Ledger,
	noise: Vec<ReporterNoise>,
	last_reports: Vec<Vec<Reported>>,
	underway: BTreeMap<H256, Underway>,
	pub(super) start_wealth: BTreeMap<Role, Cash>,
	pub(super) start_pots: Cash,
	holder_wallet: Cash,
	position: Option<usize>,
	begun_at: u64,
	refused: BTreeSet<&'static str>,
	surprises: Vec<String>,
	pub(super) first_block: Option<(u64, u64)>,
	pub(super) last_block: (u64, u64),
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
			start_wealth: BTreeMap::new(),
			start_pots: Cash::ZERO,
			holder_wallet: Cash::ZERO,
			position: None,
			begun_at: 0,
			refused: BTreeSet::new(),
			surprises: Vec::new(),
			first_block: None,
			last_block: (0, 0),
			blocks_checked: 0,
			invariants: Vec::new(),
			funded: Funding::NotSent,
		}
	}

	/// Plays until everything has happened, or cannot happen any more.
	pub async fn play(&mut self, node: &mut Option<NodeProcess>) -> Result<(), DemoError> {
		let mut blocks = self.client.best_blocks().await?;
		let at = self.client.head().await?;
		self.invariants = Queries::from(at).invariant_names().await?;
		loop {
			let queries = self.next_block(&mut blocks, node).await?;
			if self.is_over(&queries).await? {
				break;
			}
			self.act(&queries).await?;
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
		}
	}

	/// Waits for a block and takes in all that have come. Returns the newest.
	async fn next_block(
		&mut self,
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
			let hash = block.hash();
			let report = self.client.block(hash).await?;
			let queries = Queries::from(self.client.at(hash).await?);
			self.take_in(&report, &queries).await?;
			match blocks.next().now_or_never() {
				Some(following) => next = following,
				None => return Ok(queries),
			}
		}
	}

	async fn take_in(&mut self, report: &BlockReport, queries: &Queries) -> Result<(), DemoError> {
		let now = queries.now_ms().await? / 1_000;
		// The block of genesis has no time.
		if report.number > 0 {
			self.first_block.get_or_insert((report.number, now));
		}
		self.last_block = (report.number, now);
		let news = self.ledger.note(report, &self.cast, &mut self.checklist);
		self.note_transactions(report);

		self.blocks_checked += 1;
		for broken in queries.broken_invariants().await? {
			self.checklist.fail(
				Expectation::Invariants,
				format!("block {}: {}: {}", report.number, broken.name, broken.found),
			);
			self.output.progress(format!("  BROKEN {}: {}", broken.name, broken.found));
		}
		self.note_payment(report, queries).await?;
		self.tell(report, queries, news).await
	}

	async fn tell(
		&mut self,
		report: &BlockReport,
		queries: &Queries,
		news: Vec<String>,
	) -> Result<(), DemoError> {
		let perpetuals = queries.perpetuals().await?;
		let index = |of: Underlying| {
			perpetuals
				.iter()
				.find(|market| market.instrument.underlying == of)
				.and_then(|market| market.mark.as_ref().ok())
				.map(|mark| mark.index)
		};
		let fills = report
			.events
			.iter()
			.filter(|event| {
				matches!(event, api::Event::OrderBook(api::order_book::Event::OrderFilled { .. }))
			})
			.count();
		let replayed = match self.position {
			Some(position) => {
				let points = self.story.path().points.len();
				format!("{}/{points}", position.min(points))
			},
			None => "preparing".into(),
		};
		self.output.progress(format!(
			"block {:>4}  BTC {:>10}  ETH {:>9}  path {replayed:>9}  {:>3} messages {fills:>3} fills",
			report.number,
			figures::price_or_dash(index(Underlying::BTC)),
			figures::price_or_dash(index(Underlying::ETH)),
			report.transactions.len().saturating_sub(1),
		));
		for line in news {
			self.output.progress(format!("            {line}"));
		}
		Ok(())
	}

	fn note_transactions(&mut self, report: &BlockReport) {
		for landed in &report.transactions {
			let Some(underway) = self.underway.remove(&landed.hash) else { continue };
			self.ledger.transactions += 1;
			let name = self.name(underway.who);
			match (&landed.result, underway.must_fail_with) {
				(Ok(()), None) => {},
				(Err(refusal), Some(expected)) if refusal.name == expected => {
					self.refused.insert(expected);
					self.output
						.progress(format!("            {name} {}: {refusal}", underway.what));
				},
				(Ok(()), Some(expected)) => self.checklist.fail(
					Expectation::WrongRefused,
					format!("{} was executed instead of refused with {expected}", underway.what),
				),
				(Err(refusal), Some(expected)) => self.checklist.fail(
					Expectation::WrongRefused,
					format!("{}: {} instead of {expected}", underway.what, refusal.name),
				),
				// On a busy machine two reports may wait for the same block. The second says nothing new.
				(Err(refusal), None)
					if is_reporter(underway.who) && refusal.name == "DuplicateReport" => {},
				(Err(refusal), None) => {
					let text = format!("{name} {}: {refusal}", underway.what);
					self.output.progress(format!("            REFUSED {text}"));
					self.surprises.push(text);
				},
			}
		}
		if self.refused.len() == WRONG_MESSAGES {
			let names: Vec<&str> = self.refused.iter().copied().collect();
			self.checklist.hold(Expectation::WrongRefused, names.join(", "));
		}
	}

	/// Whether the holder of the tokens got exactly what they were worth.
	async fn note_payment(
		&mut self,
		report: &BlockReport,
		queries: &Queries,
	) -> Result<(), DemoError> {
		let Some(holder) = self.cast.find(Role::Holder).map(|it| it.wallet.account()) else {
			return Ok(());
		};
		let wallet = queries.usd_in_wallet(&holder).await?;
		let before = std::mem::replace(&mut self.holder_wallet, wallet);
		let Some((series, _)) = self.story.call() else { return Ok(()) };
		for event in &report.events {
			use api::option_writing::Event;
			match event {
				api::Event::OptionTokens(api::option_tokens::Event::Transferred {
					asset_id,
					to,
					amount,
					..
				}) if asset_id.0 == series && *to == holder => {
					let text = format!("{amount} tokens of {series}");
					self.checklist.hold(Expectation::TokenSent, text);
				},
				api::Event::OptionWriting(Event::SeriesSettled { id, price }) if id.0 == series => {
					let text = format!("{series} at {}", figures::price(price.0));
					self.checklist.hold(Expectation::SeriesSettled, text);
				},
				api::Event::OptionWriting(Event::TokensPaid {
					id,
					holder: paid_to,
					lots,
					paid,
				}) if id.0 == series && *paid_to == holder => {
					let received = wallet.checked_sub(before).unwrap_or_default();
					let worth = self.payoff(queries, series, *lots).await?;
					let exact =
						received == paid.0 && Some(received) == worth && !received.is_zero();
					self.checklist.decide(
						Expectation::HolderPaid,
						exact,
						format!(
							"{} USD in the wallet; {lots} tokens were worth {}",
							received,
							worth.map_or_else(
								|| "an unknown amount".into(),
								|worth| worth.to_string()
							)
						),
					);
				},
				_ => {},
			}
		}
		Ok(())
	}

	/// What so many tokens of an expired call are worth: for each lot the difference of settlement price
	/// and strike, rounded down to the smallest unit of cash.
	async fn payoff(
		&self,
		queries: &Queries,
		series: InstrumentId,
		lots: u64,
	) -> Result<Option<Cash>, DemoError> {
		let grid = queries.grid(series).await?;
		let worth = || {
			let contract = series.as_option()?;
			let settled = self.ledger.settlements.get(&(series.underlying, contract.expiry))?;
			let inside = settled.checked_sub(contract.strike.price()).unwrap_or(Price::ZERO);
			let one = inside.value_floor(grid.lot).ok()?.to_cash_floor();
			Some(Cash::from_inner(one.into_inner().checked_mul(i128::from(lots))?))
		};
		Ok(worth())
	}

	async fn is_over(&mut self, queries: &Queries) -> Result<bool, DemoError> {
		let block = queries.at().block_number();
		let first = self.first_block.map_or(block, |(number, _)| number);
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
		let point = self.point();
		self.report(queries.at(), &point).await?;
		match self.funded {
			Funding::NotSent => {
				self.fund(queries).await?;
				self.funded = Funding::Sent;
				return Ok(());
			},
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

	async fn report(&mut self, at: &At, point: &PricePoint) -> Result<(), DemoError> {
		let observed_at = now_ms();
		let reporters: Vec<Member> = self.cast.reporters().cloned().collect();
		for (number, reporter) in reporters.iter().enumerate() {
			let values = view(point, &mut self.noise[number]);
			self.send(at, reporter, &Calls::report(observed_at, &values), "reports", None)
				.await?;
			self.last_reports[number] = values;
		}
		Ok(())
	}

	/// Gives everybody what they need, and the insurance fund a start.
	async fn fund(&mut self, queries: &Queries) -> Result<(), DemoError> {
		let Some(treasurer) = self.cast.find(Role::Treasurer).cloned() else { return Ok(()) };
		let members = self.cast.members().to_vec();
		for member in members.iter().filter(|member| member.role != Role::Treasurer) {
			let account = member.wallet.account();
			let name = &member.wallet.name;
			if queries.native_in_wallet(&account).await? < FEES {
				let call = Calls::send_native(account, 10 * FEES);
				let what = format!("sends STRD to {name}");
				self.send(queries.at(), &treasurer, &call, &what, None).await?;
			}
			let needed = cash(member.deposit);
			if member.deposit > 0 && queries.usd_in_wallet(&account).await? < needed {
				let call = Calls::send_usd(account, needed);
				let what = format!("sends USD to {name}");
				self.send(queries.at(), &treasurer, &call, &what, None).await?;
			}
		}
		let insurance = INSURANCE.parse().unwrap_or(Cash::ZERO);
		let call = Calls::add_insurance(insurance);
		self.send(queries.at(), &treasurer, &call, "adds to the insurance fund", None)
			.await
	}

	/// What everybody owns before the story, so that it can be compared with the end.
	async fn snapshot(&mut self, queries: &Queries) -> Result<(), DemoError> {
		for member in self.cast.members().to_vec() {
			let wealth = self.wealth(queries, &member).await?;
			self.start_wealth.insert(member.role, wealth);
		}
		self.start_pots = pots(queries).await?;
		if let Some(holder) = self.cast.find(Role::Holder) {
			self.holder_wallet = queries.usd_in_wallet(&holder.wallet.account()).await?;
		}
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
		let all_are = |good_enough: fn(FeedStatus) -> bool| {
			let is = |feed: &FeedDetails| {
				feed.observation.as_ref().is_some_and(|it| good_enough(it.status))
			};
			!feeds.is_empty() && feeds.iter().all(is)
		};
		let prices_are_live = all_are(|status| status == FeedStatus::Live);
		let prices_are_usable = all_are(|status| status.allows(Purpose::NewRisk));
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
					let in_liquidation =
						matches!(found.status, crate::chain::AccountStatus::InLiquidation(_));
					accounts.insert(member.role, Standing { lots, in_liquidation });
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
			now: self.last_block.1,
			prices_are_live,
			prices_are_usable,
			btc: point.btc,
			eth: point.eth,
			perpetuals,
			series,
			quoted,
			accounts,
			tokens,
			has_begun: self.position.is_some(),
			position: self.position.unwrap_or(0),
		})
	}

	/// The series of the next expiries that trade.
	async fn series(&self, queries: &Queries) -> Result<Vec<Listed>, DemoError> {
		const EXPIRIES: usize = 3;
		let now = self.last_block.1;
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

	async fn run_errand(&mut self, at: &At, errand: Errand) -> Result<(), DemoError> {
		let Errand { who, act, must_fail_with, told } = errand;
		let Some(member) = self.cast.find(who).cloned() else { return Ok(()) };
		if let Some(told) = &told {
			self.output.progress(format!("            {} {told}", member.wallet.name));
		}
		let expected = must_fail_with;
		match act {
			Act::Deposit(amount) => {
				let what = format!("deposits {} USD", figures::cash(amount));
				self.send(at, &member, &Calls::deposit(0, amount), &what, expected).await
			},
			Act::Place(ticket) => {
				let what = format!("orders {} of {}", ticket.size, ticket.instrument);
				self.send(at, &member, &Calls::place(0, &ticket), &what, expected).await
			},
			Act::Requote(tickets) => {
				self.send(at, &member, &Calls::cancel_all(0, None), "takes quotes back", None)
					.await?;
				for part in tickets.chunks(100) {
					self.send(at, &member, &Calls::place_all(0, part), "quotes", None).await?;
				}
				Ok(())
			},
			Act::Write(series, lots) => {
				let what = format!("writes {series}");
				self.send(at, &member, &Calls::write(0, series, lots), &what, expected).await
			},
			Act::SendTokens(series, to, lots) => {
				let Some(to) = self.cast.find(to).map(|it| it.wallet.account()) else {
					return Ok(());
				};
				let what = format!("sends tokens of {series}");
				let call = Calls::send_tokens(series, to, lots);
				self.send(at, &member, &call, &what, expected).await
			},
			Act::Withdraw(amount) => {
				let what = format!("withdraws {} USD", figures::cash(amount));
				self.send(at, &member, &Calls::withdraw(0, amount), &what, expected).await
			},
			Act::CancelOrderOf(other) => {
				let Some(other) = self.cast.find(other).map(|it| it.wallet.account()) else {
					return Ok(());
				};
				let order =
					OrderId { account: SubaccountId { owner: other, index: 0 }, sequence: 0 };
				let what = "cancels somebody else's order";
				self.send(at, &member, &Calls::cancel(order), what, expected).await
			},
			Act::ReportAgain => {
				let number = self.cast.reporters().position(|it| it.role == who).unwrap_or(0);
				let values = self.last_reports[number].clone();
				let call = Calls::report(now_ms(), &values);
				self.send(at, &member, &call, "reports again", expected).await
			},
		}
	}

	/// Sends a call and remembers what for.
	async fn send(
		&mut self,
		at: &At,
		member: &Member,
		call: &impl Payload,
		what: &str,
		must_fail_with: Option<&'static str>,
	) -> Result<(), DemoError> {
		match self.client.submit(at, &member.wallet, call).await {
			Ok(hash) => {
				let sent_at = at.block_number();
				let underway =
					Underway { who: member.role, what: what.into(), must_fail_with, sent_at };
				self.underway.insert(hash, underway);
				Ok(())
			},
			Err(ClientError::NotTaken(reason)) => {
				let text = format!("{} {what}: {reason}", member.wallet.name);
				self.output.progress(format!("            NOT TAKEN {text}"));
				self.surprises.push(text);
				Ok(())
			},
			Err(error) => Err(error.into()),
		}
	}

	fn name(&self, role: Role) -> String {
		self.cast
			.find(role)
			.map_or_else(String::new, |member| member.wallet.name.clone())
	}

	/// Judges what can only be judged at the end, and shows everything.
	async fn curtain(&mut self) -> Result<(), DemoError> {
		let queries = Queries::from(self.client.head().await?);
		let lost: Vec<String> = self
			.underway
			.values()
			.filter(|it| it.sent_at + 20 < self.last_block.0)
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
		let finalized = self.finality().await?;
		let summary = Summary::read(self, &queries, finalized).await?;
		summary.judge(&mut self.checklist);
		self.output.show(summary.json(&self.checklist), summary.text(&self.checklist));
		Ok(())
	}

	/// The newest finalised block, after giving finality a little time.
	async fn finality(&self) -> Result<u64, DemoError> {
		let mut finalized = 0;
		for _ in 0..20 {
			finalized = self.client.finalized_number().await?;
			if finalized >= self.last_block.0 {
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

/// Insurance and fees of the majors, less their deficit.
///
/// The funding pot is not counted: what it lacks or holds is owed by or to accounts, and is part of
/// their worth already.
pub(super) async fn pots(queries: &Queries) -> Result<Cash, DemoError> {
	let pots = queries.pots().await?;
	let sum = pots
		.insurance
		.checked_add(*pots.fees)
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
