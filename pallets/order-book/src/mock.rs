// SPDX-License-Identifier: Apache-2.0
//! A book among fakes, and words to tell stories about it.

#![allow(clippy::arithmetic_side_effects, reason = "test code")]

use crate::{self as pallet_order_book, *};
use frame_support::{
	derive_impl,
	traits::{ConstU32, ConstU64},
	weights::{Weight, WeightMeter},
	BoundedVec,
};
use market_maths::units::{Lots, Price, Quantity, Ticks};
use market_primitives::{
	testing::{
		instruments::FakeInstruments,
		market_security::FakeMarketSecurity,
		risk::{FakeClearing, FakeRiskGate},
	},
	traits::{RiskGate, TwoCaps, WindowStep},
	InstrumentId, InstrumentTerms, Invariants, MarketState, OrderId, Side, SubaccountId,
	TimeInForce, Underlying, Window, WindowClock,
};
use sp_runtime::{BuildStorage, DispatchResult};
use std::cell::Cell;

pub(crate) type AccountId = u64;

pub(crate) const ALICE: AccountId = 1;
pub(crate) const BOB: AccountId = 2;
pub(crate) const CAROL: AccountId = 3;
pub(crate) const DAVE: AccountId = 4;

pub(crate) const PERPETUAL: InstrumentId = InstrumentId::perpetual(Underlying::BTC);

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		OrderBook: pallet_order_book,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
}

impl Config for Test {
	type Instruments = FakeInstruments;
	type Headroom = TwoCaps<FakeInstruments, FakeMarketSecurity>;
	type RiskGate = FakeRiskGate;
	type Clearing = FakeClearing;
	type MaxOrdersPerAccount = ConstU32<20>;
	type MaxOrdersPerLevel = ConstU32<8>;
	type MaxPagesPerSide = ConstU32<4>;
	// A hundred and twenty orders in one market, and sixteen that only reduce.
	type MaxMessagesPerWindow = ConstU32<140>;
	type MessagesPerMarket = ConstU32<4>;
	type MaxMessagesPerOwner = ConstU32<60>;
	type MessagesForReductions = ConstU32<16>;
	type MaxWaitingWindows = ConstU32<8>;
	type MaxLiquidationsPerClearing = ConstU32<4>;
	type MaxDepthPerClearing = ConstU32<16>;
	type MaxOrdersPerBatch = ConstU32<10>;
	type MaxOrderLots = ConstU64<1_000_000>;
	type WeightInfo = ();
}

std::thread_local! {
	static NOW: Cell<u64> = const { Cell::new(0) };
}

/// A chain with a BTC perpetual: ticks of 1 USD, lots of 0.001 coins, marked at 1,000 USD.
pub(crate) struct ExtBuilder {
	terms: InstrumentTerms,
	price: Price,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self {
			terms: InstrumentTerms { tick: usd(1), ..FakeInstruments::usual_terms() },
			price: usd(1_000),
		}
	}
}

impl ExtBuilder {
	pub(crate) fn open_interest_cap(mut self, lots: u64) -> Self {
		self.terms.open_interest_cap = lots;
		self
	}

	pub(crate) fn band(mut self, percent: i128) -> Self {
		self.terms.price_band = market_maths::units::Rate::from_inner(percent * 10i128.pow(16));
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
		let mut chain = sp_io::TestExternalities::new(storage);
		FakeInstruments::reset();
		FakeMarketSecurity::reset();
		FakeRiskGate::reset();
		let Self { terms, price } = self;
		FakeInstruments::list_with(PERPETUAL, terms, Ok(FakeInstruments::plain_mark(price)));
		chain.execute_with(|| open_window(1));
		chain
	}

	/// Tells the story and checks every invariant after it.
	pub(crate) fn tell(self, story: impl FnOnce()) {
		self.build().execute_with(|| {
			story();
			ensure_invariants();
		});
	}
}

/// The perpetual of one of a hundred coins, listed on usual terms at 1,000 USD.
pub(crate) fn coin(number: u32) -> InstrumentId {
	let underlying: Underlying = format!("COIN{number}").parse().unwrap();
	let perpetual = InstrumentId::perpetual(underlying);
	FakeInstruments::list(perpetual, usd(1_000));
	perpetual
}

pub(crate) fn ensure_invariants() {
	let broken = OrderBook::broken();
	assert!(broken.is_empty(), "{broken:#?}");
	// What the risk gate counts is what is open.
	for (account, list) in OrderLists::<Test>::iter() {
		let mut open = std::collections::BTreeMap::new();
		for order in &list.open {
			let (lots, reduce_only) = open_lots(&account, order);
			*open
				.entry((order.instrument, order.side, order.limit, reduce_only))
				.or_insert(0i128) += i128::from(lots);
		}
		assert_eq!(FakeRiskGate::exposures(&account), open, "exposure of {account:?}");
	}
	assert_eq!(FakeRiskGate::net_position(&PERPETUAL), 0, "bought and sold differ");
}

fn open_lots(account: &SubaccountId<AccountId>, order: &OpenOrder) -> (u64, bool) {
	let waiting = Waiting::<Test>::get((order.window, order.instrument, account));
	let waiting = waiting.orders.iter().find(|waiting| waiting.sequence == order.sequence);
	waiting.map(|waiting| (waiting.lots, waiting.reduce_only)).unwrap_or_else(|| {
		let level = Levels::<Test>::get(order.instrument, (order.side, order.limit));
		let resting = level
			.iter()
			.find(|resting| {
				resting.order.account == *account && resting.order.sequence == order.sequence
			})
			.expect("an open order waits or rests");
		(resting.lots, resting.reduce_only)
	})
}

pub(crate) fn usd(whole: u128) -> Price {
	Price::from_inner(whole * 10u128.pow(18))
}

