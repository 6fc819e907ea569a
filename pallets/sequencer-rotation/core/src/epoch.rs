// SPDX-License-Identifier: Apache-2.0
//! Turns of an epoch and who leads them.

use crate::{order, seed, Seed, ValidatorIndex, Window};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// All that rotation depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct Epoch {
	/// Its number.
	pub index: u64,
	/// Its first window.
	pub first_window: Window,
	/// How many windows it is meant to have.
	pub windows: u64,
	/// Its randomness, fixed an epoch before.
	pub randomness: [u8; 32],
	/// How many validators it has.
	pub validators: u32,
}

impl Epoch {
	/// The first window that it is not meant to have.
	pub const fn end(&self) -> Window {
		self.first_window.saturating_add(self.windows)
	}

	/// What its choices are made of.
	pub fn seed(&self) -> Seed {
		seed(self.index, &self.randomness)
	}
}

/// Windows in a row with the same lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct Turn {
	/// The epoch.
	pub epoch: u64,
	/// Its number in the epoch.
	pub number: u64,
	/// Its first window.
	pub window_from: Window,
	/// Its last window.
	pub window_to: Window,
	/// Who leads.
	pub lead: ValidatorIndex,
}

/// An epoch with its order.
#[derive(Clone, Debug)]
pub struct Rotation {
	epoch: Epoch,
	turn_windows: u64,
	order: Vec<ValidatorIndex>,
}

impl Rotation {
	/// The rotation of `epoch` with turns of `turn_windows` windows, at least one.
	pub fn new(epoch: Epoch, turn_windows: u64) -> Self {
		let order = order(epoch.seed(), epoch.validators);
		Self { epoch, turn_windows: turn_windows.max(1), order }
	}

	/// Whether the epoch is meant to have `window`.
	pub const fn covers(&self, window: Window) -> bool {
		self.epoch.first_window <= window && window < self.epoch.end()
	}

	/// The order in which validators lead.
	pub fn order(&self) -> &[ValidatorIndex] {
		&self.order
	}

	/// The number of the turn that `window` belongs to; `None` before the epoch.
	///
	/// An epoch that is longer than it was meant to be, because nobody made a block that ends it, goes
	/// on in the same order.
	pub fn turn_number(&self, window: Window) -> Option<u64> {
		turn_number(&self.epoch, self.turn_windows, window)
	}

	/// Who leads in `window`.
	pub fn lead(&self, window: Window) -> Option<ValidatorIndex> {
		self.in_place(self.turn_number(window)?)
	}

	/// Who leads in `window` if nothing was heard of the sequencers in the last `silent` windows: after
	/// every two of them the next in the order steps in.
	pub fn acting_lead(&self, window: Window, silent: u32) -> Option<ValidatorIndex> {
		self.in_place(self.turn_number(window)?.saturating_add(u64::from(silent / 2)))
	}

	/// The whole turn that `window` belongs to. The epoch's last turn ends with the epoch.
	pub fn turn(&self, window: Window) -> Option<Turn> {
		let number = self.turn_number(window)?;
		let lead = self.in_place(number)?;
		let window_from =
			number.saturating_mul(self.turn_windows).saturating_add(self.epoch.first_window);
		let full = window_from.saturating_add(self.turn_windows.saturating_sub(1));
		let last = self.epoch.end().saturating_sub(1);
		let window_to = if window <= last { full.min(last) } else { full };
		Some(Turn { epoch: self.epoch.index, number, window_from, window_to, lead })
	}

	/// The turns from the one that `from` belongs to until the epoch's end, at most `most`.
	pub fn schedule(&self, from: Window, most: u32) -> Vec<Turn> {
		let mut turns = Vec::new();
		let mut window = from.max(self.epoch.first_window);
		for _ in 0..most {
			if window >= self.epoch.end() {
				break;
			}
			let Some(turn) = self.turn(window) else { break };
			turns.push(turn);
			window = turn.window_to.saturating_add(1);
		}
		turns
	}

	fn in_place(&self, place: u64) -> Option<ValidatorIndex> {
		let length = u64::try_from(self.order.len()).ok()?;
		let place = usize::try_from(place.checked_rem(length)?).ok()?;
		self.order.get(place).copied()
	}
}

/// The number of the turn of `epoch` that `window` belongs to; `None` before the epoch. Needs no order.
pub(crate) fn turn_number(epoch: &Epoch, turn_windows: u64, window: Window) -> Option<u64> {
	window.checked_sub(epoch.first_window)?.checked_div(turn_windows.max(1))
}

