// SPDX-License-Identifier: Apache-2.0
//! The volatility that explains a price.
//!
//! # Source
//!
//! What is solved is Black 1976. First guess: C. Corrado and T. Miller, "A note on a simple, accurate
//! formula to compute implied standard deviations", Journal of Banking & Finance 20 (1996), and in both
//! tails ours, from the asymptotes. Steps: Householder's method of the third order. Comparing small values
//! by their logarithms: P. Jäckel, "Let's be rational" (2013).

use super::{
	black76::Black76,
	expiry::{Expiry, Strike},
	kind::OptionKind,
	out_of_the_money::{Inside, Point},
};
use crate::{
	functions::{binary::Binary, mills, Logarithm, DEVIATION_BITS},
	units::{Price, Usd, Volatility},
	MathsError,
};

/// Evaluations that choose their next place freely. After them the bracket is only halved.
const FREE_STEPS: u32 = 16;

/// More evaluations than any search takes: see [`search`].
const MOST_STEPS: u32 = 96;

/// The volatility at which an option has this price, annual, rounded to nearest: nobody owes it to
/// anybody. The price is in USD per coin.
///
/// Refuses with `BelowIntrinsic`, `AtIntrinsic` or `AboveMaximum` where no single volatility has
/// it, and with `OutsideDomain` without time to expiry. The maximum is D·F of a call and D·K of a put, rounded to
/// nearest once; of a D that is off by 2^-74 of itself the least that it may be counts, so that no price at
/// the maximum passes. `Overflow` where the maximum is more than a price can be.
///
/// Error: at most 10^-15 of the volatility, and what an error of 3·10^-18 USD in the price and, unless the rate is zero,
/// of 6·10^-23 of the discounted forward and strike mean for it (that over the vega); tested, not proved. That holds
/// from next to nothing up to next to the maximum, where a last digit of the price is much volatility. The search
/// ends: its steps are bounded by proof. Source: Black 1976; Corrado and Miller 1996; Householder.
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
	let most = match kind {
		OptionKind::Call => expiry.forward,
		OptionKind::Put => strike.price,
	};
	let (price, most) = (price.into_inner(), most.into_inner());
	if price >= expiry.discount.lowest().of(most)? {
		return Err(MathsError::AboveMaximum);
	}
	// Not reached: without a forward or a strike no price lies between the intrinsic value and the maximum.
	let (Some(forward), Some(struck)) = (expiry.logarithm, strike.logarithm) else {
		return Err(MathsError::AboveMaximum);
	};
	if expiry.root_time.is_zero() {
		return Err(MathsError::OutsideDomain);
	}
	let least = expiry.forward.min(strike.price).into_inner();
	let whole = Binary::from_fixed(least, 0).times(expiry.factor);
	let part = |money: u128| Binary::from_fixed(money, 0).over(whole);
	let lacking = expiry.discount.of(most)?.saturating_sub(price);
	let target = Target::new(part(time_value)?, part(lacking)?);
	let (v, _) = solve(forward.minus(struck), target)?;
	v.times(expiry.inverse_root_time).to_decimal().map(Volatility::from_inner)
}

/// What the volatility is found by, as a part of the smaller of forward and strike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
	/// The value, which grows with volatility.
	Value(Binary),
	/// What the value lacks of the whole, which shrinks: less than an eighth.
	Lacking(Binary),
}

impl Target {
	/// By a value and what it lacks. Where that is little the value hardly depends on volatility any more, and its
	/// 64 bits would not tell it.
	fn new(value: Binary, lacking: Binary) -> Self {
		if lacking < Binary::ONE.scaled(-3) {
			Self::Lacking(lacking)
		} else {
			Self::Value(value)
		}
	}

	const fn number(self) -> Binary {
		match self {
			Self::Value(number) | Self::Lacking(number) => number,
		}
	}

	/// The same of a point.
	fn at(self, point: &Point) -> Binary {
		match self {
			Self::Value(_) => point.value(),
			Self::Lacking(_) => point.complement(),
		}
	}

	/// Whether the volatility of a point that has `found` of this is too high.
	fn is_passed_by(self, found: Binary) -> bool {
		match self {
			Self::Value(value) => found > value,
			Self::Lacking(lacking) => found < lacking,
		}
	}

	/// A total volatility that is too low and one that is not.
	fn ends(self) -> (Binary, Binary) {
		let low = match self {
			Self::Value(value) => value.scaled(1),
			Self::Lacking(_) => Binary::ONE,
		};
		(low, Binary::ONE.scaled(5))
	}

