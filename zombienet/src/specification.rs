// SPDX-License-Identifier: Apache-2.0

//! The chain specification a network starts from.

use crate::Failure;
use serde_json::{json, Value};
use std::{fs, path::Path, process::Command};

/// Has `node` write the raw specification of `chain`, makes it this network's own, and stores it at
/// `destination`.
pub fn write(node: &Path, chain: &str, network: &str, destination: &Path) -> Result<(), Failure> {
	let output = Command::new(node)
		.args(["export-chain-spec", "--raw", "--chain", chain])
		.output()
		.map_err(Failure::system(format!("starting {}", node.display())))?;
	if !output.status.success() {
		let reason = String::from_utf8_lossy(&output.stderr).trim().to_owned();
		return Err(Failure::Specification(reason));
	}
	let specification = serde_json::from_slice(&output.stdout)
		.map_err(|error| Failure::Specification(error.to_string()))?;
	let specification = isolate(specification, network).map_err(Failure::Specification)?;
	fs::write(destination, specification.to_string())
		.map_err(Failure::system(format!("writing {}", destination.display())))
}

/// A specification whose nodes talk to nobody outside `network`, not even to another network with the
/// same genesis on this machine.
fn isolate(mut specification: Value, network: &str) -> Result<Value, String> {
	if !specification["genesis"]["raw"]["top"].is_object() {
		return Err("it is not raw: `genesis.raw.top` is missing".into());
	}
	let fields = specification.as_object_mut().ok_or("it is not an object")?;
	fields.insert("bootNodes".into(), json!([]));
	fields.insert("telemetryEndpoints".into(), Value::Null);
	fields.insert("forkId".into(), json!(network));
	Ok(specification)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_isolated_specification_keeps_its_genesis_and_forgets_the_world() {
		let original = json!({
			"name": "Straddle Local",
			"id": "straddle_local",
			"bootNodes": ["/dns/example/tcp/30333/p2p/12D3KooW"],
			"telemetryEndpoints": [["wss://telemetry.example", 0]],
			"genesis": { "raw": { "top": { "0x3a636f6465": "0x00" }, "childrenDefault": {} } },
		});
		let isolated = isolate(original.clone(), "network-7").unwrap();
		assert_eq!(isolated["genesis"], original["genesis"]);
		assert_eq!(isolated["id"], original["id"]);
		assert_eq!(isolated["bootNodes"], json!([]));
		assert_eq!(isolated["telemetryEndpoints"], Value::Null);
		assert_eq!(isolated["forkId"], "network-7");
	}

	#[test]
	fn a_plain_specification_is_refused() {
		let plain = json!({ "genesis": { "runtimeGenesis": { "patch": {} } } });
		assert!(isolate(plain, "network-7").unwrap_err().contains("not raw"));
	}
}
