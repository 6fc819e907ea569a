// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::{Client, Queries},
	commands::{Context, Failure, DEFAULT_URL},
	demo::{cast::Cast, stage::Stage, DemoError},
	node_process::NodeProcess,
	prices::{seeded_path, PricePath, Reading},
};
use clap::Args;
use std::{net::TcpListener, path::PathBuf, process::ExitCode, time::Duration};

/// Plays the whole story.
#[derive(Debug, Args)]
pub(super) struct Demo {
	/// The node to start; without it, the chain at --url is used
	#[arg(long, value_name = "PROGRAM")]
	node: Option<PathBuf>,

	/// Recorded candles of Bitcoin to replay instead of the embedded path
	#[arg(long, value_name = "FILE")]
	prices: Option<PathBuf>,

	/// Recorded candles of Ether; without them Ether makes Bitcoin's moves 1.1 times
	#[arg(long, value_name = "FILE", requires = "prices")]
	ether: Option<PathBuf>,

	/// The seed of the embedded path and of the reporters' noise
	#[arg(long, default_value_t = 1)]
	seed: u64,

	/// How many windows the path lasts; of a longer file, the part with its deepest fall is played
	#[arg(long, default_value_t = 80, value_parser = clap::value_parser!(u32).range(40..=2_000))]
	windows: u32,

	/// Leave the chain running with its cast afterwards, until ctrl-c
	#[arg(long)]
	keep: bool,

	/// Write the state at the end there, as `straddle-node export-state` does
	#[arg(long, value_name = "FILE", requires = "node", conflicts_with = "keep")]
	state: Option<PathBuf>,

	/// The port the started node answers at: any free one, or 9944 with --keep
	#[arg(long, requires = "node")]
	rpc_port: Option<u16>,

	/// Where the started node keeps its database and its log [default: demo-run, or dev-run with --keep]
	#[arg(long)]
	folder: Option<PathBuf>,
}

/// How long a starting node may take to answer.
const PATIENCE: Duration = Duration::from_secs(180);
/// Where wallets look for a node.
const USUAL_PORT: u16 = 9_944;
/// The least fall that liquidates a position of nine times its margin for sure, in millionths.
const LEAST_FALL: i64 = 80_000;

impl Demo {
	pub(super) async fn run(self, context: &Context) -> Result<ExitCode, Failure> {
		let output = context.output;
		let path = self.path()?;
		output.progress(format!("prices: {}", path.origin));

		let mut node = self.start_node()?;
		let url = match &node {
			Some(node) => {
				output.progress(format!(
					"node: process {}, {}, log in {}",
					node.process_id(),
					node.url(),
					node.log().display()
				));
				node.url()
			},
			None => context.url.clone(),
		};
		let outcome = self.play(context, &url, path, &mut node).await;
		let code = match (&outcome, &node) {
			(Ok(true), _) => ExitCode::SUCCESS,
			(_, Some(node)) => {
				output.progress(format!("the node's log: {}", node.log().display()));
				ExitCode::FAILURE
			},
			_ => ExitCode::FAILURE,
		};
		let exported = match (&self.state, &mut node) {
			(Some(file), Some(node)) => {
				let exported = node.export_state(file).map_err(DemoError::from);
				if exported.is_ok() {
					output.progress(format!("the state at the end: {}", file.display()));
				}
				exported
			},
			_ => Ok(()),
		};
		drop(node);
		ending(outcome, exported).map(|()| code)
	}

	async fn play(
		&self,
		context: &Context,
		url: &str,
		path: PricePath,
		node: &mut Option<NodeProcess>,
	) -> Result<bool, Failure> {
		let client = Client::connect_patiently(url, PATIENCE, || match node.as_mut() {
			Some(node) => node.ensure_running().map_err(DemoError::from),
			None => Ok(()),
		})
		.await?;
		let cast = Cast::of_a_development_chain()?;
		ensure_reporters(&client, &cast).await?;
		let mut stage = Stage::new(client, cast, path, self.seed, context.output);
		stage.play(node).await?;
		if self.keep {
			context.output.progress(format!(
				"the chain keeps running at {url} with its cast; ctrl-c stops it\n\
				 polkadot.js: https://polkadot.js.org/apps/?rpc={url}"
			));
			stage.keep_going(self.seed, node).await?;
		}
		Ok(stage.checklist.all_held())
	}

