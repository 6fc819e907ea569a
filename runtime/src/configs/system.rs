// SPDX-License-Identifier: Apache-2.0

//! Blocks, money, fees, brakes and upgrades.

use crate::{
	configs::{
		governance::{parameters::fees, TwoThirdsOfTechnicalCommittee},
		staking::TreasuryAccount,
	},
	constants::{
		block::{
			INITIALISATION_SHARE, MAXIMUM_COMPUTE_REF_TIME, MAXIMUM_LENGTH_BYTES, NORMAL_SHARE,
		},
		money::{EXISTENTIAL_DEPOSIT, MICRO_STRD, MILLI_STRD, SS58_PREFIX},
		time::{HOURS, MILLISECONDS_PER_SLOT},
	},
	migrations, AccountId, Authorship, Babe, Balance, Balances, Block, BlockNumber, Hash, Moment,
	MultiBlockMigrations, Nonce, PalletInfo, Runtime, RuntimeCall, RuntimeEvent,
	RuntimeFreezeReason, RuntimeHoldReason, RuntimeOrigin, RuntimeTask, SafeMode, Signature,
	System, TransactionExtensions, TxPause, UncheckedExtrinsic, VERSION,
};
use frame_support::{
	derive_impl,
	dispatch::DispatchClass,
	migrations::{EnterSafeModeOnFailedMigration, FreezeChainOnFailedMigration},
	parameter_types,
	traits::{
		fungible::{Balanced, Credit},
		tokens::imbalance::ResolveTo,
		ConstU128, ConstU32, ConstU64, ConstU8, Contains, EitherOf, Imbalance, InsideBoth,
		MapSuccess, OnUnbalanced, VariantCountOf,
	},
	weights::{
		constants::{BlockExecutionWeight, ExtrinsicBaseWeight, ParityDbWeight},
		ConstantMultiplier, Weight, WeightToFeeCoefficient, WeightToFeeCoefficients,
		WeightToFeePolynomial,
	},
};
use frame_system::{
	limits::{BlockLength, BlockWeights},
	EnsureRoot, EnsureRootWithSuccess,
};
use pallet_order_book::OrderTicket;
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use sp_core::ConstU16;
use sp_runtime::{
	generic::Era,
	traits::{Bounded, Get, Replace, Verify},
	FixedPointNumber, Perbill, Perquintill,
};
use sp_version::RuntimeVersion;

parameter_types! {
	/// The version of the rules.
	pub const Version: RuntimeVersion = VERSION;

	/// What a block may compute.
	///
	/// Ordinary transactions leave a quarter of the block to operational calls, which may also use
	/// what ordinary ones did not; inherents and hooks are never refused.
	pub RuntimeBlockWeights: BlockWeights = {
		let maximum = Weight::from_parts(MAXIMUM_COMPUTE_REF_TIME, u64::MAX);
		BlockWeights::builder()
			.base_block(BlockExecutionWeight::get())
			.for_class(DispatchClass::all(), |weights| {
				weights.base_extrinsic = ExtrinsicBaseWeight::get();
			})
			.for_class(DispatchClass::Normal, |weights| {
				weights.max_total = Some(share_of(NORMAL_SHARE, maximum));
			})
			.for_class(DispatchClass::Operational, |weights| {
				weights.max_total = Some(maximum);
				weights.reserved = Some(maximum.saturating_sub(share_of(NORMAL_SHARE, maximum)));
			})
			.avg_block_initialization(INITIALISATION_SHARE)
			.build_or_panic()
	};

	/// How long a block may be.
	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(MAXIMUM_LENGTH_BYTES)
		.modify_max_length_for_class(DispatchClass::Normal, |length| {
			*length = NORMAL_SHARE.mul_floor(*length);
		})
		.build();
}

/// A share of a weight, rounded down: nobody computes longer than allowed.
pub(super) fn share_of(share: Perbill, weight: Weight) -> Weight {
	Weight::from_parts(share.mul_floor(weight.ref_time()), share.mul_floor(weight.proof_size()))
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type AccountData = pallet_balances::AccountData<Balance>;
	type AccountId = AccountId;
	type BaseCallFilter = InsideBoth<SafeMode, TxPause>;
	type Block = Block;
	// Three hours and a half: a maker who signs ahead names a block that is still known.
	type BlockHashCount = ConstU32<4096>;
	type BlockLength = RuntimeBlockLength;
	type BlockWeights = RuntimeBlockWeights;
	type DbWeight = ParityDbWeight;
	type ExtensionsWeightInfo = frame_system::SubstrateExtensionsWeight<Runtime>;
	type Hash = Hash;
	type MultiBlockMigrator = MultiBlockMigrations;
	type PostInherents = crate::configs::window::Window;
	type Nonce = Nonce;
	type SingleBlockMigrations = migrations::SingleBlock;
	type SS58Prefix = ConstU16<SS58_PREFIX>;
	type SystemWeightInfo = frame_system::weights::SubstrateWeight<Runtime>;
	type Version = Version;
}

