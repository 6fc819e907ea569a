// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{FeedIds, FeedParameters, Feeds};
use market_primitives::FeedId;
use sp_runtime::Perbill;

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
		let crowd = FeedParameters { min_reporters: 25, ..quick() };
		assert_noop!(Oracle::set_feed(root(), BTC, crowd), Error::<Test>::ParametersOutsideBounds);
	});
}

#[test]
fn one_change_at_most_doubles_or_halves_each_number() {
	ExtBuilder::default().build_and_execute(|| {
		let far: [fn(&mut FeedParameters); 5] = [
			|p| p.max_age_ms = 30_001,
			|p| p.min_reporters = 1,
			|p| p.step_limit = Perbill::from_parts(20_000_001),
			|p| p.halt_confidence = Perbill::from_parts(4_999_999),
			|p| p.rounds_to_leave_halt = 7,
		];
		for (case, change) in far.iter().enumerate() {
			let mut parameters = quick();
			change(&mut parameters);
			let set = Oracle::set_feed(root(), BTC, parameters);
			assert_eq!(set, Err(Error::<Test>::StepTooLarge.into()), "case {case}");
		}
		// A new feed may begin anywhere within the bounds.
		let doge = FeedId::Index("DOGE".parse().unwrap());
		assert_ok!(Oracle::set_feed(root(), doge, FeedParameters::volatility()));
	});
}
