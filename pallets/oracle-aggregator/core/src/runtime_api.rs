// SPDX-License-Identifier: Apache-2.0
//! Questions that voting nodes ask the chain.

use crate::{check::Ignored, SignedBundle, VotingPanel};
use alloc::vec::Vec;

sp_api::decl_runtime_apis! {
	/// How nodes vote on prices and carry votes into blocks.
	pub trait OracleVotesApi {
		/// Who votes, and on what. As of the next block, if that begins no session.
		fn panel() -> VotingPanel;

		/// Whether a block of `slot` at `now_ms` (milliseconds since 1970) on top of this one would count
		/// each of `bundles`, taken in this order; in the same order. The author's dry run: the clock of
		/// this block's state is not that of the next block, so the author says what it will be.
		fn acceptable(slot: u64, now_ms: u64, bundles: Vec<SignedBundle>) -> Vec<Result<(), Ignored>>;
	}
}
