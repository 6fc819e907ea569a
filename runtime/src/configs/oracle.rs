// SPDX-License-Identifier: Apache-2.0

//! Prices.

use crate::{
	configs::governance::origins::OracleAdmin,
	constants::{money::STRD, time::MILLISECONDS_PER_SLOT},
	AccountId, Balance, Balances, Runtime, RuntimeHoldReason, Timestamp,
};
use frame_support::{
	parameter_types,
	traits::{ConstU128, ConstU32, ConstU64, EitherOfDiverse},
};
use frame_system::EnsureRoot;
use sp_runtime::Perbill;

const DAY_MS: u64 = 86_400_000;

/// The least that speaks with weight.
pub const MINIMUM_BOND: Balance = 10_000 * STRD;

parameter_types! {
	/// No reporter weighs more than this share of all bonds.
	pub const WeightCap: Perbill = Perbill::from_percent(10);
}

impl pallet_oracle_aggregator::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OracleAdminOrigin = EitherOfDiverse<EnsureRoot<AccountId>, OracleAdmin>;
	type Time = Timestamp;
	type MaxReporters = ConstU32<64>;
	type MaxFeeds = ConstU32<64>;
	type MinimumBond = ConstU128<MINIMUM_BOND>;
	type UnbondingDelayMs = ConstU64<{ 7 * DAY_MS }>;
	type WeightCap = WeightCap;
	type MaxReportAgeMs = ConstU64<10_000>;
	// A block's time is the beginning of its slot: an honest reporter may be ahead of it by a slot.
	type MaxReportLeadMs = ConstU64<MILLISECONDS_PER_SLOT>;
	type WeightInfo = pallet_oracle_aggregator::weights::SubstrateWeight<Runtime>;
}
