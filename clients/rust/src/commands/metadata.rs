// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::Client,
	commands::{Context, Failure},
	demo::DemoError,
	node_process::NodeProcess,
};
use clap::Args;
use serde_json::json;
use std::{
	path::{Path, PathBuf},
	time::Duration,
};

/// Writes the runtime's metadata to a file.
#[derive(Debug, Args)]
pub(super) struct Metadata {
	/// The file to write
	file: PathBuf,

	/// The node to start and ask; without it, the chain at --url is asked
	#[arg(long, value_name = "PROGRAM")]
	node: Option<PathBuf>,
}

/// How long a starting node may take to answer.
const PATIENCE: Duration = Duration::from_secs(120);

impl Metadata {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let bytes = match &self.node {
			Some(program) => of_a_new_node(program).await?,
			None => context.client().await?.metadata_bytes().await?,
		};
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

/// Starts a development node, asks it and stops it.
async fn of_a_new_node(program: &Path) -> Result<Vec<u8>, Failure> {
	let folder = std::env::temp_dir().join(format!("straddle-metadata-{}", std::process::id()));
	let mut node = NodeProcess::start(program, &folder, 0)?;
	let url = node.url();
	let client =
		Client::connect_patiently::<DemoError>(&url, PATIENCE, || Ok(node.ensure_running()?));
	let bytes = client.await?.metadata_bytes().await?;
	drop(node);
	// Nothing is lost if a folder of temporary files stays.
	let _ = std::fs::remove_dir_all(&folder);
	Ok(bytes)
}
