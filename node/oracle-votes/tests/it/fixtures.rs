// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! A chain that stands still, four reporters, and nodes that listen to each other.

use futures::channel::mpsc::UnboundedReceiver;
use market_primitives::{FeedId, SmileId, Underlying};
use oracle_core::{
	crypto::reporter, Entries, SignedBundle, SmileEntry, SmileNodes, VoteBundle, VoteEntry,
	VotingPanel, VotingSeat, NODES,
};
use sc_network::ReputationChange;
use sc_network_gossip::{ValidationResult, Validator, ValidatorContext};
use sc_network_types::PeerId;
use sp_core::{Pair as _, H256};
use sp_runtime::{generic, traits::BlakeTwo256, OpaqueExtrinsic};
use std::{
	collections::{BTreeMap, VecDeque},
	sync::{Arc, LazyLock, Mutex},
};
use straddle_oracle_votes::{
	Clock, Desk, HandedValue, Metrics, Moment, VoteGossip, SETTLING_SLOTS,
};

pub(crate) type Header = generic::Header<u32, BlakeTwo256>;
pub(crate) type Block = generic::Block<Header, OpaqueExtrinsic>;

pub(crate) const GENESIS: H256 = H256([7; 32]);
pub(crate) const SESSION: u32 = 5;
pub(crate) const SLOT: u64 = 600_000_000;
/// 2.4 seconds into the slot.
pub(crate) const NOW_MS: u64 = SLOT * 3_000 + 2_400;
pub(crate) const NOW: Moment = Moment { slot: SLOT, now_ms: NOW_MS };
pub(crate) const REPORTERS: u16 = 4;

/// 2.4 seconds into a slot.
pub(crate) fn in_slot(slot: u64) -> Moment {
	Moment { slot, now_ms: slot * 3_000 + 2_400 }
}

pub(crate) fn clock() -> Clock {
	Clock::with_time(3_000, || NOW_MS)
}

pub(crate) fn phrase(seat: u16) -> String {
	format!("//Reporter//{seat}")
}

pub(crate) fn key(seat: u16) -> reporter::Pair {
	// Deriving a key from a phrase takes long on purpose.
	static KEYS: LazyLock<Vec<reporter::Pair>> = LazyLock::new(|| {
		let derived = |seat| reporter::Pair::from_string(&phrase(seat), None).unwrap();
		(0..10).map(derived).collect()
	});
	KEYS[usize::from(seat)].clone()
}

/// Everybody's last round on chain is the one before the present.
pub(crate) fn panel() -> VotingPanel {
	let seat = |seat| VotingSeat { seat, key: key(seat).public(), last_round: SLOT - 1 };
	VotingPanel {
		genesis: GENESIS,
		session: SESSION,
		seats: (0..REPORTERS).map(seat).collect(),
		feeds: vec![FeedId::Index(Underlying::BTC), FeedId::Index(Underlying::ETH)],
	}
}

pub(crate) fn handed(feed: FeedId, value: &str) -> HandedValue {
	HandedValue {
		feed,
		value: value.parse().unwrap(),
		confidence: "1".parse().unwrap(),
		sources: 3,
	}
}

pub(crate) fn btc(value: &str) -> HandedValue {
	handed(FeedId::Index(Underlying::BTC), value)
}

/// A smile of BTC that lies at a variance of 0.09 everywhere, and expires so many days from now.
pub(crate) fn smile(days: u64) -> SmileEntry {
	let expiry = NOW_MS / 1_000 + days * 86_400;
	SmileEntry {
		smile: SmileId::new(Underlying::BTC, expiry),
		nodes: SmileNodes {
			forward: "64100".parse().unwrap(),
			totals: ["0.09".parse().unwrap(); NODES],
		},
	}
}

