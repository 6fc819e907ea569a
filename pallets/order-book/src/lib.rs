// SPDX-License-Identifier: Apache-2.0
#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod auction;
mod bearing;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod book;
mod book_prices;
mod calls;
mod charges;
mod errors;
mod eviction;
mod hooks;
mod intake;
mod invariants;
mod liquidation_venue;
#[cfg(test)]
mod mock;
mod orders;
mod queue;
pub mod runtime_api;
mod staying;
#[cfg(test)]
mod tests;
mod tick_page;
mod ticket;
mod types;
pub mod weights;

pub use pallet::*;
pub use tick_page::{Committed, TickPage, TickSet, TICKS_PER_PAGE};
pub use types::*;
pub use weights::WeightInfo;

const LOG_TARGET: &str = "runtime::order-book";

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use crate::runtime_api::{Depth, IndicativeClearing, OpenOrderView};
	use frame_support::{dispatch::WithPostDispatchInfo, pallet_prelude::*};
	use frame_system::pallet_prelude::*;
	use market_maths::units::Ticks;
	use market_primitives::{
		traits::{Clearing, Headroom, Instruments, LiquidationVenue, RiskGate},
		FillRole, InstrumentId, OrderRequest, Side, SubaccountId, SubaccountIndex, Window,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Says what trades, on which terms, and what it is worth.
		type Instruments: Instruments;

		/// Says how much more may be open.
		type Headroom: Headroom;

		/// Says what an account may bear.
		type RiskGate: RiskGate<Self::AccountId>;

		/// Books the fills of a clearing into accounts.
		type Clearing: Clearing<Self::AccountId>;

		/// Open orders of one subaccount, waiting ones included.
		#[pallet::constant]
		type MaxOrdersPerAccount: Get<u32>;

		/// Orders that rest at one price.
		#[pallet::constant]
		type MaxOrdersPerLevel: Get<u32>;

		/// Pages of 1,024 ticks that one side of a book may use.
		#[pallet::constant]
		type MaxPagesPerSide: Get<u32>;

		/// The room of a window: orders that may wait, over all markets, those in windows that are not cleared yet
		/// included. Cancellations always find room: each account can send as many as it has open orders.
		#[pallet::constant]
		type MaxMessagesPerWindow: Get<u32>;

		/// The room that a market takes in a window beside its orders: what its clearing costs before the first of
		/// them, counted in orders.
		#[pallet::constant]
		type MessagesPerMarket: Get<u32>;

		/// The room of a window that one owner may take, over all subaccounts, orders in windows that are not cleared
		/// yet included. A market takes its room of each of them that has orders there, in each of these windows.
		#[pallet::constant]
		type MaxMessagesPerOwner: Get<u32>;

		/// The room of a window that is kept for orders that only reduce.
		#[pallet::constant]
		type MessagesForReductions: Get<u32>;

		/// Windows that may wait, the open one included. While more do, clearings are late, and only orders that
		/// reduce are taken.
		#[pallet::constant]
		type MaxWaitingWindows: Get<u32>;

		/// Accounts in liquidation that sell in one clearing. Others sell in the next.
		#[pallet::constant]
		type MaxLiquidationsPerClearing: Get<u32>;

		/// Resting orders that one clearing reaches on each side, rounded up to a whole price level.
		#[pallet::constant]
		type MaxDepthPerClearing: Get<u32>;

		/// Orders in one batch.
		#[pallet::constant]
		type MaxOrdersPerBatch: Get<u32>;

		/// Lots in one order.
		#[pallet::constant]
		type MaxOrderLots: Get<u64>;

		/// Weights of calls and clearing.
		type WeightInfo: WeightInfo;
	}

	/// The window that messages enter now.
	#[pallet::storage]
	pub type OpenWindow<T> = StorageValue<_, Window, ValueQuery>;

	/// How many messages wait in each window that is not cleared yet.
	#[pallet::storage]
	pub type Windows<T> = StorageMap<_, Twox64Concat, Window, MessageCount, ValueQuery>;

	/// Where the oldest window that waits is, and how much waits in all of them.
	#[pallet::storage]
	pub type WaitingLine<T> = StorageValue<_, Line, ValueQuery>;

	/// How much room of a window each owner's waiting orders take, over all subaccounts and windows.
	#[pallet::storage]
	pub type RoomOfOwners<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, u32, ValueQuery>;

	/// How many messages wait for each market in each window that is not cleared yet.
	#[pallet::storage]
	pub type Backlog<T> = StorageDoubleMap<
		_,
		Twox64Concat,
		Window,
		Twox64Concat,
		InstrumentId,
		MessageCount,
		ValueQuery,
	>;

	/// The messages themselves, by window, market and subaccount.
	#[pallet::storage]
	pub type Waiting<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Twox64Concat, Window>,
			NMapKey<Twox64Concat, InstrumentId>,
			NMapKey<Blake2_128Concat, SubaccountOf<T>>,
		),
		MessagesOf<T>,
		ValueQuery,
	>;

	/// The open orders of each subaccount, and the number its next order will get.
	#[pallet::storage]
	pub type OrderLists<T: Config> =
		StorageMap<_, Blake2_128Concat, SubaccountOf<T>, OrderListOf<T>, ValueQuery>;

	/// Which pages of ticks each book uses and what is committed there, by expiry (0 for perpetuals) and market.
	#[pallet::storage]
	pub type Books<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u64, Twox64Concat, InstrumentId, UsedPagesOf<T>>;

	/// Which ticks of a page are used and what is committed there, by market, side and page.
	#[pallet::storage]
	pub type TickPages<T> =
		StorageDoubleMap<_, Twox64Concat, InstrumentId, Twox64Concat, (Side, u64), TickPage>;

	/// The orders that rest at a price, by market, side and tick: older windows first, then by order id.
	#[pallet::storage]
	pub type Levels<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		InstrumentId,
		Twox64Concat,
		(Side, Ticks),
		LevelOf<T>,
		ValueQuery,
	>;

	/// The expiries of series that have a book or a record, the next first.
	#[pallet::storage]
	pub type Expiries<T> = StorageValue<_, BoundedVec<u64, MaxExpiries>, ValueQuery>;

	/// The last clearing with fills in each market, by expiry (0 for perpetuals) and market.
	#[pallet::storage]
	pub type LastClearings<T> =
		StorageDoubleMap<_, Twox64Concat, u64, Twox64Concat, InstrumentId, ClearingRecord>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An order waits for its window to be cleared.
		OrderPlaced {
			/// The order.
			order: OrderIdOf<T>,
			/// What it asks for, in lots and ticks.
			request: OrderRequest,
			/// The window it takes part in.
			window: Window,
		},
		/// An order of a batch was left out.
		OrderRefused {
			/// The subaccount.
			account: SubaccountOf<T>,
			/// Its place in the batch, from 0.
			place: u32,
			/// Why.
			error: DispatchError,
		},
		/// A resting order will be cancelled when the window is cleared, before anything trades.
		CancellationQueued {
			/// The order.
			order: OrderIdOf<T>,
			/// What it trades.
			instrument: InstrumentId,
			/// The window.
			window: Window,
		},
		/// What was left of an order after its window's clearing rests in the book.
		OrderRested {
			/// The order.
			order: OrderIdOf<T>,
			/// What it trades.
			instrument: InstrumentId,
			/// Lots that rest.
			lots: u64,
		},
		/// Lots of an order were filled.
		OrderFilled {
			/// The order.
			order: OrderIdOf<T>,
			/// What was traded.
			instrument: InstrumentId,
			/// Bought or sold.
			side: Side,
			/// Lots filled.
			lots: u64,
			/// The window's one price, in ticks.
			price: Ticks,
			/// Lots of the order still open.
			remaining: u64,
			/// How the order took part.
			role: FillRole,
		},
		/// Lots of an order left the book without being filled.
		OrderCancelled {
			/// The order.
			order: OrderIdOf<T>,
			/// What it trades.
			instrument: InstrumentId,
			/// Lots cancelled.
			lots: u64,
			/// Lots of the order still open.
			remaining: u64,
			/// Why.
			reason: CancelReason,
		},
		/// A liquidation reduces a position in the next clearing. A second event for the same order
		/// replaces the first.
		LiquidationOrderPlaced {
			/// The order.
			order: OrderIdOf<T>,
			/// What it trades.
			instrument: InstrumentId,
			/// Bought or sold.
			side: Side,
			/// How many lots.
			lots: u64,
			/// The worst acceptable price, in ticks.
			limit: Ticks,
			/// The window it takes part in.
			window: Window,
		},
		/// A market was cleared with fills.
		MarketCleared {
			/// The market.
			instrument: InstrumentId,
			/// The window.
			window: Window,
			/// The one price, in ticks.
			price: Ticks,
			/// Lots that changed hands.
			volume: u64,
		},
		/// A clearing did not add up. It was undone, and the market stopped.
		MarketFrozen {
			/// The market.
			instrument: InstrumentId,
			/// The window.
			window: Window,
			/// What did not add up.
			cause: FreezeCause,
		},
	}

	#[pallet::error]
	#[derive(PartialEq)]
	pub enum Error<T> {
		/// No such instrument is listed.
		UnknownInstrument,
		/// Nothing trades in this market now.
		MarketHalted,
		/// The series has expired.
		MarketExpired,
		/// This market takes only reduce-only orders now.
		MarketReduceOnly,
		/// This market takes only post-only orders now.
		MarketPostOnly,
		/// The size must be more than zero.
		SizeNotPositive,
		/// The size is not a multiple of the market's lot.
		SizeNotOnLot,
		/// The size is larger than one order may be.
		SizeTooLarge,
		/// The limit must be more than zero.
		PriceNotPositive,
		/// The limit is not a multiple of the market's tick.
		PriceNotOnTick,
		/// The limit is higher than any price the market can have.
		PriceTooLarge,
		/// The limit lies too far from the mark.
		PriceOutOfBand,
		/// There is no price good enough for this now. Orders that reduce and cancellations may still work.
		PriceUnavailable,
		/// A post-only order cannot be immediate-or-cancel: it would never be filled.
		PostOnlyCannotBeImmediate,
		/// A reduce-only order must be on the side that makes an existing position smaller.
		NothingToReduce,
		/// An open order of this subaccount already has this client order id.
		DuplicateClientOrderId,
		/// The subaccount has as many open orders as it may.
		TooManyOrders,
		/// There is no room for more orders in this window; try again in the next one. Cancellations always find room.
		WindowFull,
		/// There is no such open order.
		UnknownOrder,
		/// The order belongs to somebody else.
		NotOrderOwner,
		/// The order's cancellation already waits for the window to be cleared.
		AlreadyCancelling,
		/// There is no such subaccount.
		UnknownAccount,
		/// The subaccount would miss its initial margin.
		InsufficientMargin,
		/// The subaccount would have more positions and open markets than it may.
		TooManyPositions,
		/// The subaccount is being liquidated; it may only reduce.
		InLiquidation,
		/// The order is unreasonably large for this account.
		TooLarge,
		/// Together with the reduce-only orders already open it would reduce by more than the position.
		ReducesTooMuch,
		/// The volatility of this option's expiry is not good enough for new risk now. Orders that reduce still work,
		/// and so do other expiries and markets.
		VolatilityUnavailable,
		/// Too many windows wait to be cleared; try again once they are. Until then orders that only reduce are taken, and
		/// cancellations.
		ClearingsLate,
		/// As many of your orders wait to be cleared as may of one owner; try again once they are. Cancellations always
		/// find room, and those of orders that came in this window make some for others.
		TooManyOrdersInWindow,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxOrdersPerAccount::get() > 0, "accounts must be able to have orders");
			assert!(
				T::MaxOrdersPerAccount::get()
					<= <Self as LiquidationVenue<T::AccountId>>::MOST_ORDERS,
				"who cancels the orders of an account must know how many there may be"
			);
			assert!(T::MaxOrdersPerLevel::get() > 0, "levels must hold orders");
			assert!(T::MaxPagesPerSide::get() > 0, "books must have pages");
			assert!(T::MaxDepthPerClearing::get() > 0, "a clearing must reach the book");
			let batch = T::MaxOrdersPerBatch::get().saturating_add(T::MessagesPerMarket::get());
			assert!(
				batch <= T::MaxMessagesPerOwner::get(),
				"an owner must be able to send a batch"
			);
			let one_owner_and_reductions =
				T::MaxMessagesPerOwner::get().saturating_add(T::MessagesForReductions::get());
			assert!(
				one_owner_and_reductions < T::MaxMessagesPerWindow::get(),
				"an owner must leave room for others"
			);
			assert!(T::MaxWaitingWindows::get() > 0, "the open window must be allowed to wait");
			assert!(T::MaxLiquidationsPerClearing::get() > 0, "liquidations must be able to sell");
			assert!(
				Self::market_without_orders().all_lte(
					Self::most_for_one_order().saturating_mul(T::MessagesPerMarket::get().into())
				),
				"orders in many markets must cost no more than as much room of them in one"
			);
			assert!(
				Self::one_cancellation_ahead().all_lte(Self::shallowest_clearing()),
				"where a clearing has room, cancellations must be able to go ahead of it"
			);
			assert!(T::MaxOrderLots::get() > 0, "orders must have a size");
			assert!(
				i64::try_from(T::MaxOrderLots::get()).is_ok(),
				"a position must be able to hold the largest order"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			<Self as market_primitives::Invariants>::ensure_unbroken()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Places an order for the signer's subaccount.
		///
		/// It waits until the open window ends and then takes part in the one auction of its market. What
		/// is not filled rests in the book, unless it is immediate-or-cancel. When it is refused,
		/// nothing but the transaction's fee changes. The fee grows with the account's positions and open markets, and
		/// contains the order's share of clearings, which a refused one does not pay.
		///
		/// Emits [`Event::OrderPlaced`].
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::charge_for_order(T::RiskGate::MAX_LINES))]
		pub fn place_order(
			origin: OriginFor<T>,
			subaccount: SubaccountIndex,
			order: OrderTicket,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let refused = T::WeightInfo::place_order(T::RiskGate::MAX_LINES);
			let lines = Self::do_place_order(SubaccountId::new(who, subaccount), order)
				.map_err(|error| error.with_weight(refused))?;
			Ok(Some(Self::charge_for_order(lines)).into())
		}

		/// Cancels an order of the signer.
		///
		/// An order that came in the open window goes at once. One that rests goes at the start of the
		/// window's clearing, before anything trades; until then it stays in the book.
		///
		/// Emits [`Event::OrderCancelled`] or [`Event::CancellationQueued`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::cancel_order())]
		pub fn cancel_order(origin: OriginFor<T>, order: OrderIdOf<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel_order(who, order)
		}

		/// Cancels all open orders of the signer's subaccount, or all in one market, each as by
		/// [`cancel_order`](Self::cancel_order). Costs what the number of orders and of their markets costs.
		///
		/// Emits [`Event::OrderCancelled`] or [`Event::CancellationQueued`] for each.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::cancel_all(
			T::MaxOrdersPerAccount::get(),
			T::MaxOrdersPerAccount::get(),
		))]
		pub fn cancel_all(
			origin: OriginFor<T>,
			subaccount: SubaccountIndex,
			instrument: Option<InstrumentId>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let (cancelled, markets) =
				Self::do_cancel_all(SubaccountId::new(who, subaccount), instrument)?;
			Ok(Some(T::WeightInfo::cancel_all(cancelled, markets)).into())
		}

		/// Places up to a hundred orders for the signer's subaccount in one call. The fee contains the share of clearings
		/// of those that are taken.
		///
		/// Emits [`Event::OrderPlaced`] for each, and in best-effort mode [`Event::OrderRefused`] for
		/// each that is left out.
		#[pallet::call_index(3)]
		#[pallet::weight(Pallet::<T>::charge_for_batch(
			orders,
			T::MaxOrdersPerBatch::get(),
			T::RiskGate::MAX_LINES,
		))]
		pub fn place_orders(
			origin: OriginFor<T>,
			subaccount: SubaccountIndex,
			orders: BoundedVec<OrderTicket, T::MaxOrdersPerBatch>,
			mode: BatchMode,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let refused = Self::charge_for_batch(&orders, 0, 0);
			let (taken, lines) =
				Self::do_place_orders(SubaccountId::new(who, subaccount), &orders, mode)
					.map_err(|error| error.with_weight(refused))?;
			Ok(Some(Self::charge_for_batch(&orders, taken, lines)).into())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The best prices of a market, at most `levels` on each side and never more than 200.
		pub fn depth(instrument: InstrumentId, levels: u32) -> Depth {
			Self::read_depth(instrument, levels)
		}

		/// All open orders of a subaccount, oldest first.
		pub fn open_orders(
			account: SubaccountOf<T>,
		) -> alloc::vec::Vec<OpenOrderView<T::AccountId>> {
			Self::read_open_orders(account)
		}

		/// What the open window would do if it ended now; nothing if nothing would trade.
		pub fn indicative_clearing(instrument: InstrumentId) -> Option<IndicativeClearing> {
			Self::plan_open_window(instrument)
		}
	}
}
