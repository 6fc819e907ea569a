// SPDX-License-Identifier: Apache-2.0
//! What a trade or funding does to a position. Values only, no storage.

use crate::types::Position;
use market_maths::{
	arithmetic::multiply_divide_floor,
	units::{Cash, Lots},
	MathsError,
};
use market_primitives::traits::funding_owed;

/// What a position paid when its funding was brought up to date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FundingPayment {
	/// Cash that the account owes; negative is received.
	pub(crate) owed: Cash,
	/// Whether the amount was rounded, in the pot's favour.
	pub(crate) rounded: bool,
}

impl Position {
	/// What the position owes up to `index`.
	pub(crate) fn funding_owed(
		&self,
		index: i128,
		decimals: u32,
	) -> Result<FundingPayment, MathsError> {
		let owed = funding_owed(self.lots, self.funding_index, index, decimals)
			.ok_or(MathsError::Overflow)?;
		let exact = index
			.checked_sub(self.funding_index)
			.and_then(|change| change.checked_mul(i128::from(self.lots.into_inner())))
			.ok_or(MathsError::Overflow)?;
		let scale = 10i128.checked_pow(decimals).ok_or(MathsError::Overflow)?;
		let rest = exact.checked_rem(scale).ok_or(MathsError::DivisionByZero)?;
		Ok(FundingPayment { owed, rounded: rest != 0 })
	}

	/// Brings funding up to `index`. The caller moves the cash.
	pub(crate) fn settle_funding(
		&mut self,
		index: i128,
		decimals: u32,
	) -> Result<FundingPayment, MathsError> {
		let payment = self.funding_owed(index, decimals)?;
		self.funding_index = index;
		Ok(payment)
	}

	/// Trades `lots` for `value` (paid for a bought size) and returns the profit that leaves the
	/// position: what was received for the lots given up, less their part of the entry value.
	///
	/// The entry value that stays is rounded down and the profit takes the rest, so that profit less entry
	/// value changes by exactly `−value`: nothing is lost between the two.
	pub(crate) fn trade(&mut self, lots: Lots, value: Cash) -> Result<Cash, MathsError> {
		let before = self.lots;
		let after = before.checked_add(lots)?;
		let total = self.entry_value.checked_add(value)?;
		let opposite = (before.into_inner() < 0) != (lots.into_inner() < 0);
		let entry_value = if before.is_zero() || lots.is_zero() || !opposite {
			total
		} else if after.is_zero() {
			Cash::ZERO
		} else if (after.into_inner() < 0) == (before.into_inner() < 0) {
			part(self.entry_value, after, before)?
		} else {
			part(value, after, lots)?
		};
		self.lots = after;
		self.entry_value = entry_value;
		entry_value.checked_sub(total)
	}
}

/// `value · some / all`, for sizes of one sign, rounded down.
fn part(value: Cash, some: Lots, all: Lots) -> Result<Cash, MathsError> {
	let inner = value.into_inner();
	multiply_divide_floor(inner, i128::from(some.magnitude()), u128::from(all.magnitude()))
		.map(Cash::from_inner)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn cash(units: i128) -> Cash {
		Cash::from_inner(units)
	}

	fn lots(lots: i64) -> Lots {
		Lots::from_inner(lots)
	}

	#[test]
	fn reducing_realises_the_part_given_up() {
		let mut position = Position::default();
		assert_eq!(position.trade(lots(10), cash(1_000)), Ok(Cash::ZERO));
		assert_eq!(position.trade(lots(-5), cash(-550)), Ok(cash(50)));
		assert_eq!((position.lots, position.entry_value), (lots(5), cash(500)));
		assert_eq!(position.trade(lots(-5), cash(-450)), Ok(cash(-50)));
		assert_eq!(position, Position::default());
	}

	#[test]
	fn turning_realises_everything_and_starts_anew() {
		let mut position = Position::default();
		position.trade(lots(-4), cash(-400)).unwrap();
		assert_eq!(position.trade(lots(6), cash(660)), Ok(cash(-40)));
		assert_eq!((position.lots, position.entry_value), (lots(2), cash(220)));
	}

	#[test]
	fn rounding_stays_between_position_and_profit() {
		let mut position = Position { lots: lots(3), entry_value: cash(100), funding_index: 0 };
		let profit = position.trade(lots(-1), cash(-40)).unwrap();
		assert_eq!(position.entry_value, cash(66));
		assert_eq!(profit, cash(6), "100 − 40 − 66 = −6 of cost is left, so six are earned");
	}

	#[test]
	fn funding_rounds_in_favour_of_the_pot() {
		let mut long = Position { lots: lots(1), entry_value: cash(0), funding_index: 0 };
		let mut short = Position { lots: lots(-1), ..long };
		let payment = |owed, rounded| FundingPayment { owed: cash(owed), rounded };
		assert_eq!(long.settle_funding(1_500, 3), Ok(payment(2, true)));
		assert_eq!(short.settle_funding(1_500, 3), Ok(payment(-1, true)));
		assert_eq!(long.settle_funding(2_500, 3), Ok(payment(1, false)));
	}
}
