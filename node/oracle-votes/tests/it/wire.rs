// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! What the voting task needs of a node: a network of channels, and a chain that stands still.

use crate::fixtures::{Block, GENESIS};
use codec::Encode;
use futures::{
	channel::mpsc::{unbounded, UnboundedReceiver, UnboundedSender},
	stream, Stream, StreamExt,
};
use oracle_core::{
	check,
	crypto::{reporter, OpaqueKeyOwnershipProof},
	runtime_api::OracleVotesApi,
	Ignored, SignedBundle, VotingPanel,
};
use sc_client_api::{
	BlockImportNotification, BlockchainEvents, FinalityNotifications, HeaderBackend,
	ImportNotifications, StorageEventStream, StorageKey,
};
use sc_network::{
	config::MultiaddrWithPeerId,
	service::traits::{Direction, NotificationEvent},
	Event, MessageSink, Multiaddr, NetworkBlock, NetworkEventStream, NetworkPeers,
	NotificationService, ObservedRole, ProtocolName, ReputationChange,
};
use sc_network_sync::{SyncEvent, SyncEventStream};
use sc_network_types::PeerId;
use sc_utils::mpsc::{tracing_unbounded, TracingUnboundedSender};
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::{BlockStatus, Info};
use sp_consensus::SyncOracle;
use sp_core::H256;
use sp_runtime::{
	traits::{Block as BlockT, Header as _, NumberFor},
	OpaqueExtrinsic,
};
use std::{
	collections::{BTreeMap, HashSet},
	pin::Pin,
	sync::{Arc, Mutex},
};

type Header = <Block as BlockT>::Header;

/// Everybody's letter box.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wire {
	boxes: Arc<Mutex<BTreeMap<PeerId, UnboundedSender<NotificationEvent>>>>,
	reputation: Arc<Mutex<BTreeMap<(PeerId, PeerId), i64>>>,
}

impl Wire {
	/// A place on the wire, and what arrives there.
	pub(crate) fn join(&self, id: PeerId) -> Connection {
		let (letters, letter_box) = unbounded();
		self.boxes.lock().unwrap().insert(id, letters);
		Connection { wire: self.clone(), id, letter_box }
	}

	/// Lets two nodes know each other.
	pub(crate) fn connect(&self, one: PeerId, other: PeerId) {
		for (to, peer) in [(one, other), (other, one)] {
			let opened = NotificationEvent::NotificationStreamOpened {
				peer,
				direction: Direction::Inbound,
				handshake: Vec::new(),
				negotiated_fallback: None,
			};
			self.post(to, opened);
		}
	}

	/// Sends bytes from one node to another.
	pub(crate) fn send(&self, from: PeerId, to: PeerId, bytes: Vec<u8>) {
		let notification = bytes;
		self.post(to, NotificationEvent::NotificationReceived { peer: from, notification });
	}

	fn post(&self, to: PeerId, event: NotificationEvent) {
		if let Some(letter_box) = self.boxes.lock().unwrap().get(&to) {
			// Whoever left does not read.
			let _ = letter_box.unbounded_send(event);
		}
	}

	/// Ends all connections, and with them the tasks.
	pub(crate) fn cut(&self) {
		self.boxes.lock().unwrap().clear();
	}

	/// What `node` thinks of `peer`.
	pub(crate) fn opinion(&self, node: PeerId, peer: PeerId) -> i64 {
		self.reputation.lock().unwrap().get(&(node, peer)).copied().unwrap_or(0)
	}

	/// The network as `node` sees it.
	pub(crate) fn seen_by(&self, node: PeerId) -> View {
		View { wire: self.clone(), node }
	}
}

/// A node's end of the wire.
#[derive(Debug)]
pub(crate) struct Connection {
	wire: Wire,
	id: PeerId,
	letter_box: UnboundedReceiver<NotificationEvent>,
}

#[async_trait::async_trait]
impl NotificationService for Connection {
	async fn open_substream(&mut self, _: PeerId) -> Result<(), ()> {
		Ok(())
	}

	async fn close_substream(&mut self, _: PeerId) -> Result<(), ()> {
		Ok(())
	}

	fn send_sync_notification(&mut self, peer: &PeerId, notification: Vec<u8>) {
		self.wire.send(self.id, *peer, notification);
	}

