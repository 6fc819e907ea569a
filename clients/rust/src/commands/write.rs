// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::{api, Calls, Queries},
	commands::{Context, Failure, Subaccount},
};
use clap::Args;
use market_maths::units::Quantity;
use market_primitives::InstrumentId;
use serde_json::json;

/// Writes options.
#[derive(Debug, Args)]
pub(super) struct Write {
	/// The series: BTC-27NOV26-90000-C
	#[arg(value_parser = super::instrument)]
	series: InstrumentId,
	/// For how many coins of the underlying
	#[arg(value_parser = super::size)]
	size: Quantity,
	#[command(flatten)]
	subaccount: Subaccount,
}

/// How many blocks it may take before this command stops waiting.
const PATIENCE_IN_BLOCKS: usize = 4;

impl Write {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let wallet = context.wallet()?;
		let client = context.client().await?;
		let grid = Queries::from(client.head().await?).grid(self.series).await?;
		let lots = grid.lots(self.size).filter(|lots| *lots > 0).ok_or_else(|| {
			format!("{} is not a whole number of lots of {} coins", self.size, grid.lot)
		})?;
		// From before it is sent, so that no block is missed.
		let mut blocks = client.best_blocks().await?;
		let executed = client
			.execute(&wallet, &Calls::write(self.subaccount.index, self.series, lots))
			.await?;
		let asked = executed
			.events
			.find_first::<api::option_writing::events::WriteWaits>()
			.ok_or("the chain took the call but says nothing about what waits to be written")??;
		context.output.progress("the next window writes what was asked for in this one");
		let mut outcome = Outcome::default();
		for _ in 0..PATIENCE_IN_BLOCKS {
			let Some(block) = blocks.next().await else { break };
			let report = client.block(block?.hash()).await?;
			for event in &report.events {
				outcome.note(event, &asked);
			}
			if outcome.is_known() {
				break;
			}
		}
		context.output.show(
			json!({
				"series": self.series,
				"asked": lots,
				"written": outcome.written,
				"refused": outcome.refused,
			}),
			outcome.in_words(self.series, lots, &wallet.name),
		);
		Ok(())
	}
}

/// What became of what an account asked to write.
#[derive(Debug, Default)]
struct Outcome {
	written: u64,
	refused: Option<String>,
	cut_to_nothing: bool,
}

impl Outcome {
	fn note(&mut self, event: &api::Event, asked: &api::option_writing::events::WriteWaits) {
		use api::option_writing::Event as Options;
		let api::Event::OptionWriting(event) = event else { return };
		match event {
			Options::OptionWritten { id, account: of, lots }
				if *id == asked.id && *of == asked.account =>
			{
				self.written = self.written.saturating_add(*lots);
			},
			Options::WriteRefused { id, account: of, reason, .. }
				if *id == asked.id && *of == asked.account =>
			{
				self.refused = Some(format!("{reason:?}"));
			},
			Options::WriteCut { id, account: of, lots: 0, .. }
				if *id == asked.id && *of == asked.account =>
			{
				self.cut_to_nothing = true;
			},
			_ => {},
		}
	}

	fn is_known(&self) -> bool {
		self.written > 0 || self.refused.is_some() || self.cut_to_nothing
	}

	fn in_words(&self, series: InstrumentId, lots: u64, owner: &str) -> String {
		match (self.written, &self.refused) {
			(0, Some(reason)) => format!("nothing was written: {reason}"),
			(0, None) if self.cut_to_nothing => {
				"nothing was written: no more may be open now, or others asked for it too".into()
			},
			(0, None) => format!("no block has written the {lots} lots yet; they wait"),
			(written, _) => format!(
				"wrote {written} of {lots} lots of {series}: the account is short, and {owner} holds \
				 {written} tokens"
			),
		}
	}
}
