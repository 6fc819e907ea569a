// SPDX-License-Identifier: Apache-2.0
//! Recorded markets through the oracle of the chain: the pallet in a runtime of its own, reporters who sign what a
//! feeder makes of the recording, and no node, so that months pass in minutes.
//!
//! ```text
//! make oracle-history DATA=folder [ONLY= FROM= MINUTES= LIARS= REPORT=file]
//! make oracle-smiles DATA=folder [REPORT=file]
//! ```
#![allow(clippy::float_arithmetic, reason = "a second opinion, and noise")]
#![allow(
	unexpected_cfgs,
	reason = "the runtime's macro asks whether this crate has a feature `std`"
)]

mod chain;
mod prices;
mod setting;
mod smiles;
