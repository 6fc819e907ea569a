// SPDX-License-Identifier: Apache-2.0
//! The promise that everything else leans on.

use super::*;
use crate::Concern;
use market_primitives::{FeedError, Purpose};

#[test]
fn an_old_value_is_halted_even_if_nobody_counts_votes_any_more() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 3, "60000");
		let seen = observe(BTC).unwrap();
		assert_eq!(seen.status, Live);
		// Time passes without a single window.
		NowMs::set(seen.observed_at_ms + 15_000);
		assert_eq!(status(BTC), Live);
		NowMs::set(seen.observed_at_ms + 15_001);
		assert_eq!(status(BTC), Halted);
		let old = observe(BTC).unwrap();
		assert_eq!(old.value_for(Purpose::NewRisk), Err(FeedError::Halted));
		assert_eq!(old.value_for(Purpose::Liquidate), Err(FeedError::Halted));
		assert_eq!(Oracle::feed_details(BTC).unwrap().concern, Some(Concern::TooOld));
	});
}

#[test]
fn after_an_outage_fresh_votes_do_not_make_it_live_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 3, "60000");
		next_window_after(3_600_000);
		assert_eq!(status(BTC), Halted);
		rounds_of(BTC, 1, "60000");
		assert_eq!(status(BTC), Halted);
		rounds_of(BTC, 2, "60000");
		assert_eq!(status(BTC), Caution);
		rounds_of(BTC, 2, "60000");
		assert_eq!(status(BTC), Live);
	});
}

#[test]
fn votes_given_before_the_outage_was_noticed_do_not_hide_it() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 3, "60000");
		// The chain stood still; the votes arrive in the first block after it, before any counting.
		NowMs::mutate(|now| *now += 60_000);
		CurrentWindow::mutate(|window| *window += 1);
		crate::Clock::<Test>::mutate(|clock| clock.window = CurrentWindow::get());
		rounds_of(BTC, 1, "60000");
		assert_eq!(status(BTC), Halted);
	});
}

#[test]
fn a_shorter_age_applies_at_once() {
	let ten_seconds = crate::FeedParameters { max_age_ms: 10_000, ..quick() };
	ExtBuilder::default().feed(BTC, ten_seconds).build_and_execute(|| {
		rounds_of(BTC, 3, "60000");
		next_window();
		assert_eq!(status(BTC), Live);
		let stricter = crate::FeedParameters { max_age_ms: 5_000, ..quick() };
		assert_ok!(Oracle::set_feed(root(), BTC, stricter));
		assert_eq!(status(BTC), Halted);
	});
}
