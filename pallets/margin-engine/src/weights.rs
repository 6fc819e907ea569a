// SPDX-License-Identifier: Apache-2.0
//! Weights of this pallet. Estimated by hand from reads and writes until the benchmarks have been run.

#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, Weight},
};

/// Weight functions needed for `pallet_margin_engine`.
pub trait WeightInfo {
	fn deposit() -> Weight;
	fn withdraw() -> Weight;
	fn transfer_between() -> Weight;
	fn poke() -> Weight;
	fn add_insurance() -> Weight;
	fn move_fees_to_insurance() -> Weight;
	fn set_margin_parameters() -> Weight;
	fn set_fee_rates() -> Weight;
	fn set_liquidation_parameters() -> Weight;
	fn pause_withdrawals() -> Weight;
	/// The margin watch without any account: both cursors, read and written.
	fn start_watch() -> Weight;
	/// One look at an account with `n` lines.
	fn watch_account(n: u32) -> Weight;
	/// One step of the liquidation of an account with `n` lines, deleveraging included.
	fn liquidation_step(n: u32) -> Weight;
}

/// Weights for `pallet_margin_engine` on this machine's database.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn deposit() -> Weight {
		Weight::from_parts(60_000_000, 20_000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(250_000_000, 20_000)
			.saturating_add(T::DbWeight::get().reads(140_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn transfer_between() -> Weight {
		Weight::from_parts(250_000_000, 20_000)
			.saturating_add(T::DbWeight::get().reads(140_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn poke() -> Weight {
		Weight::from_parts(200_000_000, 20_000)
			.saturating_add(T::DbWeight::get().reads(136_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn add_insurance() -> Weight {
		Weight::from_parts(50_000_000, 20_000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn move_fees_to_insurance() -> Weight {
		Weight::from_parts(20_000_000, 20_000)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn set_margin_parameters() -> Weight {
		Weight::from_parts(15_000_000, 20_000)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn set_fee_rates() -> Weight {
		Weight::from_parts(12_000_000, 20_000)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn set_liquidation_parameters() -> Weight {
		Weight::from_parts(12_000_000, 20_000)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn pause_withdrawals() -> Weight {
		Weight::from_parts(10_000_000, 20_000).saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn start_watch() -> Weight {
		Weight::from_parts(10_000_000, 20_000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn watch_account(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 12_000)
			.saturating_add(Weight::from_parts(3_000_000, 2_000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
	}
	fn liquidation_step(n: u32) -> Weight {
		Weight::from_parts(2_000_000_000, 600_000)
			.saturating_add(Weight::from_parts(130_000_000, 2_000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(140_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(200_u64))
	}
}

// For tests.
impl WeightInfo for () {
	fn deposit() -> Weight {
		Weight::from_parts(60_000_000, 20_000)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(250_000_000, 20_000)
			.saturating_add(RocksDbWeight::get().reads(140_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn transfer_between() -> Weight {
		Weight::from_parts(250_000_000, 20_000)
			.saturating_add(RocksDbWeight::get().reads(140_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn poke() -> Weight {
		Weight::from_parts(200_000_000, 20_000)
			.saturating_add(RocksDbWeight::get().reads(136_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn add_insurance() -> Weight {
		Weight::from_parts(50_000_000, 20_000)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn move_fees_to_insurance() -> Weight {
		Weight::from_parts(20_000_000, 20_000)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn set_margin_parameters() -> Weight {
		Weight::from_parts(15_000_000, 20_000)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn set_fee_rates() -> Weight {
		Weight::from_parts(12_000_000, 20_000)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn set_liquidation_parameters() -> Weight {
		Weight::from_parts(12_000_000, 20_000)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn pause_withdrawals() -> Weight {
		Weight::from_parts(10_000_000, 20_000).saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn start_watch() -> Weight {
		Weight::from_parts(10_000_000, 20_000)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn watch_account(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 12_000)
			.saturating_add(Weight::from_parts(3_000_000, 2_000).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(n.into())))
	}
	fn liquidation_step(n: u32) -> Weight {
		Weight::from_parts(2_000_000_000, 600_000)
			.saturating_add(Weight::from_parts(130_000_000, 2_000).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(140_u64))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(200_u64))
	}
}
