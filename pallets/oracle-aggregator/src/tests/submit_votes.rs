// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{LastRounds, Votes};
use frame_support::dispatch::{DispatchClass, GetDispatchInfo};
use market_primitives::FeedId;
use oracle_core::{Bundles, Entries, Ignored, SignedBundle, VoteBundle, VoteEntry};

fn chain() -> ExtBuilder {
	ExtBuilder::default().validators(&[XENIA, YUSUF, ZORA])
}

/// How many bundles the last block counted, and what it passed over.
fn counted() -> (u32, Vec<(Ignored, u32)>) {
	let found = events().into_iter().rev().find_map(|event| match event {
		Event::VotesCounted { bundles, ignored, .. } => Some((bundles, ignored.into_inner())),
		_ => None,
	});
	found.expect("a block carried bundles")
}

#[test]
fn a_blocks_bundles_make_the_value_of_its_own_window() {
	chain().build_and_execute(|| {
		bundle_round(&[(XENIA, "60000"), (YUSUF, "60010"), (ZORA, "60020")]);
		assert_eq!(shown(BTC), price("60010"));
		assert_eq!(observe(BTC).unwrap().observed_at_ms, NowMs::get() - 500);
		assert_eq!(counted(), (3, vec![]));
		let rounds: Vec<_> =
			LastRounds::<Test>::get().into_iter().map(|(_, round)| round).collect();
		assert_eq!(rounds, [CurrentWindow::get(); 3]);
	});
}

#[test]
fn votes_stick_when_an_author_carries_none() {
	chain().build_and_execute(|| {
		let all = [(XENIA, "60000"), (YUSUF, "60010"), (ZORA, "60020")];
		bundle_round(&all);
		bundle_round(&all);
		for _ in 0..4 {
			next_window();
			assert_eq!((status(BTC), shown(BTC)), (Live, price("60010")));
		}
	});
}

/// A way to spoil a bundle after, or before, it is signed; and what it is then passed over for.
type Spoiling = (Ignored, fn(&mut VoteBundle));

const SPOILED_BEFORE_SIGNING: [Spoiling; 12] = [
	(Ignored::WrongVersion, |it| it.version = 9),
	(Ignored::WrongChain, |it| it.genesis = Default::default()),
	(Ignored::WrongSession, |it| it.session += 1),
	(Ignored::UnknownReporter, |it| it.reporter = 99),
	(Ignored::RoundReplayed, |it| it.round = 0),
	(Ignored::RoundInFuture, |it| it.round += 1),
	(Ignored::ObservedTooLongAgo, |it| it.observed_at_ms -= 20_000),
	(Ignored::ObservedInFuture, |it| it.observed_at_ms += 2_000),
	(Ignored::NoEntries, |it| it.entries = Default::default()),
	(Ignored::UnorderedEntries, |it| {
		let entry = it.entries[0];
		it.entries.try_push(entry).unwrap();
	}),
	(Ignored::ZeroValue, |it| it.entries[0].value = price("0")),
	(Ignored::ConfidenceTooWide, |it| it.entries[0].confidence = price("70000")),
];

#[test]
fn a_bad_bundle_is_passed_over_for_its_reason_and_the_good_ones_count() {
	for (reason, spoil) in SPOILED_BEFORE_SIGNING {
		chain().build_and_execute(|| {
			let mut bad = bundle(ZORA, &[(BTC, "60000")]);
			spoil(&mut bad);
			let bundles =
				vec![signed_by(ZORA, bad), vote_of(XENIA, "60000"), vote_of(YUSUF, "60000")];
			assert_ok!(next_window_with_bundles(bundles));
			assert_eq!(counted(), (2, vec![(reason, 1)]));
			assert_eq!(Votes::<Test>::get(BTC).len(), 2);
		});
	}
}

#[test]
fn a_signature_of_another_key_does_not_count() {
	chain().build_and_execute(|| {
		let forged = signed_by(YUSUF, bundle(ZORA, &[(BTC, "1")]));
		let altered =
			SignedBundle { bundle: bundle(XENIA, &[(BTC, "1")]), ..vote_of(XENIA, "60000") };
		assert_ok!(next_window_with_bundles(vec![forged, altered]));
		assert_eq!(counted(), (0, vec![(Ignored::BadSignature, 2)]));
		assert!(Votes::<Test>::get(BTC).is_empty());
	});
}

#[test]
fn a_round_counts_once_within_a_block_and_over_blocks() {
	chain().build_and_execute(|| {
		let vote = vote_of(XENIA, "60000");
		assert_ok!(next_window_with_bundles(vec![vote.clone(), vote.clone()]));
		assert_eq!(counted(), (1, vec![(Ignored::RoundReplayed, 1)]));
		assert_ok!(next_window_with_bundles(vec![vote]));
		assert_eq!(counted(), (0, vec![(Ignored::RoundReplayed, 1)]));
	});
}

#[test]
fn bundles_that_an_author_left_out_may_come_with_the_next_ones() {
	chain().build_and_execute(|| {
		let early = vote_of(XENIA, "60000");
		next_window();
		assert_ok!(next_window_with_bundles(vec![early, vote_of(XENIA, "60001")]));
		assert_eq!(counted(), (2, vec![]));
		assert_eq!(Votes::<Test>::get(BTC)[0].value, price("60001"));
	});
}

