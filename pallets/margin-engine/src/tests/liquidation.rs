// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, AccountStatus, Event, InsuranceFund, RedList};
use frame_support::{assert_noop, assert_ok};
use market_primitives::{
	testing::{book::FakeVenue, instruments::FakeInstruments},
	traits::{Clearing, RiskRefusal},
	FeedId, FeedStatus, FillRole, Mark, MarketState, Observation, RestingExposure, Side,
	Underlying, UniverseId,
};

/// Alice holds a bitcoin bought at 90,000 with 10,000 of her own; Bob sold it. Maintenance is 6.5 %.
fn a_leveraged_long() -> ExtBuilder {
	a_chain().with(ALICE, 10_000).with(BOB, 100_000).with(CAROL, 500_000)
}

fn open_it() {
	trade(ALICE, BOB, BTC, 1_000, "90000");
	take_events();
}

#[test]
fn an_account_at_its_maintenance_margin_is_left_alone() {
	a_leveraged_long().run(|| {
		open_it();
		// Worth 10,000 − 4,400 = 5,600; required 85,600 · 6.5 % = 5,564.
		set_price(BTC, "85600");
		next_window();
		assert_eq!(take_events(), []);
		assert_eq!(state(ALICE).status, AccountStatus::Healthy);
	});
}

#[test]
fn below_it_orders_are_cancelled_and_a_slice_is_sold() {
	a_leveraged_long().run(|| {
		open_it();
		set_price(BTC, "85000");
		FakeVenue::set_open_orders(3);
		next_window();
		let (equity, maintenance_margin) = (usd("5000"), usd("-525"));
		assert!(FakeVenue::was_cancelled(&account(ALICE)));
		assert_eq!(
			take_events(),
			[
				Event::LiquidationStarted {
					account: account(ALICE),
					equity,
					maintenance_margin,
					cancelled_orders: 3,
				},
				// She lacks 525 and a buffer of 15 % of 5,525; closing everything would free 5,525. The price
				// may be five percent below the mark; the bankruptcy price, 80,000, is further away.
				Event::LiquidationOrderPlaced {
					account: account(ALICE),
					instrument: BTC,
					side: Side::Sell,
					lots: 246,
					limit: ticks("80750"),
					equity,
					maintenance_margin,
				},
			]
		);
		fill_liquidation_orders(CAROL, "84900");
		assert_eq!(lots_of(ALICE, &BTC), 754);
		next_window();
		assert_eq!(state(ALICE).status, AccountStatus::Healthy);
		assert!(!RedList::<Test>::contains_key(account(ALICE)));
		assert!(FakeVenue::take_orders().is_empty());
	});
}

#[test]
fn a_slice_never_sells_below_the_bankruptcy_price() {
	a_leveraged_long().run(|| {
		open_it();
		set_price(BTC, "81000");
		next_window();
		let orders = FakeVenue::take_orders();
		assert_eq!(orders[0].limit, ticks("80000"), "worth 1,000 with a whole bitcoin to sell");
	});
}

#[test]
fn a_slice_takes_no_more_than_its_share_of_the_volume_and_never_less_than_the_floor() {
	a_leveraged_long().run(|| {
		open_it();
		set_price(BTC, "81000");
		FakeVenue::set_recent_volume(BTC, 2_000);
		next_window();
		assert_eq!(FakeVenue::take_orders()[0].lots, 400, "a fifth of 2,000");
		FakeVenue::set_recent_volume(BTC, 10);
		next_window();
		assert_eq!(FakeVenue::take_orders()[0].lots, 308, "25,000 dollars at 81,000");
	});
}

#[test]
fn the_liquidation_fee_goes_to_insurance_and_never_eats_more_than_is_there() {
	a_leveraged_long().with_usual_fees().run(|| {
		open_it();
		set_price(BTC, "81000");
		next_window();
		let before = InsuranceFund::<Test>::get(UniverseId(0));
		fill_liquidation_orders(CAROL, "81000");
		// One percent of 308 lots at 81,000 would be 249.48.
		let paid = InsuranceFund::<Test>::get(UniverseId(0)).checked_sub(before).unwrap();
		assert_eq!(paid, cash("249.48"));
		next_window();
		let orders = FakeVenue::take_orders();
		let mut own = fill(ALICE, BTC, Side::Sell, 1, "1", FillRole::Liquidation);
		own.reduce_only = true;
		(own.limit, own.price) = (orders[0].limit, orders[0].limit);
		let mut their = fill(CAROL, BTC, Side::Buy, 1, "1", FillRole::Maker);
		their.reduce_only = true;
		their.price = own.price;
		let before = InsuranceFund::<Test>::get(UniverseId(0));
		Margin::book_fills(&BTC, &[own, their]).unwrap();
		assert_eq!(
			InsuranceFund::<Test>::get(UniverseId(0)),
			before,
			"at the limit there is nothing to take"
		);
	});
}

