// SPDX-License-Identifier: Apache-2.0
use crate::commands::{Context, Failure};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// Writes the runtime's metadata to a file.
#[derive(Debug, Args)]
pub(super) struct Metadata {
	/// The file to write
	file: PathBuf,
}

impl Metadata {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let bytes = context.client().await?.metadata_bytes().await?;
		std::fs::write(&self.file, &bytes)
			.map_err(|error| format!("cannot write {}: {error}", self.file.display()))?;
		let file = self.file.display().to_string();
		context.output.show(
			json!({ "file": file, "bytes": bytes.len() }),
			format!("wrote {} bytes to {file}", bytes.len()),
		);
		Ok(())
	}
}
