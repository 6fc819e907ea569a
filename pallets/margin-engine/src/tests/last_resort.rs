// SPDX-License-Identifier: Apache-2.0
//! Insurance, deleveraging and deficits.

use crate::{
	mock::*, AccountStatus, Attempts, Deficit, DeleveragingCursor, Error, Event, InsuranceFund,
	Subaccounts,
};
use frame_support::{assert_noop, assert_ok};
use market_maths::units::Ticks;
use market_primitives::{
	testing::{book::FakeVenue, instruments::FakeInstruments},
	traits::{Instruments, OptionPositions},
	MarketState, Side, UniverseId,
};

const HERE: UniverseId = UniverseId(0);

#[test]
fn insurance_pays_before_any_position_moves() {
	a_chain().with(ALICE, 10_000).with(BOB, 100_000).with_insurance(5_000).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		// Worth 10,000 − 11,000.
		set_price(BTC, "79000");
		take_events();
		next_window();
		let events = take_events();
		let place = |wanted: fn(&Event<Test>) -> bool| events.iter().position(wanted).unwrap();
		let paid = place(|event| matches!(event, Event::InsurancePaid { .. }));
		let moved = place(|event| matches!(event, Event::PositionChanged { .. }));
		assert!(paid < moved, "{events:#?}");
		assert_eq!(
			events[paid],
			Event::InsurancePaid {
				account: account(ALICE),
				universe: HERE,
				needed: cash("1000"),
				paid: cash("1000"),
				left: cash("4000"),
			}
		);
		assert_eq!(cash_of(BOB), cash("111000"), "closed at the mark, nothing lost");
		assert_eq!(Subaccounts::<Test>::get(account(ALICE)), None);
		assert_eq!(FakeInstruments::open_interest(&BTC), 0);
	});
}

#[test]
fn what_insurance_cannot_pay_makes_the_price_worse_for_the_opposite_side() {
	a_chain().with(ALICE, 10_000).with(BOB, 100_000).with_insurance(300).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		set_price(BTC, "79000");
		next_window();
		assert_eq!(cash_of(BOB), cash("110300"), "bought back at 79,700");
		assert_eq!(InsuranceFund::<Test>::get(HERE), cash("0"));
		assert_eq!(Deficit::<Test>::get(HERE), cash("0"));
	});
}

#[test]
fn a_bankrupt_short_is_closed_against_longs() {
	a_chain().with(ALICE, 10_000).with(BOB, 100_000).run(|| {
		trade(BOB, ALICE, BTC, 1_000, "90000");
		set_price(BTC, "102000");
		next_window();
		assert_eq!(lots_of(BOB, &BTC), 0);
		assert_eq!(cash_of(BOB), cash("110000"), "sold at 100,000: all that Alice had");
	});
}

#[test]
fn everybody_opposite_gives_up_in_proportion_to_what_they_hold() {
	a_chain()
		.with(ALICE, 10_000)
		.with(BOB, 100_000)
		.with(CAROL, 100_000)
		.with(DAVE, 500_000)
		.run(|| {
			trade(ALICE, BOB, BTC, 700, "90000");
			trade(ALICE, CAROL, BTC, 300, "90000");
			trade(DAVE, BOB, BTC, 700, "90000");
			trade(DAVE, CAROL, BTC, 300, "90000");
			set_price(BTC, "79000");
			take_events();
			next_window();
			assert_eq!((lots_of(BOB, &BTC), lots_of(CAROL, &BTC)), (-700, -300));
			let shed: Vec<_> = take_events()
				.into_iter()
				.filter_map(|event| match event {
					Event::AutoDeleveraged { counterparty, lots, value, .. } => {
						Some((counterparty.owner, lots, value))
					},
					_ => None,
				})
				.collect();
			assert!(shed.contains(&(BOB, 700, cash("56000"))), "{shed:?}");
			assert!(shed.contains(&(CAROL, 300, cash("24000"))), "{shed:?}");
		});
}

#[test]
fn all_of_a_market_in_one_liquidation_does_not_stop_the_chain() {
	// The whole open interest belongs to one account and its only opposite; the fund is empty.
	a_chain().with(ALICE, 9_000).with(BOB, 9_000).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		set_price(BTC, "40000");
		next_window();
		assert_eq!(FakeInstruments::open_interest(&BTC), 0);
		assert_eq!(cash_of(BOB), cash("18000"));
		next_window();
	});
}

