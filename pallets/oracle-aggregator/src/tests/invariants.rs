// SPDX-License-Identifier: Apache-2.0
//! Each invariant notices the damage it is there for.

use super::*;
use crate::{
	Aggregates, Class, Earned, FeedIds, Feeds, LastRounds, MinutePoint, Minutes, Panel, PanelRules,
	RealisedVariances, Reporters, RewardShare, Scores, SettlementRules, Votes,
};
use frame_support::BoundedVec;
use market_primitives::Invariants;

/// Damages a healthy chain and expects exactly the invariants named to break.
fn notices(expected: &[&str], damage: impl FnOnce()) {
	ExtBuilder::default().build().execute_with(|| {
		rounds_of(BTC, 21, "60000");
		assert_all_invariants_hold();
		damage();
		assert_eq!(broken_invariants(), expected);
	});
}

#[test]
fn every_invariant_has_a_test_here() {
	let this_file = include_str!("invariants.rs");
	for name in <Oracle as Invariants>::names() {
		assert!(this_file.contains(&format!("&[\"{name}\"")), "{name}");
	}
}

#[test]
fn a_value_from_the_future_would_stay_live_for_too_long() {
	notices(&["oracle_never_returns_stale_as_live"], || {
		Aggregates::<Test>::mutate(BTC, |aggregate| {
			aggregate.as_mut().unwrap().observed_at_ms = NowMs::get() + 1;
		});
	});
}

#[test]
fn parameters_that_slipped_past_the_bounds_are_found() {
	notices(&["parameters_within_bounds"], || {
		Feeds::<Test>::mutate(BTC, |parameters| parameters.as_mut().unwrap().min_reporters = 0);
	});
	notices(&["parameters_within_bounds"], || {
		RewardShare::<Test>::put(sp_runtime::Perbill::from_percent(51));
	});
	notices(&["parameters_within_bounds"], || {
		SettlementRules::<Test>::mutate(|rule| rule.samples = 0);
	});
	notices(&["parameters_within_bounds"], || {
		PanelRules::<Test>::mutate(|rule| rule.outside_share = sp_runtime::Perbill::one());
	});
}

#[test]
fn a_reward_that_nobody_set_aside_is_found() {
	notices(&["rewards_are_set_aside"], || {
		Earned::<Test>::insert(ALICE, market_maths::units::Cash::from_inner(1));
	});
	notices(&["rewards_are_set_aside"], || SetAside::set(1));
}

#[test]
fn a_feed_that_is_not_listed_is_found() {
	notices(&["feed_list_matches_feeds"], || {
		FeedIds::<Test>::mutate(|feeds| feeds.retain(|feed| *feed != ETH));
	});
}

#[test]
fn a_bond_that_is_not_held_is_found() {
	notices(&["reporter_bonds_are_held"], || {
		Reporters::<Test>::mutate(ALICE, |reporter| {
			let unbonding = crate::Unbonding { amount: 1, withdrawable_at_ms: 0 };
			reporter.as_mut().unwrap().unbonding = Some(unbonding);
		});
	});
}

#[test]
fn a_seat_that_is_not_its_reporters_is_found() {
	notices(&["panel_matches_reporters"], || {
		Panel::<Test>::mutate(|panel| panel[0].reporter = DAVE);
	});
	notices(&["panel_matches_reporters"], || {
		Panel::<Test>::mutate(|panel| panel.as_mut().swap(0, 1));
	});
}

#[test]
fn a_vote_from_an_empty_seat_or_a_second_one_is_found() {
	notices(&["votes_come_from_reporters"], || {
		Votes::<Test>::mutate(BTC, |votes| votes[0].seat = 7);
	});
	notices(&["votes_come_from_reporters"], || {
		Votes::<Test>::mutate(BTC, |votes| votes[0].seat = votes[1].seat);
	});
	notices(&["votes_come_from_reporters"], || {
		Votes::<Test>::insert(BTC_VOLATILITY, Votes::<Test>::get(BTC));
	});
}

#[test]
fn a_value_that_nobody_voted_for_is_found() {
	notices(&["aggregate_within_votes"], || {
		Aggregates::<Test>::mutate(BTC, |aggregate| {
			aggregate.as_mut().unwrap().raw = price("60001");
		});
	});
	notices(&["aggregate_within_votes"], || {
		Aggregates::<Test>::mutate(BTC, |aggregate| {
			aggregate.as_mut().unwrap().value = price("60001");
		});
	});
}

#[test]
fn minutes_in_disorder_are_found() {
	let (place, (hour, _)) = (((START_MS / 3_600_000) % 49) as u8, (START_MS / 3_600_000, ()));
	let points = |minutes: &[u8]| -> Vec<MinutePoint> {
		let point = |minute_of_hour: &u8| MinutePoint {
			minute_of_hour: *minute_of_hour,
			value: price("1"),
		};
		minutes.iter().map(point).collect()
	};
	notices(&["minutes_in_order"], || {
		let twice = BoundedVec::truncate_from(points(&[1, 1]));
		Minutes::<Test>::insert(BTC, place, (hour, twice));
	});
	notices(&["minutes_in_order"], || {
		let other_hour = BoundedVec::truncate_from(points(&[1]));
		Minutes::<Test>::insert(BTC, place, (hour + 1, other_hour));
	});
}

#[test]
fn a_seat_that_weighs_too_much_is_found() {
	notices(&["weights_within_limits"], || {
		Panel::<Test>::mutate(|panel| panel[0].weight = 1_001);
	});
	ExtBuilder::default().validators(&[XENIA]).build().execute_with(|| {
		assert_all_invariants_hold();
		Panel::<Test>::mutate(|panel| {
			let outsider = panel.iter_mut().find(|seat| seat.class == Class::Outside).unwrap();
			outsider.weight = 600;
		});
		assert_eq!(broken_invariants(), ["weights_within_limits"]);
	});
}

#[test]
fn a_round_or_a_score_of_nobody_is_found() {
	notices(&["rounds_and_scores_of_seats"], || {
		LastRounds::<Test>::put(BoundedVec::truncate_from(vec![(7, 1)]));
	});
	notices(&["rounds_and_scores_of_seats"], || {
		let (seat, score) = Scores::<Test>::get()[0];
		Scores::<Test>::put(BoundedVec::truncate_from(vec![(seat, score), (seat, score)]));
	});
}

#[test]
fn a_negative_variance_is_found() {
	notices(&["realised_variance_is_not_negative"], || {
		RealisedVariances::<Test>::mutate(BTC, |variance| {
			variance.as_mut().unwrap().day = Some("-0.1".parse().unwrap());
		});
	});
}
