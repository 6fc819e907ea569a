// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, Pallet, Settlements};
use frame_support::ensure;
use market_maths::units::Price;
use market_primitives::Underlying;
use oracle_core::{Settlement, LARGEST_VALUE};
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
		ensure!(!price.is_zero(), Error::<T>::ZeroValue);
		ensure!(price <= LARGEST_VALUE, Error::<T>::ValueTooLarge);
		if let Some((lowest, highest)) = range {
			ensure!((lowest..=highest).contains(&price), Error::<T>::OutsideSeenRange);
		}
		Settlements::<T>::insert(underlying, expiry, Settlement::Final { price });
		Self::deposit_event(Event::SettlementPriceFinal { underlying, expiry, price });
		Ok(())
	}
}
