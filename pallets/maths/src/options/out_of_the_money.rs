// SPDX-License-Identifier: Apache-2.0
//! The value of the option that is out of the money, as a fraction of the smaller of forward and
//! strike: everything else about a call or a put follows from it.
//!
//! With y = |ln(F/K)| / v, a = y − v/2 and b = y + v/2, and the Mills ratio R:
//!
//! ```text
//! value = φ(a) (R(a) − R(b))            if a ≥ 0
//!       = 1 − φ(a) (R(−a) + R(b))       otherwise
//! ```
//!
//! What leads from a point to a price is inlined into whatever asks, by force where the compiler would not:
//! the parts of a [`Point`] would go through memory otherwise, which is nearly a fifth of a price's instructions.
//!
//! # Source
//!
//! Black 1976, with F·φ(d1) = K·φ(d2) and the Mills ratio. The series for small volatilities is ours.

use super::black76::Level;
use crate::functions::{
	binary::Binary, loose_density, mills, times_word, upper, Deviation, Logarithm, DEVIATION_BITS,
};
use crate::MathsError;

/// Above this many standard deviations nothing of any price is left: 13.5.
const WORTHLESS: Deviation = 27 << 58;

/// Where the two normal distributions are evaluated.
pub(super) enum Point {
	/// No volatility is left over that distance: the value is zero.
	Worthless,
	/// The total volatility is 32 or more: the value is the whole.
	Whole,
	/// In between.
	Inside(Inside),
}

/// A point between the extremes.
pub(super) struct Inside {
	/// Total volatility v = σ√t.
	volatility: Binary,
	/// y = |x| / v.
	pub(super) distance: Deviation,
	/// Whether a < 0.
	near_is_negative: bool,
	/// R(|a|).
	near_ratio: u64,
	/// R(b).
	far_ratio: u64,
	/// φ(a), for [`Binary::loosely`].
	pub(super) density: Binary,
}

impl Point {
	/// Between a forward and a strike, given by their logarithms; none for a price of zero.
	#[inline(always)]
	pub(super) fn between(
		forward: Option<Logarithm>,
		strike: Option<Logarithm>,
		level: &Level,
	) -> Result<Self, MathsError> {
		match (forward, strike) {
			(Some(forward), Some(strike)) => {
				Self::new(forward.minus(strike), level.total, level.inverse)
			},
			// One of the two is zero, so nothing is uncertain.
			_ => Ok(Self::Worthless),
		}
	}

	/// At log-moneyness `x` of either sign and total volatility `v`.
	#[inline(always)]
	pub(super) fn new(x: Logarithm, v: Binary, inverse_v: Binary) -> Result<Self, MathsError> {
		if v.is_zero() {
			return Ok(Self::Worthless);
		}
		if v.exponent() > 5 {
			return Ok(Self::Whole);
		}
		let mut y = x.magnitude().loosely(inverse_v);
		if y.exponent() > 5 {
			// It may be half of what its exponent says.
			y = y.in_place();
			if y.exponent() > 5 {
				return Ok(Self::Worthless);
			}
		}
		let (distance, half) = (deviation(y, 0), deviation(v, 1));
		let near_is_negative = distance < half;
		let near = distance.abs_diff(half);
		if !near_is_negative && near >= WORTHLESS {
			return Ok(Self::Worthless);
		}
		let far = distance.checked_add(half).ok_or(MathsError::Overflow)?;
		// First what takes longest to be looked up, so that a processor waits for all three at once.
		let density = loose_density(near);
		Ok(Self::Inside(Inside {
			volatility: v,
			distance,
			near_is_negative,
			near_ratio: mills(near),
			far_ratio: mills(far),
			density,
		}))
	}

	/// The value of so much of the smaller of forward and strike, rounded to nearest.
	#[inline(always)]
	pub(super) fn value_of(&self, money: Binary) -> Result<i128, MathsError> {
		match self {
			Self::Worthless => Ok(0),
			Self::Whole => money.rounded(),
			Self::Inside(inside) => inside.value_of(money, inside.density.loosely(money)),
		}
	}

	/// The value as a fraction of the smaller of forward and strike.
	pub(super) fn value(&self) -> Binary {
		match self {
			Self::Worthless => Binary::ZERO,
			Self::Whole => Binary::ONE,
			Self::Inside(inside) => inside.value(),
		}
	}

	/// What the value lacks of the smaller of forward and strike, as a fraction of that: with as many digits where it
	/// is next to nothing, which one less the value has lost.
	pub(super) fn complement(&self) -> Binary {
		match self {
			Self::Worthless => Binary::ONE,
			Self::Whole => Binary::ZERO,
			Self::Inside(inside) => inside.complement(),
		}
	}
}

