// SPDX-License-Identifier: Apache-2.0
//! Books of orders.

use crate::random::Random;
use alloc::vec::Vec;
use market_maths::{
	auction::{Claim, Level},
	units::Ticks,
};

/// Orders of a book on both sides together.
const ORDERS: u64 = 10_000;

/// A large book.
pub(crate) struct Book {
	/// Its demand.
	pub(crate) bids: Vec<Level>,
	/// Its supply.
	pub(crate) asks: Vec<Level>,
	/// The supply of a thin one, around 60,000 dollars at ten cents a tick.
	pub(crate) thin: Vec<Level>,
}

/// One side of a clearing, and how much of it is served.
pub(crate) struct Claims {
	pub(crate) claims: Vec<Claim>,
	pub(crate) volume: u64,
}

/// Half of the orders at its own price each, around 50,000 ticks, crossing in the middle.
fn side(random: &mut Random, best: u64, falling: bool) -> Vec<Level> {
	(0..ORDERS / 2)
		.map(|place| Level {
			price: Ticks::from_inner(if falling { best - place } else { best + place }),
			lots: random.between(1, 1_000),
		})
		.collect()
}

pub(super) fn book(random: &mut Random) -> Book {
	let middle = random.between(49_500, 50_500);
	let mut price = 600_000;
	Book {
		bids: side(random, middle + 2_000, true),
		asks: side(random, middle - 2_000, false),
		thin: (0..20)
			.map(|_| {
				price += random.between(1, 20);
				Level { price: Ticks::from_inner(price), lots: random.between(9, 20) }
			})
			.collect(),
	}
}

pub(super) fn claims(random: &mut Random) -> Claims {
	let claims: Vec<Claim> = (0..100)
		.map(|_| Claim {
			price: Ticks::from_inner(random.between(50_000, 50_010)),
			window: random.below(4),
			lots: random.between(1, 1_000),
		})
		.collect();
	let all: u64 = claims.iter().map(|claim| claim.lots).sum();
	Claims { volume: all * random.between(100, 900) / 1_000, claims }
}
