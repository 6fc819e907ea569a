// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, Pallet};
use frame_support::{dispatch::DispatchResult, ensure, traits::tokens::Fortitude};
use market_primitives::{traits::OptionPositions, InstrumentId, SubaccountId};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_unwrap(
		account: SubaccountId<T::AccountId>,
		id: InstrumentId,
		lots: u64,
	) -> DispatchResult {
		ensure!(lots > 0, Error::<T>::ZeroLots);
		Self::change_series(id, |contract, series| {
			// Even while the series is halted: it can only make the account safer.
			let state = series.state_at(contract, Self::now_ms());
			ensure!(state.is_for_trading(), Error::<T>::NotOpenForWrapping);
			Self::burn_tokens(id, series, &account.owner, lots, Fortitude::Polite)
		})?;
		T::OptionPositions::put_long(&account, &id, lots)?;
		Self::deposit_event(Event::TokensUnwrapped { id, account, lots });
		Ok(())
	}
}
