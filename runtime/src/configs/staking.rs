// SPDX-License-Identifier: Apache-2.0

//! Who backs the validators, what they earn and what they lose.

use crate::{
	AccountId, Balance, Balances, Runtime, RuntimeEvent, RuntimeHoldReason, Session, Staking,
	Timestamp, Treasury,
};
use frame_election_provider_support::{
	bounds::{ElectionBounds, ElectionBoundsBuilder},
	onchain, SequentialPhragmen,
};
use frame_support::{
	parameter_types,
	traits::{tokens::imbalance::ResolveTo, ConstBool, ConstU32},
};
use frame_system::EnsureRoot;
use sp_runtime::{curve::PiecewiseLinear, Perbill};
use sp_staking::{currency_to_vote::U128CurrencyToVote, EraIndex, SessionIndex};

/// The most validators that can be elected at once.
pub const MAXIMUM_ACTIVE_VALIDATORS: u32 = 100;
/// The most accounts that can stand for election.
///
/// With [`MAXIMUM_NOMINATORS`], this bounds the election that one block computes. Genesis writes both
/// into the staking pallet, so that whoever comes later is refused instead of silently ignored.
pub const MAXIMUM_CANDIDATES: u32 = 200;
/// The most accounts that can nominate.
pub const MAXIMUM_NOMINATORS: u32 = 1_000;
/// The most candidates that one account can nominate.
const MAXIMUM_NOMINATIONS: u32 = 16;

// Yearly inflation by the share of the tokens that is staked: most at one half.
pallet_staking_reward_curve::build! {
	const REWARD_CURVE: PiecewiseLinear<'static> = curve!(
		min_inflation: 0_025_000,
		max_inflation: 0_100_000,
		ideal_stake: 0_500_000,
		falloff: 0_050_000,
		max_piece_count: 40,
		test_precision: 0_005_000,
	);
}

parameter_types! {
	/// An era is thirty-six sessions: six hours.
	pub const SessionsPerEra: SessionIndex = 36;
	/// Stake is bound for twenty-eight eras after it is withdrawn: seven days.
	pub const BondingDuration: EraIndex = 28;
	/// A slash waits for so many eras, and may be cancelled until then.
	pub const SlashDeferDuration: EraIndex = 27;
	/// Rewards may be claimed for so many eras: three weeks.
	pub const HistoryDepth: u32 = 84;
	/// The curve, where the pallet can find it.
	pub const RewardCurve: &'static PiecewiseLinear<'static> = &REWARD_CURVE;
	/// The account of the treasury.
	pub TreasuryAccount: AccountId = Treasury::account_id();
	/// What an election may read.
	pub ElectionLimits: ElectionBounds = ElectionBoundsBuilder::default()
		.voters_count(MAXIMUM_NOMINATORS.saturating_add(MAXIMUM_CANDIDATES).into())
		.targets_count(MAXIMUM_CANDIDATES.into())
		.build();
}

/// Elects the validators within one block.
pub struct OnChainSeqPhragmen;

impl onchain::Config for OnChainSeqPhragmen {
	type Sort = ConstBool<true>;
	type System = Runtime;
	type Solver = SequentialPhragmen<AccountId, Perbill>;
	type DataProvider = Staking;
	type WeightInfo = frame_election_provider_support::weights::SubstrateWeight<Runtime>;
	type Bounds = ElectionLimits;
	type MaxBackersPerWinner = ConstU32<{ MAXIMUM_NOMINATORS + MAXIMUM_CANDIDATES }>;
	type MaxWinnersPerPage = ConstU32<MAXIMUM_ACTIVE_VALIDATORS>;
}

/// The largest sets that benchmarks of staking build.
pub struct StakingBenchmarkingConfig;

impl pallet_staking::BenchmarkingConfig for StakingBenchmarkingConfig {
	type MaxNominators = ConstU32<MAXIMUM_NOMINATORS>;
	type MaxValidators = ConstU32<MAXIMUM_CANDIDATES>;
}

impl pallet_staking::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OldCurrency = Balances;
	type Currency = Balances;
	type CurrencyBalance = Balance;
	type CurrencyToVote = U128CurrencyToVote;
	type UnixTime = Timestamp;
	type ElectionProvider = onchain::OnChainExecution<OnChainSeqPhragmen>;
	type GenesisElectionProvider = onchain::OnChainExecution<OnChainSeqPhragmen>;
	type NominationsQuota = pallet_staking::FixedNominationsQuota<MAXIMUM_NOMINATIONS>;
	type HistoryDepth = HistoryDepth;
	type RewardRemainder = ResolveTo<TreasuryAccount, Balances>;
	type Slash = ResolveTo<TreasuryAccount, Balances>;
	type Reward = ();
	type SessionsPerEra = SessionsPerEra;
	type BondingDuration = BondingDuration;
	type SlashDeferDuration = SlashDeferDuration;
	type AdminOrigin = EnsureRoot<AccountId>;
	type SessionInterface = Self;
	type EraPayout = pallet_staking::ConvertCurve<RewardCurve>;
	type NextNewSession = Session;
	type MaxExposurePageSize = ConstU32<64>;
	type MaxValidatorSet = ConstU32<MAXIMUM_ACTIVE_VALIDATORS>;
	type VoterList = pallet_staking::UseNominatorsAndValidatorsMap<Self>;
	type TargetList = pallet_staking::UseValidatorsMap<Self>;
	type MaxUnlockingChunks = ConstU32<32>;
	type MaxControllersInDeprecationBatch = ConstU32<100>;
	type EventListeners = ();
	type Filter = frame_support::traits::Nothing;
	type BenchmarkingConfig = StakingBenchmarkingConfig;
	type WeightInfo = pallet_staking::weights::SubstrateWeight<Runtime>;
}
