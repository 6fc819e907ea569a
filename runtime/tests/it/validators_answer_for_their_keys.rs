// SPDX-License-Identifier: Apache-2.0
//! A validator that signs twice is disabled at once, loses stake after a time for appeal, and cannot
//! escape by leaving.

use crate::harness::{free_balance, Chain};
use codec::Encode;
use frame_support::traits::KeyOwnerProofSystem;
use sp_consensus_babe::{
	digests::{PreDigest, SecondaryPlainPreDigest},
	AuthorityPair, EquivocationProof, Slot, BABE_ENGINE_ID, KEY_TYPE,
};
use sp_core::Pair;
use sp_keyring::Sr25519Keyring::{Alice, Dave, DaveStash};
use sp_runtime::{
	generic::{Digest, DigestItem},
	traits::Header as _,
};
use straddle_runtime::{
	configs::staking::{BondingDuration, SlashDeferDuration},
	Babe, Hash, Header, Historical, Runtime, RuntimeCall, Session, Staking, UncheckedExtrinsic,
};

/// A block that Dave signed, different for every state root.
fn signed_header(authority_index: u32, slot: Slot, state_root: Hash) -> Header {
	let claim = PreDigest::SecondaryPlain(SecondaryPlainPreDigest { authority_index, slot });
	let mut header = Header::new(
		1,
		Hash::zero(),
		state_root,
		Hash::zero(),
		Digest { logs: vec![DigestItem::PreRuntime(BABE_ENGINE_ID, claim.encode())] },
	);
	let key = AuthorityPair::from_string("//Dave", None).unwrap();
	let seal = key.sign(header.hash().as_ref());
	header.digest_mut().push(DigestItem::Seal(BABE_ENGINE_ID, seal.encode()));
	header
}

/// Evidence that Dave made two blocks in the slot of the last block, as any node would send it.
fn evidence(chain: &mut Chain) -> UncheckedExtrinsic {
	chain.inspect(|| {
		let slot = Babe::current_slot();
		let key = AuthorityPair::from_string("//Dave", None).unwrap().public();
		let index = Babe::authorities().iter().position(|it| it.0 == key).unwrap();
		let index = u32::try_from(index).unwrap();
		let proof = EquivocationProof {
			offender: key.clone(),
			slot,
			first_header: signed_header(index, slot, Hash::repeat_byte(1)),
			second_header: signed_header(index, slot, Hash::repeat_byte(2)),
		};
		let key_owner_proof = Historical::prove((KEY_TYPE, key)).expect("Dave is a validator");
		UncheckedExtrinsic::new_bare(RuntimeCall::Babe(
			pallet_babe::Call::report_equivocation_unsigned {
				equivocation_proof: Box::new(proof),
				key_owner_proof,
			},
		))
	})
}

#[test]
fn two_blocks_in_one_slot_disable_the_author_and_announce_a_slash() {
	let mut chain = Chain::local();
	chain.empty_blocks(3);
	let dave = DaveStash.to_account_id();
	let staked = chain.inspect(|| pallet_staking::Ledger::<Runtime>::get(&dave).unwrap().total);

	let report = evidence(&mut chain);
	let results = chain.next_block(vec![report.clone()]);
	assert!(matches!(results.as_slice(), [Ok(Ok(()))]), "{results:?}");

	chain.inspect(|| {
		let index = Session::validators().iter().position(|it| *it == dave).unwrap();
		let disabled = Session::disabled_validators();
		assert_eq!(disabled, [u32::try_from(index).unwrap()]);
		let now = pallet_staking::Ledger::<Runtime>::get(&dave).unwrap().total;
		assert_eq!(now, staked, "the stake is taken only after the time for appeal");
	});

	// The same evidence is worth nothing twice.
	let results = chain.next_block(vec![report]);
	assert!(!matches!(results.as_slice(), [Ok(Ok(()))]), "{results:?}");

	// In the next block staking has worked out what is lost, and when.
	chain.empty_blocks(2);
	chain.inspect(|| {
		let era = SlashDeferDuration::get() + 1;
		let slashes = pallet_staking::UnappliedSlashes::<Runtime>::get(era);
		let [slash] = slashes.as_slice() else { panic!("one slash waits: {slashes:?}") };
		assert_eq!(slash.validator, dave);
		assert!(slash.own > 0 && slash.own <= staked);
	});
}

#[test]
fn evidence_against_nobody_is_refused() {
	let mut chain = Chain::local();
	chain.empty_blocks(3);
	let report = evidence(&mut chain);
	let RuntimeCall::Babe(pallet_babe::Call::report_equivocation_unsigned {
		mut equivocation_proof,
		key_owner_proof,
	}) = report.function
	else {
		panic!("the evidence is a call of Babe")
	};
	// Two headers that are the same are no crime.
	equivocation_proof.second_header = equivocation_proof.first_header.clone();
	let forged = UncheckedExtrinsic::new_bare(RuntimeCall::Babe(
		pallet_babe::Call::report_equivocation_unsigned { equivocation_proof, key_owner_proof },
	));
	let results = chain.next_block(vec![forged]);
	assert!(!matches!(results.as_slice(), [Ok(Ok(()))]), "{results:?}");
	chain.inspect(|| assert!(Session::disabled_validators().is_empty()));
}

#[test]
fn stake_stays_in_reach_for_as_long_as_evidence_is_accepted() {
	Chain::local().inspect(|| {
		assert!(SlashDeferDuration::get() < BondingDuration::get());
		let longevity = straddle_runtime::configs::consensus::ReportLongevity::get();
		let slots_bonded = u64::from(BondingDuration::get()) * 36 * 200;
		assert_eq!(longevity, slots_bonded);
	});
	let mut chain = Chain::local();
	let unbond = RuntimeCall::Staking(pallet_staking::Call::unbond { value: 1_000 });
	chain.submit(DaveStash, unbond);
	chain.inspect(|| {
		let ledger = pallet_staking::Ledger::<Runtime>::get(DaveStash.to_account_id()).unwrap();
		assert_eq!(ledger.unlocking[0].era, BondingDuration::get());
	});
}

#[test]
fn a_newcomer_bonds_validates_and_nominates_within_the_limits() {
	let mut chain = Chain::development();
	let bond = |value| {
		RuntimeCall::Staking(pallet_staking::Call::bond {
			value,
			payee: pallet_staking::RewardDestination::Staked,
		})
	};
	let before = chain.inspect(|| free_balance(&Dave.to_account_id()));
	let stake = before / 2;
	chain.submit(Dave, bond(stake));
	chain.submit(
		Dave,
		RuntimeCall::Staking(pallet_staking::Call::validate { prefs: Default::default() }),
	);
	chain.submit(Alice, bond(stake));
	chain.submit(
		Alice,
		RuntimeCall::Staking(pallet_staking::Call::nominate {
			targets: vec![Dave.to_account_id().into()],
		}),
	);
	chain.inspect(|| {
		assert_eq!(pallet_staking::Validators::<Runtime>::count(), 2);
		assert_eq!(pallet_staking::Nominators::<Runtime>::count(), 1);
		assert_eq!(Staking::validator_count(), 1);
		assert!(pallet_staking::MaxValidatorsCount::<Runtime>::get().is_some());
		assert!(pallet_staking::MaxNominatorsCount::<Runtime>::get().is_some());
	});
}
