// SPDX-License-Identifier: Apache-2.0
//! Who gives lists in a turn.

use crate::{Seed, Stream, ValidatorIndex};
use alloc::vec::Vec;
use sp_crypto_hashing::blake2_256;

/// The listers of turn `turn`, in ascending order: all validators if there are at most `most`, else
/// `most` of them, drawn in proportion to their bonds. A validator without a bond is drawn only when
/// nobody with one is left.
pub fn listers(seed: &Seed, turn: u64, bonds: &[u128], most: u32) -> Vec<ValidatorIndex> {
	let everybody = u32::try_from(bonds.len()).unwrap_or(u32::MAX);
	let mut left: Vec<(ValidatorIndex, u128)> = (0..everybody).zip(bonds.iter().copied()).collect();
	if everybody <= most {
		return (0..everybody).collect();
	}
	let mut drawn = Vec::new();
	for draw in 0..most {
		let key =
			blake2_256(&[seed.as_slice(), b"l", &turn.to_le_bytes(), &draw.to_le_bytes()].concat());
		let total = left.iter().fold(0u128, |sum, (_, bond)| sum.saturating_add(*bond));
		let ticket = Stream::new(key).below(total);
		let place = place_of(ticket, &left);
		if place < left.len() {
			// NO-PANIC: the place is below the length.
			drawn.push(left.remove(place).0);
		}
	}
	drawn.sort_unstable();
	drawn
}

/// Whose share of the bonds, laid end to end, holds `ticket`.
fn place_of(ticket: u128, left: &[(ValidatorIndex, u128)]) -> usize {
	let mut reached = 0u128;
	left.iter()
		.position(|(_, bond)| {
			reached = reached.saturating_add(*bond);
			ticket < reached
		})
		.unwrap_or(0)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::seed;
	use proptest::prelude::*;

	#[test]
	fn everybody_lists_while_there_are_few() {
		assert_eq!(listers(&[0; 32], 0, &[5; 4], 64), alloc::vec![0, 1, 2, 3]);
		assert!(listers(&[0; 32], 0, &[], 64).is_empty());
	}

	#[test]
	fn one_seat_goes_in_proportion_to_the_bonds() {
		let bonds = [1_000u128, 2_000, 3_000, 4_000];
		let mut counts = [0i64; 4];
		let seed = seed(1, &[5; 32]);
		for turn in 0..10_000 {
			let drawn = listers(&seed, turn, &bonds, 1);
			counts[drawn[0] as usize] += 1;
		}
		// Chi-square with 3 degrees of freedom stays below 21.1 in 9,999 of 10,000 cases. Multiplied
		// by 12,000 to stay whole.
		let sum: i64 = [1_000i64, 2_000, 3_000, 4_000]
			.iter()
			.zip(counts)
			.map(|(expected, count)| (count - expected).pow(2) * (12_000 / expected))
			.sum();
		assert!(sum < 21 * 12_000, "{counts:?}");
	}

	#[test]
	fn turns_draw_anew() {
		let seed = seed(1, &[5; 32]);
		assert_ne!(listers(&seed, 0, &[1; 100], 10), listers(&seed, 1, &[1; 100], 10));
	}

	proptest! {
		#[test]
		fn nobody_is_drawn_twice_and_every_seat_is_filled(
			seed: [u8; 32],
			bonds in proptest::collection::vec(0u128..1_000, 0..90),
			most in 0u32..70,
		) {
			let drawn = listers(&seed, 7, &bonds, most);
			prop_assert_eq!(drawn.len(), bonds.len().min(most as usize));
			prop_assert!(drawn.is_sorted_by(|one, next| one < next));
			prop_assert!(drawn.iter().all(|index| (*index as usize) < bonds.len()));
		}
	}
}
