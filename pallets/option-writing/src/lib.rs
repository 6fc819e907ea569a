// SPDX-License-Identifier: Apache-2.0
#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod bounds;
pub mod calendar;
pub mod runtime_api;
pub mod strikes;
pub mod weights;

mod boards;
mod calls;
mod hooks;
mod instruments;
mod invariants;
mod marks;
mod open_interest;
mod token_holders;
mod tokens;
mod types;
mod window_step;
mod writers;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use calendar::Cadence;
pub use marks::SeriesQuotes;
pub use pallet::*;
pub use token_holders::TokenHolders;
pub use types::{
	Board, BoardKey, Cadences, Claim, ListingCadence, ListingDone, ListingRule, Phase,
	SeriesRecord, Settling, MAX_CADENCES,
};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use crate::{
		bounds::OutOfBounds,
		runtime_api::{ExpiryView, SeriesView},
		Board, BoardKey, Cadences, Claim, ListingCadence, ListingDone, ListingRule, SeriesRecord,
		TokenHolders, WeightInfo,
	};
	use alloc::vec::Vec;
	use frame_support::{
		dispatch::WithPostDispatchInfo,
		pallet_prelude::*,
		traits::{fungibles, EnsureOrigin, UnixTime},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use market_maths::units::{Cash, Price, Quantity};
	use market_primitives::{
		traits::{Headroom, OptionPositions, PriceFeed, VolatilitySurface},
		InstrumentId, InstrumentTerms, MarketState, SubaccountId, SubaccountIndex, Underlying,
	};

	/// The layout of this pallet's storage.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The option chain of one expiry, as this runtime stores it.
	pub type BoardOf<T> =
		Board<<T as frame_system::Config>::AccountId, <T as Config>::MaxStrikesPerExpiry>;

	/// How many subaccounts of each owner wait to write a series, as this runtime stores it.
	pub type WritersOf<T> = BoundedBTreeMap<
		<T as frame_system::Config>::AccountId,
		u32,
		<T as Config>::MaxWritersPerWindow,
	>;

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Says what the underlyings are worth, how volatile they are, and where they settled.
		type PriceFeed: PriceFeed;

		/// Says how volatile each strike of an expiry is, and where its forward is. Where nobody says so, the price
		/// feed's index and volatility stand for all strikes and expiries.
		type VolatilitySurface: VolatilitySurface;

		/// Says how much more may be open.
		type Headroom: Headroom;

		/// Keeps the positions of accounts and pays them out.
		type OptionPositions: OptionPositions<Self::AccountId>;

		/// Keeps the option tokens. One unit is one lot of the series that names the asset.
		type Tokens: fungibles::Inspect<Self::AccountId, AssetId = InstrumentId, Balance = u128>
			+ fungibles::Mutate<Self::AccountId>
			+ fungibles::Create<Self::AccountId>
			+ fungibles::Destroy<Self::AccountId>
			+ fungibles::metadata::Mutate<Self::AccountId>;

		/// Says who holds option tokens.
		type TokenHolders: TokenHolders<Self::AccountId>;

		/// Tells the time of the block.
		type Time: UnixTime;

		/// May set listing rules within the bounds of [`crate::bounds`], and the state of a series.
		type MarketAdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// May restrict a series for a while, and nothing else.
		type EmergencyOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// May decide a settlement price that the oracle cannot compute.
		type SettlementOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Names the account that administers the option tokens. Nobody has its key.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// How long a restriction by the emergency origin lasts, in seconds.
		#[pallet::constant]
		type EmergencyDuration: Get<u64>;

		/// The least time, in seconds, between two changes that loosen the terms of an underlying's rule.
		#[pallet::constant]
		type ParameterChangeInterval: Get<u64>;

		/// How long a series stays visible after it is paid out, in seconds.
		#[pallet::constant]
		type Retention: Get<u64>;

		/// The most underlyings that can have a listing rule.
		#[pallet::constant]
		type MaxUnderlyings: Get<u32>;

		/// The most expiries, over all underlyings, that exist at a time.
		#[pallet::constant]
		type MaxExpiries: Get<u32>;

		/// The most strikes that one expiry can have.
		#[pallet::constant]
		type MaxStrikesPerExpiry: Get<u32>;

		/// The most strikes that are listed in one window.
		#[pallet::constant]
		type MaxListingsPerWindow: Get<u32>;

		/// The most steps that settlement takes in one window.
		#[pallet::constant]
		type MaxSettlementSteps: Get<u32>;

		/// The accounts, or holders of tokens, that are paid in one step of settlement.
		#[pallet::constant]
		type SettlementBatch: Get<u32>;

		/// The most subaccounts that can ask to write one series in one window.
		#[pallet::constant]
		type MaxWritersPerWindow: Get<u32>;

		/// The most of them that may be subaccounts of one owner.
		#[pallet::constant]
		type MaxWritersPerOwner: Get<u32>;

		/// The weight of each call, and of each step in a window.
		type WeightInfo: WeightInfo;
	}

	/// The rule by which the options on each underlying are listed. A rule that was removed keeps its terms,
	/// without a cadence: the next one must not be further from them than a step.
	#[pallet::storage]
	pub type ListingRules<T: Config> = StorageMap<_, Blake2_128Concat, Underlying, ListingRule>;

	/// The underlyings that have a listing rule.
	#[pallet::storage]
	pub type RuledUnderlyings<T: Config> =
		StorageValue<_, BoundedVec<Underlying, T::MaxUnderlyings>, ValueQuery>;

	/// When the terms of an underlying's rule were last loosened, in milliseconds since 1970.
	#[pallet::storage]
	pub type LoosenedAt<T: Config> = StorageMap<_, Blake2_128Concat, Underlying, u64>;

	/// Until when there is nothing to list for an underlying.
	#[pallet::storage]
	pub type ListingsDone<T: Config> = StorageMap<_, Blake2_128Concat, Underlying, ListingDone>;

	/// Each series that is listed.
	#[pallet::storage]
	pub type Series<T: Config> = StorageMap<_, Blake2_128Concat, InstrumentId, SeriesRecord>;

	/// Coins of each underlying that are open in all its series together: of each what accounts are short, until it is
	/// paid. Nothing is stored of an underlying in whose options nothing is open.
	#[pallet::storage]
	pub type OpenOptions<T: Config> =
		StorageMap<_, Blake2_128Concat, Underlying, Quantity, ValueQuery>;

	/// The strikes of each expiry, and how far it has come.
	#[pallet::storage]
	pub type Boards<T: Config> = StorageMap<_, Blake2_128Concat, BoardKey, BoardOf<T>>;

	/// All expiries, the earliest first.
	#[pallet::storage]
	pub type Expiries<T: Config> =
		StorageValue<_, BoundedVec<BoardKey, T::MaxExpiries>, ValueQuery>;

	/// How many lots of each series subaccounts have asked to write. They are written in the next window; until then
	/// what they require is set aside.
	#[pallet::storage]
	pub type PendingWrites<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		InstrumentId,
		Blake2_128Concat,
		SubaccountId<T::AccountId>,
		u64,
	>;

	/// How many subaccounts of each owner wait to write each series.
	#[pallet::storage]
	pub type PendingWriters<T: Config> =
		StorageMap<_, Blake2_128Concat, InstrumentId, WritersOf<T>, ValueQuery>;

	/// What holders of tokens are owed who could not be paid at expiry. They can claim it at any time.
	#[pallet::storage]
	pub type Claims<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, InstrumentId, Blake2_128Concat, T::AccountId, Claim>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The rule by which the options on an underlying are listed changed.
		ListingRuleChanged {
			/// The underlying.
			underlying: Underlying,
			/// The rule before.
			old: Option<ListingRule>,
			/// The rule now.
			new: Option<ListingRule>,
		},
		/// A series was listed.
		SeriesListed {
			/// The series.
			id: InstrumentId,
			/// The terms under which it trades.
			terms: InstrumentTerms,
		},
		/// What may be done in a series changed.
		SeriesStateChanged {
			/// The series.
			id: InstrumentId,
			/// The state before.
			old: MarketState,
			/// The state now.
			new: MarketState,
			/// When the old state returns by itself, in milliseconds since 1970, if it does.
			until_ms: Option<u64>,
		},
		/// A series was halted because something in it does not add up.
		SeriesFrozen {
			/// The series.
			id: InstrumentId,
			/// The state before.
			old: MarketState,
		},
		/// An account asked to write options. What they require is set aside, and they are written in the next window, as
		/// far as open interest may grow and the account still bears them.
		WriteWaits {
			/// The series.
			id: InstrumentId,
			/// The account that will be short.
			account: SubaccountId<T::AccountId>,
			/// How many lots it has asked for in this window, altogether.
			lots: u64,
		},
		/// More lots were asked for than may still be open, by the cap of the series or by what the stakes behind the
		/// underlying's price secure. Everybody gets the same part. What an account does not get no longer waits: it may
		/// ask again when somebody has closed; closing needs no room.
		WriteCut {
			/// The series.
			id: InstrumentId,
			/// The account that asked.
			account: SubaccountId<T::AccountId>,
			/// How many lots it asked for.
			asked: u64,
			/// How many of them it gets. It may be none.
			lots: u64,
		},
		/// Options that an account had asked to write were not written. What they required is free again.
		WriteRefused {
			/// The series.
			id: InstrumentId,
			/// The account that asked.
			account: SubaccountId<T::AccountId>,
			/// How many lots.
			lots: u64,
			/// Why not.
			reason: DispatchError,
		},
		/// Options were written: the account is short, and its owner holds tokens.
		OptionWritten {
			/// The series.
			id: InstrumentId,
			/// The account that is short.
			account: SubaccountId<T::AccountId>,
			/// How many lots.
			lots: u64,
		},
		/// A long position became tokens of the account's owner.
		PositionWrapped {
			/// The series.
			id: InstrumentId,
			/// The account that was long.
			account: SubaccountId<T::AccountId>,
			/// How many lots.
			lots: u64,
		},
		/// Tokens of the account's owner became a position.
		TokensUnwrapped {
			/// The series.
			id: InstrumentId,
			/// The account that is longer, or less short.
			account: SubaccountId<T::AccountId>,
			/// How many lots.
			lots: u64,
		},
		/// The options of an expiry stopped trading.
		OptionsExpired {
			/// What they are on.
			underlying: Underlying,
			/// When they expired, in seconds since 1970.
			expiry: u64,
			/// The index at that moment, if there was one.
			index: Option<Price>,
		},
		/// The settlement price of an expiry cannot be computed; somebody must decide it.
		SettlementDisputed {
			/// What the options are on.
			underlying: Underlying,
			/// When they expired, in seconds since 1970.
			expiry: u64,
		},
		/// The settlement price of an expiry is final.
		SettlementPriceSet {
			/// What the options are on.
			underlying: Underlying,
			/// When they expired, in seconds since 1970.
			expiry: u64,
			/// The price.
			price: Price,
			/// Whether it was decided by vote rather than computed.
			decided: bool,
		},
		/// Accounts that held a series were paid, or paid.
		AccountsSettled {
			/// The series.
			id: InstrumentId,
			/// How many accounts.
			accounts: u32,
		},
		/// The holder of tokens was paid, and the tokens are gone.
		TokensPaid {
			/// The series.
			id: InstrumentId,
			/// Who held them.
			holder: T::AccountId,
			/// How many lots.
			lots: u64,
			/// What was paid.
			paid: Cash,
		},
		/// The holder of tokens could not be paid. The tokens are gone; what they are worth can be claimed.
		PaymentDeferred {
			/// The series.
			id: InstrumentId,
			/// Who held them.
			holder: T::AccountId,
			/// How many lots.
			lots: u64,
			/// Why the payment failed.
			reason: DispatchError,
		},
		/// Tokens that their holders destroyed, so that nobody was paid for them.
		TokensForfeited {
			/// The series.
			id: InstrumentId,
			/// How many lots.
			lots: u64,
		},
		/// A deferred payment was made.
		ClaimPaid {
			/// The series.
			id: InstrumentId,
			/// Who held the tokens.
			holder: T::AccountId,
			/// How many lots.
			lots: u64,
			/// What was paid.
			paid: Cash,
		},
		/// Everybody who held a series is paid.
		SeriesSettled {
			/// The series.
			id: InstrumentId,
			/// The price at which it settled.
			price: Price,
		},
		/// All series of an expiry are paid out.
		ExpirySettled {
			/// What they were on.
			underlying: Underlying,
			/// When they expired, in seconds since 1970.
			expiry: u64,
		},
		/// A series in which nothing is open was removed.
		SeriesDelisted {
			/// The series.
			id: InstrumentId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The underlying's ticker must be one to six capital letters or digits.
		UnderlyingNotWellFormed,
		/// No more underlyings can have a listing rule.
		TooManyUnderlyings,
		/// No series is listed under this name. An option's name states underlying, expiry, strike and kind.
		UnknownSeries,
		/// One tick of one lot must be worth a whole number of the smallest unit of cash.
		CashNotExact,
		/// Only the passing of time makes a series settling or settled.
		NotATradingState,
		/// The price band lies outside its bounds.
		PriceBandOutOfBounds,
		/// The open-interest cap lies outside its bounds.
		OpenInterestCapOutOfBounds,
		/// The time between two expiries lies outside its bounds.
		CadenceOutOfBounds,
		/// The number of expiries lies outside its bounds.
		ExpiriesAheadOutOfBounds,
		/// The step between strikes must be positive and have at most 8 decimals.
		StrikeStepOutOfBounds,
		/// The number of strikes lies outside its bounds.
		StrikesEachSideOutOfBounds,
		/// The series is in this state already.
		StateUnchanged,
		/// The emergency origin may only make a series stricter than it is.
		EmergencyMayOnlyTighten,
		/// The number of lots must not be zero.
		ZeroLots,
		/// This series takes no new positions now.
		NotOpenForWriting,
		/// Positions in this series can neither become tokens nor be made of them now.
		NotOpenForWrapping,
		/// No price is good enough to take new risk.
		PriceUnavailable,
		/// The number of lots is unreasonably large.
		TooManyLots,
		/// There is no such expiry.
		UnknownExpiry,
		/// The settlement price of this expiry is not in dispute.
		NotDisputed,
		/// The price lies outside what the oracle saw or, if it saw nothing, too far from the index at expiry.
		PriceOutOfBounds,
		/// There is nothing to claim.
		NothingToClaim,
		/// One change may at most double the price band or the open-interest cap. Get there in several changes.
		StepTooLarge,
		/// So many accounts have asked to write this series that no more fit in this window. Ask in the next.
		WindowFull,
		/// The volatility of this expiry is not good enough to take new risk. Other expiries and markets may go on.
		VolatilityUnavailable,
		/// As many of your subaccounts have asked to write this series as may of one owner in a window. Ask for more with
		/// one of these, or in the next window.
		TooManySubaccountsInWindow,
		/// The parameters were loosened too recently. Wait for the change interval to pass.
		ChangedTooRecently,
	}

	impl<T> From<OutOfBounds> for Error<T> {
		fn from(reason: OutOfBounds) -> Self {
			match reason {
				OutOfBounds::CashNotExact => Self::CashNotExact,
				OutOfBounds::NotATradingState => Self::NotATradingState,
				OutOfBounds::PriceBand => Self::PriceBandOutOfBounds,
				OutOfBounds::OpenInterestCap => Self::OpenInterestCapOutOfBounds,
				OutOfBounds::Cadence => Self::CadenceOutOfBounds,
				OutOfBounds::ExpiriesAhead => Self::ExpiriesAheadOutOfBounds,
				OutOfBounds::StrikeStep => Self::StrikeStepOutOfBounds,
				OutOfBounds::StrikesEachSide => Self::StrikesEachSideOutOfBounds,
			}
		}
	}

	/// The listing rules that exist from the first block on.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Underlying, cadences and terms of each rule.
		pub rules: Vec<(Underlying, Vec<ListingCadence>, InstrumentTerms)>,
		/// Nothing; ties the type to the runtime.
		#[serde(skip)]
		pub _runtime: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for (underlying, cadences, terms) in &self.rules {
				let cadences = Cadences::try_from(cadences.clone());
				assert!(cadences.is_ok(), "genesis rule {underlying}: too many cadences");
				let rule = ListingRule { cadences: cadences.unwrap_or_default(), terms: *terms };
				let set = Pallet::<T>::store_rule(*underlying, Some(rule));
				assert!(set.is_ok(), "genesis rule {underlying}: {:?}", set.err());
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxUnderlyings::get() > 0, "at least one underlying must fit");
			assert!(T::MaxListingsPerWindow::get() > 0, "listing must get on");
			assert!(T::MaxSettlementSteps::get() > 0, "settlement must get on");
			assert!(T::MaxWritersPerOwner::get() > 0, "somebody must be able to write");
			assert!(
				T::MaxWritersPerOwner::get() <= T::MaxWritersPerWindow::get() / 4,
				"an owner must leave room for others"
			);
			assert!(T::SettlementBatch::get() > 0, "a step of settlement must pay somebody");
			assert!(T::EmergencyDuration::get() > 0, "an emergency must last a while");
			let [_, most] = crate::bounds::STRIKES_EACH_SIDE;
			let strikes = u32::from(most).saturating_mul(2).saturating_add(1);
			assert!(T::MaxStrikesPerExpiry::get() >= strikes, "the widest rule must fit an expiry");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			<Self as market_primitives::Invariants>::ensure_unbroken()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Writes options without a counterparty, in the next window: the subaccount becomes short, and the
		/// signer receives as many transferable option tokens.
		///
		/// Signed by the subaccount's owner. The account must meet its initial margin afterwards, now and when
		/// they are written; what they require is set aside meanwhile, and can be neither withdrawn nor used otherwise.
		/// Two caps hold: that of the series, and what the stakes behind the underlying's price secure, which all markets
		/// of the underlying share and options may take half of. Where all who ask in a window ask for more than the lower
		/// one has room for, each gets the same part of it; how much room there is shows when they are written. So many
		/// subaccounts may ask for a series in a window, and a part of them of one owner. The fee contains what it costs
		/// to write them, which a request that is refused does not pay.
		/// Emits [`Event::WriteWaits`]; then [`Event::OptionWritten`], or [`Event::WriteRefused`], and
		/// [`Event::WriteCut`] before it.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::charge_for_write())]
		pub fn write(
			origin: OriginFor<T>,
			subaccount: SubaccountIndex,
			id: InstrumentId,
			lots: u64,
		) -> DispatchResultWithPostInfo {
			let owner = ensure_signed(origin)?;
			let asking = T::WeightInfo::write();
			let is_first = Self::do_write(SubaccountId::new(owner, subaccount), id, lots)
				.map_err(|error| error.with_weight(asking))?;
			let charge = if is_first { Self::charge_for_write() } else { asking };
			Ok(Some(charge).into())
		}

		/// Turns a long position into transferable option tokens of the signer.
		///
		/// Signed by the subaccount's owner. The account must meet its initial margin afterwards.
		/// Emits [`Event::PositionWrapped`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::wrap())]
		pub fn wrap(
			origin: OriginFor<T>,
			subaccount: SubaccountIndex,
			id: InstrumentId,
			lots: u64,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_wrap(SubaccountId::new(owner, subaccount), id, lots)
		}

		/// Turns the signer's option tokens into a position of the subaccount. A short position is closed
		/// first.
		///
		/// Signed by the subaccount's owner. Emits [`Event::TokensUnwrapped`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::unwrap())]
		pub fn unwrap(
			origin: OriginFor<T>,
			subaccount: SubaccountIndex,
			id: InstrumentId,
			lots: u64,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_unwrap(SubaccountId::new(owner, subaccount), id, lots)
		}

		/// Pays the signer what its tokens were worth at expiry, if it could not be paid then.
		///
		/// Emits [`Event::ClaimPaid`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::claim())]
		pub fn claim(origin: OriginFor<T>, id: InstrumentId) -> DispatchResult {
			let holder = ensure_signed(origin)?;
			Self::do_claim(holder, id)
		}

		/// Sets the rule by which the options on an underlying are listed. No cadences: nothing more is
		/// listed.
		///
		/// Market admin only. Price band and open-interest cap may at most double in one change, and loosening either
		/// waits for the change interval. Series that are listed already keep their terms.
		/// Emits [`Event::ListingRuleChanged`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::set_listing_rule())]
		pub fn set_listing_rule(
			origin: OriginFor<T>,
			underlying: Underlying,
			cadences: Cadences,
			terms: InstrumentTerms,
		) -> DispatchResult {
			T::MarketAdminOrigin::ensure_origin(origin)?;
			Self::do_set_listing_rule(underlying, cadences, terms)
		}

		/// Changes what may be done in a series before it expires.
		///
		/// The market admin may choose any trading state. The emergency origin may only make the series
		/// stricter, and the state before returns by itself after the emergency duration.
		/// Emits [`Event::SeriesStateChanged`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::set_series_state())]
		pub fn set_series_state(
			origin: OriginFor<T>,
			id: InstrumentId,
			state: MarketState,
		) -> DispatchResult {
			if T::MarketAdminOrigin::ensure_origin(origin.clone()).is_ok() {
				return Self::do_set_series_state(id, state);
			}
			T::EmergencyOrigin::ensure_origin(origin)?;
			Self::do_tighten_series_state(id, state)
		}

		/// Decides the settlement price of an expiry for which the oracle has none.
		///
		/// Settlement origin only, and only within what the oracle saw in the minutes that count; if it saw
		/// nothing, within 30 % of the index at expiry.
		/// Emits [`Event::SettlementPriceSet`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::resolve_settlement())]
		pub fn resolve_settlement(
			origin: OriginFor<T>,
			underlying: Underlying,
			expiry: u64,
			price: Price,
		) -> DispatchResult {
			T::SettlementOrigin::ensure_origin(origin)?;
			Self::do_resolve_settlement(BoardKey { expiry, underlying }, price)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A series with mark, implied volatility and greeks.
		pub fn series(id: InstrumentId) -> Option<SeriesView> {
			Self::series_view(&id)
		}

		/// All series of one expiry.
		pub fn expiry(underlying: Underlying, expiry: u64) -> Option<ExpiryView> {
			Self::expiry_view(&BoardKey { expiry, underlying })
		}
	}
}
