// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! Nodes among which some send what they should not.

use crate::fixtures::*;
use codec::Encode;
use oracle_core::{Entries, SignedBundle, VoteBundle, BUNDLE_VERSION, MAX_SIGNED_BUNDLE_BYTES};
use proptest::prelude::*;
use sc_network_gossip::{MessageIntent, Validator};
use sc_network_types::PeerId;
use sp_core::H256;
use straddle_oracle_votes::{protocol_name, topic, LIMITS, MAX_MESSAGE_BYTES};

/// At which the network bans a peer.
const BANNED: i64 = 71 * (i32::MIN / 100) as i64;

/// Each reporter gives its vote to its own node.
fn everybody_votes(mesh: &Mesh) {
	for seat in 0..REPORTERS {
		let to = usize::from(seat) % mesh.0.len();
		mesh.send(&PeerId::random(), to, &vote(seat, "64000").encode());
	}
}

#[test]
fn among_honest_nodes_every_vote_reaches_every_author() {
	let mesh = Mesh::of(5);
	everybody_votes(&mesh);
	for node in &mesh.0 {
		assert_eq!(node.would_carry(), [0, 1, 2, 3]);
		assert!(mesh.0.iter().all(|peer| node.opinion_of(&peer.id) == 0));
	}
}

#[test]
fn a_hostile_peer_is_banned_and_changes_nothing() {
	let wrong: [fn(&mut VoteBundle); 3] = [
		|it| it.genesis = H256::zero(),
		|it| it.entries = Entries::default(),
		|it| it.entries[0].value = "0".parse().unwrap(),
	];
	let mut attacks: Vec<(&str, Vec<u8>)> = vec![
		("nothing", Vec::new()),
		("garbage", vec![0xff; 200]),
		("oversized", vec![0; MAX_SIGNED_BUNDLE_BYTES + 1]),
		("as long as can be sent", vec![0; MAX_MESSAGE_BYTES as usize]),
		("a vote with a tail", [vote(1, "64000").encode(), vec![0]].concat()),
		("the wrong key", signed_by(2, bundle(1, "9")).encode()),
	];
	for change in wrong {
		let mut changed = bundle(1, "9");
		change(&mut changed);
		attacks.push(("a vote that can never count", signed_by(1, changed).encode()));
	}
	for (name, bytes) in attacks {
		let mesh = Mesh::of(3);
		let hostile = PeerId::random();
		for _ in 0..6 {
			mesh.send(&hostile, 0, &bytes);
		}
		assert!(mesh.0[0].opinion_of(&hostile) <= BANNED, "{name}");
		assert!(mesh.0[1].desk.pool.is_empty(), "{name} was passed on");
		everybody_votes(&mesh);
		for node in &mesh.0 {
			assert_eq!(node.would_carry(), [0, 1, 2, 3], "{name}");
			assert!(mesh.0.iter().all(|peer| node.opinion_of(&peer.id) == 0), "{name}");
		}
	}
}

/// All of this also comes from honest peers whose head of the chain or clock is another.
#[test]
fn late_early_and_repeated_votes_are_dropped_without_blame() {
	let changes: [fn(&mut VoteBundle); 6] = [
		|it| it.round = SLOT - 1,
		|it| it.round = SLOT + 1,
		|it| it.session = SESSION - 1,
		|it| it.reporter = REPORTERS,
		|it| it.observed_at_ms = NOW_MS - 10_001,
		|it| it.observed_at_ms = NOW_MS + 1_001,
	];
	for change in changes {
		let node = Node::new();
		let peer = PeerId::random();
		let mut changed = bundle(1, "64000");
		change(&mut changed);
		assert!(!node.hear(&peer, &signed_by(1, changed.clone()).encode()), "{changed:?}");
		assert_eq!(node.opinion_of(&peer), 0, "{changed:?}");
		assert!(node.desk.pool.is_empty());
	}
	let node = Node::new();
	let peer = PeerId::random();
	assert!(node.hear(&peer, &vote(1, "64000").encode()));
	assert!(!node.hear(&peer, &vote(1, "64000").encode()), "signed anew, said before");
	assert_eq!(node.opinion_of(&peer), 0);
}

/// While nodes are upgraded, some of them are of another version than ours, and honest.
#[test]
fn votes_of_another_version_are_dropped_without_blame() {
	for version in [BUNDLE_VERSION - 1, BUNDLE_VERSION + 1] {
		let node = Node::new();
		let peer = PeerId::random();
		for seat in 0..REPORTERS {
			let other = VoteBundle { version, ..bundle(seat, "64000") };
			assert!(!node.hear(&peer, &signed_by(seat, other).encode()), "version {version}");
		}
		assert_eq!(node.opinion_of(&peer), 0, "version {version}");
		assert!(node.desk.pool.is_empty());
	}
}

#[test]
fn nodes_speak_of_votes_with_those_of_their_chain_and_version_only() {
	let genesis = "07".repeat(32);
	let name = protocol_name(GENESIS, None);
	assert_eq!(name.to_string(), format!("/{genesis}/oracle-votes/{BUNDLE_VERSION}"));
	let of_fork = protocol_name(GENESIS, Some("fork"));
	assert_eq!(of_fork.to_string(), format!("/{genesis}/fork/oracle-votes/{BUNDLE_VERSION}"));
}

