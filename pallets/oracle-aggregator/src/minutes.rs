// SPDX-License-Identifier: Apache-2.0
//! Gatekeeper of one-minute points: the only code that touches `Samples`, `Minutes` and what they say of
//! variance, `RealisedVariances`.

use crate::{
	types::MinutePoint, Config, Event, Minutes, Pallet, RealisedVariances, Samples, HOURS_KEPT,
};
use alloc::vec::Vec;
use core::ops::Range;
use frame_support::BoundedVec;
use market_maths::{aggregation::minute_median, units::Price};
use market_primitives::FeedId;
use oracle_core::RealisedVariance;

const MINUTES_PER_HOUR: u64 = 60;
const MS_PER_MINUTE: u64 = 60_000;

/// The minute since 1970 in which `ms` lies.
pub(crate) const fn minute_of(ms: u64) -> u64 {
	ms / MS_PER_MINUTE
}

/// Where an hour has its place among those kept.
pub(crate) fn place_of(hour: u64) -> u8 {
	u8::try_from(hour % HOURS_KEPT).unwrap_or_default()
}

/// The first minute that is certainly kept while `minute` is being sampled: the hour before may have lost its place to
/// the one that is being filled.
pub(crate) const fn first_kept_before(minute: u64) -> u64 {
	let hour = minute / MINUTES_PER_HOUR;
	hour.saturating_sub(HOURS_KEPT.saturating_sub(1))
		.saturating_mul(MINUTES_PER_HOUR)
}

impl<T: Config> Pallet<T> {
	/// Whether a minute is being sampled that is over at `now_ms`.
	pub(crate) fn has_minute_to_finish(feed: FeedId, now_ms: u64) -> bool {
		Samples::<T>::get(feed).is_some_and(|(minute, _)| minute < minute_of(now_ms))
	}

	/// Writes the point of the sampled minute, if it has enough values, and begins the minute of
	/// `now_ms`.
	pub(crate) fn finish_minute(feed: FeedId, now_ms: u64, samples_needed: u32) {
		let begun = (minute_of(now_ms), BoundedVec::new());
		let Some((minute, samples)) = Samples::<T>::get(feed) else {
			Samples::<T>::insert(feed, begun);
			return;
		};
		let enough = u32::try_from(samples.len()).is_ok_and(|given| given >= samples_needed);
		let mut samples = samples.into_inner();
		let value = enough.then(|| minute_median(&mut samples).ok()).flatten();
		if let Some(value) = value {
			Self::keep_minute(feed, minute, value);
			Self::note_return(feed, minute, value);
		}
		Samples::<T>::insert(feed, begun);
		Self::deposit_event(Event::MinuteFinished { feed, minute, value });
	}

	/// Adds a value to the minute of `now_ms`.
	pub(crate) fn sample(feed: FeedId, now_ms: u64, value: Price) {
		Samples::<T>::mutate(feed, |samples| {
			let (_, values) = samples.get_or_insert_with(|| (minute_of(now_ms), BoundedVec::new()));
			// A minute that is full of values has its median.
			let _ = values.try_push(value);
		});
	}

	/// The minute up to which all are finished, itself excluded.
	pub(crate) fn finished_until(feed: FeedId) -> Option<u64> {
		Samples::<T>::get(feed).map(|(minute, _)| minute)
	}

	/// The points of `minutes`, oldest first.
	pub(crate) fn minutes_in(feed: FeedId, minutes: Range<u64>) -> Vec<Option<Price>> {
		let mut known = Vec::new();
		let mut kept: Option<(u64, Vec<MinutePoint>)> = None;
		for minute in minutes {
			let hour = minute / MINUTES_PER_HOUR;
			if kept.as_ref().is_none_or(|(kept_hour, _)| *kept_hour != hour) {
				kept = Some((hour, Self::minutes_of_hour(feed, hour)));
			}
			let points = kept.as_ref().map(|(_, points)| points.as_slice()).unwrap_or_default();
			let point = points
				.iter()
				.find(|point| u64::from(point.minute_of_hour) == minute % MINUTES_PER_HOUR);
			known.push(point.map(|point| point.value));
		}
		known
	}

	/// Takes the return since the last known minute into the realised variance of an index.
	fn note_return(feed: FeedId, minute: u64, value: Price) {
		if !matches!(feed, FeedId::Index(_)) {
			return;
		}
		let next = match RealisedVariances::<T>::get(feed) {
			Some(variance) => variance.with_minute(minute, value),
			None => Ok(RealisedVariance::beginning(minute, value)),
		};
		match next {
			Ok(next) => RealisedVariances::<T>::insert(feed, next),
			Err(error) => {
				log::error!(target: "oracle", "the return of {feed:?} cannot be taken: {error}");
			},
		}
	}

	fn minutes_of_hour(feed: FeedId, hour: u64) -> Vec<MinutePoint> {
		match Minutes::<T>::get(feed, place_of(hour)) {
			Some((kept, points)) if kept == hour => points.into_inner(),
			_ => Vec::new(),
		}
	}

	fn keep_minute(feed: FeedId, minute: u64, value: Price) {
		let hour = minute / MINUTES_PER_HOUR;
		let minute_of_hour = u8::try_from(minute % MINUTES_PER_HOUR).unwrap_or_default();
		Minutes::<T>::mutate(feed, place_of(hour), |kept| {
			let (kept_hour, points) = kept.get_or_insert_with(|| (hour, BoundedVec::new()));
			if *kept_hour != hour {
				*kept_hour = hour;
				*points = BoundedVec::new();
			}
			// Minutes finish once each and in order, so an hour never has more than sixty.
			let _ = points.try_push(MinutePoint { minute_of_hour, value });
		});
	}
}
