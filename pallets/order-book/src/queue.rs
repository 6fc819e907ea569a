// SPDX-License-Identifier: Apache-2.0
//! Gatekeeper of the messages that wait for their window: the only code that touches `Waiting`,
//! `Backlog` and `Windows`.

use crate::{
	types::{
		LiquidationOrder, MessageCount, MessagesOf, SubaccountOf, WaitingCancel, WaitingOrder,
	},
	Backlog, Config, Waiting, Windows,
};
use alloc::vec::Vec;
use frame_support::{pallet_prelude::Get, BoundedVec};
use market_primitives::{InstrumentId, Window};

const ONE_ORDER: MessageCount = MessageCount { orders: 1, cancels: 0, liquidations: 0 };
const ONE_CANCEL: MessageCount = MessageCount { orders: 0, cancels: 1, liquidations: 0 };
const ONE_LIQUIDATION: MessageCount = MessageCount { orders: 0, cancels: 0, liquidations: 1 };

/// How many more orders a window takes.
pub(crate) fn room_for_orders<T: Config>(window: Window) -> u32 {
	T::MaxMessagesPerWindow::get().saturating_sub(Windows::<T>::get(window).orders)
}

/// Adds orders of an account; false if its messages have no room, which its limit of open orders prevents.
pub(crate) fn push_orders<T: Config>(
	window: Window,
	instrument: InstrumentId,
	account: &SubaccountOf<T>,
	orders: Vec<WaitingOrder>,
) -> bool {
	let (pushed, all) = Waiting::<T>::mutate((window, instrument, account), |messages| {
		let before = messages.orders.len();
		let all = orders.into_iter().all(|order| messages.orders.try_push(order).is_ok());
		(messages.orders.len().saturating_sub(before), all)
	});
	let orders = u32::try_from(pushed).unwrap_or(u32::MAX);
	add::<T>(window, instrument, MessageCount { orders, ..MessageCount::default() });
	all
}

/// Adds a cancellation; false if the account's messages have no room, which cannot happen as each
/// open order is cancelled once.
pub(crate) fn push_cancel<T: Config>(
	window: Window,
	instrument: InstrumentId,
	account: &SubaccountOf<T>,
	cancel: WaitingCancel,
) -> bool {
	let pushed = Waiting::<T>::mutate((window, instrument, account), |messages| {
		messages.cancels.try_push(cancel).is_ok()
	});
	if pushed {
		add::<T>(window, instrument, ONE_CANCEL);
	}
	pushed
}

/// What the liquidation of an account wants to reduce in a market.
pub(crate) fn liquidation<T: Config>(
	window: Window,
	instrument: InstrumentId,
	account: &SubaccountOf<T>,
) -> Option<LiquidationOrder> {
	Waiting::<T>::get((window, instrument, account)).liquidation
}

/// Sets what the liquidation of an account wants to reduce in a market.
pub(crate) fn set_liquidation<T: Config>(
	window: Window,
	instrument: InstrumentId,
	account: &SubaccountOf<T>,
	order: LiquidationOrder,
) {
	let before = Waiting::<T>::mutate((window, instrument, account), |messages| {
		messages.liquidation.replace(order)
	});
	if before.is_none() {
		add::<T>(window, instrument, ONE_LIQUIDATION);
	}
}

/// Takes out what the liquidation of an account wants to reduce in a market.
pub(crate) fn remove_liquidation<T: Config>(
	window: Window,
	instrument: InstrumentId,
	account: &SubaccountOf<T>,
) -> Option<LiquidationOrder> {
	let removed = Waiting::<T>::mutate_exists((window, instrument, account), |stored| {
		let messages = stored.as_mut()?;
		let removed = messages.liquidation.take();
		if messages.count().total() == 0 {
			*stored = None;
		}
		removed
	})?;
	subtract::<T>(window, instrument, ONE_LIQUIDATION);
	Some(removed)
}

/// Takes an order out again, if it still waits.
pub(crate) fn remove_order<T: Config>(
	window: Window,
	instrument: InstrumentId,
	account: &SubaccountOf<T>,
	sequence: u64,
) -> Option<WaitingOrder> {
	let removed = Waiting::<T>::mutate_exists((window, instrument, account), |stored| {
		let messages = stored.as_mut()?;
		let place = messages.orders.iter().position(|order| order.sequence == sequence)?;
		let removed = messages.orders.remove(place);
		if messages.count().total() == 0 {
			*stored = None;
		}
		Some(removed)
	})?;
	subtract::<T>(window, instrument, ONE_ORDER);
	Some(removed)
}

