// SPDX-License-Identifier: Apache-2.0
//! What the prices of one expiry share, computed once for all its strikes and volatilities.
//!
//! # Source
//!
//! The terms of Black 1976, D = e^(−rt) and √t among them. A year has 365 days of 86,400 seconds.

use super::black76::per_unit;
use crate::{
	arithmetic::{multiply_divide, Rounding, ONE},
	functions::{binary::Binary, Discount, Logarithm},
	units::{Price, Rate},
	MathsError,
};

/// 1 / 31,536,000.
const YEARS_PER_SECOND: Binary = Binary::from_parts(0x883148f5cb1270b8, -24);

/// A forward with its time and rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expiry {
	pub(crate) forward: Price,
	pub(crate) seconds: u64,
	pub(super) rate: Rate,
	/// Of the forward's stored integer; `None` for a forward of zero.
	pub(crate) logarithm: Option<Logarithm>,
	/// The forward's stored integer in binary.
	pub(super) binary: Binary,
	/// The discounted forward, in last digits of a price.
	pub(super) money: Binary,
	/// 1 / forward, in coins per USD; zero for a forward of zero.
	pub(super) inverse_forward: Binary,
	/// Its square.
	pub(super) inverse_square: Binary,
	/// √years.
	pub(crate) root_time: Binary,
	/// √years · 10^-18: times the stored integer of a volatility it is the total one.
	pub(crate) root_per_unit: Binary,
	/// 1 / √years; zero for no time.
	pub(super) inverse_root_time: Binary,
	/// 1 / (2 · years); zero for no time.
	pub(super) half_inverse_years: Binary,
	/// Years.
	pub(super) years: Binary,
	/// The size of the rate.
	pub(super) interest: Binary,
	/// The size of the rate and years as fractions of 2^64, where both fit: below 100 % and a year.
	pub(super) fractions: Option<[u64; 2]>,
	/// Value now of one USD at expiry.
	pub(super) discount: Discount,
	/// The same with 18 decimals; `None` where that does not fit.
	pub(super) discount_units: Option<Rate>,
	/// The same, to 64 bits.
	pub(crate) factor: Binary,
}

impl Expiry {
	/// Forward in USD per coin, rate per year and continuous. Refuses |rate| · years of 64 and more.
	///
	/// Each term is rounded to some 60 bits and D to 2^-74 of itself, which the bounds on prices and greeks
	/// include.
	#[inline]
	pub fn new(forward: Price, seconds_to_expiry: u64, rate: Rate) -> Result<Self, MathsError> {
		let years = Binary::from_word(seconds_to_expiry, 0).times(YEARS_PER_SECOND);
		let (root_time, inverse_root_time) = years.root_and_inverse();
		let discount = Discount::new(rate.into_inner(), seconds_to_expiry)?;
		let factor = discount.binary();
		let inverse_forward = per_price(forward);
		let interest = per_unit(rate.into_inner().unsigned_abs());
		Ok(Self {
			forward,
			seconds: seconds_to_expiry,
			rate,
			logarithm: Logarithm::of(forward.into_inner()).ok(),
			binary: Binary::from_fixed(forward.into_inner(), 0),
			money: discounted(forward, factor),
			inverse_forward,
			inverse_square: inverse_forward.times(inverse_forward),
			root_time,
			root_per_unit: root_time.times(Binary::LAST_DIGIT),
			inverse_root_time,
			half_inverse_years: inverse_root_time.times(inverse_root_time).scaled(-1),
			years,
			interest,
			fractions: interest
				.to_fixed(64)
				.zip(years.to_fixed(64))
				.map(|(interest, years)| [interest, years]),
			factor,
			discount_units: discount
				.of(ONE)
				.ok()
				.and_then(|units| i128::try_from(units).ok())
				.map(Rate::from_inner),
			discount,
		})
	}

	/// The same expiry with another forward, in USD per coin. Zero is allowed: calls are then worth nothing.
	pub fn with_forward(self, forward: Price) -> Self {
		let inverse_forward = per_price(forward);
		Self {
			forward,
			logarithm: Logarithm::of(forward.into_inner()).ok(),
			binary: Binary::from_fixed(forward.into_inner(), 0),
			money: self.discounted(forward),
			inverse_forward,
			inverse_square: inverse_forward.times(inverse_forward),
			..self
		}
	}

	/// The same expiry with its forward multiplied by a shock, rounded to nearest. Takes a fraction of
	/// the time of [`Expiry::with_forward`], and agrees with it to the error of a price.
	pub fn under(self, shock: &Shock) -> Result<Self, MathsError> {
		let forward = Price::from_inner(shock.factor.of(self.forward.into_inner())?);
		let inverse_forward = self.inverse_forward.times(shock.inverse);
		Ok(Self {
			forward,
			logarithm: self.logarithm.map(|forward| forward.plus(shock.logarithm)),
			binary: Binary::from_fixed(forward.into_inner(), 0),
			money: self.discounted(forward),
			inverse_forward,
			inverse_square: inverse_forward.times(inverse_forward),
			..self
		})
	}

