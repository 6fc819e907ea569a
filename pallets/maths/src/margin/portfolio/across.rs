// SPDX-License-Identifier: Apache-2.0
//! What an account may lose when several underlyings move at once.
//!
//! A joint stress names one column for each underlying, so it prices nothing: its profit is a sum of
//! columns that are already there. The requirement lies between the worst joint stress and the sum of
//! what each underlying may lose alone: joint + λ·(separate − joint).
//!
//! # Source
//!
//! Joint stresses and offsets that count in part: SPAN's inter-commodity credits (CME). The form with λ is ours.

use super::{
	outcomes::{worst_of, Outcomes, OUTCOMES},
	Worst,
};
use crate::{
	units::{Rate, Usd},
	MathsError,
};

/// What underlyings may lose together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AcrossUnderlyings {
	/// The worst joint stress, and what it costs; not negative. Its number is that of the outcome if all
	/// underlyings have the same, and counts on from [`OUTCOMES`] by rows of stresses.
	pub joint: Worst,
	/// The sum of each underlying's own worst outcome.
	pub separate: Usd,
}

impl AcrossUnderlyings {
	/// The same outcome for all underlyings: where one is in its column `c`, all are in theirs. Sums are exact, in
	/// USD. Ours, after SPAN's credits between commodities.
	pub fn of_same_outcomes(underlyings: &[Outcomes]) -> Result<Self, MathsError> {
		let joint = worst_of(
			(0..OUTCOMES)
				.map(|number| sum(underlyings.iter().map(|outcomes| outcomes.profit(number)))),
		)?;
		Ok(Self { joint, separate: separate(underlyings)? })
	}

	/// Stresses as rows of outcome numbers, one for each underlying in the order of `underlyings`.
	///
	/// Refuses a row of another length (`OutsideDomain`) or with a number beyond the last. With no rows
	/// nothing is lost together. Sums are exact, in USD. Ours, after SPAN's credits between commodities.
	pub fn of_stresses(underlyings: &[Outcomes], stresses: &[&[u8]]) -> Result<Self, MathsError> {
		let joint = worst_of(stresses.iter().map(|row| {
			if row.len() != underlyings.len() {
				return Err(MathsError::OutsideDomain);
			}
			let numbers = row.iter().map(|number| usize::from(*number));
			sum(underlyings
				.iter()
				.zip(numbers)
				.map(|(outcomes, number)| outcomes.profit(number)))
		}))?;
		let outcome = joint.outcome.map(|row| row.saturating_add(OUTCOMES));
		let joint = Worst { outcome, loss: joint.loss };
		Ok(Self { joint, separate: separate(underlyings)? })
	}

	/// The worse of two families of stresses on the same underlyings; the first if they are equal.
	pub fn or(self, other: Self) -> Self {
		if other.joint.loss > self.joint.loss {
			other
		} else {
			self
		}
	}

	/// joint + λ·(separate − joint), in USD, rounded up by less than 10^-18: against the account. λ = 1 counts no
	/// offset between underlyings, λ = 0 all. Ours.
	///
	/// Refuses λ below zero and above one. Where the stresses' joint worst is the larger of the two, it
	/// is the requirement.
	pub fn requirement(&self, separateness: Rate) -> Result<Usd, MathsError> {
		let one = crate::arithmetic::ONE.cast_signed();
		if !(0..=one).contains(&separateness.into_inner()) {
			return Err(MathsError::OutsideDomain);
		}
		let offset = self.separate.checked_sub(self.joint.loss)?.max(Usd::ZERO);
		self.joint.loss.checked_add(offset.fraction_ceil(separateness)?)
	}
}

fn sum(profits: impl Iterator<Item = Result<Usd, MathsError>>) -> Result<Usd, MathsError> {
	let mut total = Usd::ZERO;
	for profit in profits {
		total = total.checked_add(profit?)?;
	}
	Ok(total)
}

fn separate(underlyings: &[Outcomes]) -> Result<Usd, MathsError> {
	sum(underlyings.iter().map(|outcomes| outcomes.worst().map(|worst| worst.loss)))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn outcomes(first: &str, second: &str) -> Outcomes {
		let mut outcomes = Outcomes::default();
		outcomes.add(0, first.parse().unwrap()).unwrap();
		outcomes.add(1, second.parse().unwrap()).unwrap();
		outcomes
	}

	#[test]
	fn gains_on_one_underlying_count_against_losses_on_another_as_far_as_lambda_lets_them() {
		// Long bitcoin and short ether: what one loses when prices fall, the other gains.
		let underlyings = [outcomes("-100", "80"), outcomes("70", "-60")];
		let across = AcrossUnderlyings::of_same_outcomes(&underlyings).unwrap();
		assert_eq!(across.joint, Worst { outcome: Some(0), loss: "30".parse().unwrap() });
		assert_eq!(across.separate, "160".parse().unwrap());
		let requirement = |lambda: &str| across.requirement(lambda.parse().unwrap()).unwrap();
		assert_eq!(requirement("0"), "30".parse().unwrap());
		assert_eq!(requirement("0.25"), "62.5".parse().unwrap());
		assert_eq!(requirement("1"), "160".parse().unwrap());
		assert_eq!(across.requirement("1.1".parse().unwrap()), Err(MathsError::OutsideDomain));
		assert_eq!(across.requirement("-0.1".parse().unwrap()), Err(MathsError::OutsideDomain));
	}

	#[test]
	fn a_stress_may_send_underlyings_to_different_columns() {
		let underlyings = [outcomes("-100", "80"), outcomes("70", "-60")];
		let apart = AcrossUnderlyings::of_stresses(&underlyings, &[&[1, 0], &[0, 1]]).unwrap();
		assert_eq!(
			apart.joint,
			Worst { outcome: Some(OUTCOMES + 1), loss: "160".parse().unwrap() }
		);
		let same = AcrossUnderlyings::of_same_outcomes(&underlyings).unwrap();
		assert_eq!(same.or(apart).joint.outcome, Some(OUTCOMES + 1));
		let refused = AcrossUnderlyings::of_stresses(&underlyings, &[&[1]]);
		assert_eq!(refused, Err(MathsError::OutsideDomain));
		let refused = AcrossUnderlyings::of_stresses(&underlyings, &[&[1, 35]]);
		assert_eq!(refused, Err(MathsError::OutsideDomain));
		let none = AcrossUnderlyings::of_stresses(&underlyings, &[]).unwrap();
		assert_eq!(none.joint, Worst { outcome: None, loss: Usd::ZERO });
	}
}
