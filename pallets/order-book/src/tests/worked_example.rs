// SPDX-License-Identifier: Apache-2.0
//! The example of the README, number by number.

use crate::mock::*;
use frame_support::assert_ok;
use market_primitives::Side;

#[test]
fn the_worked_example_of_the_readme() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(40, 1_000)));
		assert_ok!(place(ALICE, ask(40, 1_004)));
		clear();
		assert_ok!(place(BOB, bid(60, 1_006)));
		assert_ok!(place(CAROL, bid(20, 1_004)));
		assert_ok!(place(DAVE, ask(30, 1_001)));
		clear();
		assert_eq!(cleared_at(), Some((1_004, 70)));
		assert_eq!(
			fills(),
			[(id(ALICE, 1), 40), (id(BOB, 0), 60), (id(CAROL, 0), 10), (id(DAVE, 0), 30)]
		);
		assert_eq!(resting(Side::Buy), [(1_004, 10), (1_000, 40)]);
		assert_eq!(resting(Side::Sell), []);
	});
}
