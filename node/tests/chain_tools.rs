// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0

//! Runs the program as an operator would: makes a chain, stops, and uses every tool on its database.

use std::{
	io::{Read, Write},
	net::TcpStream,
	path::{Path, PathBuf},
	process::{Child, Command, Output, Stdio},
	time::{Duration, Instant},
};

const NODE: &str = env!("CARGO_BIN_EXE_straddle-node");

/// A folder that is removed at the end.
struct Folder(std::path::PathBuf);

impl Folder {
	fn new(name: &str) -> Self {
		let path = std::env::temp_dir().join(format!("straddle-{name}-{}", std::process::id()));
		std::fs::create_dir_all(&path).unwrap();
		Self(path)
	}

	fn join(&self, name: &str) -> String {
		self.0.join(name).to_str().unwrap().to_owned()
	}
}

impl Drop for Folder {
	fn drop(&mut self) {
		let _ = std::fs::remove_dir_all(&self.0);
	}
}

/// A running node, stopped when dropped.
struct Running {
	process: Child,
	rpc_port: u16,
}

impl Running {
	fn development(base_path: &str, runtime_cache: &str) -> Self {
		let free_port = || {
			let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
			socket.local_addr().unwrap().port()
		};
		let (rpc_port, port) = (free_port(), free_port());
		let process = Command::new(NODE)
			.args(["--dev", "--no-prometheus", "--base-path", base_path])
			.args(["--runtime-cache", runtime_cache])
			.args(["--rpc-port", &rpc_port.to_string(), "--port", &port.to_string()])
			.stdout(Stdio::null())
			.stderr(Stdio::null())
			.spawn()
			.unwrap();
		Self { process, rpc_port }
	}

	/// Asks the node, `None` while it does not answer.
	fn ask(&self, method: &str, parameters: &str) -> Option<serde_json::Value> {
		let body =
			format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{parameters}}}"#);
		let mut stream = TcpStream::connect(("127.0.0.1", self.rpc_port)).ok()?;
		stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
		write!(
			stream,
			"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
			 Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
			body.len(),
		)
		.ok()?;
		let mut answer = String::new();
		stream.read_to_string(&mut answer).ok()?;
		let json = answer.split_once("\r\n\r\n")?.1;
		let value: serde_json::Value = serde_json::from_str(json).ok()?;
		value.get("result").cloned()
	}

	fn finalised(&self) -> Option<u64> {
		let head = self.ask("chain_getFinalizedHead", "[]")?;
		let header = self.ask("chain_getHeader", &format!("[{head}]"))?;
		u64::from_str_radix(header["number"].as_str()?.trim_start_matches("0x"), 16).ok()
	}

	fn wait_until_finalised(&self, height: u64) {
		let deadline = Instant::now() + Duration::from_secs(180);
		while self.finalised().is_none_or(|finalised| finalised < height) {
			assert!(Instant::now() < deadline, "block {height} was not final after three minutes");
			std::thread::sleep(Duration::from_millis(500));
		}
	}

	/// Asks the program to end, as a service manager would.
	fn stop(mut self) {
		let stopped = Command::new("kill")
			.args(["-s", "TERM", &self.process.id().to_string()])
			.status()
			.unwrap();
		assert!(stopped.success());
		assert!(self.process.wait().unwrap().success(), "the node did not end well");
	}
}

impl Drop for Running {
	fn drop(&mut self) {
		let _ = self.process.kill();
		let _ = self.process.wait();
	}
}

/// The compiled runtimes in a folder, at any depth, without what is noted about their use.
fn runtimes(folder: &Path) -> Vec<PathBuf> {
	let mut found = Vec::new();
	for entry in std::fs::read_dir(folder).unwrap() {
		let path = entry.unwrap().path();
		if path.is_dir() {
			found.extend(runtimes(&path));
		} else if path.extension().is_none() {
			found.push(path);
		}
	}
	found
}

fn run(arguments: &[&str]) -> Output {
	let output = Command::new(NODE).args(arguments).output().unwrap();
	assert!(
		output.status.success(),
		"straddle-node {} failed:\n{}",
		arguments.join(" "),
		String::from_utf8_lossy(&output.stderr),
	);
	output
}

