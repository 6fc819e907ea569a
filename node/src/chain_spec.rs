// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0

//! The chains this node knows by name.

use crate::service::Block;
use sc_chain_spec::{ChainSpecExtension, ChainType, Properties};
use serde::{Deserialize, Serialize};
use straddle_runtime::{
	constants::money::{SS58_PREFIX, TOKEN_DECIMALS, TOKEN_SYMBOL},
	genesis_config_presets, WASM_BINARY,
};

/// What a specification says beside genesis.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ChainSpecExtension)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Extensions {
	/// Blocks that must have a certain hash.
	pub(crate) fork_blocks: sc_client_api::ForkBlocks<Block>,
	/// Blocks that are refused.
	pub(crate) bad_blocks: sc_client_api::BadBlocks<Block>,
	/// Where light clients start, filled in by `sync_state_genSyncSpec`.
	pub(crate) light_sync_state: sc_sync_state_rpc::LightSyncStateExtension,
}

/// A specification of a chain of this node.
pub(crate) type ChainSpec = sc_chain_spec::GenericChainSpec<Extensions>;

/// Finds the specification that `id` names: `dev`, `local`, or a file.
pub(crate) fn load(id: &str) -> Result<ChainSpec, String> {
	match id {
		"dev" => development(),
		"" | "local" => local(),
		path => ChainSpec::from_json_file(path.into()),
	}
}

/// One validator, Alice, who is also root. Epochs are short.
pub(crate) fn development() -> Result<ChainSpec, String> {
	Ok(builder()?
		.with_name("Straddle Development")
		.with_id("straddle_dev")
		.with_chain_type(ChainType::Development)
		.with_protocol_id("straddle-dev")
		.with_genesis_config_patch(preset(sp_genesis_builder::DEV_RUNTIME_PRESET)?)
		.build())
}

/// Four validators, Alice to Dave, and no root.
pub(crate) fn local() -> Result<ChainSpec, String> {
	Ok(builder()?
		.with_name("Straddle Local")
		.with_id("straddle_local")
		.with_chain_type(ChainType::Local)
		.with_protocol_id("straddle-local")
		.with_genesis_config_patch(preset(sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET)?)
		.build())
}

fn builder() -> Result<sc_chain_spec::ChainSpecBuilder<Extensions>, String> {
	let code = WASM_BINARY.ok_or(
		"This node was built without the runtime (SKIP_WASM_BUILD was set), so it knows no chain by \
		 name. Give the path of a specification with --chain, or build again without it.",
	)?;
	Ok(ChainSpec::builder(code, Extensions::default()).with_properties(properties()))
}

/// What the runtime begins with under a name. Asked natively: the runtime would have to be compiled first, for which
/// who starts a node would wait.
fn preset(name: &str) -> Result<serde_json::Value, String> {
	let preset = genesis_config_presets::get_preset(&name.into())
		.ok_or_else(|| format!("The runtime has no preset of the name {name}."))?;
	serde_json::from_slice(&preset).map_err(|error| error.to_string())
}

/// How wallets show addresses and amounts.
fn properties() -> Properties {
	let mut properties = Properties::new();
	properties.insert("tokenSymbol".into(), TOKEN_SYMBOL.into());
	properties.insert("tokenDecimals".into(), TOKEN_DECIMALS.into());
	properties.insert("ss58Format".into(), SS58_PREFIX.into());
	properties
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::service::HostFunctions;
	use sc_chain_spec::GenesisConfigBuilderRuntimeCaller;
	use sp_core::storage::Storage;
	use sp_runtime::BuildStorage;
	use std::{collections::BTreeSet, sync::LazyLock};

	// The runtime is compiled each time it builds a genesis: once for all tests.
	static DEVELOPMENT: LazyLock<ChainSpec> = LazyLock::new(|| load("dev").unwrap());
	static LOCAL: LazyLock<ChainSpec> = LazyLock::new(|| load("local").unwrap());
	static LOCAL_GENESIS: LazyLock<Storage> = LazyLock::new(|| LOCAL.build_storage().unwrap());

	fn plain(spec: &ChainSpec) -> serde_json::Value {
		serde_json::from_str(&spec.as_json(false).unwrap()).unwrap()
	}

	#[test]
	fn both_named_chains_build_their_genesis() {
		let development = DEVELOPMENT.build_storage().unwrap();
		for (id, storage) in [("dev", &development), ("local", &*LOCAL_GENESIS)] {
			assert!(storage.top.contains_key(sp_core::storage::well_known_keys::CODE), "{id}");
			assert!(storage.top.len() > 100, "{id} has only {} keys", storage.top.len());
		}
	}

	#[test]
	fn the_chain_itself_has_the_presets_that_the_node_takes_natively() {
		let code = WASM_BINARY.unwrap();
		let chain = GenesisConfigBuilderRuntimeCaller::<HostFunctions>::new(code);
		for name in [
			sp_genesis_builder::DEV_RUNTIME_PRESET,
			sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET,
		] {
			assert_eq!(chain.get_named_preset(Some(&name.to_owned())), preset(name), "{name}");
		}
		assert_eq!(preset("none"), Err("The runtime has no preset of the name none.".to_owned()));
	}

	#[test]
	fn a_validator_has_a_key_for_every_duty() {
		let expected = ["authority_discovery", "babe", "grandpa", "orcl", "seqr"];
		for (spec, validators) in [(&DEVELOPMENT, 1), (&LOCAL, 4)] {
			let id = spec.id();
			let spec = plain(spec);
			let keys = spec.pointer("/genesis/runtimeGenesis/patch/session/keys").unwrap();
			let keys = keys.as_array().unwrap();
			assert_eq!(keys.len(), validators, "{id}");
			for validator in keys {
				let duties = validator[2].as_object().unwrap().keys().collect::<BTreeSet<_>>();
				assert_eq!(duties.into_iter().collect::<Vec<_>>(), expected, "{id}");
			}
		}
	}

	#[test]
	fn only_the_development_chain_has_a_root_key() {
		let root =
			|spec| plain(spec).pointer("/genesis/runtimeGenesis/patch/sudo/key").unwrap().clone();
		assert!(root(&DEVELOPMENT).is_string());
		assert!(root(&LOCAL).is_null());
	}

	#[test]
	fn a_written_specification_is_the_same_chain_when_read_again() {
		for raw in [false, true] {
			let name = format!("straddle-{}-{raw}.json", std::process::id());
			let path = std::env::temp_dir().join(name);
			std::fs::write(&path, LOCAL.as_json(raw).unwrap()).unwrap();
			// A specification reads its genesis from the file only when it is asked to.
			let read = load(path.to_str().unwrap()).unwrap().build_storage().unwrap();
			std::fs::remove_file(&path).unwrap();
			assert_eq!(LOCAL_GENESIS.top, read.top);
		}
	}

	#[test]
	fn wallets_learn_symbol_decimals_and_address_format() {
		for spec in [&DEVELOPMENT, &LOCAL] {
			let properties = spec.properties();
			assert_eq!(properties["tokenSymbol"], "STRD");
			assert_eq!(properties["tokenDecimals"], 12);
			assert_eq!(properties["ss58Format"], 42);
		}
	}

	#[test]
	fn light_clients_can_be_given_a_place_to_start() {
		let extension = sc_chain_spec::get_extension::<sc_sync_state_rpc::LightSyncStateExtension>(
			LOCAL.extensions(),
		);
		assert!(extension.is_some());
	}

	#[test]
	fn an_unknown_name_is_taken_for_a_file() {
		let error = load("no-such-chain.json").err().unwrap();
		assert!(error.contains("no-such-chain.json"), "{error}");
	}
}
