// SPDX-License-Identifier: Apache-2.0
//! Whether a later smile is nowhere below an earlier one.

use super::svi::Svi;
use crate::{
	arithmetic::{multiply_divide_floor, ONE},
	units::Rate,
	MathsError,
};
use alloc::vec::Vec;

const UNIT: i128 = ONE.cast_signed();

/// A variance this far below is still equal: 10^-15.
const SLACK: i128 = 1_000;

/// Intervals that are looked at before the answer is no.
const MOST_INTERVALS: u32 = 512;

/// Whether the later slice's total variance is at least the earlier one's at every log-moneyness.
///
/// Proves it, on intervals: both are convex, so on an interval the later one lies above its tangent
/// and the earlier one below its chord, and the difference of two lines is smallest at an end. An
/// interval that is not proved is halved. Beyond the last interval the wings' slopes decide: a grid
/// alone would miss variances that only cross far out.
///
/// What is neither proved nor refuted within a bounded number of intervals counts as not free.
pub fn is_calendar_free(earlier: &Svi, later: &Svi) -> Result<bool, MathsError> {
	let Some(right) = end_of_wing(earlier, later)? else { return Ok(false) };
	let Some(left) = end_of_wing(&earlier.mirrored()?, &later.mirrored()?)? else {
		return Ok(false);
	};
	let left = left.checked_neg().ok_or(MathsError::Overflow)?;

	let mut open = Vec::from([(left, right)]);
	for _ in 0..MOST_INTERVALS {
		let Some((from, to)) = open.pop() else { return Ok(true) };
		let middle = from.checked_add(to).ok_or(MathsError::Overflow)? / 2;
		let at_middle = later.variance(Rate::from_inner(middle))?;
		let below = earlier.total_variance(Rate::from_inner(middle))?;
		if less(at_middle.total, below)? {
			return Ok(false);
		}
		let mut proved = true;
		for end in [from, to] {
			let along = end.checked_sub(middle).ok_or(MathsError::Overflow)?;
			let rise = multiply_divide_floor(at_middle.slope.into_inner(), along, ONE)?;
			let tangent = at_middle.total.checked_add(Rate::from_inner(rise))?;
			proved &= !less(tangent, earlier.total_variance(Rate::from_inner(end))?)?;
		}
		if !proved {
			open.push((from, middle));
			open.push((middle, to));
		}
	}
	Ok(open.is_empty())
}

/// `a < b` by more than rounding.
fn less(a: Rate, b: Rate) -> Result<bool, MathsError> {
	Ok(a.into_inner().checked_add(SLACK).ok_or(MathsError::Overflow)? < b.into_inner())
}

/// A log-moneyness from which on the later variance is proved to stay above, to the right.
///
/// A slice lies above its asymptote a + s (k − m), s = b (1 + ρ), by at most b σ² / (2 (k − m)).
fn end_of_wing(earlier: &Svi, later: &Svi) -> Result<Option<i128>, MathsError> {
	// With 36 decimals, so exact.
	let slope = |slice: &Svi| -> Result<i128, MathsError> {
		let tilt = UNIT.checked_add(slice.rho.into_inner()).ok_or(MathsError::Overflow)?;
		slice.b.into_inner().checked_mul(tilt).ok_or(MathsError::Overflow)
	};
	if slope(later)? < slope(earlier)? {
		return Ok(None);
	}
	let centre = earlier.m.max(later.m).into_inner();
	for reach in [1i128, 2, 4, 8, 12] {
		let end = UNIT
			.checked_mul(reach)
			.and_then(|reach| reach.checked_add(centre))
			.ok_or(MathsError::Overflow)?;
		let asymptote = |slice: &Svi| -> Result<i128, MathsError> {
			let along = end.checked_sub(slice.m.into_inner()).ok_or(MathsError::Overflow)?;
			let rise = multiply_divide_floor(slope(slice)? / UNIT, along, ONE)?;
			slice.a.into_inner().checked_add(rise).ok_or(MathsError::Overflow)
		};
		let sigma = earlier.sigma.into_inner();
		let along = end.checked_sub(earlier.m.into_inner()).ok_or(MathsError::Overflow)?;
		let along = u128::try_from(along.checked_mul(2).ok_or(MathsError::Overflow)?)
			.map_err(|_| MathsError::OutsideDomain)?;
		let square = multiply_divide_floor(sigma, sigma, ONE)?;
		let above = multiply_divide_floor(earlier.b.into_inner(), square, along)?;
		let highest = asymptote(earlier)?.checked_add(above).ok_or(MathsError::Overflow)?;
		if !less(Rate::from_inner(asymptote(later)?), Rate::from_inner(highest))? {
			return Ok(Some(end));
		}
	}
	Ok(None)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn svi([a, b, rho, m, sigma]: [&str; 5]) -> Svi {
		let [a, b, rho, m, sigma] = [a, b, rho, m, sigma].map(|text| text.parse().unwrap());
		Svi { a, b, rho, m, sigma }
	}

	#[test]
	fn a_smile_is_not_below_itself_or_a_higher_one_above_it() {
		let low = svi(["0.02", "0.12", "-0.3", "0.02", "0.15"]);
		let high = Svi { a: "0.03".parse().unwrap(), ..low };
		assert_eq!(is_calendar_free(&low, &high), Ok(true));
		assert_eq!(is_calendar_free(&high, &low), Ok(false));
	}

	#[test]
	fn wings_that_only_cross_far_out_are_found() {
		let earlier = svi(["0.02", "0.100001", "-0.2", "0", "0.2"]);
		let later = svi(["0.05", "0.1", "-0.2", "0", "0.2"]);
		assert_eq!(is_calendar_free(&earlier, &later), Ok(false));
	}

	#[test]
	fn a_dent_between_two_grid_points_is_found() {
		let earlier = svi(["0.04", "0.05", "0", "0", "0.2"]);
		let dented = svi(["0.0398", "0.2", "0", "0.11", "0.0005"]);
		assert_eq!(is_calendar_free(&earlier, &dented), Ok(false));
	}
}
