// SPDX-License-Identifier: Apache-2.0
//! What must always hold between the book, the lists of orders and the messages that wait.

use crate::{
	book::{expiry_of, Book},
	queue::room_of,
	tick_page::{page_of, place_of, Committed, TickPage},
	types::{MessageCount, OrderIdOf, RestingOrder, WaitingOrder},
	Backlog, Books, Config, LastClearings, Levels, OpenWindow, OrderLists, Pallet, RoomOfOwners,
	TickPages, Waiting, WaitingLine, Windows,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	format,
	string::String,
	vec,
	vec::Vec,
};
use market_maths::units::Ticks;
use market_primitives::{
	traits::RiskGate, BrokenInvariant, InstrumentId, Invariants, OrderId, Side, Window,
};

type Check<T> = fn(&mut Findings<T>);

/// Every invariant by the name that the documentation lists it under.
fn checks<T: Config>() -> Vec<(&'static str, Check<T>)> {
	vec![
		("book_matches_orders", book_matches_orders::<T>),
		("used_ticks_match_levels", used_ticks_match_levels::<T>),
		("committed_lots_match_levels", committed_lots_match_levels::<T>),
		("messages_match_their_counts", messages_match_their_counts::<T>),
		("message_executes_at_most_once", message_executes_at_most_once::<T>),
		("no_crossed_book_after_clearing", no_crossed_book_after_clearing::<T>),
		("one_price_per_clearing", one_price_per_clearing::<T>),
		("nobody_filled_beyond_limit", nobody_filled_beyond_limit::<T>),
	]
}

struct Findings<T> {
	name: &'static str,
	broken: Vec<BrokenInvariant>,
	_config: core::marker::PhantomData<T>,
}

impl<T> Findings<T> {
	fn ensure(&mut self, holds: bool, found: impl FnOnce() -> String) {
		if !holds {
			self.broken.push(BrokenInvariant::new(self.name, found()));
		}
	}
}

impl<T: Config> Invariants for Pallet<T> {
	fn names() -> Vec<&'static str> {
		checks::<T>().into_iter().map(|(name, _)| name).collect()
	}

	fn broken() -> Vec<BrokenInvariant> {
		let mut findings =
			Findings::<T> { name: "", broken: Vec::new(), _config: core::marker::PhantomData };
		for (name, check) in checks::<T>() {
			findings.name = name;
			check(&mut findings);
		}
		findings.broken
	}
}

/// An order as it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Found {
	instrument: InstrumentId,
	side: Side,
	limit: Ticks,
	window: Window,
	lots: u64,
	reduce_only: bool,
}

fn found_orders<T: Config>() -> BTreeMap<OrderIdOf<T>, Found> {
	let mut found = BTreeMap::new();
	for (instrument, (side, limit), level) in Levels::<T>::iter() {
		for RestingOrder { order, lots, window, reduce_only } in level {
			found.insert(order, Found { instrument, side, limit, window, lots, reduce_only });
		}
	}
	for ((window, instrument, account), messages) in Waiting::<T>::iter() {
		for order in messages.orders {
			let WaitingOrder { sequence, side, limit, lots, reduce_only, .. } = order;
			let id = OrderId { account: account.clone(), sequence };
			found.insert(id, Found { instrument, side, limit, window, lots, reduce_only });
		}
	}
	found
}

