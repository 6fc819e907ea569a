// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{FeedIds, FeedParameters, Feeds};
use market_primitives::FeedId;

#[test]
fn a_change_shows_the_old_and_the_new_parameters() {
	ExtBuilder::default().build_and_execute(|| {
		let wider = FeedParameters { max_age_ms: 30_000, ..quick() };
		assert_noop!(Oracle::set_feed(signed(ALICE), BTC, wider), BadOrigin);
		assert_ok!(Oracle::set_feed(root(), BTC, wider));
		assert_eq!(Feeds::<Test>::get(BTC), Some(wider));
		assert_eq!(
			events().pop(),
			Some(Event::FeedSet { feed: BTC, old: Some(quick()), new: wider })
		);
	});
}

#[test]
fn new_feeds_are_kept_in_order_and_bounded() {
	ExtBuilder::default().build_and_execute(|| {
		let doge = FeedId::Index("DOGE".parse().unwrap());
		let sol = FeedId::Index("SOL".parse().unwrap());
		assert_ok!(Oracle::set_feed(root(), BTC_VOLATILITY, FeedParameters::volatility()));
		assert_ok!(Oracle::set_feed(root(), doge, quick()));
		assert_eq!(FeedIds::<Test>::get().into_inner(), vec![BTC, doge, ETH, BTC_VOLATILITY]);
		assert_noop!(Oracle::set_feed(root(), sol, quick()), Error::<Test>::TooManyFeeds);
	});
}

#[test]
fn parameters_outside_their_bounds_are_refused_from_anyone() {
	ExtBuilder::default().build_and_execute(|| {
		let endless = FeedParameters { max_age_ms: 600_001, ..quick() };
		assert_noop!(
			Oracle::set_feed(root(), BTC, endless),
			Error::<Test>::ParametersOutsideBounds
		);
		// More voters than seats.
		let crowd = FeedParameters { min_reporters: 9, ..quick() };
		assert_noop!(Oracle::set_feed(root(), BTC, crowd), Error::<Test>::ParametersOutsideBounds);
	});
}
