// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! The whole task, on several nodes, with the real gossip engine and the real clock.

use crate::{
	fixtures::*,
	wire::{StillChain, Wire},
};
use codec::{Decode, Encode};
use oracle_core::{crypto::reporter, SignedBundle, VotingPanel, VotingSeat};
use sc_network_types::PeerId;
use sp_core::{Pair as _, H256};
use sp_keystore::{testing::MemoryKeystore, Keystore};
use sp_runtime::OpaqueExtrinsic;
use std::{
	collections::BTreeSet,
	sync::{Arc, Mutex},
	thread::JoinHandle,
	time::{Duration, Instant},
};
use straddle_oracle_votes::{
	journal_path, protocol_name, run, Author, Clock, Desk, HandToPool, Metrics, WorkerParams,
};

/// Short slots, so that a test is short.
const SLOT_MS: u64 = 1_000;
/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(120);

/// A panel to which no round is old.
fn panel_of(session: u32) -> VotingPanel {
	let seats =
		(0..REPORTERS).map(|seat| VotingSeat { seat, key: key(seat).public(), last_round: 0 });
	VotingPanel { session, seats: seats.collect(), ..panel() }
}

struct RunningNode {
	id: PeerId,
	desk: Arc<Desk>,
	chain: Arc<StillChain>,
	folder: tempfile::TempDir,
	/// What it put into its own pool.
	reports: Arc<Mutex<Vec<OpaqueExtrinsic>>>,
	task: JoinHandle<()>,
}

impl RunningNode {
	/// The node of `seat`.
	fn start(wire: &Wire, seat: u16) -> Self {
		let keystore = MemoryKeystore::new();
		keystore.sr25519_generate_new(reporter::KEY_TYPE, Some(&phrase(seat))).unwrap();
		let id = PeerId::random();
		let desk = Arc::new(Desk::new(GENESIS, Clock::of_system(SLOT_MS)));
		let chain = Arc::new(StillChain::new(panel_of(SESSION)));
		let folder = tempfile::tempdir().unwrap();
		let reports = Arc::<Mutex<Vec<OpaqueExtrinsic>>>::default();
		let pool = reports.clone();
		let hand_to_pool: HandToPool<Block> = Box::new(move |_, report| {
			pool.lock().unwrap().push(report);
			Ok(())
		});
		let task = run::<Block, _, _, _>(WorkerParams {
			desk: desk.clone(),
			client: chain.clone(),
			keystore: keystore.into(),
			network: wire.seen_by(id),
			sync: wire.seen_by(id),
			notifications: Box::new(wire.join(id)),
			protocol: protocol_name(GENESIS, None),
			journal: journal_path(folder.path()),
			hand_to_pool: Some(hand_to_pool),
			metrics: Metrics::default(),
			registry: None,
		});
		let task = std::thread::spawn(|| futures::executor::block_on(task));
		Self { id, desk, chain, folder, reports, task }
	}

	/// The rounds in which it reported somebody, as often as it did.
	fn reported_rounds(&self) -> Vec<u64> {
		let reports = self.reports.lock().unwrap();
		let first = |report: &OpaqueExtrinsic| SignedBundle::decode(&mut report.inner()).unwrap();
		reports.iter().map(|report| first(report).bundle.round).collect()
	}

	fn hand_in(&self, value: &str) {
		let now_ms = self.desk.clock.now().now_ms;
		// Refused if the other call of this millisecond was later; then that one stands.
		let _ = self.desk.hand_in(&[btc(value)], Vec::new(), now_ms);
	}

	/// The seats whose votes the node would carry now, and the session they were signed in.
	fn would_carry(&self) -> Vec<(u16, u32)> {
		let author =
			Author::<Block, _>::new(self.desk.clone(), self.chain.clone(), Metrics::default());
		let votes = author.votes_for(H256::zero(), self.desk.clock.now().now_ms);
		votes.iter().map(|vote| (vote.bundle.reporter, vote.bundle.session)).collect()
	}
}

