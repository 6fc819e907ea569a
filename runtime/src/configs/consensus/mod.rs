// SPDX-License-Identifier: Apache-2.0

//! Who makes blocks, who finalises them, and what happens to those who do both badly.

pub mod epoch_length;

use crate::{
	configs::staking::{BondingDuration, SessionsPerEra},
	constants::{
		money::storage_deposit,
		time::{MILLISECONDS_PER_SLOT, PRIMARY_SLOT_PROBABILITY},
	},
	AccountId, Babe, Balance, Balances, Historical, Offences, Runtime, RuntimeEvent, Session,
	SessionKeys, Staking,
};
use epoch_length::EpochDuration;
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64, Get},
};
use pallet_session::disabling::UpToLimitWithReEnablingDisablingStrategy;
use sp_consensus_babe::{AllowedSlots, BabeEpochConfiguration};
use sp_runtime::traits::{ConvertInto, OpaqueKeys};

/// How slots find an author: one in four by lot, the others in turn.
pub const BABE_GENESIS_EPOCH_CONFIG: BabeEpochConfiguration = BabeEpochConfiguration {
	c: PRIMARY_SLOT_PROBABILITY,
	allowed_slots: AllowedSlots::PrimaryAndSecondaryVRFSlots,
};

/// The most validators consensus can count. Staking elects far fewer.
pub type MaximumAuthorities = ConstU32<1_000>;

parameter_types! {
	/// For how many slots evidence of a double signature is accepted: until the stake behind it may
	/// be withdrawn.
	pub ReportLongevity: u64 = u64::from(BondingDuration::get())
		.saturating_mul(SessionsPerEra::get().into())
		.saturating_mul(EpochDuration::get());
	/// For how many sessions the voter sets are remembered, for the same reason.
	pub MaximumSetIdSessionEntries: u64 =
		u64::from(BondingDuration::get()).saturating_mul(SessionsPerEra::get().into());
	/// What registering session keys holds, until they are purged.
	pub const SessionKeyDeposit: Balance = storage_deposit(6, 6 * 32);
}

impl epoch_length::Config for Runtime {}

impl pallet_babe::Config for Runtime {
	type EpochDuration = EpochDuration;
	type ExpectedBlockTime = ConstU64<MILLISECONDS_PER_SLOT>;
	// Session asks Babe when to end.
	type EpochChangeTrigger = pallet_babe::ExternalTrigger;
	type DisabledValidators = Session;
	type WeightInfo = ();
	type MaxAuthorities = MaximumAuthorities;
	type MaxNominators = ConstU32<0>;
	type KeyOwnerProof = sp_session::MembershipProof;
	type EquivocationReportSystem =
		pallet_babe::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type MaxAuthorities = MaximumAuthorities;
	type MaxNominators = ConstU32<0>;
	type MaxSetIdSessionEntries = MaximumSetIdSessionEntries;
	type KeyOwnerProof = sp_session::MembershipProof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Babe>;
	type EventHandler = Staking;
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = Babe;
	type NextSessionRotation = Babe;
	type SessionManager = pallet_session::historical::NoteHistoricalRoot<Self, Staking>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = UpToLimitWithReEnablingDisablingStrategy;
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type KeyDeposit = SessionKeyDeposit;
}

impl pallet_session::historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	// Staking keeps the exposures itself, by era and page.
	type FullIdentification = ();
	type FullIdentificationOf = pallet_staking::UnitIdentificationOf<Self>;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = pallet_session::historical::IdentificationTuple<Self>;
	type OnOffenceHandler = Staking;
}

impl pallet_authority_discovery::Config for Runtime {
	type MaxAuthorities = MaximumAuthorities;
}
