// SPDX-License-Identifier: Apache-2.0
//! Weights of `pallet_order_book`, generated on 2026-11-29 by `make bench`.
//!
//! Machine: Intel(R) Xeon(R) Processor. Steps 5, repeats 3, WASM execution Compiled.
//! Do not edit: change the benchmark and generate again. `clear_market` was written from the measured points,
//! and counts what is read and written since about how much may be open. The reads and writes of `WaitingLine` and
//! `RoomOfOwners` were added by hand (of the latter one each for every message `m` of `clear_market`), and so was what
//! each of `m` markets adds to `place_orders` and `cancel_all`. `cancel_in_market` is not measured yet and was put together
//! by hand from what is.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens, unused_imports, missing_docs, clippy::all, clippy::arithmetic_side_effects)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

/// What the calls and hooks of `pallet_order_book` cost.
pub trait WeightInfo {
	fn place_order(l: u32, ) -> Weight;
	fn place_orders(n: u32, m: u32, ) -> Weight;
	fn cancel_order() -> Weight;
	fn cancel_all(n: u32, m: u32, ) -> Weight;
	fn on_window() -> Weight;
	fn clear_market(m: u32, r: u32, d: u32, l: u32, ) -> Weight;
	fn cancel_in_market(n: u32, d: u32, ) -> Weight;
	fn close_level(n: u32, ) -> Weight;
}

