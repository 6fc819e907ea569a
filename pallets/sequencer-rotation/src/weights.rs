// SPDX-License-Identifier: Apache-2.0
//! Weights of `pallet_sequencer_rotation`.
//!
//! Estimated by hand from reads and writes. The benchmarks of this pallet make the file that replaces
//! this one.

#![allow(missing_docs, reason = "the generated file has none")]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, Weight},
};

/// What the step costs.
pub trait WeightInfo {
	fn same_turn() -> Weight;
	fn begin_turn(n: u32) -> Weight;
}

/// For the chain, with its database's cost.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn same_turn() -> Weight {
		Weight::from_parts(12_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(0))
	}

	fn begin_turn(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(450_000, 0).saturating_mul(u64::from(n)))
	}
}

/// For tests.
impl WeightInfo for () {
	fn same_turn() -> Weight {
		Weight::from_parts(12_000_000, 0)
			.saturating_add(RocksDbWeight::get().reads(8))
			.saturating_add(RocksDbWeight::get().writes(0))
	}

	fn begin_turn(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 0)
			.saturating_add(RocksDbWeight::get().reads(1))
			.saturating_add(RocksDbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(450_000, 0).saturating_mul(u64::from(n)))
	}
}
