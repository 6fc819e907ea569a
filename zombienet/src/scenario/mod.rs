// SPDX-License-Identifier: Apache-2.0

//! Stories about four validators. Each ends well only if everything it claims was seen.

mod finalise;
mod lose_one;
mod stall_and_recover;

use crate::{
	agreement::ensure_agreement,
	network::{Network, View},
	specification::Reporters,
	traffic::Traffic,
	watch::{finalised_by_all, Watch},
	Failure,
};
use std::{path::PathBuf, time::Duration};

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scenario {
	/// All four finalise the same chain.
	Finalise,
	/// One is killed and finality goes on; it comes back and catches up.
	LoseOne(Loss),
	/// Two stand still and finality with them; they go on and so does finality.
	StallAndRecover,
	/// Nothing, until somebody stops it.
	Run,
}

/// Who is lost, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
	/// Who is killed.
	pub victim: String,
	/// Blocks that are final before, so that something is there to come back to.
	pub at: u32,
	/// Blocks that become final without it: more than votes already under way could finalise.
	pub without: u32,
}

/// How a scenario is played.
#[derive(Clone, Debug)]
pub struct Settings {
	/// The node's binary.
	pub node: PathBuf,
	/// Arguments added to those of every node.
	pub node_arguments: Vec<String>,
	/// Who says what prices are.
	pub reporters: Reporters,
	/// The time between two blocks.
	pub slot: Duration,
	/// How many blocks must be final on all nodes in the end.
	pub blocks: u32,
	/// How long the whole may take.
	pub limit: Duration,
	/// How long finality may stand still when it should not.
	pub patience: Duration,
	/// A shell command that uses the network meanwhile.
	pub traffic: Option<String>,
	/// The directory in which a directory for logs and databases is made.
	pub files: PathBuf,
	/// Whether logs and databases stay even if all goes well. They stay if it does not.
	pub keep_files: bool,
}

/// What a scenario works with.
struct Stage {
	// Dropped before the network that it uses.
	traffic: Option<Traffic>,
	network: Network,
	watch: Watch,
	settings: Settings,
}

/// Plays a scenario; `Ok` if it held.
pub async fn play(scenario: &Scenario, settings: Settings) -> Result<(), Failure> {
	let watch = Watch::new(settings.limit, settings.patience);
	watch.say(format!("making the chain specification with {}", settings.node.display()));
	let mut network = Network::prepare(
		&settings.node,
		settings.node_arguments.clone(),
		settings.reporters,
		&settings.files,
	)?;
	watch.say(format!(
		"starting four validators; files and logs: {}",
		network.directory().display()
	));
	if settings.keep_files {
		network.keep_files();
	}
	let mut stage = Stage { network, traffic: None, watch, settings };
	let outcome = stage.play(scenario).await;
	if outcome.is_err() {
		stage.network.keep_files();
		eprint!("{}", stage.network.last_words());
		eprintln!("files and logs stay in {}", stage.network.directory().display());
	}
	outcome
}

impl Stage {
	async fn play(&mut self, scenario: &Scenario) -> Result<(), Failure> {
		self.network.launch().await?;
		for (name, url) in self.network.urls() {
			self.watch.say(format!("{name} answers at {url}"));
		}
		match scenario {
			Scenario::Finalise => self.finalise().await,
			Scenario::LoseOne(loss) => self.lose_one(loss).await,
			Scenario::StallAndRecover => self.stall_and_recover().await,
			Scenario::Run => self.run().await,
		}
	}

	/// Looks on until somebody stops us.
	async fn run(&mut self) -> Result<(), Failure> {
		self.start_traffic()?;
		loop {
			self.until("running; Ctrl-C ends it", |_, _| false).await?;
		}
	}

	fn start_traffic(&mut self) -> Result<(), Failure> {
		if let Some(command) = self.settings.traffic.clone() {
			self.watch.say(format!("traffic begins: {command}"));
			self.traffic = Some(Traffic::start(&command, &self.network)?);
		}
		Ok(())
	}

	/// Fails if there was to be traffic and it is over, so that nothing is claimed to have held under
	/// traffic that did not.
	fn ensure_traffic_flows(&mut self, event: &str) -> Result<(), Failure> {
		match self.traffic.as_mut().map(Traffic::has_ended).transpose()? {
			Some(true) => Err(Failure::Unexpected(format!("the traffic was over before {event}"))),
			Some(false) | None => Ok(()),
		}
	}

	/// Waits until the traffic has ended well and `blocks` blocks are final, and compares all of them.
	async fn conclude(&mut self) -> Result<(), Failure> {
		let blocks = self.settings.blocks;
		let purpose = match &self.traffic {
			Some(_) => format!("the traffic ends, and all have finalised {blocks} blocks"),
			None => format!("all have finalised {blocks} blocks"),
		};
		let views = self
			.until(&purpose, |views, traffic_has_ended| {
				traffic_has_ended && finalised_by_all(views) >= blocks
			})
			.await?;
		self.ensure_agreement_up_to(finalised_by_all(&views)).await
	}

	/// Compares the blocks of all running nodes up to `height`, which must be final on all of them.
	async fn ensure_agreement_up_to(&mut self, height: u32) -> Result<(), Failure> {
		for height in 1..=height {
			let heads = self.network.heads_at(height).await?;
			ensure_agreement(height, &heads)?;
		}
		self.watch
			.say(format!("same blocks and state roots on all nodes at heights 1..{height}"));
		Ok(())
	}

	async fn until(
		&mut self,
		purpose: &str,
		is_reached: impl FnMut(&[View], bool) -> bool,
	) -> Result<Vec<View>, Failure> {
		self.watch
			.until(purpose, &mut self.network, &mut self.traffic, is_reached)
			.await
	}
}
