// SPDX-License-Identifier: Apache-2.0
//! The commands of `straddle`, one file each.

mod because;
mod book;
mod cancel;
mod chain;
mod contradictions;
mod demo;
mod deposit;
mod fit;
mod metadata;
mod oracle_replay;
mod output;
mod place;
mod positions;
mod propose;
mod replay;
mod report;
mod reporter_key;
mod status;
mod surface;
mod venues;
mod withdraw;
mod write;

pub use output::Output;

use crate::{
	chain::{Client, ClientError, Queries, SubaccountId},
	wallet::{read_address, Wallet},
};
use clap::{Args, Parser, Subcommand};
use market_maths::units::{Cash, Price, Quantity};
use market_primitives::{InstrumentId, SubaccountIndex, Underlying};
use std::{process::ExitCode, str::FromStr};
use subxt::utils::AccountId32;

/// Trades on a Straddle chain, reports prices to it, and shows what is on it.
#[derive(Debug, Parser)]
#[command(name = "straddle", version, max_term_width = 100)]
pub struct CommandLine {
	/// The node to talk to
	#[arg(long, global = true, env = "STRADDLE_URL", default_value = DEFAULT_URL)]
	url: String,

	/// Who signs: a development name (`alice`), a path (`//Alice//stash`) or a secret phrase
	#[arg(long, global = true, env = "STRADDLE_ACCOUNT", hide_env_values = true)]
	account: Option<String>,

	/// Print JSON for programs instead of tables for people
	#[arg(long, global = true)]
	json: bool,

	#[command(subcommand)]
	command: Command,
}

const DEFAULT_URL: &str = "ws://127.0.0.1:9944";

#[derive(Debug, Subcommand)]
enum Command {
	/// Show the node, its newest block, the markets and the prices they rest on
	Status(status::Status),
	/// Deposit USD into a margin account
	Deposit(deposit::Deposit),
	/// Withdraw USD from a margin account
	Withdraw(withdraw::Withdraw),
	/// Place an order and show what the next clearing made of it
	Place(place::Place),
	/// Cancel one order, or all of them
	Cancel(cancel::Cancel),
	/// Write options without a counterparty: a short position, and tokens that can be sent on
	Write(write::Write),
	/// Show the best prices of a market
	Book(book::Book),
	/// Show the options on an underlying with marks, volatilities and quotes
	Chain(chain::Chain),
	/// Show the smiles of implied volatility on an underlying, expiry by expiry
	Surface(surface::Surface),
	/// Show a margin account: worth, margin, positions and open orders
	Positions(positions::Positions),
	/// Show which reporters the node caught contradicting themselves, and with --report report them to the chain
	Contradictions(contradictions::Contradictions),
	/// Report prices as a reporter: given ones once, or with --venues what venues say, window by window
	Report(report::Report),
	/// Name the key that a reporter's node signs votes with, proven by the key itself
	ReporterKey(reporter_key::ReporterKey),
	/// Let reporters report recorded candles, or the embedded path, window by window
	Replay(replay::Replay),
	/// Fit slices of implied volatility: to recorded option chains, or to the chain's smiles to propose them
	Fit(fit::Fit),
	/// Serve recorded prices as venues on this machine, for feeders to ask
	Venues(venues::Venues),
	/// Play recorded venues to a chain through feeders, and say how far its prices were from them
	OracleReplay(oracle_replay::OracleReplay),
	/// Play the whole story on a chain of its own, and say whether every expectation held
	Demo(demo::Demo),
	/// Write the runtime's metadata to a file, for typed clients
	Metadata(metadata::Metadata),
}

/// What commands say when they fail.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What every command is given.
pub struct Context {
	/// The node that was named.
	pub url: String,
	account: Option<String>,
	/// Where results go.
	pub output: Output,
}

impl Context {
	/// Connects to the node that was named.
	pub async fn client(&self) -> Result<Client, ClientError> {
		Client::connect(&self.url).await
	}

