// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, Pallet};
use frame_support::{dispatch::DispatchResult, ensure};
use market_primitives::{
	traits::{OptionPositions, PriceFeed},
	FeedId, InstrumentId, Purpose, SubaccountId, Underlying,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_write(
		account: SubaccountId<T::AccountId>,
		id: InstrumentId,
		lots: u64,
	) -> DispatchResult {
		ensure!(lots > 0, Error::<T>::ZeroLots);
		// Written once more below, after the margin engine has told its share of the change.
		Self::change_series(id, |contract, series| {
			let state = series.state_at(contract, Self::now_ms());
			ensure!(state.allows_new_risk(), Error::<T>::NotOpenForWriting);
			let open = series.open_interest.checked_add(lots).ok_or(Error::<T>::TooManyLots)?;
			ensure!(open <= series.terms.open_interest_cap, Error::<T>::OpenInterestCapReached);
			Ok(())
		})?;
		Self::ensure_priced_for_new_risk(id.underlying)?;
		T::OptionPositions::write(&account, &id, lots)?;
		Self::change_series(id, |_, series| Self::issue_tokens(id, series, &account.owner, lots))?;
		Self::deposit_event(Event::OptionWritten { id, account, lots });
		Ok(())
	}

	fn ensure_priced_for_new_risk(underlying: Underlying) -> DispatchResult {
		for feed in [FeedId::Index(underlying), FeedId::Volatility(underlying)] {
			T::PriceFeed::observe(feed)
				.and_then(|observation| observation.value_for(Purpose::NewRisk))
				.map_err(|_| Error::<T>::PriceUnavailable)?;
		}
		Ok(())
	}
}
