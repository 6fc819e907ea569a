// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{Aggregates, Concern};
use sp_runtime::DispatchResult;

/// Bitcoin is live.
fn live(story: impl FnOnce()) {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 5, "60000");
		assert_eq!(status(BTC), Live);
		story();
	});
}

fn pause(for_ms: u64) -> DispatchResult {
	Oracle::pause_feed(signed(COMMITTEE), BTC, for_ms)
}

#[test]
fn a_paused_feed_is_halted_at_once_and_until_its_time_whatever_is_voted() {
	live(|| {
		let until_ms = NowMs::get() + 10 * WINDOW_MS;
		assert_ok!(pause(10 * WINDOW_MS));
		assert_eq!(status(BTC), Halted);
		let (old, new, concern) = (Live, Halted, Some(Concern::Paused));
		let all = events();
		assert!(all.contains(&Event::StatusChanged { feed: BTC, old, new, concern }));
		assert_eq!(all.last(), Some(&Event::FeedPaused { feed: BTC, until_ms }));
		for _ in 0..9 {
			round(BTC, ["60000"; 3]);
			assert_eq!(status(BTC), Halted);
			let details = Oracle::feed_details(BTC).unwrap();
			assert_eq!(details.concern, Some(Concern::Paused));
		}
		// Three better rounds end the halt, two more the caution.
		let after: Vec<_> = (0..5)
			.map(|_| {
				round(BTC, ["60000"; 3]);
				status(BTC)
			})
			.collect();
		assert_eq!(after, [Halted, Halted, Caution, Caution, Live]);
	});
}

#[test]
fn minutes_of_a_pause_are_missing() {
	live(|| {
		assert_ok!(pause(60 * WINDOW_MS));
		rounds_of(BTC, 45, "60000");
		let finished: Vec<_> = events()
			.into_iter()
			.filter_map(|event| match event {
				Event::MinuteFinished { feed: BTC, value, .. } => Some(value.is_some()),
				_ => None,
			})
			.collect();
		assert!(finished.contains(&false), "{finished:?}");
		assert!(!finished[1..].contains(&true), "{finished:?}");
	});
}

#[test]
fn an_emergency_can_lengthen_a_pause_but_not_shorten_it() {
	live(|| {
		assert_ok!(pause(10 * WINDOW_MS));
		assert_noop!(pause(9 * WINDOW_MS), Error::<Test>::AlreadyPaused);
		assert_ok!(pause(11 * WINDOW_MS));
	});
}

#[test]
fn a_pause_needs_the_committee_a_value_and_an_end_within_a_day() {
	live(|| {
		assert_noop!(Oracle::pause_feed(signed(ALICE), BTC, 1), BadOrigin);
		assert_noop!(pause(0), Error::<Test>::NothingToDo);
		assert_noop!(pause(LONGEST_PAUSE_MS + 1), Error::<Test>::PauseTooLong);
		assert_ok!(pause(LONGEST_PAUSE_MS));
		assert!(Aggregates::<Test>::get(ETH).is_none());
		assert_noop!(Oracle::pause_feed(signed(COMMITTEE), ETH, 1), Error::<Test>::NoValueYet);
	});
}

#[test]
fn a_feed_that_nobody_renews_stays_paused() {
	live(|| {
		assert_ok!(pause(4 * WINDOW_MS));
		for _ in 0..3 {
			next_window();
			assert_eq!(Oracle::feed_details(BTC).unwrap().concern, Some(Concern::Paused));
		}
	});
}