/// Each open order of each list is in the book or waits, with the same side, limit and window, and if it only
/// reduces with as many lots; each order of a liquidation is listed where it waits; nothing else is
/// there. And the lots that the risk gate counts for an account are the sum of its orders on either side.
fn book_matches_orders<T: Config>(findings: &mut Findings<T>) {
	let mut found = found_orders::<T>();
	exposure_matches_orders(&found, findings);
	for (account, list) in OrderLists::<T>::iter() {
		for open in list.open {
			let id = OrderId { account: account.clone(), sequence: open.sequence };
			let order = found.remove(&id);
			let matches = order.is_some_and(|order| {
				let reduces = if order.reduce_only { order.lots } else { 0 };
				(order.instrument, order.side, order.limit, order.window, reduces)
					== (open.instrument, open.side, open.limit, open.window, open.reduces)
			});
			findings.ensure(matches, || format!("{id:?} is listed as {open:?}, found {order:?}"));
		}
	}
	findings.ensure(found.is_empty(), || format!("in no list: {:?}", found.keys()));
	liquidations_match_lists(findings);
	for (instrument, (side, tick), level) in Levels::<T>::iter() {
		findings.ensure(level.iter().all(|order| order.lots > 0), || {
			format!("an order without lots at {instrument:?} {side:?} {tick}")
		});
		let sorted = level.is_sorted_by_key(|resting| (resting.window, resting.order.clone()));
		findings.ensure(sorted, || format!("{instrument:?} {side:?} {tick} is not sorted"));
	}
}

/// What the risk gate counts for an account is the sum of its orders, bought and sold apart.
fn exposure_matches_orders<T: Config>(
	found: &BTreeMap<OrderIdOf<T>, Found>,
	findings: &mut Findings<T>,
) {
	let mut open = BTreeMap::<_, BTreeMap<InstrumentId, (u64, u64)>>::new();
	for (account, _) in OrderLists::<T>::iter() {
		open.entry(account).or_default();
	}
	for (id, order) in found.iter().filter(|(_, order)| !order.reduce_only) {
		let markets = open.entry(id.account.clone()).or_default();
		let (bought, sold) = markets.entry(order.instrument).or_default();
		let of_side = if order.side == Side::Buy { bought } else { sold };
		*of_side = of_side.saturating_add(order.lots);
	}
	for (account, open) in open {
		let Some(counted) = T::RiskGate::counted_orders(&account) else { continue };
		let counted: BTreeMap<_, _> = counted
			.into_iter()
			.filter(|(_, bought, sold)| (*bought, *sold) != (0, 0))
			.map(|(instrument, bought, sold)| (instrument, (bought, sold)))
			.collect();
		findings.ensure(counted == open, || {
			format!("{account:?} has {open:?} open, and {counted:?} are counted")
		});
	}
}

/// An account's list says where orders of its liquidation wait.
fn liquidations_match_lists<T: Config>(findings: &mut Findings<T>) {
	let listed: BTreeSet<_> = OrderLists::<T>::iter()
		.flat_map(|(account, list)| {
			list.reducing.into_iter().map(move |(window, at)| (window, at, account.clone()))
		})
		.collect();
	let waiting: BTreeSet<_> = Waiting::<T>::iter()
		.filter(|(_, messages)| messages.liquidation.is_some())
		.map(|(place, _)| place)
		.collect();
	findings.ensure(listed == waiting, || {
		format!("liquidations are listed at {listed:?} and wait at {waiting:?}")
	});
}

/// A tick is marked as used exactly if orders rest at it, and a book counts its orders.
fn used_ticks_match_levels<T: Config>(findings: &mut Findings<T>) {
	let levels: BTreeSet<_> =
		Levels::<T>::iter().map(|(instrument, key, _)| (instrument, key)).collect();
	for (instrument, (side, tick)) in &levels {
		let page = TickPages::<T>::get(instrument, (*side, page_of(*tick))).unwrap_or_default();
		let place = place_of(*tick);
		findings.ensure(page.used.at_or_above(place) == Some(place), || {
			format!("{instrument:?} {side:?} {tick} holds orders but is not marked")
		});
	}
	for (expiry, instrument, used) in Books::<T>::iter() {
		let counted = Levels::<T>::iter_prefix_values(instrument)
			.fold(0usize, |sum, level| sum.saturating_add(level.len()));
		findings.ensure(u32::try_from(counted) == Ok(used.orders), || {
			format!("{instrument:?} holds {counted} orders and counts {}", used.orders)
		});
		findings.ensure(expiry == expiry_of(&instrument), || format!("{instrument:?} at {expiry}"));
		for side in [Side::Buy, Side::Sell] {
			let stored = TickPages::<T>::iter_key_prefix(instrument)
				.filter(|(of, _)| *of == side)
				.map(|(_, page)| page)
				.collect::<BTreeSet<_>>();
			let listed = used.of(side).iter().map(|used| used.page).collect::<BTreeSet<_>>();
			let rising = used.of(side).is_sorted_by_key(|used| used.page);
			findings.ensure(stored == listed && rising, || {
				format!("{instrument:?} {side:?} lists pages {listed:?}, stores {stored:?}")
			});
			let mut book = Book::<T>::open(instrument);
			let mut at = None;
			while let Some(tick) = book.next(side, at) {
				findings.ensure(levels.contains(&(instrument, (side, tick))), || {
					format!("{instrument:?} {side:?} {tick} is marked but holds nothing")
				});
				at = Some(tick);
			}
		}
	}
}

