// SPDX-License-Identifier: Apache-2.0
//! The proof that a slice prices no butterfly below zero, at any strike.
//!
//! With k = m + σ (s² − 1) / (2s) the root √((k − m)² + σ²) becomes σ (s² + 1) / (2s), and everything in
//! Durrleman's g is a quotient of polynomials in s. Of W = 2s·w, K = 2s·k, P = s² + 1 and
//! Y = b ((1 + ρ) s² − (1 − ρ)), all quadratic,
//!
//! 16 σ P³ W² · g = σ P (4 (2PW − KY)² − Y² W (8s + W)) + 64 b s³ W²
//!
//! has the sign of g where W is positive. The left half of all log-moneynesses, k ≤ m, is s from 0 to 1,
//! the wing included: its end is s = 0. The right half is the left one of the mirrored slice. So the
//! question is whether a polynomial of degree ten is negative somewhere between 0 and 1.
//!
//! On an interval a polynomial without negative coefficients in (1 − u)^(10−i) uⁱ is not negative; an
//! interval where that is not so is halved, and one with a negative end refutes the slice.
//!
//! # Source
//!
//! Durrleman's g as in J. Gatheral and A. Jacquier, "Arbitrage-free SVI volatility surfaces", Quantitative
//! Finance 14 (2014). That s makes a polynomial of it is ours; signs by coefficients: S. Bernstein's form.

use super::{
	polynomial::{Polynomial, Quadratic, Sign, FRACTION},
	svi::{SmileFault, Svi},
};
use crate::{
	arithmetic::{multiply_divide, Rounding, ONE},
	units::Rate,
	MathsError,
};
use alloc::vec::Vec;

/// Intervals that are looked at on each side before the answer is that nothing is proved.
const MOST_INTERVALS: u32 = 96;

/// Where s is 1, as a whole number of its smallest steps.
const WHOLE: u64 = 1 << 59;

/// An interval of s, and what the polynomials are on it.
struct Interval {
	from: u64,
	to: u64,
	/// W, K, Y and P.
	parts: [Quadratic; 4],
	/// Bound on the error of each number of these, in their last digit.
	error: u128,
}

/// b and σ.
struct Factors {
	b: Polynomial<1>,
	sigma: Polynomial<1>,
}

impl Interval {
	fn halved(self) -> [Self; 2] {
		let middle = self.from.midpoint(self.to);
		let [w, k, y, p] = self.parts.map(Quadratic::halved);
		let error = self.error.saturating_add(1);
		[
			Self { from: self.from, to: middle, parts: [w.0, k.0, y.0, p.0], error },
			Self { from: middle, to: self.to, parts: [w.1, k.1, y.1, p.1], error },
		]
	}

	fn can_be_halved(&self) -> bool {
		self.to.saturating_sub(self.from) > 1
	}

	/// 16 σ P³ W² · g on this interval.
	fn density(&self, factors: &Factors) -> Polynomial<11> {
		let [w, k, y, p] = self.parts.map(|part| part.polynomial(self.error));
		let s = Polynomial::new([self.from.into(), self.to.into()], -59, 0);
		let twice_p_w: Polynomial<5> = p.times(&w).doubled(1);
		let x = twice_p_w.minus(&k.times(&y));
		let first: Polynomial<9> = x.times(&x).doubled(2);
		let y_square: Polynomial<5> = y.times(&y);
		let w_term: Polynomial<5> = w.times(&s.raised().doubled(3).plus(&w));
		let difference = first.minus(&y_square.times(&w_term));
		let curved: Polynomial<11> = difference.scaled(&factors.sigma, 0).times(&p);
		let s_square: Polynomial<3> = s.times(&s);
		let s_cube: Polynomial<4> = s_square.times(&s).scaled(&factors.b, 6);
		let w_square: Polynomial<5> = w.times(&w);
		let bent: Polynomial<8> = s_cube.times(&w_square);
		curved.plus(&bent.raised())
	}
}

