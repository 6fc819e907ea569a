// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! The task that votes and keeps gossip going.

use crate::{
	voter::own_seat, Desk, HandToPool, Informant, Metrics, Moment, Silence, VoteGossip, Voter,
	LOG_TARGET,
};
use codec::Encode;
use futures::{select, FutureExt, StreamExt};
use futures_timer::Delay;
use oracle_core::{runtime_api::OracleVotesApi, SignedBundle};
use round_protocol::{FileJournal, Opening};
use sc_client_api::{BlockchainEvents, HeaderBackend};
use sc_network::{NotificationService, ProtocolName, ReputationChange};
use sc_network_gossip::{GossipEngine, Network, Syncing};
use sc_network_types::PeerId;
use sp_api::{ApiExt, ProvideRuntimeApi};
use sp_consensus::SyncOracle;
use sp_keystore::KeystorePtr;
use sp_runtime::traits::Block as BlockT;
use std::{
	future::Future,
	path::{Path, PathBuf},
	sync::Arc,
};
use substrate_prometheus_endpoint::Registry;

/// Where the journal is, in the folder of the chain: beside the database, so that it stays when the
/// database is purged.
pub fn journal_path(chain_folder: &Path) -> PathBuf {
	chain_folder.join("oracle-votes").join("journal")
}

/// What the task is made of.
pub struct WorkerParams<Block: BlockT, Client, Net, Syncer> {
	/// What the node's parts share.
	pub desk: Arc<Desk>,
	/// Whom to ask about the panel, and when.
	pub client: Arc<Client>,
	/// This node's keys.
	pub keystore: KeystorePtr,
	/// Whom to tell about peers.
	pub network: Net,
	/// Who tells about peers, and whether the node is behind.
	pub sync: Syncer,
	/// Where messages come from and go to.
	pub notifications: Box<dyn NotificationService>,
	/// The protocol's name.
	pub protocol: ProtocolName,
	/// The journal's file.
	pub journal: PathBuf,
	/// Where reports of contradictions go; none if this node makes no blocks, and so could not carry them.
	pub hand_to_pool: Option<HandToPool<Block>>,
	/// Counters.
	pub metrics: Metrics,
	/// For the gossip engine's own counters.
	pub registry: Option<Registry>,
}

/// Votes at each cut-off and passes votes on, for as long as the network lives.
pub fn run<Block, Client, Net, Syncer>(
	params: WorkerParams<Block, Client, Net, Syncer>,
) -> impl Future<Output = ()> + Send
where
	Block: BlockT,
	Client: ProvideRuntimeApi<Block> + BlockchainEvents<Block> + HeaderBackend<Block>,
	Client: Send + Sync + 'static,
	Client::Api: OracleVotesApi<Block>,
	Net: Network<Block> + Clone + Send + Sync + 'static,
	Syncer: Syncing<Block> + SyncOracle + Clone + Send + 'static,
{
	work(params)
}

async fn work<Block, Client, Net, Syncer>(params: WorkerParams<Block, Client, Net, Syncer>)
where
	Block: BlockT,
	Client: ProvideRuntimeApi<Block> + BlockchainEvents<Block> + HeaderBackend<Block>,
	Client::Api: OracleVotesApi<Block>,
	Net: Network<Block> + Clone + Send + Sync + 'static,
	Syncer: Syncing<Block> + SyncOracle + Clone + Send + 'static,
{
	let WorkerParams {
		desk,
		client,
		keystore,
		network,
		sync,
		notifications,
		protocol,
		journal,
		hand_to_pool,
		metrics,
		registry,
	} = params;
	let clock = desk.clock;
	let report = {
		let network = network.clone();
		move |peer: PeerId, change: ReputationChange| network.report_peer(peer, change)
	};
	let (gossip, fresh_rounds) = VoteGossip::<Block>::new(desk.clone(), metrics.clone(), report);
	let gossip = Arc::new(gossip);
	let mut fresh_rounds = fresh_rounds.fuse();
	let mut engine = GossipEngine::new(
		network,
		sync.clone(),
		notifications,
		protocol,
		gossip.clone(),
		registry.as_ref(),
	);
	let mut voter = open_voter(&desk, keystore.clone(), journal);
	let mut informant = hand_to_pool.map(|hand_to_pool| {
		let (client, keystore) = (client.clone(), keystore.clone());
		Informant::<Block, Client>::new(client, keystore, hand_to_pool, metrics.clone())
	});
	let mut blocks = client.import_notification_stream().fuse();
	note_head(&*client, &desk, informant.as_mut(), client.info().best_hash);
	let mut cut_off = Delay::new(clock.until_cut_off(clock.now())).fuse();

	loop {
		select! {
			() = engine => return,
			round = fresh_rounds.next() => {
				if let Some(round) = round {
					engine.broadcast_topic(gossip.open_topic(round), false);
				}
				report_contradictions(&desk, informant.as_mut(), &sync);
			},
			block = blocks.next() => match block {
				Some(block) if block.is_new_best => {
					note_head(&*client, &desk, informant.as_mut(), block.hash);
				},
				Some(_) => {},
				None => return,
			},
			() = cut_off => {
				let moment = clock.now();
				let vote = if sync.is_major_syncing() {
					Err(Silence::Syncing)
				} else {
					vote(&desk, &mut voter, &keystore, moment)
				};
				note(&desk, &metrics, &vote, moment);
				if let Ok(vote) = vote {
					let topic = gossip.open_topic(vote.bundle.round);
					engine.gossip_message(topic, vote.encode(), false);
				}
				// Of what was found while the node was behind, and of its own key.
				report_contradictions(&desk, informant.as_mut(), &sync);
				cut_off = Delay::new(clock.until_cut_off(clock.now())).fuse();
			},
		}
	}
}

