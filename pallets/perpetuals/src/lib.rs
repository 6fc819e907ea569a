// SPDX-License-Identifier: Apache-2.0
#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod bounds;
pub mod funding;
pub mod mark;
pub mod runtime_api;
pub mod weights;

mod calls;
mod hooks;
mod instruments;
mod invariants;
mod markets;
mod types;
mod window_step;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::{FundingParameters, Market};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use crate::{
		bounds::OutOfBounds, runtime_api::MarketView, FundingParameters, Market, WeightInfo,
	};
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{EnsureOrigin, UnixTime},
	};
	use frame_system::pallet_prelude::*;
	use market_maths::units::{Price, Rate};
	use market_primitives::{
		traits::{BookPrices, PriceFeed},
		InstrumentTerms, MarketState, Underlying,
	};

	/// The layout of this pallet's storage.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Says what the underlyings are worth.
		type PriceFeed: PriceFeed;

		/// Says what the perpetuals trade at.
		type BookPrices: BookPrices;

		/// Tells the time of the block.
		type Time: UnixTime;

		/// May list markets and change their parameters within the bounds of [`crate::bounds`].
		type MarketAdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// May restrict a market for a while, and nothing else.
		type EmergencyOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// How long a restriction by the emergency origin lasts, in seconds.
		#[pallet::constant]
		type EmergencyDuration: Get<u64>;

		/// The least time, in seconds, between two changes that loosen a market's parameters.
		#[pallet::constant]
		type ParameterChangeInterval: Get<u64>;

		/// The most markets that can be listed.
		#[pallet::constant]
		type MaxMarkets: Get<u32>;

		/// The weight of each call, and of one market's step in each window.
		type WeightInfo: WeightInfo;
	}

	/// Each perpetual market, by its underlying.
	#[pallet::storage]
	pub type Markets<T: Config> = StorageMap<_, Blake2_128Concat, Underlying, Market>;

	/// The underlyings that have a market, in the order in which they were listed.
	#[pallet::storage]
	pub type Listed<T: Config> = StorageValue<_, BoundedVec<Underlying, T::MaxMarkets>, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A perpetual was listed.
		MarketListed {
			/// Its underlying.
			underlying: Underlying,
			/// The terms under which it trades.
			terms: InstrumentTerms,
			/// How its funding is computed.
			funding: FundingParameters,
		},
		/// What may be done in a market changed.
		MarketStateChanged {
			/// The market's underlying.
			underlying: Underlying,
			/// The state before.
			old: MarketState,
			/// The state now.
			new: MarketState,
			/// When the old state returns by itself, in milliseconds since 1970, if it does.
			until_ms: Option<u64>,
		},
		/// A market was halted because something in it does not add up.
		MarketFrozen {
			/// The market's underlying.
			underlying: Underlying,
			/// The state before.
			old: MarketState,
		},
		/// The terms of a market changed.
		TermsChanged {
			/// The market's underlying.
			underlying: Underlying,
			/// The terms before.
			old: InstrumentTerms,
			/// The terms now.
			new: InstrumentTerms,
		},
		/// The way a market's funding is computed changed.
		FundingParametersChanged {
			/// The market's underlying.
			underlying: Underlying,
			/// The parameters before.
			old: FundingParameters,
			/// The parameters now.
			new: FundingParameters,
		},
		/// A market was marked for this window, and funding accrued up to it.
		MarketMarked {
			/// The market's underlying.
			underlying: Underlying,
			/// The index.
			index: Price,
			/// The price at which positions are valued.
			mark: Price,
			/// The funding rate per hour that was applied; positive is paid by long positions.
			hourly_rate: Rate,
			/// Funding that one long lot has paid since listing, in 10⁻¹² of the unit of cash.
			cumulative_funding: i128,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The underlying's ticker must be one to six capital letters or digits.
		UnderlyingNotWellFormed,
		/// This underlying already has a perpetual.
		AlreadyListed,
		/// This underlying has no perpetual.
		UnknownMarket,
		/// No more markets can be listed.
		TooManyMarkets,
		/// Nobody reports an index for this underlying.
		UnknownIndex,
		/// One tick of one lot must be worth a whole number of the smallest unit of cash.
		CashNotExact,
		/// A perpetual does not expire, so it can neither be settling nor settled.
		NotATradingState,
		/// The price band lies outside its bounds.
		PriceBandOutOfBounds,
		/// The open-interest cap lies outside its bounds.
		OpenInterestCapOutOfBounds,
		/// The convergence time lies outside its bounds.
		ConvergenceOutOfBounds,
		/// The interest lies outside its bounds.
		InterestOutOfBounds,
		/// The funding cap lies outside its bounds.
		FundingCapOutOfBounds,
		/// The impact notional lies outside its bounds.
		ImpactNotionalOutOfBounds,
		/// One change may at most double or halve a parameter. Get there in several changes.
		StepTooLarge,
		/// The parameters were loosened too recently. Wait for the change interval to pass.
		ChangedTooRecently,
		/// The market is in this state already.
		StateUnchanged,
		/// The emergency origin may only make a market stricter than it is.
		EmergencyMayOnlyTighten,
	}

	impl<T> From<OutOfBounds> for Error<T> {
		fn from(reason: OutOfBounds) -> Self {
			match reason {
				OutOfBounds::CashNotExact => Self::CashNotExact,
				OutOfBounds::NotATradingState => Self::NotATradingState,
				OutOfBounds::PriceBand => Self::PriceBandOutOfBounds,
				OutOfBounds::OpenInterestCap => Self::OpenInterestCapOutOfBounds,
				OutOfBounds::Convergence => Self::ConvergenceOutOfBounds,
				OutOfBounds::Interest => Self::InterestOutOfBounds,
				OutOfBounds::Cap => Self::FundingCapOutOfBounds,
				OutOfBounds::ImpactNotional => Self::ImpactNotionalOutOfBounds,
			}
		}
	}

	/// The markets that exist from the first block on.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Underlying, terms and funding parameters of each market.
		pub markets: Vec<(Underlying, InstrumentTerms, FundingParameters)>,
		/// Nothing; ties the type to the runtime.
		#[serde(skip)]
		pub _runtime: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for (underlying, terms, funding) in &self.markets {
				let listed = Pallet::<T>::insert_market(*underlying, *terms, *funding);
				assert!(listed.is_ok(), "genesis market {underlying}: {:?}", listed.err());
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxMarkets::get() > 0, "at least one market must fit");
			assert!(T::EmergencyDuration::get() > 0, "an emergency must last a while");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			<Self as market_primitives::Invariants>::ensure_unbroken()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Lists a perpetual on an underlying that has an index.
		///
		/// Market admin only. Universe, tick and lot can never be changed afterwards.
		/// Emits [`Event::MarketListed`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::list_market())]
		pub fn list_market(
			origin: OriginFor<T>,
			underlying: Underlying,
			terms: InstrumentTerms,
			funding: FundingParameters,
		) -> DispatchResult {
			T::MarketAdminOrigin::ensure_origin(origin)?;
			Self::do_list_market(underlying, terms, funding)
		}

		/// Changes what may be done in a market.
		///
		/// The market admin may choose any trading state. The emergency origin may only make the market
		/// stricter, and the state before returns by itself after the emergency duration. In any state but `Listed`
		/// nobody may trade freely with what is quoted, so the book sets neither mark nor funding then: the mark is the
		/// index, and what is paid is the interest, or nothing while the market does not clear.
		/// Emits [`Event::MarketStateChanged`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_market_state())]
		pub fn set_market_state(
			origin: OriginFor<T>,
			underlying: Underlying,
			state: MarketState,
		) -> DispatchResult {
			if T::MarketAdminOrigin::ensure_origin(origin.clone()).is_ok() {
				return Self::do_set_market_state(underlying, state);
			}
			T::EmergencyOrigin::ensure_origin(origin)?;
			Self::do_tighten_market_state(underlying, state)
		}

		/// Changes how far from the mark an order may lie, and how many lots may be open.
		///
		/// Market admin only. Either may at most double in one change, and loosening waits for the change
		/// interval. A cap below the open interest closes nothing; it stops new risk.
		/// Emits [`Event::TermsChanged`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::set_terms())]
		pub fn set_terms(
			origin: OriginFor<T>,
			underlying: Underlying,
			price_band: Rate,
			open_interest_cap: u64,
		) -> DispatchResult {
			T::MarketAdminOrigin::ensure_origin(origin)?;
			Self::do_set_terms(underlying, price_band, open_interest_cap)
		}

		/// Changes how a market's funding is computed from the next window on.
		///
		/// Market admin only. Each number may at most double or halve in one change, and changes wait for
		/// the change interval. Funding that has accrued stays as it is.
		/// Emits [`Event::FundingParametersChanged`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::set_funding_parameters())]
		pub fn set_funding_parameters(
			origin: OriginFor<T>,
			underlying: Underlying,
			funding: FundingParameters,
		) -> DispatchResult {
			T::MarketAdminOrigin::ensure_origin(origin)?;
			Self::do_set_funding_parameters(underlying, funding)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The market on an underlying, with mark, index and funding.
		pub fn market(underlying: Underlying) -> Option<MarketView> {
			Self::market_view(underlying)
		}

		/// All markets.
		pub fn markets() -> Vec<MarketView> {
			Self::market_views()
		}
	}
}
