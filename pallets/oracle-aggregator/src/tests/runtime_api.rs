// SPDX-License-Identifier: Apache-2.0
use super::*;

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
