// SPDX-License-Identifier: Apache-2.0
//! The key that sequencers sign with.

/// The session key for lists, batches and receipts, `seqr` in key stores.
#[allow(missing_docs, reason = "the macro writes types without documentation")]
pub mod sequencer {
	use sp_application_crypto::{app_crypto, sr25519, KeyTypeId};

	/// Where key stores file this key.
	pub const KEY_TYPE: KeyTypeId = KeyTypeId(*b"seqr");

	app_crypto!(sr25519, KEY_TYPE);
}
