// SPDX-License-Identifier: Apache-2.0
//! Each call, and a clearing by what comes in and by what it reads of the book.

#![allow(clippy::float_arithmetic, reason = "the benchmark macros measure time with floats")]

use super::*;
use crate::{
	book::Book,
	hooks::clear_market::Limits,
	queue,
	tick_page::{page_of, tick_at, TICKS_PER_WORD},
	types::{BatchMode, RestingOrder},
};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{pallet_prelude::Get, weights::WeightMeter, BoundedVec};
use frame_system::RawOrigin;
use market_maths::units::{Lots, Price, Ticks};
use market_primitives::{
	traits::{Headroom, Instruments, RiskGate, WindowStep},
	InstrumentId, InstrumentTerms, OptionContract, OrderId, Side, Strike, SubaccountId,
	TimeInForce, Underlying, WindowClock,
};

/// The price everything is marked at: far above any tick, so that its band holds many.
const MARK: Price = Price::from_inner(50_000_000_000_000_000_000_000);
const PERPETUAL: InstrumentId = InstrumentId::perpetual(Underlying::BTC);
const EXPIRY: u64 = 4_000_000_000;
/// So many pages of ticks lie below the mark within its band.
const PAGES_IN_BAND: u32 = 40;

/// A series for each number, all of one expiry.
fn series(number: u32) -> InstrumentId {
	const STEP: u128 = 1_000_000_000_000_000_000_000;
	let above = u128::from(number).saturating_mul(STEP);
	let strike = Price::from_inner(MARK.into_inner().saturating_add(above));
	let strike = Strike::from_price(strike).expect("has no more than 8 decimals");
	let kind = market_maths::options::OptionKind::Call;
	InstrumentId::option(Underlying::BTC, OptionContract { expiry: EXPIRY, strike, kind })
}

/// A market to trade in, in which nobody has done anything yet.
struct Stage {
	instrument: InstrumentId,
	terms: InstrumentTerms,
	mark: Ticks,
}

impl Stage {
	fn prepare<T: Config>(instrument: InstrumentId) -> Self {
		OpenWindow::<T>::put(1);
		T::Instruments::prepare(&instrument, MARK);
		Self::of::<T>(instrument)
	}

	/// A market as it is now.
	fn of<T: Config>(instrument: InstrumentId) -> Self {
		T::Headroom::prepare_headroom(instrument.underlying);
		let terms = T::Instruments::terms(&instrument).expect("was just prepared");
		let price = T::Instruments::mark(&instrument).map_or(MARK, |mark| mark.price);
		let mark = price.ticks_floor(terms.tick).expect("terms have a tick");
		Self { instrument, terms, mark }
	}

	/// `lots` at `steps` ticks from the mark: below it for a bid, above it for an ask.
	fn ticket(&self, side: Side, lots: u32, steps: u32) -> OrderTicket {
		let limit = match side {
			Side::Buy => self.mark.into_inner().saturating_sub(steps.into()).max(1),
			Side::Sell => self.mark.into_inner().saturating_add(steps.into()),
		};
		OrderTicket {
			instrument: self.instrument,
			side,
			size: Lots::from_inner(lots.into()).quantity(self.terms.lot).expect("is small"),
			limit: Ticks::from_inner(limit).price(self.terms.tick).expect("is in the band"),
			time_in_force: TimeInForce::GoodTillCancelled,
			post_only: false,
			reduce_only: false,
			client_id: Some(steps.into()),
		}
	}
}

/// So many series to trade in, in which nobody has done anything yet.
fn stages<T: Config>(number: u32) -> Vec<Stage> {
	for number in 0..number {
		Stage::prepare::<T>(series(number));
	}
	// Listing one moves the marks of the others.
	(0..number).map(series).map(Stage::of::<T>).collect()
}

/// As many positions as an account may have.
fn full<T: Config>() -> u32 {
	T::RiskGate::MAX_LINES
}

/// As many orders as one market may have in a window.
fn most_orders<T: Config>() -> u32 {
	T::MaxMessagesPerWindow::get()
		.saturating_sub(T::MessagesForReductions::get())
		.saturating_sub(T::MessagesPerMarket::get())
}

/// In how many markets a full batch of orders fits what one owner may send.
fn markets_of_a_batch<T: Config>() -> u32 {
	let room = T::MaxMessagesPerOwner::get().saturating_sub(T::MaxOrdersPerBatch::get());
	let markets = room.checked_div(T::MessagesPerMarket::get()).unwrap_or(u32::MAX);
	markets.clamp(1, T::RiskGate::MAX_LINES)
}

