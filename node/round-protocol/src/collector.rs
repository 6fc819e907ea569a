// SPDX-License-Identifier: Apache-2.0
//! Keeps what members say, and answers what to do with what a peer sends.

use crate::{allowance::Allowances, Member, Round, Rules, Subject};
use codec::DecodeAll;
use std::collections::{BTreeMap, VecDeque};

/// What a collector never goes beyond.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
	/// Bytes in a message.
	pub message_bytes: usize,
	/// Members of the committee.
	pub members: usize,
	/// Rounds of which messages are kept: the present one and those before it.
	pub rounds: u64,
	/// Messages that a peer may send at once.
	pub burst: u32,
	/// Messages that a peer may send each round in the long run.
	pub each_round: u32,
	/// Peers whose use of their allowance is kept in mind.
	pub peers: usize,
	/// Contradictions that are kept.
	pub contradictions: usize,
}

/// What to do with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<Reason> {
	/// It counts and is new: pass it on.
	Keep(Subject),
	/// It contradicts what its member said before: pass it on as a proof.
	Forward(Subject),
	/// Do not pass it on.
	Ignore(Ignored<Reason>),
}

/// Why a message is not passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ignored<Reason> {
	/// The peer used up its allowance. The message was not read.
	BeyondAllowance,
	/// It is longer than any message.
	Oversized,
	/// It is no message.
	Garbage,
	/// Its round is too long ago.
	TooOld,
	/// It says what is known already.
	Duplicate,
	/// It contradicts another one, but is not signed with the same key.
	Forged,
	/// A contradiction of the member in this round is known already.
	ContradictionKnown,
	/// There are as many messages as there may be.
	Full,
	/// It does not count.
	Rule(Reason),
}

/// A proof that a member said two things in one round: both messages, signed with one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction<Message, Key> {
	/// Who and when.
	pub subject: Subject,
	/// What was heard first.
	pub first: Message,
	/// What was heard after it.
	pub second: Message,
	/// The key.
	pub key: Key,
}

/// A message that counted when it was heard.
///
/// The key stays with it because members may have other keys before the round is over: a second message
/// is a contradiction if it is signed with the key of the first.
#[derive(Clone, Debug)]
struct Held<Message, Key> {
	message: Message,
	key: Key,
}

/// Keeps the messages of the last rounds. Bounded, whatever peers send.
#[derive(Clone, Debug)]
pub struct Collector<R: Rules, Peer> {
	limits: Limits,
	allowances: Allowances<Peer>,
	held: BTreeMap<Subject, Held<R::Message, R::Key>>,
	contradictions: VecDeque<Contradiction<R::Message, R::Key>>,
}

impl<R: Rules, Peer: Ord + Clone> Collector<R, Peer> {
	/// A collector that has heard nothing yet.
	pub const fn new(limits: Limits) -> Self {
		Self {
			limits,
			allowances: Allowances::new(limits.burst, limits.each_round, limits.peers),
			held: BTreeMap::new(),
			contradictions: VecDeque::new(),
		}
	}

	/// Takes the bytes that `peer` sent in round `now`.
	pub fn hear(&mut self, peer: &Peer, bytes: &[u8], rules: &R, now: Round) -> Answer<R::Reason> {
		self.forget_before(now);
		if !self.allowances.spend(peer, now) {
			return Answer::Ignore(Ignored::BeyondAllowance);
		}
		if bytes.len() > self.limits.message_bytes {
			return Answer::Ignore(Ignored::Oversized);
		}
		match R::Message::decode_all(&mut &bytes[..]) {
			Ok(message) => self.take(message, rules, now),
			Err(_) => Answer::Ignore(Ignored::Garbage),
		}
	}

	/// Takes a message, whoever it is from.
	pub fn take(&mut self, message: R::Message, rules: &R, now: Round) -> Answer<R::Reason> {
		self.forget_before(now);
		match self.place(message, rules, now) {
			Ok(answer) => answer,
			Err(reason) => Answer::Ignore(reason),
		}
	}

	fn place(
		&mut self,
		message: R::Message,
		rules: &R,
		now: Round,
	) -> Result<Answer<R::Reason>, Ignored<R::Reason>> {
		let subject = R::subject(&message);
		if self.is_past(subject.round, now) {
			return Err(Ignored::TooOld);
		}
		if let Some(held) = self.held.get(&subject) {
			if R::digest(&held.message) == R::digest(&message) {
				return Err(Ignored::Duplicate);
			}
			if R::contradict(&held.message, &message) {
				let first = held.clone();
				return self.note_contradiction(first, message);
			}
		}
		let key = rules.check(&message).map_err(Ignored::Rule)?;
		if !self.held.contains_key(&subject) && self.held.len() >= self.most_held() {
			return Err(Ignored::Full);
		}
		self.held.insert(subject, Held { message, key });
		Ok(Answer::Keep(subject))
	}

	fn note_contradiction(
		&mut self,
		first: Held<R::Message, R::Key>,
		second: R::Message,
	) -> Result<Answer<R::Reason>, Ignored<R::Reason>> {
		let subject = R::subject(&second);
		if self.contradictions.iter().any(|known| known.subject == subject) {
			return Err(Ignored::ContradictionKnown);
		}
		let Held { message: first, key } = first;
		if !R::is_signed_with(&second, &key) {
			return Err(Ignored::Forged);
		}
		if self.contradictions.len() >= self.limits.contradictions {
			self.contradictions.pop_front();
		}
		self.contradictions.push_back(Contradiction { subject, first, second, key });
		Ok(Answer::Forward(subject))
	}

	/// Forgets the rounds that are over for good at `now`.
	pub fn forget_before(&mut self, now: Round) {
		let oldest = now.saturating_add(1).saturating_sub(self.limits.rounds);
		let kept = self.held.split_off(&Subject { round: oldest, member: 0 });
		self.held = kept;
	}

	/// Whether messages of `round` are not kept any more at `now`.
	pub const fn is_past(&self, round: Round, now: Round) -> bool {
		round.saturating_add(self.limits.rounds) <= now
	}

	/// What `member` said in `round`, if it was heard.
	pub fn of(&self, member: Member, round: Round) -> Option<&R::Message> {
		self.held.get(&Subject { round, member }).map(|held| &held.message)
	}

	/// The newest message of each member, ascending by member.
	pub fn newest(&self) -> Vec<&R::Message> {
		let ascending = self.held.iter();
		let newest: BTreeMap<Member, &R::Message> =
			ascending.map(|(subject, held)| (subject.member, &held.message)).collect();
		newest.into_values().collect()
	}

	/// The contradictions that were found, oldest first.
	pub fn contradictions(&self) -> impl Iterator<Item = &Contradiction<R::Message, R::Key>> {
		self.contradictions.iter()
	}

	/// How many messages are kept.
	pub fn len(&self) -> usize {
		self.held.len()
	}

	/// Whether none are.
	pub fn is_empty(&self) -> bool {
		self.held.is_empty()
	}

	/// How many peers' use of their allowance is kept in mind.
	pub fn known_peers(&self) -> usize {
		self.allowances.len()
	}

	fn most_held(&self) -> usize {
		let rounds = usize::try_from(self.limits.rounds).unwrap_or(usize::MAX);
		self.limits.members.saturating_mul(rounds)
	}
}