#[test]
fn values_of_unknown_feeds_are_passed_over_one_by_one() {
	chain().build_and_execute(|| {
		let mixed = bundle(XENIA, &[(BTC, "60000"), (BTC_VOLATILITY, "0.6")]);
		assert_ok!(next_window_with_bundles(vec![signed_by(XENIA, mixed)]));
		let told = events().into_iter().find_map(|event| match event {
			Event::VotesCounted { bundles, unknown_values, outdated_values, .. } => {
				Some((bundles, unknown_values, outdated_values))
			},
			_ => None,
		});
		assert_eq!(told, Some((1, 1, 0)));
		assert_eq!(Votes::<Test>::get(BTC).len(), 1);
		assert!(!Votes::<Test>::contains_key(BTC_VOLATILITY));
	});
}

#[test]
fn a_later_round_with_an_earlier_observation_does_not_replace_a_newer_one() {
	chain().build_and_execute(|| {
		bundle_round(&[(XENIA, "60000")]);
		let mut older = bundle(XENIA, &[(BTC, "50000")]);
		older.observed_at_ms -= 5_000;
		assert_ok!(next_window_with_bundles(vec![signed_by(XENIA, older)]));
		assert_eq!(Votes::<Test>::get(BTC)[0].value, price("60000"));
		assert!(events().iter().any(|event| matches!(
			event,
			Event::VotesCounted { bundles: 1, outdated_values: 1, .. }
		)));
	});
}

#[test]
fn a_block_carries_bundles_once() {
	chain().build_and_execute(|| {
		bundle_round(&[(XENIA, "60000")]);
		assert_noop!(
			Oracle::submit_votes(RuntimeOrigin::none(), Bundles::default()),
			Error::<Test>::VotesAlreadySubmitted
		);
	});
}

#[test]
fn nobody_submits_bundles_but_the_author() {
	chain().build_and_execute(|| {
		for origin in [signed(ALICE), root()] {
			assert_noop!(Oracle::submit_votes(origin, Bundles::default()), BadOrigin);
		}
	});
}

#[test]
fn the_largest_block_of_bundles_is_paid_for_before_it_runs() {
	chain().build_and_execute(|| {
		let one = crate::Call::<Test>::submit_votes {
			bundles: Bundles::truncate_from(vec![vote_of(XENIA, "60000")]),
		};
		let most = crate::Call::<Test>::submit_votes {
			bundles: Bundles::truncate_from(vec![vote_of(XENIA, "60000"); 64]),
		};
		assert_eq!(one.get_dispatch_info().class, DispatchClass::Mandatory);
		let weight = |call: &crate::Call<Test>| call.get_dispatch_info().call_weight.ref_time();
		assert!(weight(&most) > weight(&one));
	});
}

/// Votes on each feed are read and written once, whoever names it.
#[test]
fn a_block_pays_for_every_feed_that_any_of_its_bundles_names() {
	chain().build_and_execute(|| {
		let weight = |values: [(FeedId, &str); 3]| {
			let votes = [XENIA, YUSUF, ZORA].into_iter().zip(values);
			let bundles: Vec<_> =
				votes.map(|(who, value)| signed_by(who, bundle(who, &[value]))).collect();
			let bundles = Bundles::truncate_from(bundles);
			crate::Call::<Test>::submit_votes { bundles }.get_dispatch_info().call_weight
		};
		let of_feeds = |feeds| <() as crate::WeightInfo>::submit_votes(3, feeds, 0);
		assert_eq!(weight([(BTC, "60000"), (BTC, "60001"), (BTC, "60002")]), of_feeds(1));
		let different = [(BTC, "60000"), (ETH, "2000"), (BTC_VOLATILITY, "0.6")];
		assert_eq!(weight(different), of_feeds(3));
	});
}

/// More than fit into a bundle cannot have been set up, and what was not costs no storage.
#[test]
fn nobody_makes_a_block_heavy_with_feeds_that_do_not_exist() {
	chain().build_and_execute(|| {
		let bundles: Vec<_> = (0..2u8)
			.map(|half| {
				let entries = (0..64u8).map(|number| {
					let ticker = format!("X{}", 64 * half + number);
					let feed = FeedId::Index(ticker.parse().unwrap());
					let value = price("1");
					VoteEntry { feed, value, confidence: value, sources: 1 }
				});
				let mut said = bundle(XENIA, &[]);
				said.entries = Entries::truncate_from(entries.collect());
				signed_by(XENIA, said)
			})
			.collect();
		let call = crate::Call::<Test>::submit_votes { bundles: Bundles::truncate_from(bundles) };
		let expected = <() as crate::WeightInfo>::submit_votes(2, 64, 0);
		assert_eq!(call.get_dispatch_info().call_weight, expected);
	});
}

#[test]
fn who_reports_by_call_and_by_bundle_has_one_vote() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(name_key(ALICE, ALICE));
		next_session(&[]);
		assert_ok!(report(ALICE, BTC, "60000"));
		bundle_round(&[(ALICE, "60010")]);
		let votes = Votes::<Test>::get(BTC);
		assert_eq!((votes.len(), votes[0].value), (1, price("60010")));
	});
}

#[test]
fn whatever_a_hostile_author_carries_the_block_is_valid() {
	use codec::{Decode, Encode};
	use proptest::prelude::*;
	let mut runner = proptest::test_runner::TestRunner::default();
	let bytes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6);
	runner
		.run(&bytes, |changes| {
			chain().build_and_execute(|| {
				let mut encoded = vec![vote_of(XENIA, "60000"), vote_of(YUSUF, "60000")].encode();
				for (at, byte) in changes {
					let at = at.index(encoded.len());
					encoded[at] = byte;
				}
				// What cannot be read is no block at all.
				if let Ok(bundles) = Bundles::decode(&mut &encoded[..]) {
					assert_ok!(next_window_with_bundles(bundles.into_inner()));
				}
			});
			Ok(())
		})
		.unwrap();
}
