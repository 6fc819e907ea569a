// SPDX-License-Identifier: Apache-2.0

//! A command that uses the network while a scenario goes on.

use crate::{network::Network, process::OwnedProcess, Failure};
use std::{
	fs::File,
	io::{BufRead, BufReader, Read, Write},
	process::{Command, Stdio},
	thread,
};

/// The variable that tells the command where the network is.
pub const URL_VARIABLE: &str = "STRADDLE_URL";
/// The variable that tells it where every node is, alice first, apart by spaces.
pub const URLS_VARIABLE: &str = "STRADDLE_URLS";

/// A shell command, its output shown line by line and kept in a log.
#[derive(Debug)]
pub struct Traffic {
	process: OwnedProcess,
	has_ended: bool,
}

impl Traffic {
	/// Starts `command` in a shell, with the URL of the first node in [`URL_VARIABLE`] and those of all in
	/// [`URLS_VARIABLE`].
	pub fn start(command: &str, network: &Network) -> Result<Self, Failure> {
		let urls: Vec<&str> = network.urls().map(|(_, url)| url).collect();
		let path = network.traffic_log();
		let log =
			File::create(&path).map_err(Failure::system(format!("creating {}", path.display())))?;
		let other_log = log.try_clone().map_err(Failure::system("sharing the traffic's log"))?;
		let mut process = OwnedProcess::start(
			Command::new("sh")
				.args(["-c", command])
				.env(URL_VARIABLE, urls.first().copied().unwrap_or_default())
				.env(URLS_VARIABLE, urls.join(" "))
				.stdin(Stdio::null())
				.stdout(Stdio::piped())
				.stderr(Stdio::piped()),
		)
		.map_err(Failure::system(format!("starting `{command}`")))?;
		if let Some(output) = process.take_stdout() {
			echo(output, log);
		}
		if let Some(errors) = process.take_stderr() {
			echo(errors, other_log);
		}
		Ok(Self { process, has_ended: false })
	}

	/// Whether it has ended. Fails if it ended badly.
	pub fn has_ended(&mut self) -> Result<bool, Failure> {
		if self.has_ended {
			return Ok(true);
		}
		match self.process.ended().map_err(Failure::system("asking after the traffic"))? {
			None => Ok(false),
			Some(status) if status.success() => {
				self.has_ended = true;
				Ok(true)
			},
			Some(status) => Err(Failure::Traffic(status.to_string())),
		}
	}
}

/// Copies lines to our own output and to `log` until the other end closes.
fn echo(source: impl Read + Send + 'static, mut log: File) {
	thread::spawn(move || {
		for line in BufReader::new(source).lines().map_while(Result::ok) {
			println!("  traffic | {line}");
			// A log that cannot be written is no reason to stop what is being watched.
			let _ = writeln!(log, "{line}");
		}
	});
}
