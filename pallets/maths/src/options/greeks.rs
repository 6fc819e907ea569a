// SPDX-License-Identifier: Apache-2.0
//! How an option's price reacts.

use super::{
	black76::Black76,
	expiry::{Expiry, Strike},
	kind::OptionKind,
	out_of_the_money::Point,
};
use crate::{
	functions::binary::Binary,
	units::{Price, Rate, Usd, Volatility},
	MathsError,
};

/// Derivatives of one coin's worth of an option, long.
///
/// Without time or without volatility delta is the discount or zero (half the discount exactly at
/// the strike), gamma and vega are zero.
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
	/// The greeks of one kind.
	pub fn greeks(&self, kind: OptionKind) -> Result<Greeks, MathsError> {
		let (expiry, strike) = self.parts()?;
		let (_, greeks) = expiry.price_and_greeks(kind, &strike, self.volatility)?;
		Ok(greeks)
	}
}

impl Expiry {
	/// The price of one kind with its greeks, which share most of their work.
	pub fn price_and_greeks(
		&self,
		kind: OptionKind,
		strike: &Strike,
		volatility: Volatility,
	) -> Result<(Price, Greeks), MathsError> {
		let level = self.level(volatility)?;
		let point = Point::between(self.logarithm, strike.logarithm, &level)?;
		let least = self.forward.min(strike.price).into_inner();
		let time_value = point.value().times(self.factor).of(least)?;
		let price =
			self.intrinsic(kind, strike.price)?.checked_add(Price::from_inner(time_value))?;

		let strike_is_larger = strike.price >= self.forward;
		let (density, lesser_ratio, call_is_lesser) = match &point {
			Point::Inside(inside) => (
				inside.density.times(self.factor),
				inside.lesser_ratio(strike_is_larger),
				inside.call_delta_is_lesser(strike_is_larger),
			),
			Point::Whole => (Binary::ZERO, Binary::ZERO, false),
			Point::Worthless => (Binary::ZERO, Binary::ZERO, strike_is_larger),
		};
		// D·φ(d1): φ(b) = φ(a) · K/F when the forward is the larger.
		let (density_of_forward, least) = if strike_is_larger {
			(density, self.binary)
		} else {
			(density.times(strike.binary.times(self.inverse_forward)), strike.binary)
		};
		let lesser = match &point {
			// Half of the discount.
			Point::Worthless if strike.price == self.forward => self.factor.scaled(-1),
			_ => density_of_forward.times(lesser_ratio),
		};
		let delta = self.delta(kind, lesser, call_is_lesser)?;

		let per_coin = density_of_forward.times(self.inverse_forward);
		let gamma = rate(per_coin.times(level.inverse).to_decimal()?)?;
		// D·F·φ(d1) = D·min(F, K)·φ(a).
		let in_money = density.times(least);
		let vega = usd(in_money.times(self.root_time).to_decimal()?)?;
		let decay = level.annual.times(self.inverse_root_time).scaled(-1);
		let decay = usd(in_money.times(decay).to_decimal()?)?;
		let theta = self.interest_on(price)?.checked_sub(decay)?;
		let rho = usd(self.years.of(price.into_inner())?)?.checked_neg()?;
		Ok((price, Greeks { delta, gamma, vega, theta, rho }))
	}

	/// The smaller of the two deltas is `lesser`, the larger is what the discount leaves: so call
	/// delta minus put delta is the discount, exactly.
	fn delta(
		&self,
		kind: OptionKind,
		lesser: Binary,
		call_is_lesser: bool,
	) -> Result<Rate, MathsError> {
		let lesser = rate(lesser.to_decimal()?)?;
		let size = if (kind == OptionKind::Call) == call_is_lesser {
			lesser
		} else {
			self.discount_factor()?.checked_sub(lesser)?
		};
		match kind {
			OptionKind::Call => Ok(size),
			OptionKind::Put => size.checked_neg(),
		}
	}

	/// r · price.
	fn interest_on(&self, price: Price) -> Result<Usd, MathsError> {
		let interest = usd(self.interest.of(price.into_inner())?)?;
		if self.rate.is_negative() {
			interest.checked_neg()
		} else {
			Ok(interest)
		}
	}
}

fn rate(units: u128) -> Result<Rate, MathsError> {
	i128::try_from(units).map(Rate::from_inner).map_err(|_| MathsError::Overflow)
}

fn usd(units: u128) -> Result<Usd, MathsError> {
	i128::try_from(units).map(Usd::from_inner).map_err(|_| MathsError::Overflow)
}
