// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! The node's part in the oracle, without a network: one file for each subject.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "test code"
)]

mod authoring;
mod fixtures;
mod hand_in;
mod hostile_peers;
mod informant;
mod nodes;
mod rpc;
mod sessions;
mod voter;
mod wire;
