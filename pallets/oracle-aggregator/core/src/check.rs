// SPDX-License-Identifier: Apache-2.0
//! Whether a bundle counts. Dispatch, gossip and the author's dry run ask the same function, so that
//! what nodes carry is what the chain takes.

use crate::{
	bundle::{Entries, SignedBundle, VoteEntry, BUNDLE_VERSION},
	crypto::reporter,
	Round, SmileEntry,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::units::Price;
use scale_info::TypeInfo;
use sp_core::H256;

/// The oldest observation that counts, in milliseconds before now.
pub const MAX_OBSERVATION_AGE_MS: u64 = 10_000;

/// How far an observation may lie ahead of now, in milliseconds: clocks differ.
pub const MAX_OBSERVATION_LEAD_MS: u64 = 1_000;

/// The largest value that may be reported: a trillion, with 18 decimals. Every sum of values fits.
pub const LARGEST_VALUE: Price = Price::from_inner(1_000_000_000_000_000_000_000_000_000_000);

/// What a bundle is judged by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circumstances {
	/// The hash of the chain's first block.
	pub genesis: H256,
	/// The session.
	pub session: u32,
	/// The slot of the block that would carry the bundle.
	pub slot: Round,
	/// The time of that block, in milliseconds since 1970.
	pub now_ms: u64,
	/// The newest round the chain has from this reporter; zero if none.
	pub last_round_of_reporter: Round,
	/// The key of the seat the bundle names; `None` if nobody sits there.
	pub key_of_reporter: Option<reporter::Public>,
}

/// Why a bundle does not count.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Ignored {
	/// It is of a version that this code does not know.
	WrongVersion,
	/// It was signed for another chain.
	WrongChain,
	/// It was signed for another session.
	WrongSession,
	/// Nobody sits on the seat it names.
	UnknownReporter,
	/// The chain already has this round or a later one from the reporter.
	RoundReplayed,
	/// Its round has not begun.
	RoundInFuture,
	/// The values were seen too long ago.
	ObservedTooLongAgo,
	/// The values were seen in the future: the reporter's clock is wrong.
	ObservedInFuture,
	/// It has no values and no smiles.
	NoEntries,
	/// Its values are not strictly ascending by feed.
	UnorderedEntries,
	/// A value is zero.
	ZeroValue,
	/// A value is unreasonably large.
	ValueTooLarge,
	/// A confidence is wider than its value.
	ConfidenceTooWide,
	/// The reporter did not sign it.
	BadSignature,
	/// Its smiles are not strictly ascending by underlying and expiry.
	UnorderedSmiles,
	/// A forward is zero or unreasonably large.
	ImpossibleForward,
	/// A total variance is not above zero, or unreasonably large.
	ImpossibleVariance,
	/// A smile was seen at or after its expiry.
	ExpiredSmile,
}

impl Ignored {
	/// Every reason.
	pub const ALL: [Self; 18] = [
		Self::WrongVersion,
		Self::WrongChain,
		Self::WrongSession,
		Self::UnknownReporter,
		Self::RoundReplayed,
		Self::RoundInFuture,
		Self::ObservedTooLongAgo,
		Self::ObservedInFuture,
		Self::NoEntries,
		Self::UnorderedEntries,
		Self::ZeroValue,
		Self::ValueTooLarge,
		Self::ConfidenceTooWide,
		Self::BadSignature,
		Self::UnorderedSmiles,
		Self::ImpossibleForward,
		Self::ImpossibleVariance,
		Self::ExpiredSmile,
	];

	/// A name for logs and metrics.
	pub const fn name(self) -> &'static str {
		match self {
			Self::WrongVersion => "wrong_version",
			Self::WrongChain => "wrong_chain",
			Self::WrongSession => "wrong_session",
			Self::UnknownReporter => "unknown_reporter",
			Self::RoundReplayed => "round_replayed",
			Self::RoundInFuture => "round_in_future",
			Self::ObservedTooLongAgo => "observed_too_long_ago",
			Self::ObservedInFuture => "observed_in_future",
			Self::NoEntries => "no_entries",
			Self::UnorderedEntries => "unordered_entries",
			Self::ZeroValue => "zero_value",
			Self::ValueTooLarge => "value_too_large",
			Self::ConfidenceTooWide => "confidence_too_wide",
			Self::BadSignature => "bad_signature",
			Self::UnorderedSmiles => "unordered_smiles",
			Self::ImpossibleForward => "impossible_forward",
			Self::ImpossibleVariance => "impossible_variance",
			Self::ExpiredSmile => "expired_smile",
		}
	}

	/// Whether the same bundle can never count, here or anywhere, now or later. Nobody who checks what
	/// it passes on sends such a bundle; the other reasons befall honest ones, too.
	///
	/// A bad signature is among them because a seat has one key from the beginning of a session to its end, or
	/// none. Whoever takes a seat in between has no key on it yet, so that a node which is some blocks ahead of the
	/// one that passes a bundle on knows the same key, or [nobody](Self::UnknownReporter); and a bundle of
	/// [another session](Self::WrongSession) is passed over before anybody looks at its signature. Heads of the chain that
	/// part shortly before a session begins may differ in its keys: with that a node bears as long as they may.
	pub const fn is_beyond_excuse(self) -> bool {
		matches!(
			self,
			Self::NoEntries
				| Self::UnorderedEntries
				| Self::ZeroValue
				| Self::ValueTooLarge
				| Self::ConfidenceTooWide
				| Self::BadSignature
				| Self::UnorderedSmiles
				| Self::ImpossibleForward
				| Self::ImpossibleVariance
				| Self::ExpiredSmile
		)
	}
}