/// Alice sold a call for 1,500 with 20,000 of her own, and bitcoin expires at 150,000.
fn settle_a_disaster() {
	list_option(call("100000"), "1500");
	trade(BOB, ALICE, call("100000"), 1_000, "1500");
	take_events();
	let progress = Margin::settle_accounts(&call("100000"), number("150000"), 10);
	assert!(progress.finished);
	assert_eq!(cash_of(ALICE), cash("-28500"));
}

#[test]
fn a_debt_without_positions_is_insured_and_the_rest_recorded_openly() {
	a_chain().with(ALICE, 20_000).with(BOB, 100_000).with_insurance(8_500).run(|| {
		settle_a_disaster();
		take_events();
		next_window();
		assert_eq!(InsuranceFund::<Test>::get(HERE), cash("0"));
		assert_eq!(Deficit::<Test>::get(HERE), cash("20000"));
		assert_eq!(Subaccounts::<Test>::get(account(ALICE)), None);
		assert!(take_events().contains(&Event::DeficitRecorded {
			account: account(ALICE),
			universe: HERE,
			amount: cash("20000"),
			total: cash("20000"),
		}));
		assert_noop!(
			Margin::withdraw(signed(BOB), 0, 1),
			Error::<Test>::WithdrawalsBlockedByDeficit
		);
		assert_ok!(Margin::add_insurance(signed(CAROL), HERE, 20_001 * DOLLAR));
		assert_eq!(Deficit::<Test>::get(HERE), cash("0"));
		assert_eq!(InsuranceFund::<Test>::get(HERE), cash("1"));
		assert_ok!(Margin::withdraw(signed(BOB), 0, 1));
	});
}

#[test]
fn a_debt_that_insurance_covers_leaves_no_deficit() {
	a_chain().with(ALICE, 20_000).with(BOB, 100_000).with_insurance(30_000).run(|| {
		settle_a_disaster();
		next_window();
		assert_eq!(InsuranceFund::<Test>::get(HERE), cash("1500"));
		assert_eq!(Deficit::<Test>::get(HERE), cash("0"));
	});
}

/// Money or positions that moved without a trade.
fn last_resorts() -> Vec<Event<Test>> {
	let moved = |event: &Event<Test>| {
		matches!(
			event,
			Event::InsurancePaid { .. }
				| Event::AutoDeleveraged { .. }
				| Event::PositionChanged { .. }
				| Event::DeficitRecorded { .. }
		)
	};
	take_events().into_iter().filter(moved).collect()
}

#[test]
fn between_expiry_and_its_price_nobody_is_insured_or_closed_at_the_index_of_the_moment() {
	a_chain().with(ALICE, 20_000).with(BOB, 100_000).with_insurance(5_000).run(|| {
		let id = call("100000");
		list_option(id, "1500");
		trade(BOB, ALICE, id, 1_000, "1500");
		// It expires at 120,000, and would leave Alice 1,500.
		FakeInstruments::set_state(&id, MarketState::Settling);
		FakeInstruments::set_mark(&id, Ok(option_mark("120000", "20000")));
		next_window();
		assert!(state(ALICE).is_in_liquidation());
		take_events();
		// Two percent more until the price is known: 900 would be missing, if that were the price.
		FakeInstruments::set_mark(&id, Ok(option_mark("122400", "22400")));
		for _ in 0..30 {
			next_window();
			assert_eq!(last_resorts(), []);
			assert_eq!(FakeVenue::take_orders(), [], "it trades no more");
		}
		assert_eq!((lots_of(ALICE, &id), lots_of(BOB, &id)), (-1_000, 1_000));

		// The mean of the last minutes is what it is paid at, for both.
		FakeInstruments::set_settlement_price(&id, number("120500"));
		assert!(Margin::settle_accounts(&id, number("120500"), 10).finished);
		assert_eq!((cash_of(ALICE), cash_of(BOB)), (cash("1000"), cash("119000")));
		next_window();
		assert_eq!(state(ALICE).status, AccountStatus::Healthy);
		assert_eq!(InsuranceFund::<Test>::get(HERE), cash("5000"));
	});
}

