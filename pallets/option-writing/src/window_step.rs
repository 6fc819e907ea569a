// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Pallet};
use frame_support::weights::WeightMeter;
use market_primitives::{traits::WindowStep, WindowClock};

impl<T: Config> WindowStep for Pallet<T> {
	fn on_window(clock: &WindowClock, meter: &mut WeightMeter) {
		// What was asked for while the series still traded, before anything expires.
		Self::execute_writes(meter);
		Self::settle_expiries(clock, meter);
		Self::list_series(clock, meter);
	}
}
