// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0

//! Puts the parts of a node together and starts them.

use crate::{hardware, oracle, rpc};
use futures::{FutureExt, StreamExt};
use sc_chain_spec::GenesisBlockBuilder;
use sc_client_api::{blockchain::HeaderBackend, Backend as _};
use sc_consensus_babe::{BabeBlockImport, BabeLink, SlotProportion};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaBlockImport, GrandpaPruningFilter, LinkHalf, SharedVoterState,
};
use sc_executor::HeapAllocStrategy;
use sc_network::{
	config::{FullNetworkConfiguration, NetworkBackendType},
	service::traits::NetworkService,
	Event, NetworkBackend, NotificationService,
};
use sc_network_sync::{SyncingService, WarpSyncConfig};
use sc_rpc::SubscriptionTaskExecutor;
use sc_service::{
	config::ExecutorConfiguration, Configuration, Error as ServiceError, KeystoreContainer,
	TaskManager,
};
use sc_sysinfo::HwBench;
use sc_telemetry::{Telemetry, TelemetryHandle, TelemetryWorker};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_babe::{
	inherents::{BabeCreateInherentDataProviders, InherentDataProvider as SlotProvider},
	SlotDuration,
};
use sp_core::storage::Storage;
use sp_runtime::{generic, OpaqueExtrinsic};
use sp_timestamp::InherentDataProvider as TimestampProvider;
use std::{path::Path, sync::Arc, time::Duration};
use straddle_oracle_votes::{Author, Desk, Metrics};
use straddle_runtime::{apis::RuntimeApi, BlockNumber, Hash, Header};
use substrate_prometheus_endpoint::Registry;

/// A block as the node sees it. It never looks into a transaction: only the runtime of the chain
/// knows what its calls are, and that changes with every upgrade.
pub(crate) type Block = generic::Block<Header, OpaqueExtrinsic>;

/// What the runtime may call in the node.
#[cfg(not(feature = "runtime-benchmarks"))]
pub(crate) type HostFunctions = sp_io::SubstrateHostFunctions;
/// What the runtime may call in the node.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) type HostFunctions =
	(sp_io::SubstrateHostFunctions, frame_benchmarking::benchmarking::HostFunctions);

type Executor = sc_executor::WasmExecutor<HostFunctions>;
pub(crate) type Client = sc_service::TFullClient<Block, RuntimeApi, Executor>;
pub(crate) type Backend = sc_service::TFullBackend<Block>;
pub(crate) type SelectChain = sc_consensus::LongestChain<Backend, Block>;
pub(crate) type TransactionPool = sc_transaction_pool::TransactionPoolHandle<Block, Client>;
type GrandpaImport = GrandpaBlockImport<Backend, Block, Client, SelectChain>;
type BlockImport = BabeBlockImport<
	Block,
	Client,
	GrandpaImport,
	BabeCreateInherentDataProviders<Block>,
	SelectChain,
>;
type RpcBuilder =
	Box<dyn Fn(SubscriptionTaskExecutor) -> Result<jsonrpsee::RpcModule<()>, ServiceError>>;

/// At least one block in so many keeps its proof of finality, which warp sync follows.
const JUSTIFICATION_PERIOD: u32 = 512;

/// The share of a slot in which a block is made. In the rest it travels and is executed by others.
const PROPOSAL_SHARE_OF_SLOT: f32 = 0.5;

/// How long a vote may wait to be sent together with others. A tenth of a slot, so that finality
/// follows the head closely.
const FINALITY_GOSSIP: Duration = Duration::from_millis(333);

/// One peer is enough to begin a warp sync: its proofs are verified, and networks may be small.
const PEERS_TO_START_WARP_SYNC: usize = 1;

/// What block import leaves for consensus.
pub(crate) struct ConsensusLinks {
	block_import: BlockImport,
	babe: BabeLink<Block>,
	grandpa: LinkHalf<Block, Client, SelectChain>,
	voter_state: SharedVoterState,
	oracle_desk: Arc<Desk>,
}

/// What every command that opens the database needs.
pub(crate) type PartialComponents = sc_service::PartialComponents<
	Client,
	Backend,
	SelectChain,
	sc_consensus::DefaultImportQueue<Block>,
	TransactionPool,
	(RpcBuilder, ConsensusLinks, Option<Telemetry>),
>;

