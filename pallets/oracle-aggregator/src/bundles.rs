// SPDX-License-Identifier: Apache-2.0
//! Bundles of votes that travel with blocks: which of them count, and what they put into `Votes`.

use crate::{
	surface::{IncomingSmile, SecondVote, SmileNotTaken},
	types::Vote,
	Clock, Config, CurrentSession, FeedIds, LastRounds, Pallet, Panel, Votes,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::traits::Get;
use market_primitives::FeedId;
use oracle_core::{check, Ignored, Round, SignedBundle, VotingPanel, VotingSeat};
use sp_core::H256;
use sp_runtime::traits::Zero;

/// Values of bundles that count, and yet change nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PassedOver {
	/// Of feeds that nobody set up, and smiles of expiries that are not listed.
	pub(crate) unknown: u32,
	/// Seen before what the chain already has from the reporter.
	pub(crate) outdated: u32,
}

impl<T: Config> Pallet<T> {
	/// Who votes, and on what. Answers `OracleVotesApi::panel`.
	pub fn voting_panel() -> VotingPanel {
		let rounds = LastRounds::<T>::get();
		let seats = Panel::<T>::get()
			.into_iter()
			.filter_map(|seat| {
				let last_round = Self::last_round(&rounds, seat.number);
				Some(VotingSeat { seat: seat.number, key: seat.key?, last_round })
			})
			.collect();
		VotingPanel {
			genesis: Self::genesis_hash(),
			session: CurrentSession::<T>::get(),
			seats,
			feeds: FeedIds::<T>::get().into_inner(),
		}
	}

	/// Which of `bundles` count, taken in this order, in a block of `slot` at `now_ms`. Answers
	/// `OracleVotesApi::acceptable`; the dispatch asks the same.
	pub fn acceptable_bundles(
		slot: Round,
		now_ms: u64,
		bundles: &[SignedBundle],
	) -> Vec<Result<(), Ignored>> {
		let mut panel = Self::voting_panel();
		bundles.iter().map(|signed| take(&mut panel, signed, slot, now_ms)).collect()
	}

	/// Puts the values of bundles that count in the place of their reporters' last ones.
	pub(crate) fn cast_bundles<'a>(
		bundles: impl Iterator<Item = &'a SignedBundle>,
		now_ms: u64,
	) -> PassedOver {
		let window = Clock::<T>::get().window;
		let mut rounds: BTreeMap<_, _> = LastRounds::<T>::get().into_iter().collect();
		let mut by_feed: BTreeMap<FeedId, Vec<Vote>> = BTreeMap::new();
		let mut smiles = Vec::new();
		let panel = Panel::<T>::get();
		for SignedBundle { bundle, .. } in bundles {
			let seat = bundle.reporter;
			rounds.insert(seat, bundle.round);
			// A clock slightly ahead buys no longer life.
			let observed_at_ms = bundle.observed_at_ms.min(now_ms);
			for entry in &bundle.entries {
				let (value, confidence) = (entry.value, entry.confidence);
				let earlier = Default::default();
				let vote = Vote { seat, value, confidence, observed_at_ms, window, earlier };
				by_feed.entry(entry.feed).or_default().push(vote);
			}
			if let Some(seat) = panel.iter().find(|it| it.number == seat) {
				smiles.extend(bundle.smiles.iter().map(|entry| IncomingSmile {
					reporter: seat.reporter.clone(),
					entry: *entry,
					observed_at_ms,
				}));
			}
		}
		Self::note_rounds(rounds.into_iter().collect());

		let known = FeedIds::<T>::get();
		let mut passed_over = PassedOver::default();
		for (feed, votes) in by_feed {
			let count = if known.binary_search(&feed).is_ok() {
				&mut passed_over.outdated
			} else {
				passed_over.unknown = plus(passed_over.unknown, votes.len());
				continue;
			};
			*count = plus(*count, Self::replace_votes(feed, votes));
		}
		for reason in Self::cast_smiles(smiles, now_ms, SecondVote::Replaces) {
			let count = match reason {
				SmileNotTaken::NotListed | SmileNotTaken::TooMany => &mut passed_over.unknown,
				SmileNotTaken::Outdated | SmileNotTaken::Duplicate => &mut passed_over.outdated,
			};
			*count = plus(*count, 1);
		}
		passed_over
	}

	/// Returns how many were older than what was there.
	fn replace_votes(feed: FeedId, new: Vec<Vote>) -> usize {
		Votes::<T>::mutate(feed, |votes| {
			let mut outdated: usize = 0;
			for vote in new {
				match votes.iter_mut().find(|last| last.seat == vote.seat) {
					Some(last) if last.observed_at_ms > vote.observed_at_ms => {
						outdated = outdated.saturating_add(1);
					},
					Some(last) => *last = vote.in_place_of(last),
					// There is room for a vote of every seat.
					None => drop(votes.try_push(vote)),
				}
			}
			outdated
		})
	}

	/// The name of this chain.
	pub(crate) fn genesis_hash() -> H256 {
		let hash = frame_system::Pallet::<T>::block_hash(
			frame_system::pallet_prelude::BlockNumberFor::<T>::zero(),
		);
		H256(hash.as_ref().try_into().unwrap_or_default())
	}

	/// The slot of the block that is being made.
	pub(crate) fn slot() -> Round {
		T::Slot::get()
	}
}

/// Whether a bundle counts. If so the panel has its round: a second one of the same is a replay.
fn take(
	panel: &mut VotingPanel,
	signed: &SignedBundle,
	slot: Round,
	now_ms: u64,
) -> Result<(), Ignored> {
	let number = signed.bundle.reporter;
	check(signed, &panel.circumstances(number, slot, now_ms))?;
	if let Some(seat) = panel.seats.iter_mut().find(|seat| seat.seat == number) {
		seat.last_round = signed.bundle.round;
	}
	Ok(())
}

fn plus(count: u32, more: usize) -> u32 {
	count.saturating_add(u32::try_from(more).unwrap_or(u32::MAX))
}
