// SPDX-License-Identifier: Apache-2.0
//! How much each reporter counts.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::{
	aggregation::capped_weights,
	arithmetic::{multiply_divide, Rounding},
	units::Rate,
	MathsError,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_arithmetic::{PerThing, Perbill};

/// Who reports, and how much outsiders may count.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct PanelRule {
	/// Whether every validator has a seat, and with it the duty to report.
	pub validators_report: bool,
	/// The largest share of all weight that outside reporters have together, as long as validators
	/// have any.
	pub outside_share: Perbill,
}

impl Default for PanelRule {
	/// Validators report, and outsiders count a third at most.
	fn default() -> Self {
		Self { validators_report: true, outside_share: Self::LARGEST_OUTSIDE_SHARE }
	}
}

impl PanelRule {
	/// A third, rounded down: who holds it alone neither makes a value nor keeps one from being made.
	pub const LARGEST_OUTSIDE_SHARE: Perbill = Perbill::from_parts(333_333_333);

	/// Whether the share lies within its hard bound.
	pub fn is_within_bounds(&self) -> bool {
		self.outside_share <= Self::LARGEST_OUTSIDE_SHARE
	}
}

/// What validators and outside reporters weigh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
	/// The validators, in the order given.
	pub validators: alloc::vec::Vec<u128>,
	/// The outside reporters, in the order given.
	pub outside: alloc::vec::Vec<u128>,
}

/// What each weighs of what it has at stake.
///
/// ```text
/// weight = min(stake, cap · all stakes)
/// outside: together at most  share / (1 − share) · validators' weight, each scaled down alike
/// ```
///
/// Rounded down: nobody weighs more than allowed. Without validators nothing limits outsiders but the cap.
pub fn panel_weights(
	validators: &[u128],
	outside: &[u128],
	cap: Rate,
	outside_share: Perbill,
) -> Result<Weights, MathsError> {
	let stakes = [validators, outside].concat();
	let mut of_validators = capped_weights(&stakes, cap)?;
	let mut of_outside = of_validators.split_off(validators.len());
	let of_all_validators = sum(&of_validators)?;
	let of_all_outside = sum(&of_outside)?;

	let rest = outside_share.left_from_one().deconstruct();
	let most = if of_all_validators == 0 || rest == 0 {
		of_all_outside
	} else {
		let share = outside_share.deconstruct();
		multiply_divide(of_all_validators, share.into(), rest.into(), Rounding::Down)?
	};
	if of_all_outside > most {
		for weight in &mut of_outside {
			*weight = multiply_divide(*weight, most, of_all_outside, Rounding::Down)?;
		}
	}
	Ok(Weights { validators: of_validators, outside: of_outside })
}

fn sum(weights: &[u128]) -> Result<u128, MathsError> {
	weights
		.iter()
		.try_fold(0u128, |sum, weight| sum.checked_add(*weight).ok_or(MathsError::Overflow))
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "test code")]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn cap() -> Rate {
		"0.1".parse().unwrap()
	}

	fn weights(validators: &[u128], outside: &[u128]) -> Weights {
		panel_weights(validators, outside, cap(), PanelRule::default().outside_share).unwrap()
	}

	#[test]
	fn outsiders_count_a_third_at_most_however_rich_they_are() {
		// Everybody is capped at 1,000 of 10,000: 2,000 of validators, 3,000 of outsiders.
		let found = weights(&[3_500, 3_500], &[1_000, 1_000, 1_000]);
		assert_eq!(found.validators, [1_000, 1_000]);
		assert_eq!(found.outside, [333, 333, 333]);
	}

	#[test]
	fn few_outsiders_keep_their_weight() {
		let found = weights(&[100; 20], &[50]);
		assert_eq!((found.validators, found.outside), (vec![100; 20], vec![50]));
	}

	#[test]
	fn without_validators_outsiders_have_all_the_weight_there_is() {
		assert_eq!(weights(&[], &[100; 20]).outside, [100; 20]);
		assert_eq!(weights(&[], &[]), Weights { validators: vec![], outside: vec![] });
	}

	#[test]
	fn the_largest_share_is_the_bound() {
		assert!(PanelRule::default().is_within_bounds());
		let half = PanelRule { outside_share: Perbill::from_percent(50), ..Default::default() };
		assert!(!half.is_within_bounds());
	}

	proptest! {
		#[test]
		fn no_limit_is_ever_passed(
			validators in prop::collection::vec(0u128..1u128 << 90, 0..60),
			outside in prop::collection::vec(0u128..1u128 << 90, 0..16),
		) {
			let found = weights(&validators, &outside);
			let (inside, out) =
				(found.validators.iter().sum::<u128>(), found.outside.iter().sum::<u128>());
			if inside > 0 {
				prop_assert!(out * 2 <= inside, "{out} of {}", inside + out);
			}
			let all: u128 = validators.iter().chain(&outside).sum();
			for (weight, stake) in found.validators.iter().zip(&validators) {
				prop_assert!(weight <= stake && *weight <= all / 10);
			}
			for (weight, stake) in found.outside.iter().zip(&outside) {
				prop_assert!(weight <= stake && *weight <= all / 10);
			}
		}
	}
}