/// Opens the database and builds everything up to block import. Nothing is served yet.
pub(crate) fn new_partial(
	config: &Configuration,
	runtime_cache: Option<&Path>,
) -> Result<PartialComponents, ServiceError> {
	let telemetry = config
		.telemetry_endpoints
		.clone()
		.filter(|endpoints| !endpoints.is_empty())
		.map(|endpoints| {
			let worker = TelemetryWorker::new(16)?;
			let telemetry = worker.handle().new_telemetry(endpoints);
			Ok::<_, sc_telemetry::Error>((worker, telemetry))
		})
		.transpose()?;

	let executor = executor(&config.executor, runtime_cache)?;
	let mut database = config.db_config();
	// Blocks that prove finality stay, or nobody could warp sync from a pruned node.
	database.pruning_filters = vec![Arc::new(GrandpaPruningFilter)];
	let backend = sc_service::new_db_backend(database)?;
	let genesis = genesis(config, &backend, &executor)?;
	let (client, backend, keystore_container, task_manager) =
		sc_service::new_full_parts_with_genesis_builder::<Block, RuntimeApi, _, _>(
			config,
			telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
			executor,
			backend,
			genesis,
			false,
		)?;
	let client = Arc::new(client);

	let telemetry = telemetry.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});
	let telemetry_handle = telemetry.as_ref().map(Telemetry::handle);

	let select_chain = sc_consensus::LongestChain::new(backend.clone());
	// Before block import, which reports double signatures through it.
	let transaction_pool = Arc::from(
		sc_transaction_pool::Builder::new(
			task_manager.spawn_essential_handle(),
			client.clone(),
			config.role.is_authority().into(),
		)
		.with_options(config.transaction_pool.clone())
		.with_prometheus(config.prometheus_registry())
		.build(),
	);

	let (grandpa_import, grandpa) = sc_consensus_grandpa::block_import(
		client.clone(),
		JUSTIFICATION_PERIOD,
		&client,
		select_chain.clone(),
		telemetry_handle.clone(),
	)?;

	let babe_configuration = sc_consensus_babe::configuration(&*client)?;
	let slot_duration = babe_configuration.slot_duration();
	let (block_import, babe) = sc_consensus_babe::block_import(
		babe_configuration,
		grandpa_import.clone(),
		client.clone(),
		Arc::new(move |_, _| async move { Ok(slot_and_time(slot_duration)) })
			as BabeCreateInherentDataProviders<Block>,
		select_chain.clone(),
		OffchainTransactionPoolFactory::new(transaction_pool.clone()),
	)?;
	let (import_queue, babe_worker) =
		sc_consensus_babe::import_queue(sc_consensus_babe::ImportQueueParams {
			link: babe.clone(),
			block_import: block_import.clone(),
			justification_import: Some(Box::new(grandpa_import)),
			client: client.clone(),
			slot_duration,
			spawner: &task_manager.spawn_essential_handle(),
			registry: config.prometheus_registry(),
			telemetry: telemetry_handle,
		})?;

	let oracle_desk = oracle::desk(&client, slot_duration);
	let voter_state = SharedVoterState::empty();
	let rpc_builder: RpcBuilder = {
		let client = client.clone();
		let transaction_pool = transaction_pool.clone();
		let select_chain = select_chain.clone();
		let chain_spec = config.chain_spec.cloned_box();
		let keystore = keystore_container.keystore();
		let oracle_desk = oracle_desk.clone();
		let voter_state = voter_state.clone();
		let authority_set = grandpa.shared_authority_set().clone();
		let justifications = grandpa.justification_stream();
		let proofs = FinalityProofProvider::new_for_service(
			backend.clone(),
			Some(grandpa.shared_authority_set().clone()),
		);
		Box::new(move |subscriptions| {
			let dependencies = rpc::Dependencies {
				client: client.clone(),
				transaction_pool: transaction_pool.clone(),
				select_chain: select_chain.clone(),
				chain_spec: chain_spec.cloned_box(),
				keystore: keystore.clone(),
				babe: babe_worker.clone(),
				oracle_desk: oracle_desk.clone(),
				grandpa: rpc::GrandpaDependencies {
					voter_state: voter_state.clone(),
					authority_set: authority_set.clone(),
					justifications: justifications.clone(),
					proofs: proofs.clone(),
				},
			};
			rpc::create(dependencies, subscriptions).map_err(Into::into)
		})
	};

	let links = ConsensusLinks { block_import, babe, grandpa, voter_state, oracle_desk };
	Ok(sc_service::PartialComponents {
		client,
		backend,
		task_manager,
		import_queue,
		keystore_container,
		select_chain,
		transaction_pool,
		other: (rpc_builder, links, telemetry),
	})
}

