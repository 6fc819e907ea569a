// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::{api, Calls, OrderId},
	commands::{subaccount_of, Context, Failure, Subaccount},
};
use clap::Args;
use market_primitives::InstrumentId;
use serde_json::json;

/// Cancels orders.
#[derive(Debug, Args)]
#[group(required = true, multiple = false, args = ["order", "all", "instrument"])]
pub(super) struct Cancel {
	/// The order's number, as `place` and `positions` show it
	order: Option<u64>,
	/// All open orders
	#[arg(long)]
	all: bool,
	/// All open orders in one market
	#[arg(long = "in", value_parser = super::instrument)]
	instrument: Option<InstrumentId>,
	#[command(flatten)]
	subaccount: Subaccount,
}

impl Cancel {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let wallet = context.wallet()?;
		let client = context.client().await?;
		let executed = match self.order {
			Some(sequence) => {
				let account = subaccount_of(wallet.account(), self.subaccount);
				client.execute(&wallet, &Calls::cancel(OrderId { account, sequence })).await?
			},
			None => {
				let call = Calls::cancel_all(self.subaccount.index, self.instrument);
				client.execute(&wallet, &call).await?
			},
		};
		let now = executed.events.find::<api::order_book::events::OrderCancelled>().count();
		let queued = executed.events.find::<api::order_book::events::CancellationQueued>().count();
		context.output.show(
			json!({ "cancelled": now, "queued": queued }),
			format!("{now} orders cancelled; {queued} go at the start of the next clearing"),
		);
		Ok(())
	}
}
