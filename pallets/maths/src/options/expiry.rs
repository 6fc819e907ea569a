// SPDX-License-Identifier: Apache-2.0
//! What the prices of one expiry share, computed once for all its strikes and volatilities.

use super::{black76::per_unit, SECONDS_PER_YEAR};
use crate::{
	arithmetic::ONE,
	functions::{binary::Binary, Discount, Logarithm},
	units::{Price, Rate},
	MathsError,
};

/// A forward with its time and rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expiry {
	pub(crate) forward: Price,
	pub(super) seconds: u64,
	pub(super) rate: Rate,
	/// Of the forward's stored integer; `None` for a forward of zero.
	pub(crate) logarithm: Option<Logarithm>,
	/// The forward in binary.
	pub(super) binary: Binary,
	/// 1 / forward, in coins per USD; zero for a forward of zero.
	pub(super) inverse_forward: Binary,
	/// √years.
	pub(crate) root_time: Binary,
	/// 1 / √years; zero for no time.
	pub(super) inverse_root_time: Binary,
	/// Years.
	pub(super) years: Binary,
	/// The size of the rate.
	pub(super) interest: Binary,
	/// Value now of one USD at expiry.
	pub(super) discount: Discount,
	/// The same with 18 decimals; `None` where that does not fit.
	pub(super) discount_units: Option<Rate>,
	/// The same, to 64 bits.
	pub(crate) factor: Binary,
}

impl Expiry {
	/// Refuses rates and times whose discount cannot be represented.
	pub fn new(forward: Price, seconds_to_expiry: u64, rate: Rate) -> Result<Self, MathsError> {
		let binary = per_unit(forward.into_inner());
		let root_time = root_of_years(seconds_to_expiry)?;
		let discount = Discount::new(rate.into_inner(), seconds_to_expiry)?;
		Ok(Self {
			forward,
			seconds: seconds_to_expiry,
			rate,
			logarithm: Logarithm::of(forward.into_inner()).ok(),
			binary,
			inverse_forward: inverse(binary),
			root_time,
			inverse_root_time: if root_time.is_zero() {
				Binary::ZERO
			} else {
				root_time.reciprocal()?
			},
			years: root_time.times(root_time),
			interest: per_unit(rate.into_inner().unsigned_abs()),
			factor: discount.binary(),
			discount_units: discount
				.of(ONE)
				.ok()
				.and_then(|units| i128::try_from(units).ok())
				.map(Rate::from_inner),
			discount,
		})
	}

	/// The same expiry with another forward.
	pub fn with_forward(self, forward: Price) -> Self {
		let binary = per_unit(forward.into_inner());
		Self {
			forward,
			logarithm: Logarithm::of(forward.into_inner()).ok(),
			binary,
			inverse_forward: inverse(binary),
			..self
		}
	}

	/// The same expiry with its forward multiplied by a shock, rounded to nearest. Takes a fraction of
	/// the time of [`Expiry::with_forward`], and agrees with it to the error of a price.
	pub fn under(self, shock: &Shock) -> Result<Self, MathsError> {
		Ok(Self {
			forward: Price::from_inner(shock.factor.of(self.forward.into_inner())?),
			logarithm: self.logarithm.map(|forward| forward.plus(shock.logarithm)),
			binary: self.binary.times(shock.factor),
			inverse_forward: self.inverse_forward.times(shock.inverse),
			..self
		})
	}

	/// The forward.
	pub const fn forward(&self) -> Price {
		self.forward
	}

	/// Value now of one USD at expiry, rounded to nearest.
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
	/// The strike in binary.
	pub(super) binary: Binary,
}

impl Strike {
	/// Any price is a strike.
	pub fn new(price: Price) -> Self {
		Self {
			price,
			logarithm: Logarithm::of(price.into_inner()).ok(),
			binary: per_unit(price.into_inner()),
		}
	}

	/// The strike.
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
	/// A multiplier: 0.84 for 16 % down. Refuses zero and less.
	pub fn new(multiplier: Rate) -> Result<Self, MathsError> {
		let units =
			u128::try_from(multiplier.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
		let logarithm = Logarithm::of(units)?.minus(Logarithm::of(ONE)?);
		let factor = Binary::from_fixed(units, 0).over(Binary::from_fixed(ONE, 0))?;
		Ok(Self { factor, logarithm, inverse: factor.reciprocal()? })
	}
}

/// One over a price, in coins per USD; zero for a price of zero.
pub(crate) fn per_price(price: Price) -> Binary {
	inverse(per_unit(price.into_inner()))
}

/// One over a number, or zero for zero.
fn inverse(number: Binary) -> Binary {
	number.reciprocal().unwrap_or(Binary::ZERO)
}

/// √(seconds / year), relative error at most 2^-61.
fn root_of_years(seconds: u64) -> Result<Binary, MathsError> {
	if seconds == 0 {
		return Ok(Binary::ZERO);
	}
	// With an even shift to 125 bits at least, 101 remain after the division.
	let shift = seconds.leading_zeros().wrapping_add(62) & !1;
	let years = u128::from(seconds)
		.wrapping_shl(shift)
		.checked_div(SECONDS_PER_YEAR.into())
		.ok_or(MathsError::DivisionByZero)?;
	// Widen once more so that the root has 63 or 64 bits.
	let widen = years.leading_zeros() & !1;
	let root = years.wrapping_shl(widen).isqrt();
	let halved = i32::try_from(shift.wrapping_add(widen) / 2).map_err(|_| MathsError::Overflow)?;
	Ok(Binary::from_fixed(root, halved))
}
