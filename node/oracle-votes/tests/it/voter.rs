// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! When a node votes, and when not.

use crate::fixtures::*;
use market_primitives::{FeedId, Underlying};
use oracle_core::{check, crypto::reporter, SignedBundle};
use round_protocol::FileJournal;
use sp_core::Pair as _;
use sp_keystore::{testing::MemoryKeystore, Keystore, KeystorePtr};
use std::path::Path;
use straddle_oracle_votes::{journal_path, HandIn, HandedValue, Moment, Silence, Voter};

/// The node of seat 2.
fn keystore() -> KeystorePtr {
	let keystore = MemoryKeystore::new();
	keystore.sr25519_generate_new(reporter::KEY_TYPE, Some(&phrase(2))).unwrap();
	keystore.into()
}

fn voter(folder: &Path, present: u64) -> Voter<FileJournal> {
	let (journal, _) = FileJournal::open(journal_path(folder), present).unwrap();
	Voter::new(keystore(), journal, clock())
}

fn handed_in(values: &[HandedValue]) -> HandIn {
	HandIn::new(values, Vec::new(), NOW_MS - 500, NOW_MS).unwrap()
}

fn vote_at(voter: &mut Voter<FileJournal>, moment: Moment) -> Result<SignedBundle, Silence> {
	let handed_in = handed_in(&[btc("64000")]);
	voter.vote(&panel(), Some(&handed_in), moment, |_, _| false)
}

#[test]
fn what_was_handed_in_becomes_a_vote_that_counts() {
	let folder = tempfile::tempdir().unwrap();
	let vote = vote_at(&mut voter(folder.path(), SLOT - 1), NOW).unwrap();
	let bundle = &vote.bundle;
	assert_eq!((bundle.reporter, bundle.round), (2, SLOT));
	assert_eq!(bundle.observed_at_ms, NOW_MS - 500, "when it was seen, not when it was signed");
	assert_eq!(check(&vote, &panel().circumstances(2, SLOT + 1, NOW_MS + 900)), Ok(()));
}

#[test]
fn a_round_is_voted_in_once_whatever_happens_to_the_node() {
	let folder = tempfile::tempdir().unwrap();
	let mut first = voter(folder.path(), SLOT - 1);
	vote_at(&mut first, NOW).unwrap();
	let spent = Err(Silence::RoundSpent { round: SLOT, last: SLOT });
	assert_eq!(vote_at(&mut first, NOW), spent);
	drop(first);
	let mut restarted = voter(folder.path(), SLOT);
	assert_eq!(vote_at(&mut restarted, NOW), spent);
	vote_at(&mut restarted, in_slot(SLOT + 1)).unwrap();
}

#[test]
fn a_node_that_starts_in_a_slot_does_not_vote_in_it() {
	let folder = tempfile::tempdir().unwrap();
	let mut voter = voter(folder.path(), SLOT);
	assert!(matches!(vote_at(&mut voter, NOW), Err(Silence::RoundSpent { .. })));
	vote_at(&mut voter, in_slot(SLOT + 1)).unwrap();
}

#[test]
fn without_a_seat_or_values_there_is_no_vote_and_no_round_is_spent() {
	let folder = tempfile::tempdir().unwrap();
	let mut voter = voter(folder.path(), SLOT - 1);
	let mut others = panel();
	others.seats.remove(2);
	let values = handed_in(&[btc("64000")]);
	let unheard = |_, _| false;
	let vote = voter.vote(&others, Some(&values), NOW, unheard);
	assert_eq!(vote, Err(Silence::NoSeat { session: SESSION }));
	let vote = voter.vote(&panel(), None, NOW, unheard);
	assert_eq!(vote, Err(Silence::NothingHandedIn));
	let unknown = handed_in(&[handed(FeedId::Volatility(Underlying::BTC), "1.6")]);
	let vote = voter.vote(&panel(), Some(&unknown), NOW, unheard);
	assert_eq!(vote, Err(Silence::NoKnownFeed));
	vote_at(&mut voter, NOW).unwrap();
}

#[test]
fn values_of_feeds_that_the_chain_does_not_have_are_left_out() {
	let folder = tempfile::tempdir().unwrap();
	let values = [
		handed(FeedId::Volatility(Underlying::BTC), "1.6"),
		handed(FeedId::Index(Underlying::ETH), "3200"),
		btc("64000"),
	];
	let mut voter = voter(folder.path(), SLOT - 1);
	let vote = voter.vote(&panel(), Some(&handed_in(&values)), NOW, |_, _| false).unwrap();
	let feeds: Vec<_> = vote.bundle.entries.iter().map(|entry| entry.feed).collect();
	assert_eq!(feeds, panel().feeds);
}

