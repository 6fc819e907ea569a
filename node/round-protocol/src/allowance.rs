// SPDX-License-Identifier: Apache-2.0
//! How much each peer may send.

use crate::Round;
use std::collections::BTreeMap;

/// What is left of one peer's allowance.
#[derive(Clone, Copy, Debug)]
struct Allowance {
	left: u32,
	as_of: Round,
}

/// The allowances of all peers. A peer that was not heard of yet has a full one.
#[derive(Clone, Debug)]
pub(crate) struct Allowances<Peer> {
	full: u32,
	each_round: u32,
	most_peers: usize,
	peers: BTreeMap<Peer, Allowance>,
}

impl<Peer: Ord + Clone> Allowances<Peer> {
	/// Allowances of `full` messages, of which `each_round` come back in a round. No more than
	/// `most_peers` are kept in mind.
	pub(crate) const fn new(full: u32, each_round: u32, most_peers: usize) -> Self {
		Self { full, each_round, most_peers, peers: BTreeMap::new() }
	}

	/// Takes one message off a peer's allowance. `false` if none is left.
	pub(crate) fn spend(&mut self, peer: &Peer, now: Round) -> bool {
		if !self.peers.contains_key(peer) && !self.make_room(now) {
			return false;
		}
		let before = self.peers.get(peer).copied();
		let left = before.map_or(self.full, |it| self.renewed(it, now));
		let Some(rest) = left.checked_sub(1) else { return false };
		self.peers.insert(peer.clone(), Allowance { left: rest, as_of: now });
		true
	}

	/// Forgets the peers whose allowance is full again, whether they are connected or not: coming back
	/// under the same name renews nothing. `false` if there is no room for another peer even so.
	fn make_room(&mut self, now: Round) -> bool {
		if self.peers.len() < self.most_peers {
			return true;
		}
		let mut peers = std::mem::take(&mut self.peers);
		peers.retain(|_, allowance| self.renewed(*allowance, now) < self.full);
		self.peers = peers;
		self.peers.len() < self.most_peers
	}

	fn renewed(&self, allowance: Allowance, now: Round) -> u32 {
		let rounds = u32::try_from(now.saturating_sub(allowance.as_of)).unwrap_or(u32::MAX);
		allowance
			.left
			.saturating_add(rounds.saturating_mul(self.each_round))
			.min(self.full)
	}

	/// How many peers are kept in mind.
	pub(crate) fn len(&self) -> usize {
		self.peers.len()
	}
}
