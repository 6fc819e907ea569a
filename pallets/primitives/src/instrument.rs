// SPDX-License-Identifier: Apache-2.0
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use market_maths::{options::OptionKind, units::Price, MathsError};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What an instrument derives its value from, by its ticker: `BTC`, `ETH`.
///
/// Up to six capital letters or digits, filled with zero bytes.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Underlying([u8; 6]);

impl Underlying {
	/// Bitcoin.
	pub const BTC: Self = Self(*b"BTC\0\0\0");
	/// Ether.
	pub const ETH: Self = Self(*b"ETH\0\0\0");

	fn ticker(&self) -> &str {
		let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(self.0.len());
		self.0
			.get(..length)
			.and_then(|bytes| core::str::from_utf8(bytes).ok())
			.unwrap_or("?")
	}

	/// Whether the ticker consists of capital letters and digits only.
	pub fn is_well_formed(&self) -> bool {
		Self::from_str(self.ticker()) == Ok(*self)
	}
}

impl FromStr for Underlying {
	type Err = InstrumentIdError;

	fn from_str(text: &str) -> Result<Self, InstrumentIdError> {
		let mut bytes = [0u8; 6];
		let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
		if text.is_empty() || text.len() > bytes.len() || !text.bytes().all(allowed) {
			return Err(InstrumentIdError::Underlying);
		}
		for (place, byte) in bytes.iter_mut().zip(text.bytes()) {
			*place = byte;
		}
		Ok(Self(bytes))
	}
}

impl fmt::Display for Underlying {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.pad(self.ticker())
	}
}

impl fmt::Debug for Underlying {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.ticker())
	}
}

/// The price at which an option may be exercised, with 8 decimals.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Strike(u64);

impl Strike {
	const DECIMALS: u32 = 8;
	/// Stored units of [`Price`] in one stored unit of a strike.
	const PRICE_UNITS: u128 = 10u128.pow(Price::DECIMALS - Self::DECIMALS);

	/// From the stored integer of 8 decimals.
	pub const fn from_inner(inner: u64) -> Self {
		Self(inner)
	}

	/// The stored integer of 8 decimals.
	pub const fn into_inner(self) -> u64 {
		self.0
	}

	/// The strike as a price. Exact.
	pub fn price(self) -> Price {
		Price::from_inner(u128::from(self.0).saturating_mul(Self::PRICE_UNITS))
	}

	/// The strike that equals this price; `OutsideDomain` if it has more than 8 decimals.
	pub fn from_price(price: Price) -> Result<Self, MathsError> {
		let inner = price.into_inner();
		let whole = inner.checked_div(Self::PRICE_UNITS).ok_or(MathsError::DivisionByZero)?;
		let rest = inner.checked_rem(Self::PRICE_UNITS).ok_or(MathsError::DivisionByZero)?;
		if rest != 0 {
			return Err(MathsError::OutsideDomain);
		}
		u64::try_from(whole).map(Self).map_err(|_| MathsError::Overflow)
	}
}

/// The terms of a European, cash-settled option.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct OptionContract {
	/// When it expires, in seconds since 1970.
	pub expiry: u64,
	/// The price it may be exercised at.
	pub strike: Strike,
	/// Call or put.
	pub kind: OptionKind,
}

/// What kind of contract an instrument is.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum InstrumentKind {
	/// A perpetual future, kept near its index by funding.
	Perpetual,
	/// A European option.
	Option(OptionContract),
}

/// An instrument, named by what it is.
///
/// In text: `BTC-PERP`; `BTC-27NOV26-90000-C`, which expires on 27 November 2026 at 08:00 UTC; and
/// `ETH-27NOV26T1315-3000.5-P`, for one that expires at another minute of that day.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct InstrumentId {
	/// What it derives its value from.
	pub underlying: Underlying,
	/// What kind of contract it is.
	pub kind: InstrumentKind,
}

impl InstrumentId {
	/// The perpetual of `underlying`.
	pub const fn perpetual(underlying: Underlying) -> Self {
		Self { underlying, kind: InstrumentKind::Perpetual }
	}

	/// The option on `underlying` with these terms.
	pub const fn option(underlying: Underlying, contract: OptionContract) -> Self {
		Self { underlying, kind: InstrumentKind::Option(contract) }
	}

	/// The terms, if this is an option.
	pub const fn as_option(&self) -> Option<&OptionContract> {
		match &self.kind {
			InstrumentKind::Option(contract) => Some(contract),
			InstrumentKind::Perpetual => None,
		}
	}

