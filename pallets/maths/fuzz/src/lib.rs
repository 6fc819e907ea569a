// SPDX-License-Identifier: Apache-2.0
//! Inputs that several targets share.

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use market_maths::{
	arithmetic::ONE,
	options::Black76,
	units::{Price, Rate, Volatility},
};

/// Raw material of an option.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub struct Raw {
	/// Any forward's digits.
	pub forward: u128,
	/// Strike over forward.
	pub ratio: u32,
	/// Digits of the volatility.
	pub volatility: u64,
	/// Seconds to expiry.
	pub seconds: u32,
	/// Digits of the rate.
	pub rate: i64,
}

impl Raw {
	/// An option that a market could have: 10^-6 to 10^7 USD, strikes up to 64 times apart, three years,
	/// volatility up to 500 %, rate up to 92 % either way over ten.
	pub fn option(&self) -> Black76 {
		let forward = ONE / 1_000_000 + self.forward % (10_000_000 * ONE);
		// From 1/64 to 64 with 20 binary digits.
		let ratio = u128::from(self.ratio % (1 << 26)).max(1 << 14);
		Black76 {
			forward: Price::from_inner(forward),
			strike: Price::from_inner((forward * ratio) >> 20),
			volatility: Volatility::from_inner(u128::from(self.volatility) % (5 * ONE)),
			seconds_to_expiry: u64::from(self.seconds) % 94_608_000,
			rate: Rate::from_inner(i128::from(self.rate) / 10),
		}
	}
}

/// The bound on the error of a price, in its last digits.
pub fn error_of(option: &Black76) -> u128 {
	let larger = option.forward.max(option.strike).into_inner();
	2 + 4 * (ONE + larger).div_ceil(ONE)
}
