// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Event, Fees, FundingPot, FundingRoundings, Holders, Position};
use market_primitives::{
	testing::instruments::FakeInstruments,
	traits::{Clearing, ClearingError, Instruments},
	FillRole, Side, UniverseId,
};

const HERE: UniverseId = UniverseId(0);

#[test]
fn a_perpetual_is_bought_without_cash_and_its_profit_is_paid_when_it_is_sold() {
	a_chain().with(ALICE, 10_000).with(BOB, 10_000).run(|| {
		trade(ALICE, BOB, BTC, 100, "90000");
		let bought = Position { lots: lots(100), entry_value: cash("9000"), funding_index: 0 };
		assert_eq!(state(ALICE).position(&BTC), bought);
		assert_eq!(cash_of(ALICE), cash("10000"));
		assert_eq!(FakeInstruments::open_interest(&BTC), 100);

		trade(BOB, ALICE, BTC, 60, "95000");
		let left = Position { lots: lots(40), entry_value: cash("3600"), funding_index: 0 };
		assert_eq!(state(ALICE).position(&BTC), left);
		assert_eq!(cash_of(ALICE), cash("10300"));
		assert_eq!(cash_of(BOB), cash("9700"));
		assert_eq!(FakeInstruments::open_interest(&BTC), 40);

		trade(BOB, ALICE, BTC, 40, "85000");
		assert_eq!((cash_of(ALICE), cash_of(BOB)), (cash("10100"), cash("9900")));
		assert!(state(ALICE).lines.is_empty());
		assert_eq!(Holders::<Test>::iter().count(), 0);
	});
}

#[test]
fn an_option_s_premium_moves_at_once() {
	a_chain().with(ALICE, 10_000).with(BOB, 30_000).run(|| {
		list_option(call("100000"), "1500");
		trade(ALICE, BOB, call("100000"), 1_000, "1500");
		assert_eq!((cash_of(ALICE), cash_of(BOB)), (cash("8500"), cash("31500")));
		assert_eq!(state(ALICE).position(&call("100000")).entry_value, cash("1500"));
		assert_eq!(FakeInstruments::open_interest(&call("100000")), 1_000);
	});
}

#[test]
fn makers_and_takers_pay_their_fees_rounded_up() {
	a_chain().with_usual_fees().with(ALICE, 10_000).with(BOB, 30_000).run(|| {
		trade(ALICE, BOB, BTC, 1, "90000.1");
		// 90.0001 dollars: five and one hundredths of a percent.
		assert_eq!((cash_of(ALICE), cash_of(BOB)), (cash("9999.954999"), cash("29999.990999")));
	});
}

#[test]
fn an_option_s_fee_is_capped_by_its_premium() {
	a_chain().with_usual_fees().with(ALICE, 10_000).with(BOB, 30_000).run(|| {
		list_option(call("100000"), "1500");
		list_option(call("200000"), "10");
		trade(ALICE, BOB, call("100000"), 1_000, "1500");
		// Three hundredths of a percent of 90,000.
		assert_eq!(Fees::<Test>::get(HERE), cash("54"));
		trade(ALICE, BOB, call("200000"), 100, "10");
		// An eighth of one dollar rather than 2.70.
		assert_eq!(Fees::<Test>::get(HERE), cash("54.25"));
	});
}

#[test]
fn funding_is_settled_before_a_position_changes() {
	a_chain().with(ALICE, 10_000).with(BOB, 10_000).run(|| {
		trade(ALICE, BOB, BTC, 100, "90000");
		// One and a half units of cash per lot, and a little.
		FakeInstruments::set_funding(&BTC, 1_500_000_000_001);
		trade(ALICE, BOB, BTC, 100, "90000");
		assert_eq!(cash_of(ALICE), cash("9999.999849"), "150.0000000001 owed, rounded up");
		assert_eq!(cash_of(BOB), cash("10000.00015"), "and rounded down when received");
		assert_eq!(FundingPot::<Test>::get(HERE), cash("0.000001"));
		assert_eq!(FundingRoundings::<Test>::get(HERE), 2);
	});
}

#[test]
fn fills_of_one_account_are_booked_together_whatever_their_order() {
	let fills = || {
		[
			fill(ALICE, BTC, Side::Buy, 30, "90000", FillRole::Taker),
			fill(BOB, BTC, Side::Sell, 10, "90000", FillRole::Maker),
			fill(ALICE, BTC, Side::Buy, 7, "90000", FillRole::Maker),
			fill(BOB, BTC, Side::Sell, 27, "90000", FillRole::Maker),
		]
	};
	let outcome = |turn: usize| {
		let mut outcome = None;
		a_chain().with_usual_fees().with(ALICE, 10_000).with(BOB, 10_000).run(|| {
			admit(ALICE, BTC, Side::Buy, 37, "90000").unwrap();
			admit(BOB, BTC, Side::Sell, 37, "90000").unwrap();
			take_events();
			let mut fills = fills();
			fills.rotate_left(turn);
			Margin::book_fills(&BTC, &fills).unwrap();
			outcome = Some((sp_io::storage::root(Default::default()), take_events()));
		});
		outcome.unwrap()
	};
	let (root, events) = outcome(0);
	assert_eq!(events.len(), 2, "{events:?}");
	assert!((1..4).all(|turn| outcome(turn) == (root.clone(), events.clone())));
}

#[test]
fn a_change_is_told_with_everything_that_was_paid() {
	a_chain().with_usual_fees().with(ALICE, 10_000).with(BOB, 10_000).run(|| {
		trade(ALICE, BOB, BTC, 10, "90000");
		take_events();
		FakeInstruments::set_funding(&BTC, 1_000_000_000_000);
		trade(BOB, ALICE, BTC, 4, "95000");
		assert_eq!(
			take_events().first(),
			Some(&Event::PositionChanged {
				account: account(ALICE),
				instrument: BTC,
				change: lots(-4),
				lots: lots(6),
				value: cash("-380"),
				realised: cash("20"),
				fee: cash("0.038"),
				funding: cash("0.00001"),
				cash: cash_of(ALICE),
			})
		);
	});
}

#[test]
fn what_does_not_balance_is_not_booked() {
	a_chain().with(ALICE, 10_000).with(BOB, 10_000).run(|| {
		let buy = fill(ALICE, BTC, Side::Buy, 3, "90000", FillRole::Taker);
		let sell = |lots, price| fill(BOB, BTC, Side::Sell, lots, price, FillRole::Maker);
		let book = |fills: &[_]| Margin::book_fills(&BTC, fills);
		admit(ALICE, BTC, Side::Buy, 3, "90000").unwrap();
		assert_eq!(book(&[buy, sell(2, "90000")]), Err(ClearingError::Unbalanced));
		assert_eq!(book(&[buy, sell(3, "90001")]), Err(ClearingError::Unbalanced));
		let stranger = fill(99, BTC, Side::Sell, 3, "90000", FillRole::Maker);
		assert_eq!(book(&[buy, stranger]), Err(ClearingError::UnknownAccount));
		let other = fill(BOB, ETH, Side::Sell, 3, "90000", FillRole::Maker);
		assert_eq!(book(&[buy, other]), Err(ClearingError::UnknownInstrument));
		assert_eq!(book(&[buy, sell(3, "90000")]), Err(ClearingError::Overflow), "never admitted");
		assert_eq!(book(&[]), Ok(()));
		assert_eq!(lots_of(ALICE, &BTC), 0);
	});
}
