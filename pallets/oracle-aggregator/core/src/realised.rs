// SPDX-License-Identifier: Apache-2.0
//! How much a feed moved, from its minutes.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::{
	aggregation::{realised_variance_step, squared_return_per_year},
	units::{Price, Rate},
	MathsError,
};
use scale_info::TypeInfo;

const MS_PER_MINUTE: u64 = 60_000;
/// Half-life of the short average.
const SHORT_HALF_LIFE_MS: u64 = 3_600_000;
/// Half-life of the long average.
const LONG_HALF_LIFE_MS: u64 = 86_400_000;

/// A feed's variance as it happened, per year of 365 days: averages of squared one-minute log returns.
/// The square root of each is a realised volatility.
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
pub struct RealisedVariance {
	/// The last known minute, counted since 1970, and its value.
	pub last: (u64, Price),
	/// With a half-life of an hour; `None` until there were two minutes.
	pub hour: Option<Rate>,
	/// With a half-life of a day; `None` until there were two minutes.
	pub day: Option<Rate>,
}

impl RealisedVariance {
	/// At the first minute.
	pub const fn beginning(minute: u64, value: Price) -> Self {
		Self { last: (minute, value), hour: None, day: None }
	}

	/// After one more known minute. Over unknown minutes the return counts as one over their whole time.
	///
	/// The first return is what both averages begin with. A minute that is not later changes nothing.
	pub fn with_minute(self, minute: u64, value: Price) -> Result<Self, MathsError> {
		let (last_minute, last_value) = self.last;
		let elapsed_ms = minute.saturating_sub(last_minute).saturating_mul(MS_PER_MINUTE);
		if elapsed_ms == 0 {
			return Ok(self);
		}
		let after = |average: Option<Rate>, half_life_ms| match average {
			Some(average) => {
				realised_variance_step(average, last_value, value, elapsed_ms, half_life_ms)
			},
			None => squared_return_per_year(last_value, value, elapsed_ms),
		};
		Ok(Self {
			last: (minute, value),
			hour: Some(after(self.hour, SHORT_HALF_LIFE_MS)?),
			day: Some(after(self.day, LONG_HALF_LIFE_MS)?),
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn price(text: &str) -> Price {
		text.parse().unwrap()
	}

	#[test]
	fn a_tenth_of_a_percent_a_minute_is_a_volatility_of_72_percent_however_long_it_lasts() {
		let mut variance = RealisedVariance::beginning(0, price("1000"));
		for minute in 1..=100 {
			let value = if minute % 2 == 0 { "1000" } else { "1001" };
			variance = variance.with_minute(minute, price(value)).unwrap();
		}
		for average in [variance.hour, variance.day] {
			assert_eq!(average.unwrap().to_string().get(..8), Some("0.525074"));
		}
	}

	#[test]
	fn the_short_average_forgets_sooner() {
		let start = RealisedVariance::beginning(0, price("1000"));
		let moved = start.with_minute(1, price("1001")).unwrap();
		let calm =
			(2..=61).fold(moved, |it, minute| it.with_minute(minute, price("1001")).unwrap());
		let share = |average: Option<Rate>, of: Option<Rate>| {
			average.unwrap().into_inner() * 1_000 / of.unwrap().into_inner()
		};
		// An hour is one half-life of the one and a twenty-fourth of the other: 2^(−1/24) = 0.9715.
		assert_eq!(share(calm.hour, moved.hour), 500);
		assert_eq!(share(calm.day, moved.day), 971);
	}

	#[test]
	fn a_gap_counts_as_one_return_over_its_time() {
		let start = RealisedVariance::beginning(0, price("1000"));
		let at_once = start.with_minute(1, price("1001")).unwrap();
		let slowly = start.with_minute(10, price("1001")).unwrap();
		let (at_once, slowly) = (at_once.hour.unwrap(), slowly.hour.unwrap());
		assert!(at_once.into_inner().abs_diff(slowly.into_inner() * 10) < 20);
		assert_eq!(start.with_minute(0, price("2000")), Ok(start));
	}
}
