// SPDX-License-Identifier: Apache-2.0
use crate::prices::{change_in_millionths, moved, noise::SeededNumbers, PricePath};
use market_maths::units::Price;

/// A part of the embedded story: how long it lasts, where it goes, how restless it is.
struct Phase {
	/// Windows, of [`WHOLE`] in the whole path.
	windows: u32,
	/// The move over the phase, in millionths of the price at its start.
	drift: i64,
	/// The widest step of the noise, in millionths.
	noise: u32,
}

/// Calm, rise, crash, rebound, calm.
const PHASES: [Phase; 5] = [
	Phase { windows: 20, drift: 2_000, noise: 500 },
	Phase { windows: 15, drift: 12_000, noise: 700 },
	Phase { windows: 10, drift: -210_000, noise: 1_500 },
	Phase { windows: 10, drift: 50_000, noise: 1_200 },
	Phase { windows: 25, drift: 5_000, noise: 500 },
];

/// The windows of the path at its natural length.
const WHOLE: u32 = 80;
const START: &str = "60000";
const SECONDS_PER_STEP: u64 = 60;

/// The embedded path: about an hour of minutes with a crash of a fifth in its middle.
///
/// `windows` stretches or squeezes it; the same seed and length always give the same prices.
pub fn seeded_path(seed: u64, windows: u32) -> PricePath {
	let mut numbers = SeededNumbers::new(seed);
	let mut price: Price = START.parse().unwrap_or(Price::MAX);
	let mut prices = Vec::new();
	let mut passed = 0;
	for phase in &PHASES {
		// Ends are scaled, not lengths, so that the lengths add up.
		let first = passed * windows / WHOLE;
		passed += phase.windows;
		let last = passed * windows / WHOLE;
		let start = price;
		let length = last - first;
		for step in 1..=length {
			let drift = phase.drift * i64::from(step) / i64::from(length);
			price = moved(moved(start, drift), numbers.around_zero(phase.noise));
			prices.push(price);
		}
		price = moved(start, phase.drift);
	}
	PricePath::from_bitcoin(
		prices,
		SECONDS_PER_STEP,
		format!("the embedded path of seed {seed}, {windows} windows"),
	)
}

/// How quickly a wandering price is drawn back to where it began: a hundredth of the way in each window.
const PULL: i64 = 100;
/// The widest step of a wandering price, in millionths.
const WANDERING_NOISE: u32 = 600;

impl PricePath {
	/// The path with so many more windows, in which both coins wander around where it ended.
	pub fn wandering_on(mut self, seed: u64, windows: usize) -> Self {
		let Some(end) = self.points.last().copied() else { return self };
		let mut numbers = SeededNumbers::new(seed);
		let mut wander = |price: Price, home: Price| {
			let pull = change_in_millionths(price, home) / PULL;
			moved(price, pull + numbers.around_zero(WANDERING_NOISE))
		};
		let mut last = end;
		for _ in 0..windows {
			last.btc = wander(last.btc, end.btc);
			last.eth = wander(last.eth, end.eth);
			self.points.push(last);
		}
		self
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_same_seed_gives_the_same_path() {
		assert_eq!(seeded_path(1, 80), seeded_path(1, 80));
		assert_ne!(seeded_path(1, 80), seeded_path(2, 80));
	}

	#[test]
	fn it_is_as_long_as_asked_and_crashes_by_a_fifth() {
		for windows in [40, 80, 81, 200] {
			let path = seeded_path(3, windows);
			assert_eq!(path.points.len(), usize::try_from(windows).unwrap());
			let fall = path.deepest_fall().unwrap();
			assert!((180_000..240_000).contains(&fall.millionths), "{fall:?}");
			assert!(fall.from < fall.to);
		}
	}

	#[test]
	fn a_wandering_price_stays_near_home() {
		let path = seeded_path(5, 40);
		let home = path.points.last().unwrap().btc;
		let longer = path.wandering_on(5, 2_000);
		assert_eq!(longer.points.len(), 2_040);
		for point in &longer.points[40..] {
			assert!(change_in_millionths(home, point.btc).abs() < 30_000);
		}
		assert_ne!(longer.points[50].btc, longer.points[51].btc);
	}

	#[test]
	fn no_step_of_the_usual_length_is_larger_than_three_percent() {
		let path = seeded_path(4, 80);
		for pair in path.points.windows(2) {
			let change = crate::prices::change_in_millionths(pair[0].btc, pair[1].btc);
			assert!(change.abs() < 30_000, "{change}");
		}
	}
}
