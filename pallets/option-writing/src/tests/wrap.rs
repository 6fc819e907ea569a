// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use market_primitives::{testing::risk::FakeOptionPositions, MarketState};
use sp_runtime::DispatchError;

/// The holder bought from the writer in the book.
fn traded() {
	let call = call_at(90_000);
	FakeOptionPositions::trade(account(HOLDER), call, 8);
	FakeOptionPositions::trade(account(WRITER), call, -8);
}

#[test]
fn a_long_position_becomes_tokens_of_its_owner() {
	listed_options().run(|| {
		traded();
		let id = call_at(90_000);
		take_events();
		assert_ok!(Options::wrap(signed(HOLDER), 0, id, 5));
		assert_eq!(FakeOptionPositions::position(account(HOLDER), id), 3);
		assert_eq!(tokens_of(HOLDER, id), 5);
		let account = account(HOLDER);
		assert_eq!(take_events(), [Event::PositionWrapped { id, account, lots: 5 }]);
	});
}

#[test]
fn only_what_is_held_can_be_wrapped() {
	listed_options().run(|| {
		traded();
		let refused = DispatchError::Other("the account is not that long");
		assert_noop!(Options::wrap(signed(HOLDER), 0, call_at(90_000), 9), refused);
		assert_noop!(Options::wrap(signed(WRITER), 0, call_at(90_000), 1), refused);
		assert_noop!(Options::wrap(signed(HOLDER), 0, call_at(90_000), 0), Error::<Test>::ZeroLots);
		assert_noop!(Options::wrap(signed(HOLDER), 0, call_at(1), 1), Error::<Test>::UnknownSeries);
	});
}

#[test]
fn nothing_is_wrapped_while_the_series_is_halted_or_after_it_expired() {
	listed_options().run(|| {
		traded();
		let call = call_at(90_000);
		assert_ok!(Options::set_series_state(signed(ADMIN), call, MarketState::Halted));
		assert_noop!(Options::wrap(signed(HOLDER), 0, call, 1), Error::<Test>::NotOpenForWrapping);
		assert_ok!(Options::set_series_state(signed(ADMIN), call, MarketState::ReduceOnly));
		assert_ok!(Options::wrap(signed(HOLDER), 0, call, 1));
		set_time(EXPIRY);
		assert_noop!(Options::wrap(signed(HOLDER), 0, call, 1), Error::<Test>::NotOpenForWrapping);
	});
}
