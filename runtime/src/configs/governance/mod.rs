// SPDX-License-Identifier: Apache-2.0

//! Who decides, how, and with what money.
//!
//! Token holders decide by referendum, on [`tracks`] that fill [`origins`]. The technical committee
//! vouches for urgent proposals and can brake, never accelerate. [`parameters`] are the values that
//! change without an upgrade.

pub mod origins;
pub mod parameters;
pub mod tracks;

use crate::{
	configs::{
		staking::TreasuryAccount,
		system::{share_of, RuntimeBlockWeights},
	},
	constants::{
		money::{storage_deposit, STRD},
		time::{DAYS, MINUTES},
	},
	AccountId, Balance, Balances, BlockNumber, OriginCaller, Preimage, Referenda, Runtime,
	RuntimeCall, RuntimeEvent, RuntimeHoldReason, RuntimeOrigin, Scheduler, System, Treasury,
};
use frame_support::{
	instances::Instance1,
	parameter_types,
	traits::{
		fungible::HoldConsideration,
		tokens::{currency::ActiveIssuanceOf, pay::PayFromAccount, UnityAssetBalanceConversion},
		AsEnsureOriginWithArg, ConstU128, ConstU32, EitherOf, EitherOfDiverse, EqualPrivilegeOnly,
		LinearStoragePrice, MapSuccess,
	},
	weights::Weight,
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned};
use origins::{ReferendumCanceller, ReferendumKiller, Treasurer, WhitelistedCaller};
use pallet_collective::{EnsureProportionAtLeast, PrimeDefaultVote};
use sp_runtime::{
	traits::{IdentityLookup, Replace},
	Perbill, Permill,
};

/// The technical committee.
pub type TechnicalCommitteeInstance = Instance1;

/// Two thirds of the technical committee.
pub type TwoThirdsOfTechnicalCommittee =
	EnsureProportionAtLeast<AccountId, TechnicalCommitteeInstance, 2, 3>;

parameter_types! {
	/// What scheduled calls may take of a block.
	pub MaximumSchedulerWeight: Weight =
		share_of(Perbill::from_percent(80), RuntimeBlockWeights::get().max_block);
	/// What a proposal of the committee may take of a block.
	pub MaximumProposalWeight: Weight =
		share_of(Perbill::from_percent(50), RuntimeBlockWeights::get().max_block);
	/// What a noted preimage holds.
	pub const PreimageBaseDeposit: Balance = storage_deposit(2, 64);
	/// And for each of its bytes.
	pub const PreimageByteDeposit: Balance = storage_deposit(0, 1);
	/// Why it is held.
	pub const PreimageHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);

	/// How long a referendum may wait for its decision deposit.
	pub const UndecidingTimeout: BlockNumber = 14 * DAYS;
	/// How long tokens stay locked for one step of conviction.
	pub const VoteLockingPeriod: BlockNumber = 7 * DAYS;
	/// How long a motion of the committee stays open.
	pub const MotionDuration: BlockNumber = 3 * DAYS;
	/// How long a whitelisted call whose dispatch was deferred stays valid.
	pub const DeferredDispatchExpiration: BlockNumber = 7 * DAYS;

	/// Which account the treasury is.
	pub const TreasuryPalletId: PalletId = PalletId(*b"sd/trsry");
	/// How often the treasury looks at what it owes.
	pub const SpendPeriod: BlockNumber = DAYS;
	/// The treasury burns nothing.
	pub const NoBurn: Permill = Permill::zero();
	/// How long an approved payment can be claimed.
	pub const PayoutPeriod: BlockNumber = 30 * DAYS;
	/// The most the treasurer may promise at once.
	pub const TreasurerLimit: Balance = 100_000 * STRD;
	/// The root may promise anything.
	pub const RootLimit: Balance = Balance::MAX;
}

impl origins::Config for Runtime {}

impl pallet_preimage::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	type ManagerOrigin = EnsureRoot<AccountId>;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		PreimageHoldReason,
		LinearStoragePrice<PreimageBaseDeposit, PreimageByteDeposit, Balance>,
	>;
	type WeightInfo = pallet_preimage::weights::SubstrateWeight<Runtime>;
}