/// An order that waits.
pub(crate) fn order<T: Config>(
	window: Window,
	instrument: InstrumentId,
	account: &SubaccountOf<T>,
	sequence: u64,
) -> Option<WaitingOrder> {
	let messages = Waiting::<T>::get((window, instrument, account));
	messages.orders.iter().find(|order| order.sequence == sequence).copied()
}

/// Takes all messages to one market in one window, sorted by account.
pub(crate) fn take<T: Config>(
	window: Window,
	instrument: InstrumentId,
) -> Vec<(SubaccountOf<T>, MessagesOf<T>)> {
	let mut taken: Vec<_> = Waiting::<T>::drain_prefix((window, instrument)).collect();
	taken.sort_by(|(one, _), (other, _)| one.cmp(other));
	subtract::<T>(window, instrument, Backlog::<T>::get(window, instrument));
	taken
}

/// Takes at most `most` cancellations to one market in one window. Which they are does not matter: all come
/// before anything trades.
pub(crate) fn take_cancels<T: Config>(
	window: Window,
	instrument: InstrumentId,
	most: u32,
) -> Vec<(SubaccountOf<T>, WaitingCancel)> {
	let mut room = usize::try_from(most).unwrap_or(usize::MAX);
	let mut taken = Vec::new();
	let mut left = Vec::new();
	for (account, mut messages) in Waiting::<T>::iter_prefix((window, instrument)) {
		if room == 0 {
			break;
		}
		let mut cancels = core::mem::take(&mut messages.cancels).into_inner();
		let kept = cancels.split_off(cancels.len().min(room));
		if cancels.is_empty() {
			continue;
		}
		room = room.saturating_sub(cancels.len());
		messages.cancels = BoundedVec::truncate_from(kept);
		taken.extend(cancels.into_iter().map(|cancel| (account.clone(), cancel)));
		left.push((account, messages));
	}
	for (account, messages) in left {
		if messages.count().total() == 0 {
			Waiting::<T>::remove((window, instrument, account));
		} else {
			Waiting::<T>::insert((window, instrument, account), messages);
		}
	}
	let cancels = u32::try_from(taken.len()).unwrap_or(u32::MAX);
	subtract::<T>(window, instrument, MessageCount { cancels, ..MessageCount::default() });
	taken
}

/// Reads all messages to one market in one window, sorted by account.
pub(crate) fn peek<T: Config>(
	window: Window,
	instrument: InstrumentId,
) -> Vec<(SubaccountOf<T>, MessagesOf<T>)> {
	let mut waiting: Vec<_> = Waiting::<T>::iter_prefix((window, instrument)).collect();
	waiting.sort_by(|(one, _), (other, _)| one.cmp(other));
	waiting
}

/// Windows before `window` in which something waits, oldest first.
pub(crate) fn windows_before<T: Config>(window: Window) -> Vec<Window> {
	let mut windows: Vec<Window> =
		Windows::<T>::iter_keys().filter(|waiting| *waiting < window).collect();
	windows.sort_unstable();
	windows
}

/// Markets for which something waits in a window, and how much.
pub(crate) fn markets<T: Config>(window: Window) -> Vec<(InstrumentId, MessageCount)> {
	let mut markets: Vec<_> = Backlog::<T>::iter_prefix(window).collect();
	markets.sort_unstable_by_key(|(instrument, _)| *instrument);
	markets
}

fn add<T: Config>(window: Window, instrument: InstrumentId, more: MessageCount) {
	Backlog::<T>::mutate(window, instrument, |count| *count = count.plus(more));
	Windows::<T>::mutate(window, |count| *count = count.plus(more));
}

fn subtract<T: Config>(window: Window, instrument: InstrumentId, fewer: MessageCount) {
	let less = |stored: &mut Option<MessageCount>| {
		let left = stored.unwrap_or_default().minus(fewer);
		*stored = (left.total() > 0).then_some(left);
	};
	Backlog::<T>::mutate_exists(window, instrument, less);
	Windows::<T>::mutate_exists(window, less);
}
