// SPDX-License-Identifier: Apache-2.0
//! Gatekeeper of the messages that wait for their window: the only code that touches `Waiting`,
//! `Backlog`, `Windows`, `WaitingLine` and `RoomOfOwners`.

use crate::{
	types::{
		Line, LiquidationOrder, MessageCount, MessagesOf, SubaccountOf, WaitingCancel, WaitingOrder,
	},
	Backlog, Config, RoomOfOwners, Waiting, WaitingLine, Windows,
};
use alloc::vec::Vec;
use frame_support::{pallet_prelude::Get, weights::WeightMeter, BoundedVec};
use market_primitives::{InstrumentId, Window};

const ONE_ORDER: MessageCount = MessageCount { orders: 1, cancels: 0, liquidations: 0 };
const ONE_CANCEL: MessageCount = MessageCount { orders: 0, cancels: 1, liquidations: 0 };
const ONE_LIQUIDATION: MessageCount = MessageCount { orders: 0, cancels: 0, liquidations: 1 };

/// How much room so many orders take that come to one market in one window. Whatever comes, clearing a market
/// costs something before its first order, and that takes room, too.
pub(crate) fn room_of<T: Config>(orders: u32) -> u32 {
	match orders {
		0 => 0,
		_ => orders.saturating_add(T::MessagesPerMarket::get()),
	}
}

/// How much room there is for orders that come now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Room {
	/// For orders that only reduce.
	pub(crate) for_reductions: u32,
	/// For all others.
	pub(crate) for_others: u32,
	/// Whether there is none for others because clearings are late.
	pub(crate) is_late: bool,
}

/// How much room there is. Orders that wait in earlier windows take it as those of this one do: what is taken in
/// is never more than is cleared. Some of it is kept for orders that only reduce.
pub(crate) fn room<T: Config>() -> Room {
	let Line { windows, room, .. } = WaitingLine::<T>::get();
	let for_reductions = T::MaxMessagesPerWindow::get().saturating_sub(room);
	let is_late = windows > T::MaxWaitingWindows::get();
	let kept = if is_late { for_reductions } else { T::MessagesForReductions::get() };
	Room { for_reductions, for_others: for_reductions.saturating_sub(kept), is_late }
}

/// How much room an owner may still take. Orders that wait in earlier windows take it as those of this one do:
/// otherwise late clearings would leave all the room to who sends as much as possible in each window.
pub(crate) fn room_of_owner<T: Config>(owner: &T::AccountId) -> u32 {
	T::MaxMessagesPerOwner::get().saturating_sub(RoomOfOwners::<T>::get(owner))
}

fn take_room<T: Config>(owner: &T::AccountId, more: u32) {
	if more > 0 {
		RoomOfOwners::<T>::mutate(owner, |taken| *taken = taken.saturating_add(more));
	}
}

/// Gives room back. Who takes none any more is forgotten.
fn give_room_back<T: Config>(owner: &T::AccountId, room: u32) {
	if room == 0 {
		return;
	}
	RoomOfOwners::<T>::mutate_exists(owner, |stored| {
		let left = stored.unwrap_or_default().saturating_sub(room);
		*stored = (left > 0).then_some(left);
	});
}

/// Orders, or the room they take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AllAndOwn {
	/// Of everybody.
	pub(crate) all: u32,
	/// Of one account.
	pub(crate) own: u32,
}

/// How many orders wait for a market in a window, and how many of them are this account's.
pub(crate) fn orders_waiting<T: Config>(
	window: Window,
	instrument: InstrumentId,
	account: &SubaccountOf<T>,
) -> AllAndOwn {
	let own = Waiting::<T>::get((window, instrument, account)).count().orders;
	AllAndOwn { all: Backlog::<T>::get(window, instrument).orders, own }
}

/// Whether one more order of a liquidation may wait for a market in a window.
pub(crate) fn takes_liquidation<T: Config>(window: Window, instrument: InstrumentId) -> bool {
	Backlog::<T>::get(window, instrument).liquidations < T::MaxLiquidationsPerClearing::get()
}

