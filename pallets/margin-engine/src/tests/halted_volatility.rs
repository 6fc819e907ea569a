// SPDX-License-Identifier: Apache-2.0
//! A volatility that cannot be relied on stops new risk in its expiry, costs whoever is short there more initial
//! margin, and changes nothing else.

use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok};
use market_maths::options::OptionKind;
use market_primitives::{
	testing::{book::FakeVenue, instruments::FakeInstruments},
	traits::{OptionPositions, RiskGate, RiskRefusal},
	FeedStatus, InstrumentId, Mark, OptionContract, RestingExposure, Side, Strike, Underlying,
};
use sp_runtime::Perbill;

/// The call at 100,000 that expires in November.
fn near() -> InstrumentId {
	call("100000")
}

/// The same a week later.
fn far() -> InstrumentId {
	let strike = Strike::from_price(number("100000")).unwrap();
	let contract = OptionContract { expiry: EXPIRY + 604_800, strike, kind: OptionKind::Call };
	InstrumentId::option(Underlying::BTC, contract)
}

fn halt(option: InstrumentId) {
	begin_block();
	FakeInstruments::set_volatility_status(&option, FeedStatus::Halted);
}

#[test]
fn one_lot_of_an_option_with_a_halted_smile_is_no_shield_against_liquidation() {
	a_chain().with(ALICE, 10_000).with(BOB, 100_000).run(|| {
		list_option(near(), "1500");
		trade(ALICE, BOB, near(), 1, "1500");
		trade(BOB, ALICE, BTC, 1_000, "90000");
		halt(near());
		// Short a bitcoin she is worth 5,000, and 95,000 · 6.5 % = 6,175 are required.
		set_price(BTC, "95000");
		next_window();
		assert!(state(ALICE).is_in_liquidation());
		let orders = FakeVenue::take_orders();
		let placed: Vec<_> = orders.iter().map(|order| (order.instrument, order.side)).collect();
		assert!(placed.contains(&(BTC, Side::Buy)), "{placed:?}");
	});
}

#[test]
fn a_liquidation_under_way_goes_on_while_a_smile_is_halted() {
	a_chain().with(ALICE, 10_000).with(BOB, 100_000).run(|| {
		list_option(near(), "1500");
		trade(ALICE, BOB, near(), 1, "1500");
		trade(BOB, ALICE, BTC, 1_000, "90000");
		set_price(BTC, "95000");
		next_window();
		FakeVenue::take_orders();
		halt(near());
		next_window();
		assert!(!FakeVenue::take_orders().is_empty());
	});
}

#[test]
fn new_risk_in_its_expiry_is_refused_with_its_own_error_and_everything_else_trades_on() {
	a_chain().with(ALICE, 100_000).with(BOB, 100_000).run(|| {
		list_option(near(), "1500");
		list_option(far(), "1800");
		trade(ALICE, BOB, near(), 100, "1500");
		halt(near());
		let refused = Err(RiskRefusal::VolatilityUnavailable);
		for side in [Side::Buy, Side::Sell] {
			let order = exposure(near(), side, 101, "1500");
			assert_eq!(admit_order(ALICE, &order), refused);
			assert_eq!(bearable(ALICE, &[order]), Perbill::zero());
			let why = Margin::why_not_all(&mut Default::default(), &account(ALICE), &[order]);
			assert_eq!(Err(why), refused);
			let forecast = Margin::margin_with_orders(&account(ALICE), &[order]).unwrap();
			assert!(!forecast.would_be_admitted);
		}
		assert_noop!(
			Margin::write(&account(ALICE), &near(), 1),
			Error::<Test>::VolatilityUnavailable
		);
		// What only closes is closed.
		let sale = exposure(near(), Side::Sell, 100, "1500");
		assert_eq!(bearable(ALICE, &[sale]), Perbill::one());
		let close = RestingExposure { reduce_only: true, ..sale };
		assert_eq!(admit_order(ALICE, &close), Ok(()));
		assert_ok!(Margin::take_long(&account(ALICE), &near(), 100));

		// Bob is short of it, and may open whatever else there is.
		for (other, limit) in [(far(), "1800"), (BTC, "90000"), (ETH, "3000")] {
			let order = exposure(other, Side::Buy, 10, limit);
			assert_eq!(bearable(BOB, &[order]), Perbill::one());
			assert_eq!(admit_order(BOB, &order), Ok(()));
		}
		assert_ok!(Margin::write(&account(BOB), &far(), 10));
	});
}

