// SPDX-License-Identifier: Apache-2.0
//! **Triggers:** every block, after the inherents and the other steps, before the transactions.
//! **Actions:** opens the block's window, cancels some of what rests in expired series, clears all finished
//! windows, oldest first and in each the markets by name, then cancels more of what has expired.
//! **Skip if:** the weight left does not hold the shallowest clearing of the next market; it waits, first in line.
//! A market reaches as deep as the weight allows, of which it leaves a half while others of its window come after it.
//! Where only cancellations came to a market there is no auction: they are carried out, as many as fit. Where those to
//! the first market of a block are too many for any depth beside what else came, they go ahead in the same way.
//! **Follow-up:** transactions of the block enqueue into the window opened here.

use crate::{
	book::Book,
	hooks::clear_market::{Limits, Work},
	queue,
	types::MemoOf,
	weights::WeightInfo,
	Config, Event, FreezeCause, MessageCount, OpenWindow, Pallet,
};
use frame_support::{
	pallet_prelude::{Get, Weight},
	storage::with_storage_layer,
	weights::WeightMeter,
};
use market_primitives::{
	traits::{Instruments, RiskGate, WindowStep},
	InstrumentId, Side, Window, WindowClock,
};

impl<T: Config> WindowStep for Pallet<T> {
	fn on_window(clock: &WindowClock, meter: &mut WeightMeter) {
		OpenWindow::<T>::put(clock.window);
		if meter.try_consume(T::WeightInfo::on_window()).is_err() {
			return;
		}
		Self::close_expired_first(clock.now_seconds(), meter);
		if Self::clear_finished(clock.window, meter) {
			Self::close_expired(clock.now_seconds(), meter);
		}
	}
}

impl Work {
	/// What it cost, with so many messages.
	///
	/// An account that is judged and has something released counts for both, but all accounts together for no more
	/// than if each were full.
	fn weight<T: Config>(self, messages: u32) -> Weight {
		let Self { in_auction, beside, lines } = self;
		let accounts = messages.saturating_add(in_auction);
		let lines = lines.min(accounts.saturating_mul(T::RiskGate::MAX_LINES));
		T::WeightInfo::clear_market(messages, in_auction, beside, lines)
	}
}

/// Expired series get one in so many parts of the weight before the clearings.
const SHARE_OF_EXPIRED: u64 = 4;

/// A market may use one in so many parts of the weight left while others of its window come after it.
const SHARE_OF_MARKET: u64 = 2;

/// So many orders may leave full sides of a book in one clearing for others at better prices. Few: whoever sends
/// one of those makes other people's orders go.
const MOST_EVICTIONS: u32 = 16;

/// How far one clearing may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reach {
	limits: Limits,
	/// What it costs at most.
	most: Weight,
}

/// What a market holds and what came to it, for the price of a clearing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Size {
	/// Messages of all kinds.
	messages: u32,
	/// Orders and cancellations, each of which may touch a level that takes no part in the auction.
	touching: u32,
	/// Orders in the book.
	resting: u32,
}

impl<T: Config> Pallet<T> {
	/// The weight that a runtime must leave to this step in every block, so that any market moves on, and
	/// expired orders go.
	pub fn least_weight_for_progress() -> Weight {
		T::WeightInfo::on_window()
			.saturating_add(Self::shallowest_clearing())
			.saturating_add(Self::fullest_level())
	}

	/// What a clearing costs if every account in it has as many positions and open markets as it may.
	pub(crate) fn clearing_of_full_accounts(messages: u32, in_auction: u32, beside: u32) -> Weight {
		Work { in_auction, beside, lines: u32::MAX }.weight::<T>(messages)
	}

	/// What a clearing of a market can cost within these limits.
	fn most_for(size: Size, limits: Limits) -> Weight {
		let Size { messages, touching, resting } = size;
		let Limits { depth, evictions } = limits;
		let level = T::MaxOrdersPerLevel::get();
		let reached = depth.saturating_add(level).saturating_mul(2).min(resting);
		let evicted = evictions.min(resting);
		// Those that leave are found beside others, on either side, of which some may stay.
		let near_them = match evicted {
			0 => 0,
			_ => evicted.saturating_add(level.saturating_mul(2)),
		};
		let beside = touching.saturating_mul(level).saturating_add(near_them).min(resting);
		Self::clearing_of_full_accounts(messages, reached.saturating_add(evicted), beside)
	}

