// SPDX-License-Identifier: Apache-2.0
//! State is corrupted on purpose; each invariant must notice, and say its name.

use crate::{
	mock::*, AccountStatus, AttemptRecord, Attempts, Backing, Deficit, Event, FundingPot, Holders,
	InsuranceFund, LiquidationRecord, LiquidationRules, MarginParameters, OpenSubaccounts, RedList,
	Rewards, SettlementPool, Subaccounts, TradingFees, Watched,
};
use market_primitives::{
	testing::instruments::FakeInstruments, traits::Instruments, FeedStatus, Invariants, Underlying,
	UniverseId,
};

const HERE: UniverseId = UniverseId(0);

/// Runs `corrupt` on a chain with positions, and expects exactly `name` to be broken.
fn breaks(name: &str, corrupt: impl FnOnce()) {
	let chain = a_chain().with(ALICE, 20_000).with(BOB, 50_000).with_insurance(10);
	chain.build().execute_with(|| {
		list_option(call("100000"), "1500");
		trade(ALICE, BOB, BTC, 100, "90000");
		trade(ALICE, BOB, call("100000"), 100, "1500");
		assert_eq!(Margin::broken(), []);
		corrupt();
		let broken: Vec<_> = Margin::broken().into_iter().map(|broken| broken.name).collect();
		assert!(!broken.is_empty() && broken.iter().all(|broken| broken == name), "{broken:?}");
		assert!(Margin::ensure_unbroken().is_err());
	});
}

fn change(owner: u64, how: impl FnOnce(&mut crate::Subaccount)) {
	Subaccounts::<Test>::mutate(account(owner), |state| how(state.as_mut().unwrap()));
}

fn give(owner: u64, amount: &str) {
	change(owner, |state| state.cash = state.cash.checked_add(cash(amount)).unwrap());
}

#[test]
fn money_out_of_nothing_is_noticed() {
	breaks("cash_backed", || give(ALICE, "0.000001"));
}

#[test]
fn money_that_belongs_to_nobody_is_noticed() {
	breaks("cash_backed", || Backing::<Test>::insert(UniverseId(9), cash("1")));
}

#[test]
fn rewards_that_nobody_set_aside_are_noticed() {
	breaks("cash_backed", || Rewards::<Test>::insert(HERE, cash("1")));
}

#[test]
fn money_that_left_is_noticed() {
	breaks("cash_backed", || {
		use frame_support::traits::{fungible::Mutate, tokens::Preservation};
		let pallet = Margin::account_id();
		Dollars::transfer(&pallet, &CAROL, 1, Preservation::Preserve).unwrap();
	});
}

#[test]
fn a_long_without_a_short_is_noticed() {
	breaks("perp_open_interest_balances", || {
		change(ALICE, |state| {
			state.change_line(&BTC, |line| line.position.lots = lots(101)).unwrap();
		});
	});
}

#[test]
fn open_interest_that_nobody_holds_is_noticed() {
	breaks("open_interest_matches_shorts", || {
		FakeInstruments::note_open_interest(&call("100000"), lots(1));
	});
}

#[test]
fn open_interest_in_a_market_that_everybody_left_is_noticed() {
	breaks("open_interest_matches_shorts", || {
		FakeInstruments::note_open_interest(&ETH, lots(1));
	});
}

#[test]
fn something_to_write_that_is_no_option_is_noticed() {
	breaks("accounts_are_well_formed", || {
		change(ALICE, |state| state.change_line(&BTC, |line| line.to_write = 1).unwrap());
	});
}

#[test]
fn a_pool_of_what_is_not_listed_is_noticed() {
	breaks("cash_backed", || {
		SettlementPool::<Test>::insert(call("1"), cash("1"));
		give(ALICE, "-1");
	});
}

#[test]
fn funding_that_nobody_paid_is_noticed() {
	breaks("funding_is_zero_sum", || {
		FundingPot::<Test>::insert(HERE, cash("-0.000001"));
		give(ALICE, "0.000001");
	});
}

#[test]
fn funding_that_was_kept_is_noticed() {
	breaks("funding_is_zero_sum", || {
		FundingPot::<Test>::insert(HERE, cash("0.000001"));
		InsuranceFund::<Test>::insert(HERE, cash("9.999999"));
	});
}

#[test]
fn a_deficit_beside_insurance_is_noticed() {
	breaks("deficit_only_after_insurance", || {
		Deficit::<Test>::insert(HERE, cash("1"));
		give(ALICE, "1");
	});
}