/// Adds orders of an account; false if its messages have no room, which its limit of open orders prevents.
pub(crate) fn push_orders<T: Config>(
	window: Window,
	instrument: InstrumentId,
	account: &SubaccountOf<T>,
	orders: Vec<WaitingOrder>,
) -> bool {
	let (before, after, all) = Waiting::<T>::mutate((window, instrument, account), |messages| {
		let before = messages.count().orders;
		let all = orders.into_iter().all(|order| messages.orders.try_push(order).is_ok());
		(before, messages.count().orders, all)
	});
	let room = room_of::<T>(after).saturating_sub(room_of::<T>(before));
	take_room::<T>(&account.owner, room);
	let orders = after.saturating_sub(before);
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
	let (removed, left) = Waiting::<T>::mutate_exists((window, instrument, account), |stored| {
		let messages = stored.as_mut()?;
		let place = messages.orders.iter().position(|order| order.sequence == sequence)?;
		let removed = messages.orders.remove(place);
		let count = messages.count();
		if count.total() == 0 {
			*stored = None;
		}
		Some((removed, count.orders))
	})?;
	subtract::<T>(window, instrument, ONE_ORDER);
	let room = room_of::<T>(left.saturating_add(1)).saturating_sub(room_of::<T>(left));
	give_room_back::<T>(&account.owner, room);
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

/// Takes all messages to one market in one window, sorted by account. The room of their orders is there again.
pub(crate) fn take<T: Config>(
	window: Window,
	instrument: InstrumentId,
) -> Vec<(SubaccountOf<T>, MessagesOf<T>)> {
	let mut taken: Vec<_> = Waiting::<T>::drain_prefix((window, instrument)).collect();
	taken.sort_by(|(one, _), (other, _)| one.cmp(other));
	subtract::<T>(window, instrument, Backlog::<T>::get(window, instrument));
	for (account, messages) in &taken {
		give_room_back::<T>(&account.owner, room_of::<T>(messages.count().orders));
	}
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

/// A window before which nothing waits.
pub(crate) fn front<T: Config>() -> Window {
	WaitingLine::<T>::get().front
}

/// Notes that nothing waits in windows before this one.
pub(crate) fn set_front<T: Config>(front: Window) {
	WaitingLine::<T>::mutate(|line| line.front = front);
}

/// Whether something waits in a window.
pub(crate) fn waits<T: Config>(window: Window) -> bool {
	Windows::<T>::contains_key(window)
}

/// The first window from `from` on and before `open` in which something waits. Windows in which nothing does are
/// looked at one by one: an error with the next of them if the weight ends there.
pub(crate) fn first_waiting<T: Config>(
	from: Window,
	open: Window,
	meter: &mut WeightMeter,
) -> Result<Option<Window>, Window> {
	if WaitingLine::<T>::get().windows == 0 {
		return Ok(None);
	}
	let look = T::DbWeight::get().reads(1);
	let mut window = from;
	while window < open {
		if waits::<T>(window) {
			return Ok(Some(window));
		}
		meter.try_consume(look).map_err(|()| window)?;
		window = window.saturating_add(1);
	}
	Ok(None)
}

/// Markets for which something waits in a window, and how much.
pub(crate) fn markets<T: Config>(window: Window) -> Vec<(InstrumentId, MessageCount)> {
	let mut markets: Vec<_> = Backlog::<T>::iter_prefix(window).collect();
	markets.sort_unstable_by_key(|(instrument, _)| *instrument);
	markets
}

fn add<T: Config>(window: Window, instrument: InstrumentId, more: MessageCount) {
	if more.total() == 0 {
		return;
	}
	let (before, after) = Backlog::<T>::mutate(window, instrument, |count| {
		let before = *count;
		*count = before.plus(more);
		(before, *count)
	});
	let is_first = Windows::<T>::mutate(window, |count| {
		let is_first = count.total() == 0;
		*count = count.plus(more);
		is_first
	});
	WaitingLine::<T>::mutate(|line| {
		let (then, now) = (room_of::<T>(before.orders), room_of::<T>(after.orders));
		line.room = line.room.saturating_add(now).saturating_sub(then);
		line.windows = line.windows.saturating_add(is_first.into());
	});
}

fn subtract<T: Config>(window: Window, instrument: InstrumentId, fewer: MessageCount) {
	if fewer.total() == 0 {
		return;
	}
	let less = |stored: &mut Option<MessageCount>| {
		let before = stored.unwrap_or_default();
		let after = before.minus(fewer);
		*stored = (after.total() > 0).then_some(after);
		(before, after)
	};
	let (before, after) = Backlog::<T>::mutate_exists(window, instrument, less);
	let (all, rest) = Windows::<T>::mutate_exists(window, less);
	let is_last = all.total() > 0 && rest.total() == 0;
	WaitingLine::<T>::mutate(|line| {
		let (then, now) = (room_of::<T>(before.orders), room_of::<T>(after.orders));
		line.room = line.room.saturating_add(now).saturating_sub(then);
		line.windows = line.windows.saturating_sub(is_last.into());
	});
}
