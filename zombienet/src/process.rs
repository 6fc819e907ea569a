// SPDX-License-Identifier: Apache-2.0

//! A child process that cannot outlive us.
//!
//! It leads a process group of its own. The whole group is killed when the value is dropped, and the
//! kernel kills the child itself if we die without dropping anything.

use nix::{
	sys::{
		prctl,
		signal::{killpg, Signal},
	},
	unistd::Pid,
};
use std::{
	io,
	os::unix::process::CommandExt,
	process::{Child, ChildStderr, ChildStdout, Command, ExitStatus},
};

/// A running child and its descendants.
///
/// Start it from the main thread: the kernel counts the end of the thread that started a child as the
/// end of its parent.
#[derive(Debug)]
pub struct OwnedProcess {
	child: Child,
}

impl OwnedProcess {
	/// Starts `command` in a process group of its own.
	pub fn start(command: &mut Command) -> io::Result<Self> {
		command.process_group(0);
		// SAFETY: between fork and exec only one system call is made; nothing is allocated or locked.
		unsafe {
			command.pre_exec(|| prctl::set_pdeathsig(Signal::SIGKILL).map_err(io::Error::from));
		}
		Ok(Self { child: command.spawn()? })
	}

	/// The number of the process.
	pub fn id(&self) -> u32 {
		self.child.id()
	}

	/// How it ended, if it has.
	pub fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
		self.child.try_wait()
	}

	/// Stops it where it is. It keeps its memory and its connections, and answers nothing.
	pub fn pause(&self) -> io::Result<()> {
		self.send(Signal::SIGSTOP)
	}

	/// Lets it go on after [`Self::pause`].
	pub fn resume(&self) -> io::Result<()> {
		self.send(Signal::SIGCONT)
	}

	/// What it writes to its standard output, if that was piped and not taken yet.
	pub fn take_stdout(&mut self) -> Option<ChildStdout> {
		self.child.stdout.take()
	}

	/// What it writes to its standard error, if that was piped and not taken yet.
	pub fn take_stderr(&mut self) -> Option<ChildStderr> {
		self.child.stderr.take()
	}

	fn send(&self, signal: Signal) -> io::Result<()> {
		Ok(killpg(self.group(), signal)?)
	}

	fn group(&self) -> Pid {
		Pid::from_raw(self.child.id().cast_signed())
	}
}

impl Drop for OwnedProcess {
	/// Kills the group, as a power cut would, and waits until the child is gone.
	fn drop(&mut self) {
		// Descendants may live on after the child has ended, so the group is told in any case. No group
		// left to tell is what is wanted.
		let _ = self.send(Signal::SIGKILL);
		let _ = self.child.wait();
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use nix::{errno::Errno, sys::signal::kill};
	use std::{
		fs,
		io::{BufRead, BufReader},
		process::Stdio,
		thread,
		time::{Duration, Instant},
	};

	/// The state letter of a process, `None` once it is gone or only waits for its parent.
	fn state(process: u32) -> Option<char> {
		let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
		let line = status.lines().find(|line| line.starts_with("State:"))?;
		line.split_whitespace().nth(1)?.chars().next().filter(|state| *state != 'Z')
	}

	fn eventually(condition: impl Fn() -> bool) -> bool {
		let deadline = Instant::now() + Duration::from_secs(10);
		while Instant::now() < deadline {
			if condition() {
				return true;
			}
			thread::sleep(Duration::from_millis(20));
		}
		false
	}

	fn sleeper() -> OwnedProcess {
		OwnedProcess::start(Command::new("sleep").arg("600")).unwrap()
	}

	#[test]
	fn a_dropped_process_is_gone() {
		let process = sleeper();
		let id = process.id();
		assert!(state(id).is_some());
		drop(process);
		assert_eq!(kill(Pid::from_raw(id.cast_signed()), None), Err(Errno::ESRCH));
	}

	#[test]
	fn descendants_go_with_it() {
		let mut process = OwnedProcess::start(
			Command::new("sh")
				.args(["-c", "sleep 600 & echo $!; wait"])
				.stdout(Stdio::piped()),
		)
		.unwrap();
		let mut line = String::new();
		BufReader::new(process.take_stdout().unwrap()).read_line(&mut line).unwrap();
		let grandchild: u32 = line.trim().parse().unwrap();
		assert!(state(grandchild).is_some());
		drop(process);
		assert!(eventually(|| state(grandchild).is_none()));
	}

	#[test]
	fn descendants_go_even_if_the_child_ended_first() {
		let mut process = OwnedProcess::start(
			Command::new("sh").args(["-c", "sleep 600 & echo $!"]).stdout(Stdio::piped()),
		)
		.unwrap();
		let mut line = String::new();
		BufReader::new(process.take_stdout().unwrap()).read_line(&mut line).unwrap();
		let grandchild: u32 = line.trim().parse().unwrap();
		assert!(process.child.wait().unwrap().success());
		assert!(state(grandchild).is_some());
		drop(process);
		assert!(eventually(|| state(grandchild).is_none()));
	}

	#[test]
	fn a_paused_process_stands_still_until_it_is_resumed() {
		let process = sleeper();
		process.pause().unwrap();
		assert!(eventually(|| state(process.id()) == Some('T')));
		process.resume().unwrap();
		assert!(eventually(|| state(process.id()) == Some('S')));
	}

	#[test]
	fn a_paused_process_can_be_dropped() {
		let process = sleeper();
		let id = process.id();
		process.pause().unwrap();
		assert!(eventually(|| state(id) == Some('T')));
		drop(process);
		assert_eq!(state(id), None);
	}

	#[test]
	fn the_end_of_a_process_is_noticed() {
		let mut process = OwnedProcess::start(Command::new("sh").args(["-c", "exit 3"])).unwrap();
		let mut status = None;
		let deadline = Instant::now() + Duration::from_secs(10);
		while status.is_none() && Instant::now() < deadline {
			status = process.ended().unwrap();
			thread::sleep(Duration::from_millis(20));
		}
		assert_eq!(status.unwrap().code(), Some(3));
	}
}
