// SPDX-License-Identifier: Apache-2.0
//! Products of machine words.
//!
//! narrowing-casts: splitting a number into words keeps one half of its digits on purpose.

/// The high 64 bits of a 128-bit number.
#[inline]
pub(crate) const fn upper(value: u128) -> u64 {
	(value >> 64) as u64
}

/// The low 64 bits of a 128-bit number.
#[expect(clippy::cast_possible_truncation, reason = "dropping the upper half is the purpose")]
#[inline]
pub(crate) const fn lower(value: u128) -> u64 {
	value as u64
}

/// A 128-bit number from its halves.
#[inline]
pub(crate) const fn joined(upper: u64, lower: u64) -> u128 {
	((upper as u128) << 64) | lower as u128
}

/// The whole product of two words. It cannot overflow.
#[inline]
pub(crate) const fn product(a: u64, b: u64) -> u128 {
	if cfg!(target_arch = "wasm32") {
		joined(high_by_halves(a, b), a.wrapping_mul(b))
	} else {
		(a as u128).wrapping_mul(b as u128)
	}
}

/// The high 64 bits of `a · b`: with `a` and `b` as fractions of 2^64, their product rounded down.
#[inline]
pub(crate) const fn high(a: u64, b: u64) -> u64 {
	if cfg!(target_arch = "wasm32") {
		high_by_halves(a, b)
	} else {
		upper((a as u128).wrapping_mul(b as u128))
	}
}

/// [`high`] from four products of 32-bit halves. WebAssembly has no wide multiplication, and the
/// compiler's 128-bit product and shifts by a variable number of bits are function calls there.
///
/// The two middle products are added as halves of themselves: compilers know the usual ways to write
/// this sum, and would turn them into that call again.
#[inline]
const fn high_by_halves(a: u64, b: u64) -> u64 {
	const LOW: u64 = 0xffff_ffff;
	let (a1, a0) = (a >> 32, a & LOW);
	let (b1, b0) = (b >> 32, b & LOW);
	// Each product of halves is at most (2^32 − 1)², which leaves room for two more halves.
	let middle = a1.wrapping_mul(b0).wrapping_add(a0.wrapping_mul(b0) >> 32);
	let other = a0.wrapping_mul(b1);
	let half = (middle >> 1).wrapping_add(other >> 1).wrapping_add(middle & other & 1);
	a1.wrapping_mul(b1).wrapping_add(half >> 31)
}

/// `a · half / 2^(32 + BY)`, rounded down, for a half below 2^32: two products of 32-bit halves where
/// [`high`] takes four.
#[inline]
pub(crate) const fn times_half<const BY: u32>(a: u64, half: u64) -> u64 {
	if cfg!(target_arch = "wasm32") {
		times_half_by_halves(a, half).wrapping_shr(BY)
	} else {
		// The same bits, of which the word above needs no further shift.
		high(a, half.wrapping_shl(32u32.wrapping_sub(BY)))
	}
}

/// `from` less `a · half / 2^BY`, rounded down, as far as a word shows it, for a half below 2^32 and `BY` below 32.
#[inline]
pub(crate) const fn less_times_half<const BY: u32>(from: u64, a: u64, half: u64) -> u64 {
	if cfg!(target_arch = "wasm32") {
		less_times_half_by_halves::<BY>(from, a, half)
	} else {
		// Without a shift over two words, which takes some processors as long as a product.
		let above = a.wrapping_mul(half.wrapping_shr(BY));
		let below = high(a, half.wrapping_shl(64u32.wrapping_sub(BY)));
		from.wrapping_sub(above).wrapping_sub(below)
	}
}

#[inline]
const fn less_times_half_by_halves<const BY: u32>(from: u64, a: u64, half: u64) -> u64 {
	let low = (a & 0xffff_ffff).wrapping_mul(half);
	let high = (a >> 32).wrapping_mul(half).wrapping_shl(32u32.wrapping_sub(BY));
	from.wrapping_sub(high.wrapping_add(low.wrapping_shr(BY)))
}

/// The whole product of a word and a half below 2^32, for half of [`product`]'s cost in WebAssembly.
#[inline]
pub(crate) const fn product_with_half(a: u64, half: u64) -> u128 {
	if cfg!(target_arch = "wasm32") {
		product_with_half_by_halves(a, half)
	} else {
		product(a, half)
	}
}

#[inline]
const fn product_with_half_by_halves(a: u64, half: u64) -> u128 {
	let low = (a & 0xffff_ffff).wrapping_mul(half);
	let high = (a >> 32).wrapping_mul(half).wrapping_add(low >> 32);
	joined(high >> 32, (high << 32) | (low & 0xffff_ffff))
}

/// `value · fraction / 2^64`, rounded to nearest, halves up, for a value below 2^96.
#[inline]
pub(crate) const fn times_fraction(value: u128, fraction: u64) -> u128 {
	let low = product(lower(value), fraction);
	// At most 2^96, so that what is carried fits.
	product_with_half(fraction, upper(value))
		.wrapping_add(upper(low) as u128)
		.wrapping_add((lower(low) >> 63) as u128)
}

/// [`times_half`] by 32 bits.
#[inline]
const fn times_half_by_halves(a: u64, half: u64) -> u64 {
	let low = (a & 0xffff_ffff).wrapping_mul(half) >> 32;
	(a >> 32).wrapping_mul(half).wrapping_add(low)
}

/// `a · word`, without the bits that leave 128.
#[inline]
pub(crate) const fn times_word(a: i128, word: u64) -> i128 {
	let a = a.cast_unsigned();
	let above = joined(upper(a).wrapping_mul(word), 0);
	product(lower(a), word).wrapping_add(above).cast_signed()
}

