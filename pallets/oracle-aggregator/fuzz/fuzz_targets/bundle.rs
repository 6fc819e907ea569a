// SPDX-License-Identifier: Apache-2.0
//! What arrives from the network: bytes that may hold a bundle, and whether that counts.
//!
//! - bytes that can be read are written the same way, and no bundle is longer than the limit, however long the
//!   bytes are;
//! - in any circumstances a bundle counts or is ignored by name, and nothing panics;
//! - what counts keeps every rule of the README, and what is ignored breaks the one that is named: the rules are
//!   written down here a second time;
//! - what is beyond excuse in some circumstances counts in none;
//! - a bundle contradicts itself never, and another one of its round always.
#![no_main]

use codec::{Decode, Encode};
use libfuzzer_sys::{arbitrary, arbitrary::Arbitrary, fuzz_target};
use market_maths::units::Rate;
use oracle_core::{
	check, crypto::reporter, Bundles, Circumstances, Ignored, SignedBundle, VoteBundle,
	BUNDLE_VERSION, LARGEST_VALUE, LARGEST_VARIANCE, MAX_ENTRIES, MAX_SIGNED_BUNDLE_BYTES,
	MAX_SMILES,
};
use sp_core::{Pair as _, H256};
use std::sync::OnceLock;

/// What a bundle is judged by.
#[derive(Arbitrary, Debug)]
struct Given {
	/// Whether it is signed anew, by the key that is known here. Nobody guesses a signature.
	is_signed: bool,
	/// Whether chain, session and key are the bundle's own, and round and time near its own.
	is_near: bool,
	/// How much later than the bundle it is, in milliseconds and in rounds, and how much earlier the last round
	/// was.
	later_ms: Later,
	rounds_later: i8,
	rounds_before: i8,
	genesis: [u8; 32],
	session: u32,
	slot: u64,
	now_ms: u64,
	last_round: u64,
	key: Option<[u8; 32]>,
}

/// How much later than a bundle, in milliseconds.
#[derive(Arbitrary, Clone, Copy, Debug)]
enum Later {
	Any(i16),
	/// Than when it becomes too old.
	ThanOld(i8),
	/// Than when it is no longer from the future.
	ThanFuture(i8),
}

impl Later {
	fn ms(self) -> i64 {
		match self {
			Self::Any(ms) => ms.into(),
			Self::ThanOld(ms) => 10_000 + i64::from(ms),
			Self::ThanFuture(ms) => -1_000 + i64::from(ms),
		}
	}
}

impl Given {
	fn circumstances(&self, bundle: &VoteBundle) -> Circumstances {
		if self.is_near {
			Circumstances {
				genesis: bundle.genesis,
				session: bundle.session,
				slot: bundle.round.saturating_add_signed(self.rounds_later.into()),
				now_ms: bundle.observed_at_ms.saturating_add_signed(self.later_ms.ms()),
				last_round_of_reporter: bundle
					.round
					.saturating_add_signed(-i64::from(self.rounds_before)),
				key_of_reporter: Some(key().public()),
			}
		} else {
			let any_key = |bytes: [u8; 32]| {
				reporter::Public::decode(&mut &bytes[..]).expect("32 bytes are a key")
			};
			Circumstances {
				genesis: H256(self.genesis),
				session: self.session,
				slot: self.slot,
				now_ms: self.now_ms,
				last_round_of_reporter: self.last_round,
				key_of_reporter: self.key.map(any_key),
			}
		}
	}
}

/// The key that seeds are signed by, too.
fn key() -> &'static reporter::Pair {
	static KEY: OnceLock<reporter::Pair> = OnceLock::new();
	KEY.get_or_init(|| reporter::Pair::from_seed(&[7; 32]))
}

fuzz_target!(|input: (Given, &[u8])| {
	let (given, bytes) = input;
	check_encoding::<Bundles>(bytes);
	let Some(read) = check_encoding::<SignedBundle>(bytes) else { return };
	assert!(read.encoded_size() <= MAX_SIGNED_BUNDLE_BYTES);

	let signed = if given.is_signed {
		let signature = key().sign(&read.bundle.signing_payload());
		SignedBundle { signature, ..read }
	} else {
		read
	};
	let circumstances = given.circumstances(&signed.bundle);
	let answer = check(&signed, &circumstances);
	let broken = broken_rules(&signed, &circumstances);
	match answer {
		Ok(()) => assert!(broken.is_empty(), "{broken:?}"),
		Err(reason) => assert!(broken.contains(&reason), "{reason:?} {broken:?}"),
	}
	check_excuse(answer, &signed);
	check_contradiction(&signed);
});

