// SPDX-License-Identifier: Apache-2.0
//! Polynomials on an interval, with a bound on their error.
//!
//! # Source
//!
//! S. Bernstein's form without its binomial factors, halved as by P. de Casteljau. The bounds are ours.

/// Coefficients are below 2^60, so that eleven products of two fit 128 bits.
const BITS: u32 = 60;

/// An error that says nothing any more.
const UNKNOWN: u128 = 1 << BITS;

/// `Σ cᵢ (1 − u)^(N−1−i) uⁱ · 2^exponent` for u from 0 to 1, its degree being N − 1.
///
/// In this form polynomials multiply as those in one variable do, the first and the last coefficient
/// are the values at both ends, and a polynomial without negative coefficients is nowhere negative.
#[derive(Clone, Copy, Debug)]
pub(super) struct Polynomial<const N: usize> {
	coefficients: [i64; N],
	exponent: i32,
	/// No coefficient is farther from the true one, in units of 2^exponent.
	error: u64,
}

/// What is known about the sign of a polynomial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
	/// Negative nowhere on the interval.
	NeverNegative,
	/// Negative at the interval's start.
	NegativeAtStart,
	/// Negative at the interval's end.
	NegativeAtEnd,
	/// None of these could be shown.
	Unknown,
}

impl<const N: usize> Polynomial<N> {
	/// From coefficients below 2^125 in size, each within `error` of the true one.
	pub(super) fn new(coefficients: [i128; N], exponent: i32, error: u128) -> Self {
		let largest = coefficients
			.iter()
			.fold(0, |largest, coefficient| coefficient.unsigned_abs().max(largest));
		let used = 128u32.saturating_sub(largest.leading_zeros());
		let down = used.saturating_sub(BITS);
		// Only one of the two is not zero. Small coefficients are moved up to keep later digits.
		let up = if largest == 0 { 0 } else { BITS.saturating_sub(used) };
		let rounding = u128::from(down > 0).wrapping_mul(2);
		let error = (error.wrapping_shr(down).saturating_mul(1u128.wrapping_shl(up)))
			.saturating_add(rounding)
			.min(UNKNOWN);
		Self {
			coefficients: coefficients.map(|coefficient| {
				i64::try_from(coefficient.wrapping_shl(up).wrapping_shr(down)).unwrap_or(0)
			}),
			exponent: exponent.saturating_add(down.cast_signed()).saturating_sub(up.cast_signed()),
			error: u64::try_from(error).unwrap_or(u64::MAX),
		}
	}

	/// The product, of degree N + M − 2, as it is before rounding.
	fn product<const M: usize, const R: usize>(&self, other: &Polynomial<M>) -> Wide<R> {
		const { assert!(R.wrapping_add(1) == N.wrapping_add(M), "degrees add up") };
		let mut coefficients = [0i128; R];
		for (power, &a) in self.coefficients.iter().enumerate() {
			for (sum, &b) in coefficients.iter_mut().skip(power).zip(&other.coefficients) {
				*sum = sum.wrapping_add(i128::from(a).wrapping_mul(b.into()));
			}
		}
		let terms = u128::try_from(N.min(M)).unwrap_or(u128::MAX);
		let (a, b) = (u128::from(self.error), u128::from(other.error));
		// |a b − a′ b′| ≤ |a| · error of b + |b| · error of a + the product of both.
		let each = (a.wrapping_add(b) << BITS).wrapping_add(a.wrapping_mul(b));
		Wide {
			coefficients,
			exponent: self.exponent.saturating_add(other.exponent),
			error: each.saturating_mul(terms),
		}
	}

	/// The product, of degree N + M − 2.
	pub(super) fn times<const M: usize, const R: usize>(
		&self,
		other: &Polynomial<M>,
	) -> Polynomial<R> {
		self.product(other).rounded()
	}

	/// The same number everywhere as a polynomial, times this one: `self · factor · 2^powers`.
	pub(super) fn scaled(&self, factor: &Polynomial<1>, powers: i32) -> Self {
		let mut scaled: Self = self.product::<1, N>(factor).rounded();
		scaled.exponent = scaled.exponent.saturating_add(powers);
		scaled
	}

	/// `self · 2^powers`.
	pub(super) const fn doubled(mut self, powers: i32) -> Self {
		self.exponent = self.exponent.saturating_add(powers);
		self
	}

	/// The same polynomial with a higher degree: times (1 − u + u) as often as that takes.
	pub(super) fn raised<const R: usize>(&self) -> Polynomial<R> {
		let mut raised = [0i128; R];
		for (slot, &coefficient) in raised.iter_mut().zip(&self.coefficients) {
			*slot = coefficient.into();
		}
		let mut error = u128::from(self.error);
		for _ in N..R {
			let mut before = 0i128;
			for slot in &mut raised {
				let here = *slot;
				*slot = here.wrapping_add(before);
				before = here;
			}
			error = error.saturating_mul(2);
		}
		Polynomial::new(raised, self.exponent, error)
	}

	/// `self + other`.
	pub(super) fn plus(&self, other: &Self) -> Self {
		self.wide().sum(&other.wide(), i128::wrapping_add).rounded()
	}

	/// `self − other`.
	pub(super) fn minus(&self, other: &Self) -> Self {
		self.wide().sum(&other.wide(), i128::wrapping_sub).rounded()
	}

	/// With 60 more bits, so that what is aligned to a larger number loses nothing that counts.
	fn wide(&self) -> Wide<N> {
		Wide {
			coefficients: self.coefficients.map(|coefficient| i128::from(coefficient) << BITS),
			exponent: self.exponent.saturating_sub(BITS.cast_signed()),
			error: u128::from(self.error) << BITS,
		}
	}

