// SPDX-License-Identifier: Apache-2.0
use crate::{
	surface::{IncomingSmile, SecondVote, SmileNotTaken},
	Config, Error, Event, Pallet,
};
use alloc::vec::Vec;
use frame_support::ensure;
use oracle_core::{check_smiles, Ignored, Smiles};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report_smiles(
		reporter: T::AccountId,
		observed_at_ms: u64,
		smiles: Smiles,
	) -> DispatchResult {
		Self::seat_of(&reporter)?;
		ensure!(!smiles.is_empty(), Error::<T>::EmptyReport);
		let seen_at_ms = Self::ensure_timely(observed_at_ms)?;
		check_smiles(&smiles, seen_at_ms).map_err(|reason| match reason {
			Ignored::UnorderedSmiles => Error::<T>::UnorderedSmiles,
			Ignored::ImpossibleForward => Error::<T>::ImpossibleForward,
			Ignored::ExpiredSmile => Error::<T>::ExpiryNotListed,
			_ => Error::<T>::ImpossibleVariance,
		})?;

		let votes: Vec<_> = smiles
			.iter()
			.map(|entry| IncomingSmile {
				reporter: reporter.clone(),
				entry: *entry,
				observed_at_ms: seen_at_ms,
			})
			.collect();
		let not_taken = Self::cast_smiles(votes, Self::now_ms(), SecondVote::Refused);
		if let Some(reason) = not_taken.first() {
			return Err(Error::<T>::from(*reason).into());
		}
		let smiles = smiles.into_iter().map(|entry| entry.smile).collect::<Vec<_>>();
		let smiles = frame_support::BoundedVec::truncate_from(smiles);
		Self::deposit_event(Event::SmilesReported { reporter, observed_at_ms, smiles });
		Ok(())
	}
}

impl<T> From<SmileNotTaken> for Error<T> {
	fn from(reason: SmileNotTaken) -> Self {
		match reason {
			SmileNotTaken::NotListed => Self::ExpiryNotListed,
			SmileNotTaken::TooMany => Self::TooManySmiles,
			SmileNotTaken::Outdated => Self::OlderThanLastReport,
			SmileNotTaken::Duplicate => Self::DuplicateReport,
		}
	}
}
