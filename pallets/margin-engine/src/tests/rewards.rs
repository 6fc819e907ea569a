// SPDX-License-Identifier: Apache-2.0
//! Fees that are set aside for those who keep the exchange running.

use crate::{mock::*, Error, Event};
use frame_support::{
	assert_noop, assert_ok,
	traits::{
		fungible::{Inspect, Mutate},
		tokens::Preservation::Preserve,
	},
};
use market_primitives::{traits::RewardPurse, UniverseId};

const HERE: UniverseId = UniverseId(0);

/// Alice and Bob traded, and paid 54 USD in fees.
fn after_a_trade(story: impl FnOnce()) {
	a_chain().with_usual_fees().with(ALICE, 20_000).with(BOB, 20_000).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		take_events();
		assert_eq!(Margin::fees(), cash("54"));
		story();
	});
}

#[test]
fn fees_are_set_aside_and_then_paid_into_a_wallet() {
	after_a_trade(|| {
		assert_ok!(Margin::put_aside(cash("20")));
		assert_ok!(Margin::put_aside(cash("10")));
		assert_eq!((Margin::fees(), Margin::set_aside()), (cash("24"), cash("30")));
		let before = Dollars::balance(&DAVE);
		assert_ok!(Margin::pay(&DAVE, cash("12.5")));
		assert_eq!(Dollars::balance(&DAVE) - before, 12_500_000);
		assert_eq!((Margin::fees(), Margin::set_aside()), (cash("24"), cash("17.5")));
		let (universe, amount) = (HERE, cash("12.5"));
		assert_eq!(
			take_events(),
			[
				Event::FeesSetAside { universe, amount: cash("20"), all: cash("20") },
				Event::FeesSetAside { universe, amount: cash("10"), all: cash("30") },
				Event::RewardPaid { universe, to: DAVE, amount },
			]
		);
	});
}

#[test]
fn no_more_is_set_aside_than_there_is_and_no_more_paid_than_was_set_aside() {
	after_a_trade(|| {
		assert_noop!(Margin::put_aside(cash("54.000001")), Error::<Test>::NotEnoughInPot);
		assert_noop!(Margin::put_aside(cash("0")), Error::<Test>::NothingToMove);
		assert_noop!(Margin::put_aside(cash("-1")), Error::<Test>::NothingToMove);
		assert_ok!(Margin::put_aside(cash("20")));
		assert_noop!(Margin::pay(&DAVE, cash("20.000001")), Error::<Test>::NotEnoughInPot);
		assert_noop!(Margin::pay(&DAVE, cash("0")), Error::<Test>::NothingToMove);
		assert_noop!(Margin::pay(&DAVE, cash("-1")), Error::<Test>::NothingToMove);
	});
}

#[test]
fn what_is_set_aside_cannot_become_insurance() {
	after_a_trade(|| {
		assert_ok!(Margin::put_aside(cash("50")));
		assert_noop!(
			Margin::move_fees_to_insurance(as_admin(), HERE, cash("5")),
			Error::<Test>::NotEnoughInPot
		);
	});
}

#[test]
fn a_payment_that_the_asset_refuses_changes_nothing() {
	after_a_trade(|| {
		assert_ok!(Margin::put_aside(cash("20")));
		let pallet = Margin::account_id();
		let all = Dollars::balance(&pallet);
		Dollars::transfer(&pallet, &CAROL, all - 1, Preserve).unwrap();
		assert!(Margin::pay(&DAVE, cash("20")).is_err());
		assert_eq!(Margin::set_aside(), cash("20"));
		Dollars::transfer(&CAROL, &pallet, all - 1, Preserve).unwrap();
	});
}
