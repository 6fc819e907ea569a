// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{Panel, Reporters};

#[test]
fn a_larger_bond_weighs_more_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Oracle::bond_more(signed(ALICE), 500));
		assert_eq!(Reporters::<Test>::get(ALICE).unwrap().bond, 1_500);
		assert_eq!(Panel::<Test>::get()[0].bond, 1_500);
		assert_eq!(
			events().pop(),
			Some(Event::BondIncreased { reporter: ALICE, amount: 500, bond: 1_500 })
		);
	});
}

#[test]
fn it_takes_a_seat_and_an_amount() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Oracle::bond_more(signed(STRANGER), 1), Error::<Test>::NotAdmitted);
		assert_ok!(Oracle::admit_reporter(root(), DAVE));
		assert_noop!(Oracle::bond_more(signed(DAVE), 1), Error::<Test>::NoSeat);
		assert_noop!(Oracle::bond_more(signed(ALICE), 0), Error::<Test>::NothingToDo);
	});
}
