// SPDX-License-Identifier: Apache-2.0
//! The commands of `straddle`, one file each.

mod metadata;
mod output;
mod status;

pub use output::Output;

use crate::{
	chain::{Client, ClientError},
	wallet::Wallet,
};
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Trades on a Straddle chain, reports prices to it, and shows what is on it.
#[derive(Debug, Parser)]
#[command(name = "straddle", version, max_term_width = 100)]
pub struct CommandLine {
	/// The node to talk to
	#[arg(long, global = true, env = "STRADDLE_URL", default_value = "ws://127.0.0.1:9944")]
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

#[derive(Debug, Subcommand)]
enum Command {
	/// Show the node, its newest block, and what the chain's prices rest on
	Status(status::Status),
	/// Write the runtime's metadata to a file, for typed clients
	Metadata(metadata::Metadata),
}

/// What commands say when they fail.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What every command is given.
pub struct Context {
	url: String,
	account: Option<String>,
	/// Where results go.
	pub output: Output,
}

impl Context {
	/// Connects to the node that was named.
	pub async fn client(&self) -> Result<Client, ClientError> {
		Client::connect(&self.url).await
	}

	/// The account that signs.
	pub fn wallet(&self) -> Result<Wallet, Failure> {
		let text = self.account.as_deref().ok_or(
			"this command signs a transaction: say who with --account, for example --account alice",
		)?;
		Ok(text.parse::<Wallet>()?)
	}
}

impl CommandLine {
	/// Does what the command line says.
	pub async fn run(self) -> Result<ExitCode, Failure> {
		let context =
			Context { url: self.url, account: self.account, output: Output::new(self.json) };
		match self.command {
			Command::Status(command) => command.run(&context).await?,
			Command::Metadata(command) => command.run(&context).await?,
		}
		Ok(ExitCode::SUCCESS)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::CommandFactory;

	#[test]
	fn the_command_line_is_well_formed() {
		CommandLine::command().debug_assert();
	}
}
