// SPDX-License-Identifier: Apache-2.0
//! One file for each subject.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_sign_loss,
	clippy::float_arithmetic,
	reason = "test code"
)]

mod bundle;
mod check;
mod garbage;
mod inherent;
mod key_proof;
mod score;
mod slice;
mod smile_counting;
mod smile_score;

use crate::{
	crypto::reporter, Circumstances, Entries, SignedBundle, SmileEntry, SmileNodes, Smiles,
	VoteBundle, VoteEntry,
};
use market_maths::units::Price;
use market_primitives::{FeedId, SmileId, Underlying};
use sp_core::{Pair as _, H256};

/// The chain of these tests.
const GENESIS: H256 = H256([7; 32]);
/// Now, in milliseconds since 1970.
const NOW_MS: u64 = 1_700_000_000_000;
/// The slot of now.
const SLOT: u64 = NOW_MS / 3_000;

fn key(seat: u16) -> reporter::Pair {
	let mut seed = [0; 32];
	seed[..2].copy_from_slice(&seat.to_le_bytes());
	reporter::Pair::from_seed(&seed)
}

fn entry(feed: FeedId, value: &str) -> VoteEntry {
	let value: Price = value.parse().unwrap();
	let confidence = Price::from_inner(value.into_inner() / 1_000);
	VoteEntry { feed, value, confidence, sources: 0b11 }
}

/// What seat 3 says now.
fn bundle() -> VoteBundle {
	let entries = Entries::truncate_from(alloc::vec![
		entry(FeedId::Index(Underlying::BTC), "64000"),
		entry(FeedId::Index(Underlying::ETH), "3200"),
	]);
	let smiles = Smiles::truncate_from(alloc::vec![
		SmileEntry { smile: smile(Underlying::BTC), nodes: nodes("64100", "0.04") },
		SmileEntry { smile: smile(Underlying::ETH), nodes: nodes("3205", "0.06") },
	]);
	VoteBundle::new(GENESIS, 5, SLOT, 3, NOW_MS - 500, entries).with_smiles(smiles)
}

/// The smile of the options that expire in thirty days.
fn smile(underlying: Underlying) -> SmileId {
	SmileId::new(underlying, NOW_MS / 1_000 + 30 * 86_400)
}

/// A level smile.
fn nodes(forward: &str, total: &str) -> SmileNodes {
	SmileNodes { forward: forward.parse().unwrap(), totals: [total.parse().unwrap(); 7] }
}

fn signed(bundle: VoteBundle) -> SignedBundle {
	let signature = key(bundle.reporter).sign(&bundle.signing_payload());
	SignedBundle { bundle, signature }
}

/// In which [`bundle`] counts.
fn circumstances() -> Circumstances {
	Circumstances {
		genesis: GENESIS,
		session: 5,
		slot: SLOT,
		now_ms: NOW_MS,
		last_round_of_reporter: SLOT - 1,
		key_of_reporter: Some(key(3).public()),
	}
}