/// What `seat` says about BTC in this round.
pub(crate) fn bundle(seat: u16, value: &str) -> VoteBundle {
	let HandedValue { feed, value, confidence, sources } = btc(value);
	let entries = vec![VoteEntry { feed, value, confidence, sources }];
	let entries = Entries::truncate_from(entries);
	VoteBundle::new(GENESIS, SESSION, SLOT, seat, NOW_MS - 300, entries)
}

pub(crate) fn signed_by(signer: u16, bundle: VoteBundle) -> SignedBundle {
	let signature = key(signer).sign(&bundle.signing_payload());
	SignedBundle { bundle, signature }
}

pub(crate) fn vote(seat: u16, value: &str) -> SignedBundle {
	signed_by(seat, bundle(seat, value))
}

/// A node without a network.
pub(crate) struct Node {
	pub(crate) id: PeerId,
	pub(crate) desk: Arc<Desk>,
	pub(crate) gossip: VoteGossip<Block>,
	/// What the node thinks of its peers.
	reputation: Arc<Mutex<BTreeMap<PeerId, i64>>>,
	_fresh: UnboundedReceiver<u64>,
}

impl Node {
	/// It has known for long who votes.
	pub(crate) fn new() -> Self {
		Self::knowing(panel(), SLOT - SETTLING_SLOTS)
	}

	/// It knows since a slot that these vote.
	pub(crate) fn knowing(panel: VotingPanel, since: u64) -> Self {
		let desk = Arc::new(Desk::new(GENESIS, clock()));
		desk.pool.set_panel(panel, in_slot(since));
		let reputation = Arc::<Mutex<BTreeMap<PeerId, i64>>>::default();
		let book = reputation.clone();
		let report = move |peer, change: ReputationChange| {
			*book.lock().unwrap().entry(peer).or_default() += i64::from(change.value);
		};
		let (gossip, fresh) = VoteGossip::new(desk.clone(), Metrics::default(), report);
		Self { id: PeerId::random(), desk, gossip, reputation, _fresh: fresh }
	}

	/// Takes bytes from a peer; whether it passes them on.
	pub(crate) fn hear(&self, from: &PeerId, bytes: &[u8]) -> bool {
		match self.gossip.validate(&mut NoContext, from, bytes) {
			ValidationResult::ProcessAndKeep(_) => true,
			ValidationResult::ProcessAndDiscard(_) | ValidationResult::Discard => false,
		}
	}

	pub(crate) fn opinion_of(&self, peer: &PeerId) -> i64 {
		self.reputation.lock().unwrap().get(peer).copied().unwrap_or(0)
	}

	/// The seats whose votes the node would carry.
	pub(crate) fn would_carry(&self) -> Vec<u16> {
		let candidates = self.desk.pool.candidates(NOW);
		candidates.iter().map(|vote| vote.bundle.reporter).collect()
	}
}

/// Nodes that all know each other.
pub(crate) struct Mesh(pub(crate) Vec<Node>);

impl Mesh {
	pub(crate) fn of(nodes: usize) -> Self {
		Self((0..nodes).map(|_| Node::new()).collect())
	}

	/// Gives bytes of `from` to one node, and lets everybody pass on what it passes on.
	pub(crate) fn send(&self, from: &PeerId, to: usize, bytes: &[u8]) {
		let mut letters = VecDeque::from([(*from, to)]);
		while let Some((from, to)) = letters.pop_front() {
			if self.0[to].hear(&from, bytes) {
				let others = (0..self.0.len()).filter(|other| *other != to);
				let others = others.filter(|other| self.0[*other].id != from);
				letters.extend(others.map(|other| (self.0[to].id, other)));
			}
		}
	}
}

/// The gossip engine, which validation has no need of.
pub(crate) struct NoContext;

impl ValidatorContext<Block> for NoContext {
	fn broadcast_topic(&mut self, _: H256, _: bool) {}
	fn broadcast_message(&mut self, _: H256, _: Vec<u8>, _: bool) {}
	fn send_message(&mut self, _: &PeerId, _: Vec<u8>) {}
	fn send_topic(&mut self, _: &PeerId, _: H256, _: bool) {}
}
