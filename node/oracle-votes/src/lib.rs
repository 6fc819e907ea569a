// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
#![doc = include_str!("../README.md")]

mod clock;
mod desk;
mod gossip;
mod hand_in;
mod informant;
mod metrics;
mod pool;
mod provider;
mod reputation;
mod rpc;
mod rules;
mod voter;
mod worker;

pub use clock::{Clock, Moment};
pub use desk::{Desk, LastVote};
pub use gossip::{protocol_name, set_config, topic, VoteGossip, MAX_MESSAGE_BYTES};
pub use hand_in::{HandIn, HandInRefused, HandedValue, MAX_HANDED_SMILES};
pub use informant::{HandToPool, Informant, NotReported};
pub use metrics::Metrics;
pub use pool::{Evidence, VotePool, LIMITS, SETTLING_SLOTS};
pub use provider::{Author, BlockVotes};
pub use reputation::reputation_change;
pub use rpc::{OracleRpcAnswers, OracleRpcServer, ProofOfContradiction, Receipt, Status};
pub use rules::PanelRules;
pub use voter::{Silence, Voter};
pub use worker::{journal_path, run, WorkerParams};

/// The target of this crate's log lines.
pub const LOG_TARGET: &str = "oracle-votes";
