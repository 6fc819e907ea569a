// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! Votes around the beginning of a session in which the seats have other keys.

use crate::fixtures::*;
use codec::Encode;
use oracle_core::{SignedBundle, VoteBundle, VotingPanel, VotingSeat};
use sc_network_types::PeerId;
use sp_core::Pair as _;
use straddle_oracle_votes::{LIMITS, SETTLING_SLOTS};

const NEXT_SESSION: u32 = SESSION + 1;
/// Whoever knows the keys since then takes no excuses.
const LONG_AGO: u64 = SLOT - SETTLING_SLOTS;

/// Whose key a seat has in the next session.
fn successor(seat: u16) -> u16 {
	seat + REPORTERS
}

fn next_panel() -> VotingPanel {
	let renewed = |seat: VotingSeat| VotingSeat { key: key(successor(seat.seat)).public(), ..seat };
	let seats = panel().seats.into_iter().map(renewed).collect();
	VotingPanel { session: NEXT_SESSION, seats, ..panel() }
}

/// What `seat` says in the next session, signed with a key that is its own or not.
fn next_vote(seat: u16, signer: u16, value: &str) -> SignedBundle {
	signed_by(signer, VoteBundle { session: NEXT_SESSION, ..bundle(seat, value) })
}

#[test]
fn who_contradicts_itself_is_caught_in_the_next_session_and_whoever_brings_it_is_not_blamed() {
	let mut without_the_seat = next_panel();
	without_the_seat.seats.remove(1);
	for next in [next_panel(), without_the_seat] {
		let node = Node::new();
		let peer = PeerId::random();
		assert!(node.hear(&peer, &vote(1, "64000").encode()));
		node.desk.pool.set_panel(next, in_slot(LONG_AGO));
		assert!(node.hear(&peer, &vote(1, "63000").encode()), "passed on as a proof");
		assert_eq!(node.opinion_of(&peer), 0);
		let evidence = node.desk.pool.new_evidence();
		assert_eq!(evidence.len(), 1);
		assert_eq!(evidence[0].key, key(1).public(), "the key of then");
	}
}

#[test]
fn whoever_gets_the_seat_next_cannot_forge_a_contradiction_of_the_last_session() {
	let node = Node::new();
	node.hear(&PeerId::random(), &vote(1, "64000").encode());
	node.desk.pool.set_panel(next_panel(), in_slot(LONG_AGO));
	let hostile = PeerId::random();
	assert!(!node.hear(&hostile, &signed_by(successor(1), bundle(1, "1")).encode()));
	assert!(node.desk.pool.evidence().is_empty());
	assert!(node.opinion_of(&hostile) < 0);
}

#[test]
fn whichever_of_two_nodes_is_a_session_behind_neither_blames_the_other() {
	let behind = Node::new();
	let ahead = Node::knowing(next_panel(), LONG_AGO);
	let of_the_next = next_vote(1, successor(1), "64000");
	for (node, peer, vote) in
		[(&behind, ahead.id, of_the_next), (&ahead, behind.id, vote(1, "64000"))]
	{
		assert!(!node.hear(&peer, &vote.encode()), "it does not count here");
		assert_eq!(node.opinion_of(&peer), 0);
		assert!(node.desk.pool.is_empty());
	}
}

/// As on a head of the chain where the seat has kept its key.
#[test]
fn while_keys_are_young_a_vote_with_another_one_costs_nothing() {
	for (since, is_excused) in [(SLOT, true), (LONG_AGO + 1, true), (LONG_AGO, false)] {
		let node = Node::knowing(next_panel(), since);
		let peer = PeerId::random();
		assert!(!node.hear(&peer, &next_vote(1, 1, "64000").encode()), "it does not count here");
		assert_eq!(node.opinion_of(&peer) == 0, is_excused, "since {since}");

		assert!(node.hear(&PeerId::random(), &next_vote(1, successor(1), "64000").encode()));
		let other = PeerId::random();
		assert!(!node.hear(&other, &next_vote(1, 1, "63000").encode()), "it proves nothing");
		assert_eq!(node.opinion_of(&other) == 0, is_excused, "since {since}");
		assert!(node.desk.pool.evidence().is_empty());
	}
}

#[test]
fn keys_are_young_again_only_if_they_change() {
	let node = Node::new();
	let pool = &node.desk.pool;
	assert!(!pool.is_settling(NOW));
	let mut later = panel();
	later.seats[0].last_round = SLOT;
	pool.set_panel(later, NOW);
	assert!(!pool.is_settling(NOW), "a vote was counted");

	pool.set_panel(next_panel(), NOW);
	assert!(pool.is_settling(in_slot(SLOT + SETTLING_SLOTS - 1)));
	assert!(!pool.is_settling(in_slot(SLOT + SETTLING_SLOTS)));

	// Another head of the chain has won, on which a seat has another key.
	let mut of_another_fork = next_panel();
	of_another_fork.seats[1].key = key(1).public();
	pool.set_panel(of_another_fork, in_slot(SLOT + 3));
	assert!(pool.is_settling(in_slot(SLOT + 3 + SETTLING_SLOTS - 1)));
}

#[test]
fn forging_while_keys_are_young_gains_nothing_and_costs_what_a_flood_costs() {
	let node = Node::knowing(next_panel(), SLOT);
	let hostile = PeerId::random();
	let forged = next_vote(1, 2, "1").encode();
	for _ in 0..LIMITS.burst {
		assert!(!node.hear(&hostile, &forged));
	}
	assert_eq!(node.opinion_of(&hostile), 0, "within its allowance");
	assert!(!node.hear(&hostile, &forged));
	assert!(node.opinion_of(&hostile) < 0);
	assert!(node.desk.pool.is_empty());
	assert!(node.hear(&PeerId::random(), &next_vote(1, successor(1), "64000").encode()));
}
