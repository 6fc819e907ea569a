// SPDX-License-Identifier: Apache-2.0

//! The keys a validator works with, all changed together by `session.set_keys`.

use crate::{AccountId, AuthorityDiscovery, Babe, Grandpa};
use alloc::vec::Vec;
use frame_support::traits::OneSessionHandler;
use pallet_oracle_aggregator::crypto::reporter;
use pallet_sequencer_rotation::crypto::sequencer;
use sp_runtime::{impl_opaque_keys, BoundToRuntimeAppPublic};

/// Keeps a place among the session keys for a duty whose pallet reads its keys from the session
/// itself and so needs no notice of a change.
macro_rules! key_without_notices {
	($(#[$documentation:meta])* $name:ident, $key:ty) => {
		$(#[$documentation])*
		pub struct $name;

		impl BoundToRuntimeAppPublic for $name {
			type Public = $key;
		}

		impl OneSessionHandler<AccountId> for $name {
			type Key = $key;

			fn on_genesis_session<'a, I>(_validators: I)
			where
				I: 'a + Iterator<Item = (&'a AccountId, Self::Key)>,
			{
			}

			fn on_new_session<'a, I>(_changed: bool, _validators: I, _queued: I)
			where
				I: 'a + Iterator<Item = (&'a AccountId, Self::Key)>,
			{
			}

			fn on_disabled(_validator_index: u32) {}
		}
	};
}

key_without_notices! {
	/// The sequencer key.
	SequencerKey, sequencer::Public
}
key_without_notices! {
	/// The oracle key.
	OracleKey, reporter::Public
}

impl_opaque_keys! {
	/// One public key for each duty of a validator.
	pub struct SessionKeys {
		/// Makes blocks.
		pub babe: Babe,
		/// Finalises them.
		pub grandpa: Grandpa,
		/// Signs the addresses under which other validators find this one.
		pub authority_discovery: AuthorityDiscovery,
		/// Signs order lists, batches and receipts.
		pub seqr: SequencerKey,
		/// Signs price votes.
		pub orcl: OracleKey,
	}
}
