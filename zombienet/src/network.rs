// SPDX-License-Identifier: Apache-2.0

//! The four validators of the `local` chain, and what can be done to them.

use crate::{
	agreement::Head,
	ports::{self, Ports},
	process::OwnedProcess,
	rpc::NodeClient,
	specification::{self, Reporters},
	validators::{Validator, VALIDATORS},
	Failure,
};
use futures::future::join_all;
use std::{
	fs::{self, File},
	path::{Path, PathBuf},
	process::{self, Command, Stdio},
	sync::atomic::{AtomicU32, Ordering},
	time::{Duration, Instant},
};
use tokio::time::sleep;

/// The chain whose genesis names the four validators.
const CHAIN: &str = "local";
/// Counts the networks of this process, so that no two share files or ports.
static NETWORKS: AtomicU32 = AtomicU32::new(0);
/// How long a node may take until it answers, on a busy machine.
const ANSWERS_WITHIN: Duration = Duration::from_secs(120);
/// How many last lines of each log are shown when a scenario fails.
const SHOWN_LINES: usize = 12;

/// Where a node stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
	/// Which node.
	pub name: &'static str,
	/// Whether it should be running, running but standing still, or neither.
	pub condition: Condition,
	/// Its best and its finalised block, if it answers.
	pub heads: Option<Heads>,
}

/// The two ends of a node's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heads {
	/// The newest block.
	pub best: Head,
	/// The newest block that is final.
	pub finalised: Head,
}

/// What was done to a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
	/// It runs.
	Running,
	/// It stands still and keeps its memory and connections.
	Paused,
	/// It was killed.
	Stopped,
}

impl View {
	/// The height up to which its chain is final; 0 if it does not answer.
	pub fn finalised_height(&self) -> u32 {
		self.heads.as_ref().map_or(0, |heads| heads.finalised.height)
	}

	/// Whether it is expected to answer.
	pub fn is_running(&self) -> bool {
		self.condition == Condition::Running
	}
}

#[derive(Debug)]
struct Node {
	validator: Validator,
	ports: Ports,
	client: NodeClient,
	condition: Condition,
	process: Option<OwnedProcess>,
}

/// Validators on this machine that talk only to each other.
///
/// Dropping it kills them. Their databases go with it; their logs stay if [`Network::keep_files`] was
/// called.
#[derive(Debug)]
pub struct Network {
	binary: PathBuf,
	directory: PathBuf,
	node_arguments: Vec<String>,
	keeps_files: bool,
	nodes: Vec<Node>,
}

impl Network {
	/// Chooses ports, and a directory in `files`, for four validators that run the node at `binary`, each with
	/// `node_arguments` added to its own, on a chain on which `reporters` say what prices are. Nothing runs yet.
	pub fn prepare(
		binary: &Path,
		node_arguments: Vec<String>,
		reporters: Reporters,
		files: &Path,
	) -> Result<Self, Failure> {
		let binary = fs::canonicalize(binary).map_err(|_| Failure::NoNode(binary.to_owned()))?;
		let number = NETWORKS.fetch_add(1, Ordering::Relaxed);
		let ports = ports::choose(number, VALIDATORS.len()).ok_or(Failure::NoPorts)?;
		let name = format!("straddle-network-{}-{number}", process::id());
		let directory = files.join(&name);
		fs::create_dir_all(&directory)
			.map_err(Failure::system(format!("making {}", directory.display())))?;
		let nodes = VALIDATORS
			.into_iter()
			.zip(ports)
			.map(|(validator, ports)| Node {
				validator,
				ports,
				client: NodeClient::new(ports.rpc),
				condition: Condition::Stopped,
				process: None,
			})
			.collect();
		let network = Self { binary, directory, node_arguments, keeps_files: false, nodes };
		let destination = network.specification();
		specification::write(&network.binary, CHAIN, reporters, &name, &destination)?;
		Ok(network)
	}

