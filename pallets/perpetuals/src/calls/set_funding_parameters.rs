// SPDX-License-Identifier: Apache-2.0
use crate::{bounds, Config, Error, Event, FundingParameters, Pallet};
use frame_support::{dispatch::DispatchResult, ensure};
use market_primitives::Underlying;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_funding_parameters(
		underlying: Underlying,
		new: FundingParameters,
	) -> DispatchResult {
		Self::change_market(underlying, |market| {
			let old = market.funding;
			bounds::check_funding(&new).map_err(Error::<T>::from)?;
			ensure!(bounds::is_one_step_of_funding(&old, &new), Error::<T>::StepTooLarge);
			Self::ensure_may_loosen(market)?;
			market.funding = new;
			Self::deposit_event(Event::FundingParametersChanged { underlying, old, new });
			Ok(())
		})
	}
}
