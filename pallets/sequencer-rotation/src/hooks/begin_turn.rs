// SPDX-License-Identifier: Apache-2.0
//! # A turn begins
//!
//! **Triggers**: the block hook, in each window.
//!
//! **Actions**: when the window belongs to another turn than the last one, notes the new turn and
//! announces its lead.
//!
//! **Skip if**: the turn goes on, the epoch has no validators, or the meter has no room: then the next
//! window announces it.

use crate::{
	weights::WeightInfo, Config, CurrentTurn, CurrentTurnRecord, EpochInfo, Event, Pallet,
};
use frame_support::{traits::Get, weights::WeightMeter};
use market_primitives::{traits::WindowStep, Window, WindowClock};
use sequencing_core::{Epoch, Rotation};

impl<T: Config> WindowStep for Pallet<T> {
	fn on_window(clock: &WindowClock, meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::same_turn()).is_err() {
			return;
		}
		let epoch = T::EpochInfo::current();
		if !Self::is_new_turn(&epoch, clock.window) {
			return;
		}
		if meter.try_consume(T::WeightInfo::begin_turn(epoch.validators)).is_err() {
			return;
		}
		Self::begin_turn(epoch, clock.window);
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn is_new_turn(epoch: &Epoch, window: Window) -> bool {
		let Some(number) = epoch.turn_number(T::TurnWindows::get(), window) else { return false };
		CurrentTurn::<T>::get()
			.is_none_or(|current| (current.epoch, current.number) != (epoch.index, number))
	}

	pub(crate) fn begin_turn(epoch: Epoch, window: Window) {
		let Some(turn) = Rotation::new(epoch, T::TurnWindows::get()).turn(window) else { return };
		CurrentTurn::<T>::put(CurrentTurnRecord {
			epoch: turn.epoch,
			number: turn.number,
			lead: turn.lead,
		});
		Self::deposit_event(Event::TurnBegan {
			epoch: turn.epoch,
			number: turn.number,
			window_from: turn.window_from,
			window_to: turn.window_to,
			lead: turn.lead,
			validator: T::EpochInfo::validator(turn.epoch, turn.lead),
		});
	}
}
