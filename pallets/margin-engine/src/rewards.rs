// SPDX-License-Identifier: Apache-2.0
//! Rewards out of the fees of the universe of the majors. The only code that writes `Rewards`.

use crate::{Config, Error, Event, Fees, Pallet, Rewards};
use frame_support::ensure;
use market_maths::units::Cash;
use market_primitives::{traits::RewardPurse, UniverseId};
use sp_runtime::DispatchResult;

impl<T: Config> RewardPurse<T::AccountId> for Pallet<T> {
	fn fees() -> Cash {
		Fees::<T>::get(UniverseId::default())
	}

	fn set_aside() -> Cash {
		Rewards::<T>::get(UniverseId::default())
	}

	fn put_aside(amount: Cash) -> DispatchResult {
		let universe = UniverseId::default();
		ensure!(amount > Cash::ZERO, Error::<T>::NothingToMove);
		let fees = Fees::<T>::get(universe);
		ensure!(fees >= amount, Error::<T>::NotEnoughInPot);
		let left = fees.checked_sub(amount).map_err(Error::<T>::from)?;
		let all = Rewards::<T>::get(universe).checked_add(amount).map_err(Error::<T>::from)?;
		Fees::<T>::insert(universe, left);
		Rewards::<T>::insert(universe, all);
		Self::deposit_event(Event::FeesSetAside { universe, amount, all });
		Ok(())
	}

	fn pay(to: &T::AccountId, amount: Cash) -> DispatchResult {
		let universe = UniverseId::default();
		ensure!(amount > Cash::ZERO, Error::<T>::NothingToMove);
		let all = Rewards::<T>::get(universe);
		ensure!(all >= amount, Error::<T>::NotEnoughInPot);
		let left = all.checked_sub(amount).map_err(Error::<T>::from)?;
		let units = u128::try_from(amount.into_inner()).map_err(|_| Error::<T>::TooLarge)?;
		Self::pay_out(universe, to, units)?;
		Rewards::<T>::insert(universe, left);
		Self::deposit_event(Event::RewardPaid { universe, to: to.clone(), amount });
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(amount: Cash) {
		let universe = UniverseId::default();
		let units = amount.into_inner().unsigned_abs();
		let pallet = Self::account_id();
		let _ = <T::SettlementAsset as frame_support::traits::fungible::Mutate<_>>::mint_into(
			&pallet,
			units.saturating_mul(2),
		);
		Fees::<T>::insert(universe, amount);
		crate::Backing::<T>::mutate(universe, |backing| {
			*backing = backing.checked_add(amount).unwrap_or(*backing);
		});
	}
}
