// SPDX-License-Identifier: Apache-2.0
//! Triggers: every window after one in which somebody asked to write.
//!
//! Actions: for each such series, frees what was set aside for it and writes what was asked for; where open interest
//! may not grow by all of it, everybody gets a part in proportion to what was asked, which is nothing where there is no
//! room. Series of one underlying share what is secured, one after the other by the hashes of their names, which
//! nobody's message changes.
//!
//! Skip if: the block has no room for a series. Its writers then wait, together with those who come after. First comes
//! half of the step's room, then what settlement and listing leave.
//!
//! Follow-up: none. What an account cannot bear any more is refused, and its part is not given to others: as what it
//! asked for was set aside, prices must have moved against it, or withdrawals been stopped, within the window.

use crate::{
	writers::count, Config, Error, Event, Pallet, PendingWriters, PendingWrites, Series, WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{ensure, storage::with_storage_layer, weights::WeightMeter};
use market_maths::{margin::split_in_proportion, units::Price};
use market_primitives::{
	traits::{Headroom, OptionPositions},
	InstrumentId, InstrumentTerms, Mark, Purpose, SubaccountId,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Whether somebody may still wait because the block has no room for a series.
	pub(crate) fn execute_writes(meter: &mut WeightMeter) -> bool {
		while meter.can_consume(T::WeightInfo::execute_writes(0)) {
			let Some((id, writers)) = PendingWriters::<T>::iter().next() else {
				meter.consume(T::WeightInfo::execute_writes(0));
				return false;
			};
			if meter.try_consume(T::WeightInfo::execute_writes(count(&writers))).is_err() {
				return true;
			}
			Self::execute_writes_in(id);
		}
		true
	}

	pub(crate) fn execute_writes_in(id: InstrumentId) {
		PendingWriters::<T>::remove(id);
		let mut asked: Vec<(SubaccountId<T::AccountId>, u64)> =
			PendingWrites::<T>::drain_prefix(id).collect();
		// Nothing may depend on who came first, the order of events included.
		asked.sort_unstable();
		for (account, lots) in &asked {
			T::OptionPositions::release_write(account, &id, *lots);
		}
		match Self::room_to_write(id).and_then(|room| parts_of(room, &asked)) {
			Ok(parts) => {
				for ((account, asked), part) in asked.into_iter().zip(parts) {
					Self::execute_write(id, account, asked, part);
				}
			},
			Err(reason) => {
				for (account, lots) in asked {
					Self::deposit_event(Event::WriteRefused { id, account, lots, reason });
				}
			},
		}
	}

	fn execute_write(id: InstrumentId, account: SubaccountId<T::AccountId>, asked: u64, part: u64) {
		if part < asked {
			Self::deposit_event(Event::WriteCut {
				id,
				account: account.clone(),
				asked,
				lots: part,
			});
		}
		if part == 0 {
			return;
		}
		let lots = part;
		let written = with_storage_layer(|| -> DispatchResult {
			T::OptionPositions::write(&account, &id, lots)?;
			Self::change_series(id, |_, series| {
				Self::issue_tokens(id, series, &account.owner, lots)
			})
		});
		Self::deposit_event(match written {
			Ok(()) => Event::OptionWritten { id, account, lots },
			Err(reason) => Event::WriteRefused { id, account, lots, reason },
		});
	}

	/// How many lots of a series may be written now, if it is open for that.
	fn room_to_write(id: InstrumentId) -> Result<u64, DispatchError> {
		let (terms, index) = Self::open_for_writing(id)?;
		Ok(T::Headroom::headroom(&id, &terms, index))
	}

	/// The terms of a series and the index of its underlying, if neither its state nor a price forbids to write it now.
	pub(crate) fn open_for_writing(
		id: InstrumentId,
	) -> Result<(InstrumentTerms, Price), DispatchError> {
		let series = Series::<T>::get(id).ok_or(Error::<T>::UnknownSeries)?;
		let contract = id.as_option().ok_or(Error::<T>::UnknownSeries)?;
		let state = series.state_at(contract, Self::now_ms());
		ensure!(state.allows_new_risk(), Error::<T>::NotOpenForWriting);
		let mark = Self::mark_for_new_risk(&id)?;
		Ok((series.terms, mark.index))
	}

	/// The mark of a series, if nothing behind it forbids new risk.
	fn mark_for_new_risk(id: &InstrumentId) -> Result<Mark, DispatchError> {
		let mark = Self::mark_now(id).map_err(|_| Error::<T>::PriceUnavailable)?;
		ensure!(mark.status.allows(Purpose::NewRisk), Error::<T>::PriceUnavailable);
		ensure!(mark.allows(Purpose::NewRisk), Error::<T>::VolatilityUnavailable);
		Ok(mark)
	}
}

/// What each gets of `room`: all it asked for if there is room for everybody, else its share.
fn parts_of<AccountId: Ord + Clone>(
	room: u64,
	asked: &[(SubaccountId<AccountId>, u64)],
) -> Result<Vec<u64>, DispatchError> {
	let weights: Vec<(&SubaccountId<AccountId>, u128)> =
		asked.iter().map(|(account, lots)| (account, u128::from(*lots))).collect();
	let all = weights.iter().fold(0u128, |sum, (_, lots)| sum.saturating_add(*lots));
	let parts = split_in_proportion(all.min(room.into()), &weights)
		.map_err(|_| sp_runtime::ArithmeticError::Overflow)?;
	// No part exceeds what was asked.
	Ok(parts.into_iter().map(|part| u64::try_from(part).unwrap_or(0)).collect())
}
