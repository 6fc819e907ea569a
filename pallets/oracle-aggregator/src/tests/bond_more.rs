// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::Reporters;

#[test]
fn a_larger_bond_weighs_more_from_the_next_session_on() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Oracle::bond_more(signed(ALICE), 500));
		assert_eq!(Reporters::<Test>::get(ALICE).unwrap().bond, 1_500);
		assert_eq!(seat(ALICE).weight, 1_000);
		assert_eq!(
			events().pop(),
			Some(Event::BondIncreased { reporter: ALICE, amount: 500, bond: 1_500 })
		);
		next_session(&[]);
		// Forty percent of all, which is the cap of this chain.
		assert_eq!((seat(ALICE).stake, seat(ALICE).weight), (1_500, 1_400));
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