impl pallet_timestamp::Config for Runtime {
	type Moment = Moment;
	type OnTimestampSet = Babe;
	type MinimumPeriod = ConstU64<{ MILLISECONDS_PER_SLOT / 2 }>;
	type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
}

impl pallet_balances::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type Balance = Balance;
	// The dust of a removed account is burned: everyone else owns a little more.
	type DustRemoval = ();
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
	type AccountStore = System;
	type ReserveIdentifier = [u8; 8];
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxLocks = ConstU32<50>;
	type MaxReserves = ConstU32<50>;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
	type DoneSlashHandler = ();
	type WeightInfo = pallet_balances::weights::SubstrateWeight<Runtime>;
}

/// The fee of a transaction's weight: one thousandth of a STRD for the base of a transaction, and in
/// proportion for the rest.
pub struct WeightToFee;

impl WeightToFeePolynomial for WeightToFee {
	type Balance = Balance;

	fn polynomial() -> WeightToFeeCoefficients<Balance> {
		let base = Balance::from(ExtrinsicBaseWeight::get().ref_time());
		[WeightToFeeCoefficient {
			degree: 1,
			negative: false,
			coeff_integer: MILLI_STRD.checked_div(base).unwrap_or(MILLI_STRD),
			coeff_frac: Perbill::from_rational(MILLI_STRD.checked_rem(base).unwrap_or(0), base),
		}]
		.into_iter()
		.collect()
	}
}

parameter_types! {
	/// Fees rise while blocks are fuller than this, and fall while they are emptier.
	pub const TargetBlockFullness: Perquintill = Perquintill::from_percent(25);
	/// How fast they do.
	pub AdjustmentVariable: Multiplier = Multiplier::saturating_from_rational(75, 1_000_000);
	/// They never fall below a tenth of their base.
	pub MinimumMultiplier: Multiplier = Multiplier::saturating_from_rational(1, 10);
	/// They rise without limit.
	pub MaximumMultiplier: Multiplier = Bounded::max_value();
}

/// Shares a fee between the author of the block and the treasury; a tip is the author's alone.
///
/// The split rounds down for the author: the treasury gains the last unit.
pub struct DealWithFees;

impl OnUnbalanced<Credit<AccountId, Balances>> for DealWithFees {
	fn on_unbalanceds(mut fees_then_tips: impl Iterator<Item = Credit<AccountId, Balances>>) {
		let Some(fees) = fees_then_tips.next() else { return };

		let author_share = fees::AuthorShare::get().deconstruct().min(100);
		let author_fee = Perbill::from_percent(author_share.into()).mul_floor(fees.peek());
		let (mut for_author, for_treasury) = fees.split(author_fee);
		if let Some(tips) = fees_then_tips.next() {
			tips.merge_into(&mut for_author);
		}

		ResolveTo::<TreasuryAccount, Balances>::on_unbalanced(for_treasury);
		match Authorship::author() {
			Some(author) => {
				// An author without an account may be owed less than the existential deposit. What
				// cannot be paid is dropped, which burns it.
				drop(Balances::resolve(&author, for_author));
			},
			None => ResolveTo::<TreasuryAccount, Balances>::on_unbalanced(for_author),
		}
	}
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction = FungibleAdapter<Balances, DealWithFees>;
	type WeightToFee = WeightToFee;
	type LengthToFee = ConstantMultiplier<Balance, ConstU128<{ 10 * MICRO_STRD }>>;
	type FeeMultiplierUpdate = TargetedFeeAdjustment<
		Self,
		TargetBlockFullness,
		AdjustmentVariable,
		MinimumMultiplier,
		MaximumMultiplier,
	>;
	type OperationalFeeMultiplier = ConstU8<5>;
	type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
}

/// The calls that no brake may stop: the pulse of the chain, and the way to release the brake.
///
/// A call wrapped in a batch, a proxy or a multisig meets the filter again by itself.
pub struct AlwaysAllowed;

