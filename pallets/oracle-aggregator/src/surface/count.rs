// SPDX-License-Identifier: Apache-2.0
//! # Counting the votes on smiles
//!
//! **Triggers**: the oracle's step in each window, after the feeds.
//!
//! **Actions**: goes through the smiles in turn. What has expired is forgotten. Where votes came in, or a while has
//! passed, the votes are counted: medians within the step limit, status, and whether the slice still holds. What people
//! have paused is halted. What each reporter did enters its score.
//!
//! **Skip if**: nothing new is known of a smile; or the meter has no room, or as many smiles were counted as may
//! be in a window: the next window goes on with the one that did not fit.

use super::{ListedSmile, SmilePause, SmileVote};
use crate::{
	types::Seat, weights::WeightInfo, Config, Event, FirstSmile, ListedSmiles, Pallet,
	PausedSmiles, SmileVotes, SurfaceRules, Surfaces,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{traits::Get, weights::WeightMeter, BoundedVec};
use market_primitives::{FeedStatus, SmileId, Window};
use oracle_core::{
	score::Score, SeatNumber, SliceLoss, SmileBallot, SmileConduct, SmileCounting, SmileOutcome,
	SmileShowing, Surface, SurfaceRule,
};

/// By what the smiles of a window are counted.
pub(crate) struct Circumstances<'a, AccountId> {
	/// Who has a seat.
	pub(crate) panel: &'a [Seat<AccountId>],
	/// How smiles are made.
	pub(crate) rule: SurfaceRule,
	/// What people have paused.
	pub(crate) pauses: &'a [SmilePause],
	/// The block's time, in milliseconds since 1970.
	pub(crate) now_ms: u64,
	/// The window in which the newest votes arrived.
	pub(crate) arrived_in: Window,
}

/// What a window did with a smile.
enum Step {
	/// There was nothing to do.
	Nothing,
	/// It was counted, and that is what each seat did.
	Counted(ListedSmile, Vec<SmileConduct>),
	/// It has expired.
	Forgotten,
	/// There was no room for it.
	NoRoom,
}

