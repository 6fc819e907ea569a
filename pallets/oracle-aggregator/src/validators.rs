// SPDX-License-Identifier: Apache-2.0
//! What the oracle needs to know of the chain's validators, who report by duty.

use alloc::vec::Vec;
use codec::Codec;
use frame_support::Parameter;
#[cfg(feature = "runtime-benchmarks")]
use oracle_core::Round;
use oracle_core::{crypto::reporter, Fault};

/// A session of consensus, by number.
pub type SessionIndex = u32;

/// The validators, and how they are held to account.
pub trait Validators<AccountId> {
	/// Shows that a validator owned a key in a session.
	type KeyOwnerProof: Parameter + Codec;

	/// The current session.
	fn session() -> SessionIndex;

	/// What stands behind a validator, its nominators' stake included.
	fn stake_of(validator: &AccountId) -> u128;

	/// In which session `proof` shows whom to own `key`; `None` if it shows nothing.
	fn key_owner(
		key: &reporter::Public,
		proof: Self::KeyOwnerProof,
	) -> Option<(SessionIndex, AccountId)>;

	/// Reports a fault of a validator in a session, so that it loses stake. `moment` tells faults of
	/// one kind and session apart. `false` if it is known already.
	fn report(
		fault: Fault,
		session: SessionIndex,
		moment: u64,
		offender: &AccountId,
		informants: Vec<AccountId>,
	) -> bool;

	/// Whether such a fault is known already: then `report` would say `false`.
	fn is_reported(fault: Fault, moment: u64, offender: &AccountId) -> bool;

	/// The validator shall not be elected again until it stands again.
	fn chill(validator: &AccountId);

	/// A proof about a validator of the current session and the key it owns, for benchmarks.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_key_owner(key: &reporter::Public) -> Option<Self::KeyOwnerProof>;

	/// Lets a slot be the current one, for benchmarks.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_slot(slot: Round);
}

/// A chain without validators that report.
impl<AccountId> Validators<AccountId> for () {
	type KeyOwnerProof = ();

	fn session() -> SessionIndex {
		0
	}

	fn stake_of(_: &AccountId) -> u128 {
		0
	}

	fn key_owner(_: &reporter::Public, _: ()) -> Option<(SessionIndex, AccountId)> {
		None
	}

	fn report(_: Fault, _: SessionIndex, _: u64, _: &AccountId, _: Vec<AccountId>) -> bool {
		false
	}

	fn is_reported(_: Fault, _: u64, _: &AccountId) -> bool {
		false
	}

	fn chill(_: &AccountId) {}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_key_owner(_: &reporter::Public) -> Option<()> {
		None
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_slot(_: Round) {}
}
