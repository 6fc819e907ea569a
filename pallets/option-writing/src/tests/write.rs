// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Error, Event, Series, WeightInfo};
use frame_support::{
	assert_noop, assert_ok,
	weights::{Weight, WeightMeter},
};
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
		write(WRITER, 3, call, 5);
		let mut third = account(WRITER);
		third.index = 3;
		assert_eq!(FakeOptionPositions::position(third, call), -5);
		assert_eq!(tokens_of(WRITER, call), 5);
		assert_eq!(series(call).tokens, 5);
		assert_eq!(
			take_events(),
			[
				Event::WriteWaits { id: call, account: third, lots: 5 },
				Event::OptionWritten { id: call, account: third, lots: 5 }
			]
		);
	});
}

#[test]
fn the_token_is_named_like_the_series() {
	use frame_support::traits::fungibles::metadata::Inspect;
	listed_options().run(|| {
		let put = put_at(89_000);
		write(WRITER, 0, put, 5);
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
			ask(WRITER, 0, call_at(90_000), 5),
			DispatchError::Other("the account would miss its initial margin")
		);
	});
}

#[test]
fn only_listed_series_are_written_and_never_zero_lots() {
	listed_options().run(|| {
		assert_noop!(ask(WRITER, 0, call_at(95_000), 5), Error::<Test>::UnknownSeries);
		assert_noop!(ask(WRITER, 0, number("BTC-PERP"), 5), Error::<Test>::UnknownSeries);
		assert_noop!(ask(WRITER, 0, call_at(90_000), 0), Error::<Test>::ZeroLots);
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
		let cut = |asked, lots| Event::WriteCut { id: call, account: account(WRITER), asked, lots };
		write(WRITER, 0, call, u64::MAX);
		assert!(take_events().contains(&cut(u64::MAX, 6_000)));
		assert_eq!(tokens_of(WRITER, call), 6_000);
		Options::note_open_interest(&call, number("6000"));
		write(WRITER, 0, call, 1);
		assert!(take_events().contains(&cut(1, 0)));
		assert_eq!((tokens_of(WRITER, call), Options::writers_waiting(call)), (6_000, 0));
	});
}

#[test]
fn nothing_is_written_in_a_market_that_takes_no_new_risk() {
	listed_options().run(|| {
		let call = call_at(90_000);
		for state in [MarketState::ReduceOnly, MarketState::Halted] {
			assert_ok!(Options::set_series_state(signed(ADMIN), call, state));
			assert_noop!(ask(WRITER, 0, call, 5), Error::<Test>::NotOpenForWriting);
		}
	});
}

#[test]
fn nothing_is_written_from_the_second_of_expiry_on_even_before_any_window() {
	listed_options().run(|| {
		let call = call_at(90_000);
		set_time(EXPIRY - 1);
		write(WRITER, 0, call, 5);
		set_time(EXPIRY);
		assert_noop!(ask(WRITER, 0, call, 5), Error::<Test>::NotOpenForWriting);
	});
}

#[test]
fn nothing_is_written_on_a_price_that_is_not_good_enough() {
	let index = (FeedId::Index(BTC), Error::<Test>::PriceUnavailable);
	let volatility = (FeedId::Volatility(BTC), Error::<Test>::VolatilityUnavailable);
	for (feed, error) in [index, volatility] {
		listed_options().run(|| {
			FakePriceFeed::set_status(feed, FeedStatus::Caution);
			write(WRITER, 0, call_at(90_000), 5);
			FakePriceFeed::set_status(feed, FeedStatus::Halted);
			let error = DispatchError::from(error);
			assert_noop!(ask(WRITER, 0, call_at(90_000), 5), error);
			FakePriceFeed::silence(feed);
			assert_noop!(ask(WRITER, 0, call_at(90_000), 5), error);
		});
	}
}

/// Two ask for 9,000 and 3,000 lots of a series that has room for 10,000.
fn two_ask_for_more_than_there_is(first: u64, second: u64) {
	let asks = |who: u64| if who == WRITER { 9_000 } else { 3_000 };
	for who in [first, second] {
		assert_ok!(ask(who, 0, call_at(90_000), asks(who)));
	}
}

