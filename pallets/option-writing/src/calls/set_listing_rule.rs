// SPDX-License-Identifier: Apache-2.0
use crate::{
	bounds, Cadences, Config, Error, Event, ListingRule, ListingRules, LoosenedAt, Pallet,
};
use frame_support::{dispatch::DispatchResult, ensure, traits::Get};
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
			if !bounds::only_tightens(&last.terms, &new.terms) {
				Self::ensure_may_loosen(underlying)?;
			}
		}
		let old = last.filter(|rule| !rule.cadences.is_empty());
		Self::deposit_event(Event::ListingRuleChanged { underlying, old, new });
		Ok(())
	}

	/// Lets the terms of an underlying's rule be loosened only once per interval.
	fn ensure_may_loosen(underlying: Underlying) -> DispatchResult {
		let now_ms = Self::now_ms();
		let interval_ms = T::ParameterChangeInterval::get().saturating_mul(1_000);
		let is_due = LoosenedAt::<T>::get(underlying)
			.is_none_or(|last_ms| now_ms >= last_ms.saturating_add(interval_ms));
		ensure!(is_due, Error::<T>::ChangedTooRecently);
		LoosenedAt::<T>::insert(underlying, now_ms);
		Ok(())
	}
}
