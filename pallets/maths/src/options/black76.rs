// SPDX-License-Identifier: Apache-2.0
//! Black's formula of 1976.
//!
//! # Source
//!
//! F. Black, "The pricing of commodity contracts", Journal of Financial Economics 3 (1976). The way it
//! is computed, out of the money first by Mills ratios, is in the crate's README.

use super::{
	expiry::{Expiry, Shock, Strike},
	kind::{payoff, OptionKind},
	out_of_the_money::Point,
};
use crate::{
	functions::{binary::Binary, Logarithm},
	units::{Price, Rate, Volatility},
	MathsError,
};

/// A European option on a forward.
///
/// call = D (F·N(d1) − K·N(d2)), put = D (K·N(−d2) − F·N(−d1)), with D = e^(−rt), v = σ√t,
/// d1 = ln(F/K)/v + v/2 and d2 = d1 − v.
///
/// Without time or without volatility the price is the discounted intrinsic value, and a total
/// volatility of 32 or more counts as infinite. Every combination answers or is refused: |r|·t must be
/// below 64 (`OutsideDomain`), and prices must fit (`Overflow`).
///
/// Source: Black 1976.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Black76 {
	/// Forward price F of the underlying for the expiry.
	pub forward: Price,
	/// Strike K.
	pub strike: Price,
	/// Annual volatility σ.
	pub volatility: Volatility,
	/// Time to expiry, in seconds.
	pub seconds_to_expiry: u64,
	/// Continuous annual rate r of the discount.
	pub rate: Rate,
}

impl Black76 {
	pub(super) fn parts(&self) -> Result<(Expiry, Strike), MathsError> {
		let expiry = Expiry::new(self.forward, self.seconds_to_expiry, self.rate)?;
		Ok((expiry, Strike::new(self.strike)))
	}

	/// The price of one kind, in USD per coin: see [`Black76::prices`].
	pub fn price(&self, kind: OptionKind) -> Result<Price, MathsError> {
		let (call, put) = self.prices()?;
		Ok(match kind {
			OptionKind::Call => call,
			OptionKind::Put => put,
		})
	}

	/// Call and put, in USD per coin. Their difference is D (F − K) rounded to nearest, exactly.
	///
	/// Error: at most 4·10^-18 (1 + max(F, K)), tested, not proved. Rounded to nearest: nobody owes a
	/// price to anybody, and whoever pays one rounds then. Source: Black 1976.
	pub fn prices(&self) -> Result<(Price, Price), MathsError> {
		let (expiry, strike) = self.parts()?;
		expiry.prices(&strike, self.volatility)
	}

	/// What the option is worth beyond its [intrinsic](Self::intrinsic) value: see [`Expiry::time_value`].
	pub fn time_value(&self) -> Result<Price, MathsError> {
		let (expiry, strike) = self.parts()?;
		expiry.time_value(&strike, self.volatility)
	}

	/// The discounted payoff at the forward, D·max(F − K, 0) of a call, in USD per coin: the least the
	/// option is worth. Error: one rounding to nearest, and 2^-74 of itself for D. Source: Black 1976.
	pub fn intrinsic(&self, kind: OptionKind) -> Result<Price, MathsError> {
		let expiry = Expiry::new(self.forward, self.seconds_to_expiry, self.rate)?;
		expiry.intrinsic(kind, self.strike)
	}
}

impl Expiry {
	/// Call and put of one strike at one volatility, in USD per coin. Their difference is D (F − K)
	/// rounded to nearest, exactly.
	///
	/// Error: at most 4·10^-18 (1 + max(F, K)), tested, not proved. Rounded to nearest: nobody owes a
	/// price to anybody. Source: Black 1976.
	pub fn prices(
		&self,
		strike: &Strike,
		volatility: Volatility,
	) -> Result<(Price, Price), MathsError> {
		self.prices_at(strike, &self.level(volatility)?)
	}

	/// [`Expiry::prices`] at a volatility whose terms are known: the same digits. `level` must be of this
	/// expiry's time.
	pub fn prices_at(&self, strike: &Strike, level: &Level) -> Result<(Price, Price), MathsError> {
		self.prices_on(self.forward, self.logarithm, strike, level)
	}