/// What runs the code of the chain, as it was compiled for this machine before if there is a folder that keeps it.
fn executor(
	config: &ExecutorConfiguration,
	runtime_cache: Option<&Path>,
) -> Result<Executor, ServiceError> {
	let mut builder = Executor::builder()
		.with_execution_method(config.wasm_method)
		.with_max_runtime_instances(config.max_runtime_instances)
		.with_runtime_cache_size(config.runtime_cache_size);
	if let Some(pages) = config.default_heap_pages {
		let pages = HeapAllocStrategy::Static { extra_pages: pages.try_into().unwrap_or(u32::MAX) };
		builder = builder
			.with_onchain_heap_alloc_strategy(pages)
			.with_offchain_heap_alloc_strategy(pages);
	}
	if let Some(folder) = runtime_cache {
		builder = builder.with_cache_path(std::path::absolute(folder)?);
	}
	Ok(builder.build())
}

/// The first block. Its state is made by the runtime, which has to be compiled for that, so only where there is none yet.
fn genesis(
	config: &Configuration,
	backend: &Arc<Backend>,
	executor: &Executor,
) -> Result<GenesisBlockBuilder<Block, Backend, Executor>, ServiceError> {
	let storage = match backend.blockchain().info().finalized_state {
		Some(_) => Storage::default(),
		None => config.chain_spec.as_storage_builder().build_storage()?,
	};
	let commits = !config.no_genesis();
	Ok(GenesisBlockBuilder::new_with_storage(storage, commits, backend.clone(), executor.clone())?)
}

/// The slot and the time of now.
fn slot_and_time(slot_duration: SlotDuration) -> (SlotProvider, TimestampProvider) {
	let time = TimestampProvider::from_system_time();
	(SlotProvider::from_timestamp_and_slot_duration(*time, slot_duration), time)
}

/// Starts a node on the network stack that the configuration chooses.
pub(crate) fn start(
	config: Configuration,
	runtime_cache: Option<&Path>,
	measured: Option<HwBench>,
) -> Result<TaskManager, ServiceError> {
	match config.network.network_backend {
		NetworkBackendType::Litep2p => {
			start_on::<sc_network::Litep2pNetworkBackend>(config, runtime_cache, measured)
		},
		NetworkBackendType::Libp2p => {
			start_on::<sc_network::NetworkWorker<Block, Hash>>(config, runtime_cache, measured)
		},
	}
}

