// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! This node's own vote.

use crate::{Clock, HandIn, Moment};
use oracle_core::{
	crypto::reporter, Entries, Round, SeatNumber, SignedBundle, VoteBundle, VotingPanel,
	VotingSeat, MAX_OBSERVATION_AGE_MS,
};
use round_protocol::{Journal, NotSigned, Signer, Statement};
use sp_keystore::KeystorePtr;

/// Why this node does not vote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Silence {
	/// None of its keys has a seat.
	#[error("no key `orcl` of this node has a seat in session {session}")]
	NoSeat {
		/// The session.
		session: u32,
	},
	/// One of its keys stands on two seats: its votes would count for the one and be missed from the other.
	#[error(
		"A KEY `orcl` OF THIS NODE IS THAT OF SEAT {first} AND OF SEAT {second}: it signs nothing until one of them has \
		 another key"
	)]
	KeyOnTwoSeats {
		/// The lower seat.
		first: SeatNumber,
		/// The other one.
		second: SeatNumber,
	},
	/// The node does not know the head of the chain yet.
	#[error("the node is syncing")]
	Syncing,
	/// Nothing was handed in.
	#[error("no feeder handed in any values: see `oracle_handIn`")]
	NothingHandedIn,
	/// What was handed in is too old to be carried by the next block.
	#[error("the newest values were seen {age_ms} ms ago")]
	TooOld {
		/// How long ago they were seen.
		age_ms: u64,
	},
	/// The chain knows none of the feeds, and there are no smiles.
	#[error("the chain has none of the feeds that values were handed in for")]
	NoKnownFeed,
	/// There is a vote of this round under the node's key, which it did not sign.
	#[error("SOMEBODY ELSE SIGNS WITH THE KEY OF SEAT {seat}: two nodes with one key are slashed")]
	SomebodyElse {
		/// The seat.
		seat: SeatNumber,
	},
	/// The round is spent.
	#[error("something may be signed already for round {last}, so nothing is for {round}")]
	RoundSpent {
		/// The round.
		round: Round,
		/// The newest that is spent.
		last: Round,
	},
	/// The journal cannot be used.
	#[error("without its journal this node does not vote: {0}")]
	NoJournal(String),
	/// The key does not sign.
	#[error("the key does not sign: {0}")]
	Key(String),
}

impl Silence {
	/// A label.
	pub const fn name(&self) -> &'static str {
		match self {
			Self::NoSeat { .. } => "no_seat",
			Self::KeyOnTwoSeats { .. } => "key_on_two_seats",
			Self::Syncing => "syncing",
			Self::NothingHandedIn => "nothing_handed_in",
			Self::TooOld { .. } => "too_old",
			Self::NoKnownFeed => "no_known_feed",
			Self::SomebodyElse { .. } => "somebody_else",
			Self::RoundSpent { .. } => "round_spent",
			Self::NoJournal(_) => "no_journal",
			Self::Key(_) => "key",
		}
	}

	/// Whether somebody should do something about it.
	pub const fn is_a_fault(&self) -> bool {
		matches!(
			self,
			Self::KeyOnTwoSeats { .. }
				| Self::SomebodyElse { .. }
				| Self::NoJournal(_)
				| Self::Key(_)
		)
	}

	/// Whether it is the same in every round of a session, and so is worth saying once.
	pub(crate) const fn lasts(&self) -> bool {
		matches!(self, Self::KeyOnTwoSeats { .. })
	}
}

/// Signs this node's votes with the key of its seat.
pub struct Voter<J> {
	keystore: KeystorePtr,
	signer: Signer<J>,
	clock: Clock,
}

impl<J: Journal> Voter<J>
where
	J::Error: std::fmt::Display,
{
	/// A voter with the keys of `keystore` that goes on where `journal` ends.
	pub fn new(keystore: KeystorePtr, journal: J, clock: Clock) -> Self {
		Self { keystore, signer: Signer::new(journal), clock }
	}

	/// The newest round that is spent.
	pub const fn last_round(&self) -> Round {
		self.signer.last_round()
	}

	/// The vote of the slot of `moment` on what was handed in; or why there is none. `heard` tells
	/// whether a vote of a seat for a round is known already.
	pub fn vote(
		&mut self,
		panel: &VotingPanel,
		handed_in: Option<&HandIn>,
		moment: Moment,
		heard: impl FnOnce(SeatNumber, Round) -> bool,
	) -> Result<SignedBundle, Silence> {
		let seat = own_seat(panel, &self.keystore)?;
		let handed_in = handed_in.ok_or(Silence::NothingHandedIn)?;
		let next_block_ms = self.clock.start_of(moment.slot.saturating_add(1));
		if handed_in.observed_at_ms.saturating_add(MAX_OBSERVATION_AGE_MS) < next_block_ms {
			let age_ms = moment.now_ms.saturating_sub(handed_in.observed_at_ms);
			return Err(Silence::TooOld { age_ms });
		}
		let entries = of_feeds(&handed_in.entries, panel);
		let smiles = handed_in.smiles_of(moment.slot);
		if entries.is_empty() && smiles.is_empty() {
			return Err(Silence::NoKnownFeed);
		}
		let spent = moment.slot <= self.signer.last_round();
		if !spent && heard(seat.seat, moment.slot) {
			return Err(Silence::SomebodyElse { seat: seat.seat });
		}
		let bundle = VoteBundle::new(
			panel.genesis,
			panel.session,
			moment.slot,
			seat.seat,
			handed_in.observed_at_ms,
			entries,
		)
		.with_smiles(smiles);
		self.sign(bundle, &seat.key)
	}

	fn sign(
		&mut self,
		bundle: VoteBundle,
		key: &reporter::Public,
	) -> Result<SignedBundle, Silence> {
		let statement = Statement { round: bundle.round, digest: bundle.digest().0 };
		let keystore = self.keystore.clone();
		let signed = self.signer.sign(&statement, || {
			keystore
				.sr25519_sign(reporter::KEY_TYPE, key.as_ref(), &bundle.signing_payload())
				.map_err(|error| error.to_string())?
				.ok_or_else(|| "it is not in the key store any more".to_string())
		});
		match signed {
			Ok(signature) => Ok(SignedBundle { bundle, signature: signature.into() }),
			Err(NotSigned::RoundSpent { round, last }) => Err(Silence::RoundSpent { round, last }),
			Err(NotSigned::Journal(error)) => Err(Silence::NoJournal(error.to_string())),
			Err(NotSigned::Key(error)) => Err(Silence::Key(error)),
		}
	}
}

/// The lowest seat whose key this node has; or why it votes from none.
pub(crate) fn own_seat<'a>(
	panel: &'a VotingPanel,
	keystore: &KeystorePtr,
) -> Result<&'a VotingSeat, Silence> {
	let keys = keystore.sr25519_public_keys(reporter::KEY_TYPE);
	let own: Vec<&VotingSeat> =
		panel.seats.iter().filter(|seat| keys.contains(seat.key.as_ref())).collect();
	for one in &own {
		let twin = own.iter().find(|other| other.seat > one.seat && other.key == one.key);
		if let Some(twin) = twin {
			return Err(Silence::KeyOnTwoSeats { first: one.seat, second: twin.seat });
		}
	}
	own.first().copied().ok_or(Silence::NoSeat { session: panel.session })
}

/// The entries of feeds that the panel votes on.
fn of_feeds(entries: &Entries, panel: &VotingPanel) -> Entries {
	let known = entries.iter().filter(|entry| panel.feeds.binary_search(&entry.feed).is_ok());
	Entries::truncate_from(known.copied().collect())
}
