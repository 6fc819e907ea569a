// SPDX-License-Identifier: Apache-2.0
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A trading window: the consensus slot whose messages are cleared together.
pub type Window = u64;

/// Where in time the window that is being processed stands.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct WindowClock {
	/// The window of the block being built. Messages that arrive in this block belong to it;
	/// all earlier windows are finished and may be cleared.
	pub window: Window,
	/// The block's time, in milliseconds since 1970.
	pub now_ms: u64,
}

impl WindowClock {
	/// The block's time in whole seconds since 1970.
	pub const fn now_seconds(&self) -> u64 {
		self.now_ms / 1_000
	}
}