#[test]
fn where_the_last_deleveraging_ended_is_forgotten_with_the_series() {
	a_chain().with(ALICE, 20_000).with(BOB, 100_000).with(CAROL, 100_000).run(|| {
		let id = call("100000");
		list_option(id, "1500");
		trade(BOB, ALICE, id, 1_000, "1500");
		trade(BOB, CAROL, id, 500, "1500");
		// Worth 21,500 − 25,000.
		FakeInstruments::set_mark(&id, Ok(option_mark("110000", "25000")));
		next_window();
		assert_eq!(lots_of(ALICE, &id), 0);
		assert!(DeleveragingCursor::<Test>::contains_key(id));
		let settle = |limit| Margin::settle_accounts(&id, number("110000"), limit).finished;
		assert!(!settle(1));
		assert!(DeleveragingCursor::<Test>::contains_key(id), "others may still be looked for");
		assert!(settle(1));
		assert_eq!(DeleveragingCursor::<Test>::iter().count(), 0);
	});
}

#[test]
fn behind_an_expired_option_what_still_trades_goes_on_being_sold() {
	a_chain()
		.with(ALICE, 40_000)
		.with(BOB, 500_000)
		.with(CAROL, 500_000)
		.with_insurance(5_000)
		.run(|| {
			let id = call("100000");
			list_option(id, "1500");
			trade(BOB, ALICE, id, 1_000, "1500");
			trade(ALICE, BOB, ETH, 20_000, "3000");
			take_events();
			FakeInstruments::set_state(&id, MarketState::Settling);
			FakeInstruments::set_mark(&id, Ok(option_mark("122400", "22400")));
			// Worth 41,500 − 22,400 − 20,000, if that were the price.
			set_price(ETH, "2000");
			next_window();
			let orders = FakeVenue::take_orders();
			let placed: Vec<_> = orders
				.iter()
				.map(|order| (order.instrument, order.side, order.lots, order.limit))
				.collect();
			assert_eq!(placed, [(ETH, Side::Sell, 12_500, ticks("2000"))], "at no one's expense");
			assert_eq!(last_resorts(), []);

			next_window();
			fill_liquidation_orders(CAROL, "2000");
			assert_eq!(lots_of(ALICE, &ETH), 7_500);
			take_events();
			// Paid at 120,100 she keeps 1,400, with 7.5 ethers that require 975.
			FakeInstruments::set_settlement_price(&id, number("120100"));
			Margin::settle_accounts(&id, number("120100"), 10);
			next_window();
			assert_eq!(last_resorts(), []);
			assert_eq!(cash_of(ALICE), cash("8900"), "41,500 − 20,100 − 12,500");
		});
}

#[test]
fn a_position_whose_opposite_is_a_token_waits_for_the_market() {
	a_chain().with(ALICE, 20_000).run(|| {
		list_option(call("100000"), "1500");
		Margin::write(&account(ALICE), &call("100000"), 1_000).unwrap();
		FakeInstruments::set_mark(&call("100000"), Ok(option_mark("150000", "50000")));
		next_window();
		next_window();
		assert_eq!(lots_of(ALICE, &call("100000")), -1_000, "there is nobody to close it against");
		assert!(state(ALICE).is_in_liquidation());
		// It ends when the price comes back, or at expiry.
		Margin::settle_accounts(&call("100000"), number("110000"), 10);
		next_window();
		assert_eq!(state(ALICE).status, AccountStatus::Healthy);
		assert_eq!(cash_of(ALICE), cash("10000"));
		// Whoever held the token was paid elsewhere; here the pool keeps what is theirs.
		assert_eq!(
			Margin::settle_token(&call("100000"), number("110000"), &BOB, 1_000),
			Ok(cash("10000"))
		);
		FakeVenue::reset();
	});
}

