// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! What a peer's messages do to its reputation.

use oracle_core::Ignored as Reason;
use round_protocol::{Answer, Ignored};
use sc_network::ReputationChange;

/// What no node sends that checks what it passes on. Half a dozen of these and the peer is banned.
const NEVER_HONEST: i32 = -(1 << 28);
/// What a node sends that does not keep to its allowance.
const TOO_MUCH: i32 = -(1 << 22);

/// How the answer to a message changes the reputation of the peer that sent it.
///
/// Only what an honest peer never sends costs anything. Votes that are late, early, known or of another
/// session come from honest peers, too: their clock or their head of the chain is not ours. So may votes of
/// another version of bundles: their program is not ours. While keys are settling ([`VotePool::is_settling`]),
/// neither may be the keys they go by. Whoever makes use of that to forge has as many signatures checked as its
/// allowance is, and nothing else.
///
/// [`VotePool::is_settling`]: crate::VotePool::is_settling
pub const fn reputation_change(
	answer: &Answer<Reason>,
	is_settling: bool,
) -> Option<ReputationChange> {
	let Answer::Ignore(ignored) = answer else { return None };
	match ignored {
		Ignored::Forged | Ignored::Rule(Reason::BadSignature) if is_settling => None,
		Ignored::Oversized => {
			Some(ReputationChange::new(NEVER_HONEST, "oracle vote: longer than any"))
		},
		Ignored::Garbage => Some(ReputationChange::new(NEVER_HONEST, "oracle vote: garbage")),
		Ignored::Forged => {
			Some(ReputationChange::new(NEVER_HONEST, "oracle vote: forged contradiction"))
		},
		Ignored::Rule(reason)
			if reason.is_beyond_excuse() || matches!(reason, Reason::WrongChain) =>
		{
			Some(ReputationChange::new(NEVER_HONEST, "oracle vote: can never count"))
		},
		Ignored::BeyondAllowance => Some(ReputationChange::new(TOO_MUCH, "oracle vote: flood")),
		Ignored::Rule(_)
		| Ignored::TooOld
		| Ignored::Duplicate
		| Ignored::ContradictionKnown
		| Ignored::Full => None,
	}
}