/// An account with positions in `lines` markets, of which one is kept for the stage's.
fn trader<T: Config>(
	stage: &Stage,
	name: &'static str,
	number: u32,
	lines: u32,
) -> SubaccountOf<T> {
	let trader = SubaccountId::new(account(name, number, 0), 0);
	T::RiskGate::endow_with_lines(&trader, &stage.instrument, lines.saturating_sub(1));
	trader
}

/// A trader whose list of orders has room for so many more and no others. What is in it is in no book: it is
/// there to be read and written.
fn busy_trader<T: Config>(
	stage: &Stage,
	name: &'static str,
	number: u32,
	room: u32,
	lines: u32,
) -> SubaccountOf<T> {
	let trader = trader::<T>(stage, name, number, lines);
	OrderLists::<T>::mutate(&trader, |list| {
		for sequence in 0..T::MaxOrdersPerAccount::get().saturating_sub(room) {
			let order = OpenOrder {
				sequence: sequence.into(),
				instrument: series(0),
				side: Side::Sell,
				limit: Ticks::MAX,
				window: 0,
				client_id: Some(u64::MAX.saturating_sub(sequence.into())),
				cancelling: false,
				reduces: 0,
			};
			list.open.try_push(order).expect("is no more than an account may have");
			list.next_sequence = list.next_sequence.saturating_add(1);
		}
	});
	trader
}

/// Sends `number` orders of one account to a market, each at a price of its own. Those that came last wait, the others
/// rest.
fn fill_list<T: Config>(stage: &Stage, who: &SubaccountOf<T>, number: u32) {
	spread::<T>(core::slice::from_ref(stage), who, number);
}

fn clear<T: Config>(stage: &Stage) {
	clear_all::<T>(core::slice::from_ref(stage));
}

/// Clears all these markets.
fn clear_all<T: Config>(stages: &[Stage]) {
	let window = OpenWindow::<T>::get();
	OpenWindow::<T>::put(window.saturating_add(1));
	for stage in stages {
		let mut memo = Default::default();
		let limits = Limits { depth: u32::MAX, evictions: 0 };
		if Pallet::<T>::clear_market(window, stage.instrument, limits, &mut memo).is_err() {
			panic!("the clearing adds up");
		}
	}
}

/// Sends `number` orders of one account to these markets in turn, each at a price of its own. Those that came last wait,
/// the others rest.
fn spread<T: Config>(stages: &[Stage], who: &SubaccountOf<T>, number: u32) {
	for (step, stage) in (1..=number).zip(stages.iter().cycle()) {
		let room = queue::room_of_owner::<T>(&who.owner);
		if room <= T::MessagesPerMarket::get() {
			clear_all::<T>(stages);
		}
		let ticket = stage.ticket(Side::Buy, 1, step);
		Pallet::<T>::do_place_order(who.clone(), ticket).expect("the account is endowed");
	}
}

/// Lets `number` orders of an account rest, in as many markets as it may trade in beside the one it holds. Says how many
/// it has then.
pub(crate) fn prepare_orders<T: Config>(who: &SubaccountOf<T>, number: u32) -> u32 {
	let stages = stages::<T>(full::<T>().saturating_sub(1));
	spread::<T>(&stages, who, number);
	clear_all::<T>(&stages);
	u32::try_from(OrderLists::<T>::get(who).open.len()).unwrap_or(u32::MAX)
}

/// Clears the window if it has no room for one more order in whatever market.
fn clear_if_full<T: Config>(stage: &Stage) {
	if queue::room::<T>().for_others <= T::MessagesPerMarket::get() {
		clear::<T>(stage);
	}
}

/// Lets bids of as many accounts rest, each at a price of its own.
fn rest<T: Config>(stage: &Stage, number: u32, lines: u32) {
	for place in 0..number {
		let maker = busy_trader::<T>(stage, "maker", place, 1, lines);
		let ticket = stage.ticket(Side::Buy, 1, place.saturating_add(1));
		Pallet::<T>::do_place_order(maker, ticket).expect("the account is endowed");
		clear_if_full::<T>(stage);
	}
	clear::<T>(stage);
}

/// Lets `number` accounts rest the same order.
fn crowd<T: Config>(stage: &Stage, ticket: OrderTicket, number: u32) {
	for place in 0..number {
		let maker = busy_trader::<T>(stage, "crowd", place, 1, full::<T>());
		Pallet::<T>::do_place_order(maker, ticket).expect("the account is endowed");
		clear_if_full::<T>(stage);
	}
	clear::<T>(stage);
}

