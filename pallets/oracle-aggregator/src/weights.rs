// SPDX-License-Identifier: Apache-2.0
//! Weights of `pallet_oracle_aggregator`, generated on 2026-11-25 by `make bench`.
//!
//! What is marked as computed was not measured on any machine.
//! Machine: AMD EPYC. Steps 20, repeats 5, WASM execution Compiled.
//! Do not edit: change the benchmark and generate again.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens, unused_imports, missing_docs, clippy::all, clippy::arithmetic_side_effects)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

/// What the calls and hooks of `pallet_oracle_aggregator` cost.
pub trait WeightInfo {
	fn admit_reporter() -> Weight;
	fn register_reporter() -> Weight;
	fn bond_more() -> Weight;
	fn unbond() -> Weight;
	fn withdraw_unbonded() -> Weight;
	fn remove_reporter() -> Weight;
	fn set_feed() -> Weight;
	fn set_settlement_rule() -> Weight;
	fn report(v: u32, ) -> Weight;
	fn resolve_settlement() -> Weight;
	fn submit_votes(b: u32, e: u32, s: u32, ) -> Weight;
	fn set_reporter_key() -> Weight;
	fn report_equivocation() -> Weight;
	fn set_panel_rule() -> Weight;
	fn cancel_penalty() -> Weight;
	fn set_reward_share() -> Weight;
	fn claim_reward() -> Weight;
	fn pause_feed() -> Weight;
	fn resume_feed() -> Weight;
	fn on_window_base() -> Weight;
	fn aggregate_feed(r: u32, ) -> Weight;
	fn finish_minute() -> Weight;
	fn report_smiles(s: u32, ) -> Weight;
	fn propose_svi() -> Weight;
	fn set_surface_rule() -> Weight;
	fn step_smiles_base() -> Weight;
	fn count_smile(r: u32, ) -> Weight;
	fn forget_smile() -> Weight;
}

