// SPDX-License-Identifier: Apache-2.0
//! Inputs and bounds that several targets share.

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use market_maths::{
	arithmetic::ONE,
	options::{Black76, Expiry, OptionKind},
	units::{Price, Rate, Volatility},
	MathsError,
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
	/// Instead of the ratio: by how many last digits the strike is above the forward.
	pub beside: Option<i64>,
}

impl Raw {
	/// An option that a market could have: 10^-6 to 10^7 USD, strikes up to 64 times apart, three years,
	/// volatility up to 500 %, rate up to 92 % either way.
	pub fn option(&self) -> Black76 {
		let forward = ONE / 1_000_000 + self.forward % (10_000_000 * ONE);
		let strike = match self.beside {
			Some(digits) => {
				forward.saturating_add_signed(digits.into()).clamp(forward / 64, forward * 64)
			},
			None => {
				// From 1/64 to 64 with 20 binary digits.
				let ratio = u128::from(self.ratio % (1 << 26)).max(1 << 14);
				(forward * ratio) >> 20
			},
		};
		Black76 {
			forward: Price::from_inner(forward),
			strike: Price::from_inner(strike),
			volatility: Volatility::from_inner(u128::from(self.volatility) % (5 * ONE)),
			seconds_to_expiry: u64::from(self.seconds) % 94_608_000,
			rate: Rate::from_inner(i128::from(self.rate) / 10),
		}
	}
}

/// The bound on the error of a price, in its last digits: 4·10^-18 (1 + max(F, K)), and two for its
/// rounding and that of the bound.
///
/// It is meant for discounts up to one. A rate below zero multiplies a price and its error alike.
pub fn error_of(option: &Black76) -> u128 {
	let larger = option.forward.max(option.strike).into_inner();
	let one_at_expiry = discounted(option, Price::from_inner(ONE)).into_inner();
	(2 + 4 * (ONE + larger).div_ceil(ONE)) * one_at_expiry.div_ceil(ONE)
}

/// What a price at the option's expiry is worth now.
pub fn discounted(option: &Black76, price: Price) -> Price {
	Expiry::new(price, option.seconds_to_expiry, option.rate)
		.and_then(|expiry| expiry.intrinsic(OptionKind::Call, Price::ZERO))
		.expect("a market's rate and time have a discount")
}

/// Whether a refusal of greeks is a true one: gamma, D·φ(d1) / (F·σ·√t), does not fit its type.
///
/// It holds 1.7·10^20. With D below 16, φ below 0.4 and a second or more, more than that takes an F·σ below
/// 2.12·10^-16.
pub fn is_gamma_too_large(option: &Black76, refusal: MathsError) -> bool {
	let product = option.forward.into_inner().checked_mul(option.volatility.into_inner());
	refusal == MathsError::Overflow && product.is_some_and(|product| product <= 212 * ONE)
}
