// SPDX-License-Identifier: Apache-2.0
//! Shorts that nothing at the same strike offsets.
//!
//! # Source
//!
//! Derive v2, portfolio risk manager, option contingency (public contracts).

use crate::{
	options::OptionKind,
	units::{Price, Quantity},
	MathsError,
};
use alloc::vec::Vec;

/// Coins short in the options of one expiry, strike by strike, less longs of the other kind at the same
/// strike.
///
/// A short call with a long put at its strike is a short forward: spot moves hurt it, volatility does
/// not. Two shorts at one strike are two. Exact, in coins. Source: Derive v2.
pub fn naked_shorts(
	positions: impl Iterator<Item = (OptionKind, Price, Quantity)>,
) -> Result<Quantity, MathsError> {
	let mut positions: Vec<_> = positions.collect();
	positions.sort_by_key(|(_, strike, _)| *strike);
	let mut naked = Quantity::ZERO;
	for at_strike in positions.chunk_by(|one, other| one.1 == other.1) {
		let (mut calls, mut puts) = (Quantity::ZERO, Quantity::ZERO);
		for (kind, _, quantity) in at_strike {
			let sum = match kind {
				OptionKind::Call => &mut calls,
				OptionKind::Put => &mut puts,
			};
			*sum = sum.checked_add(*quantity)?;
		}
		for (one, other) in [(calls, puts), (puts, calls)] {
			let uncovered = one.min(Quantity::ZERO).checked_add(other.max(Quantity::ZERO))?;
			naked = naked.checked_sub(uncovered.min(Quantity::ZERO))?;
		}
	}
	Ok(naked)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn naked(positions: &[(OptionKind, &str, &str)]) -> String {
		naked_shorts(positions.iter().map(|(kind, strike, quantity)| {
			(*kind, strike.parse().unwrap(), quantity.parse().unwrap())
		}))
		.unwrap()
		.to_string()
	}

	#[test]
	fn a_long_of_the_other_kind_offsets_a_short_at_the_same_strike_only() {
		use OptionKind::{Call, Put};
		assert_eq!(naked(&[]), "0");
		assert_eq!(naked(&[(Call, "1500", "-1"), (Put, "1500", "-1")]), "2");
		assert_eq!(naked(&[(Call, "1500", "-3"), (Put, "1500", "1")]), "2");
		assert_eq!(naked(&[(Call, "1500", "-3"), (Put, "1600", "5")]), "3");
		assert_eq!(naked(&[(Put, "1500", "-1"), (Call, "1500", "2")]), "0");
		// The same option twice is one position.
		assert_eq!(naked(&[(Put, "1500", "-1"), (Put, "1500", "0.5")]), "0.5");
		assert_eq!(naked(&[(Call, "1500", "4"), (Put, "1500", "4")]), "0");
	}
}
