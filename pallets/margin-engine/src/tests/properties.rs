// SPDX-License-Identifier: Apache-2.0
//! Whatever traders, prices and time do, nothing is lost and nothing is made.

use crate::{mock::*, Deficit, Subaccounts};
use frame_support::traits::fungible::Mutate;
use market_maths::units::Usd;
use market_primitives::{
	testing::{book::FakeVenue, instruments::FakeInstruments},
	traits::{Clearing, Instruments, OptionPositions, RiskGate},
	Fill, FillRole, InstrumentId, Invariants, RestingExposure, Side, UniverseId,
};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Act {
	Deposit(u64, u128),
	Withdraw(u64, u128),
	Trade {
		buyer: u64,
		seller: u64,
		market: u8,
		lots: u64,
		distance: i64,
	},
	Rest {
		who: u64,
		market: u8,
		side: bool,
		lots: u64,
	},
	Move {
		market: u8,
		percent: i64,
	},
	Fund(i64),
	Window {
		fills: bool,
	},
	/// Asks to write in the next window.
	Ask(u64, u64),
	Write(u64, u64),
	Wrap(u64, u64),
	Unwrap(u64, u64),
}

fn who() -> impl Strategy<Value = u64> {
	prop::sample::select(vec![ALICE, BOB, CAROL, DAVE])
}

fn act() -> impl Strategy<Value = Act> {
	prop_oneof![
		1 => (who(), 1u128..5_000).prop_map(|(who, dollars)| Act::Deposit(who, dollars)),
		3 => (who(), 1u128..100_000).prop_map(|(who, dollars)| Act::Withdraw(who, dollars)),
		10 => (who(), who(), 0u8..4, 1u64..3_000, -20i64..20).prop_map(
			|(buyer, seller, market, lots, distance)| {
				// An ether is a thirtieth of a bitcoin.
				let lots = if market == 1 { lots * 30 } else { lots };
				Act::Trade { buyer, seller, market, lots, distance }
			}
		),
		2 => (who(), 0u8..4, any::<bool>(), 1u64..500)
			.prop_map(|(who, market, side, lots)| Act::Rest { who, market, side, lots }),
		4 => (0u8..4, -25i64..33).prop_map(|(market, percent)| Act::Move { market, percent }),
		2 => (-2_000_000_000_000_000i64..2_000_000_000_000_000).prop_map(Act::Fund),
		5 => any::<bool>().prop_map(|fills| Act::Window { fills }),
		2 => (who(), 1u64..500).prop_map(|(who, lots)| Act::Ask(who, lots)),
		1 => (who(), 1u64..500).prop_map(|(who, lots)| Act::Write(who, lots)),
		1 => (who(), 1u64..500).prop_map(|(who, lots)| Act::Wrap(who, lots)),
		1 => (who(), 1u64..500).prop_map(|(who, lots)| Act::Unwrap(who, lots)),
	]
}

fn markets() -> [InstrumentId; 4] {
	[BTC, ETH, call("100000"), put("80000")]
}

fn price_of(instrument: &InstrumentId) -> i128 {
	// In ticks of a tenth of a dollar.
	let price = FakeInstruments::mark(instrument).unwrap().price.into_inner();
	i128::try_from(price).unwrap() / 100_000_000_000_000_000
}

fn in_dollars(ticks: i128) -> String {
	format!("{}.{}", ticks / 10, ticks % 10)
}

#[derive(Default)]
struct Story {
	tokens: u64,
	funding: i128,
	resting: Vec<(u64, RestingExposure)>,
	asked: Vec<(u64, u64)>,
}

