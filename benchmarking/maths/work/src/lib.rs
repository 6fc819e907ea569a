// SPDX-License-Identifier: Apache-2.0
//! What the benchmarks of `market-maths` measure, beside yardsticks, and the digest of its results. It is
//! the same code in the native program and in the WASM module that the program runs.

#![no_std]
#![forbid(unsafe_code)]
#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_sign_loss,
	clippy::float_arithmetic,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "a benchmark of code that is held to all of them, and no part of the chain"
)]

extern crate alloc;

mod digest;
mod random;
mod samples;
mod works;
pub mod yardstick;

pub use digest::Digest;
pub use samples::{Arguments, Chain, ChainOption, Sample, Samples};
pub use works::Work;
