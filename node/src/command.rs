// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0

//! Does what the command line says.

use crate::{
	chain_spec,
	cli::{Cli, Subcommand},
	hardware,
	service::{self, Backend, Block, Client, PartialComponents},
};
use sc_cli::SubstrateCli;
use sc_service::{ChainType, Configuration};
use std::{path::Path, sync::Arc};
use straddle_runtime::{constants::money::SS58_PREFIX, BlockNumber};

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Straddle Node".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn executable_name() -> String {
		"straddle-node".into()
	}

	fn description() -> String {
		env!("CARGO_PKG_DESCRIPTION").into()
	}

	fn author() -> String {
		"The Straddle developers".into()
	}

	fn support_url() -> String {
		env!("CARGO_PKG_REPOSITORY").into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
		Ok(Box::new(chain_spec::load(id)?))
	}
}

/// Parses the command line and runs what it says, to the end.
pub(crate) fn run() -> sc_cli::Result<()> {
	sp_core::crypto::set_default_ss58_version(SS58_PREFIX.into());

	let cli = Cli::from_args();
	match &cli.subcommand {
		None => run_node(cli),
		Some(Subcommand::Key(command)) => command.run(&cli),
		Some(Subcommand::Sign(command)) => command.run(),
		Some(Subcommand::Verify(command)) => command.run(),
		Some(Subcommand::Vanity(command)) => command.run(),
		Some(Subcommand::ExportChainSpec(command)) => command.run(cli.load_spec(&command.chain)?),
		#[allow(deprecated, reason = "zombienet still calls it")]
		Some(Subcommand::BuildSpec(command)) => cli
			.create_runner(command)?
			.sync_run(|config| command.run(config.chain_spec, config.network)),
		Some(Subcommand::CheckBlock(command)) => {
			cli.create_runner(command)?.async_run(|mut config| {
				let sc_service::PartialComponents { client, task_manager, import_queue, .. } =
					open(&mut config, cli.runtime_cache.as_deref())?;
				Ok((command.run(client, import_queue), task_manager))
			})
		},
		Some(Subcommand::ExportBlocks(command)) => {
			cli.create_runner(command)?.async_run(|mut config| {
				let sc_service::PartialComponents { client, task_manager, .. } =
					open(&mut config, cli.runtime_cache.as_deref())?;
				Ok((command.run(client, config.database), task_manager))
			})
		},
		Some(Subcommand::ExportState(command)) => {
			cli.create_runner(command)?.async_run(|mut config| {
				let sc_service::PartialComponents { client, task_manager, .. } =
					open(&mut config, cli.runtime_cache.as_deref())?;
				Ok((command.run(client, config.chain_spec), task_manager))
			})
		},
		Some(Subcommand::ImportBlocks(command)) => {
			cli.create_runner(command)?.async_run(|mut config| {
				let sc_service::PartialComponents { client, task_manager, import_queue, .. } =
					open(&mut config, cli.runtime_cache.as_deref())?;
				Ok((command.run(client, import_queue), task_manager))
			})
		},
		Some(Subcommand::PurgeChain(command)) => {
			cli.create_runner(command)?.sync_run(|config| command.run(config.database))
		},
		Some(Subcommand::Revert(command)) => cli.create_runner(command)?.async_run(|mut config| {
			let sc_service::PartialComponents { client, task_manager, backend, .. } =
				open(&mut config, cli.runtime_cache.as_deref())?;
			Ok((command.run(client, backend, Some(Box::new(revert_consensus))), task_manager))
		}),
		Some(Subcommand::ChainInfo(command)) => {
			cli.create_runner(command)?.sync_run(|config| command.run::<Block>(&config))
		},
		#[cfg(feature = "runtime-benchmarks")]
		Some(Subcommand::Benchmark(command)) => crate::benchmarking::run(&cli, command),
	}
}

fn run_node(cli: Cli) -> sc_cli::Result<()> {
	cli.create_runner(&cli.run.base)?.run_node_until_exit(|config| async move {
		let database_path = config.database.path().map(ToOwned::to_owned);

		let wants_measurement = !cli.run.no_hardware_benchmarks
			&& config.chain_spec.chain_type() != ChainType::Development;
		let measured =
			database_path.as_deref().filter(|_| wants_measurement).map(hardware::measure);

		let task_manager = service::start(config, cli.runtime_cache.as_deref(), measured)?;
		if let Some(path) = database_path {
			sc_storage_monitor::StorageMonitorService::try_spawn(
				cli.storage_monitor,
				path,
				&task_manager.spawn_essential_handle(),
			)
			.map_err(|error| sc_cli::Error::Application(error.into()))?;
		}
		Ok(task_manager)
	})
}

/// Opens the database for a command that neither makes blocks nor talks to anybody.
pub(crate) fn open(
	config: &mut Configuration,
	runtime_cache: Option<&Path>,
) -> sc_cli::Result<PartialComponents> {
	config.keystore = sc_service::config::KeystoreConfig::InMemory;
	Ok(service::new_partial(config, runtime_cache)?)
}

/// Takes back what consensus remembers of the blocks that are taken back.
fn revert_consensus(
	client: Arc<Client>,
	backend: Arc<Backend>,
	blocks: BlockNumber,
) -> sc_cli::Result<()> {
	sc_consensus_babe::revert(client.clone(), backend, blocks)?;
	sc_consensus_grandpa::revert(client, blocks)?;
	Ok(())
}
