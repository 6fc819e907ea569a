// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Error, Event, InsuranceFund};
use frame_support::{assert_noop, assert_ok};
use market_primitives::UniverseId;

#[test]
fn anyone_may_add_to_the_fund() {
	a_chain().run(|| {
		let universe = UniverseId(0);
		assert_ok!(Margin::add_insurance(signed(CAROL), universe, 7 * DOLLAR));
		let (amount, fund) = (cash("7"), cash("7"));
		assert_eq!(take_events(), [Event::InsuranceAdded { universe, by: CAROL, amount, fund }]);
		assert_eq!(InsuranceFund::<Test>::get(universe), fund);
		assert_eq!(Dollars::free_balance(CAROL), POCKET - 7 * DOLLAR);
		assert_noop!(
			Margin::add_insurance(signed(CAROL), universe, 0),
			Error::<Test>::NothingToMove
		);
	});
}
