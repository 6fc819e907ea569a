// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::DepthLevel,
	commands::{Context, Failure},
	table::Table,
};
use clap::Args;
use market_primitives::InstrumentId;
use serde_json::{json, Value};

/// Shows the best prices of a market.
#[derive(Debug, Args)]
pub(super) struct Book {
	/// The market: BTC-PERP, or BTC-27NOV26-90000-C
	#[arg(value_parser = super::instrument)]
	instrument: InstrumentId,
	/// Prices on each side
	#[arg(long, default_value_t = 10)]
	levels: u32,
}

impl Book {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let queries = context.queries().await?;
		// An unknown market is an error, not an empty book.
		queries.grid(self.instrument).await?;
		let depth = queries.depth(self.instrument, self.levels).await?;
		let next = queries.indicative_clearing(self.instrument).await?;

		let mut table = Table::new([">orders", ">bid", ">price", ">ask", ">orders"]);
		for level in depth.asks.iter().rev() {
			let (size, price) = (level.size.to_string(), level.price.to_string());
			table.row(["", "", &price, &size, &level.orders.to_string()]);
		}
		for level in &depth.bids {
			let (size, price) = (level.size.to_string(), level.price.to_string());
			table.row([&level.orders.to_string(), &size, &price, "", ""]);
		}
		let mut text = format!("{}\n{table}", self.instrument);
		if table.is_empty() {
			text = format!("nothing rests in the book of {}", self.instrument);
		}
		if let Some(next) = &next {
			text += &format!("the open window would trade {} at {}", *next.size, *next.price);
		}
		context.output.show(
			json!({
				"instrument": self.instrument,
				"bids": levels(&depth.bids),
				"asks": levels(&depth.asks),
				"indicative": next.map(|next| json!({ "price": *next.price, "size": *next.size })),
			}),
			text,
		);
		Ok(())
	}
}

fn levels(levels: &[DepthLevel]) -> Vec<Value> {
	levels
		.iter()
		.map(|level| json!({ "price": *level.price, "size": *level.size, "orders": level.orders }))
		.collect()
}
