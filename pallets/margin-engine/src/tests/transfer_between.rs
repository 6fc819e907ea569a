// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Backing, Error, Event, Subaccounts};
use frame_support::{assert_noop, assert_ok};
use market_primitives::{SubaccountId, UniverseId};

#[test]
fn cash_moves_between_subaccounts_and_opens_the_target() {
	a_chain().with(ALICE, 100).run(|| {
		assert_ok!(Margin::transfer_between(signed(ALICE), 0, 3, 40 * DOLLAR));
		let to = SubaccountId::new(ALICE, 3);
		assert_eq!(cash_of(ALICE), cash("60"));
		assert_eq!(Subaccounts::<Test>::get(to).unwrap().cash, cash("40"));
		assert!(take_events().contains(&Event::Transferred {
			from: account(ALICE),
			to,
			amount: cash("40"),
		}));
		assert_ok!(Margin::transfer_between(signed(ALICE), 3, 0, 40 * DOLLAR));
		assert_eq!(Subaccounts::<Test>::get(to), None);
	});
}

#[test]
fn what_the_source_needs_stays() {
	a_chain().with(ALICE, 10_000).with(BOB, 10_000).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		assert_noop!(
			Margin::transfer_between(signed(ALICE), 0, 1, 1_000 * DOLLAR + 1),
			Error::<Test>::WithdrawalBelowInitialMargin
		);
		assert_ok!(Margin::transfer_between(signed(ALICE), 0, 1, 1_000 * DOLLAR));
	});
}

#[test]
fn nonsense_is_refused() {
	a_chain().with(ALICE, 100).run(|| {
		let transfer = |from, to, amount| Margin::transfer_between(signed(ALICE), from, to, amount);
		assert_noop!(transfer(0, 0, 1), Error::<Test>::SameSubaccount);
		assert_noop!(transfer(5, 0, 1), Error::<Test>::UnknownAccount);
		assert_noop!(transfer(0, 1, 0), Error::<Test>::NothingToMove);
		assert_noop!(transfer(0, 1, DOLLAR - 1), Error::<Test>::FirstDepositTooSmall);
		assert_noop!(transfer(0, 1, 101 * DOLLAR), Error::<Test>::NotEnoughCash);
		transfer(0, 1, DOLLAR).unwrap();
		Subaccounts::<Test>::mutate(SubaccountId::new(ALICE, 1), |account| {
			account.as_mut().unwrap().universe = UniverseId(1);
		});
		Backing::<Test>::insert(UniverseId(0), cash("99"));
		Backing::<Test>::insert(UniverseId(1), cash("1"));
		assert_noop!(transfer(0, 1, DOLLAR), Error::<Test>::DifferentUniverse);
	});
}
