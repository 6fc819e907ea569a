// SPDX-License-Identifier: Apache-2.0

//! Whether what must always hold does hold, for anyone who asks.

use crate::{
	MarginEngine, OptionWriting, OracleAggregator, OrderBook, Perpetuals, SequencerRotation,
};
use alloc::{string::String, vec::Vec};
use market_primitives::BrokenInvariant;

/// Everybody who keeps state that must stay consistent.
pub type AllInvariants =
	(OracleAggregator, MarginEngine, Perpetuals, OptionWriting, OrderBook, SequencerRotation);

sp_api::decl_runtime_apis! {
	/// Checks the exchange's invariants on the state of a block.
	pub trait InvariantsApi {
		/// The names of all invariants.
		fn names() -> Vec<String>;

		/// Those that do not hold, with what was found. Empty is good.
		fn broken() -> Vec<BrokenInvariant>;
	}
}
