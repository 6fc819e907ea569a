// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Deficit, Error, Event, Holders, InsuranceFund, SettlementPool};
use frame_support::{assert_noop, assert_ok};
use market_primitives::{
	testing::{book::FakeVenue, instruments::FakeInstruments},
	traits::{Instruments, OptionPositions, RiskRefusal, SettlementProgress},
	FeedError, MarketState, Side, UniverseId,
};

fn a_writer() -> ExtBuilder {
	a_chain().with(ALICE, 50_000).with(BOB, 50_000).with(CAROL, 50_000)
}

fn list() {
	list_option(call("100000"), "1500");
}

#[test]
fn a_written_option_is_a_short_under_margin() {
	a_writer().run(|| {
		list();
		let id = call("100000");
		assert_ok!(Margin::write(&account(ALICE), &id, 1_000));
		assert_eq!(lots_of(ALICE, &id), -1_000);
		assert_eq!(cash_of(ALICE), cash("50000"));
		assert_eq!(FakeInstruments::open_interest(&id), 1_000);
		assert_eq!(Margin::net_lots(&id), lots(-1_000));
		// One requires 1,500 + 11,700; a fourth is too much.
		assert_noop!(Margin::write(&account(ALICE), &id, 3_000), Error::<Test>::InsufficientMargin);
	});
}

#[test]
fn a_long_is_wrapped_and_unwrapped_without_changing_what_is_open() {
	a_writer().run(|| {
		list();
		let id = call("100000");
		trade(BOB, ALICE, id, 1_000, "1500");
		assert_ok!(Margin::take_long(&account(BOB), &id, 400));
		assert_eq!(lots_of(BOB, &id), 600);
		assert_eq!(FakeInstruments::open_interest(&id), 1_000);
		assert_noop!(Margin::take_long(&account(BOB), &id, 601), Error::<Test>::NotEnoughLots);
		assert_noop!(Margin::take_long(&account(ALICE), &id, 1), Error::<Test>::NotEnoughLots);
		assert_ok!(Margin::put_long(&account(CAROL), &id, 300));
		assert_eq!(lots_of(CAROL, &id), 300);
		assert_eq!(FakeInstruments::open_interest(&id), 1_000);
		assert_ok!(Margin::put_long(&account(ALICE), &id, 100));
		assert_eq!(lots_of(ALICE, &id), -900);
		assert_eq!(FakeInstruments::open_interest(&id), 900, "a short was closed with a token");
		assert_eq!(Margin::net_lots(&id), lots(0));
	});
}

#[test]
fn a_long_that_covers_a_short_cannot_be_taken_away() {
	a_chain().with(ALICE, 6_000).with(BOB, 90_000).run(|| {
		let (near, far) = (call("95000"), call("100000"));
		list_option(near, "3000");
		list_option(far, "1500");
		trade(ALICE, BOB, far, 900, "1500");
		trade(BOB, ALICE, near, 900, "3000");
		assert_noop!(
			Margin::take_long(&account(ALICE), &far, 900),
			Error::<Test>::InsufficientMargin
		);
	});
}

#[test]
fn perpetuals_and_strangers_are_refused() {
	a_writer().run(|| {
		list();
		assert_noop!(Margin::write(&account(ALICE), &BTC, 1), Error::<Test>::NotAnOption);
		assert_noop!(Margin::write(&account(ALICE), &call("1"), 1), Error::<Test>::NotAnOption);
		assert_noop!(
			Margin::write(&account(DAVE), &call("100000"), 1),
			Error::<Test>::UnknownAccount
		);
		assert_noop!(
			Margin::write(&account(ALICE), &call("100000"), 0),
			Error::<Test>::NothingToMove
		);
		assert_noop!(
			Margin::put_long(&account(ALICE), &call("100000"), u64::MAX),
			Error::<Test>::TooLarge
		);
	});
}