fn start_on<Network: NetworkBackend<Block, Hash>>(
	mut config: Configuration,
	runtime_cache: Option<&Path>,
	measured: Option<HwBench>,
) -> Result<TaskManager, ServiceError> {
	config
		.network
		.min_peers_to_start_warp_sync
		.get_or_insert(PEERS_TO_START_WARP_SYNC);

	let sc_service::PartialComponents {
		client,
		backend,
		mut task_manager,
		import_queue,
		keystore_container,
		select_chain,
		transaction_pool,
		other: (rpc_builder, links, mut telemetry),
	} = new_partial(&config, runtime_cache)?;
	let ConsensusLinks { block_import, babe, grandpa, voter_state, oracle_desk } = links;

	let registry = config.prometheus_registry().cloned();
	let metrics = Network::register_notification_metrics(registry.as_ref());
	let mut net_config =
		FullNetworkConfiguration::<_, _, Network>::new(&config.network, registry.clone());

	let grandpa_protocol = sc_consensus_grandpa::protocol_standard_name(
		&client.chain_info().genesis_hash,
		&config.chain_spec,
	);
	let (grandpa_config, grandpa_notifications) =
		sc_consensus_grandpa::grandpa_peers_set_config::<_, Network>(
			grandpa_protocol.clone(),
			metrics.clone(),
			net_config.peer_store_handle(),
		);
	net_config.add_notification_protocol(grandpa_config);

	let votes_protocol =
		oracle::add_protocol::<Network>(&config, &client, &mut net_config, metrics.clone());

	let warp_proofs = Arc::new(sc_consensus_grandpa::warp_proof::NetworkProvider::new(
		backend.clone(),
		grandpa.shared_authority_set().clone(),
		Vec::new(),
	));
	let (network, system_rpc_tx, tx_handler_controller, sync_service, _) =
		sc_service::build_network(sc_service::BuildNetworkParams {
			config: &config,
			net_config,
			client: client.clone(),
			transaction_pool: transaction_pool.clone(),
			spawn_handle: task_manager.spawn_handle(),
			spawn_essential_handle: task_manager.spawn_essential_handle(),
			import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: Some(WarpSyncConfig::WithProvider(warp_proofs)),
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;

	// `spawn_tasks` takes the configuration away.
	let role = config.role;
	let name = config.network.node_name.clone();
	let force_authoring = config.force_authoring;
	let disable_grandpa = config.disable_grandpa;
	let offchain_workers = config.offchain_worker.enabled;
	let discovery = sc_authority_discovery::WorkerConfig {
		publish_non_global_ips: config.network.allow_non_globals_in_dht,
		public_addresses: config.network.public_addresses.clone(),
		strict_record_validation: true,
		persisted_cache_directory: config.network.net_config_path.clone(),
		..Default::default()
	};

	if offchain_workers {
		let workers = sc_offchain::OffchainWorkers::new(sc_offchain::OffchainWorkerOptions {
			runtime_api_provider: client.clone(),
			keystore: Some(keystore_container.keystore()),
			offchain_db: backend.offchain_storage(),
			transaction_pool: Some(OffchainTransactionPoolFactory::new(transaction_pool.clone())),
			network_provider: Arc::new(network.clone()),
			is_validator: role.is_authority(),
			enable_http_requests: false,
			custom_extensions: |_| Vec::new(),
		})?;
		task_manager.spawn_handle().spawn(
			"offchain-workers-runner",
			"offchain-worker",
			workers.run(client.clone(), task_manager.spawn_handle()).boxed(),
		);
	}

	sc_service::spawn_tasks(sc_service::SpawnTasksParams {
		config,
		backend,
		client: client.clone(),
		keystore: keystore_container.keystore(),
		network: network.clone(),
		sync_service: sync_service.clone(),
		rpc_builder,
		transaction_pool: transaction_pool.clone(),
		task_manager: &mut task_manager,
		system_rpc_tx,
		tx_handler_controller,
		telemetry: telemetry.as_mut(),
		tracing_execute_block: None,
	})?;
	let telemetry = telemetry.as_ref().map(Telemetry::handle);

	if let Some(measured) = measured {
		hardware::report(&measured, &role);
		if let Some(telemetry) = telemetry.clone() {
			task_manager.spawn_handle().spawn(
				"telemetry_hwbench",
				None,
				sc_sysinfo::initialize_hwbench_telemetry(telemetry, measured),
			);
		}
	}

	let node = RunningNode {
		client,
		keystore_container,
		transaction_pool,
		sync_service,
		oracle_metrics: Metrics::new(registry.as_ref()),
		registry,
		telemetry,
	};
	let parts = oracle::Parts {
		desk: oracle_desk.clone(),
		client: node.client.clone(),
		keystore: node.keystore_container.keystore(),
		network: network.clone(),
		sync: node.sync_service.clone(),
		transaction_pool: role.is_authority().then(|| node.transaction_pool.clone()),
		metrics: node.oracle_metrics.clone(),
		registry: node.registry.clone(),
	};
	oracle::spawn(&task_manager, votes_protocol, parts);
	if role.is_authority() {
		let votes = Author::new(oracle_desk, node.client.clone(), node.oracle_metrics.clone());
		let links = (select_chain, block_import, babe);
		node.spawn_author(&task_manager, links, votes, force_authoring)?;
		node.spawn_authority_discovery(&task_manager, network.clone(), discovery);
	}
	if !disable_grandpa {
		let config = sc_consensus_grandpa::Config {
			gossip_duration: FINALITY_GOSSIP,
			justification_generation_period: JUSTIFICATION_PERIOD,
			name: Some(name),
			observer_enabled: false,
			keystore: role.is_authority().then(|| node.keystore_container.keystore()),
			local_role: role,
			telemetry: node.telemetry.clone(),
			protocol_name: grandpa_protocol,
		};
		node.spawn_finality(
			&task_manager,
			config,
			grandpa,
			network,
			grandpa_notifications,
			voter_state,
		)?;
	}

	Ok(task_manager)
}

/// What the consensus tasks share.
struct RunningNode {
	client: Arc<Client>,
	keystore_container: KeystoreContainer,
	transaction_pool: Arc<TransactionPool>,
	sync_service: Arc<SyncingService<Block>>,
	registry: Option<Registry>,
	telemetry: Option<TelemetryHandle>,
	oracle_metrics: Metrics,
}

impl RunningNode {
	/// Makes blocks in the slots that are ours.
	fn spawn_author(
		&self,
		task_manager: &TaskManager,
		(select_chain, block_import, babe): (SelectChain, BlockImport, BabeLink<Block>),
		votes: Author<Block, Client>,
		force_authoring: bool,
	) -> Result<(), ServiceError> {
		let proposer = sc_basic_authorship::ProposerFactory::new(
			task_manager.spawn_handle(),
			self.client.clone(),
			self.transaction_pool.clone(),
			self.registry.as_ref(),
			self.telemetry.clone(),
		);
		let slot_duration = babe.config().slot_duration();
		let author = sc_consensus_babe::start_babe(sc_consensus_babe::BabeParams {
			keystore: self.keystore_container.keystore(),
			client: self.client.clone(),
			select_chain,
			block_import,
			env: proposer,
			sync_oracle: self.sync_service.clone(),
			justification_sync_link: self.sync_service.clone(),
			create_inherent_data_providers: move |parent, ()| {
				let votes = votes.clone();
				async move {
					let (slot, time) = slot_and_time(slot_duration);
					let now_ms = time.timestamp().as_millis();
					Ok((slot, time, votes.for_block(parent, now_ms)))
				}
			},
			force_authoring,
			// Authors usually slow down while finality lags. Here liquidations and expiries keep
			// their time by blocks, so blocks keep coming.
			backoff_authoring_blocks: None::<
				sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging<BlockNumber>,
			>,
			babe_link: babe,
			block_proposal_slot_portion: SlotProportion::new(PROPOSAL_SHARE_OF_SLOT),
			max_block_proposal_slot_portion: None,
			telemetry: self.telemetry.clone(),
		})?;
		task_manager.spawn_essential_handle().spawn_blocking(
			"babe-author",
			Some("block-authoring"),
			author,
		);
		Ok(())
	}

	/// Publishes our addresses, signed, and finds those of the other validators.
	fn spawn_authority_discovery(
		&self,
		task_manager: &TaskManager,
		network: Arc<dyn NetworkService>,
		config: sc_authority_discovery::WorkerConfig,
	) {
		let dht_events = network.event_stream("authority-discovery").filter_map(|event| async {
			match event {
				Event::Dht(event) => Some(event),
				_ => None,
			}
		});
		let (worker, _service) = sc_authority_discovery::new_worker_and_service_with_config(
			config,
			self.client.clone(),
			Arc::new(network),
			Box::pin(dht_events),
			sc_authority_discovery::Role::PublishAndDiscover(self.keystore_container.keystore()),
			self.registry.clone(),
			task_manager.spawn_handle(),
		);
		task_manager.spawn_handle().spawn(
			"authority-discovery-worker",
			Some("networking"),
			worker.run(),
		);
	}

	/// Votes on finality, or follows the votes: whoever has no key runs the same voter.
	fn spawn_finality(
		&self,
		task_manager: &TaskManager,
		config: sc_consensus_grandpa::Config,
		link: LinkHalf<Block, Client, SelectChain>,
		network: Arc<dyn NetworkService>,
		notification_service: Box<dyn NotificationService>,
		shared_voter_state: SharedVoterState,
	) -> Result<(), ServiceError> {
		let voter = sc_consensus_grandpa::run_grandpa_voter(sc_consensus_grandpa::GrandpaParams {
			config,
			link,
			network,
			sync: self.sync_service.clone(),
			notification_service,
			voting_rule: sc_consensus_grandpa::VotingRulesBuilder::default().build(),
			prometheus_registry: self.registry.clone(),
			shared_voter_state,
			telemetry: self.telemetry.clone(),
			offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(
				self.transaction_pool.clone(),
			),
		})?;
		task_manager
			.spawn_essential_handle()
			.spawn_blocking("grandpa-voter", None, voter);
		Ok(())
	}
}