pub(crate) fn coins(lots: i64) -> Quantity {
	Lots::from_inner(lots).quantity(FakeInstruments::usual_terms().lot).unwrap()
}

pub(crate) fn sub(owner: AccountId) -> SubaccountId<AccountId> {
	SubaccountId::new(owner, 0)
}

pub(crate) fn id(owner: AccountId, sequence: u64) -> OrderId<AccountId> {
	OrderId { account: sub(owner), sequence }
}

pub(crate) fn bid(lots: i64, limit: u128) -> OrderTicket {
	OrderTicket {
		instrument: PERPETUAL,
		side: Side::Buy,
		size: coins(lots),
		limit: usd(limit),
		time_in_force: TimeInForce::GoodTillCancelled,
		post_only: false,
		reduce_only: false,
		client_id: None,
	}
}

pub(crate) fn ask(lots: i64, limit: u128) -> OrderTicket {
	OrderTicket { side: Side::Sell, ..bid(lots, limit) }
}

impl OrderTicket {
	pub(crate) fn post_only(self) -> Self {
		Self { post_only: true, ..self }
	}

	pub(crate) fn immediate(self) -> Self {
		Self { time_in_force: TimeInForce::ImmediateOrCancel, ..self }
	}

	pub(crate) fn reduce_only(self) -> Self {
		Self { reduce_only: true, ..self }
	}

	pub(crate) fn on(self, instrument: InstrumentId) -> Self {
		Self { instrument, ..self }
	}

	pub(crate) fn named(self, client_id: u64) -> Self {
		Self { client_id: Some(client_id), ..self }
	}
}

pub(crate) fn place(who: AccountId, ticket: OrderTicket) -> DispatchResult {
	place_for(who, 0, ticket)
}

pub(crate) fn place_for(who: AccountId, subaccount: u8, ticket: OrderTicket) -> DispatchResult {
	OrderBook::place_order(RuntimeOrigin::signed(who), subaccount, ticket)
		.map(drop)
		.map_err(|refused| refused.error)
}

pub(crate) fn place_all(
	who: AccountId,
	tickets: &[OrderTicket],
	mode: BatchMode,
) -> DispatchResult {
	let tickets = BoundedVec::try_from(tickets.to_vec()).unwrap();
	frame_support::storage::with_storage_layer(|| {
		OrderBook::place_orders(RuntimeOrigin::signed(who), 0, tickets, mode)
			.map(drop)
			.map_err(|refused| refused.error)
	})
}

pub(crate) fn cancel(who: AccountId, order: OrderId<AccountId>) -> DispatchResult {
	OrderBook::cancel_order(RuntimeOrigin::signed(who), order)
}

pub(crate) fn window() -> Window {
	OpenWindow::<Test>::get()
}

pub(crate) fn set_now(seconds: u64) {
	NOW.set(seconds);
}

/// Starts the block of `window` with all the weight one could want.
pub(crate) fn open_window(window: Window) {
	open_window_within(window, Weight::MAX);
}

pub(crate) fn open_window_within(window: Window, weight: Weight) -> Weight {
	System::set_block_number(window);
	System::reset_events();
	let mut meter = WeightMeter::with_limit(weight);
	let clock = WindowClock { window, now_ms: NOW.get() * 1_000 };
	OrderBook::on_window(&clock, &mut meter);
	meter.consumed()
}

/// Ends the open window, which clears it.
pub(crate) fn clear() {
	open_window(window() + 1);
}

pub(crate) fn events() -> Vec<Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::OrderBook(event) => Some(event),
			_ => None,
		})
		.collect()
}

/// Who was filled how much in the last clearing, sorted by order.
pub(crate) fn fills() -> Vec<(OrderId<AccountId>, u64)> {
	events()
		.into_iter()
		.filter_map(|event| match event {
			Event::OrderFilled { order, lots, .. } => Some((order, lots)),
			_ => None,
		})
		.collect()
}

/// What was cancelled since the block began.
pub(crate) fn cuts() -> Vec<(OrderId<AccountId>, u64, CancelReason)> {
	events()
		.into_iter()
		.filter_map(|event| match event {
			Event::OrderCancelled { order, lots, reason, .. } => Some((order, lots, reason)),
			_ => None,
		})
		.collect()
}

/// Price and volume of the last clearing, if this block held one.
pub(crate) fn cleared_at() -> Option<(u64, u64)> {
	events().into_iter().find_map(|event| match event {
		Event::MarketCleared { price, volume, .. } => Some((price.into_inner(), volume)),
		_ => None,
	})
}

/// Price and lots of each level, best first.
pub(crate) fn resting(side: Side) -> Vec<(u64, u64)> {
	let mut book = book::Book::<Test>::open(PERPETUAL);
	let mut at = None;
	std::iter::from_fn(|| {
		at = Some(book.next(side, at)?);
		at.map(|tick: Ticks| (tick.into_inner(), book.lots(side, tick)))
	})
	.collect()
}

pub(crate) fn position(who: AccountId) -> i64 {
	FakeRiskGate::position(&mut Default::default(), &sub(who), &PERPETUAL).into_inner()
}

/// Gives two accounts opposite positions, and counts them as open.
pub(crate) fn hold(long: AccountId, short: AccountId, lots: i64) {
	use market_primitives::traits::Instruments;
	FakeRiskGate::set_position(&sub(long), &PERPETUAL, lots);
	FakeRiskGate::set_position(&sub(short), &PERPETUAL, -lots);
	FakeInstruments::note_open_interest(&PERPETUAL, Lots::from_inner(lots));
}

pub(crate) fn set_state(state: MarketState) {
	FakeInstruments::set_state(&PERPETUAL, state);
}