/// As measured, with the database costs of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `OrderBook::OrderLists` (r:1 w:1)
	/// Proof: `OrderBook::OrderLists` (`max_values`: None, `max_size`: Some(19861), added: 22336, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::OpenWindow` (r:1 w:0)
	/// Proof: `OrderBook::OpenWindow` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Windows` (r:1 w:1)
	/// Proof: `OrderBook::Windows` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	/// Storage: `Perpetuals::Markets` (r:1 w:0)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Feeds` (r:2 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:2 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Subaccounts` (r:1 w:1)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::TradingFees` (r:1 w:0)
	/// Proof: `MarginEngine::TradingFees` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::MarginParameters` (r:1 w:0)
	/// Proof: `MarginEngine::MarginParameters` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Series` (r:63 w:0)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Surfaces` (r:1 w:0)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(12376), added: 14851, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Waiting` (r:1 w:1)
	/// Proof: `OrderBook::Waiting` (`max_values`: None, `max_size`: Some(9127), added: 11602, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Backlog` (r:1 w:1)
	/// Proof: `OrderBook::Backlog` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::WaitingLine` (r:1 w:1)
	/// Proof: `OrderBook::WaitingLine` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::RoomOfOwners` (r:1 w:1)
	/// Proof: `OrderBook::RoomOfOwners` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// `l` is measured from 1 to 64.
	fn place_order(l: u32, ) -> Weight {
		Weight::from_parts(156_193_599, 40155)
			.saturating_add(Weight::from_parts(6_919_906, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(7_u64))
			.saturating_add(Weight::from_parts(0, 1741).saturating_mul(l.into()))
	}
	/// Storage: `OrderBook::OrderLists` (r:1 w:1)
	/// Proof: `OrderBook::OrderLists` (`max_values`: None, `max_size`: Some(19861), added: 22336, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::OpenWindow` (r:1 w:0)
	/// Proof: `OrderBook::OpenWindow` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Windows` (r:1 w:1)
	/// Proof: `OrderBook::Windows` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	/// Storage: `Perpetuals::Markets` (r:1 w:0)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Feeds` (r:2 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:2 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Subaccounts` (r:1 w:1)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::TradingFees` (r:1 w:0)
	/// Proof: `MarginEngine::TradingFees` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Series` (r:63 w:0)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Surfaces` (r:1 w:0)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(12376), added: 14851, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::MarginParameters` (r:1 w:0)
	/// Proof: `MarginEngine::MarginParameters` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Waiting` (r:1 w:1)
	/// Proof: `OrderBook::Waiting` (`max_values`: None, `max_size`: Some(9127), added: 11602, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Backlog` (r:1 w:1)
	/// Proof: `OrderBook::Backlog` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::WaitingLine` (r:1 w:1)
	/// Proof: `OrderBook::WaitingLine` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::RoomOfOwners` (r:1 w:1)
	/// Proof: `OrderBook::RoomOfOwners` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// `n` is measured from 1 to 100.
	/// `m` is not measured: what each market has of its own is added by the database's costs, and its mark as that of
	/// a position.
	fn place_orders(n: u32, m: u32, ) -> Weight {
		Weight::from_parts(553_360_968, 165483)
			.saturating_add(Weight::from_parts(13_698_120, 0).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(6_919_906, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(79_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(m.into())))
			.saturating_add(Weight::from_parts(0, 11602).saturating_mul(m.into()))
	}
	/// Storage: `OrderBook::OrderLists` (r:1 w:1)
	/// Proof: `OrderBook::OrderLists` (`max_values`: None, `max_size`: Some(19861), added: 22336, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::OpenWindow` (r:1 w:0)
	/// Proof: `OrderBook::OpenWindow` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Waiting` (r:1 w:1)
	/// Proof: `OrderBook::Waiting` (`max_values`: None, `max_size`: Some(9127), added: 11602, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Backlog` (r:1 w:1)
	/// Proof: `OrderBook::Backlog` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Windows` (r:1 w:1)
	/// Proof: `OrderBook::Windows` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Subaccounts` (r:1 w:1)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `Perpetuals::Markets` (r:1 w:0)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::WaitingLine` (r:1 w:1)
	/// Proof: `OrderBook::WaitingLine` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::RoomOfOwners` (r:1 w:1)
	/// Proof: `OrderBook::RoomOfOwners` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	fn cancel_order() -> Weight {
		Weight::from_parts(146_346_000, 23326)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	/// Storage: `OrderBook::OrderLists` (r:1 w:1)
	/// Proof: `OrderBook::OrderLists` (`max_values`: None, `max_size`: Some(19861), added: 22336, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::OpenWindow` (r:1 w:0)
	/// Proof: `OrderBook::OpenWindow` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Waiting` (r:1 w:1)
	/// Proof: `OrderBook::Waiting` (`max_values`: None, `max_size`: Some(9127), added: 11602, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Backlog` (r:1 w:1)
	/// Proof: `OrderBook::Backlog` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Windows` (r:1 w:1)
	/// Proof: `OrderBook::Windows` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Subaccounts` (r:1 w:1)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `Perpetuals::Markets` (r:1 w:0)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::WaitingLine` (r:1 w:1)
	/// Proof: `OrderBook::WaitingLine` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::RoomOfOwners` (r:1 w:1)
	/// Proof: `OrderBook::RoomOfOwners` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// `n` is measured from 0 to 200.
	/// `m` is not measured: what each market has of its own is added by the database's costs.
	fn cancel_all(n: u32, m: u32, ) -> Weight {
		Weight::from_parts(14_071_000, 23326)
			.saturating_add(Weight::from_parts(16_674_240, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(m.into())))
			.saturating_add(Weight::from_parts(0, 11602).saturating_mul(m.into()))
	}
	/// Storage: `OrderBook::Expiries` (r:1 w:0)
	/// Proof: `OrderBook::Expiries` (`max_values`: Some(1), `max_size`: Some(8194), added: 8689, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Windows` (r:1 w:0)
	/// Proof: `OrderBook::Windows` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::OpenWindow` (r:0 w:1)
	/// Proof: `OrderBook::OpenWindow` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::WaitingLine` (r:1 w:1)
	/// Proof: `OrderBook::WaitingLine` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn on_window() -> Weight {
		Weight::from_parts(6_747_000, 9679)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `OrderBook::Waiting` (r:502 w:501)
	/// Proof: `OrderBook::Waiting` (`max_values`: None, `max_size`: Some(9127), added: 11602, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Backlog` (r:1 w:1)
	/// Proof: `OrderBook::Backlog` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Windows` (r:1 w:1)
	/// Proof: `OrderBook::Windows` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Books` (r:1 w:1)
	/// Proof: `OrderBook::Books` (`max_values`: None, `max_size`: Some(4152), added: 6627, mode: `MaxEncodedLen`)
	/// Storage: `Perpetuals::Markets` (r:1 w:1)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Feeds` (r:2 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:2 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::TickPages` (r:3 w:3)
	/// Proof: `OrderBook::TickPages` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Levels` (r:502 w:502)
	/// Proof: `OrderBook::Levels` (`max_values`: None, `max_size`: Some(3763), added: 6238, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Subaccounts` (r:1000 w:1000)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::TradingFees` (r:1 w:0)
	/// Proof: `MarginEngine::TradingFees` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Series` (r:31 w:0)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Surfaces` (r:1 w:0)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(12376), added: 14851, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::MarginParameters` (r:1 w:0)
	/// Proof: `MarginEngine::MarginParameters` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Fees` (r:1 w:1)
	/// Proof: `MarginEngine::Fees` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::FundingPot` (r:1 w:1)
	/// Proof: `MarginEngine::FundingPot` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::OrderLists` (r:936 w:936)
	/// Proof: `OrderBook::OrderLists` (`max_values`: None, `max_size`: Some(19861), added: 22336, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::LastClearings` (r:1 w:1)
	/// Proof: `OrderBook::LastClearings` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Holders` (r:0 w:1000)
	/// Proof: `MarginEngine::Holders` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SecuredOpenInterest` (r:1 w:0)
	/// Proof: `OracleAggregator::SecuredOpenInterest` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::OpenOptions` (r:1 w:1)
	/// Proof: `OptionWriting::OpenOptions` (`max_values`: None, `max_size`: Some(38), added: 2513, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::WaitingLine` (r:1 w:1)
	/// Proof: `OrderBook::WaitingLine` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::RoomOfOwners` (r:500 w:500)
	/// Proof: `OrderBook::RoomOfOwners` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// `m` is measured from 1 to 500.
	/// `r` is measured from 0 to 500.
	/// `d` is measured from 0 to 63.
	/// `l` is measured from 4000 to 32000.
	/// The parts of a clearing are not additive: one message that fills five hundred orders costs nearly as much as
	/// five hundred messages do. A least-squares plane would charge an empty window for a full one; these are the
	/// slopes' medians without a base, and no measured point lies above them.
	fn clear_market(m: u32, r: u32, d: u32, l: u32, ) -> Weight {
		Weight::from_parts(1_000_000_000, 20_000)
			.saturating_add(Weight::from_parts(90_240_000, 15_103).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(153_800_000, 16_613).saturating_mul(r.into()))
			.saturating_add(Weight::from_parts(4_700_000, 4).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(2_186_000, 300).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(12_u64))
			.saturating_add(T::DbWeight::get().writes((6_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(r.into())))
	}
	/// Storage: `OrderBook::Waiting` (r:41 w:40)
	/// Proof: `OrderBook::Waiting` (`max_values`: None, `max_size`: Some(9127), added: 11602, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Backlog` (r:1 w:1)
	/// Proof: `OrderBook::Backlog` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Books` (r:1 w:1)
	/// Proof: `OrderBook::Books` (`max_values`: None, `max_size`: Some(4152), added: 6627, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::TickPages` (r:40 w:40)
	/// Proof: `OrderBook::TickPages` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Levels` (r:40 w:40)
	/// Proof: `OrderBook::Levels` (`max_values`: None, `max_size`: Some(3763), added: 6238, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Subaccounts` (r:40 w:40)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `Perpetuals::Markets` (r:1 w:0)
	/// Proof: `Perpetuals::Markets` (`max_values`: None, `max_size`: Some(246), added: 2721, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::OrderLists` (r:40 w:40)
	/// Proof: `OrderBook::OrderLists` (`max_values`: None, `max_size`: Some(19861), added: 22336, mode: `MaxEncodedLen`)
	/// `n` and `d` are not measured yet. The base is that of `close_level`; a cancellation takes what an order does there
	/// and in the margin engine's `cancel_orders`, and has a message, an account and a page of its own; an order beside
	/// takes what it does in `clear_market`. `Windows` and `WaitingLine` are not counted here: all markets of a window
	/// have them in common.
	fn cancel_in_market(n: u32, d: u32, ) -> Weight {
		Weight::from_parts(84_553_904, 14_244)
			.saturating_add(Weight::from_parts(70_397_187, 22_336).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(4_700_000, 4).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(n.into())))
	}
	/// Storage: `OrderBook::Expiries` (r:1 w:1)
	/// Proof: `OrderBook::Expiries` (`max_values`: Some(1), `max_size`: Some(8194), added: 8689, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Books` (r:2 w:1)
	/// Proof: `OrderBook::Books` (`max_values`: None, `max_size`: Some(4152), added: 6627, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::TickPages` (r:1 w:1)
	/// Proof: `OrderBook::TickPages` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::Levels` (r:1 w:1)
	/// Proof: `OrderBook::Levels` (`max_values`: None, `max_size`: Some(3763), added: 6238, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Subaccounts` (r:64 w:64)
	/// Proof: `MarginEngine::Subaccounts` (`max_values`: None, `max_size`: Some(7289), added: 9764, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Series` (r:1 w:0)
	/// Proof: `OptionWriting::Series` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OrderBook::OrderLists` (r:64 w:64)
	/// Proof: `OrderBook::OrderLists` (`max_values`: None, `max_size`: Some(19861), added: 22336, mode: `MaxEncodedLen`)
	/// `n` is measured from 1 to 64.
	fn close_level(n: u32, ) -> Weight {
		Weight::from_parts(84_553_904, 14244)
			.saturating_add(Weight::from_parts(49_817_309, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 22336).saturating_mul(n.into()))
	}
}

/// For mocks: the same with default database costs.
impl WeightInfo for () {
	fn place_order(l: u32, ) -> Weight {
		Weight::from_parts(156_193_599, 40155)
			.saturating_add(Weight::from_parts(6_919_906, 0).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads(15_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(l.into())))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
			.saturating_add(Weight::from_parts(0, 1741).saturating_mul(l.into()))
	}
	fn place_orders(n: u32, m: u32, ) -> Weight {
		Weight::from_parts(553_360_968, 165483)
			.saturating_add(Weight::from_parts(13_698_120, 0).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(6_919_906, 0).saturating_mul(m.into()))
			.saturating_add(ParityDbWeight::get().reads(79_u64))
			.saturating_add(ParityDbWeight::get().reads((2_u64).saturating_mul(m.into())))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
			.saturating_add(ParityDbWeight::get().writes((2_u64).saturating_mul(m.into())))
			.saturating_add(Weight::from_parts(0, 11602).saturating_mul(m.into()))
	}
	fn cancel_order() -> Weight {
		Weight::from_parts(146_346_000, 23326)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}
	fn cancel_all(n: u32, m: u32, ) -> Weight {
		Weight::from_parts(14_071_000, 23326)
			.saturating_add(Weight::from_parts(16_674_240, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().reads((3_u64).saturating_mul(m.into())))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
			.saturating_add(ParityDbWeight::get().writes((2_u64).saturating_mul(m.into())))
			.saturating_add(Weight::from_parts(0, 11602).saturating_mul(m.into()))
	}
	fn on_window() -> Weight {
		Weight::from_parts(6_747_000, 9679)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	/// The parts of a clearing are not additive: one message that fills five hundred orders costs nearly as much as
	/// five hundred messages do. A least-squares plane would charge an empty window for a full one; these are the
	/// slopes' medians without a base, and no measured point lies above them.
	fn clear_market(m: u32, r: u32, d: u32, l: u32, ) -> Weight {
		Weight::from_parts(1_000_000_000, 20_000)
			.saturating_add(Weight::from_parts(90_240_000, 15_103).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(153_800_000, 16_613).saturating_mul(r.into()))
			.saturating_add(Weight::from_parts(4_700_000, 4).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(2_186_000, 300).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads(14_u64))
			.saturating_add(ParityDbWeight::get().reads((4_u64).saturating_mul(m.into())))
			.saturating_add(ParityDbWeight::get().reads((4_u64).saturating_mul(r.into())))
			.saturating_add(ParityDbWeight::get().writes(12_u64))
			.saturating_add(ParityDbWeight::get().writes((6_u64).saturating_mul(m.into())))
			.saturating_add(ParityDbWeight::get().writes((5_u64).saturating_mul(r.into())))
	}
	fn cancel_in_market(n: u32, d: u32, ) -> Weight {
		Weight::from_parts(84_553_904, 14_244)
			.saturating_add(Weight::from_parts(70_397_187, 22_336).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(4_700_000, 4).saturating_mul(d.into()))
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().reads((5_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(ParityDbWeight::get().writes((5_u64).saturating_mul(n.into())))
	}
	fn close_level(n: u32, ) -> Weight {
		Weight::from_parts(84_553_904, 14244)
			.saturating_add(Weight::from_parts(49_817_309, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
			.saturating_add(ParityDbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 22336).saturating_mul(n.into()))
	}
}
