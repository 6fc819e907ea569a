// SPDX-License-Identifier: Apache-2.0
//! What always holds of smiles.

use crate::{Config, ListedSmiles, Pallet, PausedSmiles, SmileVotes, Surfaces};
use alloc::{collections::BTreeSet, format, string::String, vec::Vec};
use frame_support::traits::Get;
use market_primitives::{FeedStatus, SmileId};
use oracle_core::Surface;

impl<T: Config> Pallet<T> {
	/// Asks for every smile and compares the answer with the plain definition of being too old. The rule may have
	/// changed since a smile was counted; the bound of the rule never does.
	pub(crate) fn stale_smiles_as_live() -> Vec<String> {
		const LONGEST_MS: u64 = 600_000;
		let now_ms = Self::now_ms();
		let mut found = Vec::new();
		for (id, surface) in Surfaces::<T>::iter() {
			let Ok(seen) = Self::observe_smile(id) else { continue };
			let Surface { observed_at_ms, fresh_until_ms, .. } = surface;
			if observed_at_ms > now_ms {
				found.push(format!("{id:?} seen at {observed_at_ms} > now {now_ms}"));
			}
			if fresh_until_ms > observed_at_ms.saturating_add(LONGEST_MS) {
				found.push(format!("{id:?} would be fresh until {fresh_until_ms}"));
			}
			if fresh_until_ms < now_ms && seen.status != FeedStatus::Halted {
				found.push(format!("{id:?} {:?} beyond {fresh_until_ms} ms", seen.status));
			}
		}
		found
	}

	pub(crate) fn smiles_unlisted() -> Vec<String> {
		let listed = ListedSmiles::<T>::get();
		let mut found = Vec::new();
		if !listed.is_sorted_by(|one, next| one.id < next.id) {
			found.push(format!("out of order, or twice: {listed:?}"));
		}
		let ids: BTreeSet<SmileId> = listed.iter().map(|it| it.id).collect();
		for (what, id) in SmileVotes::<T>::iter_keys()
			.map(|id| ("votes on", id))
			.chain(Surfaces::<T>::iter_keys().map(|id| ("a surface of", id)))
		{
			if !ids.contains(&id) {
				found.push(format!("{what} {id:?}, which is not listed"));
			}
		}
		for it in listed.iter().filter(|it| !it.is_dormant && !Surfaces::<T>::contains_key(it.id)) {
			found.push(format!("{it:?} without a surface"));
		}
		found
	}

	/// A reporter has one vote on a smile, and it is one that may be given.
	pub(crate) fn smile_votes_in_disorder() -> Vec<String> {
		let mut found = Vec::new();
		for (id, votes) in SmileVotes::<T>::iter() {
			if u32::try_from(votes.len()).is_ok_and(|votes| votes > T::MaxReporters::get()) {
				found.push(format!("{} votes on {id:?}", votes.len()));
			}
			let mut voted = BTreeSet::new();
			for vote in votes {
				let is_possible =
					vote.nodes.has_possible_variances() && !vote.nodes.forward.is_zero();
				if !is_possible || !voted.insert(vote.reporter.clone()) {
					found.push(format!("{id:?}: {vote:?}"));
				}
			}
		}
		found
	}

	pub(crate) fn smile_nodes_beyond_reason() -> Vec<String> {
		let is_reasonable = |id: SmileId, surface: &Surface| {
			let seconds = id.seconds_left(surface.computed_at_ms);
			let has_shape = surface.nodes.interpolated(seconds).is_ok();
			let is_as_voted = surface.breaker.clamped_rounds > 0 || surface.nodes == surface.raw;
			has_shape && is_as_voted && !surface.nodes.forward.is_zero()
		};
		Surfaces::<T>::iter()
			.filter(|(id, surface)| !is_reasonable(*id, surface))
			.map(|(id, surface)| format!("{id:?}: {surface:?}"))
			.collect()
	}

	/// Proves anew what was proved of each slice when it was taken.
	pub(crate) fn slices_with_free_money() -> Vec<String> {
		let mut found = Vec::new();
		for (id, surface) in Surfaces::<T>::iter() {
			let Some(slice) = surface.slice else { continue };
			if slice.valid_until_ms < slice.accepted_at_ms {
				found.push(format!("{id:?} ends before it begins: {slice:?}"));
			}
			if !matches!(slice.svi.check(), Ok(Ok(()))) {
				found.push(format!("{id:?}: {slice:?}"));
			}
		}
		found
	}

	/// Other slices are not held against a smile that was halted when it was counted: it may not come back with a slice
	/// that they cross.
	pub(crate) fn slices_of_halted_smiles() -> Vec<String> {
		Surfaces::<T>::iter()
			.filter(|(_, surface)| {
				surface.breaker.status == FeedStatus::Halted && surface.slice.is_some()
			})
			.map(|(id, surface)| format!("{id:?}: {:?}", surface.slice))
			.collect()
	}

	/// Each pause is there once, and none lasts for longer than may be asked for at a time.
	pub(crate) fn endless_pauses() -> Vec<String> {
		let pauses = PausedSmiles::<T>::get();
		let latest_ms = Self::now_ms().saturating_add(T::LongestPauseMs::get());
		let mut found = Vec::new();
		if !pauses.is_sorted_by(|one, next| one.place() < next.place()) {
			found.push(format!("out of order, or twice: {pauses:?}"));
		}
		for pause in pauses.iter().filter(|pause| pause.until_ms > latest_ms) {
			found.push(format!("{pause:?} lasts too long"));
		}
		found
	}
}
