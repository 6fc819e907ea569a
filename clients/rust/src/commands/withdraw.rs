// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::Calls,
	commands::{Context, Failure, Subaccount},
	figures,
};
use clap::Args;
use market_maths::units::Cash;
use serde_json::json;

/// Withdraws USD from a margin account.
#[derive(Debug, Args)]
pub(super) struct Withdraw {
	/// How much, in USD
	#[arg(value_parser = super::amount)]
	amount: Cash,
	#[command(flatten)]
	subaccount: Subaccount,
}

impl Withdraw {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let wallet = context.wallet()?;
		let client = context.client().await?;
		client
			.execute(&wallet, &Calls::withdraw(self.subaccount.index, self.amount))
			.await?;
		context.output.show(
			json!({ "withdrawn": self.amount }),
			format!("withdrew {} USD", figures::cash(self.amount)),
		);
		Ok(())
	}
}
