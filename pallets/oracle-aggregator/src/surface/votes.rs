// SPDX-License-Identifier: Apache-2.0
//! How votes on smiles come in.

use super::{ListedSmile, SmileVote};
use crate::{Clock, Config, ListedSmiles, Pallet, Panel, SmileVotes};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use frame_support::{traits::Get, BoundedVec};
use market_maths::units::Price;
use market_primitives::{traits::ListedExpiries, SmileId, Underlying, Window};
use oracle_core::{ReplacedSmile, SmileEntry};

/// A vote on its way into storage.
#[derive(Clone, Debug)]
pub(crate) struct IncomingSmile<AccountId> {
	pub(crate) reporter: AccountId,
	pub(crate) entry: SmileEntry,
	pub(crate) observed_at_ms: u64,
}

/// Why a vote on a smile is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SmileNotTaken {
	/// No options of the expiry are listed, or it has passed.
	NotListed,
	/// Too many smiles are voted on.
	TooMany,
	/// The chain has a later observation of the reporter.
	Outdated,
	/// The reporter voted on it in this window.
	Duplicate,
}

/// Whether a second vote of a window takes the place of the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SecondVote {
	Replaces,
	Refused,
}

impl<T: Config> Pallet<T> {
	/// Puts votes in the place of their reporters' last ones. Returns what became of each that was not taken.
	pub(crate) fn cast_smiles(
		votes: Vec<IncomingSmile<T::AccountId>>,
		now_ms: u64,
		second: SecondVote,
	) -> Vec<SmileNotTaken> {
		let mut by_smile: BTreeMap<SmileId, Vec<IncomingSmile<T::AccountId>>> = BTreeMap::new();
		for vote in votes {
			by_smile.entry(vote.entry.smile).or_default().push(vote);
		}
		if by_smile.is_empty() {
			return Vec::new();
		}
		let mut listed = ListedSmiles::<T>::get().into_inner();
		let mut indices: BTreeMap<Underlying, Option<Price>> = BTreeMap::new();
		let mut not_taken = Vec::new();
		for (id, votes) in by_smile {
			let place = match Self::place_on_list(&mut listed, id, now_ms) {
				Ok(place) => place,
				Err(reason) => {
					not_taken.extend(votes.iter().map(|_| reason));
					continue;
				},
			};
			let index =
				*indices.entry(id.underlying).or_insert_with(|| Self::index_now(id.underlying));
			let count = votes.len();
			let counted_in = listed.get(place).map_or(0, |it| it.counted_in);
			let refused = Self::replace_smile_votes(id, votes, index, counted_in, second);
			if refused.len() < count {
				if let Some(listed) = listed.get_mut(place) {
					listed.has_new_votes = true;
				}
			}
			not_taken.extend(refused);
		}
		// What was put on the list for votes of which none was taken stays off it.
		listed.retain(|it| it.has_new_votes || it.counted_at_ms > 0);
		Self::keep_list(listed);
		not_taken
	}

	/// Where a smile is on the list, on which it is put if it belongs there and there is room.
	fn place_on_list(
		listed: &mut Vec<ListedSmile>,
		id: SmileId,
		now_ms: u64,
	) -> Result<usize, SmileNotTaken> {
		if id.seconds_left(now_ms) == 0 {
			return Err(SmileNotTaken::NotListed);
		}
		match listed.binary_search_by_key(&id, |it| it.id) {
			Ok(place) => Ok(place),
			Err(_) if !T::ListedExpiries::is_listed(id) => Err(SmileNotTaken::NotListed),
			Err(_) if count(listed) >= T::MaxSmiles::get() => Err(SmileNotTaken::TooMany),
			Err(place) => {
				listed.insert(place, ListedSmile::beginning(id));
				Ok(place)
			},
		}
	}

	fn replace_smile_votes(
		id: SmileId,
		new: Vec<IncomingSmile<T::AccountId>>,
		index: Option<Price>,
		counted_in: Window,
		second: SecondVote,
	) -> Vec<SmileNotTaken> {
		let window = Clock::<T>::get().window;
		let mut votes = SmileVotes::<T>::get(id).into_inner();
		let mut not_taken = Vec::new();
		for IncomingSmile { reporter, entry, observed_at_ms } in new {
			let nodes = entry.nodes;
			let replaced = None;
			let vote = SmileVote { reporter, nodes, index, observed_at_ms, window, replaced };
			if let Err(reason) = replace_vote(&mut votes, vote, counted_in, second) {
				not_taken.push(reason);
			}
		}
		let room = usize::try_from(T::MaxReporters::get()).unwrap_or(usize::MAX);
		if votes.len() > room {
			let seated: BTreeSet<_> =
				Panel::<T>::get().into_iter().map(|seat| seat.reporter).collect();
			votes.retain(|vote| seated.contains(&vote.reporter));
		}
		if !votes.is_empty() {
			// There is room for a vote of everybody with a seat.
			SmileVotes::<T>::insert(id, BoundedVec::truncate_from(votes));
		}
		not_taken
	}
}

/// Puts a vote in the place of its reporter's last one.
fn replace_vote<AccountId: PartialEq>(
	votes: &mut Vec<SmileVote<AccountId>>,
	vote: SmileVote<AccountId>,
	counted_in: Window,
	second: SecondVote,
) -> Result<(), SmileNotTaken> {
	match votes.iter_mut().find(|last| last.reporter == vote.reporter) {
		Some(last) if last.window == vote.window && second == SecondVote::Refused => {
			Err(SmileNotTaken::Duplicate)
		},
		Some(last) if last.observed_at_ms > vote.observed_at_ms => Err(SmileNotTaken::Outdated),
		Some(last) => {
			// It may take the place of one that was never counted: what foretells the next median is the last that was.
			let replaced = match last.window > counted_in {
				true => last.replaced,
				false => Some(ReplacedSmile::of(&last.nodes, last.observed_at_ms)),
			};
			*last = SmileVote { replaced, ..vote };
			Ok(())
		},
		None => {
			votes.push(vote);
			Ok(())
		},
	}
}

fn count(listed: &[ListedSmile]) -> u32 {
	u32::try_from(listed.len()).unwrap_or(u32::MAX)
}
