// SPDX-License-Identifier: Apache-2.0
//! One expiry's smile: total implied variance as a function of log-moneyness.
//!
//! # Source
//!
//! Raw SVI: J. Gatheral, "A parsimonious arbitrage-free implied volatility parameterization" (2004).
//! Durrleman's g and the slope of wings: J. Gatheral and A. Jacquier, "Arbitrage-free SVI volatility
//! surfaces", Quantitative Finance 14 (2014). How a strike is read, with its two bounds: Derive v2's SVI
//! feed (public contracts). The proof in `density` is ours.

use super::{density::check_left_half, fit::annual_volatility};
use crate::{
	arithmetic::{multiply_divide_ceil, multiply_divide_floor, ONE},
	functions::{floor_of_root, ln, square_root, wide_product},
	units::{Price, Rate, Volatility},
	MathsError,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

const UNIT: i128 = ONE.cast_signed();

/// Farthest |k − m| that is evaluated: 16.
pub(super) const FARTHEST: i128 = 16 * UNIT;

/// What [`Svi::total_variance`] may be short by where b is below 2, in last digits.
const MOST_SHORT: i128 = 5;

/// Total variances above this count as this: a total volatility of 12.
pub(super) const MOST_VARIANCE: i128 = 144 * UNIT;

/// Raw SVI: w(k) = a + b (ρ (k − m) + √((k − m)² + σ²)), with w = volatility² · years and k = ln(K/F).
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	serde::Serialize,
	serde::Deserialize,
)]
pub struct Svi {
	/// Level of the smile.
	pub a: Rate,
	/// Steepness of both wings.
	pub b: Rate,
	/// Tilt, between −1 and 1.
	pub rho: Rate,
	/// Where the smile is centred.
	pub m: Rate,
	/// How round its bottom is.
	pub sigma: Rate,
}

/// Total variance at one point, with its first two derivatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variance {
	/// w.
	pub total: Rate,
	/// w′.
	pub slope: Rate,
	/// w″.
	pub bend: Rate,
}

/// Why a slice is not taken for a smile of a market without free money.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum SmileFault {
	/// A parameter has no meaning or lies beyond what is evaluated: b is negative, ρ is not between −1
	/// and 1, σ is not above 0, σ or |m| is above 16, or |a| above 144.
	Malformed,
	/// The variance is not positive at its lowest point.
	NegativeVariance {
		/// That point's log-moneyness.
		at: Rate,
	},
	/// A wing is not flatter than 2: the farthest options would keep a value for ever.
	WingTooSteep,
	/// A butterfly would cost less than nothing.
	NegativeDensity {
		/// A log-moneyness where it would.
		at: Rate,
	},
	/// No free money was found, and within the bounded work its absence was not proved either.
	NotProved,
}

impl SmileFault {
	/// Of the smile seen from the other side.
	pub(super) fn mirrored(self) -> Result<Self, MathsError> {
		Ok(match self {
			Self::NegativeDensity { at } => Self::NegativeDensity { at: at.checked_neg()? },
			Self::NegativeVariance { at } => Self::NegativeVariance { at: at.checked_neg()? },
			other => other,
		})
	}
}

/// `a · b` of numbers with 18 decimals, rounded down.
fn times(a: i128, b: i128) -> Result<i128, MathsError> {
	multiply_divide_floor(a, b, ONE)
}

/// `a / b` of numbers with 18 decimals and b > 0, rounded down.
fn over(a: i128, b: i128) -> Result<i128, MathsError> {
	let divisor = u128::try_from(b).map_err(|_| MathsError::OutsideDomain)?;
	multiply_divide_floor(a, UNIT, divisor)
}

fn add(a: i128, b: i128) -> Result<i128, MathsError> {
	a.checked_add(b).ok_or(MathsError::Overflow)
}

fn subtract(a: i128, b: i128) -> Result<i128, MathsError> {
	a.checked_sub(b).ok_or(MathsError::Overflow)
}

