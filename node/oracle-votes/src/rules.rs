// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! What price votes are judged by: the rules of the chain, on what this node knows of it.

use crate::Moment;
use oracle_core::{check, crypto::reporter, Ignored, SignedBundle, VotingPanel};
use round_protocol::{Digest, Rules, Subject};
use std::sync::Arc;

/// A panel at a moment.
#[derive(Clone, Debug)]
pub struct PanelRules {
	/// Who votes.
	pub panel: Arc<VotingPanel>,
	/// Now.
	pub moment: Moment,
}

impl Rules for PanelRules {
	type Message = SignedBundle;
	type Key = reporter::Public;
	type Reason = Ignored;

	fn subject(message: &SignedBundle) -> Subject {
		Subject { round: message.bundle.round, member: message.bundle.reporter }
	}

	fn digest(message: &SignedBundle) -> Digest {
		message.bundle.digest().0
	}

	fn contradict(one: &SignedBundle, other: &SignedBundle) -> bool {
		one.contradicts(other)
	}

	fn check(&self, message: &SignedBundle) -> Result<reporter::Public, Ignored> {
		let Moment { slot, now_ms } = self.moment;
		let circumstances = self.panel.circumstances(message.bundle.reporter, slot, now_ms);
		check(message, &circumstances)?;
		circumstances.key_of_reporter.ok_or(Ignored::UnknownReporter)
	}

	fn is_signed_with(message: &SignedBundle, key: &reporter::Public) -> bool {
		message.is_signed_by(key)
	}
}
