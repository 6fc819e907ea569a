// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! The methods as clients call them.

use crate::fixtures::*;
use codec::{DecodeAll, Encode};
use jsonrpsee::RpcModule;
use oracle_core::{crypto::reporter, SignedBundle};
use sc_network_types::PeerId;
use sc_rpc_api::DenyUnsafe;
use serde_json::{json, Value};
use sp_keystore::{testing::MemoryKeystore, Keystore};
use straddle_oracle_votes::{OracleRpcAnswers, OracleRpcServer, ProofOfContradiction};

fn server(node: &Node, deny: DenyUnsafe) -> RpcModule<OracleRpcAnswers> {
	let keystore = MemoryKeystore::new();
	keystore.sr25519_generate_new(reporter::KEY_TYPE, Some(&phrase(2))).unwrap();
	let mut module = OracleRpcAnswers::new(node.desk.clone(), keystore.into()).into_rpc();
	module.extensions_mut().insert(deny);
	module
}

fn call(module: &RpcModule<OracleRpcAnswers>, method: &str, params: Value) -> Value {
	let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
	let (answer, _) =
		futures::executor::block_on(module.raw_json_request(&request.to_string(), 1)).unwrap();
	serde_json::from_str(&answer).unwrap()
}

fn values() -> Value {
	json!([
		{ "feed": { "Index": "BTC" }, "value": "64000", "confidence": "10", "sources": 3 },
		{ "feed": { "Volatility": "BTC" }, "value": "0.6", "confidence": "0.01" },
	])
}

#[test]
fn a_feeder_learns_what_will_be_signed() {
	let node = Node::new();
	let module = server(&node, DenyUnsafe::No);
	let answer = call(&module, "oracle_handIn", json!([values(), NOW_MS]));
	let unknown = json!([{ "Volatility": "BTC" }]);
	let expected = json!({ "values": 1, "smiles": 0, "unknownFeeds": unknown, "seat": 2 });
	assert_eq!(answer["result"], expected, "{answer}");
	let status = call(&module, "oracle_status", json!([]));
	assert_eq!(status["result"]["seat"], 2);
	assert_eq!(status["result"]["handedInAtMs"], NOW_MS);
	assert_eq!(status["result"]["seats"], REPORTERS);
	assert_eq!(status["result"]["slot"], SLOT);
	assert_eq!(status["result"]["lastRoundOnChainMs"], (SLOT - 1) * 3_000);
}

#[test]
fn a_feeder_hands_in_smiles_with_its_values() {
	let node = Node::new();
	let module = server(&node, DenyUnsafe::No);
	let answer = call(&module, "oracle_handIn", json!([values(), NOW_MS, [smile(2), smile(9)]]));
	assert_eq!(answer["result"]["smiles"], 2, "{answer}");
	assert_eq!(node.desk.handed_in().unwrap().smiles, [smile(2), smile(9)]);
	let answer = call(&module, "oracle_handIn", json!([[], NOW_MS, [smile(0)]]));
	let why = answer["error"]["message"].as_str().unwrap();
	assert!(why.contains("expired_smile"), "{answer}");
	assert_eq!(node.desk.handed_in().unwrap().smiles.len(), 2, "what was there stays");
}

#[test]
fn a_stranger_may_not_speak_for_the_node() {
	let node = Node::new();
	let answer = call(&server(&node, DenyUnsafe::Yes), "oracle_handIn", json!([values(), NOW_MS]));
	assert!(answer["error"]["message"].as_str().unwrap().contains("unsafe"), "{answer}");
	assert_eq!(node.desk.handed_in(), None);
	let status = call(&server(&node, DenyUnsafe::Yes), "oracle_status", json!([]));
	assert_eq!(status["result"]["seat"], 2);
}

#[test]
fn a_refusal_says_why() {
	let module = server(&Node::new(), DenyUnsafe::No);
	let answer = call(&module, "oracle_handIn", json!([values(), NOW_MS - 60_000]));
	assert_eq!(answer["error"]["code"], -32602);
	assert!(answer["error"]["message"].as_str().unwrap().contains("60000 ms old"), "{answer}");
	for malformed in [json!([]), json!([1, 2]), json!([[{ "feed": "BTC" }], NOW_MS])] {
		let answer = call(&module, "oracle_handIn", malformed);
		assert!(answer["error"].is_object(), "{answer}");
	}
}

#[test]
fn whoever_asks_gets_the_proof_of_a_contradiction() {
	let node = Node::new();
	for value in ["64000", "63000"] {
		node.hear(&PeerId::random(), &vote(1, value).encode());
	}
	let answer = call(&server(&node, DenyUnsafe::Yes), "oracle_contradictions", json!([]));
	let proofs: Vec<ProofOfContradiction> =
		serde_json::from_value(answer["result"].clone()).unwrap();
	assert_eq!((proofs[0].seat, proofs[0].session, proofs[0].round), (1, SESSION, SLOT));
	let read = |bytes: &[u8]| SignedBundle::decode_all(&mut &bytes[..]).unwrap();
	let (first, second) = (read(&proofs[0].first), read(&proofs[0].second));
	assert!(first.contradicts(&second));
	let key = reporter::Public::decode_all(&mut &proofs[0].key[..]).unwrap();
	assert!(first.is_signed_by(&key) && second.is_signed_by(&key));
}
