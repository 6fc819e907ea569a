// SPDX-License-Identifier: Apache-2.0
//! Who sits on the panel in which session, and what it weighs.

use super::*;
use crate::{Class, Panel, Suspensions, Votes};
use std::collections::BTreeMap;

const ALL: [AccountId; 3] = [XENIA, YUSUF, ZORA];

fn chain() -> ExtBuilder {
	ExtBuilder::default().validators(&ALL)
}

#[test]
fn every_validator_reports_and_outsiders_weigh_a_third_at_most() {
	chain().build_and_execute(|| {
		let weights: Vec<_> =
			Panel::<Test>::get().iter().map(|seat| (seat.class, seat.weight)).collect();
		// 3,000 of validators; 3,000 of outsiders are cut to half of that.
		assert_eq!(weights.iter().filter(|it| **it == (Class::Validator, 1_000)).count(), 3);
		assert_eq!(weights.iter().filter(|it| **it == (Class::Outside, 499)).count(), 3);
	});
}

#[test]
fn who_stays_keeps_its_seat_and_its_votes() {
	chain().build_and_execute(|| {
		bundle_round(&[(XENIA, "60000"), (YUSUF, "60000"), (ZORA, "60000")]);
		let before = seat(ZORA);
		next_session(&[ZORA, XENIA]);
		assert_eq!(seat(ZORA).number, before.number);
		assert!(!is_seated(YUSUF));
		assert_eq!(Votes::<Test>::get(BTC).len(), 2);
		// The newcomer sits where Yusuf sat and has none of his votes.
		const WILMA: AccountId = 14;
		next_session(&[WILMA, ZORA, XENIA]);
		assert!(Votes::<Test>::get(BTC).iter().all(|vote| vote.seat != seat(WILMA).number));
		assert_eq!(seat(ZORA).number, before.number);
	});
}

#[test]
fn stakes_are_weighed_when_a_session_begins_and_not_before() {
	chain().build_and_execute(|| {
		Stakes::set(BTreeMap::from([(XENIA, 100)]));
		assert_eq!(seat(XENIA).weight, 1_000);
		next_session(&ALL);
		assert_eq!((seat(XENIA).stake, seat(XENIA).weight), (100, 100));
	});
}

#[test]
fn of_too_many_validators_those_with_least_stake_do_not_report() {
	// 24 seats, 8 of them kept for outsiders.
	ExtBuilder::default().build_and_execute(|| {
		crate::PanelRules::<Test>::put(crate::PanelRule::default());
		let many: Vec<AccountId> = (1_000..1_017).collect();
		Stakes::set(BTreeMap::from([(1_003, 999)]));
		next_session(&many);
		assert!(!is_seated(1_003));
		assert_eq!(Panel::<Test>::get().len(), 16 + 3);
	});
}

#[test]
fn an_account_that_is_both_weighs_by_duty_only() {
	ExtBuilder::default().validators(&[ALICE, XENIA, YUSUF]).build_and_execute(|| {
		let seats: Vec<_> = Panel::<Test>::get()
			.into_iter()
			.filter(|seat| seat.reporter == ALICE)
			.map(|seat| (seat.class, seat.weight))
			.collect();
		assert_eq!(seats.len(), 2);
		assert!(seats.contains(&(Class::Outside, 0)) && seats.contains(&(Class::Validator, 1_000)));
	});
}

#[test]
fn a_bundle_signed_for_the_last_session_does_not_count_in_the_next() {
	chain().build_and_execute(|| {
		let old = vote_of(XENIA, "60000");
		next_session(&ALL);
		next_window_with_bundles(vec![old]).unwrap();
		assert!(Votes::<Test>::get(BTC).is_empty());
	});
}

#[test]
fn a_suspension_ends() {
	chain().build_and_execute(|| {
		Oracle::suspend(&XENIA, Session::get() + 2);
		next_session(&ALL);
		assert!(!is_seated(XENIA));
		next_session(&ALL);
		assert!(is_seated(XENIA));
		assert!(Suspensions::<Test>::get().is_empty());
	});
}

#[test]
fn of_too_many_suspensions_the_first_to_end_makes_room() {
	chain().build_and_execute(|| {
		for who in 0..24 {
			Oracle::suspend(&(1_000 + who), 100 + u32::try_from(who).unwrap());
		}
		Oracle::suspend(&2_000, 200);
		let suspended: Vec<_> =
			Suspensions::<Test>::get().into_iter().map(|(who, _)| who).collect();
		assert!(suspended.contains(&2_000) && !suspended.contains(&1_000));
		assert_eq!(suspended.len(), 24);
	});
}

#[test]
fn a_session_announces_its_panel() {
	chain().build_and_execute(|| {
		next_session(&ALL);
		let session = Session::get();
		let weight = 3 * 1_000 + 3 * 499;
		assert!(events().contains(&Event::PanelSeated { session, seats: 6, weight }));
	});
}
