// SPDX-License-Identifier: Apache-2.0
//! Division of long numbers by a word.
//!
//! # Source
//!
//! N. Möller and T. Granlund, "Improved division by invariant integers", IEEE Transactions on Computers 60
//! (2011), algorithm 4.

use super::word::{joined, lower, product, shifted_left, shifted_right, upper};

/// A divisor of one word, ready to divide.
#[derive(Clone, Copy)]
pub(crate) struct DivisorWord {
	/// The divisor, shifted so that its highest bit is set.
	normalised: u64,
	/// By how many bits.
	shift: u32,
	/// `⌊(2^128 − 1) / normalised⌋ − 2^64`.
	reciprocal: u64,
}

impl DivisorWord {
	/// Zero counts as one.
	pub(crate) const fn new(divisor: u64) -> Self {
		let divisor = if divisor == 0 { 1 } else { divisor };
		let shift = divisor.leading_zeros();
		let normalised = divisor.wrapping_shl(shift);
		// The quotient lies between 2^64 and 2^65 − 1: its lower word is the reciprocal.
		let reciprocal = match u128::MAX.checked_div(normalised as u128) {
			Some(quotient) => lower(quotient),
			None => 0,
		};
		Self { normalised, shift, reciprocal }
	}

	/// The divisor.
	pub(crate) const fn divisor(&self) -> u64 {
		self.normalised.wrapping_shr(self.shift)
	}

	/// Quotient and remainder of a number of 256 bits, given by its halves. `None` if the quotient does not
	/// fit in 128.
	pub(crate) fn divide(&self, (high, low): (u128, u128)) -> Option<(u128, u64)> {
		if high >= u128::from(self.divisor()) {
			return None;
		}
		// One word, as it is less than the divisor; and shifted less than the normalised divisor.
		let carried = shifted_right(low, 128u32.wrapping_sub(self.shift));
		let top = lower(high).wrapping_shl(self.shift) | lower(carried);
		let low = shifted_left(low, self.shift);
		let (first, rest) = self.divide_words(top, upper(low));
		let (second, rest) = self.divide_words(rest, lower(low));
		Some((joined(first, second), rest.wrapping_shr(self.shift)))
	}

	/// Quotient and remainder of two words, the upper of which is less than the normalised divisor.
	fn divide_words(&self, high: u64, low: u64) -> (u64, u64) {
		let divisor = self.normalised;
		// (reciprocal + 2^64) · high ≤ (2^128 − 1)(1 − 1 / divisor), which leaves room for a word.
		let estimate = product(self.reciprocal, high).wrapping_add(joined(high, low));
		let mut quotient = upper(estimate).wrapping_add(1);
		let mut rest = low.wrapping_sub(quotient.wrapping_mul(divisor));
		if rest > lower(estimate) {
			quotient = quotient.wrapping_sub(1);
			rest = rest.wrapping_add(divisor);
		}
		if rest >= divisor {
			quotient = quotient.wrapping_add(1);
			rest = rest.wrapping_sub(divisor);
		}
		(quotient, rest)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn quotients_are_exact_at_the_ends_of_their_range() {
		for divisor in [1, 2, 3, 10, u64::MAX / 2, 1 << 63, u64::MAX - 1, u64::MAX] {
			let by = DivisorWord::new(divisor);
			assert_eq!(by.divisor(), divisor);
			for low in [0, 1, u128::from(divisor), u128::MAX] {
				let expected = (low / u128::from(divisor), (low % u128::from(divisor)) as u64);
				assert_eq!(by.divide((0, low)), Some(expected), "{low} / {divisor}");
			}
			let largest = u128::from(divisor - 1);
			// (divisor − 1) · 2^128 + 2^128 − 1 = divisor · 2^128 − 1.
			assert_eq!(by.divide((largest, u128::MAX)), Some((u128::MAX, divisor - 1)));
			assert_eq!(by.divide((largest + 1, 0)), None);
		}
	}
}
