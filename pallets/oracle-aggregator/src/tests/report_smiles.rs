// SPDX-License-Identifier: Apache-2.0
use super::{smile_stories::*, *};
use crate::{ListedSmiles, SmileVotes};
use frame_support::{dispatch::Pays, BoundedVec};
use market_maths::units::{Price, Rate};
use market_primitives::{testing::volatility_surface::FakeListedExpiries, FeedError};
use oracle_core::{LARGEST_VALUE, LARGEST_VARIANCE};

#[test]
fn a_report_votes_on_several_smiles_for_free() {
	with_smiles(|| {
		let entries = [level(in_days(7), "60050", "0.5"), level(in_days(30), "60200", "0.45")];
		let smiles = BoundedVec::truncate_from(entries.to_vec());
		let cost = Oracle::report_smiles(signed(ALICE), START_MS, smiles).unwrap();
		assert_eq!(cost.pays_fee, Pays::No);
		for entry in entries {
			let votes = SmileVotes::<Test>::get(entry.smile);
			assert_eq!((votes.len(), votes[0].nodes), (1, entry.nodes));
		}
		assert_eq!(
			events().pop(),
			Some(Event::SmilesReported {
				reporter: ALICE,
				observed_at_ms: START_MS,
				smiles: BoundedVec::truncate_from(vec![in_days(7), in_days(30)]),
			})
		);
		assert_eq!(smile(in_days(7)), Err(FeedError::NeverReported));
		assert_eq!(smile(in_days(8)), Err(FeedError::Unknown));
	});
}

#[test]
fn a_new_vote_takes_the_place_of_the_last_but_not_in_one_window() {
	with_smiles(|| {
		let id = in_days(30);
		assert_ok!(report_smile(ALICE, level(id, "60000", "0.5")));
		assert_noop!(
			report_smile(ALICE, level(id, "60001", "0.5")),
			Error::<Test>::DuplicateReport
		);
		next_window();
		assert_noop!(
			report_smiles_at(ALICE, START_MS - 1, &[level(id, "60001", "0.5")]),
			Error::<Test>::OlderThanLastReport
		);
		assert_ok!(report_smile(ALICE, level(id, "60001", "0.5")));
		let votes = SmileVotes::<Test>::get(id);
		assert_eq!((votes.len(), votes[0].nodes.forward), (1, price("60001")));
	});
}

#[test]
fn only_those_with_a_seat_report() {
	with_smiles(|| {
		let entry = level(in_days(30), "60000", "0.5");
		assert_noop!(report_smile(STRANGER, entry), Error::<Test>::NotAdmitted);
		assert_ok!(Oracle::admit_reporter(root(), DAVE));
		assert_noop!(report_smile(DAVE, entry), Error::<Test>::NoSeat);
	});
}

#[test]
fn one_bad_smile_spoils_the_report() {
	with_smiles(|| {
		let good = level(in_days(7), "60000", "0.5");
		let refused = |spoil: fn(&mut crate::SmileEntry), error: Error<Test>| {
			let mut bad = level(in_days(30), "60000", "0.5");
			spoil(&mut bad);
			assert_noop!(report_smiles_at(ALICE, START_MS, &[good, bad]), error);
		};
		refused(|it| it.smile = in_days(7), Error::UnorderedSmiles);
		refused(|it| it.smile = in_days(6), Error::UnorderedSmiles);
		refused(|it| it.nodes.forward = Price::ZERO, Error::ImpossibleForward);
		refused(
			|it| it.nodes.forward = Price::from_inner(LARGEST_VALUE.into_inner() + 1),
			Error::ImpossibleForward,
		);
		refused(|it| it.nodes.totals[6] = Rate::ZERO, Error::ImpossibleVariance);
		refused(
			|it| it.nodes.totals[0] = Rate::from_inner(LARGEST_VARIANCE.into_inner() + 1),
			Error::ImpossibleVariance,
		);
		assert_noop!(report_smiles_at(ALICE, START_MS, &[]), Error::<Test>::EmptyReport);
		assert_noop!(
			report_smiles_at(ALICE, START_MS + 1_001, &[good]),
			Error::<Test>::ObservedInFuture
		);
		assert_noop!(
			report_smiles_at(ALICE, START_MS - 10_001, &[good]),
			Error::<Test>::ObservedTooLongAgo
		);
	});
}

