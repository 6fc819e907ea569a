// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Error, Event, OpenSubaccounts, Subaccounts};
use frame_support::{assert_noop, assert_ok};
use market_primitives::{SubaccountId, UniverseId};

#[test]
fn the_first_deposit_opens_a_subaccount() {
	a_chain().run(|| {
		assert_ok!(Margin::deposit(signed(ALICE), 7, 5 * DOLLAR));
		let account = SubaccountId::new(ALICE, 7);
		let amount = cash("5");
		assert_eq!(
			take_events(),
			[
				Event::SubaccountOpened { account, universe: UniverseId::default() },
				Event::Deposited { account, amount, cash: amount },
			]
		);
		assert_eq!(Subaccounts::<Test>::get(account).unwrap().cash, amount);
		assert_eq!(OpenSubaccounts::<Test>::get(), 1);
		assert_eq!(Dollars::free_balance(ALICE), POCKET - 5 * DOLLAR);
	});
}

#[test]
fn later_deposits_add_up_and_may_be_small() {
	a_chain().with(ALICE, 5).run(|| {
		assert_ok!(Margin::deposit(signed(ALICE), 0, 1));
		assert_eq!(cash_of(ALICE), cash("5.000001"));
		assert_eq!(OpenSubaccounts::<Test>::get(), 1);
	});
}

#[test]
fn a_subaccount_is_not_opened_for_less_than_the_minimum() {
	a_chain().run(|| {
		assert_noop!(
			Margin::deposit(signed(ALICE), 0, DOLLAR - 1),
			Error::<Test>::FirstDepositTooSmall
		);
		assert_noop!(Margin::deposit(signed(ALICE), 0, 0), Error::<Test>::NothingToMove);
	});
}

#[test]
fn nobody_deposits_what_they_do_not_have() {
	a_chain().run(|| {
		assert!(Margin::deposit(signed(ALICE), 0, POCKET + 1).is_err());
		assert!(Margin::deposit(signed(ALICE), 0, u128::MAX).is_err());
		assert_eq!(OpenSubaccounts::<Test>::get(), 0);
	});
}
