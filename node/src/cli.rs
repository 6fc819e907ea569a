// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0

//! What can be said on the command line.

use clap::Parser;
use std::path::PathBuf;

/// Without a sub-command: run a node.
#[derive(Debug, Parser)]
pub(crate) struct Cli {
	#[command(subcommand)]
	pub(crate) subcommand: Option<Subcommand>,

	#[clap(flatten)]
	pub(crate) run: RunCmd,

	#[clap(flatten)]
	pub(crate) storage_monitor: sc_storage_monitor::StorageMonitorParams,

	/// Keep runtimes in this folder as they were compiled for this machine, so that the next start need not wait
	/// for it.
	///
	/// Whoever may write there may let the node do anything, so it must be the operator's alone. What is no longer used
	/// is removed in time.
	#[arg(long, global = true, env = "STRADDLE_RUNTIME_CACHE", value_name = "FOLDER")]
	pub(crate) runtime_cache: Option<PathBuf>,
}

/// Options for running a node.
#[derive(Debug, Parser)]
#[group(skip)]
pub(crate) struct RunCmd {
	#[clap(flatten)]
	pub(crate) base: sc_cli::RunCmd,

	/// Do not measure the hardware at start.
	///
	/// The measurement takes some seconds, prints what the machine lacks for a validator and is
	/// sent to telemetry if that is on. Development chains never measure.
	#[arg(long)]
	pub(crate) no_hardware_benchmarks: bool,
}

/// Everything else than running a node.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Subcommand {
	/// Generate, inspect and insert keys.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),

	/// Sign a message with a secret key.
	Sign(sc_cli::SignCmd),

	/// Verify the signature of a message.
	Verify(sc_cli::VerifyCmd),

	/// Find a key whose address contains a pattern.
	Vanity(sc_cli::VanityCmd),

	/// Write the specification of a chain, plain or raw.
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// Write the specification of a chain; `export-chain-spec` replaces it.
	#[allow(deprecated, reason = "zombienet still calls it")]
	BuildSpec(sc_cli::BuildSpecCmd),

	/// Execute a block again and compare.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Write blocks to a file.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Write the state at a block as a chain specification.
	ExportState(sc_cli::ExportStateCmd),

	/// Read blocks from a file.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Remove the database of a chain.
	PurgeChain(sc_cli::PurgeChainCmd),

	/// Go back by some blocks, never past finality.
	Revert(sc_cli::RevertCmd),

	/// Say what the database holds.
	ChainInfo(sc_cli::ChainInfoCmd),

	/// Measure weights, storage and the machine.
	#[cfg(feature = "runtime-benchmarks")]
	#[command(subcommand)]
	Benchmark(Box<frame_benchmarking_cli::BenchmarkCmd>),
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::CommandFactory;

	#[test]
	fn the_command_line_is_consistent() {
		Cli::command().debug_assert();
	}

	#[test]
	fn a_test_network_can_start_a_validator_with_a_given_name_and_node_key() {
		let node_key = "01".repeat(32);
		let cli = Cli::try_parse_from([
			"straddle-node",
			"--chain=local",
			"--alice",
			"--validator",
			"--tmp",
			"--node-key",
			node_key.as_str(),
			"--rpc-port=9944",
			"--no-hardware-benchmarks",
		])
		.unwrap();

		assert!(cli.subcommand.is_none());
		assert!(cli.run.base.validator && cli.run.base.alice && cli.run.base.tmp);
		assert_eq!(cli.run.base.network_params.node_key_params.node_key, Some(node_key));
		assert!(cli.run.no_hardware_benchmarks);
	}

	#[test]
	fn every_command_an_operator_expects_exists() {
		let command = Cli::command();
		let names = command.get_subcommands().map(|it| it.get_name()).collect::<Vec<_>>();
		for expected in [
			"key",
			"sign",
			"verify",
			"vanity",
			"export-chain-spec",
			"build-spec",
			"check-block",
			"export-blocks",
			"export-state",
			"import-blocks",
			"purge-chain",
			"revert",
			"chain-info",
		] {
			assert!(names.contains(&expected), "{expected} is missing in {names:?}");
		}
	}
}
