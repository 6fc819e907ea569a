// SPDX-License-Identifier: Apache-2.0
//! Real numbers between two exact ones.

use num_bigint::BigInt;
use num_traits::{One, Signed};

/// Fraction bits of both ends.
const BITS: u32 = 640;

/// All real numbers from `low` to `high`, both times 2^-640. Every operation rounds outwards, so what
/// it encloses is certain.
#[derive(Clone, Debug)]
pub(super) struct Enclosure {
	low: BigInt,
	high: BigInt,
}

fn one() -> BigInt {
	BigInt::one() << BITS
}

/// `value / 2^bits`, rounded up; `>>` rounds down.
fn shifted_up(value: &BigInt, bits: u32) -> BigInt {
	-((-value) >> bits)
}

/// `dividend / divisor` for a positive divisor, rounded down and up.
fn quotient(dividend: &BigInt, divisor: &BigInt) -> (BigInt, BigInt) {
	let floor = num_integer::Integer::div_floor(dividend, divisor);
	let exact = &floor * divisor == *dividend;
	let ceiling = if exact { floor.clone() } else { &floor + 1 };
	(floor, ceiling)
}

impl Enclosure {
	pub(super) fn zero() -> Self {
		Self::whole(0)
	}

	pub(super) fn whole(number: i64) -> Self {
		let exact = one() * number;
		Self { low: exact.clone(), high: exact }
	}

	/// A positive divisor is expected.
	pub(super) fn ratio(dividend: impl Into<BigInt>, divisor: impl Into<BigInt>) -> Self {
		let (low, high) = quotient(&(dividend.into() << BITS), &divisor.into());
		Self { low, high }
	}

	/// `number · 2^-bits`, exactly.
	pub(super) fn binary(number: impl Into<BigInt>, bits: u32) -> Self {
		let exact = number.into() << (BITS - bits);
		Self { low: exact.clone(), high: exact }
	}

	/// From the low end of one to the high end of the other.
	pub(super) fn between(low: &Self, high: &Self) -> Self {
		assert!(low.low <= high.high);
		Self { low: low.low.clone(), high: high.high.clone() }
	}

	pub(super) fn plus(&self, other: &Self) -> Self {
		Self { low: &self.low + &other.low, high: &self.high + &other.high }
	}

	pub(super) fn minus(&self, other: &Self) -> Self {
		Self { low: &self.low - &other.high, high: &self.high - &other.low }
	}

	pub(super) fn times(&self, other: &Self) -> Self {
		let ends = [
			&self.low * &other.low,
			&self.low * &other.high,
			&self.high * &other.low,
			&self.high * &other.high,
		];
		Self {
			low: ends.iter().min().expect("four") >> BITS,
			high: shifted_up(ends.iter().max().expect("four"), BITS),
		}
	}

	/// By a quotient of positive whole numbers.
	pub(super) fn times_ratio(&self, dividend: u64, divisor: u64) -> Self {
		let divisor = BigInt::from(divisor);
		Self {
			low: quotient(&(&self.low * dividend), &divisor).0,
			high: quotient(&(&self.high * dividend), &divisor).1,
		}
	}

	/// By a positive number.
	pub(super) fn over(&self, divisor: &Self) -> Self {
		assert!(divisor.low.is_positive());
		let towards = |end: &BigInt, down: bool| {
			// The divisor that makes the quotient smallest, or largest.
			let by = if end.is_negative() == down { &divisor.low } else { &divisor.high };
			let (floor, ceiling) = quotient(&(end << BITS), by);
			if down {
				floor
			} else {
				ceiling
			}
		};
		Self { low: towards(&self.low, true), high: towards(&self.high, false) }
	}

	/// Every number that is no farther from zero than one of these.
	pub(super) fn both_ways(&self) -> Self {
		let size = self.low.abs().max(self.high.abs());
		Self { low: -&size, high: size }
	}

