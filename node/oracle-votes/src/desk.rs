// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! What the RPC server, gossip, voter and author of a node share.

use crate::{Clock, HandIn, HandInRefused, HandedValue, Silence, VotePool};
use oracle_core::{Round, SeatNumber, SmileEntry, VoteBundle};
use parking_lot::Mutex;
use sc_network_types::PeerId;
use sp_core::H256;

/// What became of this node's last vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LastVote {
	/// It was sent.
	Signed {
		/// When.
		round: Round,
		/// From which seat.
		seat: SeatNumber,
		/// On how many feeds.
		values: usize,
		/// On how many smiles.
		smiles: usize,
	},
	/// There was none.
	Silent {
		/// When.
		round: Round,
		/// Why.
		why: String,
	},
}

/// One per node.
#[derive(Debug)]
pub struct Desk {
	/// The node's clock.
	pub clock: Clock,
	/// The votes it has heard.
	pub pool: VotePool<PeerId>,
	handed_in: Mutex<Option<HandIn>>,
	last_vote: Mutex<Option<LastVote>>,
}

impl Desk {
	/// A desk for the chain that begins with `genesis`.
	pub fn new(genesis: H256, clock: Clock) -> Self {
		Self {
			clock,
			pool: VotePool::new(genesis),
			handed_in: Mutex::new(None),
			last_vote: Mutex::new(None),
		}
	}

	/// Takes values and smiles from a feeder. The newest are signed at the next cut-off.
	pub fn hand_in(
		&self,
		values: &[HandedValue],
		smiles: Vec<SmileEntry>,
		observed_at_ms: u64,
	) -> Result<HandIn, HandInRefused> {
		let handed_in = HandIn::new(values, smiles, observed_at_ms, self.clock.now().now_ms)?;
		let mut latest = self.handed_in.lock();
		if let Some(before) = &*latest {
			let by_ms = before.observed_at_ms.saturating_sub(observed_at_ms);
			if by_ms > 0 {
				return Err(HandInRefused::OlderThanBefore { by_ms });
			}
		}
		*latest = Some(handed_in.clone());
		Ok(handed_in)
	}

	/// The newest values that were handed in.
	pub fn handed_in(&self) -> Option<HandIn> {
		self.handed_in.lock().clone()
	}

	/// What became of this node's last vote; `None` before the first cut-off.
	pub fn last_vote(&self) -> Option<LastVote> {
		self.last_vote.lock().clone()
	}

	/// This node has sent this vote.
	pub(crate) fn note_signed(&self, bundle: &VoteBundle) {
		*self.last_vote.lock() = Some(LastVote::Signed {
			round: bundle.round,
			seat: bundle.reporter,
			values: bundle.entries.len(),
			smiles: bundle.smiles.len(),
		});
	}

	/// Whether this is why the node did not vote the last time.
	pub(crate) fn was_silent_because(&self, reason: &Silence) -> bool {
		let last = self.last_vote.lock();
		matches!(&*last, Some(LastVote::Silent { why, .. }) if *why == reason.to_string())
	}

	/// This node did not vote in `round`.
	pub(crate) fn note_silent(&self, round: Round, why: &Silence) {
		*self.last_vote.lock() = Some(LastVote::Silent { round, why: why.to_string() });
	}
}
