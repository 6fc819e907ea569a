// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::Calls,
	commands::{subaccount_of, Context, Failure, Subaccount},
	figures,
};
use clap::Args;
use market_maths::units::Cash;
use serde_json::json;

/// Deposits USD into a margin account.
#[derive(Debug, Args)]
pub(super) struct Deposit {
	/// How much, in USD
	#[arg(value_parser = super::amount)]
	amount: Cash,
	#[command(flatten)]
	subaccount: Subaccount,
}

impl Deposit {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let wallet = context.wallet()?;
		let client = context.client().await?;
		client
			.execute(&wallet, &Calls::deposit(self.subaccount.index, self.amount))
			.await?;
		let id = subaccount_of(wallet.account(), self.subaccount);
		let queries = crate::chain::Queries::from(client.head().await?);
		let cash = queries.account(&id).await?.map(|account| *account.cash).unwrap_or_default();
		context.output.show(
			json!({ "deposited": self.amount, "cash": cash }),
			format!(
				"deposited {} USD; the account now has {}",
				figures::cash(self.amount),
				figures::cash(cash)
			),
		);
		Ok(())
	}
}