impl Contains<RuntimeCall> for AlwaysAllowed {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(
			call,
			RuntimeCall::System(_)
				| RuntimeCall::Timestamp(_)
				| RuntimeCall::Babe(_)
				| RuntimeCall::Grandpa(_)
				| RuntimeCall::Session(_)
				| RuntimeCall::Preimage(_)
				| RuntimeCall::Scheduler(_)
				| RuntimeCall::Referenda(_)
				| RuntimeCall::ConvictionVoting(_)
				| RuntimeCall::Whitelist(_)
				| RuntimeCall::TechnicalCommittee(_)
				| RuntimeCall::Proxy(_)
				| RuntimeCall::Multisig(_)
				| RuntimeCall::Utility(_)
				| RuntimeCall::SafeMode(_)
				| RuntimeCall::TxPause(_)
				| RuntimeCall::MultiBlockMigrations(_)
				| RuntimeCall::Sudo(_)
				// Prices, what takes risk away, and the watch over accounts, which goes on: stopping
				// these would liquidate people who may not defend themselves.
				// Votes come as an inherent: to refuse it would make the block invalid.
				| RuntimeCall::OracleAggregator(
					pallet_oracle_aggregator::Call::report { .. }
						| pallet_oracle_aggregator::Call::report_smiles { .. }
						| pallet_oracle_aggregator::Call::propose_svi { .. }
						| pallet_oracle_aggregator::Call::submit_votes { .. }
						| pallet_oracle_aggregator::Call::report_equivocation { .. }
						| pallet_oracle_aggregator::Call::report_equivocation_unsigned { .. }
						// They can only tighten, and liquidations at a false price would go on.
						| pallet_oracle_aggregator::Call::pause_feed { .. }
						| pallet_oracle_aggregator::Call::pause_smile { .. }
				)
				| RuntimeCall::MarginEngine(
					pallet_margin_engine::Call::poke { .. }
						| pallet_margin_engine::Call::deposit { .. }
						| pallet_margin_engine::Call::transfer_between { .. }
						| pallet_margin_engine::Call::add_insurance { .. }
				)
				| RuntimeCall::OptionWriting(pallet_option_writing::Call::unwrap { .. })
				// What stops calls stops no liquidation, no expiry and no clearing of what rests: whoever may halt a
				// market or hold back withdrawals must still be able to.
				| RuntimeCall::Perpetuals(pallet_perpetuals::Call::set_market_state { .. })
				| RuntimeCall::OptionWriting(pallet_option_writing::Call::set_series_state { .. })
				| RuntimeCall::MarginEngine(pallet_margin_engine::Call::pause_withdrawals {})
				| RuntimeCall::OrderBook(
					pallet_order_book::Call::cancel_order { .. }
						| pallet_order_book::Call::cancel_all { .. }
						| pallet_order_book::Call::place_order {
							order: OrderTicket { reduce_only: true, .. },
							..
						}
				)
		)
	}
}

/// The pallets whose calls cannot be paused one by one, for the same reason.
const PALLETS_NEVER_PAUSED: [&[u8]; 13] = [
	b"System",
	b"Timestamp",
	b"Babe",
	b"Grandpa",
	b"Session",
	b"Preimage",
	b"Scheduler",
	b"Referenda",
	b"ConvictionVoting",
	b"Whitelist",
	b"TechnicalCommittee",
	b"SafeMode",
	b"TxPause",
];

/// Calls of other pallets that cannot be paused either.
const CALLS_NEVER_PAUSED: [(&[u8], &[u8]); 7] = [
	(b"OracleAggregator", b"report"),
	(b"OracleAggregator", b"report_smiles"),
	(b"OracleAggregator", b"submit_votes"),
	(b"MarginEngine", b"poke"),
	(b"MarginEngine", b"deposit"),
	(b"OrderBook", b"cancel_order"),
	(b"OrderBook", b"cancel_all"),
];

/// Refuses to pause a call of [`PALLETS_NEVER_PAUSED`] or one of [`CALLS_NEVER_PAUSED`].
pub struct NeverPaused;

impl Contains<pallet_tx_pause::RuntimeCallNameOf<Runtime>> for NeverPaused {
	fn contains((pallet, call): &pallet_tx_pause::RuntimeCallNameOf<Runtime>) -> bool {
		PALLETS_NEVER_PAUSED.contains(&pallet.as_slice())
			|| CALLS_NEVER_PAUSED.contains(&(pallet.as_slice(), call.as_slice()))
	}
}

