// SPDX-License-Identifier: Apache-2.0

//! `straddle-network`: networks of four validators on this machine, started, broken and watched.

use clap::{Args, Parser, Subcommand};
use std::{env, path::PathBuf, process::ExitCode, time::Duration};
use straddle_network_harness::{
	scenario::{play, Loss, Scenario, Settings},
	specification::Reporters,
	Failure,
};
use tokio::signal::unix::{signal, SignalKind};

/// The slot of the `local` chain.
const SLOT: Duration = Duration::from_secs(3);

/// Runs four validators on this machine and says whether they held. Exit code 0 means they did.
#[derive(Debug, Parser)]
#[command(version)]
struct CommandLine {
	#[command(subcommand)]
	command: ScenarioCommand,
}

#[derive(Debug, Subcommand)]
enum ScenarioCommand {
	/// All four finalise the same chain, with the same state root at every height.
	Finalise(Options),
	/// One is killed and finality goes on; it is started again and catches up.
	LoseOne {
		/// Who is killed. Traffic talks to alice.
		#[arg(long, default_value = "dave", value_parser = ["bob", "charlie", "dave"])]
		victim: String,
		/// How many blocks are final before: enough that traffic is in the middle of what it does
		#[arg(long, default_value_t = 5, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
		lose_at: u32,
		/// How many blocks become final without it
		#[arg(long, default_value_t = 10, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(5..))]
		without: u32,
		#[command(flatten)]
		options: Options,
	},
	/// Two stand still and finality stalls while blocks go on; they resume and finality catches up.
	StallAndRecover(Options),
	/// Leaves the network running until Ctrl-C.
	Run(Options),
}

#[derive(Debug, Args)]
struct Options {
	/// The node's binary [default: straddle-node beside this program]
	#[arg(long, env = "STRADDLE_NODE", value_name = "PATH")]
	node: Option<PathBuf>,
	/// How many blocks must be final on all four in the end
	#[arg(long, default_value_t = 20, value_name = "NUMBER")]
	blocks: u32,
	/// A shell command to run meanwhile; STRADDLE_URL tells it where alice answers, and it must succeed
	#[arg(long, value_name = "COMMAND")]
	traffic: Option<String>,
	/// Validators' nodes vote on prices, and nobody else reports any; somebody must hand prices to them
	#[arg(long)]
	validators_report: bool,
	/// Seconds the whole may take
	#[arg(long, default_value_t = 1_800, value_name = "SECONDS")]
	limit: u64,
	/// Seconds finality may stand still
	#[arg(long, default_value_t = 180, value_name = "SECONDS")]
	patience: u64,
	/// Where logs and databases are kept [default: the system's temporary directory]
	#[arg(long, value_name = "DIRECTORY")]
	files: Option<PathBuf>,
	/// Keep logs and databases even if all goes well
	#[arg(long)]
	keep_files: bool,
	/// Arguments for every node, after `--`
	#[arg(last = true, value_name = "NODE ARGUMENTS")]
	node_arguments: Vec<String>,
}

impl Options {
	fn settings(self) -> Settings {
		Settings {
			node: self.node.unwrap_or_else(node_beside_us),
			node_arguments: self.node_arguments,
			reporters: match self.validators_report {
				true => Reporters::Validators,
				false => Reporters::AsPreset,
			},
			slot: SLOT,
			blocks: self.blocks,
			limit: Duration::from_secs(self.limit),
			patience: Duration::from_secs(self.patience),
			traffic: self.traffic,
			files: self.files.unwrap_or_else(env::temp_dir),
			keep_files: self.keep_files,
		}
	}
}

fn node_beside_us() -> PathBuf {
	env::current_exe().unwrap_or_default().with_file_name("straddle-node")
}

impl ScenarioCommand {
	fn into_parts(self) -> (Scenario, Settings) {
		match self {
			Self::Finalise(options) => (Scenario::Finalise, options.settings()),
			Self::LoseOne { victim, lose_at, without, options } => {
				(Scenario::LoseOne(Loss { victim, at: lose_at, without }), options.settings())
			},
			Self::StallAndRecover(options) => (Scenario::StallAndRecover, options.settings()),
			Self::Run(options) => {
				let unlimited = Settings { limit: Duration::MAX, ..options.settings() };
				(Scenario::Run, unlimited)
			},
		}
	}
}

// One thread: nodes die with the thread that started them.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
	let (scenario, settings) = CommandLine::parse().command.into_parts();
	let outcome = tokio::select! {
		outcome = play(&scenario, settings) => outcome,
		error = interruption() => Err(error),
	};
	match outcome {
		Ok(()) => {
			println!("held");
			ExitCode::SUCCESS
		},
		Err(Failure::Interrupted) => {
			eprintln!("stopped");
			ExitCode::from(130)
		},
		Err(failure) => {
			eprintln!("did not hold: {failure}");
			ExitCode::FAILURE
		},
	}
}

/// Ends when somebody asks us to; whatever runs is then dropped, and ends with it.
async fn interruption() -> Failure {
	let listen = || Ok((signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?));
	let (mut interrupt, mut terminate) = match listen() {
		Ok(signals) => signals,
		Err(cause) => return Failure::System { doing: "listening for signals".into(), cause },
	};
	tokio::select! {
		_ = interrupt.recv() => Failure::Interrupted,
		_ = terminate.recv() => Failure::Interrupted,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::CommandFactory;

	#[test]
	fn the_command_line_is_consistent() {
		CommandLine::command().debug_assert();
	}

	#[test]
	fn arguments_after_two_dashes_go_to_the_nodes() {
		let line = CommandLine::parse_from([
			"straddle-network",
			"lose-one",
			"--victim",
			"bob",
			"--lose-at",
			"40",
			"--without",
			"25",
			"--blocks",
			"30",
			"--",
			"-lgrandpa=debug",
		]);
		let (scenario, settings) = line.command.into_parts();
		assert_eq!(scenario, Scenario::LoseOne(Loss { victim: "bob".into(), at: 40, without: 25 }));
		assert_eq!(settings.blocks, 30);
		assert_eq!(settings.node_arguments, ["-lgrandpa=debug"]);
	}

	#[test]
	fn the_node_that_serves_the_traffic_cannot_be_lost() {
		let line = ["straddle-network", "lose-one", "--victim", "alice"];
		assert!(CommandLine::try_parse_from(line).is_err());
	}
}
