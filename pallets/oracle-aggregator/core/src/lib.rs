// SPDX-License-Identifier: Apache-2.0
#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]

extern crate alloc;

mod bundle;
mod check;
pub mod crypto;
mod inherent;
mod panel;
pub mod runtime_api;

#[cfg(test)]
mod tests;

pub use bundle::{
	Entries, SignedBundle, VoteBundle, VoteEntry, BUNDLE_VERSION, MAX_ENTRIES,
	MAX_SIGNED_BUNDLE_BYTES, SIGNING_DOMAIN,
};
pub use check::{
	check, check_entries, Circumstances, Ignored, LARGEST_VALUE, MAX_OBSERVATION_AGE_MS,
	MAX_OBSERVATION_LEAD_MS,
};
pub use inherent::{block_time_ms, Bundles, InherentType, INHERENT_IDENTIFIER, MAX_BUNDLES};
pub use panel::{VotingPanel, VotingSeat};

/// A reporter's place on the panel.
pub type SeatNumber = u16;

/// A consensus slot. Reporters vote once in each.
pub type Round = u64;