	async fn send_async_notification(
		&mut self,
		peer: &PeerId,
		notification: Vec<u8>,
	) -> Result<(), sc_network::error::Error> {
		self.wire.send(self.id, *peer, notification);
		Ok(())
	}

	async fn set_handshake(&mut self, _: Vec<u8>) -> Result<(), ()> {
		Ok(())
	}

	fn try_set_handshake(&mut self, _: Vec<u8>) -> Result<(), ()> {
		Ok(())
	}

	async fn next_event(&mut self) -> Option<NotificationEvent> {
		self.letter_box.next().await
	}

	fn clone(&mut self) -> Result<Box<dyn NotificationService>, ()> {
		Err(())
	}

	fn protocol(&self) -> &ProtocolName {
		unreachable!("the engine is told the name")
	}

	fn message_sink(&self, _: &PeerId) -> Option<Box<dyn MessageSink>> {
		None
	}
}

/// The network and the syncing of one node.
#[derive(Clone, Debug)]
pub(crate) struct View {
	wire: Wire,
	node: PeerId,
}

#[async_trait::async_trait]
impl NetworkPeers for View {
	fn set_authorized_peers(&self, _: HashSet<PeerId>) {}
	fn set_authorized_only(&self, _: bool) {}
	fn add_known_address(&self, _: PeerId, _: Multiaddr) {}

	fn report_peer(&self, peer: PeerId, change: ReputationChange) {
		let mut reputation = self.wire.reputation.lock().unwrap();
		*reputation.entry((self.node, peer)).or_default() += i64::from(change.value);
	}

	fn peer_reputation(&self, _: &PeerId) -> i32 {
		0
	}

	fn disconnect_peer(&self, _: PeerId, _: ProtocolName) {}
	fn accept_unreserved_peers(&self) {}
	fn deny_unreserved_peers(&self) {}

	fn add_reserved_peer(&self, _: MultiaddrWithPeerId) -> Result<(), String> {
		Ok(())
	}

	fn remove_reserved_peer(&self, _: PeerId) {}

	fn set_reserved_peers(&self, _: ProtocolName, _: HashSet<Multiaddr>) -> Result<(), String> {
		Ok(())
	}

	fn add_peers_to_reserved_set(
		&self,
		_: ProtocolName,
		_: HashSet<Multiaddr>,
	) -> Result<(), String> {
		Ok(())
	}

	fn remove_peers_from_reserved_set(
		&self,
		_: ProtocolName,
		_: Vec<PeerId>,
	) -> Result<(), String> {
		Ok(())
	}

	fn sync_num_connected(&self) -> usize {
		0
	}

	fn peer_role(&self, _: PeerId, _: Vec<u8>) -> Option<ObservedRole> {
		Some(ObservedRole::Full)
	}

	async fn reserved_peers(&self) -> Result<Vec<PeerId>, ()> {
		Ok(Vec::new())
	}
}

impl NetworkEventStream for View {
	fn event_stream(&self, _: &'static str) -> Pin<Box<dyn Stream<Item = Event> + Send>> {
		Box::pin(stream::pending())
	}
}

impl SyncEventStream for View {
	fn event_stream(&self, _: &'static str) -> Pin<Box<dyn Stream<Item = SyncEvent> + Send>> {
		Box::pin(stream::pending())
	}
}

impl NetworkBlock<H256, NumberFor<Block>> for View {
	fn announce_block(&self, _: H256, _: Option<Vec<u8>>) {}
	fn new_best_block_imported(&self, _: H256, _: NumberFor<Block>) {}
}

impl SyncOracle for View {
	fn is_major_syncing(&self) -> bool {
		false
	}

	fn is_offline(&self) -> bool {
		false
	}
}

/// A chain on which nothing happens but what a test says.
pub(crate) struct StillChain {
	panel: Arc<Mutex<VotingPanel>>,
	imports: Mutex<Vec<TracingUnboundedSender<BlockImportNotification<Block>>>>,
}

pub(crate) struct Api(Arc<Mutex<VotingPanel>>);

impl StillChain {
	pub(crate) fn new(panel: VotingPanel) -> Self {
		Self { panel: Arc::new(Mutex::new(panel)), imports: Mutex::default() }
	}

