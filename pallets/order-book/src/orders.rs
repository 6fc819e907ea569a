// SPDX-License-Identifier: Apache-2.0
//! What happens to an account's list of orders and its exposure when orders end.

use crate::{
	types::{OrderIdOf, SubaccountOf},
	Config, OrderLists,
};
use alloc::{collections::BTreeMap, vec::Vec};
use market_primitives::{traits::RiskGate, InstrumentId, RestingExposure};

/// Takes ended orders out of their accounts' lists, each list written once.
pub(crate) fn forget<'a, T: Config>(ended: impl Iterator<Item = &'a OrderIdOf<T>>) {
	note_left::<T>(ended.map(|order| (order, 0)));
}

/// Notes how many lots are left of orders: those with none leave their accounts' lists, of those that only
/// reduce it is kept how many they still do. Each list is written once.
pub(crate) fn note_left<'a, T: Config>(orders: impl Iterator<Item = (&'a OrderIdOf<T>, u64)>) {
	let mut by_account: BTreeMap<&SubaccountOf<T>, Vec<(u64, u64)>> = BTreeMap::new();
	for (order, left) in orders {
		by_account.entry(&order.account).or_default().push((order.sequence, left));
	}
	for (account, changes) in by_account {
		OrderLists::<T>::mutate(account, |list| {
			for (sequence, left) in changes {
				if left == 0 {
					list.remove(sequence);
				} else if let Some(order) = list.find_mut(sequence) {
					order.reduces = order.reduces.min(left);
				}
			}
		});
	}
}

/// Notes that orders of these accounts' liquidations no longer wait in a market.
pub(crate) fn forget_liquidations<'a, T: Config>(
	instrument: &InstrumentId,
	accounts: impl Iterator<Item = &'a SubaccountOf<T>>,
) {
	for account in accounts {
		OrderLists::<T>::mutate(account, |list| list.reducing.retain(|(_, at)| at != instrument));
	}
}

/// Stops counting lots that left unfilled, each account written once. Says how many positions and open markets
/// these accounts have together.
pub(crate) fn release<'a, T: Config>(
	left: impl Iterator<Item = (&'a SubaccountOf<T>, RestingExposure)>,
) -> u32 {
	let mut by_account: BTreeMap<&SubaccountOf<T>, Vec<RestingExposure>> = BTreeMap::new();
	for (account, exposure) in left {
		by_account.entry(account).or_default().push(exposure);
	}
	by_account.into_iter().fold(0, |lines, (account, exposures)| {
		lines.saturating_add(T::RiskGate::release_orders(account, &exposures))
	})
}
