// SPDX-License-Identifier: Apache-2.0
//! Decimal text of scaled integers.

use crate::MathsError;

/// Anything whose magnitude fits 128 bits.
pub(super) trait Magnitude: Sized {
	fn magnitude(self) -> u128;
	fn assemble(negative: bool, magnitude: u128) -> Option<Self>;
}

macro_rules! magnitude {
	(unsigned: $($unsigned:ty),*; signed: $($signed:ty),*) => {
		$(impl Magnitude for $unsigned {
			fn magnitude(self) -> u128 {
				self.into()
			}
			fn assemble(negative: bool, magnitude: u128) -> Option<Self> {
				if negative && magnitude != 0 { None } else { magnitude.try_into().ok() }
			}
		})*
		$(impl Magnitude for $signed {
			fn magnitude(self) -> u128 {
				self.unsigned_abs().into()
			}
			fn assemble(negative: bool, magnitude: u128) -> Option<Self> {
				let value = i128::try_from(magnitude).ok()?;
				let value = if negative { value.checked_neg()? } else { value };
				value.try_into().ok()
			}
		})*
	};
}
magnitude!(unsigned: u64, u128; signed: i64, i128);

pub(super) fn magnitude<T: Magnitude>(value: T) -> u128 {
	value.magnitude()
}

pub(super) fn assemble<T: Magnitude>(negative: bool, magnitude: u128) -> Result<T, MathsError> {
	T::assemble(negative, magnitude).ok_or(MathsError::OutsideDomain)
}

/// Writes `magnitude / 10^decimals` without trailing zeros.
pub(super) fn write(
	f: &mut core::fmt::Formatter<'_>,
	negative: bool,
	magnitude: u128,
	decimals: u32,
) -> core::fmt::Result {
	let scale = 10u128.checked_pow(decimals).ok_or(core::fmt::Error)?;
	let whole = magnitude.checked_div(scale).ok_or(core::fmt::Error)?;
	let fraction = magnitude.checked_rem(scale).ok_or(core::fmt::Error)?;
	let text = if fraction == 0 {
		alloc::format!("{whole}")
	} else {
		let places = usize::try_from(decimals).map_err(|_| core::fmt::Error)?;
		let digits = alloc::format!("{fraction:0places$}");
		alloc::format!("{whole}.{}", digits.trim_end_matches('0'))
	};
	f.pad_integral(!negative, "", &text)
}

/// Reads a decimal number as sign and integer of `decimals` places, refusing what would be lost.
pub(super) fn read(text: &str, decimals: u32) -> Result<(bool, u128), MathsError> {
	let (negative, text) = match text.strip_prefix('-') {
		Some(rest) => (true, rest),
		None => (false, text),
	};
	let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
	let digits_only = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
	if (whole.is_empty() && fraction.is_empty()) || !digits_only(whole) || !digits_only(fraction) {
		return Err(MathsError::OutsideDomain);
	}
	let fraction = fraction.trim_end_matches('0');
	let given = u32::try_from(fraction.len()).map_err(|_| MathsError::OutsideDomain)?;
	let missing = decimals.checked_sub(given).ok_or(MathsError::OutsideDomain)?;
	let mut magnitude = 0u128;
	for digit in whole.bytes().chain(fraction.bytes()) {
		magnitude = magnitude
			.checked_mul(10)
			.and_then(|value| value.checked_add(u128::from(digit.saturating_sub(b'0'))))
			.ok_or(MathsError::Overflow)?;
	}
	let scale = 10u128.checked_pow(missing).ok_or(MathsError::Overflow)?;
	let magnitude = magnitude.checked_mul(scale).ok_or(MathsError::Overflow)?;
	Ok((negative, magnitude))
}
