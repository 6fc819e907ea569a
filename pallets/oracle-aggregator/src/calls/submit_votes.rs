// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, IgnoredBundles, Pallet, VotesSubmittedIn};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::ensure;
use oracle_core::{Bundles, Ignored};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_submit_votes(bundles: &Bundles) -> DispatchResult {
		let block = frame_system::Pallet::<T>::block_number();
		ensure!(VotesSubmittedIn::<T>::get() != Some(block), Error::<T>::VotesAlreadySubmitted);
		VotesSubmittedIn::<T>::put(block);

		let now_ms = Self::now_ms();
		let verdicts = Self::acceptable_bundles(Self::slot(), now_ms, bundles);
		let counted = bundles.iter().zip(&verdicts).filter(|(_, verdict)| verdict.is_ok());
		let passed_over = Self::cast_bundles(counted.map(|(signed, _)| signed), now_ms);

		let mut ignored: BTreeMap<Ignored, u32> = BTreeMap::new();
		for reason in verdicts.iter().filter_map(|verdict| verdict.err()) {
			let count = ignored.entry(reason).or_default();
			*count = count.saturating_add(1);
		}
		let ignored: Vec<_> = ignored.into_iter().collect();
		let counted = verdicts.iter().filter(|verdict| verdict.is_ok()).count();
		Self::deposit_event(Event::VotesCounted {
			bundles: u32::try_from(counted).unwrap_or(u32::MAX),
			ignored: IgnoredBundles::truncate_from(ignored),
			unknown_values: passed_over.unknown,
			outdated_values: passed_over.outdated,
		});
		Ok(())
	}
}