#[test]
fn what_is_reserved_can_be_neither_paid_out_nor_moved_nor_reserved_again() {
	a_chain().with(ALICE, 20_000).run(|| {
		list();
		let id = call("100000");
		assert_ok!(Margin::reserve_write(&account(ALICE), &id, 1_000));
		assert_eq!((lots_of(ALICE, &id), cash_of(ALICE)), (0, cash("20000")));
		assert_eq!(Margin::reserved_writes(), [(id, account(ALICE), 1_000)]);
		// It requires 13,200 and leaves 6,800, or 515 lots.
		let below = sp_runtime::DispatchError::from(Error::<Test>::WithdrawalBelowInitialMargin);
		let too_much = 6_800 * DOLLAR + 1;
		assert_noop!(Margin::withdraw(signed(ALICE), 0, too_much), below);
		assert_noop!(Margin::transfer_between(signed(ALICE), 0, 1, too_much), below);
		assert_eq!(Margin::withdrawable_cash(&account(ALICE)), cash("6800"));
		let more = |lots| Margin::reserve_write(&account(ALICE), &id, lots);
		assert_noop!(more(516), Error::<Test>::InsufficientMargin);
		assert_ok!(more(515));
		list_option(put("80000"), "1200");
		assert_noop!(
			Margin::reserve_write(&account(ALICE), &put("80000"), 1),
			Error::<Test>::InsufficientMargin
		);
		Margin::release_write(&account(ALICE), &id, 1_515);
		assert_ok!(Margin::withdraw(signed(ALICE), 0, 20_000 * DOLLAR));
		assert_eq!(Margin::reserved_writes(), []);
	});
}

#[test]
fn what_is_reserved_bears_no_order_and_is_there_when_it_is_written() {
	a_chain().with(ALICE, 20_000).run(|| {
		list();
		let id = call("100000");
		assert_ok!(Margin::reserve_write(&account(ALICE), &id, 1_000));
		// A lot of the perpetual requires nine dollars, and 6,800 are left.
		let refused = Err(RiskRefusal::InsufficientMargin);
		assert_eq!(admit(ALICE, BTC, Side::Buy, 756, "90000"), refused);
		assert_eq!(Margin::largest_order(&account(ALICE), BTC, Side::Buy, ticks("90000")), 755);
		assert_eq!(admit(ALICE, BTC, Side::Buy, 755, "90000"), Ok(()));
		Margin::release_write(&account(ALICE), &id, 1_000);
		assert_ok!(Margin::write(&account(ALICE), &id, 1_000));
	});
}

#[test]
fn a_premium_that_is_still_to_be_received_lends_nothing_to_what_is_reserved() {
	a_chain().with(ALICE, 20_000).run(|| {
		list();
		let id = call("100000");
		// Filled so far above the mark, these would bring more than they require.
		admit(ALICE, id, Side::Sell, 10_000, "100000").unwrap();
		assert_noop!(
			Margin::reserve_write(&account(ALICE), &id, 1_516),
			Error::<Test>::InsufficientMargin
		);
		assert_ok!(Margin::reserve_write(&account(ALICE), &id, 1_515));
	});
}

#[test]
fn what_is_only_reserved_liquidates_nobody() {
	a_chain().with(ALICE, 20_000).with(BOB, 20_000).run(|| {
		list();
		let id = call("100000");
		trade(ALICE, BOB, BTC, 1, "90000");
		assert_ok!(Margin::reserve_write(&account(ALICE), &id, 1_500));
		begin_block();
		FakeInstruments::set_mark(&id, Ok(option_mark("90000", "20000")));
		next_window();
		assert!(!state(ALICE).is_in_liquidation());
		let seen = Margin::account_summary(&account(ALICE)).unwrap();
		assert_eq!((seen.equity, seen.maintenance_margin), (usd("20000"), usd("19994.15")));
		assert!(seen.initial_margin.is_negative(), "{}", seen.initial_margin);
		let line = seen.lines.iter().find(|line| line.instrument == id).unwrap();
		assert_eq!((line.lots, line.to_write), (lots(0), 1_500));
		// It is not written either.
		Margin::release_write(&account(ALICE), &id, 1_500);
		assert_noop!(Margin::write(&account(ALICE), &id, 1_500), Error::<Test>::InsufficientMargin);
	});
}

