// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0

//! The node's part in the oracle, put into this node.

use crate::service::{Block, Client, TransactionPool};
use sc_client_api::HeaderBackend;
use sc_network::{
	config::FullNetworkConfiguration, service::traits::NetworkService, NetworkBackend,
	NotificationMetrics, NotificationService, ProtocolName,
};
use sc_network_sync::SyncingService;
use sc_service::{Configuration, TaskManager};
use sc_transaction_pool_api::LocalTransactionPool;
use sp_consensus_babe::SlotDuration;
use sp_keystore::KeystorePtr;
use std::{path::PathBuf, sync::Arc};
use straddle_oracle_votes::{Clock, Desk, HandToPool, Metrics, WorkerParams};
use straddle_runtime::Hash;
use substrate_prometheus_endpoint::Registry;

/// What the node's parts share that deal with votes.
pub(crate) fn desk(client: &Client, slot_duration: SlotDuration) -> Arc<Desk> {
	let clock = Clock::of_system(slot_duration.as_millis());
	Arc::new(Desk::new(client.info().genesis_hash, clock))
}

/// The protocol by which votes travel, and where this node writes down its own.
pub(crate) struct Protocol {
	name: ProtocolName,
	notifications: Box<dyn NotificationService>,
	journal: PathBuf,
}

/// Makes the protocol known to the network.
pub(crate) fn add_protocol<Network: NetworkBackend<Block, Hash>>(
	config: &Configuration,
	client: &Client,
	net_config: &mut FullNetworkConfiguration<Block, Hash, Network>,
	metrics: NotificationMetrics,
) -> Protocol {
	let chain = &config.chain_spec;
	let name = straddle_oracle_votes::protocol_name(client.info().genesis_hash, chain.fork_id());
	let (protocol, notifications) = straddle_oracle_votes::set_config::<Block, Network>(
		name.clone(),
		metrics,
		net_config.peer_store_handle(),
	);
	net_config.add_notification_protocol(protocol);
	let journal = straddle_oracle_votes::journal_path(&config.base_path.config_dir(chain.id()));
	Protocol { name, notifications, journal }
}

/// What the task is made of besides its protocol.
pub(crate) struct Parts {
	pub(crate) desk: Arc<Desk>,
	pub(crate) client: Arc<Client>,
	pub(crate) keystore: KeystorePtr,
	pub(crate) network: Arc<dyn NetworkService>,
	pub(crate) sync: Arc<SyncingService<Block>>,
	/// Ours, from which our blocks are made; none if we make none.
	pub(crate) transaction_pool: Option<Arc<TransactionPool>>,
	pub(crate) metrics: Metrics,
	pub(crate) registry: Option<Registry>,
}

/// Puts a report into our pool, as a transaction that no peer sent.
fn into_pool(pool: Arc<TransactionPool>) -> HandToPool<Block> {
	Box::new(move |head, report| {
		pool.submit_local(head, report).map(|_| ()).map_err(|error| error.to_string())
	})
}

/// Votes on prices if we have a seat, and passes votes on. Prices stop without it, blocks do not: so the
/// node goes on if it ends.
pub(crate) fn spawn(task_manager: &TaskManager, protocol: Protocol, parts: Parts) {
	let worker = straddle_oracle_votes::run::<Block, _, _, _>(WorkerParams {
		desk: parts.desk,
		client: parts.client,
		keystore: parts.keystore,
		network: parts.network,
		sync: parts.sync,
		notifications: protocol.notifications,
		protocol: protocol.name,
		journal: protocol.journal,
		hand_to_pool: parts.transaction_pool.map(into_pool),
		metrics: parts.metrics,
		registry: parts.registry,
	});
	// It waits for the disk before it signs.
	task_manager
		.spawn_handle()
		.spawn_blocking("oracle-votes", Some("oracle"), worker);
}
