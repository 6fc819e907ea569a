// SPDX-License-Identifier: Apache-2.0

/// The time of a recording, which runs at its own speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataClock {
	/// When it began to run, in milliseconds since 1970.
	pub begun_ms: u64,
	/// What it showed then, in milliseconds since 1970.
	pub from_ms: u64,
	/// How many of its seconds pass in a second: 60 is a minute of data in each second.
	pub speed: u32,
}

impl DataClock {
	/// What it shows at a present time. Before it began it stands still.
	pub fn at(&self, now_ms: u64) -> u64 {
		let passed = now_ms.saturating_sub(self.begun_ms);
		self.from_ms.saturating_add(passed.saturating_mul(self.speed.into()))
	}

	/// The present time at which it shows `data_ms`; for a time before its beginning, as if it had run.
	pub fn present(&self, data_ms: u64) -> u64 {
		let speed = u64::from(self.speed.max(1));
		match data_ms.checked_sub(self.from_ms) {
			Some(after) => self.begun_ms.saturating_add(after / speed),
			None => self.begun_ms.saturating_sub((self.from_ms - data_ms).div_ceil(speed)),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_minute_of_data_passes_in_a_second() {
		let clock = DataClock { begun_ms: 1_000_000, from_ms: 50_000, speed: 60 };
		assert_eq!(clock.at(999_000), 50_000);
		assert_eq!(clock.at(1_001_000), 110_000);
		assert_eq!(clock.present(110_000), 1_001_000);
		assert_eq!(
			clock.present(49_999),
			999_999,
			"what ended before the beginning is in the past"
		);
		assert_eq!(clock.present(clock.at(1_234_567)), 1_234_567);
	}
}
