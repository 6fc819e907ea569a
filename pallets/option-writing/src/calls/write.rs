// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, Pallet, PendingWriters, PendingWrites};
use frame_support::ensure;
use market_primitives::{traits::OptionPositions, InstrumentId, SubaccountId};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Says whether it is the account's first request for the series in this window.
	pub(crate) fn do_write(
		account: SubaccountId<T::AccountId>,
		id: InstrumentId,
		lots: u64,
	) -> Result<bool, DispatchError> {
		ensure!(lots > 0, Error::<T>::ZeroLots);
		// How much may be written only the next window tells. What others close in this one makes room, and nobody may
		// be refused for having asked before them.
		Self::open_for_writing(id)?;
		let waiting = PendingWrites::<T>::get(id, &account);
		let asked = waiting.unwrap_or(0).checked_add(lots).ok_or(Error::<T>::TooManyLots)?;
		let is_first = waiting.is_none();
		let writers = is_first.then(|| Self::writers_with(id, &account.owner)).transpose()?;
		T::OptionPositions::reserve_write(&account, &id, lots)?;
		if let Some(writers) = writers {
			PendingWriters::<T>::insert(id, writers);
		}
		PendingWrites::<T>::insert(id, &account, asked);
		Self::deposit_event(Event::WriteWaits { id, account, lots: asked });
		Ok(is_first)
	}
}
