// SPDX-License-Identifier: Apache-2.0
//! Leaves alone for a while what has failed.

use crate::prices::SeededNumbers;
use std::time::Duration;

/// How long to wait after failures: twice as long after each, up to a longest wait. A random half of it is
/// left out each time, so that many who failed together do not come back together.
#[derive(Clone, Debug)]
pub struct Backoff {
	first: Duration,
	longest: Duration,
	failures: u32,
	numbers: SeededNumbers,
}

/// However long a venue asks to be left alone, it is tried again after this.
const LONGEST_WANTED: Duration = Duration::from_secs(300);

impl Backoff {
	/// Waits between `first` and `longest`. The same seed waits the same.
	pub fn new(first: Duration, longest: Duration, seed: u64) -> Self {
		Self { first, longest: longest.max(first), failures: 0, numbers: SeededNumbers::new(seed) }
	}

	/// How long to wait after one more failure; at least as long as was `wanted`.
	pub fn after_failure(&mut self, wanted: Option<Duration>) -> Duration {
		let doubled =
			1u32.checked_shl(self.failures).and_then(|times| self.first.checked_mul(times));
		let whole = doubled.unwrap_or(self.longest).min(self.longest);
		self.failures = self.failures.saturating_add(1);
		let half = whole / 2;
		let span = u64::try_from((whole - half).as_millis()).unwrap_or(u64::MAX);
		let jitter = self.numbers.next() % span.saturating_add(1);
		let wait = half + Duration::from_millis(jitter);
		wait.max(wanted.unwrap_or_default().min(LONGEST_WANTED))
	}

	/// All is well again.
	pub fn reset(&mut self) {
		self.failures = 0;
	}

	/// Failures in a row so far.
	pub fn failures(&self) -> u32 {
		self.failures
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn backoff(seed: u64) -> Backoff {
		Backoff::new(Duration::from_millis(500), Duration::from_secs(60), seed)
	}

	fn waits(seed: u64, times: usize) -> Vec<u128> {
		let mut backoff = backoff(seed);
		(0..times).map(|_| backoff.after_failure(None).as_millis()).collect()
	}

	#[test]
	fn waits_double_up_to_the_longest_and_at_most_half_is_left_out() {
		for seed in 0..50 {
			for (failure, wait) in waits(seed, 40).into_iter().enumerate() {
				let whole = (500u128 << failure.min(20)).min(60_000);
				assert!(
					(whole / 2..=whole).contains(&wait),
					"failure {failure}: {wait} of {whole}"
				);
			}
		}
	}

	#[test]
	fn the_same_seed_waits_the_same_and_others_do_not() {
		assert_eq!(waits(1, 8), waits(1, 8));
		assert_ne!(waits(1, 8), waits(2, 8));
	}

	#[test]
	fn a_success_begins_anew() {
		let mut backoff = backoff(3);
		for _ in 0..6 {
			backoff.after_failure(None);
		}
		assert_eq!(backoff.failures(), 6);
		backoff.reset();
		assert!(backoff.after_failure(None) <= Duration::from_millis(500));
	}

	#[test]
	fn a_venue_that_asks_for_patience_gets_it_within_reason() {
		let mut backoff = backoff(4);
		let wanted = Some(Duration::from_secs(30));
		assert_eq!(backoff.after_failure(wanted), Duration::from_secs(30));
		let much = Some(Duration::from_secs(1_000_000));
		assert_eq!(backoff.after_failure(much), LONGEST_WANTED);
	}
}
