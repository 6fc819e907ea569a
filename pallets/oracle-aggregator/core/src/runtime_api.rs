// SPDX-License-Identifier: Apache-2.0
//! Questions that voting nodes ask the chain.

use crate::{
	check::Ignored,
	crypto::{reporter, OpaqueKeyOwnershipProof},
	SignedBundle, VotingPanel,
};
use alloc::vec::Vec;

sp_api::decl_runtime_apis! {
	/// How nodes vote on prices, carry votes into blocks, and report who contradicts itself.
	pub trait OracleVotesApi {
		/// Who votes, and on what. As of the next block, if that begins no session.
		fn panel() -> VotingPanel;

		/// Whether a block of `slot` at `now_ms` (milliseconds since 1970) on top of this one would count
		/// each of `bundles`, taken in this order; in the same order. The author's dry run: the clock of
		/// this block's state is not that of the next block, so the author says what it will be.
		fn acceptable(slot: u64, now_ms: u64, bundles: Vec<SignedBundle>) -> Vec<Result<(), Ignored>>;

		/// Shows whose key it is: a validator's of this block's session, or an outside reporter's. `None` if
		/// nobody can be shown to own it. A proof of a session is accepted in later ones, too, so a block of the
		/// session of the bundles is the one to ask.
		fn key_ownership_proof(key: reporter::Public) -> Option<OpaqueKeyOwnershipProof>;

		/// The transaction with which a node reports two bundles that contradict each other, both signed with
		/// `key`. It needs no account, and is taken from this node's own pool only: it is not passed on. `None` if
		/// the proof is none of this runtime's.
		fn equivocation_report(
			first: SignedBundle,
			second: SignedBundle,
			key: reporter::Public,
			proof: OpaqueKeyOwnershipProof,
		) -> Option<Block::Extrinsic>;
	}
}
