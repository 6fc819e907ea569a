// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{Answer, Collector, Ignored};
use proptest::prelude::*;

type Peer = u8;

fn collector() -> Collector<Committee, Peer> {
	Collector::new(LIMITS)
}

fn keep(note: &Note) -> Answer<Refusal> {
	Answer::Keep(Committee::subject(note))
}

fn hear(collector: &mut Collector<Committee, Peer>, peer: Peer, note: &Note) -> Answer<Refusal> {
	collector.hear(&peer, &note.encode(), &COMMITTEE, COMMITTEE.now)
}

#[test]
fn a_new_message_is_kept_and_passed_on_once() {
	let mut collector = collector();
	let note = Note::of(2, 100);
	assert_eq!(hear(&mut collector, 1, &note), keep(&note));
	assert_eq!(collector.of(2, 100), Some(&note));
	assert_eq!(hear(&mut collector, 2, &note), Answer::Ignore(Ignored::Duplicate));
}

#[test]
fn another_signature_on_the_same_words_is_a_duplicate() {
	let mut collector = collector();
	hear(&mut collector, 1, &Note::of(2, 100));
	let resigned = Note::of(2, 100).signed_with(STRANGERS_KEY);
	assert_eq!(hear(&mut collector, 1, &resigned), Answer::Ignore(Ignored::Duplicate));
	assert_eq!(collector.of(2, 100), Some(&Note::of(2, 100)), "the good one stays");
}

#[test]
fn what_breaks_a_rule_is_ignored_by_name() {
	for (note, reason) in [
		(Note::of(0, 101), Refusal::Early),
		(Note::of(4, 100), Refusal::Stranger),
		(Note::of(0, 100).in_session(0), Refusal::OtherSession),
		(Note::of(0, 100).in_session(2), Refusal::OtherSession),
		(Note::of(0, 100).signed_with(key_of(0, 0)), Refusal::Forged),
	] {
		let mut collector = collector();
		assert_eq!(hear(&mut collector, 1, &note), Answer::Ignore(Ignored::Rule(reason)));
		assert!(collector.is_empty());
	}
}

#[test]
fn bytes_that_are_no_message_are_ignored() {
	let mut collector = collector();
	let long = [0; LIMITS.message_bytes + 1];
	assert_eq!(collector.hear(&1, &long, &COMMITTEE, 100), Answer::Ignore(Ignored::Oversized));
	assert_eq!(collector.hear(&1, &[], &COMMITTEE, 100), Answer::Ignore(Ignored::Garbage));
	let mut trailed = Note::of(0, 100).encode();
	trailed.push(0);
	assert_eq!(collector.hear(&1, &trailed, &COMMITTEE, 100), Answer::Ignore(Ignored::Garbage));
}

#[test]
fn the_newest_message_of_each_member_is_what_counts() {
	let mut collector = collector();
	for note in [Note::of(3, 99), Note::of(0, 100), Note::of(3, 98), Note::of(0, 99)] {
		assert_eq!(hear(&mut collector, 1, &note), keep(&note));
	}
	assert_eq!(collector.newest(), [&Note::of(0, 100), &Note::of(3, 99)]);
}

#[test]
fn messages_of_past_rounds_are_forgotten_and_not_taken_again() {
	let mut collector = collector();
	hear(&mut collector, 1, &Note::of(0, 98));
	let too_old = hear(&mut collector, 1, &Note::of(1, 97));
	assert_eq!(too_old, Answer::Ignore(Ignored::TooOld));
	collector.forget_before(100);
	assert_eq!(collector.len(), 1);
	collector.forget_before(101);
	assert!(collector.is_empty());
}

#[test]
fn two_things_said_in_one_round_are_a_proof_that_is_passed_on_once() {
	let mut collector = collector();
	let (first, second, third) =
		(Note::of(1, 100), Note::of(1, 100).saying(7), Note::of(1, 100).saying(8));
	hear(&mut collector, 1, &first);
	let subject = Committee::subject(&first);
	assert_eq!(hear(&mut collector, 2, &second), Answer::Forward(subject));
	for more in [&second, &third] {
		let known = Answer::Ignore(Ignored::ContradictionKnown);
		assert_eq!(hear(&mut collector, 2, more), known);
	}
	assert_eq!(collector.of(1, 100), Some(&first), "what was heard first stays what was said");
	let proofs: Vec<_> = collector.contradictions().collect();
	assert_eq!(proofs.len(), 1);
	assert_eq!((&proofs[0].first, &proofs[0].second), (&first, &second));
}

#[test]
fn nobody_can_forge_a_contradiction() {
	let mut collector = collector();
	hear(&mut collector, 1, &Note::of(1, 100));
	let forged = Note::of(1, 100).saying(7).signed_with(STRANGERS_KEY);
	assert_eq!(hear(&mut collector, 2, &forged), Answer::Ignore(Ignored::Forged));
	assert_eq!(collector.contradictions().count(), 0);
}

#[test]
fn a_contradiction_is_noticed_even_if_the_round_does_not_count_any_more() {
	let mut collector = collector();
	hear(&mut collector, 1, &Note::of(1, 100));
	let next_session = Committee { session: 2, now: 101 };
	let second = Note::of(1, 100).saying(7).encode();
	let answer = collector.hear(&2, &second, &next_session, 101);
	assert_eq!(answer, Answer::Forward(Subject { round: 100, member: 1 }));
	let keys: Vec<_> = collector.contradictions().map(|proof| proof.key).collect();
	assert_eq!(keys, [key_of(1, 1)], "its key of the session in which it said both");
}