impl<T: Config> Pallet<T> {
	/// What a window does with smiles. Votes that arrived in `arrived_in` are new. What each seat did enters its score.
	pub(crate) fn step_smiles(
		panel: &[Seat<T::AccountId>],
		now_ms: u64,
		arrived_in: Window,
		scores: &mut BTreeMap<SeatNumber, Score>,
		meter: &mut WeightMeter,
	) {
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
		let (rule, pauses) = (SurfaceRules::<T>::get(), PausedSmiles::<T>::get());
		let circumstances = Circumstances { panel, rule, pauses: &pauses, now_ms, arrived_in };
		let mut room = T::MaxSmilesPerWindow::get();
		for id in Self::smiles_in_turn(&listed) {
			let Ok(at) = listed.binary_search_by_key(&id, |it| it.id) else { continue };
			let step = Self::step_smile(&listed, at, &circumstances, room, meter);
			match step {
				Step::Nothing => {},
				Step::Counted(counted, conducts) => {
					room = room.saturating_sub(1);
					let weighty = panel.iter().zip(conducts).filter(|(seat, _)| seat.weight > 0);
					for (seat, conduct) in weighty {
						let score = scores.entry(seat.number).or_default();
						*score = score.with_smile(conduct);
					}
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
		circumstances: &Circumstances<T::AccountId>,
		room: u32,
		meter: &mut WeightMeter,
	) -> Step {
		let Some(it) = listed.get(at) else { return Step::Nothing };
		let now_ms = circumstances.now_ms;
		let has_expired = it.id.seconds_left(now_ms) == 0;
		if !has_expired && !it.is_due_at(now_ms) {
			return Step::Nothing;
		}
		let seats = u32::try_from(circumstances.panel.len()).unwrap_or(u32::MAX);
		let weight = if has_expired {
			T::WeightInfo::forget_smile()
		} else {
			T::WeightInfo::count_smile(seats)
				.saturating_add(Self::weight_of_neighbours(listed, it.id))
		};
		if room == 0 || meter.try_consume(weight).is_err() {
			return Step::NoRoom;
		}
		if has_expired {
			Self::forget_smile(it.id);
			Self::deposit_event(Event::SmileForgotten { smile: it.id });
			return Step::Forgotten;
		}
		let (is_dormant, conducts) = Self::count_smile(listed, it.id, circumstances);
		let counted = ListedSmile {
			id: it.id,
			has_new_votes: false,
			counted_at_ms: now_ms,
			counted_in: circumstances.arrived_in,
			is_dormant,
		};
		Step::Counted(counted, conducts)
	}

	/// Counts the votes on a smile. Returns whether it lies dormant from now on, without nodes or with nodes that
	/// are too old; and what each seat did, in the order of the panel, or nothing if there are no new nodes.
	pub(crate) fn count_smile(
		listed: &[ListedSmile],
		id: SmileId,
		circumstances: &Circumstances<T::AccountId>,
	) -> (bool, Vec<SmileConduct>) {
		let Circumstances { panel, rule, now_ms, .. } = circumstances;
		let now_ms = *now_ms;
		let last = Surfaces::<T>::get(id);
		let pauses = Self::pauses_of(id.underlying, circumstances.pauses);
		let paused_until_ms = pauses.until_ms(id);
		// A pause that is over has halted it all the same, whoever noticed.
		let before = last.map(|last| match last.is_halted_by_pause(paused_until_ms) {
			true => last.paused(),
			false => last,
		});
		let is_paused = now_ms < paused_until_ms;
		let halted_if_paused =
			|surface: Surface| if is_paused { surface.paused() } else { surface };
		let votes = Self::young_smile_votes(id, panel, rule, now_ms);
		let neighbours = Self::neighbours_of(listed, id, &pauses, now_ms);
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
		match counting.count(before.as_ref()) {
			Ok(SmileOutcome::Renewed(surface, lost)) => {
				let surface = halted_if_paused(surface);
				Surfaces::<T>::insert(id, surface);
				Self::announce_smile(id, last.as_ref(), &surface);
				Self::announce_slice_of(id, last.as_ref(), &surface, lost);
				let place = listed.binary_search_by_key(&id, |it| it.id).ok();
				let listed = place.and_then(|place| listed.get(place));
				let showings = showings(panel, &votes, listed.map_or(0, |it| it.counted_in));
				// Without a comparison nobody can be off; the nodes stand all the same.
				let conducts = counting.conduct(&showings, &surface);
				(false, conducts.unwrap_or_default())
			},
			Ok(SmileOutcome::Aged(surface)) => {
				let surface = halted_if_paused(surface);
				Surfaces::<T>::insert(id, surface);
				Self::announce_status_of(id, last.as_ref(), &surface);
				Self::announce_slice_of(id, last.as_ref(), &surface, None);
				(now_ms > surface.fresh_until_ms, Vec::new())
			},
			Ok(SmileOutcome::Nothing) => (true, Vec::new()),
			Err(error) => {
				log::error!(target: "oracle", "votes on the smile {id:?} cannot be counted: {error}");
				(last.is_none_or(|last| now_ms > last.fresh_until_ms), Vec::new())
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

	/// Tells if a counting has cost the slice. Without another reason it is that the smile is halted.
	fn announce_slice_of(
		id: SmileId,
		last: Option<&Surface>,
		surface: &Surface,
		lost: Option<SliceLoss>,
	) {
		let had_one = last.is_some_and(|last| last.slice.is_some());
		if had_one && surface.slice.is_none() {
			Self::announce_loss(id, lost.unwrap_or(SliceLoss::Halted));
		}
	}

	pub(crate) fn announce_loss(smile: SmileId, reason: SliceLoss) {
		Self::deposit_event(Event::SliceLost { smile, reason });
	}
}

/// The votes with the weights of their reporters.
fn ballots<AccountId: PartialEq>(
	panel: &[Seat<AccountId>],
	votes: &[SmileVote<AccountId>],
) -> Vec<SmileBallot> {
	let seats = panel.iter().filter(|seat| seat.weight > 0);
	seats
		.filter_map(|seat| vote_of(seat, votes).map(|(_, ballot)| ballot))
		.collect()
}

/// What each seat has to show for itself. New is what arrived since the last counting, however long it waited for this
/// one and whenever it says that it was seen.
fn showings<AccountId: PartialEq>(
	panel: &[Seat<AccountId>],
	votes: &[SmileVote<AccountId>],
	counted_in: Window,
) -> Vec<SmileShowing> {
	let showing = |seat: &Seat<AccountId>| {
		let found = vote_of(seat, votes);
		SmileShowing {
			weight: seat.weight,
			vote: found.map(|(vote, ballot)| (ballot, vote.window > counted_in)),
			replaced: found.and_then(|(vote, _)| vote.replaced),
		}
	};
	panel.iter().map(showing).collect()
}

fn vote_of<'a, AccountId: PartialEq>(
	seat: &Seat<AccountId>,
	votes: &'a [SmileVote<AccountId>],
) -> Option<(&'a SmileVote<AccountId>, SmileBallot)> {
	let vote = votes.iter().find(|vote| vote.reporter == seat.reporter)?;
	let SmileVote { nodes, index, observed_at_ms, .. } = *vote;
	Some((vote, SmileBallot { nodes, observed_at_ms, index, weight: seat.weight }))
}
