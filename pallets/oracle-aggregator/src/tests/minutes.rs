// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{Minutes, Samples};

const MINUTE: u64 = START_MS / 60_000;

#[test]
fn a_minute_is_the_median_of_its_values() {
	ExtBuilder::default().build_and_execute(|| {
		// 19 windows begin within the first minute after the start; the twentieth ends it.
		rounds_of(BTC, 9, "60000");
		rounds_of(BTC, 10, "60100");
		assert_eq!(Samples::<Test>::get(BTC).unwrap().1.len(), 19);
		next_window();
		assert!(events().contains(&Event::MinuteFinished {
			feed: BTC,
			minute: MINUTE,
			value: Some(price("60100"))
		}));
		assert_eq!(Oracle::api_minutes(BTC, 1), vec![(MINUTE, Some(price("60100")))]);
	});
}

#[test]
fn a_minute_with_too_few_values_is_unknown() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 4, "60000");
		next_window_after(60_000);
		assert_eq!(Oracle::api_minutes(BTC, 1), vec![(MINUTE, None)]);
		assert_eq!(Minutes::<Test>::iter().count(), 0);
	});
}

#[test]
fn halted_values_do_not_count_in_a_minute() {
	let parameters =
		crate::FeedParameters { clamped_rounds_to_halt: 1, rounds_to_leave_halt: 100, ..quick() };
	ExtBuilder::default().feed(BTC, parameters).build_and_execute(|| {
		rounds_of(BTC, 6, "60000");
		rounds_of(BTC, 10, "61000");
		assert_eq!(Samples::<Test>::get(BTC).unwrap().1.len(), 6);
	});
}

const HOUR_MS: u64 = 3_600_000;

/// The first minute of each of sixty hours has values, and the second is begun.
fn sixty_hours(story: impl FnOnce()) {
	ExtBuilder::default().build_and_execute(|| {
		for hour in 0..60u64 {
			NowMs::set(START_MS + hour * HOUR_MS);
			// The feed halts between the hours; three rounds later its values count again.
			rounds_of(BTC, 12, "60000");
			next_window_after(60_000);
		}
		story();
	});
}

#[test]
fn an_hour_takes_the_place_of_one_two_days_old() {
	sixty_hours(|| {
		assert_eq!(Minutes::<Test>::iter_prefix(BTC).count(), 49);
		let oldest = Minutes::<Test>::iter_prefix(BTC).map(|(_, (hour, _))| hour).min();
		assert_eq!(oldest, Some(START_MS / HOUR_MS + 11));
	});
}

#[test]
fn as_many_minutes_are_listed_as_are_kept() {
	sixty_hours(|| {
		let all = Oracle::api_minutes(BTC, u32::MAX);
		let known: Vec<u64> = all
			.iter()
			.filter(|(_, value)| value.is_some())
			.map(|(minute, _)| *minute)
			.collect();
		let first_of_hours: Vec<u64> = (11..60).map(|hour| MINUTE + 60 * hour).collect();
		assert_eq!(known, first_of_hours);
		// Two days, and the finished minute of the hour that is being filled.
		assert_eq!(all.len(), 48 * 60 + 1);
		assert_eq!(all[0].0, MINUTE + 60 * 11);
	});
}