/// Fills all prices of a word on both sides with as many orders as they hold, of one lot each, and one at a better price
/// on another page. Before the last price only one order of each does more than reduce, so that a question about the
/// price of a trade that ends there reads all that it may read.
pub(crate) fn prepare_depth<T: Config>(instrument: InstrumentId, price: Price) {
	let Some(terms) = T::Instruments::terms(&instrument) else { return };
	let Ok(middle) = price.ticks_floor(terms.tick) else { return };
	let page = page_of(middle);
	let (Some(below), Some(above)) = (page.checked_sub(1), page.checked_add(1)) else { return };
	let highest = TICKS_PER_PAGE.saturating_sub(1);
	// Side, price, and how many orders rest there, of which so many do more than reduce.
	let full = T::MaxOrdersPerLevel::get();
	let mut levels = Vec::from([
		(Side::Buy, tick_at(page, 0), 1, 1),
		(Side::Sell, tick_at(page, highest), 1, 1),
	]);
	for step in 0..TICKS_PER_WORD {
		let committed = if step.saturating_add(1) == TICKS_PER_WORD { full } else { 1 };
		let bid = tick_at(below, highest.saturating_sub(step));
		levels.push((Side::Buy, bid, full, committed));
		levels.push((Side::Sell, tick_at(above, step), full, committed));
	}
	let owner: T::AccountId = account("depth", 0, 0);
	let mut book = Book::<T>::open(instrument);
	let mut sequence = 0u64;
	for (side, tick, orders, committed) in levels {
		for number in 0..orders {
			let order = OrderId { account: SubaccountId::new(owner.clone(), 0), sequence };
			sequence = sequence.saturating_add(1);
			let reduce_only = number >= committed;
			let resting = RestingOrder { order, lots: 1, window: 1, reduce_only };
			if book.insert(side, tick, resting).is_err() {
				return;
			}
		}
	}
	if book.commit().is_err() {
		panic!("there is room for every level");
	}
}

#[benchmarks]
mod benches {
	use super::*;

	/// By an account with `l` positions and open markets.
	#[benchmark]
	fn place_order(l: Linear<1, { T::RiskGate::MAX_LINES }>) {
		let stage = Stage::prepare::<T>(PERPETUAL);
		let who = trader::<T>(&stage, "trader", 0, l);
		let others = T::MaxOrdersPerAccount::get().saturating_sub(1);
		fill_list::<T>(&stage, &who, others);
		let ticket = stage.ticket(Side::Buy, 1, others.saturating_add(1));

		#[extrinsic_call]
		_(RawOrigin::Signed(who.owner.clone()), 0, ticket);

		assert!(OrderLists::<T>::get(who).open.is_full());
	}

