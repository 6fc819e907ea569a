// SPDX-License-Identifier: Apache-2.0

//! **Steps:** four validators start · traffic begins · the first half of the blocks becomes final on
//! all · the traffic ends and the other half is final too.
//!
//! **Claims:** at every finalised height all four have the same block and the same state.

use super::Stage;
use crate::{watch::finalised_by_all, Failure};

impl Stage {
	pub(super) async fn finalise(&mut self) -> Result<(), Failure> {
		self.start_traffic()?;
		let half = self.settings.blocks.div_ceil(2);
		self.until(&format!("all finalise {half} blocks"), |views, _| {
			finalised_by_all(views) >= half
		})
		.await?;
		self.ensure_agreement_up_to(half).await?;
		self.conclude().await
	}
}
