// SPDX-License-Identifier: Apache-2.0
//! What happens to an account's list of orders and its exposure when orders end.

use crate::{
	types::{OrderIdOf, SubaccountOf},
	Config, OrderLists,
};
use alloc::{collections::BTreeMap, vec::Vec};
use market_primitives::{traits::RiskGate, RestingExposure};

/// Takes ended orders out of their accounts' lists, each list written once.
pub(crate) fn forget<'a, T: Config>(ended: impl Iterator<Item = &'a OrderIdOf<T>>) {
	let mut by_account: BTreeMap<&SubaccountOf<T>, Vec<u64>> = BTreeMap::new();
	for order in ended {
		by_account.entry(&order.account).or_default().push(order.sequence);
	}
	for (account, sequences) in by_account {
		OrderLists::<T>::mutate(account, |list| {
			for sequence in sequences {
				list.remove(sequence);
			}
		});
	}
}

/// Stops counting lots that left unfilled.
pub(crate) fn release<T: Config>(account: &SubaccountOf<T>, exposure: &RestingExposure) {
	T::RiskGate::release_order(account, exposure);
}
