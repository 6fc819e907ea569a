// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use market_primitives::{traits::Instruments, MarketState};
use sp_runtime::traits::BadOrigin;

fn state() -> MarketState {
	Options::terms(&call_at(90_000)).unwrap().state
}

#[test]
fn the_admin_moves_a_series_between_all_trading_states() {
	listed_options().run(|| {
		let id = call_at(90_000);
		take_events();
		assert_ok!(Options::set_series_state(signed(ADMIN), id, MarketState::PostOnly));
		assert_eq!(state(), MarketState::PostOnly);
		assert_eq!(
			take_events(),
			[Event::SeriesStateChanged {
				id,
				old: MarketState::Listed,
				new: MarketState::PostOnly,
				until_ms: None
			}]
		);
		assert_ok!(Options::set_series_state(signed(ADMIN), id, MarketState::Listed));
		assert_eq!(state(), MarketState::Listed);
	});
}

#[test]
fn nobody_can_settle_or_reopen_a_series_by_hand() {
	listed_options().run(|| {
		let call = call_at(90_000);
		for who in [ADMIN, COMMITTEE] {
			for state in [MarketState::Settling, MarketState::Settled] {
				assert_noop!(
					Options::set_series_state(signed(who), call, state),
					Error::<Test>::NotATradingState
				);
			}
		}
		set_time(EXPIRY);
		assert_noop!(
			Options::set_series_state(signed(ADMIN), call, MarketState::Listed),
			Error::<Test>::NotATradingState
		);
		assert_noop!(
			Options::set_series_state(signed(COMMITTEE), call, MarketState::Halted),
			Error::<Test>::EmergencyMayOnlyTighten
		);
	});
}

#[test]
fn a_change_must_change_something_in_a_series_that_exists() {
	listed_options().run(|| {
		assert_noop!(
			Options::set_series_state(signed(ADMIN), call_at(90_000), MarketState::Listed),
			Error::<Test>::StateUnchanged
		);
		assert_noop!(
			Options::set_series_state(signed(ADMIN), call_at(1), MarketState::Halted),
			Error::<Test>::UnknownSeries
		);
		assert_noop!(
			Options::set_series_state(signed(STRANGER), call_at(90_000), MarketState::Halted),
			BadOrigin
		);
	});
}

#[test]
fn the_committee_tightens_and_the_state_before_returns_by_itself() {
	listed_options().run(|| {
		let id = call_at(90_000);
		take_events();
		assert_ok!(Options::set_series_state(signed(COMMITTEE), id, MarketState::ReduceOnly));
		let until = now() + EMERGENCY_SECONDS;
		assert_eq!(
			take_events(),
			[Event::SeriesStateChanged {
				id,
				old: MarketState::Listed,
				new: MarketState::ReduceOnly,
				until_ms: Some(until * 1_000)
			}]
		);
		assert_noop!(
			Options::set_series_state(signed(COMMITTEE), id, MarketState::PostOnly),
			Error::<Test>::EmergencyMayOnlyTighten
		);
		assert_ok!(Options::set_series_state(signed(COMMITTEE), id, MarketState::Halted));
		set_time(until - 1);
		assert_eq!(state(), MarketState::Halted);
		set_time(until);
		assert_eq!(state(), MarketState::Listed);
	});
}

#[test]
fn the_admin_can_make_an_emergency_last() {
	listed_options().run(|| {
		let call = call_at(90_000);
		assert_ok!(Options::set_series_state(signed(COMMITTEE), call, MarketState::Halted));
		assert_ok!(Options::set_series_state(signed(ADMIN), call, MarketState::Halted));
		set_time(START + EMERGENCY_SECONDS + 1);
		assert_eq!(state(), MarketState::Halted);
	});
}

#[test]
fn a_frozen_series_stays_halted_until_it_expires() {
	listed_options().run(|| {
		let id = call_at(90_000);
		take_events();
		Options::freeze(&id);
		Options::freeze(&id);
		assert_eq!(take_events(), [Event::SeriesFrozen { id, old: MarketState::Listed }]);
		set_time(EXPIRY - 1);
		assert_eq!(state(), MarketState::Halted);
		set_time(EXPIRY);
		assert_eq!(state(), MarketState::Settling);
	});
}
