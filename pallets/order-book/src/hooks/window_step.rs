// SPDX-License-Identifier: Apache-2.0
//! **Triggers:** every block, after the inherents and the other steps, before the transactions.
//! **Actions:** opens the block's window, clears all finished windows, oldest first and in each the
//! markets by name, then cancels what rests in expired series.
//! **Skip if:** the weight left does not hold the worst case of the next market; it waits, first in line.
//! **Follow-up:** transactions of the block enqueue into the window opened here.

use crate::{
	queue, weights::WeightInfo, Config, Event, FreezeCause, MessageCount, OpenWindow, Pallet,
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
		for window in queue::windows_before::<T>(clock.window) {
			for (instrument, waiting) in queue::markets::<T>(window) {
				if !meter.can_consume(Self::most_weight_to_clear(waiting)) {
					return;
				}
				meter.consume(Self::clear_or_freeze(window, instrument, waiting));
			}
		}
		Self::close_expired(clock.now_seconds(), meter);
	}
}

impl<T: Config> Pallet<T> {
	/// The weight of clearing a market with so many messages, however deep they reach.
	pub fn most_weight_to_clear(waiting: MessageCount) -> Weight {
		let deepest = T::MaxDepthPerClearing::get()
			.saturating_add(T::MaxOrdersPerLevel::get())
			.saturating_mul(2);
		T::WeightInfo::clear_market(waiting.total(), deepest)
	}

	/// Clears one market. What does not add up undoes the clearing and stops that market, and only it.
	fn clear_or_freeze(window: Window, instrument: InstrumentId, waiting: MessageCount) -> Weight {
		match with_storage_layer(|| Self::clear_market(window, instrument)) {
			Ok(resting) => T::WeightInfo::clear_market(waiting.total(), resting),
			Err(FrozenBy(cause)) => {
				log::error!(
					target: crate::LOG_TARGET,
					"clearing {instrument:?} in window {window} failed ({cause:?}); frozen",
				);
				T::Instruments::freeze(&instrument);
				Self::deposit_event(Event::MarketFrozen { instrument, window, cause });
				Self::most_weight_to_clear(waiting)
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