impl Story {
	fn perform(&mut self, act: Act) {
		match act {
			Act::Deposit(who, dollars) => {
				let _ = Margin::deposit(signed(who), 0, dollars * DOLLAR + 7);
			},
			Act::Withdraw(who, dollars) => {
				let _ = dispatch(|| Margin::withdraw(signed(who), 0, dollars * DOLLAR + 3));
			},
			Act::Trade { buyer, seller, market, lots, distance } => {
				self.trade(buyer, seller, markets()[usize::from(market)], lots, distance);
			},
			Act::Rest { who, market, side, lots } => {
				let side = if side { Side::Buy } else { Side::Sell };
				let instrument = markets()[usize::from(market)];
				let limit = in_dollars(price_of(&instrument).max(1));
				let order = exposure(instrument, side, lots, &limit);
				if admit_order(who, &order).is_ok() {
					self.resting.push((who, order));
				}
			},
			Act::Move { market, percent } => {
				begin_block();
				let instrument = markets()[usize::from(market)];
				let moved = price_of(&instrument) * i128::from(100 + percent) / 100;
				let mut mark = FakeInstruments::mark(&instrument).unwrap();
				mark.price = number(&in_dollars(moved.max(5)));
				if instrument.is_perpetual() {
					mark.index = mark.price;
					mark.forward = mark.price;
				}
				FakeInstruments::set_mark(&instrument, Ok(mark));
			},
			Act::Fund(change) => {
				begin_block();
				self.funding += i128::from(change);
				FakeInstruments::set_funding(&BTC, self.funding);
				FakeInstruments::set_funding(&ETH, -self.funding / 7);
			},
			Act::Window { fills } => {
				for (who, lots) in std::mem::take(&mut self.asked) {
					Margin::release_write(&account(who), &call("100000"), lots);
					self.write(who, lots);
				}
				next_window();
				let orders = FakeVenue::take_orders();
				if fills {
					for order in orders {
						self.fill_liquidation(order);
					}
				}
			},
			Act::Ask(who, lots) => {
				let reserve = || Margin::reserve_write(&account(who), &call("100000"), lots);
				if dispatch(reserve).is_ok() {
					self.asked.push((who, lots));
				}
			},
			Act::Write(who, lots) => self.write(who, lots),
			Act::Wrap(who, lots) => {
				if dispatch(|| Margin::take_long(&account(who), &call("100000"), lots)).is_ok() {
					self.tokens += lots;
				}
			},
			Act::Unwrap(who, lots) => {
				let lots = lots.min(self.tokens);
				if dispatch(|| Margin::put_long(&account(who), &call("100000"), lots)).is_ok() {
					self.tokens -= lots;
				}
			},
		}
		for (who, order) in std::mem::take(&mut self.resting) {
			// A venue drops the orders of whoever is liquidated; here, all are dropped after each act.
			Margin::release_orders(&account(who), &[order]);
		}
	}

	fn write(&mut self, who: u64, lots: u64) {
		if dispatch(|| Margin::write(&account(who), &call("100000"), lots)).is_ok() {
			self.tokens += lots;
		}
	}

	fn trade(&mut self, buyer: u64, seller: u64, id: InstrumentId, lots: u64, distance: i64) {
		if buyer == seller {
			return;
		}
		let mark = price_of(&id);
		let price = in_dollars((mark + mark * i128::from(distance) / 1_000).max(1));
		if admit(seller, id, Side::Sell, lots, &price).is_err() {
			return;
		}
		if admit(buyer, id, Side::Buy, lots, &price).is_err() {
			let order = exposure(id, Side::Sell, lots, &price);
			Margin::release_orders(&account(seller), &[order]);
			return;
		}
		clear(buyer, seller, id, lots, &price).unwrap();
	}

	fn fill_liquidation(&mut self, order: market_primitives::testing::book::LiquidationOrder) {
		let id = codec::Decode::decode(&mut &order.account[..]).unwrap();
		let price = in_dollars(i128::from(order.limit.into_inner()));
		let side = order.side.opposite();
		for other in [ALICE, BOB, CAROL, DAVE] {
			if account(other) == id
				|| admit(other, order.instrument, side, order.lots, &price).is_err()
			{
				continue;
			}
			let role = FillRole::Liquidation;
			let mut own: Fill<u64> =
				fill(0, order.instrument, order.side, order.lots, &price, role);
			own.order.account = id;
			own.reduce_only = true;
			let role = FillRole::Maker;
			let their = fill(other, order.instrument, side, order.lots, &price, role);
			Margin::book_fills(&order.instrument, &[own, their]).unwrap();
			return;
		}
	}
}

/// While there is a deficit, holders of tokens wait as everybody does who withdraws.
fn make_good_the_deficit() {
	let universe = UniverseId::default();
	let deficit = Deficit::<Test>::get(universe).into_inner().unsigned_abs();
	if deficit > 0 {
		Margin::add_insurance(signed(ADMIN), universe, deficit).unwrap();
	}
}

