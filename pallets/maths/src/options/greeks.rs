// SPDX-License-Identifier: Apache-2.0
//! How an option's price reacts.
//!
//! # Source
//!
//! Derivatives of Black 1976 in closed form; the terms are under [`Greeks`].

use super::{
	black76::Black76,
	expiry::{Expiry, Strike},
	kind::OptionKind,
	out_of_the_money::Point,
};
use crate::{
	functions::{binary::Binary, times_fraction},
	units::{Price, Rate, Usd, Volatility},
	MathsError,
};
use core::hint::select_unpredictable;

/// Derivatives of one coin's worth of an option, long.
///
/// Without time or without volatility delta is the discount or zero (half the discount exactly at
/// the strike), gamma and vega are zero.
///
/// Errors, tested for forwards of 0.01 to 10⁶, a minute to three years and 5 to 400 % of volatility:
///
/// | | at most |
/// |---|---|
/// | delta | 10^-17 |
/// | gamma | 10^-18 + 10^-15 of itself |
/// | vega | 10^-17 (1 + F) |
/// | theta | 10^-17 (1 + F) + 10^-15 of itself |
/// | rho | 1 + t times the error of a price |
///
/// All are rounded to nearest: nobody owes them to anybody. Source: Black 1976.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Greeks {
	/// USD per USD of forward: D·N(d1) for a call, −D·N(−d1) for a put.
	pub delta: Rate,
	/// Delta per USD of forward: D·φ(d1) / (F·v).
	pub gamma: Rate,
	/// USD per 100 % of volatility: D·F·φ(d1)·√t.
	pub vega: Usd,
	/// USD per year that passes at fixed forward: r·price − D·F·φ(d1)·σ / (2√t).
	pub theta: Usd,
	/// USD per 100 % of rate at fixed forward: −t·price.
	pub rho: Usd,
}

impl Black76 {
	/// The greeks of one kind, for one coin, long: see [`Expiry::price_and_greeks`].
	pub fn greeks(&self, kind: OptionKind) -> Result<Greeks, MathsError> {
		let (expiry, strike) = self.parts()?;
		let (_, greeks) = expiry.price_and_greeks(kind, &strike, self.volatility)?;
		Ok(greeks)
	}
}

impl Expiry {
	/// The price of one kind, in USD per coin and to the last digit that of [`Expiry::price`], with its greeks,
	/// which share most of their work.
	///
	/// Domain and rounding are those of the price; errors are under [`Greeks`]. The deltas of call and put
	/// differ by the discount factor exactly. `Overflow` where a greek does not fit. Source: Black 1976.
	pub fn price_and_greeks(
		&self,
		kind: OptionKind,
		strike: &Strike,
		volatility: Volatility,
	) -> Result<(Price, Greeks), MathsError> {
		let level = self.level(volatility)?;
		// Needs nothing of the level, which a processor waits for.
		let intrinsic = self.intrinsic(kind, strike.price)?;
		let strike_is_larger = strike.price >= self.forward;
		// D·min(F, K) in last digits of a price. No processor can tell beforehand which is the smaller.
		let smaller = select_unpredictable(strike_is_larger, &self.binary, &strike.binary);
		let money = smaller.times(self.factor);
		let inside = match Point::between(self.logarithm, strike.logarithm, &level)? {
			Point::Inside(inside) => inside,
			Point::Whole => {
				return self.of_certain(kind, intrinsic, money.rounded()?, Binary::ZERO, false)
			},
			Point::Worthless => {
				// Half of the discount exactly at the strike.
				let at_strike = strike.price == self.forward;
				let lesser = if at_strike { self.factor.scaled(-1) } else { Binary::ZERO };
				return self.of_certain(kind, intrinsic, 0, lesser, strike_is_larger);
			},
		};
		// D·F·φ(d1) = D·min(F, K)·φ(a).
		let density = inside.density.loosely(money);
		let price = with_time_value(intrinsic, inside.value_of(money, density)?)?;
		let lesser_ratio = inside.lesser_ratio(strike_is_larger);
		let lesser = density.loosely(self.inverse_forward.loosely(lesser_ratio)).rounded_word()?;
		let lesser = Rate::from_inner(lesser);
		let gamma = density.loosely(self.inverse_square.loosely(level.inverse));
		// v / (2t) = σ / (2√t).
		let decay = density.loosely(self.half_inverse_years.loosely(level.total));
		let (interest, rho) = self.of_price(price)?;
		let greeks = Greeks {
			delta: self.delta(kind, lesser, inside.call_delta_is_lesser(strike_is_larger))?,
			gamma: Rate::from_inner(gamma.rounded_word()?),
			vega: Usd::from_inner(density.loosely(self.root_time).rounded()?),
			theta: interest.checked_sub(Usd::from_inner(decay.rounded()?))?,
			rho,
		};
		Ok((price, greeks))
	}

	/// An option of which nothing is uncertain.
	#[cold]
	fn of_certain(
		&self,
		kind: OptionKind,
		intrinsic: Price,
		time_value: i128,
		lesser: Binary,
		call_is_lesser: bool,
	) -> Result<(Price, Greeks), MathsError> {
		let price = with_time_value(intrinsic, time_value)?;
		let lesser = i128::try_from(lesser.to_decimal()?).map_err(|_| MathsError::Overflow)?;
		let delta = self.delta(kind, Rate::from_inner(lesser), call_is_lesser)?;
		let (theta, rho) = self.of_price(price)?;
		Ok((price, Greeks { delta, gamma: Rate::ZERO, vega: Usd::ZERO, theta, rho }))
	}

	/// r·price, and −t·price.
	#[inline(always)]
	fn of_price(&self, price: Price) -> Result<(Usd, Usd), MathsError> {
		let units = price.into_inner();
		let (interest, rho) = match self.fractions {
			// Up to 79 billion USD.
			Some([interest, years]) if units < 1 << 96 => (
				times_fraction(units, interest).cast_signed(),
				times_fraction(units, years).cast_signed(),
			),
			_ => self.of_any_price(units)?,
		};
		let interest = if self.rate.is_negative() { interest.wrapping_neg() } else { interest };
		Ok((Usd::from_inner(interest), Usd::from_inner(rho.wrapping_neg())))
	}

	/// Sizes of r·price and t·price.
	#[cold]
	fn of_any_price(&self, units: u128) -> Result<(i128, i128), MathsError> {
		let price = Binary::from_fixed(units, 0);
		Ok((price.loosely(self.interest).rounded()?, price.loosely(self.years).rounded()?))
	}

	/// The smaller of the two deltas is `lesser`, the larger is what the discount leaves: so call
	/// delta minus put delta is the discount, exactly.
	fn delta(
		&self,
		kind: OptionKind,
		lesser: Rate,
		call_is_lesser: bool,
	) -> Result<Rate, MathsError> {
		let is_lesser = (kind == OptionKind::Call) == call_is_lesser;
		let size = match self.discount_units {
			Some(whole) => {
				let larger = whole.checked_sub(lesser)?.into_inner();
				Rate::from_inner(select_unpredictable(is_lesser, lesser.into_inner(), larger))
			},
			None if is_lesser => lesser,
			None => return Err(MathsError::Overflow),
		};
		match kind {
			OptionKind::Call => Ok(size),
			OptionKind::Put => size.checked_neg(),
		}
	}
}

#[inline(always)]
fn with_time_value(intrinsic: Price, time_value: i128) -> Result<Price, MathsError> {
	intrinsic.checked_add(Price::from_inner(time_value.cast_unsigned()))
}