	/// What the coefficients prove.
	pub(super) fn sign(&self) -> Sign {
		let error = i64::try_from(self.error).unwrap_or(i64::MAX);
		let is_negative = |end: Option<&i64>| end.is_some_and(|&end| end < error.saturating_neg());
		if self.coefficients.iter().all(|&coefficient| coefficient >= error) {
			Sign::NeverNegative
		} else if is_negative(self.coefficients.first()) {
			Sign::NegativeAtStart
		} else if is_negative(self.coefficients.last()) {
			Sign::NegativeAtEnd
		} else {
			Sign::Unknown
		}
	}
}

/// A polynomial that has not been rounded to words yet.
struct Wide<const N: usize> {
	coefficients: [i128; N],
	exponent: i32,
	error: u128,
}

impl<const N: usize> Wide<N> {
	fn rounded(&self) -> Polynomial<N> {
		Polynomial::new(self.coefficients, self.exponent, self.error)
	}

	/// Both are below 2^121, so that neither the sum nor the difference is too large.
	fn sum(&self, other: &Self, of: fn(i128, i128) -> i128) -> Self {
		let exponent = self.exponent.max(other.exponent);
		let aligned = |wide: &Self| {
			let down = exponent.saturating_sub(wide.exponent).cast_unsigned().min(127);
			(
				wide.coefficients.map(|coefficient| coefficient.wrapping_shr(down)),
				wide.error
					.wrapping_shr(down)
					.saturating_add(u128::from(down > 0).wrapping_mul(2)),
			)
		};
		let ((mut coefficients, error), (added, other_error)) = (aligned(self), aligned(other));
		for (sum, &term) in coefficients.iter_mut().zip(&added) {
			*sum = of(*sum, term);
		}
		Self { coefficients, exponent, error: error.saturating_add(other_error) }
	}
}

/// A quadratic polynomial on an interval, by its values at both ends and its control point between
/// them: fixed point with [`FRACTION`] bits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quadratic(pub(super) [i128; 3]);

/// Fraction bits of a [`Quadratic`].
pub(super) const FRACTION: u32 = 110;

impl Quadratic {
	/// Both halves of the interval. Each rounds down and adds one unit of error at most.
	pub(super) fn halved(self) -> (Self, Self) {
		let Self([start, control, end]) = self;
		let mean = |a: i128, b: i128| a.wrapping_add(b) >> 1;
		let (left, right) = (mean(start, control), mean(control, end));
		let middle = start.wrapping_add(control.wrapping_mul(2)).wrapping_add(end) >> 2;
		(Self([start, left, middle]), Self([middle, right, end]))
	}

	/// As a polynomial, with this many units of error in its three numbers.
	pub(super) fn polynomial(self, error: u128) -> Polynomial<3> {
		let Self([start, control, end]) = self;
		let exponent = FRACTION.cast_signed().saturating_neg();
		Polynomial::new([start, control.wrapping_mul(2), end], exponent, error.saturating_mul(2))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn of<const N: usize>(coefficients: [i128; N]) -> Polynomial<N> {
		Polynomial::new(coefficients, 0, 0)
	}

	/// The coefficients as numbers.
	fn numbers<const N: usize>(polynomial: &Polynomial<N>) -> [f64; N] {
		let unit = 2f64.powi(polynomial.exponent);
		polynomial.coefficients.map(|coefficient| coefficient as f64 * unit)
	}

	#[test]
	fn products_and_sums_are_those_of_coefficients() {
		let square: Polynomial<3> = of([1, -3]).times(&of([1, -3]));
		assert_eq!(numbers(&square), [1.0, -6.0, 9.0]);
		assert_eq!(numbers(&square.plus(&of([0, 6, 0]))), [1.0, 0.0, 9.0]);
		assert_eq!(numbers(&square.minus(&of([1, -6, 9]))), [0.0; 3]);
		assert_eq!(numbers(&of([2]).raised::<4>()), [2.0, 6.0, 6.0, 2.0]);
		assert_eq!(numbers(&square.scaled(&of([5]), -1)), [2.5, -15.0, 22.5]);
	}

	#[test]
	fn signs_are_only_claimed_beyond_the_error() {
		assert_eq!(of([1, 0, 1]).sign(), Sign::NeverNegative);
		assert_eq!(of([1, -1, 1]).sign(), Sign::Unknown);
		assert_eq!(of([-1, 1, 1]).sign(), Sign::NegativeAtStart);
		assert_eq!(of([1, 1, -1]).sign(), Sign::NegativeAtEnd);
		let blurred = Polynomial::new([1i128 << 59, 3, 1 << 59], 0, 4);
		assert_eq!(blurred.sign(), Sign::Unknown);
	}

	#[test]
	fn halves_join_in_the_middle_and_keep_their_ends() {
		let unit = 1i128 << FRACTION;
		let (left, right) = Quadratic([0, 0, unit]).halved();
		assert_eq!(left.0, [0, 0, unit / 4]);
		assert_eq!(right.0, [unit / 4, unit / 2, unit]);
	}

	#[test]
	fn errors_cover_what_rounding_loses() {
		// Two numbers with endless digits, each rounded to 60 bits.
		let first = Polynomial::new([i128::MAX / 48], -121, 1);
		let second = Polynomial::new([i128::MAX / 112], -121, 1);
		let product: Polynomial<1> = first.times(&second);
		assert!((1..16).contains(&product.error));
		let unit = 2f64.powi(product.exponent);
		// 2^127 / 2^121 is 64: four thirds and four sevenths.
		assert!((product.coefficients[0] as f64 * unit - 16.0 / 21.0).abs() < 1e-15);
	}
}