/// As a transaction does it: all or nothing.
fn dispatch(call: impl FnOnce() -> sp_runtime::DispatchResult) -> sp_runtime::DispatchResult {
	frame_support::storage::with_storage_layer(call)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn nothing_is_lost_and_nothing_is_made(acts in prop::collection::vec(act(), 20..150)) {
		let chain = a_chain()
			.with_usual_fees()
			.with(ALICE, 10_000)
			.with(BOB, 20_000)
			.with(CAROL, 100_000)
			.with_insurance(500);
		chain.build().execute_with(|| {
			list_option(call("100000"), "1500");
			list_option(put("80000"), "1200");
			let mut story = Story::default();
			for act in acts {
				story.perform(act.clone());
				let broken = Margin::broken();
				assert!(broken.is_empty(), "after {act:?}: {broken:#?}");
				assert_eq!(surplus(), 0, "after {act:?}");
				let net = Margin::net_lots(&call("100000")).into_inner();
				assert_eq!(net, -i64::try_from(story.tokens).unwrap(), "after {act:?}");
			}
			// The end: everything expires and everybody is paid.
			let price = number("104321.987654321");
			for id in [call("100000"), put("80000")] {
				assert!(Margin::settle_accounts(&id, price, 100).finished);
				if id == call("100000") && story.tokens > 0 {
					make_good_the_deficit();
					Margin::settle_token(&id, price, &ADMIN, story.tokens).unwrap();
				}
				assert!(crate::SettlementPool::<Test>::get(id).is_zero());
				next_window();
			}
			assert_eq!(Margin::broken(), []);
			assert_eq!(surplus(), 0);
		});
	}
}

/// What the owner of an account does with orders, and what becomes of them.
#[derive(Clone, Debug)]
enum OwnersAct {
	/// An order of this distance from the mark, in thousandths.
	Order {
		market: u8,
		buys: bool,
		lots: u64,
		distance: i64,
		reduce_only: bool,
	},
	Move {
		market: u8,
		percent: i64,
	},
	/// The open orders of a market that reach a price so far from the mark are filled at it; all others of
	/// that market are cancelled.
	Clear {
		market: u8,
		distance: i64,
	},
	Window,
	Withdraw(u128),
}

fn owners_act() -> impl Strategy<Value = OwnersAct> {
	let distance = || prop_oneof![-200i64..200, -20i64..20];
	prop_oneof![
		6 => (0u8..4, any::<bool>(), 1u64..1_500, distance(), any::<bool>()).prop_map(
			|(market, buys, lots, distance, reduce_only)| {
				let lots = if market == 1 { lots * 30 } else { lots };
				OwnersAct::Order { market, buys, lots, distance, reduce_only }
			}
		),
		3 => (0u8..2, -12i64..14).prop_map(|(market, percent)| OwnersAct::Move { market, percent }),
		6 => (0u8..4, distance())
			.prop_map(|(market, distance)| OwnersAct::Clear { market, distance }),
		1 => Just(OwnersAct::Window),
		1 => (1u128..5_000).prop_map(OwnersAct::Withdraw),
	]
}

/// So many thousandths of the mark away from it, or for an option of the index.
fn away(instrument: &InstrumentId, distance: i64) -> String {
	let mark = price_of(instrument);
	let base = if instrument.is_perpetual() { mark } else { 900_000 };
	in_dollars((mark + base * i128::from(distance) / 1_000).max(1))
}

/// Alice's orders in a book in which Dave takes the other side of everything.
#[derive(Default)]
struct OwnersStory {
	open: Vec<RestingExposure>,
}

impl OwnersStory {
	fn perform(&mut self, act: OwnersAct) {
		match act {
			OwnersAct::Order { market, buys, lots, distance, reduce_only } => {
				let instrument = markets()[usize::from(market)];
				let side = if buys { Side::Buy } else { Side::Sell };
				let limit = away(&instrument, distance);
				let order = exposure(instrument, side, lots, &limit);
				let order = RestingExposure { reduce_only, ..order };
				if admit_order(ALICE, &order).is_ok() {
					self.open.push(order);
				}
			},
			OwnersAct::Move { market, percent } => {
				let instrument = markets()[usize::from(market)];
				let moved = price_of(&instrument) * i128::from(100 + percent) / 100;
				set_price(instrument, &in_dollars(moved.max(5_000)));
			},
			OwnersAct::Clear { market, distance } => {
				self.clear(markets()[usize::from(market)], distance);
			},
			OwnersAct::Window => {
				next_window();
				FakeVenue::take_orders();
				if is_in_liquidation() {
					// The venue cancels them.
					Margin::release_orders(&account(ALICE), &std::mem::take(&mut self.open));
				}
			},
			OwnersAct::Withdraw(dollars) => {
				let _ = dispatch(|| Margin::withdraw(signed(ALICE), 0, dollars * DOLLAR));
			},
		}
	}

