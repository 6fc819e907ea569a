// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! The votes that this node has heard, and the panel it judges them by.

use crate::{Moment, PanelRules};
use oracle_core::{
	Ignored, Round, SeatNumber, SignedBundle, VotingPanel, MAX_BUNDLES, MAX_SIGNED_BUNDLE_BYTES,
};
use parking_lot::Mutex;
use round_protocol::{candidates, Answer, Collector, Contradiction, Limits};
use sp_core::H256;
use std::sync::Arc;

/// What a node never goes beyond.
///
/// A vote lives for ten seconds, which is a few slots. An honest peer sends each vote once, twice as
/// many if every reporter contradicts itself, and all it has when it connects.
pub const LIMITS: Limits = Limits {
	message_bytes: MAX_SIGNED_BUNDLE_BYTES,
	members: MAX_BUNDLES as usize,
	rounds: 4,
	burst: MAX_BUNDLES * 4 * 2,
	each_round: MAX_BUNDLES * 2,
	peers: 1_024,
	contradictions: 64,
};

/// Votes by round and reporter, shared by gossip, voter and author.
#[derive(Debug)]
pub struct VotePool<Peer> {
	state: Mutex<State<Peer>>,
}

#[derive(Debug)]
struct State<Peer> {
	panel: Arc<VotingPanel>,
	collector: Collector<PanelRules, Peer>,
}

impl<Peer: Ord + Clone> VotePool<Peer> {
	/// A pool of the chain that begins with `genesis`. It takes no votes before it knows a panel.
	pub fn new(genesis: H256) -> Self {
		let nobody = VotingPanel { genesis, session: 0, seats: Vec::new(), feeds: Vec::new() };
		let state = State { panel: Arc::new(nobody), collector: Collector::new(LIMITS) };
		Self { state: Mutex::new(state) }
	}

	/// Goes by another panel from now on.
	pub fn set_panel(&self, panel: VotingPanel) {
		self.state.lock().panel = Arc::new(panel);
	}

	/// Who votes.
	pub fn panel(&self) -> Arc<VotingPanel> {
		self.state.lock().panel.clone()
	}

	/// Takes the bytes that `peer` sent.
	pub fn hear(&self, peer: &Peer, bytes: &[u8], moment: Moment) -> Answer<Ignored> {
		let mut state = self.state.lock();
		let rules = state.rules(moment);
		state.collector.hear(peer, bytes, &rules, moment.slot)
	}

	/// Takes a vote of this node.
	pub fn take(&self, vote: SignedBundle, moment: Moment) -> Answer<Ignored> {
		let mut state = self.state.lock();
		let rules = state.rules(moment);
		state.collector.take(vote, &rules, moment.slot)
	}

	/// What an author may offer the runtime: the newest vote of each reporter, if it counts in a block
	/// of `moment`.
	pub fn candidates(&self, moment: Moment) -> Vec<SignedBundle> {
		let (newest, rules) = {
			let state = self.state.lock();
			let newest: Vec<_> = state.collector.newest().into_iter().cloned().collect();
			(newest, state.rules(moment))
		};
		candidates(&newest, &rules, MAX_BUNDLES as usize)
	}

	/// Whether a vote from `seat` for `round` was heard.
	pub fn has(&self, seat: SeatNumber, round: Round) -> bool {
		self.state.lock().collector.of(seat, round).is_some()
	}

	/// Whether votes of `round` are over at `moment`.
	pub fn is_past(&self, round: Round, moment: Moment) -> bool {
		self.state.lock().collector.is_past(round, moment.slot)
	}

	/// The proofs that reporters contradicted themselves, oldest first.
	pub fn contradictions(&self) -> Vec<Contradiction<SignedBundle>> {
		self.state.lock().collector.contradictions().cloned().collect()
	}

	/// How many votes are kept.
	pub fn len(&self) -> usize {
		self.state.lock().collector.len()
	}

	/// Whether none are.
	pub fn is_empty(&self) -> bool {
		self.len() == 0
	}
}

impl<Peer> State<Peer> {
	fn rules(&self, moment: Moment) -> PanelRules {
		PanelRules { panel: self.panel.clone(), moment }
	}
}
