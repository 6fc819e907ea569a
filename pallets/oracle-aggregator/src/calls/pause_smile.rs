// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, Feeds, Pallet, SmilePause};
use frame_support::{ensure, traits::Get};
use market_primitives::{FeedId, SmileId, Underlying};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_pause_smile(
		underlying: Underlying,
		expiry: Option<u64>,
		for_ms: u64,
	) -> DispatchResult {
		ensure!(for_ms > 0, Error::<T>::NothingToDo);
		ensure!(for_ms <= T::LongestPauseMs::get(), Error::<T>::PauseTooLong);
		let now_ms = Self::now_ms();
		// A slip of the pen must not pass for a pause.
		match expiry {
			Some(expiry) => {
				let id = SmileId::new(underlying, expiry);
				ensure!(Self::is_smile_of_options(id, now_ms), Error::<T>::ExpiryNotListed);
			},
			None => {
				let index = FeedId::Index(underlying);
				ensure!(Feeds::<T>::contains_key(index), Error::<T>::UnknownFeed);
			},
		}
		let until_ms = now_ms.saturating_add(for_ms);
		Self::keep_pause(SmilePause { underlying, expiry, until_ms }, now_ms)?;
		Self::deposit_event(Event::SmilePaused { underlying, expiry, until_ms });
		Ok(())
	}
}
