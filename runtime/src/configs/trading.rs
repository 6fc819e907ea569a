// SPDX-License-Identifier: Apache-2.0

//! What trades, and the book it trades in.

use crate::{
	configs::{
		assets::OptionTokensInstance,
		governance::{
			origins::{MarketAdmin, OracleAdmin},
			TwoThirdsOfTechnicalCommittee,
		},
	},
	AccountId, MarginEngine, OptionTokens, OptionWriting, OracleAggregator, OrderBook, Perpetuals,
	Runtime, Timestamp,
};
use alloc::vec::Vec;
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64, EitherOfDiverse},
	PalletId,
};
use frame_system::EnsureRoot;
use market_primitives::{
	traits::{ByKind, TwoCaps},
	InstrumentId,
};
use pallet_option_writing::TokenHolders;

/// Everything that is listed, whatever its kind.
pub type AllInstruments = ByKind<Perpetuals, OptionWriting>;

/// How much more may be open, by governance's cap of a market and by the stakes behind its index.
type CapsOfOpenInterest = TwoCaps<AllInstruments, OracleAggregator>;

/// Lists markets and changes their terms.
type MayChangeMarkets = EitherOfDiverse<EnsureRoot<AccountId>, MarketAdmin>;
/// Restricts markets, for a while.
type MayRestrictMarkets = EitherOfDiverse<EnsureRoot<AccountId>, TwoThirdsOfTechnicalCommittee>;

const HOUR_SECONDS: u64 = 3_600;

impl pallet_perpetuals::Config for Runtime {
	type PriceFeed = OracleAggregator;
	type BookPrices = OrderBook;
	type Time = Timestamp;
	type MarketAdminOrigin = MayChangeMarkets;
	type EmergencyOrigin = MayRestrictMarkets;
	type EmergencyDuration = ConstU64<{ 6 * HOUR_SECONDS }>;
	type ParameterChangeInterval = ConstU64<{ 24 * HOUR_SECONDS }>;
	type MaxMarkets = ConstU32<64>;
	type WeightInfo = pallet_perpetuals::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
	/// The account that administers the option tokens.
	pub const OptionTokensPalletId: PalletId = PalletId(*b"sd/optok");
}

/// Reads the holders of a series where its tokens are kept.
pub struct HoldersOfOptionTokens;

impl TokenHolders<AccountId> for HoldersOfOptionTokens {
	fn holders(id: &InstrumentId, after: Option<&AccountId>, limit: u32) -> Vec<(AccountId, u64)> {
		type Holdings = pallet_assets::Account<Runtime, OptionTokensInstance>;
		let accounts = match after {
			Some(last) => Holdings::iter_key_prefix_from(id, Holdings::hashed_key_for(id, last)),
			None => Holdings::iter_key_prefix(id),
		};
		accounts
			.take(usize::try_from(limit).unwrap_or(usize::MAX))
			.map(|holder| {
				let lots = OptionTokens::balance(*id, &holder);
				(holder, u64::try_from(lots).unwrap_or(u64::MAX))
			})
			.collect()
	}
}

impl pallet_option_writing::Config for Runtime {
	type PriceFeed = OracleAggregator;
	type VolatilitySurface = OracleAggregator;
	type Headroom = CapsOfOpenInterest;
	type OptionPositions = MarginEngine;
	type Tokens = OptionTokens;
	type TokenHolders = HoldersOfOptionTokens;
	type Time = Timestamp;
	type MarketAdminOrigin = MayChangeMarkets;
	type EmergencyOrigin = MayRestrictMarkets;
	type SettlementOrigin = EitherOfDiverse<EnsureRoot<AccountId>, OracleAdmin>;
	type PalletId = OptionTokensPalletId;
	type EmergencyDuration = ConstU64<{ 6 * HOUR_SECONDS }>;
	type ParameterChangeInterval = ConstU64<{ 24 * HOUR_SECONDS }>;
	type Retention = ConstU64<HOUR_SECONDS>;
	type MaxUnderlyings = ConstU32<64>;
	type MaxExpiries = ConstU32<1_024>;
	type MaxStrikesPerExpiry = ConstU32<200>;
	type MaxListingsPerWindow = ConstU32<8>;
	type MaxSettlementSteps = ConstU32<16>;
	type SettlementBatch = ConstU32<32>;
	type MaxWritersPerWindow = ConstU32<64>;
	// A quarter: whoever has many subaccounts leaves room for others.
	type MaxWritersPerOwner = ConstU32<16>;
	type WeightInfo = pallet_option_writing::weights::SubstrateWeight<Runtime>;
}

impl pallet_order_book::Config for Runtime {
	type Instruments = AllInstruments;
	type Headroom = CapsOfOpenInterest;
	type RiskGate = MarginEngine;
	type Clearing = MarginEngine;
	type MaxOrdersPerAccount = ConstU32<200>;
	// Together with `MaxMessagesPerWindow` and `MaxLiquidationsPerClearing` it decides what the shallowest
	// clearing may cost, which must fit what the other steps of a block leave to the book
	// (`window::left_to_the_book`): otherwise a market that is full enough would never be cleared again.
	type MaxOrdersPerLevel = ConstU32<64>;
	type MaxPagesPerSide = ConstU32<256>;
	type MaxMessagesPerWindow = ConstU32<315>;
	type MessagesPerMarket = ConstU32<3>;
	// Little more than a third: a batch fits, in several markets, and whoever sends as much as possible leaves room for
	// others.
	type MaxMessagesPerOwner = ConstU32<112>;
	// A seventh: who wants to get out of a position need not compete with those who want to get into one.
	type MessagesForReductions = ConstU32<45>;
	// A market that is slow to clear delays the others by less than half a minute.
	type MaxWaitingWindows = ConstU32<8>;
	// About as many as the watch over accounts can work on in a block that has nothing else to do.
	type MaxLiquidationsPerClearing = ConstU32<32>;
	type MaxDepthPerClearing = ConstU32<1_024>;
	type MaxOrdersPerBatch = ConstU32<100>;
	type MaxOrderLots = ConstU64<1_000_000_000>;
	type WeightInfo = pallet_order_book::weights::SubstrateWeight<Runtime>;
}
