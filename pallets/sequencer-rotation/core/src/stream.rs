// SPDX-License-Identifier: Apache-2.0
//! Numbers that everybody can compute and nobody can choose.

use alloc::vec::Vec;
use sp_crypto_hashing::blake2_256;

/// What an epoch's choices are made of.
pub type Seed = [u8; 32];

const DOMAIN: &[u8] = b"seqr/rot/1";
const NUMBER_BYTES: usize = 16;
/// More numbers in a row than this are never refused: the chance is below 2⁻¹²⁸.
const MOST_ATTEMPTS: u32 = 128;

/// The seed of an epoch.
pub fn seed(epoch: u64, randomness: &[u8; 32]) -> Seed {
	blake2_256(&[DOMAIN, randomness, &epoch.to_le_bytes()].concat())
}

/// An endless row of numbers from a key.
#[derive(Clone, Debug)]
pub struct Stream {
	key: Seed,
	next_block: u64,
	/// What is left of the last block.
	left: Vec<u8>,
}

impl Stream {
	/// The stream of a key, from its beginning.
	pub const fn new(key: Seed) -> Self {
		Self { key, next_block: 0, left: Vec::new() }
	}

	/// A number below `bound`, each with the same chance; 0 if there is none.
	///
	/// Numbers at or above the largest multiple of `bound` are refused: with them the lower ones would
	/// come up too often.
	pub fn below(&mut self, bound: u128) -> u128 {
		let Some(rest) = u128::MAX.checked_rem(bound) else { return 0 };
		// 2¹²⁸ modulo the bound: how many numbers lie at or above its largest multiple.
		let surplus = rest.saturating_add(1).checked_rem(bound).unwrap_or_default();
		let largest = u128::MAX.saturating_sub(surplus);
		let mut number = self.next_number();
		for _ in 0..MOST_ATTEMPTS {
			if number <= largest {
				break;
			}
			number = self.next_number();
		}
		number.checked_rem(bound).unwrap_or_default()
	}

	fn next_number(&mut self) -> u128 {
		if self.left.is_empty() {
			let block = [self.key.as_slice(), &self.next_block.to_le_bytes()].concat();
			self.left = blake2_256(&block).to_vec();
			self.next_block = self.next_block.saturating_add(1);
		}
		let rest = self.left.split_off(NUMBER_BYTES.min(self.left.len()));
		let number = core::mem::replace(&mut self.left, rest);
		number
			.iter()
			.rev()
			.fold(0u128, |sum, byte| sum.wrapping_shl(8) | u128::from(*byte))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn numbers_are_the_hashes_of_key_and_counter() {
		let key = [7u8; 32];
		let first = blake2_256(&[key.as_slice(), &0u64.to_le_bytes()].concat());
		let second = blake2_256(&[key.as_slice(), &1u64.to_le_bytes()].concat());
		let mut stream = Stream::new(key);
		for half in [&first[..16], &first[16..], &second[..16]] {
			let expected = u128::from_le_bytes(half.try_into().unwrap());
			assert_eq!(stream.below(u128::MAX), expected);
		}
	}

	#[test]
	fn below_nothing_is_zero_and_below_one_too() {
		let mut stream = Stream::new([0; 32]);
		assert_eq!(stream.below(0), 0);
		assert_eq!(stream.below(1), 0);
	}

	#[test]
	fn no_number_comes_up_too_often() {
		// Of three equal parts of 2¹²⁶ a plain remainder would favour the first: one half of 2¹²⁸
		// falls into it instead of a third.
		let part = 1u128 << 126;
		let mut counts = [0i64; 3];
		let mut stream = Stream::new(seed(1, &[1; 32]));
		for _ in 0..30_000 {
			let number = stream.below(part.checked_mul(3).unwrap());
			counts[usize::try_from(number / part).unwrap()] += 1;
		}
		for count in counts {
			assert!((count - 10_000).abs() < 400, "{counts:?}");
		}
	}

	#[test]
	fn seeds_differ_by_epoch_and_by_randomness() {
		assert_ne!(seed(1, &[0; 32]), seed(2, &[0; 32]));
		assert_ne!(seed(1, &[0; 32]), seed(1, &[1; 32]));
	}
}