impl Svi {
	/// Total variance at log-moneyness `k`: volatility² · years. Source: Gatheral 2004.
	///
	/// Rounded down in each of its two products and in its root, which is exact but for that: nobody owes a
	/// variance to anybody. Error: at most 10^-18 (1 + 2b). Refuses |k − m| above 16, and σ outside of 0 … 16.
	pub fn total_variance(&self, k: Rate) -> Result<Rate, MathsError> {
		let (distance, root) = self.distance_and_root(k)?;
		let sum = add(times(self.rho.into_inner(), distance)?, root)?;
		add(self.a.into_inner(), times(self.b.into_inner(), sum)?).map(Rate::from_inner)
	}

	/// Total variance and its derivatives at log-moneyness `k`. Source: Gatheral 2004, derived.
	///
	/// Domain as [`Svi::total_variance`]. Error, tested on slices with b ≤ 1.5 and σ ≥ 0.02: w 10^-17, w′ 10^-16,
	/// w″ 10^-14 (1 + w″). Rounded down.
	pub fn variance(&self, k: Rate) -> Result<Variance, MathsError> {
		let (distance, root) = self.distance_and_root(k)?;
		let (b, sigma) = (self.b.into_inner(), self.sigma.into_inner());
		let slope = times(b, add(self.rho.into_inner(), over(distance, root)?)?)?;
		let ratio = over(sigma, root)?;
		let bend = over(times(b, times(ratio, ratio)?)?, root)?;
		Ok(Variance {
			total: self.total_variance(k)?,
			slope: Rate::from_inner(slope),
			bend: Rate::from_inner(bend),
		})
	}

	/// k − m and √((k − m)² + σ²), the root rounded down.
	fn distance_and_root(&self, k: Rate) -> Result<(i128, i128), MathsError> {
		let distance = k.checked_sub(self.m)?.into_inner();
		let sigma = self.sigma.into_inner();
		if !(-FARTHEST..=FARTHEST).contains(&distance) || !(1..=FARTHEST).contains(&sigma) {
			return Err(MathsError::OutsideDomain);
		}
		// With 36 decimals each square fits 128 bits, and their sum 129.
		let square = |side: i128| side.unsigned_abs().saturating_mul(side.unsigned_abs());
		let (sum, carried) = square(distance).overflowing_add(square(sigma));
		let root = if carried {
			// The root of a quarter, doubled, may be one too low.
			let half = floor_of_root((sum >> 2) | (1 << 126));
			let next = (u128::from(half) << 1) | 1;
			let too_much = wide_product(next, next) > (1, sum);
			next.wrapping_sub(too_much.into())
		} else {
			floor_of_root(sum).into()
		};
		i128::try_from(root)
			.map(|root| (distance, root))
			.map_err(|_| MathsError::Overflow)
	}

	/// Durrleman's g(k) = (1 − k w′/(2w))² − (w′/2)² (1/w + 1/4) + w″/2: negative where the density of
	/// the price at expiry would be.
	///
	/// For people and tests, without a bound on its error where w is small: [`Svi::check`] decides with
	/// bounds. Refuses w of zero and less. Source: Durrleman, as in Gatheral and Jacquier 2014.
	pub fn density_sign(&self, k: Rate) -> Result<Rate, MathsError> {
		let Variance { total, slope, bend } = self.variance(k)?;
		let (w, slope) = (total.into_inner(), slope.into_inner());
		if w <= 0 {
			return Err(MathsError::OutsideDomain);
		}
		let relative = over(slope, w)?;
		let first = subtract(UNIT, times(k.into_inner(), relative)? / 2)?;
		// (w′/2)² (1/w + 1/4) = w′/4 · (w′/w + w′/4).
		let second = times(slope, add(relative, slope / 4)?)? / 4;
		let density = add(subtract(times(first, first)?, second)?, bend.into_inner() / 2)?;
		Ok(Rate::from_inner(density))
	}