	/// What the shallowest clearing of any market can cost. Cancellations may be more than orders, but go ahead where
	/// they are too many.
	pub(crate) fn shallowest_clearing() -> Weight {
		let orders = T::MaxMessagesPerWindow::get();
		let messages = Self::most_messages_beside_cancellations();
		let fullest = Size { messages, touching: orders, resting: u32::MAX };
		Self::most_for(fullest, Limits { depth: 1, evictions: MOST_EVICTIONS })
	}

	/// What one cancellation can cost that goes ahead of the fullest window of a market.
	pub(crate) fn one_cancellation_ahead() -> Weight {
		let messages = Self::most_messages_beside_cancellations().saturating_add(1);
		Self::common_to_markets()
			.saturating_add(T::WeightInfo::cancel_in_market(messages, T::MaxOrdersPerLevel::get()))
	}

	/// Messages that a market has in a window at most, beside cancellations.
	fn most_messages_beside_cancellations() -> u32 {
		T::MaxMessagesPerWindow::get().saturating_add(T::MaxLiquidationsPerClearing::get())
	}

	/// What all markets of a window have in common: how much waits in it is one value, however many of them are done
	/// with. A clearing counts it for itself.
	fn common_to_markets() -> Weight {
		T::DbWeight::get().reads_writes(1, 1)
	}

	/// What a market costs before its first order.
	pub(crate) fn market_without_orders() -> Weight {
		T::WeightInfo::clear_market(0, 0, 0, 0)
	}

	/// What an order can cost that comes in and comes to rest at a full level.
	pub(crate) fn most_for_one_order() -> Weight {
		Self::clearing_of_full_accounts(1, 0, T::MaxOrdersPerLevel::get())
			.saturating_sub(Self::market_without_orders())
	}

	/// What the fullest level of an expired series can cost.
	pub(crate) fn fullest_level() -> Weight {
		T::WeightInfo::close_level(T::MaxOrdersPerLevel::get())
	}

	/// Gives expired series their share before the clearings, however many of those wait: a fraction of
	/// what no clearing is sure to need, but at least one level.
	fn close_expired_first(now_seconds: u64, meter: &mut WeightMeter) {
		let spare = meter.remaining().saturating_sub(Self::shallowest_clearing());
		let one_level = Self::fullest_level();
		if !one_level.all_lte(spare) {
			return;
		}
		let share = spare.checked_div(SHARE_OF_EXPIRED).unwrap_or_default().max(one_level);
		let mut own = WeightMeter::with_limit(share);
		Self::close_expired(now_seconds, &mut own);
		meter.consume(own.consumed());
	}

	/// Clears what waits in the windows before `open`, the oldest first. False if something must wait on.
	fn clear_finished(open: Window, meter: &mut WeightMeter) -> bool {
		let mut memo = MemoOf::<T>::default();
		let mut is_first = true;
		let mut from = queue::front::<T>();
		// The oldest window that still waits, of those passed.
		let mut oldest_left = None;
		let all_done = loop {
			let window = match queue::first_waiting::<T>(from, open, meter) {
				Ok(Some(window)) => window,
				Ok(None) => {
					from = open;
					break true;
				},
				Err(not_looked_at) => {
					from = not_looked_at;
					break false;
				},
			};
			from = window;
			if !Self::clear_window(window, &mut is_first, &mut memo, meter) {
				break false;
			}
			// What was frozen keeps its messages until the next block.
			if queue::waits::<T>(window) {
				oldest_left = oldest_left.or(Some(window));
			}
			from = window.saturating_add(1);
		};
		queue::set_front::<T>(oldest_left.unwrap_or(from));
		all_done
	}

	/// Clears the markets of a window by name, or only takes out what is cancelled in them. False if one must wait on,
	/// and those after it.
	fn clear_window(
		window: Window,
		is_first: &mut bool,
		memo: &mut MemoOf<T>,
		meter: &mut WeightMeter,
	) -> bool {
		let markets = queue::markets::<T>(window);
		let mut behind = u64::try_from(markets.len()).unwrap_or(u64::MAX);
		let mut common = Self::common_to_markets();
		for (instrument, waiting) in markets {
			behind = behind.saturating_sub(1);
			let is_done = if waiting.only_cancels() {
				Self::cancel_what_fits(window, instrument, waiting, common, meter)
			} else if let Some(reach) = Self::reach(&instrument, waiting, behind > 0, meter) {
				meter.consume(Self::or_freeze(window, instrument, reach.most, || {
					let work = Self::clear_market(window, instrument, reach.limits, memo)?;
					Ok(work.weight::<T>(waiting.total()))
				}));
				true
			} else {
				if *is_first {
					Self::cancel_what_fits(window, instrument, waiting, common, meter);
				}
				false
			};
			if !is_done {
				// What is done pays for being looked up. This one, and those behind it, came to nothing.
				let in_vain = behind.saturating_add(2);
				let _ = meter.try_consume(T::DbWeight::get().reads(in_vain));
				return false;
			}
			T::RiskGate::forget_accounts(memo);
			*is_first = false;
			common = Weight::zero();
		}
		true
	}