/// Whether g is nowhere negative at k ≤ m. The slice's b, σ, variance and wings are known to be positive,
/// positive, positive and flatter than 2.
pub(super) fn check_left_half(slice: &Svi) -> Result<Result<(), SmileFault>, MathsError> {
	let parameter = |value: Rate| to_binary(value.into_inner(), ONE);
	let (a, b, sigma, m) =
		(parameter(slice.a)?, parameter(slice.b)?, parameter(slice.sigma)?, parameter(slice.m)?);
	// b (1 ∓ ρ) and their products with σ.
	let slope = |tilt: i128| -> Result<(i128, i128), MathsError> {
		let tilt = ONE.cast_signed().checked_add(tilt).ok_or(MathsError::Overflow)?;
		let exact = slice
			.b
			.into_inner()
			.checked_mul(tilt)
			.ok_or(MathsError::Overflow)?
			.unsigned_abs();
		let sigma = slice.sigma.into_inner().unsigned_abs();
		let product = multiply_divide(exact, sigma, ONE, Rounding::Down)?;
		let square = ONE.checked_mul(ONE).ok_or(MathsError::Overflow)?;
		Ok((to_binary(exact.cast_signed(), square)?, to_binary(product.cast_signed(), square)?))
	};
	let rho = slice.rho.into_inner();
	let (left, left_sigma) = slope(rho.checked_neg().ok_or(MathsError::Overflow)?)?;
	let (right, right_sigma) = slope(rho)?;

	let unit = 1i128 << FRACTION;
	// Every number is below 2^121, so that none of these is too large.
	let w_middle = left_sigma.wrapping_add(a);
	let w_end = w_middle.wrapping_add(a).wrapping_add(right_sigma);
	let y_start = left.wrapping_neg();
	let mut open = Vec::from([Interval {
		from: 0,
		to: WHOLE,
		parts: [
			Quadratic([left_sigma, w_middle, w_end]),
			Quadratic([sigma.wrapping_neg(), m.wrapping_sub(sigma), m.wrapping_mul(2)]),
			Quadratic([y_start, y_start, right.wrapping_sub(left)]),
			Quadratic([unit, unit, unit.wrapping_mul(2)]),
		],
		// W's end is the sum of four numbers that are off by two at most.
		error: 8,
	}]);
	let exponent = FRACTION.cast_signed().saturating_neg();
	let factors = Factors {
		b: Polynomial::new([b], exponent, 1),
		sigma: Polynomial::new([sigma], exponent, 1),
	};
	for _ in 0..MOST_INTERVALS {
		let Some(interval) = open.pop() else { return Ok(Ok(())) };
		match interval.density(&factors).sign() {
			Sign::NeverNegative => {},
			Sign::NegativeAtStart => return refuted(slice, interval.from),
			Sign::NegativeAtEnd => return refuted(slice, interval.to),
			Sign::Unknown if interval.can_be_halved() => open.extend(interval.halved()),
			Sign::Unknown => break,
		}
	}
	Ok(if open.is_empty() { Ok(()) } else { Err(SmileFault::NotProved) })
}

fn refuted(slice: &Svi, s: u64) -> Result<Result<(), SmileFault>, MathsError> {
	// k − m = −σ (1 − s²) / (2s); there is a least s that is not zero, as the wing is proved.
	let square = u128::from(s).wrapping_mul(s.into());
	let whole = u128::from(WHOLE).wrapping_mul(WHOLE.into());
	let distance = multiply_divide(
		slice.sigma.into_inner().unsigned_abs(),
		whole.saturating_sub(square),
		u128::from(s).wrapping_mul(WHOLE.into()).wrapping_mul(2),
		Rounding::NearestPrefDown,
	)?;
	let distance = i128::try_from(distance).map_err(|_| MathsError::Overflow)?;
	let at = slice.m.checked_sub(Rate::from_inner(distance))?;
	Ok(Err(SmileFault::NegativeDensity { at }))
}

/// `value / unit` with [`FRACTION`] fraction bits, rounded towards zero.
fn to_binary(value: i128, unit: u128) -> Result<i128, MathsError> {
	let size = multiply_divide(value.unsigned_abs(), 1 << FRACTION, unit, Rounding::Down)?;
	let size = i128::try_from(size).map_err(|_| MathsError::Overflow)?;
	Ok(if value < 0 { size.wrapping_neg() } else { size })
}