#[test]
fn a_chain_is_made_finalised_stopped_inspected_copied_reverted_and_removed() {
	let folder = Folder::new("tools");
	let (base, copy) = (folder.join("base"), folder.join("copy"));
	let cache = folder.join("runtimes");
	let run = |arguments: &[&str]| run(&[arguments, &["--runtime-cache", &cache]].concat());

	let node = Running::development(&base, &cache);
	node.wait_until_finalised(3);
	let methods = node.ask("rpc_methods", "[]").unwrap().to_string();
	for expected in [
		"babe_epochAuthorship",
		"chainHead_v1_follow",
		"grandpa_proveFinality",
		"payment_queryInfo",
		"sync_state_genSyncSpec",
		"system_accountNextIndex",
		"transactionWatch_v1_submitAndWatch",
	] {
		assert!(methods.contains(&format!("\"{expected}\"")), "{expected} is not served");
	}
	node.stop();
	let compiled = runtimes(Path::new(&cache));
	assert_eq!(compiled.len(), 1, "the runtime is kept as it was compiled: {compiled:?}");

	run(&["chain-info", "--dev", "--base-path", &base]);
	run(&["check-block", "1", "--dev", "--base-path", &base]);

	let blocks = folder.join("blocks");
	run(&["export-blocks", &blocks, "--binary", "--to", "2", "--dev", "--base-path", &base]);
	assert!(Path::new(&blocks).metadata().unwrap().len() > 0);
	run(&["import-blocks", &blocks, "--binary", "--dev", "--base-path", &copy]);
	run(&["check-block", "2", "--dev", "--base-path", &copy]);

	let state = run(&["export-state", "2", "--dev", "--base-path", &copy]);
	let spec: serde_json::Value = serde_json::from_slice(&state.stdout).unwrap();
	assert!(spec.pointer("/genesis/raw/top").unwrap().as_object().unwrap().len() > 100);

	run(&["revert", "1", "--dev", "--base-path", &base]);
	// What was reverted is made again, and consensus goes on.
	let node = Running::development(&base, &cache);
	let before = loop {
		if let Some(height) = node.finalised() {
			break height;
		}
		std::thread::sleep(Duration::from_millis(200));
	};
	node.wait_until_finalised(before + 2);
	node.stop();

	run(&["purge-chain", "--dev", "-y", "--base-path", &base]);
	assert!(!Path::new(&base).join("chains/straddle_dev/paritydb").exists());
	assert_eq!(runtimes(Path::new(&cache)), compiled, "it was compiled once for all of this");
}

#[test]
fn keys_are_made_inspected_and_kept_and_a_signature_verifies() {
	let folder = Folder::new("keys");
	let key_file = folder.join("node-key");
	let made = run(&["key", "generate-node-key", "--file", &key_file]);
	let inspected = run(&["key", "inspect-node-key", "--file", &key_file]);
	// The identity is printed by both, to one stream or the other.
	let text = |output: &Output| {
		let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
		text.push_str(&String::from_utf8_lossy(&output.stderr));
		text.trim().to_owned()
	};
	assert!(text(&inspected).starts_with("12D3KooW"));
	assert!(text(&made).contains(&text(&inspected)));

	for (key_type, scheme) in [
		("babe", "sr25519"),
		("gran", "ed25519"),
		("audi", "sr25519"),
		("seqr", "sr25519"),
		("orcl", "sr25519"),
	] {
		run(&[
			"key",
			"insert",
			"--dev",
			"--base-path",
			&folder.join("base"),
			"--key-type",
			key_type,
			"--scheme",
			scheme,
			"--suri",
			"//Alice",
		]);
	}
	let keystore = std::fs::read_dir(folder.join("base/chains/straddle_dev/keystore")).unwrap();
	assert_eq!(keystore.count(), 5);

	let signature = run(&["sign", "--suri", "//Alice", "--message", "00", "--hex"]);
	let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
	let signature = text(&signature);
	run(&["verify", &signature, alice, "--message", "00", "--hex"]);
	run(&["vanity", "--pattern", "a", "--scheme", "sr25519"]);
}

#[test]
fn a_validator_without_a_node_key_refuses_to_start_on_a_network() {
	let folder = Folder::new("refuse");
	let output = Command::new(NODE)
		.args(["--chain", "local", "--validator", "--base-path", &folder.join("base")])
		.output()
		.unwrap();
	assert!(!output.status.success());
	let error = String::from_utf8_lossy(&output.stderr).into_owned();
	assert!(
		error.to_lowercase().contains("node key")
			|| error.contains("NetworkKeyNotFound")
			|| error.contains("network"),
		"{error}"
	);
}