#[test]
fn smiles_travel_in_the_same_vote_and_are_a_vote_without_values() {
	let folder = tempfile::tempdir().unwrap();
	let mut voter = voter(folder.path(), SLOT - 1);
	let mut vote = |values: &[HandedValue], moment: Moment| {
		let handed = HandIn::new(values, vec![smile(2)], NOW_MS - 500, NOW_MS).unwrap();
		let vote = voter.vote(&panel(), Some(&handed), moment, |_, _| false).unwrap();
		let circumstances = panel().circumstances(2, moment.slot + 1, moment.now_ms + 900);
		assert_eq!(check(&vote, &circumstances), Ok(()));
		(vote.bundle.entries.len(), vote.bundle.smiles.into_inner())
	};
	assert_eq!(vote(&[btc("64000")], NOW), (1, vec![smile(2)]));
	assert_eq!(vote(&[], in_slot(SLOT + 1)), (0, vec![smile(2)]));
}

#[test]
fn values_too_old_for_the_next_block_are_not_signed() {
	let folder = tempfile::tempdir().unwrap();
	let mut voter = voter(folder.path(), SLOT - 1);
	let values = handed_in(&[btc("64000")]);
	// Seen 1.9 s into the slot; they live for 10 s, and the fourth slot after begins after 10.1 s.
	let mut vote = |slot| voter.vote(&panel(), Some(&values), in_slot(slot), |_, _| false);
	assert_eq!(vote(SLOT + 3), Err(Silence::TooOld { age_ms: 9_500 }));
	vote(SLOT + 2).unwrap();
}

#[test]
fn if_somebody_else_signs_with_the_key_the_node_does_not() {
	let folder = tempfile::tempdir().unwrap();
	let mut voter = voter(folder.path(), SLOT - 1);
	let values = handed_in(&[btc("64000")]);
	let heard = |seat, round| (seat, round) == (2, SLOT);
	let vote = voter.vote(&panel(), Some(&values), NOW, heard);
	assert_eq!(vote, Err(Silence::SomebodyElse { seat: 2 }));
	// Its own vote of before does not make it cry wolf.
	vote_at(&mut voter, NOW).unwrap();
	let again = voter.vote(&panel(), Some(&values), NOW, heard);
	assert_eq!(again, Err(Silence::RoundSpent { round: SLOT, last: SLOT }));
}

#[test]
fn with_a_key_that_has_two_seats_the_node_signs_for_neither() {
	let folder = tempfile::tempdir().unwrap();
	let mut voter = voter(folder.path(), SLOT - 1);
	let mut taken = panel();
	taken.seats[0].key = key(2).public();
	let values = handed_in(&[btc("64000")]);
	let vote = voter.vote(&taken, Some(&values), NOW, |_, _| false);
	assert_eq!(vote, Err(Silence::KeyOnTwoSeats { first: 0, second: 2 }));
	assert!(vote.unwrap_err().is_a_fault());
	// Nothing is spent: with one seat again the node votes.
	vote_at(&mut voter, NOW).unwrap();
}

#[test]
fn nor_with_another_key_whose_seat_is_its_own() {
	let folder = tempfile::tempdir().unwrap();
	let (journal, _) = FileJournal::open(journal_path(folder.path()), SLOT - 1).unwrap();
	let keystore = keystore();
	keystore.sr25519_generate_new(reporter::KEY_TYPE, Some(&phrase(0))).unwrap();
	let mut voter = Voter::new(keystore, journal, clock());
	assert_eq!(vote_at(&mut voter, NOW).unwrap().bundle.reporter, 0);
	let mut taken = panel();
	taken.seats[3].key = key(2).public();
	let values = handed_in(&[btc("64000")]);
	let vote = voter.vote(&taken, Some(&values), in_slot(SLOT + 1), |_, _| false);
	assert_eq!(vote, Err(Silence::KeyOnTwoSeats { first: 2, second: 3 }));
}

#[test]
fn a_key_that_is_gone_is_no_seat() {
	let folder = tempfile::tempdir().unwrap();
	let (journal, _) = FileJournal::open(journal_path(folder.path()), SLOT - 1).unwrap();
	let mut voter = Voter::new(MemoryKeystore::new().into(), journal, clock());
	assert_eq!(vote_at(&mut voter, NOW), Err(Silence::NoSeat { session: SESSION }));
}
