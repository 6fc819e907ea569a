// SPDX-License-Identifier: Apache-2.0

//! The questions a node and its clients can ask the runtime.

#[cfg(feature = "runtime-benchmarks")]
use crate::benchmarks;
use crate::{
	configs::{
		consensus::{epoch_length::EpochDuration, BABE_GENESIS_EPOCH_CONFIG},
		oracle,
	},
	genesis_config_presets,
	invariants_api::AllInvariants,
	AccountId, AuthorityDiscovery, Babe, Balance, Block, Executive, Grandpa, Historical,
	InherentDataExt, MarginEngine, Nonce, OptionWriting, OracleAggregator, OrderBook, Perpetuals,
	Runtime, RuntimeCall, RuntimeGenesisConfig, SequencerRotation, SessionKeys, System,
	TransactionPayment, VERSION,
};
use alloc::{string::String, vec::Vec};
use codec::Encode;
use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	traits::{Get, KeyOwnerProofSystem},
	weights::Weight,
};
use market_maths::units::{Cash, Price};
use market_primitives::{
	traits::SettlementPrice, BrokenInvariant, FeedError, FeedId, InstrumentId, Invariants,
	Observation, SmileId, SubaccountId, Underlying, UniverseId,
};
use pallet_transaction_payment::{FeeDetails, RuntimeDispatchInfo};
use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
use sp_runtime::{
	traits::{Block as BlockT, NumberFor},
	transaction_validity::{TransactionSource, TransactionValidity},
	ApplyExtrinsicResult,
};
use sp_version::RuntimeVersion;

