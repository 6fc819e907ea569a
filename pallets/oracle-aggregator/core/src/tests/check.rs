// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{check, Ignored, Smiles, VotingPanel, VotingSeat, LARGEST_VALUE, LARGEST_VARIANCE};
use market_maths::units::Rate;

#[test]
fn a_timely_bundle_of_a_known_reporter_counts() {
	assert_eq!(check(&signed(bundle()), &circumstances()), Ok(()));
}

/// Every reason there is, and a bundle that is passed over for it and for nothing else.
#[test]
fn each_fault_has_its_name() {
	let faulty: [(Ignored, fn(&mut VoteBundle)); 21] = [
		(Ignored::WrongVersion, |it| it.version = 1),
		(Ignored::WrongChain, |it| it.genesis = H256::zero()),
		(Ignored::WrongSession, |it| it.session = 4),
		(Ignored::RoundReplayed, |it| it.round = SLOT - 1),
		(Ignored::RoundInFuture, |it| it.round = SLOT + 1),
		(Ignored::ObservedTooLongAgo, |it| it.observed_at_ms = NOW_MS - 10_001),
		(Ignored::ObservedInFuture, |it| it.observed_at_ms = NOW_MS + 1_001),
		(Ignored::NoEntries, |it| {
			it.entries = Entries::default();
			it.smiles = Smiles::default();
		}),
		(Ignored::UnorderedEntries, |it| it.entries.as_mut().reverse()),
		(Ignored::UnorderedEntries, |it| it.entries[0] = it.entries[1]),
		(Ignored::ZeroValue, |it| it.entries[1].value = Price::ZERO),
		(Ignored::ValueTooLarge, |it| {
			it.entries[1].value = LARGEST_VALUE.checked_add(Price::from_inner(1)).unwrap();
		}),
		(Ignored::ConfidenceTooWide, |it| {
			it.entries[0].confidence =
				it.entries[0].value.checked_add(Price::from_inner(1)).unwrap();
		}),
		(Ignored::UnorderedSmiles, |it| it.smiles.as_mut().reverse()),
		(Ignored::UnorderedSmiles, |it| it.smiles[0] = it.smiles[1]),
		(Ignored::ImpossibleForward, |it| it.smiles[1].nodes.forward = Price::ZERO),
		(Ignored::ImpossibleForward, |it| it.smiles[1].nodes.forward = Price::MAX),
		(Ignored::ImpossibleVariance, |it| it.smiles[0].nodes.totals[0] = Rate::ZERO),
		(Ignored::ImpossibleVariance, |it| it.smiles[0].nodes.totals[6] = Rate::MIN),
		(Ignored::ImpossibleVariance, |it| it.smiles[0].nodes.totals[3] = Rate::MAX),
		(Ignored::ExpiredSmile, |it| it.smiles[0].smile.expiry = it.observed_at_ms / 1_000),
	];
	let mut named = Vec::new();
	for (reason, spoil) in faulty {
		let mut spoiled = bundle();
		spoil(&mut spoiled);
		assert_eq!(check(&signed(spoiled), &circumstances()), Err(reason));
		named.push(reason);
	}

	let nobody = Circumstances { key_of_reporter: None, ..circumstances() };
	assert_eq!(check(&signed(bundle()), &nobody), Err(Ignored::UnknownReporter));
	let other_key = Circumstances { key_of_reporter: Some(key(4).public()), ..circumstances() };
	assert_eq!(check(&signed(bundle()), &other_key), Err(Ignored::BadSignature));
	named.extend([Ignored::UnknownReporter, Ignored::BadSignature]);

	named.sort();
	named.dedup();
	assert_eq!(named, Ignored::ALL, "a reason is never given");
}

#[test]
fn the_limits_themselves_are_allowed() {
	let allowed: [fn(&mut VoteBundle); 9] = [
		|it| it.round = SLOT,
		|it| it.observed_at_ms = NOW_MS - 10_000,
		|it| it.observed_at_ms = NOW_MS + 1_000,
		|it| it.entries[0].value = LARGEST_VALUE,
		|it| it.entries[0].confidence = it.entries[0].value,
		|it| it.entries = Entries::default(),
		|it| it.smiles[0].nodes.totals = [LARGEST_VARIANCE; 7],
		|it| it.smiles[0].nodes.forward = LARGEST_VALUE,
		|it| it.smiles[0].smile.expiry = it.observed_at_ms / 1_000 + 1,
	];
	for change in allowed {
		let mut changed = bundle();
		change(&mut changed);
		assert_eq!(check(&signed(changed.clone()), &circumstances()), Ok(()), "{changed:?}");
	}
}

#[test]
fn an_old_round_that_the_chain_does_not_have_still_counts_while_its_values_are_fresh() {
	let late = Circumstances { slot: SLOT + 2, now_ms: NOW_MS + 6_000, ..circumstances() };
	assert_eq!(check(&signed(bundle()), &late), Ok(()));
}

#[test]
fn each_reason_has_a_name_of_its_own() {
	let mut names = Ignored::ALL.map(Ignored::name).to_vec();
	names.sort();
	names.dedup();
	assert_eq!(names.len(), Ignored::ALL.len());
}

#[test]
fn the_panel_knows_by_what_each_seat_is_judged() {
	let seat = VotingSeat { seat: 3, key: key(3).public(), last_round: SLOT - 1 };
	let panel = VotingPanel { genesis: GENESIS, session: 5, seats: vec![seat], feeds: Vec::new() };
	assert_eq!(panel.circumstances(3, SLOT, NOW_MS), circumstances());
	assert_eq!(panel.circumstances(4, SLOT, NOW_MS).key_of_reporter, None);
}