	/// Starts all validators and waits until they answer.
	pub async fn launch(&mut self) -> Result<(), Failure> {
		for place in 0..self.nodes.len() {
			self.start_node(place)?;
		}
		for place in 0..self.nodes.len() {
			self.wait_for_answer(place).await?;
		}
		Ok(())
	}

	/// Leaves logs and databases where they are when the network ends.
	pub fn keep_files(&mut self) {
		self.keeps_files = true;
	}

	/// Where logs and databases are.
	pub fn directory(&self) -> &Path {
		&self.directory
	}

	/// Name and URL of each node.
	pub fn urls(&self) -> impl Iterator<Item = (&'static str, &str)> {
		self.nodes.iter().map(|node| (node.validator.name, node.client.url()))
	}

	/// Where every node stands now. Fails if one that should run has ended.
	pub async fn views(&mut self) -> Result<Vec<View>, Failure> {
		for node in &mut self.nodes {
			node.ensure_alive()?;
		}
		Ok(join_all(self.nodes.iter_mut().map(Node::view)).await)
	}

	/// The block at `height` on each node that runs.
	pub async fn heads_at(&mut self, height: u32) -> Result<Vec<(&'static str, Head)>, Failure> {
		let running = self.nodes.iter_mut().filter(|node| node.condition == Condition::Running);
		let heads = running.map(|node| async {
			let name = node.validator.name;
			match node.client.head_at(height).await {
				Ok(head) => Ok((name, head)),
				Err(error) => Err(Failure::Rpc { name, cause: error.to_string() }),
			}
		});
		join_all(heads).await.into_iter().collect()
	}

	/// Kills a node as a power cut would. Its database stays.
	pub fn kill(&mut self, name: &str) -> Result<(), Failure> {
		let place = self.place(name)?;
		let node = &mut self.nodes[place];
		node.process = None;
		node.condition = Condition::Stopped;
		node.client = NodeClient::new(node.ports.rpc);
		Ok(())
	}

	/// Starts a killed node again on its own database and waits until it answers.
	pub async fn restart(&mut self, name: &str) -> Result<(), Failure> {
		let place = self.place(name)?;
		self.start_node(place)?;
		self.wait_for_answer(place).await
	}

	/// Makes a node stand still, connections open.
	pub fn pause(&mut self, name: &str) -> Result<(), Failure> {
		self.set_paused(name, true)
	}

	/// Lets a paused node go on.
	pub fn resume(&mut self, name: &str) -> Result<(), Failure> {
		self.set_paused(name, false)
	}

	/// The last lines of every log.
	pub fn last_words(&self) -> String {
		let logs = self.nodes.iter().map(|node| self.log(node.validator.name));
		let logs = logs.chain([self.traffic_log()]).filter_map(|path| {
			let text = fs::read_to_string(&path).ok()?;
			let lines = text.lines().collect::<Vec<_>>();
			let shown = &lines[lines.len().saturating_sub(SHOWN_LINES)..];
			Some(format!("--- {}\n{}\n", path.display(), shown.join("\n")))
		});
		logs.collect()
	}

	/// Where the traffic's output is kept.
	pub fn traffic_log(&self) -> PathBuf {
		self.directory.join("traffic.log")
	}

	fn set_paused(&mut self, name: &str, paused: bool) -> Result<(), Failure> {
		let place = self.place(name)?;
		let node = &mut self.nodes[place];
		let Some(process) = &node.process else {
			return Err(Failure::Unexpected(format!("{name} does not run")));
		};
		let outcome = if paused { process.pause() } else { process.resume() };
		outcome.map_err(Failure::system(format!("signalling {name}")))?;
		node.condition = if paused { Condition::Paused } else { Condition::Running };
		Ok(())
	}

	fn specification(&self) -> PathBuf {
		self.directory.join("specification.json")
	}

	fn log(&self, name: &str) -> PathBuf {
		self.directory.join(format!("{name}.log"))
	}

	fn database(&self, name: &str) -> PathBuf {
		self.directory.join(name)
	}