	/// Another panel votes from the next block on, which comes now.
	pub(crate) fn import_block_with(&self, panel: VotingPanel) {
		*self.panel.lock().unwrap() = panel;
		let (unpin, _) = tracing_unbounded("unpinned", 10);
		let header = Header::new(1, H256::zero(), H256::zero(), H256::zero(), Default::default());
		let block = BlockImportNotification::new(
			H256([1; 32]),
			sp_consensus::BlockOrigin::Own,
			header,
			true,
			None,
			unpin,
		);
		for import in self.imports.lock().unwrap().iter() {
			let _ = import.unbounded_send(block.clone());
		}
	}
}

impl ProvideRuntimeApi<Block> for StillChain {
	type Api = Api;

	fn runtime_api(&self) -> ApiRef<'_, Api> {
		Api(self.panel.clone()).into()
	}
}

sp_api::mock_impl_runtime_apis! {
	impl OracleVotesApi<Block> for Api {
		fn panel(&self) -> VotingPanel {
			self.0.lock().unwrap().clone()
		}

		fn acceptable(
			&self,
			slot: u64,
			now_ms: u64,
			bundles: Vec<SignedBundle>,
		) -> Vec<Result<(), Ignored>> {
			let panel = self.0.lock().unwrap();
			let judge = |vote: &SignedBundle| {
				check(vote, &panel.circumstances(vote.bundle.reporter, slot, now_ms))
			};
			bundles.iter().map(judge).collect()
		}

		#[advanced]
		fn key_ownership_proof(
			&self,
			at: H256,
			key: reporter::Public,
		) -> Result<Option<OpaqueKeyOwnershipProof>, ApiError> {
			let panel = self.0.lock().unwrap();
			let is_known = panel.seats.iter().any(|seat| seat.key == key);
			Ok(is_known.then(|| proof_at(at, &key)))
		}

		fn equivocation_report(
			first: SignedBundle,
			second: SignedBundle,
			key: reporter::Public,
			proof: OpaqueKeyOwnershipProof,
		) -> Option<OpaqueExtrinsic> {
			Some(OpaqueExtrinsic::from_blob((first, second, key, proof).encode()))
		}
	}
}

/// What a still chain answers at a block whether a key is somebody's.
fn proof_at(block: H256, key: &reporter::Public) -> OpaqueKeyOwnershipProof {
	OpaqueKeyOwnershipProof::new((block, key).encode())
}

/// The report that a still chain makes of two votes, if it is asked at `block` whose key it is.
pub(crate) fn report_of(
	votes: [&SignedBundle; 2],
	key: &reporter::Public,
	block: H256,
) -> OpaqueExtrinsic {
	let [first, second] = votes;
	OpaqueExtrinsic::from_blob((first, second, key, proof_at(block, key)).encode())
}

impl HeaderBackend<Block> for StillChain {
	fn header(&self, _: H256) -> sp_blockchain::Result<Option<Header>> {
		Ok(None)
	}

	fn info(&self) -> Info<Block> {
		Info {
			best_hash: GENESIS,
			best_number: 0,
			genesis_hash: GENESIS,
			finalized_hash: GENESIS,
			finalized_number: 0,
			finalized_state: None,
			number_leaves: 1,
			block_gap: None,
		}
	}

	fn status(&self, _: H256) -> sp_blockchain::Result<BlockStatus> {
		Ok(BlockStatus::InChain)
	}

	fn number(&self, _: H256) -> sp_blockchain::Result<Option<NumberFor<Block>>> {
		Ok(None)
	}

	fn hash(&self, _: NumberFor<Block>) -> sp_blockchain::Result<Option<H256>> {
		Ok(None)
	}
}

impl BlockchainEvents<Block> for StillChain {
	fn import_notification_stream(&self) -> ImportNotifications<Block> {
		let (import, stream) = tracing_unbounded("imports", 100);
		self.imports.lock().unwrap().push(import);
		stream
	}

	fn every_import_notification_stream(&self) -> ImportNotifications<Block> {
		self.import_notification_stream()
	}

	fn finality_notification_stream(&self) -> FinalityNotifications<Block> {
		tracing_unbounded("finality", 100).1
	}

	fn storage_changes_notification_stream(
		&self,
		_: Option<&[StorageKey]>,
		_: Option<&[(StorageKey, Option<Vec<StorageKey>>)]>,
	) -> sp_blockchain::Result<StorageEventStream<H256>> {
		unreachable!("nobody looks at storage")
	}
}
