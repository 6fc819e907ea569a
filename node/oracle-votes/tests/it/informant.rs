// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! What a node that makes blocks reports to the chain.

use crate::{
	fixtures::*,
	wire::{report_of, StillChain},
};
use codec::Encode;
use oracle_core::{crypto::reporter, SignedBundle, VotingPanel};
use sc_network_types::PeerId;
use sp_core::{Pair as _, H256};
use sp_keystore::{testing::MemoryKeystore, Keystore};
use sp_runtime::OpaqueExtrinsic;
use std::sync::{Arc, Mutex};
use straddle_oracle_votes::{HandToPool, Informant, Metrics};

/// The newest block of a session, and of the next one.
const HEAD: H256 = H256([1; 32]);
const LATER: H256 = H256([2; 32]);

/// What arrived at a pool: reports, and the block whose state they are tried on.
type Arrived = Arc<Mutex<Vec<(H256, OpaqueExtrinsic)>>>;

/// The informant of the node of seat 2, whose chain has this panel and whose pool answers like this.
fn informant_of(
	panel: VotingPanel,
	answer: Result<(), String>,
) -> (Informant<Block, StillChain>, Arrived) {
	let keystore = MemoryKeystore::new();
	keystore.sr25519_generate_new(reporter::KEY_TYPE, Some(&phrase(2))).unwrap();
	let arrived = Arrived::default();
	let pool = arrived.clone();
	let hand_to_pool: HandToPool<Block> = Box::new(move |block, report| {
		pool.lock().unwrap().push((block, report));
		answer.clone()
	});
	let chain = Arc::new(StillChain::new(panel));
	let metrics = Metrics::default();
	let mut informant = Informant::<Block, _>::new(chain, keystore.into(), hand_to_pool, metrics);
	informant.note_head(SESSION, HEAD);
	(informant, arrived)
}

fn informant() -> (Informant<Block, StillChain>, Arrived) {
	informant_of(panel(), Ok(()))
}

fn hear(node: &Node, vote: &SignedBundle) {
	node.hear(&PeerId::random(), &vote.encode());
}

/// A node that heard these of a seat.
fn node_that_heard(votes: &[&SignedBundle]) -> Node {
	let node = Node::new();
	for vote in votes {
		hear(&node, vote);
	}
	node
}

/// The panel of another session, with the same keys.
fn panel_of(session: u32) -> VotingPanel {
	VotingPanel { session, ..panel() }
}

#[test]
fn a_contradiction_is_reported_once_with_both_votes_and_a_proof_of_the_key() {
	let (mut informant, arrived) = informant();
	let (first, second) = (vote(1, "64000"), vote(1, "63000"));
	let node = node_that_heard(&[&first]);
	informant.report(&node.desk.pool);
	assert!(arrived.lock().unwrap().is_empty(), "nobody has contradicted itself yet");

	hear(&node, &second);
	informant.report(&node.desk.pool);
	let report = (GENESIS, report_of([&first, &second], &key(1).public(), HEAD));
	assert_eq!(*arrived.lock().unwrap(), std::slice::from_ref(&report));

	// It says more, and others repeat what it said.
	for again in [&vote(1, "62000"), &second, &first] {
		hear(&node, again);
		informant.report(&node.desk.pool);
	}
	assert_eq!(*arrived.lock().unwrap(), [report]);
	assert_eq!(node.desk.pool.evidence().len(), 1, "who asks the node still gets it");
}

#[test]
fn whoever_contradicts_itself_after_another_is_reported_as_well() {
	let (mut informant, arrived) = informant();
	let node = Node::new();
	for (seat, reports) in [(0, 1), (3, 2)] {
		for value in ["64000", "63000"] {
			hear(&node, &vote(seat, value));
		}
		informant.report(&node.desk.pool);
		assert_eq!(arrived.lock().unwrap().len(), reports);
	}
}

#[test]
fn what_is_found_before_somebody_listens_is_not_lost() {
	let (mut informant, arrived) = informant();
	let node = Node::new();
	for seat in [0, 1, 3] {
		hear(&node, &vote(seat, "64000"));
		hear(&node, &vote(seat, "63000"));
	}
	informant.report(&node.desk.pool);
	informant.report(&node.desk.pool);
	assert_eq!(arrived.lock().unwrap().len(), 3);
}

#[test]
fn a_node_does_not_accuse_itself() {
	let (mut informant, arrived) = informant();
	let node = node_that_heard(&[&vote(2, "64000"), &vote(2, "63000")]);
	informant.report(&node.desk.pool);
	assert!(arrived.lock().unwrap().is_empty());
	assert_eq!(node.desk.pool.evidence().len(), 1, "its operator can see it");
}

#[test]
fn whose_key_it_was_is_asked_at_a_block_of_the_session_of_the_votes() {
	let (mut informant, arrived) = informant();
	let (first, second) = (vote(1, "64000"), vote(1, "63000"));
	let node = node_that_heard(&[&first]);
	// A session begins between the two.
	node.desk.pool.set_panel(panel_of(SESSION + 1), NOW);
	informant.note_head(SESSION + 1, LATER);
	hear(&node, &second);
	informant.report(&node.desk.pool);
	let report = (GENESIS, report_of([&first, &second], &key(1).public(), HEAD));
	assert_eq!(*arrived.lock().unwrap(), [report]);
}

#[test]
fn of_a_session_that_is_long_over_nothing_is_reported() {
	let (mut informant, arrived) = informant();
	let node = node_that_heard(&[&vote(1, "64000"), &vote(1, "63000")]);
	informant.note_head(SESSION + 1, LATER);
	informant.note_head(SESSION + 2, H256([3; 32]));
	informant.report(&node.desk.pool);
	assert!(arrived.lock().unwrap().is_empty());
}

#[test]
fn a_key_that_the_chain_does_not_know_is_not_reported() {
	let mut without = panel();
	without.seats.remove(1);
	let (mut informant, arrived) = informant_of(without, Ok(()));
	let node = node_that_heard(&[&vote(1, "64000"), &vote(1, "63000")]);
	informant.report(&node.desk.pool);
	assert!(arrived.lock().unwrap().is_empty());
}

#[test]
fn what_the_pool_does_not_take_is_tried_again_at_the_next_heads_but_not_for_ever() {
	let (mut informant, arrived) = informant_of(panel(), Err("its round has not begun".into()));
	let node = node_that_heard(&[&vote(1, "64000"), &vote(1, "63000")]);
	let tried = || arrived.lock().unwrap().len();
	informant.report(&node.desk.pool);
	informant.report(&node.desk.pool);
	assert_eq!(tried(), 1, "nothing is otherwise at the same head");
	for height in 2..=9 {
		informant.note_head(SESSION, H256([height; 32]));
		informant.report(&node.desk.pool);
		assert_eq!(tried(), usize::from(height));
	}
	for height in 10..=30 {
		informant.note_head(SESSION, H256([height; 32]));
		informant.report(&node.desk.pool);
	}
	assert_eq!(tried(), 10);
}
