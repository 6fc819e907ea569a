// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::{AccountStatus, AccountSummary, OpenOrderView},
	commands::{subaccount_of, Context, Failure, Subaccount, Whose},
	figures,
	table::Table,
};
use clap::Args;
use serde_json::{json, Value};

/// Shows a margin account.
#[derive(Debug, Args)]
pub(super) struct Positions {
	#[command(flatten)]
	whose: Whose,
	#[command(flatten)]
	subaccount: Subaccount,
}

impl Positions {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let id = subaccount_of(self.whose.account(context)?, self.subaccount);
		let queries = context.queries().await?;
		let account = queries.account(&id).await?.ok_or_else(|| {
			format!(
				"subaccount {} of {} is not open; `straddle deposit` opens it",
				id.index, id.owner
			)
		})?;
		let orders = queries.open_orders(&id).await?;
		context.output.show(machine(&account, &orders), human(&account, &orders));
		Ok(())
	}
}

fn status(account: &AccountSummary) -> &'static str {
	match account.status {
		AccountStatus::Healthy => "healthy",
		AccountStatus::InLiquidation(_) => "in liquidation",
	}
}

fn human(account: &AccountSummary, orders: &[OpenOrderView]) -> String {
	let usd = |amount: &market_maths::units::Usd| figures::grouped(&amount.to_string(), 2);
	let mut text = format!(
		"{}; prices {:?}\ncash {}   equity {}   free to open risk {}   above liquidation {}\n",
		status(account),
		*account.prices,
		figures::cash(*account.cash),
		usd(&account.equity),
		usd(&account.initial_margin),
		usd(&account.maintenance_margin),
	);
	let mut positions =
		Table::new(["instrument", ">lots", ">mark", ">worth", ">requires", ">liquidation at"]);
	for line in account.lines.iter().filter(|line| !line.lots.is_zero()) {
		positions.row([
			line.instrument.to_string(),
			line.lots.to_string(),
			figures::price_or_dash(line.mark.as_ref().map(|mark| **mark)),
			usd(&line.worth),
			usd(&line.maintenance_requirement),
			figures::price_or_dash(line.liquidation_price.as_ref().map(|price| **price)),
		]);
	}
	if !positions.is_empty() {
		text += &format!("\n{positions}");
	}
	let mut open = Table::new([">order", "instrument", "side", ">size", ">limit", ""]);
	for order in orders {
		let state = match (order.cancelling, order.resting) {
			(true, _) => "being cancelled",
			(false, true) => "",
			(false, false) => "waits for its clearing",
		};
		open.row([
			order.order.sequence.to_string(),
			order.instrument.to_string(),
			format!("{:?}", *order.side).to_lowercase(),
			order.size.to_string(),
			order.limit.to_string(),
			state.to_string(),
		]);
	}
	if !open.is_empty() {
		text += &format!("\n{open}");
	}
	text
}

fn machine(account: &AccountSummary, orders: &[OpenOrderView]) -> Value {
	json!({
		"status": status(account),
		"prices": format!("{:?}", *account.prices),
		"cash": *account.cash,
		"equity": *account.equity,
		"initial_margin": *account.initial_margin,
		"maintenance_margin": *account.maintenance_margin,
		"positions": account.lines.iter().filter(|line| !line.lots.is_zero()).map(|line| json!({
			"instrument": *line.instrument,
			"lots": *line.lots,
			"entry_value": *line.entry_value,
			"mark": line.mark.as_ref().map(|mark| **mark),
			"worth": *line.worth,
			"maintenance_requirement": *line.maintenance_requirement,
			"liquidation_price": line.liquidation_price.as_ref().map(|price| **price),
		})).collect::<Vec<_>>(),
		"orders": orders.iter().map(|order| json!({
			"order": order.order.sequence,
			"instrument": *order.instrument,
			"side": *order.side,
			"size": *order.size,
			"limit": *order.limit,
			"resting": order.resting,
			"cancelling": order.cancelling,
			"client_id": order.client_id,
		})).collect::<Vec<_>>(),
	})
}
