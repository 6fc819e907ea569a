// SPDX-License-Identifier: Apache-2.0
//! Triggers: every window.
//!
//! Actions, for each underlying with a rule: lists the strikes that the rule asks for around the index
//! and that are missing, call and put, up to a number of strikes per window. What is left is found
//! again in the next window.
//!
//! Skip if: the index is not live; nothing was missing when it was last looked at, the index has not
//! moved by a step since, and no expiry has passed. No strike is added to an expiry that is less than
//! a minute away.

use crate::{
	strikes::strikes_around, BoardKey, Boards, Config, ListingCadence, ListingDone, ListingRule,
	ListingRules, ListingsDone, Pallet, Phase, RuledUnderlyings, WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{traits::Get, weights::WeightMeter};
use market_maths::units::Price;
use market_primitives::{
	traits::PriceFeed, FeedId, FeedStatus, Purpose, Strike, Underlying, WindowClock,
};
use sp_runtime::SaturatedConversion;

/// No strike is added so shortly before the expiry.
const LAST_LISTING_SECONDS: u64 = 60;

impl<T: Config> Pallet<T> {
	pub(crate) fn list_series(clock: &WindowClock, meter: &mut WeightMeter) {
		if meter.try_consume(T::DbWeight::get().reads(1)).is_err() {
			return;
		}
		let mut ruled = RuledUnderlyings::<T>::get().into_inner();
		// Another underlying is first in each window, so that none waits for the others' strikes.
		let count: u64 = ruled.len().saturated_into();
		ruled.rotate_left(clock.window.checked_rem(count).unwrap_or_default().saturated_into());
		let mut room = T::MaxListingsPerWindow::get();
		for underlying in ruled {
			if meter.try_consume(T::WeightInfo::check_listing()).is_err() {
				return;
			}
			let Some(index) = Self::live_index(underlying) else { continue };
			if Self::nothing_to_list(underlying, index, clock) {
				continue;
			}
			let Some(rule) = ListingRules::<T>::get(underlying) else { continue };
			if meter.try_consume(T::WeightInfo::plan_listing()).is_err() {
				return;
			}
			Self::list_by_rule(underlying, &rule, index, clock, &mut room, meter);
		}
	}

	pub(crate) fn live_index(underlying: Underlying) -> Option<Price> {
		let index = T::PriceFeed::observe(FeedId::Index(underlying)).ok()?;
		let is_live = index.status == FeedStatus::Live;
		index
			.value_for(Purpose::NewRisk)
			.ok()
			.filter(|price| is_live && !price.is_zero())
	}

	pub(crate) fn nothing_to_list(
		underlying: Underlying,
		index: Price,
		clock: &WindowClock,
	) -> bool {
		ListingsDone::<T>::get(underlying).is_some_and(|done| {
			let moved = done.index.into_inner().abs_diff(index.into_inner());
			moved < done.tolerance.into_inner() && clock.now_seconds() < done.earliest_expiry
		})
	}

	pub(crate) fn list_by_rule(
		underlying: Underlying,
		rule: &ListingRule,
		index: Price,
		clock: &WindowClock,
		room: &mut u32,
		meter: &mut WeightMeter,
	) {
		let now = clock.now_seconds();
		let mut earliest_expiry = u64::MAX;
		for listing in &rule.cadences {
			let wanted = strikes_around(index, listing.strike_step, listing.strikes_each_side);
			for expiry in expiries_of(listing, now) {
				earliest_expiry = earliest_expiry.min(expiry);
				let key = BoardKey { expiry, underlying };
				for strike in Self::missing_strikes(key, &wanted, now) {
					if *room == 0 || meter.try_consume(T::WeightInfo::list_strike()).is_err() {
						return;
					}
					*room = room.saturating_sub(1);
					if !Self::list_strike(key, strike, rule.terms, clock.now_ms) {
						// The expiry is full, or there are as many expiries as there can be. Room
						// comes only with a move of the index or an expiry, so this counts as done.
						break;
					}
				}
			}
		}
		// Half the finest step: the nearest strike is then at most one step from where it was.
		let tolerance = rule.cadences.iter().map(|listing| listing.strike_step).min();
		let tolerance = tolerance.map_or(0, |step| step.into_inner() / 2);
		let done = ListingDone { index, tolerance: Price::from_inner(tolerance), earliest_expiry };
		ListingsDone::<T>::insert(underlying, done);
	}

	fn missing_strikes(key: BoardKey, wanted: &[Strike], now: u64) -> Vec<Strike> {
		if key.expiry.saturating_sub(now) < LAST_LISTING_SECONDS {
			return Vec::new();
		}
		match Boards::<T>::get(key) {
			None => wanted.to_vec(),
			Some(board) if board.phase == Phase::Trading => wanted
				.iter()
				.filter(|strike| board.strikes.binary_search(strike).is_err())
				.copied()
				.collect(),
			Some(_) => Vec::new(),
		}
	}
}

/// The expiries that a cadence keeps listed.
fn expiries_of(listing: &ListingCadence, now: u64) -> Vec<u64> {
	core::iter::successors(listing.cadence.next(now), |expiry| listing.cadence.next(*expiry))
		.take(listing.expiries_ahead.into())
		.collect()
}