#[test]
fn in_liquidation_only_reduce_only_orders_are_admitted() {
	a_leveraged_long().run(|| {
		open_it();
		set_price(BTC, "85000");
		next_window();
		assert_eq!(admit(ALICE, BTC, Side::Sell, 1, "85000"), Err(RiskRefusal::InLiquidation));
		let reduce = RestingExposure { reduce_only: true, ..exposure(BTC, Side::Sell, 1, "85000") };
		assert_ok!(admit_order(ALICE, &reduce));
		assert_noop!(Margin::withdraw(signed(ALICE), 0, 1), crate::Error::<Test>::InLiquidation);
	});
}

#[test]
fn a_deposit_can_end_a_liquidation() {
	a_leveraged_long().run(|| {
		open_it();
		set_price(BTC, "85000");
		next_window();
		assert_ok!(Margin::deposit(signed(ALICE), 0, 2_000 * DOLLAR));
		take_events();
		next_window();
		assert_eq!(
			take_events(),
			[Event::LiquidationEnded {
				account: account(ALICE),
				equity: usd("7000"),
				maintenance_margin: usd("1475"),
			}]
		);
	});
}

#[test]
fn nothing_of_a_liquidation_trades_after_its_end() {
	a_leveraged_long().run(|| {
		open_it();
		set_price(BTC, "85000");
		next_window();
		// The clearing is late: the order still waits when the money comes.
		assert_ok!(Margin::deposit(signed(ALICE), 0, 2_000 * DOLLAR));
		next_window();
		assert_eq!(state(ALICE).status, AccountStatus::Healthy);
		assert!(FakeVenue::take_orders().is_empty());
	});
}

#[test]
fn nobody_is_liquidated_on_a_halted_price() {
	a_leveraged_long().run(|| {
		open_it();
		set_price(BTC, "50000");
		FakeInstruments::set_status_of_all(FeedStatus::Halted);
		next_window();
		assert_eq!(take_events(), []);
		FakeInstruments::set_status_of_all(FeedStatus::Live);
		next_window();
		assert!(!take_events().is_empty());
	});
}

#[test]
fn a_liquidation_under_way_waits_while_the_price_is_halted() {
	a_leveraged_long().run(|| {
		open_it();
		set_price(BTC, "85000");
		next_window();
		FakeVenue::take_orders();
		FakeInstruments::set_status_of_all(FeedStatus::Halted);
		next_window();
		assert!(FakeVenue::take_orders().is_empty());
		assert!(state(ALICE).is_in_liquidation());
	});
}

#[test]
fn a_doubtful_price_liquidates_only_if_the_average_agrees() {
	a_leveraged_long().run(|| {
		open_it();
		let average = |price: &str| {
			let observation = Observation::new(
				number("85000"),
				number("100"),
				0,
				FeedStatus::Caution,
				number(price),
			);
			market_primitives::testing::price_feed::FakePriceFeed::set(
				FeedId::Index(Underlying::BTC),
				observation,
			);
		};
		let mark = FakeInstruments::plain_mark(number("85000"));
		FakeInstruments::set_mark(&BTC, Ok(Mark { status: FeedStatus::Caution, ..mark }));
		average("86000");
		next_window();
		assert_eq!(take_events(), [], "at 86,000 she is well");
		average("85100");
		next_window();
		assert!(state(ALICE).is_in_liquidation());
	});
}

#[test]
fn a_market_that_does_not_clear_is_waited_for() {
	a_leveraged_long().run(|| {
		open_it();
		set_price(BTC, "85000");
		FakeVenue::set_clears(false);
		for _ in 0..50 {
			next_window();
		}
		assert_eq!(lots_of(ALICE, &BTC), 1_000);
		let AccountStatus::InLiquidation(record) = state(ALICE).status else { panic!() };
		assert_eq!(record.idle_windows, 0);
	});
}

#[test]
fn without_any_fill_for_long_the_opposite_side_is_closed_at_the_mark() {
	a_leveraged_long().run(|| {
		open_it();
		set_price(BTC, "85000");
		for _ in 0..20 {
			next_window();
			assert_eq!(lots_of(ALICE, &BTC), 1_000);
		}
		next_window();
		assert_eq!(lots_of(ALICE, &BTC), 0);
		assert_eq!(lots_of(BOB, &BTC), 0);
		assert_eq!((cash_of(ALICE), cash_of(BOB)), (cash("5000"), cash("105000")));
		assert_eq!(state(ALICE).status, AccountStatus::Healthy);
	});
}

