// SPDX-License-Identifier: Apache-2.0
//! Weights of `pallet_margin_engine`, generated on 2026-11-30 by `make bench`.
//!
//! Machine: AMD EPYC. Steps 20, repeats 5, WASM execution Compiled.
//! Do not edit: change the benchmark and generate again.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens, unused_imports, missing_docs, clippy::all, clippy::arithmetic_side_effects)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

/// What the calls and hooks of `pallet_margin_engine` cost.
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
	fn start_watch() -> Weight;
	fn watch_account(n: u32, ) -> Weight;
	fn tend_account(n: u32, s: u32, ) -> Weight;
	fn cancel_orders(o: u32, ) -> Weight;
	fn liquidation_step(n: u32, ) -> Weight;
}

/// As measured, with the database costs of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `MarginEngine::Subaccounts` (r:1 w:1)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Backing` (r:1 w:1)
	/// Proof: `MarginEngine::Backing` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	fn deposit() -> Weight {
		Weight::from_parts(81_322_000, 10754)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	/// Storage: `MarginEngine::Subaccounts` (r:1 w:1)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::WithdrawalsPausedUntil` (r:1 w:0)
	/// Proof: `MarginEngine::WithdrawalsPausedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Deficit` (r:1 w:0)
	/// Proof: `MarginEngine::Deficit` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `Perpetuals::Markets` (r:1 w:0)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::FundingPot` (r:1 w:1)
	/// Proof: `MarginEngine::FundingPot` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::TradingFees` (r:1 w:0)
	/// Proof: `MarginEngine::TradingFees` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Feeds` (r:2 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:2 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::MarginParameters` (r:1 w:0)
	/// Proof: `MarginEngine::MarginParameters` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Series` (r:63 w:0)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::PausedSmiles` (r:1 w:0)
	/// Proof: `OracleAggregator::PausedSmiles` (`max_values`: Some(1), `max_size`: Some(5890), added: 6385, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Surfaces` (r:1 w:0)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(13976), added: 16451, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Backing` (r:1 w:1)
	/// Proof: `MarginEngine::Backing` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	fn withdraw() -> Weight {
		Weight::from_parts(500_837_000, 165483)
			.saturating_add(T::DbWeight::get().reads(82_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Storage: `MarginEngine::Subaccounts` (r:2 w:2)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `Perpetuals::Markets` (r:1 w:0)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::FundingPot` (r:1 w:1)
	/// Proof: `MarginEngine::FundingPot` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::TradingFees` (r:1 w:0)
	/// Proof: `MarginEngine::TradingFees` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Feeds` (r:2 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:2 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::MarginParameters` (r:1 w:0)
	/// Proof: `MarginEngine::MarginParameters` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Series` (r:63 w:0)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::PausedSmiles` (r:1 w:0)
	/// Proof: `OracleAggregator::PausedSmiles` (`max_values`: Some(1), `max_size`: Some(5890), added: 6385, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Surfaces` (r:1 w:0)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(13976), added: 16451, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::OpenSubaccounts` (r:1 w:1)
	/// Proof: `MarginEngine::OpenSubaccounts` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn transfer_between() -> Weight {
		Weight::from_parts(488_829_000, 165483)
			.saturating_add(T::DbWeight::get().reads(78_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `MarginEngine::Subaccounts` (r:1 w:0)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::RedList` (r:1 w:1)
	/// Proof: `MarginEngine::RedList` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::TradingFees` (r:1 w:0)
	/// Proof: `MarginEngine::TradingFees` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	/// Storage: `Perpetuals::Markets` (r:1 w:0)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Feeds` (r:2 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:2 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::MarginParameters` (r:1 w:0)
	/// Proof: `MarginEngine::MarginParameters` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Series` (r:63 w:0)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::PausedSmiles` (r:1 w:0)
	/// Proof: `OracleAggregator::PausedSmiles` (`max_values`: Some(1), `max_size`: Some(5890), added: 6385, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Surfaces` (r:1 w:0)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(13976), added: 16451, mode: `MaxEncodedLen`)
	fn poke() -> Weight {
		Weight::from_parts(418_744_000, 165483)
			.saturating_add(T::DbWeight::get().reads(76_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `MarginEngine::Backing` (r:1 w:1)
	/// Proof: `MarginEngine::Backing` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Deficit` (r:1 w:1)
	/// Proof: `MarginEngine::Deficit` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::InsuranceFund` (r:1 w:1)
	/// Proof: `MarginEngine::InsuranceFund` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	fn add_insurance() -> Weight {
		Weight::from_parts(63_565_000, 6208)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Storage: `MarginEngine::Fees` (r:1 w:1)
	/// Proof: `MarginEngine::Fees` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Deficit` (r:1 w:1)
	/// Proof: `MarginEngine::Deficit` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::InsuranceFund` (r:1 w:1)
	/// Proof: `MarginEngine::InsuranceFund` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	fn move_fees_to_insurance() -> Weight {
		Weight::from_parts(20_961_000, 3498)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `MarginEngine::MarginParameters` (r:1 w:1)
	/// Proof: `MarginEngine::MarginParameters` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
	fn set_margin_parameters() -> Weight {
		Weight::from_parts(11_307_000, 3807)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `MarginEngine::TradingFees` (r:1 w:1)
	/// Proof: `MarginEngine::TradingFees` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	fn set_fee_rates() -> Weight {
		Weight::from_parts(8_854_000, 1581)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `MarginEngine::LiquidationRules` (r:1 w:1)
	/// Proof: `MarginEngine::LiquidationRules` (`max_values`: Some(1), `max_size`: Some(67), added: 562, mode: `MaxEncodedLen`)
	fn set_liquidation_parameters() -> Weight {
		Weight::from_parts(7_792_000, 1552)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `MarginEngine::WithdrawalsPausedUntil` (r:0 w:1)
	/// Proof: `MarginEngine::WithdrawalsPausedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn pause_withdrawals() -> Weight {
		Weight::from_parts(5_188_000, 0)
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `MarginEngine::RedListCursor` (r:1 w:1)
	/// Proof: `MarginEngine::RedListCursor` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::RedList` (r:1 w:0)
	/// Proof: `MarginEngine::RedList` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::SweepCursor` (r:1 w:1)
	/// Proof: `MarginEngine::SweepCursor` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Watched` (r:1 w:0)
	/// Proof: `MarginEngine::Watched` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	fn start_watch() -> Weight {
		Weight::from_parts(9_434_000, 3514)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `MarginEngine::RedListCursor` (r:1 w:1)
	/// Proof: `MarginEngine::RedListCursor` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::RedList` (r:1 w:0)
	/// Proof: `MarginEngine::RedList` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::SweepCursor` (r:1 w:1)
	/// Proof: `MarginEngine::SweepCursor` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Watched` (r:2 w:0)
	/// Proof: `MarginEngine::Watched` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Subaccounts` (r:1 w:0)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::TradingFees` (r:1 w:0)
	/// Proof: `MarginEngine::TradingFees` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	/// Storage: `Perpetuals::Markets` (r:1 w:0)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Feeds` (r:2 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:2 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::MarginParameters` (r:1 w:0)
	/// Proof: `MarginEngine::MarginParameters` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Series` (r:63 w:0)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::PausedSmiles` (r:1 w:0)
	/// Proof: `OracleAggregator::PausedSmiles` (`max_values`: Some(1), `max_size`: Some(5890), added: 6385, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Surfaces` (r:1 w:0)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(13976), added: 16451, mode: `MaxEncodedLen`)
	/// `n` is measured from 1 to 64.
	fn watch_account(n: u32, ) -> Weight {
		Weight::from_parts(62_128_904, 17441)
			.saturating_add(Weight::from_parts(5_807_391, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(0, 2371).saturating_mul(n.into()))
	}
	/// Storage: `MarginEngine::Subaccounts` (r:1 w:1)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::TradingFees` (r:1 w:0)
	/// Proof: `MarginEngine::TradingFees` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	/// Storage: `Perpetuals::Markets` (r:1 w:0)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Feeds` (r:2 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:2 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::MarginParameters` (r:1 w:0)
	/// Proof: `MarginEngine::MarginParameters` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Series` (r:63 w:0)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::PausedSmiles` (r:1 w:0)
	/// Proof: `OracleAggregator::PausedSmiles` (`max_values`: Some(1), `max_size`: Some(5890), added: 6385, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Surfaces` (r:1 w:0)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(13976), added: 16451, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::LiquidationRules` (r:1 w:0)
	/// Proof: `MarginEngine::LiquidationRules` (`max_values`: Some(1), `max_size`: Some(67), added: 562, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::OpenWindow` (r:1 w:0)
	/// Proof: `OrderBook::OpenWindow` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::OrderLists` (r:1 w:1)
	/// Proof: `OrderBook::OrderLists` (`max_values`: None, `max_size`: Some(19861), added: 22336, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::LastClearings` (r:1 w:0)
	/// Proof: `OrderBook::LastClearings` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Backlog` (r:1 w:1)
	/// Proof: `OrderBook::Backlog` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Waiting` (r:1 w:1)
	/// Proof: `OrderBook::Waiting` (`max_values`: None, `max_size`: Some(9127), added: 11602, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Windows` (r:1 w:1)
	/// Proof: `OrderBook::Windows` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::WaitingLine` (r:1 w:1)
	/// Proof: `OrderBook::WaitingLine` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// `n` is measured from 1 to 64.
	/// `s` is measured from 0 to 16.
	fn tend_account(n: u32, s: u32, ) -> Weight {
		Weight::from_parts(88_983_000, 23326)
			.saturating_add(Weight::from_parts(17_253_209, 0).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(9_876_775, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(18_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(Weight::from_parts(0, 2499).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(0, 10).saturating_mul(s.into()))
	}
	/// Storage: `OrderBook::OrderLists` (r:1 w:1)
	/// Proof: `OrderBook::OrderLists` (`max_values`: None, `max_size`: Some(19861), added: 22336, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Books` (r:63 w:63)
	/// Proof: `OrderBook::Books` (`max_values`: None, `max_size`: Some(4152), added: 6627, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Waiting` (r:200 w:200)
	/// Proof: `OrderBook::Waiting` (`max_values`: None, `max_size`: Some(9127), added: 11602, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Levels` (r:200 w:200)
	/// Proof: `OrderBook::Levels` (`max_values`: None, `max_size`: Some(3763), added: 6238, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::TickPages` (r:69 w:69)
	/// Proof: `OrderBook::TickPages` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Subaccounts` (r:1 w:1)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Series` (r:63 w:0)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// `o` is measured from 1 to 200.
	fn cancel_orders(o: u32, ) -> Weight {
		Weight::from_parts(482_477_640, 184140)
			.saturating_add(Weight::from_parts(20_579_878, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(85_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(56_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(o.into())))
			.saturating_add(Weight::from_parts(0, 11602).saturating_mul(o.into()))
	}
	/// Storage: `MarginEngine::Subaccounts` (r:64 w:64)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::OrderLists` (r:1 w:0)
	/// Proof: `OrderBook::OrderLists` (`max_values`: None, `max_size`: Some(19861), added: 22336, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::TradingFees` (r:1 w:0)
	/// Proof: `MarginEngine::TradingFees` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	/// Storage: `Perpetuals::Markets` (r:1 w:1)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Feeds` (r:2 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:2 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::MarginParameters` (r:1 w:0)
	/// Proof: `MarginEngine::MarginParameters` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Series` (r:63 w:0)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::PausedSmiles` (r:1 w:0)
	/// Proof: `OracleAggregator::PausedSmiles` (`max_values`: Some(1), `max_size`: Some(5890), added: 6385, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Surfaces` (r:1 w:0)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(13976), added: 16451, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::LiquidationRules` (r:1 w:0)
	/// Proof: `MarginEngine::LiquidationRules` (`max_values`: Some(1), `max_size`: Some(67), added: 562, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::OpenWindow` (r:1 w:0)
	/// Proof: `OrderBook::OpenWindow` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Attempts` (r:1 w:1)
	/// Proof: `MarginEngine::Attempts` (`max_values`: None, `max_size`: Some(61), added: 2536, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::InsuranceFund` (r:1 w:1)
	/// Proof: `MarginEngine::InsuranceFund` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::DeleveragingCursor` (r:1 w:1)
	/// Proof: `MarginEngine::DeleveragingCursor` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Holders` (r:64 w:63)
	/// Proof: `MarginEngine::Holders` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::FundingPot` (r:1 w:1)
	/// Proof: `MarginEngine::FundingPot` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::RedList` (r:0 w:1)
	/// Proof: `MarginEngine::RedList` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	/// `n` is measured from 1 to 64.
	fn liquidation_step(n: u32, ) -> Weight {
		Weight::from_parts(5_804_395_741, 625886)
			.saturating_add(Weight::from_parts(11_157_854, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(209_u64))
			.saturating_add(T::DbWeight::get().writes(133_u64))
	}
}

/// For mocks: the same with default database costs.
impl WeightInfo for () {
	fn deposit() -> Weight {
		Weight::from_parts(81_322_000, 10754)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(500_837_000, 165483)
			.saturating_add(ParityDbWeight::get().reads(82_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn transfer_between() -> Weight {
		Weight::from_parts(488_829_000, 165483)
			.saturating_add(ParityDbWeight::get().reads(78_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn poke() -> Weight {
		Weight::from_parts(418_744_000, 165483)
			.saturating_add(ParityDbWeight::get().reads(76_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn add_insurance() -> Weight {
		Weight::from_parts(63_565_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn move_fees_to_insurance() -> Weight {
		Weight::from_parts(20_961_000, 3498)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn set_margin_parameters() -> Weight {
		Weight::from_parts(11_307_000, 3807)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn set_fee_rates() -> Weight {
		Weight::from_parts(8_854_000, 1581)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn set_liquidation_parameters() -> Weight {
		Weight::from_parts(7_792_000, 1552)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn pause_withdrawals() -> Weight {
		Weight::from_parts(5_188_000, 0)
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn start_watch() -> Weight {
		Weight::from_parts(9_434_000, 3514)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn watch_account(n: u32, ) -> Weight {
		Weight::from_parts(62_128_904, 17441)
			.saturating_add(Weight::from_parts(5_807_391, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(15_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(0, 2371).saturating_mul(n.into()))
	}
	fn tend_account(n: u32, s: u32, ) -> Weight {
		Weight::from_parts(88_983_000, 23326)
			.saturating_add(Weight::from_parts(17_253_209, 0).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(9_876_775, 0).saturating_mul(s.into()))
			.saturating_add(ParityDbWeight::get().reads(18_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
			.saturating_add(Weight::from_parts(0, 2499).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(0, 10).saturating_mul(s.into()))
	}
	fn cancel_orders(o: u32, ) -> Weight {
		Weight::from_parts(482_477_640, 184140)
			.saturating_add(Weight::from_parts(20_579_878, 0).saturating_mul(o.into()))
			.saturating_add(ParityDbWeight::get().reads(85_u64))
			.saturating_add(ParityDbWeight::get().reads((3_u64).saturating_mul(o.into())))
			.saturating_add(ParityDbWeight::get().writes(56_u64))
			.saturating_add(ParityDbWeight::get().writes((3_u64).saturating_mul(o.into())))
			.saturating_add(Weight::from_parts(0, 11602).saturating_mul(o.into()))
	}
	fn liquidation_step(n: u32, ) -> Weight {
		Weight::from_parts(5_804_395_741, 625886)
			.saturating_add(Weight::from_parts(11_157_854, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(209_u64))
			.saturating_add(ParityDbWeight::get().writes(133_u64))
	}
}
