// SPDX-License-Identifier: Apache-2.0
use crate::{
	book::{expiry_of, Book},
	orders, queue,
	types::{CancelReason, LiquidationOrder, OpenOrder, SubaccountOf},
	Config, Event, LastClearings, OpenWindow, OrderLists, Pallet,
};
use alloc::{collections::BTreeMap, vec::Vec};
use market_maths::units::Ticks;
use market_primitives::{
	traits::{Instruments, LiquidationVenue},
	InstrumentId, OrderId, RestingExposure, Side,
};

impl<T: Config> LiquidationVenue<T::AccountId> for Pallet<T> {
	fn open_orders(account: &SubaccountOf<T>) -> u32 {
		u32::try_from(OrderLists::<T>::get(account).open.len()).unwrap_or(u32::MAX)
	}

	fn cancel_all_for_liquidation(account: &SubaccountOf<T>) -> u32 {
		let mut list = OrderLists::<T>::get(account);
		if list.open.is_empty() {
			return 0;
		}
		let open = core::mem::take(&mut list.open);
		OrderLists::<T>::insert(account, list);
		let mut by_market: BTreeMap<InstrumentId, Vec<&OpenOrder>> = BTreeMap::new();
		for order in &open {
			by_market.entry(order.instrument).or_default().push(order);
		}
		let mut released = Vec::new();
		for (instrument, orders) in by_market {
			let mut book = Book::<T>::open(instrument);
			for order in orders {
				released.extend(Self::cancel_for_liquidation(account, order, &mut book));
			}
			if let Err(cause) = book.commit() {
				log::error!(target: crate::LOG_TARGET, "cancelling in {instrument:?}: {cause:?}");
			}
		}
		orders::release::<T>(released.into_iter().map(|exposure| (account, exposure)));
		u32::try_from(open.len()).unwrap_or(u32::MAX)
	}

	fn reduce_in_next_clearing(
		account: &SubaccountOf<T>,
		instrument: &InstrumentId,
		side: Side,
		lots: u64,
		limit: Ticks,
	) -> bool {
		let takes = T::Instruments::terms(instrument)
			.is_some_and(|terms| terms.state.clears() && terms.state.allows_taking());
		if !takes || lots == 0 || limit.is_zero() {
			return false;
		}
		// The window that was open until this block is the newest that this block clears.
		let window = OpenWindow::<T>::get();
		let mut list = OrderLists::<T>::get(account);
		let since = list.reducing.iter().find(|(_, at)| at == instrument).map(|(since, _)| *since);
		// If its clearing is late, another slice would come on top of it.
		let takes_another = match since {
			Some(since) => since == window,
			None => {
				queue::takes_liquidation::<T>(window, *instrument)
					&& list.reducing.try_push((window, *instrument)).is_ok()
			},
		};
		if !takes_another {
			return false;
		}
		let before = queue::liquidation::<T>(window, *instrument, account);
		let order = match before.filter(|before| before.side == side) {
			Some(before) => {
				LiquidationOrder { lots: lots.saturating_add(before.lots), limit, ..before }
			},
			None => {
				let sequence = list.next_sequence;
				list.next_sequence = sequence.saturating_add(1);
				LiquidationOrder { sequence, side, lots, limit }
			},
		};
		OrderLists::<T>::insert(account, list);
		queue::set_liquidation::<T>(window, *instrument, account, order);
		Self::deposit_event(Event::LiquidationOrderPlaced {
			order: OrderId { account: account.clone(), sequence: order.sequence },
			instrument: *instrument,
			side,
			lots: order.lots,
			limit,
			window,
		});
		true
	}

	fn reduction_waits(account: &SubaccountOf<T>) -> bool {
		let window = OpenWindow::<T>::get();
		OrderLists::<T>::get(account).reducing.iter().any(|(since, _)| *since < window)
	}

	fn withdraw_liquidation_orders(account: &SubaccountOf<T>) -> u32 {
		let mut list = OrderLists::<T>::get(account);
		if list.reducing.is_empty() {
			return 0;
		}
		let mut withdrawn = 0u32;
		for (window, instrument) in core::mem::take(&mut list.reducing) {
			let order = queue::remove_liquidation::<T>(window, instrument, account);
			let Some(LiquidationOrder { sequence, lots, .. }) = order else { continue };
			withdrawn = withdrawn.saturating_add(1);
			Self::deposit_event(Event::OrderCancelled {
				order: OrderId { account: account.clone(), sequence },
				instrument,
				lots,
				remaining: 0,
				reason: CancelReason::LiquidationOver,
			});
		}
		OrderLists::<T>::insert(account, list);
		withdrawn
	}

	fn recent_volume(instrument: &InstrumentId) -> u64 {
		LastClearings::<T>::get(expiry_of(instrument), instrument)
			.map_or(0, |last| last.recent_volume_at(OpenWindow::<T>::get()))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_orders(account: &SubaccountOf<T>, count: u32) -> u32 {
		crate::benchmarking::prepare_orders::<T>(account, count)
	}
}

impl<T: Config> Pallet<T> {
	/// What is no longer to be counted.
	fn cancel_for_liquidation(
		account: &SubaccountOf<T>,
		order: &OpenOrder,
		book: &mut Book<T>,
	) -> Option<RestingExposure> {
		let OpenOrder { sequence, instrument, side, limit, window, .. } = *order;
		let id = OrderId { account: account.clone(), sequence };
		let waiting = queue::remove_order::<T>(window, instrument, account, sequence)
			.map(|order| (order.lots, order.reduce_only));
		let ended = waiting
			.or_else(|| book.remove(side, limit, &id).map(|order| (order.lots, order.reduce_only)));
		let (lots, reduce_only) = ended?;
		Self::deposit_event(Event::OrderCancelled {
			order: id,
			instrument,
			lots,
			remaining: 0,
			reason: CancelReason::Liquidation,
		});
		Some(RestingExposure { instrument, side, lots, limit, reduce_only })
	}
}
