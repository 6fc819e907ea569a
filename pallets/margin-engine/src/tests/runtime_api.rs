// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, runtime_api::UniversePots};
use market_primitives::{testing::instruments::FakeInstruments, FeedStatus, Side, UniverseId};

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
