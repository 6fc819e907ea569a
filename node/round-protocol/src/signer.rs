// SPDX-License-Identifier: Apache-2.0
//! Signs one statement a round, restarts or not.

use crate::{Digest, Round};

/// What is signed in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
	/// When.
	pub round: Round,
	/// The name of what is said.
	pub digest: Digest,
}

/// Remembers the newest statement over crashes.
pub trait Journal {
	/// Why nothing could be written.
	type Error;

	/// The newest round for which a statement may have been signed. No round up to it is signed for again.
	fn last_round(&self) -> Round;

	/// Writes down a statement. It is safe from a crash when this returns.
	fn record(&mut self, statement: &Statement) -> Result<(), Self::Error>;
}

/// Why nothing was signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSigned<JournalError, KeyError> {
	/// A statement for this round or a later one was signed, or may have been before a crash.
	#[error("round {round} is not after round {last}, for which something may be signed already")]
	RoundSpent {
		/// The round in question.
		round: Round,
		/// The newest that is spent.
		last: Round,
	},
	/// The journal cannot be written.
	#[error("the journal cannot be written: {0}")]
	Journal(JournalError),
	/// The key did not sign. The round is spent.
	#[error("the key does not sign: {0}")]
	Key(KeyError),
}

/// Signs what its journal allows.
#[derive(Debug)]
pub struct Signer<J> {
	journal: J,
	/// Also counts rounds whose record failed: of them nobody knows what is on disk.
	last_round: Round,
}

impl<J: Journal> Signer<J> {
	/// Goes on where the journal ends.
	pub fn new(journal: J) -> Self {
		Self { last_round: journal.last_round(), journal }
	}

	/// The newest round that is spent.
	pub const fn last_round(&self) -> Round {
		self.last_round
	}

	/// Signs `statement` by calling `sign`, if its round is after all that are spent. The statement is in
	/// the journal before `sign` is called.
	pub fn sign<Signature, KeyError>(
		&mut self,
		statement: &Statement,
		sign: impl FnOnce() -> Result<Signature, KeyError>,
	) -> Result<Signature, NotSigned<J::Error, KeyError>> {
		let (round, last) = (statement.round, self.last_round);
		if round <= last {
			return Err(NotSigned::RoundSpent { round, last });
		}
		self.last_round = round;
		self.journal.record(statement).map_err(NotSigned::Journal)?;
		sign().map_err(NotSigned::Key)
	}
}
