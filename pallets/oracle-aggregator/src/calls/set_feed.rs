// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, FeedIds, FeedParameters, Feeds, Pallet};
use frame_support::{ensure, traits::Get};
use market_primitives::FeedId;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_feed(feed: FeedId, parameters: FeedParameters) -> DispatchResult {
		if let Some(old) = Feeds::<T>::get(feed) {
			// What lies out of bounds says so first.
			ensure!(
				!parameters.is_within_bounds(T::MaxReporters::get())
					|| parameters.is_one_step_from(&old),
				Error::<T>::StepTooLarge
			);
		}
		let old = Self::put_feed(feed, parameters)?;
		Self::deposit_event(Event::FeedSet { feed, old, new: parameters });
		Ok(())
	}

	/// Writes a feed's parameters, and its place in the list if it is new. Returns the old ones.
	pub(crate) fn put_feed(
		feed: FeedId,
		parameters: FeedParameters,
	) -> Result<Option<FeedParameters>, Error<T>> {
		let (FeedId::Index(underlying) | FeedId::Volatility(underlying)) = feed;
		ensure!(underlying.is_well_formed(), Error::<T>::MalformedTicker);
		ensure!(
			parameters.is_within_bounds(T::MaxReporters::get()),
			Error::<T>::ParametersOutsideBounds
		);
		FeedIds::<T>::try_mutate(|feeds| match feeds.binary_search(&feed) {
			Ok(_) => Ok(()),
			Err(at) => feeds.try_insert(at, feed).map_err(|_| Error::<T>::TooManyFeeds),
		})?;
		let old = Feeds::<T>::get(feed);
		Feeds::<T>::insert(feed, parameters);
		Ok(old)
	}
}
