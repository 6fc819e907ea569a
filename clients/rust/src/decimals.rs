// SPDX-License-Identifier: Apache-2.0
//! Decimal numbers as other programs write them: plain, or with an exponent.

/// Decimals of the units of `market-maths`.
const DECIMALS: i64 = 18;
/// The longest number and the largest exponent that make sense.
const LONGEST: usize = 80;
const LARGEST_EXPONENT: i64 = 40;

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
	/// It is no decimal number.
	#[error("it is not a decimal number")]
	NotANumber,
	/// It is below zero.
	#[error("it is below zero")]
	Negative,
	/// It does not fit.
	#[error("it is too large")]
	TooLarge,
}

/// Reads a number from zero up, such as `23146.5` or `1.5e-7`, as an integer of 18 decimals.
///
/// Digits beyond the 18th decimal are cut: the error is below 10⁻¹⁸ and gains nobody anything.
pub fn read_decimal(text: &str) -> Result<u128, DecimalError> {
	if text.len() > LONGEST {
		return Err(DecimalError::NotANumber);
	}
	let (mantissa, exponent) = match text.split_once(['e', 'E']) {
		Some((mantissa, exponent)) => {
			(mantissa, exponent.parse::<i64>().map_err(|_| DecimalError::NotANumber)?)
		},
		None => (text, 0),
	};
	let (negative, magnitude) = match mantissa.strip_prefix('-') {
		Some(magnitude) => (true, magnitude),
		None => (false, mantissa),
	};
	let (whole, fraction) = match magnitude.split_once('.') {
		Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
		Some(_) => return Err(DecimalError::NotANumber),
		None => (magnitude, ""),
	};
	let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
	if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
		return Err(DecimalError::NotANumber);
	}
	let digits = format!("{whole}{fraction}");
	let digits = digits.trim_start_matches('0');
	if digits.is_empty() {
		return Ok(0);
	}
	if negative {
		return Err(DecimalError::Negative);
	}
	if exponent > LARGEST_EXPONENT {
		return Err(DecimalError::TooLarge);
	}
	let places = i64::try_from(fraction.len()).map_err(|_| DecimalError::NotANumber)?;
	let shift = DECIMALS - places + exponent.max(-LARGEST_EXPONENT - DECIMALS);
	let read = |digits: &str| match digits {
		"" => Ok(0),
		digits => digits.parse::<u128>().map_err(|_| DecimalError::TooLarge),
	};
	match u32::try_from(shift) {
		Ok(shift) => 10u128
			.checked_pow(shift)
			.and_then(|scale| read(digits).ok()?.checked_mul(scale))
			.ok_or(DecimalError::TooLarge),
		Err(_) => {
			let cut = usize::try_from(shift.unsigned_abs()).map_err(|_| DecimalError::TooLarge)?;
			read(digits.get(..digits.len().saturating_sub(cut)).unwrap_or_default())
		},
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use market_maths::units::Price;
	use proptest::prelude::*;

	fn read(text: &str) -> Result<String, DecimalError> {
		read_decimal(text).map(|inner| Price::from_inner(inner).to_string())
	}

	#[test]
	fn plain_numbers_and_exponents_are_read_exactly() {
		assert_eq!(read("23146.5"), Ok("23146.5".into()));
		assert_eq!(read("0"), Ok("0".into()));
		assert_eq!(read("-0.0"), Ok("0".into()));
		assert_eq!(read("1.5e-7"), Ok("0.00000015".into()));
		assert_eq!(read("1.2E+3"), Ok("1200".into()));
		assert_eq!(read("0.1234567890123456789"), Ok("0.123456789012345678".into()));
		assert_eq!(read("1e-60"), Ok("0".into()));
	}

	#[test]
	fn what_is_no_amount_is_refused_by_name() {
		for text in ["", "x", "1.", ".5", "1.2.3", "1e", "NaN", "1,000", " 1", "0x10", "+1", "e5"] {
			assert_eq!(read(text), Err(DecimalError::NotANumber), "{text}");
		}
		assert_eq!(read("-1"), Err(DecimalError::Negative));
		assert_eq!(read("1e30"), Err(DecimalError::TooLarge));
		assert_eq!(read("1e99"), Err(DecimalError::TooLarge));
		assert_eq!(read(&"9".repeat(60)), Err(DecimalError::TooLarge));
		assert_eq!(read(&"9".repeat(100)), Err(DecimalError::NotANumber));
	}

	proptest! {
		#[test]
		fn what_a_unit_prints_is_read_back(inner: u128) {
			prop_assert_eq!(read_decimal(&Price::from_inner(inner).to_string()), Ok(inner));
		}

		#[test]
		fn any_text_is_read_or_refused(text in "[-+.eE0-9]{0,30}") {
			let _ = read_decimal(&text);
		}
	}
}
