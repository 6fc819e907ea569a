// SPDX-License-Identifier: Apache-2.0
//! Who gets how much at the price of an auction.
//!
//! # Source
//!
//! Price priority, then time, then pro rata, as exchanges have them. Ours: a window is the unit of time, and lots
//! that rounding leaves go by a tie-break that no place in a list decides.

use crate::{arithmetic::multiply_divide, arithmetic::Rounding, units::Ticks, MathsError};
use alloc::{vec, vec::Vec};
use core::cmp::Ordering;

/// Which price is served first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
	/// Bids: who would pay most.
	HighestFirst,
	/// Asks: who would take least.
	LowestFirst,
}

impl Priority {
	fn compare(self, one: Ticks, other: Ticks) -> Ordering {
		match self {
			Self::HighestFirst => other.cmp(&one),
			Self::LowestFirst => one.cmp(&other),
		}
	}
}

/// What one order of the side that is served asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
	/// Its limit.
	pub price: Ticks,
	/// The window it has waited since.
	pub window: u64,
	/// Its lots.
	pub lots: u64,
}

/// Distributes `volume` lots over `claims`, which may come in any order; the answer is in theirs.
///
/// Better prices are served in full. At the price where the volume runs out older windows come
/// first, and within the window where it runs out everybody gets the same share, rounded down; the
/// lots left over by rounding go one each to the lowest `tie_break`, called with a claim's place. With
/// distinct tie-breaks the result does not depend on the order of `claims`.
///
/// In lots; they add up to `volume` exactly, and no claim gets more than it asks for. `OutsideDomain` if there
/// is more volume than claims. Source: price, time, pro rata; the windows are ours.
pub fn allocate<Key: Ord>(
	claims: &[Claim],
	priority: Priority,
	volume: u64,
	tie_break: impl Fn(usize) -> Key,
) -> Result<Vec<u64>, MathsError> {
	let mut served: Vec<(usize, Claim)> = claims.iter().copied().enumerate().collect();
	served.sort_by(|(_, one), (_, other)| {
		priority.compare(one.price, other.price).then(one.window.cmp(&other.window))
	});

	let mut fills = vec![0u64; claims.len()];
	let mut left = volume;
	let same_turn = |one: &(usize, Claim), other: &(usize, Claim)| {
		one.1.price == other.1.price && one.1.window == other.1.window
	};
	for group in served.chunk_by(same_turn) {
		if left == 0 {
			break;
		}
		let asked = group
			.iter()
			.try_fold(0u64, |sum, (_, claim)| sum.checked_add(claim.lots))
			.ok_or(MathsError::Overflow)?;
		let given = asked.min(left);
		if given == asked {
			for (place, claim) in group {
				set(&mut fills, *place, claim.lots)?;
			}
		} else {
			for (place, lots) in share(group, asked, given, &tie_break)? {
				set(&mut fills, place, lots)?;
			}
		}
		left = left.checked_sub(given).ok_or(MathsError::Overflow)?;
	}
	if left == 0 {
		Ok(fills)
	} else {
		Err(MathsError::OutsideDomain)
	}
}

/// `given < asked` lots over one group: everybody's share rounded down, then one lot each.
fn share<Key: Ord>(
	group: &[(usize, Claim)],
	asked: u64,
	given: u64,
	tie_break: impl Fn(usize) -> Key,
) -> Result<Vec<(usize, u64)>, MathsError> {
	let mut shares = Vec::with_capacity(group.len());
	let mut left = given;
	for (place, claim) in group {
		let lots = multiply_divide(claim.lots.into(), given.into(), asked.into(), Rounding::Down)?;
		let lots = u64::try_from(lots).map_err(|_| MathsError::Overflow)?;
		left = left.checked_sub(lots).ok_or(MathsError::Overflow)?;
		shares.push((*place, lots));
	}
	if left > 0 {
		// Who asks for nothing gets nothing. For all others the share was rounded from below what
		// they asked for, so one lot more still fits.
		let mut waiting: Vec<(Key, usize)> = group
			.iter()
			.enumerate()
			.filter(|(_, (_, claim))| claim.lots > 0)
			.map(|(nth, (place, _))| (tie_break(*place), nth))
			.collect();
		waiting.sort();
		let lucky = usize::try_from(left).map_err(|_| MathsError::Overflow)?;
		for (_, nth) in waiting.into_iter().take(lucky) {
			if let Some((_, lots)) = shares.get_mut(nth) {
				*lots = lots.checked_add(1).ok_or(MathsError::Overflow)?;
			}
		}
	}
	Ok(shares)
}

fn set(fills: &mut [u64], place: usize, lots: u64) -> Result<(), MathsError> {
	*fills.get_mut(place).ok_or(MathsError::OutsideDomain)? = lots;
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn claim(price: u64, window: u64, lots: u64) -> Claim {
		Claim { price: Ticks::from_inner(price), window, lots }
	}

	#[test]
	fn better_prices_then_older_windows_then_equal_shares() {
		let claims = [
			claim(100, 7, 10),
			claim(101, 9, 4),
			claim(100, 8, 30),
			claim(100, 8, 10),
			claim(99, 1, 50),
		];
		let bids = allocate(&claims, Priority::HighestFirst, 34, |place| place).unwrap();
		assert_eq!(bids, [10, 4, 15, 5, 0]);
		let asks = allocate(&claims, Priority::LowestFirst, 55, |place| place).unwrap();
		assert_eq!(asks, [5, 0, 0, 0, 50]);
	}

	#[test]
	fn lots_left_over_go_to_the_lowest_tie_breaks() {
		let claims = [claim(100, 1, 1), claim(100, 1, 1), claim(100, 1, 1)];
		let by = |order: [u8; 3]| move |place: usize| order[place];
		let first = allocate(&claims, Priority::HighestFirst, 2, by([3, 1, 2])).unwrap();
		assert_eq!(first, [0, 1, 1]);
		let second = allocate(&claims, Priority::HighestFirst, 1, by([1, 2, 3])).unwrap();
		assert_eq!(second, [1, 0, 0]);
	}

	#[test]
	fn more_volume_than_claims_is_refused() {
		let refused = allocate(&[claim(100, 1, 1)], Priority::LowestFirst, 2, |place| place);
		assert_eq!(refused, Err(MathsError::OutsideDomain));
		assert_eq!(allocate(&[], Priority::LowestFirst, 0, |place| place), Ok(Vec::new()));
	}
}
