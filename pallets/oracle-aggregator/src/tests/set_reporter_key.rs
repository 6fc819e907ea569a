// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{Reporters, MAX_KEYS};
use oracle_core::{crypto::reporter, key_proof_payload};

#[test]
fn a_key_counts_from_the_next_session_on() {
	ExtBuilder::default().build_and_execute(|| {
		let public = key(ALICE).public();
		assert_ok!(name_key(ALICE, ALICE));
		assert_eq!(
			events().pop(),
			Some(Event::ReporterKeySet { reporter: ALICE, key: public.clone() })
		);
		assert_eq!(seat(ALICE).key, None);
		next_session(&[]);
		assert_eq!(seat(ALICE).key, Some(public));
		bundle_round(&[(ALICE, "60000")]);
		assert_eq!(crate::Votes::<Test>::get(BTC).len(), 1);
	});
}

#[test]
fn a_key_is_one_reporters_only() {
	ExtBuilder::default().validators(&[XENIA]).build_and_execute(|| {
		assert_ok!(name_key(ALICE, ALICE));
		for taken in [ALICE, XENIA] {
			assert_noop!(name_key(BOB, taken), Error::<Test>::KeyInUse);
		}
		assert_noop!(name_key(STRANGER, STRANGER), Error::<Test>::NotAdmitted);
	});
}

#[test]
fn nobody_names_a_key_that_does_not_say_itself_whose_it_is() {
	ExtBuilder::default().validators(&[XENIA]).build_and_execute(|| {
		// Yusuf is a validator from a later session on: nobody has a seat with his key yet.
		let public = key(YUSUF).public();
		let proof = |signer: AccountId, genesis: [u8; 32], account: AccountId| {
			key(signer).sign(&key_proof_payload(&genesis, &account))
		};
		let refused = |proof: reporter::Signature| {
			assert_noop!(
				Oracle::set_reporter_key(signed(BOB), public.clone(), proof),
				Error::<Test>::NotSignedByTheKey
			);
		};
		refused(proof(BOB, GENESIS.0, BOB));
		refused(proof(YUSUF, GENESIS.0, YUSUF));
		refused(proof(YUSUF, [1; 32], BOB));
		// What he signs for all to see is a vote, and no proof.
		refused(signed_by(YUSUF, bundle(XENIA, &[(BTC, "60000")])).signature);
		assert!(Reporters::<Test>::get(BOB).unwrap().keys.is_empty());
		refused(proof(XENIA, GENESIS.0, BOB));
		assert_ok!(Oracle::set_reporter_key(
			signed(BOB),
			public.clone(),
			proof(YUSUF, GENESIS.0, BOB)
		));
	});
}

#[test]
fn a_reporter_may_use_few_keys_for_it_answers_for_all_of_them() {
	ExtBuilder::default().build_and_execute(|| {
		for number in 0..MAX_KEYS {
			assert_ok!(name_key(ALICE, 100 + u64::from(number)));
		}
		assert_noop!(name_key(ALICE, 200), Error::<Test>::TooManyKeys);
	});
}
