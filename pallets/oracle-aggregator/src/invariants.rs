// SPDX-License-Identifier: Apache-2.0
//! What always holds. Checked after every test, in `try_state` and when a client asks.

use crate::{
	minutes::place_of, rewards::MOST_REWARD_SHARE, types::Class, Aggregates, Config, Earned,
	FeedIds, Feeds, LastRounds, Minutes, Pallet, Panel, PanelRules, RealisedVariances, Reporters,
	RewardShare, Scores, SecuredOpenInterest, SettlementRules, SurfaceRules, Votes,
};
use alloc::{collections::BTreeSet, format, string::String, vec::Vec};
use frame_support::traits::Get;
use market_maths::units::Cash;
use market_primitives::{traits::RewardPurse, BrokenInvariant, FeedId, FeedStatus, Invariants};
use oracle_core::PanelRule;

/// A check gives one sentence for each thing that it finds broken.
type Check = fn() -> Vec<String>;

impl<T: Config> Pallet<T> {
	const CHECKS: [(&'static str, Check); 20] = [
		("oracle_never_returns_stale_as_live", Self::stale_as_live),
		("parameters_within_bounds", Self::parameters_outside_bounds),
		("feed_list_matches_feeds", Self::feeds_unlisted),
		("reporter_bonds_are_held", Self::bonds_not_held),
		("panel_matches_reporters", Self::panel_mismatches),
		("votes_come_from_reporters", Self::votes_from_nobody),
		("aggregate_within_votes", Self::aggregates_outside_votes),
		("minutes_in_order", Self::minutes_out_of_order),
		("weights_within_limits", Self::weights_beyond_limits),
		("rounds_and_scores_of_seats", Self::rounds_and_scores_of_nobody),
		("realised_variance_is_not_negative", Self::negative_variances),
		("rewards_are_set_aside", Self::rewards_not_set_aside),
		("secured_markets_have_feeds", Self::security_of_nothing),
		("smile_never_stale_as_live", Self::stale_smiles_as_live),
		("smile_list_matches_smiles", Self::smiles_unlisted),
		("one_vote_a_reporter_on_a_smile", Self::smile_votes_in_disorder),
		("smile_nodes_within_reason", Self::smile_nodes_beyond_reason),
		("slices_give_no_money_away", Self::slices_with_free_money),
		("no_slice_on_a_halted_smile", Self::slices_of_halted_smiles),
		("pauses_of_smiles_end", Self::endless_pauses),
	];

	/// Asks every feed and compares the answer with the plain definition of being too old.
	fn stale_as_live() -> Vec<String> {
		let now_ms = Self::now_ms();
		let mut found = Vec::new();
		for (feed, parameters) in Feeds::<T>::iter() {
			let Ok(seen) = Self::observe_feed(feed) else { continue };
			if seen.observed_at_ms > now_ms {
				found.push(format!("{feed:?} seen at {} > now {now_ms}", seen.observed_at_ms));
			}
			let fresh_until = seen.observed_at_ms.saturating_add(parameters.max_age_ms);
			if fresh_until < now_ms && seen.status != FeedStatus::Halted {
				found.push(format!("{feed:?} {:?} beyond {fresh_until} ms", seen.status));
			}
		}
		found
	}

	fn parameters_outside_bounds() -> Vec<String> {
		let most = T::MaxReporters::get();
		let mut found: Vec<String> = Feeds::<T>::iter()
			.filter(|(_, parameters)| !parameters.is_within_bounds(most))
			.map(|(feed, parameters)| format!("{feed:?}: {parameters:?}"))
			.collect();
		let rule = SettlementRules::<T>::get();
		if !rule.is_within_bounds() {
			found.push(format!("{rule:?}"));
		}
		let share = RewardShare::<T>::get();
		if share > MOST_REWARD_SHARE {
			found.push(format!("{share:?} of the fees for reporters"));
		}
		let rule = PanelRules::<T>::get();
		if !rule.is_within_bounds() {
			found.push(format!("{rule:?}"));
		}
		let rule = SurfaceRules::<T>::get();
		if !rule.is_within_bounds(most) {
			found.push(format!("{rule:?}"));
		}
		found
	}

	fn feeds_unlisted() -> Vec<String> {
		let mut feeds: Vec<_> = Feeds::<T>::iter_keys().collect();
		feeds.sort();
		let listed = FeedIds::<T>::get().into_inner();
		if feeds == listed {
			Vec::new()
		} else {
			alloc::vec![format!("listed {listed:?}, set up {feeds:?}")]
		}
	}

	fn rewards_not_set_aside() -> Vec<String> {
		let earned = Earned::<T>::iter_values()
			.fold(0i128, |sum, amount| sum.saturating_add(amount.into_inner()));
		let set_aside = T::RewardPurse::set_aside();
		if earned == set_aside.into_inner() {
			Vec::new()
		} else {
			alloc::vec![format!("{} earned, {set_aside} set aside", Cash::from_inner(earned))]
		}
	}

	fn bonds_not_held() -> Vec<String> {
		Reporters::<T>::iter()
			.filter(|(who, reporter)| Self::owed_hold(reporter) != Some(Self::held(who)))
			.map(|(who, reporter)| {
				format!("{who:?}: {:?} on hold for {reporter:?}", Self::held(&who))
			})
			.collect()
	}

	fn panel_mismatches() -> Vec<String> {
		let mut found = Vec::new();
		let panel = Panel::<T>::get();
		if !panel.is_sorted_by(|one, next| one.number < next.number) {
			found.push(format!("seats out of order: {panel:?}"));
		}
		let outside = || panel.iter().filter(|seat| seat.class == Class::Outside);
		for seat in outside() {
			let matches = Reporters::<T>::get(&seat.reporter)
				.is_some_and(|reporter| reporter.standing.seat() == Some(seat.number));
			if !matches {
				found.push(format!("seat {seat:?} is not its reporter's"));
			}
		}
		let taken: BTreeSet<_> = panel.iter().map(|seat| (&seat.reporter, seat.class)).collect();
		if taken.len() != panel.len() {
			found.push(format!("somebody has two seats of a class: {panel:?}"));
		}
		let seated = Reporters::<T>::iter_values()
			.filter(|reporter| reporter.standing.seat().is_some())
			.count();
		if seated != outside().count() {
			found.push(format!("{seated} seated reporters, {} seats", outside().count()));
		}
		found
	}

	fn votes_from_nobody() -> Vec<String> {
		let seats: BTreeSet<_> = Panel::<T>::get().iter().map(|seat| seat.number).collect();
		let mut found = Vec::new();
		for (feed, votes) in Votes::<T>::iter() {
			if !votes.is_empty() && !Feeds::<T>::contains_key(feed) {
				found.push(format!("votes on {feed:?}, which nobody set up"));
			}
			let mut voted = BTreeSet::new();
			for vote in votes {
				if !seats.contains(&vote.seat) || !voted.insert(vote.seat) {
					found.push(format!("{feed:?}: {vote:?}"));
				}
			}
		}
		found
	}

	fn aggregates_outside_votes() -> Vec<String> {
		Aggregates::<T>::iter()
			.filter(|(_, aggregate)| {
				let within = (aggregate.lowest..=aggregate.highest).contains(&aggregate.raw);
				let unclamped_is_raw =
					aggregate.breaker.clamped_rounds > 0 || aggregate.value == aggregate.raw;
				!within || !unclamped_is_raw
			})
			.map(|(feed, aggregate)| format!("{feed:?}: {aggregate:?}"))
			.collect()
	}

	fn minutes_out_of_order() -> Vec<String> {
		Minutes::<T>::iter()
			.filter(|(_, place, (hour, points))| {
				let in_order = points.is_sorted_by(|one, next| {
					one.minute_of_hour < next.minute_of_hour && next.minute_of_hour < 60
				});
				let known = points.iter().all(|point| !point.value.is_zero());
				place_of(*hour) != *place || !in_order || !known
			})
			.map(|(feed, place, (hour, points))| {
				format!("{feed:?}, place {place}, hour {hour}: {points:?}")
			})
			.collect()
	}

	/// Compares weights with the plain words of their limits.
	fn weights_beyond_limits() -> Vec<String> {
		let mut found = Vec::new();
		let panel = Panel::<T>::get();
		let weight_of = |class| {
			panel
				.iter()
				.filter(|seat| seat.class == class)
				.fold(0u128, |sum, seat| sum.saturating_add(seat.weight))
		};
		let (inside, outside) = (weight_of(Class::Validator), weight_of(Class::Outside));
		let all = inside.saturating_add(outside);
		if inside > 0 && outside > PanelRule::LARGEST_OUTSIDE_SHARE.mul_ceil(all) {
			found.push(format!("outsiders weigh {outside} of {all}"));
		}
		for seat in panel.iter().filter(|seat| seat.weight > seat.stake) {
			found.push(format!("{seat:?} weighs more than it has at stake"));
		}
		found
	}

	fn rounds_and_scores_of_nobody() -> Vec<String> {
		let seats: BTreeSet<_> = Panel::<T>::get().iter().map(|seat| seat.number).collect();
		let rounds: Vec<_> = LastRounds::<T>::get().iter().map(|(seat, _)| *seat).collect();
		let scores: Vec<_> = Scores::<T>::get().iter().map(|(seat, _)| *seat).collect();
		let mut found = Vec::new();
		for (what, numbers) in [("round", rounds), ("score", scores)] {
			let mut seen = BTreeSet::new();
			for number in numbers {
				if !seats.contains(&number) || !seen.insert(number) {
					found.push(format!("a {what} of seat {number}, which nobody has, or twice"));
				}
			}
		}
		found
	}

	fn negative_variances() -> Vec<String> {
		RealisedVariances::<T>::iter()
			.filter(|(_, variance)| {
				[variance.hour, variance.day].iter().flatten().any(|it| it.is_negative())
			})
			.map(|(feed, variance)| format!("{feed:?}: {variance:?}"))
			.collect()
	}

	/// An index secures a market or it does not; none secures less than nothing.
	fn security_of_nothing() -> Vec<String> {
		SecuredOpenInterest::<T>::iter()
			.filter(|(underlying, secured)| {
				secured.is_negative() || !Feeds::<T>::contains_key(FeedId::Index(*underlying))
			})
			.map(|(underlying, secured)| format!("{underlying}: {secured} USD are secured"))
			.collect()
	}
}

impl<T: Config> Invariants for Pallet<T> {
	fn names() -> Vec<&'static str> {
		Self::CHECKS.iter().map(|(name, _)| *name).collect()
	}

	fn broken() -> Vec<BrokenInvariant> {
		let found_by = |(name, check): &(&'static str, Check)| {
			let name = *name;
			check().into_iter().map(move |found| BrokenInvariant::new(name, found))
		};
		Self::CHECKS.iter().flat_map(found_by).collect()
	}
}
