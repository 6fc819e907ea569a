// SPDX-License-Identifier: Apache-2.0
//! The Mills ratio R(y) = N(−y) / φ(y).
//!
//! # Source
//!
//! R. Gordon, Annals of Mathematical Statistics 12 (1941); beyond the table Laplace's continued fraction. That
//! the ratio expanded from the right has positive terms only, and the tables, are ours.

use super::{
	tables::MILLS,
	word::{lower, times_half},
};

/// Fraction bits of a [`Deviation`].
pub(crate) const DEVIATION_BITS: i32 = 59;

/// Standard deviations with 59 fraction bits, so below 32.
pub(crate) type Deviation = u64;

/// The Mills ratio N(−y) / φ(y) as a fraction of 2^63. Error: at most 2^-62.
#[inline(always)]
pub(crate) fn mills(y: Deviation) -> u64 {
	let Some((place, [c0, c1, c2, c3, c4, c5, c6, c7])) = Place::of(y) else {
		return mills_by_fraction(y);
	};
	let sum = place.last(c5, c6, c7);
	place.value(y, c0, place.next(c1, place.next(c2, place.next(c3, place.next(c4, sum)))))
}

/// The ratio as a fraction of 2^63, to some 44 bits: for risk rows, which are kept to 30. Error: at most 2^-44.
///
/// The far terms weigh little, so that one product of 32-bit halves is enough for each.
#[inline]
pub(crate) fn short_mills(y: Deviation) -> u64 {
	let Some((place, [c0, c1, c2, c3, c4, c5, c6, c7])) = Place::of(y) else {
		return mills(y);
	};
	let far = |coefficient, sum| place.next_far(coefficient, sum);
	let sum = far(c2, far(c3, far(c4, place.last(c5, c6, c7))));
	place.value(y, c0, place.next(c1, sum))
}

/// Bits of a deviation below its cell of the table: cells are 1/32 wide.
pub(super) const CELL_BITS: u32 = 54;

/// What the upper 32 bits of the distance from a cell's right end leave.
const REST_BITS: u32 = CELL_BITS - 32;

/// Where a deviation lies in its cell of the table. The polynomial is summed for a distance of 32 bits, which
/// costs half of the products; the slope, which is known, does the rest.
struct Place {
	/// The distance from the right end to a node just beyond the deviation, as a fraction of the cell and of
	/// 2^32.
	half: u64,
	/// From the node to the deviation: at most 2^-37.
	rest: u64,
}

impl Place {
	/// With the coefficients of the cell.
	#[inline]
	fn of(y: Deviation) -> Option<(Self, [u64; 8])> {
		let coefficients = MILLS.get(usize::try_from(y >> CELL_BITS).ok()?)?;
		// One less than the distance, so that it is less than the cell.
		let distance = !y & ((1 << CELL_BITS) - 1);
		let rest = (distance & ((1 << REST_BITS) - 1)).wrapping_add(1);
		Some((Self { half: distance >> REST_BITS, rest }, *coefficients))
	}

	/// The sum of the last three coefficients, of which the last two count 2^26 and fill half a word with what follows.
	#[inline]
	fn last(&self, c5: u64, c6: u64, c7: u64) -> u64 {
		let sum = c6.wrapping_add(c7.wrapping_mul(self.half) >> 37);
		c5.wrapping_add(sum.wrapping_mul(self.half) >> 11)
	}

	/// One more coefficient before a sum.
	#[inline]
	fn next(&self, coefficient: u64, sum: u64) -> u64 {
		coefficient.wrapping_add(times_half::<5>(sum, self.half))
	}

	/// The same for half of the products; off by less than 2^-36.
	#[inline]
	fn next_far(&self, coefficient: u64, sum: u64) -> u64 {
		coefficient.wrapping_add((sum >> 32).wrapping_mul(self.half) >> 5)
	}

	/// The ratio from the first coefficient and the sum of the others. With δ from the node to the deviation and
	/// R′ = yR − 1 it is R + δ − δyR of the R at the node.
	#[inline]
	fn value(&self, y: Deviation, first: u64, sum: u64) -> u64 {
		// δ·y with 91 fraction bits, of which 69 are kept.
		let bend = self.rest.wrapping_mul(y >> 27) >> 22;
		// With 68 fraction bits, as δ·yR has of its 100.
		let beyond = times_half::<0>(sum, self.half);
		let ratio = first.wrapping_add(beyond >> 5) >> 32;
		let along =
			beyond.wrapping_add(self.rest << 9).wrapping_sub(ratio.wrapping_mul(bend) >> 32);
		first.wrapping_add(along >> 5)
	}
}

/// The Mills ratio beyond the table, y ≥ 16, by its continued fraction 1/(y + 1/(y + 2/(y + …))).
#[cold]
#[inline(never)]
fn mills_by_fraction(y: Deviation) -> u64 {
	const DEPTH: u128 = 16;
	let y = u128::from(y);
	let mut tail = y;
	for numerator in (1..=DEPTH).rev() {
		// numerator · 2^118 / tail: at most 2^122 over at least 2^63.
		let quotient = (numerator << 118).checked_div(tail).unwrap_or(0);
		tail = y.wrapping_add(quotient);
	}
	lower((1u128 << 122).checked_div(tail).unwrap_or(0))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn ratios_decrease_across_the_joints_of_the_cells() {
		for cell in 1..=512u64 {
			let joint = cell << CELL_BITS;
			let [before, at, after] = [joint - (1 << 24), joint, joint + (1 << 24)].map(mills);
			assert!(before > at && at > after, "{cell}");
			// The same step on both sides: no cell is shifted against its neighbour.
			let bend = (before - at).abs_diff(at - after);
			assert!(bend <= 6, "{cell}: {bend}");
		}
	}

	#[test]
	fn the_continued_fraction_takes_over_where_the_table_ends() {
		let last = (16u64 << 59) - 1;
		assert!(mills(last).abs_diff(mills(last + 1)) <= 2);
	}

	#[test]
	fn the_short_ratio_is_close_to_the_full_one_and_never_above_it_by_more_than_rounding() {
		let mut y = 0u64;
		for step in 0..2_000_000u64 {
			y = y
				.wrapping_mul(6_364_136_223_846_793_005)
				.wrapping_add(1_442_695_040_888_963_407);
			// Below 16, and every 16th close to the joint of two cells.
			let y = if step % 16 == 0 { ((y >> 55) << 54) + (step & 7) } else { y >> 1 };
			let (full, short) = (mills(y), short_mills(y));
			assert!(short <= full + 8 && full - short.min(full) <= 1 << 19, "{y}: {full} {short}");
		}
	}
}
