// SPDX-License-Identifier: Apache-2.0
//! Votes of one block, and prices as they pass.

use super::{near, spot};
use crate::random::Random;
use alloc::vec::Vec;
use market_maths::{
	aggregation::{PriceOverTime, Vote},
	units::Price,
};

/// Reporters.
const VOTES: usize = 13;

/// Blocks of a minute.
const BLOCKS: usize = 20;

/// Minutes of an hour with both ends.
const POINTS: usize = 61;

/// One block and the hour before it.
pub(crate) struct Round {
	pub(crate) bonds: [u128; VOTES],
	/// Not yet weighted.
	pub(crate) votes: [Vote; VOTES],
	/// The same prices with weights.
	pub(crate) weighted: [(Price, u128); VOTES],
	pub(crate) last: Price,
	/// What votes are scored by: a five-thousandth of that.
	pub(crate) width: Price,
	pub(crate) now: Price,
	pub(crate) bid: Price,
	pub(crate) ask: Price,
	/// Of perpetuals elsewhere.
	pub(crate) outside: Price,
	pub(crate) minute: [Price; BLOCKS],
	pub(crate) hour: Vec<Price>,
	/// A reading at the start of the hour.
	pub(crate) earlier: PriceOverTime,
	/// And at its end.
	pub(crate) later: PriceOverTime,
	pub(crate) elapsed_ms: u64,
}

pub(super) fn round(random: &mut Random) -> Round {
	let last = spot(random);
	let now = near(random, last, 995, 1_005);
	let bonds = [(); VOTES].map(|()| u128::from(random.between(10_000, 500_000)) << 40);
	let votes = [(); VOTES].map(|()| Vote {
		price: near(random, now, 998, 1_002),
		confidence: near(random, Price::from_inner(now.into_inner() / 1_000), 200, 1_000),
		weight: 0,
	});
	let mut weights = bonds.iter();
	let weighted = votes.map(|vote| (vote.price, *weights.next().unwrap()));
	let mut point = last;
	let hour: Vec<Price> = (0..POINTS)
		.map(|_| {
			point = near(random, point, 998, 1_002);
			point
		})
		.collect();
	let earlier = PriceOverTime::default().then(last, 86_400_000).unwrap();
	let later = hour
		.iter()
		.fold(earlier, |sum, point| sum.then(*point, random.between(55_000, 65_000)).unwrap());
	Round {
		bonds,
		votes,
		weighted,
		last,
		width: Price::from_inner(last.into_inner() / 5_000),
		now,
		bid: near(random, now, 999, 1_000),
		ask: near(random, now, 1_000, 1_001),
		outside: near(random, now, 998, 1_002),
		minute: [(); BLOCKS].map(|()| near(random, now, 999, 1_001)),
		hour,
		earlier,
		later,
		elapsed_ms: random.between(3_000, 60_000),
	}
}
