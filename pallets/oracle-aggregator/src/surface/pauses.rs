// SPDX-License-Identifier: Apache-2.0
//! Smiles that people have paused.
//!
//! A pause is kept apart from what it halts: it holds for smiles that nobody votes on yet, and it halts many at the
//! price of one. What was counted before its end is halted, whoever asks, until it is counted again; so a smile comes
//! back as after any halt, however short the pause was.

use crate::{Aggregates, Config, Error, ListedSmiles, Pallet, PausedSmiles};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::ensure;
use market_primitives::{traits::ListedExpiries, FeedId, SmileId, Underlying};
use oracle_core::FeedParameters;
use scale_info::TypeInfo;

/// A pause of the smile of one expiry, or of all smiles of an underlying.
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
pub struct SmilePause {
	/// What the options are on.
	pub underlying: Underlying,
	/// When they expire, in seconds since 1970; none if all smiles of the underlying are paused.
	pub expiry: Option<u64>,
	/// Until when, in milliseconds since 1970.
	pub until_ms: u64,
}

impl SmilePause {
	/// Its place in the list.
	pub(crate) const fn place(&self) -> (Underlying, Option<u64>) {
		(self.underlying, self.expiry)
	}

	/// Whether it pauses all that the other one does.
	fn covers(&self, other: &Self) -> bool {
		let is_wide_enough = self.expiry.is_none() || self.expiry == other.expiry;
		self.underlying == other.underlying && is_wide_enough
	}

	/// Whether the smile is among those that it pauses.
	fn is_about(&self, id: SmileId) -> bool {
		let is_its_expiry = self.expiry.is_none_or(|expiry| expiry == id.expiry);
		self.underlying == id.underlying && is_its_expiry
	}

	/// Whether it makes no difference any more: the options have expired, or all that was counted before its end is
	/// too old by now.
	const fn is_spent_at(&self, now_ms: u64) -> bool {
		let has_expired = match self.expiry {
			Some(expiry) => SmileId::new(self.underlying, expiry).seconds_left(now_ms) == 0,
			None => false,
		};
		has_expired || self.until_ms.saturating_add(FeedParameters::LARGEST_MAX_AGE_MS) < now_ms
	}
}

/// What people have paused, as far as the smiles of one underlying go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pauses<'a> {
	all: &'a [SmilePause],
	/// Until when the flat volatility of the underlying is paused, and with it all its smiles.
	flat_until_ms: u64,
}

impl Pauses<'_> {
	/// Until when a smile of the underlying is paused, in milliseconds since 1970. In the past if it is not.
	pub(crate) fn until_ms(&self, id: SmileId) -> u64 {
		let of_smile = self.all.iter().filter(|pause| pause.is_about(id));
		of_smile.map(|pause| pause.until_ms).fold(self.flat_until_ms, u64::max)
	}
}

impl<T: Config> Pallet<T> {
	/// Until when people have paused a smile, in milliseconds since 1970. In the past if it is not paused.
	pub(crate) fn smile_paused_until(id: SmileId) -> u64 {
		Self::pauses_of(id.underlying, &PausedSmiles::<T>::get()).until_ms(id)
	}

	/// The pauses of the smiles of an underlying, given all there are.
	pub(crate) fn pauses_of(underlying: Underlying, all: &[SmilePause]) -> Pauses<'_> {
		let flat = Aggregates::<T>::get(FeedId::Volatility(underlying));
		Pauses { all, flat_until_ms: flat.map_or(0, |flat| flat.breaker.paused_until_ms) }
	}

	/// The expiries of an underlying that are paused one by one.
	pub(crate) fn smiles_paused_alone(underlying: Underlying, now_ms: u64) -> Vec<SmileId> {
		let pauses = PausedSmiles::<T>::get();
		let of_it = pauses
			.iter()
			.filter(|pause| pause.underlying == underlying && now_ms < pause.until_ms);
		of_it
			.filter_map(|pause| Some(SmileId::new(underlying, pause.expiry?)))
			.collect()
	}

	/// Whether it is the smile of options that have not expired.
	pub(crate) fn is_smile_of_options(id: SmileId, now_ms: u64) -> bool {
		// It may have been voted on before its options were taken off the list.
		let is_voted_on = || ListedSmiles::<T>::get().iter().any(|it| it.id == id);
		id.seconds_left(now_ms) > 0 && (T::ListedExpiries::is_listed(id) || is_voted_on())
	}

	/// Keeps a pause, in the place of shorter ones that it covers.
	pub(crate) fn keep_pause(new: SmilePause, now_ms: u64) -> Result<(), Error<T>> {
		PausedSmiles::<T>::try_mutate(|pauses| {
			// An emergency can only make a pause longer.
			let is_longer = pauses
				.iter()
				.filter(|pause| pause.covers(&new))
				.all(|pause| pause.until_ms < new.until_ms);
			ensure!(is_longer, Error::<T>::AlreadyPaused);
			let is_replaced =
				|pause: &SmilePause| new.covers(pause) && pause.until_ms <= new.until_ms;
			pauses.retain(|pause| !is_replaced(pause) && !pause.is_spent_at(now_ms));
			let at = pauses.partition_point(|pause| pause.place() < new.place());
			pauses.try_insert(at, new).map_err(|_| Error::<T>::TooManyPauses)
		})
	}

	/// Forgets the pauses that make no difference any more.
	pub(crate) fn forget_spent_pauses(now_ms: u64) {
		let mut pauses = PausedSmiles::<T>::get();
		let kept = pauses.len();
		pauses.retain(|pause| !pause.is_spent_at(now_ms));
		if pauses.len() < kept {
			PausedSmiles::<T>::put(pauses);
		}
	}
}
