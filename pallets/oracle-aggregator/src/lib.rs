// SPDX-License-Identifier: Apache-2.0
#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod bundles;
mod calls;
mod genesis;
mod hooks;
mod inherent;
mod invariants;
mod market_security;
mod minutes;
mod offences;
mod outsiders;
mod price_feed;
mod rewards;
pub mod runtime_api;
mod seats;
pub mod surface;
mod types;
mod validators;
pub mod weights;

pub mod crypto;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use offences::FaultReport;
pub use oracle_core::{
	Aggregate, Breaker, Concern, Fault, FeedParameters, PanelRule, RealisedVariance, SeatNumber,
	Settlement, SettlementRule, Slice, SliceLoss, SmileEntry, SmileNodes, Surface, SurfaceRule,
	AVERAGE_MS, FINAL_AFTER_BLOCKS, HOUR_AVERAGE_MS, MAX_SETTLEMENT_MINUTES, STEP_PERIOD_MS,
};
pub use pallet::*;
pub use surface::{ListedSmile, SmilePause, SmileVote};
pub use types::{
	Class, KeyOwner, MinutePoint, Penalty, ReportedValue, Reporter, Seat, Standing, Unbonding,
	Vote, MAX_KEYS, MAX_PENALTIES,
};
pub use validators::{SessionIndex, Validators};
pub use weights::WeightInfo;

use frame_support::{
	traits::{fungible::Inspect, ConstU32, Get},
	weights::Weight,
	BoundedVec,
};
use market_primitives::SmileId;
use oracle_core::{crypto::reporter, Bundles, Ignored, Round, SignedBundle, MAX_SMILES};

/// Hours of minutes that are kept for each feed: two days and the hour that is being filled.
pub const HOURS_KEPT: u64 = 49;
/// Values of one minute that are looked at. Later ones do not count.
pub const MAX_SAMPLES: u32 = 60;

pub(crate) type BalanceOf<T> =
	<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

pub(crate) type KeyOwnerProofOf<T> = <<T as Config>::Validators as Validators<
	<T as frame_system::Config>::AccountId,
>>::KeyOwnerProof;

