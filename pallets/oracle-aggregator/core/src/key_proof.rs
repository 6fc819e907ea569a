// SPDX-License-Identifier: Apache-2.0
//! How the owner of a key says whose it is.

#[cfg(feature = "votes")]
use crate::crypto::reporter;
use alloc::vec::Vec;
use codec::Encode;
#[cfg(feature = "votes")]
use sp_application_crypto::RuntimeAppPublic;

/// What the text begins with by which a key is proven, so that a signature for it is one for nothing else.
pub const KEY_PROOF_DOMAIN: &[u8] = b"straddle/oracle/key";

/// The text that a key `orcl` signs to be the one of `account`, an outside reporter, on the chain whose first block has
/// the hash `genesis`: the domain, the hash, the account, one after the other.
///
/// The domain goes without its length, so that it is 83 bytes for an account of 32: the 19 of the domain, the 32 of the
/// hash, and the 32 of the account. The signature is sr25519 over these bytes as they are, in the context `substrate`
/// like those of transactions.
pub fn key_proof_payload<AccountId: Encode>(genesis: &[u8; 32], account: &AccountId) -> Vec<u8> {
	let mut payload = KEY_PROOF_DOMAIN.to_vec();
	(genesis, account).encode_to(&mut payload);
	payload
}

/// Whether the owner of `key` says with `proof` that it is the key of `account` on the chain that begins with
/// `genesis`.
#[cfg(feature = "votes")]
pub fn is_key_proof<AccountId: Encode>(
	key: &reporter::Public,
	proof: &reporter::Signature,
	genesis: &[u8; 32],
	account: &AccountId,
) -> bool {
	key.verify(&key_proof_payload(genesis, account), proof)
}