#[test]
fn nobody_votes_on_an_expiry_without_options() {
	with_smiles(|| {
		FakeListedExpiries::unlist(in_days(31));
		let entry = level(in_days(31), "60000", "0.5");
		assert_noop!(report_smile(ALICE, entry), Error::<Test>::ExpiryNotListed);
		let mut past = level(in_days(30), "60000", "0.5");
		past.smile.expiry = START_MS / 1_000;
		assert_noop!(report_smile(ALICE, past), Error::<Test>::ExpiryNotListed);
	});
}

#[test]
fn so_many_smiles_are_voted_on_and_no_more() {
	with_smiles(|| {
		for day in 1..=u64::from(MAX_LISTED_SMILES) {
			assert_ok!(report_smile(ALICE, level(in_days(day), "60000", "0.5")));
		}
		let one_more = level(in_days(99), "60000", "0.5");
		assert_noop!(report_smile(BOB, one_more), Error::<Test>::TooManySmiles);
		assert_ok!(report_smile(BOB, level(in_days(1), "60000", "0.5")));
		assert_eq!(ListedSmiles::<Test>::decode_len(), Some(MAX_LISTED_SMILES as usize));
	});
}

#[test]
fn bundles_carry_smiles_beside_values() {
	use oracle_core::Smiles;
	ExtBuilder::default().validators(&[XENIA, YUSUF, ZORA]).build_and_execute(|| {
		let id = in_days(30);
		let of = |who, smiles: Vec<crate::SmileEntry>| {
			let bundle = bundle(who, &[(BTC, "60000")]);
			signed_by(who, bundle.with_smiles(Smiles::try_from(smiles).unwrap()))
		};
		let entry = level(id, "60100", "0.5");
		let unlisted = level(in_days(31), "60100", "0.5");
		FakeListedExpiries::unlist(in_days(31));
		let bundles =
			vec![of(XENIA, vec![entry]), of(YUSUF, vec![entry, unlisted]), of(ZORA, vec![entry])];
		assert_ok!(next_window_with_bundles(bundles));
		assert!(events().iter().any(|event| matches!(
			event,
			Event::VotesCounted { bundles: 3, unknown_values: 1, outdated_values: 0, .. }
		)));
		assert_eq!(SmileVotes::<Test>::get(id).len(), 3);
		assert_eq!(forward_of(id), price("60100"));
		assert_eq!(smile_status(id), Caution);
		assert_eq!(shown(BTC), price("60000"));

		// A bundle may consist of smiles alone.
		let mut bare = bundle(XENIA, &[(BTC, "60000")]);
		bare.entries = Default::default();
		let bare = bare.with_smiles(Smiles::truncate_from(vec![level(id, "60110", "0.5")]));
		assert_ok!(next_window_with_bundles(vec![signed_by(XENIA, bare)]));
		assert_eq!(SmileVotes::<Test>::get(id)[0].nodes.forward, price("60110"));
	});
}

#[test]
fn a_later_round_with_an_earlier_observation_replaces_no_newer_smile() {
	use oracle_core::Smiles;
	ExtBuilder::default().validators(&[XENIA, YUSUF, ZORA]).build_and_execute(|| {
		let id = in_days(30);
		let smiles = |forward| Smiles::truncate_from(vec![level(id, forward, "0.5")]);
		let first = bundle(XENIA, &[(BTC, "60000")]).with_smiles(smiles("60100"));
		assert_ok!(next_window_with_bundles(vec![signed_by(XENIA, first)]));
		let mut older = bundle(XENIA, &[(BTC, "60000")]).with_smiles(smiles("50000"));
		older.observed_at_ms -= 5_000;
		assert_ok!(next_window_with_bundles(vec![signed_by(XENIA, older)]));
		assert_eq!(SmileVotes::<Test>::get(id)[0].nodes.forward, price("60100"));
	});
}
