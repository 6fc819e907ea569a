// SPDX-License-Identifier: Apache-2.0
//! A node that runs as long as this program needs it.

use std::{
	fs::{File, TryLockError},
	io::{Read, Seek, SeekFrom},
	net::TcpListener,
	path::{Path, PathBuf},
	process::{Child, Command, ExitStatus, Stdio},
	time::{Duration, Instant},
};

/// A development node as a child process. It is stopped when this value is dropped.
#[derive(Debug)]
pub struct NodeProcess {
	program: PathBuf,
	child: Child,
	log: PathBuf,
	folder: PathBuf,
	rpc_port: u16,
	/// Says that the folder is ours, until we stop.
	lock: File,
}

/// Why a node does not run.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
	/// The program could not be started.
	#[error("cannot start {}: {source}; build it with `make programs`", program.display())]
	CannotStart {
		/// The program.
		program: PathBuf,
		/// What the system says.
		source: std::io::Error,
	},
	/// A folder or file for it could not be made.
	#[error("cannot write {}: {source}", path.display())]
	CannotWrite {
		/// The folder or file.
		path: PathBuf,
		/// What the system says.
		source: std::io::Error,
	},
	/// Another node runs there.
	#[error(
		"a node that this program started runs in {} already; stop it, or choose another --folder",
		folder.display()
	)]
	FolderInUse {
		/// The folder.
		folder: PathBuf,
	},
	/// It ended by itself.
	#[error("the node stopped ({status}); its log is {}, and ends:\n{tail}", log.display())]
	Stopped {
		/// How it ended.
		status: ExitStatus,
		/// Its log.
		log: PathBuf,
		/// The last lines of the log.
		tail: String,
	},
}

/// How long a node gets to end after it was asked to.
const PATIENCE: Duration = Duration::from_secs(10);

impl NodeProcess {
	/// Starts `program --dev` with a database of its own and its log in `folder`.
	///
	/// `rpc_port` 0 takes any free port.
	pub fn start(program: &Path, folder: &Path, rpc_port: u16) -> Result<Self, NodeError> {
		Self::launch(program, None, folder, rpc_port)
	}

	/// The same on the chain of a specification, of which Alice is a validator.
	pub fn start_on(
		program: &Path,
		specification: &Path,
		folder: &Path,
		rpc_port: u16,
	) -> Result<Self, NodeError> {
		Self::launch(program, Some(specification), folder, rpc_port)
	}

	fn launch(
		program: &Path,
		specification: Option<&Path>,
		folder: &Path,
		rpc_port: u16,
	) -> Result<Self, NodeError> {
		let cannot_write = |path: &Path| {
			let path = path.to_path_buf();
			move |source| NodeError::CannotWrite { path, source }
		};
		std::fs::create_dir_all(folder).map_err(cannot_write(folder))?;
		let lock = lock(folder)?;
		let database = folder.join("database");
		if database.exists() {
			std::fs::remove_dir_all(&database).map_err(cannot_write(&database))?;
		}
		let log = folder.join("node.log");
		let output = File::create(&log).map_err(cannot_write(&log))?;
		let errors = output.try_clone().map_err(cannot_write(&log))?;
		let rpc_port = if rpc_port == 0 { free_port().unwrap_or(9944) } else { rpc_port };
		let mut command = Command::new(program);
		// What `--dev` means beside the chain stays as it is.
		if let Some(specification) = specification {
			command.arg("--chain").arg(specification);
		}
		let child = command
			.args(["--dev", "--base-path"])
			.arg(&database)
			.args(["--rpc-port", &rpc_port.to_string()])
			.args(["--port", "0", "--no-prometheus", "--no-telemetry"])
			.stdin(Stdio::null())
			.stdout(output)
			.stderr(errors)
			.spawn()
			.map_err(|source| NodeError::CannotStart { program: program.into(), source })?;
		Ok(Self { program: program.into(), child, log, folder: folder.into(), rpc_port, lock })
	}

	/// Where it answers.
	pub fn url(&self) -> String {
		format!("ws://127.0.0.1:{}", self.rpc_port)
	}

	/// The file its log is in.
	pub fn log(&self) -> &Path {
		&self.log
	}

	/// The operating system's number for it.
	pub fn process_id(&self) -> u32 {
		self.child.id()
	}

	/// An error if it has ended.
	pub fn ensure_running(&mut self) -> Result<(), NodeError> {
		match self.child.try_wait() {
			Ok(Some(status)) => {
				Err(NodeError::Stopped { status, log: self.log.clone(), tail: tail(&self.log, 12) })
			},
			Ok(None) | Err(_) => Ok(()),
		}
	}

	/// Stops it and lets its program write the state of its best block to `into`, as a chain
	/// specification.
	pub fn export_state(&mut self, into: &Path) -> Result<(), NodeError> {
		self.end();
		let cannot_write = |source| NodeError::CannotWrite { path: into.to_path_buf(), source };
		let output = File::create(into).map_err(cannot_write)?;
		let log = self.folder.join("export-state.log");
		let errors = File::create(&log)
			.map_err(|source| NodeError::CannotWrite { path: log.clone(), source })?;
		let status = Command::new(&self.program)
			.args(["export-state", "--dev", "--base-path"])
			.arg(self.folder.join("database"))
			.stdin(Stdio::null())
			.stdout(output)
			.stderr(errors)
			.status()
			.map_err(|source| NodeError::CannotStart { program: self.program.clone(), source })?;
		if status.success() {
			Ok(())
		} else {
			Err(NodeError::Stopped { status, tail: tail(&log, 12), log })
		}
	}

