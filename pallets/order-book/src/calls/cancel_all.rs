// SPDX-License-Identifier: Apache-2.0
use crate::{
	charges::count_markets, orders, types::SubaccountOf, Config, Error, OrderLists, Pallet,
};
use alloc::vec::Vec;
use market_primitives::InstrumentId;
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Cancels every order that is not being cancelled yet, and returns how many there were, in how many markets.
	pub(crate) fn do_cancel_all(
		account: SubaccountOf<T>,
		instrument: Option<InstrumentId>,
	) -> Result<(u32, u32), DispatchError> {
		let mut list = OrderLists::<T>::get(&account);
		let wanted: Vec<(u64, InstrumentId)> = list
			.open
			.iter()
			.filter(|order| !order.cancelling)
			.filter(|order| instrument.is_none_or(|instrument| instrument == order.instrument))
			.map(|order| (order.sequence, order.instrument))
			.collect();
		if wanted.is_empty() {
			return Ok((0, 0));
		}
		let mut released = Vec::new();
		for (sequence, _) in &wanted {
			released.extend(Self::cancel(&account, &mut list, *sequence)?);
		}
		orders::release::<T>(released.into_iter().map(|exposure| (&account, exposure)));
		OrderLists::<T>::insert(&account, list);
		let markets = count_markets(wanted.iter().map(|(_, instrument)| *instrument));
		let cancelled = u32::try_from(wanted.len()).map_err(|_| Error::<T>::TooManyOrders)?;
		Ok((cancelled, markets))
	}
}
