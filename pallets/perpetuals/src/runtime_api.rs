// SPDX-License-Identifier: Apache-2.0
//! Questions clients may ask about perpetuals.

use crate::{Config, FundingParameters, Listed, Markets, Pallet};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use market_maths::units::{Rate, Usd};
use market_primitives::{
	traits::Instruments, FeedError, InstrumentId, InstrumentTerms, Mark, Underlying,
};
use scale_info::TypeInfo;

/// A perpetual market as a trader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct MarketView {
	/// Its instrument.
	pub instrument: InstrumentId,
	/// The terms under which it trades.
	pub terms: InstrumentTerms,
	/// Mark and index with their status, or why there is none.
	pub mark: Result<Mark, FeedError>,
	/// Average distance of the book's mid from the index, in USD per coin.
	pub premium: Usd,
	/// How its funding is computed.
	pub funding: FundingParameters,
	/// The funding rate of the last window, per hour; positive is paid by long positions.
	pub hourly_rate: Rate,
	/// Funding that one long lot has paid since listing, in 10⁻¹² of the unit of cash.
	pub cumulative_funding: i128,
	/// Up to when funding is accrued, in milliseconds since 1970.
	pub accrued_at_ms: u64,
	/// Lots open on the long side.
	pub open_interest: u64,
}

sp_api::decl_runtime_apis! {
	/// What perpetuals there are, and what they are worth.
	pub trait PerpetualsApi {
		/// All markets with mark, index and funding.
		fn markets() -> Vec<MarketView>;

		/// The market on one underlying.
		fn market(underlying: Underlying) -> Option<MarketView>;
	}
}

impl<T: Config> Pallet<T> {
	/// The market on an underlying as a trader sees it.
	pub fn market_view(underlying: Underlying) -> Option<MarketView> {
		let instrument = InstrumentId::perpetual(underlying);
		let market = Markets::<T>::get(underlying)?;
		Some(MarketView {
			instrument,
			terms: market.terms,
			mark: <Self as Instruments>::mark(&instrument),
			premium: market.premium,
			funding: market.funding,
			hourly_rate: market.hourly_rate,
			cumulative_funding: market.cumulative_funding,
			accrued_at_ms: market.accrued_at_ms,
			open_interest: market.open_interest,
		})
	}

	/// All markets as a trader sees them, in the order in which they were listed.
	pub fn market_views() -> Vec<MarketView> {
		Listed::<T>::get().into_iter().filter_map(Self::market_view).collect()
	}
}
