// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::{ClientError, FeedDetails, MarketView, Queries},
	commands::{because::because, Context, Failure},
	figures,
	table::Table,
};
use clap::Args;
use market_maths::units::Usd;
use serde_json::{json, Value};

/// Shows the node, the markets and the prices they rest on.
#[derive(Debug, Args)]
pub(super) struct Status {}

impl Status {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let client = context.client().await?;
		let (chain, node) = client.identity().await?;
		let finalized = client.finalized_number().await?;
		let queries = Queries::from(client.head().await?);
		let block = queries.at().block_number();
		let slot = queries.slot().await?;
		let feeds = queries.feeds().await?;
		let markets = with_secured(&queries).await?;
		let pots = queries.pots().await?;
		let broken = queries.broken_invariants().await?;

		let mut text = format!(
			"{chain} at {} ({node})\nblock {block}, finalised {finalized}\n\n{}\n{}\n",
			client.url(),
			table_of_feeds(&feeds),
			table_of_markets(&markets)
		);
		text += &format!(
			"insurance {}   fees {}   rewards {}   funding pot {}   deficit {}\n",
			figures::cash(*pots.insurance),
			figures::cash(*pots.fees),
			figures::cash(*pots.rewards),
			figures::cash(*pots.funding),
			figures::cash(*pots.deficit),
		);
		text += &match broken.as_slice() {
			[] => "every invariant holds".to_string(),
			broken => broken
				.iter()
				.map(|broken| format!("BROKEN {}: {}", broken.name, broken.found))
				.collect::<Vec<_>>()
				.join("\n"),
		};
		context.output.show(
			json!({
				"chain": chain,
				"node": node,
				"block": block,
				"slot": slot,
				"finalized": finalized,
				"feeds": feeds.iter().map(feed).collect::<Vec<_>>(),
				"perpetuals": markets.iter().map(market).collect::<Vec<_>>(),
				"insurance": *pots.insurance,
				"fees": *pots.fees,
				"rewards": *pots.rewards,
				"funding": *pots.funding,
				"deficit": *pots.deficit,
				"broken_invariants": broken.iter().map(|broken| json!({
					"name": broken.name,
					"found": broken.found,
				})).collect::<Vec<_>>(),
			}),
			text,
		);
		Ok(())
	}
}

/// All perpetuals, each with the open interest of its underlying that stakes secure in this session.
async fn with_secured(queries: &Queries) -> Result<Vec<(MarketView, Option<Usd>)>, ClientError> {
	let mut found = Vec::new();
	for market in queries.perpetuals().await? {
		let size = queries.market_size(market.instrument.underlying).await?;
		found.push((market, size.and_then(|size| size.in_force).map(|secured| *secured)));
	}
	Ok(found)
}

/// The value of a feed, whatever its status.
fn value(feed: &FeedDetails) -> Option<market_maths::units::Price> {
	let observation = feed.observation.as_ref()?;
	observation.value_for(market_primitives::Purpose::Show).ok()
}

fn status(feed: &FeedDetails) -> String {
	feed.observation
		.as_ref()
		.map_or_else(|| "never reported".into(), |it| format!("{:?}", it.status))
}

/// How many reporters' votes count now.
fn counted(feed: &FeedDetails) -> usize {
	feed.votes.iter().filter(|vote| vote.counts).count()
}

fn table_of_feeds(feeds: &[FeedDetails]) -> Table {
	let mut table = Table::new(["feed", ">value", "status", "because", ">reporters"]);
	for feed in feeds {
		table.row([
			format!("{:?}", *feed.feed),
			value(feed).map_or_else(|| "–".into(), |value| figures::grouped(&value.to_string(), 4)),
			status(feed),
			because(
				feed.concern.as_ref(),
				feed.paused_until_ms,
				feed.counted_weight,
				feed.total_weight,
			),
			counted(feed).to_string(),
		]);
	}
	table
}

fn table_of_markets(markets: &[(MarketView, Option<Usd>)]) -> Table {
	let mut table = Table::new([
		"market",
		"state",
		">mark",
		">index",
		">funding a hour",
		">open lots",
		">secured by stakes",
	]);
	for (market, secured) in markets {
		let mark = market.mark.as_ref().ok();
		table.row([
			market.instrument.to_string(),
			format!("{:?}", market.terms.state),
			figures::price_or_dash(mark.map(|mark| mark.price)),
			figures::price_or_dash(mark.map(|mark| mark.index)),
			figures::percent_fine(&market.hourly_rate.to_string()),
			market.open_interest.to_string(),
			secured.map_or_else(|| "–".into(), |secured| figures::grouped(&secured.to_string(), 2)),
		]);
	}
	table
}

fn feed(feed: &FeedDetails) -> Value {
	json!({
		"feed": *feed.feed,
		"value": value(feed),
		"status": status(feed),
		"concern": feed.concern.as_ref().map(|concern| format!("{concern:?}")),
		"paused_until_ms": feed.paused_until_ms,
		"clamped_rounds": feed.clamped_rounds,
		"reporters": counted(feed),
		"weight": feed.counted_weight.to_string(),
		"total_weight": feed.total_weight.to_string(),
	})
}

fn market((market, secured): &(MarketView, Option<Usd>)) -> Value {
	let mark = market.mark.as_ref().ok();
	json!({
		"instrument": *market.instrument,
		"state": market.terms.state,
		"mark": mark.map(|mark| mark.price),
		"index": mark.map(|mark| mark.index),
		"hourly_rate": *market.hourly_rate,
		"open_interest": market.open_interest,
		"secured_by_stakes": secured,
	})
}