	/// Every number in either.
	pub(super) fn or(&self, other: &Self) -> Self {
		Self {
			low: self.low.clone().min(other.low.clone()),
			high: self.high.clone().max(other.high.clone()),
		}
	}

	/// Whether all of these lie in the other.
	pub(super) fn is_within(&self, other: &Self) -> bool {
		other.low <= self.low && self.high <= other.high
	}

	/// Whether all of these are no farther from zero than `numerator / 1000` of 2^-bits.
	pub(super) fn is_within_thousandths(&self, numerator: u64, bits: u32) -> bool {
		let bound = Self::ratio(numerator, BigInt::from(1_000) << bits);
		self.is_within(&bound.both_ways())
	}
}

/// A place in a table.
pub(super) fn number(place: usize) -> u64 {
	u64::try_from(place).expect("tables are small")
}

/// From `low` to `high` thousandths of 2^-64.
pub(super) fn units(low: i64, high: i64) -> Enclosure {
	let scale = || BigInt::from(1_000) << 64;
	Enclosure::between(&Enclosure::ratio(low, scale()), &Enclosure::ratio(high, scale()))
}

/// 2^-bits.
pub(super) fn power(bits: u32) -> Enclosure {
	Enclosure::ratio(1, BigInt::from(1) << bits)
}

/// What rounding down to 2^-64 adds.
pub(super) fn floor() -> Enclosure {
	units(-1_000, 0)
}

/// From zero to a number.
pub(super) fn up_to(most: &Enclosure) -> Enclosure {
	Enclosure::between(&Enclosure::zero(), most)
}

/// ln 2.
pub(super) fn ln_2() -> Enclosure {
	ln(&Enclosure::whole(2))
}

/// ln x for x between 1 and 2, as 2 · artanh((x − 1) / (x + 1)).
pub(super) fn ln(x: &Enclosure) -> Enclosure {
	let one = Enclosure::whole(1);
	assert!(x.is_within(&Enclosure::between(&one, &Enclosure::whole(2))));
	let z = x.minus(&one).over(&x.plus(&one));
	let square = z.times(&z);
	let mut power = z;
	let mut sum = Enclosure::zero();
	for k in 0..130u64 {
		sum = sum.plus(&power.times_ratio(1, 2 * k + 1));
		power = power.times(&square);
	}
	// The rest is below the next power, because z² ≤ 1/9.
	let rest = Enclosure::between(&Enclosure::zero(), &power);
	sum.plus(&rest).times_ratio(2, 1)
}

/// π = 16 · arctan(1/5) − 4 · arctan(1/239).
pub(super) fn pi() -> Enclosure {
	let arctangent = |divisor: u64| {
		let mut power = Enclosure::ratio(1, divisor);
		let mut sum = Enclosure::zero();
		for k in 0..150u64 {
			let term = power.times_ratio(1, 2 * k + 1);
			sum = if k.is_multiple_of(2) { sum.plus(&term) } else { sum.minus(&term) };
			power = power.times_ratio(1, divisor * divisor);
		}
		// An alternating series: the rest is smaller than its first term.
		sum.plus(&power.both_ways())
	};
	arctangent(5).times_ratio(16, 1).minus(&arctangent(239).times_ratio(4, 1))
}

#[test]
fn enclosures_enclose_what_is_known_of_their_constants() {
	// ln 2 and π to 60 digits.
	let digits = |text: &str, places: u32| {
		let number: BigInt = text.parse().expect("digits");
		let scale = BigInt::from(10).pow(places);
		let low = Enclosure::ratio(number.clone(), scale.clone());
		Enclosure::between(&low, &Enclosure::ratio(number + 1, scale))
	};
	let known = "693147180559945309417232121458176568075500134360255254120680";
	assert!(ln_2().is_within(&digits(known, 60)));
	let known = "3141592653589793238462643383279502884197169399375105820974944";
	assert!(pi().is_within(&digits(known, 60)));
	assert!(!pi().is_within(&ln_2()));
}
