// SPDX-License-Identifier: Apache-2.0
//! The key that signs votes.

/// The key of reporters, `orcl` in key stores: a session key of validators, and registered by call for
/// outside reporters. It signs votes that travel with blocks; calls are signed with accounts.
#[allow(missing_docs, reason = "the macro writes types without documentation")]
pub mod reporter {
	use sp_application_crypto::{app_crypto, sr25519, KeyTypeId};

	/// Where key stores file this key.
	pub const KEY_TYPE: KeyTypeId = KeyTypeId(*b"orcl");

	app_crypto!(sr25519, KEY_TYPE);
}
