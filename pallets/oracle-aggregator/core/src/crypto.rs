// SPDX-License-Identifier: Apache-2.0
//! The key that signs votes, and who is shown to own it.

use alloc::vec::Vec;
use codec::{Decode, DecodeAll, Encode};
use scale_info::TypeInfo;

/// The key of reporters, `orcl` in key stores: a session key of validators, and registered by call for
/// outside reporters. It signs votes that travel with blocks; calls are signed with accounts.
#[allow(missing_docs, reason = "the macro writes types without documentation")]
pub mod reporter {
	use sp_application_crypto::{app_crypto, sr25519, KeyTypeId};

	/// Where key stores file this key.
	pub const KEY_TYPE: KeyTypeId = KeyTypeId(*b"orcl");

	app_crypto!(sr25519, KEY_TYPE);
}

/// Whose key it is, as the chain wants it shown by whoever reports an equivocation. What that is like is the
/// business of the runtime: nodes and clients pass on what it gave them.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct OpaqueKeyOwnershipProof(Vec<u8>);

impl OpaqueKeyOwnershipProof {
	/// From the runtime's own type, encoded.
	pub const fn new(encoded: Vec<u8>) -> Self {
		Self(encoded)
	}

	/// The runtime's own type, if it is that.
	pub fn decode<Proof: Decode>(&self) -> Option<Proof> {
		Proof::decode_all(&mut self.0.as_slice()).ok()
	}
}
