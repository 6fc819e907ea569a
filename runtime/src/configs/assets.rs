// SPDX-License-Identifier: Apache-2.0

//! Tokens other than the native one.
//!
//! `Assets` holds what may serve as collateral: a USD stable, and claims on BTC and ETH. Assets are
//! created by governance only, so that no number can be squatted or mistaken for another.
//!
//! `OptionTokens` holds written options. An asset there is named by its series, one unit is one lot,
//! and only the option pallet makes or destroys them.

use crate::{
	configs::staking::TreasuryAccount,
	constants::money::{storage_deposit, STRD},
	AccountId, Balance, Balances, Runtime, RuntimeEvent,
};
use frame_support::{
	instances::{Instance1, Instance2},
	parameter_types,
	traits::{AsEnsureOriginWithArg, ConstU128, ConstU32, NeverEnsureOrigin},
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess};
use market_primitives::InstrumentId;

/// Names an asset.
pub type AssetId = u32;

/// The assets every preset begins with.
pub mod well_known {
	use super::AssetId;

	/// The US dollar of the margin engine, with six decimals.
	pub const USD: AssetId = 1;
	/// Bitcoin, with eight decimals.
	pub const BTC: AssetId = 2;
	/// Ether, with eighteen decimals.
	pub const ETH: AssetId = 3;
}

parameter_types! {
	/// What a holding of an asset that is not sufficient holds.
	pub const AssetAccountDeposit: Balance = storage_deposit(1, 16);
	/// What a name and a symbol hold.
	pub const MetadataDepositBase: Balance = storage_deposit(1, 68);
	/// And for each of their bytes.
	pub const MetadataDepositPerByte: Balance = storage_deposit(0, 1);
	/// What an approval holds.
	pub const ApprovalDeposit: Balance = storage_deposit(1, 48);
}

/// The collateral assets.
pub type Collateral = Instance1;

impl pallet_assets::Config<Collateral> for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type RemoveItemsLimit = ConstU32<1_000>;
	type AssetId = AssetId;
	type AssetIdParameter = codec::Compact<AssetId>;
	type ReserveData = ();
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureRootWithSuccess<AccountId, TreasuryAccount>>;
	// It can name who issues an asset, and so print the dollars that back every account.
	type ForceOrigin = EnsureRoot<AccountId>;
	type AssetDeposit = ConstU128<{ 10 * STRD }>;
	type AssetAccountDeposit = AssetAccountDeposit;
	type MetadataDepositBase = MetadataDepositBase;
	type MetadataDepositPerByte = MetadataDepositPerByte;
	type ApprovalDeposit = ApprovalDeposit;
	type StringLimit = ConstU32<50>;
	type Freezer = ();
	type Holder = ();
	type Extra = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	type WeightInfo = pallet_assets::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

/// The option tokens.
pub type OptionTokensInstance = Instance2;

impl pallet_assets::Config<OptionTokensInstance> for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type RemoveItemsLimit = ConstU32<1_000>;
	type AssetId = InstrumentId;
	type AssetIdParameter = InstrumentId;
	type ReserveData = ();
	type Currency = Balances;
	type CreateOrigin = NeverEnsureOrigin<AccountId>;
	type ForceOrigin = EnsureRoot<AccountId>;
	// Series are listed by rule and removed when they are paid out: nobody owes a deposit for them.
	type AssetDeposit = ConstU128<0>;
	type AssetAccountDeposit = AssetAccountDeposit;
	type MetadataDepositBase = ConstU128<0>;
	type MetadataDepositPerByte = ConstU128<0>;
	type ApprovalDeposit = ApprovalDeposit;
	type StringLimit = ConstU32<50>;
	type Freezer = ();
	type Holder = ();
	type Extra = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	type WeightInfo = pallet_assets::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = SeriesForBenchmarks;
}

/// Names series for the benchmarks of the tokens.
#[cfg(feature = "runtime-benchmarks")]
pub struct SeriesForBenchmarks;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_assets::BenchmarkHelper<InstrumentId, ()> for SeriesForBenchmarks {
	fn create_asset_id_parameter(id: u32) -> InstrumentId {
		use market_primitives::{OptionContract, Strike, Underlying};
		InstrumentId::option(
			Underlying::BTC,
			OptionContract {
				expiry: id.into(),
				strike: Strike::from_inner(id.into()),
				kind: market_maths::options::OptionKind::Call,
			},
		)
	}

	fn create_reserve_id_parameter(_: u32) {}
}
