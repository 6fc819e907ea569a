// SPDX-License-Identifier: Apache-2.0
//! Numbers that know what they measure, so that a price cannot be added to a quantity.
//!
//! | type | measures | stored as |
//! |---|---|---|
//! | [`Price`] | USD per coin of the underlying | `u128`, 18 decimals |
//! | [`Quantity`] | coins of the underlying, long positive | `i128`, 18 decimals |
//! | [`Usd`] | USD of risk: requirements, notional, mark-to-market | `i128`, 18 decimals |
//! | [`Cash`] | USD that is owed or held | `i128`, 6 decimals: the settlement asset's smallest unit |
//! | [`Rate`] | a signed fraction, per year where it is a rate | `i128`, 18 decimals |
//! | [`Volatility`] | annual volatility, 1 = 100 % | `u128`, 18 decimals |
//! | [`Ticks`], [`Lots`] | a price in ticks, a signed size in lots | `u64`, `i64` |
//!
//! In text (chain specifications, errors, logs) each is a plain decimal number.

mod decimal;

use crate::{
	arithmetic::{multiply_divide, multiply_divide_ceil, multiply_divide_floor, Rounding, ONE},
	MathsError,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

macro_rules! unit {
	($(#[$doc:meta])* $name:ident($inner:ty), $decimals:literal) => {
		$(#[$doc])*
		#[derive(
			Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode,
			DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
		)]
		pub struct $name($inner);

		impl $name {
			/// Nothing.
			pub const ZERO: Self = Self(0);
			/// The largest value the type holds.
			pub const MAX: Self = Self(<$inner>::MAX);
			/// Decimal places of the stored integer.
			pub const DECIMALS: u32 = $decimals;

			/// From the stored integer.
			pub const fn from_inner(inner: $inner) -> Self {
				Self(inner)
			}

			/// The stored integer.
			pub const fn into_inner(self) -> $inner {
				self.0
			}

			/// Whether this is exactly zero.
			pub const fn is_zero(self) -> bool {
				self.0 == 0
			}

			/// The sum, or `Overflow`.
			pub fn checked_add(self, other: Self) -> Result<Self, MathsError> {
				self.0.checked_add(other.0).map(Self).ok_or(MathsError::Overflow)
			}

			/// The difference, or `Overflow`.
			pub fn checked_sub(self, other: Self) -> Result<Self, MathsError> {
				self.0.checked_sub(other.0).map(Self).ok_or(MathsError::Overflow)
			}
		}

		impl core::fmt::Display for $name {
			fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
				#[allow(clippy::unnecessary_cast, reason = "the macro serves several widths")]
				decimal::write(f, self.0 < 0 as $inner, decimal::magnitude(self.0), $decimals)
			}
		}

		impl core::fmt::Debug for $name {
			fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
				write!(f, "{}({self})", stringify!($name))
			}
		}

		impl core::str::FromStr for $name {
			type Err = MathsError;

			/// Reads a decimal number. Digits beyond the type's decimals are refused.
			fn from_str(text: &str) -> Result<Self, MathsError> {
				let (negative, magnitude) = decimal::read(text, $decimals)?;
				decimal::assemble(negative, magnitude).map(Self)
			}
		}

		impl serde::Serialize for $name {
			fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
				serializer.collect_str(self)
			}
		}

		impl<'de> serde::Deserialize<'de> for $name {
			fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
				let text = <alloc::string::String as serde::Deserialize>::deserialize(deserializer)?;
				text.parse().map_err(serde::de::Error::custom)
			}
		}
	};
}

macro_rules! signed {
	($name:ident) => {
		impl $name {
			/// The smallest (most negative) value the type holds.
			pub const MIN: Self = Self(i128::MIN);

			/// The same size with the other sign, or `Overflow`.
			pub fn checked_neg(self) -> Result<Self, MathsError> {
				self.0.checked_neg().map(Self).ok_or(MathsError::Overflow)
			}

			/// Whether this is below zero.
			pub const fn is_negative(self) -> bool {
				self.0 < 0
			}
		}
	};
}