	/// Whether it becomes less as volatility grows.
	const fn falls(self) -> bool {
		matches!(self, Self::Lacking(_))
	}

	fn first_guess(self, x: Logarithm) -> Result<Binary, MathsError> {
		match self {
			Self::Value(value) => first_guess(x, value),
			Self::Lacking(lacking) => first_guess_near_whole(x, lacking),
		}
	}
}

/// The total volatility of a target between zero and one, and how many evaluations it took.
fn solve(x: Logarithm, target: Target) -> Result<(Binary, u32), MathsError> {
	search(x, target, FREE_STEPS)
}

/// Householder's method of the third order inside a bracket that only shrinks; a step that would leave
/// the bracket is replaced by bisection, and so is every step after the first `free` ones. Small values, and
/// what little is lacking, are compared by their logarithms, in which they are nearly straight.
///
/// It ends in fewer than `free` + 76 evaluations, and then knows the volatility to 2^-60 of itself:
///
/// * The bracket holds the answer. A value is at most that at the money, which is below v / √(2π), so
///   that twice the value is too low, and so is 1 where the value is above 7/8; and from 32 on it is the whole.
/// * The value is at least 2^-128, a last digit of a price over the largest one. So the ends start less
///   than 136 powers of two apart, which [`middle`] halves: 136, 68, 34, 17, 9, 5, 3, 2 after 7 steps.
/// * From there the bracket is narrower than 7 times its low end, and each step halves it, rounding by
///   2^-64 of itself. After 65 more steps its half is below 2^-61 of its low end, which ends the search.
fn search(x: Logarithm, target: Target, free: u32) -> Result<(Binary, u32), MathsError> {
	let number = target.number();
	let (mut low, mut high) = target.ends();
	let mut v = target.first_guess(x)?.max(low).min(high);
	let small = number < Binary::ONE.scaled(-3);
	for evaluations in 1..=MOST_STEPS {
		let point = Point::new(x, v, v.reciprocal()?)?;
		let found = target.at(&point);
		let above = target.is_passed_by(found);
		if found == number {
			return Ok((v, evaluations));
		}
		if above {
			high = v;
		} else {
			low = v;
		}
		let step = match &point {
			Point::Inside(inside) if !found.is_zero() && evaluations <= free => {
				let distance = if small {
					let apart = Logarithm::of_binary(found)?.minus(Logarithm::of_binary(number)?);
					apart.magnitude().times(found)
				} else {
					found.max(number).minus(found.min(number)).unwrap_or(Binary::ZERO)
				};
				let newton = distance.over(inside.density).ok();
				let growth = small.then(|| inside.density.times(v).over(found)).transpose()?;
				let growth = growth.map(|size| Growth { size, falls: target.falls() });
				newton.and_then(|newton| Step::new(inside, v, newton, above, growth))
			},
			_ => None,
		};
		let next = match &step {
			Some(step) if above => v.minus(step.length),
			Some(step) => Some(v.plus(step.length)),
			None => None,
		};
		match (next, step) {
			// A last step may be too short to leave the end of the bracket that it starts from.
			(Some(next), Some(step)) if step.is_last => {
				return Ok((next.max(low).min(high), evaluations));
			},
			(Some(next), Some(_)) if next > low && next < high => v = next,
			_ => {
				let next = middle(low, high);
				// A step of 2^-61 of the volatility changes nothing that is kept.
				let moved = if next > v { next.minus(v) } else { v.minus(next) };
				v = next;
				if moved.unwrap_or(Binary::ZERO) < v.scaled(-61) {
					return Ok((v, evaluations));
				}
			},
		}
	}
	// Not reached, by the proof above.
	Err(MathsError::OutsideDomain)
}

/// By how much of itself a number changes when volatility grows by as much of itself: v times its derivative,
/// over the number.
#[derive(Clone, Copy)]
struct Growth {
	size: Binary,
	falls: bool,
}

/// One step towards the volatility.
struct Step {
	length: Binary,
	/// What remains to be done after it is below the last digit that is kept.
	is_last: bool,
}

/// Fraction bits of what only corrects a step: the last step is shorter than 2^-16 of the volatility.
const CORRECTION_BITS: u32 = 48;

