// SPDX-License-Identifier: Apache-2.0
//! Who waits to write a series, and what asking for it is charged.

use crate::{Config, Error, Pallet, PendingWriters, WeightInfo, WritersOf};
use frame_support::{ensure, traits::Get, weights::Weight, BoundedBTreeMap};
use market_primitives::InstrumentId;
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// How many subaccounts wait to write a series.
	pub fn writers_waiting(id: InstrumentId) -> u32 {
		count(&PendingWriters::<T>::get(id))
	}

	/// Those who wait to write a series, and one more subaccount of `owner`, if there is room for it. Nothing is stored.
	pub(crate) fn writers_with(
		id: InstrumentId,
		owner: &T::AccountId,
	) -> Result<WritersOf<T>, DispatchError> {
		let mut writers = PendingWriters::<T>::get(id);
		let own = writers.get(owner).copied().unwrap_or_default();
		ensure!(own < T::MaxWritersPerOwner::get(), Error::<T>::TooManySubaccountsInWindow);
		ensure!(count(&writers) < T::MaxWritersPerWindow::get(), Error::<T>::WindowFull);
		writers
			.try_insert(owner.clone(), own.saturating_add(1))
			.map_err(|_| Error::<T>::WindowFull)?;
		Ok(writers)
	}

	/// What it is charged to ask for a subaccount that does not wait yet: the window's step that writes what it asked for
	/// is nobody's transaction.
	pub(crate) fn charge_for_write() -> Weight {
		T::WeightInfo::write().saturating_add(T::WeightInfo::execute_writes(1))
	}
}

/// How many subaccounts these are together.
pub(crate) fn count<AccountId, Most>(writers: &BoundedBTreeMap<AccountId, u32, Most>) -> u32
where
	AccountId: Ord,
	Most: Get<u32>,
{
	writers.values().fold(0, |sum, own| sum.saturating_add(*own))
}
