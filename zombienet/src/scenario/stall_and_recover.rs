// SPDX-License-Identifier: Apache-2.0

//! **Steps:** four validators start · two stand still · they go on.
//!
//! **Claims:** with two of four, blocks are made and none becomes final, because finality needs three;
//! with all of them finality goes on from where it stood; at every finalised height all four have the
//! same block and the same state.

use super::Stage;
use crate::{network::View, watch::finalised_by_all, Failure};
use std::time::Duration;

/// Who stands still.
const PAUSED: [&str; 2] = ["charlie", "dave"];
/// Blocks that are final before.
const BEFORE: u32 = 5;
/// Slots for votes that are already under way.
const SETTLE: u32 = 3;
/// Slots in which nothing may become final.
const STILL: u32 = 8;
/// Blocks that become final afterwards.
const AFTER: u32 = 10;

impl Stage {
	pub(super) async fn stall_and_recover(&mut self) -> Result<(), Failure> {
		self.start_traffic()?;
		self.until(&format!("all finalise {BEFORE} blocks"), |views, _| {
			finalised_by_all(views) >= BEFORE
		})
		.await?;

		for name in PAUSED {
			self.network.pause(name)?;
		}
		let before = self
			.during("two of four stand still, votes settle", self.settings.slot * SETTLE)
			.await?;
		let after = self.during("two of four stand still", self.settings.slot * STILL).await?;
		let (final_before, best_before) = furthest(&before);
		let (final_after, best_after) = furthest(&after);
		if final_after != final_before {
			return Err(Failure::Unexpected(format!(
				"two of four validators finalised {final_after} after {final_before}"
			)));
		}
		if best_after <= best_before {
			return Err(Failure::Unexpected(format!(
				"two of four validators made no block after {best_before}"
			)));
		}
		self.watch.say(format!(
			"as it must be: blocks went from {best_before} to {best_after}, finality stayed at {final_after}"
		));

		for name in PAUSED {
			self.network.resume(name)?;
		}
		let goal = final_after + AFTER;
		self.until(&format!("all four finalise up to {goal}"), |views, _| {
			finalised_by_all(views) >= goal
		})
		.await?;
		self.conclude().await
	}

	async fn during(&mut self, purpose: &str, duration: Duration) -> Result<Vec<View>, Failure> {
		self.watch.during(purpose, duration, &mut self.network, &mut self.traffic).await
	}
}

/// The highest finalised and the highest best block of any node that answers.
fn furthest(views: &[View]) -> (u32, u32) {
	let heads = views.iter().filter_map(|view| view.heads.as_ref());
	heads.fold((0, 0), |(finalised, best), heads| {
		(finalised.max(heads.finalised.height), best.max(heads.best.height))
	})
}
