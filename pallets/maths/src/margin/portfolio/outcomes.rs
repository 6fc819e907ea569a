// SPDX-License-Identifier: Apache-2.0
//! All that may happen to one underlying: its scenarios and their alternatives.
//!
//! # Source
//!
//! The worst of several outcomes: SPAN (CME). Alternatives beside the scenarios: Derive v2, portfolio risk
//! manager 2.

use super::{Worst, COLUMNS};
use crate::{units::Usd, MathsError};

/// Columns and the three alternatives after them.
pub const OUTCOMES: usize = COLUMNS + 3;

/// Number of the outcome in which forwards move apart.
pub const BASIS: usize = COLUMNS;

/// Number of the outcome in which smiles tilt.
pub const TILT: usize = COLUMNS + 1;

/// Number of the outcome in which smiles bend.
pub const BEND: usize = COLUMNS + 2;

/// What the positions on one underlying gain in each outcome, weighted; a loss is negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcomes([Usd; OUTCOMES]);

impl Default for Outcomes {
	fn default() -> Self {
		Self([Usd::ZERO; OUTCOMES])
	}
}

impl Outcomes {
	/// From the columns of a set, with no alternative.
	pub fn of_columns(columns: &[Usd; COLUMNS]) -> Self {
		let mut outcomes = Self::default();
		for (outcome, column) in outcomes.0.iter_mut().zip(columns) {
			*outcome = *column;
		}
		outcomes
	}

	/// What is gained in each outcome.
	pub const fn profits(&self) -> &[Usd; OUTCOMES] {
		&self.0
	}

	/// One outcome, or `OutsideDomain` beyond the last.
	pub fn profit(&self, number: usize) -> Result<Usd, MathsError> {
		self.0.get(number).copied().ok_or(MathsError::OutsideDomain)
	}

	/// Adds to one outcome.
	pub fn add(&mut self, number: usize, profit: Usd) -> Result<(), MathsError> {
		let outcome = self.0.get_mut(number).ok_or(MathsError::OutsideDomain)?;
		*outcome = outcome.checked_add(profit)?;
		Ok(())
	}

	/// The sum of two parts of one account.
	pub fn checked_add(&self, other: &Self) -> Result<Self, MathsError> {
		let mut sum = *self;
		for (number, profit) in other.0.iter().enumerate() {
			sum.add(number, *profit)?;
		}
		Ok(sum)
	}

	/// The worst outcome, in USD: the first of equals. Exact.
	pub fn worst(&self) -> Result<Worst, MathsError> {
		worst_of(self.0.iter().map(|profit| Ok(*profit)))
	}
}

/// The first of the least profits, as a loss.
pub(super) fn worst_of(
	profits: impl Iterator<Item = Result<Usd, MathsError>>,
) -> Result<Worst, MathsError> {
	let mut worst = Worst { outcome: None, loss: Usd::ZERO };
	for (number, profit) in profits.enumerate() {
		let loss = profit?.checked_neg()?;
		if loss > worst.loss {
			worst = Worst { outcome: Some(number), loss };
		}
	}
	Ok(worst)
}
