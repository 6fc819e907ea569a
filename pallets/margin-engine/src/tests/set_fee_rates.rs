// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Error, Event, FeeRates, TradingFees};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::BadOrigin;

#[test]
fn new_rates_hold_from_the_next_clearing_on() {
	a_chain().with_usual_fees().with(ALICE, 20_000).with(BOB, 20_000).run(|| {
		let old = FeeRates::default();
		let new = FeeRates { perpetual_taker: number("0.001"), ..old };
		assert_ok!(Margin::set_fee_rates(as_admin(), new));
		assert_eq!(take_events(), [Event::FeeRatesChanged { old, new }]);
		trade(ALICE, BOB, BTC, 100, "90000");
		assert_eq!(cash_of(ALICE), cash("19991"));
	});
}

#[test]
fn rates_outside_their_bounds_and_strangers_are_refused() {
	a_chain().with_usual_fees().run(|| {
		for (text, good) in [("0.0100000001", false), ("-0.0001", false), ("0.0006", true)] {
			let rates = FeeRates { option_maker: number(text), ..FeeRates::default() };
			assert_eq!(Margin::set_fee_rates(as_admin(), rates).is_ok(), good, "{text}");
		}
		let rates = FeeRates { liquidation: number("0.2"), ..FeeRates::default() };
		assert_noop!(Margin::set_fee_rates(as_admin(), rates), Error::<Test>::FeeRatesOutOfBounds);
		assert_noop!(Margin::set_fee_rates(signed(ALICE), FeeRates::default()), BadOrigin);
		assert_eq!(TradingFees::<Test>::get().option_maker, number("0.0006"));
	});
}

#[test]
fn a_fee_at_most_doubles_or_halves_in_one_change() {
	a_chain().with_usual_fees().run(|| {
		let set = |taker: &str| {
			let rates = FeeRates { perpetual_taker: number(taker), ..TradingFees::<Test>::get() };
			Margin::set_fee_rates(as_admin(), rates)
		};
		assert_noop!(set("0.00101"), Error::<Test>::StepTooLarge);
		assert_noop!(set("0.00024"), Error::<Test>::StepTooLarge);
		assert_noop!(set("0"), Error::<Test>::StepTooLarge);
		for taker in ["0.00025", "0.000125", "0.0001", "0"] {
			assert_ok!(set(taker));
			pass_blocks(CHANGE_INTERVAL);
		}
		assert_noop!(set("0.0002"), Error::<Test>::StepTooLarge);
		for taker in ["0.0001", "0.0002"] {
			assert_ok!(set(taker));
			pass_blocks(CHANGE_INTERVAL);
		}
	});
}

#[test]
fn fees_change_once_in_an_interval_up_or_down() {
	a_chain().with_usual_fees().run(|| {
		let set = |taker: &str| {
			let rates = FeeRates { perpetual_taker: number(taker), ..TradingFees::<Test>::get() };
			Margin::set_fee_rates(as_admin(), rates)
		};
		assert_ok!(set("0.001"));
		pass_blocks(CHANGE_INTERVAL - 1);
		for taker in ["0.002", "0.0005"] {
			assert_noop!(set(taker), Error::<Test>::ChangedTooRecently);
		}
		pass_blocks(1);
		assert_ok!(set("0.002"));
	});
}