	/// [`Expiry::prices_at`] with the forward multiplied by a shock: one cell of a scenario grid.
	/// Agrees with the price on that forward to the error of a price: the shocked forward is rounded to
	/// nearest. Source: Black 1976.
	pub fn prices_under(
		&self,
		shock: &Shock,
		strike: &Strike,
		level: &Level,
	) -> Result<(Price, Price), MathsError> {
		let forward = Price::from_inner(shock.factor.of(self.forward.into_inner())?);
		let logarithm = self.logarithm.map(|forward| forward.plus(shock.logarithm));
		self.prices_on(forward, logarithm, strike, level)
	}

	/// Call and put on another forward of the same expiry, given with its logarithm.
	pub(crate) fn prices_on(
		&self,
		forward: Price,
		logarithm: Option<Logarithm>,
		strike: &Strike,
		level: &Level,
	) -> Result<(Price, Price), MathsError> {
		let outside = self.time_value_on(forward, logarithm, strike, level)?;
		let apart = forward.into_inner().abs_diff(strike.price.into_inner());
		let inside = outside.checked_add(Price::from_inner(self.discount.of(apart)?))?;
		Ok(if strike.price >= forward { (outside, inside) } else { (inside, outside) })
	}

	/// The option out of the money on another forward of the same expiry, given with its logarithm.
	#[inline]
	fn time_value_on(
		&self,
		forward: Price,
		logarithm: Option<Logarithm>,
		strike: &Strike,
		level: &Level,
	) -> Result<Price, MathsError> {
		let point = Point::between(logarithm, strike.logarithm, level)?;
		let money = self.discounted(forward.min(strike.price));
		Ok(Price::from_inner(point.value_of(money)?.cast_unsigned()))
	}

	/// What an option is worth beyond its intrinsic value, in USD per coin: `price − intrinsic`, both
	/// discounted, to the last digit, and the same for call and put by parity.
	///
	/// It is the price of whichever of the two is out of the money. Never negative; zero without time or
	/// volatility. Error: at most that of a price. Rounded to nearest: nobody owes it to anybody.
	/// Source: Black 1976, with put-call parity.
	pub fn time_value(&self, strike: &Strike, volatility: Volatility) -> Result<Price, MathsError> {
		self.time_value_on(self.forward, self.logarithm, strike, &self.level(volatility)?)
	}

	/// The price of one kind, one strike and one volatility, in USD per coin. Error, rounding and source
	/// as of [`Expiry::prices`].
	pub fn price(
		&self,
		kind: OptionKind,
		strike: &Strike,
		volatility: Volatility,
	) -> Result<Price, MathsError> {
		let (call, put) = self.prices(strike, volatility)?;
		Ok(match kind {
			OptionKind::Call => call,
			OptionKind::Put => put,
		})
	}

	/// The discounted payoff at the forward, D·max(F − K, 0) of a call, in USD per coin. Error: one
	/// rounding to nearest, and 2^-74 of itself for D. Source: Black 1976.
	#[inline]
	pub fn intrinsic(&self, kind: OptionKind, strike: Price) -> Result<Price, MathsError> {
		self.discount
			.of(payoff(kind, strike, self.forward).into_inner())
			.map(Price::from_inner)
	}

	/// What all strikes share at one volatility: v = σ√t and 1/v, each to some 60 bits. It holds for every
	/// forward of the same expiry. No volatility and no time are in the domain. Source: Black 1976.
	#[inline(always)]
	pub fn level(&self, volatility: Volatility) -> Result<Level, MathsError> {
		Level::new(volatility, self.root_per_unit)
	}
}

/// A volatility with the time of an expiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
	/// v = σ√t.
	pub(crate) total: Binary,
	/// 1 / v; zero for no volatility.
	pub(crate) inverse: Binary,
}

impl Level {
	/// Of an annual volatility, and √years · 10^-18.
	#[inline(always)]
	pub(crate) fn new(annual: Volatility, root_per_unit: Binary) -> Result<Self, MathsError> {
		let total = Binary::from_fixed(annual.into_inner(), 0).times(root_per_unit);
		let inverse = if total.is_zero() { Binary::ZERO } else { total.reciprocal()? };
		Ok(Self { total, inverse })
	}
}

/// A number with 18 decimals in binary.
pub(crate) fn per_unit(units: u128) -> Binary {
	Binary::from_fixed(units, 0).times(Binary::LAST_DIGIT)
}
