// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn the_administration_ends_a_pause_and_the_feed_heals_as_after_any_halt() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 5, "60000");
		assert_noop!(Oracle::resume_feed(root(), BTC), Error::<Test>::NotPaused);
		assert_ok!(Oracle::pause_feed(signed(COMMITTEE), BTC, LONGEST_PAUSE_MS));
		assert_noop!(Oracle::resume_feed(signed(COMMITTEE), BTC), BadOrigin);
		round(BTC, ["60000"; 3]);
		assert_ok!(Oracle::resume_feed(root(), BTC));
		assert_eq!(events().pop(), Some(Event::FeedResumed { feed: BTC }));
		assert_eq!(status(BTC), Halted);
		rounds_of(BTC, 3, "60000");
		assert_eq!(status(BTC), Caution);
		rounds_of(BTC, 2, "60000");
		assert_eq!(status(BTC), Live);
		assert_noop!(Oracle::resume_feed(root(), BTC), Error::<Test>::NotPaused);
	});
}

#[test]
fn what_was_never_reported_is_not_paused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Oracle::resume_feed(root(), ETH), Error::<Test>::NotPaused);
	});
}
