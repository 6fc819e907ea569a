// SPDX-License-Identifier: Apache-2.0
//! Smiles: implied volatility that nobody owns.
//!
//! Gatekeeper of `ListedSmiles`, `SmileVotes`, `Surfaces`, `FirstSmile` and `PausedSmiles`: the only code that touches
//! them.
//!
//! ```text
//! bundles, report_smiles ──▶ SmileVotes ── count ──▶ Surfaces: medians, status ──▶ smile(): age is judged
//!                                                      ▲    │                      when somebody asks
//!                              propose_svi ── verify ──┘    └─ slice gone: straight lines between medians
//! ```

#[cfg(feature = "runtime-benchmarks")]
pub(crate) mod benchmarking;
mod count;
mod details;
mod invariants;
mod pauses;
mod votes;

#[cfg(feature = "runtime-benchmarks")]
pub(crate) use count::Circumstances;
pub(crate) use pauses::Pauses;
pub(crate) use votes::{IncomingSmile, SecondVote, SmileNotTaken};

pub use details::{NodeDetails, SmileVoteDetails, SurfaceDetails};
pub use pauses::SmilePause;

use crate::{Aggregates, Config, Feeds, ListedSmiles, Pallet, SmileVotes, Surfaces};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::Get, weights::Weight, BoundedVec};
use market_maths::units::Price;
use market_primitives::{
	traits::VolatilitySurface, FeedError, FeedId, FeedStatus, Purpose, SmileId, SmileObservation,
	SmileShape, SmileSource, Underlying, Window,
};
use oracle_core::{Neighbours, ReplacedSmile, SmileNodes, RECOUNT_MS};
use scale_info::TypeInfo;

/// A reporter's latest word on a smile. It counts until it is too old, whether or not it is repeated, and while
/// its reporter has a seat.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct SmileVote<AccountId> {
	/// Who gave it.
	pub reporter: AccountId,
	/// What was said.
	pub nodes: SmileNodes,
	/// Where the index stood when it came in, if it could be relied on. The forward goes along with it.
	pub index: Option<Price>,
	/// When the reporter saw it, in milliseconds since 1970.
	pub observed_at_ms: u64,
	/// The window it arrived in.
	pub window: Window,
	/// The reporter's vote whose place it took.
	pub replaced: Option<ReplacedSmile>,
}

impl<AccountId> SmileVote<AccountId> {
	/// Whether the vote still counts at `now_ms`.
	pub const fn counts_at(&self, now_ms: u64, max_age_ms: u64) -> bool {
		now_ms.saturating_sub(self.observed_at_ms) <= max_age_ms
	}
}

/// A smile that somebody voted on, and whether it is due to be counted.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct ListedSmile {
	/// Which.
	pub id: SmileId,
	/// Whether votes came in since it was counted.
	pub has_new_votes: bool,
	/// When it was counted, in milliseconds since 1970; zero if never.
	pub counted_at_ms: u64,
	/// The newest window whose votes were in that counting; zero if it never was counted.
	pub counted_in: Window,
	/// Whether it has no nodes, or they are too old: time alone changes nothing about it any more.
	pub is_dormant: bool,
}

impl ListedSmile {
	/// A smile that was never counted.
	pub(crate) const fn beginning(id: SmileId) -> Self {
		Self { id, has_new_votes: false, counted_at_ms: 0, counted_in: 0, is_dormant: true }
	}

	/// Whether the votes must be counted at `now_ms`.
	pub const fn is_due_at(&self, now_ms: u64) -> bool {
		let is_ageing = now_ms.saturating_sub(self.counted_at_ms) >= RECOUNT_MS;
		self.has_new_votes || (is_ageing && !self.is_dormant)
	}
}

/// Behind the nearest expiries, a slice that is proposed is held against so many slices on each side.
const MOST_SLICES: usize = 12;

/// The first of these shapes, and of those after it so many slices.
fn nearest(mut shapes: impl Iterator<Item = SmileShape>, slices: usize) -> Vec<SmileShape> {
	let mut found: Vec<_> = shapes.next().into_iter().collect();
	let is_slice = |shape: &SmileShape| shape.source() == SmileSource::Slice;
	found.extend(shapes.filter(is_slice).take(slices));
	found
}

