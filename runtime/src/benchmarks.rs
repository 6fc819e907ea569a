// SPDX-License-Identifier: Apache-2.0

//! What can be measured: `scripts/bench.sh` turns it into weights.

use crate::{
	AccountId, AllPalletsWithSystem, Assets, Babe, Balances, ConvictionVoting, Grandpa,
	MarginEngine, MultiBlockMigrations, Multisig, OptionWriting, OracleAggregator, OrderBook,
	Parameters, Perpetuals, Preimage, Proxy, Referenda, Runtime, SafeMode, Scheduler,
	SequencerRotation, SessionKeys, Staking, Sudo, TechnicalCommittee, Timestamp,
	TransactionPayment, Treasury, TxPause, Utility, Whitelist,
};
use alloc::{string::String, vec::Vec};
use codec::Encode;
use frame_benchmarking::{define_benchmarks, BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};
use frame_system_benchmarking::{
	extensions::Pallet as SystemExtensionsBench, Pallet as SystemBench,
};
use pallet_session_benchmarking::Pallet as SessionBench;

define_benchmarks!(
	[frame_system, SystemBench::<Runtime>]
	[frame_system_extensions, SystemExtensionsBench::<Runtime>]
	[pallet_assets, Assets]
	[pallet_babe, Babe]
	[pallet_balances, Balances]
	[pallet_collective, TechnicalCommittee]
	[pallet_conviction_voting, ConvictionVoting]
	[pallet_grandpa, Grandpa]
	[pallet_margin_engine, MarginEngine]
	[pallet_migrations, MultiBlockMigrations]
	[pallet_multisig, Multisig]
	[pallet_option_writing, OptionWriting]
	[pallet_oracle_aggregator, OracleAggregator]
	[pallet_order_book, OrderBook]
	[pallet_parameters, Parameters]
	[pallet_perpetuals, Perpetuals]
	[pallet_preimage, Preimage]
	[pallet_proxy, Proxy]
	[pallet_referenda, Referenda]
	[pallet_safe_mode, SafeMode]
	[pallet_scheduler, Scheduler]
	[pallet_sequencer_rotation, SequencerRotation]
	[pallet_session, SessionBench::<Runtime>]
	[pallet_staking, Staking]
	[pallet_sudo, Sudo]
	[pallet_timestamp, Timestamp]
	[pallet_transaction_payment, TransactionPayment]
	[pallet_treasury, Treasury]
	[pallet_tx_pause, TxPause]
	[pallet_utility, Utility]
	[pallet_whitelist, Whitelist]
);

impl frame_system_benchmarking::Config for Runtime {}
impl pallet_transaction_payment::BenchmarkConfig for Runtime {}

impl pallet_session_benchmarking::Config for Runtime {
	fn generate_session_keys_and_proof(owner: AccountId) -> (SessionKeys, Vec<u8>) {
		let generated = SessionKeys::generate(&owner.encode(), None);
		(generated.keys, generated.proof.encode())
	}
}

/// The benchmarks there are, and the storage they may touch.
pub(crate) fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Runs one of them.
pub(crate) fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	let mut batches = Vec::new();
	let parameters = (&config, &whitelist);
	add_benchmarks!(parameters, batches);
	Ok(batches)
}