	/// Whether no butterfly is free money, at any log-moneyness: the parameters make a smile, the
	/// variance is positive, both wings are flatter than 2 and the density is nowhere negative. Of several faults
	/// the first in this order is named.
	///
	/// A yes is a proof for every strike, and each no but `NotProved` names what refutes the slice. The
	/// work is bounded. Rounding is against the slice: a variance of five last digits at its lowest point is none, as
	/// that is what evaluating may take of it. Source: Durrleman's condition and the slope of
	/// wings, as in Gatheral and Jacquier 2014; the proof is ours.
	pub fn check(&self) -> Result<Result<(), SmileFault>, MathsError> {
		let (b, rho, sigma) = (self.b.into_inner(), self.rho.into_inner(), self.sigma.into_inner());
		if !self.is_bounded() || rho.unsigned_abs() == ONE {
			return Ok(Err(SmileFault::Malformed));
		}
		// The lowest variance, a + b σ √(1 − ρ²), is at m − σ ρ / √(1 − ρ²). With 36 decimals 1 − ρ² is exact.
		let square = subtract(UNIT, rho)?.saturating_mul(add(UNIT, rho)?);
		let level = i128::from(floor_of_root(square.unsigned_abs()));
		if self.lowest(level).is_some_and(|lowest| lowest <= MOST_SHORT) {
			let away = times(sigma, over(rho, level)?)?;
			let at = Rate::from_inner(subtract(self.m.into_inner(), away)?);
			return Ok(Err(SmileFault::NegativeVariance { at }));
		}
		// With 36 decimals, so exact; what does not fit is steeper.
		let steepest = add(UNIT, rho.abs())?.checked_mul(b);
		let limit = UNIT.saturating_mul(UNIT).saturating_mul(2);
		if steepest.is_none_or(|steepest| steepest >= limit) {
			return Ok(Err(SmileFault::WingTooSteep));
		}
		if b == 0 {
			return Ok(Ok(()));
		}
		if let Err(fault) = check_left_half(self)? {
			return Ok(Err(fault));
		}
		match check_left_half(&self.mirrored()?)? {
			Ok(()) => Ok(Ok(())),
			Err(fault) => fault.mirrored().map(Err),
		}
	}

	/// Whether the parameters lie within what is evaluated: b is not negative, ρ is from −1 to 1, σ above 0, σ and
	/// |m| are 16 at most, and |a| is 144 at most.
	pub(super) fn is_bounded(&self) -> bool {
		self.b.into_inner() >= 0
			&& self.rho.into_inner().unsigned_abs() <= ONE
			&& (1..=FARTHEST).contains(&self.sigma.into_inner())
			&& self.m.into_inner().unsigned_abs() <= FARTHEST.unsigned_abs()
			&& self.a.into_inner().unsigned_abs() <= MOST_VARIANCE.unsigned_abs()
	}

	/// The lowest variance, by √(1 − ρ²) rounded down; `None` where it does not fit, far above zero.
	///
	/// Rounded down, against the slice; but up where b is above 16, and with it every slope: last digits of σ count
	/// b times, and a slice that is refused either way is not to be refused for what is not so.
	fn lowest(&self, level: i128) -> Option<i128> {
		let (b, sigma) = (self.b.into_inner(), self.sigma.into_inner());
		let risen = if b <= FARTHEST {
			times(b, times(sigma, level).ok()?)
		} else {
			let level = level.saturating_add(1);
			multiply_divide_ceil(sigma, level, ONE)
				.and_then(|risen| multiply_divide_ceil(b, risen, ONE))
		};
		risen.ok()?.checked_add(self.a.into_inner())
	}

	/// The same smile seen from the other side: k becomes −k.
	pub(super) fn mirrored(&self) -> Result<Self, MathsError> {
		Ok(Self { rho: self.rho.checked_neg()?, m: self.m.checked_neg()?, ..*self })
	}

