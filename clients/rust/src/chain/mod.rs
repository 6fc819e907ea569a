// SPDX-License-Identifier: Apache-2.0
//! The connection to a chain: typed calls, queries and events.

mod block;
mod connection;
mod error;
mod submission;

pub use block::{BlockReport, Landed};
pub use connection::{At, Client, StraddleConfig};
pub use error::{ClientError, Refusal};
pub use submission::{Executed, NonceBook};

/// What the runtime understands, generated from `metadata.scale`.
///
/// Instruments, orders and amounts are the chain's own types, so that they print and read as everywhere
/// else.
#[subxt::subxt(runtime_metadata_path = "metadata.scale")]
#[allow(missing_docs, clippy::all)]
pub mod api {}
