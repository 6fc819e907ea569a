// SPDX-License-Identifier: Apache-2.0
//! The normal density, e^(−y²/2) / √(2π).
//!
//! With r the next 32nd above y and t = r − y, it is φ(r) · e^x for x = t (2r − t) / 2, which is below one
//! half. Every tabled factor has 32 bits and is exact: what was rounded away is in the logarithm that is
//! subtracted from x. So the factors multiply at half the cost of whole words.
//!
//! # Source
//!
//! Factors that are exact in few bits: S. Gal, "Computing elementary functions: a new approach for achieving
//! high accuracy and good performance" (1986). Tables and certificate are ours.

use super::{
	binary::Binary,
	mills::{Deviation, CELL_BITS},
	tables::{DENSITY, EXP_COARSE, EXP_FINE},
	word::{high, times_half},
};

/// e^x as the product of two tabled factors and e^rest.
struct Parts {
	/// At least one, with 31 fraction bits.
	coarse: u64,
	/// Above one, with 37 fraction bits.
	fine: u64,
	/// Below 2^-12 and a little, as a fraction of 2^64.
	rest: u64,
}

/// A value of φ at a multiple of 1/32 has this many more fraction bits than its 32.
type Drop = u64;

/// e^x · φ(r) for the r of a deviation, or `None` from 16 on.
#[inline]
fn parts(y: Deviation) -> Option<(Parts, u64, Drop)> {
	let cell = y >> CELL_BITS;
	let [packed, more] = *DENSITY.get(usize::try_from(cell).ok()?)?;
	// t and 2r − t with 59 fraction bits, at most 1/32 and below 32.
	let to_right = (1u64 << CELL_BITS).wrapping_sub(y & ((1 << CELL_BITS) - 1));
	let sum = cell.wrapping_add(1).wrapping_shl(CELL_BITS + 1).wrapping_sub(to_right);
	// 54 + 9 bits of one factor, so that the high word is the half of their product.
	let x = high(to_right << 9, sum).wrapping_add(more);
	// Neither logarithm is above what its bits of x count, so that both can be looked up at once.
	let [coarse_logarithm, coarse] = pick(&EXP_COARSE, x >> 58)?;
	let [fine_logarithm, fine] = pick(&EXP_FINE, (x >> 52) & 63)?;
	let rest = x.wrapping_sub(coarse_logarithm).wrapping_sub(fine_logarithm);
	let parts = Parts { coarse, fine, rest };
	Some((parts, packed >> 32, packed & 0xffff_ffff))
}

/// The density at `y`. Relative error: at most 2^-61 below 16; from there on it is zero.
#[inline]
pub(crate) fn density(y: Deviation) -> Binary {
	loose_density(y).in_place()
}

/// [`density`] for [`Binary::loosely`]: a bit may be missing to the first.
#[inline(always)]
pub(crate) fn loose_density(y: Deviation) -> Binary {
	/// 1/24 · 2^32.
	const QUARTIC: u64 = 0x0aaa_aaab;
	/// 1/6 · 2^64.
	const CUBIC: u64 = 0x2aaa_aaaa_aaaa_aaab;
	const HALF: u64 = 1 << 63;
	let Some((Parts { coarse, fine, rest }, density, drop)) = parts(y) else {
		return Binary::ZERO;
	};
	// e^g − 1 = g + g (g/2 + g²/6 + g³/24), with 43 fraction bits of g and what they leave.
	let short = rest >> 21;
	let cubic = CUBIC.wrapping_add(QUARTIC.wrapping_mul(short) >> 11);
	let square = HALF.wrapping_add((cubic >> 32).wrapping_mul(short) >> 11);
	// With 75 and with 86 fraction bits.
	let bent = times_half::<22>(times_half::<0>(square, short), short);
	let left = (rest & ((1 << 21) - 1)).wrapping_mul(short) >> 43;
	let small = rest.wrapping_add(bent).wrapping_add(left);
	// The tabled factors meet first, while the series is summed: what their product exceeds one by as a fraction of 2^64,
	// then with the entry and 63 fraction bits.
	let excess = (coarse << 33).wrapping_add(coarse.wrapping_mul(fine) >> 4);
	let tabled = (density << 31).wrapping_add(times_half::<1>(excess, density));
	Binary::from_parts(tabled.wrapping_add(high(tabled, small)), exponent(drop))
}

/// Of a density that has lost so many bits to its power of two.
#[inline]
fn exponent(drop: Drop) -> i32 {
	1i32.wrapping_sub_unsigned(u32::try_from(drop).unwrap_or(0))
}

/// The density as a fraction of 2^64, to some 50 bits, below 16. Error: at most 2^-49.
#[inline]
pub(crate) fn short_density(y: Deviation) -> u64 {
	/// 1/6 · 2^32.
	const CUBIC: u64 = 0x2aaa_aaab;
	const HALF: u64 = 1 << 31;
	let Some((Parts { coarse, fine, rest }, density, drop)) = parts(y) else {
		return 0;
	};
	let short = rest >> 21;
	let square = HALF.wrapping_add(CUBIC.wrapping_mul(short) >> 43);
	// With 43 and with 54 fraction bits.
	let bent = (square.wrapping_mul(short) >> 32).wrapping_mul(short) >> 22;
	let small = rest.wrapping_add(bent);
	// The fine factor is below 2^-5 and the rest below 2^-12.
	let both = (small >> 21).wrapping_mul(fine) >> 16;
	let factor = (fine << 27).wrapping_add(small).wrapping_add(both);
	let power = (coarse << 32).wrapping_add(times_half::<0>(factor, coarse));
	let mantissa = times_half::<0>(power, density);
	// The mantissa has 63 fraction bits.
	match drop {
		0 => mantissa << 1,
		1..=64 => mantissa >> drop.wrapping_sub(1),
		_ => 0,
	}
}

/// The entry at `index`, which the table has.
#[inline]
fn pick<const COUNT: usize>(table: &[[u64; 2]; COUNT], index: u64) -> Option<[u64; 2]> {
	table.get(usize::try_from(index).ok()?).copied()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_short_density_is_close_to_the_full_one() {
		let mut y = 0u64;
		for step in 0..2_000_000u64 {
			y = y
				.wrapping_mul(6_364_136_223_846_793_005)
				.wrapping_add(1_442_695_040_888_963_407);
			// Below 16, and every 16th close to the joint of two cells.
			let y = if step % 16 == 0 { ((y >> 55) << CELL_BITS) + (step & 7) } else { y >> 1 };
			let full = density(y);
			let drop = 0i32.wrapping_sub(full.exponent()).cast_unsigned();
			let full = if drop < 64 { full.mantissa() >> drop } else { 0 };
			let short = short_density(y);
			assert!(full.abs_diff(short) <= 1 << 15, "{y}: {full} {short}");
		}
		assert_eq!(short_density(16 << 59), 0);
		assert!(density(16 << 59).is_zero());
	}
}
