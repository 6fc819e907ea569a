// SPDX-License-Identifier: Apache-2.0
//! The one price at which most can trade.
//!
//! # Source
//!
//! Call auctions of exchanges: the most volume, then the least imbalance, then the price nearest a reference.
//! Of two that still tie the lower one: ours.

use crate::{units::Ticks, MathsError};
use core::{
	cmp::{Ordering, Reverse},
	ops::RangeInclusive,
};

/// Everything that one side wants at one price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
	/// The limit of these orders, in ticks.
	pub price: Ticks,
	/// Their lots together.
	pub lots: u64,
}

/// The result of a call auction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clearing {
	/// The one price at which everything trades.
	pub price: Ticks,
	/// Lots that change hands.
	pub volume: u64,
}

/// A range of prices between which neither `D` nor `S` changes, seen at its price nearest the mark.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Segment {
	price: Ticks,
	volume: u64,
	imbalance: u64,
	from_mark: u64,
}

impl Segment {
	/// Greater is the better price to clear at.
	fn rank(&self) -> impl Ord {
		(
			self.volume,
			Reverse(self.imbalance),
			Reverse(self.from_mark),
			Reverse(self.price.into_inner()),
		)
	}
}

/// The price that maximises volume, then minimises imbalance, then lies closest to `mark`; of two
/// that still tie, the lower. `None` if nothing can trade.
///
/// `bids` from the highest price down, `asks` from the lowest up; a price may occur more than once.
/// One pass over the levels that cross. The price need not be anybody's limit: between two limits the
/// mark decides. In ticks and lots, exact; neither side gains by a rounding, as there is none. `Overflow` if one
/// side's lots do not fit 64 bits, `OutsideDomain` if a side is unsorted. Source: call auctions of exchanges.
pub fn clearing_price(
	bids: &[Level],
	asks: &[Level],
	mark: Ticks,
) -> Result<Option<Clearing>, MathsError> {
	clearing_price_within(bids, asks, mark, Ticks::ZERO..=Ticks::MAX)
}

/// [`clearing_price`] among the prices of a range only.
///
/// For who knows only the best part of a book: beyond it, the range ends where the unknown begins.
pub fn clearing_price_within(
	bids: &[Level],
	asks: &[Level],
	mark: Ticks,
	range: RangeInclusive<Ticks>,
) -> Result<Option<Clearing>, MathsError> {
	ensure_sorted(bids, Ordering::Greater)?;
	ensure_sorted(asks, Ordering::Less)?;
	let (Some(highest_bid), Some(lowest_ask)) = (bids.first(), asks.first()) else {
		return Ok(None);
	};
	if highest_bid.price < lowest_ask.price {
		return Ok(None);
	}

	// Walk up from the lowest ask: asks join `S` as the price reaches them, bids leave `D` once it
	// has passed them.
	let mut demand = total(bids.iter().take_while(|bid| bid.price >= lowest_ask.price))?;
	let mut leaving = bids.iter().rev().skip_while(|bid| bid.price < lowest_ask.price).peekable();
	let mut joining = asks.iter().take_while(|ask| ask.price <= highest_bid.price).peekable();
	let mut supply = 0u64;
	let mut from = lowest_ask.price.into_inner();
	let mut best: Option<Segment> = None;
	loop {
		while let Some(ask) = joining.next_if(|ask| ask.price.into_inner() <= from) {
			supply = supply.checked_add(ask.lots).ok_or(MathsError::Overflow)?;
		}
		// `D` stays what it is up to the lowest bid still in it, `S` up to just below the next ask.
		let Some(lowest_bid) = leaving.peek().map(|bid| bid.price.into_inner()) else { break };
		let until = match joining.peek() {
			Some(ask) => lowest_bid.min(ask.price.into_inner().saturating_sub(1)),
			None => lowest_bid,
		};
		let allowed = (from.max(range.start().into_inner()), until.min(range.end().into_inner()));
		if allowed.0 <= allowed.1 {
			let segment = segment(allowed.0, allowed.1, demand, supply, mark);
			if best.is_none_or(|best| segment.rank() > best.rank()) {
				best = Some(segment);
			}
		}
		while let Some(bid) = leaving.next_if(|bid| bid.price.into_inner() <= until) {
			demand = demand.checked_sub(bid.lots).ok_or(MathsError::Overflow)?;
		}
		from = match until.checked_add(1) {
			Some(next) => next,
			None => break,
		};
	}
	Ok(best
		.filter(|best| best.volume > 0)
		.map(|best| Clearing { price: best.price, volume: best.volume }))
}

