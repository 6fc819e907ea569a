// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use market_primitives::{
	testing::{price_feed::FakePriceFeed, risk::FakeOptionPositions},
	FeedId, FeedStatus, MarketState,
};
use sp_runtime::DispatchError;

#[test]
fn the_writer_is_short_and_holds_as_many_tokens() {
	listed_options().run(|| {
		let call = call_at(90_000);
		take_events();
		assert_ok!(Options::write(signed(WRITER), 3, call, 5));
		let mut third = account(WRITER);
		third.index = 3;
		assert_eq!(FakeOptionPositions::position(third, call), -5);
		assert_eq!(tokens_of(WRITER, call), 5);
		assert_eq!(series(call).tokens, 5);
		assert_eq!(take_events(), [Event::OptionWritten { id: call, account: third, lots: 5 }]);
	});
}

#[test]
fn the_token_is_named_like_the_series() {
	use frame_support::traits::fungibles::metadata::Inspect;
	listed_options().run(|| {
		let put = put_at(89_000);
		assert_ok!(Options::write(signed(WRITER), 0, put, 5));
		let name = b"BTC-20NOV26T1215-89000-P";
		assert_eq!(<OptionTokens as Inspect<u64>>::symbol(put), name);
		assert_eq!(<OptionTokens as Inspect<u64>>::name(put), name);
		assert_eq!(<OptionTokens as Inspect<u64>>::decimals(put), 0);
	});
}

#[test]
fn nothing_is_written_without_margin() {
	listed_options().run(|| {
		FakeOptionPositions::refuse_everybody(true);
		assert_noop!(
			Options::write(signed(WRITER), 0, call_at(90_000), 5),
			DispatchError::Other("the account would miss its initial margin")
		);
	});
}

#[test]
fn only_listed_series_are_written_and_never_zero_lots() {
	listed_options().run(|| {
		assert_noop!(
			Options::write(signed(WRITER), 0, call_at(95_000), 5),
			Error::<Test>::UnknownSeries
		);
		assert_noop!(
			Options::write(signed(WRITER), 0, number("BTC-PERP"), 5),
			Error::<Test>::UnknownSeries
		);
		assert_noop!(
			Options::write(signed(WRITER), 0, call_at(90_000), 0),
			Error::<Test>::ZeroLots
		);
	});
}

#[test]
fn positions_and_tokens_share_the_open_interest_cap() {
	use market_primitives::traits::Instruments;
	listed_options().run(|| {
		let call = call_at(90_000);
		FakeOptionPositions::trade(account(HOLDER), call, 4_000);
		FakeOptionPositions::trade(account(WRITER), call, -4_000);
		Options::note_open_interest(&call, number("4000"));
		assert_noop!(
			Options::write(signed(WRITER), 0, call, 6_001),
			Error::<Test>::OpenInterestCapReached
		);
		assert_noop!(Options::write(signed(WRITER), 0, call, u64::MAX), Error::<Test>::TooManyLots);
		assert_ok!(Options::write(signed(WRITER), 0, call, 6_000));
		Options::note_open_interest(&call, number("6000"));
		assert_noop!(
			Options::write(signed(WRITER), 0, call, 1),
			Error::<Test>::OpenInterestCapReached
		);
	});
}

#[test]
fn nothing_is_written_in_a_market_that_takes_no_new_risk() {
	listed_options().run(|| {
		let call = call_at(90_000);
		for state in [MarketState::ReduceOnly, MarketState::Halted] {
			assert_ok!(Options::set_series_state(signed(ADMIN), call, state));
			assert_noop!(
				Options::write(signed(WRITER), 0, call, 5),
				Error::<Test>::NotOpenForWriting
			);
		}
	});
}

#[test]
fn nothing_is_written_from_the_second_of_expiry_on_even_before_any_window() {
	listed_options().run(|| {
		let call = call_at(90_000);
		set_time(EXPIRY - 1);
		assert_ok!(Options::write(signed(WRITER), 0, call, 5));
		set_time(EXPIRY);
		assert_noop!(Options::write(signed(WRITER), 0, call, 5), Error::<Test>::NotOpenForWriting);
	});
}

#[test]
fn nothing_is_written_on_a_price_that_is_not_good_enough() {
	for feed in [FeedId::Index(BTC), FeedId::Volatility(BTC)] {
		listed_options().run(|| {
			FakePriceFeed::set_status(feed, FeedStatus::Caution);
			assert_ok!(Options::write(signed(WRITER), 0, call_at(90_000), 5));
			FakePriceFeed::set_status(feed, FeedStatus::Halted);
			assert_noop!(
				Options::write(signed(WRITER), 0, call_at(90_000), 5),
				Error::<Test>::PriceUnavailable
			);
			FakePriceFeed::silence(feed);
			assert_noop!(
				Options::write(signed(WRITER), 0, call_at(90_000), 5),
				Error::<Test>::PriceUnavailable
			);
		});
	}
}
