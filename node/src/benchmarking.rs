// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0

//! The `benchmark` commands: weights of pallets, costs of the database, the block and the machine.

use crate::{
	cli::Cli,
	command::open,
	hardware::REFERENCE_HARDWARE,
	service::{Block, Client},
};
use codec::Encode;
use frame_benchmarking_cli::{
	BenchmarkCmd, ExtrinsicBuilder, ExtrinsicFactory, SubstrateRemarkBuilder,
};
use sc_cli::SubstrateCli;
use sc_client_api::UsageProvider;
use sp_inherents::{InherentData, InherentDataProvider};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{generic::Era, traits::HashingFor, OpaqueExtrinsic};
use std::{sync::Arc, time::Duration};
use straddle_runtime::{
	configs::system::transaction_extensions, constants::money::EXISTENTIAL_DEPOSIT, Hash,
	RuntimeCall, SignedPayload, UncheckedExtrinsic, VERSION,
};

/// Runs a `benchmark` command.
pub(crate) fn run(cli: &Cli, command: &BenchmarkCmd) -> sc_cli::Result<()> {
	let runner = cli.create_runner(command)?;
	match command {
		BenchmarkCmd::Pallet(command) => runner.sync_run(|config| {
			command.run_with_spec::<HashingFor<Block>, ()>(Some(config.chain_spec))
		}),
		BenchmarkCmd::Overhead(command) => runner.sync_run(|config| {
			command.run_with_default_builder_and_spec::<Block, ()>(Some(config.chain_spec))
		}),
		BenchmarkCmd::Block(command) => runner.sync_run(|mut config| {
			command.run(open(&mut config, cli.runtime_cache.as_deref())?.client)
		}),
		BenchmarkCmd::Storage(command) => runner.sync_run(|mut config| {
			let components = open(&mut config, cli.runtime_cache.as_deref())?;
			let backend = components.backend;
			command.run(
				config,
				components.client,
				backend.expose_db(),
				backend.expose_storage(),
				backend.expose_shared_trie_cache(),
			)
		}),
		BenchmarkCmd::Extrinsic(command) => runner.sync_run(|mut config| {
			let client = open(&mut config, cli.runtime_cache.as_deref())?.client;
			let builders = ExtrinsicFactory(vec![
				Box::new(SubstrateRemarkBuilder::new_from_client(client.clone())?),
				Box::new(TransferKeepAlive { client: client.clone() }),
			]);
			command.run(client, inherent_data()?, Vec::new(), &builders)
		}),
		BenchmarkCmd::Machine(command) => {
			runner.sync_run(|config| command.run(&config, REFERENCE_HARDWARE.clone()))
		},
	}
}

/// What every block carries: the time. Zero is later than nothing.
fn inherent_data() -> sc_cli::Result<InherentData> {
	let mut data = InherentData::new();
	let time = sp_timestamp::InherentDataProvider::new(Duration::ZERO.into());
	futures::executor::block_on(time.provide_inherent_data(&mut data))
		.map_err(|error| sc_cli::Error::Application(error.into()))?;
	Ok(data)
}

/// Transfers between two accounts that exist.
struct TransferKeepAlive {
	client: Arc<Client>,
}

impl ExtrinsicBuilder for TransferKeepAlive {
	fn pallet(&self) -> &str {
		"balances"
	}

	fn extrinsic(&self) -> &str {
		"transfer_keep_alive"
	}

	fn build(&self, nonce: u32) -> Result<OpaqueExtrinsic, &'static str> {
		let genesis = self.client.usage_info().chain.genesis_hash;
		let call = RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
			dest: Sr25519Keyring::Bob.to_account_id().into(),
			value: EXISTENTIAL_DEPOSIT,
		});
		Ok(signed(Sr25519Keyring::Alice, call, nonce, genesis))
	}
}

/// Signs a call outside of the chain, which takes what the chain would add from here.
fn signed(signer: Sr25519Keyring, call: RuntimeCall, nonce: u32, genesis: Hash) -> OpaqueExtrinsic {
	let extensions = transaction_extensions(Era::Immortal, nonce, 0);
	let implicit = (
		(),
		(),
		VERSION.spec_version,
		VERSION.transaction_version,
		genesis,
		genesis,
		(),
		(),
		(),
		None,
		(),
	);
	let payload = SignedPayload::from_raw(call.clone(), extensions.clone(), implicit);
	let signature = payload.using_encoded(|bytes| signer.sign(bytes));
	UncheckedExtrinsic::new_signed(
		call,
		signer.to_account_id().into(),
		signature.into(),
		extensions,
	)
	.into()
}
