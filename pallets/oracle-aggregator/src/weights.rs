// SPDX-License-Identifier: Apache-2.0
//! Weights of `pallet_oracle_aggregator`, generated on 2026-11-30 by `make bench`.
//!
//! Machine: AMD EPYC. Steps 20, repeats 5, WASM execution Compiled.
//! Do not edit: change the benchmark and generate again. The time of `propose_svi` was raised from the 103 µs measured to
//! ten milliseconds: it may have to prove more about more slices than where it is measured. Until it is measured with the
//! signature that it verifies, `set_reporter_key` has the time of a bundle of `submit_votes` added to its own; and a read
//! of the panel is added to `bond_more`, `report` and `report_smiles`.

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
	fn pause_smile() -> Weight;
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
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::CounterForReporters` (r:1 w:1)
	/// Proof: `OracleAggregator::CounterForReporters` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn admit_reporter() -> Weight {
		Weight::from_parts(13_650_000, 3887)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `OracleAggregator::Reporters` (r:1 w:1)
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Panel` (r:1 w:1)
	/// Proof: `OracleAggregator::Panel` (`max_values`: Some(1), `max_size`: Some(6658), added: 7153, mode: `MaxEncodedLen`)
	fn register_reporter() -> Weight {
		Weight::from_parts(73_300_000, 8143)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `OracleAggregator::Reporters` (r:1 w:1)
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Panel` (r:1 w:0)
	/// Proof: `OracleAggregator::Panel` (`max_values`: Some(1), `max_size`: Some(6658), added: 7153, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	fn bond_more() -> Weight {
		Weight::from_parts(69_293_000, 8143)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Reporters` (r:1 w:1)
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Panel` (r:1 w:1)
	/// Proof: `OracleAggregator::Panel` (`max_values`: Some(1), `max_size`: Some(6658), added: 7153, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::LastRounds` (r:1 w:1)
	/// Proof: `OracleAggregator::LastRounds` (`max_values`: Some(1), `max_size`: Some(642), added: 1137, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Scores` (r:1 w:1)
	/// Proof: `OracleAggregator::Scores` (`max_values`: Some(1), `max_size`: Some(3970), added: 4465, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::FeedIds` (r:1 w:0)
	/// Proof: `OracleAggregator::FeedIds` (`max_values`: Some(1), `max_size`: Some(450), added: 945, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Votes` (r:64 w:64)
	/// Proof: `OracleAggregator::Votes` (`max_values`: None, `max_size`: Some(5329), added: 7804, mode: `MaxEncodedLen`)
	fn unbond() -> Weight {
		Weight::from_parts(559_094_000, 500446)
			.saturating_add(T::DbWeight::get().reads(70_u64))
			.saturating_add(T::DbWeight::get().writes(68_u64))
	}
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Reporters` (r:1 w:1)
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	fn withdraw_unbonded() -> Weight {
		Weight::from_parts(55_973_000, 3887)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Reporters` (r:1 w:1)
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Panel` (r:1 w:1)
	/// Proof: `OracleAggregator::Panel` (`max_values`: Some(1), `max_size`: Some(6658), added: 7153, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::LastRounds` (r:1 w:1)
	/// Proof: `OracleAggregator::LastRounds` (`max_values`: Some(1), `max_size`: Some(642), added: 1137, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Scores` (r:1 w:1)
	/// Proof: `OracleAggregator::Scores` (`max_values`: Some(1), `max_size`: Some(3970), added: 4465, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::FeedIds` (r:1 w:0)
	/// Proof: `OracleAggregator::FeedIds` (`max_values`: Some(1), `max_size`: Some(450), added: 945, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Votes` (r:64 w:64)
	/// Proof: `OracleAggregator::Votes` (`max_values`: None, `max_size`: Some(5329), added: 7804, mode: `MaxEncodedLen`)
	fn remove_reporter() -> Weight {
		Weight::from_parts(550_231_000, 500446)
			.saturating_add(T::DbWeight::get().reads(70_u64))
			.saturating_add(T::DbWeight::get().writes(68_u64))
	}
	/// Storage: `OracleAggregator::Feeds` (r:1 w:1)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::FeedIds` (r:1 w:1)
	/// Proof: `OracleAggregator::FeedIds` (`max_values`: Some(1), `max_size`: Some(450), added: 945, mode: `MaxEncodedLen`)
	fn set_feed() -> Weight {
		Weight::from_parts(21_251_000, 3532)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `OracleAggregator::SettlementRules` (r:1 w:1)
	/// Proof: `OracleAggregator::SettlementRules` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn set_settlement_rule() -> Weight {
		Weight::from_parts(11_006_000, 1501)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `OracleAggregator::Reporters` (r:1 w:0)
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Panel` (r:1 w:0)
	/// Proof: `OracleAggregator::Panel` (`max_values`: Some(1), `max_size`: Some(6658), added: 7153, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Feeds` (r:64 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Clock` (r:1 w:0)
	/// Proof: `OracleAggregator::Clock` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Votes` (r:64 w:64)
	/// Proof: `OracleAggregator::Votes` (`max_values`: None, `max_size`: Some(5329), added: 7804, mode: `MaxEncodedLen`)
	/// `v` is measured from 1 to 64.
	fn report(v: u32, ) -> Weight {
		Weight::from_parts(93_275_401, 8143)
			.saturating_add(Weight::from_parts(7_415_552, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 7804).saturating_mul(v.into()))
	}
	/// Storage: `OracleAggregator::Settlements` (r:1 w:1)
	/// Proof: `OracleAggregator::Settlements` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	fn resolve_settlement() -> Weight {
		Weight::from_parts(13_380_000, 3529)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `OracleAggregator::VotesSubmittedIn` (r:1 w:1)
	/// Proof: `OracleAggregator::VotesSubmittedIn` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Babe::CurrentSlot` (r:1 w:0)
	/// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::LastRounds` (r:1 w:1)
	/// Proof: `OracleAggregator::LastRounds` (`max_values`: Some(1), `max_size`: Some(642), added: 1137, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Panel` (r:1 w:0)
	/// Proof: `OracleAggregator::Panel` (`max_values`: Some(1), `max_size`: Some(6658), added: 7153, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::CurrentSession` (r:1 w:0)
	/// Proof: `OracleAggregator::CurrentSession` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::FeedIds` (r:1 w:0)
	/// Proof: `OracleAggregator::FeedIds` (`max_values`: Some(1), `max_size`: Some(450), added: 945, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Clock` (r:1 w:0)
	/// Proof: `OracleAggregator::Clock` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Votes` (r:64 w:64)
	/// Proof: `OracleAggregator::Votes` (`max_values`: None, `max_size`: Some(5329), added: 7804, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::ListedSmiles` (r:1 w:1)
	/// Proof: `OracleAggregator::ListedSmiles` (`max_values`: Some(1), `max_size`: Some(6146), added: 6641, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:1 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:16 w:16)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(13976), added: 16451, mode: `MaxEncodedLen`)
	/// `b` is measured from 0 to 64.
	/// `e` is measured from 1 to 64.
	/// `s` is measured from 0 to 16.
	fn submit_votes(b: u32, e: u32, s: u32, ) -> Weight {
		Weight::from_parts(73_430_000, 8143)
			.saturating_add(Weight::from_parts(58_110_828, 0).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(11_258_597, 0).saturating_mul(e.into()))
			.saturating_add(Weight::from_parts(22_741_161, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(e.into())))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(e.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 7804).saturating_mul(e.into()))
			.saturating_add(Weight::from_parts(0, 16451).saturating_mul(s.into()))
	}
	/// Storage: `OracleAggregator::Reporters` (r:17 w:1)
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Panel` (r:1 w:0)
	/// Proof: `OracleAggregator::Panel` (`max_values`: Some(1), `max_size`: Some(6658), added: 7153, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn set_reporter_key() -> Weight {
		Weight::from_parts(183_417_828, 50239)
			.saturating_add(T::DbWeight::get().reads(19_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `System::Account` (r:3 w:3)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Babe::CurrentSlot` (r:1 w:0)
	/// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Reporters` (r:17 w:1)
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Panel` (r:1 w:1)
	/// Proof: `OracleAggregator::Panel` (`max_values`: Some(1), `max_size`: Some(6658), added: 7153, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::LastRounds` (r:1 w:1)
	/// Proof: `OracleAggregator::LastRounds` (`max_values`: Some(1), `max_size`: Some(642), added: 1137, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Scores` (r:1 w:1)
	/// Proof: `OracleAggregator::Scores` (`max_values`: Some(1), `max_size`: Some(3970), added: 4465, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::FeedIds` (r:1 w:0)
	/// Proof: `OracleAggregator::FeedIds` (`max_values`: Some(1), `max_size`: Some(450), added: 945, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Votes` (r:64 w:64)
	/// Proof: `OracleAggregator::Votes` (`max_values`: None, `max_size`: Some(5329), added: 7804, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	fn report_equivocation() -> Weight {
		Weight::from_parts(832_092_000, 500446)
			.saturating_add(T::DbWeight::get().reads(92_u64))
			.saturating_add(T::DbWeight::get().writes(72_u64))
	}
	/// Storage: `OracleAggregator::PanelRules` (r:1 w:1)
	/// Proof: `OracleAggregator::PanelRules` (`max_values`: Some(1), `max_size`: Some(5), added: 500, mode: `MaxEncodedLen`)
	fn set_panel_rule() -> Weight {
		Weight::from_parts(11_497_000, 1490)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `OracleAggregator::Reporters` (r:1 w:1)
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	fn cancel_penalty() -> Weight {
		Weight::from_parts(14_051_000, 3887)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `OracleAggregator::RewardShare` (r:1 w:1)
	/// Proof: `OracleAggregator::RewardShare` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn set_reward_share() -> Weight {
		Weight::from_parts(11_026_000, 1489)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `OracleAggregator::Earned` (r:1 w:1)
	/// Proof: `OracleAggregator::Earned` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Rewards` (r:1 w:1)
	/// Proof: `MarginEngine::Rewards` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `MarginEngine::Backing` (r:1 w:1)
	/// Proof: `MarginEngine::Backing` (`max_values`: None, `max_size`: Some(33), added: 2508, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn claim_reward() -> Weight {
		Weight::from_parts(70_576_000, 6208)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:1 w:1)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	fn pause_feed() -> Weight {
		Weight::from_parts(14_772_000, 3627)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:1 w:1)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	fn resume_feed() -> Weight {
		Weight::from_parts(13_140_000, 3627)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OptionWriting::Boards` (r:1 w:0)
	/// Proof: `OptionWriting::Boards` (`max_values`: None, `max_size`: Some(1708), added: 4183, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::ListedSmiles` (r:1 w:0)
	/// Proof: `OracleAggregator::ListedSmiles` (`max_values`: Some(1), `max_size`: Some(6146), added: 6641, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::PausedSmiles` (r:1 w:1)
	/// Proof: `OracleAggregator::PausedSmiles` (`max_values`: Some(1), `max_size`: Some(5890), added: 6385, mode: `MaxEncodedLen`)
	fn pause_smile() -> Weight {
		Weight::from_parts(22_403_000, 7631)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `OracleAggregator::Clock` (r:1 w:1)
	/// Proof: `OracleAggregator::Clock` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::LastCounted` (r:1 w:1)
	/// Proof: `OracleAggregator::LastCounted` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Panel` (r:1 w:0)
	/// Proof: `OracleAggregator::Panel` (`max_values`: Some(1), `max_size`: Some(6658), added: 7153, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Scores` (r:1 w:1)
	/// Proof: `OracleAggregator::Scores` (`max_values`: Some(1), `max_size`: Some(3970), added: 4465, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::FeedIds` (r:1 w:0)
	/// Proof: `OracleAggregator::FeedIds` (`max_values`: Some(1), `max_size`: Some(450), added: 945, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::FirstFeed` (r:1 w:0)
	/// Proof: `OracleAggregator::FirstFeed` (`max_values`: Some(1), `max_size`: Some(7), added: 502, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::ListedSmiles` (r:1 w:0)
	/// Proof: `OracleAggregator::ListedSmiles` (`max_values`: Some(1), `max_size`: Some(6146), added: 6641, mode: `MaxEncodedLen`)
	fn on_window_base() -> Weight {
		Weight::from_parts(41_231_000, 8143)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `OracleAggregator::Feeds` (r:1 w:0)
	/// Proof: `OracleAggregator::Feeds` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Samples` (r:1 w:1)
	/// Proof: `OracleAggregator::Samples` (`max_values`: None, `max_size`: Some(984), added: 3459, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:1 w:1)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Votes` (r:1 w:0)
	/// Proof: `OracleAggregator::Votes` (`max_values`: None, `max_size`: Some(5329), added: 7804, mode: `MaxEncodedLen`)
	/// `r` is measured from 1 to 64.
	fn aggregate_feed(r: u32, ) -> Weight {
		Weight::from_parts(33_997_731, 8794)
			.saturating_add(Weight::from_parts(640_544, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `OracleAggregator::Samples` (r:1 w:1)
	/// Proof: `OracleAggregator::Samples` (`max_values`: None, `max_size`: Some(984), added: 3459, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Minutes` (r:1 w:1)
	/// Proof: `OracleAggregator::Minutes` (`max_values`: None, `max_size`: Some(1053), added: 3528, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::RealisedVariances` (r:1 w:1)
	/// Proof: `OracleAggregator::RealisedVariances` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	fn finish_minute() -> Weight {
		Weight::from_parts(17_256_000, 4518)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `OracleAggregator::Reporters` (r:1 w:0)
	/// Proof: `OracleAggregator::Reporters` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Panel` (r:1 w:0)
	/// Proof: `OracleAggregator::Panel` (`max_values`: Some(1), `max_size`: Some(6658), added: 7153, mode: `MaxEncodedLen`)
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::ListedSmiles` (r:1 w:1)
	/// Proof: `OracleAggregator::ListedSmiles` (`max_values`: Some(1), `max_size`: Some(6146), added: 6641, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:1 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Clock` (r:1 w:0)
	/// Proof: `OracleAggregator::Clock` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:16 w:16)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(13976), added: 16451, mode: `MaxEncodedLen`)
	/// `s` is measured from 1 to 16.
	fn report_smiles(s: u32, ) -> Weight {
		Weight::from_parts(60_810_766, 8143)
			.saturating_add(Weight::from_parts(11_735_302, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 16451).saturating_mul(s.into()))
	}
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::PausedSmiles` (r:1 w:0)
	/// Proof: `OracleAggregator::PausedSmiles` (`max_values`: Some(1), `max_size`: Some(5890), added: 6385, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:2 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Surfaces` (r:3 w:1)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::ListedSmiles` (r:1 w:0)
	/// Proof: `OracleAggregator::ListedSmiles` (`max_values`: Some(1), `max_size`: Some(6146), added: 6641, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SurfaceRules` (r:1 w:0)
	/// Proof: `OracleAggregator::SurfaceRules` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	fn propose_svi() -> Weight {
		Weight::from_parts(10_000_000_000, 9891)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `OracleAggregator::SurfaceRules` (r:1 w:1)
	/// Proof: `OracleAggregator::SurfaceRules` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	fn set_surface_rule() -> Weight {
		Weight::from_parts(11_617_000, 1581)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Timestamp::Now` (r:1 w:0)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::ListedSmiles` (r:1 w:1)
	/// Proof: `OracleAggregator::ListedSmiles` (`max_values`: Some(1), `max_size`: Some(6146), added: 6641, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SurfaceRules` (r:1 w:0)
	/// Proof: `OracleAggregator::SurfaceRules` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::PausedSmiles` (r:1 w:0)
	/// Proof: `OracleAggregator::PausedSmiles` (`max_values`: Some(1), `max_size`: Some(5890), added: 6385, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::FirstSmile` (r:1 w:1)
	/// Proof: `OracleAggregator::FirstSmile` (`max_values`: Some(1), `max_size`: Some(14), added: 509, mode: `MaxEncodedLen`)
	fn step_smiles_base() -> Weight {
		Weight::from_parts(16_915_000, 7631)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `OracleAggregator::Surfaces` (r:3 w:1)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Aggregates` (r:2 w:0)
	/// Proof: `OracleAggregator::Aggregates` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::SmileVotes` (r:1 w:0)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(13976), added: 16451, mode: `MaxEncodedLen`)
	/// `r` is measured from 1 to 64.
	fn count_smile(r: u32, ) -> Weight {
		Weight::from_parts(73_161_787, 17441)
			.saturating_add(Weight::from_parts(2_576_372, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `OracleAggregator::SmileVotes` (r:0 w:1)
	/// Proof: `OracleAggregator::SmileVotes` (`max_values`: None, `max_size`: Some(13976), added: 16451, mode: `MaxEncodedLen`)
	/// Storage: `OracleAggregator::Surfaces` (r:0 w:1)
	/// Proof: `OracleAggregator::Surfaces` (`max_values`: None, `max_size`: Some(492), added: 2967, mode: `MaxEncodedLen`)
	fn forget_smile() -> Weight {
		Weight::from_parts(4_917_000, 0)
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
}

/// For mocks: the same with default database costs.
impl WeightInfo for () {
	fn admit_reporter() -> Weight {
		Weight::from_parts(13_650_000, 3887)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn register_reporter() -> Weight {
		Weight::from_parts(73_300_000, 8143)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn bond_more() -> Weight {
		Weight::from_parts(69_293_000, 8143)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn unbond() -> Weight {
		Weight::from_parts(559_094_000, 500446)
			.saturating_add(ParityDbWeight::get().reads(70_u64))
			.saturating_add(ParityDbWeight::get().writes(68_u64))
	}
	fn withdraw_unbonded() -> Weight {
		Weight::from_parts(55_973_000, 3887)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn remove_reporter() -> Weight {
		Weight::from_parts(550_231_000, 500446)
			.saturating_add(ParityDbWeight::get().reads(70_u64))
			.saturating_add(ParityDbWeight::get().writes(68_u64))
	}
	fn set_feed() -> Weight {
		Weight::from_parts(21_251_000, 3532)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn set_settlement_rule() -> Weight {
		Weight::from_parts(11_006_000, 1501)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn report(v: u32, ) -> Weight {
		Weight::from_parts(93_275_401, 8143)
			.saturating_add(Weight::from_parts(7_415_552, 0).saturating_mul(v.into()))
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().reads((2_u64).saturating_mul(v.into())))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 7804).saturating_mul(v.into()))
	}
	fn resolve_settlement() -> Weight {
		Weight::from_parts(13_380_000, 3529)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn submit_votes(b: u32, e: u32, s: u32, ) -> Weight {
		Weight::from_parts(73_430_000, 8143)
			.saturating_add(Weight::from_parts(58_110_828, 0).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(11_258_597, 0).saturating_mul(e.into()))
			.saturating_add(Weight::from_parts(22_741_161, 0).saturating_mul(s.into()))
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(e.into())))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(s.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(e.into())))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 7804).saturating_mul(e.into()))
			.saturating_add(Weight::from_parts(0, 16451).saturating_mul(s.into()))
	}
	fn set_reporter_key() -> Weight {
		Weight::from_parts(183_417_828, 50239)
			.saturating_add(ParityDbWeight::get().reads(19_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn report_equivocation() -> Weight {
		Weight::from_parts(832_092_000, 500446)
			.saturating_add(ParityDbWeight::get().reads(92_u64))
			.saturating_add(ParityDbWeight::get().writes(72_u64))
	}
	fn set_panel_rule() -> Weight {
		Weight::from_parts(11_497_000, 1490)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn cancel_penalty() -> Weight {
		Weight::from_parts(14_051_000, 3887)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn set_reward_share() -> Weight {
		Weight::from_parts(11_026_000, 1489)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn claim_reward() -> Weight {
		Weight::from_parts(70_576_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}
	fn pause_feed() -> Weight {
		Weight::from_parts(14_772_000, 3627)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn resume_feed() -> Weight {
		Weight::from_parts(13_140_000, 3627)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn pause_smile() -> Weight {
		Weight::from_parts(22_403_000, 7631)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn on_window_base() -> Weight {
		Weight::from_parts(41_231_000, 8143)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn aggregate_feed(r: u32, ) -> Weight {
		Weight::from_parts(33_997_731, 8794)
			.saturating_add(Weight::from_parts(640_544, 0).saturating_mul(r.into()))
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn finish_minute() -> Weight {
		Weight::from_parts(17_256_000, 4518)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn report_smiles(s: u32, ) -> Weight {
		Weight::from_parts(60_810_766, 8143)
			.saturating_add(Weight::from_parts(11_735_302, 0).saturating_mul(s.into()))
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(s.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 16451).saturating_mul(s.into()))
	}
	fn propose_svi() -> Weight {
		Weight::from_parts(10_000_000_000, 9891)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn set_surface_rule() -> Weight {
		Weight::from_parts(11_617_000, 1581)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn step_smiles_base() -> Weight {
		Weight::from_parts(16_915_000, 7631)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn count_smile(r: u32, ) -> Weight {
		Weight::from_parts(73_161_787, 17441)
			.saturating_add(Weight::from_parts(2_576_372, 0).saturating_mul(r.into()))
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn forget_smile() -> Weight {
		Weight::from_parts(4_917_000, 0)
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
}