#[test]
fn an_option_seller_is_bought_back_and_a_long_option_is_sold() {
	a_chain().with(ALICE, 30_000).with(BOB, 100_000).run(|| {
		list_option(call("100000"), "1500");
		list_option(put("60000"), "500");
		trade(BOB, ALICE, call("100000"), 1_000, "1500");
		trade(ALICE, BOB, put("60000"), 1_000, "500");
		take_events();
		// The call is worth 25,000 now: worth 31,000 − 25,000 + 100, required 9,900 more.
		FakeInstruments::set_mark(&call("100000"), Ok(option_mark("110000", "25000")));
		FakeInstruments::set_mark(&put("60000"), Ok(option_mark("110000", "100")));
		next_window();
		let orders = FakeVenue::take_orders();
		let placed: Vec<_> =
			orders.iter().map(|order| (order.instrument, order.side, order.lots)).collect();
		// 25,000 dollars of the underlying is 227 lots. Selling the put frees its value.
		assert_eq!(placed, [(call("100000"), Side::Buy, 227), (put("60000"), Side::Sell, 227)]);
		assert!(orders[0].limit > ticks("25000"));
		assert!(orders[1].limit < ticks("100"));
	});
}

#[test]
fn what_no_market_takes_now_keeps_nothing_else_from_its_turn() {
	a_chain().with(ALICE, 10_000).with(BOB, 500_000).run(|| {
		let calls = ["100000", "105000", "110000", "115000"].map(call);
		for id in calls {
			list_option(id, "1500");
			trade(BOB, ALICE, id, 100, "1500");
		}
		trade(ALICE, BOB, BTC, 50, "90000");
		// Worth 10,600 − 7,200, and 4 · 810 + 292.50 are required. Each call weighs more than the bitcoin.
		for id in calls {
			FakeInstruments::set_mark(&id, Ok(option_mark("90000", "18000")));
			FakeInstruments::set_state(&id, MarketState::Halted);
		}
		next_window();
		let orders = FakeVenue::take_orders();
		let placed: Vec<_> =
			orders.iter().map(|order| (order.instrument, order.side, order.lots)).collect();
		assert_eq!(placed, [(BTC, Side::Sell, 50)]);
	});
}

/// Alice holds a bitcoin and sold a call spread from 95,000 to 100,000; her options are dear now, and
/// bitcoin fell to `price`.
fn a_perpetual_beside_a_spread(price: &str) {
	let (near, far) = (call("95000"), call("100000"));
	list_option(near, "3000");
	list_option(far, "1500");
	trade(ALICE, BOB, far, 1_000, "1500");
	trade(BOB, ALICE, near, 1_000, "3000");
	trade(ALICE, BOB, BTC, 1_000, "90000");
	set_price(BTC, price);
	FakeInstruments::set_mark(&near, Ok(option_mark("90000", "8000")));
	FakeInstruments::set_mark(&far, Ok(option_mark("90000", "4500")));
	take_events();
}

#[test]
fn the_long_that_covers_a_short_is_not_sold() {
	a_chain().with(ALICE, 15_000).with(BOB, 500_000).run(|| {
		// 16,500 − 8,000 − 5,330 − 5,000: one slice of the bitcoin is not enough, but neither leg of the
		// spread helps: the long one leaves a naked short, the short one costs more than the spread can lose.
		a_perpetual_beside_a_spread("82000");
		next_window();
		let placed: Vec<_> = FakeVenue::take_orders()
			.iter()
			.map(|order| (order.instrument, order.side))
			.collect();
		assert_eq!(placed, [(BTC, Side::Sell)]);
	});
}

#[test]
fn of_two_longs_that_cover_one_short_only_one_is_sold() {
	a_chain().with(ALICE, 30_000).with(BOB, 500_000).run(|| {
		let farthest = call("105000");
		list_option(farthest, "1000");
		trade(ALICE, BOB, farthest, 1_000, "1000");
		a_perpetual_beside_a_spread("68000");
		FakeInstruments::set_mark(&call("100000"), Ok(option_mark("90000", "6000")));
		FakeInstruments::set_mark(&farthest, Ok(option_mark("90000", "3000")));
		next_window();
		let placed: Vec<_> = FakeVenue::take_orders()
			.iter()
			.map(|order| (order.instrument, order.side))
			.collect();
		assert_eq!(placed, [(BTC, Side::Sell), (farthest, Side::Sell)]);
	});
}

#[test]
fn a_spread_is_bought_back_before_what_covers_it_is_sold() {
	a_chain().with(ALICE, 15_000).with(BOB, 500_000).run(|| {
		let (near, far) = (call("95000"), call("120000"));
		list_option(near, "3000");
		list_option(far, "500");
		trade(ALICE, BOB, far, 1_000, "500");
		trade(BOB, ALICE, near, 1_000, "3000");
		// 17,500 against a loss of at most 25,000; worth 2,500. No leg alone helps.
		FakeInstruments::set_mark(&near, Ok(option_mark("115000", "26000")));
		FakeInstruments::set_mark(&far, Ok(option_mark("115000", "11000")));
		next_window();
		let placed: Vec<_> = FakeVenue::take_orders()
			.iter()
			.map(|order| (order.instrument, order.side))
			.collect();
		assert_eq!(placed, [(near, Side::Buy)]);
	});
}
