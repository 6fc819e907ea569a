// SPDX-License-Identifier: Apache-2.0
//! Judges the chain block by block: only what is final, all of it, and each block once. What the best chain
//! shows may be replaced; the story acts on it, and only whether all is in place to begin is read there.

use crate::{
	chain::{api, BlockReport, Queries},
	demo::{
		cast::Role,
		expectations::Expectation,
		stage::{prices_are_usable, Stage},
		story::ERRORS_TO_MEET,
		verdict::{judge, Circumstances, ExecutedReport, Verdict},
		DemoError,
	},
	figures,
};
use market_maths::units::{Cash, Price};
use market_primitives::{InstrumentId, Underlying};

impl Stage {
	/// Takes in all blocks that have become final.
	pub(super) async fn judge_final_blocks(&mut self) -> Result<(), DemoError> {
		for hash in self.client.final_blocks_above(self.judged).await? {
			let report = self.client.block(hash).await?;
			let queries = Queries::from(self.client.at(hash).await?);
			self.take_in(&report, &queries).await?;
			self.judged = report.number;
		}
		Ok(())
	}

	async fn take_in(&mut self, report: &BlockReport, queries: &Queries) -> Result<(), DemoError> {
		let now_ms = queries.now_ms().await?;
		self.first_block.get_or_insert(report.number);
		self.last_block = report.number;
		match report.claim {
			Some(claim) => self.slots.note(claim, queries.epoch().await?),
			None => self.checklist.fail(
				Expectation::Finality,
				format!("block {} does not say which slot it is for", report.number),
			),
		}
		let call = self.story.call().map(|(series, _)| series);
		let news = self.ledger.note(report, &self.cast, call, &mut self.checklist);
		let circumstances = Circumstances {
			block: report.number,
			now_ms,
			most_report_age_ms: self.most_report_age_ms,
			prices_are_usable: prices_are_usable(&queries.feeds().await?),
			last_report: None,
		};
		self.note_transactions(report, circumstances);

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

	fn note_transactions(&mut self, report: &BlockReport, block: Circumstances) {
		for landed in &report.transactions {
			let Some(underway) = landed.id.and_then(|id| self.underway.remove(&id)) else {
				continue;
			};
			self.ledger.transactions += 1;
			let who = underway.who;
			let circumstances =
				Circumstances { last_report: self.reports.get(&who).copied(), ..block };
			let verdict = judge(&underway.intention, &landed.result, &circumstances);
			if let (Ok(()), Some(observed_at_ms)) =
				(&landed.result, underway.intention.observed_at_ms)
			{
				let executed = ExecutedReport { block: report.number, observed_at_ms };
				self.reports.insert(who, executed);
			}
			let refusal = landed.result.as_ref().err().map(ToString::to_string);
			let text =
				format!("{} {}: {}", self.name(who), underway.what, refusal.unwrap_or_default());
			match verdict {
				Verdict::AsMeant => {
					if let Some(expected) = underway.intention.must_fail_with {
						self.refused.insert(expected);
						self.output.progress(format!("            {text}"));
					}
				},
				Verdict::RightlyRefused => {
					self.output.progress(format!("            rightly refused: {text}"));
				},
				Verdict::TryAgain => {
					if let Some(errand) = underway.errand {
						self.story.try_again(&errand);
					}
				},
				Verdict::WronglyAnswered(how) => self
					.checklist
					.fail(Expectation::WrongRefused, format!("{}: {how}", underway.what)),
				Verdict::Surprise => {
					self.output.progress(format!("            REFUSED {text}"));
					self.surprises.push(text);
				},
			}
		}
		if self.refused.len() == ERRORS_TO_MEET.len() {
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
					let parent = Queries::from(self.client.at(report.parent).await?);
					let before = parent.usd_in_wallet(&holder).await?;
					let after = queries.usd_in_wallet(&holder).await?;
					let received = after.checked_sub(before).unwrap_or_default();
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
}
