// SPDX-License-Identifier: Apache-2.0
//! Weights of `pallet_margin_engine`, generated on 2026-11-29 by `make bench`.
//!
//! Machine: Intel(R) Xeon(R) Processor. Steps 10, repeats 3, WASM execution Compiled.
//! Do not edit: change the benchmark and generate again. `tend_account` and `cancel_orders` were computed; `liquidation_step`
//! counts what option writing keeps since of how much is open, and a read and a write of what was tried.

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
		Weight::from_parts(95_763_000, 10754)
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
	/// Storage: `OracleAggregator::Surfaces` (r:1 w:0)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(12376), added: 14851, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Backing` (r:1 w:1)
	/// Proof: `MarginEngine::Backing` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	fn withdraw() -> Weight {
		Weight::from_parts(486_700_000, 165483)
			.saturating_add(T::DbWeight::get().reads(81_u64))
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
	/// Storage: `OracleAggregator::Surfaces` (r:1 w:0)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(12376), added: 14851, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::OpenSubaccounts` (r:1 w:1)
	/// Proof: `MarginEngine::OpenSubaccounts` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn transfer_between() -> Weight {
		Weight::from_parts(426_010_000, 165483)
			.saturating_add(T::DbWeight::get().reads(77_u64))
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
	/// Storage: `OracleAggregator::Surfaces` (r:1 w:0)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(12376), added: 14851, mode: `MaxEncodedLen`)
	fn poke() -> Weight {
		Weight::from_parts(443_277_000, 165483)
			.saturating_add(T::DbWeight::get().reads(75_u64))
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
		Weight::from_parts(69_442_000, 6208)
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
		Weight::from_parts(28_253_000, 3498)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `MarginEngine::MarginParameters` (r:1 w:1)
	/// Proof: `MarginEngine::MarginParameters` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
	fn set_margin_parameters() -> Weight {
		Weight::from_parts(14_804_000, 3807)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `MarginEngine::TradingFees` (r:1 w:1)
	/// Proof: `MarginEngine::TradingFees` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	fn set_fee_rates() -> Weight {
		Weight::from_parts(11_083_000, 1581)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `MarginEngine::LiquidationRules` (r:1 w:1)
	/// Proof: `MarginEngine::LiquidationRules` (`max_values`: Some(1), `max_size`: Some(67), added: 562, mode: `MaxEncodedLen`)
	fn set_liquidation_parameters() -> Weight {
		Weight::from_parts(11_706_000, 1552)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `MarginEngine::WithdrawalsPausedUntil` (r:0 w:1)
	/// Proof: `MarginEngine::WithdrawalsPausedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn pause_withdrawals() -> Weight {
		Weight::from_parts(6_703_000, 0)
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
		Weight::from_parts(10_582_000, 3514)
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
	/// Storage: `OracleAggregator::Surfaces` (r:1 w:0)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(12376), added: 14851, mode: `MaxEncodedLen`)
	/// `n` is measured from 1 to 64.
	fn watch_account(n: u32, ) -> Weight {
		Weight::from_parts(80_898_114, 19267)
			.saturating_add(Weight::from_parts(5_670_752, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(0, 2148).saturating_mul(n.into()))
	}
	/// Computed: the base twice that of `watch_account`; for each of `n` what `watch_account` and `liquidation_step` take
	/// together; the list of orders, the window and what was tried on top. For each of `s` what placing an order takes by
	/// itself (`place_order` of the order book) and a full account's sums once more.
	/// `n` is from 0 to 64, `s` from 0 to 16.
	fn tend_account(n: u32, s: u32, ) -> Weight {
		Weight::from_parts(161_796_228, 41603)
			.saturating_add(Weight::from_parts(17_378_361, 2148).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(519_121_727, 40155).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(18_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().reads((13_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(s.into())))
	}
	/// Computed: the base that of `cancel_all` in the order book; for each of `o` the time that `close_level` takes for an
	/// order there, and what one that rests alone in its market, page and level lets read (what waits, book, page, level,
	/// terms) and write (all of these but terms).
	/// `o` is from 0 to 200.
	fn cancel_orders(o: u32, ) -> Weight {
		Weight::from_parts(14_071_000, 23326)
			.saturating_add(Weight::from_parts(49_817_309, 14244).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(o.into())))
	}
	/// Storage: `MarginEngine::Subaccounts` (r:64 w:64)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
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
	/// Storage: `OracleAggregator::Surfaces` (r:1 w:0)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(12376), added: 14851, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::OrderLists` (r:1 w:0)
	/// Proof: `OrderBook::OrderLists` (`max_values`: None, `max_size`: Some(19861), added: 22336, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::LiquidationRules` (r:1 w:0)
	/// Proof: `MarginEngine::LiquidationRules` (`max_values`: Some(1), `max_size`: Some(67), added: 562, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::OpenWindow` (r:1 w:0)
	/// Proof: `OrderBook::OpenWindow` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
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
	/// Storage: `MarginEngine::Attempts` (r:1 w:1)
	/// `n` is measured from 1 to 64.
	fn liquidation_step(n: u32, ) -> Weight {
		Weight::from_parts(6_523_182_723, 625886)
			.saturating_add(Weight::from_parts(11_707_609, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(209_u64))
			.saturating_add(T::DbWeight::get().writes(134_u64))
	}
}

/// For mocks: the same with default database costs.
impl WeightInfo for () {
	fn deposit() -> Weight {
		Weight::from_parts(95_763_000, 10754)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(486_700_000, 165483)
			.saturating_add(ParityDbWeight::get().reads(81_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn transfer_between() -> Weight {
		Weight::from_parts(426_010_000, 165483)
			.saturating_add(ParityDbWeight::get().reads(77_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn poke() -> Weight {
		Weight::from_parts(443_277_000, 165483)
			.saturating_add(ParityDbWeight::get().reads(75_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn add_insurance() -> Weight {
		Weight::from_parts(69_442_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn move_fees_to_insurance() -> Weight {
		Weight::from_parts(28_253_000, 3498)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn set_margin_parameters() -> Weight {
		Weight::from_parts(14_804_000, 3807)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn set_fee_rates() -> Weight {
		Weight::from_parts(11_083_000, 1581)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn set_liquidation_parameters() -> Weight {
		Weight::from_parts(11_706_000, 1552)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn pause_withdrawals() -> Weight {
		Weight::from_parts(6_703_000, 0)
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn start_watch() -> Weight {
		Weight::from_parts(10_582_000, 3514)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn watch_account(n: u32, ) -> Weight {
		Weight::from_parts(80_898_114, 19267)
			.saturating_add(Weight::from_parts(5_670_752, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(14_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(0, 2148).saturating_mul(n.into()))
	}
	fn tend_account(n: u32, s: u32, ) -> Weight {
		Weight::from_parts(161_796_228, 41603)
			.saturating_add(Weight::from_parts(17_378_361, 2148).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(519_121_727, 40155).saturating_mul(s.into()))
			.saturating_add(ParityDbWeight::get().reads(18_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().reads((13_u64).saturating_mul(s.into())))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
			.saturating_add(ParityDbWeight::get().writes((5_u64).saturating_mul(s.into())))
	}
	fn cancel_orders(o: u32, ) -> Weight {
		Weight::from_parts(14_071_000, 23326)
			.saturating_add(Weight::from_parts(49_817_309, 14244).saturating_mul(o.into()))
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().reads((5_u64).saturating_mul(o.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(ParityDbWeight::get().writes((4_u64).saturating_mul(o.into())))
	}
	fn liquidation_step(n: u32, ) -> Weight {
		Weight::from_parts(6_523_182_723, 625886)
			.saturating_add(Weight::from_parts(11_707_609, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(209_u64))
			.saturating_add(ParityDbWeight::get().writes(134_u64))
	}
}