#[test]
fn more_than_can_be_counted_is_not_reserved() {
	a_writer().run(|| {
		list();
		let reserve = |lots| Margin::reserve_write(&account(ALICE), &call("100000"), lots);
		assert_noop!(reserve(0), Error::<Test>::NothingToMove);
		assert_noop!(reserve(u64::MAX), Error::<Test>::TooLarge);
		assert_ok!(reserve(1));
		assert_noop!(reserve(u64::MAX), Error::<Test>::TooLarge);
		assert_noop!(Margin::reserve_write(&account(ALICE), &BTC, 1), Error::<Test>::NotAnOption);
	});
}

#[test]
fn settlement_moves_what_shorts_lose_to_longs_and_tokens_and_ends_at_zero() {
	a_writer().run(|| {
		list();
		let id = call("100000");
		trade(BOB, ALICE, id, 1_000, "1500");
		Margin::write(&account(CAROL), &id, 500).unwrap();
		Margin::take_long(&account(BOB), &id, 250).unwrap();
		take_events();

		// 1,234.56789 per bitcoin is 1.23456789 per lot, which is cut to 1.234567 for everybody.
		let price = number("101234.56789");
		for finished in [false, false, true] {
			let progress = SettlementProgress { settled: 1, finished };
			assert_eq!(Margin::settle_accounts(&id, price, 1), progress);
		}
		assert_eq!(cash_of(ALICE), cash("50265.433"), "51,500 less 1,234.567");
		assert_eq!(cash_of(CAROL), cash("49382.7165"), "50,000 less 617.2835");
		assert_eq!(cash_of(BOB), cash("49425.92525"), "48,500 and 925.92525");
		assert_eq!(SettlementPool::<Test>::get(id), cash("925.92525"));
		assert_eq!(Margin::settle_token(&id, price, &DAVE, 750), Ok(cash("925.92525")));
		assert_eq!(Dollars::free_balance(DAVE), POCKET + 925_925_250);
		assert_eq!(SettlementPool::<Test>::get(id), cash("0"));
		assert_eq!(FakeInstruments::open_interest(&id), 0);
		assert_eq!(Holders::<Test>::iter().count(), 0);
		assert_eq!(
			Margin::settle_accounts(&id, price, 1),
			SettlementProgress { settled: 0, finished: true }
		);
	});
}

#[test]
fn a_spread_is_left_alone_while_only_one_of_its_legs_is_paid() {
	a_chain().with(ALICE, 2_000).with(BOB, 500_000).run(|| {
		let (long, short) = (put("92000"), put("91000"));
		list_option(long, "3500");
		list_option(short, "2800");
		trade(ALICE, BOB, ETH, 1_000, "3000");
		trade(ALICE, BOB, long, 1_000, "1000");
		trade(BOB, ALICE, short, 1_000, "800");
		assert_eq!(cash_of(ALICE), cash("1800"));

		let price = number("80000");
		for id in [long, short] {
			FakeInstruments::set_state(&id, MarketState::Settling);
			FakeInstruments::set_settlement_price(&id, price);
			// Whether the index is still there does not matter any more.
			FakeInstruments::set_mark(&id, Err(FeedError::NeverReported));
		}
		Margin::settle_accounts(&short, price, 10);
		assert_eq!(cash_of(ALICE), cash("-9200"));
		next_window();
		assert!(!state(ALICE).is_in_liquidation(), "12,000 are on their way");
		let margin = Margin::account_summary(&account(ALICE)).unwrap();
		assert_eq!((margin.equity, margin.maintenance_margin), (usd("2800"), usd("2605")));

		Margin::settle_accounts(&long, price, 10);
		next_window();
		let margin = Margin::account_summary(&account(ALICE)).unwrap();
		assert_eq!((margin.equity, margin.maintenance_margin), (usd("2800"), usd("2605")));
	});
}

#[test]
fn what_is_waiting_to_be_paid_is_not_sold() {
	a_chain().with(ALICE, 10_000).with(BOB, 500_000).run(|| {
		list_option(put("92000"), "3500");
		trade(ALICE, BOB, put("92000"), 100, "1000");
		trade(ALICE, BOB, BTC, 1_000, "90000");
		FakeInstruments::set_settlement_price(&put("92000"), number("90000"));
		set_price(BTC, "84000");
		next_window();
		assert!(state(ALICE).is_in_liquidation());
		let orders = FakeVenue::take_orders();
		assert_eq!(orders.iter().map(|order| order.instrument).collect::<Vec<_>>(), [BTC]);
	});
}

