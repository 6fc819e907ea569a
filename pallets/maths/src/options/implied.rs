// SPDX-License-Identifier: Apache-2.0
//! The volatility that explains a price.

use super::{
	black76::Black76,
	expiry::{Expiry, Strike},
	kind::OptionKind,
	out_of_the_money::Point,
};
use crate::{
	functions::{binary::Binary, Logarithm},
	units::{Price, Usd, Volatility},
	MathsError,
};

/// Steps after which the search stops wherever it is. Bisection alone would need 70.
const MOST_STEPS: u32 = 96;

/// The volatility at which an option has this price, rounded to nearest.
///
/// Refuses with `BelowIntrinsic`, `AtIntrinsic` or `AboveMaximum` where no single volatility has
/// it, and with `OutsideDomain` without time to expiry.
///
/// Error: at most 10^-15 of the volatility, and what the price's last digit means for it.
pub fn implied_volatility(
	kind: OptionKind,
	expiry: &Expiry,
	strike: &Strike,
	price: Price,
) -> Result<Volatility, MathsError> {
	let intrinsic = expiry.intrinsic(kind, strike.price)?;
	let time_value = price
		.checked_sub(intrinsic)
		.map_err(|_| MathsError::BelowIntrinsic)?
		.into_inner();
	if time_value == 0 {
		return Err(MathsError::AtIntrinsic);
	}
	let (Some(forward), Some(struck)) = (expiry.logarithm, strike.logarithm) else {
		return Err(MathsError::AboveMaximum);
	};
	let least = expiry.forward.min(strike.price).into_inner();
	if time_value >= expiry.discount.of(least)? {
		return Err(MathsError::AboveMaximum);
	}
	if expiry.root_time.is_zero() {
		return Err(MathsError::OutsideDomain);
	}
	let whole = Binary::from_fixed(least, 0).times(expiry.factor);
	let target = Binary::from_fixed(time_value, 0).over(whole)?;
	let v = solve(forward.minus(struck), target)?;
	v.times(expiry.inverse_root_time).to_decimal().map(Volatility::from_inner)
}

/// The total volatility at which the value is `target`, which lies between zero and one.
///
/// Newton's method inside a bracket that only shrinks; a step that would leave the bracket is
/// replaced by bisection. Small values are compared by their logarithms, in which they are nearly
/// straight.
fn solve(x: Logarithm, target: Binary) -> Result<Binary, MathsError> {
	let mut low = Binary::ONE.scaled(-60);
	let mut high = Binary::ONE.scaled(5);
	let mut v = first_guess(x, target)?;
	let small = target < Binary::ONE.scaled(-3);
	for _ in 0..MOST_STEPS {
		let point = Point::new(x, v, v.reciprocal()?)?;
		let value = point.value();
		let above = value > target;
		if value == target {
			return Ok(v);
		}
		if above {
			high = v;
		} else {
			low = v;
		}
		let step = match &point {
			Point::Inside(inside) if !value.is_zero() => {
				let distance = if small {
					let apart = Logarithm::of_binary(value)?.minus(Logarithm::of_binary(target)?);
					apart.magnitude().times(value)
				} else if above {
					value.minus(target).unwrap_or(Binary::ZERO)
				} else {
					target.minus(value).unwrap_or(Binary::ZERO)
				};
				distance.over(inside.density).ok()
			},
			_ => None,
		};
		let proposal = step.and_then(|step| if above { v.minus(step) } else { Some(v.plus(step)) });
		let next = match proposal {
			Some(next) if next > low && next < high => next,
			_ => middle(low, high),
		};
		// A step of 2^-61 of the volatility changes nothing that is kept.
		let moved = if next > v { next.minus(v) } else { v.minus(next) }.unwrap_or(Binary::ZERO);
		v = next;
		if moved < v.scaled(-61) {
			break;
		}
	}
	Ok(v)
}

/// Where the search starts: far out of the money on the asymptote x² / (2v²) = −ln(target), and
/// otherwise at the steepest point √(2|x|), or where an option at the money would have the value.
fn first_guess(x: Logarithm, target: Binary) -> Result<Binary, MathsError> {
	let x = x.magnitude();
	// √(2π) · target, the answer at the money for small values.
	let at_the_money = target.times(Binary::from_fixed(0x2_81b2, 16));
	let steepest = root(x.scaled(1));
	if steepest <= at_the_money {
		return Ok(at_the_money);
	}
	let depth = Logarithm::of_binary(target)?.magnitude();
	let asymptote = x.over(root(depth.scaled(1)))?;
	Ok(if asymptote < steepest { asymptote } else { steepest })
}

/// √number, to some 30 bits.
fn root(number: Binary) -> Binary {
	// An odd power of two gives half of itself to the mantissa.
	let odd = number.exponent() & 1;
	let square = number.mantissa().wrapping_shr(odd.cast_unsigned());
	Binary::from_word(square.isqrt(), 32).scaled(number.exponent().saturating_add(odd) / 2)
}

/// Between two positive numbers: the mean of close ones, the geometric mean's power of two of
/// distant ones.
fn middle(low: Binary, high: Binary) -> Binary {
	let apart = high.exponent().saturating_sub(low.exponent());
	if apart > 2 {
		low.scaled(apart / 2)
	} else {
		low.plus(high).scaled(-1)
	}
}

/// Whether a volatility that somebody proposes explains a price: one evaluation instead of a search.
///
/// Accepts if the model's price at it is within `tolerance` of the price, and the vega is at least
/// `least_vega`, below which a price says nothing about volatility.
pub fn verify_volatility(
	kind: OptionKind,
	option: &Black76,
	price: Price,
	tolerance: Price,
	least_vega: Usd,
) -> Result<bool, MathsError> {
	let (expiry, strike) = option.parts()?;
	let (model, greeks) = expiry.price_and_greeks(kind, &strike, option.volatility)?;
	let apart = model.into_inner().abs_diff(price.into_inner());
	Ok(apart <= tolerance.into_inner() && greeks.vega >= least_vega)
}
