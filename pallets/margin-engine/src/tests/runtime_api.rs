// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, runtime_api::UniversePots};
use market_primitives::{
	testing::instruments::FakeInstruments, traits::RiskGate, FeedStatus, Side, UniverseId,
};

#[test]
fn an_owner_sees_what_the_chain_sees() {
	a_chain().with(ALICE, 10_000).with(BOB, 50_000).run(|| {
		list_option(call("100000"), "1500");
		trade(ALICE, BOB, BTC, 500, "90000");
		trade(ALICE, BOB, call("100000"), 1_000, "1500");
		admit(ALICE, ETH, Side::Sell, 100, "3000").unwrap();
		set_price(BTC, "91000");
		let seen = Margin::account_summary(&account(ALICE)).unwrap();
		assert_eq!(seen.cash, cash("8500"));
		assert_eq!(seen.equity, usd("10500"), "8,500 + 500 + 1,500");
		// 4,550 for the perpetual, 30 for the order.
		assert_eq!(seen.initial_margin, usd("4420"));
		assert_eq!(seen.maintenance_margin, usd("6042.5"));
		assert_eq!(seen.prices, FeedStatus::Live);
		let [perpetual, option, order] = &seen.lines[..] else { panic!("{seen:?}") };
		assert_eq!((perpetual.instrument, perpetual.worth), (BTC, usd("500")));
		assert_eq!(perpetual.maintenance_requirement, usd("2957.5"));
		// A dollar of bitcoin is worth half a dollar less 6.5 % of it: 6,042.50 / 0.4675 below the mark.
		assert_eq!(perpetual.liquidation_price, Some(number("78074.866310160427807487")));
		assert_eq!((option.worth, option.liquidation_price), (usd("1500"), None));
		assert_eq!(order.orders.sell_lots, 100);
		assert_eq!(order.initial_requirement, usd("30"));
		assert_eq!(Margin::withdrawable_cash(&account(ALICE)), cash("4420"));
		assert_eq!(Margin::account_summary(&account(CAROL)), None);
	});
}

#[test]
fn the_liquidation_price_is_the_one_at_which_liquidation_begins() {
	a_chain().with(ALICE, 10_000).with(BOB, 100_000).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		let seen = Margin::account_summary(&account(ALICE)).unwrap();
		let price = seen.lines[0].liquidation_price.unwrap();
		let at = |price: market_maths::units::Price| {
			FakeInstruments::set_mark(&BTC, Ok(FakeInstruments::plain_mark(price)));
			Margin::account_summary(&account(ALICE)).unwrap().maintenance_margin
		};
		assert!(at(price.checked_add(number("0.01")).unwrap()) > usd("0"));
		assert!(at(price.checked_sub(number("0.01")).unwrap()) < usd("0"));
	});
}

#[test]
fn without_a_price_the_numbers_are_not_made_up() {
	a_chain().with(ALICE, 10_000).with(BOB, 50_000).run(|| {
		trade(ALICE, BOB, BTC, 500, "90000");
		begin_block();
		FakeInstruments::set_mark(&BTC, Err(market_primitives::FeedError::NeverReported));
		let seen = Margin::account_summary(&account(ALICE)).unwrap();
		assert_eq!(seen.prices, FeedStatus::Halted);
		assert_eq!(seen.lines[0].mark, None);
		assert_eq!(Margin::withdrawable_cash(&account(ALICE)), cash("0"));
	});
}

#[test]
fn what_is_withdrawable_can_be_withdrawn_and_not_a_unit_more() {
	a_chain().with(ALICE, 10_000).with(BOB, 50_000).run(|| {
		trade(ALICE, BOB, BTC, 333, "90000");
		set_price(BTC, "89123.4");
		let most = u128::try_from(Margin::withdrawable_cash(&account(ALICE)).into_inner()).unwrap();
		assert!(Margin::withdraw(signed(ALICE), 0, most + 1).is_err());
		assert!(Margin::withdraw(signed(ALICE), 0, most).is_ok());
	});
}

#[test]
fn the_pots_of_a_universe_are_open_to_see() {
	a_chain().with_insurance(5).run(|| {
		assert_eq!(
			Margin::universe_pots(UniverseId(0)),
			UniversePots { insurance: cash("5"), ..Default::default() }
		);
	});
}

#[test]
fn the_largest_order_is_admitted_and_one_lot_more_is_not() {
	a_chain().with(ALICE, 10_000).with(BOB, 50_000).run(|| {
		trade(ALICE, BOB, BTC, 100, "90000");
		for (side, limit) in [(Side::Buy, "90100"), (Side::Sell, "89900"), (Side::Sell, "90500")] {
			let most = Margin::largest_order(&account(ALICE), BTC, side, ticks(limit));
			assert!(most > 0);
			let asked = |lots| {
				let order = exposure(BTC, side, lots, limit);
				Margin::margin_with_orders(&account(ALICE), &[order]).unwrap()
			};
			assert!(asked(most).would_be_admitted && !asked(most + 1).would_be_admitted);
			assert!(asked(most).initial_margin >= usd("0"));
			assert!(admit(ALICE, BTC, side, most + 1, limit).is_err());
			admit(ALICE, BTC, side, most, limit).unwrap();
			Margin::release_orders(&account(ALICE), &[exposure(BTC, side, most, limit)]);
		}
		assert_eq!(Margin::largest_order(&account(CAROL), BTC, Side::Buy, ticks("90000")), 0);
	});
}

#[test]
fn a_forecast_counts_orders_as_the_gate_does() {
	a_chain().with(ALICE, 10_000).run(|| {
		let orders = [
			exposure(BTC, Side::Buy, 500, "90000"),
			exposure(BTC, Side::Sell, 500, "90000"),
			exposure(ETH, Side::Buy, 1_000, "3000"),
		];
		let forecast = Margin::margin_with_orders(&account(ALICE), &orders).unwrap();
		assert_eq!(forecast.initial_margin, usd("5200"), "one side of each");
		assert_eq!(forecast.maintenance_margin, usd("10000"));
		assert!(forecast.would_be_admitted);
	});
}

#[test]
fn a_forecast_judges_the_price_of_a_close_as_the_gate_does() {
	a_chain().with(ALICE, 9_000).with(BOB, 100_000).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		let admitted = |limit| {
			let close = exposure(BTC, Side::Sell, 1_000, limit);
			let close = market_primitives::RestingExposure { reduce_only: true, ..close };
			Margin::margin_with_orders(&account(ALICE), &[close]).unwrap().would_be_admitted
		};
		assert!(admitted("81000"));
		assert!(!admitted("80999"));
	});
}
