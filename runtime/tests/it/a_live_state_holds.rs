// SPDX-License-Identifier: Apache-2.0
//! The state of a chain that ran as a node, checked by `try_state` of every pallet, ours and others'.
//!
//! ```text
//! straddle demo --node straddle-node --state state.json
//! STRADDLE_STATE=state.json cargo test -p straddle-runtime --features try-runtime -- --ignored live_state
//! ```

use crate::harness::Chain;
use frame_support::storage::unhashed;
use sp_runtime::Storage;

/// The chain specification that `straddle-node export-state` wrote.
fn exported() -> Storage {
	let path = std::env::var("STRADDLE_STATE").expect("STRADDLE_STATE names an exported state");
	let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
	let specification: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
	let items = specification["genesis"]["raw"]["top"].as_object().expect("it is a raw state");
	let bytes = |text: &str| sp_core::bytes::from_hex(text).expect("it is hexadecimal");
	let item = |(key, value): (&String, &serde_json::Value)| {
		(bytes(key), bytes(value.as_str().expect("a value is text")))
	};
	Storage { top: items.iter().map(item).collect(), children_default: Default::default() }
}

#[test]
#[ignore = "needs an exported state: see the head of the file"]
fn the_live_state_holds_every_invariant() {
	let mut chain = Chain::resumed(exported());
	assert!(chain.height() > 0, "a chain that has not begun proves nothing");
	chain.check_invariants();
}

#[test]
#[ignore = "needs an exported state: see the head of the file"]
#[should_panic(expected = "every invariant holds")]
fn a_live_state_without_its_backing_is_noticed() {
	let mut chain = Chain::resumed(exported());
	chain.inspect(|| {
		let key = pallet_margin_engine::Backing::<straddle_runtime::Runtime>::hashed_key_for(
			market_primitives::UniverseId::default(),
		);
		assert!(unhashed::exists(&key), "somebody deposited");
		unhashed::kill(&key);
	});
	chain.check_invariants();
}
