// SPDX-License-Identifier: Apache-2.0
use crate::prices::moved;
use market_maths::units::Price;

/// Numbers that look random and are the same in every run of the same seed (SplitMix64).
#[derive(Clone, Debug)]
pub(crate) struct SeededNumbers(u64);

impl SeededNumbers {
	pub(crate) fn new(seed: u64) -> Self {
		Self(seed)
	}

	/// The next number, any of 64 bits.
	pub(crate) fn next(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut mixed = self.0;
		mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		mixed ^ (mixed >> 31)
	}

	/// Between `-width` and `width`, small sizes more often than large ones.
	pub(crate) fn around_zero(&mut self, width: u32) -> i64 {
		let span = u64::from(width) + 1;
		let first = self.next() % span;
		let second = self.next() % span;
		i64::try_from(first).unwrap_or(0) - i64::try_from(second).unwrap_or(0)
	}
}

/// How one reporter's view of a price differs from the path.
#[derive(Clone, Debug)]
pub struct ReporterNoise(SeededNumbers);

impl ReporterNoise {
	/// The widest difference, in millionths of the price: 3 basis points.
	const WIDTH: u32 = 300;

	/// The noise of the reporter number `reporter`.
	pub fn new(seed: u64, reporter: u64) -> Self {
		Self(SeededNumbers::new(seed ^ reporter.wrapping_add(1).wrapping_mul(0x0100_0000_01b3)))
	}

	/// The price as this reporter sees it now.
	pub fn report(&mut self, price: Price) -> Price {
		moved(price, self.0.around_zero(Self::WIDTH))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::prices::change_in_millionths;

	#[test]
	fn reporters_differ_a_little_and_always_in_the_same_way() {
		let price: Price = "60000".parse().unwrap();
		let reports = |reporter| {
			let mut noise = ReporterNoise::new(7, reporter);
			(0..50).map(|_| noise.report(price)).collect::<Vec<_>>()
		};
		assert_eq!(reports(0), reports(0));
		assert_ne!(reports(0), reports(1));
		for report in reports(0).into_iter().chain(reports(2)) {
			assert!(change_in_millionths(price, report).abs() <= 300);
		}
	}
}