	fn path(&self) -> Result<PricePath, Failure> {
		let windows = usize::try_from(self.windows)?;
		let path = match &self.prices {
			None => seeded_path(self.seed, self.windows),
			Some(file) => PricePath::from_files(file, self.ether.as_deref(), Reading::Close)?
				.in_small_steps()
				.around_the_fall(windows),
		};
		let fall = path.deepest_fall().map_or(0, |fall| fall.millionths);
		if fall < LEAST_FALL {
			return Err(format!(
				"these prices fall by {} % at most; the story needs a crash of {} % within {windows} \
				 windows. Choose another file, more --windows, or `straddle replay`",
				fall / 10_000,
				LEAST_FALL / 10_000,
			)
			.into());
		}
		Ok(path)
	}

	/// A chain that is kept has another folder than one that is played and gone.
	fn folder(&self) -> PathBuf {
		let usual = if self.keep { "dev-run" } else { "demo-run" };
		self.folder.clone().unwrap_or_else(|| usual.into())
	}

	fn start_node(&self) -> Result<Option<NodeProcess>, Failure> {
		let Some(program) = &self.node else { return Ok(None) };
		let usual = if self.keep { USUAL_PORT } else { 0 };
		let port = self.rpc_port.unwrap_or(usual);
		if port != 0 && TcpListener::bind(("127.0.0.1", port)).is_err() {
			return Err(format!(
				"port {port} is taken, perhaps by another node; stop it, or choose another with --rpc-port"
			)
			.into());
		}
		Ok(Some(NodeProcess::start(program, &self.folder(), port)?))
	}
}

/// How the whole ended: what went wrong with the performance, with the state that was to be kept, or both.
fn ending(outcome: Result<bool, Failure>, exported: Result<(), DemoError>) -> Result<(), Failure> {
	match (outcome, exported) {
		(Ok(_), Ok(())) => Ok(()),
		(Ok(true), Err(lost)) => Err(lost.into()),
		(Ok(false), Err(lost)) => {
			Err(format!("not every expectation held, and the state was not kept: {lost}").into())
		},
		(Err(broken), Ok(())) => Err(broken),
		(Err(broken), Err(lost)) => {
			Err(format!("{broken}\nand the state was not kept: {lost}").into())
		},
	}
}

/// The cast's reporters must be those whom the chain admits.
async fn ensure_reporters(client: &Client, cast: &Cast) -> Result<(), Failure> {
	let queries = Queries::from(client.head().await?);
	let admitted = queries.reporters().await?;
	for reporter in cast.reporters() {
		if !admitted.contains(&reporter.wallet.account()) {
			return Err(format!(
				"{} does not report on this chain; the demo needs a development chain, such as `make dev` \
				 starts at {DEFAULT_URL}",
				reporter.wallet.name
			)
			.into());
		}
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn lost() -> Result<(), DemoError> {
		Err(DemoError::Unusable("no room".into()))
	}

	#[test]
	fn a_state_that_cannot_be_kept_does_not_hide_how_the_demo_ended() {
		let text = |outcome, exported| ending(outcome, exported).unwrap_err().to_string();
		assert!(ending(Ok(false), Ok(())).is_ok(), "the checklist has told why");
		assert_eq!(text(Ok(true), lost()), "no room");
		assert!(text(Ok(false), lost()).starts_with("not every expectation held"));
		let both = text(Err("no block for 45 seconds".into()), lost());
		assert!(both.contains("no block") && both.contains("no room"), "{both}");
	}

	#[test]
	fn a_chain_that_is_kept_shares_no_folder_with_one_that_is_played() {
		use clap::Parser;
		#[derive(Parser)]
		struct Line {
			#[command(flatten)]
			demo: Demo,
		}
		let folder = |arguments: &str| {
			let line = format!("demo {arguments}");
			Line::parse_from(line.split_whitespace()).demo.folder()
		};
		assert_ne!(folder("--node n"), folder("--node n --keep"));
		assert_eq!(folder("--keep --folder mine"), PathBuf::from("mine"));
	}
}
