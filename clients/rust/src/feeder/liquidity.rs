// SPDX-License-Identifier: Apache-2.0
//! How much each venue's word weighs.

use market_maths::{
	arithmetic::{multiply_divide, Rounding},
	MathsError,
};

/// The whole, in basis points.
const WHOLE: u128 = 10_000;

/// Each weight, but none more than `cap_bps` of the sum of the weights *after* the cap; so that no single
/// venue is the median on its own, however much is traded there.
///
/// If there are too few weights for that, all become equal. Rounded down, to nobody's gain.
pub(super) fn capped_weights(weights: &[u128], cap_bps: u32) -> Result<Vec<u128>, MathsError> {
	let level = level(weights, cap_bps)?;
	Ok(weights.iter().map(|weight| level.min(*weight)).collect())
}

/// The largest weight there may be.
fn level(weights: &[u128], cap_bps: u32) -> Result<u128, MathsError> {
	let mut falling: Vec<u128> = weights.iter().copied().filter(|weight| *weight > 0).collect();
	falling.sort_unstable_by(|a, b| b.cmp(a));
	let mut rest = 0u128;
	for weight in &falling {
		rest = rest.checked_add(*weight).ok_or(MathsError::Overflow)?;
	}
	let cap = u128::from(cap_bps);
	// With the `capped` largest at a level L, and a sum `rest` of all others: L = cap · (rest + capped · L).
	let mut capped = 0u128;
	for weight in &falling {
		let others = WHOLE.saturating_sub(cap.saturating_mul(capped));
		if others == 0 {
			break;
		}
		let level = multiply_divide(rest, cap, others, Rounding::Down)?;
		if level >= *weight {
			return Ok(level);
		}
		rest = rest.saturating_sub(*weight);
		capped = capped.saturating_add(1);
	}
	Ok(falling.last().copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn a_giant_weighs_two_fifths_and_no_more() {
		// 6 of 6 + 5 + 4 is 40 %.
		assert_eq!(capped_weights(&[90, 5, 4], 4_000), Ok(vec![6, 5, 4]));
		assert_eq!(capped_weights(&[4, 90, 5], 4_000), Ok(vec![4, 6, 5]));
		assert_eq!(capped_weights(&[30, 35, 35], 4_000), Ok(vec![30, 35, 35]));
	}

	#[test]
	fn two_venues_weigh_the_same() {
		assert_eq!(capped_weights(&[90, 5], 4_000), Ok(vec![5, 5]));
		assert_eq!(capped_weights(&[7], 4_000), Ok(vec![7]));
		assert_eq!(capped_weights(&[0, 0], 4_000), Ok(vec![0, 0]));
		assert_eq!(capped_weights(&[], 4_000), Ok(vec![]));
	}

	proptest! {
		#[test]
		fn nobody_weighs_more_than_the_cap_and_nobody_gains(
			weights in prop::collection::vec(1u128..1_000_000_000_000, 3..12),
		) {
			let capped = capped_weights(&weights, 4_000).unwrap();
			let sum: u128 = capped.iter().sum();
			for (before, after) in weights.iter().zip(&capped) {
				prop_assert!(after <= before && *after > 0);
				prop_assert!(after * WHOLE <= sum * 4_000 + WHOLE * weights.len() as u128);
			}
		}

		#[test]
		fn the_order_does_not_matter(
			weights in prop::collection::vec(0u128..1_000_000, 0..9), turn in 0usize..9,
		) {
			let mut turned = weights.clone();
			let turn = turn.min(weights.len());
			turned.rotate_left(turn);
			let mut capped = capped_weights(&weights, 3_500).unwrap();
			capped.rotate_left(turn);
			prop_assert_eq!(capped, capped_weights(&turned, 3_500).unwrap());
		}
	}
}
