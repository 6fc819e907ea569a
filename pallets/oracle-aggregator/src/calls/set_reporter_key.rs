// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, Pallet};
use frame_support::ensure;
use oracle_core::{crypto::reporter, is_key_proof};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_reporter_key(
		reporter: T::AccountId,
		key: reporter::Public,
		proof: &reporter::Signature,
	) -> DispatchResult {
		// Else the node of whoever has the key would sign for this reporter's seat.
		let is_proven = is_key_proof(&key, proof, &Self::genesis_hash().0, &reporter);
		ensure!(is_proven, Error::<T>::NotSignedByTheKey);
		Self::take_key(&reporter, key.clone())?;
		Self::deposit_event(Event::ReporterKeySet { reporter, key });
		Ok(())
	}
}
