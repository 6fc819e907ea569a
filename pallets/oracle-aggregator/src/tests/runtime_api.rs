// SPDX-License-Identifier: Apache-2.0
use super::{smile_stories::*, *};
use crate::Concern;
use market_primitives::{SmileSource, Underlying};

#[test]
fn details_show_each_vote_and_whether_it_counts() {
	ExtBuilder::default().build_and_execute(|| {
		round(BTC, ["60000", "60010", "60020"]);
		next_window_after(9_000);
		assert_ok!(report(ALICE, BTC, "60030"));
		next_window_after(6_000);
		let details = Oracle::feed_details(BTC).unwrap();
		let votes: Vec<_> = details
			.votes
			.iter()
			.map(|vote| (vote.reporter, vote.value, vote.counts))
			.collect();
		assert_eq!(
			votes,
			vec![
				(ALICE, price("60030"), true),
				(BOB, price("60010"), false),
				(CAROL, price("60020"), false),
			]
		);
		assert_eq!(details.observation, observe(BTC).ok());
		assert_eq!(Oracle::feed_details(BTC_VOLATILITY), None);
	});
}

#[test]
fn a_feed_that_never_had_a_quorum_says_so_and_what_the_votes_weigh() {
	ExtBuilder::default().build_and_execute(|| {
		let each = seat(ALICE).weight;
		let seen = || {
			let details = Oracle::feed_details(BTC).unwrap();
			assert_eq!(details.total_weight, 3 * each);
			(details.observation.is_some(), details.concern, details.counted_weight)
		};
		assert_eq!(seen(), (false, Some(Concern::NoQuorum), 0));
		assert_ok!(report(ALICE, BTC, "60000"));
		next_window();
		assert_eq!(seen(), (false, Some(Concern::NoQuorum), each));
		rounds_of(BTC, 2, "60000");
		assert_eq!(seen(), (true, None, 3 * each));
	});
}

#[test]
fn details_say_until_when_a_feed_is_paused_and_how_often_its_step_was_limited() {
	ExtBuilder::default().build_and_execute(|| {
		let seen = || {
			let details = Oracle::feed_details(BTC).unwrap();
			(details.paused_until_ms, details.clamped_rounds)
		};
		assert_eq!(seen(), (None, 0));
		rounds_of(BTC, 2, "60000");
		rounds_of(BTC, 2, "63000");
		assert_eq!(seen(), (None, 2));
		let until_ms = NowMs::get() + 9_000;
		assert_ok!(Oracle::pause_feed(signed(COMMITTEE), BTC, 9_000));
		assert_eq!(seen(), (Some(until_ms), 2));
		NowMs::set(until_ms);
		assert_eq!(seen(), (None, 2));
	});
}

#[test]
fn feeds_and_reporters_are_listed() {
	ExtBuilder::default().build_and_execute(|| {
		let feeds: Vec<_> = Oracle::api_feeds().into_iter().map(|details| details.feed).collect();
		assert_eq!(feeds, vec![BTC, ETH]);
		let mut reporters: Vec<_> =
			Oracle::api_reporters().into_iter().map(|reporter| reporter.account).collect();
		reporters.sort();
		assert_eq!(reporters, vec![ALICE, BOB, CAROL]);
	});
}

#[test]
fn minutes_are_listed_oldest_first_with_their_gaps() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 20, "60000");
		next_window_after(57_000);
		rounds_of(BTC, 21, "60000");
		let known: Vec<_> = Oracle::api_minutes(BTC, 3)
			.into_iter()
			.map(|(_, value)| value.is_some())
			.collect();
		assert_eq!(known, vec![true, false, true]);
	});
}

#[test]
fn a_surface_shows_its_nodes_its_slice_and_why_it_is_not_live() {
	with_smiles(|| {
		let id = in_days(30);
		let details = || Oracle::surface_details(id).unwrap();
		assert_eq!(Oracle::surface_details(id), None);
		assert_ok!(report_smile(ALICE, readme_nodes("60100")));
		next_window();
		assert_eq!((details().source, details().forward, details().status), (None, None, Halted));
		assert_eq!(details().votes.len(), 1);
		let each = seat(ALICE).weight;
		assert_eq!(details().concern, Some(Concern::NoQuorum));
		assert_eq!((details().counted_weight, details().total_weight), (each, 3 * each));

		smile_round([readme_nodes("60100"); 3]);
		assert_eq!((details().status, details().concern), (Caution, Some(Concern::Recovering)));
		smile_round([readme_nodes("60100"); 3]);
		let seen = details();
		assert_eq!((seen.status, seen.concern), (Live, None));
		assert_eq!((seen.source, seen.slice), (Some(SmileSource::Interpolated), None));
		assert_eq!((seen.forward, seen.nodes.len()), (Some(price("60100")), 7));
		assert_eq!(seen.nodes[3].k, rate("0"));
		// 0.0174 as the votes said, less what three seconds took of it.
		let total = seen.nodes[3].total.to_string();
		assert!(total.starts_with("0.0173999"), "{total}");
		assert!(seen.votes.iter().all(|vote| vote.counts && vote.weight > 0));
		// √(0.0174 · 365 / 30)
		let at_the_money = seen.nodes[3].priced.unwrap().to_string();
		assert!(at_the_money.starts_with("0.4601"), "{at_the_money}");

		assert_ok!(propose(STRANGER, id, readme_slice()));
		let seen = details();
		assert_eq!(seen.source, Some(SmileSource::Slice));
		assert_eq!(seen.slice.unwrap().svi, readme_slice());
		let at_the_money = seen.nodes[3].priced.unwrap().to_string();
		assert!(at_the_money.starts_with("0.4597"), "{at_the_money}");

		level_rounds(in_days(60), 1, "60200", "0.5");
		let all: Vec<_> =
			Oracle::api_surfaces(Underlying::BTC).into_iter().map(|it| it.smile).collect();
		assert_eq!(all, [in_days(30), in_days(60)]);
		assert_eq!(Oracle::api_surfaces(Underlying::ETH), vec![]);
	});
}
