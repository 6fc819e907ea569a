// SPDX-License-Identifier: Apache-2.0
//! Whatever bytes arrive, they are read or not, and counted or ignored by name: nothing else happens.

use super::*;
use crate::{check, Bundles, MAX_SIGNED_BUNDLE_BYTES};
use codec::{Decode, DecodeAll, Encode};
use proptest::prelude::*;

proptest! {
	#[test]
	fn arbitrary_bytes_hold_no_bundle_that_counts(
		bytes in prop::collection::vec(any::<u8>(), 0..MAX_SIGNED_BUNDLE_BYTES + 100),
	) {
		if let Ok(read) = SignedBundle::decode_all(&mut &bytes[..]) {
			prop_assert!(check(&read, &circumstances()).is_err());
		}
		let _ = Bundles::decode(&mut &bytes[..]);
	}

	/// Bytes near a valid bundle get further than arbitrary ones.
	#[test]
	fn a_bundle_with_any_byte_changed_does_not_count(at: prop::sample::Index, flip in 1u8..) {
		let mut bytes = signed(bundle()).encode();
		let at = at.index(bytes.len());
		bytes[at] ^= flip;
		if let Ok(read) = SignedBundle::decode_all(&mut &bytes[..]) {
			prop_assert!(check(&read, &circumstances()).is_err());
		}
	}

	#[test]
	fn a_bundle_cut_anywhere_cannot_be_read(at: prop::sample::Index) {
		let bytes = signed(bundle()).encode();
		let cut = &bytes[..at.index(bytes.len())];
		prop_assert!(SignedBundle::decode_all(&mut &cut[..]).is_err());
	}

	/// What can be read has one encoding: nobody can change the bytes of a bundle and keep its content.
	#[test]
	fn what_can_be_read_is_written_the_same_way(
		bytes in prop::collection::vec(any::<u8>(), 119..400),
	) {
		if let Ok(read) = SignedBundle::decode_all(&mut &bytes[..]) {
			prop_assert_eq!(read.encode(), bytes);
		}
	}
}