	/// Connects, and asks about the newest block.
	async fn queries(&self) -> Result<Queries, ClientError> {
		Ok(self.client().await?.head().await?.into())
	}

	/// The account that signs.
	pub fn wallet(&self) -> Result<Wallet, Failure> {
		let text = self.account.as_deref().ok_or(
			"this command signs a transaction: say who with --account, for example --account alice",
		)?;
		Ok(text.parse::<Wallet>()?)
	}
}

/// Which of an owner's margin accounts.
#[derive(Clone, Copy, Debug, Args)]
struct Subaccount {
	/// The number of the subaccount
	#[arg(long = "subaccount", default_value_t = 0)]
	index: SubaccountIndex,
}

/// Whose account is shown.
#[derive(Clone, Debug, Args)]
struct Whose {
	/// Whose account, if not your own: an address or a development name
	#[arg(long)]
	of: Option<String>,
}

impl Whose {
	fn account(&self, context: &Context) -> Result<AccountId32, Failure> {
		match &self.of {
			Some(text) => Ok(read_address(text)?),
			None if context.account.is_some() => Ok(context.wallet()?.account()),
			None => Err("say whose account: --of with an address, or --account alice".into()),
		}
	}
}

/// An instrument's name on the command line.
fn instrument(text: &str) -> Result<InstrumentId, String> {
	text.to_ascii_uppercase()
		.parse::<InstrumentId>()
		.map_err(|error| error.to_string())
}

/// An underlying's ticker on the command line.
fn underlying(text: &str) -> Result<Underlying, String> {
	text.to_ascii_uppercase()
		.parse::<Underlying>()
		.map_err(|error| error.to_string())
}

/// A positive amount of USD.
fn amount(text: &str) -> Result<Cash, String> {
	positive(text, "an amount of USD with at most 6 decimals", Cash::ZERO)
}

/// A positive size in coins.
fn size(text: &str) -> Result<Quantity, String> {
	positive(text, "a number of coins", Quantity::ZERO)
}

/// A positive price.
fn price(text: &str) -> Result<Price, String> {
	positive(text, "a price in USD", Price::ZERO)
}

fn positive<N: FromStr + PartialOrd>(text: &str, what: &str, zero: N) -> Result<N, String> {
	match text.replace('_', "").parse::<N>() {
		Ok(number) if number > zero => Ok(number),
		Ok(_) => Err("it must be more than zero".into()),
		Err(_) => Err(format!("expected {what}, written like 1234.5")),
	}
}

fn subaccount_of(owner: AccountId32, subaccount: Subaccount) -> SubaccountId {
	SubaccountId { owner, index: subaccount.index }
}