/// What the bytes begin with, if anything, written as it was read.
fn check_encoding<T: Decode + Encode>(bytes: &[u8]) -> Option<T> {
	let mut rest = bytes;
	let read = T::decode(&mut rest).ok()?;
	let length = bytes.len() - rest.len();
	assert_eq!(read.encode(), bytes[..length]);
	Some(read)
}

/// Every rule that a bundle breaks. Times are compared as numbers that cannot overflow.
fn broken_rules(signed: &SignedBundle, circumstances: &Circumstances) -> Vec<Ignored> {
	let bundle = &signed.bundle;
	let age_ms = i128::from(circumstances.now_ms) - i128::from(bundle.observed_at_ms);
	let (entries, smiles) = (&bundle.entries, &bundle.smiles);
	let are_feeds_ascending = entries.windows(2).all(|pair| pair[0].feed < pair[1].feed);
	let are_smiles_ascending = smiles.windows(2).all(|pair| pair[0].smile < pair[1].smile);
	let variances = || smiles.iter().flat_map(|entry| entry.nodes.totals);
	let is_signed = |key: &reporter::Public| {
		reporter::Pair::verify(&signed.signature, bundle.signing_payload(), key)
	};
	let expires_ms = |expiry: u64| u128::from(expiry) * 1_000;

	assert!(entries.len() <= MAX_ENTRIES as usize && smiles.len() <= MAX_SMILES as usize);
	let rules = [
		(Ignored::WrongVersion, bundle.version == BUNDLE_VERSION),
		(Ignored::WrongChain, bundle.genesis == circumstances.genesis),
		(Ignored::WrongSession, bundle.session == circumstances.session),
		(Ignored::UnknownReporter, circumstances.key_of_reporter.is_some()),
		(Ignored::RoundReplayed, bundle.round > circumstances.last_round_of_reporter),
		(Ignored::RoundInFuture, bundle.round <= circumstances.slot),
		(Ignored::ObservedTooLongAgo, age_ms <= 10_000),
		(Ignored::ObservedInFuture, age_ms >= -1_000),
		(Ignored::NoEntries, entries.len() + smiles.len() > 0),
		(Ignored::UnorderedEntries, are_feeds_ascending),
		(Ignored::ZeroValue, entries.iter().all(|entry| !entry.value.is_zero())),
		(Ignored::ValueTooLarge, entries.iter().all(|entry| entry.value <= LARGEST_VALUE)),
		(Ignored::ConfidenceTooWide, entries.iter().all(|entry| entry.confidence <= entry.value)),
		(Ignored::UnorderedSmiles, are_smiles_ascending),
		(
			Ignored::ImpossibleForward,
			smiles
				.iter()
				.map(|entry| entry.nodes.forward)
				.all(|forward| !forward.is_zero() && forward <= LARGEST_VALUE),
		),
		(
			Ignored::ImpossibleVariance,
			variances().all(|total| total > Rate::ZERO && total <= LARGEST_VARIANCE),
		),
		(
			Ignored::ExpiredSmile,
			smiles
				.iter()
				.all(|entry| expires_ms(entry.smile.expiry) > bundle.observed_at_ms.into()),
		),
		(Ignored::BadSignature, circumstances.key_of_reporter.as_ref().is_none_or(is_signed)),
	];
	rules
		.into_iter()
		.filter(|(_, is_kept)| !is_kept)
		.map(|(rule, _)| rule)
		.collect()
}

/// Where everything but the content is right: what was beyond excuse is still ignored. The signature is by the
/// reporter's own key there, so that a bad one is none.
fn check_excuse(answer: Result<(), Ignored>, signed: &SignedBundle) {
	let Err(reason) = answer else { return };
	if !reason.is_beyond_excuse() || reason == Ignored::BadSignature {
		return;
	}
	let bundle = &signed.bundle;
	let best = Circumstances {
		genesis: bundle.genesis,
		session: bundle.session,
		slot: bundle.round,
		now_ms: bundle.observed_at_ms,
		last_round_of_reporter: bundle.round.saturating_sub(1),
		key_of_reporter: Some(key().public()),
	};
	assert!(check(signed, &best).is_err(), "{reason:?}");
}

fn check_contradiction(signed: &SignedBundle) {
	assert!(!signed.contradicts(signed));
	let mut other = signed.clone();
	other.bundle.observed_at_ms ^= 1;
	assert!(signed.contradicts(&other) && other.contradicts(signed));
	assert_ne!(signed.bundle.digest(), other.bundle.digest());
	other.bundle.round ^= 1;
	assert!(!signed.contradicts(&other));
}