/// Feeds all nodes until `done`, or panics when patience is over.
fn feed_until(nodes: &[RunningNode], what: &str, mut done: impl FnMut() -> bool) {
	let begun = Instant::now();
	while !done() {
		assert!(begun.elapsed() < PATIENCE, "waited in vain until {what}");
		for (node, value) in nodes.iter().zip(["64000", "64001", "64002"]) {
			node.hand_in(value);
		}
		std::thread::sleep(Duration::from_millis(50));
	}
}

#[test]
fn votes_go_from_feeders_to_every_author_past_a_hostile_peer() {
	let wire = Wire::default();
	let nodes: Vec<_> = (0..3).map(|seat| RunningNode::start(&wire, seat)).collect();
	let hostile = PeerId::random();
	// In a row: the first and the last do not know each other. The hostile one knows the middle.
	wire.connect(nodes[0].id, nodes[1].id);
	wire.connect(nodes[1].id, nodes[2].id);
	wire.connect(hostile, nodes[1].id);

	let everybody = [0, 1, 2].map(|seat| (seat, SESSION));
	let mut turn = 0u8;
	feed_until(&nodes, "everybody would carry everybody's vote", || {
		turn = turn.wrapping_add(1);
		let attack = match turn % 4 {
			0 => vec![turn; 100],
			1 => Vec::new(),
			2 => vec![0; 3_000],
			_ => signed_by(3, bundle(0, "1")).encode(),
		};
		wire.send(hostile, nodes[1].id, attack);
		nodes.iter().all(|node| node.would_carry() == everybody)
	});
	assert!(wire.opinion(nodes[1].id, hostile) < 0);
	for (one, other) in [(0, 1), (1, 0), (1, 2), (2, 1)] {
		assert!(wire.opinion(nodes[one].id, nodes[other].id) >= 0, "{one} blames {other}");
	}

	// A new session begins for everybody: votes of the old one do not count any more.
	for node in &nodes {
		node.chain.import_block_with(panel_of(SESSION + 1));
	}
	let renewed = [0, 1, 2].map(|seat| (seat, SESSION + 1));
	feed_until(&nodes, "everybody voted in the new session", || {
		nodes.iter().all(|node| node.would_carry() == renewed)
	});

	for node in &nodes {
		assert!(node.desk.pool.evidence().is_empty());
		assert!(journal_path(node.folder.path()).is_file());
	}
	wire.cut();
	for node in nodes {
		node.task.join().expect("the task ends in peace when the network does");
	}
}

#[test]
fn everybody_who_makes_blocks_reports_once_who_says_two_things() {
	let wire = Wire::default();
	let nodes: Vec<_> = (0..2).map(|seat| RunningNode::start(&wire, seat)).collect();
	wire.connect(nodes[0].id, nodes[1].id);
	// The node of seat 3 is not among them: a peer brings what it says.
	let peer = PeerId::random();
	wire.connect(peer, nodes[0].id);
	let begun = Instant::now();
	while nodes.iter().any(|node| node.reports.lock().unwrap().is_empty()) {
		assert!(begun.elapsed() < PATIENCE, "waited in vain for reports");
		let now = nodes[0].desk.clock.now();
		for value in ["64000", "63000", "62000"] {
			let mut said = bundle(3, value);
			said.round = now.slot;
			said.observed_at_ms = now.now_ms;
			wire.send(peer, nodes[0].id, signed_by(3, said).encode());
		}
		std::thread::sleep(Duration::from_millis(50));
	}
	wire.cut();
	for node in nodes {
		let rounds = node.reported_rounds();
		let different: BTreeSet<_> = rounds.iter().collect();
		assert_eq!(different.len(), rounds.len(), "{rounds:?}");
		node.task.join().expect("the task ends in peace when the network does");
	}
}