impl CommandLine {
	/// Does what the command line says.
	pub async fn run(self) -> Result<ExitCode, Failure> {
		let context =
			Context { url: self.url, account: self.account, output: Output::new(self.json) };
		match self.command {
			Command::Status(command) => command.run(&context).await?,
			Command::Deposit(command) => command.run(&context).await?,
			Command::Withdraw(command) => command.run(&context).await?,
			Command::Place(command) => command.run(&context).await?,
			Command::Cancel(command) => command.run(&context).await?,
			Command::Write(command) => command.run(&context).await?,
			Command::Book(command) => command.run(&context).await?,
			Command::Chain(command) => command.run(&context).await?,
			Command::Surface(command) => command.run(&context).await?,
			Command::Positions(command) => command.run(&context).await?,
			Command::Contradictions(command) => return command.run(&context).await,
			Command::Report(command) => return command.run(&context).await,
			Command::ReporterKey(command) => command.run(&context).await?,
			Command::Replay(command) => command.run(&context).await?,
			Command::Fit(command) => return command.run(&context).await,
			Command::Venues(command) => command.run(&context).await?,
			Command::OracleReplay(command) => return command.run(&context).await,
			Command::Demo(command) => return command.run(&context).await,
			Command::Metadata(command) => command.run(&context).await?,
		}
		Ok(ExitCode::SUCCESS)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::CommandFactory;

	fn parse(arguments: &str) -> Result<CommandLine, clap::Error> {
		CommandLine::try_parse_from(format!("straddle {arguments}").split_whitespace())
	}

	#[test]
	fn the_command_line_is_well_formed() {
		CommandLine::command().debug_assert();
	}

	#[test]
	fn orders_are_written_as_people_write_them() {
		let line = parse("place btc-perp buy 0.25 60000 --ioc --account alice").unwrap();
		assert!(matches!(line.command, Command::Place(_)));
		let error = parse("place BTC-31NOV26-1-C buy 1 1").unwrap_err().to_string();
		assert!(error.contains("the expiry must be a date like 27NOV26"), "{error}");
		assert!(parse("place BTC-PERP hold 1 1").is_err());
		assert!(parse("place BTC-PERP buy 1e3 1").is_err());
	}

	#[test]
	fn a_feeder_is_told_its_venues_by_a_file() {
		assert!(parse("report BTC=60000 --volatility BTC=0.6").is_ok());
		assert!(parse("report --venues venues.toml --health-port 9900 --windows 10").is_ok());
		assert!(parse("report --venues venues.toml --check").is_ok());
		assert!(parse("report --venues venues.toml --hand-in --windows 10").is_ok());
		assert!(parse("report BTC=60000 --hand-in").is_err());
		assert!(parse("report --venues venues.toml --check --hand-in").is_err());
		assert!(parse("report BTC=60000 --venues venues.toml").is_err());
		assert!(parse("report --check").is_err());
	}

	#[test]
	fn slices_are_fitted_to_a_file_or_proposed_to_a_chain() {
		assert!(parse("fit --recorded chain.csv.gz --at 1770007819").is_ok());
		assert!(parse("fit --propose --account alice").is_ok());
		assert!(parse("fit --propose --underlying btc --once").is_ok());
		assert!(parse("fit --propose --every 6").is_ok());
		for wrong in [
			"fit",
			"fit --propose --recorded chain.csv",
			"fit --recorded chain.csv --every 6",
			"fit --propose --once --every 6",
			"fit --propose --every 0",
			"fit --propose --at 5",
		] {
			assert!(parse(wrong).is_err(), "{wrong}");
		}
		assert!(parse("surface").is_ok() && parse("surface eth --json").is_ok());
	}

	#[test]
	fn contradictions_are_shown_or_reported_as_an_account() {
		assert!(parse("contradictions").is_ok() && parse("contradictions --json").is_ok());
		let line = parse("contradictions --report --account alice").unwrap();
		assert!(matches!(line.command, Command::Contradictions(_)));
		assert_eq!(line.account.as_deref(), Some("alice"));
		assert!(parse("contradictions --report 5").is_err());
	}

	#[test]
	fn a_reporters_key_is_named_by_its_secret() {
		let line = parse("reporter-key //Reporter//1//orcl --account alice").unwrap();
		assert!(matches!(line.command, Command::ReporterKey(_)));
		assert!(parse("reporter-key //one //another").is_err());
	}

	#[test]
	fn a_replay_is_told_where_to_begin_and_what_goes_wrong() {
		let line = "oracle-replay --data d --only 2023-03 --from 2023-03-11T05:00:00Z --minutes 60";
		assert!(parse(&format!("{line} --fault kraken:silent@10-20 --liars 1")).is_ok());
		assert!(parse(&format!("{line} --speed 20 --report r.md --machine two")).is_ok());
		assert!(parse(&format!("{line} --machine two")).is_err());
		let error = parse("venues --data d --fault kraken:sleepy").unwrap_err().to_string();
		assert!(error.contains("silent, stale, garbage"), "{error}");
		assert!(parse("venues --data d --from yesterday").is_err());
		assert!(parse("venues").is_err());
	}

	#[test]
	fn a_signed_command_without_an_account_says_how_to_name_one() {
		let context = Context { url: String::new(), account: None, output: Output::new(false) };
		assert!(context.wallet().err().unwrap().to_string().contains("--account alice"));
	}
}