#[test]
fn a_flood_costs_the_flooder_and_nobody_else() {
	let mesh = Mesh::of(3);
	let hostile = PeerId::random();
	// Valid but already on chain: each would have to be read and judged.
	let mut old = bundle(1, "64000");
	old.round = SLOT - 1;
	let old = signed_by(1, old).encode();
	for _ in 0..LIMITS.burst {
		mesh.send(&hostile, 0, &old);
	}
	assert_eq!(mesh.0[0].opinion_of(&hostile), 0, "within its allowance");
	for _ in 0..1_000 {
		mesh.send(&hostile, 0, &old);
	}
	assert!(mesh.0[0].opinion_of(&hostile) <= BANNED);
	everybody_votes(&mesh);
	assert!(mesh.0.iter().all(|node| node.would_carry() == [0, 1, 2, 3]));
}

#[test]
fn a_reporter_that_says_two_things_is_caught_by_everybody() {
	let mesh = Mesh::of(4);
	mesh.send(&PeerId::random(), 0, &vote(1, "64000").encode());
	mesh.send(&PeerId::random(), 3, &vote(1, "63000").encode());
	mesh.send(&PeerId::random(), 2, &vote(1, "62000").encode());
	for node in &mesh.0 {
		let proofs = node.desk.pool.evidence();
		assert_eq!(proofs.len(), 1);
		assert!(proofs[0].first.contradicts(&proofs[0].second));
		let key = &panel().seats[1].key;
		assert!(proofs[0].first.is_signed_by(key) && proofs[0].second.is_signed_by(key));
		assert_eq!(node.would_carry(), [1], "one vote of it counts, as on chain");
		assert!(mesh.0.iter().all(|peer| node.opinion_of(&peer.id) == 0));
	}
}

#[test]
fn nobody_is_blamed_with_a_forged_contradiction() {
	let node = Node::new();
	let hostile = PeerId::random();
	node.hear(&PeerId::random(), &vote(1, "64000").encode());
	assert!(!node.hear(&hostile, &signed_by(2, bundle(1, "1")).encode()));
	assert!(node.desk.pool.evidence().is_empty());
	assert!(node.opinion_of(&hostile) < 0);
}

#[test]
fn before_a_node_knows_who_votes_it_takes_nothing_and_blames_nobody() {
	let node = Node::new();
	let mut nobody = panel();
	nobody.seats.clear();
	node.desk.pool.set_panel(nobody, NOW);
	let peer = PeerId::random();
	assert!(!node.hear(&peer, &vote(1, "64000").encode()));
	assert_eq!(node.opinion_of(&peer), 0);
}

#[test]
fn votes_are_sent_once_and_only_while_their_round_lasts() {
	let node = Node::new();
	let peer = PeerId::random();
	node.hear(&peer, &vote(1, "64000").encode());
	let (open, closed) = (topic::<Block>(SLOT), topic::<Block>(SLOT - LIMITS.rounds));
	node.gossip.open_topic(SLOT - LIMITS.rounds);
	let mut allowed = node.gossip.message_allowed();
	assert!(allowed(&peer, MessageIntent::Broadcast, &open, &[]));
	assert!(!allowed(&peer, MessageIntent::PeriodicRebroadcast, &open, &[]));
	assert!(!allowed(&peer, MessageIntent::Broadcast, &closed, &[]));
	drop(allowed);
	let mut expired = node.gossip.message_expired();
	assert!(!expired(open, &[]));
	assert!(expired(closed, &[]));
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

	/// Near misses: a valid vote with some bytes changed, cut or prolonged.
	#[test]
	fn whatever_bytes_arrive_only_votes_are_held(
		edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
		cut in prop::option::of(any::<prop::sample::Index>()),
		tail in prop::collection::vec(any::<u8>(), 0..8),
		seat in 0..REPORTERS,
	) {
		let genuine = vote(seat, "64000").encode();
		let mut bytes = genuine.clone();
		for (at, byte) in edits {
			let at = at.index(bytes.len());
			bytes[at] = byte;
		}
		if let Some(cut) = cut {
			bytes.truncate(cut.index(bytes.len()));
		}
		bytes.extend(tail);
		let node = Node::new();
		let kept = node.hear(&PeerId::random(), &bytes);
		prop_assert_eq!(kept, bytes == genuine);
		prop_assert_eq!(node.would_carry().len(), usize::from(kept));
	}

	#[test]
	fn arbitrary_bytes_are_never_passed_on(bytes in prop::collection::vec(any::<u8>(), 0..4_000)) {
		let node = Node::new();
		prop_assert!(!node.hear(&PeerId::random(), &bytes));
		prop_assert!(node.desk.pool.is_empty());
	}

	/// Peers that send a mixture of everything from all sides: the bounds hold, and what an author would
	/// carry is one genuine vote of each seat at most.
	#[test]
	fn the_bounds_hold_among_any_number_of_hostile_peers(
		sent in prop::collection::vec((0u16..6, 0u16..6, 0u64..6, 1u8..4, 0usize..8), 0..120),
	) {
		let peers: Vec<PeerId> = (0..8).map(|_| PeerId::random()).collect();
		let node = Node::new();
		for (seat, signer, ago, value, peer) in sent {
			let mut bundle = bundle(seat, &value.to_string());
			bundle.round = SLOT + 1 - ago;
			node.hear(&peers[peer], &signed_by(signer, bundle).encode());
		}
		prop_assert!(node.desk.pool.len() <= LIMITS.members * 4);
		let carried: Vec<SignedBundle> = node.desk.pool.candidates(NOW);
		let mut seats = carried.iter().map(|vote| vote.bundle.reporter).collect::<Vec<_>>();
		seats.dedup();
		prop_assert_eq!(seats.len(), carried.len());
		for vote in carried {
			let seat = vote.bundle.reporter;
			prop_assert!(vote.is_signed_by(&panel().seat(seat).unwrap().key));
		}
	}
}