impl Step {
	/// Newton's step times (1 + h₂r/2) / (1 + h₂r + h₃r²/6), with r the step relative to the
	/// volatility and hₙ the n-th derivative of what is solved over its first, times vⁿ⁻¹.
	///
	/// Of the value itself, and so of what it lacks, h₂ = y² − v²/4 and h₃ = h₂² − 3y² − v²/4 with y = |x|/v.
	/// With `growth` they are those of the logarithm. `None` if the step is too long for that to mean
	/// anything.
	fn new(
		inside: &Inside,
		v: Binary,
		newton: Binary,
		above: bool,
		growth: Option<Growth>,
	) -> Option<Self> {
		let bits = CORRECTION_BITS.cast_signed();
		let signed = |number: Binary| number.to_fixed(bits).map(i128::from);
		let times = |a: i128, b: i128| a.wrapping_mul(b) >> CORRECTION_BITS;
		let one = 1i128 << CORRECTION_BITS;
		let relative = signed(newton.over(v).ok()?)?;
		// With y and v below 32 no product leaves 127 bits up to here.
		if relative > one << 3 {
			return None;
		}
		let r = if above { relative.wrapping_neg() } else { relative };
		let distance = i128::from(inside.distance >> DEVIATION_BITS.saturating_sub(bits));
		let square = times(distance, distance);
		let quarter = signed(v.times(v).scaled(-2))?;
		let mut h2 = square.wrapping_sub(quarter);
		let mut h3 = times(h2, h2).wrapping_sub(square.wrapping_mul(3)).wrapping_sub(quarter);
		if let Some(Growth { size, falls }) = growth {
			let size = signed(size)?;
			let growth = if falls { size.wrapping_neg() } else { size };
			let both = times(growth, growth.wrapping_mul(2).wrapping_sub(h2.wrapping_mul(3)));
			h3 = h3.wrapping_add(both);
			h2 = h2.wrapping_sub(growth);
		}
		let bent = times(h2, r);
		let over = one.wrapping_add(bent >> 1);
		let under = one.wrapping_add(bent).wrapping_add(times(times(h3, r), r) / 6);
		let quarter_of = |number: i128| number >> 2;
		let is_sound =
			over > quarter_of(one) && under > quarter_of(over) && quarter_of(under) < over;
		let length = if is_sound {
			let factor = over.wrapping_shl(CORRECTION_BITS).checked_div(under)?;
			newton.times(Binary::from_fixed(factor.unsigned_abs(), bits))
		} else {
			newton
		};
		// The method's error is of the fourth order in r and in h₂r.
		let size = relative.max(bent.abs());
		Some(Self { length, is_last: is_sound && size < one >> 16 })
	}
}

/// √(2π), to 16 bits: enough for where the search starts.
fn root_of_two_pi() -> Binary {
	Binary::from_word(0x2_81b2, 16)
}

/// Where the search starts.
///
/// Near the money by Corrado and Miller (1996), in units of the smaller of forward and strike:
/// √(2π) / (2 + d) · (c + d/2 + √((c + d/2)² − d²/π)), with c the value and d = e^|x| − 1.
///
/// Where that root does not exist, the value's logarithm is −y²/2 + |x|/2 − v²/8 + ln(v A(y) / √(2π)) to
/// first order in v, with y = |x|/v and A the slope of the Mills ratio: solved for y, all else
/// being taken at y = √(−2 ln c). The steepest point, v = √(2|x|), is never passed.
fn first_guess(x: Logarithm, target: Binary) -> Result<Binary, MathsError> {
	let x = x.magnitude();
	let scale = root_of_two_pi();
	let series = x.scaled(-1).plus(x.times(x).times(Binary::from_fixed(0x2aab, 16)));
	let apart = x.times(Binary::ONE.plus(series));
	let sum = target.plus(apart.scaled(-1));
	// 1/π.
	let lost = apart.times(apart).times(Binary::from_fixed(0x517d, 16));
	let steepest = x.scaled(1).root();
	if let Some(square) = sum.times(sum).minus(lost) {
		let near = scale.times(sum.plus(square.root()));
		return near.over(Binary::ONE.scaled(1).plus(apart));
	}
	let depth = Logarithm::of_binary(target)?.magnitude();
	let mut v = x.over(depth.scaled(1).root())?;
	for _ in 0..2 {
		let y = x.over(v)?;
		let Some(deviation) = y.to_fixed(DEVIATION_BITS).filter(|_| y.exponent() <= 4) else {
			break;
		};
		let ratio = Binary::from_word(mills(deviation), 63);
		let slope = Binary::ONE.minus(y.times(ratio)).unwrap_or(Binary::ZERO);
		if slope.is_zero() {
			break;
		}
		let smaller = Logarithm::of_binary(scale.over(v.times(slope))?)?.magnitude();
		let more = depth.plus(x.scaled(-1)).minus(v.times(v).scaled(-3));
		let Some(half_square) = more.and_then(|more| more.minus(smaller)) else { break };
		if half_square.exponent() < -2 {
			break;
		}
		v = x.over(half_square.scaled(1).root())?;
	}
	Ok(v.min(steepest))
}

