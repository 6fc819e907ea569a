// SPDX-License-Identifier: Apache-2.0
use crate::prices::change_in_millionths;
use market_maths::units::{Price, Volatility};

/// Annual volatility as the path's own moves show it: an exponentially weighted mean of squared
/// moves, newest 6 %, scaled to a year, between a floor and a ceiling.
///
/// ```text
/// v ← 0.94·v + 0.06·r²        volatility = √(v · year / step)
/// ```
///
/// It moves by at most 4 % of itself in a step: a market that implies volatility does not jump with each
/// move. The ceiling keeps a minute's fall of several percent from being read as thousands of percent a year,
/// which no option market would quote.
#[derive(Clone, Debug)]
pub struct RealisedVolatility {
	step_seconds: u64,
	last: Option<Price>,
	/// Squared millionths.
	variance: u128,
	/// What is reported, in millionths.
	reported: u128,
}

const SECONDS_PER_YEAR: u128 = 31_536_000;
/// Stored units of [`Volatility`] in one millionth.
const UNITS_PER_MILLIONTH: u128 = 1_000_000_000_000;

impl RealisedVolatility {
	/// The lowest volatility that is reported, in millionths: 50 %.
	const FLOOR: u128 = 500_000;
	/// The highest: 120 %.
	const CEILING: u128 = 1_200_000;

	/// Of a path with one price every `step_seconds`.
	pub fn new(step_seconds: u64) -> Self {
		Self { step_seconds: step_seconds.max(1), last: None, variance: 0, reported: Self::FLOOR }
	}

	/// Takes in the next price.
	pub fn observe(&mut self, price: Price) {
		if let Some(last) = self.last.replace(price) {
			let change = u128::from(change_in_millionths(last, price).unsigned_abs());
			let squared = change.saturating_mul(change);
			self.variance = self
				.variance
				.saturating_mul(94)
				.saturating_add(squared.saturating_mul(6))
				.div_euclid(100);
		}
		let most = self.reported.saturating_mul(104).div_euclid(100);
		let least = self.reported.saturating_mul(96).div_euclid(100);
		self.reported = self.realised().clamp(least, most);
	}

	/// What the moves alone say, in millionths.
	fn realised(&self) -> u128 {
		let annual = self
			.variance
			.saturating_mul(SECONDS_PER_YEAR)
			.div_euclid(u128::from(self.step_seconds));
		annual.isqrt().clamp(Self::FLOOR, Self::CEILING)
	}

	/// The volatility now.
	pub fn value(&self) -> Volatility {
		Volatility::from_inner(self.reported.saturating_mul(UNITS_PER_MILLIONTH))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn after(moves: &[&str], step: u64) -> Volatility {
		let mut volatility = RealisedVolatility::new(step);
		for price in moves {
			volatility.observe(price.parse().unwrap());
		}
		volatility.value()
	}

	#[test]
	fn a_quiet_path_has_the_floor_and_a_crash_the_ceiling() {
		assert_eq!(after(&["100", "100", "100"], 60), "0.5".parse().unwrap());
		let fall: Vec<String> = (0..60).map(|step| (1_000 - 10 * step).to_string()).collect();
		let fall: Vec<&str> = fall.iter().map(String::as_str).collect();
		assert_eq!(after(&fall, 60), "1.2".parse().unwrap());
		// A single step is limited, however large the move.
		assert_eq!(after(&["100", "90"], 60), "0.52".parse().unwrap());
	}

	#[test]
	fn steady_moves_give_their_own_volatility() {
		// Moves of 0.1 % a minute: 0.001 · √525,600 = 72.5 % a year.
		let prices: Vec<String> = (0..400)
			.map(|step| if step % 2 == 0 { "1000" } else { "1001" }.into())
			.collect();
		let prices: Vec<&str> = prices.iter().map(String::as_str).collect();
		let value = after(&prices, 60).into_inner();
		let expected: Volatility = "0.7246".parse().unwrap();
		let tolerance: Volatility = "0.001".parse().unwrap();
		assert!(value.abs_diff(expected.into_inner()) < tolerance.into_inner(), "{value}");
	}
}
