// SPDX-License-Identifier: Apache-2.0
//! What always holds. Checked after every test, in `try_state` and when a client asks.

use crate::{Config, CurrentTurn, EpochInfo, Pallet, SilentStreak};
use alloc::{format, string::String, vec::Vec};
use frame_support::traits::Get;
use market_primitives::{BrokenInvariant, Invariants};
use sequencing_core::Rotation;

/// A check gives one sentence for each thing that it finds broken.
type Check = fn() -> Vec<String>;

impl<T: Config> Pallet<T> {
	const CHECKS: [(&'static str, Check); 2] = [
		("current_turn_follows_the_rules", Self::turn_against_the_rules),
		("silent_streak_needs_lists", Self::silent_without_lists),
	];

	/// The lead that is stored must be the one that the epoch gives, and so one of its validators.
	fn turn_against_the_rules() -> Vec<String> {
		let epoch = T::EpochInfo::current();
		let Some(stored) = CurrentTurn::<T>::get() else { return Vec::new() };
		if stored.epoch != epoch.index {
			// The window's step has not run in this epoch yet.
			return Vec::new();
		}
		let window = stored
			.number
			.saturating_mul(T::TurnWindows::get())
			.saturating_add(epoch.first_window);
		let lead = Rotation::new(epoch, T::TurnWindows::get()).lead(window);
		if lead == Some(stored.lead) {
			Vec::new()
		} else {
			alloc::vec![format!("{stored:?}, but the order gives {lead:?}")]
		}
	}

	fn silent_without_lists() -> Vec<String> {
		match SilentStreak::<T>::get() {
			0 => Vec::new(),
			silent => alloc::vec![format!("{silent} silent windows")],
		}
	}
}

impl<T: Config> Invariants for Pallet<T> {
	fn names() -> Vec<&'static str> {
		Self::CHECKS.iter().map(|(name, _)| *name).collect()
	}

	fn broken() -> Vec<BrokenInvariant> {
		let found_by = |(name, check): &(&'static str, Check)| {
			let name = *name;
			check().into_iter().map(move |found| BrokenInvariant::new(name, found))
		};
		Self::CHECKS.iter().flat_map(found_by).collect()
	}
}