	/// As the book does it: what only reduces is cut to the position, all to what can be borne, and one price
	/// is for all.
	fn clear(&mut self, instrument: InstrumentId, distance: i64) {
		let (mut orders, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.open)
			.into_iter()
			.partition(|order| order.instrument == instrument);
		self.open = others;
		cut_to_position(&mut orders, lots_of(ALICE, &instrument));
		let price = away(&instrument, distance);
		let reached = |order: &RestingExposure| match order.side {
			Side::Buy => order.limit >= ticks(&price),
			Side::Sell => order.limit <= ticks(&price),
		};
		let share = bearable(ALICE, &orders);
		let mut fills = Vec::new();
		for order in orders.iter().filter(|order| reached(order)) {
			let lots = share.mul_floor(order.lots);
			if lots == 0 {
				continue;
			}
			let own = fill(ALICE, instrument, order.side, lots, &price, FillRole::Taker);
			fills.push(Fill { limit: order.limit, reduce_only: order.reduce_only, ..own });
			let side = order.side.opposite();
			let other = fill(DAVE, instrument, side, lots, &price, FillRole::Maker);
			// What only reduces was not counted, and Dave is not asked what he can bear.
			fills.push(Fill { reduce_only: true, ..other });
		}
		make_rich(DAVE);
		let before = worth();
		Margin::book_fills(&instrument, &fills).unwrap();
		let after = worth();
		assert!(after >= before.min(usd("0")), "from {before} to {after}: {fills:#?}");
		let filled =
			|order: &RestingExposure| if reached(order) { share.mul_floor(order.lots) } else { 0 };
		let left: Vec<_> = orders
			.iter()
			.filter(|order| !order.reduce_only)
			.map(|order| RestingExposure { lots: order.lots - filled(order), ..*order })
			.filter(|order| order.lots > 0)
			.collect();
		Margin::release_orders(&account(ALICE), &left);
	}
}

/// What only reduces may fill no more than the position, less what other orders could fill on the same side.
fn cut_to_position(orders: &mut Vec<RestingExposure>, position: i64) {
	let closing = if position > 0 { Side::Sell } else { Side::Buy };
	let free: u64 = orders
		.iter()
		.filter(|order| !order.reduce_only && order.side == closing)
		.map(|order| order.lots)
		.sum();
	let mut allowance = position.unsigned_abs().saturating_sub(free);
	for order in orders.iter_mut().filter(|order| order.reduce_only) {
		order.lots = if order.side == closing { order.lots.min(allowance) } else { 0 };
		allowance -= order.lots;
	}
	orders.retain(|order| order.lots > 0);
}

/// Whoever takes the other side of everything can lose a lot.
fn make_rich(who: u64) {
	Dollars::mint_into(&who, POCKET).unwrap();
	Margin::deposit(signed(who), 0, POCKET).unwrap();
}

fn is_in_liquidation() -> bool {
	Subaccounts::<Test>::get(account(ALICE)).is_some_and(|state| state.is_in_liquidation())
}

/// What Alice's account comes to at the mark.
fn worth() -> Usd {
	Margin::account_summary(&account(ALICE)).map_or(usd("0"), |summary| summary.equity)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(128))]

	#[test]
	fn no_order_of_an_owner_makes_an_account_worth_less_than_nothing(
		acts in prop::collection::vec(owners_act(), 20..120),
	) {
		let chain = a_chain().with_usual_fees().with(ALICE, 12_000).with(DAVE, 900_000);
		chain.build().execute_with(|| {
			list_option(call("100000"), "1500");
			list_option(put("80000"), "1200");
			let mut story = OwnersStory::default();
			for act in acts {
				story.perform(act);
			}
			assert_eq!(surplus(), 0);
		});
	}
}