impl Epoch {
	/// The number of the turn that `window` belongs to, in turns of `turn_windows`; `None` before the
	/// epoch.
	pub fn turn_number(&self, turn_windows: u64, window: Window) -> Option<u64> {
		turn_number(self, turn_windows, window)
	}
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "test code")]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn epoch(validators: u32) -> Epoch {
		Epoch { index: 3, first_window: 1_000, windows: 200, randomness: [9; 32], validators }
	}

	#[test]
	fn a_turn_is_twenty_windows_with_one_lead() {
		let rotation = Rotation::new(epoch(4), 20);
		let first = rotation.turn(1_000).unwrap();
		assert_eq!((first.number, first.window_from, first.window_to), (0, 1_000, 1_019));
		assert!((1_000..1_020).all(|window| rotation.turn(window) == Some(first)));
		assert_eq!(rotation.turn_number(1_020), Some(1));
		assert_eq!(rotation.lead(1_020), rotation.order().get(1).copied());
		assert_eq!(rotation.lead(1_080), rotation.lead(1_000));
		assert_eq!(rotation.lead(999), None);
	}

	#[test]
	fn without_validators_nobody_leads() {
		assert_eq!(Rotation::new(epoch(0), 20).lead(1_000), None);
		assert_eq!(Rotation::new(epoch(0), 20).schedule(1_000, 5), alloc::vec![]);
	}

	#[test]
	fn the_next_in_the_order_steps_in_after_two_silent_windows() {
		let rotation = Rotation::new(epoch(4), 20);
		let order = rotation.order().to_vec();
		let acting = |silent| rotation.acting_lead(1_000, silent).unwrap();
		assert_eq!(
			[acting(0), acting(1), acting(2), acting(3)],
			[order[0], order[0], order[1], order[1]]
		);
		assert_eq!(acting(8), order[0]);
	}

	#[test]
	fn the_schedule_ends_with_the_epoch() {
		let rotation = Rotation::new(Epoch { windows: 50, ..epoch(4) }, 20);
		let turns: Vec<_> = rotation
			.schedule(0, 10)
			.into_iter()
			.map(|turn| (turn.window_from, turn.window_to))
			.collect();
		assert_eq!(turns, alloc::vec![(1_000, 1_019), (1_020, 1_039), (1_040, 1_049)]);
		assert_eq!(rotation.schedule(1_050, 10), alloc::vec![]);
		// Yet if the epoch does not end, somebody leads.
		assert!(rotation.turn(1_050).is_some_and(|turn| turn.window_to == 1_059));
	}

	proptest! {
		#[test]
		fn within_an_epoch_nobody_leads_more_than_one_turn_more_than_another(
			randomness: [u8; 32],
			validators in 1u32..70,
			windows in 1u64..4_000,
			turn_windows in 1u64..40,
		) {
			let epoch = Epoch { index: 1, first_window: 77, windows, randomness, validators };
			let rotation = Rotation::new(epoch, turn_windows);
			let mut leads = alloc::vec![0u64; validators as usize];
			for turn in rotation.schedule(0, u32::MAX) {
				leads[turn.lead as usize] += 1;
			}
			let (fewest, most) = (leads.iter().min().unwrap(), leads.iter().max().unwrap());
			prop_assert!(most - fewest <= 1, "{leads:?}");
		}

		#[test]
		fn turns_follow_each_other_without_a_gap(
			validators in 1u32..70,
			windows in 1u64..1_000,
			turn_windows in 1u64..40,
		) {
			let epoch = Epoch { windows, ..epoch(validators) };
			let rotation = Rotation::new(epoch, turn_windows);
			let mut next = epoch.first_window;
			for turn in rotation.schedule(0, u32::MAX) {
				prop_assert_eq!(turn.window_from, next);
				for window in turn.window_from..=turn.window_to {
					prop_assert_eq!(rotation.lead(window), Some(turn.lead));
				}
				next = turn.window_to + 1;
			}
			prop_assert_eq!(next, epoch.end());
		}

		/// Nothing but the epoch goes in, so forks of an epoch agree whatever else differs; and an epoch
		/// with other randomness has its own order.
		#[test]
		fn forks_of_an_epoch_agree(randomness: [u8; 32], window in 1_000u64..1_200) {
			let here = Rotation::new(Epoch { randomness, ..epoch(64) }, 20);
			let there = Rotation::new(Epoch { randomness, ..epoch(64) }, 20);
			prop_assert_eq!(here.turn(window), there.turn(window));
			let mut other = randomness;
			other[0] ^= 1;
			let elsewhere = Rotation::new(Epoch { randomness: other, ..epoch(64) }, 20);
			prop_assert_ne!(here.order(), elsewhere.order());
		}
	}
}
