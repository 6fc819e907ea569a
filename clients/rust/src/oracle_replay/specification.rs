// SPDX-License-Identifier: Apache-2.0
//! The chain that a replay starts: the development chain, but its feeds are guarded as those of a major coin are where
//! money is at stake, and everybody who reports is on the panel from the first block on.
//!
//! The development chain itself replays a day in minutes and lets its feeds move further in a round. How its status
//! changes says nothing of a chain in earnest.

use crate::{node_process::NodeError, oracle_replay::ReplayError};
use oracle_core::FeedParameters;
use serde_json::{json, Value};
use std::{
	path::Path,
	process::{Command, Stdio},
};
use subxt::utils::AccountId32;

/// Has `node` write the specification of the development chain, and stores at `into` what a replay makes of it.
pub fn write(node: &Path, reporters: &[AccountId32], into: &Path) -> Result<(), ReplayError> {
	let unusable =
		|problem: String| ReplayError::Unusable(format!("the chain's specification: {problem}"));
	let output = Command::new(node)
		.args(["export-chain-spec", "--chain", "dev"])
		.stdin(Stdio::null())
		.output()
		.map_err(|source| NodeError::CannotStart { program: node.into(), source })?;
	if !output.status.success() {
		return Err(unusable(String::from_utf8_lossy(&output.stderr).trim().to_string()));
	}
	let mut specification: Value =
		serde_json::from_slice(&output.stdout).map_err(|error| unusable(error.to_string()))?;
	let addresses: Vec<String> = reporters.iter().map(ToString::to_string).collect();
	harden(&mut specification, &addresses).map_err(unusable)?;
	let cannot_write = |source| NodeError::CannotWrite { path: into.into(), source };
	if let Some(folder) = into.parent() {
		std::fs::create_dir_all(folder).map_err(cannot_write)?;
	}
	std::fs::write(into, specification.to_string()).map_err(cannot_write)?;
	Ok(())
}

/// Gives the feeds of a plain specification the parameters for major coins, and seats the reporters, each with the
/// bond and the money of the one that is seated first.
fn harden(specification: &mut Value, reporters: &[String]) -> Result<(), String> {
	let patch = specification
		.pointer_mut("/genesis/runtimeGenesis/patch")
		.ok_or("it is not plain")?;
	let feeds = patch
		.pointer_mut("/oracleAggregator/feeds")
		.and_then(Value::as_array_mut)
		.ok_or("it has no feeds")?;
	for feed in feeds {
		let Some([id, parameters]) = feed.as_array_mut().map(Vec::as_mut_slice) else {
			return Err("a feed is not a name with parameters".into());
		};
		let guarded = match id.get("Index") {
			Some(_) => FeedParameters::major(),
			None => FeedParameters::volatility(),
		};
		*parameters = serde_json::to_value(guarded).map_err(|error| error.to_string())?;
	}
	let seats = patch
		.pointer_mut("/oracleAggregator/reporters")
		.and_then(Value::as_array_mut)
		.ok_or("it does not say who reports")?;
	let Some([first, bond]) = seats.first().and_then(Value::as_array).map(Vec::as_slice) else {
		return Err("nobody reports, with whatever bond".into());
	};
	let (first, bond) = (first.clone(), bond.clone());
	*seats = reporters.iter().map(|address| json!([address, bond])).collect();
	let balances = patch
		.pointer_mut("/balances/balances")
		.and_then(Value::as_array_mut)
		.ok_or("it does not say who owns what")?;
	let money = balances
		.iter()
		.find(|entry| entry.get(0) == Some(&first))
		.and_then(|entry| entry.get(1))
		.cloned()
		.ok_or("its first reporter owns nothing")?;
	for address in reporters {
		let is_its = |entry: &Value| entry.get(0).and_then(Value::as_str) == Some(address.as_str());
		if !balances.iter().any(is_its) {
			balances.push(json!([address, money]));
		}
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn plain() -> Value {
		json!({ "genesis": { "runtimeGenesis": { "patch": {
			"oracleAggregator": {
				"feeds": [
					[{ "Index": "BTC" }, { "max_age_ms": 1 }],
					[{ "Volatility": "BTC" }, { "max_age_ms": 1 }],
				],
				"reporters": [["5A", 10], ["5B", 10]],
				"panelRule": { "validators_report": false },
			},
			"balances": { "balances": [["5X", 7], ["5A", 20], ["5B", 20]] },
		} } } })
	}

	fn reporters(names: &[&str]) -> Vec<String> {
		names.iter().map(ToString::to_string).collect()
	}

	#[test]
	fn the_feeds_are_guarded_as_those_of_a_major_coin() {
		let mut specification = plain();
		harden(&mut specification, &reporters(&["5A"])).unwrap();
		let feeds =
			&specification["genesis"]["runtimeGenesis"]["patch"]["oracleAggregator"]["feeds"];
		let read = |at: usize| serde_json::from_value::<FeedParameters>(feeds[at][1].clone());
		assert_eq!(read(0).unwrap(), FeedParameters::major());
		assert_eq!(read(1).unwrap(), FeedParameters::volatility());
		assert_eq!(feeds[0][0], json!({ "Index": "BTC" }));
	}

	#[test]
	fn all_reporters_are_seated_and_own_what_they_bond() {
		let mut specification = plain();
		harden(&mut specification, &reporters(&["5A", "5C"])).unwrap();
		let patch = &specification["genesis"]["runtimeGenesis"]["patch"];
		assert_eq!(patch["oracleAggregator"]["reporters"], json!([["5A", 10], ["5C", 10]]));
		assert_eq!(
			patch["balances"]["balances"],
			json!([["5X", 7], ["5A", 20], ["5B", 20], ["5C", 20]])
		);
		assert_eq!(
			patch["oracleAggregator"]["panelRule"],
			json!({ "validators_report": false }),
			"the rest stays"
		);
	}

	#[test]
	fn amounts_beyond_64_bits_stay_what_they_are() {
		let mut specification = plain();
		let text = "2000000000000000000000";
		specification["genesis"]["runtimeGenesis"]["patch"]["assets"] =
			serde_json::from_str(text).unwrap();
		harden(&mut specification, &reporters(&["5A"])).unwrap();
		assert!(specification.to_string().contains(&format!("\"assets\":{text}")));
	}

	#[test]
	fn a_specification_that_is_not_plain_is_refused() {
		let mut raw = json!({ "genesis": { "raw": {} } });
		assert!(harden(&mut raw, &reporters(&["5A"])).unwrap_err().contains("not plain"));
	}
}
