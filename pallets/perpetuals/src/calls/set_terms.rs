// SPDX-License-Identifier: Apache-2.0
use crate::{bounds, Config, Error, Event, Pallet};
use frame_support::{dispatch::DispatchResult, ensure};
use market_maths::units::Rate;
use market_primitives::{InstrumentTerms, Underlying};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_terms(
		underlying: Underlying,
		price_band: Rate,
		open_interest_cap: u64,
	) -> DispatchResult {
		Self::change_market(underlying, |market| {
			let old = market.terms;
			let new = InstrumentTerms { price_band, open_interest_cap, ..old };
			bounds::check_terms(&new).map_err(Error::<T>::from)?;
			ensure!(new.is_one_step_from(&old), Error::<T>::StepTooLarge);
			if !bounds::only_tightens(&old, &new) {
				Self::ensure_may_loosen(market)?;
			}
			market.terms = new;
			Self::deposit_event(Event::TermsChanged { underlying, old, new });
			Ok(())
		})
	}
}
