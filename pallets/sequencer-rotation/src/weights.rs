// SPDX-License-Identifier: Apache-2.0
//! Weights of `pallet_sequencer_rotation`, generated on 2026-11-30 by `make bench`.
//!
//! Machine: AMD EPYC. Steps 20, repeats 5, WASM execution Compiled.
//! Do not edit: change the benchmark and generate again.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens, unused_imports, missing_docs, clippy::all, clippy::arithmetic_side_effects)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

/// What the calls and hooks of `pallet_sequencer_rotation` cost.
pub trait WeightInfo {
	fn same_turn() -> Weight;
	fn begin_turn(n: u32, ) -> Weight;
}

/// As measured, with the database costs of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `Babe::EpochIndex` (r:1 w:0)
	/// Proof: `Babe::EpochIndex` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Babe::GenesisSlot` (r:1 w:0)
	/// Proof: `Babe::GenesisSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `EpochLength::SlotsPerEpoch` (r:1 w:0)
	/// Proof: `EpochLength::SlotsPerEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Babe::Authorities` (r:1 w:0)
	/// Proof: `Babe::Authorities` (`max_values`: Some(1), `max_size`: Some(40002), added: 40497, mode: `MaxEncodedLen`)
	/// Storage: `Babe::Randomness` (r:1 w:0)
	/// Proof: `Babe::Randomness` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	/// Storage: `Babe::EpochConfig` (r:1 w:0)
	/// Proof: `Babe::EpochConfig` (`max_values`: Some(1), `max_size`: Some(17), added: 512, mode: `MaxEncodedLen`)
	/// Storage: `SequencerRotation::CurrentTurn` (r:1 w:0)
	/// Proof: `SequencerRotation::CurrentTurn` (`max_values`: Some(1), `max_size`: Some(20), added: 515, mode: `MaxEncodedLen`)
	fn same_turn() -> Weight {
		Weight::from_parts(16_454_000, 41487)
			.saturating_add(T::DbWeight::get().reads(7_u64))
	}
	/// Storage: `Babe::EpochIndex` (r:1 w:0)
	/// Proof: `Babe::EpochIndex` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Session::Validators` (r:1 w:0)
	/// Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `SequencerRotation::CurrentTurn` (r:0 w:1)
	/// Proof: `SequencerRotation::CurrentTurn` (`max_values`: Some(1), `max_size`: Some(20), added: 515, mode: `MaxEncodedLen`)
	/// `n` is measured from 1 to 1000.
	fn begin_turn(n: u32, ) -> Weight {
		Weight::from_parts(8_829_931, 1829)
			.saturating_add(Weight::from_parts(660_853, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

/// For mocks: the same with default database costs.
impl WeightInfo for () {
	fn same_turn() -> Weight {
		Weight::from_parts(16_454_000, 41487)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
	}
	fn begin_turn(n: u32, ) -> Weight {
		Weight::from_parts(8_829_931, 1829)
			.saturating_add(Weight::from_parts(660_853, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
}
