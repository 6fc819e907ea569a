// SPDX-License-Identifier: Apache-2.0
//! Gatekeeper of the resting book: the only code that touches `Books`, `TickPages`, `Levels` and `Expiries`.
//!
//! A [`Book`] is one market's book held in memory. It reads a page or a level when it is asked for,
//! and [`Book::commit`] writes back only what changed.

use crate::{
	tick_page::{page_of, place_of, tick_at, Committed, TickPage, TICKS_PER_PAGE},
	types::{OrderIdOf, RestingOrderOf, UsedPage, UsedPagesOf},
	Books, Config, Expiries, FreezeCause, LastClearings, Levels, TickPages,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{pallet_prelude::Get, BoundedVec};
use market_maths::units::Ticks;
use market_primitives::{InstrumentId, Side};

/// The first key of a market in `Books`: when it expires, 0 for never.
pub(crate) fn expiry_of(instrument: &InstrumentId) -> u64 {
	instrument.as_option().map_or(0, |contract| contract.expiry)
}

/// The level, or its side of the book, has no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoRoom;

struct Cached<Value> {
	value: Value,
	changed: bool,
}

pub(crate) struct Book<T: Config> {
	instrument: InstrumentId,
	used: Cached<UsedPagesOf<T>>,
	pages: BTreeMap<(Side, u64), Cached<TickPage>>,
	levels: BTreeMap<(Side, Ticks), Cached<Vec<RestingOrderOf<T>>>>,
	orders_read: u32,
}

impl<T: Config> Book<T> {
	pub(crate) fn open(instrument: InstrumentId) -> Self {
		let used = Books::<T>::get(expiry_of(&instrument), instrument).unwrap_or_default();
		Self {
			instrument,
			used: Cached { value: used, changed: false },
			pages: BTreeMap::new(),
			levels: BTreeMap::new(),
			orders_read: 0,
		}
	}

	/// How many orders rest in the book, on both sides.
	pub(crate) fn orders(&self) -> u32 {
		self.used.value.orders
	}

	/// How many resting orders were read so far, for who charges weight for it.
	pub(crate) fn orders_read(&self) -> u32 {
		self.orders_read
	}

	/// Whether a side may have too few pages for so many orders more.
	pub(crate) fn may_lack_pages(&self, side: Side, orders: u32) -> bool {
		let most = usize::try_from(T::MaxPagesPerSide::get()).unwrap_or(usize::MAX);
		let orders = usize::try_from(orders).unwrap_or(usize::MAX);
		self.used.value.of(side).len().saturating_add(orders) > most
	}

	/// Whether an order at a price needs a page, and its side has as many as it may.
	pub(crate) fn lacks_page(&self, side: Side, tick: Ticks) -> bool {
		let pages = self.used.value.of(side);
		pages.is_full() && pages.binary_search_by_key(&page_of(tick), |used| used.page).is_err()
	}

	/// The worst price of a side.
	pub(crate) fn worst(&mut self, side: Side) -> Option<Ticks> {
		let pages = self.used.value.of(side);
		let page = match side {
			Side::Buy => pages.first(),
			Side::Sell => pages.last(),
		};
		let page = page?.page;
		let bits = self.page(side, page).value.used;
		let place = match side {
			Side::Buy => bits.at_or_above(0),
			Side::Sell => bits.at_or_below(TICKS_PER_PAGE.saturating_sub(1)),
		};
		place.map(|place| tick_at(page, place))
	}

	/// The best price of a side.
	pub(crate) fn best(&mut self, side: Side) -> Option<Ticks> {
		self.next(side, None)
	}

	/// The next worse price of a side after `after`, or its best.
	pub(crate) fn next(&mut self, side: Side, after: Option<Ticks>) -> Option<Ticks> {
		let from = match (side, after) {
			(Side::Buy, None) => u64::MAX,
			(Side::Buy, Some(tick)) => tick.into_inner().checked_sub(1)?,
			(Side::Sell, None) => 0,
			(Side::Sell, Some(tick)) => tick.into_inner().checked_add(1)?,
		};
		let from = Ticks::from_inner(from);
		let first = page_of(from);
		let pages = self.used.value.of(side).iter().map(|used| used.page);
		// A used page holds at least one tick, so the second candidate always has one.
		let candidates: Vec<u64> = match side {
			Side::Buy => pages.rev().skip_while(|page| *page > first).take(2).collect(),
			Side::Sell => pages.skip_while(|page| *page < first).take(2).collect(),
		};
		candidates.into_iter().find_map(|page| {
			let bits = self.page(side, page).value.used;
			let place = match side {
				Side::Buy if page == first => bits.at_or_below(place_of(from)),
				Side::Buy => bits.at_or_below(TICKS_PER_PAGE.saturating_sub(1)),
				Side::Sell if page == first => bits.at_or_above(place_of(from)),
				Side::Sell => bits.at_or_above(0),
			};
			place.map(|place| tick_at(page, place))
		})
	}

	/// The orders that rest at a price: older windows first, then by order id.
	pub(crate) fn level(&mut self, side: Side, tick: Ticks) -> &[RestingOrderOf<T>] {
		&self.cached_level(side, tick).value
	}

	/// Lots that rest at a price.
	pub(crate) fn lots(&mut self, side: Side, tick: Ticks) -> u64 {
		self.level(side, tick)
			.iter()
			.fold(0u64, |sum, order| sum.saturating_add(order.lots))
	}

	/// Lots at a price that somebody has put up margin for. What only reduces stands there for nothing, so
	/// prices that others are charged or paid by must not listen to it.
	pub(crate) fn committed_lots(&mut self, side: Side, tick: Ticks) -> u64 {
		let committed = self.level(side, tick).iter().filter(|order| !order.reduce_only);
		committed.fold(0u64, |sum, order| sum.saturating_add(order.lots))
	}

	/// The best price of a side at which lots are committed, however many prices are better at which none are.
	pub(crate) fn best_committed(&mut self, side: Side) -> Option<Ticks> {
		let holds_some = |used: &&UsedPage| used.committed.lots > 0;
		let pages = self.used.value.of(side);
		let page = match side {
			Side::Buy => pages.iter().rev().find(holds_some),
			Side::Sell => pages.iter().find(holds_some),
		};
		let page = page?.page;
		let ticks = self.page(side, page).value.committed;
		let place = match side {
			Side::Buy => ticks.at_or_below(TICKS_PER_PAGE.saturating_sub(1)),
			Side::Sell => ticks.at_or_above(0),
		};
		place.map(|place| tick_at(page, place))
	}

	/// Where a trade worth `value`, in lots × ticks, with what is committed on a side ends: the committed prices of one
	/// word of a page, the best first, after what it uses up before them. `None` if the side is worth less.
	///
	/// The sums of pages and words stand for all levels before the last word's. So however little many levels hold, no
	/// more of them need to be read than a word has ticks.
	pub(crate) fn end_of_trade(
		&mut self,
		side: Side,
		value: u128,
	) -> Option<(Committed, Vec<Ticks>)> {
		let mut used_up = Committed::default();
		let pages = self.used.value.of(side).iter().map(|used| (used.page, used.committed));
		let page = match side {
			Side::Buy => used_up.pass(pages.rev(), value),
			Side::Sell => used_up.pass(pages, value),
		}?;
		let ticks = self.page(side, page).value;
		let words = ticks.sums.into_iter().enumerate();
		let word = match side {
			Side::Buy => used_up.pass(words.rev(), value),
			Side::Sell => used_up.pass(words, value),
		}?;
		let mut places: Vec<u64> = ticks.committed.in_word(word).collect();
		if side == Side::Buy {
			places.reverse();
		}
		Some((used_up, places.into_iter().map(|place| tick_at(page, place)).collect()))
	}

	/// How many more orders fit at a price.
	pub(crate) fn room(&mut self, side: Side, tick: Ticks) -> usize {
		let most = usize::try_from(T::MaxOrdersPerLevel::get()).unwrap_or(usize::MAX);
		most.saturating_sub(self.level(side, tick).len())
	}

	/// Adds an order to the level of its limit.
	pub(crate) fn insert(
		&mut self,
		side: Side,
		tick: Ticks,
		order: RestingOrderOf<T>,
	) -> Result<(), NoRoom> {
		if self.room(side, tick) == 0 {
			return Err(NoRoom);
		}
		if self.level(side, tick).is_empty() {
			self.note_used(side, tick)?;
		}
		let before = self.committed_lots(side, tick);
		let level = self.cached_level(side, tick);
		let key = |order: &RestingOrderOf<T>| (order.window, order.order.clone());
		let place = level.value.partition_point(|other| key(other) < key(&order));
		level.value.insert(place, order);
		level.changed = true;
		self.note_committed(side, tick, before);
		self.count(|orders| orders.saturating_add(1));
		Ok(())
	}

	/// Takes an order out.
	pub(crate) fn remove(
		&mut self,
		side: Side,
		tick: Ticks,
		id: &OrderIdOf<T>,
	) -> Option<RestingOrderOf<T>> {
		let before = self.committed_lots(side, tick);
		let level = self.cached_level(side, tick);
		let place = level.value.iter().position(|order| order.order == *id)?;
		let removed = level.value.remove(place);
		level.changed = true;
		let is_empty = level.value.is_empty();
		self.note_committed(side, tick, before);
		if is_empty {
			self.note_unused(side, tick);
		}
		self.count(|orders| orders.saturating_sub(1));
		Some(removed)
	}

	/// Changes how many lots of an order are left. `None` if it is not there.
	pub(crate) fn set_lots(
		&mut self,
		side: Side,
		tick: Ticks,
		id: &OrderIdOf<T>,
		lots: u64,
	) -> Option<()> {
		let before = self.committed_lots(side, tick);
		let level = self.cached_level(side, tick);
		level.value.iter_mut().find(|order| order.order == *id)?.lots = lots;
		level.changed = true;
		self.note_committed(side, tick, before);
		Some(())
	}

	/// Writes back what changed.
	pub(crate) fn commit(self) -> Result<(), FreezeCause> {
		let instrument = self.instrument;
		for ((side, tick), level) in self.levels {
			if !level.changed {
				continue;
			}
			if level.value.is_empty() {
				Levels::<T>::remove(instrument, (side, tick));
			} else {
				let level =
					BoundedVec::try_from(level.value).map_err(|_| FreezeCause::CorruptBook)?;
				Levels::<T>::insert(instrument, (side, tick), level);
			}
		}
		for ((side, page), bits) in self.pages {
			if !bits.changed {
				continue;
			}
			if bits.value.used.is_empty() {
				TickPages::<T>::remove(instrument, (side, page));
			} else {
				TickPages::<T>::insert(instrument, (side, page), bits.value);
			}
		}
		if self.used.changed {
			if self.used.value.is_empty() {
				Books::<T>::remove(expiry_of(&instrument), instrument);
			} else {
				Books::<T>::insert(expiry_of(&instrument), instrument, self.used.value);
			}
		}
		Ok(())
	}

	fn page(&mut self, side: Side, page: u64) -> &mut Cached<TickPage> {
		let instrument = self.instrument;
		self.pages.entry((side, page)).or_insert_with(|| Cached {
			value: TickPages::<T>::get(instrument, (side, page)).unwrap_or_default(),
			changed: false,
		})
	}

	fn cached_level(&mut self, side: Side, tick: Ticks) -> &mut Cached<Vec<RestingOrderOf<T>>> {
		let instrument = self.instrument;
		let orders_read = &mut self.orders_read;
		self.levels.entry((side, tick)).or_insert_with(|| {
			let value = Levels::<T>::get(instrument, (side, tick)).into_inner();
			let read = u32::try_from(value.len()).unwrap_or(u32::MAX);
			*orders_read = orders_read.saturating_add(read);
			Cached { value, changed: false }
		})
	}

	fn count(&mut self, change: impl FnOnce(u32) -> u32) {
		self.used.value.orders = change(self.used.value.orders);
		self.used.changed = true;
	}

	fn note_used(&mut self, side: Side, tick: Ticks) -> Result<(), NoRoom> {
		let page = page_of(tick);
		if self.used.value.is_empty() {
			note_expiry::<T>(&self.instrument)?;
		}
		let found = self.used.value.of(side).binary_search_by_key(&page, |used| used.page);
		if let Err(place) = found {
			let empty = UsedPage { page, committed: Committed::default() };
			self.used.value.of_mut(side).try_insert(place, empty).map_err(|_| NoRoom)?;
			self.used.changed = true;
		}
		let bits = self.page(side, page);
		bits.value.used.set(place_of(tick), true);
		bits.changed = true;
		Ok(())
	}

	fn note_unused(&mut self, side: Side, tick: Ticks) {
		let page = page_of(tick);
		let bits = self.page(side, page);
		bits.value.used.set(place_of(tick), false);
		bits.changed = true;
		if bits.value.used.is_empty() {
			self.used.value.of_mut(side).retain(|used| used.page != page);
			self.used.changed = true;
		}
	}

	/// Brings the sums up to date after a level has changed at which `before` lots were committed.
	fn note_committed(&mut self, side: Side, tick: Ticks, before: u64) {
		let now = self.committed_lots(side, tick);
		if now == before {
			return;
		}
		let (before, now) = (Committed::at(tick, before), Committed::at(tick, now));
		let page = page_of(tick);
		let ticks = self.page(side, page);
		ticks.value.set_committed(place_of(tick), before, now);
		ticks.changed = true;
		let pages = self.used.value.of_mut(side);
		let Ok(place) = pages.binary_search_by_key(&page, |used| used.page) else { return };
		let Some(used) = pages.get_mut(place) else { return };
		used.committed = used.committed.minus(before).plus(now);
		self.used.changed = true;
	}
}

/// Remembers when a series expires, so that what it leaves behind is found then.
pub(crate) fn note_expiry<T: Config>(instrument: &InstrumentId) -> Result<(), NoRoom> {
	let expiry = expiry_of(instrument);
	if expiry == 0 {
		return Ok(());
	}
	Expiries::<T>::try_mutate(|expiries| match expiries.binary_search(&expiry) {
		Ok(_) => Ok(()),
		Err(place) => expiries.try_insert(place, expiry).map_err(|_| NoRoom),
	})
}

/// Records of expired series forgotten at a time.
const RECORDS_FORGOTTEN_AT_ONCE: u32 = 32;

/// A market with orders among those that expired by `now_seconds`. Forgets the expiries of which
/// nothing is left, with the records of their clearings.
pub(crate) fn next_expired<T: Config>(now_seconds: u64) -> Option<InstrumentId> {
	let expiry = Expiries::<T>::get().first().copied().filter(|expiry| *expiry <= now_seconds)?;
	if let Some(market) = Books::<T>::iter_key_prefix(expiry).next() {
		return Some(market);
	}
	let records = LastClearings::<T>::clear_prefix(expiry, RECORDS_FORGOTTEN_AT_ONCE, None);
	if records.maybe_cursor.is_none() {
		Expiries::<T>::mutate(|expiries| expiries.retain(|other| *other != expiry));
	}
	None
}
