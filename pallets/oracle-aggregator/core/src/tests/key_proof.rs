// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{is_key_proof, key_proof_payload, KEY_PROOF_DOMAIN, SIGNING_DOMAIN};

type Account = [u8; 32];

const ACCOUNT: Account = [9; 32];

#[test]
fn the_text_that_proves_a_key_is_domain_genesis_and_account() {
	let payload = key_proof_payload(&GENESIS.0, &ACCOUNT);
	let expected = [b"straddle/oracle/key".to_vec(), vec![7; 32], vec![9; 32]].concat();
	assert_eq!(payload, expected);
	assert_eq!(payload.len(), 83);
}

#[test]
fn no_text_is_that_of_a_proof_and_of_a_vote() {
	let proof = key_proof_payload(&GENESIS.0, &ACCOUNT);
	let vote = bundle().signing_payload();
	assert!(proof.starts_with(KEY_PROOF_DOMAIN) && vote.starts_with(SIGNING_DOMAIN));
	assert!(!vote.starts_with(KEY_PROOF_DOMAIN) && !proof.starts_with(SIGNING_DOMAIN));
}

#[test]
fn a_key_is_proven_for_one_account_on_one_chain() {
	let (owner, other) = (key(3), key(4));
	let proof = owner.sign(&key_proof_payload(&GENESIS.0, &ACCOUNT));
	let proves = |key: &reporter::Pair, genesis: [u8; 32], account: Account| {
		is_key_proof(&key.public(), &proof, &genesis, &account)
	};
	assert!(proves(&owner, GENESIS.0, ACCOUNT));
	assert!(!proves(&other, GENESIS.0, ACCOUNT));
	assert!(!proves(&owner, [8; 32], ACCOUNT));
	assert!(!proves(&owner, GENESIS.0, [8; 32]));
}
