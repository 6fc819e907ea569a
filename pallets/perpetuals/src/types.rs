// SPDX-License-Identifier: Apache-2.0
//! Stored records.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::units::{Price, Rate, Usd};
use market_primitives::{Emergency, InstrumentTerms};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// How funding is computed in a market.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct FundingParameters {
	/// The time, in seconds, in which a lasting premium is paid once.
	pub convergence_seconds: u32,
	/// What long positions pay per hour when there is no premium. Negative is received.
	pub interest_per_hour: Rate,
	/// The most that is paid per hour in either direction.
	pub cap_per_hour: Rate,
	/// The size of the trade whose average price measures the premium.
	pub impact_notional: Usd,
}
/// One perpetual market.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Market {
	/// The terms under which it trades. Universe, tick and lot never change.
	pub terms: InstrumentTerms,
	/// How its funding is computed.
	pub funding: FundingParameters,
	/// The mark of the last window that had a usable index; zero before the first.
	pub mark: Price,
	/// The index which that mark was made with.
	pub index: Price,
	/// Average distance of the book's mid from the index, in USD per coin.
	pub premium: Usd,
	/// The rate that was last applied, per hour.
	pub hourly_rate: Rate,
	/// Funding that one long lot has paid since listing, in 10⁻¹² of the unit of cash.
	pub cumulative_funding: i128,
	/// Up to when funding is accrued, in milliseconds since 1970; zero before the first window.
	pub accrued_at_ms: u64,
	/// Lots open on the long side.
	pub open_interest: u64,
	/// When its parameters were last loosened, in milliseconds since 1970.
	pub changed_at_ms: u64,
	/// A restriction that ends by itself.
	pub emergency: Option<Emergency>,
}

impl Market {
	/// A market without trades.
	pub fn new(terms: InstrumentTerms, funding: FundingParameters) -> Self {
		Self {
			terms,
			funding,
			mark: Price::ZERO,
			index: Price::ZERO,
			premium: Usd::ZERO,
			hourly_rate: Rate::ZERO,
			cumulative_funding: 0,
			accrued_at_ms: 0,
			open_interest: 0,
			changed_at_ms: 0,
			emergency: None,
		}
	}

	/// Whether any window has given it a mark.
	pub const fn is_marked(&self) -> bool {
		!self.mark.is_zero()
	}
}