/// What each page and each book says is committed is what the levels hold of orders that do more than reduce.
fn committed_lots_match_levels<T: Config>(findings: &mut Findings<T>) {
	let mut held = BTreeMap::<_, TickPage>::new();
	for (instrument, (side, tick), level) in Levels::<T>::iter() {
		let committed = level.iter().filter(|order| !order.reduce_only);
		let lots = committed.fold(0u64, |sum, order| sum.saturating_add(order.lots));
		held.entry((instrument, side, page_of(tick))).or_default().set_committed(
			place_of(tick),
			Committed::default(),
			Committed::at(tick, lots),
		);
	}
	for (instrument, (side, page), noted) in TickPages::<T>::iter() {
		let held = held.remove(&(instrument, side, page)).unwrap_or_default();
		let matches = (noted.committed, noted.sums) == (held.committed, held.sums);
		findings.ensure(matches, || {
			let (noted, held) = (noted.sums, held.sums);
			format!("page {page} of {instrument:?} {side:?} notes {noted:?}, levels hold {held:?}")
		});
	}
	for (_, instrument, used) in Books::<T>::iter() {
		for side in [Side::Buy, Side::Sell] {
			for used in used.of(side).iter() {
				let page = TickPages::<T>::get(instrument, (side, used.page)).unwrap_or_default();
				let sum = page.sums.into_iter().fold(Committed::default(), Committed::plus);
				findings.ensure(sum == used.committed, || {
					format!("{instrument:?} {side:?} notes {used:?}, its page holds {sum:?}")
				});
			}
		}
	}
}

/// The counts by window and market are those of the messages that wait, and so is what they add up to, for all and
/// in the open window for each owner.
fn messages_match_their_counts<T: Config>(findings: &mut Findings<T>) {
	let mut by_market = BTreeMap::<_, MessageCount>::new();
	let mut by_window = BTreeMap::<_, MessageCount>::new();
	for ((window, instrument, _), messages) in Waiting::<T>::iter() {
		for count in [
			by_market.entry((window, instrument)).or_default(),
			by_window.entry(window).or_default(),
		] {
			*count = count.plus(messages.count());
		}
	}
	let backlog: BTreeMap<_, _> = Backlog::<T>::iter()
		.map(|(window, instrument, count)| ((window, instrument), count))
		.collect();
	findings.ensure(backlog == by_market, || format!("{backlog:?}, but there are {by_market:?}"));
	let windows: BTreeMap<_, _> = Windows::<T>::iter().collect();
	findings.ensure(windows == by_window, || format!("{windows:?}, but there are {by_window:?}"));
	let line = WaitingLine::<T>::get();
	let room = by_market
		.values()
		.fold(0u32, |sum, count| sum.saturating_add(room_of::<T>(count.orders)));
	let counted = (u32::try_from(by_window.len()), line.room);
	findings.ensure(counted == (Ok(line.windows), room), || {
		format!("{line:?}, but windows {:?} take {room}", by_window.keys())
	});
	room_matches_owners(findings);
	let first = by_window.keys().next();
	findings.ensure(first.is_none_or(|first| line.front <= *first), || {
		format!("{line:?}, but window {first:?} waits")
	});
}

