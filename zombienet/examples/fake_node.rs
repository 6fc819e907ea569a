// SPDX-License-Identifier: Apache-2.0

//! Pretends to be a node, so that tests see the harness notice what real nodes hopefully never do.
//!
//! Its chain grows with the clock, from the moment the chain specification was written, so all nodes
//! of a network are always at the same height. `--fault` makes one of them, or all, misbehave.

use jsonrpsee::{
	server::{RpcModule, Server},
	types::ErrorObjectOwned,
};
use serde_json::{json, Value};
use std::{
	env, fs,
	path::Path,
	process::exit,
	time::{Duration, SystemTime},
};
use straddle_network_harness::validators::VALIDATORS;

const BLOCKS_PER_SECOND: u128 = 20;
/// From this height on, and after this many seconds, faults show.
const FAULTY_FROM: u32 = 7;
const FAULTY_AFTER: Duration = Duration::from_secs(2);

/// A node's view of the chain.
struct Chain {
	name: &'static str,
	began: SystemTime,
	fault: String,
}

impl Chain {
	fn best(&self) -> u32 {
		let age = self.began.elapsed().unwrap_or_default().as_millis();
		u32::try_from(age * BLOCKS_PER_SECOND / 1_000).unwrap_or(u32::MAX)
	}

	fn finalised(&self) -> u32 {
		let height = self.best().saturating_sub(2);
		if self.fault == "standstill" {
			height.min(FAULTY_FROM)
		} else {
			height
		}
	}

	fn hash(&self, height: u32) -> String {
		format!("0x{height:064x}")
	}

	fn state_root(&self, height: u32) -> String {
		let differs = self.fault == "fork" && self.name == "dave" && height >= FAULTY_FROM;
		format!("0x{:064x}", u64::from(height) + if differs { 1_000_000 } else { 0 })
	}

	fn peer_id(&self) -> &'static str {
		let impostor = self.fault == "impostor" && self.name == "charlie";
		let name = if impostor { "dave" } else { self.name };
		VALIDATORS
			.iter()
			.find(|validator| validator.name == name)
			.map_or("", |validator| validator.peer_id)
	}
}

fn value_of<'a>(arguments: &'a [String], option: &str) -> Option<&'a str> {
	arguments
		.iter()
		.find_map(|argument| argument.strip_prefix(option)?.strip_prefix('='))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
	let arguments: Vec<String> = env::args().skip(1).collect();
	if arguments.first().is_some_and(|first| first == "export-chain-spec") {
		println!("{}", json!({ "id": "fake", "genesis": { "raw": { "top": {} } } }));
		return;
	}
	let specification =
		value_of(&arguments, "--chain").expect("the harness names the specification");
	let chain = Chain {
		name: VALIDATORS
			.iter()
			.map(|validator| validator.name)
			.find(|name| arguments.contains(&format!("--{name}")))
			.expect("the harness says who we are"),
		began: fs::metadata(Path::new(specification))
			.and_then(|file| file.modified())
			.expect("a file"),
		fault: value_of(&arguments, "--fault").unwrap_or_default().to_owned(),
	};
	println!("{} with fault `{}`", chain.name, chain.fault);
	if chain.fault == "crash" && chain.name == "bob" {
		tokio::spawn(async {
			tokio::time::sleep(FAULTY_AFTER).await;
			exit(7);
		});
	}
	let port: u16 = value_of(&arguments, "--rpc-port")
		.and_then(|port| port.parse().ok())
		.expect("a port");
	let server = Server::builder().build(("127.0.0.1", port)).await.expect("the port is free");
	server.start(answers(chain)).stopped().await;
}

fn answers(chain: Chain) -> RpcModule<Chain> {
	let mut module = RpcModule::new(chain);
	let outcome = module
		.register_method("system_localPeerId", |_, chain, _| chain.peer_id())
		.map(|_| ())
		.and_then(|()| {
			module.register_method("chain_getFinalizedHead", |_, chain, _| {
				chain.hash(chain.finalised())
			})?;
			module.register_method("chain_getBlockHash", |parameters, chain, _| {
				let height = parameters.sequence().optional_next::<u32>()?.unwrap_or(chain.best());
				let known = (height <= chain.best()).then(|| chain.hash(height));
				Ok::<_, ErrorObjectOwned>(known)
			})?;
			module.register_method("chain_getHeader", |parameters, chain, _| {
				let hash: String = parameters.one()?;
				let height = u32::from_str_radix(&hash[58..], 16).unwrap_or_default();
				let header = json!({
					"number": format!("{height:#x}"),
					"stateRoot": chain.state_root(height),
				});
				Ok::<Value, ErrorObjectOwned>(header)
			})?;
			Ok(())
		});
	outcome.expect("no two methods share a name");
	module
}
