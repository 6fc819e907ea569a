// SPDX-License-Identifier: Apache-2.0

//! The state transition function of Straddle: which pallets exist, under which numbers, and in
//! which order a block passes through them. How each is configured is in [`configs`].

#![cfg_attr(not(feature = "std"), no_std)]
// The runtime macro recurses once per pallet.
#![recursion_limit = "512"]
#![allow(missing_docs, reason = "the runtime macro writes items here without documentation")]

extern crate alloc;

pub mod apis;
#[warn(missing_docs)]
pub mod configs;
#[warn(missing_docs)]
pub mod constants;
#[warn(missing_docs)]
pub mod exchange_genesis;
pub mod genesis_config_presets;
pub mod invariants_api;
#[warn(missing_docs)]
pub mod migrations;
#[warn(missing_docs)]
pub mod session_keys;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;

use alloc::{borrow::Cow, vec::Vec};
use pallet_session::historical as session_historical;
use sp_runtime::{
	generic,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiAddress, MultiSignature,
};
use sp_version::RuntimeVersion;

use configs::{consensus::epoch_length, governance::origins};
pub use session_keys::SessionKeys;

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

/// The version of the chain's rules. A node runs whatever the chain carries; this is what it carries
/// when started from this source.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("straddle"),
	impl_name: Cow::Borrowed("straddle-node"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 1,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// Signs transactions: any of the usual curves.
pub type Signature = MultiSignature;
/// Names an account: the public key of its signer, or a hash.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How calls name an account.
pub type Address = MultiAddress<AccountId, ()>;
/// An amount of the native token or of an asset, in its smallest unit.
pub type Balance = u128;
/// Counts blocks.
pub type BlockNumber = u32;
/// Identifies blocks and calls.
pub type Hash = sp_core::H256;
/// Milliseconds since 1970.
pub type Moment = u64;
/// Counts the transactions of an account.
pub type Nonce = u32;

/// The head of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// A transaction as it arrives.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TransactionExtensions>;
/// What a wallet signs.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TransactionExtensions>;

/// What every transaction is checked for and charged, from first to last.
///
/// Wallets must know each entry that adds bytes to what is signed: add none here.
pub type TransactionExtensions = (
	frame_system::AuthorizeCall<Runtime>,
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckMortality<Runtime>,
	frame_system::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
	pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
	frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	frame_system::WeightReclaim<Runtime>,
);

/// Takes a block through the pallets.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	PalletExecutionOrder,
>;

/// The order in which hooks run, and in which `try_state` checks.
///
/// It is written down because it is part of consensus. A pallet missing here has no hooks and is
/// never checked: a test compares this list with the numbered one.
pub type PalletExecutionOrder = (
	// Time and authorship. Babe reads the slot that Timestamp and Session rely on; the author of
	// the block is noted before a session can end.
	System,
	EpochLength,
	Babe,
	Timestamp,
	Authorship,
	Session,
	Historical,
	Staking,
	Offences,
	Grandpa,
	AuthorityDiscovery,
	// Money.
	Balances,
	TransactionPayment,
	Assets,
	OptionTokens,
	// The exchange. What it does in each window has an order of its own: `configs::window`.
	OracleAggregator,
	Perpetuals,
	OptionWriting,
	MarginEngine,
	SequencerRotation,
	OrderBook,
	// Governance. Preimages before the scheduler that needs them.
	Preimage,
	Scheduler,
	Referenda,
	ConvictionVoting,
	Origins,
	Whitelist,
	TechnicalCommittee,
	Treasury,
	Parameters,
	// Tools and brakes.
	Proxy,
	Multisig,
	Utility,
	SafeMode,
	TxPause,
	MultiBlockMigrations,
	Sudo,
);

/// The pallets and their numbers. A number is never used again for something else.
///
/// 0–19 consensus and money, 20–29 tokens, 30–39 the exchange, 40–59 governance, 60–69 tools,
/// 70–79 brakes and upgrades, 255 sudo.
#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	/// The state transition function of Straddle.
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;

	// Before Babe, so that genesis knows the length of an epoch first.
	#[runtime::pallet_index(1)]
	pub type EpochLength = epoch_length;

	#[runtime::pallet_index(2)]
	pub type Babe = pallet_babe;

	#[runtime::pallet_index(3)]
	pub type Timestamp = pallet_timestamp;

	#[runtime::pallet_index(4)]
	pub type Balances = pallet_balances;

	#[runtime::pallet_index(5)]
	pub type TransactionPayment = pallet_transaction_payment;

	#[runtime::pallet_index(6)]
	pub type Authorship = pallet_authorship;

	// Before Session, whose genesis asks Staking for the first validators.
	#[runtime::pallet_index(7)]
	pub type Staking = pallet_staking;

	#[runtime::pallet_index(8)]
	pub type Offences = pallet_offences;

	#[runtime::pallet_index(9)]
	pub type Historical = session_historical;

	#[runtime::pallet_index(10)]
	pub type Session = pallet_session;

	#[runtime::pallet_index(11)]
	pub type Grandpa = pallet_grandpa;

	#[runtime::pallet_index(12)]
	pub type AuthorityDiscovery = pallet_authority_discovery;

	#[runtime::pallet_index(20)]
	pub type Assets = pallet_assets<Instance1>;

	#[runtime::pallet_index(21)]
	pub type OptionTokens = pallet_assets<Instance2>;

	#[runtime::pallet_index(30)]
	pub type OracleAggregator = pallet_oracle_aggregator;

	#[runtime::pallet_index(31)]
	pub type MarginEngine = pallet_margin_engine;

	#[runtime::pallet_index(32)]
	pub type Perpetuals = pallet_perpetuals;

	#[runtime::pallet_index(33)]
	pub type OptionWriting = pallet_option_writing;

	#[runtime::pallet_index(34)]
	pub type OrderBook = pallet_order_book;

	#[runtime::pallet_index(35)]
	pub type SequencerRotation = pallet_sequencer_rotation;

	#[runtime::pallet_index(40)]
	pub type Preimage = pallet_preimage;

	#[runtime::pallet_index(41)]
	pub type Scheduler = pallet_scheduler;

	#[runtime::pallet_index(42)]
	pub type Referenda = pallet_referenda;

	#[runtime::pallet_index(43)]
	pub type ConvictionVoting = pallet_conviction_voting;

	#[runtime::pallet_index(44)]
	pub type Origins = origins;

	#[runtime::pallet_index(45)]
	pub type Whitelist = pallet_whitelist;

	#[runtime::pallet_index(46)]
	pub type TechnicalCommittee = pallet_collective<Instance1>;

	#[runtime::pallet_index(47)]
	pub type Treasury = pallet_treasury;

	#[runtime::pallet_index(48)]
	pub type Parameters = pallet_parameters;

	#[runtime::pallet_index(60)]
	pub type Proxy = pallet_proxy;

	#[runtime::pallet_index(61)]
	pub type Multisig = pallet_multisig;

	#[runtime::pallet_index(62)]
	pub type Utility = pallet_utility;

	#[runtime::pallet_index(70)]
	pub type SafeMode = pallet_safe_mode;

	#[runtime::pallet_index(71)]
	pub type TxPause = pallet_tx_pause;

	#[runtime::pallet_index(72)]
	pub type MultiBlockMigrations = pallet_migrations;

	#[runtime::pallet_index(255)]
	pub type Sudo = pallet_sudo;
}
