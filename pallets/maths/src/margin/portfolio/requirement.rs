// SPDX-License-Identifier: Apache-2.0
//! What the positions on one underlying may lose: integer dot products over risk rows.
//!
//! # Source
//!
//! SPAN's risk arrays (CME). The unit, the charge on shorts for rounding, and the cap on lots are ours.

use super::{risk_row::ROW_BITS, RiskRow, COLUMNS};
use crate::{
	arithmetic::{multiply_divide_floor, ONE},
	units::{Lots, Price, Quantity, Usd},
	MathsError,
};
use alloc::vec::Vec;

/// Most lots of one account on one underlying, longs and shorts added: 2^31 − 1.
pub const MOST_LOTS: u32 = i32::MAX.cast_unsigned();

/// A short is charged one unit of a row per lot for the rounding of the row, and one per this many
/// lots, 2^9, for its error: see [`ExpiryRows::option`](super::ExpiryRows::option).
const LOTS_PER_ERROR_BITS: u32 = 9;

/// The positions of one account on one underlying, in lots of one size.
///
/// No account holds more than [`MOST_LOTS`] of it. That is checked where a position is added, so no sum
/// of lots times rows can overflow: 2^31 lots times 2^31 is below 2^63.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holdings<'a> {
	holdings: Vec<(i32, &'a RiskRow)>,
	gross: u32,
	short: u32,
}

impl<'a> Holdings<'a> {
	/// No position.
	pub const fn new() -> Self {
		Self { holdings: Vec::new(), gross: 0, short: 0 }
	}

	/// No position, with room for so many.
	pub fn with_capacity(count: usize) -> Self {
		Self { holdings: Vec::with_capacity(count), ..Self::new() }
	}

	/// Adds a position. `Overflow` beyond [`MOST_LOTS`].
	pub fn add(&mut self, lots: Lots, row: &'a RiskRow) -> Result<(), MathsError> {
		let signed = i32::try_from(lots.into_inner()).map_err(|_| MathsError::Overflow)?;
		let gross = self
			.gross
			.checked_add(signed.unsigned_abs())
			.filter(|gross| *gross <= MOST_LOTS)
			.ok_or(MathsError::Overflow)?;
		if signed < 0 {
			// Not more than the gross.
			self.short = self.short.wrapping_add(signed.unsigned_abs());
		}
		self.gross = gross;
		self.holdings.push((signed, row));
		Ok(())
	}

	/// Whether nothing is held.
	pub fn is_empty(&self) -> bool {
		self.holdings.is_empty()
	}

	/// Weighted profit and loss of all positions in each column.
	///
	/// Never above the true one, for any mix of longs and shorts, and below it by less than one unit and a
	/// five-hundredth per lot: 10^-9 of the gross notional. Against the account. Source: SPAN.
	pub fn profits(&self) -> ColumnProfits {
		let mut columns = [self.charge().wrapping_neg(); COLUMNS];
		for (lots, row) in &self.holdings {
			let lots = i64::from(*lots);
			for (sum, cell) in columns.iter_mut().zip(row.columns()) {
				// Bounded by the cap on lots: 2^62 and the charge.
				*sum = sum.wrapping_add(lots.wrapping_mul(i64::from(*cell)));
			}
		}
		ColumnProfits(columns)
	}

	/// What shorts pay in every column for the rounding and the error of their rows, and one for the
	/// rounding of that.
	fn charge(&self) -> i64 {
		if self.short == 0 {
			return 0;
		}
		// Below 2^32.
		i64::from(self.short)
			.wrapping_add(i64::from(self.short >> LOTS_PER_ERROR_BITS))
			.wrapping_add(1)
	}
}

/// Weighted profit and loss in each column, in lots times 2^-30 of the index. Columns that a set does
/// not use hold no profit, and no loss beyond what shorts are charged everywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ColumnProfits([i64; COLUMNS]);

/// The worst of several things that may happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worst {
	/// Which one, from zero; the first of equals. `None` if nothing is lost in any.
	/// Columns of a set come first: see [`Outcomes`](super::Outcomes).
	pub outcome: Option<usize>,
	/// What is lost in it; not negative.
	pub loss: Usd,
}

impl ColumnProfits {
	/// From the columns.
	pub const fn from_columns(columns: [i64; COLUMNS]) -> Self {
		Self(columns)
	}

	/// The columns.
	pub const fn columns(&self) -> &[i64; COLUMNS] {
		&self.0
	}

	/// The sum of two parts of one account on one underlying.
	pub fn checked_add(&self, other: &Self) -> Result<Self, MathsError> {
		let mut sum = *self;
		for (column, more) in sum.0.iter_mut().zip(&other.0) {
			*column = column.checked_add(*more).ok_or(MathsError::Overflow)?;
		}
		Ok(sum)
	}

