// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::Calls,
	commands::{Context, Failure, Output},
	feeder::{Feeder, FeederConfig, HandInService, Health, ReportingService, SmileBallot},
	figures,
	reporting::{now_ms, share, Reported},
	table::Table,
};
use clap::Args;
use market_maths::units::{Price, Volatility};
use market_primitives::{FeedId, Underlying};
use serde_json::{json, Value};
use std::{path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

/// Reports prices as a reporter.
#[derive(Debug, Args)]
pub(super) struct Report {
	/// Prices, such as BTC=60000 ETH=2100.5
	#[arg(value_parser = price_of)]
	prices: Vec<(Underlying, Price)>,
	/// A volatility, such as BTC=0.6 for 60 % a year
	#[arg(long = "volatility", value_parser = volatility_of)]
	volatilities: Vec<(Underlying, Volatility)>,
	/// Half the width within which you believe the true value lies, as a fraction of it
	#[arg(long, default_value = "0.0002", value_parser = super::price)]
	confidence: Price,

	/// Report what venues say, once in each window, as this file (TOML) describes them
	#[arg(long, value_name = "FILE", conflicts_with = "prices")]
	venues: Option<PathBuf>,
	/// Serve a health page at http://127.0.0.1:PORT/health: status 200 while all is well, 503 otherwise
	#[arg(long, value_name = "PORT", requires = "venues")]
	health_port: Option<u16>,
	/// Hand what venues say to the node, which signs it with its key `orcl`, instead of sending reports of an
	/// account. The node takes values from its own machine only, unless it is told otherwise
	#[arg(long, requires = "venues", conflicts_with = "prices")]
	hand_in: bool,
	/// End after so many windows; without it, reporting goes on until ctrl-c
	#[arg(long, requires = "venues")]
	windows: Option<u64>,
	/// Ask the venues for a few seconds, show what they say and what would be reported, and send nothing
	#[arg(long, requires = "venues", conflicts_with_all = ["windows", "health_port", "hand_in"])]
	check: bool,
	/// The seed of the jitter with which venues in trouble are asked again
	#[arg(long, default_value_t = 1, requires = "venues")]
	seed: u64,
}

/// How long venues are asked with --check.
const CHECK: Duration = Duration::from_secs(5);

fn named<V: std::str::FromStr>(text: &str) -> Result<(Underlying, V), String> {
	let wrong = || format!("`{text}` is not of the form BTC=60000");
	let (name, value) = text.split_once('=').ok_or_else(wrong)?;
	let underlying = name.to_ascii_uppercase().parse().map_err(|_| wrong())?;
	Ok((underlying, value.parse().map_err(|_| wrong())?))
}

fn price_of(text: &str) -> Result<(Underlying, Price), String> {
	named(text)
}

fn volatility_of(text: &str) -> Result<(Underlying, Volatility), String> {
	named(text)
}

impl Report {
	pub(super) async fn run(self, context: &Context) -> Result<ExitCode, Failure> {
		match &self.venues {
			Some(path) if self.check => check(context, &FeederConfig::read(path)?, self.seed).await,
			Some(path) => self.serve(context, &FeederConfig::read(path)?).await,
			None => self.once(context).await,
		}
	}

	fn volatilities(&self) -> impl Iterator<Item = (FeedId, Price)> + '_ {
		self.volatilities.iter().map(|(underlying, volatility)| {
			(FeedId::Volatility(*underlying), Price::from_inner(volatility.into_inner()))
		})
	}

	fn with_confidence(&self, (feed, value): (FeedId, Price)) -> Reported {
		(feed, value, share(value, self.confidence))
	}

	/// Reports the values of the command line.
	async fn once(&self, context: &Context) -> Result<ExitCode, Failure> {
		let values: Vec<Reported> = self
			.prices
			.iter()
			.map(|(underlying, price)| (FeedId::Index(*underlying), *price))
			.chain(self.volatilities())
			.map(|value| self.with_confidence(value))
			.collect();
		if values.is_empty() {
			return Err("give at least one value, such as BTC=60000, or --venues FILE".into());
		}
		let wallet = context.wallet()?;
		let client = context.client().await?;
		client.execute(&wallet, &Calls::report(now_ms(), &values)).await?;
		context.output.show(
			json!({ "reported": values.iter().map(|(feed, value, _)| json!({ "feed": feed, "value": value })).collect::<Vec<_>>() }),
			format!("{} reported {} values", wallet.name, values.len()),
		);
		Ok(ExitCode::SUCCESS)
	}

	/// Reports what venues say, until it is stopped or its windows are over. Fails if nothing was sent.
	async fn serve(&self, context: &Context, config: &FeederConfig) -> Result<ExitCode, Failure> {
		let wallet = (!self.hand_in).then(|| context.wallet()).transpose()?;
		let feeder = Feeder::start(config, self.seed)?;
		let health = Arc::new(Health::new(feeder.board().clone(), feeder.underlyings()));
		let page = match self.health_port {
			Some(port) => {
				let page = health.serve(port).await.map_err(|error| {
					format!("cannot serve the health page at port {port}: {error}")
				})?;
				context.output.progress(format!("health: {}/health", page.url()));
				Some(page)
			},
			None => None,
		};
		let constant = self.volatilities().map(|value| self.with_confidence(value)).collect();
		let (url, seed) = (context.url.clone(), self.seed);
		let successful = match wallet {
			Some(wallet) => {
				let service = ReportingService { url, wallet, feeder, constant, health, seed };
				self.report(service, context.output).await?
			},
			None => {
				let service = HandInService { url, feeder, constant, health, seed };
				self.hand_in(service, context.output).await?
			},
		};
		drop(page);
		Ok(if successful { ExitCode::SUCCESS } else { ExitCode::FAILURE })
	}

	/// Whether anything was sent.
	async fn report(&self, mut service: ReportingService, output: Output) -> Result<bool, Failure> {
		let tally = service.run(self.windows, |text| output.progress(text)).await?;
		output.show(
			json!({
				"windows": tally.windows,
				"sent": tally.sent,
				"smiles": tally.smiles,
				"silent": tally.silent,
				"failed": tally.failed,
			}),
			format!(
				"{} windows: {} reports sent, {} smiles, {} without a vote, {} failures",
				tally.windows, tally.sent, tally.smiles, tally.silent, tally.failed
			),
		);
		Ok(tally.sent > 0)
	}

	/// Whether the node voted.
	async fn hand_in(&self, mut service: HandInService, output: Output) -> Result<bool, Failure> {
		let tally = service.run(self.windows, |text| output.progress(text)).await?;
		output.show(
			json!({
				"windows": tally.windows,
				"voted": tally.voted,
				"handed_in": tally.handed_in,
				"smiles": tally.smiles,
				"failed": tally.failed,
			}),
			format!(
				"{} windows: the node voted in {}; values handed in {} times, {} smiles, {} failures",
				tally.windows, tally.voted, tally.handed_in, tally.smiles, tally.failed
			),
		);
		Ok(tally.voted > 0)
	}
}

