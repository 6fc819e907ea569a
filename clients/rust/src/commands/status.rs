// SPDX-License-Identifier: Apache-2.0
use crate::commands::{Context, Failure};
use clap::Args;
use serde_json::json;

/// Shows the node and its newest block.
#[derive(Debug, Args)]
pub(super) struct Status {}

impl Status {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let client = context.client().await?;
		let (chain, node) = client.identity().await?;
		let at = client.head().await?;
		let finalized = client.finalized_number().await?;
		context.output.show(
			json!({
				"chain": chain,
				"node": node,
				"block": at.block_number(),
				"finalized": finalized,
			}),
			format!(
				"{chain} at {} ({node})\nblock {}, finalised {finalized}",
				client.url(),
				at.block_number()
			),
		);
		Ok(())
	}
}