#[test]
fn nothing_is_written_before_the_next_window() {
	listed_options().run(|| {
		let call = call_at(90_000);
		assert_ok!(ask(WRITER, 0, call, 5));
		assert_eq!((tokens_of(WRITER, call), Options::writers_waiting(call)), (0, 1));
		windows(1);
		assert_eq!((tokens_of(WRITER, call), Options::writers_waiting(call)), (5, 0));
		assert_eq!(FakeOptionPositions::position(account(WRITER), call), -5);
	});
}

#[test]
fn who_asks_twice_in_a_window_gets_the_sum() {
	listed_options().run(|| {
		let call = call_at(90_000);
		assert_ok!(ask(WRITER, 0, call, 5));
		assert_ok!(ask(WRITER, 0, call, 2));
		assert_noop!(ask(WRITER, 0, call, u64::MAX), Error::<Test>::TooManyLots);
		windows(1);
		assert_eq!(tokens_of(WRITER, call), 7);
	});
}

#[test]
fn a_cap_that_is_too_small_for_all_is_shared_in_proportion_whoever_asked_first() {
	let mut ends = Vec::new();
	for (first, second) in [(WRITER, HOLDER), (HOLDER, WRITER)] {
		listed_options().run(|| {
			let call = call_at(90_000);
			take_events();
			two_ask_for_more_than_there_is(first, second);
			take_events();
			let asked = sp_io::storage::root(sp_runtime::StateVersion::V1);
			windows(1);
			assert_eq!((tokens_of(WRITER, call), tokens_of(HOLDER, call)), (7_500, 2_500));
			let cut =
				|who, asked, lots| Event::WriteCut { id: call, account: account(who), asked, lots };
			let written =
				|who, lots| Event::OptionWritten { id: call, account: account(who), lots };
			let events = take_events();
			let expected = [
				cut(WRITER, 9_000, 7_500),
				written(WRITER, 7_500),
				cut(HOLDER, 3_000, 2_500),
				written(HOLDER, 2_500),
			];
			assert!(expected.iter().all(|event| events.contains(event)), "{events:?}");
			ends.push((events, asked, sp_io::storage::root(sp_runtime::StateVersion::V1)));
		});
	}
	assert_eq!(ends[0], ends[1]);
}

#[test]
fn what_an_account_no_longer_bears_is_refused_and_said_so() {
	listed_options().run(|| {
		let call = call_at(90_000);
		assert_ok!(ask(WRITER, 0, call, 5));
		FakeOptionPositions::refuse_everybody(true);
		take_events();
		windows(1);
		// An event does not carry the words of such an error.
		let reason = DispatchError::Other("");
		let account = account(WRITER);
		let refused = Event::WriteRefused { id: call, account, lots: 5, reason };
		assert!(take_events().contains(&refused));
		assert_eq!((tokens_of(WRITER, call), series(call).tokens), (0, 0));
	});
}

#[test]
fn what_was_asked_for_just_before_expiry_is_refused_and_said_so() {
	listed_options().run(|| {
		let call = call_at(90_000);
		set_time(EXPIRY - 1);
		assert_ok!(ask(WRITER, 0, call, 5));
		take_events();
		windows(1);
		let reason = Error::<Test>::NotOpenForWriting.into();
		let account = account(WRITER);
		assert!(take_events().contains(&Event::WriteRefused {
			id: call,
			account,
			lots: 5,
			reason
		}));
		assert_eq!((tokens_of(WRITER, call), Options::writers_waiting(call)), (0, 0));
	});
}

#[test]
fn only_so_many_can_ask_for_a_series_in_one_window() {
	listed_options().run(|| {
		let call = call_at(90_000);
		for who in 0..u64::from(WRITERS) {
			assert_ok!(ask(who, 0, call, 1));
		}
		assert_noop!(ask(u64::from(WRITERS), 0, call, 1), Error::<Test>::WindowFull);
		// Who is among them may ask for more, and other series have room of their own.
		assert_ok!(ask(0, 0, call, 1));
		assert_ok!(ask(u64::from(WRITERS), 0, put_at(90_000), 1));
		windows(1);
		assert_ok!(ask(u64::from(WRITERS), 0, call, 1));
	});
}