/// A voter; or why there can be none.
fn open_voter(
	desk: &Desk,
	keystore: KeystorePtr,
	journal: PathBuf,
) -> Result<Voter<FileJournal>, Silence> {
	let present = desk.clock.now().slot;
	match FileJournal::open(journal, present) {
		Ok((journal, opening)) => {
			if opening == Opening::Damaged {
				log::warn!(
					target: LOG_TARGET,
					"the journal of votes was damaged; nothing is signed for rounds up to {present}",
				);
			}
			Ok(Voter::new(keystore, journal, desk.clock))
		},
		Err(error) => Err(Silence::NoJournal(error.to_string())),
	}
}

/// Signs this node's vote and puts it to the others'.
fn vote(
	desk: &Desk,
	voter: &mut Result<Voter<FileJournal>, Silence>,
	keystore: &KeystorePtr,
	moment: Moment,
) -> Result<SignedBundle, Silence> {
	let panel = desk.pool.panel();
	// Of a node that does not report, it is not worth saying what else it lacks.
	own_seat(&panel, keystore)?;
	let voter = voter.as_mut().map_err(|silence| silence.clone())?;
	let handed_in = desk.handed_in();
	let heard = |seat, round| desk.pool.has(seat, round);
	let vote = voter.vote(&panel, handed_in.as_ref(), moment, heard)?;
	desk.pool.take(vote.clone(), moment);
	Ok(vote)
}

fn note(desk: &Desk, metrics: &Metrics, vote: &Result<SignedBundle, Silence>, moment: Moment) {
	match vote {
		Ok(vote) => {
			let bundle = &vote.bundle;
			metrics.note_signed();
			desk.note_signed(bundle);
			log::debug!(
				target: LOG_TARGET,
				"voted in round {} from seat {} on {} feeds and {} smiles",
				bundle.round, bundle.reporter, bundle.entries.len(), bundle.smiles.len(),
			);
		},
		Err(silence) => {
			let is_said = silence.lasts() && desk.was_silent_because(silence);
			desk.note_silent(moment.slot, silence);
			match silence {
				Silence::NoSeat { .. } => {},
				silence if silence.is_a_fault() && !is_said => {
					metrics.note_silent(silence);
					log::error!(target: LOG_TARGET, "no vote in round {}: {silence}", moment.slot);
				},
				silence => {
					metrics.note_silent(silence);
					log::debug!(target: LOG_TARGET, "no vote in round {}: {silence}", moment.slot);
				},
			}
		},
	}
}

/// Reports contradictions that were found since the last time, if this node knows the head of the chain.
fn report_contradictions<Block, Client, Syncer>(
	desk: &Desk,
	informant: Option<&mut Informant<Block, Client>>,
	sync: &Syncer,
) where
	Block: BlockT,
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block>,
	Client::Api: OracleVotesApi<Block>,
	Syncer: SyncOracle,
{
	if let Some(informant) = informant.filter(|_| !sync.is_major_syncing()) {
		informant.report(&desk.pool);
	}
}

/// Asks the chain who votes at its new head. If it does not say, the last answer stands.
fn note_head<Block, Client>(
	client: &Client,
	desk: &Desk,
	informant: Option<&mut Informant<Block, Client>>,
	head: Block::Hash,
) where
	Block: BlockT,
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block>,
	Client::Api: OracleVotesApi<Block>,
{
	let api = client.runtime_api();
	if !matches!(api.has_api::<dyn OracleVotesApi<Block>>(head), Ok(true)) {
		return;
	}
	match api.panel(head) {
		Ok(panel) => {
			if let Some(informant) = informant {
				informant.note_head(panel.session, head);
			}
			desk.pool.set_panel(panel, desk.clock.now());
		},
		Err(error) => log::warn!(target: LOG_TARGET, "the chain does not say who votes: {error}"),
	}
}
