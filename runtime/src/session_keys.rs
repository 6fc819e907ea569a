// SPDX-License-Identifier: Apache-2.0

//! The keys a validator works with, all changed together by `session.set_keys`.

use crate::{AccountId, AuthorityDiscovery, Babe, Grandpa, OracleAggregator};
use alloc::vec::Vec;
use frame_support::traits::OneSessionHandler;
use pallet_sequencer_rotation::crypto::sequencer;
use sp_runtime::{impl_opaque_keys, BoundToRuntimeAppPublic};

/// Keeps a place among the session keys for the sequencer key: the pallet of that duty reads its keys from
/// the session itself and so needs no notice of a change.
pub struct SequencerKey;

impl BoundToRuntimeAppPublic for SequencerKey {
	type Public = sequencer::Public;
}

impl OneSessionHandler<AccountId> for SequencerKey {
	type Key = sequencer::Public;

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
		pub orcl: OracleAggregator,
	}
}
