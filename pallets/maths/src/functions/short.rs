// SPDX-License-Identifier: Apache-2.0
//! The normal distribution to some 44 bits, at little more than half the work of the full one.
//!
//! A risk row is kept to 30 bits, and a chain computes many of them. The far terms of a series weigh
//! little, so they are summed in 32-bit halves: one product of machine words instead of four. All
//! rounding is down.

use super::{
	normal::{mills, Deviation},
	tables::{EXP2_COARSE, EXP2_FINE, EXP2_SERIES, HALF_LOG2_E, LOG2_ROOT_TWO_PI, MILLS},
	word::{high, lower},
};

/// The density e^(−y²/2) / √(2π) as a fraction of 2^64, for y below 16. Error: at most 2^-49.
#[inline]
pub(crate) fn short_density(y: Deviation) -> u64 {
	const ROOT_TWO_PI: u64 = lower(LOG2_ROOT_TWO_PI >> 10);
	// −log2 of the density with 54 fraction bits; below 2^8.
	let power = high(high(y, y), HALF_LOG2_E).wrapping_add(ROOT_TWO_PI);
	// 2^−(n + f) = 2^(1 − f) · 2^−(n + 1), and 1 − f is off by 2^-64 at most.
	let fraction = !(power << 10);
	let coarse = pick(&EXP2_COARSE, fraction >> 58);
	let fine = pick(&EXP2_FINE, (fraction >> 52) & 63);
	let rest = fraction & ((1 << 52) - 1);
	// Below 2^-12, so 44 bits of it fit a half.
	let half = rest >> 20;
	let [c1, c2, c3, _] = EXP2_SERIES;
	let series = c2.wrapping_add((c3 >> 32).wrapping_mul(half) >> 12);
	let series = c1.wrapping_add((series >> 32).wrapping_mul(half) >> 12);
	let small = high(series, rest);
	// 2^-6 at most times 2^-12 at most.
	let both = (fine >> 26).wrapping_mul(small >> 20) >> 18;
	let factor = fine.wrapping_add(small).wrapping_add(both);
	let above_one = coarse.wrapping_add(factor).wrapping_add(high(coarse, factor));
	let mantissa = (above_one >> 1) | (1 << 63);
	let whole = power >> 54;
	if whole < 64 {
		mantissa >> whole
	} else {
		0
	}
}

/// The Mills ratio N(−y) / φ(y) as a fraction of 2^63. Error: at most 2^-44.
#[inline]
pub(crate) fn short_mills(y: Deviation) -> u64 {
	let cell = y >> 56;
	let Some(coefficients) = usize::try_from(cell).ok().and_then(|cell| MILLS.get(cell)) else {
		return mills(y);
	};
	// An eighth at most, as a fraction of 2^64.
	let distance = cell.wrapping_add(1).wrapping_shl(56).wrapping_sub(y) << 5;
	let square = high(distance, distance);
	let half = square >> 32;
	let [c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10] = *coefficients;
	let far = |coefficient: u64, sum: u64| coefficient.wrapping_add((sum >> 32).wrapping_mul(half));
	let near = |coefficient: u64, sum: u64| coefficient.wrapping_add(high(sum, square));
	let even = near(c0, near(c2, far(c4, far(c6, far(c8, c10)))));
	let odd = near(c1, far(c3, far(c5, far(c7, c9))));
	even.wrapping_add(high(odd, distance))
}

/// The entry at `index` of a table that has one for each six-bit number.
#[inline]
fn pick(table: &[u64; 64], index: u64) -> u64 {
	usize::try_from(index)
		.ok()
		.and_then(|index| table.get(index))
		.copied()
		.unwrap_or(0)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::functions::normal::density;

	#[test]
	fn the_short_functions_are_close_to_the_full_ones_and_never_above_them_by_more_than_rounding() {
		let mut y = 0u64;
		for step in 0..2_000_000u64 {
			y = y
				.wrapping_mul(6_364_136_223_846_793_005)
				.wrapping_add(1_442_695_040_888_963_407);
			// Below 16, and every 16th close to the joint of two cells.
			let y = if step % 16 == 0 { ((y >> 57) << 56) + (step & 7) } else { y >> 1 };
			let (full, short) = (mills(y), short_mills(y));
			assert!(short <= full + 8 && full - short.min(full) <= 1 << 19, "{y}: {full} {short}");
			let full = density(y);
			let drop = 0i32.wrapping_sub(full.exponent()).cast_unsigned();
			let full = if drop < 64 { full.mantissa() >> drop } else { 0 };
			let short = short_density(y);
			assert!(full.abs_diff(short) <= 1 << 15, "{y}: {full} {short}");
		}
	}
}