/// As measured, with the database costs of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `OracleAggregator::Reporters` (r:1 w:1)
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::CounterForReporters` (r:1 w:1)
	/// Proof: `OracleAggregator::CounterForReporters` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn admit_reporter() -> Weight {
		Weight::from_parts(18_076_000, 3557)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `OracleAggregator::Reporters` (r:1 w:1)
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Panel` (r:1 w:1)
	/// Proof: `OracleAggregator::Panel` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn register_reporter() -> Weight {
		Weight::from_parts(114_640_000, 4687)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `OracleAggregator::Reporters` (r:1 w:1)
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Panel` (r:1 w:1)
	/// Proof: `OracleAggregator::Panel` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn bond_more() -> Weight {
		Weight::from_parts(122_503_000, 4687)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Reporters` (r:1 w:1)
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Panel` (r:1 w:1)
	/// Proof: `OracleAggregator::Panel` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::FeedIds` (r:1 w:0)
	/// Proof: `OracleAggregator::FeedIds` (`max_values`: Some(1), `max_size`: Some(450), added: 945, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Votes` (r:64 w:64)
	/// Proof: `OracleAggregator::Votes` (`max_values`: None, `max_size`: Some(3217), added: 5692, mode: `MaxEncodedLen`)
	fn unbond() -> Weight {
		Weight::from_parts(482_408_000, 365278)
			.saturating_add(T::DbWeight::get().reads(68_u64))
			.saturating_add(T::DbWeight::get().writes(66_u64))
	}
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Reporters` (r:1 w:1)
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	fn withdraw_unbonded() -> Weight {
		Weight::from_parts(68_722_000, 3640)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Reporters` (r:1 w:1)
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Panel` (r:1 w:1)
	/// Proof: `OracleAggregator::Panel` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::FeedIds` (r:1 w:0)
	/// Proof: `OracleAggregator::FeedIds` (`max_values`: Some(1), `max_size`: Some(450), added: 945, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Votes` (r:64 w:64)
	/// Proof: `OracleAggregator::Votes` (`max_values`: None, `max_size`: Some(3217), added: 5692, mode: `MaxEncodedLen`)
	fn remove_reporter() -> Weight {
		Weight::from_parts(491_050_000, 365278)
			.saturating_add(T::DbWeight::get().reads(68_u64))
			.saturating_add(T::DbWeight::get().writes(66_u64))
	}
	/// Storage: `OracleAggregator::Feeds` (r:1 w:1)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::FeedIds` (r:1 w:1)
	/// Proof: `OracleAggregator::FeedIds` (`max_values`: Some(1), `max_size`: Some(450), added: 945, mode: `MaxEncodedLen`)
	fn set_feed() -> Weight {
		Weight::from_parts(28_823_000, 3532)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `OracleAggregator::SettlementRules` (r:1 w:1)
	/// Proof: `OracleAggregator::SettlementRules` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn set_settlement_rule() -> Weight {
		Weight::from_parts(11_067_000, 1501)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `OracleAggregator::Reporters` (r:1 w:0)
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Feeds` (r:64 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Clock` (r:1 w:0)
	/// Proof: `OracleAggregator::Clock` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Votes` (r:64 w:64)
	/// Proof: `OracleAggregator::Votes` (`max_values`: None, `max_size`: Some(3217), added: 5692, mode: `MaxEncodedLen`)
	/// `v` is measured from 1 to 64.
	fn report(v: u32, ) -> Weight {
		Weight::from_parts(89_496_509, 3557)
			.saturating_add(Weight::from_parts(10_699_057, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 5692).saturating_mul(v.into()))
	}
	/// Storage: `OracleAggregator::Settlements` (r:1 w:1)
	/// Proof: `OracleAggregator::Settlements` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	fn resolve_settlement() -> Weight {
		Weight::from_parts(16_625_000, 3529)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Computed, not measured: 50 microseconds for a bundle and its signature, and for each feed those of
	/// `report` for 64 votes; for each smile twice as much, for its votes are three times as long.
	fn submit_votes(b: u32, e: u32, s: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 20_000)
			.saturating_add(Weight::from_parts(60_000_000, 0).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(60_000_000, 5692).saturating_mul(e.into()))
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(e.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(e.into())))
			.saturating_add(Weight::from_parts(120_000_000, 15_000).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
	}
	/// Computed, not measured: as `admit_reporter`, and a look at the panel and all outside reporters.
	fn set_reporter_key() -> Weight {
		Weight::from_parts(150_000_000, 60_000)
			.saturating_add(T::DbWeight::get().reads(18_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Computed, not measured: two signatures, a proof, and as `remove_reporter`.
	fn report_equivocation() -> Weight {
		Weight::from_parts(1_000_000_000, 500_000)
			.saturating_add(T::DbWeight::get().reads(110_u64))
			.saturating_add(T::DbWeight::get().writes(80_u64))
	}
	/// Computed, not measured: as `set_settlement_rule`.
	fn set_panel_rule() -> Weight {
		Weight::from_parts(11_067_000, 1501)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Computed, not measured: as `admit_reporter`.
	fn cancel_penalty() -> Weight {
		Weight::from_parts(18_076_000, 3557)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Computed, not measured: as `set_panel_rule`.
	fn set_reward_share() -> Weight {
		Weight::from_parts(10_000_000, 1489)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Computed, not measured: an entry taken, a pot and a backing changed, a transfer.
	fn claim_reward() -> Weight {
		Weight::from_parts(80_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Computed, not measured: as `set_panel_rule`.
	fn pause_feed() -> Weight {
		Weight::from_parts(14_000_000, 3615)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Computed, not measured: as `set_panel_rule`.
	fn resume_feed() -> Weight {
		Weight::from_parts(14_000_000, 3615)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `OracleAggregator::Panel` (r:1 w:0)
	/// Proof: `OracleAggregator::Panel` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::FeedIds` (r:1 w:0)
	/// Proof: `OracleAggregator::FeedIds` (`max_values`: Some(1), `max_size`: Some(450), added: 945, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::FirstFeed` (r:1 w:0)
	/// Proof: `OracleAggregator::FirstFeed` (`max_values`: Some(1), `max_size`: Some(7), added: 502, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Clock` (r:0 w:1)
	/// Proof: `OracleAggregator::Clock` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::ListedSmiles` (r:1 w:0), computed, not measured
	fn on_window_base() -> Weight {
		Weight::from_parts(15_343_000, 4687)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `OracleAggregator::Feeds` (r:1 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Samples` (r:1 w:1)
	/// Proof: `OracleAggregator::Samples` (`max_values`: None, `max_size`: Some(984), added: 3459, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:1 w:1)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Votes` (r:1 w:0)
	/// Proof: `OracleAggregator::Votes` (`max_values`: None, `max_size`: Some(3217), added: 5692, mode: `MaxEncodedLen`)
	/// `r` is measured from 1 to 64.
	fn aggregate_feed(r: u32, ) -> Weight {
		Weight::from_parts(35_326_685, 6682)
			.saturating_add(Weight::from_parts(676_278, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `OracleAggregator::Samples` (r:1 w:1)
	/// Proof: `OracleAggregator::Samples` (`max_values`: None, `max_size`: Some(984), added: 3459, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Minutes` (r:1 w:1)
	/// Proof: `OracleAggregator::Minutes` (`max_values`: None, `max_size`: Some(1053), added: 3528, mode: `MaxEncodedLen`)
	fn finish_minute() -> Weight {
		Weight::from_parts(18_828_000, 4518)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Computed, not measured: as `report`, and for each smile its votes, which are three times as long, a look at
	/// the expiries that are listed, and one at the index.
	fn report_smiles(s: u32, ) -> Weight {
		Weight::from_parts(100_000_000, 12_000)
			.saturating_add(Weight::from_parts(120_000_000, 15_000).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
	}
	/// Computed, not measured: one proof that no butterfly and two that no calendar spread is free, each with all
	/// the work that it may take.
	fn propose_svi() -> Weight {
		Weight::from_parts(10_000_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Computed, not measured: as `set_settlement_rule`.
	fn set_surface_rule() -> Weight {
		Weight::from_parts(11_067_000, 1501)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Computed, not measured: the rule, where to begin, and the list.
	fn step_smiles_base() -> Weight {
		Weight::from_parts(20_000_000, 12_000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Computed, not measured: as eight times `aggregate_feed`, and three proofs with all the work that they may
	/// take.
	fn count_smile(r: u32, ) -> Weight {
		Weight::from_parts(8_000_000_000, 30_000)
			.saturating_add(Weight::from_parts(6_000_000, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Computed, not measured: two removals.
	fn forget_smile() -> Weight {
		Weight::from_parts(15_000_000, 15_000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
}

/// For mocks: the same with default database costs.
impl WeightInfo for () {
	fn admit_reporter() -> Weight {
		Weight::from_parts(18_076_000, 3557)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn register_reporter() -> Weight {
		Weight::from_parts(114_640_000, 4687)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn bond_more() -> Weight {
		Weight::from_parts(122_503_000, 4687)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn unbond() -> Weight {
		Weight::from_parts(482_408_000, 365278)
			.saturating_add(ParityDbWeight::get().reads(68_u64))
			.saturating_add(ParityDbWeight::get().writes(66_u64))
	}
	fn withdraw_unbonded() -> Weight {
		Weight::from_parts(68_722_000, 3640)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn remove_reporter() -> Weight {
		Weight::from_parts(491_050_000, 365278)
			.saturating_add(ParityDbWeight::get().reads(68_u64))
			.saturating_add(ParityDbWeight::get().writes(66_u64))
	}
	fn set_feed() -> Weight {
		Weight::from_parts(28_823_000, 3532)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn set_settlement_rule() -> Weight {
		Weight::from_parts(11_067_000, 1501)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn report(v: u32, ) -> Weight {
		Weight::from_parts(89_496_509, 3557)
			.saturating_add(Weight::from_parts(10_699_057, 0).saturating_mul(v.into()))
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().reads((2_u64).saturating_mul(v.into())))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 5692).saturating_mul(v.into()))
	}
	fn resolve_settlement() -> Weight {
		Weight::from_parts(16_625_000, 3529)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	/// Computed, not measured: 50 microseconds for a bundle and its signature, and for each feed those of
	/// `report` for 64 votes; for each smile twice as much, for its votes are three times as long.
	fn submit_votes(b: u32, e: u32, s: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 20_000)
			.saturating_add(Weight::from_parts(60_000_000, 0).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(60_000_000, 5692).saturating_mul(e.into()))
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(e.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(e.into())))
			.saturating_add(Weight::from_parts(120_000_000, 15_000).saturating_mul(s.into()))
			.saturating_add(ParityDbWeight::get().reads((4_u64).saturating_mul(s.into())))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(s.into())))
	}
	/// Computed, not measured: as `admit_reporter`, and a look at the panel and all outside reporters.
	fn set_reporter_key() -> Weight {
		Weight::from_parts(150_000_000, 60_000)
			.saturating_add(ParityDbWeight::get().reads(18_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	/// Computed, not measured: two signatures, a proof, and as `remove_reporter`.
	fn report_equivocation() -> Weight {
		Weight::from_parts(1_000_000_000, 500_000)
			.saturating_add(ParityDbWeight::get().reads(110_u64))
			.saturating_add(ParityDbWeight::get().writes(80_u64))
	}
	/// Computed, not measured: as `set_settlement_rule`.
	fn set_panel_rule() -> Weight {
		Weight::from_parts(11_067_000, 1501)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	/// Computed, not measured: as `admit_reporter`.
	fn cancel_penalty() -> Weight {
		Weight::from_parts(18_076_000, 3557)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	/// Computed, not measured: as `set_panel_rule`.
	fn set_reward_share() -> Weight {
		Weight::from_parts(10_000_000, 1489)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	/// Computed, not measured: an entry taken, a pot and a backing changed, a transfer.
	fn claim_reward() -> Weight {
		Weight::from_parts(80_000_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	/// Computed, not measured: as `set_panel_rule`.
	fn pause_feed() -> Weight {
		Weight::from_parts(14_000_000, 3615)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	/// Computed, not measured: as `set_panel_rule`.
	fn resume_feed() -> Weight {
		Weight::from_parts(14_000_000, 3615)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn on_window_base() -> Weight {
		Weight::from_parts(15_343_000, 4687)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn aggregate_feed(r: u32, ) -> Weight {
		Weight::from_parts(35_326_685, 6682)
			.saturating_add(Weight::from_parts(676_278, 0).saturating_mul(r.into()))
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn finish_minute() -> Weight {
		Weight::from_parts(18_828_000, 4518)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	/// Computed, not measured: as `report`, and for each smile its votes, which are three times as long, a look at
	/// the expiries that are listed, and one at the index.
	fn report_smiles(s: u32, ) -> Weight {
		Weight::from_parts(100_000_000, 12_000)
			.saturating_add(Weight::from_parts(120_000_000, 15_000).saturating_mul(s.into()))
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
			.saturating_add(ParityDbWeight::get().reads((4_u64).saturating_mul(s.into())))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(s.into())))
	}
	/// Computed, not measured: one proof that no butterfly and two that no calendar spread is free, each with all
	/// the work that it may take.
	fn propose_svi() -> Weight {
		Weight::from_parts(10_000_000_000, 30_000)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	/// Computed, not measured: as `set_settlement_rule`.
	fn set_surface_rule() -> Weight {
		Weight::from_parts(11_067_000, 1501)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	/// Computed, not measured: the rule, where to begin, and the list.
	fn step_smiles_base() -> Weight {
		Weight::from_parts(20_000_000, 12_000)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	/// Computed, not measured: as eight times `aggregate_feed`, and three proofs with all the work that they may
	/// take.
	fn count_smile(r: u32, ) -> Weight {
		Weight::from_parts(8_000_000_000, 30_000)
			.saturating_add(Weight::from_parts(6_000_000, 0).saturating_mul(r.into()))
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	/// Computed, not measured: two removals.
	fn forget_smile() -> Weight {
		Weight::from_parts(15_000_000, 15_000)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
}