/// Shows what venues say and what would be reported. Fails if a feed would get no vote.
async fn check(context: &Context, config: &FeederConfig, seed: u64) -> Result<ExitCode, Failure> {
	let mut feeder = Feeder::start(config, seed)?;
	tokio::time::sleep(CHECK).await;
	let now = now_ms();
	let ballot = feeder.ballot(now);
	let mut table = Table::new(["venue", "market", ">price", ">volume", ">age", "trouble"]);
	for (line, state) in feeder.board().states() {
		let quote = state.quote;
		table.row([
			line.venue.clone(),
			line.market.to_string(),
			quote.map_or_else(|| "–".into(), |quote| quote.price.to_string()),
			quote.map_or_else(String::new, |quote| figures::grouped(&quote.volume.to_string(), 2)),
			quote.map_or_else(String::new, |quote| {
				format!("{} ms", now.saturating_sub(quote.seen_at_ms))
			}),
			state.last_error.map_or_else(String::new, |(_, error)| error.to_string()),
		]);
	}
	let mut text = format!("{table}\n");
	for (asset, valuation) in &ballot.rates {
		text += &match &valuation.outcome {
			Ok(valued) => format!(
				"{asset} {} ± {} USD of {} venues\n",
				valued.price, valued.confidence, valued.venues
			),
			Err(reason) => format!("{asset} has no price: {reason}\n"),
		};
	}
	for feed in &ballot.feeds {
		text += &match &feed.vote {
			Ok(vote) => format!(
				"{} would be reported at {} ± {}, of {} venues\n",
				feed.underlying, vote.price, vote.confidence, vote.venues
			),
			Err(reason) => format!("{} would get no vote: {reason}\n", feed.underlying),
		};
		for (line, why) in &feed.left_out {
			text += &format!("  {line} has no say: {why}\n");
		}
	}
	let complete = ballot.feeds.iter().all(|feed| feed.vote.is_ok());
	let health = Health::new(feeder.board().clone(), feeder.underlyings());
	health.note_ballot(&ballot, now);
	// No node is asked which expiries it lists.
	let options = feeder.smiles_page(&SmileBallot::default(), now);
	if let Some(venues) = options["venues"].as_array().filter(|venues| !venues.is_empty()) {
		text += &format!("\n{}", table_of_options(venues));
	}
	health.note_smiles(options);
	context.output.show(health.page(now), text);
	Ok(if complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn table_of_options(venues: &[Value]) -> Table {
	let cell = |value: &Value| match value {
		Value::Null => String::new(),
		Value::String(text) => text.clone(),
		other => other.to_string(),
	};
	let mut table =
		Table::new(["venue", "options on", ">usable", ">left out", ">age in ms", "trouble"]);
	for venue in venues {
		let trouble = match &venue["last_error"] {
			Value::Null => &venue["left_out_because"],
			error => error,
		};
		let cells = ["venue", "underlying", "options", "left_out", "age_ms"];
		table.row(cells.map(|name| &venue[name]).into_iter().chain([trouble]).map(cell));
	}
	table
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn options_are_shown_with_what_is_wrong_with_them() {
		let venues = [
			json!({ "venue": "one", "underlying": "BTC", "options": 800, "left_out": 2, "age_ms": 9,
				"left_out_because": "no volatility", "last_error": null }),
			json!({ "venue": "two", "underlying": "BTC", "last_error": "no answer within 5 ms" }),
		];
		let shown = table_of_options(&venues).to_string();
		let row = "one    BTC            800         2          9  no volatility";
		assert!(shown.contains(row), "{shown}");
		assert!(shown.contains("two") && shown.contains("no answer within 5 ms"), "{shown}");
	}

	#[test]
	fn a_value_is_named() {
		assert_eq!(price_of("btc=60000").unwrap(), (Underlying::BTC, "60000".parse().unwrap()));
		assert!(price_of("60000").unwrap_err().contains("BTC=60000"));
		assert!(volatility_of("ETH=-1").is_err());
	}
}
