// SPDX-License-Identifier: Apache-2.0
//! What long positions pay to short ones: decided on numbers alone.

use crate::types::FundingParameters;
use market_maths::{
	perpetuals::{funding_increment, funding_rate, premium},
	units::{Price, Quantity, Rate},
	MathsError,
};

/// Longer pauses between two windows do not count: nobody could trade in them.
pub const LONGEST_GAP_MS: u64 = 60_000;

/// `rate = clamp( premium / convergence + interest, ± cap )` per hour, where
/// `premium = ( max(impact bid − index, 0) − max(index − impact ask, 0) ) / index`.
///
/// Positive is paid by long positions. A side that is too thin for the impact notional counts as no
/// premium on that side.
pub fn hourly_rate(
	parameters: &FundingParameters,
	index: Price,
	impact_bid: Option<Price>,
	impact_ask: Option<Price>,
) -> Result<Rate, MathsError> {
	let bid = impact_bid.unwrap_or_else(|| impact_ask.unwrap_or(index).min(index));
	let ask = impact_ask.unwrap_or_else(|| bid.max(index));
	funding_rate(
		premium(index, bid, ask)?,
		parameters.convergence_seconds.into(),
		parameters.interest_per_hour,
		parameters.cap_per_hour,
	)
}

/// What one long lot pays in `elapsed_ms` at `rate`, in 10⁻¹² of the unit of cash:
/// `index · elapsed · rate · lot`.
///
/// That unit is 10⁻¹⁸ USD. Rounded down, in favour of long positions; short ones receive the same
/// number, so nothing is made or lost here.
pub fn payment_per_lot(
	index: Price,
	lot: Quantity,
	rate: Rate,
	elapsed_ms: u64,
) -> Result<i128, MathsError> {
	let per_coin = funding_increment(rate, index, elapsed_ms)?;
	per_coin
		.fraction_floor(Rate::from_inner(lot.into_inner()))
		.map(|paid| paid.into_inner())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn parameters() -> FundingParameters {
		FundingParameters {
			convergence_seconds: 8 * 3_600,
			interest_per_hour: Rate::ZERO,
			cap_per_hour: "0.0075".parse().unwrap(),
			impact_notional: "4000".parse().unwrap(),
		}
	}

	fn rate(bid: &str, ask: &str) -> Rate {
		let index = "1500".parse().unwrap();
		let [bid, ask] = [bid, ask].map(|text| text.parse().unwrap());
		hourly_rate(&parameters(), index, Some(bid), Some(ask)).unwrap()
	}

	#[test]
	fn a_premium_is_paid_over_the_convergence_time() {
		assert_eq!(rate("1506", "1506"), "0.0005".parse().unwrap());
		assert_eq!(rate("1494", "1494"), "-0.0005".parse().unwrap());
		assert_eq!(rate("1494", "1506"), Rate::ZERO);
	}

	#[test]
	fn the_rate_stops_at_its_cap() {
		assert_eq!(rate("3000", "3001"), "0.0075".parse().unwrap());
		assert_eq!(rate("10", "11"), "-0.0075".parse().unwrap());
	}

	#[test]
	fn a_thin_book_pays_interest_only() {
		let mut parameters = parameters();
		parameters.interest_per_hour = "0.0000125".parse().unwrap();
		let rate = hourly_rate(&parameters, "1500".parse().unwrap(), None, None).unwrap();
		assert_eq!(rate, parameters.interest_per_hour);
	}

	#[test]
	fn an_hour_at_the_rate_costs_that_share_of_the_index() {
		let paid = payment_per_lot(
			"1500".parse().unwrap(),
			"1".parse().unwrap(),
			"0.0005".parse().unwrap(),
			3_600_000,
		);
		assert_eq!(paid, Ok(750_000_000_000_000_000));
	}
}
