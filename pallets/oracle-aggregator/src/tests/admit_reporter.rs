// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{Reporters, Standing};

#[test]
fn the_administration_admits_and_nobody_else() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Oracle::admit_reporter(signed(ALICE), DAVE), BadOrigin);
		assert_ok!(Oracle::admit_reporter(root(), DAVE));
		assert_eq!(Reporters::<Test>::get(DAVE).unwrap().standing, Standing::Admitted);
		assert_eq!(events().pop(), Some(Event::ReporterAdmitted { reporter: DAVE }));
	});
}

#[test]
fn nobody_is_admitted_twice() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Oracle::admit_reporter(root(), ALICE), Error::<Test>::AlreadyAdmitted);
		assert_ok!(Oracle::admit_reporter(root(), DAVE));
		assert_noop!(Oracle::admit_reporter(root(), DAVE), Error::<Test>::AlreadyAdmitted);
	});
}

#[test]
fn no_more_are_admitted_than_there_are_seats() {
	ExtBuilder::default().build_and_execute(|| {
		for who in 4..=8 {
			assert_ok!(Oracle::admit_reporter(root(), who));
		}
		assert_noop!(Oracle::admit_reporter(root(), 9), Error::<Test>::PanelFull);
	});
}

#[test]
fn a_removed_reporter_can_come_back_while_its_old_bond_unbonds() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Oracle::remove_reporter(root(), ALICE));
		assert_ok!(Oracle::admit_reporter(root(), ALICE));
		assert_ok!(Oracle::register_reporter(signed(ALICE), 500));
		let reporter = Reporters::<Test>::get(ALICE).unwrap();
		assert_eq!(reporter.bond, 500);
		assert_eq!(reporter.unbonding.unwrap().amount, 1_000);
	});
}
