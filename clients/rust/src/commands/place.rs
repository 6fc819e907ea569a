// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::{api, Calls, Client, OrderId},
	commands::{Context, Failure, Subaccount},
	ticket::Ticket,
};
use clap::{Args, ValueEnum};
use market_maths::units::{Price, Quantity};
use market_primitives::{ClientOrderId, InstrumentId, Side, TimeInForce};
use serde_json::json;

/// Buy or sell.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Direction {
	Buy,
	Sell,
}

/// Places an order.
#[derive(Debug, Args)]
pub(super) struct Place {
	/// What to trade: BTC-PERP, or BTC-27NOV26-90000-C
	#[arg(value_parser = super::instrument)]
	instrument: InstrumentId,
	direction: Direction,
	/// How many coins of the underlying
	#[arg(value_parser = super::size)]
	size: Quantity,
	/// The worst acceptable price, in USD a coin
	#[arg(value_parser = super::price)]
	limit: Price,
	/// Cancel what the next clearing does not fill
	#[arg(long, conflicts_with = "post_only")]
	ioc: bool,
	/// Rather be refused than take what rests in the book
	#[arg(long)]
	post_only: bool,
	/// Only ever make the position smaller
	#[arg(long)]
	reduce_only: bool,
	/// Your own number for the order
	#[arg(long)]
	client_id: Option<ClientOrderId>,
	#[command(flatten)]
	subaccount: Subaccount,
}

/// What became of the order in the clearing of its window.
#[derive(Default)]
struct Outcome {
	filled: u64,
	price: Option<Price>,
	rests: u64,
	cancelled: Option<String>,
}

/// How many blocks the clearing may take before this command stops waiting.
const PATIENCE_IN_BLOCKS: usize = 4;

impl Place {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let wallet = context.wallet()?;
		let client = context.client().await?;
		let ticket = Ticket {
			instrument: self.instrument,
			side: match self.direction {
				Direction::Buy => Side::Buy,
				Direction::Sell => Side::Sell,
			},
			size: self.size,
			limit: self.limit,
			time_in_force: if self.ioc {
				TimeInForce::ImmediateOrCancel
			} else {
				TimeInForce::GoodTillCancelled
			},
			post_only: self.post_only,
			reduce_only: self.reduce_only,
			client_id: self.client_id,
		};
		// From before it is sent, so that no block is missed.
		let mut blocks = client.best_blocks().await?;
		let executed =
			client.execute(&wallet, &Calls::place(self.subaccount.index, &ticket)).await?;
		let placed = executed
			.events
			.find_first::<api::order_book::events::OrderPlaced>()
			.ok_or("the chain took the call but says nothing about an order")??;
		let order = placed.order;
		let lots = placed.request.lots;
		context
			.output
			.progress(format!("order {} waits for its window to be cleared", order.sequence));
		let tick = tick_of(&client, self.instrument).await?;
		let mut outcome = Outcome::default();
		for _ in 0..PATIENCE_IN_BLOCKS {
			let Some(block) = blocks.next().await else { break };
			let report = client.block(block?.hash()).await?;
			for event in &report.events {
				outcome.note(event, &order, tick);
			}
			if outcome.is_known() {
				break;
			}
		}
		context.output.show(
			json!({
				"order": order.sequence,
				"lots": lots,
				"filled": outcome.filled,
				"price": outcome.price,
				"rests": outcome.rests,
				"cancelled": outcome.cancelled,
			}),
			outcome.in_words(order.sequence, lots),
		);
		Ok(())
	}
}

async fn tick_of(client: &Client, instrument: InstrumentId) -> Result<Price, Failure> {
	let queries = crate::chain::Queries::from(client.head().await?);
	Ok(queries.grid(instrument).await?.tick)
}

impl Outcome {
	fn note(&mut self, event: &api::Event, order: &OrderId, tick: Price) {
		use api::order_book::Event as Book;
		let api::Event::OrderBook(event) = event else { return };
		match event {
			Book::OrderFilled { order: of, lots, price, .. } if of == order => {
				self.filled += lots;
				self.price = price.price(tick).ok();
			},
			Book::OrderRested { order: of, lots, .. } if of == order => self.rests = *lots,
			Book::OrderCancelled { order: of, reason, .. } if of == order => {
				self.cancelled = Some(format!("{reason:?}"))
			},
			_ => {},
		}
	}

	fn is_known(&self) -> bool {
		self.filled > 0 || self.rests > 0 || self.cancelled.is_some()
	}

	fn in_words(&self, sequence: u64, lots: u64) -> String {
		let mut parts = Vec::new();
		if let Some(price) = self.price {
			parts.push(format!("{} of {lots} lots filled at {price}", self.filled));
		}
		if self.rests > 0 {
			parts.push(format!("{} lots rest in the book", self.rests));
		}
		if let Some(reason) = &self.cancelled {
			parts.push(format!("the rest was cancelled: {reason}"));
		}
		if parts.is_empty() {
			parts.push("not cleared yet; look again with `straddle positions`".into());
		}
		format!("order {sequence}: {}", parts.join("; "))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_outcome_is_told_in_words() {
		let mut outcome = Outcome::default();
		assert!(outcome.in_words(7, 10).contains("not cleared yet"));
		outcome.filled = 4;
		outcome.price = "60000.5".parse().ok();
		outcome.rests = 6;
		assert_eq!(
			outcome.in_words(7, 10),
			"order 7: 4 of 10 lots filled at 60000.5; 6 lots rest in the book"
		);
	}
}