#[test]
fn whoever_has_the_place_in_the_next_session_cannot_forge_a_contradiction_of_the_last() {
	let mut collector = collector();
	hear(&mut collector, 1, &Note::of(1, 100));
	let next_session = Committee { session: 2, now: 101 };
	let forged = Note::of(1, 100).saying(7).signed_with(key_of(1, 2));
	let answer = collector.hear(&2, &forged.encode(), &next_session, 101);
	assert_eq!(answer, Answer::Ignore(Ignored::Forged));
	assert_eq!(collector.contradictions().count(), 0);
}

#[test]
fn a_contradiction_is_noticed_even_if_the_chain_went_back_to_the_session_before() {
	let mut collector = collector();
	let next_session = Committee { session: 2, now: 100 };
	let first = Note::of(1, 100).in_session(2);
	assert_eq!(collector.hear(&1, &first.encode(), &next_session, 100), keep(&first));
	let second = first.saying(7);
	let answer = hear(&mut collector, 1, &second);
	assert_eq!(answer, Answer::Forward(Committee::subject(&second)));
}

#[test]
fn a_word_of_the_new_session_takes_the_place_of_one_of_the_old() {
	let mut collector = collector();
	hear(&mut collector, 1, &Note::of(1, 100));
	let next_session = Committee { session: 2, now: 100 };
	let renewed = Note::of(1, 100).saying(7).in_session(2);
	let answer = collector.hear(&1, &renewed.encode(), &next_session, 100);
	assert_eq!(answer, keep(&renewed));
	assert_eq!(collector.of(1, 100), Some(&renewed));
	assert_eq!(collector.contradictions().count(), 0);
}

#[test]
fn the_newest_contradictions_are_kept() {
	let mut collector = collector();
	for member in 0..3 {
		collector.take(Note::of(member, 100), &COMMITTEE, 100);
		collector.take(Note::of(member, 100).saying(1), &COMMITTEE, 100);
	}
	let members: Vec<_> = collector.contradictions().map(|proof| proof.subject.member).collect();
	assert_eq!(members, [1, 2]);
}

#[test]
fn a_flood_is_not_even_read() {
	let mut collector = collector();
	for _ in 0..LIMITS.burst {
		collector.hear(&1, &[1, 2, 3], &COMMITTEE, 100);
	}
	let good = Note::of(0, 100);
	assert_eq!(hear(&mut collector, 1, &good), Answer::Ignore(Ignored::BeyondAllowance));
	assert_eq!(hear(&mut collector, 2, &good), keep(&good), "another peer brings it");
}

fn any_note() -> impl Strategy<Value = Note> {
	(0u16..6, 90u64..110, 0u32..3, 0u8..3, 0u32..3).prop_map(
		|(member, round, session, text, of_session)| {
			let key = key_of(member, of_session);
			Note { member, round, session, text, key }
		},
	)
}

proptest! {
	/// Whatever is sent, by whomever and in whichever session: memory is bounded, only what counted is held, and
	/// proofs prove.
	#[test]
	fn the_bounds_and_the_rules_hold_whatever_is_sent(
		sent in prop::collection::vec((any::<u8>(), any_note(), 0u64..2, 0u32..3), 0..200),
		garbage in prop::collection::vec((any::<u8>(), prop::collection::vec(any::<u8>(), 0..40)), 0..50),
	) {
		let mut collector = collector();
		let mut rules = COMMITTEE;
		let mut garbage = garbage.into_iter();
		for (peer, note, later, session) in sent {
			rules.now += later;
			rules.session = session;
			collector.hear(&peer, &note.encode(), &rules, rules.now);
			if let Some((peer, bytes)) = garbage.next() {
				collector.hear(&peer, &bytes, &rules, rules.now);
			}
			prop_assert!(collector.len() <= LIMITS.members * 3);
			prop_assert!(collector.known_peers() <= LIMITS.peers);
			prop_assert!(collector.contradictions().count() <= LIMITS.contradictions);
			for held in collector.newest() {
				prop_assert!(held.key == key_of(held.member, held.session) && held.member < 4);
				prop_assert!(held.round <= rules.now);
				prop_assert!(held.round + LIMITS.rounds > rules.now);
			}
			for proof in collector.contradictions() {
				prop_assert_eq!(proof.key, key_of(proof.subject.member, proof.first.session));
				prop_assert_eq!((proof.first.key, proof.second.key), (proof.key, proof.key));
				prop_assert!(Committee::contradict(&proof.first, &proof.second));
				prop_assert_eq!(Committee::subject(&proof.first), Committee::subject(&proof.second));
			}
		}
	}

	/// Whoever brings them and however often: collectors that hear the same messages of honest members
	/// agree on them.
	#[test]
	fn the_order_of_arrival_does_not_matter_among_honest_members(
		order in Just((0u16..4).flat_map(|member| (98u64..=100).map(move |round| (member, round))).collect::<Vec<_>>()).prop_shuffle(),
	) {
		let (mut one, mut other) = (collector(), collector());
		for (member, round) in order.iter().copied() {
			one.take(Note::of(member, round), &COMMITTEE, 100);
		}
		for (member, round) in order.into_iter().rev() {
			other.take(Note::of(member, round), &COMMITTEE, 100);
		}
		prop_assert_eq!(one.newest(), other.newest());
		prop_assert_eq!(one.len(), 12);
	}
}
