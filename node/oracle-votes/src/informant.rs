// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! Reports to the chain who contradicts itself.

use crate::{Evidence, Metrics, VotePool, LOG_TARGET};
use oracle_core::{crypto::reporter, runtime_api::OracleVotesApi};
use sc_client_api::HeaderBackend;
use sc_network_types::PeerId;
use sp_api::ProvideRuntimeApi;
use sp_keystore::KeystorePtr;
use sp_runtime::traits::Block as BlockT;
use std::{collections::VecDeque, sync::Arc};

/// How many sessions are kept in mind: the present one, and the one that has just ended, of which votes may
/// still arrive.
const SESSIONS: usize = 2;

/// At how many heads a report is tried that fails, the first one included. A node may hear votes of a round whose
/// block it has not seen yet, and the chain takes no report of a round that has not begun.
const HEADS_TO_TRY: u8 = 10;

/// How many reports wait for another head.
const MOST_WAITING: usize = 32;

/// Hands a transaction to this node's own pool, which tries it on the state of a block; or says why it was not
/// taken.
pub type HandToPool<Block> = Box<
	dyn Fn(<Block as BlockT>::Hash, <Block as BlockT>::Extrinsic) -> Result<(), String>
		+ Send
		+ Sync,
>;

/// Why a contradiction is not reported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReported {
	/// A node does not accuse itself. Others will.
	#[error("the key is this node's own: SOMEBODY ELSE SIGNS WITH IT, and two nodes with one key are slashed")]
	OwnKey,
	/// The node has seen no block of the session, at which it could ask whose key it was.
	#[error("this node has seen no block of session {session}")]
	UnknownSession {
		/// The session of the votes.
		session: u32,
	},
	/// The runtime does not show whose key it is.
	#[error("the chain does not show whose key it is")]
	UnknownOwner,
	/// The runtime made no transaction of it.
	#[error("the chain makes no report of it")]
	NoReport,
	/// The runtime failed.
	#[error("the chain does not answer: {0}")]
	Runtime(String),
	/// The pool did not take the report. That it is known already is one of the reasons.
	#[error("the pool does not take the report: {0}")]
	Pool(String),
}

impl NotReported {
	/// Whether it may be otherwise at another head.
	const fn may_pass(&self) -> bool {
		matches!(self, Self::NoReport | Self::Runtime(_) | Self::Pool(_))
	}
}

/// A report that has failed so far.
struct Waiting<Block: BlockT> {
	evidence: Evidence,
	failed_at: Option<Block::Hash>,
	heads_left: u8,
}

/// Reports contradictions for a node that makes blocks: each once, or until it is taken.
pub struct Informant<Block: BlockT, Client> {
	client: Arc<Client>,
	keystore: KeystorePtr,
	hand_to_pool: HandToPool<Block>,
	metrics: Metrics,
	/// The newest head in each of the last sessions.
	heads: VecDeque<(u32, Block::Hash)>,
	waiting: Vec<Waiting<Block>>,
}

impl<Block, Client> Informant<Block, Client>
where
	Block: BlockT,
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block>,
	Client::Api: OracleVotesApi<Block>,
{
	/// An informant that asks the runtime of `client`, and does not report the keys of `keystore`.
	pub fn new(
		client: Arc<Client>,
		keystore: KeystorePtr,
		hand_to_pool: HandToPool<Block>,
		metrics: Metrics,
	) -> Self {
		Self {
			client,
			keystore,
			hand_to_pool,
			metrics,
			heads: VecDeque::new(),
			waiting: Vec::new(),
		}
	}

	/// The chain is in `session` at `head`, which is its best block now.
	pub fn note_head(&mut self, session: u32, head: Block::Hash) {
		self.heads.retain(|(known, _)| *known != session);
		self.heads.push_back((session, head));
		while self.heads.len() > SESSIONS {
			self.heads.pop_front();
		}
	}

	/// Reports what the pool of votes has found since the last time, and what was in vain at an earlier head.
	pub fn report(&mut self, votes: &VotePool<PeerId>) {
		let head = self.heads.back().map(|(_, head)| *head);
		let (same_head, again): (Vec<_>, Vec<_>) =
			self.waiting.drain(..).partition(|waiting| waiting.failed_at == head);
		self.waiting = same_head;
		let fresh = votes.new_evidence().into_iter().map(|evidence| Waiting {
			evidence,
			failed_at: None,
			heads_left: HEADS_TO_TRY,
		});
		for waiting in again.into_iter().chain(fresh) {
			let subject = waiting.evidence.subject;
			match self.report_one(waiting.evidence.clone()) {
				Ok(()) => {
					self.metrics.note_reported();
					log::info!(
						target: LOG_TARGET,
						"reported seat {} for two votes of round {}",
						subject.member,
						subject.round,
					);
				},
				Err(reason)
					if reason.may_pass()
						&& waiting.heads_left > 1
						&& self.waiting.len() < MOST_WAITING =>
				{
					log::debug!(
						target: LOG_TARGET,
						"seat {} is not reported yet for two votes of round {}: {reason}",
						subject.member,
						subject.round,
					);
					let heads_left = waiting.heads_left.saturating_sub(1);
					self.waiting.push(Waiting { failed_at: head, heads_left, ..waiting });
				},
				Err(reason) => log::warn!(
					target: LOG_TARGET,
					"seat {} is not reported for two votes of round {}: {reason}",
					subject.member,
					subject.round,
				),
			}
		}
	}

	fn report_one(&self, evidence: Evidence) -> Result<(), NotReported> {
		let Evidence { first, second, key, .. } = evidence;
		if self.keystore.sr25519_public_keys(reporter::KEY_TYPE).contains(key.as_ref()) {
			return Err(NotReported::OwnKey);
		}
		let session = first.bundle.session;
		let of_session = self.heads.iter().find(|(known, _)| *known == session);
		let (_, then) = of_session.ok_or(NotReported::UnknownSession { session })?;
		let failed = |error: sp_api::ApiError| NotReported::Runtime(error.to_string());
		// Of an ended session the chain shows nothing any more; but what it showed then is still good.
		let proof = self
			.client
			.runtime_api()
			.key_ownership_proof(*then, key.clone())
			.map_err(failed)?
			.ok_or(NotReported::UnknownOwner)?;
		let head = self.client.info().best_hash;
		let report = self
			.client
			.runtime_api()
			.equivocation_report(head, first, second, key, proof)
			.map_err(failed)?
			.ok_or(NotReported::NoReport)?;
		(self.hand_to_pool)(head, report).map_err(NotReported::Pool)
	}
}
