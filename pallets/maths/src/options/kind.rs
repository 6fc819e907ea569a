// SPDX-License-Identifier: Apache-2.0
//! Calls and puts, and what they pay.
//!
//! # Source
//!
//! The definition of a European option settled in cash.

use crate::units::Price;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Right to buy or right to sell.
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
	serde::Serialize,
	serde::Deserialize,
)]
pub enum OptionKind {
	/// The right to buy at the strike.
	Call,
	/// The right to sell at the strike.
	Put,
}

impl OptionKind {
	/// The other kind.
	pub const fn opposite(self) -> Self {
		match self {
			Self::Call => Self::Put,
			Self::Put => Self::Call,
		}
	}
}

/// What one coin's worth of an option pays its holder at a price of settlement, in USD. Exact, for every
/// pair of prices. Source: its definition.
///
/// Call: max(settlement − strike, 0). Put: max(strike − settlement, 0).
pub fn payoff(kind: OptionKind, strike: Price, settlement: Price) -> Price {
	let (strike, settlement) = (strike.into_inner(), settlement.into_inner());
	Price::from_inner(match kind {
		OptionKind::Call => settlement.saturating_sub(strike),
		OptionKind::Put => strike.saturating_sub(settlement),
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_option_pays_on_its_own_side_of_the_strike_only() {
		let price = |text: &str| text.parse::<Price>().unwrap();
		let paid = |kind, settlement| payoff(kind, price("1000"), price(settlement));
		assert_eq!(paid(OptionKind::Call, "1200"), price("200"));
		assert_eq!(paid(OptionKind::Call, "800"), Price::ZERO);
		assert_eq!(paid(OptionKind::Put, "800"), price("200"));
		assert_eq!(paid(OptionKind::Put, "1000"), Price::ZERO);
	}
}
