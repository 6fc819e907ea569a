// SPDX-License-Identifier: Apache-2.0
//! What a service does when it loses its node.

use crate::{
	chain::ClientError,
	feeder::{Backoff, Health},
	reporting::now_ms,
};
use std::time::Duration;

/// How long the node is left alone after the first failure, and at the longest.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Why a connection is given up for now, or the service for good.
pub(super) enum Interruption {
	/// The windows that were asked for are over.
	Done,
	/// Worth another try.
	Lost(ClientError),
	/// Not worth one.
	Hopeless(ClientError),
}

impl From<ClientError> for Interruption {
	fn from(error: ClientError) -> Self {
		match error {
			ClientError::OtherChain { .. } => Self::Hopeless(error),
			other => Self::Lost(other),
		}
	}
}

/// Waits between connections, longer each time.
pub(super) struct Patience(Backoff);

impl Patience {
	/// The seed decides the jitter.
	pub(super) fn new(seed: u64) -> Self {
		Self(Backoff::new(FIRST_WAIT, LONGEST_WAIT, seed))
	}

	/// The connection is good: the next failure is the first again.
	pub(super) fn renew(&mut self) {
		self.0.reset();
	}

	/// Tells of a lost connection, and waits.
	pub(super) async fn wait(
		&mut self,
		lost: &ClientError,
		health: &Health,
		say: &mut impl FnMut(String),
	) {
		health.note_chain_error(lost.to_string(), now_ms());
		let wait = self.0.after_failure(None);
		say(format!("{lost}\ntrying again in {} ms", wait.as_millis()));
		tokio::time::sleep(wait).await;
	}
}