	/// What a price at expiry is worth now, in last digits, to 64 bits.
	#[inline]
	pub(super) fn discounted(&self, price: Price) -> Binary {
		discounted(price, self.factor)
	}

	/// The forward, in USD per coin.
	pub const fn forward(&self) -> Price {
		self.forward
	}

	/// The most that any option of this expiry can move with its volatility, in USD per coin and 100 % of it:
	/// vega is D·F·√t·φ(d1), and φ nowhere exceeds 1 / √2π = 0.3989…, for which 0.4 stands here. So no price is
	/// further from another one at a volatility `x` away than `x` times this, whatever strike or volatility.
	///
	/// Rounded up, but for one last digit never less than a vega. `Overflow` where it does not fit. Source: vega
	/// of Black 1976.
	pub fn greatest_vega(&self) -> Result<Price, MathsError> {
		let rooted = self.money.times(self.root_time).rounded()?.unsigned_abs();
		multiply_divide(rooted, 2, 5, Rounding::Up).map(Price::from_inner)
	}

	/// D = e^(−rt): the value now of one USD at expiry. Rounded to nearest, and off by 2^-74 of itself before
	/// that: nobody owes it to anybody. `Overflow` where it does not fit. Source: continuous compounding.
	pub fn discount_factor(&self) -> Result<Rate, MathsError> {
		self.discount_units.ok_or(MathsError::Overflow)
	}
}

/// A strike with its logarithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strike {
	pub(crate) price: Price,
	/// Of the strike's stored integer; `None` for a strike of zero.
	pub(crate) logarithm: Option<Logarithm>,
	/// The strike's stored integer in binary.
	pub(super) binary: Binary,
}

impl Strike {
	/// Any price, in USD per coin, is a strike. Its logarithm is off by 2^-75 at most.
	#[inline]
	pub fn new(price: Price) -> Self {
		Self {
			price,
			logarithm: Logarithm::of(price.into_inner()).ok(),
			binary: Binary::from_fixed(price.into_inner(), 0),
		}
	}

	/// The strike, in USD per coin.
	pub const fn price(&self) -> Price {
		self.price
	}
}

/// A factor on forwards, with what all forwards under it share. A scenario grid has a few of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shock {
	pub(crate) factor: Binary,
	/// Of the factor.
	pub(crate) logarithm: Logarithm,
	/// 1 / factor.
	inverse: Binary,
}

impl Shock {
	/// A multiplier: 0.84 for 16 % down. Refuses zero and less. Kept to 2^-62 of itself.
	pub fn new(multiplier: Rate) -> Result<Self, MathsError> {
		let units =
			u128::try_from(multiplier.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
		let logarithm = Logarithm::of(units)?.minus(Logarithm::of(ONE)?);
		let factor = Binary::from_fixed(units, 0).over(Binary::from_fixed(ONE, 0))?;
		Ok(Self { factor, logarithm, inverse: factor.reciprocal()? })
	}
}

/// A price at expiry times its discount factor, in last digits.
#[inline]
fn discounted(price: Price, factor: Binary) -> Binary {
	Binary::from_fixed(price.into_inner(), 0).times(factor)
}

/// One over a price, in coins per USD; zero for a price of zero.
pub(crate) fn per_price(price: Price) -> Binary {
	inverse(Binary::from_fixed(price.into_inner(), 0)).times(Binary::LAST_DIGITS)
}

/// One over a number, or zero for zero.
fn inverse(number: Binary) -> Binary {
	number.reciprocal().unwrap_or(Binary::ZERO)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::options::{OptionKind, SECONDS_PER_YEAR};

	#[test]
	fn no_vega_is_greater_than_the_greatest() {
		let forward: Price = "90000".parse().unwrap();
		for (seconds, rate) in
			[(60, "0"), (86_400, "0"), (30 * 86_400, "0.05"), (94_608_000, "-0.02")]
		{
			let expiry = Expiry::new(forward, seconds, rate.parse().unwrap()).unwrap();
			let greatest = expiry.greatest_vega().unwrap().into_inner();
			let mut found = 0;
			for strike in ["1000", "80000", "89000", "90000", "91000", "100000", "900000"] {
				let strike = Strike::new(strike.parse().unwrap());
				for volatility in ["0.05", "0.5", "2", "10"] {
					let (_, greeks) = expiry
						.price_and_greeks(OptionKind::Call, &strike, volatility.parse().unwrap())
						.unwrap();
					found = found.max(greeks.vega.into_inner().unsigned_abs());
				}
			}
			assert!(found <= greatest, "{found} of {greatest}");
			let nearly = found.saturating_mul(100) > greatest.saturating_mul(95);
			assert!(nearly, "and it is not far above them: {found}, {greatest}");
		}
		let expired = Expiry::new(forward, 0, Rate::ZERO).unwrap();
		assert_eq!(expired.greatest_vega(), Ok(Price::ZERO));
	}

	#[test]
	fn a_year_has_its_seconds() {
		let expiry = Expiry::new(Price::ZERO, SECONDS_PER_YEAR, Rate::ZERO).unwrap();
		assert!(
			expiry.years <= Binary::ONE
				&& expiry.years > Binary::ONE.minus(Binary::ONE.scaled(-62)).unwrap()
		);
	}
}
