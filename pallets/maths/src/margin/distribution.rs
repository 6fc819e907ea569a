// SPDX-License-Identifier: Apache-2.0
//! Dividing what cannot be divided evenly.
//!
//! # Source
//!
//! Largest remainders, as Hamilton apportioned seats (1792). The order of ties is ours.

use crate::MathsError;
use alloc::vec::Vec;
use primitive_types::U256;

/// Splits `total` in proportion to `weights`, to the last unit.
///
/// Each share is the exact proportion rounded down; the units left over go to the largest remainders,
/// then to the larger weights, then to the smaller keys. What a key gets therefore does not depend on
/// where it stands in the list, provided keys differ. No share exceeds its weight if `total` does not
/// exceed the sum of weights. The shares come in the order of the weights, in the unit of the total, and
/// each is off its proportion by less than one. `Empty` if there is something to split and no weight.
/// Source: Hamilton 1792.
pub fn split_in_proportion<Key: Ord>(
	total: u128,
	weights: &[(Key, u128)],
) -> Result<Vec<u128>, MathsError> {
	let sum = weights
		.iter()
		.try_fold(0u128, |sum, (_, weight)| sum.checked_add(*weight))
		.ok_or(MathsError::Overflow)?;
	if sum == 0 {
		return if total == 0 { Ok(alloc::vec![0; weights.len()]) } else { Err(MathsError::Empty) };
	}
	let mut shares = Vec::with_capacity(weights.len());
	let mut ranking = Vec::with_capacity(weights.len());
	let mut left = total;
	for (place, (key, weight)) in weights.iter().enumerate() {
		let product =
			U256::from(total).checked_mul(U256::from(*weight)).ok_or(MathsError::Overflow)?;
		let share = product.checked_div(U256::from(sum)).ok_or(MathsError::DivisionByZero)?;
		let rest = product.checked_rem(U256::from(sum)).ok_or(MathsError::DivisionByZero)?;
		let share = u128::try_from(share).map_err(|_| MathsError::Overflow)?;
		left = left.checked_sub(share).ok_or(MathsError::Overflow)?;
		shares.push(share);
		ranking.push((core::cmp::Reverse((rest, *weight)), key, place));
	}
	ranking.sort_unstable();
	let left = usize::try_from(left).map_err(|_| MathsError::Overflow)?;
	for (_, _, place) in ranking.into_iter().take(left) {
		if let Some(share) = shares.get_mut(place) {
			*share = share.checked_add(1).ok_or(MathsError::Overflow)?;
		}
	}
	Ok(shares)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn what_is_left_over_goes_to_the_largest_remainders() {
		assert_eq!(split_in_proportion(10, &[("a", 1), ("b", 1), ("c", 1)]), Ok(vec![4, 3, 3]));
		assert_eq!(split_in_proportion(7, &[("a", 1), ("b", 5)]), Ok(vec![1, 6]));
		assert_eq!(split_in_proportion(0, &[("a", 0)]), Ok(vec![0]));
		assert_eq!(split_in_proportion(1, &[("a", 0)]), Err(MathsError::Empty));
	}

	proptest! {
		#[test]
		fn shares_add_up_and_no_order_changes_them(
			total in 0u128..1_000_000,
			weights in prop::collection::vec(0u128..1_000, 1..20),
			turn in 0usize..20,
		) {
			let mut keyed: Vec<_> = weights.into_iter().enumerate().collect();
			prop_assume!(keyed.iter().any(|(_, weight)| *weight > 0));
			let sum: u128 = keyed.iter().map(|(_, weight)| weight).sum();
			let shares = split_in_proportion(total, &keyed).unwrap();
			prop_assert_eq!(shares.iter().sum::<u128>(), total);
			if total <= sum {
				prop_assert!(shares.iter().zip(&keyed).all(|(share, (_, weight))| share <= weight));
			}
			let mut expected: Vec<_> = keyed.iter().map(|(key, _)| *key).zip(shares).collect();
			let length = keyed.len();
			keyed.rotate_left(turn % length);
			let turned = split_in_proportion(total, &keyed).unwrap();
			let mut got: Vec<_> = keyed.iter().map(|(key, _)| *key).zip(turned).collect();
			expected.sort_unstable();
			got.sort_unstable();
			prop_assert_eq!(expected, got);
		}
	}
}
