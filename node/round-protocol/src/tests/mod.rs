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

/// A message whose signature is right if it says so.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
struct Note {
	member: u16,
	round: Round,
	session: u32,
	text: u8,
	genuine: bool,
}

impl Note {
	fn of(member: u16, round: Round) -> Self {
		Self { member, round, session: 1, text: 0, genuine: true }
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
	type Reason = Refusal;

	fn subject(note: &Note) -> Subject {
		Subject { round: note.round, member: note.member }
	}

	fn digest(note: &Note) -> Digest {
		let content = Note { genuine: true, ..note.clone() };
		sp_crypto_hashing::blake2_256(&content.encode())
	}

	fn contradict(one: &Note, other: &Note) -> bool {
		one.session == other.session && one.text != other.text
	}

	fn check(&self, note: &Note) -> Result<(), Refusal> {
		match note {
			Note { round, .. } if *round > self.now => Err(Refusal::Early),
			Note { member, .. } if *member >= 4 => Err(Refusal::Stranger),
			Note { session, .. } if *session != self.session => Err(Refusal::OtherSession),
			Note { genuine: false, .. } => Err(Refusal::Forged),
			_ => Ok(()),
		}
	}

	fn is_authentic(&self, note: &Note) -> bool {
		note.genuine && note.member < 4
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
