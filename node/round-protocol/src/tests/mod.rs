// SPDX-License-Identifier: Apache-2.0
//! One file for each part; a toy kind of message.
#![allow(clippy::arithmetic_side_effects, reason = "test code")]

mod allowance;
mod author;
mod collector;
mod file_journal;
mod restarts;
mod signer;

use crate::{Digest, Limits, Round, Rules, Subject};
use codec::{Decode, Encode};

/// A message that names the key it is signed with.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
struct Note {
	member: u16,
	round: Round,
	session: u32,
	text: u8,
	key: u32,
}

/// The key of a member in a session: another one in each.
fn key_of(member: u16, session: u32) -> u32 {
	session * 100 + u32::from(member)
}

/// The key of somebody who is no member.
const STRANGERS_KEY: u32 = u32::MAX;

impl Note {
	fn of(member: u16, round: Round) -> Self {
		Self { member, round, session: 1, text: 0, key: key_of(member, 1) }
	}

	/// The same of the same member in another session.
	fn in_session(self, session: u32) -> Self {
		Self { session, key: key_of(self.member, session), ..self }
	}

	fn signed_with(self, key: u32) -> Self {
		Self { key, ..self }
	}

	fn saying(self, text: u8) -> Self {
		Self { text, ..self }
	}
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
	Early,
	Stranger,
	OtherSession,
	Forged,
}

/// Members 0 to 3, in a session, at a round.
#[derive(Clone, Debug)]
struct Committee {
	session: u32,
	now: Round,
}

const COMMITTEE: Committee = Committee { session: 1, now: 100 };

impl Rules for Committee {
	type Message = Note;
	type Key = u32;
	type Reason = Refusal;

	fn subject(note: &Note) -> Subject {
		Subject { round: note.round, member: note.member }
	}

	fn digest(note: &Note) -> Digest {
		let content = note.clone().signed_with(0);
		sp_crypto_hashing::blake2_256(&content.encode())
	}

	fn contradict(one: &Note, other: &Note) -> bool {
		one.session == other.session && one.text != other.text
	}

	fn check(&self, note: &Note) -> Result<u32, Refusal> {
		let key = key_of(note.member, self.session);
		match note {
			Note { round, .. } if *round > self.now => Err(Refusal::Early),
			Note { member, .. } if *member >= 4 => Err(Refusal::Stranger),
			Note { session, .. } if *session != self.session => Err(Refusal::OtherSession),
			Note { key: signed_with, .. } if *signed_with != key => Err(Refusal::Forged),
			_ => Ok(key),
		}
	}

	fn is_signed_with(note: &Note, key: &u32) -> bool {
		note.key == *key
	}
}

const LIMITS: Limits = Limits {
	message_bytes: 20,
	members: 4,
	rounds: 3,
	burst: 10,
	each_round: 4,
	peers: 5,
	contradictions: 2,
};
