// SPDX-License-Identifier: Apache-2.0
#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![cfg_attr(
	test,
	allow(
		clippy::arithmetic_side_effects,
		clippy::indexing_slicing,
		clippy::unwrap_used,
		reason = "test code"
	)
)]

extern crate alloc;

mod aggregate;
mod breaker;
#[cfg(feature = "votes")]
mod bundle;
#[cfg(feature = "votes")]
mod check;
mod corruption;
mod counting;
#[cfg(feature = "votes")]
pub mod crypto;
mod fault;
#[cfg(feature = "votes")]
mod inherent;
mod key_proof;
#[cfg(feature = "votes")]
mod panel;
mod parameters;
mod realised;
#[cfg(feature = "votes")]
pub mod runtime_api;
pub mod score;
mod settlement;
mod slice;
mod smile;
mod smile_counting;
mod smile_score;
mod surface;
mod weights;

#[cfg(test)]
mod tests;

pub use aggregate::{Aggregate, Concern};
pub use breaker::Breaker;
#[cfg(feature = "votes")]
pub use bundle::{
	Entries, SignedBundle, Smiles, VoteBundle, VoteEntry, BUNDLE_VERSION, MAX_ENTRIES,
	MAX_SIGNED_BUNDLE_BYTES, MAX_SMILES, SIGNING_DOMAIN,
};
#[cfg(feature = "votes")]
pub use check::{
	check, check_entries, check_smiles, Circumstances, Ignored, LARGEST_VALUE,
	MAX_OBSERVATION_AGE_MS, MAX_OBSERVATION_LEAD_MS,
};
pub use corruption::{cost_of_corruption, CostOfCorruption};
pub use counting::{
	counted, distance, rate, share_of, Counting, Outcome, AVERAGE_MS, HOUR_AVERAGE_MS,
	STEP_PERIOD_MS,
};
pub use fault::Fault;
#[cfg(feature = "votes")]
pub use inherent::{block_time_ms, Bundles, InherentType, INHERENT_IDENTIFIER, MAX_BUNDLES};
#[cfg(feature = "votes")]
pub use key_proof::is_key_proof;
pub use key_proof::{key_proof_payload, KEY_PROOF_DOMAIN};
#[cfg(feature = "votes")]
pub use panel::{VotingPanel, VotingSeat};
pub use parameters::FeedParameters;
pub use realised::RealisedVariance;
pub use settlement::{
	plan_settlement, Decision, Minutes, Settlement, SettlementRule, FINAL_AFTER_BLOCKS,
	MAX_SETTLEMENT_MINUTES,
};
pub use slice::{error_that_replaces, Neighbours, Slice, SliceLoss, SliceRefusal, SliceTrial};
pub use smile::{SmileEntry, SmileNodes, LARGEST_VARIANCE, NODES, STANDARDISED};
pub use smile_counting::{SmileBallot, SmileCounting, SmileOutcome};
pub use smile_score::{ReplacedSmile, SmileConduct, SmileShowing};
pub use surface::{Surface, SurfaceRule, RECOUNT_MS, SMILE_STEP_PERIOD_MS};
pub use weights::{panel_weights, PanelRule, Weights};

/// A reporter's place on the panel.
pub type SeatNumber = u16;

/// A consensus slot. Reporters vote once in each.
pub type Round = u64;
