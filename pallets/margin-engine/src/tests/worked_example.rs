// SPDX-License-Identifier: Apache-2.0
//! The example of the README, with the same numbers.

use crate::{mock::*, InsuranceFund};
use market_primitives::{testing::book::FakeVenue, UniverseId};

#[test]
fn the_readme_s_example_comes_out_as_written() {
	a_chain().with(ALICE, 10_000).with(BOB, 100_000).with(CAROL, 500_000).run(|| {
		let fees =
			crate::FeeRates { liquidation: number("0.01"), ..crate::TradingFees::<Test>::get() };
		crate::TradingFees::<Test>::put(fees);

		trade(ALICE, BOB, BTC, 1_000, "90000");
		let seen = || Margin::account_summary(&account(ALICE)).unwrap();
		assert_eq!(seen().initial_margin, usd("1000"));
		assert_eq!(seen().maintenance_margin, usd("4150"));
		assert_eq!(
			seen().lines[0].liquidation_price.unwrap().ticks_floor(number("0.01")).unwrap(),
			market_maths::units::Ticks::from_inner(8_556_149)
		);

		set_price(BTC, "85000");
		assert_eq!((seen().equity, seen().maintenance_margin), (usd("5000"), usd("-525")));
		next_window();
		fill_liquidation_orders(CAROL, "84900");
		assert_eq!(lots_of(ALICE, &BTC), 754);
		assert_eq!(InsuranceFund::<Test>::get(UniverseId(0)), cash("208.854"));
		assert_eq!(seen().equity, usd("4766.546"));
		assert_eq!(seen().maintenance_margin, usd("600.696"));

		next_window();
		assert_eq!(FakeVenue::take_orders()[0].lots, 5, "24.18 short of the buffer of 624.88");
	});
}
