// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Error, Event, Fees, InsuranceFund};
use frame_support::{assert_noop, assert_ok};
use market_primitives::UniverseId;
use sp_runtime::traits::BadOrigin;

#[test]
fn collected_fees_become_insurance() {
	a_chain().with_usual_fees().with(ALICE, 20_000).with(BOB, 20_000).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		take_events();
		let universe = UniverseId(0);
		assert_eq!(Fees::<Test>::get(universe), cash("54"));
		assert_ok!(Margin::move_fees_to_insurance(as_admin(), universe, cash("50")));
		assert_eq!(Fees::<Test>::get(universe), cash("4"));
		let (amount, fund) = (cash("50"), cash("50"));
		assert_eq!(InsuranceFund::<Test>::get(universe), fund);
		assert_eq!(take_events(), [Event::FeesMovedToInsurance { universe, amount, fund }]);
	});
}

#[test]
fn only_fees_that_are_there_and_only_by_the_risk_admin() {
	a_chain().run(|| {
		let universe = UniverseId(0);
		let move_fees = |origin, amount| Margin::move_fees_to_insurance(origin, universe, amount);
		assert_noop!(move_fees(as_admin(), cash("1")), Error::<Test>::NotEnoughInPot);
		assert_noop!(move_fees(as_admin(), cash("0")), Error::<Test>::NothingToMove);
		assert_noop!(move_fees(as_admin(), cash("-1")), Error::<Test>::NothingToMove);
		assert_noop!(move_fees(signed(ALICE), cash("1")), BadOrigin);
	});
}
