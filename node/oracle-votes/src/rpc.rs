// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! What a feeder and an operator can ask their node.

use crate::{voter::own_seat, Desk, Evidence, HandedValue, LastVote};
use codec::Encode;
use jsonrpsee::{
	core::RpcResult,
	proc_macros::rpc,
	types::{error::INVALID_PARAMS_CODE, ErrorObject},
	Extensions,
};
use market_primitives::FeedId;
use oracle_core::SmileEntry;
use sc_rpc_api::check_if_safe;
use serde::{Deserialize, Serialize};
use sp_core::Bytes;
use sp_keystore::KeystorePtr;
use std::sync::Arc;

/// What became of values that were handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
	/// How many values wait to be signed.
	pub values: usize,
	/// How many smiles wait to be signed, if need be over several votes. Those of expiries without listed
	/// options will not count.
	pub smiles: usize,
	/// The feeds of which the chain knows nothing. They will not be signed.
	pub unknown_feeds: Vec<FeedId>,
	/// The seat they will be signed for; none if no key of this node has one, or one has two.
	pub seat: Option<u16>,
}

/// How this node's votes are doing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
	/// The slot of now.
	pub slot: u64,
	/// The session.
	pub session: u32,
	/// How many seats vote in it.
	pub seats: usize,
	/// The seat of this node's key; none if it has no key with a seat, or one with two.
	pub seat: Option<u16>,
	/// The newest round the chain has from that seat.
	pub last_round_on_chain: Option<u64>,
	/// When that round began, in milliseconds since 1970.
	pub last_round_on_chain_ms: Option<u64>,
	/// When the newest values were seen that were handed in, in milliseconds since 1970.
	pub handed_in_at_ms: Option<u64>,
	/// The round this node voted in last, if nothing has kept it from voting since.
	pub voted_in_round: Option<u64>,
	/// Why it did not vote, if it did not at the last cut-off.
	pub silent: Option<String>,
	/// Votes of the last rounds that it has heard.
	pub votes_heard: usize,
	/// Reporters it has caught contradicting themselves.
	pub contradictions: usize,
}

/// Two votes of one seat for one round, as they were signed: SCALE, for a report to the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProofOfContradiction {
	/// The seat.
	pub seat: u16,
	/// The session whose seat it is.
	pub session: u32,
	/// The round.
	pub round: u64,
	/// The key that signed both.
	pub key: Bytes,
	/// The vote that was heard first.
	pub first: Bytes,
	/// The vote that was heard after it.
	pub second: Bytes,
}

/// Methods about this node's part in the oracle.
#[rpc(server)]
pub trait OracleRpc {
	/// Hands in values that were seen at `observed_at_ms` (milliseconds since 1970), and smiles that were seen
	/// then. At the next cut-off the node signs the newest that it has. Unsafe: whoever may call it speaks for this
	/// node.
	#[method(name = "oracle_handIn", with_extensions)]
	fn hand_in(
		&self,
		values: Vec<HandedValue>,
		observed_at_ms: u64,
		smiles: Option<Vec<SmileEntry>>,
	) -> RpcResult<Receipt>;

	/// How this node's votes are doing.
	#[method(name = "oracle_status")]
	fn status(&self) -> RpcResult<Status>;

	/// The proofs of contradictions that this node has, oldest first.
	#[method(name = "oracle_contradictions")]
	fn contradictions(&self) -> RpcResult<Vec<ProofOfContradiction>>;
}

/// Answers from the desk.
pub struct OracleRpcAnswers {
	desk: Arc<Desk>,
	keystore: KeystorePtr,
}

impl OracleRpcAnswers {
	/// With the keys of `keystore`.
	pub const fn new(desk: Arc<Desk>, keystore: KeystorePtr) -> Self {
		Self { desk, keystore }
	}
}

impl OracleRpcServer for OracleRpcAnswers {
	fn hand_in(
		&self,
		extensions: &Extensions,
		values: Vec<HandedValue>,
		observed_at_ms: u64,
		smiles: Option<Vec<SmileEntry>>,
	) -> RpcResult<Receipt> {
		check_if_safe(extensions)?;
		let smiles = smiles.unwrap_or_default();
		let handed_in = self.desk.hand_in(&values, smiles, observed_at_ms).map_err(|refused| {
			ErrorObject::owned(INVALID_PARAMS_CODE, refused.to_string(), None::<()>)
		})?;
		let panel = self.desk.pool.panel();
		let feeds = handed_in.entries.iter().map(|entry| entry.feed);
		let unknown_feeds: Vec<_> =
			feeds.filter(|feed| panel.feeds.binary_search(feed).is_err()).collect();
		Ok(Receipt {
			values: handed_in.entries.len().saturating_sub(unknown_feeds.len()),
			smiles: handed_in.smiles.len(),
			unknown_feeds,
			seat: own_seat(&panel, &self.keystore).ok().map(|seat| seat.seat),
		})
	}

	fn status(&self) -> RpcResult<Status> {
		let panel = self.desk.pool.panel();
		let own = own_seat(&panel, &self.keystore).ok();
		let (voted_in_round, silent) = match self.desk.last_vote() {
			Some(LastVote::Signed { round, .. }) => (Some(round), None),
			Some(LastVote::Silent { why, .. }) => (None, Some(why)),
			None => (None, None),
		};
		let clock = self.desk.clock;
		Ok(Status {
			slot: clock.now().slot,
			session: panel.session,
			seats: panel.seats.len(),
			seat: own.map(|seat| seat.seat),
			last_round_on_chain: own.map(|seat| seat.last_round),
			last_round_on_chain_ms: own.map(|seat| clock.start_of(seat.last_round)),
			handed_in_at_ms: self.desk.handed_in().map(|it| it.observed_at_ms),
			voted_in_round,
			silent,
			votes_heard: self.desk.pool.len(),
			contradictions: self.desk.pool.evidence().len(),
		})
	}

	fn contradictions(&self) -> RpcResult<Vec<ProofOfContradiction>> {
		let proofs = self.desk.pool.evidence().into_iter();
		Ok(proofs
			.map(|Evidence { subject, first, second, key }| ProofOfContradiction {
				seat: subject.member,
				session: first.bundle.session,
				round: subject.round,
				key: key.encode().into(),
				first: first.encode().into(),
				second: second.encode().into(),
			})
			.collect())
	}
}