sp_api::impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block)
		}

		fn initialize_block(header: &<Block as BlockT>::Header) -> sp_runtime::ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: frame_support::view_functions::ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> <Block as BlockT>::Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(data: sp_inherents::InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: sp_inherents::InherentData,
		) -> sp_inherents::CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			transaction: <Block as BlockT>::Extrinsic,
			block_hash: <Block as BlockT>::Hash,
		) -> TransactionValidity {
			Executive::validate_transaction(source, transaction, block_hash)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &<Block as BlockT>::Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_consensus_babe::BabeApi<Block> for Runtime {
		fn configuration() -> sp_consensus_babe::BabeConfiguration {
			let epoch_config = Babe::epoch_config().unwrap_or(BABE_GENESIS_EPOCH_CONFIG);
			sp_consensus_babe::BabeConfiguration {
				slot_duration: Babe::slot_duration(),
				epoch_length: EpochDuration::get(),
				c: epoch_config.c,
				authorities: Babe::authorities().to_vec(),
				randomness: Babe::randomness(),
				allowed_slots: epoch_config.allowed_slots,
			}
		}

		fn current_epoch_start() -> sp_consensus_babe::Slot {
			Babe::current_epoch_start()
		}

		fn current_epoch() -> sp_consensus_babe::Epoch {
			Babe::current_epoch()
		}

		fn next_epoch() -> sp_consensus_babe::Epoch {
			Babe::next_epoch()
		}

		fn generate_key_ownership_proof(
			_slot: sp_consensus_babe::Slot,
			authority_id: sp_consensus_babe::AuthorityId,
		) -> Option<sp_consensus_babe::OpaqueKeyOwnershipProof> {
			Historical::prove((sp_consensus_babe::KEY_TYPE, authority_id))
				.map(|proof| sp_consensus_babe::OpaqueKeyOwnershipProof::new(proof.encode()))
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_babe::EquivocationProof<<Block as BlockT>::Header>,
			key_owner_proof: sp_consensus_babe::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			Babe::submit_unsigned_equivocation_report(equivocation_proof, key_owner_proof.decode()?)
		}
	}

	impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
		fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList {
			Grandpa::grandpa_authorities()
		}

		fn current_set_id() -> sp_consensus_grandpa::SetId {
			pallet_grandpa::CurrentSetId::<Runtime>::get()
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_grandpa::EquivocationProof<
				<Block as BlockT>::Hash,
				NumberFor<Block>,
			>,
			key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			Grandpa::submit_unsigned_equivocation_report(equivocation_proof, key_owner_proof.decode()?)
		}

		fn generate_key_ownership_proof(
			_set_id: sp_consensus_grandpa::SetId,
			authority_id: sp_consensus_grandpa::AuthorityId,
		) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
			Historical::prove((sp_consensus_grandpa::KEY_TYPE, authority_id))
				.map(|proof| sp_consensus_grandpa::OpaqueKeyOwnershipProof::new(proof.encode()))
		}
	}

	impl sp_authority_discovery::AuthorityDiscoveryApi<Block> for Runtime {
		fn authorities() -> Vec<sp_authority_discovery::AuthorityId> {
			AuthorityDiscovery::authorities()
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(
			owner: Vec<u8>,
			seed: Option<Vec<u8>>,
		) -> sp_session::OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance> for Runtime {
		fn query_info(
			transaction: <Block as BlockT>::Extrinsic,
			length: u32,
		) -> RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_info(transaction, length)
		}

		fn query_fee_details(
			transaction: <Block as BlockT>::Extrinsic,
			length: u32,
		) -> FeeDetails<Balance> {
			TransactionPayment::query_fee_details(transaction, length)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<Block, Balance, RuntimeCall>
		for Runtime
	{
		fn query_call_info(call: RuntimeCall, length: u32) -> RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_call_info(call, length)
		}

		fn query_call_fee_details(call: RuntimeCall, length: u32) -> FeeDetails<Balance> {
			TransactionPayment::query_call_fee_details(call, length)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
			build_state::<RuntimeGenesisConfig>(config)
		}

		fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
			get_preset::<RuntimeGenesisConfig>(id, genesis_config_presets::get_preset)
		}

		fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
			genesis_config_presets::preset_names()
		}
	}

	impl crate::invariants_api::InvariantsApi<Block> for Runtime {
		fn names() -> Vec<String> {
			AllInvariants::names().into_iter().map(String::from).collect()
		}

		fn broken() -> Vec<BrokenInvariant> {
			AllInvariants::broken()
		}
	}

	impl pallet_oracle_aggregator::runtime_api::OracleApi<Block, AccountId, Balance> for Runtime {
		fn price(feed: FeedId) -> Result<Observation, FeedError> {
			OracleAggregator::api_price(feed)
		}

		fn feed(
			feed: FeedId,
		) -> Option<pallet_oracle_aggregator::runtime_api::FeedDetails<AccountId>> {
			OracleAggregator::feed_details(feed)
		}

		fn feeds() -> Vec<pallet_oracle_aggregator::runtime_api::FeedDetails<AccountId>> {
			OracleAggregator::api_feeds()
		}

		fn reporters()
			-> Vec<pallet_oracle_aggregator::runtime_api::ReporterDetails<AccountId, Balance>>
		{
			OracleAggregator::api_reporters()
		}

		fn settlement_price(underlying: Underlying, expiry: u64) -> SettlementPrice {
			OracleAggregator::api_settlement_price(underlying, expiry)
		}

		fn minutes(feed: FeedId, count: u32) -> Vec<(u64, Option<Price>)> {
			OracleAggregator::api_minutes(feed, count)
		}

		fn seats() -> Vec<pallet_oracle_aggregator::runtime_api::SeatDetails<AccountId>> {
			OracleAggregator::api_seats()
		}

		fn last_scores(
		) -> Option<pallet_oracle_aggregator::runtime_api::SessionScores<AccountId>> {
			OracleAggregator::api_last_scores()
		}

		fn realised_variance(
			underlying: Underlying,
		) -> Option<pallet_oracle_aggregator::RealisedVariance> {
			OracleAggregator::api_realised_variance(underlying)
		}

		fn market_size(
			underlying: Underlying,
		) -> Option<pallet_oracle_aggregator::runtime_api::MarketSize> {
			OracleAggregator::api_market_size(underlying)
		}

		fn surface(
			underlying: Underlying,
			expiry: u64,
		) -> Option<pallet_oracle_aggregator::runtime_api::SurfaceDetails<AccountId>> {
			OracleAggregator::surface_details(SmileId::new(underlying, expiry))
		}

		fn surfaces(
			underlying: Underlying,
		) -> Vec<pallet_oracle_aggregator::runtime_api::SurfaceDetails<AccountId>> {
			OracleAggregator::api_surfaces(underlying)
		}
	}

	impl oracle_core::runtime_api::OracleVotesApi<Block> for Runtime {
		fn panel() -> oracle_core::VotingPanel {
			OracleAggregator::voting_panel()
		}

		fn acceptable(
			slot: u64,
			now_ms: u64,
			bundles: Vec<oracle_core::SignedBundle>,
		) -> Vec<Result<(), oracle_core::Ignored>> {
			OracleAggregator::acceptable_bundles(slot, now_ms, &bundles)
		}

		fn key_ownership_proof(
			key: oracle_core::crypto::reporter::Public,
		) -> Option<oracle_core::crypto::OpaqueKeyOwnershipProof> {
			oracle::key_ownership_proof(&key)
		}

		fn equivocation_report(
			first: oracle_core::SignedBundle,
			second: oracle_core::SignedBundle,
			key: oracle_core::crypto::reporter::Public,
			proof: oracle_core::crypto::OpaqueKeyOwnershipProof,
		) -> Option<<Block as BlockT>::Extrinsic> {
			oracle::equivocation_report(first, second, key, &proof)
		}
	}

	impl pallet_margin_engine::runtime_api::MarginApi<Block, AccountId> for Runtime {
		fn account_summary(
			account: SubaccountId<AccountId>,
		) -> Option<pallet_margin_engine::runtime_api::AccountSummary> {
			MarginEngine::account_summary(&account)
		}

		fn withdrawable(account: SubaccountId<AccountId>) -> Cash {
			MarginEngine::withdrawable_cash(&account)
		}

		fn universe_pots(universe: UniverseId) -> pallet_margin_engine::runtime_api::UniversePots {
			MarginEngine::universe_pots(universe)
		}
	}

	impl pallet_perpetuals::runtime_api::PerpetualsApi<Block> for Runtime {
		fn markets() -> Vec<pallet_perpetuals::runtime_api::MarketView> {
			Perpetuals::market_views()
		}

		fn market(underlying: Underlying) -> Option<pallet_perpetuals::runtime_api::MarketView> {
			Perpetuals::market_view(underlying)
		}
	}

	impl pallet_option_writing::runtime_api::OptionsApi<Block> for Runtime {
		fn expiries(underlying: Underlying) -> Vec<u64> {
			OptionWriting::expiries_of(underlying)
		}

		fn option_chain(
			underlying: Underlying,
			expiry: u64,
		) -> Option<pallet_option_writing::runtime_api::ExpiryView> {
			OptionWriting::expiry_view(&pallet_option_writing::BoardKey { underlying, expiry })
		}

		fn series(
			id: InstrumentId,
		) -> Option<pallet_option_writing::runtime_api::SeriesView> {
			OptionWriting::series_view(&id)
		}
	}

	impl pallet_order_book::runtime_api::OrderBookApi<Block, AccountId> for Runtime {
		fn depth(instrument: InstrumentId, levels: u32) -> pallet_order_book::runtime_api::Depth {
			OrderBook::depth(instrument, levels)
		}

		fn open_orders(
			account: SubaccountId<AccountId>,
		) -> Vec<pallet_order_book::runtime_api::OpenOrderView<AccountId>> {
			OrderBook::open_orders(account)
		}

		fn indicative_clearing(
			instrument: InstrumentId,
		) -> Option<pallet_order_book::runtime_api::IndicativeClearing> {
			OrderBook::indicative_clearing(instrument)
		}
	}

	impl pallet_sequencer_rotation::runtime_api::SequencingApi<Block, AccountId> for Runtime {
		fn schedule(
			from_window: u64,
			count: u32,
		) -> Vec<pallet_sequencer_rotation::runtime_api::ScheduledTurn<AccountId>> {
			SequencerRotation::api_schedule(from_window, count)
		}

		fn lead_of(
			window: u64,
		) -> Option<pallet_sequencer_rotation::runtime_api::Lead<AccountId>> {
			SequencerRotation::api_lead_of(window)
		}

		fn quorum() -> sequencing_core::Quorum {
			SequencerRotation::api_quorum()
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(checks: frame_try_runtime::UpgradeCheckSelect) -> (Weight, Weight) {
			let config = frame_executive::TryRuntimeUpgradeConfig::new(checks);
			// The tool that asks wants a panic with a trace.
			let weight = Executive::try_runtime_upgrade_with_config(config)
				.expect("the upgrade must succeed");
			(weight, crate::configs::system::RuntimeBlockWeights::get().max_block)
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> Weight {
			Executive::try_execute_block(block, state_root_check, signature_check, select)
				.expect("the block must execute")
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(extra: bool) -> (
			Vec<frame_benchmarking::BenchmarkList>,
			Vec<frame_support::traits::StorageInfo>,
		) {
			benchmarks::metadata(extra)
		}

		#[allow(non_local_definitions, reason = "the macros of benchmarking implement traits here")]
		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			benchmarks::dispatch(config)
		}
	}
}
