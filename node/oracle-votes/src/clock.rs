// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! What time it is, and in which slot.

use sp_timestamp::Timestamp;
use std::time::Duration;

/// The share of a slot after which a node votes, in per cent. What is left is for the vote to travel.
const CUT_OFF_PERCENT: u64 = 80;

/// A moment and the slot it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
	/// The consensus slot.
	pub slot: u64,
	/// Milliseconds since 1970.
	pub now_ms: u64,
}

/// A clock that is read in slots.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
	slot_ms: u64,
	time_ms: fn() -> u64,
}

impl Clock {
	/// This machine's clock, in slots of `slot_ms` milliseconds, at least one.
	pub fn of_system(slot_ms: u64) -> Self {
		Self::with_time(slot_ms, || Timestamp::current().as_millis())
	}

	/// The same with the time that `time_ms` tells, in milliseconds since 1970.
	pub fn with_time(slot_ms: u64, time_ms: fn() -> u64) -> Self {
		Self { slot_ms: slot_ms.max(1), time_ms }
	}

	/// Now.
	pub fn now(&self) -> Moment {
		self.at((self.time_ms)())
	}

	/// The moment `now_ms` milliseconds after 1970 began.
	pub const fn at(&self, now_ms: u64) -> Moment {
		let slot = match now_ms.checked_div(self.slot_ms) {
			Some(slot) => slot,
			None => 0,
		};
		Moment { slot, now_ms }
	}

	/// When `slot` begins, in milliseconds since 1970.
	pub const fn start_of(&self, slot: u64) -> u64 {
		slot.saturating_mul(self.slot_ms)
	}

	/// How long it is from `moment` until the next time to vote.
	pub fn until_cut_off(&self, moment: Moment) -> Duration {
		let into_slot = self.slot_ms.saturating_mul(CUT_OFF_PERCENT).checked_div(100).unwrap_or(0);
		let this = self.start_of(moment.slot).saturating_add(into_slot);
		let next = if this > moment.now_ms { this } else { this.saturating_add(self.slot_ms) };
		Duration::from_millis(next.saturating_sub(moment.now_ms))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_node_votes_at_four_fifths_of_each_slot() {
		let clock = Clock::with_time(3_000, || 0);
		let wait = |now_ms| clock.until_cut_off(clock.at(now_ms)).as_millis();
		assert_eq!((clock.at(2_999).slot, clock.at(3_000).slot), (0, 1));
		assert_eq!(wait(3_000), 2_400);
		assert_eq!(wait(5_399), 1);
		assert_eq!(wait(5_400), 3_000, "not twice in a slot");
		assert_eq!(wait(5_999), 2_401);
	}
}
