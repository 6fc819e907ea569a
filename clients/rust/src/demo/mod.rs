// SPDX-License-Identifier: Apache-2.0
//! The whole story on one chain: who takes part, what they do, and what must have happened.
//!
//! Decisions ([`story`], [`maker`], [`scene`], [`verdict`]) know no chain; [`stage`] shows them each new
//! block and sends what they decide. What happened is judged on final blocks alone, every one of them.

pub mod cast;
pub mod checklist;
pub mod expectations;
mod judging;
pub mod ledger;
pub mod maker;
pub mod scene;
mod sending;
mod slots;
pub mod stage;
pub mod story;
mod summary;
pub mod verdict;

/// What went wrong with the performance itself.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
	/// The chain or the connection to it.
	#[error(transparent)]
	Chain(#[from] crate::chain::ClientError),
	/// The node.
	#[error(transparent)]
	Node(#[from] crate::node_process::NodeError),
	/// The node made no block for too long.
	#[error("no block for {seconds} seconds; look at the node's log")]
	NoBlocks {
		/// How long.
		seconds: u64,
	},
	/// The audience's machine, the path or the cast.
	#[error("{0}")]
	Unusable(String),
}