	fn place(&self, name: &str) -> Result<usize, Failure> {
		self.nodes
			.iter()
			.position(|node| node.validator.name == name)
			.ok_or_else(|| Failure::UnknownValidator(name.into()))
	}

	fn start_node(&mut self, place: usize) -> Result<(), Failure> {
		let name = self.nodes[place].validator.name;
		let log = File::options()
			.create(true)
			.append(true)
			.open(self.log(name))
			.and_then(|log| Ok((log.try_clone()?, log)))
			.map_err(Failure::system(format!("opening {}", self.log(name).display())))?;
		let mut command = Command::new(&self.binary);
		command
			.args(self.arguments(place))
			.args(&self.node_arguments)
			.stdin(Stdio::null())
			.stdout(log.0)
			.stderr(log.1);
		let process = OwnedProcess::start(&mut command)
			.map_err(Failure::system(format!("starting {}", self.binary.display())))?;
		let node = &mut self.nodes[place];
		node.process = Some(process);
		node.condition = Condition::Running;
		Ok(())
	}

	/// Every node dials every other by its address: no discovery is needed, and after a crash nobody
	/// has to be found again.
	fn arguments(&self, place: usize) -> Vec<String> {
		let Node { validator, ports, .. } = &self.nodes[place];
		let text = |path: PathBuf| path.to_string_lossy().into_owned();
		let mut arguments = vec![
			format!("--chain={}", text(self.specification())),
			format!("--base-path={}", text(self.database(validator.name))),
			format!("--{}", validator.name),
			"--validator".into(),
			format!("--node-key={}", validator.node_key),
			format!("--listen-addr=/ip4/127.0.0.1/tcp/{}", ports.peers),
			format!("--rpc-port={}", ports.rpc),
			"--no-mdns".into(),
			"--no-prometheus".into(),
			"--no-telemetry".into(),
			"--no-hardware-benchmarks".into(),
		];
		let others = self.nodes.iter().filter(|other| other.validator != *validator);
		arguments.extend(others.map(|other| {
			format!("--reserved-nodes={}", other.validator.address(other.ports.peers))
		}));
		arguments
	}

	async fn wait_for_answer(&mut self, place: usize) -> Result<(), Failure> {
		let node = &mut self.nodes[place];
		let Validator { name, peer_id: expected, .. } = node.validator;
		let deadline = Instant::now() + ANSWERS_WITHIN;
		loop {
			node.ensure_alive()?;
			match node.client.peer_id().await {
				Ok(found) if found == expected => return Ok(()),
				Ok(found) => return Err(Failure::Identity { name, found, expected }),
				Err(error) if Instant::now() > deadline => {
					return Err(Failure::Rpc { name, cause: error.to_string() });
				},
				Err(_) => sleep(Duration::from_millis(300)).await,
			}
		}
	}
}

impl Drop for Network {
	fn drop(&mut self) {
		for node in &mut self.nodes {
			node.process = None;
		}
		if !self.keeps_files {
			// Files of a temporary directory; if they cannot be removed now, the system will.
			let _ = fs::remove_dir_all(&self.directory);
		}
	}
}

impl Node {
	fn ensure_alive(&mut self) -> Result<(), Failure> {
		let name = self.validator.name;
		let Some(process) = &mut self.process else { return Ok(()) };
		match process.ended().map_err(Failure::system(format!("asking after {name}")))? {
			None => Ok(()),
			Some(status) => Err(Failure::NodeEnded { name, status: status.to_string() }),
		}
	}

	async fn view(&mut self) -> View {
		let heads = match self.condition {
			Condition::Running => self.heads().await,
			Condition::Paused | Condition::Stopped => None,
		};
		View { name: self.validator.name, condition: self.condition, heads }
	}

	async fn heads(&mut self) -> Option<Heads> {
		let finalised = self.client.finalised().await.ok()?;
		let best = self.client.best().await.ok()?;
		Some(Heads { best, finalised })
	}
}