#[test]
fn no_value_leaves_as_a_token_while_withdrawals_wait() {
	a_writer().run(|| {
		list();
		let id = call("100000");
		trade(BOB, ALICE, id, 1_000, "1500");
		Margin::write(&account(ALICE), &id, 100).unwrap();
		let nothing_leaves = |reason: Error<Test>| {
			let reason = sp_runtime::DispatchError::from(reason);
			assert_noop!(Margin::write(&account(ALICE), &id, 1), reason);
			assert_noop!(Margin::reserve_write(&account(ALICE), &id, 1), reason);
			assert_noop!(Margin::take_long(&account(BOB), &id, 1), reason);
			assert_noop!(Margin::settle_token(&id, number("101000"), &DAVE, 50), reason);
			// What is worth nothing, and what comes in, may move.
			assert_eq!(Margin::settle_token(&id, number("99000"), &DAVE, 5), Ok(cash("0")));
			assert_ok!(Margin::put_long(&account(CAROL), &id, 1));
		};
		Deficit::<Test>::insert(UniverseId(0), cash("1"));
		nothing_leaves(Error::WithdrawalsBlockedByDeficit);
		Deficit::<Test>::remove(UniverseId(0));
		Margin::pause_withdrawals(as_committee()).unwrap();
		nothing_leaves(Error::WithdrawalsPaused);
		System::set_block_number(1_000);
		assert_ok!(Margin::write(&account(ALICE), &id, 1));
		assert_ok!(Margin::take_long(&account(BOB), &id, 1));
	});
}

#[test]
fn what_nobody_is_left_to_be_paid_goes_to_insurance() {
	a_writer().run(|| {
		list();
		let id = call("100000");
		Margin::write(&account(ALICE), &id, 100).unwrap();
		Margin::settle_accounts(&id, number("101000"), 10);
		Margin::settle_token(&id, number("101000"), &DAVE, 60).unwrap();
		take_events();
		assert_eq!(Margin::forfeit_tokens(&id, number("101000"), 40), Ok(cash("40")));
		assert_eq!(SettlementPool::<Test>::get(id), cash("0"));
		assert_eq!(InsuranceFund::<Test>::get(UniverseId(0)), cash("40"));
		assert_eq!(
			take_events(),
			[Event::ForfeitedToInsurance {
				instrument: id,
				lots: 40,
				universe: UniverseId(0),
				amount: cash("40"),
			}]
		);
		assert_noop!(
			Margin::forfeit_tokens(&id, number("101000"), 1),
			Error::<Test>::NotEnoughInPot
		);
	});
}

#[test]
fn each_settlement_is_told() {
	a_writer().run(|| {
		let id = put("90000");
		list_option(id, "3000");
		trade(BOB, ALICE, id, 100, "3000");
		take_events();
		Margin::settle_accounts(&id, number("80000"), 10);
		let events = take_events();
		assert!(events.contains(&Event::PositionSettled {
			account: account(BOB),
			instrument: id,
			lots: lots(100),
			payoff: cash("1000"),
			cash: cash("50700"),
		}));
		assert!(events.contains(&Event::PositionSettled {
			account: account(ALICE),
			instrument: id,
			lots: lots(-100),
			payoff: cash("-1000"),
			cash: cash("49300"),
		}));
	});
}

#[test]
fn an_option_out_of_the_money_pays_nothing() {
	a_writer().run(|| {
		list();
		let id = call("100000");
		trade(BOB, ALICE, id, 100, "1500");
		Margin::settle_accounts(&id, number("99999.99"), 10);
		assert_eq!((cash_of(ALICE), cash_of(BOB)), (cash("50150"), cash("49850")));
		assert_eq!(Margin::settle_token(&id, number("99999.99"), &DAVE, 5), Ok(cash("0")));
	});
}
