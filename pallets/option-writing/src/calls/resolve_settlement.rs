// SPDX-License-Identifier: Apache-2.0
use crate::{bounds::RESOLUTION_BAND, BoardKey, Boards, Config, Error, Pallet, Phase};
use frame_support::{dispatch::DispatchResult, ensure};
use market_maths::{perpetuals::clamp_to_band, units::Price};
use market_primitives::{traits::PriceFeed, FeedId, Purpose};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_resolve_settlement(key: BoardKey, price: Price) -> DispatchResult {
		Boards::<T>::try_mutate(key, |board| {
			let board = board.as_mut().ok_or(Error::<T>::UnknownExpiry)?;
			ensure!(board.phase == Phase::Disputed, Error::<T>::NotDisputed);
			if let Some(seen) = T::PriceFeed::disputed_range(key.underlying, key.expiry) {
				let (lowest, highest) = seen;
				let was_seen = (lowest..=highest).contains(&price);
				ensure!(was_seen, Error::<T>::PriceOutOfBounds);
				Self::start_settling(key, board, price, true);
				return Ok(());
			}
			let now = || {
				T::PriceFeed::observe(FeedId::Index(key.underlying))
					.and_then(|index| index.value_for(Purpose::Show))
					.ok()
			};
			let index = board.index_at_expiry.or_else(now).ok_or(Error::<T>::PriceUnavailable)?;
			let near = clamp_to_band(price, index, RESOLUTION_BAND) == Ok(price);
			ensure!(near, Error::<T>::PriceOutOfBounds);
			Self::start_settling(key, board, price, true);
			Ok(())
		})
	}
}
