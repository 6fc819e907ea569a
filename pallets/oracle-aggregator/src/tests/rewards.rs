// SPDX-License-Identifier: Apache-2.0
//! How a session's share of the fees is divided.

use super::*;
use crate::{Earned, RewardShare};
use market_maths::units::Cash;
use proptest::prelude::*;
use sp_runtime::Perbill;

const ALL: [AccountId; 4] = [11, 12, 13, 14];
const LAST: AccountId = 14;

fn cash(dollars: &str) -> Cash {
	dollars.parse().unwrap()
}

/// A tenth of 1,000 dollars of fees goes to four validators of one stake.
fn chain(story: impl FnOnce()) {
	ExtBuilder::default().reporters(&[]).validators(&ALL).build_and_execute(|| {
		RewardShare::<Test>::put(Perbill::from_percent(10));
		Fees::set(cash("1000").into_inner());
		story();
	});
}

/// The others see the price rise by a basis point in each round; the last says what `last` makes of the price
/// they saw before and the one they see.
fn rising_market(rounds: u64, last: impl Fn(u64, u64) -> Option<u64>) {
	for round in 0..rounds {
		let (before, now) = (60_000 + 6 * round, 60_000 + 6 * (round + 1));
		let text = now.to_string();
		let own = last(before, now).map(|price| price.to_string());
		let mut votes: Vec<(AccountId, &str)> = ALL[..3].iter().map(|who| (*who, &*text)).collect();
		votes.extend(own.iter().map(|price| (LAST, price.as_str())));
		bundle_round(&votes);
	}
}

fn earned(who: AccountId) -> Cash {
	Earned::<Test>::get(who)
}

#[test]
fn equals_earn_the_same_and_all_of_the_share_is_promised() {
	chain(|| {
		rising_market(120, |_, now| Some(now));
		next_session(&ALL);
		assert_eq!(ALL.map(earned), [cash("25"); 4]);
		assert_eq!(Fees::get(), cash("900").into_inner());
		assert_eq!(SetAside::get(), cash("100").into_inner());
		let session = Session::get() - 1;
		let amount = cash("25");
		assert!(events().contains(&Event::RewardEarned { reporter: LAST, session, amount }));
	});
}

#[test]
fn who_gives_the_last_value_back_earns_less_than_who_looks() {
	chain(|| {
		// One round in four the last one looks itself, so it is no mere copyist.
		rising_market(120, |before, now| Some(if before % 24 == 0 { now } else { before }));
		next_session(&ALL);
		assert!(earned(LAST) > Cash::ZERO);
		assert!(earned(LAST) < earned(11), "{} of {}", earned(LAST), earned(11));
	});
}

#[test]
fn who_is_away_half_of_the_time_without_a_fault_earns_about_half() {
	chain(|| {
		// Every second vote: none is too old when it is counted again.
		rising_market(120, |_, now| (now % 12 == 0).then_some(now));
		next_session(&ALL);
		let share = |who| earned(who).into_inner();
		assert!(share(LAST) * 100 > share(11) * 48 && share(LAST) * 100 < share(11) * 52);
	});
}

#[test]
fn a_copyist_and_who_commits_a_fault_earn_nothing() {
	chain(|| {
		rising_market(150, |before, _| Some(before));
		next_session(&ALL);
		assert_eq!(earned(LAST), Cash::ZERO);
		assert_eq!(SetAside::get(), cash("100").into_inner(), "the others share it");
	});
	chain(|| {
		rising_market(150, |before, now| (before < 60_100).then_some(now));
		next_session(&ALL);
		assert_eq!(earned(LAST), Cash::ZERO);
	});
}

#[test]
fn rewards_of_sessions_add_up_until_they_are_claimed() {
	chain(|| {
		for _ in 0..2 {
			rising_market(110, |_, now| Some(now));
			next_session(&ALL);
		}
		// A tenth of 1,000 and a tenth of 900.
		assert_eq!(ALL.map(earned), [cash("47.5"); 4]);
		assert_ok!(Oracle::claim_reward(signed(LAST), LAST));
		assert_eq!(Paid::get(), [(LAST, cash("47.5"))]);
	});
}

#[test]
fn without_a_share_fees_or_merit_nothing_is_promised() {
	chain(|| {
		next_session(&ALL);
		assert_eq!((SetAside::get(), Fees::get()), (0, cash("1000").into_inner()));
		RewardShare::<Test>::kill();
		rising_market(20, |_, now| Some(now));
		next_session(&ALL);
		assert_eq!(SetAside::get(), 0);
		RewardShare::<Test>::put(Perbill::from_percent(10));
		Fees::set(-5);
		rising_market(20, |_, now| Some(now));
		next_session(&ALL);
		assert_eq!(SetAside::get(), 0);
	});
}

#[test]
fn fees_that_cannot_be_set_aside_are_promised_to_nobody() {
	chain(|| {
		rising_market(20, |_, now| Some(now));
		PurseIsShut::set(true);
		next_session(&ALL);
		assert_eq!(ALL.map(earned), [Cash::ZERO; 4]);
	});
}

proptest! {
	/// Whatever the merits, exactly what is set aside is promised.
	#[test]
	fn the_parts_are_the_whole(
		fees in 0i128..1_000_000_000,
		merits in prop::collection::vec(0u128..1_000_000, 0..20),
	) {
		ExtBuilder::default().build().execute_with(|| {
			RewardShare::<Test>::put(Perbill::from_parts(123_456_789));
			Fees::set(fees);
			let merits = merits.iter().enumerate().map(|(who, merit)| (who as u64, *merit)).collect();
			Oracle::reward(7, merits);
			let promised: i128 = Earned::<Test>::iter_values().map(Cash::into_inner).sum();
			assert_eq!(promised, SetAside::get());
			assert_eq!(Fees::get() + SetAside::get(), fees);
			assert_all_invariants_hold();
		});
	}
}
