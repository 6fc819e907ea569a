// SPDX-License-Identifier: Apache-2.0
//! How far volatility moves in a scenario, by time to expiry.
//!
//! # Source
//!
//! Deribit's portfolio margin, (30 days / t)^p with p = 0.30 for near and 0.13 for far expiries and a floor under
//! raised volatilities; Derive v2 has the same law.

use super::parameters;
use crate::{
	arithmetic::{multiply_divide, Rounding, ONE},
	functions::{exp, ln},
	units::{Rate, Volatility},
	MathsError,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Time at which the shocks apply as they stand: 30 days.
pub const REFERENCE_SECONDS: u64 = 2_592_000;

/// Largest shock that a set accepts.
const MOST: i128 = 10 * ONE.cast_signed();

/// Largest power. In the last second before an expiry shocks are then 2,592,000 times those of 30 days: far more
/// than any market moves, and far less than what factors can be.
const MOST_POWER: i128 = ONE.cast_signed();

/// Largest floor under raised volatilities.
const MOST_LEAST_RAISED: u128 = 20 * ONE;

/// 400 days.
const MOST_LEAST_SECONDS: u64 = 34_560_000;

parameters!(
	/// Shocks of volatility: `σ·(1 + up·m)` and `σ·max(1 − down·m, 0)`, with
	/// `m = (30 days / max(t, floor))^p` and `p` the power of near expiries up to 30 days, else of far ones.
	///
	/// Near expiries move more. Powers of zero move all expiries alike.
	VolatilityShock {
		/// Relative rise at 30 days.
		up: Rate,
		/// Relative fall at 30 days.
		down: Rate,
		/// Power of 30 days and less.
		near_power: Rate,
		/// Power of more than 30 days.
		far_power: Rate,
		/// Time below which `m` grows no further, in seconds.
		least_seconds: u64,
		/// A raised volatility is at least this, so that a calm market's far options are not free.
		least_raised: Volatility,
	}
);

/// Factors on the volatilities of one expiry, and the floor under raised ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VolatilityFactors {
	/// 1 + up·m.
	pub raised: Rate,
	/// max(1 − down·m, 0).
	pub lowered: Rate,
	/// See [`VolatilityShock::least_raised`].
	pub least_raised: Volatility,
}

impl VolatilityShock {
	/// Whether shocks lie between 0 and 10 and powers between 0 and 1, the floor of raised volatilities is at most
	/// 20, and the least time is at most 400 days. [`VolatilityShock::factors`] refuses no other.
	pub fn is_valid(&self) -> bool {
		let within = |part: Rate, most| (0..=most).contains(&part.into_inner());
		[self.up, self.down].iter().all(|shock| within(*shock, MOST))
			&& [self.near_power, self.far_power].iter().all(|power| within(*power, MOST_POWER))
			&& self.least_seconds <= MOST_LEAST_SECONDS
			&& self.least_raised.into_inner() <= MOST_LEAST_RAISED
	}

	/// The factors for an expiry so many seconds away, rounded to nearest: nobody owes them to anybody.
	///
	/// `m` is e^(p·ln(30 days / t)), off by some 10^-18 (1 + m) for the kernel's logarithm and exponential. What falls
	/// below zero counts as zero, as no volatility is negative. Source: Deribit.
	///
	/// Refuses shocks that [`VolatilityShock::is_valid`] does not accept, and no others at any time.
	pub fn factors(&self, seconds_to_expiry: u64) -> Result<VolatilityFactors, MathsError> {
		if !self.is_valid() {
			return Err(MathsError::OutsideDomain);
		}
		let power =
			if seconds_to_expiry <= REFERENCE_SECONDS { self.near_power } else { self.far_power };
		let scale = self.scale(seconds_to_expiry.max(self.least_seconds).max(1), power)?;
		let of = |shock: Rate| -> Result<i128, MathsError> {
			let units = multiply_divide(
				shock.into_inner().unsigned_abs(),
				scale,
				ONE,
				Rounding::NearestPrefDown,
			)?;
			i128::try_from(units).map_err(|_| MathsError::Overflow)
		};
		let one = ONE.cast_signed();
		Ok(VolatilityFactors {
			raised: Rate::from_inner(one.checked_add(of(self.up)?).ok_or(MathsError::Overflow)?),
			lowered: Rate::from_inner(one.saturating_sub(of(self.down)?).max(0)),
			least_raised: self.least_raised,
		})
	}

