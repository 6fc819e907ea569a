// SPDX-License-Identifier: Apache-2.0
use crate::{
	orders, queue,
	types::{CancelReason, OrderIdOf, OrderListOf, SubaccountOf, WaitingCancel},
	Config, Error, Event, OpenWindow, OrderLists, Pallet,
};
use frame_support::{ensure, pallet_prelude::DispatchResult};
use market_primitives::{OrderId, RestingExposure};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_cancel_order(who: T::AccountId, order: OrderIdOf<T>) -> DispatchResult {
		ensure!(order.account.owner == who, Error::<T>::NotOrderOwner);
		let OrderId { account, sequence } = order;
		let mut list = OrderLists::<T>::get(&account);
		let released = Self::cancel(&account, &mut list, sequence)?;
		orders::release::<T>(released.into_iter().map(|exposure| (&account, exposure)));
		OrderLists::<T>::insert(&account, list);
		Ok(())
	}

	/// Cancels one order of an account: at once if it came in this very window and nobody has seen it
	/// trade, otherwise at the start of the window's clearing, before anything trades. Returns what is then no
	/// longer to be counted.
	pub(crate) fn cancel(
		account: &SubaccountOf<T>,
		list: &mut OrderListOf<T>,
		sequence: u64,
	) -> Result<Option<RestingExposure>, Error<T>> {
		let window = OpenWindow::<T>::get();
		let open = list.find(sequence).ok_or(Error::<T>::UnknownOrder)?;
		let (instrument, side, limit) = (open.instrument, open.side, open.limit);
		ensure!(!open.cancelling, Error::<T>::AlreadyCancelling);
		let order = OrderId { account: account.clone(), sequence };

		if open.window == window {
			let waiting = queue::remove_order::<T>(window, instrument, account, sequence)
				.ok_or(Error::<T>::UnknownOrder)?;
			list.remove(sequence);
			let exposure = RestingExposure {
				instrument,
				side,
				lots: waiting.lots,
				limit,
				reduce_only: waiting.reduce_only,
			};
			Self::deposit_event(Event::OrderCancelled {
				order,
				instrument,
				lots: waiting.lots,
				remaining: 0,
				reason: CancelReason::Requested,
			});
			return Ok(Some(exposure));
		}

		// There is always room: each open order is cancelled once, and only its account is bounded.
		let cancel = WaitingCancel { sequence, side, limit };
		let waits = queue::push_cancel::<T>(window, instrument, account, cancel);
		ensure!(waits, Error::<T>::TooManyOrders);
		if let Some(open) = list.find_mut(sequence) {
			open.cancelling = true;
		}
		Self::deposit_event(Event::CancellationQueued { order, instrument, window });
		Ok(None)
	}
}
