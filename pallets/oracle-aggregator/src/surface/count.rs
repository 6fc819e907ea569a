// SPDX-License-Identifier: Apache-2.0
//! # Counting the votes on smiles
//!
//! **Triggers**: the oracle's step in each window, after the feeds.
//!
//! **Actions**: goes through the smiles in turn. What has expired is forgotten. Where votes came in, or a while has
//! passed, the votes are counted: medians within the step limit, status, and whether the slice still holds.
//!
//! **Skip if**: nothing new is known of a smile; or the meter has no room, or as many smiles were counted as may
//! be in a window: the next window goes on with the one that did not fit.

use super::{ListedSmile, SmileVote};
use crate::{
	types::Seat, weights::WeightInfo, Config, Event, FirstSmile, ListedSmiles, Pallet, SmileVotes,
	SurfaceRules, Surfaces,
};
use alloc::vec::Vec;
use frame_support::{traits::Get, weights::WeightMeter, BoundedVec};
use market_primitives::{FeedStatus, SmileId};
use oracle_core::{SliceLoss, SmileBallot, SmileCounting, SmileOutcome, Surface, SurfaceRule};

/// What a window did with a smile.
enum Step {
	/// There was nothing to do.
	Nothing,
	/// It was counted.
	Counted(ListedSmile),
	/// It has expired.
	Forgotten,
	/// There was no room for it.
	NoRoom,
}

impl<T: Config> Pallet<T> {
	/// What a window does with smiles.
	pub(crate) fn step_smiles(panel: &[Seat<T::AccountId>], now_ms: u64, meter: &mut WeightMeter) {
		let mut listed = ListedSmiles::<T>::get().into_inner();
		if listed.is_empty() {
			return;
		}
		let is_nothing_to_do =
			|it: &ListedSmile| it.id.seconds_left(now_ms) > 0 && !it.is_due_at(now_ms);
		if listed.iter().all(is_nothing_to_do) {
			return;
		}
		if meter.try_consume(T::WeightInfo::step_smiles_base()).is_err() {
			return;
		}
		let rule = SurfaceRules::<T>::get();
		let mut room = T::MaxSmilesPerWindow::get();
		for id in Self::smiles_in_turn(&listed) {
			let Ok(at) = listed.binary_search_by_key(&id, |it| it.id) else { continue };
			let step = Self::step_smile(&listed, at, panel, &rule, now_ms, room, meter);
			match step {
				Step::Nothing => {},
				Step::Counted(counted) => {
					room = room.saturating_sub(1);
					if let Some(place) = listed.get_mut(at) {
						*place = counted;
					}
				},
				Step::Forgotten => {
					room = room.saturating_sub(1);
					listed.remove(at);
				},
				Step::NoRoom => {
					FirstSmile::<T>::put(id);
					break;
				},
			}
		}
		Self::keep_list(listed);
	}

	/// All smiles in order, beginning with the one that did not fit last time.
	fn smiles_in_turn(listed: &[ListedSmile]) -> Vec<SmileId> {
		let mut ids: Vec<SmileId> = listed.iter().map(|it| it.id).collect();
		if let Some(first) = FirstSmile::<T>::take() {
			let at = ids.partition_point(|id| *id < first);
			ids.rotate_left(at);
		}
		ids
	}

	fn step_smile(
		listed: &[ListedSmile],
		at: usize,
		panel: &[Seat<T::AccountId>],
		rule: &SurfaceRule,
		now_ms: u64,
		room: u32,
		meter: &mut WeightMeter,
	) -> Step {
		let Some(it) = listed.get(at) else { return Step::Nothing };
		let has_expired = it.id.seconds_left(now_ms) == 0;
		if !has_expired && !it.is_due_at(now_ms) {
			return Step::Nothing;
		}
		let seats = u32::try_from(panel.len()).unwrap_or(u32::MAX);
		let weight = if has_expired {
			T::WeightInfo::forget_smile()
		} else {
			T::WeightInfo::count_smile(seats)
		};
		if room == 0 || meter.try_consume(weight).is_err() {
			return Step::NoRoom;
		}
		if has_expired {
			Self::forget_smile(it.id);
			Self::deposit_event(Event::SmileForgotten { smile: it.id });
			return Step::Forgotten;
		}
		let is_dormant = Self::count_smile(listed, it.id, panel, rule, now_ms);
		Step::Counted(ListedSmile {
			id: it.id,
			has_new_votes: false,
			counted_at_ms: now_ms,
			is_dormant,
		})
	}

