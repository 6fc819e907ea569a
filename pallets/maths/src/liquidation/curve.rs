// SPDX-License-Identifier: Apache-2.0
//! How the price of an account falls.
//!
//! # Source
//!
//! Derive v2, Dutch auction (public contracts): two straight phases.

use crate::{
	arithmetic::{multiply_divide, Rounding, ONE},
	units::{Rate, Usd},
	MathsError,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Everything that decides an auction. Times are in milliseconds.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct AuctionParameters {
	/// Share of the account's worth asked for at the start.
	pub start: Rate,
	/// Share asked for where the fast phase ends and the slow one begins.
	pub turning: Rate,
	/// Length of the fast phase.
	pub fast_ms: u64,
	/// Length of the slow phase, at whose end nothing is asked for any more.
	pub slow_ms: u64,
	/// Time in which what is paid for an insolvent account reaches its most.
	pub insolvent_ms: u64,
	/// By which share of its requirement the account shall stand above maintenance afterwards.
	pub buffer: Rate,
	/// Share of what is for sale at the start that is charged for the auction.
	pub fee: Rate,
	/// An account worth less than this is for sale as a whole.
	pub least_worth: Usd,
}

impl AuctionParameters {
	/// `OutsideDomain` unless 0 ≤ turning ≤ start ≤ 1, 0 ≤ fee ≤ 1, and buffer and least worth are not
	/// negative.
	pub fn check(&self) -> Result<(), MathsError> {
		let shares =
			Rate::ZERO <= self.turning && self.turning <= self.start && is_share(self.start);
		let others = !self.buffer.is_negative() && !self.least_worth.is_negative();
		if shares && others && is_share(self.fee) {
			Ok(())
		} else {
			Err(MathsError::OutsideDomain)
		}
	}

	/// The share `d` of its worth that a solvent account costs `elapsed_ms` after the start.
	///
	/// From `start` in a line to `turning`, from there in a line to nothing. Never rises. Rounded
	/// up by less than 10^-18: bidders pay the last digit. Refuses what [`Self::check`] does. Source: Derive v2.
	pub fn price_factor(&self, elapsed_ms: u64) -> Result<Rate, MathsError> {
		self.check()?;
		if elapsed_ms < self.fast_ms {
			let fall = self.start.checked_sub(self.turning)?;
			return self.start.checked_sub(part_floor(fall, elapsed_ms, self.fast_ms)?);
		}
		let slowly = elapsed_ms.saturating_sub(self.fast_ms);
		if slowly >= self.slow_ms {
			return Ok(Rate::ZERO);
		}
		self.turning.checked_sub(part_floor(self.turning, slowly, self.slow_ms)?)
	}

	/// Whether a solvent account costs nothing any more: from fast and slow phase together on.
	pub fn is_run_out(&self, elapsed_ms: u64) -> bool {
		elapsed_ms >= self.fast_ms.saturating_add(self.slow_ms)
	}
}

pub(super) fn is_share(rate: Rate) -> bool {
	u128::try_from(rate.into_inner()).is_ok_and(|rate| rate <= ONE)
}

/// `of · elapsed / length` of a rate that is not negative, rounded down.
fn part_floor(of: Rate, elapsed: u64, length: u64) -> Result<Rate, MathsError> {
	let of = u128::try_from(of.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
	let part = multiply_divide(of, elapsed.into(), length.into(), Rounding::Down)?;
	i128::try_from(part).map(Rate::from_inner).map_err(|_| MathsError::Overflow)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn parameters() -> AuctionParameters {
		AuctionParameters {
			start: "0.95".parse().unwrap(),
			turning: "0.7".parse().unwrap(),
			fast_ms: 900_000,
			slow_ms: 43_200_000,
			..Default::default()
		}
	}

	#[test]
	fn the_price_falls_fast_then_slowly_then_is_nothing() {
		let at = |ms| parameters().price_factor(ms).unwrap().to_string();
		assert_eq!(at(0), "0.95");
		assert_eq!(at(450_000), "0.825");
		assert_eq!(at(900_000), "0.7");
		assert_eq!(at(900_000 + 21_600_000), "0.35");
		assert_eq!(at(900_000 + 43_199_999), "0.000000016203703704");
		assert_eq!(at(900_000 + 43_200_000), "0");
		assert_eq!(at(u64::MAX), "0");
	}

	#[test]
	fn a_phase_without_length_is_left_out() {
		let at_once = AuctionParameters { fast_ms: 0, ..parameters() };
		assert_eq!(at_once.price_factor(0), "0.7".parse());
		let no_slow_phase = AuctionParameters { slow_ms: 0, ..parameters() };
		assert_eq!(no_slow_phase.price_factor(900_000), Ok(Rate::ZERO));
		assert!(no_slow_phase.is_run_out(900_000) && !no_slow_phase.is_run_out(899_999));
	}

	#[test]
	fn a_price_that_would_rise_is_refused() {
		let rising = AuctionParameters { turning: "0.96".parse().unwrap(), ..parameters() };
		assert_eq!(rising.price_factor(0), Err(MathsError::OutsideDomain));
		let dear = AuctionParameters { start: "1.01".parse().unwrap(), ..parameters() };
		assert_eq!(dear.price_factor(0), Err(MathsError::OutsideDomain));
	}
}