/// Whether `signed` counts in `circumstances`, or the first reason why not. The costly check, of the
/// signature, comes last.
///
/// Feeds are not looked up: a value of an unknown feed is passed over, and the others count.
pub fn check(signed: &SignedBundle, circumstances: &Circumstances) -> Result<(), Ignored> {
	let bundle = &signed.bundle;
	ensure(bundle.version == BUNDLE_VERSION, Ignored::WrongVersion)?;
	ensure(bundle.genesis == circumstances.genesis, Ignored::WrongChain)?;
	ensure(bundle.session == circumstances.session, Ignored::WrongSession)?;
	let key = circumstances.key_of_reporter.as_ref().ok_or(Ignored::UnknownReporter)?;

	ensure(bundle.round > circumstances.last_round_of_reporter, Ignored::RoundReplayed)?;
	ensure(bundle.round <= circumstances.slot, Ignored::RoundInFuture)?;

	let age_ms = circumstances.now_ms.saturating_sub(bundle.observed_at_ms);
	let lead_ms = bundle.observed_at_ms.saturating_sub(circumstances.now_ms);
	ensure(age_ms <= MAX_OBSERVATION_AGE_MS, Ignored::ObservedTooLongAgo)?;
	ensure(lead_ms <= MAX_OBSERVATION_LEAD_MS, Ignored::ObservedInFuture)?;

	if bundle.smiles.is_empty() || !bundle.entries.is_empty() {
		check_entries(&bundle.entries)?;
	}
	check_smiles(&bundle.smiles, bundle.observed_at_ms)?;
	ensure(signed.is_signed_by(key), Ignored::BadSignature)
}

/// Whether values can be right at all, whoever gives them and whenever.
pub fn check_entries(entries: &Entries) -> Result<(), Ignored> {
	ensure(!entries.is_empty(), Ignored::NoEntries)?;
	let ascending = entries
		.iter()
		.zip(entries.iter().skip(1))
		.all(|(one, next)| one.feed < next.feed);
	ensure(ascending, Ignored::UnorderedEntries)?;
	entries.iter().try_for_each(check_entry)
}

/// Whether smiles can be right at all, whoever gives them, if they were seen at `observed_at_ms`
/// (milliseconds since 1970).
pub fn check_smiles(smiles: &[SmileEntry], observed_at_ms: u64) -> Result<(), Ignored> {
	let ascending = smiles
		.iter()
		.zip(smiles.iter().skip(1))
		.all(|(one, next)| one.smile < next.smile);
	ensure(ascending, Ignored::UnorderedSmiles)?;
	smiles.iter().try_for_each(|entry| check_smile(entry, observed_at_ms))
}

fn check_smile(entry: &SmileEntry, observed_at_ms: u64) -> Result<(), Ignored> {
	let SmileEntry { smile, nodes } = entry;
	let is_possible = !nodes.forward.is_zero() && nodes.forward <= LARGEST_VALUE;
	ensure(is_possible, Ignored::ImpossibleForward)?;
	ensure(nodes.has_possible_variances(), Ignored::ImpossibleVariance)?;
	ensure(smile.seconds_left(observed_at_ms) > 0, Ignored::ExpiredSmile)
}

fn check_entry(entry: &VoteEntry) -> Result<(), Ignored> {
	ensure(!entry.value.is_zero(), Ignored::ZeroValue)?;
	ensure(entry.value <= LARGEST_VALUE, Ignored::ValueTooLarge)?;
	ensure(entry.confidence <= entry.value, Ignored::ConfidenceTooWide)
}

fn ensure(condition: bool, otherwise: Ignored) -> Result<(), Ignored> {
	if condition {
		Ok(())
	} else {
		Err(otherwise)
	}
}
