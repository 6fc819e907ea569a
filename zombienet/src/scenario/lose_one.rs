// SPDX-License-Identifier: Apache-2.0

//! **Steps:** four validators start · traffic begins · one is killed · it is started again on its
//! database, the traffic still flowing · the traffic ends.
//!
//! **Claims:** without the one, the other three finalise further blocks; when it is back, it finalises
//! what it missed and then what is new; at every finalised height all four have the same block and the
//! same state.

use super::{Loss, Stage};
use crate::{watch::finalised_by_all, Failure};

/// Blocks that become final with it again.
const AFTER: u32 = 5;

impl Stage {
	pub(super) async fn lose_one(&mut self, loss: &Loss) -> Result<(), Failure> {
		let Loss { victim, at, without } = loss;
		self.start_traffic()?;
		self.until(&format!("all finalise {at} blocks"), |views, _| finalised_by_all(views) >= *at)
			.await?;

		self.ensure_traffic_flows(&format!("{victim} was lost"))?;
		self.network.kill(victim)?;
		let views = self.network.views().await?;
		let at_loss = views.iter().map(|view| view.finalised_height()).max().unwrap_or(0);
		self.watch.say(format!("{victim} is killed at finalised height {at_loss}"));
		let goal = at_loss.saturating_add(*without);
		let views = self
			.until(&format!("finality goes on without {victim} to {goal}"), |views, _| {
				finalised_by_all(views) >= goal
			})
			.await?;

		let missed = finalised_by_all(&views);
		self.ensure_traffic_flows(&format!("{victim} came back"))?;
		self.network.restart(victim).await?;
		self.watch.say(format!("{victim} runs again"));
		let back = missed + AFTER;
		self.until(&format!("{victim} catches up beyond {missed}"), |views, _| {
			finalised_by_all(views) >= back
		})
		.await?;
		self.ensure_agreement_up_to(back).await?;
		self.conclude().await
	}
}
