// SPDX-License-Identifier: Apache-2.0
//! The uniform price of a call auction and its allocation.
//!
//! - unsorted books and books without end are refused, and nothing panics;
//! - the price is the one that trying all of them finds: the most lots, then the least imbalance, then the
//!   closest to the mark, then the lowest;
//! - each side gets the volume to the last lot, nobody more than was asked for;
//! - the order of the claims changes nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use market_maths::{
	auction::{allocate, clearing_price, Claim, Level, Priority},
	units::Ticks,
};

type Orders = Vec<(u8, u8, u32)>;

fn levels(orders: &Orders, falling: bool) -> Vec<Level> {
	let mut levels: Vec<_> = orders
		.iter()
		.map(|(price, _, lots)| Level {
			price: Ticks::from_inner((*price).into()),
			lots: (*lots).into(),
		})
		.collect();
	levels.sort_by_key(|level| level.price);
	if falling {
		levels.reverse();
	}
	levels
}

fn lots(orders: &Orders, takes: impl Fn(u64) -> bool) -> u64 {
	orders
		.iter()
		.filter(|order| takes(order.0.into()))
		.map(|order| u64::from(order.2))
		.sum()
}

fuzz_target!(|input: (Orders, Orders, u8, u64)| {
	let (mut bids, mut asks, mark, raw) = input;
	bids.truncate(64);
	asks.truncate(64);
	// Unsorted books and books without end are refused, not believed.
	let unsorted: Vec<_> = levels(&bids, false);
	let _ = clearing_price(&unsorted, &levels(&asks, true), Ticks::from_inner(raw));
	let endless = [Level { price: Ticks::from_inner(raw), lots: u64::MAX }; 2];
	let _ = clearing_price(&endless, &endless, Ticks::from_inner(raw));

	let mark = u64::from(mark);
	let found =
		clearing_price(&levels(&bids, true), &levels(&asks, false), Ticks::from_inner(mark))
			.expect("a sorted book");
	// The most lots, then the least imbalance, then the closest to the mark, then the lowest.
	let best = (0..=256u64)
		.map(|price| {
			let demand = lots(&bids, |limit| limit >= price);
			let supply = lots(&asks, |limit| limit <= price);
			(u64::MAX - demand.min(supply), demand.abs_diff(supply), price.abs_diff(mark), price)
		})
		.min()
		.map(|(missed, _, _, price)| (price, u64::MAX - missed))
		.filter(|(_, volume)| *volume > 0);
	assert_eq!(found.map(|found| (found.price.into_inner(), found.volume)), best);

	let Some((price, volume)) = best else {
		return;
	};
	let claims = |orders: &Orders, takes: &dyn Fn(u64) -> bool| -> Vec<Claim> {
		orders
			.iter()
			.filter(|order| takes(order.0.into()))
			.map(|(price, window, lots)| Claim {
				price: Ticks::from_inner((*price).into()),
				window: (*window).into(),
				lots: (*lots).into(),
			})
			.collect()
	};
	let sides = [
		(claims(&bids, &|limit| limit >= price), Priority::HighestFirst),
		(claims(&asks, &|limit| limit <= price), Priority::LowestFirst),
	];
	for (claims, priority) in sides {
		let fills = allocate(&claims, priority, volume, |place| place).expect("enough claims");
		assert_eq!(fills.iter().sum::<u64>(), volume);
		assert!(fills.iter().zip(&claims).all(|(fill, claim)| *fill <= claim.lots));
		let mut turned = claims.clone();
		turned.reverse();
		let last = claims.len() - 1;
		let mut again =
			allocate(&turned, priority, volume, |place| last - place).expect("the same");
		again.reverse();
		assert_eq!(fills, again);
	}
});
