// SPDX-License-Identifier: Apache-2.0
//! What a program that goes on for ever does when it loses its node.

use crate::{backoff::Backoff, chain::ClientError};
use std::time::Duration;

/// How long the node is left alone after the first failure, and at the longest.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Waits between connections, longer each time.
#[derive(Clone, Debug)]
pub struct Patience(Backoff);

impl Patience {
	/// The seed decides the jitter.
	pub fn new(seed: u64) -> Self {
		Self(Backoff::new(FIRST_WAIT, LONGEST_WAIT, seed))
	}

	/// The connection is good: the next failure is the first again.
	pub fn renew(&mut self) {
		self.0.reset();
	}

	/// Tells of a lost connection, and waits.
	pub async fn wait(&mut self, lost: &ClientError, say: &mut impl FnMut(String)) {
		let wait = self.0.after_failure(None);
		say(format!("{lost}\ntrying again in {} ms", wait.as_millis()));
		tokio::time::sleep(wait).await;
	}
}