#[test]
fn a_writer_of_tokens_worth_less_than_nothing_is_bought_back_at_the_expense_of_insurance() {
	a_chain()
		.with(ALICE, 20_000)
		.with(CAROL, 500_000)
		.with_insurance(33_000)
		.run(|| {
			let id = call("100000");
			list_option(id, "1500");
			Margin::write(&account(ALICE), &id, 1_000).unwrap();
			// Worth 20,000 − 50,000; the fund could pay three thousand more. A tenth of the 13,500 that she
			// must keep is less, and is offered in twenty steps of 67.50, from nothing on.
			FakeInstruments::set_mark(&id, Ok(option_mark("150000", "50000")));
			for window in 0..=20 {
				next_window();
				let orders = FakeVenue::take_orders();
				assert_eq!((orders[0].instrument, orders[0].side), (id, Side::Buy));
				let tenths = 500_000 + window * 675;
				let limit = ticks(&format!("{}.{}", tenths / 10, tenths % 10));
				assert_eq!((orders[0].lots, orders[0].limit), (166, limit), "window {window}");
			}
			for _ in 0..8 {
				next_window();
				// That somebody was found does not lower what is offered to the next.
				fill_liquidation_orders(CAROL, "51000");
			}
			assert_eq!(Subaccounts::<Test>::get(account(ALICE)), None);
			assert_eq!(InsuranceFund::<Test>::get(HERE), cash("2000"));
			assert_eq!(Deficit::<Test>::get(HERE), cash("0"));
			assert_eq!(Attempts::<Test>::iter().count(), 0);
		});
}

/// Alice wrote a call with 20,000 and `price` is what it is worth now; the fund has 50,000. What she bids for
/// it in each of so many windows in which nobody sells.
fn bids_of_a_writer(price: &str, windows: usize) -> Vec<Ticks> {
	let mut bids = Vec::new();
	a_chain().with(ALICE, 20_000).with_insurance(50_000).run(|| {
		let id = call("100000");
		list_option(id, "1500");
		Margin::write(&account(ALICE), &id, 1_000).unwrap();
		FakeInstruments::set_mark(&id, Ok(option_mark("110000", price)));
		for _ in 0..windows {
			next_window();
			bids.extend(FakeVenue::take_orders().iter().map(|order| order.limit));
		}
		assert_eq!(InsuranceFund::<Test>::get(HERE), cash("50000"));
	});
	bids
}

#[test]
fn for_a_cent_that_is_missing_insurance_is_not_put_at_stake() {
	// Whoever holds her tokens may ask for 5 % of the index more: 25,500. That is never bid.
	assert_eq!(bids_of_a_writer("20000.01", 60), [ticks("20000"); 60]);
}

#[test]
fn insurance_offers_no_more_than_is_missing_already() {
	let bids = bids_of_a_writer("20100", 60);
	let tick_of_five_dollars = 50;
	let expected: Vec<_> = (0..60)
		.map(|window: u64| window.min(20) * tick_of_five_dollars)
		.map(|more| Ticks::from_inner(ticks("20100").into_inner() + more))
		.collect();
	assert_eq!(bids, expected);
}

#[test]
fn without_insurance_a_writer_of_tokens_is_bought_back_at_the_mark_at_most() {
	a_chain().with(ALICE, 20_000).run(|| {
		let id = call("100000");
		list_option(id, "1500");
		Margin::write(&account(ALICE), &id, 1_000).unwrap();
		FakeInstruments::set_mark(&id, Ok(option_mark("150000", "50000")));
		next_window();
		assert_eq!(FakeVenue::take_orders()[0].limit, ticks("50000"));
	});
}

#[test]
fn the_market_is_asked_again_when_patience_ends_and_nobody_holds_the_opposite() {
	a_chain().with(ALICE, 20_000).run(|| {
		let id = call("100000");
		list_option(id, "1500");
		Margin::write(&account(ALICE), &id, 1_000).unwrap();
		// Worth 7,500, and 600 short of what must be kept.
		FakeInstruments::set_mark(&id, Ok(option_mark("90000", "12500")));
		for window in 0..50 {
			next_window();
			assert_eq!(FakeVenue::take_orders().len(), 1, "window {window}");
		}
		let AccountStatus::InLiquidation(record) = state(ALICE).status else { panic!() };
		assert!(record.idle_windows <= 20);
	});
}

#[test]
fn many_positions_are_closed_one_after_the_other() {
	a_chain().with(ALICE, 20_000).with(BOB, 500_000).with_insurance(100).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		trade(ALICE, BOB, ETH, 20_000, "3000");
		set_price(BTC, "78000");
		set_price(ETH, "2400");
		// 20,000 − 12,000 − 12,000 = −4,000.
		for _ in 0..4 {
			next_window();
		}
		assert_eq!((lots_of(ALICE, &BTC), lots_of(ALICE, &ETH)), (0, 0));
		let total = cash_of(BOB)
			.checked_add(
				Subaccounts::<Test>::get(account(ALICE)).map_or(cash("0"), |account| account.cash),
			)
			.unwrap();
		assert_eq!(total, cash("520100"), "all of it is still there");
	});
}

