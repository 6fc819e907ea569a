// SPDX-License-Identifier: Apache-2.0
//! What longs pay shorts, or shorts longs, so that the perpetual stays near its index.
//!
//! # Source
//!
//! Derive v2, perpetual asset (public contracts): premium by impact prices, rate per hour with convergence,
//! interest and cap, one index for all. The premium is that of dYdX v4, too.

use super::profit::signed_difference;
use crate::{
	arithmetic::{multiply_divide, multiply_divide_floor, Rounding, ONE},
	units::{Cash, Lots, Price, Quantity, Rate, Usd},
	MathsError,
};

const SECONDS_PER_HOUR: i128 = 3_600;
const MILLISECONDS_PER_HOUR: u128 = 3_600_000;

/// By how much the book trades above (positive) or below the index, as a fraction of the index:
///
/// (max(impact bid − index, 0) − max(index − impact ask, 0)) / index, rounded towards zero.
///
/// The error is below 10^-18, and neither side gains by it. Refuses a bid above the ask (`OutsideDomain`) and an
/// index of zero. Source: Derive v2; dYdX v4.
pub fn premium(index: Price, impact_bid: Price, impact_ask: Price) -> Result<Rate, MathsError> {
	if impact_bid > impact_ask {
		return Err(MathsError::OutsideDomain);
	}
	let above = signed_difference(impact_bid, index)?.max(0);
	let below = signed_difference(index, impact_ask)?.max(0);
	let apart = above.checked_sub(below).ok_or(MathsError::Overflow)?;
	let size = multiply_divide(apart.unsigned_abs(), ONE, index.into_inner(), Rounding::Down)?;
	let size = i128::try_from(size).map_err(|_| MathsError::Overflow)?;
	Ok(Rate::from_inner(if apart < 0 { size.saturating_neg() } else { size }))
}

/// The rate per hour: premium / convergence + interest, between −cap and cap. Positive: longs pay.
///
/// `convergence_seconds` is the time in which payments would sum to the premium; `interest` and
/// `cap` are per hour. The sum is rounded, once, towards zero by less than 10^-18: in favour of whoever pays. Refuses
/// a negative cap, and no time (`DivisionByZero`). Source: Derive v2.
pub fn funding_rate(
	premium: Rate,
	convergence_seconds: u64,
	interest: Rate,
	cap: Rate,
) -> Result<Rate, MathsError> {
	if cap.is_negative() {
		return Err(MathsError::OutsideDomain);
	}
	let hourly = premium.into_inner().checked_mul(SECONDS_PER_HOUR).ok_or(MathsError::Overflow)?;
	let convergence = i128::from(convergence_seconds);
	let from_premium = hourly.checked_div(convergence).ok_or(MathsError::DivisionByZero)?;
	let left = hourly.checked_rem(convergence).ok_or(MathsError::DivisionByZero)?;
	let sum = from_premium.checked_add(interest.into_inner()).ok_or(MathsError::Overflow)?;
	// What the quotient leaves is part of the sum: of the other sign, it brings the sum closer to zero.
	let rate = Rate::from_inner(match (sum.signum(), left.signum()) {
		(1, -1) => sum.saturating_sub(1),
		(-1, 1) => sum.saturating_add(1),
		_ => sum,
	});
	Ok(rate.min(cap).max(cap.checked_neg()?))
}

/// By how much the funding index of one coin grows, in USD: rate · time · index price.
///
/// Rounded towards zero, once, by less than 10^-18. The index is shared by both sides, so its rounding favours neither.
/// Source: Derive v2.
pub fn funding_increment(
	rate_per_hour: Rate,
	index: Price,
	elapsed_ms: u64,
) -> Result<Usd, MathsError> {
	let rate = rate_per_hour.into_inner();
	let over_time =
		rate.unsigned_abs().checked_mul(elapsed_ms.into()).ok_or(MathsError::Overflow)?;
	let scale = ONE.checked_mul(MILLISECONDS_PER_HOUR).ok_or(MathsError::Overflow)?;
	let size = multiply_divide(index.into_inner(), over_time, scale, Rounding::Down)?;
	let size = i128::try_from(size).map_err(|_| MathsError::Overflow)?;
	Ok(Usd::from_inner(if rate < 0 { size.saturating_neg() } else { size }))
}

