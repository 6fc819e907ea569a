// SPDX-License-Identifier: Apache-2.0
//! The pots of a universe and the settlement asset behind them.
//!
//! Everything the pallet's account holds belongs to somebody. In each universe
//!
//! ```text
//! Σ cash − Σ entry values of perpetuals + insurance + fees + rewards + funding pot + settlement pools − deficit
//!     = settlement asset that came in − settlement asset that went out
//! ```

use crate::{
	Backing, Config, Deficit, Error, Event, Fees, FundingPot, FundingRoundings, InsuranceFund,
	Pallet,
};
use frame_support::{
	traits::{
		fungible::{Inspect, Mutate},
		tokens::Preservation,
		Get,
	},
	PalletId,
};
use market_maths::{units::Cash, MathsError};
use market_primitives::UniverseId;
use sp_runtime::{traits::AccountIdConversion, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The account that holds everybody's settlement asset.
	pub fn account_id() -> T::AccountId {
		let id: PalletId = T::PalletId::get();
		id.into_account_truncating()
	}

	/// An amount of the settlement asset as cash.
	pub(crate) fn to_cash(amount: u128) -> Result<Cash, DispatchError> {
		i128::try_from(amount)
			.map(Cash::from_inner)
			.map_err(|_| Error::<T>::TooLarge.into())
	}

	/// Takes `amount` of the settlement asset from `who` into a universe.
	pub(crate) fn collect(
		universe: UniverseId,
		who: &T::AccountId,
		amount: u128,
	) -> DispatchResult {
		let backing = Backing::<T>::get(universe)
			.checked_add(Self::to_cash(amount)?)
			.map_err(Error::<T>::from)?;
		let pallet = Self::account_id();
		T::SettlementAsset::transfer(who, &pallet, amount, Preservation::Expendable)?;
		Backing::<T>::insert(universe, backing);
		Ok(())
	}

	/// Gives `amount` of the settlement asset out of a universe to `who`.
	///
	/// The pallet's account is never emptied below the asset's minimum, so nothing is ever dusted away.
	pub(crate) fn pay_out(
		universe: UniverseId,
		who: &T::AccountId,
		amount: u128,
	) -> DispatchResult {
		let backing = Backing::<T>::get(universe)
			.checked_sub(Self::to_cash(amount)?)
			.map_err(Error::<T>::from)?;
		let pallet = Self::account_id();
		T::SettlementAsset::transfer(&pallet, who, amount, Preservation::Preserve)?;
		Backing::<T>::insert(universe, backing);
		Ok(())
	}

	/// What the pallet's account holds, less the minimum that keeps it alive.
	pub(crate) fn held() -> u128 {
		T::SettlementAsset::total_balance(&Self::account_id())
			.saturating_sub(T::SettlementAsset::minimum_balance())
	}

	/// Adds to the insurance of a universe. An unresolved deficit is made good first.
	pub(crate) fn add_to_insurance(universe: UniverseId, amount: Cash) -> Result<(), MathsError> {
		if amount.is_zero() {
			return Ok(());
		}
		let deficit = Deficit::<T>::get(universe);
		let repaid = deficit.min(amount);
		let added = amount.checked_sub(repaid)?;
		let fund = InsuranceFund::<T>::get(universe).checked_add(added)?;
		if !repaid.is_zero() {
			let left = deficit.checked_sub(repaid)?;
			Deficit::<T>::insert(universe, left);
			Self::deposit_event(Event::DeficitRepaid { universe, amount: repaid, left });
		}
		InsuranceFund::<T>::insert(universe, fund);
		Ok(())
	}

	/// Takes up to `wanted` out of the insurance of a universe.
	pub(crate) fn take_from_insurance(
		universe: UniverseId,
		wanted: Cash,
	) -> Result<Cash, MathsError> {
		let fund = InsuranceFund::<T>::get(universe);
		let taken = fund.min(wanted).max(Cash::ZERO);
		InsuranceFund::<T>::insert(universe, fund.checked_sub(taken)?);
		Ok(taken)
	}

	/// Books funding that accounts of a universe paid (or, if negative, received).
	pub(crate) fn book_funding(
		universe: UniverseId,
		paid: Cash,
		roundings: u64,
	) -> Result<(), MathsError> {
		let pot = FundingPot::<T>::get(universe).checked_add(paid)?;
		FundingPot::<T>::insert(universe, pot);
		if roundings != 0 {
			FundingRoundings::<T>::mutate(universe, |count| {
				*count = count.saturating_add(roundings)
			});
		}
		Ok(())
	}

	/// Books fees that accounts of a universe paid.
	pub(crate) fn book_fees(universe: UniverseId, paid: Cash) -> Result<(), MathsError> {
		if !paid.is_zero() {
			Fees::<T>::insert(universe, Fees::<T>::get(universe).checked_add(paid)?);
		}
		Ok(())
	}
}
