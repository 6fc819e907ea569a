// SPDX-License-Identifier: Apache-2.0

//! Accounts, cash, positions and liquidation.

use crate::{
	configs::{
		assets::well_known::USD,
		governance::{origins::RiskAdmin, TwoThirdsOfTechnicalCommittee},
		trading::AllInstruments,
	},
	constants::time::HOURS,
	AccountId, Assets, OracleAggregator, OrderBook, Runtime,
};
use frame_support::{
	parameter_types,
	traits::{fungible::ItemOf, ConstU128, ConstU32, EitherOfDiverse},
	PalletId,
};
use frame_system::EnsureRoot;
use market_primitives::FeedId;

parameter_types! {
	/// The account that holds everybody's dollars.
	pub const MarginPalletId: PalletId = PalletId(*b"sd/margn");
	/// The asset everything is paid in.
	pub const SettlementAssetId: u32 = USD;
	/// The settlement asset is taken at one dollar: no feed watches its peg yet.
	pub const SettlementAssetFeed: Option<FeedId> = None;
}

/// The dollars in the collateral assets.
pub type SettlementAsset = ItemOf<Assets, SettlementAssetId, AccountId>;

/// May hold back withdrawals for a while.
type MayPause = EitherOfDiverse<EnsureRoot<AccountId>, TwoThirdsOfTechnicalCommittee>;

impl pallet_margin_engine::Config for Runtime {
	type SettlementAsset = SettlementAsset;
	type SettlementAssetFeed = SettlementAssetFeed;
	type Instruments = AllInstruments;
	type PriceFeed = OracleAggregator;
	type LiquidationVenue = OrderBook;
	type RiskAdminOrigin = EitherOfDiverse<EnsureRoot<AccountId>, RiskAdmin>;
	type EmergencyOrigin = MayPause;
	type WithdrawalPause = ConstU32<{ 6 * HOURS }>;
	type ParameterChangeInterval = ConstU32<{ 24 * HOURS }>;
	type MinimumFirstDeposit = ConstU128<10_000_000>;
	type PalletId = MarginPalletId;
	type WeightInfo = pallet_margin_engine::weights::SubstrateWeight<Runtime>;
}
