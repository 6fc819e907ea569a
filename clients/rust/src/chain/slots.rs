// SPDX-License-Identifier: Apache-2.0
use crate::chain::{ClientError, StraddleConfig};
use codec::Decode;
use sp_crypto_hashing::blake2_256;
use subxt::config::{substrate::DigestItem, Config};

/// BABE's name in a header.
const ENGINE: [u8; 4] = *b"BABE";

/// How a block's author got its slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotClaim {
	/// The slot.
	pub slot: u64,
	/// The author's place in the list of the epoch's validators.
	pub author: u32,
	/// Whether the author won the slot by lot; otherwise it was the slot's understudy.
	pub by_lot: bool,
}

impl SlotClaim {
	/// What a header says; `None` if it says nothing that BABE would.
	pub(super) fn of(header: &<StraddleConfig as Config>::Header) -> Option<Self> {
		header.digest.logs.iter().find_map(|item| match item {
			DigestItem::PreRuntime(ENGINE, claim) => Self::decode(claim),
			_ => None,
		})
	}

	/// Reads the beginning that all kinds of claims share; proofs follow.
	fn decode(mut claim: &[u8]) -> Option<Self> {
		let (kind, author, slot) = <(u8, u32, u64)>::decode(&mut claim).ok()?;
		match kind {
			1 => Some(Self { slot, author, by_lot: true }),
			2 | 3 => Some(Self { slot, author, by_lot: false }),
			_ => None,
		}
	}
}

/// The validators of an epoch and the lots between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Epoch {
	/// Its first slot.
	pub first_slot: u64,
	/// Its validators' keys, in the order in which claims count them.
	pub validators: Vec<[u8; 32]>,
	/// The randomness of its slots.
	pub randomness: [u8; 32],
}

impl Epoch {
	/// The place of the validator that makes a slot's block if nobody won the slot by lot: BABE gives every
	/// slot such an understudy, so a slot stays empty only if this validator is away or late.
	///
	/// Source: BABE's secondary slots, the Polkadot protocol specification, "Block Production Lottery".
	pub fn understudy(&self, slot: u64) -> Option<u32> {
		let many = u64::try_from(self.validators.len()).ok().filter(|many| *many > 0)?;
		let mut drawn = [0; 40];
		drawn[..32].copy_from_slice(&self.randomness);
		drawn[32..].copy_from_slice(&slot.to_le_bytes());
		let place = blake2_256(&drawn)
			.into_iter()
			.fold(0, |rest, byte| (rest * 256 + u64::from(byte)) % many);
		u32::try_from(place).ok()
	}

	/// The key of the validator in a place.
	pub fn key(&self, place: u32) -> Option<[u8; 32]> {
		self.validators.get(usize::try_from(place).ok()?).copied()
	}
}

impl super::Queries {
	/// The epoch of the block the answers are about.
	pub async fn epoch(&self) -> Result<Epoch, ClientError> {
		let found = self
			.at()
			.runtime_apis()
			.call(super::api::runtime_apis().babe_api().current_epoch())
			.await?;
		Ok(Epoch {
			first_slot: found.start_slot.0,
			validators: found.authorities.into_iter().map(|(key, _)| key.0).collect(),
			randomness: found.randomness,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn epoch(validators: usize) -> Epoch {
		Epoch { first_slot: 1_000, validators: vec![[0; 32]; validators], randomness: [7; 32] }
	}

	#[test]
	fn understudies_are_drawn_as_babe_draws_them() {
		// By another implementation of BLAKE2b and of long division.
		let of_four = [1, 1, 1, 2, 2, 3, 1, 2, 1, 3, 1, 2, 2, 3, 0, 0];
		let of_seven = [6, 4, 0, 2, 3, 6, 3, 2, 3, 6, 3, 4, 6, 2, 6, 1];
		for (slot, (four, seven)) in (1_000..).zip(of_four.into_iter().zip(of_seven)) {
			assert_eq!(epoch(4).understudy(slot), Some(four));
			assert_eq!(epoch(7).understudy(slot), Some(seven));
		}
		assert_eq!(epoch(1).understudy(1_000), Some(0));
		assert_eq!(epoch(0).understudy(1_000), None);
	}

	#[test]
	fn a_claim_is_read_whatever_proof_follows() {
		let bytes = [3, 2, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 77, 77];
		let expected = SlotClaim { slot: 9, author: 2, by_lot: false };
		assert_eq!(SlotClaim::decode(&bytes), Some(expected));
		let by_lot = [&[1], &bytes[1..]].concat();
		assert_eq!(SlotClaim::decode(&by_lot), Some(SlotClaim { by_lot: true, ..expected }));
		assert_eq!(SlotClaim::decode(&[4, 2, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0]), None);
		assert_eq!(SlotClaim::decode(&bytes[..9]), None);
	}
}
