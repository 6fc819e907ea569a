// SPDX-License-Identifier: Apache-2.0
use crate::{
	feeder::{AskedVenue, Backoff, Board, Limits, Line},
	reporting::now_ms,
};
use std::{sync::Arc, time::Duration};
use tokio::task::JoinSet;

/// Keeps asking every venue about each of its markets. The tasks end when the returned set is dropped.
pub(super) fn ask_for_ever(
	venues: &[AskedVenue],
	limits: &Limits,
	board: &Arc<Board>,
	seed: u64,
) -> JoinSet<()> {
	let mut tasks = JoinSet::new();
	let lines = venues.iter().flat_map(|asked| {
		asked.venue.markets().into_iter().map(move |market| {
			(asked.clone(), Line { venue: asked.venue.name().to_string(), market })
		})
	});
	for (number, (asked, line)) in (0u64..).zip(lines) {
		let backoff = Backoff::new(
			Duration::from_millis(limits.first_wait_ms),
			Duration::from_millis(limits.longest_wait_ms),
			seed.wrapping_mul(0x0100_0000_01b3).wrapping_add(number),
		);
		tasks.spawn(ask_about(asked, line, board.clone(), backoff));
	}
	tasks
}

async fn ask_about(asked: AskedVenue, line: Line, board: Arc<Board>, mut backoff: Backoff) {
	loop {
		let answer = asked.venue.quote(&line.market).await;
		let now = now_ms();
		let wait = match board.note(&line, answer, now) {
			Ok(()) => {
				backoff.reset();
				asked.interval
			},
			Err(error) if error.asks_for_patience() => {
				let wait = backoff.after_failure(error.wanted_wait()).max(asked.interval);
				let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
				board.leave_alone(&line, now.saturating_add(wait_ms));
				wait
			},
			// The venue answers; its next price may be usable.
			Err(_) => asked.interval,
		};
		tokio::time::sleep(wait).await;
	}
}
