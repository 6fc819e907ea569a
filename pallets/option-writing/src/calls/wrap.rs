// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, Pallet};
use frame_support::{dispatch::DispatchResult, ensure};
use market_primitives::{traits::OptionPositions, InstrumentId, SubaccountId};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_wrap(
		account: SubaccountId<T::AccountId>,
		id: InstrumentId,
		lots: u64,
	) -> DispatchResult {
		ensure!(lots > 0, Error::<T>::ZeroLots);
		Self::change_series(id, |contract, series| {
			let state = series.state_at(contract, Self::now_ms());
			ensure!(state.allows_reduction(), Error::<T>::NotOpenForWrapping);
			Ok(())
		})?;
		T::OptionPositions::take_long(&account, &id, lots)?;
		Self::change_series(id, |_, series| Self::issue_tokens(id, series, &account.owner, lots))?;
		Self::deposit_event(Event::PositionWrapped { id, account, lots });
		Ok(())
	}
}