parameter_types! {
	/// Nobody can buy a stop of the chain.
	pub const NoDeposit: Option<Balance> = None;
	/// No deposits, so none to give back.
	pub const NoRelease: Option<BlockNumber> = None;
	/// How long an emergency stop lasts before it ends by itself.
	pub const EmergencyStop: BlockNumber = 6 * HOURS;
}

/// Two thirds of the technical committee stop the chain for [`EmergencyStop`]; so may the root.
type MayStop = EitherOf<
	EnsureRootWithSuccess<AccountId, EmergencyStop>,
	MapSuccess<TwoThirdsOfTechnicalCommittee, Replace<EmergencyStop>>,
>;

impl pallet_safe_mode::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type WhitelistedCalls = AlwaysAllowed;
	type EnterDuration = EmergencyStop;
	type ExtendDuration = EmergencyStop;
	type EnterDepositAmount = NoDeposit;
	type ExtendDepositAmount = NoDeposit;
	type ForceEnterOrigin = MayStop;
	type ForceExtendOrigin = MayStop;
	// Ending a stop early loosens, and loosening is for voters.
	type ForceExitOrigin = EnsureRoot<AccountId>;
	type ForceDepositOrigin = EnsureRoot<AccountId>;
	type Notify = ();
	type ReleaseDelay = NoRelease;
	type WeightInfo = pallet_safe_mode::weights::SubstrateWeight<Runtime>;
}

impl pallet_tx_pause::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	// A pause does not end by itself, so it is not an emergency power.
	type PauseOrigin = EnsureRoot<AccountId>;
	type UnpauseOrigin = EnsureRoot<AccountId>;
	type WhitelistedCalls = NeverPaused;
	type MaxNameLen = ConstU32<256>;
	type WeightInfo = pallet_tx_pause::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
	/// What a step of a long migration may take of a block.
	pub MaximumMigrationWeight: Weight =
		share_of(Perbill::from_percent(80), RuntimeBlockWeights::get().max_block);
}

impl pallet_migrations::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Migrations = migrations::MultiBlock;
	type CursorMaxLen = ConstU32<65_536>;
	type IdentifierMaxLen = ConstU32<256>;
	type MigrationStatusHandler = ();
	// A chain that stands still cannot be repaired by its voters: stop the calls, not the blocks.
	type FailedMigrationHandler =
		EnterSafeModeOnFailedMigration<SafeMode, FreezeChainOnFailedMigration>;
	type MaxServiceWeight = MaximumMigrationWeight;
	type WeightInfo = pallet_migrations::weights::SubstrateWeight<Runtime>;
}

impl pallet_sudo::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type WeightInfo = pallet_sudo::weights::SubstrateWeight<Runtime>;
}

// How the runtime itself writes transactions, for offchain workers and evidence of equivocation.

impl frame_system::offchain::SigningTypes for Runtime {
	type Public = <Signature as Verify>::Signer;
	type Signature = Signature;
}

impl<Call> frame_system::offchain::CreateTransactionBase<Call> for Runtime
where
	RuntimeCall: From<Call>,
{
	type RuntimeCall = RuntimeCall;
	type Extrinsic = UncheckedExtrinsic;
}

impl<Call> frame_system::offchain::CreateBare<Call> for Runtime
where
	RuntimeCall: From<Call>,
{
	fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_bare(call)
	}
}

impl<Call> frame_system::offchain::CreateTransaction<Call> for Runtime
where
	RuntimeCall: From<Call>,
{
	type Extension = TransactionExtensions;

	fn create_transaction(
		call: RuntimeCall,
		extension: TransactionExtensions,
	) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_transaction(call, extension)
	}
}

impl<Call> frame_system::offchain::CreateAuthorizedTransaction<Call> for Runtime
where
	RuntimeCall: From<Call>,
{
	fn create_extension() -> Self::Extension {
		transaction_extensions(Era::Immortal, 0, 0)
	}
}

/// The extensions of a transaction that is valid for `era`, has number `nonce` and adds `tip`.
pub fn transaction_extensions(era: Era, nonce: Nonce, tip: Balance) -> TransactionExtensions {
	(
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckMortality::from(era),
		frame_system::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		pallet_transaction_payment::ChargeTransactionPayment::from(tip),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	)
}