fn segment(from: u64, until: u64, demand: u64, supply: u64, mark: Ticks) -> Segment {
	let price = mark.into_inner().max(from).min(until);
	Segment {
		price: Ticks::from_inner(price),
		volume: demand.min(supply),
		imbalance: demand.abs_diff(supply),
		from_mark: price.abs_diff(mark.into_inner()),
	}
}

fn total<'a>(mut levels: impl Iterator<Item = &'a Level>) -> Result<u64, MathsError> {
	levels
		.try_fold(0u64, |sum, level| sum.checked_add(level.lots))
		.ok_or(MathsError::Overflow)
}

fn ensure_sorted(levels: &[Level], unless: Ordering) -> Result<(), MathsError> {
	let sorted = levels.is_sorted_by(|one, next| {
		let order = one.price.cmp(&next.price);
		order == unless || order == Ordering::Equal
	});
	if sorted {
		Ok(())
	} else {
		Err(MathsError::OutsideDomain)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn levels(of: &[(u64, u64)]) -> Vec<Level> {
		of.iter()
			.map(|(price, lots)| Level { price: Ticks::from_inner(*price), lots: *lots })
			.collect()
	}

	fn clear(bids: &[(u64, u64)], asks: &[(u64, u64)], mark: u64) -> Option<(u64, u64)> {
		clearing_price(&levels(bids), &levels(asks), Ticks::from_inner(mark))
			.unwrap()
			.map(|clearing| (clearing.price.into_inner(), clearing.volume))
	}

	#[test]
	fn nothing_trades_where_nobody_meets() {
		assert_eq!(clear(&[], &[], 100), None);
		assert_eq!(clear(&[(99, 5)], &[(100, 5)], 100), None);
		assert_eq!(clear(&[(100, 0)], &[(100, 5)], 100), None);
	}

	#[test]
	fn volume_comes_first_then_imbalance() {
		// At 100 twelve lots would trade, anywhere else fewer.
		assert_eq!(clear(&[(102, 5), (100, 7)], &[(98, 4), (100, 8)], 90), Some((100, 12)));
		// Ten trade from 95 to 100; from 99 up nobody is left behind.
		assert_eq!(clear(&[(100, 10), (98, 3)], &[(95, 10)], 96), Some((99, 10)));
	}

	#[test]
	fn between_two_limits_the_mark_decides() {
		assert_eq!(clear(&[(110, 5)], &[(90, 5)], 103), Some((103, 5)));
		assert_eq!(clear(&[(110, 5)], &[(90, 5)], 10), Some((90, 5)));
		assert_eq!(clear(&[(110, 5)], &[(90, 5)], 900), Some((110, 5)));
	}

	#[test]
	fn of_two_prices_that_leave_as_much_behind_the_one_nearer_the_mark_wins() {
		// Five trade anywhere: up to 100 five lots of bids stay behind, from 101 five lots of asks.
		let bids = [(110, 5), (100, 5)];
		let asks = [(90, 5), (101, 5)];
		assert_eq!(clear(&bids, &asks, 100), Some((100, 5)));
		assert_eq!(clear(&bids, &asks, 101), Some((101, 5)));
	}

	#[test]
	fn a_range_keeps_the_price_inside() {
		let within = |from: u64, until: u64| {
			let range = Ticks::from_inner(from)..=Ticks::from_inner(until);
			let mark = Ticks::from_inner(100);
			clearing_price_within(&levels(&[(110, 5)]), &levels(&[(90, 5)]), mark, range)
				.unwrap()
				.map(|clearing| clearing.price.into_inner())
		};
		assert_eq!(within(0, 200), Some(100));
		assert_eq!(within(104, 200), Some(104));
		assert_eq!(within(0, 95), Some(95));
		assert_eq!(within(111, 200), None);
	}

	#[test]
	fn the_ends_of_the_scale_are_prices_like_any_other() {
		assert_eq!(clear(&[(u64::MAX, 3)], &[(0, 2)], 7), Some((7, 2)));
		assert_eq!(clear(&[(u64::MAX, 3)], &[(u64::MAX, 2)], 7), Some((u64::MAX, 2)));
	}

	#[test]
	fn lots_that_do_not_fit_are_refused() {
		let bids = levels(&[(10, u64::MAX), (9, 1)]);
		let refused = clearing_price(&bids, &levels(&[(9, 1)]), Ticks::from_inner(9));
		assert_eq!(refused, Err(MathsError::Overflow));
		let unsorted = clearing_price(&levels(&[(9, 1), (10, 1)]), &[], Ticks::ZERO);
		assert_eq!(unsorted, Err(MathsError::OutsideDomain));
	}
}
