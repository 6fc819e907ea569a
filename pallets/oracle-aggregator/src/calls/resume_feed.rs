// SPDX-License-Identifier: Apache-2.0
use crate::{Aggregates, Config, Error, Event, Pallet};
use frame_support::ensure;
use market_primitives::FeedId;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_resume_feed(feed: FeedId) -> DispatchResult {
		let now_ms = Self::now_ms();
		Aggregates::<T>::try_mutate_exists(feed, |aggregate| {
			let paused = aggregate.as_mut().filter(|it| it.breaker.is_paused_at(now_ms));
			ensure!(paused.is_some(), Error::<T>::NotPaused);
			if let Some(aggregate) = paused {
				aggregate.breaker.paused_until_ms = now_ms;
			}
			Self::deposit_event(Event::FeedResumed { feed });
			Ok(())
		})
	}
}
