// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, FundingParameters, Pallet};
use frame_support::{dispatch::DispatchResult, ensure};
use market_primitives::{traits::PriceFeed, FeedError, FeedId, InstrumentTerms, Underlying};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_list_market(
		underlying: Underlying,
		terms: InstrumentTerms,
		funding: FundingParameters,
	) -> DispatchResult {
		let index = T::PriceFeed::observe(FeedId::Index(underlying));
		ensure!(index != Err(FeedError::Unknown), Error::<T>::UnknownIndex);
		Self::insert_market(underlying, terms, funding)?;
		Self::deposit_event(Event::MarketListed { underlying, terms, funding });
		Ok(())
	}
}
