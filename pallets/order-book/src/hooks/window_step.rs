// SPDX-License-Identifier: Apache-2.0
//! **Triggers:** every block, after the inherents and the other steps, before the transactions.
//! **Actions:** opens the block's window, cancels some of what rests in expired series, clears all finished
//! windows, oldest first and in each the markets by name, then cancels more of what has expired.
//! **Skip if:** the weight left does not hold the worst case of the next market; it waits, first in line.
//! The first market of a block never waits for more than it needs: it reaches as deep as the weight allows.
//! **Follow-up:** transactions of the block enqueue into the window opened here.

use crate::{
	book::Book, queue, weights::WeightInfo, Config, Event, FreezeCause, MessageCount, OpenWindow,
	Pallet,
};
use frame_support::{
	pallet_prelude::{Get, Weight},
	storage::with_storage_layer,
	weights::WeightMeter,
};
use market_primitives::{
	traits::{Instruments, WindowStep},
	InstrumentId, Window, WindowClock,
};

impl<T: Config> WindowStep for Pallet<T> {
	fn on_window(clock: &WindowClock, meter: &mut WeightMeter) {
		OpenWindow::<T>::put(clock.window);
		if meter.try_consume(T::WeightInfo::on_window()).is_err() {
			return;
		}
		Self::close_expired_first(clock.now_seconds(), meter);
		let mut is_first = true;
		for window in queue::windows_before::<T>(clock.window) {
			for (instrument, waiting) in queue::markets::<T>(window) {
				let Some(reach) = Self::reach(&instrument, waiting, is_first, meter) else {
					return;
				};
				meter.consume(Self::clear_or_freeze(window, instrument, waiting, reach));
				is_first = false;
			}
		}
		Self::close_expired(clock.now_seconds(), meter);
	}
}

/// Expired series get one in so many parts of the weight before the clearings.
const SHARE_OF_EXPIRED: u64 = 4;

/// How far one clearing may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reach {
	/// Resting orders on each side, rounded up to a whole level.
	pub(crate) depth: u32,
	/// What it costs at most.
	most: Weight,
}

impl<T: Config> Pallet<T> {
	/// The weight that a runtime must leave to this step in every block, so that any market moves on, and
	/// expired orders go.
	pub fn least_weight_for_progress() -> Weight {
		T::WeightInfo::on_window()
			.saturating_add(Self::shallowest_clearing())
			.saturating_add(Self::fullest_level())
	}

	/// What the shallowest clearing of any market can cost.
	fn shallowest_clearing() -> Weight {
		let most_messages = T::MaxMessagesPerWindow::get().saturating_mul(2);
		let one_level = T::MaxOrdersPerLevel::get().saturating_mul(2);
		T::WeightInfo::clear_market(
			most_messages,
			one_level.saturating_add(2),
			most_messages.saturating_mul(T::MaxOrdersPerLevel::get()),
		)
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

	/// How deep a market may be cleared within the weight left; `None` if it must wait.
	fn reach(
		instrument: &InstrumentId,
		waiting: MessageCount,
		is_first: bool,
		meter: &WeightMeter,
	) -> Option<Reach> {
		let messages = waiting.total();
		let resting = Book::<T>::open(*instrument).orders();
		let level = T::MaxOrdersPerLevel::get();
		// Each message may touch a level that takes no part in the auction.
		let beside = messages.saturating_mul(level).min(resting);
		let reach = |depth: u32| {
			let deepest = depth.saturating_add(level).saturating_mul(2).min(resting);
			Reach { depth, most: T::WeightInfo::clear_market(messages, deepest, beside) }
		};
		let fits = |reach: &Reach| meter.can_consume(reach.most);

		let deepest = reach(T::MaxDepthPerClearing::get());
		if fits(&deepest) {
			return Some(deepest);
		}
		if !is_first {
			return None;
		}
		let (mut fitting, mut too_deep) = (reach(1), deepest.depth);
		if !fits(&fitting) {
			return None;
		}
		while too_deep.saturating_sub(fitting.depth) > 1 {
			let middle = reach(fitting.depth.midpoint(too_deep));
			if fits(&middle) {
				fitting = middle;
			} else {
				too_deep = middle.depth;
			}
		}
		Some(fitting)
	}

	/// Clears one market. What does not add up undoes the clearing and stops that market, and only it.
	fn clear_or_freeze(
		window: Window,
		instrument: InstrumentId,
		waiting: MessageCount,
		reach: Reach,
	) -> Weight {
		match with_storage_layer(|| Self::clear_market(window, instrument, reach.depth)) {
			Ok(read) => T::WeightInfo::clear_market(waiting.total(), read.in_auction, read.beside),
			Err(FrozenBy(cause)) => {
				log::error!(
					target: crate::LOG_TARGET,
					"clearing {instrument:?} in window {window} failed ({cause:?}); frozen",
				);
				T::Instruments::freeze(&instrument);
				Self::deposit_event(Event::MarketFrozen { instrument, window, cause });
				reach.most
			},
		}
	}
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
