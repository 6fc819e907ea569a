// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{ReportedValue, Reporters, Votes};
use frame_support::{dispatch::Pays, BoundedVec};
use market_maths::units::Price;
use market_primitives::FeedId;
use oracle_core::LARGEST_VALUE;

#[test]
fn a_report_votes_on_several_feeds_for_free() {
	ExtBuilder::default().build_and_execute(|| {
		let values = BoundedVec::truncate_from(vec![valued(BTC, "60000"), valued(ETH, "3000")]);
		let cost = Oracle::report(signed(ALICE), START_MS, values.clone()).unwrap();
		assert_eq!(cost.pays_fee, Pays::No);
		assert_eq!(Votes::<Test>::get(BTC)[0].value, price("60000"));
		assert_eq!(Votes::<Test>::get(ETH)[0].value, price("3000"));
		assert_eq!(
			events().pop(),
			Some(Event::Reported { reporter: ALICE, observed_at_ms: START_MS, values })
		);
	});
}

#[test]
fn a_new_vote_takes_the_place_of_the_last() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(report(ALICE, BTC, "60000"));
		next_window();
		assert_ok!(report(ALICE, BTC, "60100"));
		assert_eq!(Votes::<Test>::get(BTC).len(), 1);
		assert_eq!(Votes::<Test>::get(BTC)[0].value, price("60100"));
	});
}

#[test]
fn one_report_for_each_feed_and_window() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(report(ALICE, BTC, "60000"));
		assert_noop!(report(ALICE, BTC, "60000"), Error::<Test>::DuplicateReport);
		assert_ok!(report(ALICE, ETH, "3000"));
		assert_noop!(
			report_at(BOB, START_MS, &[valued(BTC, "60000"), valued(BTC, "60001")]),
			Error::<Test>::DuplicateReport
		);
		assert_ok!(report(BOB, BTC, "60000"));
		next_window();
		assert_ok!(report(ALICE, BTC, "60000"));
	});
}

#[test]
fn only_those_with_a_seat_report() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(report(STRANGER, BTC, "60000"), Error::<Test>::NotAdmitted);
		assert_ok!(Oracle::admit_reporter(root(), DAVE));
		assert_noop!(report(DAVE, BTC, "60000"), Error::<Test>::NoSeat);
	});
}

#[test]
fn nobody_reports_from_the_seat_of_somebody_else_whatever_its_standing_says() {
	ExtBuilder::default().build().execute_with(|| {
		let standing_of = |who: AccountId| Reporters::<Test>::get(who).unwrap().standing;
		Reporters::<Test>::mutate(ALICE, |reporter| {
			reporter.as_mut().unwrap().standing = standing_of(BOB);
		});
		assert_noop!(report(ALICE, BTC, "60000"), Error::<Test>::NoSeat);
		assert_noop!(Oracle::unbond(signed(ALICE), 1_000), Error::<Test>::NoSeat);
		assert_ok!(Oracle::remove_reporter(root(), ALICE));
		assert!(is_seated(BOB));
	});
}

#[test]
fn one_bad_value_spoils_the_report() {
	ExtBuilder::default().build_and_execute(|| {
		let doge = FeedId::Index("DOGE".parse().unwrap());
		assert_noop!(
			report_at(ALICE, START_MS, &[valued(BTC, "60000"), valued(doge, "1")]),
			Error::<Test>::UnknownFeed
		);
		assert_noop!(report_at(ALICE, START_MS, &[]), Error::<Test>::EmptyReport);
		assert_noop!(report(ALICE, BTC, "0"), Error::<Test>::ZeroValue);
		let largest = LARGEST_VALUE;
		let larger = Price::from_inner(largest.into_inner() + 1);
		let all = |value, confidence| {
			report_at(ALICE, START_MS, &[ReportedValue { feed: BTC, value, confidence }])
		};
		assert_noop!(all(larger, Price::ZERO), Error::<Test>::ValueTooLarge);
		assert_noop!(all(largest, larger), Error::<Test>::ConfidenceTooWide);
		assert_ok!(all(largest, largest));
	});
}

#[test]
fn an_observation_must_be_timely() {
	ExtBuilder::default().build_and_execute(|| {
		let at = |ms| report_at(ALICE, ms, &[valued(BTC, "60000")]);
		assert_noop!(at(START_MS + 1_001), Error::<Test>::ObservedInFuture);
		assert_noop!(at(START_MS - 10_001), Error::<Test>::ObservedTooLongAgo);
		assert_ok!(at(START_MS - 10_000));
	});
}

#[test]
fn a_clock_that_is_ahead_does_not_make_a_vote_live_longer() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(report_at(ALICE, START_MS + 1_000, &[valued(BTC, "60000")]));
		assert_eq!(Votes::<Test>::get(BTC)[0].observed_at_ms, START_MS);
	});
}

#[test]
fn an_older_observation_does_not_replace_a_newer_one() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(report(ALICE, BTC, "60000"));
		next_window();
		assert_noop!(
			report_at(ALICE, START_MS - 1, &[valued(BTC, "60000")]),
			Error::<Test>::OlderThanLastReport
		);
		assert_ok!(report_at(ALICE, START_MS, &[valued(BTC, "60000")]));
	});
}