impl Inside {
	fn value(&self) -> Binary {
		if self.is_close() {
			let ratios = ratios_of_small_volatility(self.distance, self.volatility);
			self.density.loosely(ratios).in_place()
		} else if self.near_is_negative {
			self.lacking().complement()
		} else {
			self.density.loosely(self.difference()).in_place()
		}
	}

	fn complement(&self) -> Binary {
		if self.near_is_negative && !self.is_close() {
			self.lacking()
		} else {
			self.value().complement()
		}
	}

	/// φ(a) (R(−a) + R(b)), for a < 0.
	fn lacking(&self) -> Binary {
		self.density.loosely(self.sum()).in_place()
	}

	/// Whether the two ratios are so close that their difference would lose digits: v is below 1/32.
	#[inline(always)]
	const fn is_close(&self) -> bool {
		self.volatility.exponent() < -4
	}

	/// R(−a) + R(b), for a < 0 and [`Binary::loosely`].
	#[inline(always)]
	const fn sum(&self) -> Binary {
		// Each is below 2, so half of their sum fits.
		Binary::from_parts((self.near_ratio >> 1).wrapping_add(self.far_ratio >> 1), 2)
	}

	/// R(a) − R(b), for a ≥ 0 and [`Binary::loosely`].
	#[inline(always)]
	const fn difference(&self) -> Binary {
		// The ratio decreases.
		Binary::from_parts(self.near_ratio.saturating_sub(self.far_ratio), 1)
	}

	/// The value of so much money, of which `density` is φ(a), rounded to nearest.
	#[inline(always)]
	pub(super) fn value_of(&self, money: Binary, density: Binary) -> Result<i128, MathsError> {
		if self.is_close() {
			let ratios = ratios_of_small_volatility(self.distance, self.volatility);
			return density.loosely(ratios).rounded();
		}
		if self.near_is_negative {
			// Here at least a hundredth of the money is left.
			Ok(money.rounded()?.wrapping_sub(density.loosely(self.sum()).rounded()?))
		} else {
			density.loosely(self.difference()).rounded()
		}
	}

	/// N(−|d1|) over φ(d1), for [`Binary::loosely`]: R(|a|) if the strike is the larger, and otherwise R(b).
	#[inline]
	pub(super) const fn lesser_ratio(&self, strike_is_larger: bool) -> Binary {
		Binary::from_parts(if strike_is_larger { self.near_ratio } else { self.far_ratio }, 1)
	}

	/// Whether d1 < 0: the strike is so much the larger that half of v does not make up for it.
	pub(super) fn call_delta_is_lesser(&self, strike_is_larger: bool) -> bool {
		strike_is_larger && !self.near_is_negative
	}
}

/// `number / 2^halvings` of a number below 32, rounded down.
#[inline(always)]
fn deviation(number: Binary, halvings: i32) -> Deviation {
	let drop = halvings.wrapping_add(64 - DEVIATION_BITS).wrapping_sub(number.exponent());
	let drop = drop.cast_unsigned();
	if drop < 64 {
		number.mantissa().wrapping_shr(drop)
	} else {
		0
	}
}

/// The series of R(y − v/2) − R(y + v/2) in v, to a relative 2^-58:
///
/// v · (A₁ + (v/2)²/6 · A₃ + (v/2)⁴/120 · A₅ + (v/2)⁶/5040 · A₇), where Aₙ is the size of
/// the n-th derivative of R at y: A₁ = 1 − yR and Aₙ₊₁ = n·Aₙ₋₁ − y·Aₙ.
#[inline(never)]
fn ratios_of_small_volatility(distance: Deviation, volatility: Binary) -> Binary {
	// Every A has 63 fraction bits and is at most 48; y is below 14 and is cut to 51 fraction
	// bits where it meets the larger A.
	let y = distance >> 8;
	let step = |n: i128, before: i128, last: i128| {
		n.wrapping_mul(before).wrapping_sub(times_word(last, y) >> 51)
	};
	let a0 = i128::from(mills(distance));
	let a1 = (1i128 << 63).wrapping_sub(times_word(a0, distance) >> DEVIATION_BITS);
	let a2 = step(1, a0, a1);
	let a3 = step(2, a1, a2);
	let a4 = step(3, a2, a3);
	let a5 = step(4, a3, a4);
	let a6 = step(5, a4, a5);
	let a7 = step(6, a5, a6);
	// (v/2)² with 64 fraction bits; v < 2^-5, so below 2^-12.
	let square = volatility.times(volatility).scaled(-2);
	let square = square.to_fixed(64).unwrap_or(0);
	// A product of both is below 2^57, and one word divides faster than two.
	let part = |a: i128| upper(times_word(a, square).cast_unsigned()).cast_signed();
	let inner = a5.wrapping_add((part(a7) / 42).into());
	let inner = a3.wrapping_add((part(inner) / 20).into());
	let sum = a1.wrapping_add((part(inner) / 6).into());
	let sum = Binary::from_fixed(sum.max(0).unsigned_abs(), 63);
	volatility.times(sum)
}
