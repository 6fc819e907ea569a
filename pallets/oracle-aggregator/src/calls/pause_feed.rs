// SPDX-License-Identifier: Apache-2.0
use crate::{Aggregates, Config, Error, Event, Pallet};
use frame_support::{ensure, traits::Get};
use market_primitives::FeedId;
use oracle_core::Concern;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_pause_feed(feed: FeedId, for_ms: u64) -> DispatchResult {
		ensure!(for_ms > 0, Error::<T>::NothingToDo);
		ensure!(for_ms <= T::LongestPauseMs::get(), Error::<T>::PauseTooLong);
		let until_ms = Self::now_ms().saturating_add(for_ms);
		Aggregates::<T>::try_mutate(feed, |aggregate| {
			let last = aggregate.as_ref().copied().ok_or(Error::<T>::NoValueYet)?;
			// An emergency can only make a pause longer.
			ensure!(until_ms > last.breaker.paused_until_ms, Error::<T>::AlreadyPaused);
			let breaker = last.breaker.paused_until(until_ms);
			let paused = crate::Aggregate { breaker, concern: Some(Concern::Paused), ..last };
			Self::announce_status(feed, Some(&last), &paused);
			*aggregate = Some(paused);
			Ok::<_, DispatchError>(())
		})?;
		Self::deposit_event(Event::FeedPaused { feed, until_ms });
		Ok(())
	}
}
