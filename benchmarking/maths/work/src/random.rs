// SPDX-License-Identifier: Apache-2.0
//! Random integers from a seed.

/// A xorshift generator: the same numbers everywhere.
pub(crate) struct Random(u64);

impl Random {
	pub(crate) const fn new(seed: u64) -> Self {
		Self(seed | 1)
	}

	pub(crate) fn word(&mut self) -> u64 {
		self.0 ^= self.0 << 13;
		self.0 ^= self.0 >> 7;
		self.0 ^= self.0 << 17;
		self.0
	}

	/// Below `bound`.
	pub(crate) fn below(&mut self, bound: u64) -> u64 {
		self.word() % bound
	}

	/// From `low` up to and without `high`.
	pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
		low + self.below(high - low)
	}

	/// 128 bits of which a random number of the upper ones is zero.
	pub(crate) fn wide(&mut self) -> u128 {
		let bits = (u128::from(self.word()) << 64) | u128::from(self.word());
		bits >> self.below(128)
	}

	pub(crate) fn signed(&mut self) -> i128 {
		let size = (self.wide() >> 1) as i128;
		if self.word() & 1 == 0 {
			size
		} else {
			-size
		}
	}
}
