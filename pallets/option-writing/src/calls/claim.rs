// SPDX-License-Identifier: Apache-2.0
use crate::{Claims, Config, Error, Event, Pallet};
use frame_support::dispatch::DispatchResult;
use market_primitives::{traits::OptionPositions, InstrumentId};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_claim(holder: T::AccountId, id: InstrumentId) -> DispatchResult {
		let claim = Claims::<T>::take(id, &holder).ok_or(Error::<T>::NothingToClaim)?;
		let lots = claim.lots;
		let paid = T::OptionPositions::settle_token(&id, claim.settlement_price, &holder, lots)?;
		Self::forget_claim(id);
		Self::deposit_event(Event::ClaimPaid { id, holder, lots, paid });
		Ok(())
	}
}
