// SPDX-License-Identifier: Apache-2.0
#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod allowance;
mod author;
mod collector;
mod file_journal;
mod rules;
mod signer;

#[cfg(test)]
mod tests;

pub use author::{approved, candidates};
pub use collector::{Answer, Collector, Contradiction, Ignored, Limits};
pub use file_journal::{FileJournal, JournalError, Opening, FILE_BYTES};
pub use rules::{Digest, Member, Round, Rules, Subject};
pub use signer::{Journal, NotSigned, Signer, Statement};