#[test]
fn an_overdrawn_fund_is_noticed() {
	breaks("deficit_only_after_insurance", || {
		InsuranceFund::<Test>::insert(HERE, cash("-1"));
		give(ALICE, "11");
	});
}

#[test]
fn a_liquidation_above_maintenance_is_noticed() {
	breaks("nobody_liquidated_above_maintenance", || {
		RedList::<Test>::insert(account(ALICE), ());
		change(ALICE, |state| {
			state.status = AccountStatus::InLiquidation(LiquidationRecord {
				since: 1,
				equity: usd("10"),
				maintenance_margin: usd("0"),
				last_step: None,
				idle_windows: 0,
			});
		});
	});
}

#[test]
fn a_liquidation_of_an_account_that_was_not_short_is_noticed() {
	breaks("nobody_liquidated_above_maintenance", || {
		// The record says so, but at these prices it was not.
		let (equity, maintenance_margin) = (usd("10"), usd("-1"));
		RedList::<Test>::insert(account(ALICE), ());
		change(ALICE, |state| {
			state.status = AccountStatus::InLiquidation(LiquidationRecord {
				since: 1,
				equity,
				maintenance_margin,
				last_step: None,
				idle_windows: 0,
			});
		});
		Margin::deposit_event(Event::LiquidationStarted {
			account: account(ALICE),
			equity,
			maintenance_margin,
			cancelled_orders: 0,
		});
	});
}

#[test]
fn a_trade_that_enlarges_a_position_on_a_halted_price_is_noticed() {
	let on_a_halted_price = |buyer: u64, seller: u64, lots: u64| {
		move || {
			begin_block();
			trade(buyer, seller, BTC, lots, "90000");
			FakeInstruments::set_status_of_all(FeedStatus::Halted);
		}
	};
	breaks("no_new_risk_when_halted", on_a_halted_price(ALICE, BOB, 10));
	// Turned round.
	breaks("no_new_risk_when_halted", on_a_halted_price(BOB, ALICE, 150));
}

#[test]
fn a_trade_that_enlarges_a_position_on_a_halted_volatility_is_noticed() {
	breaks("no_new_risk_when_halted", || {
		begin_block();
		trade(ALICE, BOB, call("100000"), 10, "1500");
		FakeInstruments::set_volatility_status(&call("100000"), FeedStatus::Halted);
	});
}

#[test]
fn a_trade_that_closes_on_a_halted_price_is_allowed() {
	let chain = a_chain().with(ALICE, 20_000).with(BOB, 50_000);
	chain.run(|| {
		trade(ALICE, BOB, BTC, 100, "90000");
		begin_block();
		trade(BOB, ALICE, BTC, 100, "90000");
		FakeInstruments::set_status_of_all(FeedStatus::Halted);
		assert_eq!(Margin::broken(), []);
	});
}

#[test]
fn parameters_outside_their_bounds_are_noticed() {
	const NAME: &str = "margin_parameters_within_bounds";
	breaks(NAME, || {
		let mut parameters = crate::parameters::default_margin();
		parameters.perpetuals.maintenance = number("0");
		MarginParameters::<Test>::insert(Underlying::BTC, parameters);
	});
	breaks(NAME, || TradingFees::<Test>::mutate(|fees| fees.perpetual_maker = number("1")));
	breaks(NAME, || LiquidationRules::<Test>::mutate(|rules| rules.slices_per_window = 0));
}

#[test]
fn a_holder_that_is_not_listed_is_noticed() {
	breaks("holders_match_positions", || Holders::<Test>::remove(BTC, account(ALICE)));
}

#[test]
fn a_listed_holder_that_holds_nothing_is_noticed() {
	breaks("holders_match_positions", || Holders::<Test>::insert(ETH, account(ALICE), ()));
}

#[test]
fn accounts_that_are_not_as_they_should_be_are_noticed() {
	const NAME: &str = "accounts_are_well_formed";
	breaks(NAME, || Watched::<Test>::remove(account(ALICE)));
	breaks(NAME, || OpenSubaccounts::<Test>::put(7));
	breaks(NAME, || Attempts::<Test>::insert(account(ALICE), AttemptRecord::default()));
	breaks(NAME, || change(ALICE, |state| state.lines.as_mut().reverse()));
	breaks(NAME, || {
		change(ALICE, |state| {
			state.change_line(&BTC, |line| line.orders.buy_value = cash("1")).unwrap();
		});
	});
}