unit!(
	/// USD per coin of the underlying.
	Price(u128), 18
);
unit!(
	/// Coins of the underlying. Long is positive.
	Quantity(i128), 18
);
unit!(
	/// USD as risk measures it: notional, requirement, mark-to-market. Positive is in the account's favour.
	Usd(i128), 18
);
unit!(
	/// USD that is held or owed, in the smallest unit of the settlement asset. Positive is held.
	Cash(i128), 6
);
unit!(
	/// A signed fraction, 1 = 100 %; per year where it is a rate.
	Rate(i128), 18
);
unit!(
	/// Annual volatility, 1 = 100 %.
	Volatility(u128), 18
);
unit!(
	/// A price in ticks of its instrument.
	Ticks(u64), 0
);
unit!(
	/// A size in lots of its instrument. Long or bought is positive.
	Lots(i64), 0
);

signed!(Quantity);
signed!(Usd);
signed!(Cash);
signed!(Rate);

impl Lots {
	/// The size without its direction.
	pub const fn magnitude(self) -> u64 {
		self.0.unsigned_abs()
	}

	/// The same size in the other direction, or `Overflow`.
	pub fn checked_neg(self) -> Result<Self, MathsError> {
		self.0.checked_neg().map(Self).ok_or(MathsError::Overflow)
	}

	/// Coins in this many lots of `lot` coins each. Exact.
	pub fn quantity(self, lot: Quantity) -> Result<Quantity, MathsError> {
		i128::from(self.0).checked_mul(lot.0).map(Quantity).ok_or(MathsError::Overflow)
	}
}

impl Ticks {
	/// The price of this many ticks of `tick` each. Exact.
	pub fn price(self, tick: Price) -> Result<Price, MathsError> {
		u128::from(self.0).checked_mul(tick.0).map(Price).ok_or(MathsError::Overflow)
	}
}

impl Price {
	/// Whole ticks at or below this price: for a buyer's limit, which no rounding may raise.
	/// `DivisionByZero` without a tick.
	pub fn ticks_floor(self, tick: Price) -> Result<Ticks, MathsError> {
		let ticks = self.0.checked_div(tick.0).ok_or(MathsError::DivisionByZero)?;
		u64::try_from(ticks).map(Ticks).map_err(|_| MathsError::Overflow)
	}

	/// Whole ticks at or above this price: for a seller's limit, which no rounding may lower.
	/// `DivisionByZero` without a tick.
	pub fn ticks_ceil(self, tick: Price) -> Result<Ticks, MathsError> {
		if tick.is_zero() {
			return Err(MathsError::DivisionByZero);
		}
		u64::try_from(self.0.div_ceil(tick.0))
			.map(Ticks)
			.map_err(|_| MathsError::Overflow)
	}

	/// This price times one plus `fraction`, rounded down by less than 10^-18 USD: against whoever sells at it.
	/// `OutsideDomain` below −100 %.
	pub fn scaled_floor(self, fraction: Rate) -> Result<Price, MathsError> {
		let factor = fraction.0.checked_add(ONE as i128).ok_or(MathsError::Overflow)?;
		let factor = u128::try_from(factor).map_err(|_| MathsError::OutsideDomain)?;
		multiply_divide(self.0, factor, ONE, Rounding::Down).map(Price)
	}

	/// `quantity · price` in USD, rounded towards minus infinity by less than 10^-18: against whoever holds
	/// the value.
	pub fn value_floor(self, quantity: Quantity) -> Result<Usd, MathsError> {
		let price = i128::try_from(self.0).map_err(|_| MathsError::Overflow)?;
		multiply_divide_floor(quantity.0, price, ONE).map(Usd)
	}

	/// `quantity · price` in USD, rounded towards plus infinity by less than 10^-18: against whoever owes the
	/// value.
	pub fn value_ceil(self, quantity: Quantity) -> Result<Usd, MathsError> {
		let price = i128::try_from(self.0).map_err(|_| MathsError::Overflow)?;
		multiply_divide_ceil(quantity.0, price, ONE).map(Usd)
	}
}

/// Stored units of [`Usd`] in one stored unit of [`Cash`].
const USD_PER_CASH_UNIT: i128 = 1_000_000_000_000;

impl Cash {
	/// The same amount as risk measures it. Exact.
	pub fn to_usd(self) -> Result<Usd, MathsError> {
		self.0.checked_mul(USD_PER_CASH_UNIT).map(Usd).ok_or(MathsError::Overflow)
	}
}

