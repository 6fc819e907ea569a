// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! How votes travel between nodes.

use crate::{reputation_change, Desk, Metrics};
use codec::Encode;
use futures::channel::mpsc::{unbounded, UnboundedReceiver, UnboundedSender};
use oracle_core::{Round, BUNDLE_VERSION, MAX_SIGNED_BUNDLE_BYTES};
use round_protocol::Answer;
use sc_network::{
	config::{NonReservedPeerMode, SetConfig},
	peer_store::PeerStoreProvider,
	service::NotificationMetrics,
	NetworkBackend, NotificationService, ProtocolName, ReputationChange,
};
use sc_network_gossip::{MessageIntent, ValidationResult, Validator, ValidatorContext};
use sc_network_types::PeerId;
use sp_runtime::traits::{Block as BlockT, Hash as _, HashingFor};
use std::{collections::BTreeMap, sync::Arc};

/// The longest message of the protocol, in bytes. A little more than the longest vote, so that one
/// who sends too much is heard and loses reputation.
pub const MAX_MESSAGE_BYTES: u64 = MAX_SIGNED_BUNDLE_BYTES as u64 + 1_024;

/// The protocol's name on the chain that begins with `genesis`.
///
/// The version of bundles is part of it, since bytes of another version may be no vote at all to this one. While nodes
/// are upgraded, those of either version pass votes on among their own kind, and all stay peers for blocks and finality.
pub fn protocol_name(genesis: impl AsRef<[u8]>, fork_id: Option<&str>) -> ProtocolName {
	let genesis: String = genesis.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
	match fork_id {
		Some(fork) => format!("/{genesis}/{fork}/oracle-votes/{BUNDLE_VERSION}").into(),
		None => format!("/{genesis}/oracle-votes/{BUNDLE_VERSION}").into(),
	}
}

/// What the network must know of the protocol. Votes are exchanged with the peers that blocks are
/// exchanged with; the gossip engine adds them one by one.
pub fn set_config<Block: BlockT, Network: NetworkBackend<Block, Block::Hash>>(
	name: ProtocolName,
	metrics: NotificationMetrics,
	peers: Arc<dyn PeerStoreProvider>,
) -> (Network::NotificationProtocolConfig, Box<dyn NotificationService>) {
	Network::notification_config(
		name,
		Vec::new(),
		MAX_MESSAGE_BYTES,
		None,
		SetConfig {
			in_peers: 0,
			out_peers: 0,
			reserved_nodes: Vec::new(),
			non_reserved_mode: NonReservedPeerMode::Deny,
		},
		metrics,
		peers,
	)
}

/// Under which the gossip engine files the votes of a round.
pub fn topic<Block: BlockT>(round: Round) -> Block::Hash {
	HashingFor::<Block>::hash(&(b"oracle-votes", round).encode())
}

/// Decides what of the peers' messages is kept and passed on.
pub struct VoteGossip<Block: BlockT> {
	desk: Arc<Desk>,
	metrics: Metrics,
	report: Box<dyn Fn(PeerId, ReputationChange) + Send + Sync>,
	fresh: UnboundedSender<Round>,
	/// The rounds behind the topics in use.
	rounds: parking_lot::Mutex<BTreeMap<Block::Hash, Round>>,
}

impl<Block: BlockT> VoteGossip<Block> {
	/// With it comes a stream of the rounds that a message to pass on was kept for. The engine passes on
	/// what it keeps only now and then, unless it is told to. Telling it in the midst of validation
	/// would send the message back to where it came from.
	pub fn new(
		desk: Arc<Desk>,
		metrics: Metrics,
		report: impl Fn(PeerId, ReputationChange) + Send + Sync + 'static,
	) -> (Self, UnboundedReceiver<Round>) {
		let (fresh, rounds_to_pass_on) = unbounded();
		let gossip = Self {
			desk,
			metrics,
			report: Box::new(report),
			fresh,
			rounds: parking_lot::Mutex::default(),
		};
		(gossip, rounds_to_pass_on)
	}

	/// The topic of a round, which is known as such from now on until the round is over.
	pub fn open_topic(&self, round: Round) -> Block::Hash {
		let topic = topic::<Block>(round);
		self.rounds.lock().insert(topic, round);
		topic
	}

	/// Forgets the topics of rounds that are over, and returns the others.
	fn open_rounds(&self) -> BTreeMap<Block::Hash, Round> {
		let now = self.desk.clock.now();
		let mut rounds = self.rounds.lock();
		rounds.retain(|_, round| !self.desk.pool.is_past(*round, now));
		rounds.clone()
	}
}

impl<Block: BlockT> Validator<Block> for VoteGossip<Block> {
	fn validate(
		&self,
		_context: &mut dyn ValidatorContext<Block>,
		sender: &PeerId,
		data: &[u8],
	) -> ValidationResult<Block::Hash> {
		let now = self.desk.clock.now();
		let answer = self.desk.pool.hear(sender, data, now);
		self.metrics.note_heard(&answer);
		if let Some(change) = reputation_change(&answer, self.desk.pool.is_settling(now)) {
			(self.report)(*sender, change);
		}
		let subject = match answer {
			Answer::Keep(subject) => subject,
			Answer::Forward(subject) => {
				log::warn!(
					target: crate::LOG_TARGET,
					"seat {} signed two different votes for round {}: see `oracle_contradictions`",
					subject.member,
					subject.round,
				);
				subject
			},
			Answer::Ignore(_) => return ValidationResult::Discard,
		};
		// Fails only when the worker is gone, and the node with it.
		let _ = self.fresh.unbounded_send(subject.round);
		ValidationResult::ProcessAndKeep(self.open_topic(subject.round))
	}

	fn message_expired<'a>(&'a self) -> Box<dyn FnMut(Block::Hash, &[u8]) -> bool + 'a> {
		let open = self.open_rounds();
		Box::new(move |topic, _| !open.contains_key(&topic))
	}

	fn message_allowed<'a>(
		&'a self,
	) -> Box<dyn FnMut(&PeerId, MessageIntent, &Block::Hash, &[u8]) -> bool + 'a> {
		let open = self.open_rounds();
		Box::new(move |_, intent, topic, _| {
			intent != MessageIntent::PeriodicRebroadcast && open.contains_key(topic)
		})
	}
}