	/// (30 days / seconds)^power with 18 decimals.
	fn scale(&self, seconds: u64, power: Rate) -> Result<u128, MathsError> {
		if power.is_zero() || seconds == REFERENCE_SECONDS {
			return Ok(ONE);
		}
		let logarithm = |seconds: u64| {
			u128::from(seconds).checked_mul(ONE).ok_or(MathsError::Overflow).and_then(ln)
		};
		let ratio = logarithm(REFERENCE_SECONDS)?.saturating_sub(logarithm(seconds)?);
		exp(crate::arithmetic::multiply_divide_floor(ratio, power.into_inner(), ONE)?)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn shock() -> VolatilityShock {
		VolatilityShock {
			up: "0.5".parse().unwrap(),
			down: "0.25".parse().unwrap(),
			near_power: "0.3".parse().unwrap(),
			far_power: "0.13".parse().unwrap(),
			least_seconds: 86_400,
			least_raised: Volatility::ZERO,
		}
	}

	#[test]
	fn near_expiries_move_more_than_far_ones() {
		let raised = |days: u64| shock().factors(days * 86_400).unwrap().raised;
		assert_eq!(raised(30), "1.5".parse().unwrap());
		// (30 / 7)^0.3 = 1.547416…
		assert_eq!(&raised(7).to_string()[..7], "1.77370");
		assert!(raised(1) > raised(7) && raised(7) > raised(30) && raised(30) > raised(365));
		let lowered = |days: u64| shock().factors(days * 86_400).unwrap().lowered;
		assert_eq!(lowered(30), "0.75".parse().unwrap());
		assert!(lowered(1) < lowered(365));
	}

	#[test]
	fn below_the_least_time_nothing_grows_and_no_volatility_becomes_negative() {
		let shock = VolatilityShock { down: "2".parse().unwrap(), ..shock() };
		assert_eq!(shock.factors(0), shock.factors(86_400));
		assert_eq!(shock.factors(86_400).unwrap().lowered, Rate::ZERO);
	}

	/// A power of ten was valid, and every row of an expiry was refused from its last hours on.
	#[test]
	fn a_valid_shock_has_factors_at_every_time() {
		let power = |text: &str| VolatilityShock {
			up: "10".parse().unwrap(),
			down: "10".parse().unwrap(),
			near_power: text.parse().unwrap(),
			far_power: text.parse().unwrap(),
			least_seconds: 0,
			least_raised: Volatility::ZERO,
		};
		let steepest = power("1");
		assert!(steepest.is_valid());
		for seconds in [0, 1, 3_600, REFERENCE_SECONDS, REFERENCE_SECONDS + 1, u64::MAX] {
			assert!(steepest.factors(seconds).is_ok(), "{seconds}");
		}
		// Of 30 days in a second, up to the error of the exponential.
		let most = steepest.factors(0).unwrap().raised.into_inner();
		assert!(most.abs_diff(25_920_001 * ONE.cast_signed()) < 1_000_000_000);
		for text in ["10", "1.000000000000000001"] {
			assert!(!power(text).is_valid(), "{text}");
			assert_eq!(power(text).factors(3_600), Err(MathsError::OutsideDomain), "{text}");
		}
	}

	#[test]
	fn a_power_of_zero_moves_all_expiries_alike() {
		let shock = VolatilityShock { near_power: Rate::ZERO, far_power: Rate::ZERO, ..shock() };
		assert_eq!(shock.factors(60), shock.factors(100_000_000));
		let negative = VolatilityShock { up: "-0.1".parse().unwrap(), ..shock };
		assert_eq!(negative.factors(60), Err(MathsError::OutsideDomain));
	}
}
