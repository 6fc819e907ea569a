// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::Client,
	commands::{venues::Recorded, Context, Failure},
	node_process::NodeProcess,
	oracle_replay::{
		report::{Played, Setting},
		specification,
		stage::{cast, Plan, Stage},
		ReplayError,
	},
	reporting::now_ms,
	simulator::Simulator,
	wallet::Wallet,
};
use clap::Args;
use std::{
	path::{Path, PathBuf},
	process::ExitCode,
	time::Duration,
};

/// Replays recorded venues through feeders to a chain, and fails if anything does not hold that must.
///
/// With --speed 20 a recorded minute passes in three seconds, the time of a block.
#[derive(Debug, Args)]
pub(super) struct OracleReplay {
	#[command(flatten)]
	recorded: Recorded,

	/// The node to start, on a chain whose feeds are guarded as those of a major coin; without it, the chain at
	/// --url is used as it is
	#[arg(long, value_name = "PROGRAM")]
	node: Option<PathBuf>,

	/// How many minutes of data are played
	#[arg(long, default_value_t = 240, value_parser = clap::value_parser!(u64).range(1..=100_000))]
	minutes: u64,

	/// How many report
	#[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(3..=60))]
	reporters: u32,

	/// How many of them report 5 % more than they see
	#[arg(long, default_value_t = 0)]
	liars: u32,

	/// Where the started node keeps its database and its log
	#[arg(long, default_value = "oracle-replay-run")]
	folder: PathBuf,

	/// The port the started node answers at; any free one, if not said
	#[arg(long, default_value_t = 0, requires = "node")]
	rpc_port: u16,

	/// Write everything to this file, in Markdown
	#[arg(long, value_name = "FILE")]
	report: Option<PathBuf>,

	/// What the report says about the machine
	#[arg(long, value_name = "TEXT", requires = "report")]
	machine: Option<String>,
}

/// How long a starting node may take to answer.
const PATIENCE: Duration = Duration::from_secs(180);

impl OracleReplay {
	pub(super) async fn run(self, context: &Context) -> Result<ExitCode, Failure> {
		if self.liars > self.reporters {
			return Err("there cannot be more liars than reporters".into());
		}
		let simulator = self.recorded.open(Some(self.minutes))?;
		context.output.progress(format!("recorded: {}", simulator.recording.summary()));
		let setting = self.setting(&simulator);
		let mut node = match &self.node {
			Some(program) => Some(self.start(program)?),
			None => None,
		};
		let url = node.as_ref().map_or_else(|| context.url.clone(), NodeProcess::url);
		let client =
			Client::connect_patiently::<ReplayError>(&url, PATIENCE, || match node.as_mut() {
				Some(node) => Ok(node.ensure_running()?),
				None => Ok(()),
			})
			.await?;
		let plan = Plan { reporters: self.reporters, liars: self.liars, minutes: self.minutes };
		let mut stage = Stage::prepare(client, simulator, plan, context.output).await?;
		stage.play(&mut node).await?;
		context.output.show(stage.record.json(), stage.record.tables());
		if let Some(path) = &self.report {
			let text = stage.record.report(&Setting { made_at: now_ms() / 1_000, ..setting });
			std::fs::write(path, text)
				.map_err(|error| format!("cannot write {}: {error}", path.display()))?;
			context.output.progress(format!("written: {}", path.display()));
		}
		match stage.record.holds() {
			true => Ok(ExitCode::SUCCESS),
			false => Ok(ExitCode::FAILURE),
		}
	}

	fn start(&self, program: &Path) -> Result<NodeProcess, ReplayError> {
		let accounts: Vec<_> = cast(self.reporters)?.iter().map(Wallet::account).collect();
		let specification = self.folder.join("specification.json");
		specification::write(program, &accounts, &specification)?;
		Ok(NodeProcess::start_on(program, &specification, &self.folder, self.rpc_port)?)
	}

	fn setting(&self, simulator: &Simulator) -> Setting {
		Setting {
			played: Played::ToNode,
			made_at: 0,
			machine: self.machine.clone(),
			recorded: simulator.recording.summary(),
			from: simulator.clock.from_ms / 1_000,
			minutes: self.minutes,
			speed: simulator.clock.speed,
			reporters: self.reporters,
			liars: self.liars,
			noise_millionths: simulator.noise_millionths,
			seed: simulator.seed,
		}
	}
}