/// What funding brings to a position since `index_then`, in USD: −size · (index now − index then).
///
/// Rounded towards minus infinity: payers pay the last digit more, receivers get it less, and the
/// market keeps the remainder. Less than 10^-18 each. Source: Derive v2.
pub fn funding_payment(size: Quantity, index_now: Usd, index_then: Usd) -> Result<Usd, MathsError> {
	let grown = index_now.checked_sub(index_then)?.checked_neg()?;
	multiply_divide_floor(size.into_inner(), grown.into_inner(), ONE).map(Usd::from_inner)
}

/// [`funding_payment`] of lots, in whole units of cash. Rounded once, towards minus infinity:
/// payers pay the last unit more, receivers get it less, and the market keeps the remainder.
pub fn funding_payment_of_lots(
	lots: Lots,
	lot: Quantity,
	index_now: Usd,
	index_then: Usd,
) -> Result<Cash, MathsError> {
	// The floor of a floor is the floor: rounding to 18 decimals first changes nothing.
	Ok(funding_payment(lots.quantity(lot)?, index_now, index_then)?.to_cash_floor())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn price(text: &str) -> Price {
		text.parse().unwrap()
	}

	fn rate(text: &str) -> Rate {
		text.parse().unwrap()
	}

	#[test]
	fn longs_pay_when_the_book_trades_above_the_index() {
		let above = premium(price("1500"), price("1506"), price("1506")).unwrap();
		assert_eq!(above, rate("0.004"));
		let below = premium(price("1500"), price("1494"), price("1494")).unwrap();
		assert_eq!(below, rate("-0.004"));
		let around = premium(price("1500"), price("1499"), price("1501")).unwrap();
		assert_eq!(around, Rate::ZERO);
		let crossed = premium(price("1500"), price("1502"), price("1501"));
		assert_eq!(crossed, Err(MathsError::OutsideDomain));
	}

	#[test]
	fn the_rate_is_capped_on_both_sides() {
		let eight_hours = 28_800;
		let of = |premium| funding_rate(rate(premium), eight_hours, Rate::ZERO, rate("0.0075"));
		assert_eq!(of("0.004"), Ok(rate("0.0005")));
		assert_eq!(of("-0.004"), Ok(rate("-0.0005")));
		assert_eq!(of("1"), Ok(rate("0.0075")));
		assert_eq!(of("-1"), Ok(rate("-0.0075")));
	}

	/// The premium's part was rounded alone, so that a sum of both signs could be too large.
	#[test]
	fn the_sum_of_premium_and_interest_is_rounded_towards_zero() {
		let of = |premium, interest| {
			let [premium, interest] = [premium, interest].map(Rate::from_inner);
			funding_rate(premium, 28_800, interest, rate("0.0075")).map(Rate::into_inner)
		};
		// −1/8 + 10 = 9.875.
		assert_eq!([of(-1, 10), of(1, -10)], [Ok(9), Ok(-9)]);
		assert_eq!([of(1, 10), of(-1, -10)], [Ok(10), Ok(-10)]);
		assert_eq!([of(-1, 1), of(1, -1), of(-1, 0), of(1, 0)], [Ok(0); 4]);
		// A whole quotient leaves nothing: −1 + 10.
		assert_eq!([of(-8, 10), of(-9, 10)], [Ok(9), Ok(8)]);
	}

	#[test]
	fn an_hour_at_the_rate_pays_the_rate() {
		let grown = funding_increment(rate("0.0005"), price("1500"), 3_600_000).unwrap();
		assert_eq!(grown, "0.75".parse().unwrap());
		let short = "-1".parse().unwrap();
		assert_eq!(funding_payment(short, grown, Usd::ZERO), "0.75".parse());
	}

	#[test]
	fn what_rounding_leaves_stays_with_the_market() {
		let lot: Quantity = "0.001".parse().unwrap();
		let grown: Usd = "0.0005".parse().unwrap();
		let of = |lots| funding_payment_of_lots(Lots::from_inner(lots), lot, grown, Usd::ZERO);
		assert_eq!(of(3), "-0.000002".parse());
		assert_eq!(of(-3), "0.000001".parse());
	}
}