#[test]
fn subaccounts_of_one_owner_leave_room_for_others() {
	listed_options().run(|| {
		let call = call_at(90_000);
		for subaccount in 0..WRITERS_OF_ONE_OWNER {
			assert_ok!(ask(WRITER, subaccount, call, 1));
		}
		let next = WRITERS_OF_ONE_OWNER;
		assert_noop!(ask(WRITER, next, call, 1), Error::<Test>::TooManySubaccountsInWindow);
		// One that is among them may ask for more, other series have room of their own, and so do other owners.
		assert_ok!(ask(WRITER, 0, call, 1));
		assert_ok!(ask(WRITER, next, put_at(90_000), 1));
		assert_ok!(ask(HOLDER, 0, call, 1));
		windows(1);
		assert_ok!(ask(WRITER, next, call, 1));
	});
}

#[test]
fn what_waits_is_reserved_until_the_window_has_decided() {
	listed_options().run(|| {
		let call = call_at(90_000);
		let reserved = || FakeOptionPositions::reserved(account(WRITER), call);
		let asks = || {
			assert_ok!(ask(WRITER, 0, call, 5));
			assert_ok!(ask(WRITER, 0, call, 2));
			assert_eq!(reserved(), 7);
		};
		asks();
		windows(1);
		assert_eq!((tokens_of(WRITER, call), reserved()), (7, 0), "written");
		asks();
		FakeOptionPositions::refuse_everybody(true);
		windows(1);
		FakeOptionPositions::refuse_everybody(false);
		assert_eq!((tokens_of(WRITER, call), reserved()), (7, 0), "refused");
		Series::<Test>::mutate_extant(call, |series| series.terms.open_interest_cap = 0);
		asks();
		windows(1);
		assert_eq!((tokens_of(WRITER, call), reserved()), (7, 0), "cut to nothing");
		asks();
		assert_ok!(Options::set_series_state(signed(ADMIN), call, MarketState::Halted));
		windows(1);
		assert_eq!((tokens_of(WRITER, call), reserved()), (7, 0), "not open any more");
	});
}

/// What a request for so many lots is charged in the end.
fn charged(who: u64, lots: u64) -> Option<Weight> {
	match Options::write(signed(who), 0, call_at(90_000), lots) {
		Ok(asked) => asked.actual_weight,
		Err(refused) => refused.post_info.actual_weight,
	}
}

#[test]
fn a_request_pays_for_what_it_costs_to_write_it_and_a_refused_one_does_not() {
	use frame_support::dispatch::GetDispatchInfo;
	listed_options().run(|| {
		let asking = <() as WeightInfo>::write();
		let share = <() as WeightInfo>::execute_writes(1);
		let id = call_at(90_000);
		let declared = crate::Call::<Test>::write { subaccount: 0, id, lots: 5 };
		assert_eq!(declared.get_dispatch_info().call_weight, asking + share);
		assert_eq!(charged(WRITER, 0), Some(asking), "refused");
		assert_eq!(charged(WRITER, 5), Some(asking + share));
		assert_eq!(charged(WRITER, 2), Some(asking), "it waits already");
		assert_eq!(charged(HOLDER, 2), Some(asking + share));
		// Together they pay for all of what the window does.
		let window = <() as WeightInfo>::execute_writes(Options::writers_waiting(id));
		assert!(window.all_lte(share.saturating_mul(2)));
	});
}

#[test]
fn a_block_without_room_makes_writers_wait() {
	listed_options().run(|| {
		let call = call_at(90_000);
		assert_ok!(ask(WRITER, 0, call, 5));
		open_window_within(&mut WeightMeter::with_limit(Weight::zero()));
		assert_eq!(tokens_of(WRITER, call), 0);
		windows(1);
		assert_eq!(tokens_of(WRITER, call), 5);
	});
}
