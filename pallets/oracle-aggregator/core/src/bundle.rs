// SPDX-License-Identifier: Apache-2.0
//! A reporter's values of one round, under one signature.

use crate::{crypto::reporter, Round, SeatNumber, SmileEntry, NODES};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::units::Price;
use market_primitives::FeedId;
use scale_info::TypeInfo;
use sp_application_crypto::RuntimeAppPublic;
use sp_core::{bounded::BoundedVec, ConstU32, H256};

/// The version of bundles that this code writes and reads. The name of the nodes' protocol ends in it.
pub const BUNDLE_VERSION: u8 = 2;

/// The most feeds in a bundle.
pub const MAX_ENTRIES: u32 = 64;

/// The most smiles in a bundle. A reporter of more expiries names some in each round: a vote on a smile lives
/// for forty rounds.
pub const MAX_SMILES: u32 = 16;

/// What every signed text begins with, so that a signature for a vote is one for nothing else.
pub const SIGNING_DOMAIN: &[u8] = b"straddle/oracle/vote";

/// The longest encoding of a signed bundle, in bytes: a longer message holds none.
pub const MAX_SIGNED_BUNDLE_BYTES: usize = {
	const HEAD: usize = 1 + 32 + 4 + 8 + 2 + 8;
	const LENGTH: usize = 2;
	const ENTRY: usize = 7 + 16 + 16 + 2;
	const SMILES_LENGTH: usize = 1;
	const SMILE: usize = 6 + 8 + 16 + NODES * 16;
	const SIGNATURE: usize = 64;
	HEAD + LENGTH
		+ MAX_ENTRIES as usize * ENTRY
		+ SMILES_LENGTH
		+ MAX_SMILES as usize * SMILE
		+ SIGNATURE
};

/// The values in a bundle, strictly ascending by feed.
pub type Entries = BoundedVec<VoteEntry, ConstU32<MAX_ENTRIES>>;

/// The smiles in a bundle, strictly ascending by underlying and expiry.
pub type Smiles = BoundedVec<SmileEntry, ConstU32<MAX_SMILES>>;

/// What a reporter says in a round about all its feeds, and about some smiles.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct VoteBundle {
	/// How the rest is to be read: [`BUNDLE_VERSION`].
	pub version: u8,
	/// The hash of the first block of the chain it is for.
	pub genesis: H256,
	/// The session whose seats and keys it goes by.
	pub session: u32,
	/// The consensus slot it was signed in. A reporter signs one bundle a round.
	pub round: Round,
	/// The reporter's seat.
	pub reporter: SeatNumber,
	/// When the reporter saw the values, in milliseconds since 1970.
	pub observed_at_ms: u64,
	/// The values, strictly ascending by feed, so that the same content has one encoding.
	pub entries: Entries,
	/// The smiles, strictly ascending by underlying and expiry.
	pub smiles: Smiles,
}

/// A reporter's value of a feed.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct VoteEntry {
	/// Of what.
	pub feed: FeedId,
	/// The value: USD for a price, 1 = 100 % a year for a volatility; 18 decimals.
	pub value: Price,
	/// Half the width within which the reporter believes the true value to lie; 18 decimals.
	pub confidence: Price,
	/// The venues it was taken from, a bit for each. Declared, not proven: it shows who depends on the
	/// same source.
	pub sources: u16,
}

/// A bundle under its reporter's signature.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct SignedBundle {
	/// The values.
	pub bundle: VoteBundle,
	/// Over [`VoteBundle::signing_payload`].
	pub signature: reporter::Signature,
}

impl VoteBundle {
	/// A bundle of the present version, without smiles.
	pub fn new(
		genesis: H256,
		session: u32,
		round: Round,
		reporter: SeatNumber,
		observed_at_ms: u64,
		entries: Entries,
	) -> Self {
		let (version, smiles) = (BUNDLE_VERSION, Smiles::new());
		Self { version, genesis, session, round, reporter, observed_at_ms, entries, smiles }
	}

	/// The same with smiles.
	pub fn with_smiles(self, smiles: Smiles) -> Self {
		Self { smiles, ..self }
	}

	/// The text that is signed: the domain, the version, the bundle.
	pub fn signing_payload(&self) -> Vec<u8> {
		let mut payload = SIGNING_DOMAIN.to_vec();
		payload.push(BUNDLE_VERSION);
		self.encode_to(&mut payload);
		payload
	}

	/// The name of the content. Signatures do not enter: they are randomised, and the same content
	/// signed twice is still one statement.
	pub fn digest(&self) -> H256 {
		H256(sp_crypto_hashing::blake2_256(&self.signing_payload()))
	}
}

impl SignedBundle {
	/// Whether the owner of `key` signed it.
	pub fn is_signed_by(&self, key: &reporter::Public) -> bool {
		key.verify(&self.bundle.signing_payload(), &self.signature)
	}

	/// Whether this and `other` are two different statements of one reporter for one round and
	/// session of one chain. With both signatures valid under the reporter's key, it is an offence.
	pub fn contradicts(&self, other: &Self) -> bool {
		let subject = |it: &Self| {
			let bundle = &it.bundle;
			(bundle.genesis, bundle.session, bundle.round, bundle.reporter)
		};
		subject(self) == subject(other) && self.bundle != other.bundle
	}
}
