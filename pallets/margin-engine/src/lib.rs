// SPDX-License-Identifier: Apache-2.0
#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod parameters;
pub mod runtime_api;
pub mod types;
pub mod weights;

mod accounts;
mod atomic;
mod block_invariants;
mod calls;
mod changes;
mod clearing;
mod hooks;
mod invariants;
mod liquidation;
mod markets;
mod money;
mod option_positions;
mod position;
mod rewards;
mod risk_gate;
mod sums;
mod trade;
mod valuation;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use parameters::{FeeRates, LiquidationParameters, ParameterGroup};
pub use types::{
	AccountStatus, AttemptRecord, LiquidationRecord, MarginModel, OrderExposure, Position,
	Subaccount,
};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use crate::{
		parameters::{fees_within_bounds, liquidation_within_bounds, margin_within_bounds},
		runtime_api::{AccountSummary, MarginForecast},
		AttemptRecord, FeeRates, LiquidationParameters, ParameterGroup, Subaccount, WeightInfo,
	};
	use alloc::{boxed::Box, vec::Vec};
	use frame_support::{
		pallet_prelude::*,
		traits::{
			fungible::{Inspect, Mutate},
			EnsureOrigin,
		},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use market_maths::{
		margin::StandardParameters,
		units::{Cash, Lots, Ticks, Usd},
	};
	use market_primitives::{
		traits::{Instruments, LiquidationVenue, PriceFeed, RiskRefusal},
		FeedId, InstrumentId, RestingExposure, Side, SubaccountId, SubaccountIndex, Underlying,
		UniverseId,
	};

	/// The layout of this pallet's storage.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: TryInto<Event<Self>>> {
		/// The asset in which everything is paid; its smallest unit is one unit of cash.
		type SettlementAsset: Inspect<Self::AccountId, Balance = u128> + Mutate<Self::AccountId>;

		/// The feed of the settlement asset's own price in USD, if there is one.
		type SettlementAssetFeed: Get<Option<FeedId>>;

		/// Says what trades, on which terms, and what it is worth.
		type Instruments: Instruments;

		/// Says what the indices' averages are.
		type PriceFeed: PriceFeed;

		/// Where positions of accounts in liquidation are sold.
		type LiquidationVenue: LiquidationVenue<Self::AccountId>;

		/// May change margins, fees and the way of liquidation within the bounds of
		/// [`crate::parameters`].
		type RiskAdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// May pause withdrawals for a while.
		type EmergencyOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// How many blocks a pause of withdrawals lasts.
		#[pallet::constant]
		type WithdrawalPause: Get<BlockNumberFor<Self>>;

		/// The least number of blocks between two changes that loosen parameters of one group.
		#[pallet::constant]
		type ParameterChangeInterval: Get<BlockNumberFor<Self>>;

		/// The least that opens a subaccount, in units of the settlement asset.
		#[pallet::constant]
		type MinimumFirstDeposit: Get<u128>;

		/// Derives the account that holds everybody's settlement asset. It must be endowed with the
		/// asset's minimum balance.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// The weight of each call and of each piece of work in the margin watch.
		type WeightInfo: WeightInfo;
	}

	/// Each subaccount: cash, positions, and what its open orders could add.
	#[pallet::storage]
	pub type Subaccounts<T: Config> =
		StorageMap<_, Blake2_128Concat, SubaccountId<T::AccountId>, Subaccount>;

	/// How many subaccounts are open.
	#[pallet::storage]
	pub type OpenSubaccounts<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// Who has a position in an instrument.
	#[pallet::storage]
	pub type Holders<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		InstrumentId,
		Blake2_128Concat,
		SubaccountId<T::AccountId>,
		(),
	>;

	/// The subaccounts that prices or debts can bring below their maintenance margin.
	#[pallet::storage]
	pub type Watched<T: Config> = StorageMap<_, Blake2_128Concat, SubaccountId<T::AccountId>, ()>;

	/// The subaccounts that were found below their maintenance margin, looked at in every window.
	#[pallet::storage]
	pub type RedList<T: Config> = StorageMap<_, Blake2_128Concat, SubaccountId<T::AccountId>, ()>;

	/// The subaccount that the rotating sweep looked at last.
	#[pallet::storage]
	pub type SweepCursor<T: Config> = StorageValue<_, SubaccountId<T::AccountId>>;

	/// The subaccount on the red list that was worked on last.
	#[pallet::storage]
	pub type RedListCursor<T: Config> = StorageValue<_, SubaccountId<T::AccountId>>;

	/// The holder at which the last auto-deleveraging in an instrument ended.
	#[pallet::storage]
	pub type DeleveragingCursor<T: Config> =
		StorageMap<_, Blake2_128Concat, InstrumentId, SubaccountId<T::AccountId>>;

	/// What was tried for accounts in liquidation for whose positions nobody was found.
	#[pallet::storage]
	pub type Attempts<T: Config> =
		StorageMap<_, Blake2_128Concat, SubaccountId<T::AccountId>, AttemptRecord, ValueQuery>;

	/// The settlement asset that a universe's accounts and pots are backed by.
	#[pallet::storage]
	pub type Backing<T: Config> = StorageMap<_, Blake2_128Concat, UniverseId, Cash, ValueQuery>;

	/// Money that stands in for losses of a universe's accounts.
	#[pallet::storage]
	pub type InsuranceFund<T: Config> =
		StorageMap<_, Blake2_128Concat, UniverseId, Cash, ValueQuery>;

	/// Trading fees collected in a universe.
	#[pallet::storage]
	pub type Fees<T: Config> = StorageMap<_, Blake2_128Concat, UniverseId, Cash, ValueQuery>;

	/// Fees of a universe that are promised as rewards and not yet paid.
	#[pallet::storage]
	pub type Rewards<T: Config> = StorageMap<_, Blake2_128Concat, UniverseId, Cash, ValueQuery>;

	/// Funding that was paid in a universe and is not yet received. Below zero while more was received
	/// than paid, because positions settle their funding only when they change.
	#[pallet::storage]
	pub type FundingPot<T: Config> = StorageMap<_, Blake2_128Concat, UniverseId, Cash, ValueQuery>;

	/// How many funding payments were rounded, each by less than one unit and in the pot's favour.
	#[pallet::storage]
	pub type FundingRoundings<T: Config> =
		StorageMap<_, Blake2_128Concat, UniverseId, u64, ValueQuery>;

	/// What an expired option's writers have paid in and its holders not yet drawn.
	#[pallet::storage]
	pub type SettlementPool<T: Config> =
		StorageMap<_, Blake2_128Concat, InstrumentId, Cash, ValueQuery>;

	/// Losses of a universe that neither accounts nor insurance could bear. Withdrawals wait for it.
	#[pallet::storage]
	pub type Deficit<T: Config> = StorageMap<_, Blake2_128Concat, UniverseId, Cash, ValueQuery>;

	/// The margin parameters of an underlying, where they differ from the default.
	#[pallet::storage]
	pub type MarginParameters<T: Config> =
		StorageMap<_, Blake2_128Concat, Underlying, StandardParameters>;

	/// What trades cost.
	#[pallet::storage]
	pub type TradingFees<T: Config> = StorageValue<_, FeeRates, ValueQuery>;

	/// How accounts are liquidated.
	#[pallet::storage]
	pub type LiquidationRules<T: Config> = StorageValue<_, LiquidationParameters, ValueQuery>;

	/// The block in which parameters of a group were last loosened; fees and the way of liquidation, of which neither
	/// direction is plainly stricter, last changed.
	#[pallet::storage]
	pub type LoosenedAt<T: Config> =
		StorageMap<_, Blake2_128Concat, ParameterGroup, BlockNumberFor<T>>;

	/// Before this block nobody can withdraw.
	#[pallet::storage]
	pub type WithdrawalsPausedUntil<T: Config> = StorageValue<_, BlockNumberFor<T>>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A subaccount was opened by its first deposit.
		SubaccountOpened {
			/// The subaccount.
			account: SubaccountId<T::AccountId>,
			/// The universe it trades in.
			universe: UniverseId,
		},
		/// A subaccount was closed because nothing was left in it.
		SubaccountClosed {
			/// The subaccount.
			account: SubaccountId<T::AccountId>,
		},
		/// Cash was deposited.
		Deposited {
			/// The subaccount.
			account: SubaccountId<T::AccountId>,
			/// How much.
			amount: Cash,
			/// Its cash now.
			cash: Cash,
		},
		/// Cash was withdrawn.
		Withdrawn {
			/// The subaccount.
			account: SubaccountId<T::AccountId>,
			/// How much.
			amount: Cash,
			/// Its cash now.
			cash: Cash,
		},
		/// Cash was moved between two subaccounts of one owner.
		Transferred {
			/// Where it came from.
			from: SubaccountId<T::AccountId>,
			/// Where it went.
			to: SubaccountId<T::AccountId>,
			/// How much.
			amount: Cash,
		},
		/// A position changed by trading, writing, wrapping or deleveraging.
		PositionChanged {
			/// The subaccount.
			account: SubaccountId<T::AccountId>,
			/// The instrument.
			instrument: InstrumentId,
			/// By how many lots; bought is positive.
			change: Lots,
			/// Lots now.
			lots: Lots,
			/// What was paid for the change; negative was received.
			value: Cash,
			/// The profit that the change realised. For an option it is for information: premiums move at
			/// once.
			realised: Cash,
			/// The fee that was paid, for a liquidation included.
			fee: Cash,
			/// The funding that was paid; negative was received.
			funding: Cash,
			/// The account's cash now.
			cash: Cash,
		},
		/// An expired position was paid out.
		PositionSettled {
			/// The subaccount.
			account: SubaccountId<T::AccountId>,
			/// The option.
			instrument: InstrumentId,
			/// Lots that were settled.
			lots: Lots,
			/// What was received; negative was paid.
			payoff: Cash,
			/// The account's cash now.
			cash: Cash,
		},
		/// Tokens of an expired option were paid out.
		TokensSettled {
			/// Who held them.
			holder: T::AccountId,
			/// The option.
			instrument: InstrumentId,
			/// Lots that were settled.
			lots: u64,
			/// What was paid.
			payoff: Cash,
		},
		/// Somebody pointed at an account below its maintenance margin.
		AccountPoked {
			/// The account.
			account: SubaccountId<T::AccountId>,
			/// Who pointed at it.
			by: T::AccountId,
			/// Its maintenance margin.
			maintenance_margin: Usd,
		},
		/// An account fell below its maintenance margin. Its orders were cancelled.
		LiquidationStarted {
			/// The account.
			account: SubaccountId<T::AccountId>,
			/// What it is worth.
			equity: Usd,
			/// Its maintenance margin, which is negative.
			maintenance_margin: Usd,
			/// How many orders were cancelled.
			cancelled_orders: u32,
		},
		/// A reduce-only order for an account in liquidation takes part in the next clearing.
		LiquidationOrderPlaced {
			/// The account.
			account: SubaccountId<T::AccountId>,
			/// The instrument.
			instrument: InstrumentId,
			/// Buy or sell.
			side: Side,
			/// How many lots.
			lots: u64,
			/// The worst price: no worse than the bankruptcy price.
			limit: Ticks,
			/// What the account is worth.
			equity: Usd,
			/// Its maintenance margin.
			maintenance_margin: Usd,
		},
		/// The insurance fund stood in for a loss.
		InsurancePaid {
			/// The account whose loss it was.
			account: SubaccountId<T::AccountId>,
			/// The universe whose fund paid.
			universe: UniverseId,
			/// What was needed.
			needed: Cash,
			/// What was paid.
			paid: Cash,
			/// What is left in the fund.
			left: Cash,
		},
		/// Part of a profitable or opposite position was closed because an account in liquidation could
		/// not be closed otherwise.
		AutoDeleveraged {
			/// The account in liquidation.
			account: SubaccountId<T::AccountId>,
			/// Whose opposite position was closed.
			counterparty: SubaccountId<T::AccountId>,
			/// The instrument.
			instrument: InstrumentId,
			/// How many lots.
			lots: u64,
			/// What these lots changed hands for.
			value: Cash,
		},
		/// A loss remained after the insurance fund was empty.
		DeficitRecorded {
			/// The account that caused it.
			account: SubaccountId<T::AccountId>,
			/// The universe that bears it.
			universe: UniverseId,
			/// How much.
			amount: Cash,
			/// The universe's deficit now.
			total: Cash,
		},
		/// Part of a universe's deficit was made good.
		DeficitRepaid {
			/// The universe.
			universe: UniverseId,
			/// How much.
			amount: Cash,
			/// The deficit now.
			left: Cash,
		},
		/// An account meets its requirement again, or has nothing left to liquidate.
		LiquidationEnded {
			/// The account.
			account: SubaccountId<T::AccountId>,
			/// What it is worth.
			equity: Usd,
			/// Its maintenance margin.
			maintenance_margin: Usd,
		},
		/// Somebody added to a universe's insurance fund.
		InsuranceAdded {
			/// The universe.
			universe: UniverseId,
			/// Who.
			by: T::AccountId,
			/// How much.
			amount: Cash,
			/// What is in the fund now.
			fund: Cash,
		},
		/// Fees were moved into a universe's insurance fund.
		FeesMovedToInsurance {
			/// The universe.
			universe: UniverseId,
			/// How much.
			amount: Cash,
			/// What is in the fund now.
			fund: Cash,
		},
		/// Fees of a universe were set aside for rewards.
		FeesSetAside {
			/// The universe.
			universe: UniverseId,
			/// How much.
			amount: Cash,
			/// All that is set aside now.
			all: Cash,
		},
		/// A reward was paid into a wallet.
		RewardPaid {
			/// The universe whose fees it came from.
			universe: UniverseId,
			/// Whose wallet.
			to: T::AccountId,
			/// How much.
			amount: Cash,
		},
		/// The margin parameters of an underlying changed.
		MarginParametersChanged {
			/// The underlying.
			underlying: Underlying,
			/// The parameters before.
			old: Box<StandardParameters>,
			/// The parameters now.
			new: Box<StandardParameters>,
		},
		/// The fees changed.
		FeeRatesChanged {
			/// The fees before.
			old: FeeRates,
			/// The fees now.
			new: FeeRates,
		},
		/// The way of liquidation changed.
		LiquidationParametersChanged {
			/// The parameters before.
			old: LiquidationParameters,
			/// The parameters now.
			new: LiquidationParameters,
		},
		/// Nobody was left to be paid for tokens of an expired option: their holder had destroyed them.
		ForfeitedToInsurance {
			/// The option.
			instrument: InstrumentId,
			/// Lots that nobody held.
			lots: u64,
			/// The universe whose deficit and insurance fund got it.
			universe: UniverseId,
			/// How much.
			amount: Cash,
		},
		/// Nobody can withdraw for a while.
		WithdrawalsPaused {
			/// The first block in which withdrawals are possible again.
			until: BlockNumberFor<T>,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no such subaccount. Deposit to open it.
		UnknownAccount,
		/// The amount is zero.
		NothingToMove,
		/// The first deposit of a subaccount must be larger.
		FirstDepositTooSmall,
		/// The subaccount has less settled cash than that. Unrealised profit cannot be withdrawn.
		NotEnoughCash,
		/// The account would miss its initial margin. Withdraw less, or close positions or orders first.
		WithdrawalBelowInitialMargin,
		/// Something in the account has no price that is good enough now. Wait for the oracle.
		PriceUnavailable,
		/// Withdrawals are paused for a while.
		WithdrawalsPaused,
		/// Withdrawals wait until the universe's deficit is made good.
		WithdrawalsBlockedByDeficit,
		/// The account is being liquidated.
		InLiquidation,
		/// Both subaccounts are the same.
		SameSubaccount,
		/// The subaccounts are in different universes.
		DifferentUniverse,
		/// The account meets its maintenance margin.
		AccountMeetsMargin,
		/// The number is larger than anything that could be right.
		TooLarge,
		/// The account would miss its initial margin.
		InsufficientMargin,
		/// The account has too many positions and open markets.
		TooManyPositions,
		/// The account holds fewer lots than that.
		NotEnoughLots,
		/// This is not an option that trades in the account's universe.
		NotAnOption,
		/// The fund or pot holds less than that.
		NotEnoughInPot,
		/// A margin parameter lies outside its bounds, or initial lies below maintenance.
		MarginParametersOutOfBounds,
		/// A fee lies outside its bounds.
		FeeRatesOutOfBounds,
		/// A parameter of liquidation lies outside its bounds.
		LiquidationParametersOutOfBounds,
		/// One change may at most double or halve a parameter. Get there in several changes.
		StepTooLarge,
		/// Less would be left than opens a subaccount. Leave more, or nothing.
		TooLittleLeft,
		/// The volatility of this option's expiry is not good enough for new risk in it. Other markets go on.
		VolatilityUnavailable,
		/// The parameters were loosened too recently. Wait for the change interval to pass.
		ChangedTooRecently,
	}

	impl<T> From<RiskRefusal> for Error<T> {
		fn from(refusal: RiskRefusal) -> Self {
			match refusal {
				RiskRefusal::UnknownAccount => Self::UnknownAccount,
				RiskRefusal::InsufficientMargin => Self::InsufficientMargin,
				RiskRefusal::TooManyPositions => Self::TooManyPositions,
				RiskRefusal::InLiquidation => Self::InLiquidation,
				RiskRefusal::PriceUnavailable => Self::PriceUnavailable,
				RiskRefusal::TooLarge => Self::TooLarge,
				RiskRefusal::VolatilityUnavailable => Self::VolatilityUnavailable,
			}
		}
	}

	/// The settings at genesis.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Margin parameters that differ from the default, by underlying.
		pub margin: Vec<(Underlying, StandardParameters)>,
		/// What trades cost.
		pub fees: FeeRates,
		/// How accounts are liquidated.
		pub liquidation: LiquidationParameters,
		/// Binds the configuration to a runtime.
		#[serde(skip)]
		pub _runtime: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for (underlying, parameters) in &self.margin {
				assert!(margin_within_bounds(parameters), "{underlying}: margin out of bounds");
				MarginParameters::<T>::insert(underlying, parameters);
			}
			assert!(fees_within_bounds(&self.fees), "fees out of bounds");
			assert!(liquidation_within_bounds(&self.liquidation), "liquidation out of bounds");
			TradingFees::<T>::put(self.fees);
			LiquidationRules::<T>::put(self.liquidation);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			<Self as market_primitives::Invariants>::ensure_unbroken()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Deposits `amount` units of the settlement asset into one of the caller's subaccounts.
		///
		/// The first deposit opens it and must reach a minimum. A subaccount in liquidation can be deposited
		/// to; it may save it. Emits [`Event::Deposited`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::deposit())]
		pub fn deposit(
			origin: OriginFor<T>,
			index: SubaccountIndex,
			#[pallet::compact] amount: u128,
		) -> DispatchResult {
			Self::do_deposit(ensure_signed(origin)?, index, amount)
		}

		/// Withdraws `amount` units of the settlement asset from one of the caller's subaccounts.
		///
		/// The account must meet its initial margin afterwards, open orders included, at prices that are good
		/// enough; only settled cash can leave; and the universe must have no unresolved deficit. An
		/// emptied subaccount is closed. Emits [`Event::Withdrawn`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(
			origin: OriginFor<T>,
			index: SubaccountIndex,
			#[pallet::compact] amount: u128,
		) -> DispatchResult {
			Self::do_withdraw(ensure_signed(origin)?, index, amount)
		}

		/// Moves `amount` units of cash between two of the caller's subaccounts.
		///
		/// The subaccount it leaves must meet its initial margin afterwards. Moving into an index that is not
		/// open opens it, with the same minimum as a deposit. Emits [`Event::Transferred`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::transfer_between())]
		pub fn transfer_between(
			origin: OriginFor<T>,
			from: SubaccountIndex,
			to: SubaccountIndex,
			#[pallet::compact] amount: u128,
		) -> DispatchResult {
			Self::do_transfer_between(ensure_signed(origin)?, from, to, amount)
		}

		/// Points at an account that is below its maintenance margin, so that the next window looks at it.
		///
		/// Anyone may. It costs nothing if true, and the usual fee if not. Emits [`Event::AccountPoked`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::poke())]
		pub fn poke(
			origin: OriginFor<T>,
			account: SubaccountId<T::AccountId>,
		) -> DispatchResultWithPostInfo {
			Self::do_poke(ensure_signed(origin)?, account)?;
			Ok(Pays::No.into())
		}

		/// Gives `amount` units of the settlement asset to a universe's insurance fund.
		///
		/// Anyone may, and nobody gets it back. A deficit is made good first. Emits
		/// [`Event::InsuranceAdded`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::add_insurance())]
		pub fn add_insurance(
			origin: OriginFor<T>,
			universe: UniverseId,
			#[pallet::compact] amount: u128,
		) -> DispatchResult {
			Self::do_add_insurance(ensure_signed(origin)?, universe, amount)
		}

		/// Moves collected fees into the universe's insurance fund.
		///
		/// Only the risk admin may. Emits [`Event::FeesMovedToInsurance`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::move_fees_to_insurance())]
		pub fn move_fees_to_insurance(
			origin: OriginFor<T>,
			universe: UniverseId,
			amount: Cash,
		) -> DispatchResult {
			T::RiskAdminOrigin::ensure_origin(origin)?;
			Self::do_move_fees_to_insurance(universe, amount)
		}

		/// Changes how positions on an underlying are margined, from the next check on.
		///
		/// Only the risk admin may, within fixed bounds, and by no more than double or half. What requires less of any
		/// position waits for the change interval since the last such change on this underlying. Emits
		/// [`Event::MarginParametersChanged`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_margin_parameters())]
		pub fn set_margin_parameters(
			origin: OriginFor<T>,
			underlying: Underlying,
			parameters: Box<StandardParameters>,
		) -> DispatchResult {
			T::RiskAdminOrigin::ensure_origin(origin)?;
			Self::do_set_margin_parameters(underlying, *parameters)
		}

		/// Changes what trades cost, from the next clearing on.
		///
		/// Only the risk admin may, within fixed bounds, by no more than double or half, and once per change interval.
		/// Emits [`Event::FeeRatesChanged`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::set_fee_rates())]
		pub fn set_fee_rates(origin: OriginFor<T>, rates: FeeRates) -> DispatchResult {
			T::RiskAdminOrigin::ensure_origin(origin)?;
			Self::do_set_fee_rates(rates)
		}

		/// Changes how accounts are liquidated, from the next window on.
		///
		/// Only the risk admin may, within fixed bounds, by no more than double or half, and once per change interval.
		/// Emits [`Event::LiquidationParametersChanged`].
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::set_liquidation_parameters())]
		pub fn set_liquidation_parameters(
			origin: OriginFor<T>,
			parameters: LiquidationParameters,
		) -> DispatchResult {
			T::RiskAdminOrigin::ensure_origin(origin)?;
			Self::do_set_liquidation_parameters(parameters)
		}

		/// Pauses withdrawals for a fixed number of blocks. The pause ends by itself.
		///
		/// Only the emergency origin may. Emits [`Event::WithdrawalsPaused`].
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::pause_withdrawals())]
		pub fn pause_withdrawals(origin: OriginFor<T>) -> DispatchResult {
			T::EmergencyOrigin::ensure_origin(origin)?;
			Self::do_pause_withdrawals();
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What a subaccount has, owes, is worth and must hold.
		pub fn account(account: SubaccountId<T::AccountId>) -> Option<AccountSummary> {
			Self::account_summary(&account)
		}

		/// How much settlement asset a subaccount could withdraw now.
		pub fn withdrawable(account: SubaccountId<T::AccountId>) -> Cash {
			Self::withdrawable_cash(&account)
		}

		/// What a subaccount's margin would be with these further orders open, on their worst side.
		pub fn margin_with(
			account: SubaccountId<T::AccountId>,
			orders: Vec<RestingExposure>,
		) -> Result<MarginForecast, RiskRefusal> {
			Self::margin_with_orders(&account, &orders)
		}

		/// The most lots that a subaccount could order at a limit, in ticks, now.
		pub fn maximum_order(
			account: SubaccountId<T::AccountId>,
			instrument: InstrumentId,
			side: Side,
			limit: Ticks,
		) -> u64 {
			Self::largest_order(&account, instrument, side, limit)
		}
	}
}