/// How many bundles were passed over for each reason.
pub(crate) type IgnoredBundles =
	BoundedVec<(Ignored, u32), ConstU32<{ Ignored::ALL.len() as u32 }>>;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::{boxed::Box, vec::Vec};
	use frame_support::{
		inherent::MakeFatalError,
		pallet_prelude::*,
		traits::{fungible, OnUnbalanced, UnixTime},
	};
	use frame_system::pallet_prelude::*;
	use market_maths::{
		options::Svi,
		units::{Cash, Price, Rate, Usd},
	};
	use market_primitives::{
		traits::{ListedExpiries, RewardPurse},
		FeedError, FeedId, FeedStatus, Observation, Underlying, Window, WindowClock,
	};
	use oracle_core::{score::Score, Smiles};
	use sp_runtime::Perbill;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the oracle needs from its chain.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// What reporters put at stake.
		type Currency: fungible::Mutate<Self::AccountId>
			+ fungible::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::BalancedHold<Self::AccountId>;

		/// The runtime's reasons for holds, of which a reporter's bond is one.
		type RuntimeHoldReason: From<HoldReason>;

		/// Admits and removes reporters, sets feeds, decides disputes.
		type OracleAdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// May pause a feed or smiles for a while in an emergency.
		type EmergencyOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The longest that a feed or a smile can be paused at a time, in milliseconds.
		#[pallet::constant]
		type LongestPauseMs: Get<u64>;

		/// The block's time.
		type Time: UnixTime;

		/// The slot of the block that is being made: the round of the votes in it.
		type Slot: Get<Round>;

		/// The validators, who report by duty.
		type Validators: Validators<Self::AccountId>;

		/// The most reporters at a time, validators and others.
		#[pallet::constant]
		type MaxReporters: Get<u32>;

		/// The most reporters that are no validators. Their seats are kept free of validators.
		#[pallet::constant]
		type MaxOutsideReporters: Get<u32>;

		/// The most feeds.
		#[pallet::constant]
		type MaxFeeds: Get<u32>;

		/// The smallest bond that has a say.
		#[pallet::constant]
		type MinimumBond: Get<BalanceOf<Self>>;

		/// How long a bond that was given up stays on hold, in milliseconds.
		#[pallet::constant]
		type UnbondingDelayMs: Get<u64>;

		/// How long a loss for votes that were off waits, and may be cancelled, in milliseconds.
		#[pallet::constant]
		type PenaltyDelayMs: Get<u64>;

		/// Where what reporters lose goes.
		type OnSlash: OnUnbalanced<fungible::Credit<Self::AccountId, Self::Currency>>;

		/// For how many sessions a validator has no seat after a fault that costs it.
		#[pallet::constant]
		type SuspensionSessions: Get<SessionIndex>;

		/// The feed of what stakes are made of, if there is one: it tells what they are worth in USD.
		type StakeFeed: Get<Option<FeedId>>;

		/// Units of stake in one of what that feed prices.
		#[pallet::constant]
		type StakeUnit: Get<u128>;

		/// The most one reporter weighs, as a share of all stakes.
		#[pallet::constant]
		type WeightCap: Get<Perbill>;

		/// The fees that rewards are paid from.
		type RewardPurse: RewardPurse<Self::AccountId>;

		/// The oldest observation a report may carry, in milliseconds.
		#[pallet::constant]
		type MaxReportAgeMs: Get<u64>;

		/// How far a report's observation may lie ahead of the block's time, in milliseconds.
		#[pallet::constant]
		type MaxReportLeadMs: Get<u64>;

		/// Says which expiries there are options of: nobody votes on the smiles of others.
		type ListedExpiries: ListedExpiries;

		/// For how many blocks a node's report of an equivocation may wait for one of the node's own.
		type ReportLongevity: Get<TransactionLongevity>;

		/// The most smiles that are voted on at a time.
		#[pallet::constant]
		type MaxSmiles: Get<u32>;

		/// The most smiles that are counted in a window. The others wait for the next.
		#[pallet::constant]
		type MaxSmilesPerWindow: Get<u32>;

		/// What calls and steps cost.
		type WeightInfo: WeightInfo;
	}

	/// Why the oracle holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// A reporter's bond, and what of it still unbonds.
		ReporterBond,
	}

	/// How each feed is made. The feed exists if it is here.
	#[pallet::storage]
	pub type Feeds<T> = StorageMap<_, Twox64Concat, FeedId, FeedParameters>;

	/// All feeds, in order.
	#[pallet::storage]
	pub type FeedIds<T: Config> = StorageValue<_, BoundedVec<FeedId, T::MaxFeeds>, ValueQuery>;

	/// Everyone outside the validators who may report or still has a bond here.
	#[pallet::storage]
	pub type Reporters<T: Config> =
		CountedStorageMap<_, Blake2_128Concat, T::AccountId, Reporter<BalanceOf<T>>>;

	/// The taken seats by number: whose votes count, and how much.
	#[pallet::storage]
	pub type Panel<T: Config> =
		StorageValue<_, BoundedVec<Seat<T::AccountId>, T::MaxReporters>, ValueQuery>;

	/// Who reports, and how much outsiders count. In force from the next session on.
	#[pallet::storage]
	pub type PanelRules<T> = StorageValue<_, PanelRule, ValueQuery>;

	/// The session whose validators have seats.
	#[pallet::storage]
	pub type CurrentSession<T> = StorageValue<_, SessionIndex, ValueQuery>;

	/// The newest round of each seat that sent a bundle, by number.
	#[pallet::storage]
	pub type LastRounds<T: Config> =
		StorageValue<_, BoundedVec<(SeatNumber, Round), T::MaxReporters>, ValueQuery>;

	/// What each seat did in this session, by number.
	#[pallet::storage]
	pub type Scores<T: Config> =
		StorageValue<_, BoundedVec<(SeatNumber, Score), T::MaxReporters>, ValueQuery>;

	/// The last session that is over, and what each reporter did in it.
	#[pallet::storage]
	pub type LastScores<T: Config> =
		StorageValue<_, (SessionIndex, BoundedVec<(T::AccountId, Score), T::MaxReporters>)>;

	/// Validators without a seat, and the session from which on they may have one again.
	#[pallet::storage]
	pub type Suspensions<T: Config> =
		StorageValue<_, BoundedVec<(T::AccountId, SessionIndex), T::MaxReporters>, ValueQuery>;

	/// The last block that carried bundles.
	#[pallet::storage]
	pub type VotesSubmittedIn<T: Config> = StorageValue<_, BlockNumberFor<T>>;

	/// The variance of each index as it happened.
	#[pallet::storage]
	pub type RealisedVariances<T> = StorageMap<_, Twox64Concat, FeedId, RealisedVariance>;

	/// Each reporter's latest vote on a feed.
	#[pallet::storage]
	pub type Votes<T: Config> =
		StorageMap<_, Twox64Concat, FeedId, BoundedVec<Vote, T::MaxReporters>, ValueQuery>;

	/// What the votes on a feed amounted to. Ask for a price through the runtime API or a view function:
	/// they also judge its age.
	#[pallet::storage]
	pub type Aggregates<T> = StorageMap<_, Twox64Concat, FeedId, Aggregate>;

	/// The minute that is being sampled, counted since 1970, and its values so far.
	#[pallet::storage]
	pub type Samples<T> =
		StorageMap<_, Twox64Concat, FeedId, (u64, BoundedVec<Price, ConstU32<MAX_SAMPLES>>)>;

	/// Finished minutes, an hour in each entry: the hour since 1970 and its known minutes. The second
	/// key is the hour modulo 49, so that an hour takes the place of one two days old.
	#[pallet::storage]
	pub type Minutes<T> = StorageDoubleMap<
		_,
		Twox64Concat,
		FeedId,
		Twox64Concat,
		u8,
		(u64, BoundedVec<MinutePoint, ConstU32<60>>),
	>;

	/// How settlement prices are made.
	#[pallet::storage]
	pub type SettlementRules<T> = StorageValue<_, SettlementRule, ValueQuery>;

	/// Settlement prices by underlying and expiry (seconds since 1970), from when they are known until
	/// nobody can ask for them any more.
	#[pallet::storage]
	pub type Settlements<T> =
		StorageDoubleMap<_, Twox64Concat, Underlying, Twox64Concat, u64, Settlement>;

	/// The window of this block, as the block's hook said.
	#[pallet::storage]
	pub type Clock<T> = StorageValue<_, WindowClock, ValueQuery>;

	/// The window whose votes were new when votes were last counted.
	#[pallet::storage]
	pub type LastCounted<T> = StorageValue<_, Window, ValueQuery>;

	/// What reporters earned and did not claim yet.
	#[pallet::storage]
	pub type Earned<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Cash, ValueQuery>;

	/// The share of the exchange's fees that is promised to reporters when a session ends.
	#[pallet::storage]
	pub type RewardShare<T> = StorageValue<_, Perbill, ValueQuery>;

	/// The feed to begin with in the next window, if not all fitted into the last one.
	#[pallet::storage]
	pub type FirstFeed<T> = StorageValue<_, FeedId>;

	/// How smiles are made, when they are trusted, and which slices are taken.
	#[pallet::storage]
	pub type SurfaceRules<T> = StorageValue<_, SurfaceRule, ValueQuery>;

	/// All smiles that somebody voted on, by underlying and expiry, until they expire.
	#[pallet::storage]
	pub type ListedSmiles<T: Config> =
		StorageValue<_, BoundedVec<ListedSmile, T::MaxSmiles>, ValueQuery>;

	/// Each reporter's latest vote on a smile.
	#[pallet::storage]
	pub type SmileVotes<T: Config> = StorageMap<
		_,
		Twox64Concat,
		SmileId,
		BoundedVec<SmileVote<T::AccountId>, T::MaxReporters>,
		ValueQuery,
	>;

	/// What the votes on a smile amounted to, and the slice that goes through it. Ask for a smile through the
	/// runtime API or a view function: they also judge its age.
	#[pallet::storage]
	pub type Surfaces<T> = StorageMap<_, Twox64Concat, SmileId, Surface>;

	/// The smile to begin with in the next window, if not all fitted into the last one.
	#[pallet::storage]
	pub type FirstSmile<T> = StorageValue<_, SmileId>;

	/// The smiles that people have paused, by underlying and expiry, until a while after the pause has ended; as many
	/// as may be voted on. Ask for a smile through the runtime API or a view function: they also say whether it is
	/// paused.
	#[pallet::storage]
	pub type PausedSmiles<T: Config> =
		StorageValue<_, BoundedVec<SmilePause, T::MaxSmiles>, ValueQuery>;

	/// The open interest in USD that all markets of an underlying together may reach in this session, by what the
	/// stakes behind its index secure. Found anew when a session begins while it is known what stakes are worth, and kept
	/// otherwise. None before that was known for the first time: then only the markets' own caps hold.
	#[pallet::storage]
	pub type SecuredOpenInterest<T> = StorageMap<_, Twox64Concat, Underlying, Usd>;

	/// What the oracle starts with.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The feeds.
		pub feeds: Vec<(FeedId, FeedParameters)>,
		/// Reporters with their bonds, which they must own.
		pub reporters: Vec<(T::AccountId, BalanceOf<T>)>,
		/// How settlement prices are made.
		pub settlement_rule: SettlementRule,
		/// Who reports, and how much outsiders count.
		pub panel_rule: PanelRule,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			self.fill_storage();
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An account may take a seat as reporter.
		ReporterAdmitted {
			/// The account.
			reporter: T::AccountId,
		},
		/// A reporter bonded and took a seat.
		ReporterRegistered {
			/// The reporter.
			reporter: T::AccountId,
			/// Its seat.
			seat: SeatNumber,
			/// Its bond.
			bond: BalanceOf<T>,
		},
		/// A reporter added to its bond.
		BondIncreased {
			/// The reporter.
			reporter: T::AccountId,
			/// By how much.
			amount: BalanceOf<T>,
			/// The bond now.
			bond: BalanceOf<T>,
		},
		/// A reporter gave up a part of its bond, or all of it and, when the session ends, its seat.
		Unbonded {
			/// The reporter.
			reporter: T::AccountId,
			/// How much it gave up.
			amount: BalanceOf<T>,
			/// All that unbonds now.
			unbonding: BalanceOf<T>,
			/// When it can be withdrawn, in milliseconds since 1970.
			withdrawable_at_ms: u64,
		},
		/// A reporter that gave up its whole bond has no seat any more. It may register anew.
		ReporterLeft {
			/// The reporter.
			reporter: T::AccountId,
		},
		/// A reporter got unbonded funds back.
		UnbondedWithdrawn {
			/// The reporter.
			reporter: T::AccountId,
			/// How much.
			amount: BalanceOf<T>,
		},
		/// An account may not report any more. Its bond unbonds.
		ReporterRemoved {
			/// The account.
			reporter: T::AccountId,
		},
		/// An outside reporter signs its bundles with another key from the next session on.
		ReporterKeySet {
			/// The reporter.
			reporter: T::AccountId,
			/// The key.
			key: reporter::Public,
		},
		/// The rule who reports changed, from the next session on.
		PanelRuleSet {
			/// The rule before.
			old: PanelRule,
			/// The rule now.
			new: PanelRule,
		},
		/// A session began and all reporters were weighed.
		PanelSeated {
			/// The session.
			session: SessionIndex,
			/// How many have a seat.
			seats: u32,
			/// What all weigh together.
			weight: u128,
		},
		/// A session began, and the stakes behind an index secure more or less than before. So much may be open in all
		/// markets of the underlying together, perpetuals and options, until the next session. If more is open already,
		/// all positions stay and may be closed; only nothing more is opened.
		SecuredOpenInterestChanged {
			/// The underlying.
			underlying: Underlying,
			/// What was secured before, in USD; none if nobody knew what stakes are worth, and nothing was bounded.
			old: Option<Usd>,
			/// What is secured now, in USD.
			new: Usd,
		},
		/// A block carried bundles of votes.
		VotesCounted {
			/// How many counted.
			bundles: u32,
			/// How many were passed over, by reason.
			ignored: IgnoredBundles,
			/// Values of feeds that nobody set up, and smiles of expiries that are not listed.
			unknown_values: u32,
			/// Values older than what the chain already had from the same reporter.
			outdated_values: u32,
		},
		/// A reporter answers for a fault.
		FaultFound {
			/// The reporter.
			reporter: T::AccountId,
			/// The fault.
			fault: Fault,
			/// The session it was committed in.
			session: SessionIndex,
		},
		/// A reporter gave the chain's own values back for a whole session.
		ReporterCopies {
			/// The reporter.
			reporter: T::AccountId,
			/// The session.
			session: SessionIndex,
		},
		/// A reporter signed two bundles for one round.
		EquivocationProven {
			/// The reporter.
			reporter: T::AccountId,
			/// The round.
			round: Round,
			/// Who showed it; nobody if a node that makes blocks heard both bundles and reported them by itself.
			informant: Option<T::AccountId>,
		},
		/// An outside reporter will lose funds, unless it is cancelled. What waits already is taken when it is due.
		PenaltyWaiting {
			/// The reporter.
			reporter: T::AccountId,
			/// How much.
			amount: BalanceOf<T>,
			/// From when on it is taken, in milliseconds since 1970.
			due_at_ms: u64,
		},
		/// An outside reporter will lose nothing of what waited.
		PenaltyCancelled {
			/// The reporter.
			reporter: T::AccountId,
			/// How much it would have lost in all.
			amount: BalanceOf<T>,
		},
		/// An outside reporter lost funds.
		ReporterSlashed {
			/// The reporter.
			reporter: T::AccountId,
			/// How much.
			amount: BalanceOf<T>,
		},
		/// Another share of the fees goes to reporters when a session ends.
		RewardShareSet {
			/// The share before.
			old: Perbill,
			/// The share now.
			new: Perbill,
		},
		/// A reporter earned a reward, which it can claim.
		RewardEarned {
			/// The reporter.
			reporter: T::AccountId,
			/// For which session.
			session: SessionIndex,
			/// How much.
			amount: Cash,
		},
		/// A reporter's rewards were paid into its wallet.
		RewardClaimed {
			/// The reporter.
			reporter: T::AccountId,
			/// How much.
			amount: Cash,
		},
		/// A feed was added or its parameters changed.
		FeedSet {
			/// The feed.
			feed: FeedId,
			/// The parameters before; none for a new feed.
			old: Option<FeedParameters>,
			/// The parameters now.
			new: FeedParameters,
		},
		/// A feed was paused: until then it is halted, whatever its votes say.
		FeedPaused {
			/// The feed.
			feed: FeedId,
			/// Until when, in milliseconds since 1970. From then on it heals as after any halt.
			until_ms: u64,
		},
		/// The pause of a feed was ended. It heals as after any halt.
		FeedResumed {
			/// The feed.
			feed: FeedId,
		},
		/// The rule for settlement prices changed.
		SettlementRuleSet {
			/// The rule before.
			old: SettlementRule,
			/// The rule now.
			new: SettlementRule,
		},
		/// A reporter gave values.
		Reported {
			/// The reporter.
			reporter: T::AccountId,
			/// When it saw them, in milliseconds since 1970.
			observed_at_ms: u64,
			/// The values.
			values: BoundedVec<ReportedValue, T::MaxFeeds>,
		},
		/// The votes on a feed were counted and made a value.
		ValueRenewed {
			/// The feed.
			feed: FeedId,
			/// The value, as everybody sees it now.
			observation: Observation,
		},
		/// A feed became more or less trustworthy.
		StatusChanged {
			/// The feed.
			feed: FeedId,
			/// The status before.
			old: FeedStatus,
			/// The status now.
			new: FeedStatus,
			/// What is wrong, if anything.
			concern: Option<Concern>,
		},
		/// A minute was finished.
		MinuteFinished {
			/// The feed.
			feed: FeedId,
			/// The minute, counted since 1970.
			minute: u64,
			/// The median of its values; none if there were too few.
			value: Option<Price>,
		},
		/// A settlement price was computed. It will be final some blocks later.
		SettlementPriceComputed {
			/// The underlying.
			underlying: Underlying,
			/// The expiry, in seconds since 1970.
			expiry: u64,
			/// The price.
			price: Price,
		},
		/// A settlement price is final.
		SettlementPriceFinal {
			/// The underlying.
			underlying: Underlying,
			/// The expiry, in seconds since 1970.
			expiry: u64,
			/// The price.
			price: Price,
		},
		/// A settlement price cannot be computed: governance must decide.
		SettlementPriceDisputed {
			/// The underlying.
			underlying: Underlying,
			/// The expiry, in seconds since 1970.
			expiry: u64,
			/// The range of what was seen, within which governance may decide; none if nothing was, and then it is
			/// decided where the options are listed.
			range: Option<(Price, Price)>,
		},
		/// The rule for smiles and slices changed.
		SurfaceRuleSet {
			/// The rule before.
			old: SurfaceRule,
			/// The rule now.
			new: SurfaceRule,
		},
		/// A reporter gave smiles.
		SmilesReported {
			/// The reporter.
			reporter: T::AccountId,
			/// When it saw them, in milliseconds since 1970.
			observed_at_ms: u64,
			/// Of which underlyings and expiries.
			smiles: BoundedVec<SmileId, ConstU32<MAX_SMILES>>,
		},
		/// The votes on a smile were counted and made nodes.
		SmileRenewed {
			/// Which.
			smile: SmileId,
			/// Forward and total variances, held within the step limit.
			nodes: SmileNodes,
			/// Half the width of the band the reporters agree on, as a part of the variance.
			confidence: Rate,
			/// When the newest vote counted was given, in milliseconds since 1970.
			observed_at_ms: u64,
			/// The status now.
			status: FeedStatus,
		},
		/// A smile became more or less trustworthy.
		SmileStatusChanged {
			/// Which.
			smile: SmileId,
			/// The status before.
			old: FeedStatus,
			/// The status now.
			new: FeedStatus,
			/// What is wrong, if anything.
			concern: Option<Concern>,
		},
		/// The smile of an expiry was paused, or all smiles of an underlying: until then they are halted, whatever is
		/// voted.
		SmilePaused {
			/// The underlying.
			underlying: Underlying,
			/// The expiry, in seconds since 1970; none if all smiles of the underlying were paused.
			expiry: Option<u64>,
			/// Until when, in milliseconds since 1970. From then on they heal as after any halt.
			until_ms: u64,
		},
		/// A slice was verified. Options of the expiry are priced on it from now on.
		SliceAccepted {
			/// Of which smile.
			smile: SmileId,
			/// Who proposed it.
			proposer: T::AccountId,
			/// The slice.
			slice: Slice,
		},
		/// A slice does not hold any more. Unless another one took its place, options of the expiry are priced on
		/// straight lines between the nodes.
		SliceLost {
			/// Of which smile.
			smile: SmileId,
			/// Why.
			reason: SliceLoss,
		},
		/// An expiry has passed, and its smile was forgotten.
		SmileForgotten {
			/// Which.
			smile: SmileId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account may not report. The oracle's administration admits reporters.
		NotAdmitted,
		/// The account may already report.
		AlreadyAdmitted,
		/// The account has no seat. Register with a bond first.
		NoSeat,
		/// The account already has a seat. Use `bond_more` to add to its bond.
		AlreadySeated,
		/// The account gave up its whole bond and leaves its seat when the session ends. Register in the next session.
		AlreadyLeaving,
		/// All seats are taken.
		PanelFull,
		/// The bond would be smaller than the smallest allowed. Leave with the whole bond instead.
		BondTooSmall,
		/// More than the bond was asked for.
		MoreThanBonded,
		/// There is nothing to do: the amount is zero, nothing unbonds, or nothing was earned.
		NothingToDo,
		/// The funds still unbond. Try again when the delay is over, and with it the session in which the seat was
		/// given up.
		StillUnbonding,
		/// A loss waits to be taken or cancelled. Until then all funds stay on hold.
		PenaltyWaits,
		/// The key is or was a reporter's. Use a new one.
		KeyInUse,
		/// The proof is not the key's own signature for this account on this chain. Make it with the secret of the key,
		/// as `straddle reporter-key` does.
		NotSignedByTheKey,
		/// The reporter used as many keys as it may. Leave, and come back when the bond is free.
		TooManyKeys,
		/// A block carries bundles once. Only a faulty author tries it twice.
		VotesAlreadySubmitted,
		/// The bundles are not two different statements for one round of this chain, signed with the key.
		NotAnEquivocation,
		/// It is not shown that the key was its owner's in the session of the bundles.
		NotTheKeyOwner,
		/// The reporter has answered for this already.
		KnownEquivocation,
		/// The round of the bundles has not begun. Show them when it has.
		RoundInFuture,
		/// A parameter lies outside its hard bounds, or parameters do not fit together.
		ParametersOutsideBounds,
		/// One change may at most double or halve a parameter. Get there in several changes.
		StepTooLarge,
		/// The underlying's ticker is not made of capital letters and digits.
		MalformedTicker,
		/// There are as many feeds as there may be.
		TooManyFeeds,
		/// Nobody set up this feed.
		UnknownFeed,
		/// The report has no values.
		EmptyReport,
		/// The observation lies ahead of the chain's time. Check the reporter's clock.
		ObservedInFuture,
		/// The observation is too old to be of use.
		ObservedTooLongAgo,
		/// The reporter already gave a later observation of this feed.
		OlderThanLastReport,
		/// The reporter already gave a value of this feed in this window.
		DuplicateReport,
		/// A value of zero was reported.
		ZeroValue,
		/// A value is unreasonably large.
		ValueTooLarge,
		/// The confidence is wider than the value itself.
		ConfidenceTooWide,
		/// The feed has no value yet that could be paused.
		NoValueYet,
		/// A pause lasts for a day at most. It can be made longer while it lasts.
		PauseTooLong,
		/// The feed or the smile is paused for at least as long already. Only the administration can end the pause of a
		/// feed; that of a smile ends by itself.
		AlreadyPaused,
		/// There are as many pauses of smiles as there may be. Pause all smiles of the underlying at once.
		TooManyPauses,
		/// The feed is not paused.
		NotPaused,
		/// There is no dispute about this settlement.
		NotDisputed,
		/// The price lies outside the range of what was seen.
		OutsideSeenRange,
		/// No minute was seen, so that there is no range to decide within. Whoever decides the disputes of options
		/// decides this one there, near the index at the expiry.
		NothingSeen,
		/// No options of this underlying and expiry are listed, or they have expired.
		ExpiryNotListed,
		/// As many smiles are voted on as may be. Try again when an expiry has passed.
		TooManySmiles,
		/// The smiles are not strictly ascending by underlying and expiry.
		UnorderedSmiles,
		/// A forward is zero or unreasonably large.
		ImpossibleForward,
		/// A total variance is not above zero, or unreasonably large.
		ImpossibleVariance,
		/// The smile has no nodes that a slice could go through: it has expired, or too few reporters vote on it.
		UnknownSmile,
		/// People have paused the smile. Propose when the pause is over and the smile is not halted any more.
		SmilePaused,
		/// The nodes of the smile are too old, or reporters disagree. Propose when it is not halted.
		SmileHalted,
		/// The parameters make no smile: b is negative, rho not between -1 and 1, sigma not above 0, or one is
		/// unreasonably large.
		SliceMalformed,
		/// The slice's variance is not positive at its lowest point.
		SliceVarianceNegative,
		/// A wing of the slice is not flatter than 2.
		SliceWingTooSteep,
		/// The slice is too far from a node. Fit it to the nodes that `surface` of the runtime API shows now.
		SliceMissesNode,
		/// A butterfly on the slice would cost less than nothing, or that none does could not be proved.
		SliceHasButterfly,
		/// The slice is somewhere below the smile of an earlier expiry, the nearest that is not halted, so that a
		/// calendar spread would cost less than nothing; or that it is not could not be proved.
		SliceBelowEarlierExpiry,
		/// The slice is somewhere above the smile of a later expiry, the nearest that is not halted, or that it is not
		/// could not be proved.
		SliceAboveLaterExpiry,
		/// The slice that holds is about as close to the nodes. Be closer by the improvement that the rule of smiles asks for,
		/// and by at least a tenth of its tolerance in volatility; or wait until it is too old.
		SliceNotBetter,
		/// The numbers lie beyond what can be computed with.
		SliceBeyondReach,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxReporters::get() > 0, "there must be room for a reporter");
			assert!(
				T::MaxReporters::get() < u32::from(SeatNumber::MAX),
				"every reporter needs a seat number"
			);
			assert!(
				T::MaxReporters::get() <= oracle_core::MAX_BUNDLES,
				"every seat needs room for its bundle in a block"
			);
			assert!(
				T::MaxOutsideReporters::get() < T::MaxReporters::get(),
				"there must be room for a validator"
			);
			assert!(
				T::MaxFeeds::get() <= oracle_core::MAX_ENTRIES,
				"every feed needs room in a bundle"
			);
			assert!(
				T::PenaltyDelayMs::get() <= T::UnbondingDelayMs::get(),
				"a loss must be due before the bond is free"
			);
			assert!(
				T::MaxSmiles::get() == 0 || T::MaxSmilesPerWindow::get() > 0,
				"smiles that are voted on must be counted"
			);
			assert!(T::StakeUnit::get() > 0, "stakes are made of something");
			assert!(T::MaxFeeds::get() > 0, "there must be room for a feed");
			assert!(!T::WeightCap::get().is_zero(), "a cap of nothing silences everybody");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			<Self as market_primitives::Invariants>::ensure_unbroken()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Lets an account take a seat as reporter.
		///
		/// By the oracle's administration. Emits [`Event::ReporterAdmitted`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::admit_reporter())]
		pub fn admit_reporter(origin: OriginFor<T>, reporter: T::AccountId) -> DispatchResult {
			T::OracleAdminOrigin::ensure_origin(origin)?;
			Self::do_admit_reporter(reporter)
		}

		/// Holds a bond and takes a seat with it, from which the account may report.
		///
		/// By an account that was admitted. The larger the bond, the more its votes weigh, up to a
		/// cap, from the next session on; from then on its bundles count, too. Emits
		/// [`Event::ReporterRegistered`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::register_reporter())]
		pub fn register_reporter(origin: OriginFor<T>, bond: BalanceOf<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_register_reporter(who, bond)
		}

		/// Adds to the bond, which weighs more from the next session on.
		///
		/// By a reporter that has a seat and has not given it up. Emits [`Event::BondIncreased`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::bond_more())]
		pub fn bond_more(origin: OriginFor<T>, amount: BalanceOf<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_bond_more(who, amount)
		}

		/// Gives up a part of the bond, or all of it and, when the session ends, the seat.
		///
		/// By a reporter with a seat. The votes weigh less from the next session on. Who gives up the whole bond reports
		/// until then as before, is judged for the session like all others, and may register anew in the next one. The
		/// funds stay on hold, and at stake, until the delay is over, which begins again for all that still unbonds. Emits
		/// [`Event::Unbonded`], and [`Event::ReporterLeft`] when the seat falls free.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::unbond())]
		pub fn unbond(origin: OriginFor<T>, amount: BalanceOf<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_unbond(who, amount)
		}

		/// Gives unbonded funds back to a reporter once the delay is over, and the session in which it gave up its seat.
		///
		/// By anyone, for anyone: the funds go to the reporter. Emits [`Event::UnbondedWithdrawn`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::withdraw_unbonded())]
		pub fn withdraw_unbonded(origin: OriginFor<T>, reporter: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_withdraw_unbonded(reporter)
		}

		/// Takes a reporter's seat and admission away. Its votes stop counting at once; its bond
		/// unbonds.
		///
		/// By the oracle's administration. Emits [`Event::ReporterRemoved`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::remove_reporter())]
		pub fn remove_reporter(origin: OriginFor<T>, reporter: T::AccountId) -> DispatchResult {
			T::OracleAdminOrigin::ensure_origin(origin)?;
			Self::do_remove_reporter(reporter)
		}

		/// Adds a feed or changes its parameters.
		///
		/// By the oracle's administration. Emits [`Event::FeedSet`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_feed())]
		pub fn set_feed(
			origin: OriginFor<T>,
			feed: FeedId,
			parameters: FeedParameters,
		) -> DispatchResult {
			T::OracleAdminOrigin::ensure_origin(origin)?;
			Self::do_set_feed(feed, parameters)
		}

		/// Changes how settlement prices are made, for every expiry that is not settled yet.
		///
		/// By the oracle's administration. Emits [`Event::SettlementRuleSet`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::set_settlement_rule())]
		pub fn set_settlement_rule(origin: OriginFor<T>, rule: SettlementRule) -> DispatchResult {
			T::OracleAdminOrigin::ensure_origin(origin)?;
			Self::do_set_settlement_rule(rule)
		}

		/// Reports values that were seen at `observed_at_ms` (milliseconds since 1970). They count from
		/// the next window on, until they are too old or replaced.
		///
		/// By a reporter with a seat, once in a window for each feed. All values are taken or none.
		/// Free if it succeeds. Emits [`Event::Reported`].
		#[pallet::call_index(8)]
		#[pallet::weight((
			T::WeightInfo::report(u32::try_from(values.len()).unwrap_or(u32::MAX)),
			DispatchClass::Operational,
		))]
		pub fn report(
			origin: OriginFor<T>,
			observed_at_ms: u64,
			values: BoundedVec<ReportedValue, T::MaxFeeds>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::do_report(who, observed_at_ms, values)?;
			Ok(Pays::No.into())
		}

		/// Decides a settlement price that could not be computed, within the range of the minutes that were seen.
		///
		/// By the oracle's administration. If no minute was seen it decides nothing: the dispute ends where the options
		/// are listed. Emits [`Event::SettlementPriceFinal`].
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::resolve_settlement())]
		pub fn resolve_settlement(
			origin: OriginFor<T>,
			underlying: Underlying,
			expiry: u64,
			price: Price,
		) -> DispatchResult {
			T::OracleAdminOrigin::ensure_origin(origin)?;
			Self::do_resolve_settlement(underlying, expiry, price)
		}

		/// Carries bundles of votes into the block. Each counts or is passed over for a reason; none can
		/// make the block invalid.
		///
		/// By the author, once in a block, before all transactions. Emits [`Event::VotesCounted`].
		#[pallet::call_index(10)]
		#[pallet::weight((
			T::WeightInfo::submit_votes(
				count(bundles.len()),
				different_feeds(bundles),
				different_smiles(bundles),
			),
			DispatchClass::Mandatory,
		))]
		pub fn submit_votes(origin: OriginFor<T>, bundles: Bundles) -> DispatchResult {
			ensure_none(origin)?;
			Self::do_submit_votes(&bundles)
		}

		/// Names the key that the reporter's bundles are signed with from the next session on.
		///
		/// By an admitted outside reporter, with a key that no reporter ever had. `proof` is the key's own signature over
		/// the text `straddle/oracle/key`, the hash of this chain's first block (32 bytes) and the account, one after the
		/// other: that the key is the account's and nobody else's. The account answers for what it signed with earlier
		/// keys. Emits [`Event::ReporterKeySet`].
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::set_reporter_key())]
		pub fn set_reporter_key(
			origin: OriginFor<T>,
			key: reporter::Public,
			proof: reporter::Signature,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_reporter_key(who, key, &proof)
		}

		/// Shows that a reporter signed two different bundles for one round: it loses a part of what it
		/// has at stake, and its seat.
		///
		/// By anyone, once the round has begun. Free if it succeeds. Emits [`Event::EquivocationProven`] and [`Event::FaultFound`].
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::report_equivocation())]
		pub fn report_equivocation(
			origin: OriginFor<T>,
			first: Box<SignedBundle>,
			second: Box<SignedBundle>,
			key: reporter::Public,
			owner: KeyOwner<T::AccountId, KeyOwnerProofOf<T>>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::do_report_equivocation(Some(who), &first, &second, &key, owner)?;
			Ok(Pays::No.into())
		}

		/// Changes who reports and how much outsiders count, from the next session on.
		///
		/// By the oracle's administration. Emits [`Event::PanelRuleSet`].
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::set_panel_rule())]
		pub fn set_panel_rule(origin: OriginFor<T>, rule: PanelRule) -> DispatchResult {
			T::OracleAdminOrigin::ensure_origin(origin)?;
			Self::do_set_panel_rule(rule)
		}

		/// Spares an outside reporter the losses that wait, all of them.
		///
		/// By the oracle's administration. Emits [`Event::PenaltyCancelled`].
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::cancel_penalty())]
		pub fn cancel_penalty(origin: OriginFor<T>, reporter: T::AccountId) -> DispatchResult {
			T::OracleAdminOrigin::ensure_origin(origin)?;
			Self::do_cancel_penalty(reporter)
		}

		/// Changes which share of the exchange's fees is promised to reporters when a session ends. Nothing is
		/// promised while it is zero.
		///
		/// By the oracle's administration, up to a half. Emits [`Event::RewardShareSet`].
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::set_reward_share())]
		pub fn set_reward_share(origin: OriginFor<T>, share: Perbill) -> DispatchResult {
			T::OracleAdminOrigin::ensure_origin(origin)?;
			Self::do_set_reward_share(share)
		}

		/// Pays what a reporter earned into its wallet.
		///
		/// By anyone, for anyone: the money goes to the reporter. Emits [`Event::RewardClaimed`].
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::claim_reward())]
		pub fn claim_reward(origin: OriginFor<T>, reporter: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim_reward(reporter)
		}

		/// Pauses a feed for so many milliseconds: until then it is halted, whatever its votes say. No new risk
		/// is taken at it. On a paused index nobody is liquidated or withdraws either, and its minutes count as
		/// missing for settlements; a paused volatility, and all smiles with it, stops new risk in options only.
		///
		/// In an emergency, for at most a day; it ends by itself. Emits [`Event::FeedPaused`].
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::pause_feed())]
		pub fn pause_feed(origin: OriginFor<T>, feed: FeedId, for_ms: u64) -> DispatchResult {
			T::EmergencyOrigin::ensure_origin(origin)?;
			Self::do_pause_feed(feed, for_ms)
		}

		/// Ends the pause of a feed, which then heals as after any halt.
		///
		/// By the oracle's administration. Emits [`Event::FeedResumed`].
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::resume_feed())]
		pub fn resume_feed(origin: OriginFor<T>, feed: FeedId) -> DispatchResult {
			T::OracleAdminOrigin::ensure_origin(origin)?;
			Self::do_resume_feed(feed)
		}

		/// Pauses the smile of an underlying and expiry (seconds since 1970) for so many milliseconds, or all smiles of
		/// the underlying if no expiry is given: until then they are halted, whatever is voted, also those that nobody
		/// votes on yet. No new risk is taken in these options, and no slice is taken.
		///
		/// In an emergency, for at most a day; it ends by itself, and each smile heals as after any halt. Emits
		/// [`Event::SmilePaused`].
		#[pallet::call_index(23)]
		#[pallet::weight(T::WeightInfo::pause_smile())]
		pub fn pause_smile(
			origin: OriginFor<T>,
			underlying: Underlying,
			expiry: Option<u64>,
			for_ms: u64,
		) -> DispatchResult {
			T::EmergencyOrigin::ensure_origin(origin)?;
			Self::do_pause_smile(underlying, expiry, for_ms)
		}

		/// Reports smiles that were seen at `observed_at_ms` (milliseconds since 1970): for each expiry a forward,
		/// and total implied variance at log-moneyness −1.5, −1, −0.5, 0, 0.5, 1 and 1.5 roots of the time to
		/// expiry. They count from the next window on, until they are too old or replaced.
		///
		/// By a reporter with a seat, once in a window for each expiry. All smiles are taken or none. Free if it
		/// succeeds. Emits [`Event::SmilesReported`].
		#[pallet::call_index(19)]
		#[pallet::weight((
			T::WeightInfo::report_smiles(count(smiles.len())),
			DispatchClass::Operational,
		))]
		pub fn report_smiles(
			origin: OriginFor<T>,
			observed_at_ms: u64,
			smiles: Smiles,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::do_report_smiles(who, observed_at_ms, smiles)?;
			Ok(Pays::No.into())
		}

		/// Proposes a slice for the smile of an underlying and expiry (seconds since 1970): total implied variance
		/// w(k) = a + b (rho (k − m) + √((k − m)² + sigma²)) at log-moneyness k. The chain verifies it, and options
		/// are priced on it until it is too old, the nodes move away from it, or somebody finds a better one.
		///
		/// By anyone. It must be near every node, give neither butterflies nor calendar spreads away, and be closer
		/// to the nodes than the slice that holds: by the rule's improvement, a part of that one's mean error, and by at
		/// least a tenth of the tolerance in volatility. Calendar spreads are those with the nearest expiries, before and
		/// after, whose smiles are not halted, and with the slices of others. Free if it succeeds. Emits [`Event::SliceAccepted`].
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::propose_svi().saturating_add(most_neighbours::<T>()))]
		#[allow(clippy::too_many_arguments, reason = "five of them are the slice")]
		pub fn propose_svi(
			origin: OriginFor<T>,
			underlying: Underlying,
			expiry: u64,
			a: Rate,
			b: Rate,
			rho: Rate,
			m: Rate,
			sigma: Rate,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let slice = Svi { a, b, rho, m, sigma };
			Self::do_propose_svi(who, SmileId::new(underlying, expiry), slice)?;
			Ok(Pays::No.into())
		}

		/// Changes how smiles are made, when they are trusted, and which slices are taken.
		///
		/// By the oracle's administration. Emits [`Event::SurfaceRuleSet`].
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::set_surface_rule())]
		pub fn set_surface_rule(origin: OriginFor<T>, rule: SurfaceRule) -> DispatchResult {
			T::OracleAdminOrigin::ensure_origin(origin)?;
			Self::do_set_surface_rule(rule)
		}

		/// Shows that a reporter signed two different bundles for one round, without an account.
		///
		/// By a node that makes blocks and heard both: it is taken from the node's own pool and not passed on.
		/// Everybody else uses `report_equivocation`. Emits [`Event::EquivocationProven`] and
		/// [`Event::FaultFound`].
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::report_equivocation())]
		#[pallet::authorize(|source, first, second, key, owner| {
			Self::authorize_equivocation_report(source, first, second, key, owner)
		})]
		#[pallet::weight_of_authorize(T::WeightInfo::report_equivocation())]
		pub fn report_equivocation_unsigned(
			origin: OriginFor<T>,
			first: Box<SignedBundle>,
			second: Box<SignedBundle>,
			key: reporter::Public,
			owner: KeyOwner<T::AccountId, KeyOwnerProofOf<T>>,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_report_equivocation(None, &first, &second, &key, owner)
		}
	}

	// Here and so marked, or the runtime would not know that the oracle has an inherent.
	#[pallet::inherent]
	impl<T: Config> ProvideInherent for Pallet<T> {
		type Call = Call<T>;
		type Error = MakeFatalError<()>;
		const INHERENT_IDENTIFIER: InherentIdentifier = oracle_core::INHERENT_IDENTIFIER;

		fn create_inherent(data: &InherentData) -> Option<Self::Call> {
			Self::carry_votes(data)
		}

		fn is_inherent(call: &Self::Call) -> bool {
			matches!(call, Call::submit_votes { .. })
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A feed's value with its age, confidence and status; or why there is none.
		pub fn price(feed: FeedId) -> Result<Observation, FeedError> {
			Self::observe_feed(feed)
		}

		/// Everything about a feed: value, status and why, and each reporter's vote. `None` if unknown.
		pub fn feed(feed: FeedId) -> Option<runtime_api::FeedDetails<T::AccountId>> {
			Self::feed_details(feed)
		}

		/// What is known about the price at which options on `underlying` settle that expire at
		/// `expiry` (seconds since 1970).
		pub fn settlement(
			underlying: Underlying,
			expiry: u64,
		) -> market_primitives::traits::SettlementPrice {
			Self::known_settlement_price(underlying, expiry)
		}

		/// Everything about the smile of an underlying and expiry (seconds since 1970): status and why, nodes,
		/// slice, votes. `None` if nobody votes on it and nobody has paused it.
		pub fn surface(
			underlying: Underlying,
			expiry: u64,
		) -> Option<surface::SurfaceDetails<T::AccountId>> {
			Self::surface_details(SmileId::new(underlying, expiry))
		}
	}
}

fn count(number: usize) -> u32 {
	u32::try_from(number).unwrap_or(u32::MAX)
}

/// All other expiries may have to be looked at to find those that a slice is held against.
fn most_neighbours<T: Config>() -> Weight {
	T::DbWeight::get().reads(T::MaxSmiles::get().into())
}

/// Each of them costs a read and a write, however many bundles name it. No more are known than fit into a bundle, and
/// those that nobody set up cost neither.
fn different_feeds(bundles: &Bundles) -> u32 {
	let entries = bundles.iter().flat_map(|signed| &signed.bundle.entries);
	let different: alloc::collections::BTreeSet<_> = entries.map(|entry| entry.feed).collect();
	count(different.len()).min(oracle_core::MAX_ENTRIES)
}

/// Each of them costs a read and a write, however many bundles name it.
fn different_smiles(bundles: &Bundles) -> u32 {
	let smiles = bundles.iter().flat_map(|signed| &signed.bundle.smiles);
	let different: alloc::collections::BTreeSet<_> = smiles.map(|entry| entry.smile).collect();
	count(different.len())
}