/// Where the search starts if less than an eighth is lacking.
///
/// With n = v/2 − |x|/v and m = v/2 + |x|/v what is lacking is e^(−n²/2) (R(n) + R(m)) / √(2π), R being the Mills
/// ratio, and m² is n² + 2|x|. Solved for n twice, the ratios being taken where it was before, at first at
/// √(−2 ln lacking); v is the sum of n and m.
fn first_guess_near_whole(x: Logarithm, lacking: Binary) -> Result<Binary, MathsError> {
	let twice = x.magnitude().scaled(1);
	let depth = Logarithm::of_binary(lacking)?.magnitude();
	let other = |near: Binary| near.times(near).plus(twice).root();
	let mut near = depth.scaled(1).root();
	for _ in 0..2 {
		let places = (near.to_fixed(DEVIATION_BITS), other(near).to_fixed(DEVIATION_BITS));
		let (Some(n), Some(m)) = places else { break };
		// Each ratio is below 2, so half of their sum fits.
		let ratios = Binary::from_word((mills(n) >> 1).wrapping_add(mills(m) >> 1), 62);
		let smaller = Logarithm::of_binary(root_of_two_pi().over(ratios)?)?.magnitude();
		let Some(half_square) = depth.minus(smaller) else { break };
		near = half_square.scaled(1).root();
	}
	Ok(near.plus(other(near)))
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
/// Accepts if the model's price at it is within `tolerance` of the price (both USD per coin, the edge
/// included), and the vega is at least `least_vega` (USD per 100 % of volatility), below which a price
/// says nothing about volatility. It compares what [`Expiry::price_and_greeks`] rounds: a price off by
/// that function's error may be taken, or refused, at the edge. Ours, on Black 1976.
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

#[cfg(test)]
mod tests {
	use super::*;
	use crate::units::Rate;

	/// Evaluations for options up to so many standard deviations from the money, of a minute to a year
	/// and 5 to 405 %: how many on average, in hundredths, and the most.
	fn evaluations(deviations: f64) -> (u32, u32) {
		let mut state = 0x9e37_79b9_7f4a_7c15u64;
		let mut uniform = move || {
			state ^= state << 13;
			state ^= state >> 7;
			state ^= state << 17;
			(state >> 11) as f64 / (1u64 << 53) as f64
		};
		let unit = |number: f64| (number * 1e18) as u128;
		let (mut sum, mut most, mut solved) = (0, 0, 0);
		for _ in 0..2_000 {
			let seconds = (60.0 * 525_600f64.powf(uniform())) as u64;
			let volatility = 0.05 + 4.0 * uniform() * uniform();
			let total = volatility * (seconds as f64 / 31_536_000.0).sqrt();
			let x = total * deviations * (2.0 * uniform() - 1.0);
			let forward = Price::from_inner(unit(60_000.0));
			let expiry = Expiry::new(forward, seconds, Rate::ZERO).unwrap();
			let strike = Strike::new(Price::from_inner(unit(60_000.0 * x.exp())));
			let level = expiry.level(Volatility::from_inner(unit(volatility))).unwrap();
			let at = |v: Binary| {
				let x = expiry.logarithm.unwrap().minus(strike.logarithm.unwrap());
				(x, Point::new(x, v, v.reciprocal().unwrap()).unwrap())
			};
			let (x, point) = at(level.total);
			let target = Target::new(point.value(), point.complement());
			if target.number().is_zero() || target.number() == Binary::ONE {
				continue;
			}
			let (found, evaluations) = solve(x, target).unwrap();
			let apart = found.max(level.total).minus(found.min(level.total)).unwrap();
			let point = at(found).1;
			assert!(apart < level.total.scaled(-47) || target.at(&point) == target.number());
			sum += evaluations;
			most = most.max(evaluations);
			solved += 1;
		}
		(100 * sum / solved, most)
	}

	/// The logarithm of 1 + 2^(bits − 100).
	fn moneyness(bits: u32) -> Logarithm {
		let above_one = Logarithm::of((1 << 100) + (1 << bits)).unwrap();
		above_one.minus(Logarithm::of(1 << 100).unwrap())
	}

	#[test]
	fn halving_alone_ends_before_the_last_step_with_less_than_the_last_digit_between_the_ends() {
		let fifth = Logarithm::of(6).unwrap().minus(Logarithm::of(5).unwrap());
		let far = Logarithm::of(u128::MAX).unwrap().minus(Logarithm::of(1).unwrap());
		let xs = [fifth.minus(fifth), moneyness(6), moneyness(50), fifth, far];
		let powers = [1, 2, 3, 10, 30, 59, 60, 61, 90, 127, 128];
		let values = powers.map(|power| (power, Target::Value(Binary::ONE.scaled(-power))));
		let powers = [4, 5, 10, 30, 59, 60, 61, 90, 127, 128];
		let lacking = powers.map(|power| (power, Target::Lacking(Binary::ONE.scaled(-power))));
		for x in xs {
			for (power, target) in values.into_iter().chain(lacking) {
				let (halved, evaluations) = search(x, target, 0).unwrap();
				assert!(evaluations < 76, "{power}: {evaluations}");
				let (found, evaluations) = solve(x, target).unwrap();
				assert!(evaluations < FREE_STEPS + 76, "{power}: {evaluations}");
				// Both are where the value passes the target.
				let value =
					|v: Binary| target.at(&Point::new(x, v, v.reciprocal().unwrap()).unwrap());
				let apart = halved.max(found).minus(halved.min(found)).unwrap();
				assert!(
					apart < halved.scaled(-46) || value(halved) == value(found),
					"{power}: {halved:?} {found:?}"
				);
			}
		}
	}

	#[test]
	fn a_price_of_next_to_nothing_has_the_volatility_it_has_at_the_money() {
		// A value of c at the money is a total volatility of c √(2π): far below 2^-60 here.
		let million = Price::from_inner(1_000_000_000_000_000_000_000_000);
		let expiry = Expiry::new(million, 1, Rate::ZERO).unwrap();
		for (strike, price, found) in [
			// 5·10^-18 / 10^6 · √(2π) · √31,536,000 is nothing with 18 decimals.
			(million, 5, 0),
			// 3·10^-13 / 10^6 · √(2π) · √31,536,000.
			(million, 300_000, 4_223),
		] {
			let strike = Strike::new(strike);
			let price = Price::from_inner(price);
			let volatility = implied_volatility(OptionKind::Call, &expiry, &strike, price).unwrap();
			assert_eq!(volatility.into_inner(), found);
		}
		// A last digit beside the money: no bracket is ever turned round.
		for beside in 1..2_000u128 {
			let strike = Strike::new(Price::from_inner(million.into_inner() + beside));
			for price in [1, 2, 1_000, 300_000] {
				let price = Price::from_inner(price);
				implied_volatility(OptionKind::Call, &expiry, &strike, price).unwrap();
			}
		}
	}

	/// Three years, without a rate: forward, strike, price and the volatility that has it, which is known to so many
	/// last digits by the price's last one. Computed with 60 digits.
	#[test]
	fn a_price_that_lacks_next_to_nothing_of_its_maximum_has_the_volatility_it_has() {
		let (call, put) = (OptionKind::Call, OptionKind::Put);
		for (kind, forward, strike, price, volatility, known) in [
			(call, "100000", "100000", "91673.548333644959814508", "2", 2_001),
			(call, "100000", "100000", "99756.326519101098836374", "3.5", 3_501),
			(put, "100000", "100000", "99998.509766420757230803", "5", 5_001),
			(call, "100000", "50000", "99962.546459428686011618", "4", 4_001),
			(put, "100000", "1000", "999.167720892402641685", "4.5", 4_502),
			(put, "100000", "1000000", "999999.413355092911668996", "5.5", 5_502),
			(call, "100000", "100000", "99999.998189160222505169", "6.5", 6_830),
			(call, "100000", "90000", "99999.999872605312040725", "7", 11_373),
		] {
			let expiry = Expiry::new(forward.parse().unwrap(), 94_608_000, Rate::ZERO).unwrap();
			let strike = Strike::new(strike.parse().unwrap());
			let found = implied_volatility(kind, &expiry, &strike, price.parse().unwrap()).unwrap();
			let volatility: Volatility = volatility.parse().unwrap();
			let apart = found.into_inner().abs_diff(volatility.into_inner());
			assert!(apart <= known, "{price}: {found}");
		}
		let expiry = Expiry::new("36516.22679".parse().unwrap(), 117_861_012, Rate::ZERO).unwrap();
		let strike = Strike::new("36516.23".parse().unwrap());
		let price = "36516.229999864554613029".parse().unwrap();
		let found = implied_volatility(put, &expiry, &strike, price).unwrap();
		let apart = found.into_inner().abs_diff(7_187_834_948_039_474_092);
		assert!(apart < 4_000_000, "{found}");
	}

	/// Every price from `most` on is refused. What is less by more than D may be off has a volatility.
	fn just_below_the_maximum(kind: OptionKind, expiry: &Expiry, strike: &str, most: &str) {
		let strike = Strike::new(strike.parse().unwrap());
		let most: Price = most.parse().unwrap();
		let at = |digits: u128| {
			let price = Price::from_inner(most.into_inner().saturating_add(digits));
			implied_volatility(kind, expiry, &strike, price)
		};
		for above in [0, 1, 2, 1_000_000, most.into_inner(), u128::MAX] {
			assert_eq!(at(above), Err(MathsError::AboveMaximum), "{most} {above}");
		}
		let known = most.into_inner() >> 73;
		let below = Price::from_inner(most.into_inner() - known - 1);
		let found = implied_volatility(kind, expiry, &strike, below);
		assert!(found.is_ok_and(|found| !found.is_zero()), "{most} {found:?}");
	}

	#[test]
	fn a_price_at_its_maximum_is_refused_to_the_last_digit() {
		let of = |forward: &str, seconds, rate: &str| {
			Expiry::new(forward.parse().unwrap(), seconds, rate.parse().unwrap()).unwrap()
		};
		let expiry = of("28785.03", 4_355, "0.0601");
		let (call, put) = (OptionKind::Call, OptionKind::Put);
		just_below_the_maximum(call, &expiry, "13433.14", "28784.791097382202127966");
		just_below_the_maximum(put, &expiry, "28785.03", "28784.791097382202127966");
		let expiry = of("28785.03", 4_355, "0");
		for strike in ["0.5", "13433.14", "28785.03", "90000"] {
			just_below_the_maximum(call, &expiry, strike, "28785.03");
			just_below_the_maximum(put, &expiry, strike, strike);
		}
		// Whatever is paid for nothing, or at an expiry, is too much.
		let nothing = of("0", 4_355, "0.0601");
		let ended = of("100", 0, "0");
		let one = Price::from_inner(1);
		for (kind, expiry, strike, price) in [
			(call, nothing, "100", one),
			(call, nothing, "0", one),
			(put, ended, "0", one),
			(call, ended, "90", "100".parse().unwrap()),
			(put, ended, "110", "110".parse().unwrap()),
		] {
			let strike = Strike::new(strike.parse().unwrap());
			for price in [price, Price::MAX] {
				let refused = implied_volatility(kind, &expiry, &strike, price);
				assert_eq!(refused, Err(MathsError::AboveMaximum), "{price}");
			}
		}
	}

	#[test]
	fn no_discounted_price_passes_for_less_than_the_maximum() {
		let mut state = 1u128;
		let mut next = |most: u128| {
			state = state
				.wrapping_mul(0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645)
				.wrapping_add(0x9e37_79b9);
			(state >> 64) % most
		};
		for _ in 0..2_000 {
			let forward = Price::from_inner(1 + (next(1 << 62) << next(24)));
			let strike = Price::from_inner(1 + (next(1 << 62) << next(24)));
			let rate = Rate::from_inner(next(400_000_000_000_000_000).cast_signed());
			let seconds = u64::try_from(1 + next(300_000_000)).unwrap();
			let expiry = Expiry::new(forward, seconds, rate).unwrap();
			for (kind, most) in [(OptionKind::Call, forward), (OptionKind::Put, strike)] {
				let most = Price::from_inner(expiry.discount.of(most.into_inner()).unwrap());
				let found = implied_volatility(kind, &expiry, &Strike::new(strike), most);
				assert!(
					matches!(found, Err(MathsError::AboveMaximum | MathsError::AtIntrinsic)),
					"{kind:?} {most} {found:?}"
				);
			}
		}
	}

	#[test]
	fn two_or_three_evaluations_find_a_volatility() {
		for deviations in [0.0, 0.5, 1.0, 2.0, 4.0, 6.0, 8.0] {
			let (mean, most) = evaluations(deviations);
			assert!(mean < 275, "{deviations}: {mean}");
			assert!(most <= 6, "{deviations}: {most}");
		}
	}
}
