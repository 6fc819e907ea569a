// SPDX-License-Identifier: Apache-2.0
//! The keys that sign prices.

/// The session key of validators that report prices, `orcl` in key stores.
///
/// The calls of this pallet are signed with accounts; this key is for votes that travel with blocks.
#[allow(missing_docs, reason = "the macro writes types without documentation")]
pub mod reporter {
	use sp_application_crypto::{app_crypto, sr25519, KeyTypeId};

	/// Where key stores file this key.
	pub const KEY_TYPE: KeyTypeId = KeyTypeId(*b"orcl");

	app_crypto!(sr25519, KEY_TYPE);
}
