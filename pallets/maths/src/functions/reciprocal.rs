// SPDX-License-Identifier: Apache-2.0
//! Reciprocals and roots without a division, which takes a processor as long as a dozen products, on some twice.
//!
//! Straight lines in each 256th of [1, 2) estimate 1/x, and in each 256th of [1, 2) and 128th of [2, 4) 1/√x, from
//! below by less than 2^-17. For an estimate t:
//!
//! ```text
//! 1/x  = t (1 − e)^−1      = t (1 + e + e² + e³ + …)               with e = 1 − x·t
//! 1/√x = t (1 − 2w)^(−1/2) = t (1 + w + 3/2·w² + 5/2·w³ + …)       with w = (1 − x·t²) / 2
//! ```
//!
//! Four terms are enough for both.
//!
//! # Source
//!
//! Newton's step extended to the series that it is the start of: P. Rabinowitz, "Multiple-precision division",
//! Communications of the ACM 4 (1961). The lines and their certificate are ours.

use super::{
	tables::{RECIPROCAL, RECIPROCAL_ROOT},
	word::{less_times_half, lower, product, shifted_right, times_half},
};

/// Half of what rounding down loses in the end, in 2^-80 of an estimate.
pub(super) const CENTRING: u64 = 0xa000;

const TOP: u64 = 1 << 63;

/// `2^127 / mantissa` for a mantissa above 2^63. Error: at most 2^-62 of itself.
#[inline(always)]
pub(super) fn reciprocal(mantissa: u64) -> u64 {
	let estimate = estimate(mantissa);
	// e with 80 fraction bits: mantissa · estimate is just below 2^95, of which 2^80 is left out.
	let rest = less_times_half::<15>(CENTRING, mantissa, estimate);
	// The same with 49, so that its square fits.
	let short = rest >> 31;
	let square = short.wrapping_mul(short) >> 49;
	let bent = short.wrapping_mul(short.wrapping_add(square)) >> 18;
	let series = rest.wrapping_add(bent);
	// The last bit may be missing to 2^63.
	(estimate << 32).wrapping_add(times_half::<16>(series, estimate)).max(TOP)
}

/// `2^64 / √x` for x = `mantissa / 2^63` if `odd`, and twice that otherwise. The top bit of the mantissa is set.
/// Error: at most 2^-62 of itself; never above.
#[inline(always)]
pub(super) fn reciprocal_root(mantissa: u64, odd: bool) -> u64 {
	let estimate = estimate_of_root(mantissa, odd);
	// From 2 on an estimate is below √½ and its square below one half.
	let square = estimate.wrapping_mul(estimate).wrapping_shl(u32::from(!odd));
	// w with 81 fraction bits, rounded down: the product is just below 2^127, of which 2^81 is left out.
	let rest = !lower(shifted_right(product(mantissa, square), 47));
	// The same with 49, so that its square fits.
	let short = rest >> 32;
	let square = short.wrapping_mul(short) >> 49;
	let bent = short.wrapping_add(short.wrapping_add(square.wrapping_mul(5)) >> 1);
	let series = rest.wrapping_add(short.wrapping_mul(bent) >> 17);
	// The last bit may be missing to 2^63.
	(estimate << 32).wrapping_add(times_half::<17>(series, estimate)).max(TOP)
}

/// Below `2^95 / mantissa` by less than 2^-17 of it.
#[inline(always)]
pub(super) fn estimate(mantissa: u64) -> u64 {
	on_line(RECIPROCAL.get(cell(mantissa)).copied().unwrap_or(0), mantissa)
}

/// Below `2^32 / √x` by less than 2^-17 of it, for the x of [`reciprocal_root`].
#[inline(always)]
pub(super) fn estimate_of_root(mantissa: u64, odd: bool) -> u64 {
	let cell = cell(mantissa) | if odd { 0 } else { 256 };
	on_line(RECIPROCAL_ROOT.get(cell).copied().unwrap_or(0), mantissa)
}

/// Which 256th of [1, 2).
#[inline(always)]
fn cell(mantissa: u64) -> usize {
	usize::try_from((mantissa >> 55) & 255).unwrap_or(0)
}

/// A line at the step of its cell.
#[inline(always)]
fn on_line(line: u32, mantissa: u64) -> u64 {
	let step = (mantissa >> 43) & 4095;
	let line = u64::from(line);
	(line & 0xffff_f000).wrapping_sub((line & 4095).wrapping_mul(step))
}
