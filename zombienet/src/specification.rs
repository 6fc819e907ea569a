// SPDX-License-Identifier: Apache-2.0

//! The chain specification a network starts from.

use crate::Failure;
use serde_json::{json, Value};
use std::{fs, path::Path, process::Command};

/// Who says what prices are on a new chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reporters {
	/// Those of the chain's preset.
	AsPreset,
	/// All validators, by the votes of their nodes, and nobody else.
	Validators,
}

/// Has `node` write the raw specification of `chain`, makes it this network's own, and stores it at
/// `destination`.
pub fn write(
	node: &Path,
	chain: &str,
	reporters: Reporters,
	network: &str,
	destination: &Path,
) -> Result<(), Failure> {
	let store = |specification: &Value| {
		fs::write(destination, specification.to_string())
			.map_err(Failure::system(format!("writing {}", destination.display())))
	};
	let raw = match reporters {
		Reporters::AsPreset => export(node, &["--raw", "--chain", chain])?,
		Reporters::Validators => {
			let mut plain = export(node, &["--chain", chain])?;
			let_validators_report(&mut plain).map_err(Failure::Specification)?;
			store(&plain)?;
			export(node, &["--raw", "--chain", &destination.to_string_lossy()])?
		},
	};
	store(&isolate(raw, network).map_err(Failure::Specification)?)
}

fn export(node: &Path, arguments: &[&str]) -> Result<Value, Failure> {
	let output = Command::new(node)
		.arg("export-chain-spec")
		.args(arguments)
		.output()
		.map_err(Failure::system(format!("starting {}", node.display())))?;
	if !output.status.success() {
		let reason = String::from_utf8_lossy(&output.stderr).trim().to_owned();
		return Err(Failure::Specification(reason));
	}
	serde_json::from_slice(&output.stdout)
		.map_err(|error| Failure::Specification(error.to_string()))
}

/// Takes the outside reporters out of a plain specification and puts the validators in their place.
fn let_validators_report(specification: &mut Value) -> Result<(), String> {
	let oracle = specification
		.pointer_mut("/genesis/runtimeGenesis/patch/oracleAggregator")
		.and_then(Value::as_object_mut)
		.ok_or("it says nothing of the oracle")?;
	oracle.insert("reporters".into(), json!([]));
	let rule = oracle
		.get_mut("panelRule")
		.and_then(|rule| rule.get_mut("validators_report"))
		.ok_or("it does not say whether validators report")?;
	*rule = json!(true);
	Ok(())
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
	fn validators_take_the_place_of_outside_reporters() {
		let patch = json!({ "oracleAggregator": {
			"feeds": ["BTC"],
			"reporters": [["5H6", 10]],
			"panelRule": { "outside_share": 3, "validators_report": false },
		} });
		let mut plain = json!({ "genesis": { "runtimeGenesis": { "patch": patch } } });
		let_validators_report(&mut plain).unwrap();
		assert_eq!(
			plain["genesis"]["runtimeGenesis"]["patch"]["oracleAggregator"],
			json!({
				"feeds": ["BTC"],
				"reporters": [],
				"panelRule": { "outside_share": 3, "validators_report": true },
			})
		);
		assert!(let_validators_report(&mut json!({ "genesis": {} })).is_err());
	}

	#[test]
	fn a_plain_specification_is_refused() {
		let plain = json!({ "genesis": { "runtimeGenesis": { "patch": {} } } });
		assert!(isolate(plain, "network-7").unwrap_err().contains("not raw"));
	}
}
