// SPDX-License-Identifier: Apache-2.0
//! The only code that makes and burns option tokens.

use crate::{Config, Error, Pallet, SeriesRecord};
use alloc::string::ToString;
use frame_support::traits::{
	fungibles::{metadata::Mutate as SetMetadata, Create, Inspect, Mutate},
	tokens::{Fortitude, Precision, Preservation},
	Get,
};
use market_primitives::InstrumentId;
use sp_runtime::{traits::AccountIdConversion, DispatchError, DispatchResult};

/// A token's smallest unit is one lot.
const DECIMALS: u8 = 0;
/// Whoever holds a token holds at least one lot.
const LEAST_BALANCE: u128 = 1;

impl<T: Config> Pallet<T> {
	/// The account that administers the tokens. Nobody has its key.
	pub fn account_id() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// Makes tokens for `holder`, and the token itself when it is the first.
	pub(crate) fn issue_tokens(
		id: InstrumentId,
		series: &mut SeriesRecord,
		holder: &T::AccountId,
		lots: u64,
	) -> DispatchResult {
		if !T::Tokens::asset_exists(id) {
			// Sufficient, so that a receiver needs no native balance.
			T::Tokens::create(id, Self::account_id(), true, LEAST_BALANCE)?;
			let name = id.to_string().into_bytes();
			<T::Tokens as SetMetadata<T::AccountId>>::set(
				id,
				&Self::account_id(),
				name.clone(),
				name,
				DECIMALS,
			)?;
		}
		series.tokens = series.tokens.checked_add(lots).ok_or(Error::<T>::TooManyLots)?;
		T::Tokens::mint_into(id, holder, lots.into())?;
		Ok(())
	}

	/// Burns tokens of `holder`, all or nothing.
	pub(crate) fn burn_tokens(
		id: InstrumentId,
		series: &mut SeriesRecord,
		holder: &T::AccountId,
		lots: u64,
		force: Fortitude,
	) -> Result<(), DispatchError> {
		T::Tokens::burn_from(
			id,
			holder,
			lots.into(),
			Preservation::Expendable,
			Precision::Exact,
			force,
		)?;
		series.tokens = series.tokens.checked_sub(lots).ok_or(Error::<T>::TooManyLots)?;
		Ok(())
	}
}
