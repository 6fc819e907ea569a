// SPDX-License-Identifier: Apache-2.0
use crate::{accounts::Account, markets::Markets, Config, Error, Event, Pallet, RedList};
use frame_support::ensure;
use market_primitives::SubaccountId;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_poke(by: T::AccountId, id: SubaccountId<T::AccountId>) -> DispatchResult {
		let account = Account::<T>::load(&id).ok_or(Error::<T>::UnknownAccount)?;
		ensure!(!account.is_in_liquidation(), Error::<T>::InLiquidation);
		ensure!(!RedList::<T>::contains_key(&id), Error::<T>::InLiquidation);
		let mut markets = Markets::<T>::new();
		let valuation = Self::needs_liquidation(&mut markets, &account)
			.map_err(Error::<T>::from)?
			.ok_or(Error::<T>::AccountMeetsMargin)?;

		RedList::<T>::insert(&id, ());
		Self::deposit_event(Event::AccountPoked {
			account: id,
			by,
			maintenance_margin: valuation.net.maintenance,
		});
		Ok(())
	}
}
