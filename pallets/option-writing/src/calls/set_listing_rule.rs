// SPDX-License-Identifier: Apache-2.0
use crate::{Cadences, Config, Error, Event, ListingRule, ListingRules, Pallet};
use frame_support::{dispatch::DispatchResult, ensure};
use market_primitives::{InstrumentTerms, Underlying};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_listing_rule(
		underlying: Underlying,
		cadences: Cadences,
		terms: InstrumentTerms,
	) -> DispatchResult {
		let last = ListingRules::<T>::get(underlying);
		let new = (!cadences.is_empty()).then_some(ListingRule { cadences, terms });
		Self::store_rule(underlying, new.clone())?;
		if let (Some(last), Some(new)) = (&last, &new) {
			ensure!(new.terms.is_one_step_from(&last.terms), Error::<T>::StepTooLarge);
		}
		let old = last.filter(|rule| !rule.cadences.is_empty());
		Self::deposit_event(Event::ListingRuleChanged { underlying, old, new });
		Ok(())
	}
}