	/// Counts the votes on a smile. Returns whether it lies dormant from now on, without nodes or with nodes that
	/// are too old.
	pub(crate) fn count_smile(
		listed: &[ListedSmile],
		id: SmileId,
		panel: &[Seat<T::AccountId>],
		rule: &SurfaceRule,
		now_ms: u64,
	) -> bool {
		let last = Surfaces::<T>::get(id);
		let votes = Self::young_smile_votes(id, panel, rule, now_ms);
		let neighbours = Self::neighbours_of(listed, id, now_ms);
		let ballots = ballots(panel, &votes);
		let counting = SmileCounting {
			id,
			ballots: &ballots,
			total_weight: panel.iter().fold(0u128, |sum, seat| sum.saturating_add(seat.weight)),
			rule,
			neighbours: &neighbours,
			index: Self::index_now(id.underlying),
			now_ms,
		};
		match counting.count(last.as_ref()) {
			Ok(SmileOutcome::Renewed(surface, lost)) => {
				Surfaces::<T>::insert(id, surface);
				Self::announce_smile(id, last.as_ref(), &surface);
				if let Some(reason) = lost {
					Self::announce_loss(id, reason);
				}
				false
			},
			Ok(SmileOutcome::Aged(surface)) => {
				Surfaces::<T>::insert(id, surface);
				Self::announce_status_of(id, last.as_ref(), &surface);
				now_ms > surface.fresh_until_ms
			},
			Ok(SmileOutcome::Nothing) => true,
			Err(error) => {
				log::error!(target: "oracle", "votes on the smile {id:?} cannot be counted: {error}");
				last.is_none_or(|last| now_ms > last.fresh_until_ms)
			},
		}
	}

	/// The votes that count. Others are taken out of storage.
	fn young_smile_votes(
		id: SmileId,
		panel: &[Seat<T::AccountId>],
		rule: &SurfaceRule,
		now_ms: u64,
	) -> Vec<SmileVote<T::AccountId>> {
		let mut votes = SmileVotes::<T>::get(id);
		let given = votes.len();
		votes.retain(|vote| {
			let is_seated = panel.iter().any(|seat| seat.reporter == vote.reporter);
			is_seated && vote.counts_at(now_ms, rule.counting.max_age_ms)
		});
		if votes.is_empty() {
			SmileVotes::<T>::remove(id);
		} else if votes.len() < given {
			SmileVotes::<T>::insert(id, votes.clone());
		}
		BoundedVec::into_inner(votes)
	}

	fn announce_smile(id: SmileId, last: Option<&Surface>, surface: &Surface) {
		Self::deposit_event(Event::SmileRenewed {
			smile: id,
			nodes: surface.nodes,
			confidence: surface.confidence,
			observed_at_ms: surface.observed_at_ms,
			status: surface.breaker.status,
		});
		Self::announce_status_of(id, last, surface);
	}

	fn announce_status_of(id: SmileId, last: Option<&Surface>, surface: &Surface) {
		let old = last.map_or(FeedStatus::Halted, |last| last.breaker.status);
		let new = surface.breaker.status;
		if old != new {
			let concern = surface.concern;
			Self::deposit_event(Event::SmileStatusChanged { smile: id, old, new, concern });
		}
	}

	pub(crate) fn announce_loss(smile: SmileId, reason: SliceLoss) {
		Self::deposit_event(Event::SliceLost { smile, reason });
	}
}

/// The votes with the weights of their reporters. Who has two seats weighs on one of them.
fn ballots<AccountId: PartialEq>(
	panel: &[Seat<AccountId>],
	votes: &[SmileVote<AccountId>],
) -> Vec<SmileBallot> {
	panel
		.iter()
		.filter(|seat| seat.weight > 0)
		.filter_map(|seat| {
			let vote = votes.iter().find(|vote| vote.reporter == seat.reporter)?;
			let SmileVote { nodes, index, observed_at_ms, .. } = *vote;
			Some(SmileBallot { nodes, observed_at_ms, index, weight: seat.weight })
		})
		.collect()
}
