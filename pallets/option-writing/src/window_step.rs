// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Pallet};
use frame_support::weights::WeightMeter;
use market_primitives::{traits::WindowStep, WindowClock};

/// Writing comes first, with one of so many parts of the room.
const PARTS_OF_ROOM: u64 = 2;

impl<T: Config> WindowStep for Pallet<T> {
	fn on_window(clock: &WindowClock, meter: &mut WeightMeter) {
		// However many ask to write: nobody's payment may wait for that.
		let part = meter.remaining().saturating_div(PARTS_OF_ROOM);
		let mut part = WeightMeter::with_limit(part);
		let some_wait = Self::execute_writes(&mut part);
		meter.consume(part.consumed());
		Self::settle_expiries(clock, meter);
		Self::list_series(clock, meter);
		if some_wait {
			Self::execute_writes(meter);
		}
	}
}
