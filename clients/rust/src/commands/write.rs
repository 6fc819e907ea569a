// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::{Calls, Queries},
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

impl Write {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let wallet = context.wallet()?;
		let client = context.client().await?;
		let grid = Queries::from(client.head().await?).grid(self.series).await?;
		let lots = grid.lots(self.size).filter(|lots| *lots > 0).ok_or_else(|| {
			format!("{} is not a whole number of lots of {} coins", self.size, grid.lot)
		})?;
		client
			.execute(&wallet, &Calls::write(self.subaccount.index, self.series, lots))
			.await?;
		context.output.show(
			json!({ "written": self.series, "lots": lots }),
			format!(
				"wrote {lots} lots of {}: the account is short, and {} holds {lots} tokens",
				self.series, wallet.name
			),
		);
		Ok(())
	}
}
