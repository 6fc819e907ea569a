// SPDX-License-Identifier: Apache-2.0
//! The market that reporters see, and chance that is the same for the same seed.

use market_maths::units::Price;

/// Numbers that look random and follow from a seed (splitmix64).
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
	pub(super) fn new(seed: u64) -> Self {
		Self(seed)
	}

	fn next(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
		let mut mixed = self.0;
		mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
		mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
		mixed ^ (mixed >> 31)
	}

	/// Evenly from 0 to 1.
	pub(super) fn even(&mut self) -> f64 {
		(self.next() >> 11) as f64 / (1u64 << 53) as f64
	}

	/// From the standard normal distribution.
	pub(super) fn normal(&mut self) -> f64 {
		let radius = (-2.0 * (1.0 - self.even()).ln()).sqrt();
		radius * (std::f64::consts::TAU * self.even()).cos()
	}
}

const SECONDS_PER_YEAR: f64 = 365.0 * 86_400.0;
/// Volatility of a year.
const VOLATILITY: f64 = 0.6;
/// How often the market jumps, in windows, and how far, in basis points.
const WINDOWS_BETWEEN_JUMPS: f64 = 400.0;
const JUMP_BPS: f64 = 30.0;

/// A price that moves like Bitcoin's.
#[derive(Clone, Debug)]
pub(super) struct Market {
	chance: Chance,
	price: f64,
}

impl Market {
	pub(super) fn new(seed: u64) -> Self {
		Self { chance: Chance::new(seed), price: 60_000.0 }
	}

	/// The price a window later.
	pub(super) fn after_window(&mut self, window_ms: u64) -> f64 {
		let years = window_ms as f64 / 1_000.0 / SECONDS_PER_YEAR;
		let mut change = VOLATILITY * years.sqrt() * self.chance.normal();
		if self.chance.even() < 1.0 / WINDOWS_BETWEEN_JUMPS {
			change += JUMP_BPS / 10_000.0 * self.chance.normal();
		}
		self.price *= change.exp();
		self.price
	}
}

pub(super) fn price_of(price: f64) -> Price {
	Price::from_inner((price * 1e6).round() as u128 * 1_000_000_000_000)
}

pub(super) fn number_of(price: Price) -> f64 {
	price.into_inner() as f64 / 1e18
}

/// How far `value` is from `truth`, in basis points.
pub(super) fn bps_between(value: f64, truth: f64) -> f64 {
	(value / truth - 1.0).abs() * 10_000.0
}
