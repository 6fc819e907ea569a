// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! The votes that this node has heard, and the panel it judges them by.

use crate::{Moment, PanelRules};
use oracle_core::{
	crypto::reporter, Ignored, Round, SeatNumber, SignedBundle, VotingPanel, MAX_BUNDLES,
	MAX_SIGNED_BUNDLE_BYTES,
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

/// For how many slots after the keys of the panel have changed another node may honestly go by other ones.
///
/// With which keys a session begins depends on the last blocks before it, and heads of the chain may differ in these
/// until one of them wins, which takes a few slots. A peer that stays with a lost one for longer is blamed.
pub const SETTLING_SLOTS: u64 = 10;

/// Votes by round and reporter, shared by gossip, voter and author.
#[derive(Debug)]
pub struct VotePool<Peer> {
	state: Mutex<State<Peer>>,
}

/// A reporter caught contradicting itself: both votes, and the key that signed them.
pub type Evidence = Contradiction<SignedBundle, reporter::Public>;

#[derive(Debug)]
struct State<Peer> {
	panel: Arc<VotingPanel>,
	/// The slot in which this node learned of the keys.
	keys_since: Round,
	collector: Collector<PanelRules, Peer>,
	/// How many of the newest contradictions nobody has asked for yet.
	untold: usize,
}

impl<Peer: Ord + Clone> VotePool<Peer> {
	/// A pool of the chain that begins with `genesis`. It takes no votes before it knows a panel.
	pub fn new(genesis: H256) -> Self {
		let nobody = VotingPanel { genesis, session: 0, seats: Vec::new(), feeds: Vec::new() };
		let state = State {
			panel: Arc::new(nobody),
			keys_since: 0,
			collector: Collector::new(LIMITS),
			untold: 0,
		};
		Self { state: Mutex::new(state) }
	}

	/// Goes by another panel from `moment` on.
	pub fn set_panel(&self, panel: VotingPanel, moment: Moment) {
		let mut state = self.state.lock();
		if !have_same_keys(&state.panel, &panel) {
			state.keys_since = moment.slot;
		}
		state.panel = Arc::new(panel);
	}

	/// Whether this node has gone by its keys for so short a time at `moment` that another may honestly go by other
	/// ones.
	pub fn is_settling(&self, moment: Moment) -> bool {
		moment.slot < self.state.lock().keys_since.saturating_add(SETTLING_SLOTS)
	}

	/// Who votes.
	pub fn panel(&self) -> Arc<VotingPanel> {
		self.state.lock().panel.clone()
	}

	/// Takes the bytes that `peer` sent.
	pub fn hear(&self, peer: &Peer, bytes: &[u8], moment: Moment) -> Answer<Ignored> {
		let mut state = self.state.lock();
		let rules = state.rules(moment);
		let answer = state.collector.hear(peer, bytes, &rules, moment.slot);
		state.note_contradiction(&answer);
		answer
	}

	/// Takes a vote of this node.
	pub fn take(&self, vote: SignedBundle, moment: Moment) -> Answer<Ignored> {
		let mut state = self.state.lock();
		let rules = state.rules(moment);
		let answer = state.collector.take(vote, &rules, moment.slot);
		state.note_contradiction(&answer);
		answer
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
	pub fn evidence(&self) -> Vec<Evidence> {
		self.state.lock().collector.contradictions().cloned().collect()
	}

	/// What was found since this was asked the last time: each contradiction is told once.
	pub fn new_evidence(&self) -> Vec<Evidence> {
		let mut state = self.state.lock();
		let told = state.collector.contradictions().count().saturating_sub(state.untold);
		state.untold = 0;
		state.collector.contradictions().skip(told).cloned().collect()
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

impl<Peer: Ord + Clone> State<Peer> {
	fn rules(&self, moment: Moment) -> PanelRules {
		PanelRules { panel: self.panel.clone(), moment }
	}

	/// Counts what has just been found, if it was a contradiction.
	fn note_contradiction(&mut self, answer: &Answer<Ignored>) {
		if matches!(answer, Answer::Forward(_)) {
			let kept = self.collector.contradictions().count();
			self.untold = self.untold.saturating_add(1).min(kept);
		}
	}
}

/// Whether it is the same session, and the same seats vote with the same keys.
fn have_same_keys(one: &VotingPanel, other: &VotingPanel) -> bool {
	let keys = |panel: &VotingPanel| -> Vec<(SeatNumber, reporter::Public)> {
		panel.seats.iter().map(|seat| (seat.seat, seat.key.clone())).collect()
	};
	one.session == other.session && keys(one) == keys(other)
}
