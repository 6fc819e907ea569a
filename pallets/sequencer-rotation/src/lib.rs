// SPDX-License-Identifier: Apache-2.0
#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod epoch_info;
mod hooks;
mod invariants;
pub mod runtime_api;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use epoch_info::EpochInfo;
pub use pallet::*;
pub use sequencing_core::{crypto, Epoch, Quorum, Rotation, Turn, ValidatorIndex};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use market_primitives::Window;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What rotation needs from its chain.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The current epoch and the next one.
		type EpochInfo: EpochInfo<Self::AccountId>;

		/// Windows in a turn.
		#[pallet::constant]
		type TurnWindows: Get<u64>;

		/// The most listers. With more validators a sample of them lists.
		#[pallet::constant]
		type MaxListers: Get<u32>;

		/// What the step costs.
		type WeightInfo: WeightInfo;
	}

	/// The turn of the last window.
	#[pallet::storage]
	pub type CurrentTurn<T> = StorageValue<_, CurrentTurnRecord>;

	/// Windows in a row in which nothing was heard of the sequencers. Always zero until there are lists.
	#[pallet::storage]
	pub type SilentStreak<T> = StorageValue<_, u32, ValueQuery>;

	/// The turn of a window, as it is stored.
	#[derive(
		Clone,
		Copy,
		Debug,
		PartialEq,
		Eq,
		Encode,
		Decode,
		DecodeWithMemTracking,
		MaxEncodedLen,
		TypeInfo,
	)]
	pub struct CurrentTurnRecord {
		/// The epoch.
		pub epoch: u64,
		/// The turn's number in the epoch.
		pub number: u64,
		/// Who leads.
		pub lead: ValidatorIndex,
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A new turn began.
		TurnBegan {
			/// The epoch.
			epoch: u64,
			/// The turn's number in the epoch.
			number: u64,
			/// Its first window.
			window_from: Window,
			/// Its last window.
			window_to: Window,
			/// Who leads, by place among the epoch's validators.
			lead: ValidatorIndex,
			/// Who that is.
			validator: Option<T::AccountId>,
		},
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::TurnWindows::get() > 0, "a turn has windows");
			assert!(T::MaxListers::get() > 0, "somebody must list");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			<Self as market_primitives::Invariants>::ensure_unbroken()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The turns from the one that `from_window` belongs to, as far as they are known and at most
		/// `count`.
		pub fn schedule(
			from_window: Window,
			count: u32,
		) -> Vec<runtime_api::ScheduledTurn<T::AccountId>> {
			Self::api_schedule(from_window, count)
		}

		/// How many listers there are and how many must agree.
		pub fn quorum() -> Quorum {
			Self::api_quorum()
		}
	}
}