/// The room that an owner takes is that of the orders of all subaccounts, in all windows.
fn room_matches_owners<T: Config>(findings: &mut Findings<T>) {
	let mut waiting = BTreeMap::<T::AccountId, u32>::new();
	for ((.., account), messages) in Waiting::<T>::iter() {
		let room = room_of::<T>(messages.count().orders);
		if room > 0 {
			let of_owner = waiting.entry(account.owner).or_default();
			*of_owner = of_owner.saturating_add(room);
		}
	}
	let counted: BTreeMap<_, _> = RoomOfOwners::<T>::iter().collect();
	findings.ensure(counted == waiting, || {
		format!("owners take {waiting:?}, and {counted:?} is counted")
	});
}

/// Every order number is given once, and every order is in one place only.
fn message_executes_at_most_once<T: Config>(findings: &mut Findings<T>) {
	let mut seen = BTreeSet::<OrderIdOf<T>>::new();
	let mut see = |findings: &mut Findings<T>, id: OrderIdOf<T>| {
		let next = OrderLists::<T>::get(&id.account).next_sequence;
		findings.ensure(id.sequence < next, || format!("{id:?} before its number was given"));
		findings.ensure(seen.insert(id.clone()), || format!("{id:?} is in two places"));
	};
	for (_, _, level) in Levels::<T>::iter() {
		level.into_iter().for_each(|resting| see(findings, resting.order));
	}
	for ((window, _, account), messages) in Waiting::<T>::iter() {
		findings.ensure(window <= OpenWindow::<T>::get(), || format!("window {window} is to come"));
		let orders = messages.orders.iter().map(|order| order.sequence);
		for sequence in orders.chain(messages.liquidation.map(|order| order.sequence)) {
			see(findings, OrderId { account: account.clone(), sequence });
		}
	}
	for (account, list) in OrderLists::<T>::iter() {
		let rising = list.open.is_sorted_by(|one, next| one.sequence < next.sequence);
		findings.ensure(rising, || format!("{account:?} lists orders twice or out of order"));
		let ids: BTreeSet<_> = list.open.iter().filter_map(|order| order.client_id).collect();
		let given = list.open.iter().filter(|order| order.client_id.is_some()).count();
		findings.ensure(ids.len() == given, || format!("{account:?} uses a client id twice"));
	}
}

/// No resting bid meets a resting ask.
fn no_crossed_book_after_clearing<T: Config>(findings: &mut Findings<T>) {
	for (_, instrument, _) in Books::<T>::iter() {
		let mut book = Book::<T>::open(instrument);
		let (bid, ask) = (book.best(Side::Buy), book.best(Side::Sell));
		let crossed = bid.zip(ask).is_some_and(|(bid, ask)| bid >= ask);
		findings.ensure(!crossed, || format!("{instrument:?}: bid {bid:?} meets ask {ask:?}"));
	}
}

/// All fills of the last clearing have its price, and as many lots were bought as sold.
fn one_price_per_clearing<T: Config>(findings: &mut Findings<T>) {
	for (_, instrument, last) in LastClearings::<T>::iter() {
		let one = last.fill_prices == (last.price, last.price) && last.bought == last.sold;
		findings.ensure(one, || format!("{instrument:?}: {last:?}"));
	}
}

/// Nobody bought above or sold below the own limit in the last clearing.
fn nobody_filled_beyond_limit<T: Config>(findings: &mut Findings<T>) {
	for (_, instrument, last) in LastClearings::<T>::iter() {
		let within =
			last.lowest_bid >= last.fill_prices.1 && last.highest_ask <= last.fill_prices.0;
		findings.ensure(within, || format!("{instrument:?}: {last:?}"));
	}
}