	/// The least column with its number, the first of equals.
	pub fn least(&self) -> (usize, i64) {
		let least = self.0.iter().fold(i64::MAX, |least, profit| least.min(*profit));
		let number = self.0.iter().position(|profit| *profit == least);
		(number.unwrap_or(0), least)
	}

	/// The worst column, in USD, rounded up by less than 10^-18: against the account. Source: SPAN.
	pub fn worst(&self, index: Price, lot: Quantity) -> Result<Worst, MathsError> {
		let (column, profit) = self.least();
		if profit >= 0 {
			return Ok(Worst { outcome: None, loss: Usd::ZERO });
		}
		let loss = in_usd(profit, index, lot)?.checked_neg()?;
		Ok(Worst { outcome: Some(column), loss })
	}

	/// Every column in USD, rounded down by less than 10^-18, against the account: the breakdown of a
	/// requirement.
	pub fn breakdown(&self, index: Price, lot: Quantity) -> Result<[Usd; COLUMNS], MathsError> {
		let mut columns = [Usd::ZERO; COLUMNS];
		for (usd, profit) in columns.iter_mut().zip(&self.0) {
			*usd = in_usd(*profit, index, lot)?;
		}
		Ok(columns)
	}
}

/// `units · index · lot / 2^30`, rounded down.
fn in_usd(units: i64, index: Price, lot: Quantity) -> Result<Usd, MathsError> {
	let index = i128::try_from(index.into_inner()).map_err(|_| MathsError::Overflow)?;
	let units = i128::from(units).checked_mul(lot.into_inner()).ok_or(MathsError::Overflow)?;
	// A lot has 18 decimals and a unit 30 bits, beside the decimals of the price.
	multiply_divide_floor(units, index, ONE << ROW_BITS).map(Usd::from_inner)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn row(first: i32, second: i32) -> RiskRow {
		let mut columns = [0; COLUMNS];
		columns[0] = first;
		columns[9] = second;
		RiskRow::from_columns(columns)
	}

	#[test]
	fn longs_add_their_rows_and_shorts_pay_a_unit_a_lot_on_top() {
		let (falling, rising) = (row(-100, 50), row(30, -40));
		let mut holdings = Holdings::new();
		holdings.add(Lots::from_inner(3), &falling).unwrap();
		assert_eq!(holdings.profits().columns()[..10], [-300, 0, 0, 0, 0, 0, 0, 0, 0, 150]);
		holdings.add(Lots::from_inner(-2), &rising).unwrap();
		// Two for the rounding of the row and one for its error.
		let profits = holdings.profits();
		assert_eq!(profits.columns()[..10], [-363, -3, -3, -3, -3, -3, -3, -3, -3, 227]);
		assert_eq!(profits.least(), (0, -363));
	}

	#[test]
	fn the_worst_column_costs_its_share_of_the_index_rounded_up() {
		let index: Price = "100000".parse().unwrap();
		let lot: Quantity = "0.001".parse().unwrap();
		let falling = row(-(1 << 30) / 10, 0);
		let mut holdings = Holdings::with_capacity(1);
		assert_eq!(
			holdings.profits().worst(index, lot),
			Ok(Worst { outcome: None, loss: Usd::ZERO })
		);
		holdings.add(Lots::from_inner(500), &falling).unwrap();
		let worst = holdings.profits().worst(index, lot).unwrap();
		assert_eq!(worst.outcome, Some(0));
		// A tenth of half a coin, less what the row lost when it was rounded.
		assert_eq!(worst.loss, "4999.999981373548507691".parse().unwrap());
		let breakdown = holdings.profits().breakdown(index, lot).unwrap();
		assert_eq!(breakdown[0], worst.loss.checked_neg().unwrap());
		assert_eq!(breakdown[9], Usd::ZERO);
	}

	#[test]
	fn nothing_overflows_at_the_cap_and_nobody_gets_beyond_it() {
		let extreme = row(i32::MIN, i32::MAX);
		let most = Lots::from_inner(MOST_LOTS.into());
		let mut holdings = Holdings::new();
		holdings.add(most, &extreme).unwrap();
		assert_eq!(holdings.add(Lots::from_inner(-1), &extreme), Err(MathsError::Overflow));
		let cap = i64::from(i32::MAX);
		assert_eq!(holdings.profits().columns()[0], cap * i64::from(i32::MIN));
		let mut short = Holdings::new();
		short.add(most.checked_neg().unwrap(), &extreme).unwrap();
		let charged = cap + (cap >> 9) + 1;
		assert_eq!(short.profits().columns()[9], -cap * cap - charged);
		assert_eq!(
			short.add(Lots::from_inner(i64::from(i32::MAX) + 1), &extreme),
			Err(MathsError::Overflow)
		);
	}
}
