// SPDX-License-Identifier: Apache-2.0
//! The order in which an epoch's validators lead.

use crate::{Seed, Stream, ValidatorIndex};
use alloc::vec::Vec;

/// The validators 0 to `count` − 1 in the order in which they lead, each order with the same chance.
pub fn order(seed: Seed, count: u32) -> Vec<ValidatorIndex> {
	let mut stream = Stream::new(seed);
	let mut order: Vec<ValidatorIndex> = (0..count).collect();
	for last in (1..order.len()).rev() {
		// NO-PANIC: both places are at most `last`, which is below the length.
		let places = u128::try_from(last).unwrap_or_default().saturating_add(1);
		let chosen = usize::try_from(stream.below(places)).unwrap_or_default();
		order.swap(last, chosen.min(last));
	}
	order
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::seed;
	use proptest::prelude::*;

	/// Randomness of epoch `number`, as good as any.
	fn randomness(number: u64) -> [u8; 32] {
		sp_crypto_hashing::blake2_256(&number.to_be_bytes())
	}

	#[test]
	fn it_is_always_the_same_for_the_same_seed() {
		// Computed from the README by another program, in another language.
		assert_eq!(order(seed(0, &[0; 32]), 7), [4, 0, 1, 2, 6, 5, 3]);
		assert_eq!(order(seed(1, &[0; 32]), 7), [2, 4, 6, 5, 0, 1, 3]);
	}

	#[test]
	fn nobody_and_one_alone_have_their_order() {
		assert!(order([3; 32], 0).is_empty());
		assert_eq!(order([3; 32], 1), alloc::vec![0]);
	}

	#[test]
	fn everybody_is_in_every_place_equally_often() {
		const VALIDATORS: usize = 7;
		const EACH: i64 = 1_000;
		let mut counts = [[0i64; VALIDATORS]; VALIDATORS];
		for epoch in 0..u64::try_from(EACH).unwrap() * VALIDATORS as u64 {
			let order = order(seed(epoch, &randomness(epoch)), VALIDATORS as u32);
			for (place, validator) in order.into_iter().enumerate() {
				counts[place][validator as usize] += 1;
			}
		}
		for (place, counts) in counts.iter().enumerate() {
			// Chi-square with 6 degrees of freedom stays below 27.9 in 9,999 of 10,000 cases.
			let squares: i64 = counts.iter().map(|count| (count - EACH).pow(2)).sum();
			assert!(squares * 10 < 279 * EACH, "place {place}: {counts:?}");
		}
	}

	#[test]
	fn all_orders_come_up_equally_often() {
		const EACH: i64 = 500;
		let mut counts = alloc::collections::BTreeMap::<Vec<u32>, i64>::new();
		for epoch in 0..24 * EACH as u64 {
			*counts.entry(order(seed(epoch, &randomness(epoch)), 4)).or_default() += 1;
		}
		assert_eq!(counts.len(), 24);
		// Chi-square with 23 degrees of freedom stays below 58.6 in 9,999 of 10,000 cases.
		let squares: i64 = counts.values().map(|count| (count - EACH).pow(2)).sum();
		assert!(squares * 10 < 586 * EACH, "{counts:?}");
	}

	proptest! {
		#[test]
		fn everybody_is_in_it_exactly_once(seed: [u8; 32], count in 0u32..200) {
			let mut sorted = order(seed, count);
			sorted.sort_unstable();
			prop_assert_eq!(sorted, (0..count).collect::<Vec<_>>());
		}
	}
}
