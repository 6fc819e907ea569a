// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::MAX_KEYS;

#[test]
fn a_key_counts_from_the_next_session_on() {
	ExtBuilder::default().build_and_execute(|| {
		let public = key(ALICE).public();
		assert_ok!(Oracle::set_reporter_key(signed(ALICE), public.clone()));
		assert_eq!(
			events().pop(),
			Some(Event::ReporterKeySet { reporter: ALICE, key: public.clone() })
		);
		assert_eq!(seat(ALICE).key, None);
		next_session(&[]);
		assert_eq!(seat(ALICE).key, Some(public));
		bundle_round(&[(ALICE, "60000")]);
		assert_eq!(crate::Votes::<Test>::get(BTC).len(), 1);
	});
}

#[test]
fn a_key_is_one_reporters_only() {
	ExtBuilder::default().validators(&[XENIA]).build_and_execute(|| {
		assert_ok!(Oracle::set_reporter_key(signed(ALICE), key(ALICE).public()));
		for taken in [ALICE, XENIA] {
			assert_noop!(
				Oracle::set_reporter_key(signed(BOB), key(taken).public()),
				Error::<Test>::KeyInUse
			);
		}
		assert_noop!(
			Oracle::set_reporter_key(signed(STRANGER), key(STRANGER).public()),
			Error::<Test>::NotAdmitted
		);
	});
}

#[test]
fn a_reporter_may_use_few_keys_for_it_answers_for_all_of_them() {
	ExtBuilder::default().build_and_execute(|| {
		for number in 0..MAX_KEYS {
			let new = key(100 + u64::from(number)).public();
			assert_ok!(Oracle::set_reporter_key(signed(ALICE), new));
		}
		assert_noop!(
			Oracle::set_reporter_key(signed(ALICE), key(200).public()),
			Error::<Test>::TooManyKeys
		);
	});
}
