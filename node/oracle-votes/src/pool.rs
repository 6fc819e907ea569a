// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! The votes that this node has heard, and the panel it judges them by.

use crate::{Moment, PanelRules};
use oracle_core::{
	crypto::reporter, Ignored, Round, SeatNumber, SignedBundle, VotingPanel, MAX_BUNDLES,
	MAX_SIGNED_BUNDLE_BYTES,
};
use parking_lot::Mutex;
use round_protocol::{candidates, Answer, Collector, Contradiction, Limits, Subject};
use sp_core::H256;
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::Arc,
};

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

/// A reporter caught contradicting itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
	/// Both votes.
	pub contradiction: Contradiction<SignedBundle>,
	/// The key that signed them.
	pub key: reporter::Public,
}

#[derive(Debug)]
struct State<Peer> {
	panel: Arc<VotingPanel>,
	collector: Collector<PanelRules, Peer>,
	/// The keys of those who contradicted themselves. Another panel may have other keys.
	keys: BTreeMap<Subject, reporter::Public>,
	/// How many of the newest contradictions nobody has asked for yet.
	untold: usize,
}

impl<Peer: Ord + Clone> VotePool<Peer> {
	/// A pool of the chain that begins with `genesis`. It takes no votes before it knows a panel.
	pub fn new(genesis: H256) -> Self {
		let nobody = VotingPanel { genesis, session: 0, seats: Vec::new(), feeds: Vec::new() };
		let state = State {
			panel: Arc::new(nobody),
			collector: Collector::new(LIMITS),
			keys: BTreeMap::new(),
			untold: 0,
		};
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
	pub fn contradictions(&self) -> Vec<Contradiction<SignedBundle>> {
		self.state.lock().collector.contradictions().cloned().collect()
	}

	/// The same with the keys that signed.
	pub fn evidence(&self) -> Vec<Evidence> {
		self.state.lock().evidence().collect()
	}

	/// What was found since this was asked the last time: each contradiction is told once.
	pub fn new_evidence(&self) -> Vec<Evidence> {
		let mut state = self.state.lock();
		let told = state.keys.len().saturating_sub(state.untold);
		state.untold = 0;
		state.evidence().skip(told).collect()
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

	fn evidence(&self) -> impl Iterator<Item = Evidence> + '_ {
		self.collector.contradictions().filter_map(move |contradiction| {
			let key = self.keys.get(&contradiction.subject)?.clone();
			Some(Evidence { contradiction: contradiction.clone(), key })
		})
	}

	/// Keeps the key of who contradicted itself, by the panel that has just told that it signed.
	fn note_contradiction(&mut self, answer: &Answer<Ignored>) {
		let Answer::Forward(subject) = answer else { return };
		let Some(seat) = self.panel.seat(subject.member) else { return };
		self.keys.insert(*subject, seat.key.clone());
		let kept: BTreeSet<Subject> =
			self.collector.contradictions().map(|known| known.subject).collect();
		self.keys.retain(|subject, _| kept.contains(subject));
		self.untold = self.untold.saturating_add(1).min(self.keys.len());
	}
}
