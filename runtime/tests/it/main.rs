// SPDX-License-Identifier: Apache-2.0
//! Stories that go through the whole chain.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing,
	reason = "a test that overflows or misses an index fails, as it should"
)]

mod house;
