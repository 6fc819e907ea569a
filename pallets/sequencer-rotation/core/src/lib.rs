// SPDX-License-Identifier: Apache-2.0
#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]

extern crate alloc;

mod epoch;
mod listers;
mod order;
mod quorum;
mod stream;

#[cfg(feature = "session-key")]
pub mod crypto;

pub use epoch::{Epoch, Rotation, Turn};
pub use listers::listers;
pub use order::order;
pub use quorum::Quorum;
pub use stream::{seed, Seed, Stream};

/// A trading window: the consensus slot whose messages are cleared together.
pub type Window = u64;

/// A validator's place among those of its epoch.
pub type ValidatorIndex = u32;