	/// Whether this is a perpetual.
	pub const fn is_perpetual(&self) -> bool {
		matches!(self.kind, InstrumentKind::Perpetual)
	}
}

/// Which part of an instrument's name could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstrumentIdError {
	/// The name is not of the form `BTC-PERP` or `BTC-27NOV26-90000-C`.
	Form,
	/// The underlying is not one to six capital letters or digits.
	Underlying,
	/// The expiry is not a date like `27NOV26` or a minute like `27NOV26T1315`.
	Expiry,
	/// The strike is not a decimal number of at most 8 decimals.
	Strike,
	/// The last part is neither `C` nor `P`.
	Kind,
}

impl fmt::Display for InstrumentIdError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Form => "an instrument is named like BTC-PERP or BTC-27NOV26-90000-C",
			Self::Underlying => "the underlying must be one to six capital letters or digits",
			Self::Expiry => "the expiry must be a date like 27NOV26, or a minute like 27NOV26T1315",
			Self::Strike => "the strike must be a decimal number with at most 8 decimals",
			Self::Kind => "an option's name must end in -C for a call or -P for a put",
		})
	}
}

impl fmt::Display for InstrumentId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let name = match self.kind {
			InstrumentKind::Perpetual => alloc::format!("{}-PERP", self.underlying),
			InstrumentKind::Option(OptionContract { expiry, strike, kind }) => alloc::format!(
				"{}-{}-{}-{}",
				self.underlying,
				calendar::ExpiryText(expiry),
				strike.price(),
				match kind {
					OptionKind::Call => 'C',
					OptionKind::Put => 'P',
				}
			),
		};
		f.pad(&name)
	}
}

impl fmt::Debug for InstrumentId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{self}")
	}
}

impl FromStr for InstrumentId {
	type Err = InstrumentIdError;

	fn from_str(text: &str) -> Result<Self, InstrumentIdError> {
		let mut parts = text.split('-');
		let mut next = || parts.next().ok_or(InstrumentIdError::Form);
		let underlying = next()?.parse()?;
		let second = next()?;
		if second == "PERP" {
			return match parts.next() {
				None => Ok(Self::perpetual(underlying)),
				Some(_) => Err(InstrumentIdError::Form),
			};
		}
		let expiry = calendar::parse_expiry(second).ok_or(InstrumentIdError::Expiry)?;
		let strike = next()?.parse().map_err(|_| InstrumentIdError::Strike)?;
		let strike = Strike::from_price(strike).map_err(|_| InstrumentIdError::Strike)?;
		let kind = match next()? {
			"C" => OptionKind::Call,
			"P" => OptionKind::Put,
			_ => return Err(InstrumentIdError::Kind),
		};
		match parts.next() {
			None => Ok(Self::option(underlying, OptionContract { expiry, strike, kind })),
			Some(_) => Err(InstrumentIdError::Form),
		}
	}
}

macro_rules! text_in_serde {
	($($name:ident),*) => {$(
		impl Serialize for $name {
			fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
				serializer.collect_str(self)
			}
		}

		impl<'de> Deserialize<'de> for $name {
			fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
				let text = alloc::string::String::deserialize(deserializer)?;
				text.parse().map_err(serde::de::Error::custom)
			}
		}
	)*};
}
text_in_serde!(InstrumentId, Underlying);

mod calendar {
	//! Dates of the proleptic Gregorian calendar, days counted from 1 January 1970.

	use core::fmt;

	const MONTHS: [&str; 12] =
		["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
	const DAY: u64 = 86_400;
	/// Expiries at 08:00 UTC are written without their time.
	const USUAL_SECOND_OF_DAY: u64 = 8 * 3_600;

	fn is_leap(year: u64) -> bool {
		year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
	}

	fn days_in_month(year: u64, month: usize) -> u64 {
		match month {
			1 if is_leap(year) => 29,
			1 => 28,
			3 | 5 | 8 | 10 => 30,
			_ => 31,
		}
	}

	fn days_in_year(year: u64) -> u64 {
		if is_leap(year) {
			366
		} else {
			365
		}
	}

	/// The years an expiry can be written in: two digits after 20.
	const YEARS: core::ops::Range<u64> = 2000..2100;
	/// Days from 1 January 1970 to 1 January 2000.
	const DAYS_TO_2000: u64 = 10_957;

	/// Writes an expiry, as `27NOV26`, `27NOV26T1315`, or, where neither is exact, in seconds.
	pub(super) struct ExpiryText(pub(super) u64);

	impl fmt::Display for ExpiryText {
		fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
			let second_of_day = self.0 % DAY;
			let date = (self.0 / DAY).checked_sub(DAYS_TO_2000).and_then(date_from_days);
			let (Some((year, month, day)), true) = (date, second_of_day.is_multiple_of(60)) else {
				return write!(f, "{}S", self.0);
			};
			let month = MONTHS.get(month).unwrap_or(&"???");
			write!(f, "{day}{month}{:02}", year % 100)?;
			if second_of_day == USUAL_SECOND_OF_DAY {
				return Ok(());
			}
			write!(f, "T{:02}{:02}", second_of_day / 3_600, second_of_day / 60 % 60)
		}
	}

