// SPDX-License-Identifier: Apache-2.0
//! Weights of `pallet_option_writing`, generated on 2026-11-30 by `make bench`.
//!
//! Machine: AMD EPYC. Steps 20, repeats 5, WASM execution Compiled.
//! Do not edit: change the benchmark and generate again.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens, unused_imports, missing_docs, clippy::all, clippy::arithmetic_side_effects)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

/// What the calls and hooks of `pallet_option_writing` cost.
pub trait WeightInfo {
	fn write() -> Weight;
	fn execute_writes(n: u32, ) -> Weight;
	fn wrap() -> Weight;
	fn unwrap() -> Weight;
	fn claim() -> Weight;
	fn set_listing_rule() -> Weight;
	fn set_series_state() -> Weight;
	fn resolve_settlement() -> Weight;
	fn check_listing() -> Weight;
	fn plan_listing() -> Weight;
	fn list_strike() -> Weight;
	fn check_expiry() -> Weight;
	fn price_expiry() -> Weight;
	fn settle_accounts(n: u32, ) -> Weight;
	fn settle_holders(n: u32, ) -> Weight;
	fn delist_strike() -> Weight;
}

/// As measured, with the database costs of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `OptionWriting::Series` (r:64 w:0)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Feeds` (r:2 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:2 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::PausedSmiles` (r:1 w:0)
	/// Proof: `OracleAggregator::PausedSmiles` (`max_values`: Some(1), `max_size`: Some(5890), added: 6385, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Surfaces` (r:2 w:0)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SecuredOpenInterest` (r:1 w:0)
	/// Proof: `OracleAggregator::SecuredOpenInterest` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::OpenOptions` (r:1 w:0)
	/// Proof: `OptionWriting::OpenOptions` (`max_values`: None, `max_size`: Some(38), added: 2513, mode: `MaxEncodedLen`)
	/// Storage: `Perpetuals::Markets` (r:1 w:0)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::PendingWrites` (r:1 w:1)
	/// Proof: `OptionWriting::PendingWrites` (`max_values`: None, `max_size`: Some(97), added: 2572, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Subaccounts` (r:1 w:1)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::WithdrawalsPausedUntil` (r:1 w:0)
	/// Proof: `MarginEngine::WithdrawalsPausedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Deficit` (r:1 w:0)
	/// Proof: `MarginEngine::Deficit` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::TradingFees` (r:1 w:0)
	/// Proof: `MarginEngine::TradingFees` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::MarginParameters` (r:1 w:0)
	/// Proof: `MarginEngine::MarginParameters` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(13976), added: 16451, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::PendingWriters` (r:1 w:1)
	/// Proof: `OptionWriting::PendingWriters` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn write() -> Weight {
		Weight::from_parts(566_175_000, 168094)
			.saturating_add(T::DbWeight::get().reads(83_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `OptionWriting::PendingWriters` (r:2 w:1)
	/// Proof: `OptionWriting::PendingWriters` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::PendingWrites` (r:65 w:64)
	/// Proof: `OptionWriting::PendingWrites` (`max_values`: None, `max_size`: Some(97), added: 2572, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Series` (r:64 w:1)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Feeds` (r:2 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:2 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::PausedSmiles` (r:1 w:0)
	/// Proof: `OracleAggregator::PausedSmiles` (`max_values`: Some(1), `max_size`: Some(5890), added: 6385, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Surfaces` (r:2 w:0)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SecuredOpenInterest` (r:1 w:0)
	/// Proof: `OracleAggregator::SecuredOpenInterest` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::OpenOptions` (r:1 w:1)
	/// Proof: `OptionWriting::OpenOptions` (`max_values`: None, `max_size`: Some(38), added: 2513, mode: `MaxEncodedLen`)
	/// Storage: `Perpetuals::Markets` (r:1 w:0)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Subaccounts` (r:64 w:64)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::WithdrawalsPausedUntil` (r:1 w:0)
	/// Proof: `MarginEngine::WithdrawalsPausedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Deficit` (r:1 w:0)
	/// Proof: `MarginEngine::Deficit` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::TradingFees` (r:1 w:0)
	/// Proof: `MarginEngine::TradingFees` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::MarginParameters` (r:1 w:0)
	/// Proof: `MarginEngine::MarginParameters` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(13976), added: 16451, mode: `MaxEncodedLen`)
	/// Storage: `OptionTokens::Asset` (r:1 w:1)
	/// Proof: `OptionTokens::Asset` (`max_values`: None, `max_size`: Some(230), added: 2705, mode: `MaxEncodedLen`)
	/// Storage: `OptionTokens::Metadata` (r:1 w:1)
	/// Proof: `OptionTokens::Metadata` (`max_values`: None, `max_size`: Some(160), added: 2635, mode: `MaxEncodedLen`)
	/// Storage: `OptionTokens::Account` (r:64 w:64)
	/// Proof: `OptionTokens::Account` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:64 w:64)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Holders` (r:0 w:64)
	/// Proof: `MarginEngine::Holders` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	/// `n` is measured from 0 to 64.
	fn execute_writes(n: u32, ) -> Weight {
		Weight::from_parts(269_036_067, 168094)
			.saturating_add(Weight::from_parts(308_213_179, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(70_u64))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 9764).saturating_mul(n.into()))
	}
	/// Storage: `OptionWriting::Series` (r:64 w:1)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Subaccounts` (r:1 w:1)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::WithdrawalsPausedUntil` (r:1 w:0)
	/// Proof: `MarginEngine::WithdrawalsPausedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Deficit` (r:1 w:0)
	/// Proof: `MarginEngine::Deficit` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::TradingFees` (r:1 w:0)
	/// Proof: `MarginEngine::TradingFees` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Feeds` (r:2 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:2 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::PausedSmiles` (r:1 w:0)
	/// Proof: `OracleAggregator::PausedSmiles` (`max_values`: Some(1), `max_size`: Some(5890), added: 6385, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Surfaces` (r:1 w:0)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(13976), added: 16451, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::MarginParameters` (r:1 w:0)
	/// Proof: `MarginEngine::MarginParameters` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
	/// Storage: `OptionTokens::Asset` (r:1 w:1)
	/// Proof: `OptionTokens::Asset` (`max_values`: None, `max_size`: Some(230), added: 2705, mode: `MaxEncodedLen`)
	/// Storage: `OptionTokens::Metadata` (r:1 w:1)
	/// Proof: `OptionTokens::Metadata` (`max_values`: None, `max_size`: Some(160), added: 2635, mode: `MaxEncodedLen`)
	/// Storage: `OptionTokens::Account` (r:1 w:1)
	/// Proof: `OptionTokens::Account` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Holders` (r:0 w:1)
	/// Proof: `MarginEngine::Holders` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	fn wrap() -> Weight {
		Weight::from_parts(544_743_000, 168094)
			.saturating_add(T::DbWeight::get().reads(81_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	/// Storage: `OptionWriting::Series` (r:1 w:1)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OptionTokens::Asset` (r:1 w:1)
	/// Proof: `OptionTokens::Asset` (`max_values`: None, `max_size`: Some(230), added: 2705, mode: `MaxEncodedLen`)
	/// Storage: `OptionTokens::Account` (r:1 w:1)
	/// Proof: `OptionTokens::Account` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Subaccounts` (r:1 w:1)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::OpenOptions` (r:1 w:1)
	/// Proof: `OptionWriting::OpenOptions` (`max_values`: None, `max_size`: Some(38), added: 2513, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Holders` (r:0 w:1)
	/// Proof: `MarginEngine::Holders` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	fn unwrap() -> Weight {
		Weight::from_parts(112_197_000, 10754)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	/// Storage: `OptionWriting::Claims` (r:1 w:1)
	/// Proof: `OptionWriting::Claims` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Series` (r:1 w:1)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::SettlementPool` (r:1 w:1)
	/// Proof: `MarginEngine::SettlementPool` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::WithdrawalsPausedUntil` (r:1 w:0)
	/// Proof: `MarginEngine::WithdrawalsPausedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Deficit` (r:1 w:0)
	/// Proof: `MarginEngine::Deficit` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Backing` (r:1 w:1)
	/// Proof: `MarginEngine::Backing` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Boards` (r:1 w:0)
	/// Proof: `OptionWriting::Boards` (`max_values`: None, `max_size`: Some(1708), added: 4183, mode: `MaxEncodedLen`)
	fn claim() -> Weight {
		Weight::from_parts(125_437_000, 6208)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
	/// Storage: `OptionWriting::ListingRules` (r:1 w:1)
	/// Proof: `OptionWriting::ListingRules` (`max_values`: None, `max_size`: Some(297), added: 2772, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::RuledUnderlyings` (r:1 w:0)
	/// Proof: `OptionWriting::RuledUnderlyings` (`max_values`: Some(1), `max_size`: Some(386), added: 881, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::ListingsDone` (r:0 w:1)
	/// Proof: `OptionWriting::ListingsDone` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	fn set_listing_rule() -> Weight {
		Weight::from_parts(16_364_000, 3762)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Series` (r:1 w:1)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	fn set_series_state() -> Weight {
		Weight::from_parts(26_019_000, 3601)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `OptionWriting::Boards` (r:1 w:1)
	/// Proof: `OptionWriting::Boards` (`max_values`: None, `max_size`: Some(1708), added: 4183, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Settlements` (r:1 w:0)
	/// Proof: `OracleAggregator::Settlements` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Feeds` (r:1 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:1 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn resolve_settlement() -> Weight {
		Weight::from_parts(43_735_000, 5173)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `OracleAggregator::Feeds` (r:1 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:1 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::ListingsDone` (r:1 w:0)
	/// Proof: `OptionWriting::ListingsDone` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	fn check_listing() -> Weight {
		Weight::from_parts(20_290_000, 3627)
			.saturating_add(T::DbWeight::get().reads(4_u64))
	}
	/// Storage: `OptionWriting::Boards` (r:36 w:0)
	/// Proof: `OptionWriting::Boards` (`max_values`: None, `max_size`: Some(1708), added: 4183, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::ListingsDone` (r:0 w:1)
	/// Proof: `OptionWriting::ListingsDone` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	fn plan_listing() -> Weight {
		Weight::from_parts(312_887_000, 151578)
			.saturating_add(T::DbWeight::get().reads(36_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `OptionWriting::Boards` (r:1 w:1)
	/// Proof: `OptionWriting::Boards` (`max_values`: None, `max_size`: Some(1708), added: 4183, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Series` (r:0 w:2)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	fn list_strike() -> Weight {
		Weight::from_parts(23_415_000, 5173)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `OptionWriting::Boards` (r:1 w:0)
	/// Proof: `OptionWriting::Boards` (`max_values`: None, `max_size`: Some(1708), added: 4183, mode: `MaxEncodedLen`)
	fn check_expiry() -> Weight {
		Weight::from_parts(9_985_000, 5173)
			.saturating_add(T::DbWeight::get().reads(1_u64))
	}
	/// Storage: `OracleAggregator::Feeds` (r:1 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:1 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Settlements` (r:1 w:0)
	/// Proof: `OracleAggregator::Settlements` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SettlementRules` (r:1 w:0)
	/// Proof: `OracleAggregator::SettlementRules` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Samples` (r:1 w:0)
	/// Proof: `OracleAggregator::Samples` (`max_values`: None, `max_size`: Some(984), added: 3459, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Boards` (r:0 w:1)
	/// Proof: `OptionWriting::Boards` (`max_values`: None, `max_size`: Some(1708), added: 4183, mode: `MaxEncodedLen`)
	fn price_expiry() -> Weight {
		Weight::from_parts(43_766_000, 4449)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `OptionWriting::Boards` (r:1 w:1)
	/// Proof: `OptionWriting::Boards` (`max_values`: None, `max_size`: Some(1708), added: 4183, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Series` (r:1 w:1)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Holders` (r:33 w:32)
	/// Proof: `MarginEngine::Holders` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Subaccounts` (r:32 w:32)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::SettlementPool` (r:1 w:1)
	/// Proof: `MarginEngine::SettlementPool` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::OpenOptions` (r:1 w:1)
	/// Proof: `OptionWriting::OpenOptions` (`max_values`: None, `max_size`: Some(38), added: 2513, mode: `MaxEncodedLen`)
	/// Storage: `OptionTokens::Asset` (r:1 w:0)
	/// Proof: `OptionTokens::Asset` (`max_values`: None, `max_size`: Some(230), added: 2705, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::DeleveragingCursor` (r:0 w:1)
	/// Proof: `MarginEngine::DeleveragingCursor` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	/// `n` is measured from 1 to 32.
	fn settle_accounts(n: u32, ) -> Weight {
		Weight::from_parts(86_287_049, 5173)
			.saturating_add(Weight::from_parts(32_386_634, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 9764).saturating_mul(n.into()))
	}
	/// Storage: `OptionWriting::Boards` (r:1 w:1)
	/// Proof: `OptionWriting::Boards` (`max_values`: None, `max_size`: Some(1708), added: 4183, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Series` (r:1 w:1)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `OptionTokens::Account` (r:33 w:32)
	/// Proof: `OptionTokens::Account` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
	/// Storage: `OptionTokens::Asset` (r:1 w:1)
	/// Proof: `OptionTokens::Asset` (`max_values`: None, `max_size`: Some(230), added: 2705, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:32 w:32)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::SettlementPool` (r:1 w:1)
	/// Proof: `MarginEngine::SettlementPool` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::WithdrawalsPausedUntil` (r:1 w:0)
	/// Proof: `MarginEngine::WithdrawalsPausedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Deficit` (r:1 w:0)
	/// Proof: `MarginEngine::Deficit` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Backing` (r:1 w:1)
	/// Proof: `MarginEngine::Backing` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:33 w:33)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// `n` is measured from 1 to 32.
	fn settle_holders(n: u32, ) -> Weight {
		Weight::from_parts(123_454_859, 5173)
			.saturating_add(Weight::from_parts(100_258_800, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(7_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2629).saturating_mul(n.into()))
	}
	/// Storage: `OptionWriting::Series` (r:2 w:2)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `OptionTokens::Asset` (r:2 w:2)
	/// Proof: `OptionTokens::Asset` (`max_values`: None, `max_size`: Some(230), added: 2705, mode: `MaxEncodedLen`)
	/// Storage: `OptionTokens::Account` (r:2 w:0)
	/// Proof: `OptionTokens::Account` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
	/// Storage: `OptionTokens::Approvals` (r:2 w:0)
	/// Proof: `OptionTokens::Approvals` (`max_values`: None, `max_size`: Some(168), added: 2643, mode: `MaxEncodedLen`)
	/// Storage: `OptionTokens::Metadata` (r:2 w:2)
	/// Proof: `OptionTokens::Metadata` (`max_values`: None, `max_size`: Some(160), added: 2635, mode: `MaxEncodedLen`)
	/// Storage: `OptionTokens::Reserves` (r:0 w:2)
	/// Proof: `OptionTokens::Reserves` (`max_values`: None, `max_size`: Some(41), added: 2516, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Boards` (r:0 w:1)
	/// Proof: `OptionWriting::Boards` (`max_values`: None, `max_size`: Some(1708), added: 4183, mode: `MaxEncodedLen`)
	fn delist_strike() -> Weight {
		Weight::from_parts(134_561_000, 6400)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
}

/// For mocks: the same with default database costs.
impl WeightInfo for () {
	fn write() -> Weight {
		Weight::from_parts(566_175_000, 168094)
			.saturating_add(ParityDbWeight::get().reads(83_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn execute_writes(n: u32, ) -> Weight {
		Weight::from_parts(269_036_067, 168094)
			.saturating_add(Weight::from_parts(308_213_179, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(70_u64))
			.saturating_add(ParityDbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
			.saturating_add(ParityDbWeight::get().writes((5_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 9764).saturating_mul(n.into()))
	}
	fn wrap() -> Weight {
		Weight::from_parts(544_743_000, 168094)
			.saturating_add(ParityDbWeight::get().reads(81_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}
	fn unwrap() -> Weight {
		Weight::from_parts(112_197_000, 10754)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}
	fn claim() -> Weight {
		Weight::from_parts(125_437_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(8_u64))
	}
	fn set_listing_rule() -> Weight {
		Weight::from_parts(16_364_000, 3762)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn set_series_state() -> Weight {
		Weight::from_parts(26_019_000, 3601)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn resolve_settlement() -> Weight {
		Weight::from_parts(43_735_000, 5173)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn check_listing() -> Weight {
		Weight::from_parts(20_290_000, 3627)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
	}
	fn plan_listing() -> Weight {
		Weight::from_parts(312_887_000, 151578)
			.saturating_add(ParityDbWeight::get().reads(36_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn list_strike() -> Weight {
		Weight::from_parts(23_415_000, 5173)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn check_expiry() -> Weight {
		Weight::from_parts(9_985_000, 5173)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
	}
	fn price_expiry() -> Weight {
		Weight::from_parts(43_766_000, 4449)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn settle_accounts(n: u32, ) -> Weight {
		Weight::from_parts(86_287_049, 5173)
			.saturating_add(Weight::from_parts(32_386_634, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
			.saturating_add(ParityDbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 9764).saturating_mul(n.into()))
	}
	fn settle_holders(n: u32, ) -> Weight {
		Weight::from_parts(123_454_859, 5173)
			.saturating_add(Weight::from_parts(100_258_800, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(11_u64))
			.saturating_add(ParityDbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
			.saturating_add(ParityDbWeight::get().writes((3_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2629).saturating_mul(n.into()))
	}
	fn delist_strike() -> Weight {
		Weight::from_parts(134_561_000, 6400)
			.saturating_add(ParityDbWeight::get().reads(10_u64))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
	}
}
