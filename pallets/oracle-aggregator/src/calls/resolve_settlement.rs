// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, Pallet, Settlements};
use frame_support::ensure;
use market_maths::units::Price;
use market_primitives::Underlying;
use oracle_core::Settlement;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_resolve_settlement(
		underlying: Underlying,
		expiry: u64,
		price: Price,
	) -> DispatchResult {
		let Some(Settlement::Disputed { range }) = Settlements::<T>::get(underlying, expiry) else {
			return Err(Error::<T>::NotDisputed.into());
		};
		let (lowest, highest) = range.ok_or(Error::<T>::NothingSeen)?;
		ensure!((lowest..=highest).contains(&price), Error::<T>::OutsideSeenRange);
		Settlements::<T>::insert(underlying, expiry, Settlement::Final { price });
		Self::deposit_event(Event::SettlementPriceFinal { underlying, expiry, price });
		Ok(())
	}
}
