// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use market_primitives::{traits::Instruments, MarketState};
use sp_runtime::traits::BadOrigin;

fn state() -> MarketState {
	market(BTC).terms.state
}

#[test]
fn the_admin_moves_a_market_between_all_trading_states() {
	a_btc_market().run(|| {
		take_events();
		assert_ok!(Perpetuals::set_market_state(as_admin(), BTC, MarketState::Halted));
		assert_ok!(Perpetuals::set_market_state(as_admin(), BTC, MarketState::Listed));
		let change =
			|old, new| Event::MarketStateChanged { underlying: BTC, old, new, until_ms: None };
		assert_eq!(
			take_events(),
			[
				change(MarketState::Listed, MarketState::Halted),
				change(MarketState::Halted, MarketState::Listed)
			]
		);
	});
}

#[test]
fn a_perpetual_never_expires() {
	a_btc_market().run(|| {
		for state in [MarketState::Settling, MarketState::Settled] {
			for origin in [as_admin(), as_committee()] {
				assert_noop!(
					Perpetuals::set_market_state(origin, BTC, state),
					Error::<Test>::NotATradingState
				);
			}
		}
	});
}

#[test]
fn a_change_must_change_something_in_a_market_that_exists() {
	a_btc_market().run(|| {
		assert_noop!(
			Perpetuals::set_market_state(as_admin(), BTC, MarketState::Listed),
			Error::<Test>::StateUnchanged
		);
		assert_noop!(
			Perpetuals::set_market_state(as_admin(), ETH, MarketState::Halted),
			Error::<Test>::UnknownMarket
		);
		assert_noop!(
			Perpetuals::set_market_state(as_stranger(), BTC, MarketState::Halted),
			BadOrigin
		);
	});
}

#[test]
fn the_committee_tightens_and_the_state_before_returns_by_itself() {
	a_btc_market().run(|| {
		take_events();
		assert_ok!(Perpetuals::set_market_state(as_committee(), BTC, MarketState::ReduceOnly));
		let until_ms = now_ms() + EMERGENCY_SECONDS * 1_000;
		assert_eq!(
			take_events(),
			[Event::MarketStateChanged {
				underlying: BTC,
				old: MarketState::Listed,
				new: MarketState::ReduceOnly,
				until_ms: Some(until_ms),
			}]
		);
		trade_for_ms(EMERGENCY_SECONDS * 1_000 - WINDOW_MS);
		assert_eq!(state(), MarketState::ReduceOnly);
		trade_for_ms(WINDOW_MS);
		assert_eq!(state(), MarketState::Listed);
	});
}

#[test]
fn the_committee_can_never_loosen() {
	a_btc_market().run(|| {
		assert_ok!(Perpetuals::set_market_state(as_committee(), BTC, MarketState::ReduceOnly));
		for state in [MarketState::Listed, MarketState::PostOnly, MarketState::ReduceOnly] {
			assert_noop!(
				Perpetuals::set_market_state(as_committee(), BTC, state),
				Error::<Test>::EmergencyMayOnlyTighten
			);
		}
	});
}

#[test]
fn a_second_emergency_returns_to_the_state_before_the_first() {
	a_btc_market().run(|| {
		assert_ok!(Perpetuals::set_market_state(as_committee(), BTC, MarketState::PostOnly));
		trade_for_ms(60_000);
		assert_ok!(Perpetuals::set_market_state(as_committee(), BTC, MarketState::Halted));
		trade_for_ms(EMERGENCY_SECONDS * 1_000);
		assert_eq!(state(), MarketState::Listed);
	});
}

#[test]
fn the_admin_can_make_an_emergency_last() {
	a_btc_market().run(|| {
		assert_ok!(Perpetuals::set_market_state(as_committee(), BTC, MarketState::Halted));
		assert_ok!(Perpetuals::set_market_state(as_admin(), BTC, MarketState::Halted));
		trade_for_ms(EMERGENCY_SECONDS * 2_000);
		assert_eq!(state(), MarketState::Halted);
	});
}

#[test]
fn a_frozen_market_stays_halted_even_after_an_emergency() {
	a_btc_market().run(|| {
		assert_ok!(Perpetuals::set_market_state(as_committee(), BTC, MarketState::ReduceOnly));
		take_events();
		Perpetuals::freeze(&perpetual(BTC));
		Perpetuals::freeze(&perpetual(BTC));
		assert_eq!(
			take_events(),
			[Event::MarketFrozen { underlying: BTC, old: MarketState::ReduceOnly }]
		);
		trade_for_ms(EMERGENCY_SECONDS * 2_000);
		assert_eq!(state(), MarketState::Halted);
	});
}
