// SPDX-License-Identifier: Apache-2.0
//! The forward while its settlement price is being formed.
//!
//! # Source
//!
//! Derive v2, forwards of expiries that settle on a time-weighted average (public contracts): fixed and
//! variable portion, of which a shock moves the second.

use super::expiry::Shock;
use crate::{
	arithmetic::{multiply_divide, Rounding},
	units::Price,
	MathsError,
};

/// The forward of an expiry that settles on an average over its last `window_seconds`, in two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettlingForward {
	/// What the average has already decided. No shock moves it.
	pub fixed: Price,
	/// What it has not.
	pub variable: Price,
}

impl SettlingForward {
	/// The forward that options are priced on, in USD per coin: both parts together. Exact.
	pub fn forward(&self) -> Result<Price, MathsError> {
		self.fixed.checked_add(self.variable)
	}

	/// The forward under a shock, which moves only what is not decided yet: so the delta bleeds out as the
	/// average forms. The shocked part is rounded to nearest. Source: Derive v2.
	pub fn under(&self, shock: &Shock) -> Result<Price, MathsError> {
		let variable = Price::from_inner(shock.factor.of(self.variable.into_inner())?);
		self.fixed.checked_add(variable)
	}
}

/// Splits the forward: realised average · elapsed / window is fixed, forward · remaining / window is
/// not. Before the window all of it is variable, after expiry all of it is fixed.
///
/// USD per coin and seconds. Both parts are rounded down, so that the forward is short by less than two last
/// digits: puts gain them and calls lose them, for longs and shorts alike. `DivisionByZero` without a window.
/// Source: Derive v2.
pub fn settling_forward(
	realised_average: Price,
	forward: Price,
	seconds_to_expiry: u64,
	window_seconds: u64,
) -> Result<SettlingForward, MathsError> {
	let remaining = seconds_to_expiry.min(window_seconds);
	let elapsed = window_seconds.saturating_sub(remaining);
	let part = |price: Price, seconds: u64| {
		multiply_divide(price.into_inner(), seconds.into(), window_seconds.into(), Rounding::Down)
			.map(Price::from_inner)
	};
	Ok(SettlingForward {
		fixed: part(realised_average, elapsed)?,
		variable: part(forward, remaining)?,
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_forward_is_decided_little_by_little() {
		let price = |text: &str| text.parse::<Price>().unwrap();
		let split =
			|seconds| settling_forward(price("1050"), price("1000"), seconds, 1_800).unwrap();
		assert_eq!(split(600).fixed, price("700"));
		assert_eq!(split(600).variable, price("333.333333333333333333"));
		assert_eq!(split(1_801).fixed, Price::ZERO);
		assert_eq!(split(1_801).variable, price("1000"));
		assert_eq!(split(0).fixed, price("1050"));
		assert_eq!(split(0).variable, Price::ZERO);
	}

	#[test]
	fn a_shock_moves_only_what_is_not_decided() {
		let price = |text: &str| text.parse::<Price>().unwrap();
		let split = settling_forward(price("1050"), price("1000"), 450, 1_800).unwrap();
		assert_eq!(split.forward(), Ok(price("1037.5")));
		let half = Shock::new("0.5".parse().unwrap()).unwrap();
		assert_eq!(split.under(&half), Ok(price("912.5")));
		let decided = settling_forward(price("1050"), price("1000"), 0, 1_800).unwrap();
		assert_eq!(decided.under(&half), decided.forward());
	}
}