	/// Log-moneyness of a strike, ln(strike / forward), kept within ±4 √(a + b σ): beyond that a smile
	/// says nothing, and a far strike must still have a price. Source: Derive v2's SVI feed. Kept within m ± 16,
	/// too, where [`Svi::total_variance`] ends: ours.
	///
	/// The bounds are part of what the smile means and hide no failure: whoever asks gets the place that
	/// counted, and beyond it volatility is that of the bound. A wing that rises would make the option
	/// dearer there. What [`Svi::check`] proves, it proves of the slice without the bounds. Error: 1.2·10^-18 of
	/// the logarithms, and of the first bound four last digits of its root. Refuses prices of zero, a + b σ
	/// below zero, and |m| above 16.
	pub fn moneyness(&self, forward: Price, strike: Price) -> Result<Rate, MathsError> {
		let m = self.m.into_inner();
		if !(-FARTHEST..=FARTHEST).contains(&m) {
			return Err(MathsError::OutsideDomain);
		}
		let k = subtract(ln(strike.into_inner())?, ln(forward.into_inner())?)?;
		let middle =
			add(self.a.into_inner(), times(self.b.into_inner(), self.sigma.into_inner())?)?;
		let reach = square_root(u128::try_from(middle).map_err(|_| MathsError::OutsideDomain)?)?;
		let reach = i128::try_from(reach.saturating_mul(4)).map_err(|_| MathsError::Overflow)?;
		// The second bounds hold zero between them, so what they move stays within the first.
		let within_reach = k.clamp(reach.saturating_neg(), reach);
		let evaluated = within_reach.clamp(subtract(m, FARTHEST)?, add(m, FARTHEST)?);
		Ok(Rate::from_inner(evaluated))
	}

