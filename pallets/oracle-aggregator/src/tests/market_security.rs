// SPDX-License-Identifier: Apache-2.0
//! What the stakes secure, session by session.

use super::*;
use crate::{FeedParameters, SecuredOpenInterest};
use market_maths::units::Usd;
use market_primitives::{traits::MarketSecurity, FeedId, Underlying};

/// From now on everybody knows that ten units of stake are worth 3,000 USD.
fn price_stakes() {
	StakePrice::set(Some(ETH));
	rounds_of(ETH, 3, "3000");
}

fn secured(underlying: Underlying) -> Option<Usd> {
	Oracle::secured_open_interest(underlying)
}

#[test]
fn a_session_fixes_what_is_secured_and_the_next_one_finds_it_anew() {
	ExtBuilder::default().build_and_execute(|| {
		price_stakes();
		assert_eq!(secured(Underlying::BTC), None, "no session began with a price");
		next_session(&[]);
		assert_eq!(secured(Underlying::BTC), Some(usd("60000")));
		let first = Event::SecuredOpenInterestChanged {
			underlying: Underlying::BTC,
			old: None,
			new: usd("60000"),
		};
		assert!(events().contains(&first));

		rounds_of(ETH, 2, "3030");
		let size = Oracle::api_market_size(Underlying::BTC).unwrap();
		assert_eq!(size.open_interest_cap, Some(usd("60600")));
		assert_eq!(size.in_force, Some(usd("60000")), "it holds for the session");
		next_session(&[]);
		assert_eq!(secured(Underlying::BTC), Some(usd("60600")));
		let second = Event::SecuredOpenInterestChanged {
			underlying: Underlying::BTC,
			old: Some(usd("60000")),
			new: usd("60600"),
		};
		assert!(events().contains(&second));
	});
}

#[test]
fn a_session_that_changes_nothing_says_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		price_stakes();
		next_session(&[]);
		System::reset_events();
		next_session(&[]);
		let said = |event: &Event<Test>| matches!(event, Event::SecuredOpenInterestChanged { .. });
		assert!(!events().iter().any(said));
	});
}

#[test]
fn while_nobody_knows_what_stakes_are_worth_the_last_number_stays() {
	ExtBuilder::default().build_and_execute(|| {
		price_stakes();
		next_session(&[]);
		// The stake feed falls silent, and somebody adds to his stake.
		assert_ok!(Oracle::bond_more(signed(ALICE), 1_000));
		NowMs::mutate(|now| *now += 60_000);
		next_session(&[]);
		let size = Oracle::api_market_size(Underlying::BTC).unwrap();
		assert_eq!((size.open_interest_cap, size.in_force), (None, Some(usd("60000"))));
		// As soon as a session begins with a price, more is secured.
		rounds_of(ETH, 8, "3000");
		next_session(&[]);
		assert!(secured(Underlying::BTC) > Some(usd("60000")));
	});
}

#[test]
fn before_stakes_were_ever_worth_anything_nothing_is_bounded() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(ETH, 3, "3000");
		next_session(&[]);
		assert_eq!(SecuredOpenInterest::<Test>::iter().count(), 0);
		let size = Oracle::api_market_size(Underlying::BTC).unwrap();
		assert_eq!(size.in_force, None);
	});
}

#[test]
fn a_reporter_who_leaves_takes_his_security_along_with_the_next_session() {
	ExtBuilder::default().build_and_execute(|| {
		price_stakes();
		next_session(&[]);
		assert_ok!(Oracle::remove_reporter(root(), CAROL));
		assert_eq!(secured(Underlying::BTC), Some(usd("60000")));
		next_session(&[]);
		assert!(secured(Underlying::BTC) < Some(usd("60000")));
		for who in [ALICE, BOB] {
			assert_ok!(Oracle::remove_reporter(root(), who));
		}
		next_session(&[]);
		assert_eq!(secured(Underlying::BTC), Some(usd("0")), "nobody secures nothing");
	});
}

#[test]
fn indexes_secure_markets_and_volatilities_do_not() {
	let chain = ExtBuilder::default().feed(BTC_VOLATILITY, FeedParameters::volatility());
	chain.build_and_execute(|| {
		price_stakes();
		next_session(&[]);
		let mut all: Vec<_> = SecuredOpenInterest::<Test>::iter_keys().collect();
		all.sort();
		assert_eq!(all, [Underlying::BTC, Underlying::ETH]);
	});
}

#[test]
fn a_new_feed_secures_a_market_from_the_next_session_on() {
	ExtBuilder::default().build_and_execute(|| {
		let doge: Underlying = "DOGE".parse().unwrap();
		price_stakes();
		next_session(&[]);
		assert_ok!(Oracle::set_feed(root(), FeedId::Index(doge), quick()));
		assert_eq!(secured(doge), None);
		next_session(&[]);
		assert_eq!(secured(doge), Some(usd("60000")));
	});
}