impl<T: Config> VolatilitySurface for Pallet<T> {
	fn smile(id: SmileId) -> Result<SmileObservation, FeedError> {
		Self::observe_smile(id)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_smile(id: SmileId, forward: Price, volatility: market_maths::units::Volatility) {
		benchmarking::prepare_smile::<T>(id, forward, volatility);
	}
}

impl<T: Config> Pallet<T> {
	/// A smile as it is now; or why there is none.
	pub(crate) fn observe_smile(id: SmileId) -> Result<SmileObservation, FeedError> {
		let now_ms = Self::now_ms();
		if id.seconds_left(now_ms) == 0 {
			return Err(FeedError::Unknown);
		}
		let paused_until_ms = Self::smile_paused_until(id);
		let Some(surface) = Surfaces::<T>::get(id) else {
			if now_ms < paused_until_ms {
				return Err(FeedError::Halted);
			}
			let is_voted_on = SmileVotes::<T>::contains_key(id);
			return Err(if is_voted_on { FeedError::NeverReported } else { FeedError::Unknown });
		};
		let index = Self::index_now(id.underlying);
		let mut seen = surface.observation_at(id, now_ms, index).map_err(|error| {
			log::error!(target: "oracle", "the smile {id:?} has no shape: {error}");
			FeedError::Halted
		})?;
		if surface.is_halted_by_pause(paused_until_ms) {
			seen.status = FeedStatus::Halted;
		}
		Ok(seen)
	}

	/// The index, if it may be relied on.
	pub(crate) fn index_now(underlying: Underlying) -> Option<Price> {
		let feed = FeedId::Index(underlying);
		// Saves a look at the parameters of feeds without a value.
		let aggregate = Aggregates::<T>::get(feed)?;
		let parameters = Feeds::<T>::get(feed)?;
		let seen = aggregate.observation_at(Self::now_ms(), parameters.max_age_ms);
		seen.value_for(Purpose::Liquidate).ok()
	}

	/// The smiles of the expiries nearest to one of the list, before and after it, that can be relied on; as of now.
	/// Where the next one cannot, the one behind it stands for it: a calendar spread may skip an expiry.
	pub(crate) fn neighbours_of(
		listed: &[ListedSmile],
		id: SmileId,
		pauses: &Pauses<'_>,
		now_ms: u64,
	) -> Neighbours {
		Self::neighbours_and_slices(listed, id, pauses, now_ms, 0)
	}

	/// What a slice that is proposed is held against: the same, and behind them the nearest [`MOST_SLICES`] slices on
	/// each side that hold and can be relied on.
	pub(crate) fn held_against(
		listed: &[ListedSmile],
		id: SmileId,
		pauses: &Pauses<'_>,
		now_ms: u64,
	) -> Neighbours {
		Self::neighbours_and_slices(listed, id, pauses, now_ms, MOST_SLICES)
	}

	fn neighbours_and_slices(
		listed: &[ListedSmile],
		id: SmileId,
		pauses: &Pauses<'_>,
		now_ms: u64,
		slices: usize,
	) -> Neighbours {
		let at = listed.partition_point(|it| it.id < id);
		let before = listed.get(..at).unwrap_or_default();
		let after = listed.get(at..).unwrap_or_default();
		let of_same = |it: &&ListedSmile| {
			let is_other = it.id.underlying == id.underlying && it.id != id;
			is_other && !it.is_dormant && it.id.seconds_left(now_ms) > 0
		};
		let shape_of = |it: &ListedSmile| {
			let surface = Surfaces::<T>::get(it.id)?;
			let may_be_relied_on = !surface.is_halted_by_pause(pauses.until_ms(it.id))
				&& surface.status_at(now_ms).allows(Purpose::Liquidate);
			may_be_relied_on.then(|| surface.shape_at(it.id, now_ms).ok()).flatten()
		};
		Neighbours {
			earlier: nearest(before.iter().rev().filter(of_same).filter_map(shape_of), slices),
			later: nearest(after.iter().filter(of_same).filter_map(shape_of), slices),
		}
	}

	/// What looking for the neighbours of a smile may read at most: every other one of its underlying.
	pub(crate) fn weight_of_neighbours(listed: &[ListedSmile], id: SmileId) -> Weight {
		let of_same = |it: &&ListedSmile| it.id.underlying == id.underlying && !it.is_dormant;
		let most = u64::try_from(listed.iter().filter(of_same).count()).unwrap_or(u64::MAX);
		T::DbWeight::get().reads(most)
	}

	/// Forgets a smile and all that was said of it.
	pub(crate) fn forget_smile(id: SmileId) {
		SmileVotes::<T>::remove(id);
		Surfaces::<T>::remove(id);
	}

	/// All smiles that somebody votes on, by underlying and expiry.
	pub(crate) fn smiles_of(underlying: Underlying) -> Vec<SmileId> {
		ListedSmiles::<T>::get()
			.into_iter()
			.map(|listed| listed.id)
			.filter(|id| id.underlying == underlying)
			.collect()
	}

	pub(crate) fn keep_list(listed: Vec<ListedSmile>) {
		ListedSmiles::<T>::put(BoundedVec::truncate_from(listed));
	}
}
