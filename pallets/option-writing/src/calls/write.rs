// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, Pallet, PendingWriters, PendingWrites};
use frame_support::{dispatch::DispatchResult, ensure, traits::Get};
use market_primitives::{traits::OptionPositions, InstrumentId, SubaccountId};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_write(
		account: SubaccountId<T::AccountId>,
		id: InstrumentId,
		lots: u64,
	) -> DispatchResult {
		ensure!(lots > 0, Error::<T>::ZeroLots);
		// How much may be written only the next window tells. What others close in this one makes room, and nobody may
		// be refused for having asked before them.
		Self::open_for_writing(id)?;
		let waiting = PendingWrites::<T>::get(id, &account);
		let asked = waiting.unwrap_or(0).checked_add(lots).ok_or(Error::<T>::TooManyLots)?;
		T::OptionPositions::ensure_can_write(&account, &id, asked)?;
		if waiting.is_none() {
			let writers = PendingWriters::<T>::get(id);
			ensure!(writers < T::MaxWritersPerWindow::get(), Error::<T>::WindowFull);
			PendingWriters::<T>::insert(id, writers.saturating_add(1));
		}
		PendingWrites::<T>::insert(id, &account, asked);
		Self::deposit_event(Event::WriteWaits { id, account, lots: asked });
		Ok(())
	}
}