#[test]
fn what_helps_is_deleveraged_before_a_spread_is_taken_apart() {
	a_chain().with(ALICE, 15_000).with(BOB, 500_000).run(|| {
		let (near, far) = (call("95000"), call("100000"));
		list_option(near, "3000");
		list_option(far, "1500");
		trade(ALICE, BOB, far, 1_000, "1500");
		trade(BOB, ALICE, near, 1_000, "3000");
		trade(ALICE, BOB, BTC, 1_000, "90000");
		FakeInstruments::set_mark(&near, Ok(option_mark("90000", "8000")));
		FakeInstruments::set_mark(&far, Ok(option_mark("90000", "4500")));
		// Worth 16,500 − 20,000 − 3,500. The short call demands more than the bitcoin.
		set_price(BTC, "70000");
		next_window();
		let left = [BTC, near, far].map(|id| lots_of(ALICE, &id));
		assert_eq!(left, [0, -1_000, 1_000]);
	});
}

#[test]
fn nobody_opposite_is_charged_more_than_the_account_is_worth() {
	a_chain().with(ALICE, 10_000).with(BOB, 20_000).with(CAROL, 500_000).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		trade(BOB, CAROL, ETH, 20_000, "3000");
		set_price(BTC, "79000");
		set_price(ETH, "1470");
		// Alice lacks a thousand, and Bob is worth 20,000 + 11,000 − 30,600.
		next_window();
		assert_eq!(lots_of(BOB, &BTC), 0);
		assert_eq!(Margin::account_summary(&account(BOB)).unwrap().equity, usd("0"));
		assert_eq!(Deficit::<Test>::get(HERE), cash("600"), "what was left of it");
		assert_eq!(Subaccounts::<Test>::get(account(ALICE)), None);
	});
}

#[test]
fn insurance_that_is_too_small_is_shared_in_proportion_to_the_losses() {
	let story = |first: u64, second: u64| {
		let mut paid = Vec::new();
		a_chain()
			.with(ALICE, 10_000)
			.with(CAROL, 20_000)
			.with(BOB, 500_000)
			.with_insurance(900)
			.run(|| {
				trade(first, BOB, BTC, if first == ALICE { 1_000 } else { 2_000 }, "90000");
				trade(second, BOB, BTC, if second == ALICE { 1_000 } else { 2_000 }, "90000");
				// Alice lacks 1,000 and Carol 2,000; the fund has 900.
				set_price(BTC, "79000");
				take_events();
				next_window();
				for event in take_events() {
					if let Event::InsurancePaid { account, needed, paid: part, .. } = event {
						paid.push((account.owner, needed, part));
					}
				}
				assert_eq!(InsuranceFund::<Test>::get(HERE), cash("0"));
			});
		paid.sort_unstable_by_key(|(owner, ..)| *owner);
		paid
	};
	let fair = [(ALICE, cash("1000"), cash("300")), (CAROL, cash("2000"), cash("600"))];
	assert_eq!(story(ALICE, CAROL), fair);
	assert_eq!(story(CAROL, ALICE), fair);
}

#[test]
fn debts_of_those_who_hold_nothing_any_more_share_what_the_fund_has() {
	a_chain()
		.with(ALICE, 20_000)
		.with(CAROL, 30_000)
		.with(BOB, 200_000)
		.with_insurance(6_000)
		.run(|| {
			list_option(call("100000"), "1500");
			trade(BOB, ALICE, call("100000"), 1_000, "1500");
			trade(BOB, CAROL, call("100000"), 1_000, "1500");
			assert!(Margin::settle_accounts(&call("100000"), number("150000"), 10).finished);
			// They owe 28,500 and 18,500.
			take_events();
			next_window();
			let paid: Vec<_> = take_events()
				.into_iter()
				.filter_map(|event| match event {
					Event::InsurancePaid { account, paid, .. } => Some((account.owner, paid)),
					_ => None,
				})
				.collect();
			let (alices, carols) = (cash("3638.297872"), cash("2361.702128"));
			assert!(paid.contains(&(ALICE, alices)) && paid.contains(&(CAROL, carols)), "{paid:?}");
			assert_eq!(InsuranceFund::<Test>::get(HERE), cash("0"));
			assert_eq!(Deficit::<Test>::get(HERE), cash("41000"));
		});
}
