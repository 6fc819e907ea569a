// SPDX-License-Identifier: Apache-2.0
//! The only code that adds or removes rules, expiries and series.

use crate::{
	bounds, BoardKey, BoardOf, Boards, Cadences, Config, Error, Event, Expiries, ListingRule,
	ListingRules, ListingsDone, Pallet, RuledUnderlyings, Series, SeriesRecord,
};
use frame_support::{
	ensure,
	traits::{fungibles::Destroy, fungibles::Inspect, Get, UnixTime},
};
use market_maths::options::OptionKind;
use market_primitives::{
	traits::PriceFeed, InstrumentId, InstrumentTerms, OptionContract, Strike, Underlying,
};
use sp_runtime::{DispatchError, SaturatedConversion};

impl<T: Config> Pallet<T> {
	pub(crate) fn now_ms() -> u64 {
		T::Time::now().as_millis().saturated_into()
	}

	pub(crate) fn store_rule(
		underlying: Underlying,
		rule: Option<ListingRule>,
	) -> Result<(), DispatchError> {
		ensure!(underlying.is_well_formed(), Error::<T>::UnderlyingNotWellFormed);
		ListingsDone::<T>::remove(underlying);
		let Some(rule) = rule else {
			RuledUnderlyings::<T>::mutate(|ruled| ruled.retain(|other| *other != underlying));
			ListingRules::<T>::mutate_extant(underlying, |rule| {
				rule.cadences = Cadences::default()
			});
			return Ok(());
		};
		bounds::check_rule(&rule).map_err(Error::<T>::from)?;
		if !RuledUnderlyings::<T>::get().contains(&underlying) {
			RuledUnderlyings::<T>::try_append(underlying)
				.map_err(|()| Error::<T>::TooManyUnderlyings)?;
		}
		ListingRules::<T>::insert(underlying, rule);
		Ok(())
	}

	/// Lists call and put at a strike. False if there is no room.
	pub(crate) fn list_strike(
		key: BoardKey,
		strike: Strike,
		terms: InstrumentTerms,
		now_ms: u64,
	) -> bool {
		let mut board = match Boards::<T>::get(key) {
			Some(board) => board,
			None if Self::add_expiry(key) => BoardOf::<T>::empty(),
			None => return false,
		};
		let Err(place) = board.strikes.binary_search(&strike) else { return true };
		if board.strikes.try_insert(place, strike).is_err() {
			return false;
		}
		Boards::<T>::insert(key, board);
		for kind in [OptionKind::Call, OptionKind::Put] {
			let id = key.series(strike, kind);
			Series::<T>::insert(id, SeriesRecord::new(terms, now_ms));
			Self::deposit_event(Event::SeriesListed { id, terms });
		}
		true
	}

	fn add_expiry(key: BoardKey) -> bool {
		Expiries::<T>::mutate(|expiries| match expiries.binary_search(&key) {
			Ok(_) => true,
			Err(place) => expiries.try_insert(place, key).is_ok(),
		})
	}

	/// Removes the last strike of a settled expiry, and the expiry with its last strike. False if the
	/// tokens of the strike need more time.
	pub(crate) fn delist_last_strike(key: BoardKey, board: &mut BoardOf<T>) -> bool {
		if let Some(strike) = board.strikes.last().copied() {
			for kind in [OptionKind::Call, OptionKind::Put] {
				let id = key.series(strike, kind);
				if Series::<T>::contains_key(id) {
					if !Self::destroy_token(id) {
						return false;
					}
					Self::delist_series(id);
				}
			}
			board.strikes.pop();
		}
		if board.strikes.is_empty() {
			Boards::<T>::remove(key);
			T::PriceFeed::forget_settlement(key.underlying, key.expiry);
			Expiries::<T>::mutate(|expiries| expiries.retain(|other| *other != key));
		} else {
			Boards::<T>::insert(key, board);
		}
		true
	}

	/// Takes a settled series off the list. Its terms stay for as long as somebody may claim.
	fn delist_series(id: InstrumentId) {
		Series::<T>::mutate_exists(id, |series| {
			*series = series.take().filter(|series| series.claims > 0);
		});
		Self::deposit_event(Event::SeriesDelisted { id });
	}

	/// Notes that a deferred payment was made, and removes what was kept for its sake.
	pub(crate) fn forget_claim(id: InstrumentId) {
		let is_listed = id.as_option().is_some_and(|contract| {
			let key = BoardKey { expiry: contract.expiry, underlying: id.underlying };
			Boards::<T>::get(key).is_some_and(|board| board.strikes.contains(&contract.strike))
		});
		Series::<T>::mutate_exists(id, |series| {
			if let Some(kept) = series {
				kept.claims = kept.claims.saturating_sub(1);
			}
			*series = series.take().filter(|series| is_listed || series.claims > 0);
		});
	}

	/// Removes what is left of a token that nobody holds: approvals and accounts that hold nothing.
	fn destroy_token(id: InstrumentId) -> bool {
		if !T::Tokens::asset_exists(id) {
			return true;
		}
		let limit = T::SettlementBatch::get();
		// Each part may take several steps; whatever is left makes the last one fail until then.
		let _ = T::Tokens::start_destroy(id, None);
		let _ = T::Tokens::destroy_accounts(id, limit);
		let _ = T::Tokens::destroy_approvals(id, limit);
		T::Tokens::finish_destroy(id).is_ok()
	}

	/// Changes a series, or changes nothing if `change` refuses.
	pub(crate) fn change_series<R>(
		id: InstrumentId,
		change: impl FnOnce(&OptionContract, &mut SeriesRecord) -> Result<R, DispatchError>,
	) -> Result<R, DispatchError> {
		let contract = id.as_option().ok_or(Error::<T>::UnknownSeries)?;
		Series::<T>::try_mutate(id, |series| {
			change(contract, series.as_mut().ok_or(Error::<T>::UnknownSeries)?)
		})
	}
}