	/// A batch of `n` orders in `m` markets, or in as many as there are orders, by an account that is full then.
	#[benchmark]
	fn place_orders(
		n: Linear<1, { T::MaxOrdersPerBatch::get() }>,
		m: Linear<1, { markets_of_a_batch::<T>() }>,
	) {
		let stages = stages::<T>(m);
		let first = stages.first().expect("there is a market");
		let lines = full::<T>().saturating_sub(m).saturating_add(1);
		let who = busy_trader::<T>(first, "trader", 0, n, lines);
		let tickets: Vec<_> = (1..=n)
			.zip(stages.iter().cycle())
			.map(|(step, stage)| stage.ticket(Side::Buy, 1, step))
			.collect();
		let tickets = BoundedVec::truncate_from(tickets);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.owner.clone()), 0, tickets, BatchMode::AllOrNothing);

		assert!(OrderLists::<T>::get(who).open.is_full());
	}

	#[benchmark]
	fn cancel_order() {
		let stage = Stage::prepare::<T>(PERPETUAL);
		let who = trader::<T>(&stage, "trader", 0, full::<T>());
		fill_list::<T>(&stage, &who, T::MaxOrdersPerAccount::get());
		// The last one waits in the open window, and goes at once.
		let sequence = u64::from(T::MaxOrdersPerAccount::get().saturating_sub(1));
		let order = OrderId { account: who.clone(), sequence };

		#[extrinsic_call]
		_(RawOrigin::Signed(who.owner.clone()), order);

		assert!(OrderLists::<T>::get(who).find(sequence).is_none());
	}

	/// `n` orders in `m` markets, or in as many as there are orders. Those that came last still wait.
	#[benchmark]
	fn cancel_all(
		n: Linear<0, { T::MaxOrdersPerAccount::get() }>,
		m: Linear<1, { T::RiskGate::MAX_LINES }>,
	) {
		let stages = stages::<T>(m);
		let first = stages.first().expect("there is a market");
		let lines = full::<T>().saturating_sub(m).saturating_add(1);
		let who = trader::<T>(first, "trader", 0, lines);
		spread::<T>(&stages, &who, n);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.owner.clone()), 0, None);

		assert!(OrderLists::<T>::get(who).open.iter().all(|order| order.cancelling));
	}

	#[benchmark]
	fn on_window() {
		let clock = WindowClock { window: 7, now_ms: 1 };

		#[block]
		{
			Pallet::<T>::on_window(&clock, &mut WeightMeter::new());
		}

		assert_eq!(OpenWindow::<T>::get(), 7);
	}

	/// `m` asks of as many accounts meet `r` bids of as many others, each resting at its own price. One
	/// more order comes to rest at a price where `d` others do. All these accounts together have `l` positions
	/// and open markets, or a few more.
	#[benchmark]
	fn clear_market(
		m: Linear<1, { most_orders::<T>().saturating_sub(1).min(500) }>,
		r: Linear<0, { T::MaxDepthPerClearing::get().min(500) }>,
		d: Linear<0, { T::MaxOrdersPerLevel::get().saturating_sub(1).min(500) }>,
		// Four for each account: a few less, and accounts that are left empty are other work.
		l: Linear<4_000, { T::RiskGate::MAX_LINES.saturating_mul(500) }>,
	) {
		let stage = Stage::prepare::<T>(PERPETUAL);
		let lines = l.div_ceil(m.saturating_add(r).saturating_add(1)).clamp(1, full::<T>());
		rest::<T>(&stage, r, lines);
		let deepest = stage.ticket(Side::Buy, 1, r.max(1)).limit;
		let beside = stage.ticket(Side::Buy, 1, r.saturating_add(2));
		crowd::<T>(&stage, beside, d);
		let lots = r.checked_div(m).unwrap_or(0).saturating_add(1);
		for place in 0..m {
			let taker = busy_trader::<T>(&stage, "taker", place, 1, lines);
			let ticket = OrderTicket { limit: deepest, ..stage.ticket(Side::Sell, lots, place) };
			Pallet::<T>::do_place_order(taker, ticket).expect("the account is endowed");
		}
		let joining = busy_trader::<T>(&stage, "joining", 0, 1, lines);
		Pallet::<T>::do_place_order(joining, beside).expect("the account is endowed");
		let window = OpenWindow::<T>::get();
		let limits = Limits { depth: T::MaxDepthPerClearing::get(), evictions: 0 };
		let mut memo = Default::default();

		#[block]
		{
			assert!(Pallet::<T>::clear_market(window, PERPETUAL, limits, &mut memo).is_ok());
		}

		let bought = LastClearings::<T>::get(0, PERPETUAL).map_or(0, |last| last.bought);
		assert_eq!(bought, u64::from(r));
	}

	/// `n` orders of as many accounts are cancelled, each on a page of its own, and nothing else came. Where the last of
	/// them rests, `d` others do. How much waits in the window, and in all windows, is left out: each is one value for
	/// all markets, and counted once.
	#[benchmark]
	fn cancel_in_market(
		n: Linear<1, { T::MaxPagesPerSide::get().min(PAGES_IN_BAND) }>,
		d: Linear<0, { T::MaxOrdersPerLevel::get().saturating_sub(1).min(500) }>,
	) {
		let stage = Stage::prepare::<T>(PERPETUAL);
		let page = u32::try_from(TICKS_PER_PAGE).expect("is small");
		let bid =
			|place: u32| stage.ticket(Side::Buy, 1, place.saturating_mul(page).saturating_add(1));
		let mut orders = Vec::new();
		for place in 0..n {
			let maker = busy_trader::<T>(&stage, "maker", place, 1, full::<T>());
			let sequence = OrderLists::<T>::get(&maker).next_sequence;
			Pallet::<T>::do_place_order(maker.clone(), bid(place)).expect("the account is endowed");
			orders.push(OrderId { account: maker, sequence });
			clear_if_full::<T>(&stage);
		}
		clear::<T>(&stage);
		crowd::<T>(&stage, bid(n.saturating_sub(1)), d);
		for order in orders {
			Pallet::<T>::do_cancel_order(order.account.owner.clone(), order).expect("it rests");
		}
		let window = OpenWindow::<T>::get();
		let common =
			[Windows::<T>::hashed_key_for(window), WaitingLine::<T>::hashed_key().to_vec()];
		for key in common {
			frame_benchmarking::benchmarking::add_to_whitelist(key.into());
		}

		#[block]
		{
			assert!(Pallet::<T>::cancel_ahead(window, PERPETUAL, n).is_ok());
		}

		assert!(!queue::waits::<T>(window));
		assert_eq!(Book::<T>::open(PERPETUAL).orders(), d);
	}

	/// One level with `n` orders of an expired series.
	#[benchmark]
	fn close_level(n: Linear<1, { T::MaxOrdersPerLevel::get().min(500) }>) {
		let stage = Stage::prepare::<T>(series(0));
		crowd::<T>(&stage, stage.ticket(Side::Buy, 1, 1), n);
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::close_expired(EXPIRY, &mut meter);
		}

		assert!(Books::<T>::iter().next().is_none());
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
