// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use market_primitives::{testing::risk::FakeOptionPositions, MarketState};
use sp_runtime::TokenError;

#[test]
fn tokens_become_a_position_of_whoever_holds_them() {
	listed_options().run(|| {
		let id = call_at(90_000);
		write(WRITER, 0, id, 5);
		give_tokens(WRITER, HOLDER, id, 4);
		take_events();
		assert_ok!(Options::unwrap(signed(HOLDER), 0, id, 3));
		assert_eq!(FakeOptionPositions::position(account(HOLDER), id), 3);
		assert_eq!((tokens_of(HOLDER, id), series(id).tokens), (1, 2));
		let account = account(HOLDER);
		assert_eq!(take_events(), [Event::TokensUnwrapped { id, account, lots: 3 }]);
	});
}

#[test]
fn a_writer_who_unwraps_is_no_longer_short() {
	listed_options().run(|| {
		let call = call_at(90_000);
		write(WRITER, 0, call, 5);
		assert_ok!(Options::unwrap(signed(WRITER), 0, call, 5));
		assert_eq!(FakeOptionPositions::position(account(WRITER), call), 0);
		assert_eq!(series(call).tokens, 0);
	});
}

#[test]
fn only_what_is_held_can_be_unwrapped() {
	listed_options().run(|| {
		let call = call_at(90_000);
		write(WRITER, 0, call, 5);
		give_tokens(WRITER, HOLDER, call, 4);
		assert_noop!(Options::unwrap(signed(HOLDER), 0, call, 5), TokenError::FundsUnavailable);
		assert_noop!(Options::unwrap(signed(HOLDER), 0, call, 6), TokenError::FundsUnavailable);
		assert_noop!(Options::unwrap(signed(HOLDER), 0, call, 0), Error::<Test>::ZeroLots);
		assert_noop!(
			Options::unwrap(signed(HOLDER), 0, call_at(1), 1),
			Error::<Test>::UnknownSeries
		);
	});
}

#[test]
fn tokens_are_unwrapped_even_in_a_halt_but_not_after_the_expiry() {
	listed_options().run(|| {
		let call = call_at(90_000);
		write(WRITER, 0, call, 5);
		assert_ok!(Options::set_series_state(signed(ADMIN), call, MarketState::Halted));
		assert_ok!(Options::unwrap(signed(WRITER), 0, call, 1));
		set_time(EXPIRY);
		assert_noop!(
			Options::unwrap(signed(WRITER), 0, call, 1),
			Error::<Test>::NotOpenForWrapping
		);
	});
}
