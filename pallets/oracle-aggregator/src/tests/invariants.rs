// SPDX-License-Identifier: Apache-2.0
//! Each invariant notices the damage it is there for.

use super::{smile_stories::*, *};
use crate::{
	Aggregates, Class, Earned, FeedIds, Feeds, LastRounds, ListedSmiles, MinutePoint, Minutes,
	Panel, PanelRules, PausedSmiles, RealisedVariances, Reporters, RewardShare, Scores,
	SecuredOpenInterest, SettlementRules, SmilePause, SmileVotes, Standing, SurfaceRules, Surfaces,
	Votes,
};
use frame_support::BoundedVec;
use market_primitives::{Invariants, Underlying};

/// Damages a healthy chain and expects exactly the invariants named to break.
fn notices(expected: &[&str], damage: impl FnOnce()) {
	ExtBuilder::default().build().execute_with(|| {
		readme_smile_was_live_with_a_slice();
		rounds_of(BTC, 21, "60000");
		assert_all_invariants_hold();
		damage();
		assert_eq!(broken_invariants(), expected);
	});
}

/// Damages the one smile of the chain.
fn notices_surface(expected: &[&str], damage: impl FnOnce(&mut crate::Surface)) {
	notices(expected, || {
		Surfaces::<Test>::mutate(in_days(30), |surface| damage(surface.as_mut().unwrap()));
	});
}

/// A smile with votes, nodes and a slice.
fn readme_smile_was_live_with_a_slice() {
	for _ in 0..5 {
		smile_round([readme_nodes("60100"); 3]);
	}
	assert_ok!(propose(STRANGER, in_days(30), readme_slice()));
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
fn a_secured_market_without_an_index_or_below_zero_is_found() {
	notices(&["secured_markets_have_feeds"], || {
		SecuredOpenInterest::<Test>::insert("DOGE".parse::<Underlying>().unwrap(), usd("1"));
	});
	notices(&["secured_markets_have_feeds"], || {
		SecuredOpenInterest::<Test>::insert(Underlying::BTC, usd("-1"));
	});
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
	notices(&["panel_matches_reporters"], || {
		Reporters::<Test>::mutate(ALICE, |reporter| {
			reporter.as_mut().unwrap().standing = Standing::Leaving(7);
		});
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

#[test]
fn a_smile_that_would_stay_live_for_too_long_is_found() {
	notices_surface(&["smile_never_stale_as_live"], |surface| {
		surface.observed_at_ms = NowMs::get() + 1
	});
	notices_surface(&["smile_never_stale_as_live"], |surface| surface.fresh_until_ms = u64::MAX);
}

#[test]
fn a_smile_that_is_not_listed_or_listed_in_disorder_is_found() {
	notices(&["smile_list_matches_smiles"], ListedSmiles::<Test>::kill);
	notices(&["smile_list_matches_smiles"], || {
		ListedSmiles::<Test>::mutate(|listed| {
			let twice = listed[0];
			listed.try_push(twice).unwrap();
		});
	});
	notices(&["smile_list_matches_smiles"], || Surfaces::<Test>::remove(in_days(30)));
}

#[test]
fn a_second_vote_on_a_smile_or_an_impossible_one_is_found() {
	notices(&["one_vote_a_reporter_on_a_smile"], || {
		SmileVotes::<Test>::mutate(in_days(30), |votes| votes[0].reporter = votes[1].reporter);
	});
	notices(&["one_vote_a_reporter_on_a_smile"], || {
		SmileVotes::<Test>::mutate(in_days(30), |votes| votes[0].nodes.totals[2] = rate("0"));
	});
}

#[test]
fn nodes_that_nobody_voted_or_that_make_no_smile_are_found() {
	notices_surface(&["smile_nodes_within_reason"], |surface| {
		surface.nodes.totals[3] = rate("0.0175")
	});
	notices_surface(&["smile_nodes_within_reason"], |surface| {
		surface.nodes.totals[3] = rate("145");
		surface.raw = surface.nodes;
	});
	notices_surface(&["smile_nodes_within_reason"], |surface| {
		surface.nodes.forward = price("0");
		surface.raw = surface.nodes;
	});
}

#[test]
fn a_slice_that_gives_money_away_is_found() {
	notices_surface(&["slices_give_no_money_away"], |surface| {
		surface.slice.as_mut().unwrap().svi = svi(["0.0005", "0.25", "-0.75", "0.06", "0.02"]);
	});
	notices_surface(&["slices_give_no_money_away"], |surface| {
		surface.slice.as_mut().unwrap().valid_until_ms = 0
	});
}

#[test]
fn a_pause_that_lasts_too_long_or_is_there_twice_is_found() {
	let underlying = in_days(30).underlying;
	let of_all = |until_ms| SmilePause { underlying, expiry: None, until_ms };
	notices(&["pauses_of_smiles_end"], || {
		let endless = of_all(NowMs::get() + LONGEST_PAUSE_MS + 1);
		PausedSmiles::<Test>::put(BoundedVec::truncate_from(vec![endless]));
	});
	notices(&["pauses_of_smiles_end"], || {
		let twice = vec![of_all(NowMs::get()); 2];
		PausedSmiles::<Test>::put(BoundedVec::truncate_from(twice));
	});
}

#[test]
fn a_slice_that_outlived_a_halt_is_found() {
	notices_surface(&["no_slice_on_a_halted_smile"], |surface| {
		surface.breaker.status = market_primitives::FeedStatus::Halted;
	});
}

#[test]
fn a_surface_rule_that_slipped_past_the_bounds_is_found() {
	notices(&["parameters_within_bounds"], || {
		SurfaceRules::<Test>::mutate(|rule| rule.slice_max_age_ms = 0);
	});
}