	/// Stops it and removes its database. The log stays.
	pub fn stop(&mut self) {
		self.end();
		let _ = std::fs::remove_dir_all(self.folder.join("database"));
	}

	fn end(&mut self) {
		if matches!(self.child.try_wait(), Ok(None)) {
			self.ask_to_end();
			let asked = Instant::now();
			while matches!(self.child.try_wait(), Ok(None)) && asked.elapsed() < PATIENCE {
				std::thread::sleep(Duration::from_millis(50));
			}
			// Only does something if asking did not help.
			let _ = self.child.kill();
			let _ = self.child.wait();
		}
	}

	/// The interrupt that ctrl-c sends, so that the node can close its database.
	fn ask_to_end(&mut self) {
		let asked = Command::new("kill")
			.args(["-INT", &self.child.id().to_string()])
			.stdout(Stdio::null())
			.stderr(Stdio::null())
			.status();
		if !asked.is_ok_and(|status| status.success()) {
			let _ = self.child.kill();
		}
	}
}

impl Drop for NodeProcess {
	fn drop(&mut self) {
		self.stop();
		// Closing gives it back too, but not while a process that just starts still has our files.
		let _ = self.lock.unlock();
	}
}

/// Takes a folder for ourselves. The system gives it back when the program ends, however it ends.
fn lock(folder: &Path) -> Result<File, NodeError> {
	let path = folder.join("lock");
	let cannot_write = |source| NodeError::CannotWrite { path: path.clone(), source };
	let file = File::create(&path).map_err(cannot_write)?;
	match file.try_lock() {
		Ok(()) => Ok(file),
		Err(TryLockError::WouldBlock) => Err(NodeError::FolderInUse { folder: folder.into() }),
		Err(TryLockError::Error(source)) => Err(cannot_write(source)),
	}
}

fn free_port() -> Option<u16> {
	let listener = TcpListener::bind(("127.0.0.1", 0)).ok()?;
	Some(listener.local_addr().ok()?.port())
}

/// The last `lines` lines of a file; empty if it cannot be read.
fn tail(path: &Path, lines: usize) -> String {
	let read = || -> std::io::Result<String> {
		let mut file = File::open(path)?;
		let length = file.metadata()?.len();
		file.seek(SeekFrom::Start(length.saturating_sub(16_384)))?;
		let mut bytes = Vec::new();
		file.read_to_end(&mut bytes)?;
		Ok(String::from_utf8_lossy(&bytes).into_owned())
	};
	let text = read().unwrap_or_default();
	let all: Vec<&str> = text.lines().collect();
	all[all.len().saturating_sub(lines)..].join("\n")
}

#[cfg(test)]
mod tests {
	use super::*;

	fn folder(name: &str) -> PathBuf {
		std::env::temp_dir().join(format!("straddle-test-{name}-{}", std::process::id()))
	}

	#[test]
	fn a_program_that_is_not_there_is_named() {
		let folder = folder("missing");
		let error = NodeProcess::start(Path::new("/nowhere/node"), &folder, 0).unwrap_err();
		assert!(error.to_string().contains("/nowhere/node"), "{error}");
		std::fs::remove_dir_all(folder).unwrap();
	}

	#[test]
	fn a_node_that_stops_by_itself_shows_its_last_words() {
		let folder = folder("stops");
		// `false` ignores its arguments and ends at once.
		let mut node = NodeProcess::start(Path::new("/bin/false"), &folder, 0).unwrap();
		let error = loop {
			match node.ensure_running() {
				Err(error) => break error.to_string(),
				Ok(()) => std::thread::sleep(Duration::from_millis(10)),
			}
		};
		assert!(error.contains("node.log"), "{error}");
		drop(node);
		std::fs::remove_dir_all(folder).unwrap();
	}

	#[test]
	fn two_nodes_never_share_a_folder() {
		let folder = folder("shared");
		let first = NodeProcess::start(Path::new("/bin/false"), &folder, 0).unwrap();
		std::fs::create_dir_all(folder.join("database")).unwrap();
		let error = NodeProcess::start(Path::new("/bin/false"), &folder, 0).unwrap_err();
		assert!(matches!(error, NodeError::FolderInUse { .. }), "{error}");
		assert!(folder.join("database").exists(), "the first one's database stays");
		drop(first);
		NodeProcess::start(Path::new("/bin/false"), &folder, 0).unwrap();
		std::fs::remove_dir_all(folder).unwrap();
	}

	#[test]
	fn the_tail_is_the_end() {
		let path = folder("tail");
		std::fs::write(&path, "one\ntwo\nthree\n").unwrap();
		assert_eq!(tail(&path, 2), "two\nthree");
		std::fs::remove_file(&path).unwrap();
		assert_eq!(tail(&path, 2), "");
	}
}
