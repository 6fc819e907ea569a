// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Deficit, Error, Event, OpenSubaccounts, Subaccounts};
use frame_support::{assert_noop, assert_ok};
use market_primitives::{testing::instruments::FakeInstruments, FeedStatus, Side, UniverseId};

#[test]
fn free_cash_comes_back() {
	a_chain().with(ALICE, 100).run(|| {
		assert_ok!(Margin::withdraw(signed(ALICE), 0, 40 * DOLLAR));
		let (amount, cash) = (cash("40"), cash("60"));
		assert_eq!(take_events(), [Event::Withdrawn { account: account(ALICE), amount, cash }]);
		assert_eq!(Dollars::free_balance(ALICE), POCKET - 60 * DOLLAR);
	});
}

#[test]
fn an_emptied_subaccount_is_closed() {
	a_chain().with(ALICE, 100).run(|| {
		assert_ok!(Margin::withdraw(signed(ALICE), 0, 100 * DOLLAR));
		assert_eq!(Subaccounts::<Test>::get(account(ALICE)), None);
		assert_eq!(OpenSubaccounts::<Test>::get(), 0);
		assert_noop!(Margin::withdraw(signed(ALICE), 0, 1), Error::<Test>::UnknownAccount);
	});
}

#[test]
fn what_positions_and_orders_need_stays() {
	a_chain().with(ALICE, 10_000).with(BOB, 10_000).run(|| {
		// A tenth of a bitcoin requires a tenth of 9,000, the order for as much again the same.
		trade(ALICE, BOB, BTC, 100, "90000");
		admit(ALICE, BTC, Side::Buy, 100, "90000").unwrap();
		assert_noop!(
			Margin::withdraw(signed(ALICE), 0, 8_200 * DOLLAR + 1),
			Error::<Test>::WithdrawalBelowInitialMargin
		);
		assert_ok!(Margin::withdraw(signed(ALICE), 0, 8_200 * DOLLAR));
	});
}

#[test]
fn unrealised_profit_does_not_leave() {
	a_chain().with(ALICE, 10_000).with(BOB, 10_000).run(|| {
		trade(ALICE, BOB, BTC, 100, "90000");
		set_price(BTC, "200000");
		assert_noop!(
			Margin::withdraw(signed(ALICE), 0, 10_001 * DOLLAR),
			Error::<Test>::NotEnoughCash
		);
		assert_ok!(Margin::withdraw(signed(ALICE), 0, 10_000 * DOLLAR));
	});
}

#[test]
fn funding_that_is_owed_does_not_leave() {
	a_chain().with(ALICE, 10_000).with(BOB, 10_000).run(|| {
		trade(ALICE, BOB, BTC, 100, "90000");
		// Ten dollars per lot.
		FakeInstruments::set_funding(&BTC, 10_000_000 * 1_000_000_000_000);
		set_price(BTC, "200000");
		assert_noop!(
			Margin::withdraw(signed(ALICE), 0, 9_001 * DOLLAR),
			Error::<Test>::NotEnoughCash
		);
		assert_ok!(Margin::withdraw(signed(ALICE), 0, 9_000 * DOLLAR));
	});
}

#[test]
fn nothing_leaves_on_a_halted_price_unless_nothing_is_open() {
	a_chain().with(ALICE, 10_000).with(BOB, 10_000).with(CAROL, 10).run(|| {
		trade(ALICE, BOB, BTC, 1, "90000");
		FakeInstruments::set_status_of_all(FeedStatus::Halted);
		assert_noop!(Margin::withdraw(signed(ALICE), 0, 1), Error::<Test>::PriceUnavailable);
		assert_ok!(Margin::withdraw(signed(CAROL), 0, 1));
		FakeInstruments::set_status_of_all(FeedStatus::Caution);
		assert_ok!(Margin::withdraw(signed(ALICE), 0, 1));
	});
}

#[test]
fn nothing_leaves_while_there_is_a_deficit() {
	a_chain().with(ALICE, 10).run(|| {
		Deficit::<Test>::insert(UniverseId::default(), cash("1"));
		assert_noop!(
			Margin::withdraw(signed(ALICE), 0, 1),
			Error::<Test>::WithdrawalsBlockedByDeficit
		);
		Deficit::<Test>::remove(UniverseId::default());
	});
}

#[test]
fn what_is_left_is_nothing_or_enough_to_open_a_subaccount() {
	a_chain().with(ALICE, 10).run(|| {
		let almost_all = 10 * DOLLAR - 1;
		assert_noop!(Margin::withdraw(signed(ALICE), 0, almost_all), Error::<Test>::TooLittleLeft);
		assert_noop!(
			Margin::transfer_between(signed(ALICE), 0, 1, almost_all),
			Error::<Test>::TooLittleLeft
		);
		assert_ok!(Margin::transfer_between(signed(ALICE), 0, 1, 9 * DOLLAR));
		assert_ok!(Margin::withdraw(signed(ALICE), 0, DOLLAR));
	});
}
