// SPDX-License-Identifier: Apache-2.0

//! How many slots an epoch has, chosen once, at genesis.
//!
//! All networks run the same code, yet a development chain wants short epochs, so that sessions and
//! elections can be watched. Babe asks for the length through a type, which here reads a stored
//! value instead of naming a constant.
//!
//! Babe counts epochs by dividing slots by this length: a change on a running chain would break
//! block production. It is safe because the value cannot change: genesis writes it, no call and no
//! hook does, it is private to this module, and a value outside [`BOUNDS`] (which only a damaged
//! genesis could hold) is read as the standard length, so that no division meets a zero.
//! Reading it costs one access to a key that the block touches anyway.

pub use pallet::*;

use crate::{constants::time::SLOTS_PER_EPOCH, Runtime};
use core::ops::RangeInclusive;
use frame_support::traits::Get;

/// The lengths a genesis may choose, in slots: not so short that finality cannot hand over from one
/// set of validators to the next, and at most a day.
pub const BOUNDS: RangeInclusive<u64> = 10..=28_800;

/// Slots in an epoch of this chain.
pub struct EpochDuration;

impl Get<u64> for EpochDuration {
	fn get() -> u64 {
		Pallet::<Runtime>::slots_per_epoch()
	}
}

#[frame_support::pallet]
#[allow(missing_docs, reason = "the macro writes items without documentation")]
pub mod pallet {
	use super::*;
	use core::marker::PhantomData;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::type_value]
	pub(super) fn StandardLength() -> u64 {
		SLOTS_PER_EPOCH
	}

	/// Slots in an epoch, written at genesis and never again.
	#[pallet::storage]
	pub(super) type SlotsPerEpoch<T: Config> = StorageValue<_, u64, ValueQuery, StandardLength>;

	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Slots in an epoch.
		pub slots_per_epoch: u64,
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self { slots_per_epoch: SLOTS_PER_EPOCH, _config: PhantomData }
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				BOUNDS.contains(&self.slots_per_epoch),
				"epochLength.slotsPerEpoch must be between {} and {}",
				BOUNDS.start(),
				BOUNDS.end(),
			);
			SlotsPerEpoch::<T>::put(self.slots_per_epoch);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			ensure!(
				BOUNDS.contains(&SlotsPerEpoch::<T>::get()),
				"the length of an epoch is out of bounds"
			);
			Ok(())
		}
	}

	impl<T: Config> Pallet<T> {
		/// Slots in an epoch of this chain.
		pub fn slots_per_epoch() -> u64 {
			let slots = SlotsPerEpoch::<T>::get();
			if BOUNDS.contains(&slots) {
				slots
			} else {
				SLOTS_PER_EPOCH
			}
		}
	}
}