	/// How deep a market may be cleared within the weight left; `None` if it must wait.
	fn reach(
		instrument: &InstrumentId,
		waiting: MessageCount,
		others_come_after: bool,
		meter: &WeightMeter,
	) -> Option<Reach> {
		let book = Book::<T>::open(*instrument);
		let size = Size {
			messages: waiting.total(),
			touching: waiting.orders.saturating_add(waiting.cancels),
			resting: book.orders(),
		};
		let full = |side: Side| book.may_lack_pages(side, waiting.orders);
		let evictions = if full(Side::Buy) || full(Side::Sell) { MOST_EVICTIONS } else { 0 };
		let reach = |depth: u32| {
			let limits = Limits { depth, evictions };
			Reach { limits, most: Self::most_for(size, limits) }
		};
		let within = |limit: Weight| {
			let fits = |depth: u32| reach(depth).most.all_lte(limit);
			largest(T::MaxDepthPerClearing::get(), fits).map(reach)
		};

		let left = meter.remaining();
		if !others_come_after {
			return within(left);
		}
		let share = left.checked_div(SHARE_OF_MARKET).unwrap_or_default();
		// Rather shallow than not at all, and not at the cost of depth for others.
		within(share).or_else(|| Some(reach(1)).filter(|reach| reach.most.all_lte(left)))
	}

	/// Carries out as many cancellations of a market as fit, and says whether all did. They come before anything trades
	/// anyway, so a window may hold any number of them, and nobody's can keep out another's. `common` is what remains to
	/// be counted of what all markets of the window have in common.
	fn cancel_what_fits(
		window: Window,
		instrument: InstrumentId,
		waiting: MessageCount,
		common: Weight,
		meter: &mut WeightMeter,
	) -> bool {
		let resting = Book::<T>::open(instrument).orders();
		// The other messages are read on the way.
		let others = waiting.total().saturating_sub(waiting.cancels);
		let cost = |cancels: u32, beside: u32| {
			let messages = cancels.saturating_add(others);
			common.saturating_add(T::WeightInfo::cancel_in_market(messages, beside))
		};
		let most = |cancels: u32| {
			let beside = cancels.saturating_mul(T::MaxOrdersPerLevel::get()).min(resting);
			cost(cancels, beside)
		};
		let Some(fitting) = largest(waiting.cancels, |cancels| meter.can_consume(most(cancels)))
		else {
			return false;
		};
		meter.consume(Self::or_freeze(window, instrument, most(fitting), || {
			let beside = Self::cancel_ahead(window, instrument, fitting)?;
			Ok(cost(fitting, beside))
		}));
		fitting == waiting.cancels
	}

	/// Does some work in a market. What does not add up undoes it and stops that market, and only it.
	fn or_freeze(
		window: Window,
		instrument: InstrumentId,
		most: Weight,
		work: impl FnOnce() -> Result<Weight, FrozenBy>,
	) -> Weight {
		with_storage_layer(work).unwrap_or_else(|FrozenBy(cause)| {
			log::error!(
				target: crate::LOG_TARGET,
				"clearing {instrument:?} in window {window} failed ({cause:?}); frozen",
			);
			T::Instruments::freeze(&instrument);
			Self::deposit_event(Event::MarketFrozen { instrument, window, cause });
			most
		})
	}
}

/// The largest number up to `most` that fits, where less always fits if more does.
fn largest(most: u32, fits: impl Fn(u32) -> bool) -> Option<u32> {
	if most == 0 || !fits(1) {
		return None;
	}
	let (mut fitting, mut too_large) = (1, most.saturating_add(1));
	while too_large.saturating_sub(fitting) > 1 {
		let middle = fitting.midpoint(too_large);
		if fits(middle) {
			fitting = middle;
		} else {
			too_large = middle;
		}
	}
	Some(fitting)
}

/// Why a clearing was undone.
pub(crate) struct FrozenBy(pub(crate) FreezeCause);

impl From<sp_runtime::DispatchError> for FrozenBy {
	fn from(_: sp_runtime::DispatchError) -> Self {
		// Storage layers themselves are the only source of this.
		Self(FreezeCause::CorruptBook)
	}
}

impl From<FreezeCause> for FrozenBy {
	fn from(cause: FreezeCause) -> Self {
		Self(cause)
	}
}