impl Usd {
	/// Whole units of cash at or below this amount: what may be credited.
	pub fn to_cash_floor(self) -> Cash {
		Cash(self.0.div_euclid(USD_PER_CASH_UNIT))
	}

	/// Whole units of cash at or above this amount: what must be charged.
	pub fn to_cash_ceil(self) -> Result<Cash, MathsError> {
		let negated = self.0.checked_neg().ok_or(MathsError::Overflow)?;
		negated
			.div_euclid(USD_PER_CASH_UNIT)
			.checked_neg()
			.map(Cash)
			.ok_or(MathsError::Overflow)
	}

	/// `fraction` of this amount, rounded towards plus infinity: for requirements.
	pub fn fraction_ceil(self, fraction: Rate) -> Result<Usd, MathsError> {
		multiply_divide_ceil(self.0, fraction.0, ONE).map(Usd)
	}

	/// `fraction` of this amount, rounded towards minus infinity: for credits.
	pub fn fraction_floor(self, fraction: Rate) -> Result<Usd, MathsError> {
		multiply_divide_floor(self.0, fraction.0, ONE).map(Usd)
	}
}

/// The cash that one lot is worth at one tick, when it is a whole number of cash units.
///
/// An instrument may only be listed if this is `Some`: then every fill's cash is exact, and no
/// rounding can lose or make money between two traders.
pub fn cash_per_tick_and_lot(tick: Price, lot: Quantity) -> Option<Cash> {
	let value = tick.value_floor(lot).ok()?;
	let exact = tick.value_ceil(lot).ok()? == value;
	let whole = value.0.checked_rem(USD_PER_CASH_UNIT)? == 0;
	(exact && whole && value.0 > 0).then(|| value.to_cash_floor())
}

/// Cash that changes hands when `lots` trade at `ticks`: `ticks · lots · per_tick_and_lot`, exact. Positive for a
/// bought size: what is paid.
pub fn fill_value(ticks: Ticks, lots: Lots, per_tick_and_lot: Cash) -> Result<Cash, MathsError> {
	i128::from(ticks.0)
		.checked_mul(i128::from(lots.0))
		.and_then(|units| units.checked_mul(per_tick_and_lot.0))
		.map(Cash)
		.ok_or(MathsError::Overflow)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn numbers_read_back_as_they_were_written() {
		for text in ["0", "1", "-1", "0.5", "-0.000000000000000001", "123456.789"] {
			let rate: Rate = text.parse().unwrap();
			assert_eq!(alloc::format!("{rate}"), text);
		}
		assert_eq!("1.0000001".parse::<Cash>(), Err(MathsError::OutsideDomain));
		assert_eq!("-1".parse::<Price>(), Err(MathsError::OutsideDomain));
		assert_eq!("".parse::<Price>(), Err(MathsError::OutsideDomain));
		assert_eq!("1e3".parse::<Price>(), Err(MathsError::OutsideDomain));
	}

	#[test]
	fn a_fill_is_exact_when_the_instrument_may_be_listed() {
		let tick: Price = "0.1".parse().unwrap();
		let lot: Quantity = "0.001".parse().unwrap();
		let per = cash_per_tick_and_lot(tick, lot).unwrap();
		assert_eq!(per, "0.0001".parse().unwrap());
		let paid = fill_value(Ticks::from_inner(900_000), Lots::from_inner(-5), per).unwrap();
		assert_eq!(paid, "-450".parse().unwrap());
		assert_eq!(cash_per_tick_and_lot("0.0001".parse().unwrap(), lot), None);
	}

	#[test]
	fn cash_rounds_down_for_credits_and_up_for_charges() {
		let amount: Usd = "1.0000005".parse().unwrap();
		assert_eq!(amount.to_cash_floor(), "1".parse().unwrap());
		assert_eq!(amount.to_cash_ceil().unwrap(), "1.000001".parse().unwrap());
		let owed = amount.checked_neg().unwrap();
		assert_eq!(owed.to_cash_floor(), "-1.000001".parse().unwrap());
		assert_eq!(owed.to_cash_ceil().unwrap(), "-1".parse().unwrap());
	}
}