/// Alice sold a call on a bitcoin for 1,500 and has 21,500.
///
/// It is worth 1,500 and requires 13 % of 90,000 more to open, 9 % to keep: 8,300 and 11,900 are left.
fn a_short_call(test: impl FnOnce()) {
	a_chain().with(ALICE, 20_000).with(BOB, 50_000).run(|| {
		list_option(near(), "1500");
		trade(BOB, ALICE, near(), 1_000, "1500");
		begin_block();
		assert_eq!(left(), (usd("8300"), usd("11900")));
		test();
	});
}

/// Alice's initial and maintenance margin.
fn left() -> (market_maths::units::Usd, market_maths::units::Usd) {
	let seen = Margin::account_summary(&account(ALICE)).unwrap();
	(seen.initial_margin, seen.maintenance_margin)
}

/// The call's mark, off by so many dollars because of the index and because of its volatility.
fn unsure(index: &str, volatility: &str, volatility_status: FeedStatus) {
	let mark = Mark {
		confidence: number(index),
		price_confidence: number(volatility),
		volatility_status,
		..option_mark("90000", "1500")
	};
	FakeInstruments::set_mark(&near(), Ok(mark));
}

#[test]
fn a_wider_volatility_raises_the_initial_margin_and_leaves_maintenance() {
	a_short_call(|| {
		// Half a thousandth is too little to count.
		unsure("0", "45", FeedStatus::Live);
		assert_eq!(left(), (usd("8300"), usd("11900")));
		unsure("0", "900", FeedStatus::Live);
		assert_eq!(left(), (usd("7400"), usd("11900")));
		unsure("450", "900", FeedStatus::Caution);
		assert_eq!(left(), (usd("6950"), usd("11900")), "on top of what the index is off by");
		unsure("0", "90000", FeedStatus::Halted);
		assert_eq!(left(), (usd("-81700"), usd("11900")), "never more than the coin");
		next_window();
		assert!(!state(ALICE).is_in_liquidation());
	});
}

#[test]
fn the_doubt_about_a_volatility_is_not_one_about_the_perpetual() {
	a_short_call(|| {
		trade(ALICE, BOB, BTC, 100, "90000");
		begin_block();
		unsure("0", "900", FeedStatus::Live);
		// A tenth of a bitcoin requires 900 to open and 585 to keep, and nothing for doubt.
		assert_eq!(left(), (usd("6500"), usd("11315")));
	});
}

#[test]
fn withdrawals_go_by_the_index_and_leave_what_a_halted_smile_makes_doubtful() {
	a_short_call(|| {
		unsure("0", "2700", FeedStatus::Halted);
		let seen = Margin::account_summary(&account(ALICE)).unwrap();
		assert_eq!((seen.prices, seen.volatilities), (FeedStatus::Live, FeedStatus::Halted));
		assert_eq!(
			Margin::withdrawable_cash(&account(ALICE)),
			cash("5600"),
			"2,700 less than before"
		);
		assert_noop!(
			Margin::withdraw(signed(ALICE), 0, 5_600 * DOLLAR + 1),
			Error::<Test>::WithdrawalBelowInitialMargin
		);
		assert_ok!(Margin::withdraw(signed(ALICE), 0, 5_600 * DOLLAR));
		// An index that is halted holds up everything.
		FakeInstruments::set_status_of_all(FeedStatus::Halted);
		assert_noop!(Margin::withdraw(signed(ALICE), 0, 1), Error::<Test>::PriceUnavailable);
	});
}
