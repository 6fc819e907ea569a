// SPDX-License-Identifier: Apache-2.0

//! Prices.

use crate::{
	configs::{
		governance::{origins::OracleAdmin, TwoThirdsOfTechnicalCommittee},
		staking::{SessionsPerEra, TreasuryAccount},
	},
	constants::{money::STRD, time::MILLISECONDS_PER_SLOT},
	AccountId, Babe, Balance, Balances, Historical, Offences, OptionWriting, Runtime,
	RuntimeHoldReason, Session, Staking, Timestamp,
};
use alloc::vec::Vec;
use frame_support::{
	parameter_types,
	traits::{
		tokens::imbalance::ResolveTo, ConstU128, ConstU32, ConstU64, EitherOfDiverse, Get,
		KeyOwnerProofSystem,
	},
};
use frame_system::EnsureRoot;
use market_primitives::FeedId;
use oracle_core::{crypto::reporter, Fault};
use pallet_oracle_aggregator::{FaultReport, Validators};
use pallet_session::historical::IdentificationTuple;
use sp_runtime::Perbill;
use sp_session::{GetSessionNumber, MembershipProof};
use sp_staking::{offence::ReportOffence, SessionIndex, StakingInterface};

const DAY_MS: u64 = 86_400_000;

/// The most reporters that are no validators.
const MAXIMUM_OUTSIDE_REPORTERS: u32 = 16;

/// The least that speaks with weight.
pub const MINIMUM_BOND: Balance = 10_000 * STRD;

parameter_types! {
	/// No reporter weighs more than this share of all bonds.
	pub const WeightCap: Perbill = Perbill::from_percent(10);
	/// What STRD is worth, once governance sets up the feed.
	pub StakeFeed: Option<FeedId> = "STRD".parse().ok().map(FeedId::Index);
}

/// The slot of the block that is being made.
pub struct CurrentSlot;

impl Get<u64> for CurrentSlot {
	fn get() -> u64 {
		*Babe::current_slot()
	}
}

/// The validators as staking elects them, session by session, and as offences hold them to account.
pub struct ElectedValidators;

type Offender = IdentificationTuple<Runtime>;

impl ElectedValidators {
	fn report_as<const FAULT: usize>(
		report: FaultReport<Offender, FAULT>,
		informants: Vec<AccountId>,
	) -> bool {
		<Offences as ReportOffence<AccountId, Offender, _>>::report_offence(informants, report)
			.is_ok()
	}
}

impl Validators<AccountId> for ElectedValidators {
	type KeyOwnerProof = MembershipProof;

	fn session() -> SessionIndex {
		Session::current_index()
	}

	fn stake_of(validator: &AccountId) -> u128 {
		let era = pallet_staking::ActiveEra::<Runtime>::get()
			.map(|era| era.index)
			// At genesis no era is active yet.
			.or_else(pallet_staking::CurrentEra::<Runtime>::get)
			.unwrap_or_default();
		pallet_staking::ErasStakersOverview::<Runtime>::get(era, validator)
			.map_or(0, |exposure| exposure.total)
	}

	fn key_owner(
		key: &reporter::Public,
		proof: MembershipProof,
	) -> Option<(SessionIndex, AccountId)> {
		let session = proof.session();
		let (owner, ()) = Historical::check_proof((reporter::KEY_TYPE, key.clone()), proof)?;
		Some((session, owner))
	}

	fn report(
		fault: Fault,
		session: SessionIndex,
		moment: u64,
		offender: &AccountId,
		informants: Vec<AccountId>,
	) -> bool {
		let validators = u32::try_from(Session::validators().len()).unwrap_or(u32::MAX);
		let offender = (offender.clone(), ());
		/// A fault by its place in [`Fault::ALL`].
		macro_rules! report_as {
			($place:literal) => {
				Self::report_as(
					FaultReport::<Offender, $place> { offender, session, validators, moment },
					informants,
				)
			};
		}
		match fault {
			Fault::Equivocation => report_as!(0),
			Fault::Absence => report_as!(1),
			Fault::LongAbsence => report_as!(2),
			Fault::Deviation => report_as!(3),
			Fault::GrossDeviation => report_as!(4),
		}
	}

	fn chill(validator: &AccountId) {
		// Whoever has withdrawn its candidacy already has nothing to lose.
		let _ = <Staking as StakingInterface>::chill(validator);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_key_owner(key: &reporter::Public) -> Option<MembershipProof> {
		// There is a proof of every key there is and is not: only the check tells them apart.
		let proof = Historical::prove((reporter::KEY_TYPE, key.clone()))?;
		Self::key_owner(key, proof.clone()).map(|_| proof)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_slot(slot: u64) {
		pallet_babe::CurrentSlot::<Runtime>::put(sp_consensus_babe::Slot::from(slot));
	}
}

impl pallet_oracle_aggregator::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OracleAdminOrigin = EitherOfDiverse<EnsureRoot<AccountId>, OracleAdmin>;
	type EmergencyOrigin = EitherOfDiverse<EnsureRoot<AccountId>, TwoThirdsOfTechnicalCommittee>;
	type LongestPauseMs = ConstU64<DAY_MS>;
	type Time = Timestamp;
	type Slot = CurrentSlot;
	type Validators = ElectedValidators;
	type MaxReporters = ConstU32<{ oracle_core::MAX_BUNDLES }>;
	type MaxOutsideReporters = ConstU32<MAXIMUM_OUTSIDE_REPORTERS>;
	type MaxFeeds = ConstU32<64>;
	type MinimumBond = ConstU128<MINIMUM_BOND>;
	type UnbondingDelayMs = ConstU64<{ 7 * DAY_MS }>;
	type PenaltyDelayMs = ConstU64<DAY_MS>;
	type OnSlash = ResolveTo<TreasuryAccount, Balances>;
	// As long as an era: until the next election.
	type SuspensionSessions = SessionsPerEra;
	type StakeFeed = StakeFeed;
	type StakeUnit = ConstU128<STRD>;
	type RewardPurse = crate::MarginEngine;
	type WeightCap = WeightCap;
	type MaxReportAgeMs = ConstU64<10_000>;
	// A block's time is the beginning of its slot: an honest reporter may be ahead of it by a slot.
	type MaxReportLeadMs = ConstU64<MILLISECONDS_PER_SLOT>;
	type ListedExpiries = OptionWriting;
	type MaxSmiles = ConstU32<256>;
	// A window has room for about as many, at the weights that proofs may take at worst.
	type MaxSmilesPerWindow = ConstU32<16>;
	type WeightInfo = pallet_oracle_aggregator::weights::SubstrateWeight<Runtime>;
}
