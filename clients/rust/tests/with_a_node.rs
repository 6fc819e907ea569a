// SPDX-License-Identifier: Apache-2.0
//! What can only be tried on a running node. Give its program and run these on purpose:
//!
//! ```text
//! STRADDLE_NODE=target/release/straddle-node cargo test -p straddle-client -- --ignored
//! ```

use market_primitives::Side;
use std::{path::PathBuf, time::Duration};
use straddle_client::{
	chain::{Calls, Client, ClientError, OrderId, Queries, SubaccountId},
	node_process::{NodeError, NodeProcess},
	ticket::Ticket,
	wallet::Wallet,
};

/// What a test may fail with.
#[derive(Debug)]
struct Broken(#[allow(dead_code, reason = "shown when a test fails")] String);

impl From<ClientError> for Broken {
	fn from(error: ClientError) -> Self {
		Self(error.to_string())
	}
}

impl From<NodeError> for Broken {
	fn from(error: NodeError) -> Self {
		Self(error.to_string())
	}
}

/// Until a node answers: several start at once, and each compiles the runtime first.
const PATIENCE: Duration = Duration::from_secs(180);

async fn start(name: &str) -> (NodeProcess, Client) {
	let program =
		std::env::var_os("STRADDLE_NODE").expect("STRADDLE_NODE must name the node's program");
	let folder = std::env::temp_dir().join(format!("straddle-{name}-{}", std::process::id()));
	let mut node = NodeProcess::start(&PathBuf::from(program), &folder, 0).unwrap();
	let url = node.url();
	let client = Client::connect_patiently::<Broken>(&url, PATIENCE, || Ok(node.ensure_running()?))
		.await
		.unwrap();
	(node, client)
}

#[tokio::test]
#[ignore = "needs a node"]
async fn the_committed_metadata_is_that_of_the_runtime() {
	let (_node, client) = start("metadata").await;
	let found = client.metadata_bytes().await.unwrap();
	let committed = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/metadata.scale")).unwrap();
	assert!(found == committed, "the runtime changed: run `make specs` and commit what it writes");
}

#[tokio::test]
#[ignore = "needs a node"]
async fn what_is_refused_says_why() {
	let (_node, client) = start("refusals").await;
	let bob: Wallet = "bob".parse().unwrap();
	let refusal = |outcome: Result<_, ClientError>| {
		let error = outcome.map(|_: straddle_client::chain::Executed| ()).unwrap_err();
		error
			.refusal()
			.map(|refusal| (refusal.name.clone(), refusal.advice.clone()))
			.unwrap()
	};

	// Too little to open an account.
	let outcome = client.execute(&bob, &Calls::deposit(0, "1".parse().unwrap())).await;
	let (name, advice) = refusal(outcome);
	assert_eq!(name, "FirstDepositTooSmall");
	assert!(!advice.is_empty());

	client.execute(&bob, &Calls::deposit(0, "5000".parse().unwrap())).await.unwrap();
	let id = SubaccountId { owner: bob.account(), index: 0 };
	let queries = Queries::from(client.head().await.unwrap());
	let account = queries.account(&id).await.unwrap().unwrap();
	assert_eq!(*account.cash, "5000".parse().unwrap());

	let unknown = Ticket::resting(
		"DOGE-PERP".parse().unwrap(),
		Side::Buy,
		"1".parse().unwrap(),
		"1".parse().unwrap(),
	);
	assert_eq!(
		refusal(client.execute(&bob, &Calls::place(0, &unknown)).await).0,
		"UnknownInstrument"
	);

	let alice: Wallet = "alice".parse().unwrap();
	let foreign = Calls::cancel(OrderId { account: id, sequence: 0 });
	assert_eq!(refusal(client.execute(&alice, &foreign).await).0, "NotOrderOwner");
}

#[tokio::test]
#[ignore = "needs a node"]
async fn an_account_may_send_many_transactions_at_once() {
	let (_node, client) = start("many").await;
	let alice: Wallet = "alice".parse().unwrap();
	let bob: Wallet = "bob".parse().unwrap();
	let at = client.head().await.unwrap();
	let before = Queries::from(at.clone()).usd_in_wallet(&bob.account()).await.unwrap();
	for _ in 0..20 {
		let call = Calls::send_usd(bob.account(), "1".parse().unwrap());
		client.submit(&at, &alice, &call).await.unwrap();
	}
	let expected = before.checked_add("20".parse().unwrap()).unwrap();
	for _ in 0..60 {
		let now = Queries::from(client.head().await.unwrap());
		if now.usd_in_wallet(&bob.account()).await.unwrap() == expected {
			return;
		}
		tokio::time::sleep(Duration::from_millis(500)).await;
	}
	panic!("not all of twenty transactions arrived");
}