impl pallet_scheduler::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type MaximumWeight = MaximumSchedulerWeight;
	type ScheduleOrigin = EnsureRoot<AccountId>;
	type OriginPrivilegeCmp = EqualPrivilegeOnly;
	type MaxScheduledPerBlock = ConstU32<50>;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
	type WeightInfo = pallet_scheduler::weights::SubstrateWeight<Runtime>;
}

impl pallet_referenda::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type Scheduler = Scheduler;
	type Currency = Balances;
	type SubmitOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type CancelOrigin = EitherOf<EnsureRoot<AccountId>, ReferendumCanceller>;
	type KillOrigin = EitherOf<EnsureRoot<AccountId>, ReferendumKiller>;
	type Slash = Treasury;
	type Votes = pallet_conviction_voting::VotesOf<Runtime>;
	type Tally = pallet_conviction_voting::TallyOf<Runtime>;
	type SubmissionDeposit = ConstU128<{ 100 * STRD }>;
	type MaxQueued = ConstU32<100>;
	type UndecidingTimeout = UndecidingTimeout;
	type AlarmInterval = ConstU32<{ MINUTES / 2 }>;
	type Tracks = tracks::Tracks;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
	type WeightInfo = pallet_referenda::weights::SubstrateWeight<Runtime>;
}

impl pallet_conviction_voting::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	type Polls = Referenda;
	type MaxTurnout = ActiveIssuanceOf<Balances, AccountId>;
	type MaxVotes = ConstU32<256>;
	type VoteLockingPeriod = VoteLockingPeriod;
	type BlockNumberProvider = System;
	type VotingHooks = ();
	type WeightInfo = pallet_conviction_voting::weights::SubstrateWeight<Runtime>;
}

impl pallet_whitelist::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WhitelistOrigin = EitherOfDiverse<EnsureRoot<AccountId>, TwoThirdsOfTechnicalCommittee>;
	type DispatchWhitelistedOrigin = EitherOf<EnsureRoot<AccountId>, WhitelistedCaller>;
	type Preimages = Preimage;
	type DeferredDispatchExpiration = DeferredDispatchExpiration;
	type BlockNumberProvider = System;
	type WeightInfo = pallet_whitelist::weights::SubstrateWeight<Runtime>;
}

impl pallet_collective::Config<TechnicalCommitteeInstance> for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = MotionDuration;
	type MaxProposals = ConstU32<50>;
	type MaxMembers = ConstU32<25>;
	type DefaultVote = PrimeDefaultVote;
	type SetMembersOrigin = EnsureRoot<AccountId>;
	type MaxProposalWeight = MaximumProposalWeight;
	type DisapproveOrigin = EnsureRoot<AccountId>;
	type KillOrigin = EnsureRoot<AccountId>;
	type Consideration = ();
	type WeightInfo = pallet_collective::weights::SubstrateWeight<Runtime>;
}

/// Who may promise how much of the treasury.
type SpendOrigin = EitherOf<
	EnsureRootWithSuccess<AccountId, RootLimit>,
	MapSuccess<Treasurer, Replace<TreasurerLimit>>,
>;

impl pallet_treasury::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	type RejectOrigin = EitherOfDiverse<EnsureRoot<AccountId>, Treasurer>;
	type SpendPeriod = SpendPeriod;
	type Burn = NoBurn;
	type PalletId = TreasuryPalletId;
	type BurnDestination = ();
	type SpendFunds = ();
	type MaxApprovals = ConstU32<100>;
	type SpendOrigin = SpendOrigin;
	type AssetKind = ();
	type Beneficiary = AccountId;
	type BeneficiaryLookup = IdentityLookup<AccountId>;
	type Paymaster = PayFromAccount<Balances, TreasuryAccount>;
	type BalanceConverter = UnityAssetBalanceConversion;
	type PayoutPeriod = PayoutPeriod;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
	type BlockNumberProvider = System;
	type WeightInfo = pallet_treasury::weights::SubstrateWeight<Runtime>;
}
