// SPDX-License-Identifier: Apache-2.0
use crate::WindowClock;
use sp_weights::WeightMeter;

/// Work that a pallet does in every block, after the inherents and before the transactions.
///
/// The runtime calls the steps in the order that its documentation shows. A step never fails and never
/// panics; it takes what it needs from the meter, and what does not fit waits for the next block.
pub trait WindowStep {
	/// Does the step's work for the block that `clock` describes.
	fn on_window(clock: &WindowClock, meter: &mut WeightMeter);
}
