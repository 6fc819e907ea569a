// SPDX-License-Identifier: Apache-2.0
//! Weights of `pallet_perpetuals`, generated on 2026-11-30 by `make bench`.
//!
//! Machine: AMD EPYC. Steps 20, repeats 5, WASM execution Compiled.
//! Do not edit: change the benchmark and generate again.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens, unused_imports, missing_docs, clippy::all, clippy::arithmetic_side_effects)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

/// What the calls and hooks of `pallet_perpetuals` cost.
pub trait WeightInfo {
	fn list_market() -> Weight;
	fn set_market_state() -> Weight;
	fn set_terms() -> Weight;
	fn set_funding_parameters() -> Weight;
	fn refresh_market() -> Weight;
}

/// As measured, with the database costs of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `OracleAggregator::Feeds` (r:1 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:1 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Perpetuals::Markets` (r:1 w:1)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `Perpetuals::Listed` (r:1 w:1)
	/// Proof: `Perpetuals::Listed` (`max_values`: Some(1), `max_size`: Some(386), added: 881, mode: `MaxEncodedLen`)
	fn list_market() -> Weight {
		Weight::from_parts(24_326_000, 3711)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `Perpetuals::Markets` (r:1 w:1)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	fn set_market_state() -> Weight {
		Weight::from_parts(10_105_000, 3711)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Perpetuals::Markets` (r:1 w:1)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn set_terms() -> Weight {
		Weight::from_parts(12_229_000, 3711)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Perpetuals::Markets` (r:1 w:1)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn set_funding_parameters() -> Weight {
		Weight::from_parts(12_119_000, 3711)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `OracleAggregator::Feeds` (r:1 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:1 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Perpetuals::Markets` (r:1 w:1)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Books` (r:1 w:0)
	/// Proof: `OrderBook::Books` (`max_values`: None, `max_size`: Some(4152), added: 6627, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::TickPages` (r:2 w:0)
	/// Proof: `OrderBook::TickPages` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Levels` (r:128 w:0)
	/// Proof: `OrderBook::Levels` (`max_values`: None, `max_size`: Some(3763), added: 6238, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::LastClearings` (r:1 w:0)
	/// Proof: `OrderBook::LastClearings` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	fn refresh_market() -> Weight {
		Weight::from_parts(1_170_165_000, 799454)
			.saturating_add(T::DbWeight::get().reads(136_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

/// For mocks: the same with default database costs.
impl WeightInfo for () {
	fn list_market() -> Weight {
		Weight::from_parts(24_326_000, 3711)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn set_market_state() -> Weight {
		Weight::from_parts(10_105_000, 3711)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn set_terms() -> Weight {
		Weight::from_parts(12_229_000, 3711)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn set_funding_parameters() -> Weight {
		Weight::from_parts(12_119_000, 3711)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn refresh_market() -> Weight {
		Weight::from_parts(1_170_165_000, 799454)
			.saturating_add(ParityDbWeight::get().reads(136_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
}
