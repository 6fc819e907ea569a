// SPDX-License-Identifier: Apache-2.0

//! Waiting for a network to get somewhere, with a limit and with words.

use crate::{
	network::{Condition, Network, View},
	traffic::Traffic,
	Failure,
};
use std::time::{Duration, Instant};
use tokio::time::sleep;

const BETWEEN_LOOKS: Duration = Duration::from_millis(700);
const BETWEEN_LINES: Duration = Duration::from_secs(5);

/// Looks at a network again and again.
#[derive(Debug)]
pub struct Watch {
	began: Instant,
	limit: Duration,
	patience: Duration,
	last_line: Option<Instant>,
}

impl Watch {
	/// Gives a scenario `limit` in all, and finality `patience` to move.
	pub fn new(limit: Duration, patience: Duration) -> Self {
		Self { began: Instant::now(), limit, patience, last_line: None }
	}

	/// Prints one line with the time since the beginning.
	pub fn say(&self, text: impl AsRef<str>) {
		println!("{:>5} s  {}", self.began.elapsed().as_secs(), text.as_ref());
	}

	/// Waits until `is_reached`, and says where the nodes stood then.
	///
	/// Fails if finality stands still too long, the limit passes, a node ends or the traffic fails.
	pub async fn until(
		&mut self,
		purpose: &str,
		network: &mut Network,
		traffic: &mut Option<Traffic>,
		mut is_reached: impl FnMut(&[View], bool) -> bool,
	) -> Result<Vec<View>, Failure> {
		let mut furthest = 0;
		let mut moved = Instant::now();
		loop {
			let views = network.views().await?;
			let traffic_has_ended = has_ended(traffic)?;
			if is_reached(&views, traffic_has_ended) {
				self.say(format!("{purpose}: reached · {}", describe(&views)));
				self.last_line = Some(Instant::now());
				return Ok(views);
			}
			let total: u64 = views.iter().map(|view| u64::from(view.finalised_height())).sum();
			if total > furthest {
				furthest = total;
				moved = Instant::now();
			}
			if moved.elapsed() > self.patience {
				return Err(Failure::Stalled {
					purpose: purpose.into(),
					patience: self.patience,
					views: describe(&views),
				});
			}
			self.ensure_within_limit(purpose, &views)?;
			self.report(purpose, &views);
			sleep(BETWEEN_LOOKS).await;
		}
	}

	/// Looks on for `duration`, and says where the nodes stood at its end.
	pub async fn during(
		&mut self,
		purpose: &str,
		duration: Duration,
		network: &mut Network,
		traffic: &mut Option<Traffic>,
	) -> Result<Vec<View>, Failure> {
		let end = Instant::now() + duration;
		loop {
			let views = network.views().await?;
			has_ended(traffic)?;
			if Instant::now() > end {
				self.say(format!("{purpose}: {}", describe(&views)));
				self.last_line = Some(Instant::now());
				return Ok(views);
			}
			self.ensure_within_limit(purpose, &views)?;
			self.report(purpose, &views);
			sleep(BETWEEN_LOOKS).await;
		}
	}

	fn ensure_within_limit(&self, purpose: &str, views: &[View]) -> Result<(), Failure> {
		if self.began.elapsed() <= self.limit {
			return Ok(());
		}
		Err(Failure::TooLong { purpose: purpose.into(), limit: self.limit, views: describe(views) })
	}

	fn report(&mut self, purpose: &str, views: &[View]) {
		if self.last_line.is_none_or(|line| line.elapsed() >= BETWEEN_LINES) {
			self.say(format!("{purpose} · {}", describe(views)));
			self.last_line = Some(Instant::now());
		}
	}
}

fn has_ended(traffic: &mut Option<Traffic>) -> Result<bool, Failure> {
	traffic.as_mut().map_or(Ok(true), Traffic::has_ended)
}

/// One line: each node's finalised and best height.
pub fn describe(views: &[View]) -> String {
	let nodes = views.iter().map(|view| {
		let state = match (&view.heads, view.condition) {
			(_, Condition::Stopped) => "stopped".into(),
			(_, Condition::Paused) => "paused".into(),
			(None, Condition::Running) => "silent".into(),
			(Some(heads), Condition::Running) => {
				format!("{}/{}", heads.finalised.height, heads.best.height)
			},
		};
		format!("{} {state}", view.name)
	});
	format!("final/best: {}", nodes.collect::<Vec<_>>().join(", "))
}

/// The height up to which every running node's chain is final; 0 as long as one of them is silent.
pub fn finalised_by_all(views: &[View]) -> u32 {
	let running = views.iter().filter(|view| view.is_running());
	running.map(View::finalised_height).min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{agreement::Head, network::Heads};

	fn view(name: &'static str, condition: Condition, heights: Option<(u32, u32)>) -> View {
		let head = |height| Head { height, hash: "0xaa".into(), state_root: "0x01".into() };
		let heads =
			heights.map(|(finalised, best)| Heads { best: head(best), finalised: head(finalised) });
		View { name, condition, heads }
	}

	#[test]
	fn a_stopped_node_does_not_hold_the_others_back() {
		let views = [
			view("alice", Condition::Running, Some((9, 11))),
			view("bob", Condition::Running, Some((8, 11))),
			view("dave", Condition::Stopped, None),
		];
		assert_eq!(finalised_by_all(&views), 8);
		assert_eq!(describe(&views), "final/best: alice 9/11, bob 8/11, dave stopped");
	}

	#[test]
	fn a_silent_node_counts_as_being_nowhere() {
		let views = [
			view("alice", Condition::Running, Some((9, 11))),
			view("bob", Condition::Running, None),
		];
		assert_eq!(finalised_by_all(&views), 0);
		assert_eq!(describe(&views), "final/best: alice 9/11, bob silent");
	}

	#[test]
	fn no_node_at_all_has_finalised_nothing() {
		assert_eq!(finalised_by_all(&[]), 0);
	}
}
