// SPDX-License-Identifier: Apache-2.0
//! Weights of `pallet_order_book`, to be replaced by `make bench`.
//!
//! First figures, set by hand from counted reads and writes until the benchmarks have run.

#![allow(missing_docs, clippy::arithmetic_side_effects, reason = "the shape of a generated file")]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, Weight},
};

/// Weight functions needed for `pallet_order_book`.
pub trait WeightInfo {
	fn place_order(l: u32) -> Weight;
	fn place_orders(n: u32) -> Weight;
	fn cancel_order() -> Weight;
	fn cancel_all(n: u32) -> Weight;
	fn on_window() -> Weight;
	fn clear_market(m: u32, r: u32, d: u32, l: u32) -> Weight;
	fn close_level(n: u32) -> Weight;
}

/// Weights for `pallet_order_book` using the Substrate node and recommended hardware.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn place_order(l: u32) -> Weight {
		Weight::from_parts(60_000_000, 20_000)
			.saturating_add(Weight::from_parts(4_000_000, 200).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads_writes(7, 5))
	}
	fn place_orders(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 20_000)
			.saturating_add(Weight::from_parts(40_000_000, 2_000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(7, 5))
	}
	fn cancel_order() -> Weight {
		Weight::from_parts(50_000_000, 20_000).saturating_add(T::DbWeight::get().reads_writes(5, 5))
	}
	fn cancel_all(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 20_000)
			.saturating_add(Weight::from_parts(15_000_000, 2_000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(3, 3))
			.saturating_add(T::DbWeight::get().reads_writes(2, 2).saturating_mul(n.into()))
	}
	fn on_window() -> Weight {
		Weight::from_parts(10_000_000, 4_000).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	fn clear_market(m: u32, r: u32, d: u32, l: u32) -> Weight {
		Weight::from_parts(50_000_000, 20_000)
			.saturating_add(Weight::from_parts(25_000_000, 3_000).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(10_000_000, 3_000).saturating_mul(r.into()))
			.saturating_add(Weight::from_parts(200_000, 60).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads_writes(8, 6))
			.saturating_add(T::DbWeight::get().reads_writes(2, 2).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 2).saturating_mul(r.into()))
	}
	fn close_level(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 20_000)
			.saturating_add(Weight::from_parts(10_000_000, 3_000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(5, 5))
			.saturating_add(T::DbWeight::get().reads_writes(2, 2).saturating_mul(n.into()))
	}
}

// For backwards compatibility and tests.
impl WeightInfo for () {
	fn place_order(l: u32) -> Weight {
		Weight::from_parts(60_000_000, 20_000)
			.saturating_add(Weight::from_parts(4_000_000, 200).saturating_mul(l.into()))
			.saturating_add(RocksDbWeight::get().reads_writes(7, 5))
	}
	fn place_orders(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 20_000)
			.saturating_add(Weight::from_parts(40_000_000, 2_000).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads_writes(7, 5))
	}
	fn cancel_order() -> Weight {
		Weight::from_parts(50_000_000, 20_000)
			.saturating_add(RocksDbWeight::get().reads_writes(5, 5))
	}
	fn cancel_all(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 20_000)
			.saturating_add(Weight::from_parts(15_000_000, 2_000).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads_writes(3, 3))
			.saturating_add(RocksDbWeight::get().reads_writes(2, 2).saturating_mul(n.into()))
	}
	fn on_window() -> Weight {
		Weight::from_parts(10_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads_writes(3, 1))
	}
	fn clear_market(m: u32, r: u32, d: u32, l: u32) -> Weight {
		Weight::from_parts(50_000_000, 20_000)
			.saturating_add(Weight::from_parts(25_000_000, 3_000).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(10_000_000, 3_000).saturating_mul(r.into()))
			.saturating_add(Weight::from_parts(200_000, 60).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(l.into()))
			.saturating_add(RocksDbWeight::get().reads_writes(8, 6))
			.saturating_add(RocksDbWeight::get().reads_writes(2, 2).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads_writes(2, 2).saturating_mul(r.into()))
	}
	fn close_level(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 20_000)
			.saturating_add(Weight::from_parts(10_000_000, 3_000).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads_writes(5, 5))
			.saturating_add(RocksDbWeight::get().reads_writes(2, 2).saturating_mul(n.into()))
	}
}
