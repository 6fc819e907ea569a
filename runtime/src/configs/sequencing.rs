// SPDX-License-Identifier: Apache-2.0

//! Whose turn it is to sequence.

use crate::{AccountId, Babe, Runtime, Session};
use frame_support::traits::{ConstU32, ConstU64};
use pallet_sequencer_rotation::EpochInfo;
use sequencing_core::{Epoch, ValidatorIndex};

/// Tells rotation about the epochs of block production.
pub struct BabeEpochs;

fn epoch_of(epoch: sp_consensus_babe::Epoch) -> Epoch {
	Epoch {
		index: epoch.epoch_index,
		first_window: *epoch.start_slot,
		windows: epoch.duration,
		randomness: epoch.randomness,
		validators: u32::try_from(epoch.authorities.len()).unwrap_or(u32::MAX),
	}
}

impl EpochInfo<AccountId> for BabeEpochs {
	fn current() -> Epoch {
		epoch_of(Babe::current_epoch())
	}

	fn next() -> Option<Epoch> {
		Some(epoch_of(Babe::next_epoch()))
	}

	fn validator(epoch: u64, index: ValidatorIndex) -> Option<AccountId> {
		// Only the validators of this epoch are known by account.
		let current = pallet_babe::EpochIndex::<Runtime>::get();
		(epoch == current)
			.then(|| Session::validators().get(usize::try_from(index).ok()?).cloned())
			.flatten()
	}
}

impl pallet_sequencer_rotation::Config for Runtime {
	type EpochInfo = BabeEpochs;
	type TurnWindows = ConstU64<20>;
	type MaxListers = ConstU32<64>;
	type WeightInfo = pallet_sequencer_rotation::weights::SubstrateWeight<Runtime>;
}