/// `value · 2^by`, without the bits that leave it.
#[inline]
pub(crate) const fn shifted_left(value: u128, by: u32) -> u128 {
	if !cfg!(target_arch = "wasm32") {
		return if by < 128 { value.wrapping_shl(by) } else { 0 };
	}
	left_by_halves(value, by)
}

/// [`shifted_left`] without the function call that the compiler makes of it in WebAssembly.
#[inline]
const fn left_by_halves(value: u128, by: u32) -> u128 {
	let (high, low) = (upper(value), lower(value));
	match by {
		0..=63 => {
			// A shift by 64 − by in two parts, so that it may be by 64.
			let carried = (low >> 1).wrapping_shr(63u32.wrapping_sub(by));
			joined(high.wrapping_shl(by) | carried, low.wrapping_shl(by))
		},
		64..=127 => joined(low.wrapping_shl(by.wrapping_sub(64)), 0),
		_ => 0,
	}
}

/// `value / 2^by`, rounded down.
#[inline]
pub(crate) const fn shifted_right(value: u128, by: u32) -> u128 {
	if !cfg!(target_arch = "wasm32") {
		return if by < 128 { value.wrapping_shr(by) } else { 0 };
	}
	right_by_halves(value, by)
}

/// [`shifted_right`], as [`left_by_halves`].
#[inline]
const fn right_by_halves(value: u128, by: u32) -> u128 {
	let (high, low) = (upper(value), lower(value));
	match by {
		0..=63 => {
			let carried = (high << 1).wrapping_shl(63u32.wrapping_sub(by));
			joined(high.wrapping_shr(by), low.wrapping_shr(by) | carried)
		},
		64..=127 => joined(0, high.wrapping_shr(by.wrapping_sub(64))),
		_ => 0,
	}
}

/// Half of a number, rounded to nearest, halves up: what is kept with one bit more, which decides the rounding.
#[inline]
pub(crate) const fn halved_to_nearest(value: u128) -> u128 {
	(value >> 1).wrapping_add(value & 1)
}

/// The high and the low 128 bits of a product of 128-bit numbers.
#[inline]
pub(crate) const fn wide_product(a: u128, b: u128) -> (u128, u128) {
	let (a1, a0) = (upper(a), lower(a));
	let (b1, b0) = (upper(b), lower(b));
	// As in `high_by_halves`: a product of halves leaves room for two more halves.
	let low = product(a0, b0);
	let middle = product(a1, b0).wrapping_add(upper(low) as u128);
	let other = product(a0, b1).wrapping_add(lower(middle) as u128);
	let top = product(a1, b1)
		.wrapping_add(upper(middle) as u128)
		.wrapping_add(upper(other) as u128);
	(top, (other << 64) | lower(low) as u128)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn both_ways_to_the_high_word_agree() {
		let words =
			[0, 1, 2, 0xffff_ffff, 0x1_0000_0000, 0x1234_5678_9abc_def0, u64::MAX - 1, u64::MAX];
		for a in words {
			for b in words {
				assert_eq!(high_by_halves(a, b), upper(product(a, b)), "{a:x} {b:x}");
				let half = b >> 32;
				assert_eq!(times_half_by_halves(a, half), times_half::<0>(a, half));
				assert_eq!(times_half_by_halves(a, half) >> 5, times_half::<5>(a, half));
				assert_eq!(product_with_half_by_halves(a, half), product(a, half));
				assert_eq!(
					less_times_half_by_halves::<15>(b, a, half),
					less_times_half::<15>(b, a, half)
				);
				let exact = lower(product(a, half) >> 15);
				assert_eq!(less_times_half::<15>(b, a, half), b.wrapping_sub(exact));
			}
		}
	}

	#[test]
	fn both_ways_to_shift_agree() {
		let value = 0x8123_4567_89ab_cdef_fedc_ba98_7654_3211u128;
		for by in 0..128 {
			assert_eq!(
				(left_by_halves(value, by), right_by_halves(value, by)),
				(value << by, value >> by)
			);
			assert_eq!(
				(shifted_left(value, by), shifted_right(value, by)),
				(value << by, value >> by)
			);
		}
		for by in [128, 129, u32::MAX] {
			assert_eq!((left_by_halves(value, by), right_by_halves(value, by)), (0, 0));
			assert_eq!((shifted_left(value, by), shifted_right(value, by)), (0, 0));
		}
	}

	#[test]
	fn a_signed_number_times_a_word_is_exact_while_it_fits() {
		for a in [0i128, 1, -1, i128::from(u64::MAX), -(1 << 68), (1 << 68) + 12_345] {
			for word in [0u64, 1, 3, 1 << 55, (1 << 56) - 1] {
				assert_eq!(times_word(a, word), a * i128::from(word), "{a} {word}");
			}
		}
	}

	#[test]
	fn a_fraction_of_a_number_is_the_nearest() {
		for value in [0u128, 1, 2, 3, 1 << 64, (1 << 92) + 12_345, (1 << 96) - 1] {
			for fraction in [0u64, 1, 1 << 63, 0x1234_5678_9abc_def0, u64::MAX] {
				let (above, below) = wide_product(value, fraction.into());
				let exact = (above << 64) | (below >> 64);
				let nearest = exact + u128::from(lower(below) >> 63);
				assert_eq!(times_fraction(value, fraction), nearest, "{value} {fraction}");
			}
		}
	}

	#[test]
	fn wide_products_are_exact() {
		assert_eq!(wide_product(u128::MAX, u128::MAX), (u128::MAX - 1, 1));
		assert_eq!(wide_product(1 << 100, 3 << 60), (3 << 32, 0));
		assert_eq!(wide_product(u128::MAX, 1 << 64), (u64::MAX.into(), u128::MAX << 64));
		assert_eq!(wide_product(7, 6), (0, 42));
	}
}
