// SPDX-License-Identifier: Apache-2.0
use crate::{
	types::{ReportedValue, Vote},
	Clock, Config, Error, Event, Feeds, Pallet, Votes,
};
use frame_support::{ensure, traits::Get, BoundedVec};
use oracle_core::{SeatNumber, LARGEST_VALUE};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report(
		reporter: T::AccountId,
		observed_at_ms: u64,
		values: BoundedVec<ReportedValue, T::MaxFeeds>,
	) -> DispatchResult {
		let seat = Self::seat_of(&reporter)?;
		ensure!(!values.is_empty(), Error::<T>::EmptyReport);
		let seen_at_ms = Self::ensure_timely(observed_at_ms)?;

		for value in &values {
			Self::ensure_reasonable(value)?;
			Self::cast_vote(seat, seen_at_ms, value)?;
		}
		Self::deposit_event(Event::Reported { reporter, observed_at_ms, values });
		Ok(())
	}

	/// The time the observation counts from. A clock slightly ahead buys no longer life.
	pub(crate) fn ensure_timely(observed_at_ms: u64) -> Result<u64, Error<T>> {
		let now_ms = Self::now_ms();
		let ahead = observed_at_ms.saturating_sub(now_ms);
		let age = now_ms.saturating_sub(observed_at_ms);
		ensure!(ahead <= T::MaxReportLeadMs::get(), Error::<T>::ObservedInFuture);
		ensure!(age <= T::MaxReportAgeMs::get(), Error::<T>::ObservedTooLongAgo);
		Ok(observed_at_ms.min(now_ms))
	}

	fn ensure_reasonable(reported: &ReportedValue) -> Result<(), Error<T>> {
		ensure!(Feeds::<T>::contains_key(reported.feed), Error::<T>::UnknownFeed);
		ensure!(!reported.value.is_zero(), Error::<T>::ZeroValue);
		ensure!(reported.value <= LARGEST_VALUE, Error::<T>::ValueTooLarge);
		ensure!(reported.confidence <= reported.value, Error::<T>::ConfidenceTooWide);
		Ok(())
	}

	/// Puts the vote in the place of the reporter's last one.
	fn cast_vote(
		seat: SeatNumber,
		observed_at_ms: u64,
		reported: &ReportedValue,
	) -> Result<(), Error<T>> {
		let window = Clock::<T>::get().window;
		let ReportedValue { feed, value, confidence } = *reported;
		let earlier = Default::default();
		let vote = Vote { seat, value, confidence, observed_at_ms, window, earlier };
		Votes::<T>::try_mutate(feed, |votes| {
			match votes.iter_mut().find(|vote| vote.seat == seat) {
				Some(last) => {
					ensure!(last.window != window, Error::<T>::DuplicateReport);
					ensure!(last.observed_at_ms <= observed_at_ms, Error::<T>::OlderThanLastReport);
					*last = vote.in_place_of(last);
				},
				None => votes.try_push(vote).map_err(|_| Error::<T>::PanelFull)?,
			}
			Ok(())
		})
	}
}
