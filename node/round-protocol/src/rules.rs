// SPDX-License-Identifier: Apache-2.0
//! What makes a kind of message.

use codec::Decode;
use std::fmt::Debug;

/// A member's place in the committee.
pub type Member = u16;

/// When something is said, counted up by the chain: a slot, a window.
pub type Round = u64;

/// A name of what is said. Signatures do not enter it.
pub type Digest = [u8; 32];

/// Who speaks when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
	/// When.
	pub round: Round,
	/// Who, as the message claims.
	pub member: Member,
}

/// A kind of message, and what the messages are judged by now.
pub trait Rules {
	/// The signed message.
	type Message: Clone + Debug + Decode;

	/// What a signature is checked by.
	type Key: Clone + Debug;

	/// Why a message does not count.
	type Reason: Copy + Debug + PartialEq;

	/// Who says something, and for which round, as the message claims.
	fn subject(message: &Self::Message) -> Subject;

	/// The name of what is said.
	fn digest(message: &Self::Message) -> Digest;

	/// Whether nobody may say both.
	fn contradict(one: &Self::Message, other: &Self::Message) -> bool;

	/// Whether the message counts now, its signature included. If so, with which key it is signed.
	fn check(&self, message: &Self::Message) -> Result<Self::Key, Self::Reason>;

	/// Whether the message is signed with `key`, be it late or early.
	fn is_signed_with(message: &Self::Message, key: &Self::Key) -> bool;
}