	/// Annual volatility of a strike: √(w / years) at [`Svi::moneyness`]. Source: Derive v2's SVI feed.
	///
	/// w counts 144 at most, a total volatility of 12, at which a call at the money lacks 2·10^-9 of its most. A strike of zero
	/// has none. Variance and root are rounded down: nobody owes a volatility to anybody. Refuses a forward of zero,
	/// no time, negative variance, and what [`Svi::moneyness`] refuses: at no strike of a slice that [`Svi::check`]
	/// accepts.
	pub fn volatility(
		&self,
		forward: Price,
		strike: Price,
		seconds_to_expiry: u64,
	) -> Result<Volatility, MathsError> {
		if forward.is_zero() {
			return Err(MathsError::OutsideDomain);
		}
		if strike.is_zero() {
			return Ok(Volatility::ZERO);
		}
		let total = self.total_variance(self.moneyness(forward, strike)?)?.into_inner();
		annual_volatility(Rate::from_inner(total.min(MOST_VARIANCE)), seconds_to_expiry)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn svi([a, b, rho, m, sigma]: [&str; 5]) -> Svi {
		let [a, b, rho, m, sigma] = [a, b, rho, m, sigma].map(|text| text.parse().unwrap());
		Svi { a, b, rho, m, sigma }
	}

	#[test]
	fn a_flat_smile_is_a_smile() {
		let flat = svi(["0.18", "0", "0", "0", "0.1"]);
		assert_eq!(flat.check(), Ok(Ok(())));
		assert_eq!(flat.total_variance("3".parse().unwrap()), "0.18".parse());
	}

	/// Found by reading, for the fuzzer: its size does not fit its type.
	#[test]
	fn the_least_distance_that_there_is_is_out_of_the_domain() {
		let slice = svi(["0.01", "0.1", "0", "0", "0.1"]);
		assert_eq!(slice.total_variance(Rate::MIN), Err(MathsError::OutsideDomain));
		assert_eq!(slice.total_variance(Rate::MAX), Err(MathsError::OutsideDomain));
	}

	/// Both slices pass their check, and strikes that their reach holds lie farther than 16 from their centre.
	#[test]
	fn a_slice_centred_far_away_has_a_volatility_at_every_strike() {
		const MONTH: u64 = 2_592_000;
		let price = |text: &str| text.parse::<Price>().unwrap();
		let flat = svi(["0.029589041095890412", "0", "0", "15.56", "0.1"]);
		let bent = svi(["0.028589041095890412", "0.000001", "0", "15.57", "0.1"]);
		for (slice, end, volatility) in
			[(flat, "-0.44", 600_000_000_000_000_010), (bent, "-0.43", 589_938_983_117_784_998)]
		{
			assert_eq!(slice.check(), Ok(Ok(())));
			let mirror = slice.mirrored().unwrap();
			// ln 0.6 is −0.51.
			assert_eq!(slice.moneyness(price("1"), price("0.6")), end.parse());
			assert_eq!(mirror.moneyness(price("0.6"), price("1")), end[1..].parse());
			for strike in ["0.6", "0.000000000000000001"] {
				let far = slice.volatility(price("1"), price(strike), MONTH);
				assert_eq!(far, Ok(Volatility::from_inner(volatility)), "{strike}");
			}
			for strike in ["0.65", "1", "2", "1000000000000000000"] {
				assert!(slice.volatility(price("1"), price(strike), MONTH).is_ok(), "{strike}");
			}
		}
		let farther = Svi { m: "16.000000000000000001".parse().unwrap(), ..flat };
		let refused = farther.moneyness(price("1"), price("1"));
		assert_eq!(refused, Err(MathsError::OutsideDomain));
	}

	#[test]
	fn a_slice_keeps_some_variance_whatever_rounding_takes() {
		// At k = −1.5, its lowest point, it has a + b σ √(1 − ρ²) = a + 1.5.
		let lowest = |digits: i128| Svi {
			a: Rate::from_inner(digits - 1_500_000_000_000_000_000),
			..svi(["0", "1", "0.5", "-0.5", "1.732050807568877293"])
		};
		for digits in -20..50 {
			let slice = lowest(digits);
			let all = (-1_000..1_000).all(|step| {
				let k = Rate::from_inner(-1_500_000_000_000_000_000 + step);
				slice.total_variance(k).is_ok_and(|total| total > Rate::ZERO)
			});
			let found = slice.check().unwrap();
			assert!(all || matches!(found, Err(SmileFault::NegativeVariance { .. })), "{digits}");
			assert!(digits < 10 || !matches!(found, Err(SmileFault::NegativeVariance { .. })));
		}
	}

	/// Total variance up to 144 is a smile, and its reach is then wider than what is evaluated.
	#[test]
	fn the_widest_smile_has_a_volatility_at_every_strike() {
		let wide = svi(["144", "0.1", "0", "0", "0.1"]);
		assert_eq!(wide.check(), Ok(Ok(())));
		let price = Price::from_inner;
		for (forward, strike) in [(1, u128::MAX), (u128::MAX, 1), (1, 1)] {
			assert!(wide.volatility(price(forward), price(strike), 31_536_000).is_ok());
		}
	}

	/// Their sum was halved where it did not fit, which cost the last bits of the root.
	#[test]
	fn a_root_of_squares_whose_sum_needs_129_bits_is_exact() {
		let slice = svi(["0", "1.9", "-0.000000000000000001", "0", "15.999999999999704849"]);
		let at = |k: &str| slice.total_variance(k.parse().unwrap()).unwrap();
		// 42.99209229613912887428… exactly: short by less than the bound of 4.8 digits.
		let far = at("-15.999999999998091479");
		assert_eq!(far, "42.992092296139128871".parse().unwrap());
		// √(16² + 16²) = 22.627416997969520780…, and one where the sum is a square: 16² + 12² = 20².
		let level = svi(["0", "1", "0", "0", "16"]);
		let at = |k: &str| level.total_variance(k.parse().unwrap()).unwrap();
		assert_eq!(at("16"), "22.62741699796952078".parse().unwrap());
		assert_eq!(at("-12"), "20".parse().unwrap());
	}

	/// So steep that a wing is at fault in any case, and what is named is still the first fault there is.
	#[test]
	fn a_steep_slice_below_zero_is_refused_for_what_comes_first() {
		let found = |a: &str, b: Rate| {
			Svi { b, ..svi([a, "0", "0", "0", "0.1"]) }.check().unwrap().unwrap_err()
		};
		let below = SmileFault::NegativeVariance { at: Rate::ZERO };
		for b in ["2.5", "15", "16", "16.000000000000000001", "20", "99.9"] {
			assert_eq!(found("-10", b.parse().unwrap()), below, "{b}");
		}
		for b in ["100.1", "1000", "170141183460469231731"] {
			assert_eq!(found("-10", b.parse().unwrap()), SmileFault::WingTooSteep, "{b}");
		}
		assert_eq!(found("0.1", "20".parse().unwrap()), SmileFault::WingTooSteep);
		assert_eq!(found("-144", Rate::MAX), SmileFault::WingTooSteep);
		assert_eq!(found("-144.1", Rate::MAX), SmileFault::Malformed);
		// What is positive, if by less than a last digit of σ counts for: 10^18 · 10^-18 is one.
		let steep = Svi {
			a: "-0.5".parse().unwrap(),
			b: "1000000000000000000".parse().unwrap(),
			sigma: Rate::from_inner(1),
			..svi(["0", "0", "0.6", "0", "0.1"])
		};
		// At its lowest point it has 0.8 − 0.5.
		assert_eq!(steep.check(), Ok(Err(SmileFault::WingTooSteep)));
	}

	/// The root of 1 − ρ² cut to 18 decimals is too large by thousands of them where ρ is all but one.
	#[test]
	fn a_variance_below_zero_is_found_where_the_tilt_is_all_but_whole() {
		// √(1 − ρ²) is 0.000044721359516454…: at its lowest point the slice has −5·10^-15.
		let slice = svi(["-0.000089442719037908", "1", "0.999999999000000001", "0", "2"]);
		let found = slice.check().unwrap();
		assert!(matches!(found, Err(SmileFault::NegativeVariance { .. })), "{found:?}");
	}

	#[test]
	fn every_fault_is_found() {
		let found = |parts| svi(parts).check().unwrap();
		assert_eq!(found(["0.1", "-0.1", "0", "0", "0.1"]), Err(SmileFault::Malformed));
		assert_eq!(found(["0.1", "0.1", "1", "0", "0.1"]), Err(SmileFault::Malformed));
		assert_eq!(found(["0.1", "0.1", "0", "0", "0"]), Err(SmileFault::Malformed));
		assert_eq!(found(["0.1", "0.1", "0", "17", "0.1"]), Err(SmileFault::Malformed));
		assert_eq!(found(["145", "0.1", "0", "0", "0.1"]), Err(SmileFault::Malformed));
		assert!(matches!(
			found(["-0.05", "0.2", "-0.3", "0", "0.1"]),
			Err(SmileFault::NegativeVariance { .. })
		));
		assert_eq!(found(["0.1", "1.3", "-0.7", "0", "0.1"]), Err(SmileFault::WingTooSteep));
		let Err(SmileFault::NegativeDensity { at }) =
			found(["0.0005", "0.25", "-0.75", "0.06", "0.02"])
		else {
			panic!("a sharp smile");
		};
		let sharp = svi(["0.0005", "0.25", "-0.75", "0.06", "0.02"]);
		assert!(sharp.density_sign(at).unwrap().is_negative());
	}

	#[test]
	fn a_wing_of_exactly_two_is_too_steep() {
		// A call struck infinitely high would still be worth half of the forward.
		let steep = svi(["0.1", "1.6", "0.25", "0", "2"]);
		assert_eq!(steep.check(), Ok(Err(SmileFault::WingTooSteep)));
		let flatter = Svi { b: "1.5".parse().unwrap(), ..steep };
		assert_eq!(flatter.check(), Ok(Ok(())));
	}

	#[test]
	fn far_strikes_have_the_volatility_of_the_edge() {
		let slice = svi(["0.04", "0.1", "-0.2", "0", "0.2"]);
		let price = |text: &str| text.parse::<Price>().unwrap();
		let at = |strike| slice.volatility(price("100"), price(strike), 31_536_000);
		assert_eq!(at("1000000"), at("100000000"));
		assert_eq!(at("0"), Ok(Volatility::ZERO));
		assert_eq!(slice.volatility(Price::ZERO, price("1"), 1), Err(MathsError::OutsideDomain));
	}
}