	fn date_from_days(days_from_2000: u64) -> Option<(u64, usize, u64)> {
		let mut days = days_from_2000;
		for year in YEARS {
			if let Some(rest) = days.checked_sub(days_in_year(year)) {
				days = rest;
				continue;
			}
			for month in 0..MONTHS.len() {
				match days.checked_sub(days_in_month(year, month)) {
					Some(rest) => days = rest,
					None => return Some((year, month, days.checked_add(1)?)),
				}
			}
		}
		None
	}

	pub(super) fn parse_expiry(text: &str) -> Option<u64> {
		if let Some(seconds) = text.strip_suffix('S') {
			return number(seconds);
		}
		let (date, time) = match text.split_once('T').filter(|(date, _)| date.len() >= 6) {
			Some((date, time)) => (date, Some(time)),
			None => (text, None),
		};
		let letters = date.find(|character: char| character.is_ascii_uppercase())?;
		let day = number(date.get(..letters)?)?;
		let name = date.get(letters..letters.checked_add(3)?)?;
		let month = MONTHS.iter().position(|month| *month == name)?;
		let year_text = date.get(letters.checked_add(3)?..)?;
		let year = number(year_text).filter(|_| year_text.len() == 2)?.checked_add(YEARS.start)?;
		if day == 0 || day > days_in_month(year, month) {
			return None;
		}
		let days: u64 = (YEARS.start..year)
			.map(days_in_year)
			.chain((0..month).map(|month| days_in_month(year, month)))
			.chain([DAYS_TO_2000, day.checked_sub(1)?])
			.sum();
		let second_of_day = match time {
			None => USUAL_SECOND_OF_DAY,
			Some(time) if time.len() == 4 => {
				let (hour, minute) = (number(time.get(..2)?)?, number(time.get(2..)?)?);
				if hour > 23 || minute > 59 {
					return None;
				}
				hour.checked_mul(3_600)?.checked_add(minute.checked_mul(60)?)?
			},
			Some(_) => return None,
		};
		days.checked_mul(DAY)?.checked_add(second_of_day)
	}

	fn number(text: &str) -> Option<u64> {
		(!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
			.then(|| text.parse().ok())?
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn instruments_read_back_as_they_are_written() {
		for name in [
			"BTC-PERP",
			"BTC-27NOV26-90000-C",
			"ETH-29FEB28T2359-3000.5-P",
			"DOGE-1JAN30-0.12345678-C",
			"SOL-1790000001S-150-P",
		] {
			let id: InstrumentId = name.parse().unwrap();
			assert_eq!(alloc::format!("{id}"), name);
		}
	}

	#[test]
	fn an_expiry_is_at_eight_utc_unless_it_says_otherwise() {
		let id: InstrumentId = "BTC-27NOV26-90000-C".parse().unwrap();
		assert_eq!(id.as_option().unwrap().expiry, 1_795_766_400);
		let id: InstrumentId = "BTC-27NOV26T0801-90000-C".parse().unwrap();
		assert_eq!(id.as_option().unwrap().expiry, 1_795_766_460);
	}

	#[test]
	fn a_misspelt_instrument_is_refused_by_the_part_that_is_wrong() {
		let read = |name: &str| name.parse::<InstrumentId>().unwrap_err();
		assert_eq!(read("BTC"), InstrumentIdError::Form);
		assert_eq!(read("btc-PERP"), InstrumentIdError::Underlying);
		assert_eq!(read("BTC-31NOV26-90000-C"), InstrumentIdError::Expiry);
		assert_eq!(read("BTC-27NOV26-ninety-C"), InstrumentIdError::Strike);
		assert_eq!(read("BTC-27NOV26-90000-X"), InstrumentIdError::Kind);
		assert_eq!(read("BTC-27NOV26-90000-C-C"), InstrumentIdError::Form);
	}
}
