// SPDX-License-Identifier: Apache-2.0
//! Recorded venues, feeders and a chain, and what became of the prices on the way.
//!
//! [`specification`] makes the chain, with the guards of a chain in earnest. [`stage`] plays: a simulator serves the
//! recording, each reporter asks it through a feeder of its own and reports to the chain. [`judge`], [`record`] and
//! [`report`] know no chain: they compare what the chain made of the votes with the votes and with the recording, and
//! say what must hold and whether it did.

pub mod expectations;
pub mod judge;
pub mod record;
pub mod report;
pub mod reporters;
pub mod specification;
pub mod stage;

/// What went wrong with the replay itself.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
	/// The chain or the connection to it.
	#[error(transparent)]
	Chain(#[from] crate::chain::ClientError),
	/// The node.
	#[error(transparent)]
	Node(#[from] crate::node_process::NodeError),
	/// The venues' configuration.
	#[error(transparent)]
	Config(#[from] crate::feeder::ConfigError),
	/// The node made no block for too long.
	#[error("no block for {seconds} seconds; look at the node's log")]
	NoBlocks {
		/// How long.
		seconds: u64,
	},
	/// The recording or the cast.
	#[error("{0}")]
	Unusable(String),
}
