// SPDX-License-Identifier: Apache-2.0
use crate::{
	backoff::Backoff,
	feeder::{AskedVenue, Board, Limits, Line, VenueError},
	reporting::now_ms,
};
use futures::future::BoxFuture;
use std::{sync::Arc, time::Duration};
use tokio::task::JoinSet;

/// Something that is asked again and again, and notes the answers.
pub(super) trait Asked: Send + Sync + 'static {
	/// Asks once, and notes what the answer is or why there is none.
	fn ask(&self) -> BoxFuture<'_, Result<(), VenueError>>;

	/// Notes that it is left alone until a time in milliseconds since 1970.
	fn leave_alone(&self, until_ms: u64);

	/// How often it is asked.
	fn interval(&self) -> Duration;
}

/// A market of a venue, and where its quotes are noted.
struct AskedLine {
	asked: AskedVenue,
	line: Line,
	board: Arc<Board>,
}

impl Asked for AskedLine {
	fn ask(&self) -> BoxFuture<'_, Result<(), VenueError>> {
		Box::pin(async move {
			let answer = self.asked.venue.quote(&self.line.market).await;
			self.board.note(&self.line, answer, now_ms())
		})
	}

	fn leave_alone(&self, until_ms: u64) {
		self.board.leave_alone(&self.line, until_ms);
	}

	fn interval(&self) -> Duration {
		self.asked.interval
	}
}

/// Keeps asking every venue about each of its markets. The tasks end when the returned set is dropped.
pub(super) fn ask_for_ever(
	venues: &[AskedVenue],
	limits: &Limits,
	board: &Arc<Board>,
	seed: u64,
) -> JoinSet<()> {
	let mut tasks = JoinSet::new();
	let lines = venues.iter().flat_map(|asked| {
		asked.venue.markets().into_iter().map(move |market| AskedLine {
			asked: asked.clone(),
			line: Line { venue: asked.venue.name().to_string(), market },
			board: board.clone(),
		})
	});
	spawn_all(&mut tasks, lines, limits, seed);
	tasks
}

/// Asks each of many for ever, in a task of its own. `seed` decides the jitter of the back-off.
pub(super) fn spawn_all<A: Asked>(
	tasks: &mut JoinSet<()>,
	all: impl IntoIterator<Item = A>,
	limits: &Limits,
	seed: u64,
) {
	for (number, asked) in (0u64..).zip(all) {
		let backoff = Backoff::new(
			Duration::from_millis(limits.first_wait_ms),
			Duration::from_millis(limits.longest_wait_ms),
			seed.wrapping_mul(0x0100_0000_01b3).wrapping_add(number),
		);
		tasks.spawn(keep_asking(asked, backoff));
	}
}

async fn keep_asking<A: Asked>(asked: A, mut backoff: Backoff) {
	loop {
		let wait = match asked.ask().await {
			Ok(()) => {
				backoff.reset();
				asked.interval()
			},
			Err(error) if error.asks_for_patience() => {
				let wait = backoff.after_failure(error.wanted_wait()).max(asked.interval());
				let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
				asked.leave_alone(now_ms().saturating_add(wait_ms));
				wait
			},
			// The venue answers; its next price may be usable.
			Err(_) => asked.interval(),
		};
		tokio::time::sleep(wait).await;
	}
}
