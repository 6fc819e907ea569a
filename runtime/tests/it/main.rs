// SPDX-License-Identifier: Apache-2.0
//! Stories that go through the whole chain.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "a test that overflows or misses an index fails, as it should"
)]

mod chain_starts;
mod exchange;
mod harness;
mod house;
mod transactions_pay;
mod voters_decide;
mod windows_have_no_order;
