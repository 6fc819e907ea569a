// SPDX-License-Identifier: Apache-2.0
//! Decimal numbers of up to 60 places, exact.

use super::refusals::Refusal;
use primitive_types::U512;
use serde_json::Value;

const PLACES: usize = 60;
const UNIT_PLACES: usize = 18;
/// Ten to this power fits 512 bits.
const LARGEST_SHIFT: isize = 150;

/// A decimal number. Digits beyond the 60th place are cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
	negative: bool,
	magnitude: U512,
}

fn power_of_ten(places: usize) -> U512 {
	U512::from(10).pow(places.into())
}

impl Decimal {
	/// Reads a JSON number or a string like `-1.25`, `+3`, `8.08E-18`.
	pub fn read(value: &Value) -> Result<Self, String> {
		match value {
			Value::String(text) => Self::parse(text),
			Value::Number(number) => Self::parse(&number.to_string()),
			other => Err(format!("{other} is no number")),
		}
	}

	pub fn parse(text: &str) -> Result<Self, String> {
		let problem = || format!("{text:?} is no number");
		let (negative, unsigned) = match text.strip_prefix('-') {
			Some(rest) => (true, rest),
			None => (false, text.strip_prefix('+').unwrap_or(text)),
		};
		let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
			Some((mantissa, power)) => (mantissa, exponent(power).ok_or_else(problem)?),
			None => (unsigned, 0),
		};
		let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
		let digits = format!("{whole}{fraction}");
		if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
			return Err(problem());
		}
		// The digits times ten to this power are the number in its last place.
		let shift = (PLACES as isize)
			.saturating_add(exponent)
			.saturating_sub(fraction.len() as isize);
		if shift > LARGEST_SHIFT {
			return Err(format!("{text} is too large"));
		}
		let kept = (digits.len() as isize).saturating_add(shift.min(0)).max(0) as usize;
		let digits = if kept == 0 { "0" } else { &digits[..kept] };
		let magnitude = U512::from_dec_str(digits).map_err(|_| problem())?;
		let magnitude = magnitude
			.checked_mul(power_of_ten(shift.max(0) as usize))
			.ok_or_else(|| format!("{text} is too large"))?;
		Ok(Self { negative: negative && !magnitude.is_zero(), magnitude })
	}

	/// From units of 10^-18.
	pub fn from_units(units: i128) -> Self {
		let magnitude = U512::from(units.unsigned_abs()) * power_of_ten(PLACES - UNIT_PLACES);
		Self { negative: units < 0, magnitude }
	}

	/// In units of 10^-18, rounded to nearest.
	pub fn to_units(self) -> Result<i128, Refusal> {
		let unit = power_of_ten(PLACES - UNIT_PLACES);
		let units = (self.magnitude + unit / 2) / unit;
		let units = u128::try_from(units).ok().and_then(|units| i128::try_from(units).ok());
		let units = units.ok_or(Refusal::TooLarge)?;
		Ok(if self.negative { -units } else { units })
	}

	pub fn is_negative(self) -> bool {
		self.negative
	}

	pub fn distance(self, other: Self) -> U512 {
		if self.negative == other.negative {
			self.magnitude.abs_diff(other.magnitude)
		} else {
			self.magnitude + other.magnitude
		}
	}

	/// How much of `absolute + relative · |wanted|` the distance to `wanted` is, in thousandths;
	/// more than 1,000 exactly if it is more than all of it.
	pub fn share_of_tolerance(self, wanted: Self, absolute: Self, relative: Self) -> u64 {
		let allowed =
			absolute.magnitude.saturating_add(share(relative.magnitude, wanted.magnitude));
		let distance = self.distance(wanted);
		if distance.is_zero() {
			return 0;
		}
		let Some(share) = distance.saturating_mul(1_000.into()).checked_div(allowed) else {
			return u64::MAX;
		};
		let share = u64::try_from(share).unwrap_or(u64::MAX);
		// What is above by less than a thousandth is still above.
		if distance > allowed {
			share.max(1_001)
		} else {
			share
		}
	}

	/// Cut towards zero to a multiple of `scale`.
	pub fn truncated(self, scale: Self) -> Result<Self, String> {
		let rest = self.magnitude.checked_rem(scale.magnitude).ok_or("a scale of zero")?;
		let magnitude = self.magnitude - rest;
		Ok(Self { negative: self.negative && !magnitude.is_zero(), magnitude })
	}

	pub fn one() -> Self {
		Self { negative: false, magnitude: power_of_ten(PLACES) }
	}

	pub fn zero() -> Self {
		Self { negative: false, magnitude: U512::zero() }
	}
}

/// An exponent. One of more digits than a word holds is the largest of its sign.
fn exponent(text: &str) -> Option<isize> {
	let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
	if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
		return None;
	}
	let most = if text.starts_with('-') { isize::MIN } else { isize::MAX };
	Some(text.parse().unwrap_or(most))
}

/// `fraction · whole / 10^60`, saturating.
fn share(fraction: U512, whole: U512) -> U512 {
	match fraction.checked_mul(whole) {
		Some(product) => product / power_of_ten(PLACES),
		// One of the two is large: dividing it first loses nothing that matters.
		None => (fraction.max(whole) / power_of_ten(PLACES)).saturating_mul(fraction.min(whole)),
	}
}
